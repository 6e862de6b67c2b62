"""Queries of the whole casebook by subject: open, answered, closed, filtered by word; Enter leads to the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from crf.reading.queries import all_queries
from crf.reading.views import QueryThread
from crf.text import say
from ui import theme
from ui.pages.list_page import ListPage
from ui.pages.listing import Group, Head, Row, Text
from ui.pages.subject_head import Tab, Tabs
from ui.widgets import Empty

if TYPE_CHECKING:
    from crf.actions.session import Session
    from ui.navigator import Navigator

SHARES = (("visit", 0.13), ("form", 0.14), ("question", 0.2), ("text", 0.41), ("days", 0.12))
STATES = ("waiting", "open", "answered", "closed", "all")


class QueriesPage(ListPage):
    """What was asked and by whom it waits to be answered or closed."""

    rail = "queries"

    def __init__(self, window: Navigator, session: Session):
        super().__init__(window, session, say("queries.find"))
        self.all: list[QueryThread] = []
        self.state = "waiting"
        self.tabs = Tabs()
        self.tabs.picked.connect(self.show_state)
        self.build(Empty("envelope-simple", say("queries.none"), say("queries.purpose")), tools=[self.tabs])

    @property
    def title(self) -> str:
        """The page's name."""
        return say("queries.title")

    def refresh(self) -> None:
        """Read the queries anew."""
        self.show_queries(all_queries(self.session.reader, self.session.now()))

    def show_queries(self, found: list[QueryThread]) -> None:
        """Show what was read."""
        self.all = found
        self.fill()

    def show_state(self, state: str) -> None:
        """Show the queries of one state, those that wait, or all."""
        self.state = state
        self.fill()

    def _of(self, state: str) -> list[QueryThread]:
        return [
            one for one in self.all if state in ("all", one.state) or (state == "waiting" and one.state != "closed")
        ]

    def fill(self) -> None:
        """Show the queries of the state chosen that pass the filter, by subject."""
        tabs = tuple(Tab(state, say(f"queries.state.{state}"), len(self._of(state))) for state in STATES)
        self.tabs.show_tabs(tabs, self.state)
        self.note.setText(say("queries.note"))
        groups: dict[str, list[QueryThread]] = {}
        for one in self._of(self.state):
            last = one.steps[-1]
            if self.fits(one.label, one.visit, one.form, one.question, last.text, last.who, one.steps[0].who):
                groups.setdefault(one.label, []).append(one)
        heads = [Head(say(f"queries.head.{name}"), share) for name, share in SHARES]
        shown = [Group(label, tuple(query_row(one) for one in found)) for label, found in groups.items()]
        self.show_list(heads, shown, bool(self.all))

    def open_row(self, id: object) -> None:
        """Go to the field a query is about."""
        subject, place, where, _ = id
        self.window_.show_form(subject, place, where)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.tabs.keyPressEvent(event)
        else:
            super().keyPressEvent(event)


def query_row(one: QueryThread) -> Row:
    """A query as a row: what was said last and by whom; its tip is the whole thread."""
    last = one.steps[-1]
    state = say(f"query.state.{one.state}")
    days = say("queries.days.1" if one.days == 1 else "queries.days", days=one.days)
    cells = (
        Text(one.visit),
        Text(one.form, weight=theme.MEDIUM),
        Text(one.question, wrap=3),
        Text(f"{last.text} ({last.who})", mark="yes" if one.state == "closed" else "query", wrap=4),
        Text(f"{state}, {days}", "muted"),
    )
    said = f"{one.label}, {one.visit}, {one.form}, {one.question}: {state}, {days}. {last.who}: {last.text}"
    thread = "\n".join(f"{step.at[:17]} {step.who}, {say(f'query.did.{step.did}')}: {step.text}" for step in one.steps)
    return Row((one.subject, one.place, one.where, one.mark), cells, said, tip=thread)
