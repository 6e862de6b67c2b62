"""The adverse event log: the table, the same events by study day, and the chosen one in a panel beside them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from crf.ctcae.terms import VERSION
from crf.faults import CasebookError
from crf.reading.event_list import GRADES, NOTHING, fits, in_order, turned
from crf.text import say
from ui import memory, theme
from ui.controls import Button, Link
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.void import ask_restore, ask_void
from ui.editors.base import CTRL, SHIFT
from ui.navigator import Navigator
from ui.pages import Page
from ui.pages import events_words as words
from ui.pages.events_acts import EventActs, Log
from ui.pages.events_filter import FilterBar
from ui.pages.events_offers import EventsOffers, ProposedBand
from ui.pages.events_panel import EventPanel
from ui.pages.events_table import HEAD, ROW, EventTable, Order
from ui.pages.events_timeline import TimeView
from ui.pages.events_words import EventRow
from ui.pages.form_reporting import report
from ui.widgets import Band, Card, Crumbs, Empty, column, label, row

if TYPE_CHECKING:
    from crf.actions.session import Session

GAP, FRAME, LEAST_ROWS = 16, 2, 3
ROOM_FOR_PANEL = 1090


def share(room: int, table: int, time: int, least_time: int) -> tuple[int, int]:
    """Heights of table and timeline in a room of px: as they like where both fit, else the timeline gives way first."""
    if table + GAP + time <= room:
        return table, time
    least_table = min(table, HEAD + LEAST_ROWS * ROW + FRAME)
    time = min(time, max(least_time, room - GAP - table))
    time = max(0, min(time, room - GAP - least_table))
    if table > room - GAP - time:
        table = room - GAP - time
        table -= (table - FRAME - HEAD) % ROW  # whole rows only
    return table, room - GAP - table


class Halves(QWidget):
    """The table's card above the timeline's, sharing the height; while day 1 isn't known the table has all of it."""

    def __init__(self, table: EventTable, time: TimeView):
        super().__init__()
        self.table, self.time = table, time
        self.cards = (Card(), Card())
        for card, inside in zip(self.cards, (table, time), strict=True):
            card.setParent(self)
            card.setLayout(column(inside, margins=(1, 1, 1, 1)))

    def fit(self) -> None:
        """Share the height anew."""
        upper, lower = self.cards
        drawn = self.time.time is not None and self.time.time.today is not None
        lower.setVisible(drawn)
        table = self.table.natural_height() + FRAME
        if not drawn:
            upper.setGeometry(0, 0, self.width(), min(table, self.height()))
            return
        natural, least = self.time.natural_height() + FRAME, self.time.least_height() + FRAME
        high, below = share(self.height(), table, natural, least)
        upper.setGeometry(0, 0, self.width(), high)
        lower.setGeometry(0, high + GAP, self.width(), below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit()


class EventsPage(EventsOffers, Page):
    """The log of one subject, or of all where `uid` is None; `key` is the form key of the event to begin with."""

    rail = "events"

    def __init__(
        self,
        navigator: Navigator,
        session: Session | None,
        uid: str | None = None,
        key: str = "",
        acts: EventActs | None = None,
    ):
        super().__init__(navigator, session)
        self.navigator, self.uid = navigator, uid
        self.acts = acts or EventActs(session)
        self.log = Log()
        self.crumbs = Crumbs()
        self.count = label("", color="muted")
        self.order, self.chosen = self._remembered(), NOTHING
        self.shown: tuple[EventRow, ...] = ()
        self.filter, self.band, self.offer = FilterBar(), Band(), QWidget()
        self.all = Link(say("events.filter.clear"), "C", small=True)
        self.nothing = label(say("events.filter.nothing"), color="muted")
        self.note = label("", theme.NOTE, color="muted")
        self.new = Button(say("events.new"), "primary", "Ctrl N")
        self.table, self.time = EventTable(), TimeView()
        self.halves = Halves(self.table, self.time)
        self.panel = EventPanel()
        self.empty = self._empty()
        self._build()
        self._connect()
        self.refresh()
        self._go_to(key)

    def _empty(self) -> Empty:
        which = "events.empty" if self.uid else "events.empty_all"
        self.start = Button(say("events.new"), "primary", "Ctrl N")
        self.start.clicked.connect(self.add)
        controls = [self.start] if self.uid else []
        made = Empty("first-aid-kit", say(f"{which}.title"), say(f"{which}.text"), *controls)
        for part in made.findChildren(QLabel):
            if part.wordWrap():
                part.setMinimumHeight(part.heightForWidth(part.width()))
        return made

    def _build(self) -> None:
        title = label(say("events.title"), theme.TITLE, theme.STRONG)
        head = row(title, 12, self.count, 12, self.all, -1, self.new)
        title.setFixedHeight(theme.CONTROL)
        left = column(margins=(24, 6, 24, 8))
        left.addLayout(row(self.crumbs, -1, self.note))
        left.addLayout(head)
        left.addSpacing(4)
        self.proposed = ProposedBand()
        self.offer.setLayout(column(self.proposed, self.band, margins=(0, 2, 0, 4), spacing=4))
        left.addWidget(self.offer)
        left.addWidget(self.filter)
        left.addSpacing(6)
        left.addWidget(self.nothing)
        left.addWidget(self.halves, 1)
        left.addWidget(self.empty, 1)
        self.note.setFixedHeight(24)
        page = row()
        page.addLayout(left, 1)
        page.addWidget(self.panel)
        self.setLayout(page)
        self.setTabOrder(self.table, self.panel.edit)
        self.setProperty("ring", -1)  # without events the page itself has the keyboard

    def _path(self) -> list[tuple[str, object]]:
        if self.uid is None:
            return [(say("events.of_all"), self.navigator.show_subjects), (say("events.title"), None)]
        uid, of_all = self.uid, (say("events.of_all"), lambda: self.navigator.show_events(None))
        return [of_all, (self.log.label, lambda: self.navigator.show_subject(uid)), (say("events.title"), None)]

    def _connect(self) -> None:
        self.new.clicked.connect(self.add)
        self.table.moved.connect(self._moved)
        self.table.asked.connect(self.act)
        self.panel.asked.connect(self.act)
        self.time.clicked.connect(self._clicked)
        self.table.ordered.connect(self.put_in_order)
        self.filter.turned.connect(self.turn)
        self.all.clicked.connect(self.clear)
        self.filter.left.connect(self.table.setFocus)
        self.connect_offers()

    # what is shown

    @property
    def title(self) -> str:
        """What the window's title says."""
        return "  ".join(part for part in (self.log.label, say("events.title")) if part)

    def enter(self) -> None:
        """Take the keyboard and say the footer."""
        (self.table if self.log.rows else self.start if self.uid else self).setFocus()
        self._footer()

    def refresh(self) -> None:
        """Read the log anew and stay at the event that was chosen."""
        self.log = self.acts.read(self.uid)
        rows, subjects = self.log.rows, self.uid is None
        self.crumbs.show_path(*self._path())
        version = say("events.version", version=self.session.study.ctcae if self.session else VERSION)
        self.note.setText("  ·  ".join(part for part in (self.log.today, version) if part))
        self.filter.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.show_offers()
        self.new.setVisible(bool(rows) and not subjects)
        self.new.setEnabled(self.acts.writable)
        self.start.setEnabled(self.acts.writable)
        self.fill()

    def fill(self) -> None:
        """Show the events that pass the filter in their order, and stay at the one that was chosen."""
        before = (self.row.uid, self.row.line.place) if self.row else None
        rows = self.log.rows
        self.shown = in_order([row for row in rows if fits(row.line, self.chosen)], *self.order)
        self.count.setText(words.summary((row.line for row in rows), len(self.shown)) if rows else "")
        self.filter.show_rows(rows, self.chosen)
        self.all.setVisible(bool(self.chosen))
        self.table.show_events(self.shown, self.uid is None, self.log.year, rows, self.order)
        self.time.show_time(self.shown, self.log.time)
        self.halves.setVisible(bool(self.shown))
        self.nothing.setVisible(bool(rows) and not self.shown)
        self.halves.fit()
        self._choose(next((n for n, row in enumerate(self.shown) if (row.uid, row.line.place) == before), 0))
        self._footer()

    def _remembered(self) -> Order:
        column, down = memory.events_order("one" if self.uid else "all")
        return (column, down) if column else ("number" if self.uid else "subject", False)

    def put_in_order(self, column: str) -> None:
        """Put the rows in order of a column, the other way round where they were; remembered."""
        self.order = (column, self.order == (column, False))
        memory.remember_events_order("one" if self.uid else "all", *self.order)
        self.fill()

    def turn(self, one: str) -> None:
        """Choose one thing to filter by, or give it up."""
        self.chosen = turned(self.chosen, one)
        self.fill()

    def clear(self) -> None:
        """Show all events again."""
        self.chosen = NOTHING
        self.fill()
        (self.table if self.shown else self.start).setFocus()

    def _go_to(self, key: str) -> None:
        found = [number for number, row in enumerate(self.shown) if key and row.line.place.form_key == key]
        if found:
            self._choose(found[0])

    def _choose(self, number: int) -> None:
        if self.shown:
            self.table.choose(number)
        self._moved(number)

    @property
    def row(self) -> EventRow | None:
        """The chosen event."""
        number = self.table.currentIndex().row()
        return self.shown[number] if 0 <= number < len(self.shown) else None

    def _moved(self, number: int) -> None:
        self.time.choose(number)
        self.panel.show_event(self.row, self.uid is None, self.acts.writable, self.log.year)
        self._fit()

    def _fit(self) -> None:
        """In a window too narrow for both the table keeps the room; the panel comes for the history only."""
        shown = bool(self.shown) and (self.width() >= ROOM_FOR_PANEL or self.panel.in_history)
        if shown is self.panel.isHidden():
            self.panel.setVisible(shown)
            self.layout().activate()  # else its first picture stands where it never was

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def _clicked(self, number: int) -> None:
        self.table.choose(number)
        self.table.setFocus()

    def _footer(self) -> None:
        legend = [("", say(f"events.legend_{name}"), "calm") for name in ("related", "not", "open")]
        keys = [("↵", "edit"), ("G", "grade"), ("H", "history"), ("← → S", "order"), ("F", "filter")]
        new = [("Ctrl N", say("events.key_new"))] if self.uid else []
        if self.row and self.acts.writable and not self.row.line.void:
            keys += [("Ctrl ⇧ S", "report")]
        shown = [(key, say(f"events.key_{name}")) for key, name in keys]
        rows = bool(self.log.rows)
        self.navigator.footer(legend if rows else [], [*shown, *new] if rows else new)

    # what can be done

    def act(self, name: str) -> None:
        """Do what a key or a button asked for: edit, history, void."""
        if self.row is None:
            return
        if name == "edit":
            self.navigator.show_form(self.row.uid, self.row.line.place)
        elif name == "grade":
            self.navigator.show_form(self.row.uid, self.row.line.place, self.acts.last_grade(self.row))
        elif name == "history":
            self._history()
        elif not self.acts.writable:
            self.navigator.tell(say("events.read_only"), "amber")
        else:
            self._ask_reason(self.row)

    def report_event(self) -> None:
        """Ctrl+Shift+S: the report of the chosen event, or its next follow-up."""
        if self.row is None or not self.acts.writable:
            self.navigator.tell(say("events.read_only" if self.row else "events.needs_subject"), "amber")
        else:
            report(self, self.row.uid, self.row.line.place)

    def tick(self) -> None:
        """A minute has passed: say anew how much time is left."""
        if any(row.clock for row in self.log.rows):
            self.refresh()

    def _history(self) -> None:
        assert self.row is not None
        if self.panel.in_history:
            self.panel.show_event(self.row, self.uid is None, self.acts.writable, self.log.year)
        else:
            self.panel.show_history(self.row, self.acts.history(self.row))
        self._fit()

    def _ask_reason(self, row: EventRow) -> None:
        """Ask why an event is voided or brought back, then do it."""
        line = row.line
        what = say("events.what", number=line.number, term=line.term or line.verbatim, subject=row.label)
        ask = ask_restore if line.void else ask_void
        dialog: ReasonDialog = ask(self, what, self.acts.reasons())
        dialog.given.connect(lambda reason: self._void(row, reason))
        dialog.open()

    def _void(self, row: EventRow, reason: str) -> None:
        done = "events.restored_done" if row.line.void else "events.voided_done"
        try:
            self.acts.void(row, reason)
        except CasebookError as fault:
            self.navigator.tell(str(fault), "red")
            return
        self.refresh()
        self.navigator.tell(say(done, number=row.line.number))

    def add(self) -> None:
        """A new event: the picker first, then the form with what was picked."""
        if self.uid is None:
            self.navigator.tell(say("events.needs_subject"), "amber")
            return
        if not self.acts.writable:
            self.navigator.tell(say("events.read_only"), "amber")
            return
        uid, entering = self.uid, self.acts.begin(self.uid)

        self.navigator.show_picker(entering, lambda: self.navigator.show_form(uid, entering.place))

    # keys

    def event(self, event: QEvent) -> bool:
        """Ctrl+N begins an event here, whatever else it may mean in the window's menus."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_new(event):
            event.accept()
            return True
        return super().event(event)

    def _is_new(self, event: QKeyEvent) -> bool:
        return event.matches(QKeySequence.StandardKey.New)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_new(event):
            self.add()
        elif event.key() == Qt.Key.Key_S and event.modifiers() == CTRL | SHIFT:
            self.report_event()
        elif event.key() == Qt.Key.Key_Escape and self.panel.in_history:
            self._history()
        elif event.key() == Qt.Key.Key_Escape:
            self.navigator.back()
        elif event.key() in EventTable.ACTS and not event.modifiers():
            self.act(EventTable.ACTS[Qt.Key(event.key())])
        elif self.offered_key(event):
            pass
        elif event.key() in KEYS and not event.modifiers() and self.log.rows:
            KEYS[Qt.Key(event.key())](self)
        else:
            super().keyPressEvent(event)


KEYS: dict[Qt.Key, Callable[[EventsPage], None]] = {
    Qt.Key.Key_F: lambda page: page.filter.enter(),
    Qt.Key.Key_C: EventsPage.clear,
    Qt.Key.Key_O: EventsPage.still_ongoing,
    **{Qt.Key(Qt.Key.Key_0 + n): partial(EventsPage.turn, one=f"grade{n}") for n in GRADES},
}
"""Keys of the page beside those of the table: a figure filters by the worst grade."""
