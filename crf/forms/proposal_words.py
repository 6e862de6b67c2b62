"""Findings where laboratory values and the adverse event log disagree, in words."""

from __future__ import annotations

from collections.abc import Iterator

from crf.clinical.dates import PartialDate, show_date
from crf.ctcae import dictionary
from crf.forms.context import Context
from crf.forms.event_log import FORM
from crf.forms.logged import Logged, event_at
from crf.forms.proposals import Proposal, proposals_at, unsupported
from crf.forms.record import Finding, Place
from crf.text import Message, message, say

CHECK = "event:"
"""CHECK + CTCAE code is the check of a finding on a value that proposes an event, or is at odds with one."""

LOG = "event-value"
"""The check of an event that no laboratory value supports."""


def event_findings(context: Context, place: Place, item: str, line: int) -> Iterator[Finding]:
    """What is to say of a value against the log, or of an event against the values."""
    if place.form == FORM:
        if item in ("AEDECOD", "AESTDAT"):
            yield from _of_event(context, place, item)
        return
    for one in proposals_at(context, place, item, line):
        yield Finding(
            f"{CHECK}{one.code}", line, item, "soft", sentence(context, one), one.rests, settled(context, one)
        )


def sentence(context: Context, one: Proposal) -> Message:
    """What the log should say of a value, and what can be done."""
    event = event_at(context, one.event) if one.event else None
    if one.did:
        return message(f"proposal.is.{one.did}", **_told(one))
    names = {"event": span(event), "stands": grades_text(one.stands)} if event else {}
    return message(f"proposal.{one.kind}", **_told(one), **names)


def _told(one: Proposal) -> dict[str, str]:
    day = show_date(PartialDate.of(one.day))
    return {"value": one.told, "date": day, "term": term_name(one.code), "grade": grades_text(one.grades)}


def settled(context: Context, one: Proposal) -> str:
    """What a person made of it, in words; empty while nobody decided."""
    if one.did == "declined":
        return one.reason
    event = event_at(context, one.event) if one.did and one.event else None
    return say(f"proposal.{one.did}", event=name_of(event)) if event else ""


def grades_text(grades: tuple[int, ...]) -> str:
    """3; 1 or 2."""
    return say("proposal.or").join(str(grade) for grade in grades) or "–"


def term_name(code: str) -> str:
    """The CTCAE term of a code."""
    term = dictionary().by_code(code)
    return term.term if term else code


def span(event: Logged) -> str:
    """16-MAR-2026 – 30-MAR-2026; from 16-MAR-2026 while its end isn't known; of unknown onset."""
    if event.start is None:
        end = show_date(event.end) if event.end else ""
        return say("proposal.unknown.ended", end=end) if end else say("proposal.unknown")
    if event.end is None:
        return say("proposal.from", start=show_date(event.start))
    return say("proposal.span", start=show_date(event.start), end=show_date(event.end))


def name_of(event: Logged) -> str:
    """Febrile neutropenia from 16-MAR-2026."""
    return f"{event.term} {span(event)}"


def headline(told: Message) -> str:
    """What a sentence proposes in short: Platelet count decreased, grade 4, 16-MAR-2026."""
    return say(told.id.replace("proposal.", "proposal.head."), **dict(told.values))


def _of_event(context: Context, place: Place, item: str) -> Iterator[Finding]:
    event = event_at(context, place)
    found = unsupported(context, event) if event else None
    asked = event is not None and event.start is None and context.answer(place, "AESTDAT").blank
    if event is None or found is None or asked:
        return
    kind, day = found
    rests = f"{event.code};{event.start.iso if event.start else ''};{event.end.iso if event.end else ''};{day or ''}"
    if (kind, item) == ("none", "AEDECOD"):
        yield Finding(LOG, 0, item, "soft", message("proposal.log.none", term=event.term, event=span(event)), rests)
    if day is not None and event.start is not None and item == "AESTDAT":
        first = show_date(PartialDate.of(day))
        said = message("proposal.log.before", start=show_date(event.start), first=first)
        yield Finding(LOG, 0, item, "soft", said, rests)
