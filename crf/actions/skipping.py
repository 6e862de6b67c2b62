"""A visit that is left out: said with its reason, and taken back."""

from __future__ import annotations

from crf.actions.commit import Change, Done, commit
from crf.actions.session import Session
from crf.faults import refuse
from crf.forms.record import BLANK, Answer, Place
from crf.store.acts import SKIP, VISIT_FORM


def skip_visit(session: Session, uid: str, event: str, key: str, reason: str) -> Done:
    """Say that a visit was left out and why. Refused where something was entered at it."""
    data = session.file.data(uid)
    taken = [place for place in data.records if (place.event, place.event_key) == (event, key)]
    if any(data.at(place).started and 0 not in data.at(place).voided for place in taken):
        raise refuse("skip.taken")
    return _write(session, "skip", uid, event, key, Answer("Y", note=reason.strip()), reason)


def unskip_visit(session: Session, uid: str, event: str, key: str, reason: str) -> Done:
    """Take it back: the visit is due again."""
    return _write(session, "unskip", uid, event, key, BLANK, reason)


def _write(session: Session, verb: str, uid: str, event: str, key: str, answer: Answer, reason: str) -> Done:
    if not reason.strip():
        raise refuse("reason.needed")
    return commit(session, verb, uid, [Change(Place(event, VISIT_FORM, key), 0, SKIP, answer)], reason)
