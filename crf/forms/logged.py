"""Adverse events as values are compared with them: term, days, the grades of each day; what was said of a value."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import cast

from attrs import frozen

from crf.clinical.dates import PartialDate
from crf.ctcae.terms import VERSION
from crf.forms.context import Context
from crf.forms.event_log import FORM
from crf.forms.links import linked
from crf.forms.marks import EVENT
from crf.forms.record import Answer, Place, Record
from crf.forms.values import coded_in, show


@frozen
class Logged:
    """An event that isn't voided; `start` None while nobody knows it, `end` None while it isn't known to have ended.

    `spans` are its grades with the first and last day each may be in force from, in order of time. `comparable` says
    that it is coded in the version of CTCAE whose criteria grade values here.
    """

    place: Place
    code: str
    term: str
    start: PartialDate | None
    end: PartialDate | None
    spans: tuple[tuple[date, date, int], ...]
    comparable: bool

    @property
    def earliest(self) -> date:
        """The first day it may have begun: any, while its start isn't known."""
        return self.start.earliest if self.start else date.min

    @property
    def latest(self) -> date:
        """The last day it may have begun."""
        return self.start.latest if self.start else date.max

    def covers(self, day: date) -> bool:
        """Whether it may have gone on that day."""
        return self.earliest <= day and (self.end is None or day <= self.end.latest)

    def grades_on(self, day: date) -> frozenset[int]:
        """The grades it had that day: those that begin on it, else the last before; none where none is known."""
        on = {grade for first, last, grade in self.spans if first <= day <= last}
        before = [grade for _, last, grade in self.spans if last < day]
        return frozenset(on or before[-1:])


def logged(context: Context) -> tuple[Logged, ...]:
    """The events of a subject in order of their start, those without one first."""
    if "logged" not in context.kept:
        found = [one for place, _ in context.places.get(FORM, ()) if (one := _logged(context, place)) is not None]
        context.kept["logged"] = tuple(sorted(found, key=lambda one: one.earliest))
    return cast("tuple[Logged, ...]", context.kept["logged"])


def event_at(context: Context, place: Place) -> Logged | None:
    """The event of a record; None where it is voided, or is none."""
    return next((one for one in logged(context) if one.place == place), None)


def events_of(context: Context, code: str) -> tuple[Logged, ...]:
    """The events of one term."""
    return tuple(one for one in logged(context) if one.code == code)


def open_on(context: Context, day: date) -> tuple[Logged, ...]:
    """The events that may have gone on that day."""
    return tuple(one for one in logged(context) if one.covers(day))


def _logged(context: Context, place: Place) -> Logged | None:
    record = context.data.at(place)
    start, end, decoded = (record.answer(item) for item in ("AESTDAT", "AEENDAT", "AEDECOD"))
    begins = PartialDate.parse_iso(start.value) if start.value else None
    ended = record.answer("AEONGO").value != "Y" and bool(end.value)
    return Logged(
        place,
        decoded.value,
        show(context.study, context.items[FORM]["AEDECOD"], decoded) or record.answer("AETERM").value,
        begins,
        PartialDate.parse_iso(end.value) if ended else None,
        _spans(record, begins),
        coded_in(decoded) == VERSION,
    )


def _spans(record: Record, begins: PartialDate | None) -> tuple[tuple[date, date, int], ...]:
    """The grades of an event; one in force from a start that nobody knows is so until the first that has a day."""
    dated: list[tuple[date, date, int]] = []
    undated: list[int] = []
    for line in record.lines:
        grade, since = record.answer("AETOXGR", line).value, record.answer("AEGRDAT", line).value
        if grade and line not in record.voided:
            day = PartialDate.parse_iso(since) if since else begins
            if day is None:
                undated.append(int(grade))
            else:
                dated.append((day.earliest, day.latest, int(grade)))
    dated.sort(key=lambda span: span[1])
    until = min((first for first, _, _ in dated), default=date.max)
    return (*((date.min, until - timedelta(1), grade) for grade in undated), *dated)


@frozen
class Said:
    """What a person made of a value: `did` accepted, joined or declined; `rests` what it was said of.

    `event` is the link of the event it was brought into; `reason` why it was declined.
    """

    did: str
    rests: str
    event: str = ""
    reason: str = ""

    def write(self) -> str:
        """The value of the mark that keeps it; the reason is the mark's note."""
        return json.dumps([self.did, self.rests, self.event])

    @classmethod
    def read(cls, mark: Answer) -> Said | None:
        """What a mark says; None for a blank one."""
        if not mark.value:
            return None
        did, rests, event = json.loads(mark.value)
        return cls(did, rests, event, mark.note)


def said_of(context: Context, place: Place, line: int, item: str, code: str) -> Said | None:
    """What a person made of a value under a term; None where nobody decided, or took the decision back."""
    record = context.record(place)
    return Said.read(record.mark(f"{EVENT}{item}:{code}", line)) if record else None


def event_named(context: Context, link: str) -> Logged | None:
    """The event a link names, as long as it isn't voided."""
    place = linked(context, link)
    return event_at(context, place) if place else None
