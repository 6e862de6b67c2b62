"""NK-ACT, a lead-in patient without incident: protocol days, windows, doses and the sums that show them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from crf.forms.schedule import day_label, tlt_days, visits
from tests.crf.forms.nkact import Patient


@cache
def course() -> Patient:
    patient = Patient()
    patient.enter("SCR", "IC", RFICDAT="12-FEB-2026", RFICTIM="10:20", ICVERS="2.0", ICCOPY="Y")
    patient.enter("SCR", "DM", BRTHDAT="19 AGO 1981", SEX="F", CHILDPOT="Y", CONTRACP="copper IUD")
    patient.enter("SCR", "PLAN", PLAND1="2026-03-09")
    patient.weigh("SCR", "2026-02-16", "64,2", "09:05", cm="163.0")
    patient.enter("SCR", "IE", IEDAT="2026-03-02")
    patient.weigh("COND", "2026-03-05", "63.5", "07:40")
    patient.dose("COND", "CTX", "2026-03-05", "10:00-11:00", prescribed="1020", given="1020")
    patient.weigh("D1", "2026-03-09", "63.9", "07:35")
    patient.dose("D1", "TRA", "2026-03-09", "09:30-11:00", prescribed="510", given="510", phase="L")
    patient.dose("D1", "PER", "2026-03-09", "11:30-12:30", prescribed="840", given="840", phase="L")
    patient.dose("D2", "NK", "2026-03-10", "11:20-11:52", prescribed="1.8e8", given="1.8×10⁸")
    for event, day, time in (
        ("D2", "2026-03-10", "16:30"),
        ("D4", "2026-03-12", "10:05"),
        ("D6", "2026-03-14", "10:10"),
    ):
        patient.dose(event, "IL2", day, time, prescribed="0.85 million IU", given="0.85 million IU")
    for key, day, kg in (("a", "2026-03-30", "63.1"), ("b", "2026-04-21", "62.6")):
        patient.weigh("CYCLE", day, kg, "08:00", key=key)
        patient.dose("CYCLE", "TRA", day, "09:30-10:00", prescribed="384", given="384", key=key, phase="M")
        patient.dose("CYCLE", "PER", day, "10:30-11:00", prescribed="420", given="420", key=key, phase="M")
    patient.enter("TLT", "TLT", TLTDAT="2026-04-08", TLTEVAL="Y", TLTYN="N")
    return patient


def test_protocol_days_have_no_zero() -> None:
    days = ((2, 12), (3, 8), (3, 9), (3, 5), (3, 10), (3, 12), (3, 14), (3, 16), (3, 23), (3, 30), (4, 21), (5, 20))
    assert [day_label(course().context, date(2026, *day)) for day in days] == [
        "D-25", "D-1", "D1", "D-4", "D2", "D4", "D6", "D8", "D15", "D22", "D44", "D73",
    ]  # fmt: skip
    assert [day_label(course().context, date(2026, *day), "CTX") for day in ((2, 12), (3, 5), (3, 9), (5, 20))] == [
        "D-21", "D1", "D5", "D77",
    ]  # fmt: skip


def test_windows_around_day_one() -> None:
    assert course().visit("SCR").earliest == date(2026, 2, 9)
    conditioning = course().visit("D-4")
    assert (conditioning.earliest, conditioning.latest, conditioning.off) == (date(2026, 3, 4), date(2026, 3, 6), 0)


def test_maintenance_cycles_keep_to_the_schedule() -> None:
    cycles = [one for one in visits(course().context) if one.event.id == "CYCLE"]
    assert [(one.planned, one.earliest, one.latest, one.off) for one in cycles[:3]] == [
        (date(2026, 3, 30), date(2026, 3, 27), date(2026, 4, 2), 0),
        (date(2026, 4, 20), date(2026, 4, 17), date(2026, 4, 23), 0),
        (date(2026, 5, 11), date(2026, 5, 8), date(2026, 5, 14), 0),
    ]


def test_the_tlt_period_and_its_assessment() -> None:
    assert tlt_days(course().context) == (date(2026, 3, 10), date(2026, 4, 6))
    assessed = course().visit("TLT")
    assert (assessed.earliest, assessed.latest, assessed.actual, assessed.off) == (
        date(2026, 4, 7),
        date(2026, 4, 10),
        date(2026, 4, 8),
        0,
    )
    assert course().findings("TLT", "TLT") == []


@pytest.mark.parametrize(
    ("event", "form", "key", "weight", "plan"),
    [
        ("COND", "CTX", "", "63.5", "1017.37"), ("D1", "TRA", "", "63.9", "511.20"), ("D1", "PER", "", "", "840"),
        ("D2", "IL2", "", "63.9", "850478"),
        ("D6", "IL2", "", "63.9", "850478"), ("CYCLE", "TRA", "a", "63.9", "383.40"),
        ("CYCLE", "TRA", "b", "63.9", "383.40"), ("CYCLE", "PER", "b", "", "420"),
    ],
)  # fmt: skip
def test_planned_doses(event: str, form: str, key: str, weight: str, plan: str) -> None:
    assert (course().value(event, form, "DOSEWT", key), course().value(event, form, "DOSEPLAN", key)) == (weight, plan)
    assert course().findings(event, form, key) == []


def test_the_sum_shows_factors_that_multiply_to_the_dose() -> None:
    dose = course().page("COND", "CTX").sum
    assert dose is not None
    assert [(one.sign, one.text) for one in dose.factors] == [
        ("", "600 mg/m²"),
        ("×", "1.695623 m²"),
        ("=", "1017.37 mg"),
    ]
    assert dose.factors[1].caption == "Mosteller, 163.0 cm, 63.5 kg"
    assert [(one.value, one.percent, one.verdict) for one in dose.comparisons] == [
        ("1020 mg", "+0.26 %", "silent"),
        ("1020 mg", "0.00 %", "silent"),
    ]
    assert dose.ends == ("918", "969", "1071", "1122")


def test_cells_are_compared_with_the_range_of_the_protocol() -> None:
    dose = course().page("D2", "NK").sum
    assert dose is not None
    assert [one.text for one in dose.factors] == ["5 × 10⁷ to 5 × 10⁸ cells"]
    assert [(one.value, one.percent, one.verdict) for one in dose.comparisons] == [
        ("1.8 × 10⁸ cells", "within the range", "silent")
    ] * 2
    assert course().findings("D2", "NK") == []


def test_units_are_shown_side_by_side() -> None:
    given = course().field("D2", "IL2", "ECDSTXT")
    assert (given.raw, given.answer.unit) == ("0.85", "million IU")
    assert given.aside == "0.00 % of prescribed"
    dose = course().page("D2", "IL2").sum
    assert dose is not None
    assert dose.factors[1].text == "1.700956 m²"
    assert Decimal(dose.ends[0]) == 765000


def test_a_flat_dose_has_no_tolerance() -> None:
    dose = course().page("CYCLE", "PER", "a").sum
    assert dose is not None
    assert ([one.text for one in dose.factors], dose.ends) == (["420 mg"], ())
    assert [one.verdict for one in dose.comparisons] == ["silent", "silent"]


def test_the_time_after_the_infusion_is_reckoned_from_its_end() -> None:
    assert course().field("D2", "IL2", "AFTERNK").aside == "4 h 38 min; 24 h until 11-MAR-2026 11:52"


def test_age_at_consent() -> None:
    assert course().value("SCR", "DM", "AGE") == "44"
