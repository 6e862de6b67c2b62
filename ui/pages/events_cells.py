"""How each column of the event table is drawn: two lines of text, grade chips, squares and dashes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from crf.forms.events import GradeSpan
from crf.text import say
from ui import icons, marks, theme
from ui.pages import events_words as words
from ui.pages.events_words import EventRow
from ui.widgets import elide, paint_pill, width_of

CENTERED = ("sae", "drug", "tlt")
CHIP = 20
LEVELS = ("hard", "soft", "deviation", "advice")
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
MIDDLE = Qt.AlignmentFlag.AlignCenter


def put(
    painter: QPainter,
    box: QRectF,
    text: str,
    size: int = theme.BODY,
    weight: int = theme.REGULAR,
    ink: str = "text",
    side: Qt.AlignmentFlag = LEFT,
    strike: bool = False,
) -> None:
    """One line of text, cut where it doesn't fit."""
    painter.setFont(theme.font(size, weight, strike))
    painter.setPen(theme.color(ink))
    painter.drawText(box, side, elide(text, box.width(), size, weight) if side == LEFT else text)


def _upper(box: QRectF) -> QRectF:
    return QRectF(box.x(), box.y() + 4, box.width(), 20)


def _lower(box: QRectF) -> QRectF:
    return QRectF(box.x(), box.y() + 22, box.width(), 18)


def _subject(painter: QPainter, box: QRectF, row: EventRow, drug: int, year: int) -> None:
    put(painter, _upper(box), row.label, weight=theme.MEDIUM)


def _number(painter: QPainter, box: QRectF, row: EventRow, drug: int, year: int) -> None:
    put(painter, _upper(box), str(row.line.number), ink="muted", size=theme.NOTE, strike=bool(row.line.void))
    meaning = status_mark(row)
    if meaning:
        marks.paint(painter, meaning, QPointF(box.x() + 6, box.y() + 31), 12)


def status_mark(row: EventRow) -> str:
    """The mark under an event's number: what still has to be done, nothing where it is complete."""
    line = row.line
    if line.void:
        return ""
    levels = [level for level, _ in words.findings(line)]
    if levels:
        return marks.LEVELS[min(levels, key=LEVELS.index)]
    return line.status if line.status in ("draft", "incomplete") else ""


def _event(painter: QPainter, box: QRectF, row: EventRow, drug: int, year: int) -> None:
    line, box = row.line, box.adjusted(0, 0, -10, 0)
    if line.void:
        put(painter, _upper(box), line.term or line.verbatim, ink="muted", strike=True)
        put(painter, _lower(box), say("events.voided", reason=line.void), theme.NOTE, ink="muted")
        return
    put(painter, _upper(box), line.term or say("events.no_term"), weight=theme.STRONG if line.term else theme.REGULAR)
    if row.clock:
        icons.paint(painter, "clock", QRectF(box.x(), box.y() + 25, 12, 12), "red" if row.overdue else "amber")
        told = _lower(box).adjusted(17, 0, 0, 0)
        put(painter, told, row.clock, theme.NOTE, theme.STRONG, "red" if row.overdue else "amber")
        return
    put(painter, _lower(box), line.verbatim, theme.NOTE, ink="muted")


def _grade(painter: QPainter, box: QRectF, row: EventRow, drug: int, year: int) -> None:
    if not row.line.grades:
        put(painter, box, "–", ink="muted")
        return
    if row.line.void:
        painter.setOpacity(0.5)
    paint_grades(painter, QPointF(box.x(), box.center().y() - CHIP / 2), row.line.grades)


def paint_grades(painter: QPainter, at: QPointF, spans: Sequence[GradeSpan]) -> None:
    """The chips of a course in 80 px: up to three in order, else the first, the worst and the last."""
    shown = list(spans)
    if len(shown) > 3:
        shown = [shown[0], max(shown[1:-1], key=lambda span: span.grade), shown[-1]]
    gap, side = (16, CHIP) if len(shown) <= 2 else (8, CHIP - 1)
    x, y = at.x(), at.y() + (CHIP - side) / 2
    for number, span in enumerate(shown):
        if number:
            size = 10 if gap > 10 else 8
            place = QRectF(x + (gap - size) / 2, at.y() + (CHIP - size) / 2, size, size)
            icons.paint(painter, "arrow-right", place, "muted")
            x += gap
        marks.paint_grade(painter, span.grade, QRectF(x, y, side, side))
        x += side


def _start(painter: QPainter, box: QRectF, row: EventRow, drug: int, year: int) -> None:
    if row.line.unknown:
        put(painter, box, say("missing.UNK"), theme.NOTE, ink="muted")
        return
    _date(painter, box, row.line.start, row.line.start_day, year, bool(row.line.void))


def _end(painter: QPainter, box: QRectF, row: EventRow, drug: int, year: int) -> None:
    line = row.line
    if line.ongoing and not line.void:
        text = say("events.ongoing")
        pill = QRectF(box.x() - 2, box.center().y() - 10, width_of(text, theme.NOTE, theme.MEDIUM) + 16, 20)
        paint_pill(painter, pill, text, "accent")
    else:
        _date(painter, box, line.end, line.end_day, year, bool(line.void))


def _date(painter: QPainter, box: QRectF, iso: str, day: str, year: int, void: bool) -> None:
    if not iso:
        put(painter, box, "–", ink="muted")
        return
    under = words.under_date(iso, day, year)
    put(painter, _upper(box), words.short_date(iso), ink="muted" if void else "text", strike=void)
    put(painter, _lower(box), under, theme.NOTE, ink="muted")


def _sae(painter: QPainter, box: QRectF, row: EventRow, drug: int, year: int) -> None:
    serious = row.line.serious is True and not row.line.void
    weight, ink = (theme.STRONG, "text") if serious else (theme.REGULAR, "muted")
    put(painter, box, words.yes_no(row.line.serious), theme.NOTE, weight, ink, MIDDLE)


def _drug(painter: QPainter, box: QRectF, row: EventRow, drug: int, year: int) -> None:
    if drug < len(row.line.drugs):
        one = row.line.drugs[drug]
        paint_related(painter, box.center(), one.related, one.given, "muted" if row.line.void else "text")


def paint_related(painter: QPainter, center: QPointF, related: bool | None, given: bool, ink: str = "text") -> None:
    """A square for related, a dash for not related, a question mark for not answered; nothing for a drug not given."""
    if related is None:
        if given:
            place = QRectF(center.x() - 8, center.y() - 10, 16, 20)
            put(painter, place, "?", theme.NOTE, theme.MEDIUM, "amber", MIDDLE)
    elif related:
        theme.paint_box(painter, QRectF(center.x() - 5, center.y() - 5, 10, 10), ink, "", 2)
    else:
        painter.setPen(QPen(theme.color("muted"), 1.2))
        painter.drawLine(QPointF(center.x() - 3, center.y() + 0.5), QPointF(center.x() + 3, center.y() + 0.5))


def _tlt(painter: QPainter, box: QRectF, row: EventRow, drug: int, year: int) -> None:
    line, ink = row.line, words.tlt_token(row.line)
    if line.void:
        put(painter, box, words.tlt(line), theme.NOTE, ink="muted", side=MIDDLE)
        return
    if line.tlt in ("yes", "asked"):
        mark = "hard" if line.tlt == "yes" else "finding"
        wide = width_of(words.tlt(line), theme.NOTE, theme.STRONG) + 16
        left = box.center().x() - wide / 2
        marks.paint(painter, mark, QPointF(left + 6, box.center().y()), 12)
        put(painter, QRectF(left + 16, box.y(), wide, box.height()), words.tlt(line), theme.NOTE, theme.STRONG, ink)
        return
    weight = theme.STRONG if line.tlt == "no" else theme.REGULAR
    put(painter, box, words.tlt(line), theme.NOTE, weight, ink, MIDDLE)


CELLS: dict[str, Callable[[QPainter, QRectF, EventRow, int, int], None]] = {
    "subject": _subject,
    "number": _number,
    "event": _event,
    "grade": _grade,
    "start": _start,
    "end": _end,
    "sae": _sae,
    "drug": _drug,
    "tlt": _tlt,
}
