"""The map of a subject: visits by forms in one painted widget, moved over by arrow keys, opened by Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip

from crf.reading.views import Cell, Column, MatrixRow, SubjectPage
from crf.text import say
from ui import marks
from ui.pages.matrix_paint import HEAD, LABEL, NAMES, ROW, Layout, aloud, head_lines, paint

Spot = tuple[int, int]  # row, column
NARROW, WIDE = 56, 84


class Matrix(QAbstractScrollArea):
    """Rows scroll under their head; where visits are more than fit, they are turned over in pages by the keys.

    `opened` tells which cell was opened, `asked` that the menu of a cell was asked for, and where.
    """

    opened = Signal(object)
    asked = Signal(object, QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.uid = ""
        self.columns: tuple[Column, ...] = ()
        self.rows: tuple[MatrixRow, ...] = ()
        self.tops: list[int] = []
        self.spot: Spot | None = None
        self.hover: Spot | None = None
        self.first = self.goal = 0
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", -1)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)

    # What is shown

    def show_page(self, page: SubjectPage) -> None:
        """Show a subject; the place looked at last in her matrix stays where it still exists."""
        held = self.place if page.uid == self.uid else None
        self.uid = page.uid
        self.columns, self.rows = page.columns, page.rows
        self.tops, top, section = [], 0, ""
        for row in self.rows:
            top += LABEL if row.section != section else 0
            section = row.section
            self.tops.append(top)
            top += ROW
        self.body = top + 4
        self.setMaximumHeight(HEAD + self.body)
        self.spot = self._find(held) or self._start(page)
        self.goal = self.spot[1] if self.spot else 0
        self._fit()
        self._announce()

    @property
    def place(self):
        """The place of the cell in focus."""
        cell = self.cell(self.spot)
        return cell.place if cell else None

    def cell(self, spot: Spot | None) -> Cell | None:
        """The cell at a row and column."""
        if spot is None or not 0 <= spot[0] < len(self.rows):
            return None
        return self.rows[spot[0]].cells[spot[1]]

    def focus_place(self, place) -> bool:
        """Move to a place; false where the matrix has none."""
        found = self._find(place)
        if found:
            self._move(found)
        return bool(found)

    def focus_visit(self, event: str, key: str) -> bool:
        """Move to the first form of a visit that is still open, else its first; false where the matrix has none."""
        found = [spot for spot in self._spots() if self._visit(spot) == (event, key)]
        open_ones = [spot for spot in found if self.cell(spot).status in ("not started", "draft", "incomplete")]
        if found:
            self._move((open_ones or found)[0])
        return bool(found)

    def _visit(self, spot: Spot) -> tuple[str, str]:
        column = self.columns[spot[1]]
        return column.event, column.key

    def _find(self, place) -> Spot | None:
        return next((spot for spot in self._spots() if self.cell(spot).place == place), None) if place else None

    def _spots(self) -> list[Spot]:
        return [(r, c) for r, row in enumerate(self.rows) for c, cell in enumerate(row.cells) if cell]

    def _start(self, page: SubjectPage) -> Spot | None:
        """Where to begin: what asks for attention, today's first open form, else the first not complete."""
        if page.attention and (spot := self._find(page.attention.place)):
            return spot
        spots = sorted(self._spots(), key=lambda spot: (spot[1], spot[0]))
        open_ones = [spot for spot in spots if self.cell(spot).status in ("not started", "draft", "incomplete")]
        today = [spot for spot in open_ones if self.columns[spot[1]].today]
        return next(iter(today or open_ones or spots), None)

    # Geometry

    @property
    def fitting(self) -> int:
        """How many visits are shown at once."""
        return max(1, min(len(self.columns), (self.viewport().width() - NAMES) // NARROW))

    @property
    def layout_now(self) -> Layout:
        """Where things stand now."""
        room = (self.viewport().width() - NAMES) / max(1, self.fitting)
        return Layout(
            self.first, self.fitting, min(WIDE, room), self.verticalScrollBar().value(), tuple(self.tops), self.body
        )

    def sizeHint(self) -> QSize:
        return QSize(NAMES + 14 * 62, HEAD + self.body if self.tops else 200)

    def _fit(self) -> None:
        over = max(0, self.body - (self.viewport().height() - HEAD)) if self.tops else 0
        self.verticalScrollBar().setRange(0, over)
        self.verticalScrollBar().setPageStep(max(1, self.viewport().height() - HEAD))
        self.first = max(0, min(self.first, len(self.columns) - self.fitting))
        self._reveal()
        self.viewport().update()

    def _reveal(self) -> None:
        """Bring the focused cell into view, a whole page of visits at a time."""
        if self.spot is None:
            return
        row, column = self.spot
        if not self.first <= column < self.first + self.fitting:
            page = column // self.fitting * self.fitting
            self.first = max(0, min(page, len(self.columns) - self.fitting))
        top, room = self.tops[row], self.viewport().height() - HEAD
        bar = self.verticalScrollBar()
        if top - LABEL < bar.value():
            bar.setValue(top - LABEL)
        elif top + ROW + 5 > bar.value() + room:
            bar.setValue(self._edge(top + ROW + 5 - room))

    def _edge(self, least: int) -> int:
        """Where to scroll so far at least that no row under the head is cut, nor the name of its group."""
        named = (
            self.tops[n] - LABEL for n, row in enumerate(self.rows) if n and row.section != self.rows[n - 1].section
        )
        return min((edge for edge in (*self.tops, *named) if edge >= least), default=least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def rect_of(self, spot: Spot) -> QRect:
        """Where a cell is painted, in the viewport."""
        return self.layout_now.cell(*spot)

    def column_at(self, point: QPoint) -> int:
        """The visit whose head is at a point of the viewport; -1 where there is none."""
        at = self.layout_now
        if point.y() >= HEAD:
            return -1
        shown = range(at.first, at.first + at.shown)
        return next((n for n in shown if at.left(n) <= point.x() < at.left(n + 1)), -1)

    def _at(self, point: QPoint) -> Spot | None:
        if point.y() < HEAD:
            return None
        return next((spot for spot in self._spots() if self.rect_of(spot).contains(point)), None)

    # Moving

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
        elif key in steps:
            self._step(*steps[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._end(key == Qt.Key.Key_End, control)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open()
        else:
            event.ignore()

    def _step(self, down: int, right: int) -> None:
        """Along the row to the next cell; up and down to the next row, as near as can be to the visit one came from."""
        if self.spot is None:
            return
        row, column = self.spot
        if right:
            ahead = [c for r, c in self._spots() if r == row and (c - column) * right > 0]
            if ahead:
                self._move((row, min(ahead, key=lambda c: abs(c - column))))
            return
        rows = [r for r, _ in self._spots() if (r - row) * down > 0]
        if rows:
            goal, near = self.goal, min(rows, key=lambda r: abs(r - row))
            there = [c for r, c in self._spots() if r == near]
            self._move((near, min(there, key=lambda c: (abs(c - goal), c))))
            self.goal = goal

    def _end(self, last: bool, whole: bool) -> None:
        spots = [spot for spot in self._spots() if whole or (self.spot and spot[0] == self.spot[0])]
        if spots:
            self._move(spots[-1 if last else 0])

    def turn(self, pages: int) -> None:
        """Turn over to the next or previous page of visits, where there are more than fit."""
        first = max(0, min(self.first + pages * self.fitting, len(self.columns) - self.fitting))
        if first == self.first:
            return
        self.first = first
        shown = range(first, first + self.fitting)
        inside = [spot for spot in self._spots() if spot[1] in shown]
        if self.spot and self.spot[1] not in shown and inside:
            row = self.spot[0]
            self._move(min(inside, key=lambda spot: (abs(spot[0] - row), spot[1])))
        self.viewport().update()

    def _move(self, spot: Spot) -> None:
        self.spot, self.hover, self.goal = spot, None, spot[1]
        self._reveal()
        self._announce()
        self.viewport().update()

    def _announce(self) -> None:
        """Say to a screen reader where one is."""
        cell = self.cell(self.spot)
        if cell is None:
            self.setAccessibleName(say("matrix.empty"))
            return
        row, column = self.rows[self.spot[0]], self.columns[self.spot[1]]
        parts = [f"{row.name}, {column.name}", marks.word(cell.status)]
        parts += [say("matrix.findings", n=cell.findings)] if cell.findings else []
        parts += [say("matrix.queries", n=cell.queries)] if cell.queries else []
        self.setAccessibleName(", ".join(parts))
        self.setAccessibleDescription(". ".join((*cell.tip, *aloud(column))))

    def _open(self) -> None:
        if cell := self.cell(self.spot):
            self.opened.emit(cell.place)

    # Mouse and focus

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = self._at(event.position().toPoint())
        if spot != self.hover:
            self.hover = spot
            shape = Qt.CursorShape.PointingHandCursor if spot else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if turn := self.layout_now.turn_at(point, len(self.columns)):
            self.turn(turn)
        elif (spot := self._at(point)) is not None:
            self._move(spot)
        elif (column := self.column_at(point)) >= 0:
            self.focus_visit(self.columns[column].event, self.columns[column].key)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self._at(event.position().toPoint()) == self.spot
        if event.button() == Qt.MouseButton.LeftButton and self.spot and inside:
            self._open()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            spot, column = self._at(event.pos()), self.column_at(event.pos())
            if spot:
                self._move(spot)
            elif column >= 0:
                self.focus_visit(self.columns[column].event, self.columns[column].key)
        if cell := self.cell(self.spot):
            self.asked.emit(cell, self.viewport().mapToGlobal(self.rect_of(self.spot).bottomLeft()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.verticalScrollBar().maximum():
            super().wheelEvent(event)
        else:
            event.ignore()

    def head_tip(self, point: QPoint) -> str:
        """What the head of a visit says more, at a point; empty elsewhere."""
        column = self.column_at(point)
        return "\n".join(head_lines(self.columns[column])) if column >= 0 else ""

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.head_tip(event.pos()), self.viewport())
            return True
        if event.type() == QEvent.Type.Leave and self.hover:
            self.hover = None
            self.viewport().update()
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        view = self.viewport()
        shown = self.hover or (self.spot if self.hasFocus() else None)
        paint(view, QRectF(view.rect()), self, shown)
