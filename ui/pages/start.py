"""The first page: casebooks opened lately, a new one, one from a file, or the demo."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crf.text import say
from ui import icons, theme
from ui.controls import Pressable
from ui.navigator import Navigator
from ui.pages import Page
from ui.widgets import Card, Ground, column, elide, label, row

WIDTH = 720


class Choice(Pressable):
    """A line to press: icon, what it does, a note under it, and its key."""

    def __init__(self, icon: str, text: str, note: str, key: str = ""):
        super().__init__(text)
        self.icon_name, self.note, self.key = icon, note, key
        self.setAccessibleDescription(note)
        self.setFixedHeight(56)
        self.setMinimumWidth(200)
        self.setSizePolicy(self.sizePolicy().Policy.Expanding, self.sizePolicy().Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(320, 56)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse() or self.hasFocus():
            theme.paint_box(painter, QRectF(self.rect()), "sunken", "", theme.RADIUS_INPUT)
        icons.paint(painter, self.icon_name, QRectF(14, 18, 20, 20), "accent")
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(theme.font(theme.BODY, theme.STRONG))
        painter.setPen(theme.color("text"))
        painter.drawText(QRectF(48, 8, self.width() - 56, 20), left, self.text())
        painter.setFont(theme.font(theme.NOTE))
        painter.setPen(theme.color("muted"))
        note = elide(self.note, self.width() - 60, theme.NOTE)
        painter.drawText(QRectF(48, 28, self.width() - 56, 20), left, note)
        if self.key:
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.setFont(theme.font(theme.LABEL, theme.MEDIUM))
            painter.drawText(QRectF(0, 8, self.width() - 14, 20), right, self.key)


class Start(Page):
    """Where a person begins; arrow keys go along the lines."""

    rail = ""
    asked = Signal(str)  # new, open, demo
    chosen = Signal(str)  # a file opened before

    def __init__(self, window: Navigator, recent: Sequence[str]):
        super().__init__(window, None)
        self.lines: list[Choice] = []
        inside = QWidget()
        inside.setFixedWidth(WIDTH)
        self.inside = column(spacing=0)
        inside.setLayout(self.inside)
        ground = Ground("ground")
        ground.setLayout(row(-1, inside, -1))
        self.setLayout(column(ground))
        self._fill(list(recent))

    def _fill(self, recent: list[str]) -> None:
        self.inside.addSpacing(56)
        self.inside.addWidget(label(say("start.title"), theme.TITLE, theme.STRONG))
        self.inside.addSpacing(4)
        self.inside.addWidget(label(say("start.sentence"), color="muted", wrap=True))
        self.inside.addSpacing(24)
        acts = (("new", "file-plus", "Ctrl N"), ("open", "folder-open", "Ctrl O"), ("demo", "play", "Ctrl D"))
        card, box = self._card()
        for name, icon, key in acts:
            line = self._line(box, Choice(icon, say(f"start.{name}"), say(f"start.{name}_note"), key))
            line.clicked.connect(lambda _=False, name=name: self.asked.emit(name))
        self.inside.addWidget(card)
        self.inside.addSpacing(24)
        self.inside.addWidget(label(say("start.recent"), theme.NOTE, theme.STRONG, "muted"))
        self.inside.addSpacing(8)
        self.inside.addWidget(self._recent(recent))
        self.inside.addStretch(1)

    def _recent(self, recent: list[str]) -> QWidget:
        if not recent:
            return label(say("start.no_recent"), color="muted", wrap=True)
        card, box = self._card()
        for name in recent[:6]:
            path = Path(name)
            line = self._line(box, Choice("hard-drives", path.name, str(path.parent)))
            line.clicked.connect(lambda _=False, name=name: self.chosen.emit(name))
        return card

    def _card(self) -> tuple[Card, QVBoxLayout]:
        card = Card()
        box = column(margins=(4, 4, 4, 4))
        card.setLayout(box)
        return card, box

    def _line(self, box: QVBoxLayout, line: Choice) -> Choice:
        box.addWidget(line)
        self.lines.append(line)
        return line

    @property
    def recent(self) -> list[Choice]:
        """The lines of files opened before."""
        return self.lines[3:]

    def enter(self) -> None:
        """The newest file has the keyboard, or the first line where there is none."""
        self.window_.footer([], [("↑↓", say("keys.choose")), ("↵", say("keys.open"))])
        (self.recent or self.lines)[0].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {QKeySequence("Ctrl+N"): "new", QKeySequence("Ctrl+D"): "demo"}
        act = next((name for key, name in keys.items() if key[0] == event.keyCombination()), "")
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        focused = [line for line in self.lines if line.hasFocus()]
        if act:
            self.asked.emit(act)
        elif step and focused:
            self.lines[(self.lines.index(focused[0]) + step) % len(self.lines)].setFocus()
        else:
            super().keyPressEvent(event)
