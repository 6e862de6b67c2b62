"""Voiding a subject, a visit, a form; and taking it back."""

from __future__ import annotations

import pytest

from crf.actions import voiding
from crf.actions.entering import Entering
from crf.actions.session import Session
from crf.faults import Refused
from crf.forms.record import Place
from crf.reading.matrix import subject_page
from tests.crf.actions.conftest import CTX, Fill


@pytest.mark.req("PA-019")
def test_a_visit_is_voided_in_one_act_and_restored_as_it_was(session: Session, uid: str, weighed: Fill) -> None:
    weighed("COND", "CTX", **CTX)
    before = session.file.data(uid)
    states = session.file.states(uid)
    acts = session.file.act_count()
    voiding.void_visit(session, uid, "COND", "", "Entered at the wrong visit")
    assert session.file.act_count() == acts + 1
    page = subject_page(session.reader, uid, session.now())
    cells = [cell for row in page.rows for cell in row.cells if cell and cell.place.event == "COND"]
    assert {cell.status for cell in cells if cell.place in before.records} == {"voided"}
    with pytest.raises(Refused, match="Nothing"):
        voiding.void_visit(session, uid, "COND", "", "again")
    voiding.restore_visit(session, uid, "COND", "", "Voided by mistake")
    assert session.file.data(uid) == before
    assert session.file.states(uid) == states
    assert [act.verb for act in session.file.acts(uid)][-2:] == ["void", "restore"]


def test_a_voided_weight_no_longer_makes_a_dose(session: Session, uid: str, weighed: Fill) -> None:
    weighed("COND", "CTX", **CTX)
    weighed("COND", "VS", "Source document corrected", WEIGHT="63.5")
    voiding.void_form(session, uid, Place("COND", "VS"), "Entered for the wrong subject")
    assert session.file.data(uid).at(Place("COND", "CTX")).answer("DOSEPLAN").value == "994.99"


@pytest.mark.req("PA-019")
def test_a_voided_subject_keeps_her_number_and_takes_no_entry(session: Session, uid: str) -> None:
    with pytest.raises(Refused, match="reason"):
        voiding.void_subject(session, uid, "")
    with pytest.raises(Refused, match="2001 characters; at most 2000"):
        voiding.void_subject(session, uid, "x" * 2001)
    voiding.void_subject(session, uid, "Enrolled twice")
    assert session.reader.subjects()[0].voided == "Enrolled twice"
    assert Entering(session, uid, Place("SCR", "VS")).read_only
    voiding.restore_subject(session, uid, "Voided by mistake")
    assert session.reader.subjects()[0].voided == ""
