"""Enrolling, numbers, and correcting one."""

from __future__ import annotations

import pytest

from crf.actions.enrol import enrol, proposed_number, rename
from crf.actions.entering import Entering
from crf.actions.session import Session
from crf.faults import Refused
from crf.forms.record import Edit, Place
from crf.reading.matrix import subject_page
from crf.reading.sheets import Wanted, subject_sheets


@pytest.mark.req("PA-001")
def test_the_next_number_is_proposed_and_one_act_says_who_enrolled(session: Session) -> None:
    enrol(session, "01-006")
    assert proposed_number(session) == "01-007"
    uid = enrol(session, "01-007")
    assert [row.label for row in session.reader.subjects()] == ["01-001", "01-006", "01-007"]
    (act,) = session.file.acts(uid)
    assert (act.verb, act.person.name, act.local.strftime("%H:%M")) == ("enrol", "B. Sample", "12:04")


@pytest.mark.req("PA-002")
@pytest.mark.parametrize("number", ["01-001", " 01-001\t", "０1-001", "01-００１"])
def test_a_number_in_use_is_refused_and_nothing_written(session: Session, number: str) -> None:
    before = session.file.act_count()
    with pytest.raises(Refused, match="in use"):
        enrol(session, number)
    assert session.file.act_count() == before


@pytest.mark.parametrize(("number", "told"), [("", "blank"), ("7", "form"), ("02-001", "form"), ("01-1234", "form")])
def test_a_number_of_another_form_is_refused_with_an_example(session: Session, number: str, told: str) -> None:
    with pytest.raises(Refused, match=told) as refusal:
        enrol(session, number)
    assert "01-00" in str(refusal.value)


@pytest.mark.req("PA-016")
def test_a_corrected_number_shows_everywhere_and_the_old_one_is_never_used_again(session: Session, uid: str) -> None:
    rename(session, uid, "01-011", "Typing error")
    assert session.reader.subjects()[0].label == "01-011"
    assert session.file.data(uid).label == "01-011"
    act = session.file.acts(uid)[-1]
    assert (act.verb, act.reason) == ("renumber", "Typing error")
    for number in ("01-001", "01-011"):
        with pytest.raises(Refused, match="in use"):
            enrol(session, number)
    with pytest.raises(Refused, match="reason"):
        rename(session, uid, "01-012", "")


def test_a_new_number_names_the_one_before_on_page_and_consent_print(session: Session) -> None:
    uid = enrol(session, "01-002", " 01-００1 ")
    assert session.file.data(uid).rescreens == "01-001"
    assert subject_page(session.reader, uid, session.now()).detail == "screened before as 01-001"
    for form, answers in (("IC", {"RFICDAT": "12-FEB-2026"}), ("DM", {"SEX": "F"})):
        entering = Entering(session, uid, Place("SCR", form))
        for item, raw in answers.items():
            entering.edit(Edit(0, item, raw))
        entering.save()
    assert subject_page(session.reader, uid, session.now()).detail == "Woman · screened before as 01-001"
    told = {sheet.page.form: sheet.legend for sheet in subject_sheets(session.reader, uid, Wanted())}
    assert told["IC"].startswith("Screened before under the number 01-001.")
    assert "01-001" not in told["DM"]


def test_a_first_screening_names_no_number(session: Session, uid: str) -> None:
    assert session.file.data(uid).rescreens == ""
    assert "before" not in subject_page(session.reader, uid, session.now()).detail


def test_a_number_before_that_nobody_has_is_refused(session: Session) -> None:
    before = session.file.act_count()
    with pytest.raises(Refused, match="01-077"):
        enrol(session, "01-002", "01-077")
    assert session.file.act_count() == before
