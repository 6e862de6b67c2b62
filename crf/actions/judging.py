"""Confirming judgements: an investigator stands behind answers that somebody else typed."""

from __future__ import annotations

from collections.abc import Collection

from attrs import frozen

from crf.actions.commit import Change, commit
from crf.actions.session import Session
from crf.faults import Conflict, refuse
from crf.forms.advance import advance
from crf.forms.judged import JUDGE, marks_of, waiting, waiting_in
from crf.forms.record import Place, Record, Where
from crf.text import message


@frozen
class Judged:
    """What a confirmation wrote: how many judgements count now, and the open findings of the subject."""

    count: int
    findings: int


def may_judge(session: Session) -> bool:
    """Whether the person at the keyboard may confirm judgements."""
    return session.person is not None and session.person.role == JUDGE


def judge(
    session: Session, uid: str, place: Place, wheres: Collection[Where] | None = None, seen: Record | None = None
) -> Judged:
    """Confirm judgements of a form as they stand, all that wait or those named.

    Refused for anyone but an investigator, and where none of them waits. `seen` is the form as it was shown: Conflict
    where a judgement, or what it rests on, was changed since; then nothing is written.
    """
    if not may_judge(session):
        raise refuse("judge.role")
    context = session.reader.context(uid, session.now())
    form, record = session.study.form(place.form), context.data.at(place)
    step = advance(place, record, None, context)
    found = [where for where in waiting(form, step.record, step.visible) if wheres is None or where in wheres]
    if not found or context.data.voided:
        raise refuse("judge.nothing")
    marks = marks_of(form, step.record, found)
    if seen is not None and marks_of(form, seen, found) != marks:
        raise Conflict(message("judge.changed"))
    changes = [Change(place, line, item, mark) for (line, item), mark in marks.items()]
    done = commit(session, "judge", uid, changes)
    return Judged(len(found), done.findings)


def waiting_here(session: Session, uid: str, place: Place) -> tuple[Where, ...]:
    """The judgements of one form that wait, as it is saved."""
    context = session.reader.context(uid, session.now())
    return waiting_in(context, place)
