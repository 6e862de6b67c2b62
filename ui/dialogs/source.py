"""Asks where an item's source data is at this site, and why that differs from the definition."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crf.text import say
from ui import theme
from ui.controls import Input
from ui.dialogs.reason import ReasonDialog


class SourceDialog(ReasonDialog):
    """The site's words for a source; blank goes back to the definition's."""

    changed = Signal(str, str)

    def __init__(self, parent: QWidget | None, question: str, text: str, default: str):
        self.old = text
        self.text = Input(text, weight=theme.MEDIUM)
        super().__init__(parent, say("source.ask", question=question), say("source.sentence", default=default))
        self.text.setAccessibleName(say("source.text"))
        self.body.insertWidget(0, self.text)
        self.body.insertSpacing(1, 12)
        self.text.textChanged.connect(self._look)
        self.given.connect(lambda reason: self.changed.emit(self.text.text().strip(), reason))
        self.setTabOrder(self.text, self.words)
        self.text.selectAll()
        self.text.setFocus()

    def _look(self) -> None:
        self.act.setEnabled(self.text.text().strip() != self.old and bool(self.reason))

    def accept(self) -> None:
        """Only with other words and a reason."""
        if self.act.isEnabled():
            super().accept()
