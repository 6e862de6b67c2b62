"""What people of the demo do beside entering: judge, report, accept, ask, verify, sign, lock, appoint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

from crf.actions import appointments, locking, proposing, querying, signing, verifying_source
from crf.actions.entering import Entering
from crf.actions.judging import judge
from crf.actions.ongoing import still_ongoing
from crf.actions.sae import report_sae
from crf.actions.session import Session
from crf.faults import refuse
from crf.forms.appointments import Appointment
from crf.forms.record import Edit, Place
from crf.forms.standing import queries
from crf.reading.judgements import waiting_judgements

Step = Mapping[str, Any]
Act = Callable[[Session, str, Place, Step], None]


def act(session: Session, uid: str, place: Place, step: Step) -> None:
    """Do what a step says beside entering; `place` is the form or row it speaks of."""
    ACTS[step["do"]](session, uid, place, step)


def fill(entering: Entering, step: Step) -> None:
    """Type what a step says into a form, in its lines too."""
    for item, raw in step.get("set", {}).items():
        entering.edit(Edit(0, item, raw))
    for group, lines in step.get("lines", {}).items():
        for values in lines:
            line = entering.add_line(group)
            for item, raw in values.items():
                entering.edit(Edit(line, item, raw))


def _save(session: Session, uid: str, place: Place, step: Step) -> None:
    entering = Entering(session, uid, place)
    fill(entering, step)
    entering.save(step.get("reason", ""))


def _judge(session: Session, uid: str, place: Place, step: Step) -> None:
    for one in waiting_judgements(session.reader, uid):
        judge(session, uid, one.place, one.wheres)


def _report(session: Session, uid: str, place: Place, step: Step) -> None:
    _save(session, uid, report_sae(session, uid, place).place, step)


def _accept(session: Session, uid: str, place: Place, step: Step) -> None:
    found = proposing.proposal_here(session, uid, place, step["item"])
    if found is None:
        raise refuse("demo.silent", check=step["item"], form=place.form, subject=session.reader.data(uid).label)
    _save(session, uid, proposing.accept(session, uid, found).event, step)


def _query(session: Session, uid: str, place: Place, step: Step) -> None:
    querying.open_query(session, uid, place, (0, step["item"]), step["text"])


def _answer(session: Session, uid: str, place: Place, step: Step) -> None:
    one = next(one for one in queries(session.reader.data(uid).at(place)) if one.state == "open")
    querying.answer_query(session, uid, place, (one.line, one.mark), step["text"])


def _close(session: Session, uid: str, place: Place, step: Step) -> None:
    one = next(one for one in queries(session.reader.data(uid).at(place)) if one.state == "answered")
    querying.close_query(session, uid, place, (one.line, one.mark), step["text"])


def _visits(session: Session, uid: str, step: Step) -> list[Place]:
    """The forms begun at the visits a step names."""
    records = session.reader.data(uid).records
    return [place for place, one in records.items() if place.event in step["visits"] and one.started]


def _verify(session: Session, uid: str, place: Place, step: Step) -> None:
    for one in _visits(session, uid, step):
        verifying_source.verify_form(session, uid, one)


def _sign(session: Session, uid: str, place: Place, step: Step) -> None:
    assert session.person is not None
    signing.sign(session, uid, _visits(session, uid, step), session.person.name, knowing=True)


def _lock(session: Session, uid: str, place: Place, step: Step) -> None:
    locking.lock_subject(session, uid, step["reason"])


def _appoint(session: Session, uid: str, place: Place, step: Step) -> None:
    agreed = Appointment(
        date.fromisoformat(step["day"]), time.fromisoformat(step["clock"]), "AGREED", step.get("note", "")
    )
    appointments.appoint(session, uid, (step["event"], ""), agreed)


def _ongoing(session: Session, uid: str, place: Place, step: Step) -> None:
    still_ongoing(session, uid)


ACTS: Mapping[str, Act] = {
    "judge": _judge, "report": _report, "accept": _accept, "query": _query, "answer": _answer, "close": _close,
    "verify": _verify, "sign": _sign, "lock": _lock, "appoint": _appoint, "ongoing": _ongoing,
}  # fmt: skip
"""The acts by the word a course names them with."""
