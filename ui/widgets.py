"""Small quiet parts of every page: labels, cards, pills, key caps, lines, bands (controls stand in ui.controls)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui import icons, marks, theme
from ui.controls import Link

Box = TypeVar("Box", bound=QBoxLayout)
KINDS = {
    "accent": ("accent ground", "accent"),
    "draft": ("accent ground", "accent"),
    "green": ("green ground", "green"),
    "complete": ("green ground", "green"),
    "amber": ("amber ground", "amber"),
    "incomplete": ("amber ground", "amber"),
    "finding": ("amber ground", "amber"),
    "hard": ("red ground", "red"),
    "red": ("red ground", "red"),
    "calm": ("sunken", "muted"),
    "not started": ("sunken", "muted"),
    "not due": ("sunken", "muted"),
    "skipped": ("sunken", "muted"),
    "stopped": ("sunken", "muted"),
    "voided": ("sunken", "muted"),
    "queries": ("sunken", "violet"),
    "verified": ("sunken", "teal"),
    "signed": ("sunken", "navy"),
    "locked": ("sunken", "locked"),
}


def label(
    text: str = "",
    size: int = theme.BODY,
    weight: int = theme.REGULAR,
    color: str = "text",
    wrap: bool = False,
) -> QLabel:
    """A label whose colour (text, muted, accent, amber, red, green, faint) follows the theme."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if (size, weight) != (theme.BODY, theme.REGULAR):
        made.setFont(theme.font(size, weight))
    if color != "text":
        made.setForegroundRole(theme.ROLES[color])
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def width_of(text: str, size: int = theme.BODY, weight: int = theme.REGULAR) -> float:
    """How wide a text is in px."""
    return QFontMetricsF(theme.font(size, weight)).horizontalAdvance(text)


def elide(text: str, width: float, size: int = theme.BODY, weight: int = theme.REGULAR) -> str:
    """A text cut with an ellipsis where it is wider than `width` px."""
    return QFontMetricsF(theme.font(size, weight)).elidedText(text, Qt.TextElideMode.ElideRight, width)


def column(*parts: QWidget | int, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = 0) -> QVBoxLayout:
    """A column of widgets; a number is a gap in px, -1 takes the rest."""
    return _filled(QVBoxLayout(), parts, margins, spacing)


def row(*parts: QWidget | int, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = 0) -> QHBoxLayout:
    """A row of widgets; a number is a gap in px, -1 takes the rest."""
    return _filled(QHBoxLayout(), parts, margins, spacing)


def _filled(box: Box, parts: Iterable[QWidget | int], margins: tuple[int, int, int, int], spacing: int) -> Box:
    box.setContentsMargins(*margins)
    box.setSpacing(spacing)
    for part in parts:
        if not isinstance(part, int):
            box.addWidget(part)
        elif part < 0:
            box.addStretch(1)
        else:
            box.addSpacing(part)
    return box


class Ground(QWidget):
    """A plain area of one colour, with 1 px lines at the sides named in `edges`."""

    def __init__(self, fill: str = "surface", edges: str = "", parent: QWidget | None = None):
        super().__init__(parent)
        self.fill, self.edges = fill, edges.split()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setBackground(theme.color(self.fill))  # fillRect would have PySide make its list of gradients: 2 ms
        painter.eraseRect(self.rect())
        painter.setBackground(theme.color("line"))
        wide, high = self.width(), self.height()
        sides = {
            "top": (0, 0, wide, 1),
            "bottom": (0, high - 1, wide, 1),
            "left": (0, 0, 1, high),
            "right": (wide - 1, 0, 1, high),
        }
        for edge in self.edges:
            painter.eraseRect(*sides[edge])


class Card(QWidget):
    """A surface with a line around it and round corners."""

    def __init__(self, fill: str = "surface", edge: str = "line", parent: QWidget | None = None):
        super().__init__(parent)
        self.fill, self.edge = fill, edge

    def paintEvent(self, event: QPaintEvent) -> None:
        theme.paint_box(QPainter(self), QRectF(self.rect()), self.fill, self.edge, theme.RADIUS_CARD)


class Hair(QWidget):
    """A line of 1 px; upright where asked."""

    def __init__(self, fill: str = "line", upright: bool = False, length: int = 0):
        super().__init__()
        self.fill = fill
        self.setFixedWidth(1) if upright else self.setFixedHeight(1)
        if length:
            self.setFixedHeight(length) if upright else self.setFixedWidth(length)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.color(self.fill))


class Symbol(QWidget):
    """An icon by name in the colour of a token, square."""

    def __init__(self, name: str, size: int = 16, color: str = "muted"):
        super().__init__()
        self.name, self.color = name, color
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.paint(QPainter(self), self.name, QRectF(self.rect()), self.color)


def paint_pill(painter: QPainter, rect: QRectF, text: str, kind: str, mark: str = "", ground: str = "") -> None:
    """A pill into a rectangle of 20 px height; on a `ground` of its own where asked."""
    usual, ink = KINDS.get(kind, KINDS["calm"])
    ground = ground or usual
    theme.paint_box(painter, rect, ground, "", theme.RADIUS_PILL)
    left = 8.0
    if mark:
        marks.paint(painter, mark, QPointF(rect.x() + 14, rect.center().y()), 12)
        left = 25.0
    painter.setFont(theme.font(theme.NOTE, theme.MEDIUM))
    painter.setPen(theme.color(ink))
    painter.drawText(rect.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def cap_width(text: str) -> float:
    """How wide the cap of a key is."""
    return max(20.0, round(width_of(text, theme.LABEL, theme.MEDIUM) + 10))


def paint_cap(painter: QPainter, rect: QRectF, text: str) -> None:
    """The cap of a key into a rectangle of 20 px height."""
    theme.paint_box(painter, rect, "surface", "line", theme.RADIUS_INPUT)
    painter.setFont(theme.font(theme.LABEL, theme.MEDIUM))
    painter.setPen(theme.color("muted"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


class KeyCap(QWidget):
    """The name of a key in a small box."""

    def __init__(self, text: str):
        super().__init__()
        self.text = text
        self.setFixedSize(round(cap_width(text)), 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_cap(QPainter(self), QRectF(self.rect()), self.text)


class Band(QWidget):
    """What matters now: mark, lead, text and what can be done about it; one line, more where the text needs them."""

    acted = Signal()
    GROUNDS = {"amber": ("amber ground", "amber edge"), "red": ("red ground", "red edge"), "calm": ("surface", "line")}

    def __init__(self, kind: str = "amber", height: int = 36):
        super().__init__()
        self.kind = kind
        self.setMinimumHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.icon = Symbol("warning-fill", 16, "amber")
        self.lead = label("", weight=theme.STRONG)
        self.sentence = label("", wrap=True)
        self.sentence.setMinimumWidth(40)
        room = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        room.setHeightForWidth(True)
        self.sentence.setSizePolicy(room)
        self.link = Link("")
        self.link.clicked.connect(self.acted)
        self.setLayout(row(self.icon, 8, self.lead, 8, self.sentence, self.link, margins=(12, 2, 16, 2)))
        self.layout().setStretchFactor(self.sentence, 1)

    def say(self, lead: str, text: str, action: str = "", kind: str = "amber", key: str = "") -> None:
        """Show another line; `kind` is amber, red or calm."""
        self.kind = kind
        names = {"amber": ("warning-fill", "amber"), "red": ("warning-octagon-fill", "red"), "calm": ("info", "accent")}
        self.icon.name, self.icon.color = names[kind]
        self.lead.setText(lead)
        self.lead.setVisible(bool(lead))
        self.sentence.setText(text)
        self.sentence.setToolTip(text)
        self.link.setText(action)
        self.link.key = key
        self.link.setVisible(bool(action))
        self.setAccessibleName(f"{lead} {text}".strip())
        self.icon.update()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        fill, edge = self.GROUNDS[self.kind]
        theme.paint_box(QPainter(self), QRectF(self.rect()), fill, edge, theme.RADIUS_CARD)


class Crumbs(QWidget):
    """Where a page stands: links up, the last one where one is."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(theme.CONTROL)
        self.setLayout(row(spacing=0))

    def show_path(self, *steps: tuple[str, Callable[[], None] | None]) -> None:
        """Show the steps; one without a way to go is where one is."""
        while (item := self.layout().takeAt(0)) is not None:
            if item.widget():
                item.widget().deleteLater()
        for index, (text, go) in enumerate(steps):
            if index:
                self.layout().addSpacing(6)
                self.layout().addWidget(Symbol("caret-right", 10, "faint"))
                self.layout().addSpacing(6)
            if go:
                link = Link(text, quiet=True)
                link.clicked.connect(lambda _=False, go=go: go())
                self.layout().addWidget(link)
            else:
                self.layout().addWidget(label(text, theme.NOTE, theme.MEDIUM))
        self.layout().addStretch(1)


class Scroll(QScrollArea):
    """An area that scrolls up and down, never sideways."""

    def __init__(self, inside: QWidget):
        super().__init__()
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        from ui.choosers import SlimBar  # the first window has nothing to scroll

        self.setVerticalScrollBar(SlimBar())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)


class Empty(QWidget):
    """What a place is for and the key that starts it, where nothing stands yet."""

    def __init__(self, icon: str, title: str, text: str, *controls: QWidget):
        super().__init__()
        sentence = label(text, color="muted", wrap=True)
        sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        sentence.setFixedWidth(440)
        sentence.setMinimumHeight(max(0, sentence.heightForWidth(440)))
        center = Qt.AlignmentFlag.AlignHCenter
        box = column(-1)
        box.addWidget(Symbol(icon, 32, "faint"), 0, center)
        box.addSpacing(12)
        box.addWidget(label(title, theme.SECTION, theme.STRONG), 0, center)
        box.addSpacing(4)
        box.addWidget(sentence, 0, center)
        if controls:
            box.addSpacing(16)
            box.addLayout(row(-1, *controls, -1, spacing=8))
        box.addStretch(1)
        self.setLayout(box)
