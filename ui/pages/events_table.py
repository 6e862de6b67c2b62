"""The table of adverse events: two lines a row, painted, moved in by the arrows."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
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

ROW, HEAD, EDGE = 44, 48, 15
DRUG_WIDTH = 29
DATE_WITH_YEAR = 90
WIDTHS = {"subject": 68, "number": 28, "event": 204, "grade": 80, "start": 76, "end": 76, "sae": 40, "tlt": 52}
NOWHERE = QModelIndex()


@frozen
class Column:
    """A column: what it shows, its head, its width in px, and the drug it stands for."""

    kind: str
    head: str
    width: int
    drug: int = -1


def columns(drugs: Sequence[DrugRelation], subjects: bool, years: bool) -> list[Column]:
    """The columns of a log; dates are wider where their `years` are told."""
    kinds = [*(["subject"] if subjects else []), "number", "event", "grade", "start", "end", "sae"]
    widths = {**WIDTHS, "start": DATE_WITH_YEAR, "end": DATE_WITH_YEAR} if years else WIDTHS
    made = [Column(kind, say(f"events.head.{kind}"), widths[kind]) for kind in kinds]
    made += [Column("drug", drug.short, DRUG_WIDTH, number) for number, drug in enumerate(drugs)]
    return [*made, Column("tlt", say("events.tlt"), WIDTHS["tlt"])]


class Events(QAbstractTableModel):
    """The rows; every column of a row gives the same event."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[EventRow, ...] = ()
        self.columns: list[Column] = []
        self.year = 0

    def show(self, rows: tuple[EventRow, ...], subjects: bool, year: int) -> None:
        """Put other events in place."""
        self.beginResetModel()
        drugs = max((row.line.drugs for row in rows), key=len, default=())
        days = [day for row in rows for day in (row.line.start, row.line.end)]
        years = any(words.other_year(day, year) for day in days)
        self.rows, self.columns, self.year = rows, columns(drugs, subjects, years), year
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if way == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].head
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
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.viewport().setAutoFillBackground(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        shown = self.model().columns
        painter.setFont(theme.font(theme.NOTE))
        painter.setPen(theme.color("muted"))
        for number, column in enumerate(shown):
            left = self.sectionViewportPosition(number) + (EDGE if number == 0 else 0)
            wide = self.sectionSize(number) - (EDGE if number == 0 else 0)
            box = QRectF(left, 24, wide, 20)
            side = Qt.AlignmentFlag.AlignLeft
            if column.kind in CENTERED:
                side, box = Qt.AlignmentFlag.AlignHCenter, box.adjusted(-4, 0, 4, 0)
            painter.setFont(theme.font(theme.LABEL if column.kind == "drug" else theme.NOTE))
            painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, column.head)
        drugs = [number for number, column in enumerate(shown) if column.kind == "drug"]
        if drugs:
            left = self.sectionViewportPosition(drugs[0])
            group = QRectF(left, 3, DRUG_WIDTH * len(drugs), 20)
            painter.setFont(theme.font(theme.NOTE))
            painter.drawText(group, Qt.AlignmentFlag.AlignCenter, say("events.related_to"))
            painter.fillRect(QRectF(left + 4, 22, group.width() - 8, 1), theme.color("line"))
        painter.fillRect(QRectF(0, HEAD - 1, self.viewport().width(), 1), theme.color("line"))


class HeadedBar(SlimBar):
    """A scroll bar beside rows and heads: it carries on the line under the heads."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QPainter(self).fillRect(QRectF(0, HEAD - 1, self.width(), 1), theme.color("line"))


class EventTable(QTableView):
    """The table itself. Signals: `moved` with the row chosen, `asked` with "edit", "history" or "void"."""

    moved = Signal(int)
    asked = Signal(str)
    ACTS = {
        Qt.Key.Key_Return: "edit",
        Qt.Key.Key_Enter: "edit",
        Qt.Key.Key_E: "edit",
        Qt.Key.Key_H: "history",
        Qt.Key.Key_Delete: "void",
    }

    def __init__(self) -> None:
        super().__init__()
        self.events = Events()
        self.setModel(self.events)
        self.setItemDelegate(EventDelegate(self))
        self.setHorizontalHeader(EventHeader())
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

    def show_events(self, rows: tuple[EventRow, ...], subjects: bool, year: int) -> None:
        """Show other events; the widths follow the columns."""
        self.events.show(rows, subjects, year)
        self._fit()

    def natural_height(self) -> int:
        """The height in px at which nothing scrolls."""
        return HEAD + ROW * len(self.events.rows)

    def choose(self, row: int) -> None:
        """Go to a row."""
        self.setCurrentIndex(self.events.index(row, 0))
        self.scrollTo(self.currentIndex())

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
