"""The pieces of the form sheet, from top to bottom: heads, rows of fields, notes; each places and paints itself."""

from __future__ import annotations

from attrs import frozen
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from crf.forms.layout import Field, Row, Section
from crf.forms.record import Where
from ui import theme
from ui.pages import form_verdict as verdict
from ui.pages import form_words as words
from ui.pages.form_cell import GAP, Cell, asked, flagged, paint_bar
from ui.pages.form_judged import JudgedLink, judged_link, place_link
from ui.pages.form_notice import Link, Notice

QUESTION, ANSWER = 36, 300
ROW = 36
ASIDE = 150  # where muted words begin, right of the answer's left edge
APART = 12
NARROW = 560  # below this width questions stand above their answers


@frozen
class Frame:
    """The column the form stands in: its left edge and width in px, and where question and answer begin."""

    left: int
    width: int

    @property
    def stacked(self) -> bool:
        """Whether the answer stands under its question."""
        return self.width < NARROW

    @property
    def question(self) -> int:
        """Where questions begin."""
        return self.left + QUESTION

    @property
    def answer(self) -> int:
        """Where answers begin."""
        return self.left + (QUESTION if self.stacked else ANSWER)

    @property
    def room(self) -> int:
        """Room of an answer."""
        return self.left + self.width - self.answer

    @property
    def right(self) -> int:
        """The right edge."""
        return self.left + self.width


class Block:
    """A piece of the sheet: `rect` once it is arranged, the cells and links in it."""

    def __init__(self) -> None:
        self.rect = QRect()
        self.frame: Frame | None = None
        self.cells: list[Cell] = []
        self.links: list[Link] = []

    def content(self) -> object:
        """What its picture depends on, to tell whether it has to be painted anew."""
        return None

    def same(self, other: Block) -> bool:
        """Whether another block shows the very same."""
        return type(self) is type(other) and self.content() == other.content()

    def arrange(self, frame: Frame, y: int) -> int:
        """Stand at a height; returns its own height."""
        raise NotImplementedError

    def paint(self, painter: QPainter, focus: Where | None, over: Link | None) -> None:
        """Paint all of it."""

    def _span(self, frame: Frame, y: int, high: int) -> int:
        self.frame = frame
        self.rect = QRect(frame.left - 16, y, frame.width + 32, high)
        return high


class Head(Block):
    """The head of a section: number, name, a line."""

    def __init__(self, section: Section):
        super().__init__()
        self.number, self.name = section.number, section.name

    def content(self) -> object:
        return self.number, self.name

    def arrange(self, frame: Frame, y: int) -> int:
        self.frame = frame
        return self._span(frame, y, 36)

    def paint(self, painter: QPainter, focus: Where | None, over: Link | None) -> None:
        y = self.rect.y()
        words.put(painter, self.frame.left, y + 14, self.number, "muted", theme.SECTION, theme.STRONG)
        words.put(painter, self.frame.question, y + 14, self.name, "text", theme.SECTION, theme.STRONG)
        painter.fillRect(self.frame.left, y + 31, self.frame.width, 1, theme.color("line"))


class Gap(Block):
    """Room between two sections."""

    def arrange(self, frame: Frame, y: int) -> int:
        return self._span(frame, y, 4)


class Note(Block):
    """An instruction between questions: takes no answer, Tab passes it."""

    def __init__(self, row: Row):
        super().__init__()
        self.number, self.text = row.number, row.text

    def content(self) -> object:
        return self.number, self.text

    def arrange(self, frame: Frame, y: int) -> int:
        self.frame = frame
        self.told = words.lines(self.text, frame.width - QUESTION)
        return self._span(frame, y, len(self.told) * words.LINE + 12)

    def paint(self, painter: QPainter, focus: Where | None, over: Link | None) -> None:
        top = self.rect.y() + 6
        words.put(painter, self.frame.left, top + 10, self.number, "muted")
        words.put_lines(painter, self.frame.question, top, self.told, "muted")


class Instruction(Block):
    """What the form says of itself before its first section."""

    def __init__(self, text: str):
        super().__init__()
        self.text = text

    def content(self) -> object:
        return self.text

    def arrange(self, frame: Frame, y: int) -> int:
        self.told = words.lines(self.text, frame.width, theme.NOTE)
        return self._span(frame, y, len(self.told) * words.LINE + 4)

    def paint(self, painter: QPainter, focus: Where | None, over: Link | None) -> None:
        words.put_lines(painter, self.frame.left, self.rect.y(), self.told, "muted", theme.NOTE)


class RowBlock(Block):
    """One row: number, question, the controls of its fields, muted words beside, notices under them."""

    def __init__(self, row: Row, cells: list[Cell]):
        super().__init__()
        self.cells = [cell for cell in cells if asked(cell.field)]
        first = self.cells[0]
        self.number = row.number or first.field.number
        self.text = row.text or first.field.question
        self.fields = tuple(cell.field for cell in self.cells)
        self.strike = first.strike
        self.notices: list[Notice] = []
        self.asides: list[tuple[int, int, tuple[str, ...], str]] = []
        self.chips: list[tuple[QRectF, Field]] = []
        self.look = [(cell.fixed, cell.strike, cell.late, cell.unit_chosen) for cell in self.cells]

    def content(self) -> object:
        return self.fields, self.number, self.text, self.look

    def arrange(self, frame: Frame, y: int) -> int:
        self.frame, self.asides, self.chips, self.links, self.notices = frame, [], [], [], []
        room = frame.width - QUESTION if frame.stacked else ANSWER - QUESTION - 12
        self.told = words.lines(self.text, room)
        self.top = y
        question = ROW + (len(self.told) - 1) * words.LINE
        below = y + question - 8 if frame.stacked else y
        bottom = self._arrange_answers(frame, below + 4)
        high = max(question, bottom + 4 - y)
        at = y + high
        for cell in self.cells:
            for notice in cell.notices(self._lead(cell)):
                at += notice.arrange(frame.answer, at + 2, frame.room) + 4
                cell.slot = notice.slot
                self.notices.append(notice)
                self.links.extend(notice.links)
        return self._span(frame, y, at - y + (4 if self.notices else 0))

    def _lead(self, cell: Cell) -> str:
        """Beside another field a notice names the one it means."""
        return f"{cell.field.question}: " if len(self.cells) > 1 and cell.field.question != self.text else ""

    def _arrange_answers(self, frame: Frame, y: int) -> int:
        """Place the controls, over several lines where they need it; returns the lower edge."""
        x, bottom = frame.answer, y
        for cell in self.cells:
            size = cell.size(frame.room)
            if x > frame.answer and x + size.width() + cell.unit_width() > frame.right:
                x, y = frame.answer, bottom + GAP
            end = cell.place(x, y, size)
            bottom = max(bottom, y + size.height())
            x = end + GAP
        lower = max(bottom, self._arrange_asides(frame, x - GAP, y))
        return lower + self._arrange_judged(frame, x - GAP, y, lower)

    def _arrange_judged(self, frame: Frame, x: int, y: int, lower: int) -> int:
        """The word beside judgements nobody confirmed; returns the height it adds."""
        link = judged_link(self.cells)
        if link is None:
            return 0
        beside = [at + round(words.width(told[0], theme.NOTE)) for at, top, told, _ in self.asides if top == y + 4]
        self.links.append(link)
        return place_link(link, max([x, *beside]), frame.right, y, frame.answer, lower)

    def _arrange_asides(self, frame: Frame, x: int, y: int) -> int:
        """Muted words right of the controls, under them where there is no room; returns their lower edge."""
        parts = list(dict.fromkeys(part for cell in self.cells for part in cell.muted() if part[0]))
        lower = y + theme.CONTROL
        measured = [cell for cell in self.cells if verdict.judged(cell.field)]
        if len(self.cells) == 1 and measured:
            return self._arrange_verdict(measured[0], parts, x, y)
        if not parts:
            return lower
        start = next((at for at in (max(x + 16, frame.answer + ASIDE), x + 16, x + 8) if self._fits(parts, at)), x + 8)
        later = []
        for part in parts:
            if not later and self._fits([part], start):
                self.asides.append((start, y + 4, (part[0],), part[1]))
                start += round(words.width(part[0], theme.NOTE)) + APART
            else:
                later.append(part)
        under = max(cell.box.bottom() + 1 for cell in self.cells) + 4
        for text, colour in later:
            told = words.lines(text, frame.room, theme.NOTE)
            self.asides.append((frame.answer, under, told, colour))
            under += len(told) * words.LINE
        return under if later else lower

    def _arrange_verdict(self, cell: Cell, parts: list[tuple[str, str]], x: int, y: int) -> int:
        """Chip, limits of normal, then what else is said as far as it fits; under them what decides the grade."""
        assert self.frame is not None
        field, frame = cell.field, self.frame
        start = max(x + 12, frame.answer + verdict.COLUMN)
        end = start
        if wide := verdict.width(field):
            self.chips.append((QRectF(start, y + 4, wide, verdict.HIGH), field))
            end += wide + APART
        elif cell.blank and parts:
            self.asides.append((start, y + 4, (parts[0][0],), parts[0][1]))
            end += round(words.width(parts.pop(0)[0], theme.NOTE)) + APART
        start = max(end, start + verdict.SLOT)
        under = y + theme.CONTROL
        later = [(text, "text") for text in verdict.questions(field)]
        for part in ((verdict.range_text(field, cell.unit_text()), "muted"), *parts):
            if part[0] and self._fits([part], start):
                self.asides.append((start, y + 4, (part[0],), part[1]))
                start += round(words.width(part[0], theme.NOTE)) + APART
            elif part[0] and part[0] != field.aside:
                later.append(part)
        for text, colour in later:
            told = words.lines(text, frame.room, theme.NOTE)
            self.asides.append((frame.answer, under + 2, told, colour))
            under += len(told) * words.LINE
        return under

    def _fits(self, parts: list[tuple[str, str]], x: int) -> bool:
        """Whether muted words fit on one line from a place."""
        wide = sum(words.width(text, theme.NOTE) for text, _ in parts) + APART * (len(parts) - 1)
        return x + wide <= self.frame.right

    def paint(self, painter: QPainter, focus: Where | None, over: Link | None) -> None:
        middle = self.top + ROW / 2
        if any(flagged(cell.field) for cell in self.cells):
            hard = any(cell.hard for cell in self.cells)
            paint_bar(painter, self.frame.left, middle, hard)
        words.put(painter, self.frame.left, middle, self.number, "muted", theme.NOTE)
        words.put_lines(painter, self.frame.question, middle - 10, self.told, "muted" if self.strike else "text")
        for x, y, told, colour in self.asides:
            words.put_lines(painter, x, y, told, colour, theme.NOTE)
        for rect, field in self.chips:
            verdict.paint(painter, rect, field)
        for cell in self.cells:
            cell.paint(painter, cell.where == focus)
        for notice in self.notices:
            notice.paint(painter, over)
        for link in self.links:
            if isinstance(link, JudgedLink):
                link.paint(painter, over)
