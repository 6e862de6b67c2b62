"""Dates, partial dates and moments in expressions: compared as far as they are known."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from crf.clinical.dates import Moment, PartialDate
from crf.study.evaluate import compare, day_of
from tests.crf.study.scopes import Hand, at, day, value

# dates


@pytest.mark.parametrize(
    ("a", "sign", "b", "expected"),
    [
        ("2026-03-05", "<", "2026-03-06", True),
        ("2026-03-05", "=", "2026-03-05", True),
        ("2026-03", "<", "2026-04-01", True),
        ("2026-03", "<", "2026-03-20", None),
        ("2026-03", ">", "2026-02-28", True),
        ("2026-03", "=", "2026-03", None),
        ("2026", ">=", "2025-12", True),
        ("2026", "!=", "2025-12", True),
        ("2026", "<=", "2026-12-31", None),
    ],
)
def test_dates_compare_as_far_as_they_are_known(a: str, sign: str, b: str, expected: bool | None) -> None:
    assert value(f"A {sign} B", A=day(a), B=day(b)) is expected


@pytest.mark.parametrize(
    ("a", "sign", "b", "expected"),
    [
        ("2026-03-05T10:00", "<", "2026-03-05T10:01", True),
        ("2026-03-05T10:00", "=", "2026-03-05T10:00", True),
        ("2026-03-05T10:00", "<", "2026-03-05", None),
        ("2026-03-05", "<=", "2026-03-05", None),
        ("2026-03-05", "<", "2026-03-06T00:01", True),
        ("2026-03-06", ">", "2026-03-05T23:59", True),
        ("2026-10-25T01:30", "<", "2026-10-25T03:30", True),
    ],
)
def test_moments_compare_by_the_clock_where_both_have_one(a: str, sign: str, b: str, expected: bool | None) -> None:
    assert value(f"A {sign} B", A=at(a), B=at(b)) is expected


def test_a_date_means_the_whole_day() -> None:
    scope = Hand({"A": at("2026-03-05T10:00"), "B": day("2026-03-05"), "C": day("2026-03")})
    assert value("A = B", scope) is True
    assert value("A < B", scope) is False
    assert value("A <= C", scope) is None
    assert day_of(at("2026-03-05T10:00")) == day("2026-03-05") == day_of(day("2026-03-05"))


def test_a_moment_beyond_the_calendar_is_told_by_its_day() -> None:
    edge = Moment(date(9999, 12, 31), time(23, 59), "America/New_York")
    assert compare(edge, at("2026-03-05T10:00")) == 1
    assert compare(edge, edge) is None
    assert value("hours(A, A)", A=edge) is None


@given(some.dates(date(1900, 1, 1), date(2199, 12, 31)), some.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_part_of_a_date_never_says_what_the_whole_one_denies(a: date, b: date) -> None:
    whole, other = PartialDate.of(a), PartialDate.of(b)
    for part in (PartialDate(a.year, a.month), PartialDate(a.year)):
        assert compare(part, other) in (None, compare(whole, other))


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        ("2026-03-05T10:10", "2026-03-05T10:30", True),
        ("2026-03-05T09:00", "2026-03-05T12:00", True),
        ("2026-03-05T10:20", "2026-03-05T10:30", False),
        ("2026-03-05T09:30", "2026-03-05T10:00", False),
        ("2026-03-05", "2026-03-05T10:30", False),
    ],
)
def test_a_line_overlaps_one_above_it_where_that_is_certain(begin: str, end: str, expected: bool) -> None:
    above = Hand({"BEGIN": at("2026-03-05T10:00"), "END": at("2026-03-05T10:20")})
    blank = Hand({"BEGIN": at("2026-03-05T10:00")})
    own = {"BEGIN": at(begin), "END": at(end)}
    assert value("overlaps(BEGIN, END)", Hand(own, lines=(blank, above))) is expected
    assert value("overlaps(BEGIN, END)", Hand(own, lines=(blank,))) is False
    assert value("overlaps(BEGIN, END)", Hand({"END": at(end)}, lines=(above,))) is None
