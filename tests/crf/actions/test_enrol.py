"""Enrolling, numbers, and correcting one."""

from __future__ import annotations

import pytest

from crf.actions.enrol import enrol, proposed_number, rename
from crf.actions.session import Session
from crf.faults import Refused


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
