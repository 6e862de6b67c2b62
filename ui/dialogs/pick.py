"""Asks for one of a few: which grade, which event; picked by its figure, by arrow or by a click."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.dialogs import Dialog
from ui.dialogs.reason import Choices
from ui.widgets import elide


class PickDialog(Dialog):
    """A list none of which is chosen beforehand; `picked` carries the place of the one taken."""

    WIDE = 560
    picked = Signal(int)

    def __init__(self, parent: QWidget | None, title: str, sentence: str, texts: Sequence[str], act: str):
        super().__init__(parent, title, sentence, act)
        self.choices = Choices([elide(text, self.WIDE - 48 - 72) for text in texts])
        self.choices.setToolTip("\n".join(texts))
        self.choices.chosen.connect(self._look)
        self.body.addWidget(self.choices)
        self.act.setEnabled(False)
        self.choices.setFocus()

    def _look(self) -> None:
        self.act.setEnabled(self.choices.current >= 0)

    def accept(self) -> None:
        """Hand over what is chosen; while nothing is, nothing happens."""
        if self.choices.current >= 0:
            self.picked.emit(self.choices.current)
            super().accept()
