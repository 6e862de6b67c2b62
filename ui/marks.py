"""Status symbols, grade chips and the ticks of the TLT clock, painted: each meaning has its own shape and word."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from crf.text import say
from ui import icons, theme

SIZE = 14

# meaning: (colour token, icon or "" where it is drawn here)
MARKS = {
    "not started": ("empty", ""),
    "not due": ("empty", ""),
    "draft": ("accent", ""),
    "incomplete": ("amber", ""),
    "complete": ("green", ""),
    "finding": ("amber", "warning-fill"),
    "hard": ("red", "warning-octagon-fill"),
    "deviation": ("amber", "flag"),
    "advice": ("accent", "info"),
    "missing": ("amber", ""),
    "query": ("violet", "envelope-simple"),
    "unverified": ("amber", "clock-counter-clockwise"),
    "verified": ("teal", "checks"),
    "signed": ("navy", "pencil-simple-fill"),
    "unconfirmed": ("muted", "pen-nib"),
    "locked": ("locked", "lock-fill"),
    "voided": ("muted", "prohibit"),
    "overdue": ("red", "clock"),
    "late": ("amber", "calendar"),
    "due": ("amber", "export"),
    "skipped": ("muted", "skip-forward"),
    "stopped": ("muted", "x-circle"),
    "yes": ("green", "check"),
    "no": ("muted", "x"),
}
BOLDER = {"verified": 0.5}
"""Marks whose lines are too thin to be told at a glance."""
ALIKE = {"findings": "finding", "queries": "query"}
"""Statuses with a word of their own, drawn as what hangs on the form."""
LEVELS = {
    "hard": "hard",
    "soft": "finding",
    "deviation": "deviation",
    "advice": "advice",
    "missing": "missing",
    "judged": "unconfirmed",
}


def word(meaning: str) -> str:
    """The word that stands beside a mark."""
    return say("mark." + meaning.replace(" ", "_"))


def color(meaning: str) -> str:
    """The colour token of a mark."""
    return MARKS[ALIKE.get(meaning, meaning)][0]


def paint(painter: QPainter, meaning: str, center: QPointF, size: float = SIZE) -> None:
    """Draw a mark around a centre."""
    meaning = ALIKE.get(meaning, meaning)
    token, name = MARKS[meaning]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(center.x() - size / 2, center.y() - size / 2, size, size)
    if name:
        icons.paint(painter, name, box, token, BOLDER.get(meaning, 0))
    else:
        CIRCLES[meaning](painter, center, size * 0.43, token)
    painter.restore()


def paint_badge(painter: QPainter, box: QRectF, verified: str) -> None:
    """At the corner of the box of an answer: it was compared with the source ("holds"), or changed since."""
    at = QPointF(box.right() - 2, box.y() + 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("ground"))
    painter.drawRoundedRect(QRectF(at.x() - 7, at.y() - 5, 14, 10), 4, 4)
    paint(painter, "verified" if verified == "holds" else "unverified", at, 12)


def _hollow(painter: QPainter, center: QPointF, radius: float, token: str) -> None:
    painter.setPen(QPen(theme.color(token), 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(center, radius - 0.6, radius - 0.6)


def _dashed(painter: QPainter, center: QPointF, radius: float, token: str) -> None:
    pen = QPen(theme.color(token), 1.6)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    around = 2 * 3.14159265 * (radius - 0.8)
    pen.setDashPattern([around / 8 * 0.62 / 1.6, around / 8 * 0.38 / 1.6])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(center, radius - 0.8, radius - 0.8)


def _half(painter: QPainter, center: QPointF, radius: float, token: str) -> None:
    painter.setPen(QPen(theme.color(token), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(center, radius - 0.75, radius - 0.75)
    half = QPainterPath(QPointF(center.x(), center.y() - radius))
    half.arcTo(QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius), 90, 180)
    half.closeSubpath()
    painter.fillPath(half, theme.color(token))


def _full(painter: QPainter, center: QPointF, radius: float, token: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(token))
    painter.drawEllipse(center, radius, radius)


def _dash(painter: QPainter, center: QPointF, radius: float, token: str) -> None:
    painter.setPen(QPen(theme.color(token), 1.2))
    painter.drawLine(QPointF(center.x() - radius / 2, center.y()), QPointF(center.x() + radius / 2, center.y()))


CIRCLES: dict[str, Callable[[QPainter, QPointF, float, str], None]] = {
    "not started": _hollow,
    "not due": _dash,
    "draft": _dashed,
    "incomplete": _half,
    "missing": _half,
    "complete": _full,
}


def paint_grade(painter: QPainter, grade: int, rect: QRectF, absent: bool = False) -> None:
    """The chip of a CTCAE grade, its figure always inside; struck where the term has no such grade."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if absent:
        theme.paint_box(painter, rect, "ground", "line", theme.RADIUS_INPUT)
        figure = "muted"
    else:
        edge = "grade edge" if grade == 1 else ""
        theme.paint_box(painter, rect, f"grade {grade}", edge, theme.RADIUS_INPUT)
        figure = f"grade {grade} figure"
    painter.setFont(theme.font(theme.SECTION if rect.height() > 24 else theme.NOTE, theme.STRONG))
    painter.setPen(theme.color(figure))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(grade))
    if absent:
        painter.setPen(QPen(theme.color("muted"), 1.5))
        third = rect.height() / 4
        center = rect.center()
        painter.drawLine(center + QPointF(-third, third), center + QPointF(third, -third))
    painter.restore()


def paint_clock(
    painter: QPainter, at: QPointF, day: int, days: int, red: int = 0, size: tuple[int, int] = (6, 14)
) -> float:
    """The ticks of a period of `days`, filled up to `day`, in weeks; a red one where a TLT fell. Returns the width."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    wide, high = size
    x = at.x()
    for tick in range(1, days + 1):
        painter.setBrush(theme.color("red" if tick == red else "accent" if tick <= day else "line"))
        painter.drawRoundedRect(QRectF(x, at.y(), wide, high), 1.5, 1.5)
        x += wide + 2 + (4 if tick % 7 == 0 else 0)
    painter.restore()
    return x - at.x()


def clock_wide(days: int, wide: int = 6) -> float:
    """How wide the ticks of a period are."""
    return days * (wide + 2) + 4 * (days // 7)
