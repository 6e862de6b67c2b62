"""A whole subject worked out anew: every record's derived values, findings and status, when an act is committed."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from crf.forms.advance import Derived, derive, judge
from crf.forms.context import Context, order_of
from crf.forms.record import Place, Step, SubjectData
from crf.study.evaluate import day_of


@frozen
class Assessed:
    """All steps of a subject by place, and her data with the derived values renewed."""

    data: SubjectData
    steps: Mapping[Place, Step]
    dates: Mapping[Place, str]


def assess(context: Context, before: SubjectData | None = None) -> Assessed:
    """Work out every record of the subject, in order of time, until nothing changes.

    A chain of doses settles in one round; a value that rests on a later record takes another. There are at most as many
    rounds as records. `before` are her data as saved last, where those of the context hold what was typed since.
    """
    forms, saved = context.index.forms, context.data if before is None else before
    derived: dict[Place, Derived] = {}
    for _ in context.data.records:
        seen = context
        for place in _in_order(context):
            derived[place] = derive(forms[place.form], place, context.data.at(place), context, saved=saved.at(place))
            context = derived[place].context
        if context is seen:
            break
    steps = {place: judge(forms[place.form], place, one) for place, one in derived.items()}
    return Assessed(context.data, steps, {place: _date(context, place) for place in steps})


def _in_order(context: Context) -> list[Place]:
    """Records of forms the study has, voided ones among them, in order of time."""
    places = [place for place in context.data.records if place.form in context.items]
    return sorted(places, key=lambda place: order_of(context.when(place)))


def _date(context: Context, place: Place) -> str:
    when = context.when(place)
    return day_of(when).iso if when is not None else ""
