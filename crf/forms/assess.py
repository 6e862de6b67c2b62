"""A whole subject worked out anew: every record's derived values, findings and status, when an act is committed."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, frozen

from crf.forms.advance import Standing, settle
from crf.forms.context import Context
from crf.forms.record import Place, Step, SubjectData
from crf.study.evaluate import day_of

_PASSES = 5
"""Rounds until derived values that rest on other forms stand still; a chain of doses needs one each way."""


@frozen
class Assessed:
    """All steps of a subject by place, and her data with the derived values renewed."""

    data: SubjectData
    steps: Mapping[Place, Step]
    dates: Mapping[Place, str]


def assess(context: Context) -> Assessed:
    """Work out every record of the subject, in order of time, until nothing changes."""
    data = context.data
    forms = {form.id for form in context.study.forms}
    steps: dict[Place, Step] = {}
    for _ in range(_PASSES):
        before = data
        context = evolve(context, data=data)
        steps = {}
        for place in _in_order(context, forms):
            standing: Standing = settle(context.study.form(place.form), place, data.at(place), context)
            steps[place] = standing.step
            if standing.step.record != data.at(place):
                data = data.with_record(place, standing.step.record)
                context = evolve(context, data=data)
        if data == before:
            break
    return Assessed(data, steps, {place: _date(context, place) for place in steps})


def _in_order(context: Context, forms: set[str]) -> list[Place]:
    dated = [place for places in context.places.values() for place, _ in places]
    rest = [place for place in context.data.records if place.form in forms and place not in set(dated)]

    def key(place: Place) -> str:
        when = context.when(place)
        return day_of(when).latest.isoformat() if when is not None else "9999"

    return [*sorted(dated, key=key), *rest]


def _date(context: Context, place: Place) -> str:
    when = context.when(place)
    return day_of(when).iso if when is not None else ""
