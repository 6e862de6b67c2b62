"""Dates and times as people type them: what is read, what is asked back, what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crf.clinical.dates import PartialDate, show_date
from crf.forms.dates import read_date, read_datetime, read_time, show_iso
from crf.forms.numbers import Readings, Unreadable

TODAY = date(2026, 3, 5)
NOW = datetime(2026, 3, 5, 15, 42, 7, tzinfo=UTC)


def day(raw: str, partial: bool = False, today: date = TODAY) -> str | tuple[str, ...]:
    """The date, its readings, or the id of the fault."""
    try:
        return read_date(raw, today, partial)
    except Readings as several:
        return several.options
    except Unreadable as fault:
        return fault.told.id


def clock(raw: str, seconds: bool = False) -> str:
    try:
        return read_time(raw, NOW, seconds)
    except Unreadable as fault:
        return fault.told.id


def moment(raw: str, partial: bool = False, seconds: bool = False) -> str | tuple[str, ...]:
    try:
        return read_datetime(raw, NOW, partial, seconds)
    except Readings as several:
        return several.options
    except Unreadable as fault:
        return fault.told.id


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("05-MAR-2026", "2026-03-05"), ("5 Mar 26", "2026-03-05"), ("2026-03-05", "2026-03-05"),
        ("2026/3/5", "2026-03-05"),
        ("5.3.2026", "2026-03-05"), ("5. 3. 2026", "2026-03-05"), ("5-3-26", "2026-03-05"),
        ("5MAR2026", "2026-03-05"),
        ("05032026", "2026-03-05"), ("20260305", "2026-03-05"), ("20122011", "2011-12-20"), ("050326", "2026-03-05"),
        ("5 de marzo de 2026", "2026-03-05"), ("31-ENE-2026", "2026-01-31"), ("1 ABR 26", "2026-04-01"),
        ("2 AGO 2026", "2026-08-02"),
        ("3 SET 2026", "2026-09-03"), ("3 SEPT 2026", "2026-09-03"), ("3 setiembre 2026", "2026-09-03"),
        ("4 DIC 2026", "2026-12-04"),
        ("5 december 2026", "2026-12-05"), ("6 octubre 2026", "2026-10-06"), ("29-FEB-2024", "2024-02-29"),
        ("13/4/2026", "2026-04-13"), ("4/13/2026", "2026-04-13"), ("3/3/2026", "2026-03-03"),
        ("5/MAR/2026", "2026-03-05"),
        ("３１．１２．２０２６", "2026-12-31"),
        ("٥-٣-٢٠٢٦", "2026-03-05"), ("t", "2026-03-05"), (" Today ", "2026-03-05"),
        ("1.1.1900", "1900-01-01"), ("31.12.2199", "2199-12-31"),
    ],
)  # fmt: skip
def test_a_date_has_one_canonical_text(raw: str, iso: str) -> None:
    assert day(raw) == iso
    assert day(raw, partial=True) == iso


@pytest.mark.req("PA-038")
@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ("TEST", "value.date"), ("9999", "value.date.year"), ("0007-40-07", "value.date.year"),
        ("31-FEB-2026", "value.date.none"),
        ("29-FEB-2025", "value.date.none"), ("31-04-2026", "value.date.none"), ("15-13-2026", "value.date.none"),
        ("13/13/2026", "value.date.none"), ("00-MAR-2026", "value.date.none"), ("5-0-2026", "value.date.none"),
        ("", "value.date"),
        ("5..3.2026", "value.date"), ("-5-3-2026", "value.date"), ("5-3-2026-", "value.date"), ("//", "value.date"),
        ("5-3-202", "value.date"),
        ("5-3-20266", "value.date"), ("555-3-2026", "value.date"), ("5-XYZ-2026", "value.date"),
        ("fifth", "value.date"), ("1.1.1899", "value.date.year"),
        ("1.1.2200", "value.date.year"), ("፩/፪/2026", "value.date"), ("5²/3/2026", "value.date"),
        ("1 2 3 4", "value.date"), ("tomorrow", "value.date"),
        ("05-UNK-2026", "value.date.month"), ("5-??-2026", "value.date.month"), ("20261305", "value.date.year"),
        ("20260231", "value.date.none"),
    ],
)  # fmt: skip
def test_a_day_that_cannot_be_is_told(raw: str, fault: str) -> None:
    assert day(raw) == fault
    assert day(raw, partial=True) == fault


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("UN-MAR-2026", "2026-03"), ("un mar 26", "2026-03"), ("MAR 2026", "2026-03"), ("03/2026", "2026-03"),
        ("2026-03", "2026-03"),
        ("XX.3.2026", "2026-03"), ("UN-UNK-2026", "2026"), ("nk-nk-2026", "2026"), ("UNK 2026", "2026"),
        ("2026", "2026"), ("26", "2026"),
        ("??-??-1981", "1981"), ("2026-UK", "2026"), ("2026-03-UN", "2026-03"),
    ],
)  # fmt: skip
def test_a_partial_date_only_where_it_may_be(raw: str, iso: str) -> None:
    assert day(raw, partial=True) == iso
    assert day(raw) == "value.date.partial"


@pytest.mark.parametrize(
    ("raw", "options"),
    [
        ("3/4/2026", ("2026-04-03", "2026-03-04")),
        ("03/04/26", ("2026-04-03", "2026-03-04")),
        ("12/01/2026", ("2026-01-12", "2026-12-01")),
        ("٣/٤/٢٠٢٦", ("2026-04-03", "2026-03-04")),
    ],
)
def test_day_and_month_between_slashes_are_never_guessed(raw: str, options: tuple[str, str]) -> None:
    assert day(raw) == options
    assert [day(one) for one in options] == list(options)


MONTHS = (
    "JAN JANUARY ENE ENERO", "FEB FEBRUARY FEBRERO", "MAR MARCH MARZO", "APR APRIL ABR ABRIL", "MAY MAYO",
    "JUN JUNE JUNIO", "JUL JULY JULIO", "AUG AUGUST AGO AGOSTO", "SEP SEPT SEPTEMBER SET SEPTIEMBRE SETIEMBRE",
    "OCT OCTOBER OCTUBRE", "NOV NOVEMBER NOVIEMBRE", "DEC DECEMBER DIC DICIEMBRE",
)  # fmt: skip


@pytest.mark.parametrize(("word", "month"), [(word, n) for n, words in enumerate(MONTHS, 1) for word in words.split()])
def test_months_are_known_by_their_english_and_spanish_names(word: str, month: int) -> None:
    assert day(f"9 {word.lower()} 2026") == f"2026-{month:02}-09"


@pytest.mark.parametrize(
    ("today", "typed", "year"),
    [
        (2026, "46", 2046), (2026, "47", 1947), (2026, "26", 2026), (2026, "00", 2000), (2095, "05", 2105),
        (2095, "15", 2115),
        (2095, "16", 2016), (2000, "20", 2020), (2000, "21", 1921),
    ],
)  # fmt: skip
def test_two_digits_of_a_year_mean_the_hundred_that_end_twenty_years_ahead(today: int, typed: str, year: int) -> None:
    assert day(f"1.2.{typed}", today=date(today, 6, 1)) == f"{year}-02-01"


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("9:05", "09:05"), ("09:05", "09:05"), ("0905", "09:05"), ("905", "09:05"), ("9.05", "09:05"),
        ("9h05", "09:05"), ("9 h", "09:00"),
        ("9h 05", "09:05"), ("9", "09:00"), ("23", "23:00"), ("23:59", "23:59"), ("0:00", "00:00"),
        ("٩:٠٥", "09:05"), ("９：０５", "09:05"),
        ("n", "15:42"), ("NOW", "15:42"), ("t", "15:42"), ("24:00", "value.time.none"), ("24", "value.time.none"),
        ("12:60", "value.time.none"),
        ("9:5", "value.time"), ("9.5", "value.time"), ("9:", "value.time"), (":05", "value.time"),
        ("9:05 pm", "value.time"), ("", "value.time"),
        ("12345", "value.time"), ("9:05:30", "value.time"), ("090530", "value.time"), ("1234567", "value.time"),
        ("x", "value.time"), ("09-05", "value.time"),
    ],
)  # fmt: skip
def test_a_time_has_one_canonical_text(raw: str, found: str) -> None:
    assert clock(raw) == found


@pytest.mark.req("PA-006")
@pytest.mark.parametrize(
    ("raw", "found"),
    [("9:05", "09:05:00"), ("9:05:30", "09:05:30"), ("9.05.30", "09:05:30"), ("090530", "09:05:30"),
    ("90530", "09:05:30"), ("n", "15:42:07"),
     ("9:05:60", "value.time.none"), ("9:05:3", "value.time")],
)  # fmt: skip
def test_a_time_kept_to_the_second(raw: str, found: str) -> None:
    assert clock(raw, seconds=True) == found


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("05-MAR-2026 10:00", "2026-03-05T10:00"), ("2026-03-05T10:00", "2026-03-05T10:00"),
        ("2026-03-05 10:00", "2026-03-05T10:00"),
        ("5.3.2026 10.30", "2026-03-05T10:30"), ("5 3 26 1030", "2026-03-05T10:30"),
        ("05-MAR-2026, 9h05", "2026-03-05T09:05"),
        ("5 OCT 2026 9:05", "2026-10-05T09:05"), ("t 10:00", "2026-03-05T10:00"),
        ("05032026 1030", "2026-03-05T10:30"), ("n", "2026-03-05T15:42"),
        ("3/4/2026 10:00", ("2026-04-03T10:00", "2026-03-04T10:00")),
        ("3/4/2026 1030", ("2026-04-03T10:30", "2026-03-04T10:30")),
        ("05-MAR-2026 24:00", "value.time.none"), ("05-MAR-2026 10:00:30", "value.time"),
        ("31-FEB-2026 10:00", "value.date.none"),
        ("UN-MAR-2026 10:00", "value.date.partial"),
    ],
)  # fmt: skip
def test_a_date_with_its_time(raw: str, found: object) -> None:
    assert moment(raw) == found
    assert moment(raw, partial=True) == found


@pytest.mark.req("PA-040")
@pytest.mark.parametrize(
    ("raw", "fault", "partial"),
    [
        ("05-MAR-2026", "value.datetime.time", "2026-03-05"), ("5 MAR 2026", "value.datetime.time", "2026-03-05"),
        ("UN-MAR-2026", "value.datetime.time", "2026-03"),
        ("MAR 2026", "value.datetime.time", "2026-03"), ("2026", "value.datetime.time", "2026"),
        ("3/4/2026", "value.datetime.time", ("2026-04-03", "2026-03-04")),
        ("TEST", "value.datetime", "value.datetime"), ("10:00", "value.datetime", "value.datetime"),
        ("TEST 10:00", "value.datetime", "value.datetime"),
        ("2026 1030", "value.datetime", "value.datetime"), ("31-FEB-2026", "value.date.none", "value.date.none"),
        ("", "value.datetime", "value.datetime"),
    ],
)  # fmt: skip
def test_a_date_alone_only_where_it_may_be(raw: str, fault: str, partial: object) -> None:
    assert moment(raw) == fault
    assert moment(raw, partial=True) == partial


def test_a_moment_kept_to_the_second() -> None:
    assert moment("n", seconds=True) == "2026-03-05T15:42:07"
    assert moment("2026-03-05T10:00:30", seconds=True) == "2026-03-05T10:00:30"
    assert moment("2026-03-05T10:00", seconds=True) == "2026-03-05T10:00:00"


TEXTS = st.text(max_size=40) | st.text("0123456789-/. :TtnUNKMARmayde", max_size=20)


@given(TEXTS, st.booleans(), st.booleans(), st.dates(date(1950, 1, 1), date(2150, 1, 1)))
def test_no_text_breaks_the_reading_of_dates_and_times(raw: str, partial: bool, seconds: bool, today: date) -> None:
    found = day(raw, partial, today)
    assert found
    if isinstance(found, str) and not found.startswith("value."):
        assert partial or PartialDate.parse_iso(found).complete
    assert clock(raw, seconds)
    assert moment(raw, partial, seconds)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.times(), st.dates(date(1950, 1, 1), date(2150, 1, 1)))
def test_what_is_shown_reads_as_itself(on: date, at: time, today: date) -> None:
    iso = on.isoformat()
    assert day(show_iso(iso), today=today) == iso
    assert day(iso.replace("-", ""), today=today) == iso
    assert clock(f"{at:%H:%M}") == f"{at:%H:%M}"
    whole = f"{iso}T{at:%H:%M:%S}"
    assert moment(show_iso(whole), seconds=True) == whole


@given(st.integers(1900, 2199), st.integers(1, 12) | st.none())
def test_a_partial_date_shown_reads_as_itself(year: int, month: int | None) -> None:
    found = PartialDate(year, month)
    assert day(show_date(found), partial=True) == found.iso
