"""What can be read in a window: every painted text with its box, and which of them are cut, elided or overlap."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations

from attrs import frozen
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextLayout
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

DOTS = "…"
SLACK = 1.5  # px: rounding of fractions
TOUCH = 2.5  # px: letters that touch, but stand on each other no more than this


@frozen
class Painted:
    """A text as it was painted: its box and the part of its widget that is seen, both in the window's coordinates."""

    text: str
    box: QRectF
    seen: QRectF
    widget: str


@contextmanager
def spied(told: list[Painted], window: QWidget) -> Iterator[None]:
    """Note every text painted on the window's widgets."""
    words, lines = QPainter.drawText, QTextLayout.draw

    def note(painter: QPainter, text: str, box: QRectF) -> None:
        device = painter.device()
        if isinstance(device, QWidget) and device.window() is window:
            corner = QPointF(device.mapTo(window, QPoint()))
            seen = _shown(painter, QRectF(device.visibleRegion().boundingRect())).translated(corner)
            told.append(
                Painted(text, painter.worldTransform().mapRect(box).translated(corner), seen, type(device).__name__)
            )

    def draw_text(painter: QPainter, *given: object) -> object:
        note(painter, *_measured(painter, given))
        return words(painter, *given)

    def draw(layout: QTextLayout, painter: QPainter, at: QPointF, *more: object) -> None:
        box = QRectF()
        for number in range(layout.lineCount()):
            box = box.united(layout.lineAt(number).naturalTextRect())
        note(painter, layout.text(), box.translated(at))
        lines(layout, painter, at, *more)

    QPainter.drawText, QTextLayout.draw = draw_text, draw  # type: ignore[method-assign]
    try:
        yield
    finally:
        QPainter.drawText, QTextLayout.draw = words, lines  # type: ignore[method-assign]


def _shown(painter: QPainter, seen: QRectF) -> QRectF:
    """The part of a widget where a text is shown: rows that scroll are clipped above and below."""
    if painter.hasClipping():
        clip = painter.worldTransform().mapRect(painter.clipBoundingRect())
        seen.setTop(max(seen.top(), clip.top()))
        seen.setBottom(max(seen.top(), min(seen.bottom(), clip.bottom())))
    return seen


def _measured(painter: QPainter, given: tuple[object, ...]) -> tuple[str, QRectF]:
    """The text of a call of drawText, and the box it takes."""
    area, *rest = given
    text = str(rest[-1])
    if isinstance(area, QRectF | QRect):
        box = painter.boundingRect(QRectF(area), int(rest[0]), text)
    else:
        at = QPointF(area) if isinstance(area, QPoint | QPointF) else QPointF(float(area), float(rest[0]))  # type: ignore[arg-type]
        box = QFontMetricsF(painter.font()).boundingRect(text).translated(at)
    return text, box


def painted(window: QWidget) -> list[Painted]:
    """All texts a window shows now: those its widgets paint, and those of labels and lines."""
    told: list[Painted] = []
    with spied(told, window):
        window.grab()
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.text():
            told.append(_label(label, window))
    return [one for one in told if one.text.strip() and one.seen.intersects(one.box)]


def _label(label: QLabel, window: QWidget) -> Painted:
    room = QRectF(label.contentsRect())
    flags = label.alignment() | (Qt.TextFlag.TextWordWrap if label.wordWrap() else Qt.AlignmentFlag(0))
    box = QFontMetricsF(label.font()).boundingRect(room, int(flags), label.text())
    corner = QPointF(label.mapTo(window, QPoint()))
    seen = room.intersected(QRectF(label.visibleRegion().boundingRect()))
    return Painted(label.text(), box.translated(corner), seen.translated(corner), "QLabel")


def cut(told: list[Painted]) -> list[str]:
    """Texts that stand out of their widget at the left or right, and labels that are too low."""
    return [
        f"{one.widget}: {one.text}"
        for one in told
        if one.box.left() < one.seen.left() - SLACK
        or one.box.right() > one.seen.right() + SLACK
        or (one.widget == "QLabel" and one.box.height() > one.seen.height() + SLACK)
    ]


def elided(told: list[Painted]) -> list[str]:
    """Texts that end in dots for want of room."""
    return [one.text for one in told if one.text.endswith(DOTS)]


def overlapping(told: list[Painted]) -> list[tuple[str, str]]:
    """Pairs of texts that stand on each other."""
    found = []
    for one, other in combinations(told, 2):
        both = one.box.intersected(one.seen).intersected(other.box.intersected(other.seen))
        if both.width() > TOUCH and both.height() > 2 * TOUCH and not _same(one, other):
            found.append((one.text, other.text))
    return found


def _same(one: Painted, other: Painted) -> bool:
    """A text painted twice at one place."""
    return one.text == other.text and (one.box.topLeft() - other.box.topLeft()).manhattanLength() < 1


def short_lines(window: QWidget) -> list[str]:
    """Lines whose text is longer than they show."""
    return [
        line.text()
        for line in window.findChildren(QLineEdit)
        if line.isVisible()
        and QFontMetricsF(line.font()).horizontalAdvance(line.text())
        > line.width() - line.textMargins().left() - line.textMargins().right() - 2
    ]
