"""What the event log asks of the casebook: the events of a subject or of all, and the acts on one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from crf.reading.views import Timeline
from ui.pages.events_words import EventRow

if TYPE_CHECKING:
    from crf.actions.session import Session


@frozen
class Log:
    """The events shown, the timeline of the one subject, whose it is, today as people read it, and its year."""

    rows: tuple[EventRow, ...] = ()
    time: Timeline | None = None
    label: str = ""
    today: str = ""
    year: int = 0


class EventActs:
    """Reads and acts through a session."""

    def __init__(self, session: Session | None):
        self.session = session

    @property
    def writable(self) -> bool:
        """Whether anything can be added."""
        return self.session is not None and not self.session.read_only
