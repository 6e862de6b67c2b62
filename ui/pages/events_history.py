"""What was entered in an event and what was changed, newest first, with who, when and why."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from crf.reading.views import HistoryLine
from crf.text import say
from ui import theme
from ui.pages.events_sheet import SIDE, VALUE, Pen


@frozen
class Step:
    """One entry in the history and the question it answers."""

    question: str
    entry: HistoryLine


class HistorySheet(QWidget):
    """The list; entries of one moment and person stand together under one head."""

    def __init__(self) -> None:
        super().__init__()
        self.title, self.steps = "", list[Step]()
        self.setAccessibleName(say("events.history"))

    def show_steps(self, title: str, steps: Sequence[Step]) -> None:
        """Show another history."""
        self.title, self.steps = title, list(steps)
        said = [f"{step.question}: {step.entry.new}, {step.entry.who}, {step.entry.at}" for step in steps]
        self.setAccessibleDescription("; ".join(said))
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(round(self._draw(None)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(SIDE, 0)
        self._draw(painter)

    def _draw(self, painter: QPainter | None) -> float:
        pen = Pen(painter, self.width() - 2 * SIDE)
        pen.text(0, self.title, theme.SECTION, theme.STRONG)
        pen.y += 28
        if not self.steps:
            pen.y += pen.wrapped(0, say("events.history_none"), ink="muted")
        before = None
        for step in self.steps:
            act = (step.entry.at, step.entry.who, step.entry.reason)
            if act != before:
                self._head(pen, step.entry, before is None)
            before = act
            self._step(pen, step)
        return pen.y + 8

    def _head(self, pen: Pen, entry: HistoryLine, first: bool) -> None:
        """Who and when, and why where it was a correction."""
        if not first:
            pen.rule()
        pen.text(0, entry.at, theme.NOTE, theme.STRONG)
        pen.y += 18
        pen.text(0, " · ".join(part for part in (entry.who, entry.role) if part), theme.NOTE, ink="muted")
        pen.y += 22
        if entry.reason:
            pen.y += pen.wrapped(0, say("events.history_reason", reason=entry.reason), theme.NOTE) + 4

    def _step(self, pen: Pen, step: Step) -> None:
        """The question, and beside it the old value struck and the new one."""
        entry, top = step.entry, pen.y
        asked = Pen(pen.painter, VALUE - 8)
        asked.y = top
        high = asked.wrapped(0, step.question, theme.NOTE, ink="muted", most=3)
        if entry.old:
            pen.y += pen.wrapped(VALUE, entry.old, ink="muted", strike=True)
        pen.y += pen.wrapped(VALUE, entry.new or say("events.blank"), theme.BODY, theme.MEDIUM)
        pen.y = max(pen.y, top + high) + 4
