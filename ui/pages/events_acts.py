"""What the event log asks of the casebook: the events of a subject or of all, and the acts on one of them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from attrs import frozen

from crf.clinical.dates import MONTHS
from crf.forms.timeline import Timeline
from crf.text import say
from ui.pages.events_history import Step
from ui.pages.events_words import EventRow

if TYPE_CHECKING:
    from crf.actions.entering import Entering
    from crf.actions.session import Session
    from crf.forms.ongoing import Asked
    from crf.forms.proposals import Proposal
    from crf.forms.record import Where
    from crf.reading.clocks import ClockLine

FORM, GRADE = "AE", "AETOXGR"


@frozen
class Log:
    """The events shown, the timeline of the one subject, whose it is, today as people read it, and its year.

    `asked` are the ongoing events to be asked again, None where there are none; `proposed` the events that values of
    the one subject propose.
    """

    rows: tuple[EventRow, ...] = ()
    time: Timeline | None = None
    label: str = ""
    today: str = ""
    year: int = 0
    asked: Asked | None = None
    proposed: tuple[Proposal, ...] = ()
    head: str = ""  # the first of them in short


class EventActs:
    """Reads and acts through a session; what isn't needed to show the log is imported when it is asked for."""

    def __init__(self, session: Session):
        self.session = session

    @property
    def writable(self) -> bool:
        """Whether anything can be added: a file that can be written, somebody at the keyboard."""
        return not self.session.read_only and self.session.person is not None

    def read(self, uid: str | None) -> Log:
        """The log of a subject, or of all subjects that aren't voided."""
        from crf.actions.proposing import proposed
        from crf.forms.proposal_words import headline, sentence
        from crf.reading.clocks import event_clocks
        from crf.reading.log import event_log, timeline_of
        from crf.reading.ongoing import asked_again

        reader, now = self.session.reader, self.session.now()
        shown = [row for row in reader.subjects() if row.uid == uid or (uid is None and not row.voided)]
        due = {row.uid: event_clocks(reader, row.uid, now) for row in shown}
        rows = tuple(
            EventRow(row.uid, row.label, line, *clock_words(due[row.uid].get(line.place)))
            for row in shown
            for line in event_log(reader, row.uid, now)
        )
        time = timeline_of(reader.context(uid, now), [row.line for row in rows]) if uid else None
        asked = asked_again(reader, uid, now) if uid else None
        found = proposed(self.session, uid) if uid else ()
        head = headline(sentence(reader.context(uid, now), found[0])) if uid and found else ""
        return Log(rows, time, shown[0].label if uid else "", today(now, time), now.year, asked, found, head)

    def still_ongoing(self, uid: str) -> int:
        """Say of the events to be asked again that they go on; how many."""
        from crf.actions.ongoing import still_ongoing

        return still_ongoing(self.session, uid).count

    def reasons(self) -> list[tuple[str, str]]:
        """The reasons to pick from."""
        from crf.actions.entering import reasons

        return reasons(self.session)

    def begin(self, uid: str) -> Entering:
        """A fresh event of a subject, open for entry; nothing is kept of it until something is typed."""
        from crf.actions.entering import Entering, new_place

        study = self.session.study
        log = next(event.id for event in study.events if event.kind == "log" and FORM in event.forms)
        return Entering(self.session, uid, new_place(self.session, log, FORM))

    def last_grade(self, row: EventRow) -> Where | None:
        """Where an event's last grade stands, beside which the next one is added; None where it has none."""
        record = self.session.reader.data(row.uid).at(row.line.place)
        lines = [line for line, item in record.answers if item == GRADE and line not in record.voided]
        return (max(lines), GRADE) if lines else None

    def void(self, row: EventRow, reason: str) -> None:
        """Void an event, or take a voided one back."""
        from crf.actions.voiding import restore_form, void_form

        (restore_form if row.line.void else void_form)(self.session, row.uid, row.line.place, reason)

    def history(self, row: EventRow) -> list[Step]:
        """Everything a person entered in an event, newest first."""
        from crf.actions.entering import Entering
        from crf.reading.ongoing import asked_history

        entering = Entering(self.session, row.uid, row.line.place)
        again = asked_history(self.session.reader, row.uid, row.line.place)
        steps = [(n, Step(say("events.asked.question"), entry)) for n, entry in enumerate(again)]
        for group in entering.form.groups:
            lines = [line for line in entering.record.lines if line] if group.repeats else [0]
            for line in lines:
                for item in group.items:
                    found = entering.history(line, item.id)
                    steps += [(n, Step(item.ask, entry)) for n, entry in enumerate(found) if not entry.derived]
        # Stamps tell minutes: of two entries in one, the later of an item is known by its number.
        steps.sort(key=lambda step: (moment(step[1].entry.at), step[0]), reverse=True)
        return [step for _, step in steps]


def clock_words(clock: ClockLine | None) -> tuple[str, bool]:
    """What stands in an event's row of its report's clock, and whether that is overdue."""
    return (say("subjects.clock", short=clock.short, left=clock.left), clock.overdue) if clock else ("", False)


def moment(stamp: str) -> datetime:
    """The instant of a stamp as the history shows it: 05 MAR 2026 16:42 +01:00."""
    day, month, year, clock, offset = stamp.split()
    return datetime.fromisoformat(f"{year}-{MONTHS.index(month) + 1:02}-{day}T{clock}{offset}")


def today(now: datetime, time: Timeline | None) -> str:
    """Fri 24 APR 2026, D47."""
    from crf.reading.form import WEEKDAYS

    shown = f"{WEEKDAYS[now.weekday()]} {now.day:02} {MONTHS[now.month - 1]} {now.year}"
    return f"{shown}, D{time.today}" if time and time.today is not None else shown
