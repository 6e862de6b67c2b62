"""What a person makes of an event a value proposes: accepted into the log, joined to another event, or declined."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from crf.actions.commit import Change, commit
from crf.actions.rights import require
from crf.actions.session import Session
from crf.faults import Conflict, refuse
from crf.forms.context import Context
from crf.forms.event_log import FORM
from crf.forms.links import link_to, link_to_value
from crf.forms.logged import Logged, Said, event_at, open_on
from crf.forms.marks import EVENT
from crf.forms.proposal_words import term_name
from crf.forms.proposals import Proposal, proposals, proposals_at
from crf.forms.record import BLANK, Answer, Place
from crf.text import message, say

WORDS = 200
"""Characters of the event as reported."""


@frozen
class Taken:
    """What became of a proposal: the event that holds the value now, and the open findings of the subject."""

    event: Place
    findings: int


def proposed(session: Session, uid: str) -> tuple[Proposal, ...]:
    """The events that values of a subject propose and nobody decided yet, in order of time."""
    return proposals(session.reader.context(uid, session.now()))


def proposal_here(session: Session, uid: str, place: Place, item: str, line: int = 0) -> Proposal | None:
    """What a saved value proposes: the first that is open, else what was decided last; None for nothing."""
    context = session.reader.context(uid, session.now())
    found = list(proposals_at(context, place, item, line))
    return next((one for one in found if one.open), found[-1] if found else None)


def joinable(session: Session, uid: str, one: Proposal) -> tuple[Logged, ...]:
    """The events that went on when a value was taken, of other terms than its own."""
    events = open_on(session.reader.context(uid, session.now()), one.day)
    return tuple(event for event in events if event.code != one.code)


def accept(session: Session, uid: str, seen: Proposal, grade: int | None = None) -> Taken:
    """Bring what a value proposes into the log as one act: a new event, its grade, its end or its start.

    `grade` says which one where a clinical fact decides; refused without it, and for one that isn't possible.
    Conflict where value or log were changed, or somebody decided, since `seen` was shown.
    """
    require(session, "enter")
    heads = session.file.heads(uid, seen.place)
    context = session.reader.context(uid, session.now())
    one = _still(context, seen)
    chosen = _grade(one, grade)
    if one.kind in ("new", "ended"):
        place, changes = _new(session, one, chosen)
    else:
        assert one.event is not None
        event = event_at(context, one.event)
        assert event is not None
        place, changes = one.event, _onto(session, uid, context, one, event, chosen)
    said = Said("accepted", one.rests, link_to(place))
    done = commit(session, "accept", uid, [*changes, _marked(one, said, heads)], _reason(one))
    return Taken(place, done.findings)


def join(session: Session, uid: str, seen: Proposal, event: Place) -> Taken:
    """Say that a value belongs to an event of another term that went on when it was taken, as one act."""
    require(session, "enter")
    heads = session.file.heads(uid, seen.place)
    one = _still(session.reader.context(uid, session.now()), seen)
    if one.kind not in ("new", "ended"):
        raise refuse("proposal.join.none")
    if event not in [other.place for other in joinable(session, uid, one)]:
        raise refuse("proposal.join.day")
    done = commit(session, "join", uid, [_marked(one, Said("joined", one.rests, link_to(event)), heads)])
    return Taken(event, done.findings)


def decline(session: Session, uid: str, seen: Proposal, reason: str) -> int:
    """Say with a reason that the log stays as it is; returns the open findings of the subject."""
    require(session, "enter")
    if not reason.strip():
        raise refuse("reason.needed")
    heads = session.file.heads(uid, seen.place)
    one = _still(session.reader.context(uid, session.now()), seen)
    said = Said("declined", one.rests, reason=reason.strip())
    return commit(session, "decline", uid, [_marked(one, said, heads)], reason.strip()).findings


def withdraw(session: Session, uid: str, seen: Proposal, reason: str) -> int:
    """Take back that a value was declined or joined: it is asked again. An accepted event is voided in the log."""
    require(session, "enter")
    if not reason.strip():
        raise refuse("reason.needed")
    if seen.did not in ("declined", "joined"):
        raise refuse("proposal.withdraw.none")
    heads = session.file.heads(uid, seen.place)
    one = _same(session.reader.context(uid, session.now()), seen)
    if one is None or one.did != seen.did:
        raise Conflict(message("proposal.changed"))
    item = f"{EVENT}{one.item}:{one.code}"
    change = Change(one.place, one.line, item, BLANK, heads.get((one.line, item)), fresh=False)
    return commit(session, "withdraw", uid, [change], reason.strip()).findings


def _still(context: Context, seen: Proposal) -> Proposal:
    """The proposal as it stands, which must be as it was shown."""
    one = _same(context, seen)
    if one is None or not one.open or one.rests != seen.rests:
        raise Conflict(message("proposal.changed"))
    return one


def _same(context: Context, seen: Proposal) -> Proposal | None:
    found = proposals_at(context, seen.place, seen.item, seen.line)
    return next((one for one in found if one.code == seen.code), None)


def _grade(one: Proposal, grade: int | None) -> int:
    if grade is None and len(one.grades) > 1:
        raise refuse("proposal.grade.which", grades=say("proposal.or").join(map(str, one.grades)))
    chosen = one.grades[0] if grade is None else grade
    if chosen not in one.grades:
        raise refuse("proposal.grade.none", grade=chosen)
    return chosen


def _reason(one: Proposal) -> str:
    """Why answers of the log are changed: the value says so."""
    return "" if one.kind in ("new", "ended") else say("proposal.reason", value=one.told, date=one.day.isoformat())


def _marked(one: Proposal, said: Said, heads: dict[tuple[int, str], int]) -> Change:
    item = f"{EVENT}{one.item}:{one.code}"
    was = heads.get((one.line, item))
    return Change(one.place, one.line, item, Answer(said.write(), note=said.reason), was, fresh=False)


def _new(session: Session, one: Proposal, grade: int) -> tuple[Place, list[Change]]:
    """An event with what the value tells: words, term, start and grade; the rest is asked."""
    event = next(event.id for event in session.study.events if FORM in event.forms)
    place = Place(event, FORM, form_key=session.token()[:12])
    link = link_to_value(one.place, one.line, one.item)
    answers = {"AETERM": term_name(one.code)[:WORDS], "AEDECOD": one.code, "AESTDAT": one.day.isoformat()}
    if any(item.id == "AELBREF" for item in session.study.form(FORM).items):
        answers["AELBREF"] = link
    changes = [Change(place, 0, item, Answer(value)) for item, value in answers.items()]
    return place, [*changes, Change(place, 1, "AETOXGR", Answer(str(grade)))]


def _onto(session: Session, uid: str, context: Context, one: Proposal, event: Logged, grade: int) -> list[Change]:
    """What a value changes in an event that stands; that it ended as recovered is said in the offer."""
    heads = session.file.heads(uid, event.place)
    wheres = {
        "end": {(0, "AEONGO"): "N", (0, "AEENDAT"): one.day.isoformat(), (0, "AEOUT"): "RECOVERED"},
        "late": {(0, "AESTDAT"): one.day.isoformat()},
    }.get(one.kind) or dict(_graded(context, one, event, grade))
    return [
        Change(event.place, line, item, Answer(value), heads.get((line, item)), fresh=False)
        for (line, item), value in wheres.items()
    ]


def _graded(context: Context, one: Proposal, event: Logged, grade: int) -> Iterator[tuple[tuple[int, str], str]]:
    """The grade in the line that begins on the value's day, else in a further line."""
    record, day = context.data.at(event.place), one.day.isoformat()
    standing = [line for line in record.lines if line not in record.voided and record.answer("AETOXGR", line).value]
    begins = event.start.iso if event.start else ""
    since = {line: record.answer("AEGRDAT", line).value or begins for line in standing}
    same = [line for line in standing if since[line] == day]
    line = same[-1] if same else max(record.lines, default=0) + 1
    yield (line, "AETOXGR"), str(grade)
    if not same:
        yield (line, "AEGRDAT"), day
