"""The schedule of one subject: each visit's planned and actual day, its window, and how far off it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from attrs import evolve, frozen

from crf.clinical.dates import Window, day_date, day_name, protocol_day, shift
from crf.clinical.dose import tlt_period
from crf.forms.appointments import Appointment
from crf.forms.context import Context, order_of
from crf.study.evaluate import day_of
from crf.study.model import Event


@frozen
class Visit:
    """One column of the casebook: an event, or one repeat of it.

    `number` counts repeats and unscheduled visits from 1 (0 for events that stand once). `firm` says that the planned
    day rests on an actual anchor. `off` is the days outside the window: negative early, positive late, 0 inside or not
    known.
    `exists` says that something was entered, `void` that all of it is voided, `agreed` what was agreed with her.
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
    void: bool = False
    agreed: Appointment | None = None

    @property
    def short(self) -> str:
        """The column's head: D1, C2."""
        return self._counted(self.event.short)

    @property
    def name(self) -> str:
        """The visit's name."""
        return self._counted(self.event.name)

    def expected(self, today: date) -> date | None:
        """The day she is to come: the one agreed, while that stands and isn't past, else the planned one."""
        agreed = self.agreed.day if self.agreed and self.agreed.stands else None
        return agreed if agreed and agreed >= today else self.planned

    def _counted(self, text: str) -> str:
        first = self.event.numbers_from if self.event.every else 1
        return text.replace("{n}", str(self.number - 1 + first))


@frozen
class Happened:
    """What was entered of a visit: the day that orders it, the day it was done on, whether all of it is voided."""

    order: date
    actual: date | None
    void: bool


_NEVER = Happened(date.max, None, False)


def visit(context: Context, event: str, key: str) -> Visit:
    """The visit of an event and key; a key not yet used is the next one."""
    found = context.study.event(event)
    known = _visits(context, found)
    for one in known:
        if one.key == key:
            return one
    ahead = [one for one in known if not one.exists]
    if ahead and found.kind != "unscheduled":
        return evolve(ahead[0], key=key)
    return _visit(context, found, key, len(known) + 1, None, None)


def visits(context: Context) -> list[Visit]:
    """All visits in order of the definition: of the plan, repeats begun and ahead, unscheduled ones that happened."""
    events = [event for event in context.study.events if event.kind not in ("log", "site")]
    return [one for event in events for one in _visits(context, event)]


def _visits(context: Context, event: Event) -> Sequence[Visit]:
    found = context.visits.get(event.id)
    if found is None:
        found = context.visits[event.id] = _all(context, event)
    return found


def _all(context: Context, event: Event) -> Sequence[Visit]:
    if event.kind in ("log", "site"):
        return [Visit(event, "", 0, None, None, None, None, False, 0, False)]
    begun = _begun(context, event.id)
    if event.kind == "unscheduled":
        # An appointment outside the schedule is a visit of this kind that hasn't begun.
        agreed = {key: one for (id, key), one in context.data.appointments.items() if id == event.id}
        ahead = sorted((key for key in agreed if key not in begun), key=lambda key: (agreed[key].order, key))
        keys = [*begun.items(), *((key, None) for key in ahead)]
        return [_visit(context, event, key, n, None, at) for n, (key, at) in enumerate(keys, 1)]
    if event.every:
        return _repeats(context, event, begun)
    return [_visit(context, event, "", 0, _planned(context, event), begun.get(""))]


def _repeats(context: Context, event: Event, begun: Mapping[str, Happened]) -> list[Visit]:
    """The repeats of an event in order of time: those begun, then those planned ahead.

    A repeat ahead has a key of its own already, the same until it is begun: all its forms belong together, and to no
    other repeat. A voided repeat keeps its number and takes no turn of the schedule: the next one has that turn.
    """
    found: list[Visit] = []
    planned, number = _planned(context, event), 1
    for key, happened in begun.items():
        one = _visit(context, event, key, number, planned, happened)
        found.append(one)
        if not one.void:
            planned, number = _next(event, one), number + 1
    free = (key for n in range(1, 2 * len(begun) + event.count + 2) if (key := str(n)) not in begun)
    for n in range(number, max(event.count, number) + 1):
        one = _visit(context, event, next(free), n, planned, None)
        found.append(one)
        planned = _next(event, one)
    return found


def _next(event: Event, one: Visit) -> date | None:
    """The planned day of the repeat after this one: from the schedule, or from the day it happened when too late."""
    if one.actual and (one.planned is None or (event.rebase and (one.actual - one.planned).days > event.rebase)):
        return shift(one.actual, event.every)
    return shift(one.planned, event.every) if one.planned else None


def _begun(context: Context, event: str) -> dict[str, Happened]:
    """What was entered of an event by key, in order of the first dated record."""
    found = {key: one for (id, key), one in _happened(context).items() if id == event}
    return dict(sorted(found.items(), key=lambda pair: (pair[1].order, pair[0])))


def _happened(context: Context) -> Mapping[tuple[str, str], Happened]:
    """Every visit of which something was entered. A day of treatment rules over the days of other forms."""
    if not context.happened:
        drugs = {one.form for one in context.study.treatments}
        days: dict[tuple[str, str], list[tuple[bool, date]]] = {}
        for place, record in context.data.records.items():
            if not record.started or place.form not in context.items:
                continue
            at, when = (place.event, place.event_key), context.when(place)
            day = day_of(when).complete if when is not None else None
            one = context.happened.get(at, _NEVER)
            void = 0 in record.voided and (one.void or at not in context.happened)
            context.happened[at] = Happened(min(one.order, order_of(when)[0]), None, void)
            if day and 0 not in record.voided:
                days.setdefault(at, []).append((place.form not in drugs, day))
        for at, found in days.items():
            context.happened[at] = evolve(context.happened[at], actual=min(found)[1])
    return context.happened


def _planned(context: Context, event: Event) -> date | None:
    anchor = context.anchor(event.anchor) if event.anchor else None
    return day_date(event.day, anchor) if anchor and event.day is not None else None


def _visit(
    context: Context, event: Event, key: str, number: int, planned: date | None, happened: Happened | None
) -> Visit:
    earliest, latest = _window(context, event, planned)
    actual = happened.actual if happened else None
    off = Window(earliest, latest).judge(actual) if actual and not _reversed(earliest, latest) else 0
    firm = bool(event.anchor) and context.anchors[event.anchor][1]
    exists, void = happened is not None, happened is not None and happened.void
    agreed = context.data.appointments.get((event.id, key))
    return Visit(event, key, number, planned, earliest, latest, actual, firm, off, exists, void, agreed)


def _reversed(earliest: date | None, latest: date | None) -> bool:
    return earliest is not None and latest is not None and latest < earliest


def _window(context: Context, event: Event, planned: date | None) -> tuple[date | None, date | None]:
    """First and last day, None for an open end: days from the anchor; for repeats moved along with the planned day."""
    anchor = context.anchor(event.anchor) if event.anchor else None
    if anchor is None:
        return None, None
    moved = 0
    if event.every and event.day is not None and planned is not None:
        moved = (planned - day_date(event.day, anchor)).days
    first, last = (
        shift(day_date(day, anchor), moved) if day is not None else None for day in (event.first, event.last)
    )
    return first, context.day(event.until) or last


def day_label(context: Context, day: date | None, anchor: str = "D1") -> str:
    """The protocol day of a date: D-4; empty where the anchor isn't known."""
    day1 = context.anchors.get(anchor, (None, False))[0]
    return day_name(protocol_day(day, day1)) if day and day1 else ""


def tlt_days(context: Context) -> tuple[date, date] | None:
    """First and last day of the TLT period; None where the study has none or it hasn't begun."""
    study = context.study
    if not study.tlt_anchor or not study.tlt_days:
        return None
    start, actual = context.anchors[study.tlt_anchor]
    return tlt_period(start, int(study.numbers[study.tlt_days].value)) if start and actual else None


def due(found: Iterable[Visit], today: date) -> Visit | None:
    """The next visit that has not happened, by the day she is expected; None where all have or none has a day."""
    ahead = [(day, one) for one in found if one.actual is None and not one.void and (day := one.expected(today))]
    open_ = [(day, one) for day, one in ahead if max(one.latest or day, day) >= today]
    return min(open_, key=lambda pair: pair[0])[1] if open_ else None
