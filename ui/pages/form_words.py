"""Words on the form sheet: broken into lines of 20 px, measured once, painted at whole places."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from ui import theme

LINE = 20
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@lru_cache(maxsize=64)
def metrics(size: int, weight: int) -> QFontMetricsF:
    """Measures of the window's font at a size and weight."""
    return QFontMetricsF(theme.font(size, weight))


@lru_cache(maxsize=8192)
def width(text: str, size: int = theme.BODY, weight: int = theme.REGULAR) -> float:
    """How wide a text is in px, on one line."""
    return metrics(size, weight).horizontalAdvance(text)


@lru_cache(maxsize=4096)
def lines(text: str, room: int, size: int = theme.BODY, weight: int = theme.REGULAR) -> tuple[str, ...]:
    """A text broken into lines that fit a room in px; a word too long for it is broken as well."""
    if width(text, size, weight) <= room and "\n" not in text:
        return (text,)
    out: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            tried = f"{line} {word}" if line else word
            if width(tried, size, weight) <= room:
                line = tried
                continue
            if line:
                out.append(line)
            *full, line = _broken(word, room, size, weight)
            out.extend(full)
        out.append(line)
    return tuple(out)


def _broken(word: str, room: int, size: int, weight: int) -> list[str]:
    """A word in pieces that fit; nearly always one."""
    pieces: list[str] = []
    while len(word) > 1 and width(word, size, weight) > room:
        fits = len(word)
        while fits > 1 and width(word[:fits], size, weight) > room:
            fits -= 1
        pieces.append(word[:fits])
        word = word[fits:]
    return [*pieces, word]


def put(
    painter: QPainter,
    x: float,
    middle: float,
    text: str,
    color: str = "text",
    size: int = theme.BODY,
    weight: int = theme.REGULAR,
    strike: bool = False,
    italic: bool = False,
) -> float:
    """Write a line from x around a middle height; returns where it ends."""
    painter.setFont(theme.font(size, weight, strike, italic))
    painter.setPen(theme.color(color))
    measure = metrics(size, weight)
    painter.drawText(QPointF(x, round(middle + (measure.ascent() - measure.descent()) / 2)), text)
    return x + width(text, size, weight)


def put_right(painter: QPainter, right: float, middle: float, text: str, color: str = "text", size: int = theme.BODY,
              weight: int = theme.REGULAR, strike: bool = False) -> None:  # fmt: skip
    """Write a line that ends at a place."""
    put(painter, right - width(text, size, weight), middle, text, color, size, weight, strike)


def put_lines(painter: QPainter, x: float, top: float, text: tuple[str, ...], color: str = "text",
              size: int = theme.BODY, weight: int = theme.REGULAR, strike: bool = False) -> None:  # fmt: skip
    """Write lines one under the other, 20 px each, the first one's box beginning at `top`."""
    for at, line in enumerate(text):
        put(painter, x, top + LINE / 2 + at * LINE, line, color, size, weight, strike)


def elided(text: str, room: float, size: int = theme.BODY, weight: int = theme.REGULAR) -> str:
    """A text cut with an ellipsis where it doesn't fit."""
    if width(text, size, weight) <= room:
        return text
    return metrics(size, weight).elidedText(text, Qt.TextElideMode.ElideRight, room)


def rect(x: float, y: float, wide: float, high: float) -> QRectF:
    """A rectangle from its corner and size."""
    return QRectF(x, y, wide, high)
