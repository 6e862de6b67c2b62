"""A choice from a longer list: typing finds, arrows move, Enter takes; the list stands open under the line."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crf.forms.layout import Field, Option
from ui.editors import base
from ui.editors.choice import offered, words
from ui.editors.line import PADDING, LineEditor
from ui.editors.popup import Entry, PopList, paint_caret

WIDE = 30  # room right of the words for the arrow


def plain_words(text: str) -> str:
    """Text for finding: lower case, without accents."""
    flat = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in flat if not unicodedata.combining(letter))


def found(options: tuple[Option, ...], typed: str) -> list[Option]:
    """The choices that hold every word typed, those that begin with it first."""
    wanted = plain_words(typed).split()
    hits = [one for one in options if all(part in plain_words(f"{one.code} {one.text}") for part in wanted)]
    start = plain_words(typed.strip())
    return sorted(hits, key=lambda one: not plain_words(one.text).startswith(start))


class ComboEditor(LineEditor):
    """A line that finds in a list; what is no choice goes on as typed, so that nothing is lost without a word."""

    def __init__(self, field: Field, host: base.Host, parent: QWidget):
        self.list: PopList | None = None
        self.stood = ""
        super().__init__(field, host, parent)
        self.setTextMargins(PADDING, 0, WIDE - 8, 0)

    def _fill(self, field: Field) -> None:
        withdrawn = next((one for one in field.options if one.code == field.raw and not one.offered), None)
        if withdrawn is None or field.draft is not None:
            super()._fill(field)
        elif words(withdrawn) != self.text():
            self.setText(words(withdrawn))
        self.stood = self.text()

    def typed(self, text: str) -> None:
        """Find while typing; clearing the line clears the answer."""
        if not text.strip():
            self.close_list()
            self.host.changed(self, "")
        elif code := base.code_typed(self.field, text):
            self.set_missing(code)
        else:
            self.open_list(text)

    def open_list(self, typed: str = "") -> None:
        """Show what fits what was typed; all choices where nothing was."""
        hits = found(offered(self.field), typed)
        if not hits:
            self.close_list()
            return
        entries = [Entry(one.code, words(one)) for one in hits]
        at = 0 if typed else next((n for n, one in enumerate(hits) if one.code == self.field.raw), -1)
        if self.list is None:
            self.list = PopList(lambda entry: self.choose(entry.code))
        self.list.open(self.parentWidget(), self.host.box(self), entries, at)

    def close_list(self) -> None:
        """Put the list away."""
        if self.list is not None:
            self.list.hide()
            self.list.deleteLater()
            self.list = None

    def choose(self, code: str) -> None:
        """Answer with a choice."""
        self.close_list()
        self.host.changed(self, code)
        self._fill(self.field)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self.list is not None and key == base.Key.Key_Escape:
            self.close_list()
            self._fill(self.field)
        elif self.list is not None and self.list.key(event):
            if key in (base.Key.Key_Return, base.Key.Key_Enter):
                self.host.entered(self)
        elif self.list is None and key in (base.Key.Key_Down, base.Key.Key_Up) and not event.modifiers() & base.CTRL:
            self.open_list()
        elif key in (base.Key.Key_Return, base.Key.Key_Enter) and not event.modifiers() & base.CTRL:
            self.settle()
            self.host.entered(self)
        else:
            super().keyPressEvent(event)

    def settle(self) -> None:
        """Leaving: a text that fits one choice only is that choice, another one is handed over as it stands."""
        typed = self.text().strip()
        self.close_list()
        if not typed or typed in (base.shown(self.field), self.stood):
            return
        hits = found(offered(self.field), typed)
        flat = plain_words(typed)
        exact = [one for one in hits if flat in (plain_words(one.text), plain_words(one.code))]
        fit = exact[0] if exact else hits[0] if len(hits) == 1 else None
        self.host.changed(self, fit.code if fit else typed)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self.list is None:
            self.open_list()
        else:
            self.close_list()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.settle()
        super().focusOutEvent(event)

    def hideEvent(self, event) -> None:
        self.close_list()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        paint_caret(painter, self.rect())
        painter.end()
