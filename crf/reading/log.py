"""The adverse event log of a subject, and doses and events by protocol day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from crf.clinical.dates import PartialDate, protocol_day, show_day
from crf.forms.advance import advance
from crf.forms.context import Context
from crf.forms.event_log import FORM, event_line
from crf.forms.events import EventLine
from crf.forms.record import Place, Record
from crf.forms.schedule import day_label, tlt_days, visits
from crf.forms.timeline import Bar, DoseMark, Timeline
from crf.reading.reader import Reader
from crf.study.evaluate import day_of
from crf.text import say


def rows_of(reader: Reader, uid: str, form: str) -> list[Place]:
    """Places of a log's rows in the order they were first saved: the number of a row never changes."""
    order: Mapping[Place, int] = reader.file.place_order(uid)
    places = [place for place in reader.data(uid).records if place.form == form]
    return sorted(places, key=lambda place: order.get(place, 0))


def event_log(reader: Reader, uid: str, now: datetime | None = None) -> tuple[EventLine, ...]:
    """All events of a subject, voided ones among them, by number. Empty where the study has no such form."""
    if not reader.study.has_form(FORM):
        return ()
    context = reader.context(uid, now or _last(reader))
    return tuple(event_of(context, place, number) for number, place in enumerate(rows_of(reader, uid, FORM), 1))


def _last(reader: Reader) -> datetime:
    """The instant of the last act: what the log says then doesn't hang on the clock."""
    return reader.instant()


def event_of(context: Context, place: Place, number: int) -> EventLine:
    """One event as it stands."""
    record: Record = context.data.at(place)
    return event_line(context, place, number, advance(place, record, None, context))


def timeline(reader: Reader, uid: str, now: datetime) -> Timeline:
    """Doses and events of a subject by protocol day; empty lanes while D1 isn't planned."""
    return timeline_of(reader.context(uid, now), event_log(reader, uid, now))


def timeline_of(context: Context, events: Sequence[EventLine]) -> Timeline:
    """The same of a subject's data and events as they stand, at the context's own instant."""
    study = context.study
    day1 = context.anchor("D1") if any(one.id == "D1" for one in study.anchors) else None
    lanes = tuple((one.code, one.name) for one in study.treatments)
    if day1 is None:
        return Timeline(lanes, (), (), (), None, None, "")
    period = tlt_days(context)
    span = (protocol_day(period[0], day1), protocol_day(period[1], day1)) if period else None
    text = say("timeline.tlt", first=show_day(period[0]), last=show_day(period[1])) if period else ""
    today = protocol_day(context.now.date(), day1)
    return Timeline(lanes, _doses(context, day1), _bars(events, day1), _ticks(context, day1), today, span, text)


def _doses(context: Context, day1: date) -> tuple[DoseMark, ...]:
    found = []
    for drug in context.study.treatments:
        for place, when in context.places.get(drug.form, ()):
            day = day_of(when).complete if when is not None else None
            if day and context.answer(place, "ECOCCUR").value == "Y":
                found.append(DoseMark(drug.code, protocol_day(day, day1), f"{drug.name}, {show_day(day, year=True)}"))
    return tuple(found)


def _bars(events: Sequence[EventLine], day1: date) -> tuple[Bar, ...]:
    """A bar for each grade of each event."""
    bars: list[Bar] = []
    for event in events:
        spans = [PartialDate.parse_iso(span.since) for span in event.grades if span.since]
        grades = [span.grade for span in event.grades if span.since]
        if event.void or not event.start:
            continue
        for n, (since, grade) in enumerate(zip(spans, grades, strict=True)):
            ends = spans[n + 1] if n + 1 < len(spans) else PartialDate.parse_iso(event.end) if event.end else None
            first, sure_from = (protocol_day(day, day1) for day in (since.earliest, since.latest))
            if ends is None:
                bars.append(Bar(event.number, first, None, grade, sure_from, None))
                continue
            # A grade ends where the next one may begin; the event itself on the last day it may have.
            until = ends.earliest if n + 1 < len(spans) else ends.latest
            last, sure_to = protocol_day(until, day1), protocol_day(ends.earliest, day1)
            bars.append(Bar(event.number, first, max(first, last), grade, sure_from, max(first, sure_to)))
    return tuple(bars)


def _ticks(context: Context, day1: date) -> tuple[tuple[int, str], ...]:
    """Days of the visits that happened; those only planned would stretch the scale beyond what there is to see."""
    days = {protocol_day(one.actual, day1): one.actual for one in visits(context) if one.event.anchor and one.actual}
    return tuple((n, day_label(context, days[n])) for n in sorted(days))
