"""Ongoing adverse events that are to be asked again, because a visit was entered since they were last spoken of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import frozen

from crf.clinical.dates import PartialDate
from crf.forms.context import Context
from crf.forms.event_log import FORM
from crf.forms.marks import ONGOING
from crf.forms.record import Place
from crf.forms.schedule import Visit, visits
from crf.forms.standing import lock_of


@frozen
class Asked:
    """The events that go on as far as is known, the visit they are asked at, and the last day all were spoken of."""

    places: tuple[Place, ...]
    visit: str
    day: date
    since: date


def ask_again(context: Context, said: Mapping[Place, date]) -> Asked | None:
    """The ongoing events of a subject to be asked again at her latest visit; None where none is.

    An event is asked where the visit lies after every day it was spoken of: its start, each of its grades, the day
    somebody last answered that it goes on (`said`, by place), and the day it was last asked at; not where it is locked.
    An offer, no finding.
    """
    latest = _latest(context)
    if latest is None or latest.actual is None or not context.study.has_form(FORM):
        return None
    spoken = {
        place: _spoken(context, place, said.get(place))
        for place, _ in context.places.get(FORM, ())
        if context.answer(place, "AEONGO").value == "Y" and lock_of(context.data, place) is None
    }
    due = {place: day for place, day in spoken.items() if day is not None and day < latest.actual}
    return Asked(tuple(due), latest.name, latest.actual, min(due.values())) if due else None


def _latest(context: Context) -> Visit | None:
    """The visit with the latest day of those that happened."""
    happened = [one for one in visits(context) if one.actual is not None and not one.void]
    return max(happened, key=lambda one: one.actual or date.min, default=None)


def _spoken(context: Context, place: Place, said: date | None) -> date | None:
    """The last day an event was spoken of; None where not even its start is known."""
    record = context.data.at(place)
    lines = [line for line in record.lines if line not in record.voided]
    days = [record.answer("AESTDAT").value, record.mark(ONGOING).value]
    days += [record.answer("AEGRDAT", line).value for line in lines]
    found = [PartialDate.parse_iso(day).earliest for day in days if day]
    return max([*found, said] if said else found, default=None)
