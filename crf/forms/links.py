"""How one record names another: an adverse event its report, a report the one before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crf.clinical.dates import show_date
from crf.forms.record import Answer, Place, Where
from crf.forms.values import reported, show
from crf.study.evaluate import day_of
from crf.text import say, unit_words

if TYPE_CHECKING:
    from crf.forms.context import Context

MOST = 3
"""Answers a record is told by."""

_TELLING = ("text", "term", "date", "choice")


def link_to(place: Place) -> str:
    """A record's name in a link: form, event and what tells it apart; it never changes while the record stands."""
    return f"{place.form}@{'/'.join((place.event, place.event_key, place.form_key)).rstrip('/')}"


def link_to_value(place: Place, line: int, item: str) -> str:
    """The name of one value of a record in a link."""
    return f"{link_to(place)}#{item}{f'.{line}' if line else ''}"


def linked(context: Context, link: str) -> Place | None:
    """The record a link names, itself or one of its values, voided or not; None where nothing stands there."""
    record = link.partition("#")[0]
    return next((place for place in context.data.records if link_to(place) == record), None) if link else None


def place_in(link: str) -> Where | None:
    """The line and item of the value a link names; None where it names a whole record."""
    item, _, line = link.partition("#")[2].partition(".")
    return (int(line or 0), item) if item else None


def link_words(context: Context, answer: Answer) -> str:
    """The record a link names by its first answers, or the value with its day; empty for no link."""
    if not answer.value:
        return ""
    place = linked(context, answer.value)
    if place is None or place.form not in context.items:
        return say("link.gone")
    record, repeating = context.data.at(place), context.repeating
    if value := answer.value.partition("#")[2]:
        words = _value_words(context, place, *value.partition(".")[::2])
        return say("link.void", words=words) if 0 in record.voided else words
    told = [
        show(context.study, item, record.answer(item.id))
        for item in context.items[place.form].values()
        if item.type in _TELLING and (place.form, item.id) not in repeating and not item.link and not item.method
    ]
    words = ", ".join([one for one in told if one][:MOST])
    return say("link.void", words=words) if 0 in record.voided else words


def _value_words(context: Context, place: Place, item: str, line: str) -> str:
    """Platelets 24 ×10⁹/L, 16-MAR-2026."""
    asked = context.items[place.form].get(item)
    if asked is None:
        return say("link.gone")
    answer, when = context.data.at(place).answer(item, int(line or 0)), context.when(place)
    told = unit_words(reported(context.study, asked, answer))
    value = " ".join(filter(None, (asked.row or asked.ask, told)))
    return f"{value}, {show_date(day_of(when))}" if when is not None else value
