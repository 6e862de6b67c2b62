"""Phosphor's icons as painter paths, read from baked outlines so that no icon font is loaded at start."""

from __future__ import annotations

import json
from functools import cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPainterPath, QPixmap

from crf.text import RESOURCES
from ui import theme

SQUARE = 1024.0


@cache
def _outlines() -> dict[str, str]:
    return json.loads((RESOURCES / "icons" / "phosphor.json").read_text(encoding="ascii"))


@cache
def path(name: str) -> QPainterPath:
    """The outline of an icon in a square of 1024 units."""
    made = QPainterPath()
    made.setFillRule(Qt.FillRule.WindingFill)
    words = iter(_outlines()[name].split())

    def point() -> QPointF:
        return QPointF(float(next(words)), float(next(words)))

    for word in words:
        if word == "M":
            made.moveTo(point())
        elif word == "L":
            made.lineTo(point())
        elif word == "Q":
            made.quadTo(point(), point())
        else:
            made.closeSubpath()
    return made


def paint(painter: QPainter, name: str, rect: QRectF, color: str) -> None:
    """Draw an icon into a square in the colour of a token."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / SQUARE, rect.height() / SQUARE)
    painter.fillPath(path(name), theme.color(color))
    painter.restore()


class _Engine(QIconEngine):
    """Draws at any size and in the colour of the theme in force, muted where disabled."""

    def __init__(self, name: str, color: str):
        super().__init__()
        self.name, self.colour = name, color

    def paint(self, painter: QPainter, rect, mode: QIcon.Mode, state: QIcon.State) -> None:
        paint(painter, self.name, QRectF(rect), "faint" if mode == QIcon.Mode.Disabled else self.colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRectF(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _Engine(self.name, self.colour)

    def key(self) -> str:
        return "casebook"

    def read(self, stream) -> bool:
        return False

    def write(self, stream) -> bool:
        return False


def icon(name: str, color: str = "muted") -> QIcon:
    """An icon for menus and actions that follows the theme."""
    return QIcon(_Engine(name, color))


def pixmap(name: str, size: int, color: str = "muted", scale: float = 1.0) -> QPixmap:
    """An icon as a picture of `size` px at a device scale."""
    made = QPixmap(round(size * scale), round(size * scale))
    made.setDevicePixelRatio(scale)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint(painter, name, QRectF(0, 0, size, size), color)
    painter.end()
    return made


def window_icon() -> QIcon:
    """Casebook's own mark: two lines of a form on an accent square."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128):
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        paint_mark(painter, QRectF(0, 0, size, size))
        painter.end()
        made.addPixmap(picture)
    return made


def paint_mark(painter: QPainter, rect: QRectF) -> None:
    """Casebook's mark into a square."""
    unit = rect.width() / 20
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent"))
    painter.drawRoundedRect(rect, 4 * unit, 4 * unit)
    painter.setBrush(theme.color("on accent"))
    for y, width in ((7.0, 10.0), (11.0, 7.0)):
        line = QRectF(rect.x() + 5 * unit, rect.y() + y * unit, width * unit, 2 * unit)
        painter.drawRoundedRect(line, unit, unit)
