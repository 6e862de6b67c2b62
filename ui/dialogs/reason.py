"""Asks why: a reason picked from a list, words of one's own, or both; none is chosen beforehand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crf.actions.session import LONGEST_REASON
from crf.text import say
from ui import theme
from ui.controls import Input
from ui.dialogs import Dialog
from ui.widgets import paint_cap


class Choices(QWidget):
    """A list of which one line can be chosen, by arrow, by its figure or by a click; nothing is chosen at first."""

    ROW = 30
    chosen = Signal(int)

    def __init__(self, texts: Sequence[str]):
        super().__init__()
        self.texts = list(texts)
        self.current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(self.ROW * len(self.texts))
        self.setProperty("ring", theme.RADIUS_INPUT)

    def sizeHint(self) -> QSize:
        return QSize(360, self.ROW * len(self.texts))

    def choose(self, index: int) -> None:
        """Choose a line."""
        if 0 <= index < len(self.texts):
            self.current = index
            self.setAccessibleDescription(self.texts[index])
            self.update()
            self.chosen.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Down:
            self.choose(min(self.current + 1, len(self.texts) - 1))
        elif key == Qt.Key.Key_Up:
            self.choose(max(self.current - 1, 0))
        elif event.text().isdigit() and event.text() != "0":
            self.choose(int(event.text()) - 1)
        elif key == Qt.Key.Key_Space:
            self.choose(max(self.current, 0))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.choose(int(event.position().y() // self.ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, text in enumerate(self.texts):
            top = index * self.ROW
            on = index == self.current
            if on:
                theme.paint_box(painter, QRectF(0, top, self.width(), self.ROW), "accent ground", "", 4)
            middle = QPointF(15, top + self.ROW / 2)
            painter.setBrush(theme.color("surface"))
            painter.setPen(theme.color("accent" if on else "outline"))
            painter.drawEllipse(middle, 6.5, 6.5)
            if on:
                painter.setBrush(theme.color("accent"))
                painter.drawEllipse(middle, 3, 3)
            painter.setPen(theme.color("text"))
            painter.setFont(theme.font(theme.BODY, theme.MEDIUM if on else theme.REGULAR))
            rect = QRectF(32, top, self.width() - 64, self.ROW)
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
            if index < 9:
                paint_cap(painter, QRectF(self.width() - 28, top + 5, 20, 20), str(index + 1))


class ReasonDialog(Dialog):
    """A reason for what is about to be done; `given` carries it as the journal keeps it: choice, words, or both."""

    given = Signal(str)

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        sentence: str,
        choices: Sequence[tuple[str, str]] = (),
        act: str = "",
        kind: str = "primary",
    ):
        super().__init__(parent, title, sentence, act or say("dialog.save"), kind)
        self.choices = Choices([text for _, text in choices])
        self.words = Input("", weight=theme.REGULAR)
        if choices:
            self.ask(say("reason.why"), self.choices)
        else:
            self.choices.setParent(self)
            self.choices.hide()
        note = say("reason.optional") if choices else ""
        self.ask(say("reason.words"), self.words, note)
        self.choices.chosen.connect(self._look)
        self.words.textChanged.connect(self._look)
        self._look()
        (self.choices if choices else self.words).setFocus()

    @property
    def reason(self) -> str:
        """What was picked and what was written, as one text."""
        picked = self.choices.texts[self.choices.current] if self.choices.current >= 0 else ""
        return ": ".join(part for part in (picked, self.words.text().strip()) if part)

    def _look(self) -> None:
        self.act.setEnabled(bool(self.reason))

    def accept(self) -> None:
        """Hand the reason over; without one nothing happens, and one too long stays to be shortened."""
        length = len(self.reason)
        if length > LONGEST_REASON:
            self.complain(say("reason.long", length=length, most=LONGEST_REASON))
        elif length:
            self.given.emit(self.reason)
            super().accept()
