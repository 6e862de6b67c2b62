"""The clocks of reports that must leave the site in time: when each began, when it is due, how it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Literal

from attrs import frozen

from crf.clinical.dates import Moment, PartialDate
from crf.forms.context import Context
from crf.forms.links import linked
from crf.forms.record import Place
from crf.forms.values import moment
from crf.study.evaluate import Value
from crf.study.expressions import parse, refs
from crf.study.model import Clock, Form

Entered = Mapping[tuple[Place, str], datetime]
"""When something was entered first (UTC): the value that stands at a place and item, or with "" anything there."""

State = Literal["running", "overdue", "sent", "late"]
"""Not sent and in time, not sent and too late, sent in time, sent too late."""

Known = Literal["told", "day", "entry", "ahead"]
"""How the beginning is known: typed; the day alone, then from its first minute; not at all, then from the entry;
typed, but lying after the minute it was typed, then from that."""

MINUTE = timedelta(minutes=1)


@frozen
class Watch:
    """A record's clock as its data have it, whatever the hour: all instants in UTC.

    `sent` None while not marked as sent; where only the day is known, its last minute, and `went` its first: what is
    said to go out later hasn't yet. `reason`: a late one is explained. `before` is when what is reported was entered,
    where that was earlier than the site is said to have known.
    """

    clock: Clock
    place: Place
    aware: datetime
    known: Known
    due: datetime
    sent: datetime | None
    reason: bool
    went: datetime | None = None
    before: datetime | None = None

    def at(self, now: datetime) -> Deadline:
        """How it stands at an instant. Due on the minute is in time; what is left counts whole minutes, what is
        over begun ones: neither is ever negative."""
        sent = None if self.went and self.went > now else self.sent
        at = sent or now
        late = at > self.due
        state: State = ("late" if late else "sent") if sent else "overdue" if late else "running"
        minutes = -((self.due - at) // MINUTE) if late else (self.due - at) // MINUTE
        return Deadline(self, state, minutes)


@frozen
class Deadline:
    """A clock at an instant: how it stands, and the minutes left, or over where it is too late."""

    watch: Watch
    state: State
    minutes: int

    @property
    def open(self) -> bool:
        """Whether somebody still has to send something."""
        return self.state in ("running", "overdue")


def watches(context: Context, entered: Entered) -> tuple[Watch, ...]:
    """All clocks of a subject's records that count, in order of the definition."""
    return tuple(one for clock in context.study.clocks for one in _watches(context, clock, entered))


def watch(context: Context, place: Place, entered: Entered) -> Watch | None:
    """The clock of one record; None where it has none."""
    return next((one for one in watches(context, entered) if one.place == place), None)


def _watches(context: Context, clock: Clock, entered: Entered) -> Iterator[Watch]:
    form = context.index.forms[clock.form]
    for place, _ in context.places.get(clock.form, ()):
        if not context.data.at(place).started:
            continue
        scope = context.scope(place)
        if clock.starts and not _starts(context, clock, place):
            continue
        aware, known = _aware(context, clock, place, entered)
        sent = _moment(context, scope.result(clock.sent)) if clock.sent else None
        reason = bool(clock.late) and not context.answer(place, clock.late).blank
        due, there = aware + hours(context, form, clock), _there(context, clock, place, entered)
        yield Watch(
            clock,
            place,
            aware,
            known,
            due,
            sent.latest if sent else None,
            reason,
            sent.earliest if sent else None,
            there if there and there + MINUTE <= aware else None,
        )


def _starts(context: Context, clock: Clock, place: Place) -> bool:
    """Whether a record has the clock: asked of itself and in each of its lines."""
    lines = (0, *context.data.at(place).lines)  # of a voided one no answer is read
    return any(context.scope(place, line).result(clock.starts) is True for line in lines)


def hours(context: Context, form: Form, clock: Clock) -> timedelta:
    """How long a clock runs."""
    number = form.numbers.get(clock.hours) or context.study.numbers[clock.hours]
    return timedelta(hours=float(number.value))


def _aware(context: Context, clock: Clock, place: Place, entered: Entered) -> tuple[datetime, Known]:
    """When anyone at the site knew first, and how that is known."""
    value = _moment(context, context.scope(place).result(clock.aware) if clock.aware else None)
    if value is None:
        return _entry(context, clock, place, entered), "entry"
    typed = max((entered[place, id] for id in items_of(clock.aware) if (place, id) in entered), default=None)
    if typed and value.earliest >= typed + MINUTE:
        # Nobody knows at ten what the site will know at eleven.
        return typed, "ahead"
    return value.earliest, "told" if value.utc else "day"


def _entry(context: Context, clock: Clock, place: Place, entered: Entered) -> datetime:
    """When what is reported was entered: of this record and the one it is tied to, the first; now if neither is saved.

    A record begun as a report of something entered before doesn't give it more time.
    """
    found = (entered.get((place, "" if clock.link else clock.entry)), _there(context, clock, place, entered))
    return min((one for one in found if one is not None), default=context.now.astimezone(UTC))


def _there(context: Context, clock: Clock, place: Place, entered: Entered) -> datetime | None:
    """When the answer that is reported was entered in the record this one is tied to."""
    tied = linked(context, context.answer(place, clock.link).value) if clock.link else None
    return entered.get((tied, clock.entry.partition(".")[2])) if tied else None


def _moment(context: Context, value: Value) -> Moment | None:
    """A time that is known at least to the day."""
    found = moment(value, "", context.zone) if isinstance(value, PartialDate) else value
    return found if isinstance(found, Moment) else None


@cache
def items_of(text: str) -> tuple[str, ...]:
    """The items an expression reads, in its order: day, time."""
    return tuple(ref.item for ref in refs(parse(text))) if text else ()


def sent_items(clock: Clock) -> tuple[str, ...]:
    """The items that say when it was sent: day, time."""
    return items_of(clock.sent)
