"""The site's calendar: what is overdue, due today, due this week and later, over all subjects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from crf.clinical.dates import show_day, show_span
from crf.forms.context import Context
from crf.forms.schedule import Visit, visits
from crf.reading.appointments import appointment_words, outside_words
from crf.reading.form import WEEKDAYS
from crf.reading.reader import Reader
from crf.reading.subjects import state
from crf.reading.views import Calendar, Due, DueState
from crf.study.model import Phase
from crf.text import say

WEEK = 7
"""Days that `this week` looks ahead."""


def calendar(reader: Reader, now: datetime) -> Calendar:
    """Every visit that isn't done, by how pressing it is, then by day and number; voided subjects are left out."""
    found: list[Due] = []
    for row in reader.subjects():
        if row.voided:
            continue
        context = reader.context(row.uid, now)
        ended = ended_phase(context)
        for one in visits(context):
            standing = due_state(context, one, now.date(), ended)
            if standing in ("overdue", "today", "open", "week", "ahead"):
                found.append(_due(row.uid, row.label, one, standing, now.date()))
    found.sort(key=lambda one: (one.iso, one.label))
    return Calendar(
        f"{WEEKDAYS[now.weekday()]} {show_day(now.date(), year=True)}",
        _those(found, "overdue"),
        _those(found, "today", "open"),
        _those(found, "week"),
        _those(found, "ahead"),
    )


def _those(found: Sequence[Due], *states: DueState) -> tuple[Due, ...]:
    return tuple(one for one in found if one.state in states)


def ended_phase(context: Context) -> Phase | None:
    """The phase that ended the subject's course; None while it goes on."""
    reached = state(context)
    return reached if reached and reached.ends else None


def due_state(context: Context, one: Visit, today: date, ended: Phase | None) -> DueState:
    """How a visit stands: done, left out, past the end, overdue, due today, in its window, this week, ahead.

    Until its window is over, a visit with an appointment ahead stands by that day; outside the schedule always.
    """
    if one.exists:
        return "done"
    if (one.event.id, one.key) in context.data.skipped:
        return "skipped"
    if ended and one.event.id not in ended.keeps:
        return "not due"
    agreed = one.agreed.day if one.agreed and one.agreed.stands else None
    if one.planned is None and one.latest is None:
        return _by_day(agreed, today) if agreed else "unplanned"
    first, last = one.earliest or one.planned, one.latest or one.planned
    if agreed == today:
        return "today"
    if last and last < today:
        return "overdue"
    if agreed and agreed > today:
        return _by_day(agreed, today)
    if one.planned == today:
        return "today"
    if first and first <= today:
        return "open"
    return "week" if first and first <= today + timedelta(WEEK) else "ahead"


def _by_day(day: date, today: date) -> DueState:
    """How a visit stands that has one day and no window."""
    if day <= today:
        return "today" if day == today else "overdue"
    return "week" if day <= today + timedelta(WEEK) else "ahead"


def _due(uid: str, label: str, one: Visit, standing: DueState, today: date) -> Due:
    planned = one.planned or one.latest
    agreed = one.agreed.day if one.agreed and one.agreed.stands else None
    day = agreed or planned
    assert day is not None
    counted = planned if planned and standing in ("overdue", "open") else day  # these say since or until when
    away = (counted - today).days
    key = "calendar.today" if away == 0 else "calendar.in" if away > 0 else "calendar.ago"
    many = "1" if abs(away) == 1 else ""
    window = show_span(one.earliest, one.latest) if one.earliest and one.latest and one.earliest <= one.latest else ""
    return Due(
        uid,
        label,
        one.event.id,
        one.key,
        one.short,
        one.name,
        day.isoformat(),
        f"{WEEKDAYS[planned.weekday()]} {show_day(planned)}" if planned else "",
        window,
        say(key + many if away else key, days=abs(away)),
        standing,
        appointment_words(one.agreed) if one.agreed else "",
        outside_words(one),
        one.agreed.note if one.agreed else "",
    )
