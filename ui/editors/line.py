"""Editors of one line: text, numbers, dates and times; what is typed goes on as it stands, parsing is the core's."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from crf.clinical.dates import PartialDate, show_date
from crf.forms.layout import Field
from ui import theme
from ui.editors import base

PADDING = 7  # the box adds 1 and Qt 2 of its own: 10 in all
LONGEST = 10_000_000  # no text is cut: the item's limit is told in words


class LineEditor(QLineEdit):
    """A frameless line in a box the sheet paints; a missing code stands in it as a pill."""

    boxed = True
    right = False

    def __init__(self, field: Field, host: base.Host, parent: QWidget):
        super().__init__(parent)
        self.field = field
        self.host = host
        self._hint = ""
        self.setFrame(False)
        self.setMaxLength(LONGEST)
        self.setTextMargins(PADDING, 0, 0 if field.kind in ("date", "datetime") else PADDING, 0)
        self.setAccessibleName(base.spoken(field))
        if field.beside and field.kind not in ("time", "choice"):
            self._hint = field.question
        self.textEdited.connect(self.typed)
        self._muted = False
        self._fill(field)

    @property
    def where(self) -> tuple[int, str]:
        """Line and item it edits."""
        return self.field.line, self.field.item

    def show_field(self, field: Field, force: bool = False) -> None:
        """Bring the line to the state of its field; what a person is typing is left alone."""
        self.field = field
        if force or not self.hasFocus():
            self._fill(field)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What a field beside another asks stands in it while it is empty, where there is room for all of it."""
        super().resizeEvent(event)
        if self._hint:
            fits = self.fontMetrics().horizontalAdvance(self._hint) <= self.width() - 2 * PADDING - 4
            self.setPlaceholderText(self._hint if fits else "")

    def _fill(self, field: Field) -> None:
        text = base.shown(field)
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(len(text) if self.right else 0)
        if field.proposed != self._muted:
            self._mute(field.proposed)

    def _mute(self, proposed: bool) -> None:
        """A proposed default is muted and italic until it is saved."""
        self._muted = proposed
        self.setFont(theme.font(theme.BODY, theme.REGULAR if proposed else theme.MEDIUM, italic=proposed))
        colours = QPalette()
        if proposed:
            role = QPalette.ColorRole
            colours.setColor(role.Text, self.palette().color(role.PlaceholderText))
        self.setPalette(colours)

    def typed(self, text: str) -> None:
        """Hand over what stands in the line now."""
        if code := self.missing_code(text):
            self.set_missing(code)
            return
        if self._muted:
            self._mute(False)
        self.host.changed(self, text)

    def missing_code(self, text: str) -> str:
        """The missing code just typed; free text stands until it is left (NA may begin NaCl)."""
        return "" if self.field.kind == "text" else base.code_typed(self.field, text)

    def set_missing(self, code: str) -> None:
        """Answer with a missing code."""
        self.clear()
        self.host.changed(self, "", missing=code)

    def insert_whole(self, text: str) -> None:
        """Put a text in place of all that stands there, as if it had been typed."""
        self.setText(text)
        self.typed(text)

    def replaceable(self) -> bool:
        """Whether a key may stand for a whole answer: nothing there, or all of it marked."""
        return not self.text() or self.selectedText() == self.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if base.common_key(self.host, self, event):
            return
        if self.field.answer.missing and event.key() in (base.Key.Key_Backspace, base.Key.Key_Delete):
            self.host.changed(self, "")
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()
        self.host.focused(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() == Qt.FocusReason.PopupFocusReason:
            return
        self.deselect()
        self._fill(self.field)
        self.host.left(self)

    def ring(self) -> QRect:
        """What the focus ring goes round, in the sheet's coordinates."""
        return self.host.box(self)


class NumberEditor(LineEditor):
    """A number, right aligned, typed with comma or point."""

    right = True

    def __init__(self, field: Field, host: base.Host, parent: QWidget):
        super().__init__(field, host, parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)


class DateEditor(LineEditor):
    """A date typed freely, whole or partial; `t` is today, Alt+Down a calendar."""

    def __init__(self, field: Field, host: base.Host, parent: QWidget):
        super().__init__(field, host, parent)
        self._by_key = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text() if base.plain(event) else ""
        by_key, self._by_key = self._by_key, False
        if letter in ("t", "T") and letter and self.replaceable():
            self.set_day(PartialDate.of(self.host.now().date()))
            self._by_key = True
        elif by_key and letter.isalpha():
            # A word begins with t: what stands is that word, not today with letters behind it.
            self.insert_whole(f"t{letter}")
        else:
            super().keyPressEvent(event)

    def set_day(self, day: PartialDate) -> None:
        """Answer with a day."""
        self.insert_whole(show_date(day))


class TimeEditor(LineEditor):
    """A time, or a date with a time: `n` is now, to the minute or second the item keeps, `t` is today."""

    def __init__(self, field: Field, host: base.Host, parent: QWidget):
        super().__init__(field, host, parent)
        self._by_key = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text().upper() if base.plain(event) else ""
        by_key, self._by_key = self._by_key, False
        if letter == "T" and self.field.kind == "datetime" and self.replaceable():
            self.insert_whole(show_date(PartialDate.of(self.host.now().date())) + " ")
        elif letter in ("T", "N") and letter and self.replaceable():
            self.insert_whole(self.now_text())
            self._by_key = letter == "N"
        elif by_key and letter and f"N{letter}" in self.field.missing:
            self.set_missing(f"N{letter}")
        else:
            super().keyPressEvent(event)

    def now_text(self) -> str:
        """The local time to the precision of the item."""
        now = self.host.now()
        time = now.strftime("%H:%M:%S" if self.field.seconds else "%H:%M")
        return f"{show_date(PartialDate.of(now.date()))} {time}" if self.field.kind == "datetime" else time

    def set_day(self, day: PartialDate) -> None:
        """Answer with a day, keeping the time that was typed."""
        time = self.text().split(" ", 1)[1] if " " in self.text().strip() else ""
        self.insert_whole(f"{show_date(day)} {time}".strip())
