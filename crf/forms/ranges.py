"""Which record of a site's form holds for a subject's: laboratory, sex and age fit, and it is in force that day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from attrs import frozen

from crf.clinical.dates import Moment, PartialDate, age
from crf.forms.record import Place
from crf.study.evaluate import Value, compare, day_of, samples_of
from crf.study.expressions import Call, Ref, parse
from crf.study.model import Applies, Item, Match

if TYPE_CHECKING:
    from crf.forms.context import Context
    from crf.forms.scope import FormScope


@frozen
class Span:
    """A record with the days it is in force: `last` None while nothing ends it."""

    place: Place
    first: date
    last: date | None

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


def in_force(context: Context, asking: Place, form: str, item: str) -> Sequence[Place]:
    """The records of a site's form that hold for a subject's record, the first one to be asked before the others.

    There is more than one only where the asking record doesn't say which of several it means (its laboratory). A record
    older than all of them is judged by the first that came into force; one in a gap between them by none.
    """
    asking = _sample(context, asking, form, item)
    key = ("in force", asking, form)
    if key not in context.kept:
        context.kept[key] = _in_force(context, asking, form)
    return cast("Sequence[Place]", context.kept[key])


def _in_force(context: Context, asking: Place, form: str) -> Sequence[Place]:
    applies = context.index.forms[form].applies
    places = [place for place, _ in context.places.get(form, ())]
    if applies is None:
        return places
    day = day_at(context, asking)
    families: dict[tuple[str, ...], list[Span]] = {}
    for place in places:
        if all(_fits(context, asking, place, match) for match in applies.match):
            span = span_of(context, place, applies)
            families.setdefault(family(context, place, applies), []).append(span)
    ruling = [_ruling(spans, day) for spans in families.values()]
    found = sorted((span for span in ruling if span is not None), key=lambda span: span.first, reverse=True)
    return [span.place for span in found]


def _ruling(spans: list[Span], day: date | None) -> Span | None:
    """The newest in force on a day; before the first of them all the first; on a day nobody knows the newest."""
    if day is None:
        return max(spans, key=lambda span: span.first)
    holding = [span for span in spans if span.holds(day)]
    if holding:
        return max(holding, key=lambda span: span.first)
    first = min(spans, key=lambda span: span.first)
    return first if day < first.first else None


def day_at(context: Context, place: Place) -> date | None:
    """The day a record stands for: its own, else its visit's; None where neither is known."""
    when = context.when(place)
    if when is not None:
        return day_of(when).earliest
    return context.scope(place).visit_day()


def span_of(context: Context, place: Place, applies: Applies) -> Span:
    """A record with its days in force; one without a first day always was."""
    first, last = (_day(context.read(place, item)) if item else None for item in (applies.since, applies.until))
    return Span(place, first or date.min, last)


def _day(value: Value) -> date | None:
    return day_of(value).earliest if isinstance(value, Moment | PartialDate) else None


def family(context: Context, place: Place, applies: Applies) -> tuple[str, ...]:
    """What tells records apart that an asking record needn't choose between: the laboratory."""
    return tuple(plain(context.read(place, match.equal)) for match in applies.match if match.free)


def names_of(context: Context, item: Item) -> tuple[str, ...]:
    """What a site's records are told apart by, where an item is that name or asks for it: its laboratories."""
    if item.type != "text" or item.id not in context.index.named:
        return ()
    key = ("names", item.id)
    if key not in context.kept:
        context.kept[key] = tuple({plain(name): name for name in sorted(_names(context, item.id))}.values())
    return cast("tuple[str, ...]", context.kept[key])


def _names(context: Context, item: str) -> Iterator[str]:
    # Not by `context.places`: to put all records in order of time takes longer than all that is asked here.
    for place in {**context.site, **context.data.records}:
        for form, equal in context.index.named[item]:
            name = context.read(place, equal) if place.form == form else None
            if isinstance(name, str) and name:
                yield name


def _fits(context: Context, asking: Place, place: Place, match: Match) -> bool:
    """Whether what the asking record says lies within what a record holds for."""
    equal, low, high = (context.read(place, item) if item else None for item in (match.equal, match.low, match.high))
    if equal is None and low is None and high is None:
        return True
    asked = context.scope(asking).result(match.ask)
    told = _years(asked, day_at(context, asking)) if match.years else (asked,) if asked is not None else ()
    if not told:
        return match.free
    return all(
        (equal is None or plain(one) == plain(equal))
        and (low is None or compare(one, low) in (0, 1))
        and (high is None or compare(one, high) in (0, -1))
        for one in told
    )


def _years(born: Value, day: date | None) -> tuple[Value, ...]:
    """The completed years from a date to a day; the most and the least of them where the date is partial."""
    if day is None or not isinstance(born, PartialDate) or day < born.latest:
        return ()
    return tuple(Decimal(age(one, day)) for one in (born.earliest, born.latest))


def plain(value: Value) -> str:
    """A value as text that capitals and blanks make no other."""
    return " ".join(str("" if value is None else value).casefold().split())


def _sample(context: Context, asking: Place, form: str, item: str) -> Place:
    """The record as which a site's form is asked: the sample that is judged, where the asking form says which."""
    limited = context.index.limited.get((form, item), frozenset())
    for text in context.index.forms[asking.form].through:
        node = parse(text)
        assert isinstance(node, Call)
        ref = node.args[0]
        if isinstance(ref, Ref) and (ref.form, ref.item) in limited:
            found = samples_of(node, context.scope(asking))
            if found:
                return cast("FormScope", found[-1].scope).place or asking
    return asking
