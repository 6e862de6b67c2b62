"""Values of records graded by CTCAE: against the limits of normal in force, and the baseline before the first drug."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import cast

from attrs import frozen

from crf.clinical.dates import Moment, PartialDate
from crf.ctcae.conversions import unit
from crf.ctcae.grading import Grading, Reading, grade, numeric_term
from crf.ctcae.terms import VERSION
from crf.forms.context import Context, When, order_of
from crf.forms.normal import normal
from crf.forms.record import Answer, Place
from crf.forms.scope import FormScope
from crf.forms.values import as_typed, factor_of
from crf.study.evaluate import Sample, compare, day_of
from crf.study.expressions import Ref, parse, refs
from crf.study.model import Group, Item


@frozen
class Graded:
    """One value graded by one term: where it stands, what it was graded with, and what came out.

    `baseline` says that it was taken before the first study drug: such a value is graded by the limits of normal alone.
    """

    place: Place
    line: int
    item: str
    code: str
    grading: Grading
    reading: Reading
    day: When
    baseline: bool


def graded(context: Context, place: Place, line: int = 0, id: str = "") -> tuple[Graded, ...]:
    """Every value of a record (of one of its lines) under every term it is graded by, in the order of the form.

    With `id` that of one item.
    None in a study whose events are coded in another version of CTCAE than the criteria here encode.
    """
    return tuple(
        found
        for group, item in context.index.graded.get(place.form, ())
        if group.repeats is bool(line) and id in ("", item.id)
        for found in _item(context, place, line, group, item)
    )


def graded_subject(context: Context) -> tuple[Graded, ...]:
    """Every graded value of a subject, in order of time; undated ones last."""
    found: list[Graded] = []
    for form in context.index.graded:
        for place, _ in context.places.get(form, ()):
            record = context.record(place)
            for line in (0, *(record.lines if record else ())):
                found.extend(graded(context, place, line))
    return tuple(sorted(found, key=lambda one: order_of(one.day)))


@frozen
class Spot:
    """Where a value of a term may stand, and the day it was taken; None where that isn't known, or not wholly."""

    place: Place
    line: int
    group: Group
    item: Item
    day: date | None


def spots(context: Context, code: str) -> tuple[Spot, ...]:
    """Where values of a subject under a term may stand, in order of time: grading them costs more than finding them."""
    key = ("spots", code)
    if key not in context.kept:
        found = [
            (time_of(context.scope(place, line)), (place, line, group, item))
            for form, pairs in context.index.graded.items()
            for group, item in pairs
            if code in item.grades
            for place, _ in context.places.get(form, ())
            for line in (context.data.at(place).lines if group.repeats else (0,))
        ]
        found.sort(key=lambda one: order_of(one[0]))
        context.kept[key] = tuple(Spot(*at, day_of(when).complete if when else None) for when, at in found)
    return cast("tuple[Spot, ...]", context.kept[key])


def graded_at(context: Context, spot: Spot, code: str) -> Graded | None:
    """The value at a spot under a term; None where none stands."""
    found = _item(context, spot.place, spot.line, spot.group, spot.item)
    return next((one for one in found if one.code == code), None)


def _item(context: Context, place: Place, line: int, group: Group, item: Item) -> tuple[Graded, ...]:
    """The value of an item under all its terms, worked out once for these data."""
    key = ("graded", place, line, item.id)
    if key not in context.kept:
        context.kept[key] = tuple(_terms(context, place, line, group, item)) if _encoded(context) else ()
    return cast("tuple[Graded, ...]", context.kept[key])


def _encoded(context: Context) -> bool:
    return context.study.ctcae == VERSION


def _terms(context: Context, place: Place, line: int, group: Group, item: Item) -> Iterator[Graded]:
    scope = context.scope(place, line)
    value = context.read(place, item.id, line)
    record = context.record(place)
    if not isinstance(value, Decimal) or record is None or (line, item.id) in record.drafts:
        return
    if not _asked(scope, group, item):
        return
    day, before = _taken(context, scope)
    limits = normal(scope, item)
    base = None if before else baseline(context, place.form, group, item)
    numbers = (value, limits.low, limits.high, cast("Decimal", base.value) if base else None)
    reported = _reported(context, place, item, line)
    for code in item.grades:
        abnormal = False if before else _abnormal(base, item, code) if base else None
        reading = _reading(item, reported, code, numbers, abnormal)
        yield Graded(place, line, item.id, code, _grade(code, reading), reading, day, before)


Numbers = tuple[Decimal, Decimal | None, Decimal | None, Decimal | None]
"""A value, its limits of normal and its baseline."""


def _reading(item: Item, answer: Answer, code: str, numbers: Numbers, abnormal: bool | None) -> Reading:
    """What a term grades by: in the unit of the report where NCI's text has figures of its own in it.

    Its figures are rounded unit by unit: glucose of 3.02 mmol/L is grade 1 by "<LLN - 3.0 mmol/L" and would be grade 2
    by "<55 - 40 mg/dL".
    """
    factor, name = _figures(item, answer, code)
    value, low, high, base = (None if one is None else one / factor for one in numbers)
    if item.method and value is not None and factor != 1 and item.decimals >= 0:
        # What was computed and rounded in one unit is so in another: 1.75 mmol/L comes back as 1.75, not 1.749.
        value = value.quantize(Decimal(1).scaleb(-item.decimals))
    return Reading(value, name, low, high, base, abnormal)


def _reported(context: Context, place: Place, item: Item, line: int) -> Answer:
    """The answer that says which unit the report has: of a derived value that of the first it is computed from."""
    items = context.items[place.form]
    sources = [items[ref.item] for ref in refs(parse(item.method)) if ref.item in items] if item.method else []
    source = next((one for one in sources if one.unit == item.unit), item)
    return context.answer(place, source.id, line)


def _figures(item: Item, answer: Answer, code: str) -> tuple[Decimal, str]:
    """The unit a value is graded in, and how many of the item's own one of it is."""
    term = numeric_term(code)
    factor = factor_of(item, answer.unit) if answer.unit and as_typed(item, answer) else None
    known = unit(term.analyte, answer.unit) if term else None
    if factor and term and known and known.name in term.units:
        return factor, answer.unit
    return Decimal(1), item.unit


_grade = lru_cache(maxsize=8192)(grade)
"""The same values are graded again with each key that is pressed in a form."""


def _taken(context: Context, scope: FormScope) -> tuple[When, bool]:
    """When a record's values were taken, and whether that is before the first study drug."""
    key = ("taken", scope.place)
    if key not in context.kept:
        day = time_of(scope)
        context.kept[key] = (day, is_before(context, day))
    return cast("tuple[When, bool]", context.kept[key])


def _asked(scope: FormScope, group: Group, item: Item) -> bool:
    """Whether an item is asked where it stands: what is hidden isn't judged."""
    return all(scope.result(one) is True for one in (group.show, item.show) if one)


def time_of(scope: FormScope) -> When:
    """When a value was taken: its record's time, else the day of its visit."""
    assert scope.place is not None
    when = scope.context.when(scope.place)
    if when is not None:
        return when
    day = scope.visit_day()
    return PartialDate.of(day) if day else None


def is_before(context: Context, day: When) -> bool:
    """Whether a value taken then is from before the first study drug, or at it.

    The same day without a time counts as before: a sample is drawn before a dose unless it says otherwise.
    """
    begins = _begins(context)
    if begins is None:
        return True
    if day is None:
        return False
    order = compare(day, begins)
    if order is None:
        return day_of(day).complete == day_of(begins).complete
    return order != 1


def _begins(context: Context) -> When:
    """When the first study drug was given; None before that, and in a study that doesn't say."""
    if "begins" not in context.kept:
        rule = context.study.grading
        found = context.scope().result(rule.begins) if rule else None
        context.kept["begins"] = found if isinstance(found, Moment | PartialDate) else None
    return cast("When", context.kept["begins"])


def baseline(context: Context, form: str, group: Group, item: Item) -> Sample | None:
    """The last value of an item before the first study drug, over all visits; None where there is none."""
    key = ("baseline", form, item.id)
    if key not in context.kept:
        context.kept[key] = _baseline(context, form, group, item)
    return cast("Sample | None", context.kept[key])


def _baseline(context: Context, form: str, group: Group, item: Item) -> Sample | None:
    dated = [
        (time_of(cast("FormScope", sample.scope)), sample)
        for sample in context.scope().samples(Ref(item.id, form))
        if isinstance(sample.value, Decimal) and _asked(cast("FormScope", sample.scope), group, item)
    ]
    before = [(day, sample) for day, sample in dated if day is not None and is_before(context, day)]
    return sorted(before, key=lambda pair: order_of(pair[0]))[-1][1] if before else None


def _abnormal(base: Sample, item: Item, code: str) -> bool | None:
    """Whether a baseline lay beyond its limit on the term's side, by the range in force at its sample."""
    limits = normal(cast("FormScope", base.scope), item)
    value = cast("Decimal", base.value)
    term = numeric_term(code)
    if term is not None and term.direction == "low":
        return None if limits.low is None else value < limits.low
    return None if limits.high is None else value > limits.high
