"""A running log on the subject page: its rows by their first questions, added with Ctrl+N, opened with Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from crf.reading.views import LogRow, LogTable
from crf.text import say
from ui import marks, theme
from ui.controls import Button
from ui.widgets import Card, Empty, Scroll, column, elide, label, row, width_of

LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
HEAD, ROW = 36, 44
NUMBER, STATUS, SAVED = 44, 132, 160
LEAST = 64


class LogRows(QWidget):
    """The rows, painted; arrows, Home, End and Enter, or the mouse."""

    opened = Signal(object)
    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.table: LogTable | None = None
        self.current = 0
        self.hover = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setProperty("ring", -1)

    @property
    def rows(self) -> tuple[LogRow, ...]:
        """The rows shown."""
        return self.table.rows if self.table else ()

    def show_table(self, table: LogTable) -> None:
        """Show a log; the row in focus stays where it is still there."""
        same = self.table is not None and self.table.form == table.form
        held = self.rows[self.current].place if same and self.current < len(self.rows) else None
        self.table = table
        self.current = next((i for i, one in enumerate(self.rows) if one.place == held), 0)
        self.setFixedHeight(HEAD + ROW * len(self.rows) + 2)
        self._announce()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(800, HEAD + ROW * len(self.rows) + 2)

    def _announce(self) -> None:
        if not self.rows:
            return
        line = self.rows[self.current]
        parts = [str(line.number), *line.cells, marks.word(line.status), line.void]
        parts += [say("log.findings", n=line.findings)] if line.findings else []
        self.setAccessibleName(", ".join(part for part in parts if part))

    def move(self, index: int) -> None:
        """Put the focus on a row."""
        if self.rows:
            self.current = max(0, min(index, len(self.rows) - 1))
            self._announce()
            self.update()
            self.moved.emit(self.current)

    def rect_of(self, index: int) -> QRectF:
        """Where a row is."""
        return QRectF(1, HEAD + index * ROW, self.width() - 2, ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Down: self.current + 1,
            Qt.Key.Key_Up: self.current - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self.rows) - 1,
        }
        if event.key() in moves:
            self.move(moves[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.rows:
            self.opened.emit(self.rows[self.current].place)
        else:
            event.ignore()

    def _row(self, y: float) -> int:
        index = int((y - HEAD) // ROW)
        return index if y >= HEAD and index < len(self.rows) else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hover = self._row(event.position().y())
        self.setCursor(Qt.CursorShape.PointingHandCursor if self.hover >= 0 else Qt.CursorShape.ArrowCursor)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.hover = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self._row(event.position().y())
        if index >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.move(index)
            self.opened.emit(self.rows[index].place)

    def focusInEvent(self, event: QEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QEvent) -> None:
        self.update()

    def _lefts(self) -> list[float]:
        """Left edges of the columns: number, the questions, status, last saved, the end.

        A question's column is as wide as its longest answer where all of them fit; else the widest give way.
        """
        columns = self.table.columns if self.table else ()
        room = self.width() - 32 - NUMBER - STATUS - SAVED
        wanted = []
        for index, one in enumerate(columns):
            texts = [width_of(one.head, theme.NOTE), *(width_of(line.cells[index]) for line in self.rows)]
            wanted.append(max(texts) + 20)
        most = max(wanted, default=0.0)
        while sum(min(want, most) for want in wanted) > room and most > LEAST:
            most -= 8
        spare = max(0.0, room - sum(min(want, most) for want in wanted)) / max(1, len(wanted))
        lefts = [16.0, 16.0 + NUMBER]
        for want in wanted:
            lefts.append(lefts[-1] + min(want, most) + spare)
        return [*lefts, lefts[-1] + STATUS, self.width() - 16.0]

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.table is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lefts = self._lefts()
        heads = (say("log.number"), *(one.head for one in self.table.columns), say("log.status"), say("log.saved"))
        for text, left, right in zip(heads, lefts, lefts[1:], strict=False):
            self._say(painter, QRectF(left, 0, right - left - 12, HEAD), text, "muted", theme.NOTE)
        painter.fillRect(QRectF(0, HEAD - 1, self.width(), 1), theme.color("line"))
        for index, line in enumerate(self.rows):
            self._paint_row(painter, index, line, lefts)

    def _paint_row(self, painter: QPainter, index: int, line: LogRow, lefts: list[float]) -> None:
        rect = self.rect_of(index)
        if index == self.current and self.hasFocus():
            painter.fillRect(rect.adjusted(0, 0, 0, -1), theme.color("accent ground"))
            painter.fillRect(QRectF(1, rect.y(), 3, ROW - 1), theme.color("accent"))
        elif index in (self.current, self.hover):
            painter.fillRect(rect.adjusted(0, 0, 0, -1), theme.color("sunken"))
        if index < len(self.rows) - 1:
            painter.fillRect(QRectF(16, rect.bottom() - 1, self.width() - 32, 1), theme.color("hair"))
        ink, gone = ("muted", True) if line.void else ("text", False)
        texts = (str(line.number), *line.cells)
        for text, left, right in zip(texts, lefts, lefts[1:], strict=False):
            self._say(painter, QRectF(left, rect.y(), right - left - 12, ROW), text, ink, strike=gone)
        self._paint_status(painter, line, QRectF(lefts[-3], rect.y(), STATUS - 12, ROW))
        saved = say("log.voided", reason=line.void) if line.void else line.saved
        self._say(painter, QRectF(lefts[-2], rect.y(), lefts[-1] - lefts[-2], ROW), saved, "muted", theme.NOTE)

    def _paint_status(self, painter: QPainter, line: LogRow, rect: QRectF) -> None:
        found = ["finding"] if line.findings else []
        for name in (line.status, *found):
            marks.paint(painter, name, QPointF(rect.x() + 7, rect.center().y()))
            rect = rect.adjusted(20, 0, 0, 0)
        color = marks.color(line.status)
        self._say(painter, rect, marks.word(line.status), "muted" if color == "empty" else color, theme.NOTE)

    def _say(
        self,
        painter: QPainter,
        rect: QRectF,
        text: str,
        color: str,
        size: int = theme.BODY,
        strike: bool = False,
    ) -> None:
        painter.setFont(theme.font(size, theme.REGULAR, strike))
        painter.setPen(theme.color(color))
        shown = elide(text, rect.width() * 1.85, size)  # two lines
        painter.drawText(rect, LEFT | Qt.TextFlag.TextWordWrap, shown)


class SubjectLog(QWidget):
    """The rows in a card with the button that adds one; without rows, what the log is for."""

    added = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows = LogRows()
        self.opened = self.rows.opened
        self.note = label("", theme.NOTE, color="muted")
        self.new = Button(say("log.add"), "primary", "Ctrl N")
        self.new.clicked.connect(self.added)
        card = Card()
        card.setLayout(column(self.rows))
        inner = QWidget()
        inner.setLayout(column(card, -1))
        self.scroll = Scroll(inner)
        self.rows.moved.connect(self._reveal)
        filled = QWidget()
        filled.setLayout(column(12, self.scroll, margins=(0, 0, 0, 8)))
        filled.layout().insertLayout(0, row(self.note, -1, self.new, margins=(0, 8, 0, 0)))
        self.stack = QStackedLayout(self)
        self.stack.addWidget(filled)
        self.empty: Empty | None = None

    def show_table(self, table: LogTable, can_add: bool) -> None:
        """Show a log."""
        self.rows.show_table(table)
        self.note.setText(table.note)
        self.new.setVisible(can_add)
        if self.empty is not None:
            self.stack.removeWidget(self.empty)
            self.empty.deleteLater()
            self.empty = None
        if not table.rows:
            first = Button(say("log.add"), "primary", "Ctrl N")
            first.clicked.connect(self.added)
            controls = [first] if can_add else []
            self.empty = Empty("list-bullets", say("log.none"), say("log.purpose", name=table.name), *controls)
            self.stack.addWidget(self.empty)
        self.stack.setCurrentIndex(self.stack.count() - 1)

    def take_keyboard(self) -> None:
        """The rows have the keyboard, or the button that adds the first."""
        (self.rows if self.rows.rows else self).setFocus()

    def _reveal(self, index: int) -> None:
        self.scroll.ensureVisible(0, round(self.rows.rect_of(index).center().y()), 0, ROW)
