"""A list as pages show it: rows in columns and groups, painted, moved in by the arrows, opened by Enter or a click."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from attrs import frozen
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from ui import marks, theme
from ui.widgets import Card, Scroll, column, elide, width_of

LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
HEAD, ROW, GROUP, EDGE, GAP = 32, 36, 34, 16, 12
LINE = 18  # a wrapped line more
MARK = 22
DOTS = "…"
PARTS = re.compile(r"[^-]*-|[^-]+")  # of a word: a line may end after a hyphen
WRAP = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap


@frozen
class Head:
    """A column's head and its width: so many px, or its share of what the others leave (all shares together are 1)."""

    text: str
    share: float = 0.0
    fixed: int = 0


@frozen
class Text:
    """What stands in a cell: words with their weight and colour, a mark before them; `wrap` lines at most (0: one).

    The last cell of a row may go `over` the columns that follow it.
    """

    text: str
    color: str = "text"
    weight: int = theme.REGULAR
    size: int = theme.BODY
    mark: str = ""
    wrap: int = 0
    over: bool = False


@frozen
class Row:
    """A row: what it stands for, its cells, and how it is told in one sentence; `struck` where it counts no longer."""

    id: object
    cells: tuple[Text, ...]
    said: str
    struck: bool = False
    tip: str = ""


@frozen
class Group:
    """Rows under a heading of their own; without a title they follow one another."""

    title: str
    rows: tuple[Row, ...]
    color: str = "text"
    mark: str = ""
    counted: bool = True


@lru_cache(4096)
def lines_of(cell: Text, text: str, room: float) -> int:
    """How many lines a text takes in the font of a cell."""
    metrics = QFontMetricsF(theme.font(cell.size, cell.weight))
    box = metrics.boundingRect(QRectF(0, 0, max(room, 40), 100_000), WRAP, text)
    return max(1, round(box.height() / metrics.height()))


class Listing(QWidget):
    """The rows. `opened` tells which was opened, `moved` where the focus went, `asked` that its menu was asked for,
    `fitted` how high all rows are together."""

    opened = Signal(object)
    moved = Signal(int)
    asked = Signal(object, QPoint)
    fitted = Signal(int)
    high = ROW  # of a row without wrapped lines

    def __init__(self) -> None:
        super().__init__()
        self.heads: tuple[Head, ...] = ()
        self.groups: tuple[Group, ...] = ()
        self.rows: tuple[Row, ...] = ()
        self.tops: tuple[int, ...] = ()
        self.highs: tuple[int, ...] = ()
        self.current, self.hover = 0, -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setProperty("ring", -1)

    def show_groups(self, heads: Sequence[Head], groups: Sequence[Group]) -> None:
        """Show rows in groups; the row in focus stays where it is still there, else the place it had."""
        held = self.row.id if self.row else None
        self.heads, self.groups = tuple(heads), tuple(group for group in groups if group.rows)
        self.rows = tuple(row for group in self.groups for row in group.rows)
        found = next((n for n, row in enumerate(self.rows) if row.id == held), self.current)
        self.current = max(0, min(found, len(self.rows) - 1))
        self._fit()
        self._announce()

    def _fit(self) -> None:
        """Give each row the height its wrapped cells take at the present width."""
        tops, highs, top = [], [], 0
        for group in self.groups:
            top += GROUP if group.title else 0
            for row in group.rows:
                high = self.high + LINE * (self._lines(row) - 1)
                tops.append(top)
                highs.append(high)
                top += high
        self.tops, self.highs = tuple(tops), tuple(highs)
        self.setFixedHeight(top + 2)
        self.fitted.emit(top + 2)
        self.update()

    def _lines(self, row: Row) -> int:
        """How many lines the highest cell of a row takes."""
        wrapped = [(n, cell) for n, cell in enumerate(row.cells) if cell.wrap]
        lines = [min(cell.wrap, lines_of(cell, cell.text, self._room(n, cell))) for n, cell in wrapped]
        return max(lines, default=1)

    def _room(self, number: int, cell: Text) -> float:
        last = self._column(len(self.heads) - 1 if cell.over else number)
        return last.right() - self._column(number).x() - (MARK if cell.mark else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.oldSize().width() != event.size().width():
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(600, self.height())

    @property
    def row(self) -> Row | None:
        """The row in focus."""
        return self.rows[self.current] if self.current < len(self.rows) else None

    def choose(self, id: object) -> bool:
        """Go to the row of an id; false where there is none."""
        found = next((n for n, row in enumerate(self.rows) if row.id == id), -1)
        if found >= 0:
            self.move_to(found)
        return found >= 0

    def move_to(self, row: int) -> None:
        """Put the focus on a row."""
        if self.rows:
            self.current = max(0, min(row, len(self.rows) - 1))
            self._announce()
            self.update()
            self.moved.emit(self.current)

    def _announce(self) -> None:
        self.setAccessibleName(self.row.said if self.row else "")

    def rect_of(self, row: int) -> QRectF:
        """Where a row is."""
        return QRectF(1, self.tops[row], self.width() - 2, self.highs[row])

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        moves = {
            Qt.Key.Key_Down: self.current + 1,
            Qt.Key.Key_Up: self.current - 1,
            Qt.Key.Key_PageDown: self.current + 10,
            Qt.Key.Key_PageUp: self.current - 10,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self.rows) - 1,
        }
        if key in moves and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.move_to(moves[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.row:
            self.opened.emit(self.row.id)
        else:
            event.ignore()

    def _at(self, y: float) -> int:
        return next((n for n, top in enumerate(self.tops) if top <= y < top + self.highs[n]), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hover = self._at(event.position().y())
        self.setCursor(Qt.CursorShape.PointingHandCursor if self.hover >= 0 else Qt.CursorShape.ArrowCursor)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.hover = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = self._at(event.position().y())
        if row >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.move_to(row)
            self.opened.emit(self.rows[row].id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse and (row := self._at(event.pos().y())) >= 0:
            self.move_to(row)
        if self.row:
            self.asked.emit(self.row.id, self.mapToGlobal(self.rect_of(self.current).bottomLeft().toPoint()))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self)
            return True
        return super().event(event)

    def tip_at(self, point: QPoint) -> str:
        """What a tip says there: a cell that is cut, in full; else what the row adds."""
        at, row = self.column_at(point.x()), self._at(point.y())
        if at < 0 or row < 0:
            return ""
        at = min(at, len(self.rows[row].cells) - 1)
        cell = self.rows[row].cells[at]
        return cell.text if self._shown(cell, self._room(at, cell)) != cell.text else self.rows[row].tip

    def focusInEvent(self, event: QEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QEvent) -> None:
        self.update()

    # Painting

    def _column(self, number: int) -> QRectF:
        """Left edge and width of a column, in a strip of 2 px height."""
        rest = self.width() - 2 * EDGE - sum(head.fixed for head in self.heads)
        wide = [head.fixed or round(head.share * rest) for head in self.heads]
        gap = GAP if number < len(self.heads) - 1 else 0
        return QRectF(EDGE + sum(wide[:number]), 0, wide[number] - gap, 2)

    def column_at(self, x: float) -> int:
        """The column at a distance from the left; -1 between two."""
        return next((n for n in range(len(self.heads)) if self._column(n).contains(x, 1)), -1)

    def paint_heads(self, painter: QPainter) -> None:
        """Draw the heads of the columns into a strip over the list."""
        for number, head in enumerate(self.heads):
            self._say(painter, self._box(number, 0, HEAD), Text(head.text, "muted", size=theme.NOTE))

    def _box(self, number: int, top: float, high: float) -> QRectF:
        strip = self._column(number)
        return QRectF(strip.x(), top, strip.width(), high)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        index = 0
        for group in self.groups:
            if group.title:
                self._paint_title(painter, group, self.tops[index] - GROUP, bool(index))
            for n, row in enumerate(group.rows):
                self._paint_row(painter, index, row, last=n == len(group.rows) - 1)
                index += 1

    def _paint_title(self, painter: QPainter, group: Group, top: int, line: bool) -> None:
        if line:
            painter.fillRect(QRectF(1, top, self.width() - 2, 1), theme.color("line"))
        x = float(EDGE)
        if group.mark:
            marks.paint(painter, group.mark, QPointF(x + 7, top + GROUP / 2 + 3))
            x += MARK
        title = Text(group.title, group.color, theme.STRONG, theme.NOTE)
        self._say(painter, QRectF(x, top + 6, self.width() - x - EDGE, GROUP - 6), title)
        if not group.counted:
            return
        x += round(width_of(group.title, theme.NOTE, theme.STRONG)) + 8
        count = Text(str(len(group.rows)), "muted", size=theme.NOTE)
        self._say(painter, QRectF(x, top + 6, 80, GROUP - 6), count)

    def _paint_row(self, painter: QPainter, index: int, row: Row, last: bool) -> None:
        self._paint_ground(painter, index, last)
        self._paint_cells(painter, index, row)

    def _paint_ground(self, painter: QPainter, index: int, last: bool) -> None:
        """What shows the row in focus and the one under the mouse, and the hair line to the next."""
        rect = self.rect_of(index)
        current = index == self.current
        if current and self.hasFocus():
            painter.fillRect(rect.adjusted(0, 0, 0, -1), theme.color("accent ground"))
            painter.fillRect(QRectF(1, rect.y(), 3, rect.height() - 1), theme.color("accent"))
        elif current or index == self.hover:
            painter.fillRect(rect.adjusted(0, 0, 0, -1), theme.color("sunken"))
        if not last:
            painter.fillRect(QRectF(EDGE, rect.bottom() - 1, self.width() - 2 * EDGE, 1), theme.color("hair"))

    def _paint_cells(self, painter: QPainter, index: int, row: Row) -> None:
        rect = self.rect_of(index)
        for number, cell in enumerate(row.cells):
            box = self._box(number, rect.y(), rect.height())
            box.setWidth(self._room(number, cell) + (MARK if cell.mark else 0))
            self._say(painter, box, cell, row.struck and not cell.mark)

    def _say(self, painter: QPainter, box: QRectF, cell: Text, strike: bool = False) -> None:
        if cell.mark:
            marks.paint(painter, cell.mark, QPointF(box.x() + 7, box.center().y()))
            box = box.adjusted(MARK, 0, 0, 0)
        painter.setFont(theme.font(cell.size, cell.weight, strike))
        painter.setPen(theme.color("muted" if strike else cell.color))
        painter.drawText(box, WRAP if cell.wrap else LEFT, self._shown(cell, box.width()))

    def _shown(self, cell: Text, room: float) -> str:
        """The text of a cell as far as its lines hold it."""
        if not cell.wrap:
            return elide(cell.text, room, cell.size, cell.weight)
        words = [
            "".join(elide(part, room, cell.size, cell.weight) for part in PARTS.findall(word))
            for word in cell.text.split(" ")
        ]
        if lines_of(cell, " ".join(words), room) <= cell.wrap:
            return " ".join(words)
        while words and lines_of(cell, " ".join(words) + DOTS, room) > cell.wrap:
            words.pop()
        return " ".join(words) + DOTS


class Heads(QWidget):
    """The strip of heads over a list; it stays while the rows scroll."""

    def __init__(self, over: Listing):
        super().__init__()
        self.over = over
        self.setFixedHeight(HEAD)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.over.paint_heads(painter)
        painter.fillRect(QRectF(0, HEAD - 1, self.width(), 1), theme.color("line"))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            column = self.over.column_at(event.pos().x())
            QToolTip.showText(event.globalPos(), self.over.heads[column].text if column >= 0 else "", self)
            return True
        return super().event(event)


class Rolled(Scroll):
    """Rows that scroll; keys the list leaves belong to the page."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


class ListCard(Card):
    """A list in its card: the heads stay, the rows scroll, the row in focus is kept in sight."""

    def __init__(self, rows: Listing | None = None) -> None:
        super().__init__()
        self.list = rows or Listing()
        self.heads = Heads(self.list)
        self.scroll = Rolled(self.list)
        self.setLayout(column(self.heads, self.scroll, margins=(0, 0, 0, 1)))
        self.list.moved.connect(self._reveal)
        self.list.fitted.connect(lambda high: self.setMaximumHeight(HEAD + high + 1))

    def show_groups(self, heads: Sequence[Head], groups: Sequence[Group]) -> None:
        """Show rows in groups."""
        self.list.show_groups(heads, groups)
        self.setVisible(bool(self.list.rows))
        self.heads.update()

    def _reveal(self, row: int) -> None:
        rect = self.list.rect_of(row)
        self.scroll.ensureVisible(0, round(rect.center().y()), 0, round(rect.height() / 2) + ROW)
