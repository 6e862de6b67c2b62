"""The rows of the list of subjects: a listing whose cells have two lines, a pill, a bar and counts with their marks."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import field, frozen
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crf.reading.views import SubjectLine
from crf.text import say
from ui import marks, theme
from ui.pages.listing import EDGE, Group, Head, Listing, Row, Text
from ui.widgets import elide, paint_pill, width_of

HEADS = (("number", 0.12), ("phase", 0.2), ("next", 0.21), ("forms", 0.15), ("open", 0.12), ("saved", 0.2))
BAR = 96


def told(line: SubjectLine) -> str:
    """A subject's row in one sentence."""
    parts = (line.label, line.phase, line.detail, line.next_visit, line.clock, line.voided)
    return ", ".join(part for part in parts if part)


def share_of(line: SubjectLine) -> str:
    """How many of the forms begun are complete; empty before the first."""
    begun = line.forms_started
    return say("subjects.share", complete=line.forms_complete, started=begun) if begun else ""


@frozen
class SubjectRow(Row):
    """A row that knows its subject; the text of a cell is what its tip says where the column is too narrow for it."""

    line: SubjectLine = field(kw_only=True)


def subject_row(line: SubjectLine) -> SubjectRow:
    """A subject as a row."""
    texts = (line.label, line.phase, line.voided or line.next_visit, share_of(line), "", line.last_saved)
    return SubjectRow(line.uid, tuple(Text(text) for text in texts), told(line), line=line)


class SubjectTable(Listing):
    """The subjects, each in a row of two lines."""

    high = 44

    def show_groups(self, heads: Sequence[Head], groups: Sequence[Group]) -> None:
        """Show subjects; the one in focus stays where it is still there, else the first has it."""
        held = self.row.id if self.row else None
        if held not in {row.id for group in groups for row in group.rows}:
            self.current = 0
        super().show_groups(heads, groups)

    def _paint_cells(self, painter: QPainter, index: int, row: SubjectRow) -> None:
        line = row.line
        self._paint_number(painter, index, line)
        self._paint_phase(painter, index, line)
        if line.voided:
            box = self._part(index, 2, 0, self.high)
            box.setRight(self._part(index, 4, 0, 0).right())
            self._say(painter, box, Text(line.voided, "muted", size=theme.NOTE))
        else:
            self._paint_next(painter, index, line)
            self._paint_forms(painter, index, line)
            self._paint_open(painter, index, line)
        when, _, who = line.last_saved.partition(", ")
        self._say(painter, self._part(index, 5, 3, 20), Text(when, size=theme.NOTE))
        self._say(painter, self._part(index, 5, 22, 18), Text(who, "muted", size=theme.NOTE))

    def _part(self, index: int, number: int, down: int, high: int) -> QRectF:
        """A piece of a cell, from so far below the top of its row."""
        return self._box(number, self.rect_of(index).y() + down, high)

    def _paint_number(self, painter: QPainter, index: int, line: SubjectLine) -> None:
        number = Text(line.label, weight=theme.STRONG)
        self._say(painter, self._part(index, 0, 3 if line.detail else 12, 20), number, strike=bool(line.voided))
        self._say(painter, self._part(index, 0, 22, 18), Text(line.detail, "muted", size=theme.NOTE))

    def _paint_phase(self, painter: QPainter, index: int, line: SubjectLine) -> None:
        box = self._part(index, 1, 12, 20)
        word = say("subjects.voided") if line.voided else line.phase
        word = elide(word, box.width() - EDGE, theme.NOTE, theme.MEDIUM)
        box.setWidth(round(width_of(word, theme.NOTE, theme.MEDIUM) + 16))
        kind = "calm" if line.voided or not line.next_when else "accent"
        paint_pill(painter, box, word, kind, ground="surface" if index == self.current else "")

    def _paint_next(self, painter: QPainter, index: int, line: SubjectLine) -> None:
        below = line.clock or line.next_when
        visit = Text(line.next_visit, "amber" if line.overdue else "text", theme.MEDIUM)
        self._say(painter, self._part(index, 2, 3 if below else 12, 20), visit)
        ink = "muted" if not line.clock else "red" if line.clock_overdue else "amber"
        weight = theme.STRONG if line.clock else theme.REGULAR
        self._say(painter, self._part(index, 2, 22, 18), Text(below, ink, weight, theme.NOTE))

    def _paint_forms(self, painter: QPainter, index: int, line: SubjectLine) -> None:
        if not line.forms_started:
            return
        self._say(painter, self._part(index, 3, 3, 20), Text(share_of(line)))
        bar = self._part(index, 3, 27, 4)
        for name, wide in (("line", BAR), ("green", BAR * line.forms_complete / line.forms_started)):
            painter.fillRect(QRectF(bar.x(), bar.y(), wide, 4), theme.color(name))

    def _paint_open(self, painter: QPainter, index: int, line: SubjectLine) -> None:
        box = self._part(index, 4, 12, 20)
        for mark, count in (("finding", line.findings), ("query", line.queries), ("draft", line.drafts)):
            if count:
                box.setWidth(54)
                self._say(painter, box, Text(str(count), marks.color(mark), theme.MEDIUM, mark=mark))
                box.translate(36 + width_of(str(count)), 0)
