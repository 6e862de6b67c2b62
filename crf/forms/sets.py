"""Records of a site's form of which one holds: what each is called, and where they overlap or leave a gap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from crf.clinical.dates import PartialDate, show_date
from crf.forms.context import Context
from crf.forms.ranges import Span, family, plain, span_of
from crf.forms.record import Finding, Place
from crf.forms.values import show
from crf.study.evaluate import Value, compare
from crf.study.model import Applies, Match
from crf.text import message, say


def set_name(context: Context, place: Place) -> str:
    """What tells a record from the others: laboratory 01, Female, 18–64 years, from 01-JAN-2026 to 30-JUN-2026."""
    applies = context.index.forms[place.form].applies
    if applies is None:
        return context.index.forms[place.form].name
    parts = [_said(context, place, match) for match in applies.match]
    days = set_days(context, place)
    return ", ".join(part for part in (*parts, days) if part) or say("lab.set.unnamed")


def set_fits(context: Context, place: Place) -> tuple[str, ...]:
    """What each condition of a record says, in the order of the definition; empty for one that fits everything."""
    applies = context.index.forms[place.form].applies
    return tuple(_said(context, place, match) for match in applies.match) if applies else ()


def set_days(context: Context, place: Place) -> str:
    """The days a record is in force: from 01-JAN-2026 to 30-JUN-2026; empty where it says neither."""
    applies = context.index.forms[place.form].applies
    first = _text(context, place, applies.since) if applies else ""
    last = _text(context, place, applies.until) if applies else ""
    if first and last:
        return say("lab.set.span", first=first, last=last)
    return say("lab.set.from", first=first) if first else say("lab.set.to", last=last) if last else ""


def _said(context: Context, place: Place, match: Match) -> str:
    if match.equal:
        return _text(context, place, match.equal)
    low, high = (_text(context, place, item) for item in (match.low, match.high))
    unit = context.items[place.form][match.low or match.high].unit
    if low and high:
        return f"{low}–{high} {unit}".strip()
    return f"≥ {low} {unit}".strip() if low else f"≤ {high} {unit}".strip() if high else ""


def _text(context: Context, place: Place, item: str) -> str:
    return show(context.study, context.items[place.form][item], context.answer(place, item)) if item else ""


def set_findings(context: Context, place: Place) -> Iterator[Finding]:
    """What doesn't fit between a record and the others that hold for the same subjects."""
    applies = context.index.forms[place.form].applies
    if applies is None:
        return
    own = span_of(context, place, applies)
    others = [
        span_of(context, other, applies)
        for other, _ in context.places.get(place.form, ())
        if other != place and _alike(context, place, other, applies)
    ]
    for other in others:
        ended = other.last is not None and other.first < own.first <= other.last
        if other.first == own.first or ended:
            told = message("lab.set.overlap", other=set_name(context, other.place))
            yield Finding("sets-overlap", 0, applies.since, "soft", told, _rests(own, other))
    before = [other for other in others if other.first < own.first]
    last = max((other for other in before if other.last is not None), key=lambda span: span.first, default=None)
    day = own.first - timedelta(1) if before else own.first
    if last is not None and not any(other.holds(day) for other in before):
        assert last.last is not None
        gap = tuple(show_date(PartialDate.of(one)) for one in (last.last + timedelta(1), day))
        told = message("lab.set.gap", first=gap[0], last=gap[1], other=set_name(context, last.place))
        yield Finding("sets-gap", 0, applies.since, "soft", told, _rests(own, last))


def _rests(own: Span, other: Span) -> str:
    return ";".join(f"{span.first}:{span.last or ''}" for span in (own, other))


def _alike(context: Context, one: Place, other: Place, applies: Applies) -> bool:
    """Whether two records can hold for the same subject's record: the same laboratory, sexes and ages that meet."""
    if family(context, one, applies) != family(context, other, applies):
        return False
    return all(_meet(context, one, other, match) for match in applies.match if not match.free)


def _meet(context: Context, one: Place, other: Place, match: Match) -> bool:
    def both(item: str) -> tuple[Value, Value]:
        return (context.read(one, item), context.read(other, item)) if item else (None, None)

    mine, theirs = both(match.equal)
    if mine is not None and theirs is not None and plain(mine) != plain(theirs):
        return False
    (low, their_low), (high, their_high) = both(match.low), both(match.high)
    return compare(low, their_high) != 1 and compare(their_low, high) != 1
