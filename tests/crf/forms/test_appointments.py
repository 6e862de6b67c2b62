"""Appointments as the journal keeps them, moved by days, and measured against a window."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from crf.forms.appointments import STANDINGS, Appointment, off_window

DAY = date(2026, 3, 23)
DAYS = some.dates(date(2020, 1, 1), date(2040, 12, 31))
TIMES = some.none() | some.builds(time, some.integers(0, 23), some.integers(0, 59))


@given(DAYS, TIMES, some.sampled_from(STANDINGS), some.text(max_size=20))
def test_what_the_journal_keeps_reads_back_exactly(day: date, at: time | None, standing: str, note: str) -> None:
    agreed = Appointment(day, at, standing, note)  # type: ignore[arg-type]
    assert Appointment.read(agreed.value, note) == agreed


def test_a_blank_value_is_no_appointment() -> None:
    assert Appointment.read("", "x") is None


@pytest.mark.parametrize("text", ["2026-03-23", "2026-03-23 MAYBE", "soon AGREED"])
def test_another_text_is_no_appointment_but_a_fault(text: str) -> None:
    with pytest.raises(ValueError, match=r"2026|soon"):
        Appointment.read(text, "")


@given(DAYS, some.integers(-400, 400))
def test_moved_there_and_back_it_is_the_same_day_and_time(day: date, days: int) -> None:
    agreed = Appointment(day, time(10, 30))
    assert agreed.moved(days).moved(-days) == agreed
    assert agreed.moved(days).day - day == timedelta(days)


def test_nobody_has_confirmed_the_new_day() -> None:
    assert Appointment(DAY, None, "CONFIRMED", "fasting").moved(7) == Appointment(date(2026, 3, 30), note="fasting")


def test_called_off_or_missed_she_is_not_expected() -> None:
    assert [standing for standing in STANDINGS if Appointment(DAY, standing=standing).stands] == ["AGREED", "CONFIRMED"]


def test_without_a_time_it_stands_first_of_its_day() -> None:
    found = [Appointment(DAY, time(8)), Appointment(DAY), Appointment(date(2026, 3, 22), time(23))]
    assert sorted(found, key=lambda one: one.order) == [found[2], found[1], found[0]]


@pytest.mark.parametrize(
    ("day", "off"), [(20, -1), (21, 0), (25, 0), (26, 1), (30, 5)], ids=["before", "first", "last", "after", "later"]
)
def test_off_the_window_by_days(day: int, off: int) -> None:
    assert off_window(date(2026, 3, day), date(2026, 3, 21), date(2026, 3, 25)) == off


def test_an_open_end_puts_nothing_outside() -> None:
    assert off_window(DAY, None, None) == 0
    assert off_window(DAY, None, DAY) == 0
    assert off_window(DAY, DAY, None) == 0
