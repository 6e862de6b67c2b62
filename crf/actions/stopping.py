"""A visit that stays half entered for good: set to stopped with its reason, and taken back."""

from __future__ import annotations

from crf.actions.commit import Change, Done, commit
from crf.actions.session import Session
from crf.faults import refuse
from crf.forms.record import BLANK, Answer, Place
from crf.store.acts import STOP, VISIT_FORM


def stop_visit(session: Session, uid: str, event: str, key: str, reason: str) -> Done:
    """Say that nothing more will be entered of a visit, and why: what is missing is no longer due, its data stay.

    Refused where nothing was entered at it (such a visit is skipped) and where it is stopped already.
    """
    data = session.file.data(uid)
    begun = [place for place in data.records if (place.event, place.event_key) == (event, key)]
    if not any(data.at(place).started and 0 not in data.at(place).voided for place in begun):
        raise refuse("stop.empty")
    if (event, key) in data.stopped:
        raise refuse("stop.already")
    return _write(session, "stop", uid, event, key, Answer("Y", note=reason.strip()), reason)


def resume_visit(session: Session, uid: str, event: str, key: str, reason: str) -> Done:
    """Take it back: what is missing of the visit is due again. Refused where it isn't stopped."""
    if (event, key) not in session.file.data(uid).stopped:
        raise refuse("stop.not")
    return _write(session, "resume", uid, event, key, BLANK, reason)


def _write(session: Session, verb: str, uid: str, event: str, key: str, answer: Answer, reason: str) -> Done:
    if not reason.strip():
        raise refuse("reason.needed")
    return commit(session, verb, uid, [Change(Place(event, VISIT_FORM, key), 0, STOP, answer)], reason.strip())
