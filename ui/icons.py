"""Phosphor's icons as painter paths, read from baked outlines so that no icon font is loaded at start."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from crf.text import RESOURCES
from ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

SQUARE = 1024.0


@cache
def _outlines() -> dict[str, str]:
    return json.loads((RESOURCES / "icons" / "phosphor.json").read_text(encoding="utf-8"))


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


def paint(painter: QPainter, name: str, rect: QRectF, color: str, bolder: float = 0) -> None:
    """Draw an icon into a square in the colour of a token; its lines `bolder` by so many px."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / SQUARE, rect.height() / SQUARE)
    painter.fillPath(path(name), theme.color(color))
    if bolder:
        painter.strokePath(path(name), QPen(theme.color(color), bolder * SQUARE / rect.width()))
    painter.restore()


def icon(name: str, color: str = "muted") -> QIcon:
    """An icon for menus and actions that follows the theme."""
    from ui.action_icons import made_icon  # Qt's icons take 2 ms the first window saves

    return made_icon(name, color)


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
