"""Verifies the open casebook while a person works, and says what was found."""

from __future__ import annotations

from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from crf.faults import CasebookError
from crf.text import say

if TYPE_CHECKING:
    from crf.actions.verifying import Verified

START, LOOK = 800, 150  # ms: first the page, then the check; how often one looks whether it is done


class Verification(QObject):
    """One check of one file in a thread of its own, with connections of its own; `done` comes in the window's thread.

    `done` carries a word for the rail, a sentence where something is wrong, and how much was read.
    """

    done = Signal(str, str, str)

    def __init__(self, parent: QObject, path: Path):
        super().__init__(parent)
        self.path = path
        self.answer: tuple[str, str, str] | None = None
        self.look = QTimer(self, interval=LOOK)
        self.look.timeout.connect(self._look)
        QTimer.singleShot(START, self, self.start)

    def start(self) -> None:
        """Begin to check."""
        Thread(target=self._check, daemon=True).start()
        self.look.start()

    def _check(self) -> None:
        from crf.actions.verifying import verify

        try:
            self.answer = told(verify(self.path))
        except CasebookError as fault:
            self.answer = say("chain.unknown"), str(fault), ""

    def _look(self) -> None:
        if self.answer is not None:
            self.look.stop()
            self.done.emit(*self.answer)


def told(verified: Verified) -> tuple[str, str, str]:
    """The word for the rail, the sentence of what is wrong (empty where nothing is), and how much was read."""
    if verified.troubles:
        return say("chain.broken"), say("chain.trouble", sentence=verified.troubles[0]), ""
    return say("chain.verified"), "", say("chain.read", acts=verified.acts, entries=verified.entries)
