"""Asks for the words of a query."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crf.text import say
from ui import theme
from ui.controls import Input
from ui.dialogs import Dialog


class QueryDialog(Dialog):
    """What somebody wants to know of a question or a form; `given` carries the words."""

    WIDE = 520
    given = Signal(str)

    def __init__(self, parent: QWidget | None, about: str):
        super().__init__(parent, say("query.title", about=about), say("query.sentence"), say("query.act"))
        self.words = self.ask(say("query.words"), Input("", weight=theme.REGULAR))
        self.words.setFocus()

    def accept(self) -> None:
        """Hand the words over; without any, say that some are needed."""
        text = self.words.text().strip()
        if not text:
            self.complain(say("query.text"))
            return
        self.given.emit(text)
        super().accept()
