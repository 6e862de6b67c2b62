"""The quiet word beside a judgement that no investigator confirmed yet; a click on it, or its key, confirms."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QPainter, QPen

from crf.forms.record import Where
from crf.text import say
from ui import marks, theme
from ui.pages import form_words as words
from ui.pages.form_cell import Cell
from ui.pages.form_notice import Link

MARK = 18  # room of the pen before the word
BELOW = 24  # height of a line of its own
MOST = 4  # pixels the word's rectangle reaches beyond it


@define
class JudgedLink(Link):
    """The word with its pen; `data` are the lines and items of the judgements it stands for."""

    @property
    def wide(self) -> int:
        """Room of pen and word in px."""
        return MARK + round(words.width(self.text, theme.NOTE))

    def place(self, x: int, y: int) -> int:
        """Stand at a place, 28 px high; returns where it ends."""
        self.rect = QRect(x - MOST, y, self.wide + 2 * MOST, theme.CONTROL)
        return x + self.wide

    def paint(self, painter: QPainter, over: Link | None, colour: str = "muted") -> None:
        """Pen and word, underlined under the mouse."""
        x, middle = self.rect.x() + MOST, self.rect.center().y() + 0.5
        marks.paint(painter, "unconfirmed", QPointF(x + 6, middle), 13)
        end = words.put(painter, x + MARK, middle, self.text, colour, theme.NOTE)
        if over is self:
            painter.setPen(QPen(theme.color(colour), 1))
            painter.drawLine(QPointF(x + MARK, middle + 8.5), QPointF(end, middle + 8.5))


def waits(cell: Cell) -> bool:
    """Whether a cell holds a saved judgement that nobody confirmed."""
    return cell.late and not cell.strike and cell.field.judged in ("unconfirmed", "reopened")


def judged_link(cells: Sequence[Cell]) -> JudgedLink | None:
    """The word for the judgements of a row; None where none waits."""
    found = [cell for cell in cells if waits(cell)]
    if not found:
        return None
    again = any(cell.field.judged == "reopened" for cell in found)
    wheres: tuple[Where, ...] = tuple(cell.where for cell in found)
    return JudgedLink("judge", say("form.judged.again" if again else "form.judged.open"), "", wheres[0], wheres)


def place_link(link: JudgedLink, end: int, right: int, y: int, left: int, under: int) -> int:
    """Put the word at the right end of a line that is taken up to `end`, else below it; returns the height added."""
    if end + 12 + link.wide <= right:
        link.place(right - link.wide, y)
        return 0
    link.place(left, under)
    link.rect.setHeight(BELOW)
    return BELOW
