"""Enrolling a subject, and correcting her number."""

from __future__ import annotations

import re
import unicodedata

from crf.actions.commit import Change, commit
from crf.actions.session import Session
from crf.faults import refuse
from crf.forms.record import Answer, Place
from crf.store.acts import SUBJECT_BEFORE, SUBJECT_FORM, SUBJECT_NUMBER

PLACE = Place("", SUBJECT_FORM)


def proposed_number(session: Session) -> str:
    """The number after the newest one: 01-007 after 01-006."""
    pattern = re.compile(rf"{re.escape(session.site)}-(\d+)")
    used = [found[1] for label in session.file.labels_ever() if (found := pattern.fullmatch(label))]
    width = max((len(digits) for digits in used), default=3)
    return f"{session.site}-{max((int(digits) for digits in used), default=0) + 1:0{width}}"


def enrol(session: Session, label: str, rescreened: str = "") -> str:
    """Enrol a subject under a number; returns her uid. Refused where it is or was in use, or has another form.

    `rescreened` is the number the same person was screened under before; Refused where nobody has it.
    """
    number = _free(session, label)
    changes = [Change(PLACE, 0, SUBJECT_NUMBER, Answer(number))]
    if rescreened:
        before = next((row for row in session.reader.subjects() if _same(row.label) == _same(rescreened)), None)
        if before is None:
            raise refuse("enrol.before", number=rescreened)
        changes.append(Change(PLACE, 0, SUBJECT_BEFORE, Answer(before.label)))
    uid = session.token()
    commit(session, "enrol", uid, changes, new_subject=(uid, number))
    return uid


def rename(session: Session, uid: str, label: str, reason: str) -> None:
    """Correct a subject's number; the old one is never used again."""
    if not reason.strip():
        raise refuse("reason.needed")
    number = _free(session, label)
    commit(session, "renumber", uid, [Change(PLACE, 0, SUBJECT_NUMBER, Answer(number))], reason)


def _free(session: Session, label: str) -> str:
    """The number cleaned, where it has the study's form and nobody ever had it."""
    number = unicodedata.normalize("NFKC", label).strip()
    if not number:
        raise refuse("enrol.blank")
    if _same(number) in {_same(used) for used in session.file.labels_ever()}:
        raise refuse("enrol.used", number=number, next=proposed_number(session))
    pattern = session.study.subject_pattern.replace("{site}", re.escape(session.site))
    if pattern and not re.fullmatch(pattern, number):
        raise refuse("enrol.form", number=number, next=proposed_number(session))
    return number


def _same(label: str) -> str:
    return unicodedata.normalize("NFKC", label).strip().casefold()
