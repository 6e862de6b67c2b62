"""Confirming judgements: by an investigator alone, as they stand, and never twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from crf.actions.entering import Entering
from crf.actions.judging import judge, may_judge, waiting_here
from crf.actions.locking import lock_form, unlock_form
from crf.actions.session import Session, identify, open_casebook
from crf.actions.voiding import void_form
from crf.faults import Conflict, Refused
from crf.forms.judged import confirmed
from crf.forms.record import Edit, Place
from crf.reading.judgements import waiting_judgements
from tests.crf.actions.conftest import Clock

PLAN = Place("SCR", "PLAN")
ENROL = {"ENRYN": "Y", "ENRDAT": "2026-03-02", "PLAND1": "2026-03-09"}


def enter(session: Session, uid: str, place: Place, reason: str = "", **answers: str) -> Entering:
    """Type answers into a form and save them."""
    entering = Entering(session, uid, place)
    for item, raw in answers.items():
        entering.edit(Edit(0, item, raw))
    entering.save(reason)
    return entering


def doctor(session: Session) -> None:
    identify(session, "Dr Vega", "investigator")


def nurse(session: Session) -> None:
    identify(session, "B. Sample", "coordinator")


def test_what_a_coordinator_typed_waits_until_an_investigator_confirms_it(session: Session, uid: str) -> None:
    entering = enter(session, uid, PLAN, **ENROL)
    assert entering.waiting() == ((0, "ENRYN"),)
    assert not confirmed(session.reader.context(uid, session.now()), PLAN, "ENRYN")
    doctor(session)
    again = Entering(session, uid, PLAN)
    assert again.judge().count == 1
    assert (again.step.status, again.step.findings) == (entering.step.status, entering.step.findings)
    assert confirmed(session.reader.context(uid, session.now()), PLAN, "ENRYN")
    assert waiting_here(session, uid, PLAN) == ()


@pytest.mark.parametrize("role", ["coordinator", "nurse", "pharmacist", "monitor", "data"])
def test_nobody_but_an_investigator_confirms(session: Session, uid: str, role: str) -> None:
    enter(session, uid, PLAN, **ENROL)
    identify(session, "B. Sample", role)
    assert not may_judge(session)
    before = session.file.act_count()
    with pytest.raises(Refused, match="Only an investigator"):
        judge(session, uid, PLAN)
    assert session.file.act_count() == before


def test_what_an_investigator_typed_needs_no_second_word(session: Session, uid: str) -> None:
    doctor(session)
    entering = enter(session, uid, PLAN, **ENROL)
    assert entering.waiting() == ()
    with pytest.raises(Refused, match="No judgement waits"):
        entering.judge()


def test_a_correction_by_somebody_else_ends_her_word_even_if_it_is_taken_back(session: Session, uid: str) -> None:
    doctor(session)
    enter(session, uid, PLAN, **ENROL)
    nurse(session)
    enter(session, uid, PLAN, "typing slip", ENRYN="N")
    assert waiting_here(session, uid, PLAN) == ((0, "ENRYN"),)
    entering = enter(session, uid, PLAN, "typing slip", ENRYN="Y")
    assert entering.waiting() == ((0, "ENRYN"),)
    doctor(session)
    judge(session, uid, PLAN)
    told = [(line.who, line.new) for line in entering.history(0, "ENRYN")]
    assert told == [("Dr Vega", "Yes"), ("B. Sample", "No"), ("B. Sample", "Yes"), ("Dr Vega", "confirmed")]


def test_only_the_judgements_named_are_confirmed_and_drafts_are_saved_first(session: Session, uid: str) -> None:
    answers = {"TLTDAT": "2026-04-08", "TLTEVAL": "Y", "TLTYN": "N"}
    tlt = Place("TLT", "TLT")
    enter(session, uid, tlt, **answers)
    doctor(session)
    entering = Entering(session, uid, tlt)
    assert entering.judge([(0, "TLTYN")]).count == 1
    assert entering.waiting() == ((0, "TLTEVAL"),)
    entering.edit(Edit(0, "TLTEVAL", "N"))
    with pytest.raises(Refused, match="Save what was typed"):
        entering.judge()


def test_what_changed_since_it_was_shown_is_not_confirmed(session: Session, uid: str, path: Path, clock: Clock) -> None:
    enter(session, uid, PLAN, **ENROL)
    doctor(session)
    shown = Entering(session, uid, PLAN)
    other = open_casebook(path, clock)
    nurse(other)
    enter(other, uid, PLAN, "typing slip", ENRYN="N")
    other.close()
    with pytest.raises(Conflict, match="meanwhile"):
        shown.judge()


def test_a_voided_form_has_nothing_to_confirm(session: Session, uid: str) -> None:
    enter(session, uid, PLAN, **ENROL)
    void_form(session, uid, PLAN, "wrong subject")
    doctor(session)
    with pytest.raises(Refused, match="No judgement waits"):
        judge(session, uid, PLAN)
    assert waiting_judgements(session.reader) == []


def test_the_list_names_form_visit_and_questions(session: Session, uid: str) -> None:
    enter(session, uid, PLAN, **ENROL)
    (one,) = waiting_judgements(session.reader, uid)
    assert (one.label, one.visit, one.form, one.count) == ("01-001", "Screening", "Enrolment, plan", 1)
    assert one.questions == ("Is the subject enrolled for treatment? Yes",)


def test_an_answer_that_is_not_asked_any_more_does_not_wait(session: Session, uid: str) -> None:
    tlt = Place("TLT", "TLT")
    enter(session, uid, tlt, TLTDAT="2026-04-08", TLTEVAL="Y", TLTYN="N")
    enter(session, uid, tlt, "new information", TLTEVAL="N")
    assert waiting_here(session, uid, tlt) == ((0, "TLTEVAL"),)


def test_a_locked_form_is_opened_before_anything_in_it_is_confirmed(session: Session, uid: str) -> None:
    enter(session, uid, PLAN, **ENROL)
    identify(session, "D. Manager", "data")
    lock_form(session, uid, PLAN, "reviewed")
    doctor(session)
    with pytest.raises(Refused, match="reviewed"):
        judge(session, uid, PLAN)
    identify(session, "D. Manager", "data")
    unlock_form(session, uid, PLAN, "a judgement waits")
    doctor(session)
    assert judge(session, uid, PLAN).count == 1
