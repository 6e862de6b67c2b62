"""The found CTCAE terms as a list in two groups, the found part of each marked."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen
from PySide6.QtCore import QAbstractListModel, QModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem

from crf.ctcae import Hit
from crf.text import say
from ui import theme
from ui.choosers import SlimBar

TERM_HEIGHT, SNIPPET_HEIGHT, HEAD_HEIGHT, NEXT_HEAD_HEIGHT = 48, 66, 28, 46
SIZES = {high: QSize(100, high) for high in (TERM_HEIGHT, SNIPPET_HEIGHT, HEAD_HEIGHT, NEXT_HEAD_HEIGHT)}
INSET = 7
NOWHERE = QModelIndex()
Spans = Sequence[tuple[int, int]]


@frozen
class Head:
    """The head of a group; `first` is false where a line parts it from the group above."""

    text: str
    first: bool


def grouped(hits: Sequence[Hit], searched: bool, defined: bool = False) -> list[Head | Hit]:
    """Heads and hits in the order shown; `defined` where definitions were searched too."""
    in_term = [hit for hit in hits if hit.where == "term"]
    elsewhere = [hit for hit in hits if hit.where != "term"]
    rows: list[Head | Hit] = []
    first = "picker.in_term" if searched else "picker.all_terms"
    second = "picker.in_definition" if defined else "picker.in_criteria"
    for name, group in ((first, in_term), (second, elsewhere)):
        if group:
            rows.append(Head(say(name), not rows))
            rows.extend(group)
    return rows


class Terms(QAbstractListModel):
    """The rows of the list; heads can't be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Head | Hit] = []
        self.heights: list[int] = []  # asked for again and again while a list of hundreds is laid out

    def show(self, rows: list[Head | Hit]) -> None:
        """Put other rows in place."""
        self.beginResetModel()
        self.rows, self.heights = rows, [_height(row) for row in rows]
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        if isinstance(self.rows[index.row()], Head):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text if isinstance(row, Head) else row.term.term
        if isinstance(row, Head):
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.term.term
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (row.term.term, row.term.soc, snippet_line(row)[0]) if part)
        return None


def _height(row: Head | Hit) -> int:
    if isinstance(row, Head):
        return HEAD_HEIGHT if row.first else NEXT_HEAD_HEIGHT
    return TERM_HEIGHT if row.where == "term" else SNIPPET_HEIGHT


def snippet_line(hit: Hit, width: float = 0) -> tuple[str, Spans]:
    """The third line of a hit outside the term, and what is marked in it; nothing for a hit in the term.

    Where the first mark would lie beyond `width` px, words before it give way.
    """
    if hit.where == "term" or not hit.snippet:
        return "", ()
    lead = say("picker.grade_lead", grade=hit.grade) if hit.grade else say("picker.definition_lead")
    text, spans = hit.snippet, list(hit.spans)
    metrics = QFontMetricsF(theme.font(theme.NOTE, theme.STRONG))
    while width and metrics.horizontalAdvance(lead + text[: spans[0][1]] + " … ") > width:
        rest = text.removeprefix("… ").partition(" ")[2]
        shift = len(text) - len(rest) - 2
        if not rest or spans[0][0] - shift < 2:
            break
        text, spans = "… " + rest, [(start - shift, end - shift) for start, end in spans]
    return lead + text, tuple((start + len(lead), end + len(lead)) for start, end in spans)


def paint_marked(painter: QPainter, box: QRectF, text: str, spans: Spans, size: int, weight: int, token: str) -> None:
    """One line of text with its spans in accent and strong; what doesn't fit ends in …"""
    strong, plain = theme.font(size, theme.STRONG), theme.font(size, weight)
    shown = QFontMetricsF(strong if spans else plain).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    x, at = box.x(), 0
    for start, end in (*sorted(spans), (len(shown), len(shown))):
        for piece, font, ink in ((shown[at:start], plain, token), (shown[max(at, start) : end], strong, "accent")):
            if piece:
                painter.setFont(font)
                painter.setPen(theme.color(ink))
                rest = QRectF(x, box.y(), box.right() - x, box.height())
                painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, piece)
                x += QFontMetricsF(font).horizontalAdvance(piece)
        at = max(at, end)


class TermDelegate(QStyledItemDelegate):
    """Paints a head or a term with its class and, where that is how it was found, the words of the criteria."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return SIZES[index.model().heights[index.row()]]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        box = QRectF(option.rect)
        if isinstance(row, Head):
            self._head(painter, box, row)
        else:
            self._term(painter, box, row, index == option.widget.currentIndex())

    def _head(self, painter: QPainter, box: QRectF, row: Head) -> None:
        text = box.adjusted(15, box.height() - HEAD_HEIGHT, -15, 0)
        if not row.first:
            painter.fillRect(QRectF(text.x(), box.y() + 11, text.width(), 1), theme.color("hair"))
        painter.setFont(theme.font(theme.LABEL, theme.STRONG))
        painter.setPen(theme.color("muted"))
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, row.text)

    def _term(self, painter: QPainter, box: QRectF, hit: Hit, chosen: bool) -> None:
        if chosen:
            theme.paint_box(painter, box.adjusted(INSET, 0, -INSET, 0), "accent ground", "", theme.RADIUS_INPUT)
        line = QRectF(box.x() + 15, box.y() + 6, box.width() - 30, 20)
        marks = hit.spans if hit.where == "term" else ()
        paint_marked(painter, line, hit.term.term, marks, theme.BODY, theme.MEDIUM, "text")
        line.translate(0, 18)
        below = f"{hit.term.soc}"
        if hit.via:
            below = say("picker.via", word=hit.via, soc=hit.term.soc)
        paint_marked(painter, line, below, (), theme.NOTE, theme.REGULAR, "muted")
        text, spans = snippet_line(hit, line.width())
        if text:
            line.translate(0, 18)
            paint_marked(painter, line, text, spans, theme.NOTE, theme.REGULAR, "muted")


class TermList(QListView):
    """The list itself: it is moved in from the line above, so it takes no focus of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.terms = Terms()
        self.setModel(self.terms)
        self.setItemDelegate(TermDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(say("picker.list"))
        self.setVerticalScrollBar(SlimBar())

    @property
    def chosen(self) -> Hit | None:
        """The term under the bar."""
        row = self.currentIndex().data(Qt.ItemDataRole.UserRole) if self.currentIndex().isValid() else None
        return row if isinstance(row, Hit) else None

    @property
    def at_first(self) -> bool:
        """Whether the bar stands at the first term, or there is none."""
        return self.currentIndex().row() <= 1

    def show_hits(self, hits: Sequence[Hit], searched: bool, code: str = "", defined: bool = False) -> None:
        """Show what was found and go to a term, the first one where it isn't among them."""
        rows = grouped(hits, searched, defined)
        self.terms.show(rows)
        wanted = (n for n, row in enumerate(rows) if isinstance(row, Hit) and row.term.code == code)
        at = next(wanted, min(1, len(rows)))
        self.setCurrentIndex(self.terms.index(at) if at < len(rows) else QModelIndex())
        if at <= 1:
            self.scrollToTop()
        else:
            self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)

    def move(self, step: int) -> None:
        """Go up or down by terms, over the heads; stays where there is no further one."""
        terms = [n for n, row in enumerate(self.terms.rows) if isinstance(row, Hit)]
        if self.chosen is None:
            return
        at = terms.index(self.currentIndex().row())
        goal = max(0, min(len(terms) - 1, at + step))
        self.setCurrentIndex(self.terms.index(terms[goal]))
        self.scrollTo(self.currentIndex())
        if goal == 0:
            self.scrollToTop()
