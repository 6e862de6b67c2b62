"""What stands above an open form: its way, day and window, and its neighbours in the order of visits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from crf.clinical.dates import PartialDate, show_date, show_day, show_span
from crf.forms.context import Context
from crf.forms.record import Place
from crf.forms.schedule import Visit, day_label, visit, visits
from crf.forms.sets import set_name
from crf.forms.standing import kept
from crf.reading.reader import Reader
from crf.reading.views import FormHead
from crf.study.model import Study
from crf.text import say

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def form_head(reader: Reader, uid: str, place: Place, now: datetime) -> FormHead:
    """The head of a form page."""
    context = reader.context(uid, now)
    form = (kept(context, place) or context).study.form(place.form)
    event = reader.study.event(place.event)
    order = [Place(event.id, one) for one in event.forms] if event.kind == "site" else neighbours(context)
    at = _index(order, place)
    return FormHead(
        reader.study.id,
        reader.site,
        context.data.label,
        visit_of(context, place),
        form.short or form.name,
        form.version,
        *_days(context, place),
        at + 1,
        len(order) if at < len(order) else at + 1,
        order[at - 1] if 0 < at <= len(order) else None,
        order[at + 1] if at + 1 < len(order) else None,
    )


def _index(order: list[Place], place: Place) -> int:
    """Where a place stands; a repeat not yet begun stands where the next one is planned."""
    if place in order:
        return order.index(place)
    ahead = Place(place.event, place.form)
    return order.index(ahead) if ahead in order else len(order)


def visit_of(context: Context, place: Place) -> str:
    """The name of the visit a place belongs to, or of the log or site it stands in."""
    event = context.study.event(place.event)
    if event.kind in ("log", "site"):
        return event.name
    return visit_name(visit(context, place.event, place.event_key), context)


def in_time(found: Sequence[Visit]) -> list[Visit]:
    """Visits in order of their planned days; one without a day stays behind the one the definition names before it.

    One outside the schedule stands at its day, or at the day of its appointment.
    """
    keyed: list[tuple[date, Visit]] = []
    last = date.min
    for one in found:
        last = one.planned or one.actual or one.earliest or (one.agreed.day if one.agreed else last)
        keyed.append((last, one))
    return [one for _, one in sorted(keyed, key=lambda pair: pair[0])]


def neighbours(context: Context) -> list[Place]:
    """All forms of all visits in order, as the matrix shows them column by column."""
    found: list[Place] = []
    for one in in_time(visits(context)):
        found.extend(Place(one.event.id, form, one.key) for form in one.event.forms)
    return found


def visit_name(one: Visit, context: Context) -> str:
    """D-4 Conditioning; the name alone where the column's head says the same."""
    label = day_label(context, one.actual or one.planned)
    return f"{label} {one.name}" if label and not one.name.startswith("Day ") else one.name


def _days(context: Context, place: Place) -> tuple[str, str]:
    """The lines under the title: day and date; window and the planned day it rests on."""
    kind = context.study.event(place.event).kind
    if kind in ("log", "site"):
        several = context.study.form(place.form).applies is not None and context.record(place) is not None
        return say("form.log" if kind == "log" else "form.site"), set_name(context, place) if several else ""
    one = visit(context, place.event, place.event_key)
    day = one.actual or one.planned
    label = day_label(context, day)
    dated = f"{WEEKDAYS[day.weekday()]} {show_day(day, year=True)}" if day else say("form.undated")
    first = f"{label}, {dated}" if label else dated
    return first, _window(context, one)


def _window(context: Context, one: Visit) -> str:
    if not one.earliest or not one.latest:
        return ""
    anchor = one.event.anchor
    day, actual = context.anchors[anchor]
    assert day is not None
    kind = "form.window.actual" if actual else "form.window.planned"
    return say(kind, window=show_span(one.earliest, one.latest), anchor=anchor, day=show_day(day))


def show_partial(iso: str) -> str:
    """An ISO date as printed; empty stays empty."""
    return show_date(PartialDate.parse_iso(iso)) if iso else ""


def form_name(study: Study, form: str) -> str:
    """The short name of a form."""
    found = study.form(form)
    return found.short or found.name
