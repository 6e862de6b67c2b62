"""Ongoing events asked again: at the latest visit, where nobody has spoken of them since."""

from __future__ import annotations

from datetime import date

from attrs import evolve

from crf.forms.marks import LOCKED, ONGOING
from crf.forms.ongoing import Asked, ask_again
from crf.forms.record import Answer, Place, Record
from tests.crf.forms.nkact import Patient
from tests.crf.forms.small import context, study

FEVER = "10016558"
PLACE = Place("LOG", "AE", form_key="a")


def patient(*days: tuple[str, str], **event: str) -> Patient:
    """A patient with an ongoing fever since 10 March, weighed at visits."""
    one = Patient()
    one.enter("SCR", "PLAN", PLAND1="9.3.2026")
    one.enter(
        "LOG", "AE", row="a", **{"AETERM": "hot", "AEDECOD": FEVER, "AESTDAT": "10.3.2026", "AEONGO": "Y", **event}
    )
    for visit, day in days:
        one.enter(visit, "VS", VSDAT=day, WEIGHT="60")
    return one


def asked(one: Patient, said: date | None = None) -> Asked | None:
    return ask_again(one.context, {PLACE: said} if said else {})


def test_an_event_is_asked_again_at_the_latest_visit_after_its_start() -> None:
    found = asked(patient(("D8", "16.3.2026"), ("D15", "23.3.2026")))
    assert found is not None
    assert (found.places, found.day, found.since) == ((PLACE,), date(2026, 3, 23), date(2026, 3, 10))
    assert found.visit == "Day 15"


def test_an_event_spoken_of_that_day_or_later_is_not_asked() -> None:
    one = patient(("D8", "16.3.2026"))
    assert asked(one, date(2026, 3, 15)) is not None
    assert asked(one, date(2026, 3, 16)) is None
    assert asked(one, date(2026, 3, 20)) is None


def test_a_grade_from_that_day_has_spoken_of_it() -> None:
    one = patient(("D8", "16.3.2026"))
    record = one.context.data.at(PLACE)
    graded = {**record.answers, (1, "AETOXGR"): Answer("2"), (1, "AEGRDAT"): Answer("2026-03-16")}
    one.context = one.context.with_record(PLACE, evolve(record, answers=graded))
    assert asked(one) is None
    one.context = one.context.with_record(PLACE, evolve(record, answers=graded, voided={1: "typed twice"}))
    assert asked(one) is not None


def test_once_said_it_is_asked_no_more_until_the_next_visit() -> None:
    one = patient(("D8", "16.3.2026"))
    record = one.context.data.at(PLACE)
    said = evolve(record, marks={(0, ONGOING): Answer("2026-03-16", note="Day 8")})
    one.context = one.context.with_record(PLACE, said)
    assert asked(one) is None
    one.enter("D15", "VS", VSDAT="23.3.2026", WEIGHT="60")
    one.context = one.context.with_record(PLACE, said)
    found = asked(one)
    assert found is not None
    assert found.since == date(2026, 3, 16)


def test_ended_voided_and_undated_events_are_not_asked() -> None:
    visit = ("D8", "16.3.2026")
    assert asked(patient(visit, AEONGO="N")) is None
    assert asked(patient(visit, AESTDAT="")) is None
    one = patient(visit)
    voided = evolve(one.context.data.at(PLACE), voided={0: "wrong subject"})
    one.context = one.context.with_record(PLACE, voided)
    assert asked(one) is None


def test_a_locked_event_is_not_asked() -> None:
    one = patient(("D8", "16.3.2026"))
    locked = evolve(one.context.data.at(PLACE), marks={(0, LOCKED): Answer("locked", note="data cut")})
    one.context = one.context.with_record(PLACE, locked)
    assert asked(one) is None


def test_before_any_visit_nothing_is_asked() -> None:
    assert asked(patient()) is None
    assert ask_again(context(study(), {Place("LOG", "AE"): Record("AE")}), {}) is None
