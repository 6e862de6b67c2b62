"""Voiding what was entered for the wrong subject or visit, and restoring it: nothing disappears."""

from __future__ import annotations

from crf.actions.commit import Change, Done, commit
from crf.actions.enrol import PLACE
from crf.actions.session import Session
from crf.faults import refuse
from crf.forms.record import BLANK, Answer, Place
from crf.store.acts import VOID

_YES = Answer("Y")


def void_subject(session: Session, uid: str, reason: str) -> Done:
    """Void a subject: her number stays, struck."""
    return _write(session, "void", uid, [Change(PLACE, 0, VOID, _YES)], reason)


def restore_subject(session: Session, uid: str, reason: str) -> Done:
    """Take a voided subject back."""
    return _write(session, "restore", uid, [Change(PLACE, 0, VOID, BLANK)], reason)


def void_visit(session: Session, uid: str, event: str, key: str, reason: str) -> Done:
    """Void all forms of a visit in one act. Refused where nothing stands there."""
    places = [place for place in _places(session, uid, event, key) if not _voided(session, uid, place)]
    if not places:
        raise refuse("void.nothing")
    return _write(session, "void", uid, [Change(place, 0, VOID, _YES) for place in places], reason)


def restore_visit(session: Session, uid: str, event: str, key: str, reason: str) -> Done:
    """Take all voided forms of a visit back in one act."""
    places = [place for place in _places(session, uid, event, key) if _voided(session, uid, place)]
    if not places:
        raise refuse("void.nothing")
    return _write(session, "restore", uid, [Change(place, 0, VOID, BLANK) for place in places], reason)


def void_form(session: Session, uid: str, place: Place, reason: str, line: int = 0) -> Done:
    """Void one form, or one of its lines: the line's number stays, struck."""
    return _write(session, "void", uid, [Change(place, line, VOID, _YES)], reason)


def restore_form(session: Session, uid: str, place: Place, reason: str, line: int = 0) -> Done:
    """Take a voided form or line back."""
    return _write(session, "restore", uid, [Change(place, line, VOID, BLANK)], reason)


def _places(session: Session, uid: str, event: str, key: str) -> list[Place]:
    records = session.file.data(uid).records
    return [place for place in records if (place.event, place.event_key) == (event, key)]


def _voided(session: Session, uid: str, place: Place) -> bool:
    return 0 in session.file.data(uid).at(place).voided


def _write(session: Session, verb: str, uid: str, changes: list[Change], reason: str) -> Done:
    if not reason.strip():
        raise refuse("reason.needed")
    return commit(session, verb, uid, changes, reason)
