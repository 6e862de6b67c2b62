"""Locking a form, a visit or a subject, and opening it again: each with a reason; what is locked can't be changed."""

from __future__ import annotations

from crf.actions.commit import Change, Done, commit
from crf.actions.enrol import PLACE
from crf.actions.rights import require
from crf.actions.session import Session
from crf.faults import refuse
from crf.forms.marks import LOCKED
from crf.forms.record import BLANK, Answer, Place
from crf.store.acts import VISIT_FORM


def lock_form(session: Session, uid: str, place: Place, reason: str) -> Done:
    """Lock one form as it stands; its derived values stay too, and a difference becomes a finding."""
    return _write(session, "lock", uid, place, reason)


def unlock_form(session: Session, uid: str, place: Place, reason: str) -> Done:
    """Open it again."""
    return _write(session, "unlock", uid, place, reason)


def lock_visit(session: Session, uid: str, event: str, key: str, reason: str) -> Done:
    """Lock every form of a visit, also those not begun."""
    return _write(session, "lock", uid, Place(event, VISIT_FORM, key), reason)


def unlock_visit(session: Session, uid: str, event: str, key: str, reason: str) -> Done:
    """Open the visit again; forms locked by themselves stay locked."""
    return _write(session, "unlock", uid, Place(event, VISIT_FORM, key), reason)


def lock_subject(session: Session, uid: str, reason: str) -> Done:
    """Lock all of a subject: no form, line or visit can be added or changed."""
    return _write(session, "lock", uid, PLACE, reason)


def unlock_subject(session: Session, uid: str, reason: str) -> Done:
    """Open her again; visits and forms locked by themselves stay locked."""
    return _write(session, "unlock", uid, PLACE, reason)


def _write(session: Session, verb: str, uid: str, place: Place, reason: str) -> Done:
    require(session, "lock")
    if not reason.strip():
        raise refuse("reason.needed")
    locked = _own(session, uid, place)
    if (verb == "lock") == locked:
        raise refuse(f"lock.{verb}.already")
    mark = Answer("Y", note=reason.strip(), unit=session.reader.fingerprint) if verb == "lock" else BLANK
    return commit(session, verb, uid, [Change(place, 0, LOCKED, mark)], reason)


def _own(session: Session, uid: str, place: Place) -> bool:
    """Whether a lock stands just here, not around."""
    data = session.reader.data(uid)
    if place == PLACE or place.form == VISIT_FORM:
        key = ("", "") if place == PLACE else (place.event, place.event_key)
        return key in data.locked
    return bool(data.at(place).mark(LOCKED).value)
