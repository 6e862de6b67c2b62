"""Judgements on paper: a dagger beside those nobody confirmed, one line for those an investigator did."""

from __future__ import annotations

import pytest

from crf.actions.entering import Entering, new_place
from crf.actions.judging import judge
from crf.actions.session import Session
from crf.forms.record import Edit, Place
from crf.reading.judgements import spans
from crf.reading.sheets import Wanted, subject_sheets
from tests.crf.actions.test_judging import ENROL, PLAN, doctor, enter, nurse
from tests.crf.actions.test_printing import printed, text_of

PE = Place("SCR", "PE")
OPEN = "† Judgement not confirmed by an investigator; it counts once it is."
EVENT = {"AETERM": "fever", "AEDECOD": "10016558", "AESTDAT": "2026-03-04", "AESER": "N"}


def event(session: Session, uid: str) -> Place:
    """A fever with its grade, typed by whoever sits at the keyboard."""
    place = new_place(session, "LOG", "AE")
    entering = Entering(session, uid, place)
    for item, raw in EVENT.items():
        entering.edit(Edit(0, item, raw))
    entering.edit(Edit(entering.add_line("AE.GRADE"), "AETOXGR", "1"))
    entering.save()
    return place


def test_an_unconfirmed_judgement_has_a_dagger_and_a_confirmed_one_a_name(session: Session, uid: str) -> None:
    enter(session, uid, PLAN, **ENROL)
    first = text_of(printed(session, subject=uid, form="PLAN"))
    assert OPEN in first
    assert first.count("†") == 2, "beside the answer and in the legend"
    doctor(session)
    judge(session, uid, PLAN)
    then = text_of(printed(session, subject=uid, form="PLAN"))
    assert "†" not in then
    assert "Judgement 1.1 confirmed by Dr Vega, Investigator, 05-MAR-2026 12:04 +01:00." in then
    assert "Entered B. Sample" in then
    assert "last changed" not in then, "a confirmation changes nothing of what was entered"


def test_a_form_without_judgements_says_nothing_of_them(session: Session, uid: str) -> None:
    enter(session, uid, Place("SCR", "IC"), RFICDAT="2026-02-12", RFICTIM="10:20", ICVERS="2.0", ICCOPY="Y")
    assert "Judgement" not in text_of(printed(session, subject=uid, form="IC"))


def test_the_state_printed_is_that_of_the_act(session: Session, uid: str) -> None:
    enter(session, uid, PLAN, **ENROL)
    upto = max(act.id for act in session.file.acts())
    doctor(session)
    judge(session, uid, PLAN)
    assert OPEN in text_of(printed(session, subject=uid, form="PLAN", upto=upto))
    assert OPEN not in text_of(printed(session, subject=uid, form="PLAN"))


def test_the_event_log_has_a_dagger_at_the_number_and_tells_rows_with_how_many(session: Session, uid: str) -> None:
    event(session, uid)
    doctor(session)
    confirmed = event(session, uid)
    nurse(session)
    entering = Entering(session, uid, confirmed)
    entering.edit(Edit(0, "AESER", "Y"))
    entering.save("new information")
    (sheet,) = subject_sheets(session.reader, uid, Wanted(form="AE"))
    assert sheet.asides == {(1, ""): "†", (2, ""): "†"}
    found = text_of(printed(session, subject=uid, form="AE"))
    waits = "† Judgements not confirmed by an investigator, by row (how many): 1 (3), 2 (1). They count once they are."
    assert waits in found
    assert "Judgements confirmed by Dr Vega, Investigator, by row: 2: 05-MAR-2026 12:04 +01:00." in found


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        (["1.1"], "1.1"),
        (["1.1", "1.2", "1.3"], "1.1–1.3"),
        (["1.1", "1.3", "2.1", "2.2"], "1.1, 1.3–2.2"),
        ([], ""),
    ],
)
def test_numbers_that_follow_one_another_are_drawn_together(numbers: list[str], told: str) -> None:
    assert spans(numbers, ["1.1", "1.2", "1.3", "2.1", "2.2"]) == told
