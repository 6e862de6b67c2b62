"""The same adverse event entered twice: one term, or one wording, in periods that may overlap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from attrs import frozen

from crf.clinical.dates import PartialDate
from crf.forms.context import Context
from crf.forms.dates import show_iso
from crf.forms.event_log import FORM
from crf.forms.record import Finding, Place
from crf.forms.values import show
from crf.text import message, say

CHECK = "twice"
TERM, WORDS = "AEDECOD", "AETERM"


@frozen
class Period:
    """The days an event may have covered at most, with the times of day known for its ends; `text` names its dates."""

    first: date
    last: date
    begins: str
    ends: str
    text: str

    def may_overlap(self, other: Period) -> bool:
        """Whether both may have gone on at once: one that ended before the other began that day did not."""
        return self._reaches(other) and other._reaches(self)

    def _reaches(self, other: Period) -> bool:
        if self.last == other.first and self.ends and other.begins:
            return self.ends > other.begins
        return self.last >= other.first


def entered_twice(context: Context, place: Place, item: str) -> Iterator[Finding]:
    """A soft finding on the event entered later: on its term where both have the same, else on the same words.

    Nothing where no start was entered yet, and for forms other than the adverse event's.
    """
    if place.form != FORM or item not in (TERM, WORDS):
        return
    own = _period(context, place)
    for other in _alike(context, place, item) if own else ():
        before = _period(context, other)
        if own and before and own.may_overlap(before):
            told = message("check.twice", event=_name(context, other), period=before.text)
            yield Finding(CHECK, 0, item, "soft", told, f"{other.form_key}:{before.text};{own.text}")
            return


def _name(context: Context, place: Place) -> str:
    """The term and the words of an event."""
    coded = context.items[FORM].get(TERM)
    term = show(context.study, coded, context.answer(place, TERM)) if coded else ""
    return " · ".join(one for one in (term, context.answer(place, WORDS).value) if one)


def _alike(context: Context, place: Place, item: str) -> list[Place]:
    """Events entered before this one with its term; asked for its words, those with its words and another term."""
    own, term = _said(context, place, item), _said(context, place, TERM)
    found = [one for one in _places(context, item).get(own, ()) if one != place] if own else []
    if item == WORDS and term:
        found = [one for one in found if _said(context, one, TERM) != term]
    order = list(context.data.records) if found else []
    return [one for one in order[: order.index(place)] if one in found] if found else []


def _places(context: Context, item: str) -> Mapping[str, Sequence[Place]]:
    """The events by what they say of an item, worked out once."""
    known = context.alike.get(item)
    if known is None:
        found: dict[str, list[Place]] = {}
        for one, _ in context.places.get(FORM, ()):
            found.setdefault(_said(context, one, item), []).append(one)
        known = context.alike[item] = found
    return known


def _said(context: Context, place: Place, item: str) -> str:
    """A term's code, or the words in small letters without idle blanks."""
    return " ".join(context.answer(place, item).value.casefold().split())


def _period(context: Context, place: Place) -> Period | None:
    """When an event was there at most: an end not known yet, a start said to be unknown are open; None without one."""
    said = context.answer(place, "AESTDAT")
    if said.blank:
        return None
    start = said.value
    going = context.answer(place, "AEONGO").value == "Y"
    end = "" if going else context.answer(place, "AEENDAT").value
    until = say("twice.going") if going else show_iso(end) if end else say("twice.open")
    return Period(
        PartialDate.parse_iso(start).earliest if start else date.min,
        PartialDate.parse_iso(end).latest if end else date.max,
        _clock(context, place, "AESTTIM", start),
        _clock(context, place, "AEENTIM", end),
        f"{show_iso(start) if start else say('twice.unknown')} – {until}",
    )


def _clock(context: Context, place: Place, item: str, day: str) -> str:
    """The time of day at an end of an event; empty where it, or its day, isn't known."""
    whole = bool(day) and PartialDate.parse_iso(day).complete is not None
    return context.answer(place, item).value if whole else ""
