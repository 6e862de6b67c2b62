"""How one record names another: an adverse event its report, a report the one before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crf.forms.record import Answer, Place
from crf.forms.values import show
from crf.text import say

if TYPE_CHECKING:
    from crf.forms.context import Context

MOST = 3
"""Answers a record is told by."""

_TELLING = ("text", "term", "date", "choice")


def link_to(place: Place) -> str:
    """A record's name in a link: form, event and what tells it apart; it never changes while the record stands."""
    return f"{place.form}@{'/'.join((place.event, place.event_key, place.form_key)).rstrip('/')}"


def linked(context: Context, link: str) -> Place | None:
    """The record a link names, voided or not; None where nothing stands there."""
    return next((place for place in context.data.records if link_to(place) == link), None) if link else None


def link_words(context: Context, answer: Answer) -> str:
    """The record a link names by its first answers, as people know it; empty for no link."""
    if not answer.value:
        return ""
    place = linked(context, answer.value)
    if place is None or place.form not in context.items:
        return say("link.gone")
    record, repeating = context.data.at(place), context.repeating
    told = [
        show(context.study, item, record.answer(item.id))
        for item in context.items[place.form].values()
        if item.type in _TELLING and (place.form, item.id) not in repeating and not item.link
    ]
    words = ", ".join([one for one in told if one][:MOST])
    return say("link.void", words=words) if 0 in record.voided else words
