"""Times of day that no clock showed, or that came twice, because the clocks were changed that night."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from crf.clinical.dates import Moment, PartialDate, add_hours, show_date
from crf.forms.context import Context
from crf.forms.record import Finding, Record, Where
from crf.forms.values import moment, typed
from crf.study.model import Item
from crf.text import message

GAP, TWICE = "skipped", "repeated"
"""Checks every form has: of a time that didn't exist, and of one that existed twice."""


def clock_findings(context: Context, record: Record, item: Item, where: Where) -> Iterator[Finding]:
    """A soft finding where a time, with its date, was skipped or shown twice: it says how the time is counted."""
    found = _moment(context, record, item, where[0])
    # Nothing added to it, a moment stands as the clocks of the site showed it.
    counted = add_hours(found, Decimal(0)) if found else None
    if found is None or counted is None or (found.exists and not found.twice):
        return
    check = TWICE if found.exists else GAP
    told = message(
        f"check.{check}",
        question=item.ask,
        day=show_date(PartialDate.of(found.day)),
        clock=format(found.clock, "%H:%M"),
        counted=format(counted.clock, "%H:%M"),
        offset=counted.offset,
    )
    yield Finding(check, *where, "soft", told, f"{found.day.isoformat()} {record.answer(where[1], where[0]).value}")


def _moment(context: Context, record: Record, item: Item, line: int) -> Moment | None:
    """The moment of a date with a time, or of a time with the date right before it; None for all else.

    Of a derived moment its parts are told.
    """
    answer = record.answer(item.id, line)
    value = typed(item, answer, context.zone) if item.type == "datetime" and not item.method else None
    day = context.index.days.get((record.form, item.id)) if item.type == "time" and answer.value else None
    if day is not None:
        on = typed(day, record.answer(day.id, context.line_of(record.form, day.id, line)), context.zone)
        value = moment(on, answer.value, context.zone) if isinstance(on, PartialDate) else None
    return value if isinstance(value, Moment) else None
