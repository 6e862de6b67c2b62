"""NK-ACT, an expansion patient: day 1 slips by two days, a cycle comes nine days late, the weight falls by 11 %."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from crf.forms.context import Context
from crf.forms.record import Answer, Place
from crf.forms.schedule import day_label, tlt_days, visits
from tests.crf.forms.nkact import Patient, nkact


def until_conditioning() -> Patient:
    """Consent, plan and cyclophosphamide, day 1 planned for 22-FEB-2027."""
    patient = Patient()
    patient.enter("SCR", "IC", RFICDAT="2027-02-01", RFICTIM="11:00", ICVERS="2.0", ICCOPY="Y")
    patient.enter("SCR", "DM", BRTHDAT="1968-06-30", SEX="F", CHILDPOT="N")
    patient.enter("SCR", "PLAN", PLAND1="2027-02-22")
    patient.enter("SCR", "VS", VSDAT="2027-02-01", VSTIM="11:30")
    patient.enter("SCR", "IE", IEDAT="2027-02-15")
    patient.weigh("COND", "2027-02-18", "61.2", "08:00", cm="170.0")
    patient.dose("COND", "CTX", "2027-02-18", "10:45-11:45", prescribed="1000", given="1000")
    return patient


def slipped(loading: str = "2027-02-24") -> Patient:
    """Day 1 planned anew, then the loading doses."""
    patient = until_conditioning()
    patient.enter("SCR", "PLAN", PLAND1="2027-02-24")
    patient.weigh("D1", "2027-02-24", "60.0", "07:50")
    patient.dose("D1", "TRA", loading, "09:00-11:07", prescribed="480", given="480", phase="L")
    return patient


@cache
def whole() -> Context:
    """The course to its end; only what is settled is looked at."""
    return course().context


@cache
def course() -> Patient:
    patient = slipped()
    patient.dose("D1", "PER", "2027-02-24", "12:00-13:00", prescribed="840", given="840", phase="L")
    patient.dose("D2", "NK", "2027-02-25", "10:05-11:40", prescribed="2.4e8", given="2.4e8")
    patient.dose("D2", "IL2", "2027-02-26", "12:00", prescribed="840000", given="0.84 million IU")
    patient.enter("D4", "IL2", ECOCCUR="N", ECREASOC="SUPPLY")
    patient.dose("D6", "IL2", "2027-03-01", "09:30", prescribed="840000", given="0.90 million IU")
    patient.weigh("CYCLE", "2027-03-17", "57.9", "08:10", key="a")
    patient.dose("CYCLE", "TRA", "2027-03-17", "09:30-10:00", prescribed="360", given="360", key="a", phase="M")
    patient.dose("CYCLE", "PER", "2027-03-17", "10:30-11:00", prescribed="420", given="420", key="a", phase="M")
    patient.weigh("CYCLE", "2027-04-16", "53.4", "08:00", key="b")
    patient.dose("CYCLE", "TRA", "2027-04-16", "09:30-11:00", prescribed="430", given="430", key="b", phase="L")
    patient.dose("CYCLE", "PER", "2027-04-16", "11:30-12:00", prescribed="420", given="420", key="b", phase="M")
    return patient


def window(patient: Patient, short: str) -> tuple[date | None, date | None, int]:
    found = patient.visit(short)
    return found.earliest, found.latest, found.off


def sentence(patient: Patient) -> str:
    """What is said of the day of cyclophosphamide."""
    return next(str(one.message) for one in patient.step("COND", "CTX").findings if one.check == "CTX-02")


def test_the_window_of_conditioning_counts_from_the_planned_day_one() -> None:
    patient = until_conditioning()
    assert window(patient, "D-4") == (date(2027, 2, 17), date(2027, 2, 19), 0)
    assert day_label(patient.context, date(2027, 2, 18)) == "D-4"
    assert patient.findings("COND", "CTX") == []
    assert patient.visit("SCR").earliest == date(2027, 1, 25)


def test_the_window_is_judged_again_when_the_plan_changes() -> None:
    patient = until_conditioning()
    patient.enter("SCR", "PLAN", PLAND1="2027-02-24")
    assert window(patient, "D-4") == (date(2027, 2, 19), date(2027, 2, 21), -1)
    assert day_label(patient.context, date(2027, 2, 18)) == "D-6"
    assert patient.findings("COND", "CTX") == [("CTX-02", "deviation")]
    assert "18-FEB-2027 lies outside the window 19-FEB-2027 to 21-FEB-2027" in sentence(patient)
    assert patient.visit("SCR").earliest == date(2027, 1, 27)


def test_a_wrongly_typed_day_one_moves_the_window_until_it_is_corrected() -> None:
    patient = slipped("2027-02-23")
    assert window(patient, "D-4") == (date(2027, 2, 18), date(2027, 2, 20), 0)
    assert day_label(patient.context, date(2027, 2, 18)) == "D-5"
    assert patient.findings("COND", "CTX") == []
    patient.enter("D1", "TRA", ECSTDAT="2027-02-24")
    assert window(patient, "D-4") == (date(2027, 2, 19), date(2027, 2, 21), -1)
    assert day_label(patient.context, date(2027, 2, 18)) == "D-6"
    assert patient.findings("COND", "CTX") == [("CTX-02", "deviation")]


def test_study_days_from_cyclophosphamide_are_untouched_by_the_slip() -> None:
    assert [day_label(slipped().context, day, "CTX") for day in (date(2027, 2, 18), date(2027, 2, 24))] == ["D1", "D7"]


def test_protocol_days_of_the_administrations() -> None:
    assert [day_label(whole(), date(2027, *day)) for day in ((2, 25), (2, 26), (3, 1))] == ["D2", "D3", "D6"]


@pytest.mark.parametrize(
    ("event", "form", "key", "weight", "plan"),
    [
        ("COND", "CTX", "", "61.2", "1020.00"), ("D1", "TRA", "", "60.0", "480.00"),
        ("D2", "IL2", "", "60.0", "841625"),
        ("CYCLE", "TRA", "a", "60.0", "360.00"), ("CYCLE", "TRA", "b", "53.4", "427.20"),
    ],
)  # fmt: skip
def test_planned_doses_and_the_weight_they_rest_on(event: str, form: str, key: str, weight: str, plan: str) -> None:
    found = course()
    assert (found.value(event, form, "DOSEWT", key), found.value(event, form, "DOSEPLAN", key)) == (weight, plan)


@pytest.mark.parametrize(
    ("event", "form", "key", "said"),
    [
        ("COND", "CTX", "", ["−1.96 %", "0.00 %"]), ("D2", "IL2", "", ["−0.19 %", "0.00 %"]),
        ("D6", "IL2", "", ["−0.19 %", "+7.14 %"]),
        ("CYCLE", "TRA", "b", ["+0.66 %", "0.00 %"]), ("CYCLE", "PER", "b", ["0.00 %", "0.00 %"]),
    ],
)  # fmt: skip
def test_prescribed_against_planned_and_given_against_prescribed(
    event: str, form: str, key: str, said: list[str]
) -> None:
    dose = course().page(event, form, key).sum
    assert dose is not None
    assert [one.percent for one in dose.comparisons] == said


def test_a_difference_between_five_and_ten_percent_is_a_finding_and_no_deviation() -> None:
    assert course().findings("D6", "IL2") == [("IL2-09", "soft")]
    dose = course().page("D6", "IL2").sum
    assert dose is not None
    assert [one.verdict for one in dose.comparisons] == ["silent", "soft"]


def test_a_missed_dose_has_a_reason_and_no_dose_of_zero() -> None:
    page = course().page("D4", "IL2")
    assert page.sum is None
    assert page.fields[0].text == "No"
    assert course().value("D4", "IL2", "DOSEPLAN") == ""


def test_interleukin_came_twenty_minutes_after_its_twenty_four_hours() -> None:
    found = course().field("D2", "IL2", "AFTERNK")
    assert (found.text, found.aside) == ("24.33", "24 h 20 min; 24 h until 26-FEB-2027 11:40")
    assert ("IL2-21", "deviation") in course().findings("D2", "IL2")


def test_the_tlt_period_counts_the_infusion_as_day_one() -> None:
    assert tlt_days(whole()) == (date(2027, 2, 25), date(2027, 3, 24))
    assessed = course().visit("TLT")
    assert (assessed.earliest, assessed.latest) == (date(2027, 3, 25), date(2027, 3, 28))


def test_maintenance_counts_from_the_schedule_until_a_cycle_is_too_late() -> None:
    cycles = [one for one in visits(whole()) if one.event.id == "CYCLE"]
    assert [(one.short, one.planned, one.earliest, one.latest, one.off) for one in cycles[:3]] == [
        ("C2", date(2027, 3, 17), date(2027, 3, 14), date(2027, 3, 20), 0),
        ("C3", date(2027, 4, 7), date(2027, 4, 4), date(2027, 4, 10), 6),
        ("C4", date(2027, 5, 7), date(2027, 5, 4), date(2027, 5, 10), 0),
    ]
    assert cycles[1].actual is not None
    assert (cycles[1].actual - date(2027, 4, 7)).days == 9
    assert ("TRA-02", "deviation") in course().findings("CYCLE", "TRA", "b")


def test_the_next_dose_takes_the_weight_now_in_force() -> None:
    place = Place("CYCLE", "TRA", "c")
    ahead = Patient()
    ahead.context = Context(nkact(), whole().data, whole().now, whole().zone)
    ahead.weigh("CYCLE", "2027-05-07", "54.0", key="c")
    ahead.dose("CYCLE", "TRA", "2027-05-07", "09:30", prescribed="320", given="320", key="c", phase="M")
    assert ahead.context.answer(place, "DOSEPLAN") == Answer("320.40", note="derived")


def test_forms_with_a_finding_say_so() -> None:
    assert {one.level for one in course().step("D2", "IL2").findings if one.open} >= {"deviation"}
    assert course().step("COND", "CTX").status == "incomplete"
