"""Graded values compared with the adverse event log: which event each proposes, or which it is at odds with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from attrs import evolve, frozen

from crf.forms.context import Context
from crf.forms.graded import Graded, Spot, graded, graded_at, graded_subject, spots
from crf.forms.logged import Logged, event_named, events_of, said_of
from crf.forms.record import Answer, Place
from crf.forms.scope import FormScope
from crf.forms.values import reported
from crf.study.evaluate import Value, day_of, evaluate
from crf.study.expressions import Ref, parse
from crf.study.model import Item
from crf.text import Message, unit_words

Kind = Literal["new", "update", "end", "late", "ended"]
"""An event that isn't in the log; one with another grade that day; one still open though the value is back to grade 0;
one that begins only after the value; one that ended while the values still propose it."""

Did = Literal["", "accepted", "joined", "declined"]


@frozen
class Proposal:
    """What the log should say of a value, and what a person made of it.

    `grades` as graded: several where a clinical fact decides. `event` is the event it is at odds with, or (decided) was
    brought into; `stands` the grades that event has on the value's day.
    """

    place: Place
    line: int
    item: str
    code: str
    kind: Kind
    grades: tuple[int, ...]
    day: date
    value: str
    event: Place | None = None
    stands: tuple[int, ...] = ()
    did: Did = ""
    reason: str = ""
    question: Message | None = None  # what decides between several grades

    @property
    def told(self) -> str:
        """The value as people read it: a decision rests on its plain text."""
        return unit_words(self.value)

    @property
    def open(self) -> bool:
        """Whether somebody still has to decide."""
        return not self.did

    @property
    def least(self) -> int:
        """The grade that is sure whatever the clinical fact."""
        return min(self.grades)

    @property
    def rests(self) -> str:
        """What a decision rests on: once any of it changes, it is asked again."""
        event = self.event.form_key if self.event and not self.did else ""
        return json.dumps([self.kind, self.value, self.grades, event, self.stands])


def proposals(context: Context) -> tuple[Proposal, ...]:
    """What nobody decided yet, of all values of a subject in order of time."""
    if not _rule(context):
        return ()
    found = (proposal_of(context, one) for one in graded_subject(context))
    return tuple(one for one in found if one is not None and one.open)


def proposals_at(context: Context, place: Place, item: str, line: int) -> Iterator[Proposal]:
    """What one value proposes, decided or not, by each of its terms."""
    if not _rule(context) or not context.items[place.form][item].grades:
        return
    for one in graded(context, place, line, item):
        found = proposal_of(context, one)
        if found is not None:
            yield found


def proposal_of(context: Context, one: Graded) -> Proposal | None:
    """What a value proposes under a term; None where log and value agree, or the rule leaves it out."""
    day = _day(one)
    if one.baseline or not one.grading.grades or day is None:
        return None
    # Most values propose nothing and have no event: only for the others the rest of the casebook is looked at.
    if not (wanted(context, one) or events_of(context, one.code)) or _outdone(context, one, day):
        return None
    found = _at_odds(context, one, day)
    said = said_of(context, one.place, one.line, one.item, one.code)
    if said is None:
        return found
    event = event_named(context, said.event)
    if found is None:
        # Log and value agree: what is left to tell is where the event came from.
        told = _proposal(context, one, day, "new", event)
        return evolve(told, did="accepted") if event is not None and said.did == "accepted" else None
    if said.did == "declined" and said.rests == found.rests:
        return evolve(found, did="declined", reason=said.reason)
    # An event another term was chosen for since holds the value as one it was joined to does.
    brought = event is not None and event.code != one.code and found.kind in ("new", "ended")
    if brought and said.rests == found.rests:
        return evolve(found, did="joined", event=event.place if event else None, stands=())
    return found


def wanted(context: Context, one: Graded) -> bool:
    """Whether the rule of the definition holds for a value by the grade that is sure."""
    least = min(one.grading.grades, default=0)
    if not least or one.baseline:
        return False
    key = ("wanted", one.place, one.line, one.item, one.code)
    if key not in context.kept:
        scope = _Graded(context, one.place, one.line, one.item, least, one.code)
        context.kept[key] = evaluate(parse(_rule(context)), scope) is True
    return context.kept[key] is True


@frozen
class _Graded(FormScope):
    """A graded value as the rule sees it: GRADE, SIGNIFICANT and TERM beside all else."""

    grade: int = 0
    term: str = ""

    def value(self, ref: Ref) -> Value:
        """One of the three, else what stands in the casebook."""
        match ref:
            case Ref("GRADE", ""):
                return Decimal(self.grade)
            case Ref("SIGNIFICANT", ""):
                assert self.place is not None
                asked = self.context.index.forms[self.place.form].significant
                scope = self.context.scope(self.place, self.line, self.choice)
                return "Y" if asked and scope.result(asked) is True else "N"
            case Ref("TERM", ""):
                return self.term
        return super().value(ref)


def _rule(context: Context) -> str:
    """The rule by which values propose events; empty where none do, as in a study without a log of them."""
    grading = context.study.grading
    return grading.propose if grading and "AE" in context.items else ""


def _day(one: Graded) -> date | None:
    return day_of(one.day).complete if one.day is not None else None


def _between(context: Context, code: str, first: date, last: date) -> list[Graded]:
    """The values under a term from one day to another, the first included, that can be graded."""
    found = (graded_at(context, spot, code) for spot in spots(context, code) if spot.day and first <= spot.day < last)
    return [one for one in found if one is not None and one.grading.grades]


def _outdone(context: Context, one: Graded, day: date) -> bool:
    """Whether another value of the same day and term is worse: the log has one grade a day."""
    same = _between(context, one.code, day, day + timedelta(1))
    worst = max(same, key=lambda other: min(other.grading.grades), default=one)
    return (worst.place, worst.line, worst.item) != (one.place, one.line, one.item)


def measured(item: Item) -> bool:
    """Whether an item is a laboratory's: it has limits of normal. One reading of a sign doesn't tell the whole day."""
    return bool(item.lln or item.uln)


def _at_odds(context: Context, one: Graded, day: date) -> Proposal | None:
    """How the log differs from a value."""
    events = [event for event in events_of(context, one.code) if event.comparable]
    covering = [event for event in events if event.covers(day)]
    if covering:
        grades = set(one.grading.grades)
        # Of several events of the term that may have gone on that day the one with the value's grade is meant.
        agreeing = (event for event in covering if event.grades_on(day) & grades)
        return _against(context, one, day, next(agreeing, covering[-1]))
    if not wanted(context, one) or _absorbed(context, one, day):
        return None
    before = [event for event in events if event.end is not None and event.end.latest < day]
    if before and before[-1].end and not _recovered(context, one.code, before[-1].end.earliest, day):
        return _proposal(context, one, day, "ended", before[-1])
    after = [event for event in events if event.earliest > day]
    if after and not _recovered(context, one.code, day, after[0].latest):
        return _proposal(context, one, day, "late", after[0])
    return _proposal(context, one, day, "new", None)


def _against(context: Context, one: Graded, day: date, event: Logged) -> Proposal | None:
    """How an event that covers the day of a value differs from it."""
    stands, least = event.grades_on(day), min(one.grading.grades)
    on_first = event.latest >= day and not _begun(context, event, day)
    if event.end is not None and event.end.latest == day and not on_first:
        still = wanted(context, one) and not _recovered(context, one.code, day, day + timedelta(1))
        return _proposal(context, one, day, "ended", event) if still else None
    if not stands or stands & set(one.grading.grades):
        return None
    laboratory = measured(context.items[one.place.form][one.item])
    if not least:
        back = laboratory and one.grading.sure == 0 and event.end is None and not on_first
        return _proposal(context, one, day, "end", event) if back else None
    if laboratory or (wanted(context, one) and least > max(stands)):
        return _proposal(context, one, day, "update", event)
    return None


def _begun(context: Context, event: Logged, day: date) -> bool:
    """Whether a value from before a day shows that an event whose onset isn't wholly known had begun by then."""
    earlier = _between(context, event.code, event.earliest, day)
    return any(other.grading.worst and not other.baseline for other in earlier)


def _recovered(context: Context, code: str, first: date, last: date) -> bool:
    """Whether a value from one day to another, both included save the last, doesn't propose the event."""
    return any(not wanted(context, other) for other in _between(context, code, first, last))


def _absorbed(context: Context, one: Graded, day: date) -> bool:
    """Whether an earlier value of the term, no better than this one, was brought into an event that still goes on."""
    earlier = (spot for spot in spots(context, one.code) if spot.day is not None and spot.day < day)
    return any(_brought(context, spot, one, day) for spot in earlier)


def _brought(context: Context, spot: Spot, one: Graded, day: date) -> bool:
    said = said_of(context, spot.place, spot.line, spot.item.id, one.code)
    event = event_named(context, said.event) if said else None
    if event is None or event.code == one.code or not event.covers(day):
        return False
    other = graded_at(context, spot, one.code)
    return other is not None and min(one.grading.grades) <= max(other.grading.grades, default=0)


def _proposal(context: Context, one: Graded, day: date, kind: Kind, event: Logged | None) -> Proposal:
    stands = tuple(sorted(event.grades_on(day))) if event is not None else ()
    told = value_text(context, one.place, one.line, one.item)
    at = event.place if event else None
    grades, question = one.grading.grades, one.grading.question
    return Proposal(one.place, one.line, one.item, one.code, kind, grades, day, told, at, stands, question=question)


def value_text(context: Context, place: Place, line: int, item: str) -> str:
    """A value with its question and the unit it was reported in: Platelets 24 10^9/L."""
    asked = context.items[place.form][item]
    answer: Answer = context.answer(place, item, line)
    return f"{asked.row or asked.ask} {reported(context.study, asked, answer)}"


def unsupported(context: Context, event: Logged) -> tuple[Literal["none", "before"], date | None] | None:
    """How an event of a term that laboratory values are graded by differs from them.

    "none": no value supports it while it lasts; "before": it begins before the first one, on the day told. None where
    it agrees, and where a value that can't be graded may be the one.
    """
    if not _rule(context) or not event.comparable or not _from_laboratory(context, event.code):
        return None
    during = [spot for spot in spots(context, event.code) if spot.day is None or event.covers(spot.day)]
    values = [(spot.day, one) for spot in during if (one := graded_at(context, spot, event.code)) is not None]
    first = min((day for day, one in values if day is not None and one.grading.worst), default=None)
    if any(not one.grading.grades and (first is None or day is None or day < first) for day, one in values):
        return None
    if first is None:
        return "none", None
    return ("before", first) if event.latest < first else None


def _from_laboratory(context: Context, code: str) -> bool:
    pairs = (pair for pairs in context.index.graded.values() for pair in pairs)
    return any(code in item.grades and measured(item) for _, item in pairs)
