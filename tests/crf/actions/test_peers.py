"""What other programs of the kind are held to, of forms, status and schedule: each by the number of its row."""

from __future__ import annotations

import pytest

from crf.actions.enrol import enrol
from crf.actions.entering import Entering
from crf.actions.session import Session
from crf.forms.record import Edit, Place
from crf.reading.matrix import subject_page
from crf.reading.views import Cell
from tests.crf.actions.conftest import Fill

PREG = Place("SCR", "PREG")


def cell(session: Session, uid: str, place: Place) -> Cell:
    """A form in the matrix."""
    page = subject_page(session.reader, uid, session.now())
    return next(one for row in page.rows for one in row.cells if one and one.place == place)


def typed(session: Session, uid: str, place: Place, **answers: str) -> Entering:
    """Answers typed and saved."""
    entering = Entering(session, uid, place)
    for item, raw in answers.items():
        entering.edit(Edit(0, item, raw))
    entering.save()
    return entering


@pytest.mark.req("PA-012")
def test_three_of_five_answers_are_incomplete_and_five_complete_without_a_tick(session: Session, uid: str) -> None:
    begun = typed(session, uid, PREG, LBPERF="Y", LBDAT="2026-03-02", PREGSPEC="SERUM")
    assert len([item for item in begun.form.items if item.required and (0, item.id) in begun.step.visible]) == 5
    shown = cell(session, uid, PREG)
    assert shown.status == "incomplete"
    assert {one.item for one in begun.step.findings if one.level == "missing"} == {"LBTIM", "HCG"}
    assert shown.tip[0] == "2 questions open: 1.3 Time of the sample; 2.2 Result"
    typed(session, uid, PREG, LBTIM="08:10", HCG="NEG")
    assert cell(session, uid, PREG).status == "complete"


@pytest.mark.req("PA-063")
def test_a_question_that_reads_another_visit_shows_for_the_subject_it_holds_for(session: Session, uid: str) -> None:
    other = enrol(session, "01-002")
    for one, answer in ((uid, "Y"), (other, "N")):
        typed(session, one, Place("SCR", "DM"), SEX="F", CHILDPOT=answer)
    asked = [
        (0, "CONTRTLD") in typed(session, one, Place("EOT", "EOT"), DSSTDAT="2026-03-04").step.visible
        for one in (uid, other)
    ]
    assert asked == [True, False]


@pytest.mark.req("PA-097")
def test_a_withdrawn_subject_can_still_be_entered(session: Session, uid: str, fill: Fill) -> None:
    typed(session, uid, Place("SCR", "IC"), RFICDAT="2026-02-12")
    row = Place("LOG", "WD", form_key="row")
    typed(session, uid, row, WDDAT="2026-03-04", WDTYPE="PART")
    assert "ithdrawn" in subject_page(session.reader, uid, session.now()).phase
    later = typed(session, uid, Place("EOT", "VS"), VSDAT="2026-03-05", WEIGHT="60")
    assert later.saved.answer("WEIGHT").value == "60"
    _, saved = fill("SCR", "IC", "copied wrongly", RFICDAT="2026-02-13")
    assert saved.count == 1


@pytest.mark.req("PA-103")
def test_the_missing_codes_allowed_are_offered_and_no_other_is_taken(session: Session, uid: str) -> None:
    entering = Entering(session, uid, Place("SCR", "VS"))
    offered = {item.id: item.missing for item in entering.form.items}
    shown = {field.item: field.missing for field in entering.page().fields}
    assert (shown["SYSBP"], shown["VSDAT"]) == (offered["SYSBP"], ()) == (("ND", "UNK"), ())
    entering.edit(Edit(0, "SYSBP", "ND"))
    entering.edit(Edit(0, "VSDAT", "ND"))
    assert entering.record.answer("SYSBP").missing == "ND"
    assert entering.record.answer("VSDAT").blank
    assert entering.record.drafts[0, "VSDAT"].fault is not None
