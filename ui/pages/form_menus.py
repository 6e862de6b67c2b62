"""The lists and the calendar that open over the form sheet: missing codes, units, days of a month."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRect
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from crf.clinical.dates import PartialDate
from crf.clinical.faults import ClinicalFault
from crf.text import say, unit_words
from ui.editors.base import Key
from ui.editors.days import Calendar
from ui.editors.popup import Entry, PopList


class Menus:
    """What a sheet can open; at most one stands open."""

    popup: QWidget | None
    popup_of: QWidget | None = None

    def popup_key(self, event: QKeyEvent) -> bool:
        """Whether what stands open took the key."""
        if self.popup is None:
            return False
        if event.key() == Key.Key_Escape:
            self.close_popup()
            return True
        return self.popup.key(event)

    def close_popup(self) -> None:
        """Put away what stands open."""
        if self.popup is not None:
            self.popup.hide()
            self.popup.deleteLater()
            self.popup = self.popup_of = None

    def _open(self, editor: QWidget, popup: QWidget) -> None:
        self.close_popup()
        self.popup, self.popup_of = popup, editor

    def missing_menu(self, editor: QWidget) -> None:
        """Offer the missing codes of a field, and to clear one."""
        field = editor.field
        if not field.missing:
            return
        entries = [Entry(code, code, say(f"missing.{code}"), str(n)) for n, code in enumerate(field.missing, 1)]
        if field.answer.missing:
            entries.append(Entry("", say("form.missing.clear"), "", "0"))

        def chosen(entry: Entry) -> None:
            self.close_popup()
            if entry.code:
                editor.set_missing(entry.code)
            else:
                self.changed(editor, "")

        self._list(editor, self.box(editor), entries, chosen, 0)

    def unit_menu(self, editor: QWidget) -> None:
        """Offer the units a number may be typed in."""
        cell = self.cell_of(editor)
        if cell is None or not cell.chooses_unit:
            return
        entries = [Entry(unit, unit_words(unit), "", str(n)) for n, unit in enumerate(cell.field.units, 1)]

        def chosen(entry: Entry) -> None:
            self.close_popup()
            self.changed(editor, editor.text(), unit=entry.code)

        at = cell.field.units.index(cell.unit_text()) if cell.unit_text() in cell.field.units else 0
        self._list(editor, cell.unit, entries, chosen, at)

    def offer_menu(self, editor: QWidget) -> None:
        """Offer the texts a field may take; any other may be typed."""
        offers = editor.field.offers
        entries = [Entry(text, text, "", str(n) if n < 10 else "") for n, text in enumerate(offers, 1)]

        def chosen(entry: Entry) -> None:
            self.close_popup()
            editor.insert_whole(entry.code)

        at = offers.index(editor.text()) if editor.text() in offers else 0
        self._list(editor, self.box(editor), entries, chosen, at)

    def _list(self, editor: QWidget, box: QRect, entries: list[Entry], chosen, at: int) -> None:
        popup = PopList(chosen)
        self._open(editor, popup)
        popup.open(self, box, entries, at)

    def calendar(self, editor: QWidget) -> None:
        """Offer the days of the month that stands in a field, else of this month."""
        today = self.now().date()

        def chosen(day: date) -> None:
            self.close_popup()
            editor.set_day(PartialDate.of(day))

        popup = Calendar(chosen, self._day(editor) or today, today)
        self._open(editor, popup)
        popup.open(self, self.box(editor))

    def _day(self, editor: QWidget) -> date | None:
        """The day that stands in a field; None where there is none, or only part of one."""
        try:
            return PartialDate.parse_iso(editor.field.answer.value[:10]).earliest
        except ClinicalFault:
            return None
