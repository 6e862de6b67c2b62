"""Doses against their plan, the days of a TLT period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crf.clinical import dose
from crf.clinical.faults import ClinicalFault

AMOUNTS = st.decimals("0.001", "1e9", places=3)


@pytest.mark.parametrize(
    ("actual", "reference", "percent"),
    [
        ("1000", "1000", "0"),
        ("528.1", "480", "10.0208"),
        ("522", "580", "-10"),
        ("840", "420", "100"),
        ("63.1", "63.9", "-1.2520"),
    ],
)
def test_percent_off_the_reference(actual: str, reference: str, percent: str) -> None:
    assert round(dose.percent_difference(Decimal(actual), Decimal(reference)), 4) == Decimal(percent)


@pytest.mark.parametrize("reference", ["0", "-1"])
def test_nothing_is_a_percentage_of_nothing(reference: str) -> None:
    with pytest.raises(ClinicalFault, match="reference"):
        dose.percent_difference(Decimal(1), Decimal(reference))


@pytest.mark.parametrize(
    ("actual", "planned", "tolerance", "expected"),
    [
        ("528", "480", "10", "WITHIN"),
        ("528.0000001", "480", "10", "DEVIATION"),
        ("522", "580", "10", "WITHIN"),
        ("521.9", "580", "10", "DEVIATION"),
        ("420", "420", "0", "WITHIN"),
        ("420.1", "420", "0", "DEVIATION"),
        ("105", "100", "5", "WITHIN"),
    ],
)
def test_the_end_of_the_tolerance_is_within(actual: str, planned: str, tolerance: str, expected: str) -> None:
    assert dose.verdict(Decimal(actual), Decimal(planned), Decimal(tolerance)) == expected


@given(AMOUNTS, st.integers(0, 50))
def test_both_ends_of_any_tolerance_are_within(planned: Decimal, tolerance: int) -> None:
    for sign in (1, -1):
        end = planned * (100 + sign * tolerance) / 100
        assert dose.verdict(end, planned, Decimal(tolerance)) == "WITHIN"
        beyond = end + sign * planned / 1_000_000
        assert dose.verdict(beyond, planned, Decimal(tolerance)) == "DEVIATION"


def test_a_negative_tolerance_is_refused() -> None:
    with pytest.raises(ClinicalFault, match="tolerance"):
        dose.verdict(Decimal(1), Decimal(1), Decimal("-0.1"))


@pytest.mark.req("PA-042")
@pytest.mark.parametrize(
    ("cells", "expected"),
    [("4.9e7", "BELOW"), ("49999999", "BELOW"), ("5e7", "WITHIN"), ("5e8", "WITHIN"), ("500000001", "ABOVE")],
)
def test_both_ends_of_a_range_belong_to_it(cells: str, expected: str) -> None:
    assert dose.range_verdict(Decimal(cells), Decimal("5e7"), Decimal("5e8")) == expected


@pytest.mark.parametrize(("value", "shown"), [("994.985", "994.99"), ("994.984", "994.98"), ("-0.005", "-0.01")])
def test_rounding_is_half_up_as_by_hand(value: str, shown: str) -> None:
    assert str(dose.rounded(Decimal(value), 2)) == shown


def test_the_factor_shown_multiplies_to_the_dose_shown() -> None:
    area = Decimal("1.6583123951776999245574663683353431")
    assert str(dose.shown_factor(Decimal(600), area)) == "1.658312"
    assert str(dose.shown_factor(Decimal(500000), area)) == "1.6583124"


@given(AMOUNTS, st.decimals("0.1", "3", places=25))
def test_whoever_multiplies_by_hand_gets_the_dose_shown(amount: Decimal, factor: Decimal) -> None:
    shown = dose.shown_factor(amount, factor)
    assert dose.rounded(amount * shown, 2) == dose.rounded(amount * factor, 2)


def test_a_factor_no_shorter_one_stands_for_is_shown_whole() -> None:
    factor = Decimal("0.1234567890123456789012345")
    assert dose.shown_factor(Decimal("1e25"), factor) == factor


def test_the_tlt_period_begins_with_its_start_as_day_1() -> None:
    start = date(2026, 3, 10)
    assert dose.tlt_period(start, 28) == (start, date(2026, 4, 6))
    assert dose.tlt_period(start, 1) == (start, start)
    assert [dose.tlt_day(date(2026, 4, day), start) for day in (6, 7)] == [28, 29]
    assert [dose.tlt_day(date(2026, 3, day), start) for day in (9, 10)] == [-1, 1]


def test_a_period_of_no_days_is_refused() -> None:
    with pytest.raises(ClinicalFault, match="period"):
        dose.tlt_period(date(2026, 3, 10), 0)
