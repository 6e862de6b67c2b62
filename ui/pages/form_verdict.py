"""The chip beside a measured value: out of range, and the grade it reaches, with the figure always inside."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from crf.forms.layout import Field, GradeMark
from crf.text import say, unit_words
from ui import theme
from ui.pages import form_words as words

HIGH = 20
SLOT = 80  # room of a chip, so that the ranges of all rows stand under each other
COLUMN = 184  # where chips begin, right of the left edge of the answers


def judged(field: Field) -> bool:
    """Whether a value is judged at all: by limits of normal or by a grade."""
    return bool(field.normal or field.verdict)


def least(field: Field) -> int:
    """The grade whose colour the chip takes; 0 for none."""
    return max((mark.least for mark in field.graded), default=0)


def width(field: Field) -> int:
    """Width of the chip; 0 for none."""
    return round(words.width(field.verdict, theme.NOTE, theme.STRONG)) + 14 if field.verdict else 0


def paint(painter: QPainter, rect: QRectF, field: Field) -> None:
    """The chip in the colour of its grade; a flag without a grade in an outline alone."""
    grade = least(field)
    fill, figure = (f"grade {grade}", f"grade {grade} figure") if grade else ("surface", "text")
    edge = "grade edge" if grade == 1 else "" if grade else "outline"
    theme.paint_box(painter, rect, fill, edge, theme.RADIUS_INPUT)
    painter.setFont(theme.font(theme.NOTE, theme.STRONG))
    painter.setPen(theme.color(figure))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, field.verdict)


def range_text(field: Field, unit: str) -> str:
    """The limits of normal beside the value, without the unit that stands there already."""
    text = field.normal.removesuffix(f" {unit_words(unit)}") if unit else field.normal
    return f"{text}, {field.since}" if field.since else text


def questions(field: Field) -> list[str]:
    """What decides between the grades that are possible: 1 or 2: symptoms?"""
    return [ask(mark) for mark in field.graded if mark.question and mark.least]


def ask(mark: GradeMark) -> str:
    """The question of one term, after the grades it decides between."""
    grades = say("lab.or").join(str(grade) for grade in mark.grades)
    return say("lab.ask", term=mark.term, grades=grades, question=mark.question)


def tip(field: Field) -> str:
    """All that is known of the verdict: flag and range, then each term with the criterion it meets."""
    parts = []
    if field.normal:
        told = range_text(field, "")
        parts.append(say(f"lab.flag.{field.flag}", normal=told) if field.flag else say("lab.normal", normal=told))
    for mark in field.graded:
        if mark.least:
            parts.append(say("lab.grade", grade=mark.figures, term=mark.term, criterion=mark.criterion))
            parts.append(mark.question or mark.why)
    return "\n".join(parts)
