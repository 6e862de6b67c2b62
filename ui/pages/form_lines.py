"""Lines of a repeating group: side by side under column heads where they fit, else one under the other as cards."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from crf.forms.layout import Field, LogLine, Section
from crf.forms.record import Where
from crf.text import say, unit_words
from ui import editors, icons, theme
from ui.pages import form_words as words
from ui.pages.form_blocks import ROW, Block, Frame
from ui.pages.form_cell import GAP, Cell, asked, flagged, paint_bar
from ui.pages.form_judged import JudgedLink, judged_link, place_link
from ui.pages.form_notice import Link, Notice

NUMBER = 36
VOID = 28


def column_width(field: Field, room: int) -> int:
    """Width of a column: of its control, and the unit where it can be chosen."""
    size = editors.size(field, room)
    head = max((words.width(word, theme.NOTE) for word in heading(field).split()), default=0)
    unit = 64 if field.units else 0
    return max(size.width(), round(head)) + unit + GAP


def heading(field: Field) -> str:
    """The head of a column: question and unit."""
    return f"{field.question} ({unit_words(field.unit)})" if field.unit and not field.units else field.question


def below(field: Field) -> tuple[str, ...]:
    """What stands under the head of a column: that it is required, its hint."""
    return (
        *((say("form.required"),) if field.required and not field.derived else ()),
        *((field.hint,) if field.hint else ()),
    )


def as_table(section: Section, frame: Frame) -> bool:
    """Whether the lines of a section stand side by side: asked for so, and with room for it."""
    if section.style != "table" or any(one.lines > 1 or one.kind == "term" for one in section.columns):
        return False
    return sum(column_width(one, frame.room) for one in section.columns) + NUMBER + VOID <= frame.width


class Columns:
    """Where the columns of a table stand."""

    def __init__(self, section: Section, frame: Frame):
        self.x: dict[str, int] = {}
        self.width: dict[str, int] = {}
        at = frame.left + NUMBER
        for one in section.columns:
            self.x[one.item] = at
            self.width[one.item] = column_width(one, frame.room) - GAP
            at += self.width[one.item] + GAP


class TableHead(Block):
    """The column heads of a table."""

    def __init__(self, section: Section):
        super().__init__()
        self.section = section
        self.heads = tuple((one.item, "\n".join((heading(one), *below(one)))) for one in section.columns)

    def content(self) -> object:
        return self.heads

    def arrange(self, frame: Frame, y: int) -> int:
        self.frame = frame
        self.columns = Columns(self.section, frame)
        self.told = [
            (self.columns.x[item], words.lines(text, self.columns.width[item] + 4, theme.NOTE))
            for item, text in self.heads
        ]
        most = max((len(told) for _, told in self.told), default=1)
        return self._span(frame, y, most * words.LINE + 2)

    def paint(self, painter: QPainter, focus: Where | None, over: Link | None) -> None:
        for x, told in self.told:
            words.put_lines(painter, x, self.rect.y() + 2, told, "muted", theme.NOTE)


class TableLine(Block):
    """One line of a table, with what has to be said under it."""

    def __init__(self, section: Section, line: LogLine, cells: list[Cell], fixed: bool):
        super().__init__()
        self.section, self.line, self.fixed = section, line, fixed
        self.cells = [cell for cell in cells if asked(cell.field)]
        self.fields = tuple(cell.field for cell in self.cells)
        self.look = [self.fixed, *((cell.fixed, cell.strike, cell.late, cell.unit_chosen) for cell in self.cells)]
        self.hidden = [cell.field.item for cell in cells if not asked(cell.field)]

    def content(self) -> object:
        return self.line, self.look

    def arrange(self, frame: Frame, y: int) -> int:
        self.frame, self.notices = frame, []
        self.columns = Columns(self.section, frame)
        self.links = [] if self.fixed else [line_link(self.line)]
        high = ROW
        for cell in self.cells:
            wide = self.columns.width[cell.field.item]
            size = cell.size(wide)
            cell.place(self.columns.x[cell.field.item], y + 4, size)
            if not cell.chooses_unit:
                cell.unit = QRect()
            high = max(high, size.height() + 8)
        for link in self.links:
            link.place(frame.right - round(words.width(link.text, theme.BODY, theme.STRONG)) - 4, y + 4)
        high += self._arrange_judged(frame, y, high)
        at = y + high + self._arrange_notices(frame, y + high)
        return self._span(frame, y, at - y)

    def _arrange_judged(self, frame: Frame, y: int, high: int) -> int:
        """The word beside judgements nobody confirmed, left of what can be done with the line."""
        word = judged_link(self.cells)
        if word is None:
            return 0
        right = min([link.rect.x() for link in self.links], default=frame.right) - 12
        end = max(cell.box.right() + cell.unit_width() for cell in self.cells)
        self.links.append(word)
        return place_link(word, end, right, y + 4, frame.left + NUMBER, y + high)

    def _arrange_notices(self, frame: Frame, y: int) -> int:
        at = y
        if self.line.void:
            self.notices.append(Notice("void", say("form.line.void", reason=self.line.void)))
            at += self.notices[0].arrange(frame.left + NUMBER, at + 2, frame.width - NUMBER) + 4
        for cell in self.cells:
            for notice in cell.notices(f"{cell.field.question}: "):
                at += notice.arrange(frame.left + NUMBER, at + 2, frame.width - NUMBER) + 4
                cell.slot = notice.slot
                self.links.extend(notice.links)
                self.notices.append(notice)
        return at - y + (4 if self.notices else 0)

    def paint(self, painter: QPainter, focus: Where | None, over: Link | None) -> None:
        middle = self.rect.y() + ROW / 2
        if any(flagged(cell.field) for cell in self.cells):
            hard = any(cell.hard for cell in self.cells)
            paint_bar(painter, self.frame.left, middle, hard)
        strike = bool(self.line.void)
        words.put(painter, self.frame.left, middle, self.line.number, "muted", theme.NOTE, strike=strike)
        for item in self.hidden:
            words.put(painter, self.columns.x[item], middle, "–", "muted")
        for cell in self.cells:
            cell.paint(painter, cell.where == focus, unit=cell.chooses_unit)  # else it stands in the column's head
        for notice in self.notices:
            notice.paint(painter, over)
        for link in self.links:
            if isinstance(link, JudgedLink) or (link is self.links[0] and not self.fixed):
                link.paint(painter, over, "muted")


def line_link(line: LogLine) -> Link:
    """What can be done with a line: void it, or bring a voided one back."""
    if line.void:
        return Link("restore line", say("form.line.restore"), "", (line.line, ""), line.line)
    return Link("void line", say("form.line.remove"), "", (line.line, ""), line.line)


class CardHead(Block):
    """The head of a line that stands as a card."""

    def __init__(self, line: LogLine, name: str, fixed: bool):
        super().__init__()
        self.line, self.name, self.fixed = line, name, fixed

    def content(self) -> object:
        return self.line.number, self.line.void, self.name, self.fixed

    def arrange(self, frame: Frame, y: int) -> int:
        self.frame = frame
        self.links = [] if self.fixed else [line_link(self.line)]
        for link in self.links:
            link.place(frame.right - round(words.width(link.text, theme.BODY, theme.STRONG)) - 4, y + 6)
        return self._span(frame, y, 36)

    def paint(self, painter: QPainter, focus: Where | None, over: Link | None) -> None:
        middle = self.rect.y() + 20
        void = bool(self.line.void)
        painter.fillRect(
            self.frame.question, self.rect.y() + 2, self.frame.right - self.frame.question, 1, theme.color("hair")
        )
        words.put(painter, self.frame.left, middle, self.line.number, "muted", theme.BODY, theme.STRONG, void)
        end = words.put(
            painter, self.frame.question, middle, self.name, "muted" if void else "text", theme.BODY, theme.STRONG, void
        )
        if void:
            told = say("form.line.void", reason=self.line.void)
            words.put(
                painter,
                end + 12,
                middle,
                words.elided(told, self.frame.right - end - 120, theme.NOTE),
                "muted",
                theme.NOTE,
            )
        for link in self.links:
            link.paint(painter, over, "muted")


class AddLine(Block):
    """The link that adds a line, or starts the first one."""

    def __init__(self, section: Section):
        super().__init__()
        self.section = section
        self.empty = not section.lines

    def content(self) -> object:
        return self.section.id, self.empty

    def arrange(self, frame: Frame, y: int) -> int:
        self.frame = frame
        link = Link("add line", say("form.line.add"), say("form.key.add"), (0, ""), self.section.id)
        self.told = say("form.line.none") if self.empty else ""
        x = frame.question + (round(words.width(self.told)) + 12 if self.told else 0)
        link.place(x + 22, y + 4)
        self.links = [link]
        return self._span(frame, y, ROW)

    def paint(self, painter: QPainter, focus: Where | None, over: Link | None) -> None:
        words.put(painter, self.frame.question, self.rect.y() + 18, self.told, "muted")
        link = self.links[0]
        icons.paint(painter, "plus", words.rect(link.rect.x() - 18, link.rect.y() + 7, 14, 14), "accent")
        link.paint(painter, over)
