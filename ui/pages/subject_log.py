"""A running log on the subject page: its rows by their first questions, added, opened, voided and filtered by keys."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from crf.forms.record import Place
from crf.reading.views import LogRow, LogTable
from crf.text import say
from ui import marks, theme
from ui.controls import Button, Input
from ui.pages.listing import Group, Head, ListCard, Row, Text
from ui.widgets import Empty, column, label, row, width_of

NUMBER, STATUS, SAVED = 44, 120, 170
SHORT, CHARACTER = 12, 8  # answers of so many characters have just the room they take, in px a character
RULES = ("voided", "locked", "signed", "queries")
"""Statuses that say more of a row than that it has findings."""
HEAD = 150  # px the head of such a column may take


class SubjectLog(QWidget):
    """The rows in a card with what can be done; without rows, what the log is for.

    `opened` carries the place of a row; `added` asks for a new one, `voided` to void or restore the one in focus,
    `asked` for its menu at a point of the screen.
    """

    opened = Signal(object)
    added = Signal()
    voided = Signal()
    asked = Signal(QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.table: LogTable | None = None
        self.can_add = False
        self.card = ListCard()
        self.list = self.card.list
        self.note = label("", theme.NOTE, color="muted", wrap=True)
        self.find = Input("", 200, theme.REGULAR)
        self.find.setPlaceholderText(say("log.find"))
        self.find.setAccessibleName(say("log.find"))
        self.nothing = label(say("list.nothing"), color="muted")
        self.new = Button(say("log.add"), "primary", "Ctrl N")
        self.void = Button(say("log.void"), "plain", "Del")
        self.empty: Empty | None = None
        self.first: Button | None = None
        self.setProperty("ring", -1)
        self._connect()
        filled = QWidget()
        inside = column(12, margins=(0, 0, 0, 8))
        inside.addWidget(self.card, 1000)
        inside.addStretch(1)
        filled.setLayout(inside)
        tools = row(self.find, self.nothing, -1, self.void, self.new, margins=(0, 8, 0, 0), spacing=8)
        filled.layout().insertLayout(0, tools)
        filled.layout().insertSpacing(1, 8)
        filled.layout().insertWidget(2, self.note)
        self.stack = QStackedLayout(self)
        self.stack.addWidget(filled)

    def _connect(self) -> None:
        self.list.opened.connect(self.opened)
        self.list.moved.connect(lambda _: self._offer())
        self.list.asked.connect(lambda _, at: self.asked.emit(at))
        self.find.textChanged.connect(self.fill)
        self.new.clicked.connect(self.added)
        self.void.clicked.connect(self.voided)

    @property
    def row(self) -> LogRow | None:
        """The row in focus."""
        at = self.list.row
        rows = self.table.rows if self.table else ()
        return next((row for row in rows if at and row.place == at.id), None)

    def choose(self, place: Place) -> None:
        """Put the focus on the row of a place, where it is there."""
        self.list.choose(place)

    def show_table(self, table: LogTable, can_add: bool) -> None:
        """Show a log."""
        if self.table is None or (self.table.form, self.table.subject) != (table.form, table.subject):
            self.find.clear()
        self.table, self.can_add = table, can_add
        self.note.setText(table.note)
        self.new.setVisible(can_add)
        if self.empty is not None:
            self.stack.removeWidget(self.empty)
            self.empty.deleteLater()
            self.empty = self.first = None
        if not table.rows:
            self.first = Button(say("log.add"), "primary", "Ctrl N")
            self.first.clicked.connect(self.added)
            controls = [self.first] if can_add else []
            self.empty = Empty("list-bullets", say("log.none"), say("log.purpose", name=table.name), *controls)
            self.stack.addWidget(self.empty)
        self.stack.setCurrentIndex(self.stack.count() - 1)
        self.fill()

    def fill(self) -> None:
        """Show the rows that pass the filter."""
        if self.table is None:
            return
        words = self.find.text().casefold().split()
        kept = [row for row in self.table.rows if all(word in " ".join(row.cells).casefold() for word in words)]
        heads = heads_of(self.table)
        self.card.show_groups(heads, [Group("", tuple(log_row(one, len(heads)) for one in kept))])
        self.nothing.setVisible(not kept)
        self.note.setVisible(bool(kept))
        self._offer()

    def _offer(self) -> None:
        """Let the button say what can be done with the row in focus."""
        one = self.row
        self.void.setText(say("log.restore" if one and one.void else "log.void"))
        self.void.updateGeometry()
        self.void.setVisible(self.can_add and one is not None)

    def take_keyboard(self) -> None:
        """The rows have the keyboard, or the button that adds the first."""
        first = self.first if self.first and self.first.isVisible() else self
        (self.list if self.list.rows else first).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.row and not self.find.hasFocus():
            self.voided.emit()
        elif event.key() == Qt.Key.Key_Escape and self.find.text():
            self.find.clear()
            self.take_keyboard()
        elif event.key() == Qt.Key.Key_Down and self.find.hasFocus():
            self.take_keyboard()
        else:
            event.ignore()


def heads_of(table: LogTable) -> list[Head]:
    """Number, answers, how the row stands, when it was saved (not where no row says it, as of doses added up); short
    answers have the room they take."""
    room = {one: max(one.width, len(one.head)) for one in table.columns}
    long = sum(room[one] for one in table.columns if one.width > SHORT)
    heads = [Head(say("log.number"), fixed=NUMBER)]
    for one in table.columns:
        if one.width > SHORT or not long:
            heads.append(Head(one.head, share=room[one] / (long or sum(room.values()))))
        else:
            wide = max(one.width * CHARACTER, min(round(width_of(one.head, theme.NOTE)), HEAD))
            heads.append(Head(one.head, fixed=wide + 14))
    saved = [Head(say("log.saved"), fixed=SAVED)] if any(row.saved or row.void for row in table.rows) else []
    return [*heads, Head(say("log.status"), fixed=STATUS), *saved]


def log_row(one: LogRow, columns: int) -> Row:
    """A row of a log in so many columns: struck where it is voided, the reason in the last column and aloud."""
    mark = "finding" if one.findings and one.status not in RULES else one.status
    word = say("log.findings", n=one.findings) if mark == "finding" else marks.word(one.status)
    reason = say("log.voided", reason=one.void) if one.void else ""
    first, *others = one.cells
    cells = (
        Text(str(one.number), "muted"),
        Text(first, weight=theme.MEDIUM, wrap=3),
        *(Text(cell, wrap=3) for cell in others),
        Text(word, "muted", size=theme.NOTE, mark=mark),
        Text(reason or one.saved, "muted", size=theme.NOTE, wrap=3),
    )
    parts = (str(one.number), *one.cells, marks.word(one.status), word if mark == "finding" else "", one.void)
    return Row(one.place, cells[:columns], ", ".join(part for part in parts if part), bool(one.void), reason)
