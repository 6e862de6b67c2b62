"""The table of adverse events: two lines a row, painted, moved in by the arrows."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPolygonF, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from crf.forms.events import DrugRelation
from crf.text import say
from ui import theme
from ui.choosers import SlimBar
from ui.pages import events_words as words
from ui.pages.events_cells import CELLS, CENTERED
from ui.pages.events_words import EventRow
from ui.widgets import width_of

ROW, HEAD, EDGE = 44, 48, 15
DRUG_WIDTH = 29
DATE_WITH_YEAR = 90
WIDTHS = {"subject": 68, "number": 28, "event": 204, "grade": 80, "start": 76, "end": 76, "sae": 40, "tlt": 52}
OF_ALL = {"number": 24, "grade": 76, "start": 60, "end": 66, "sae": 34, "tlt": 50}
"""Narrower where the events of all subjects stand: their names need the room."""
NOWHERE = QModelIndex()


Order = tuple[str, bool]
"""What the rows are put in order by (see `crf.reading.event_list.in_order`), and whether downwards."""


@frozen
class Column:
    """A column: what it shows, its head, its width in px, and the drug it stands for."""

    kind: str
    head: str
    width: int
    drug: int = -1
    order: str = ""  # what the rows are put in order by, where that isn't the kind


def columns(drugs: Sequence[DrugRelation], subjects: bool, years: bool) -> list[Column]:
    """The columns of a log; dates are wider where their `years` are told."""
    kinds = [*(["subject"] if subjects else []), "number", "event", "grade", "start", "end", "sae"]
    widths = {**WIDTHS, **(OF_ALL if subjects else {})}
    widths |= {"start": DATE_WITH_YEAR, "end": DATE_WITH_YEAR} if years else {}
    made = [Column(kind, say(f"events.head.{kind}"), widths[kind]) for kind in kinds]
    made += [Column("drug", drug.short, DRUG_WIDTH, n, f"drug:{drug.code}") for n, drug in enumerate(drugs)]
    return [*made, Column("tlt", say("events.tlt"), WIDTHS["tlt"])]


class Events(QAbstractTableModel):
    """The rows; every column of a row gives the same event."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[EventRow, ...] = ()
        self.columns: list[Column] = []
        self.year = 0
        self.order: Order = ("number", False)

    def show(self, rows: tuple[EventRow, ...], subjects: bool, year: int, of: Sequence[EventRow]) -> None:
        """Put other events in place; `of` are all of the log, whose columns stay whatever a filter leaves."""
        self.beginResetModel()
        drugs = max((row.line.drugs for row in of), key=len, default=())
        days = [day for row in of for day in (row.line.start, row.line.end)]
        years = any(words.other_year(day, year) for day in days)
        self.rows, self.columns, self.year = rows, columns(drugs, subjects, years), year
        self.endResetModel()

    def ordered_by(self) -> int:
        """The column the rows stand in order of; -1 where none is shown."""
        return next((n for n, one in enumerate(self.columns) if (one.order or one.kind) == self.order[0]), -1)

    def rowCount(self, parent: QModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if way != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].head
        if role == Qt.ItemDataRole.AccessibleTextRole:
            turn = "" if section != self.ordered_by() else "events.order.down" if self.order[1] else "events.order.up"
            return " ".join(part for part in (self.columns[section].head, say(turn) if turn else "") if part)
        return None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.line.term if column.kind == "event" else words.grades(row.line) if column.kind == "grade" else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return words.aloud(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column)
        return None

    def _tip(self, row: EventRow, column: Column) -> str:
        line = row.line
        if column.kind == "drug" and column.drug < len(line.drugs):
            drug = line.drugs[column.drug]
            return f"{drug.name}: {words.related(drug)}"
        if column.kind == "event":
            voided = say("events.voided", reason=line.void) if line.void else ""
            return "\n".join(part for part in (line.term, f"“{line.verbatim}”", voided) if part)
        if column.kind == "number":
            return "\n".join(sentence for _, sentence in words.findings(line))
        if column.kind == "grade":
            return "\n".join(f"{span.grade}: {span.criterion}" for span in line.grades)
        return ""


class EventDelegate(QStyledItemDelegate):
    """Paints a cell: the row's ground first, then what its column shows."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(20, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        model = index.model()
        row, column = model.rows[index.row()], model.columns[index.column()]
        box = QRectF(option.rect)
        view = option.widget
        chosen = index.row() == view.currentIndex().row()
        if chosen:
            painter.fillRect(box, theme.color("accent ground"))
        self._edges(painter, box, index, chosen)
        inset = EDGE if index.column() == 0 else 0
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        CELLS[column.kind](painter, box.adjusted(inset, 0, 0, 0), row, column.drug, model.year)
        painter.restore()

    def _edges(self, painter: QPainter, box: QRectF, index: QModelIndex, chosen: bool) -> None:
        """The line over a row; none at the card's edges nor around the chosen row."""
        view = index.model()
        near = index.row() == 0 or chosen or index.row() - 1 == self.parent().currentIndex().row()
        if not near:
            left = EDGE if index.column() == 0 else 0
            right = EDGE if index.column() == view.columnCount() - 1 else 0
            painter.fillRect(QRectF(box.x() + left, box.y(), box.width() - left - right, 1), theme.color("hair"))


class EventHeader(QHeaderView):
    """Column heads at the foot of their row, the drugs under one line that says what they share."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setFixedHeight(HEAD)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(16)
        self.setSectionsClickable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setHighlightSections(False)
        self.viewport().setAutoFillBackground(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        shown = self.model().columns
        for number, column in enumerate(shown):
            self._column(painter, number, column)
        painter.setPen(theme.color("muted"))
        drugs = [number for number, column in enumerate(shown) if column.kind == "drug"]
        if drugs:
            left = self.sectionViewportPosition(drugs[0])
            group = QRectF(left, 3, DRUG_WIDTH * len(drugs), 20)
            painter.setFont(theme.font(theme.NOTE))
            painter.drawText(group, Qt.AlignmentFlag.AlignCenter, say("events.related_to"))
            painter.fillRect(QRectF(left + 4, 22, group.width() - 8, 1), theme.color("line"))
        painter.fillRect(QRectF(0, HEAD - 1, self.viewport().width(), 1), theme.color("line"))

    def _column(self, painter: QPainter, number: int, column: Column) -> None:
        """A head; an arrow under the one the rows stand in order of, a line under the one the keyboard is in."""
        left = self.sectionViewportPosition(number) + (EDGE if number == 0 else 0)
        wide = self.sectionSize(number) - (EDGE if number == 0 else 0)
        box, middle = QRectF(left, 24, wide, 20), column.kind in CENTERED
        table = self.parent()
        ordered = number == self.model().ordered_by()
        here = table.hasFocus() and number == table.currentIndex().column()
        size, weight = theme.LABEL if column.kind == "drug" else theme.NOTE, theme.STRONG if ordered else theme.REGULAR
        painter.setFont(theme.font(size, weight))
        painter.setPen(theme.color("accent" if ordered or here else "muted"))
        side = Qt.AlignmentFlag.AlignHCenter if middle else Qt.AlignmentFlag.AlignLeft
        box = box.adjusted(-4, 0, 4, 0) if middle else box
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, column.head)
        text = width_of(column.head, size, weight)
        start = box.center().x() - text / 2 if middle else box.left()
        if here:
            painter.fillRect(QRectF(round(start), 42, round(text), 1), theme.color("accent"))
        if ordered:
            down = self.model().order[1]
            under = middle or text + 12 > wide
            x = start + text / 2 if under else start + text + 7
            tip, base = (1.0, -3.0) if down else (-3.0, 1.0)
            y = 46.0 if under else 35.0
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            corners = ((x - 3.5, y + base), (x + 3.5, y + base), (x, y + tip))
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


class HeadedBar(SlimBar):
    """A scroll bar beside rows and heads: it carries on the line under the heads."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QPainter(self).fillRect(QRectF(0, HEAD - 1, self.width(), 1), theme.color("line"))


class EventTable(QTableView):
    """The table itself.

    Signals: `moved` with the row chosen, `asked` with "edit", "grade", "history" or "void", `ordered` with what to put
    the rows in order by: its head was clicked, or S pressed in the column that ← and → lead to.
    """

    moved = Signal(int)
    asked = Signal(str)
    ordered = Signal(str)
    ACTS = {
        Qt.Key.Key_Return: "edit",
        Qt.Key.Key_Enter: "edit",
        Qt.Key.Key_E: "edit",
        Qt.Key.Key_G: "grade",
        Qt.Key.Key_H: "history",
        Qt.Key.Key_Delete: "void",
    }

    def __init__(self) -> None:
        super().__init__()
        self.events, self.column = Events(), 0
        self.setModel(self.events)
        self.setItemDelegate(EventDelegate(self))
        self.setHorizontalHeader(EventHeader())
        self.horizontalHeader().sectionClicked.connect(self._order)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setProperty("ring", -1)  # the chosen row shows where the keyboard is
        self.viewport().setAutoFillBackground(False)
        self.setVerticalScrollBar(HeadedBar())
        self.setAccessibleName(say("events.title"))
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.doubleClicked.connect(lambda _: self.asked.emit("edit"))

    def show_events(
        self, rows: tuple[EventRow, ...], subjects: bool, year: int, of: Sequence[EventRow], order: Order
    ) -> None:
        """Show other events, which stand in an `order`; the widths follow the columns of all events of the log."""
        self.events.order = order
        self.events.show(rows, subjects, year, of)
        self._fit()

    def _order(self, column: int) -> None:
        if 0 <= column < len(self.events.columns):
            one = self.events.columns[column]
            self.ordered.emit(one.order or one.kind)

    def natural_height(self) -> int:
        """The height in px at which nothing scrolls."""
        return HEAD + ROW * len(self.events.rows)

    def choose(self, row: int) -> None:
        """Go to a row, in the column the keyboard was in."""
        self.setCurrentIndex(self.events.index(row, max(0, self.column)))
        self.scrollTo(self.currentIndex())

    def currentChanged(self, new: QModelIndex, old: QModelIndex) -> None:
        super().currentChanged(new, old)
        if new.isValid():
            self.column = new.column()
        self.horizontalHeader().viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.horizontalHeader().viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.horizontalHeader().viewport().update()

    def _moved(self, new: QModelIndex, old: QModelIndex) -> None:
        self.viewport().update()
        if new.isValid():
            self.moved.emit(new.row())

    def _fit(self) -> None:
        """Give the event's column what the others leave."""
        shown = self.events.columns
        rest = self.viewport().width() - sum(column.width for column in shown) - 2 * EDGE
        for number, column in enumerate(shown):
            wide = column.width + (max(rest, -80) if column.kind == "event" else 0)
            wide += EDGE if number in (0, len(shown) - 1) else 0
            self.setColumnWidth(number, wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self.ACTS.get(Qt.Key(event.key()))
        if act and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.asked.emit(act)
        elif event.key() == Qt.Key.Key_S and not event.modifiers():
            self._order(self.column)
        elif event.text().isalnum() and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self.currentIndex().isValid():
            at = self.visualRect(self.currentIndex())
            painter = QPainter(self.viewport())
            ring = QRectF(0, at.y(), self.viewport().width(), ROW).adjusted(2, 2, -2, -2)
            theme.paint_focus_ring(painter, ring, theme.RADIUS_INPUT)
