"""Adverse events as lines of the log: days, grades, drugs, and the TLT period."""

from __future__ import annotations

import pytest
from attrs import evolve

from crf.forms.advance import advance
from crf.forms.context import Context
from crf.forms.event_log import event_line
from crf.forms.events import EventLine
from crf.forms.record import Answer, Place, Record, SubjectData
from tests.crf.forms.nkact import LATE, ZONE, nkact

PLACE = Place("LOG", "AE", form_key="a")
FEVER = "10016558"


def given(event: str, form: str, day: str, occurred: str = "Y") -> dict[Place, Record]:
    return {Place(event, form): Record(form, {(0, "ECOCCUR"): Answer(occurred), (0, "ECSTDAT"): Answer(day)})}


COURSE = {**given("COND", "CTX", "2026-03-05"), **given("D1", "TRA", "2026-03-09"), **given("D2", "NK", "2026-03-10")}


def line(
    around: dict[Place, Record] | None = None, lines: dict[int, dict[str, str]] | None = None, **answers: str
) -> EventLine:
    """An event with its answers, and grades in lines."""
    found = {(0, item): Answer(value) for item, value in answers.items()}
    found |= {(n, item): Answer(value) for n, one in (lines or {}).items() for item, value in one.items()}
    seen = Context(nkact(), SubjectData(COURSE if around is None else around), LATE, ZONE)
    step = advance(PLACE, Record("AE", found), None, seen)
    return event_line(seen.with_record(PLACE, step.record), PLACE, 3, step)


def test_an_event_has_its_words_term_dates_and_days() -> None:
    found = line(
        AETERM="hot",
        AEDECOD=FEVER,
        AESTDAT="2026-03-10",
        AESTTIM="21:10",
        AEENDAT="2026-03-11",
        AEENTIM="08:00",
        AEONGO="N",
        AESER="N",
        AESI="N",
    )
    assert (found.number, found.verbatim, found.term, found.code) == (3, "hot", "Fever", FEVER)
    assert found.soc == "General disorders and administration site conditions"
    assert (found.start, found.start_time, found.start_day) == ("2026-03-10", "21:10", "D2")
    assert (found.end, found.end_time, found.end_day) == ("2026-03-11", "08:00", "D3")
    assert (found.ongoing, found.serious, found.special, found.void) == (False, False, False, "")
    assert (found.status, bool(found.findings)) == ("incomplete", True)


def test_an_event_just_begun_knows_nothing() -> None:
    found = line(AETERM="hot")
    assert (found.term, found.code, found.soc, found.exists) == ("", "", "", (True,) * 5)
    assert (found.start_day, found.end_day, found.ongoing, found.serious, found.special) == ("", "", None, None, None)
    assert (found.grades, found.seriousness, found.outcome, found.treatment, found.tlt, found.tlt_day) == (
        (),
        (),
        "",
        "",
        "none",
        None,
    )
    assert [one.given for one in found.drugs] == [False] * 5
    assert line(AETERM="x", AESTDAT="2026-03").start_day == ""


def test_grades_stand_with_the_day_they_began_and_their_criterion() -> None:
    grades = {
        1: {"AETOXGR": "1"},
        2: {"AETOXGR": "3", "AEGRDAT": "2026-03-12"},
        3: {"AETOXGR": "2"},
        4: {"AEGRDAT": "2026-03-20"},
    }
    found = line(lines=grades, AETERM="hot", AEDECOD=FEVER, AESTDAT="2026-03-10").grades
    assert [(one.grade, one.since, one.day) for one in found] == [
        (1, "2026-03-10", "D2"),
        (3, "2026-03-12", "D4"),
        (2, "", ""),
    ]
    assert found[0].criterion == "38.0 - 39.0 degrees C (100.4 - 102.2 degrees F)"
    assert line(lines={1: {"AETOXGR": "5"}}, AETERM="x", AEDECOD="10002272").grades[0].criterion
    assert line(lines={1: {"AETOXGR": "5"}}, AETERM="x").grades[0].criterion == ""


def test_grades_stand_in_the_order_of_their_days_whenever_they_were_entered() -> None:
    grades = {
        1: {"AETOXGR": "1"},
        2: {"AETOXGR": "2", "AEGRDAT": "2026-03-20"},
        3: {"AETOXGR": "4", "AEGRDAT": "2026-03-14"},
        4: {"AETOXGR": "3"},
    }
    found = line(lines=grades, AETERM="hot", AEDECOD=FEVER, AESTDAT="2026-03-10").grades
    assert [(one.grade, one.since) for one in found] == [
        (1, "2026-03-10"), (4, "2026-03-14"), (3, ""), (2, "2026-03-20"),
    ]  # fmt: skip


def test_a_voided_grade_is_left_out() -> None:
    seen = Context(nkact(), SubjectData(COURSE), LATE, ZONE)
    found = Record(
        "AE",
        {(0, "AETERM"): Answer("x"), (1, "AETOXGR"): Answer("1"), (2, "AETOXGR"): Answer("2")},
        voided={1: "twice"},
    )
    step = advance(PLACE, found, None, seen)
    assert [one.grade for one in event_line(seen.with_record(PLACE, found), PLACE, 1, step).grades] == [2]


def test_the_grades_a_term_has_are_told() -> None:
    assert line(AETERM="x", AEDECOD="10001760").exists == (True, True, False, False, False)


def test_drugs_tell_relation_action_and_whether_they_were_given_before() -> None:
    found = {
        one.code: one
        for one in line(AETERM="x", AESTDAT="2026-03-09", AEREL_CYC="Y", AEACN_CYC="DNC", AEREL_TRA="N").drugs
    }
    first = nkact().codelist("ACN").choices[0]
    told = line(AETERM="x", AESTDAT="2026-03-09", AEACN_CYC=first.code).drugs[0]
    assert (told.action, told.action_text) == (first.short or first.code, first.text)
    assert [(code, one.related, one.given) for code, one in found.items()] == [
        ("CYC", True, True), ("TRA", False, True), ("PER", None, False), ("NK", None, False), ("IL2", None, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("onset", "was"), [("2026-03-08", False), ("2026-03-09", True), ("2026-03", True), ("2026-02", False),
    ("", False)]
)  # fmt: skip
def test_a_drug_was_given_unless_it_certainly_came_later(onset: str, was: bool) -> None:
    assert line(given("D1", "TRA", "2026-03-09"), AETERM="x", AESTDAT=onset).drugs[1].given is was


def test_a_dose_left_out_or_voided_was_not_given() -> None:
    assert not line(given("D1", "TRA", "2026-03-09", "N"), AETERM="x", AESTDAT="2026-03-10").drugs[1].given
    struck = {place: evolve(one, voided={0: "wrong"}) for place, one in given("D1", "TRA", "2026-03-09").items()}
    assert not line(struck, AETERM="x", AESTDAT="2026-03-10").drugs[1].given


@pytest.mark.parametrize(
    ("onset", "decided", "standing", "day"),
    [
        ("2026-03-09", "", "before", None), ("2026-03-10", "", "asked", 1), ("2026-03-16", "Y", "yes", 7),
        ("2026-04-06", "N", "no", 28), ("2026-04-07", "", "after", None),
        ("2026-03", "", "asked", None), ("2026-02", "", "before", None), ("2026-05", "Y", "after", None),
        ("2026", "Y", "yes", None), ("", "Y", "none", None),
    ],
)  # fmt: skip
def test_an_event_stands_to_the_tlt_period(onset: str, decided: str, standing: str, day: int | None) -> None:
    found = line(AETERM="x", AESTDAT=onset, AETLT=decided)
    assert (found.tlt, found.tlt_day) == (standing, day)
    assert line({}, AETERM="x", AESTDAT=onset, AETLT=decided).tlt == "none"


@pytest.mark.parametrize(("decided", "standing"), [("", "asked"), ("N", "no")])
def test_an_onset_said_to_be_unknown_could_lie_in_the_period(decided: str, standing: str) -> None:
    answers = {(0, "AETERM"): Answer("x"), (0, "AESTDAT"): Answer(missing="UNK"), (0, "AETLT"): Answer(decided)}
    seen = Context(nkact(), SubjectData(COURSE), LATE, ZONE)
    step = advance(PLACE, Record("AE", answers), None, seen)
    found = event_line(seen.with_record(PLACE, step.record), PLACE, 1, step)
    assert (found.unknown, found.start, found.tlt, found.tlt_day) == (True, "", standing, None)
    assert [one.given for one in found.drugs] == [True, True, False, True, False]
    assert (0, "AETLT") in step.visible


def test_a_serious_event_names_its_criteria() -> None:
    found = line(AETERM="x", AESER="Y", AESHOSP="Y", AESDTH="N", AESMIE="Y")
    assert (found.serious, found.seriousness) == (
        True,
        ("Hospitalisation or its prolongation", "Other medically important event"),
    )


def test_treatment_is_told_in_its_own_words_where_there_are_any() -> None:
    assert line(AETERM="x", AECONTRT="DRUG", AETRTXT="paracetamol 1 g").treatment == "paracetamol 1 g"
    shown = next(choice.text for choice in nkact().codelist("CONTRTRT").choices if choice.code == "NONE")
    assert line(AETERM="x", AECONTRT="NONE").treatment == shown


def test_a_voided_event_keeps_its_line() -> None:
    seen = Context(nkact(), SubjectData(COURSE), LATE, ZONE)
    found = Record(
        "AE", {(0, "AETERM"): Answer("x"), (0, "AESTDAT"): Answer("2026-03-10")}, voided={0: "wrong subject"}
    )
    told = event_line(seen.with_record(PLACE, found), PLACE, 2, advance(PLACE, found, None, seen))
    assert (told.void, told.verbatim, told.start_day) == ("wrong subject", "x", "D2")
