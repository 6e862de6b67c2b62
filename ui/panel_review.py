"""What the panel beside a form shows of queries, verification and signature, and where a reply is typed."""

from __future__ import annotations

from attrs import frozen
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from crf.reading.views import QueryThread
from crf.text import say
from ui import theme
from ui.controls import Input, Link
from ui.widgets import Ground, column, label, row

PAD = 20


@frozen
class Said:
    """Threads of a field and of the form, what was verified, signed and locked in words; the thread a reply goes to."""

    threads: tuple[QueryThread, ...] = ()
    lines: tuple[str, ...] = ()
    thread: QueryThread | None = None
    steps: tuple[str, ...] = ()


class Reply(Ground):
    """A line to type in under the thread, and the steps one can take; Enter takes the first."""

    stepped = Signal(str, object, str)
    left = Signal()

    def __init__(self, parent: QWidget):
        super().__init__("surface", "top")
        self.setParent(parent)
        self.thread: QueryThread | None = None
        self.steps: tuple[str, ...] = ()
        self.about = label("", theme.NOTE, theme.STRONG, "muted")
        self.words = Input("", weight=theme.REGULAR)
        self.words.setPlaceholderText(say("query.reply"))
        self.words.setAccessibleName(say("query.reply"))
        self.links = {act: Link(say(f"query.step.{act}")) for act in ("answer", "close", "reopen")}
        for act, link in self.links.items():
            link.clicked.connect(lambda _=False, act=act: self.step(act))
        inside = column(self.about, 4, self.words, 4, margins=(PAD, 10, PAD, 8))
        inside.addLayout(row(*self.links.values(), -1, spacing=20))
        self.setLayout(inside)
        self.hide()

    def show_thread(self, thread: QueryThread | None, steps: tuple[str, ...]) -> None:
        """Offer the steps of a thread; none where there is none to take."""
        if thread is None or self.thread is None or thread.mark != self.thread.mark:
            self.words.clear()
        self.thread, self.steps = thread, steps
        self.setVisible(bool(steps))
        if thread is not None:
            self.about.setText(
                say("query.reply.about", question=thread.question, state=say(f"query.state.{thread.state}"))
            )
        for act, link in self.links.items():
            link.key = "↵" if steps[:1] == (act,) else ""
            link.setVisible(act in steps)
            link.updateGeometry()

    def step(self, act: str) -> None:
        """Hand the words over; the casebook says where some are lacking."""
        text = self.words.text()
        if text.strip():
            self.words.clear()
        self.stepped.emit(act, self.thread, text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.steps:
            self.step(self.steps[0])
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
