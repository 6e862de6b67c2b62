"""The schedule of one subject: each visit's planned and actual day, its window, and how far off it was."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from attrs import frozen

from crf.clinical.dates import Moment, PartialDate, Window, day_date, day_name, protocol_day, shift
from crf.forms.context import Context
from crf.study.evaluate import day_of
from crf.study.model import Event


@frozen
class Visit:
    """One column of the casebook: an event, or one repeat of it.

    `number` counts repeats from 1 (0 for events that don't repeat). `firm` says that the planned day rests on an actual
    anchor. `off` is the days outside the window: negative early, positive late, 0 inside or not known.
    """

    event: Event
    key: str
    number: int
    planned: date | None
    earliest: date | None
    latest: date | None
    actual: date | None
    firm: bool
    off: int
    exists: bool

    @property
    def short(self) -> str:
        """The column's head: D1, C2."""
        return self.event.short.replace("{n}", str(self.number + 1))

    @property
    def name(self) -> str:
        """The visit's name."""
        return self.event.name.replace("{n}", str(self.number + 1))


def visit(context: Context, event: str, key: str) -> Visit:
    """The visit of an event and key; a key not yet used is the next repeat."""
    found = context.study.event(event)
    if not found.every:
        return _visit(context, found, key, 0, _planned(context, found))
    visits = repeats(context, found)
    for one in visits:
        if one.key == key:
            return one
    ahead = [one for one in visits if not one.exists]
    return ahead[0] if ahead else _visit(context, found, key, len(visits) + 1, None)


def visits(context: Context) -> list[Visit]:
    """All visits in order of the definition: those of the plan, repeats begun and ahead, unscheduled ones that happened."""
    found: list[Visit] = []
    for event in context.study.events:
        if event.kind == "log":
            continue
        if event.kind == "unscheduled":
            found.extend(_visit(context, event, key, n, None) for n, key in enumerate(_keys(context, event.id), 1))
        elif event.every:
            found.extend(repeats(context, event))
        else:
            found.append(_visit(context, event, "", 0, _planned(context, event)))
    return found


def repeats(context: Context, event: Event) -> list[Visit]:
    """The repeats of an event in order of time: those begun, then those planned ahead.

    A repeat ahead has a key of its own already, the same until it is begun: all its forms belong together, and to no
    other repeat.
    """
    found: list[Visit] = []
    planned = _planned(context, event)
    keys = _keys(context, event.id)
    free = (key for n in range(1, 2 * len(keys) + event.count + 2) if (key := str(n)) not in keys)
    for n in range(1, max(event.count, len(keys) + 1) + 1):
        key = keys[n - 1] if n <= len(keys) else next(free)
        one = _visit(context, event, key, n, planned)
        found.append(one)
        planned = _next(event, one)
    return found


def _next(event: Event, one: Visit) -> date | None:
    """The planned day of the repeat after this one: from the schedule, or from the day it happened when it came too late."""
    if one.actual and (one.planned is None or (event.rebase and (one.actual - one.planned).days > event.rebase)):
        return shift(one.actual, event.every)
    return shift(one.planned, event.every) if one.planned else None


def _keys(context: Context, event: str) -> list[str]:
    """Keys of the repeats begun, in order of their first dated record."""
    keys: dict[str, date] = {}
    for place, record in context.data.records.items():
        if place.event == event and record.started:
            day = _latest(context.when(place))
            keys[place.event_key] = min(day, keys.get(place.event_key, date.max))
    return sorted(keys, key=lambda key: (keys[key], key))


def _latest(when: Moment | PartialDate | None) -> date:
    return day_of(when).latest if when is not None else date.max


def _planned(context: Context, event: Event) -> date | None:
    anchor = context.anchor(event.anchor) if event.anchor else None
    return day_date(event.day, anchor) if anchor and event.day is not None else None


def _visit(context: Context, event: Event, key: str, number: int, planned: date | None) -> Visit:
    earliest, latest = _window(context, event, planned)
    actual = _actual(context, event.id, key)
    exists = any(
        (place.event, place.event_key) == (event.id, key) and record.started
        for place, record in context.data.records.items()
    )
    off = _off(earliest, latest, actual) if actual else 0
    firm = bool(event.anchor) and context.anchors[event.anchor][1]
    return Visit(event, key, number, planned, earliest, latest, actual, firm, off, exists)


def _off(earliest: date | None, latest: date | None, actual: date) -> int:
    if earliest and latest and latest < earliest:
        return 0
    return Window(earliest, latest).judge(actual)


def _window(context: Context, event: Event, planned: date | None) -> tuple[date | None, date | None]:
    """First and last day: days from the anchor; for repeats the same distance around the planned day."""
    anchor = context.anchor(event.anchor) if event.anchor else None
    if anchor is None or event.first is None:
        return None, None
    if event.every and planned and event.day is not None:
        before, after = event.day - event.first, (event.last or event.day) - event.day
        return planned - timedelta(before), planned + timedelta(after)
    last = day_date(event.last, anchor) if event.last is not None else None
    until = context.day(event.until) if event.until else None
    return day_date(event.first, anchor), until or last


def _actual(context: Context, event: str, key: str) -> date | None:
    days = [
        day
        for places in context.places.values()
        for place, when in places
        if (place.event, place.event_key) == (event, key) and when is not None and (day := day_of(when).complete)
    ]
    return min(days) if days else None


def day_label(context: Context, day: date | None, anchor: str = "D1") -> str:
    """The protocol day of a date: D-4; empty where the anchor isn't known."""
    day1 = context.anchor(anchor) if any(one.id == anchor for one in context.study.anchors) else None
    return day_name(protocol_day(day, day1)) if day and day1 else ""


def tlt_days(context: Context) -> tuple[date, date] | None:
    """First and last day of the TLT period; None where the study has none or it hasn't begun."""
    study = context.study
    if not study.tlt_anchor or not study.tlt_days:
        return None
    start, actual = context.anchors[study.tlt_anchor]
    if start is None or not actual:
        return None
    return start, shift(start, int(study.numbers[study.tlt_days].value) - 1)


def due(found: Iterable[Visit], today: date) -> Visit | None:
    """The next visit that has not happened, by its planned day; None where all have or none is planned."""
    ahead = [one for one in found if one.actual is None and one.planned and (one.latest or one.planned) >= today]
    return min(ahead, key=lambda one: one.planned or date.max) if ahead else None
