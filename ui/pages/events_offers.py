"""What stands over the event log to be decided: events that values propose, and ongoing ones to be asked again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeyEvent, QKeySequence

from crf.actions.proposing import Taken
from crf.faults import CasebookError
from crf.text import say, tell
from ui.controls import Link
from ui.pages import events_words as words
from ui.pages.proposing import KEYS, Proposing
from ui.widgets import Band

if TYPE_CHECKING:
    from crf.forms.proposals import Proposal
    from ui.pages.events import EventsPage as Base
else:
    Base = object


class ProposedBand(Band):
    """How many are proposed, what the first one is, and the ways to decide."""

    def __init__(self) -> None:
        super().__init__()
        self.ways = {act: Link("", key) for act, key in KEYS.items()}
        for link in self.ways.values():
            self.layout().addSpacing(12)
            self.layout().addWidget(link)

    def show_first(self, found: tuple[Proposal, ...], head: str, writable: bool) -> None:
        """Show the first of those proposed, in short; hidden where none is."""
        self.setVisible(bool(found))
        if not found:
            return
        one, count = found[0], len(found)
        lead = say("proposing.band.one" if count == 1 else "proposing.band", count=count)
        told = say("proposing.band.told", head=head, value=one.told)
        self.say(lead, told.replace("-", "\N{NON-BREAKING HYPHEN}"))  # no date is broken at a line's end
        joins = one.kind in ("new", "ended")
        texts = {"accept": "proposing.band.accept", "join": "proposing.join", "decline": "proposing.no.ask"}
        for act, link in self.ways.items():
            link.setText(say(texts[act]))
            link.setVisible(writable and (joins or act != "join"))


class EventsOffers(Proposing, Base):
    """The acts on what is offered to the log of one subject."""

    opens = "Enter"

    def show_offers(self) -> None:
        """Show the first event proposed, and the ongoing ones where a visit came since they were last spoken of."""
        asked, writable = self.log.asked, self.acts.writable
        self.proposed.show_first(self.log.proposed, self.log.head, writable)
        self.band.setVisible(asked is not None)
        self.offer.setVisible(bool(self.log.proposed) or asked is not None)
        if asked is not None:
            action = say("events.asked.all") if writable else ""
            self.band.say(*words.asked_again(asked, self.log.year), action, "calm", "O" if action else "")

    def connect_offers(self) -> None:
        """Their links do what their keys do."""
        self.band.acted.connect(self.still_ongoing)
        for act, link in self.proposed.ways.items():
            link.clicked.connect(lambda _=False, act=act: getattr(self, f"{act}_event")())

    def offered_key(self, event: QKeyEvent) -> bool:
        """Whether a key decided something offered."""
        act = next((act for act, key in KEYS.items() if QKeySequence(key)[0].key() == event.key()), "")
        if act and not event.modifiers():
            getattr(self, f"{act}_event")()
        return bool(act)

    def still_ongoing(self) -> None:
        """Say that the events asked again all go on; one that ended is opened and ended instead."""
        asked = self.log.asked
        if asked is None or self.uid is None or not self.acts.writable:
            return
        try:
            count = self.acts.still_ongoing(self.uid)
        except CasebookError as fault:
            self.navigator.tell(str(fault), "red")
            return
        self.refresh()
        done = "events.asked.done" if count > 1 else "events.asked.done.one"
        self.navigator.tell(say(done, count=count, at=asked.visit))

    def proposal_now(self) -> Proposal | None:
        """The first one proposed."""
        found = self.log.proposed
        if not found or not self.acts.writable:
            self.window_.tell(say("events.read_only" if found else "proposing.none"))
            return None
        return found[0]

    def write(self, act: Callable[[], str]) -> None:
        """Write, then show the log as it stands."""
        try:
            told, kind = act(), "calm"
        except CasebookError as fault:
            told, kind = tell(fault.message), "red"
        self.refresh()
        self.window_.tell(told, kind)

    def accepted(self, taken: Taken) -> None:
        """The event stands chosen in the log, so that Enter opens it."""
        self.refresh()
        self._go_to(taken.event.form_key)
        self.table.setFocus()
