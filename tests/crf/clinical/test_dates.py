"""Partial dates, moments with a zone, protocol days, windows and ages."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crf.clinical import dates
from crf.clinical.dates import Moment, PartialDate, Window
from crf.clinical.faults import ClinicalFault
from crf.text import say

MADRID = "Europe/Madrid"
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
PARTIALS = st.builds(lambda day, known: PartialDate(*(day.year, day.month, day.day)[:known]), DAYS, st.integers(1, 3))


def at(day: str, clock: str | None, zone: str = MADRID, fold: int = 0) -> Moment:
    return Moment(date.fromisoformat(day), time.fromisoformat(clock).replace(fold=fold) if clock else None, zone)


def test_a_span_says_its_month_once() -> None:
    first = date(2026, 3, 27)
    assert dates.show_day(first, year=True) == "27 MAR 2026"
    assert dates.show_span(first, first) == "27 MAR"
    assert dates.show_span(first, date(2026, 3, 31)) == "27–31 MAR"
    assert dates.show_span(first, date(2027, 3, 31)) == "27 MAR – 31 MAR"


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "shown"),
    [
        ("2026-03-05", "2026-03-05", "2026-03-05", "05-MAR-2026"),
        ("2026-03", "2026-03-01", "2026-03-31", "UN-MAR-2026"),
        ("2028-02", "2028-02-01", "2028-02-29", "UN-FEB-2028"),
        ("2026-12", "2026-12-01", "2026-12-31", "UN-DEC-2026"),
        ("2026", "2026-01-01", "2026-12-31", "UN-UNK-2026"),
        ("0987", "0987-01-01", "0987-12-31", "UN-UNK-0987"),
    ],
)
def test_a_partial_date_keeps_what_is_known_and_spans_what_it_can_mean(
    text: str, earliest: str, latest: str, shown: str
) -> None:
    day = PartialDate.parse_iso(text)
    assert (day.iso, day.earliest.isoformat(), day.latest.isoformat()) == (text, earliest, latest)
    assert dates.show_date(day) == shown
    assert day.complete == (date.fromisoformat(text) if len(text) == 10 else None)


@pytest.mark.req("PA-038")
@pytest.mark.parametrize(
    "text", ["TEST", "", "2026-3-5", "2026-03-05T10:00", " 2026", "2026-03-05 ", "26-03-05", "٢٠٢٦", "20260305"]
)
def test_what_is_no_iso_date_is_refused_with_an_example_of_one(text: str) -> None:
    with pytest.raises(ClinicalFault) as refused:
        PartialDate.parse_iso(text)
    assert "2026-03-05" in say(refused.value.id, **refused.value.values)


@pytest.mark.req("PA-038")
@pytest.mark.parametrize(
    "text", ["0007-40-07", "2026-02-31", "2026-02-29", "2026-00", "2026-00-01", "2026-01-00", "0000"]
)
def test_a_date_the_calendar_lacks_is_refused_and_named(text: str) -> None:
    with pytest.raises(ClinicalFault) as refused:
        PartialDate.parse_iso(text)
    assert text in say(refused.value.id, **refused.value.values)


def test_a_day_without_its_month_is_refused() -> None:
    with pytest.raises(ClinicalFault, match="day_without_month"):
        PartialDate(2026, None, 5)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("2026-03-05", "2026-03-05", 0),
        ("2026-03-05", "2026-03-06", -1),
        ("2026-04", "2026-03-31", 1),
        ("2026", "2027", -1),
        ("2026-03", "2026-03-05", None),
        ("2026-03", "2026-03", None),
        ("2026", "2026-03-05", None),
        ("2026-03-01", "2026-03", None),
        ("2026-03-31", "2026-03", None),
    ],
)
def test_comparing_says_nothing_where_the_known_parts_do_not_decide(a: str, b: str, expected: int | None) -> None:
    assert dates.compare(PartialDate.parse_iso(a), PartialDate.parse_iso(b)) == expected


@given(PARTIALS, PARTIALS)
def test_comparing_is_antisymmetric_and_true_for_all_days_it_can_mean(a: PartialDate, b: PartialDate) -> None:
    forth, back = dates.compare(a, b), dates.compare(b, a)
    assert forth == (None if back is None else -back)
    if forth == -1:
        assert a.latest < b.earliest


@given(DAYS)
def test_a_complete_date_comes_back_from_its_text(day: date) -> None:
    assert PartialDate.parse_iso(PartialDate.of(day).iso).complete == day


@pytest.mark.parametrize(
    ("day", "n"),
    [
        ("2026-03-08", -1),
        ("2026-03-09", 1),
        ("2026-03-10", 2),
        ("2026-03-04", -5),
        ("2026-03-06", -3),
        ("2026-02-09", -28),
    ],
)
def test_the_day_before_day_1_is_minus_1(day: str, n: int) -> None:
    day1 = date(2026, 3, 9)
    assert dates.protocol_day(date.fromisoformat(day), day1) == n
    assert dates.day_date(n, day1).isoformat() == day
    assert dates.day_name(n) == f"D{n}"


@given(DAYS, DAYS)
def test_protocol_days_are_a_bijection_without_0(day: date, day1: date) -> None:
    n = dates.protocol_day(day, day1)
    assert n != 0
    assert dates.day_date(n, day1) == day
    assert dates.protocol_day(day + timedelta(1), day1) == (n + 1 or 1)


def test_day_0_is_no_day() -> None:
    for ask in (lambda: dates.day_date(0, date(2026, 1, 1)), lambda: dates.day_name(0)):
        with pytest.raises(ValueError, match="day_zero"):
            ask()


def test_a_day_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(ClinicalFault, match="beyond_calendar"):
        dates.day_date(4_000_000, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("day", "off"),
    [("2027-02-18", -1), ("2027-02-19", 0), ("2027-02-20", 0), ("2027-02-21", 0), ("2027-02-23", 2)],
)
def test_a_window_counts_the_days_outside_with_both_ends_inside(day: str, off: int) -> None:
    # Cyclophosphamide D-5 to D-3 of a D1 on 2027-02-24.
    day1 = date(2027, 2, 24)
    asked = Window(dates.day_date(-5, day1), dates.day_date(-3, day1))
    assert asked.judge(date.fromisoformat(day)) == off


def test_an_open_end_never_judges() -> None:
    assert Window(None, date(2026, 1, 1)).judge(date(1999, 1, 1)) == 0
    assert Window(date(2026, 1, 1), None).judge(date(2999, 1, 1)) == 0
    assert Window(None, None).judge(date(2026, 1, 1)) == 0


def test_a_window_round_a_planned_day() -> None:
    assert dates.window(date(2026, 3, 30), 3, 3) == Window(date(2026, 3, 27), date(2026, 4, 2))
    assert dates.window(date(2026, 4, 7), 0, 3) == Window(date(2026, 4, 7), date(2026, 4, 10))


def test_a_window_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ClinicalFault, match="window_reversed"):
        Window(date(2026, 3, 2), date(2026, 3, 1))


@given(DAYS, st.integers(0, 30), st.integers(0, 30), st.integers(-60, 60))
def test_a_window_judges_days_wherever_the_clock_stands(planned: date, before: int, after: int, off: int) -> None:
    day = planned + timedelta(off)
    judged = dates.window(planned, before, after).judge(day)
    assert judged == (off + before if off < -before else off - after if off > after else 0)
    # The same for whatever day a site's clock shows: a window knows no zone.
    assert {dates.protocol_day(Moment(day, time(0, 30), zone).day, planned) for zone in (MADRID, "Pacific/Apia")} == {
        dates.protocol_day(day, planned)
    }


@pytest.mark.parametrize(
    ("start", "stop", "hours"),
    [
        (("2026-03-28", "10:00"), ("2026-03-29", "10:00"), "23"),
        (("2026-03-29", "01:59"), ("2026-03-29", "03:00"), "0.01666666666666666666666666667"),
        (("2026-10-24", "10:00"), ("2026-10-25", "10:00"), "25"),
        (("2026-03-10", "11:20"), ("2026-03-11", "11:40"), "24.33333333333333333333333333"),
        (("2026-03-10", "11:20"), ("2026-03-10", "10:20"), "-1"),
    ],
)
def test_hours_are_those_that_really_passed(start: tuple[str, str], stop: tuple[str, str], hours: str) -> None:
    assert dates.hours_between(at(*start), at(*stop)) == Decimal(hours)


@given(st.datetimes(dates.datetime(2026, 3, 27), dates.datetime(2026, 3, 31)), st.integers(0, 5000))
def test_hours_across_summer_time_agree_with_utc(start: dates.datetime, minutes: int) -> None:
    begun = start.replace(tzinfo=dates.ZoneInfo("UTC"))
    ended = begun + timedelta(minutes=minutes)
    local = [moment.astimezone(dates.ZoneInfo(MADRID)) for moment in (begun, ended)]
    a, b = (Moment(one.date(), one.time(), MADRID) for one in local)
    assert dates.hours_between(a, b) == Decimal(minutes * 60_000_000) / 3_600_000_000


def test_hours_need_both_times() -> None:
    assert dates.hours_between(at("2026-03-10", None), at("2026-03-11", "10:00")) is None
    assert dates.hours_between(at("2026-03-10", "10:00"), at("2026-03-11", None)) is None


@given(st.datetimes(dates.datetime(2020, 1, 1), dates.datetime(2040, 12, 31)), st.integers(0, 100))
def test_hours_added_are_the_hours_between(when: dates.datetime, hours: int) -> None:
    start = Moment(when.date(), when.time().replace(second=0, microsecond=0), "Europe/Madrid")
    found = dates.add_hours(start, Decimal(hours))
    assert found is not None
    if start.exists:
        assert dates.hours_between(start, found) == hours
    assert found.zone == start.zone


def test_hours_added_to_a_day_alone_or_beyond_the_calendar_are_none_or_a_fault() -> None:
    assert dates.add_hours(at("2026-03-10", None), Decimal(24)) is None
    for hours in ("1e9", "1e30"):
        with pytest.raises(ClinicalFault, match="calendar"):
            dates.add_hours(at("9990-03-10", "10:00"), Decimal(hours))


@pytest.mark.parametrize(
    ("day", "clock", "zone", "fold", "utc", "offset"),
    [
        ("2026-01-10", "10:00", MADRID, 0, "2026-01-10T09:00:00+00:00", "+01:00"),
        ("2026-07-10", "10:00", MADRID, 0, "2026-07-10T08:00:00+00:00", "+02:00"),
        ("2026-10-25", "02:30", MADRID, 0, "2026-10-25T00:30:00+00:00", "+02:00"),
        ("2026-10-25", "02:30", MADRID, 1, "2026-10-25T01:30:00+00:00", "+01:00"),
        ("2026-01-10", "10:00", "Europe/London", 0, "2026-01-10T10:00:00+00:00", "+00:00"),
        ("2026-01-10", "10:00", "America/St_Johns", 0, "2026-01-10T13:30:00+00:00", "-03:30"),
        ("2026-01-10", "10:00", "Asia/Kathmandu", 0, "2026-01-10T04:15:00+00:00", "+05:45"),
    ],
)
def test_a_moment_knows_its_instant_and_offset(
    day: str, clock: str, zone: str, fold: int, utc: str, offset: str
) -> None:
    moment = at(day, clock, zone, fold)
    assert moment.utc is not None
    assert (moment.utc.isoformat(), moment.offset) == (utc, offset)


def test_a_moment_without_a_time_has_neither() -> None:
    moment = at("2026-03-29", None)
    assert (moment.utc, moment.offset, moment.exists, moment.twice) == (None, "", True, False)


def test_a_clock_time_that_summer_time_skips_or_shows_twice_is_told() -> None:
    skipped, twice, once = at("2026-03-29", "02:30"), at("2026-10-25", "02:30"), at("2026-10-25", "03:00")
    assert [(one.exists, one.twice) for one in (skipped, twice, once)] == [(False, False), (True, True), (True, False)]


def test_a_moment_without_a_time_may_be_any_of_its_day() -> None:
    timed, day = at("2026-03-29", "10:00"), at("2026-03-29", None)
    assert timed.earliest == timed.latest == timed.utc
    assert day.earliest.isoformat() == "2026-03-28T23:00:00+00:00"
    assert day.latest.isoformat() == "2026-03-29T21:59:59.999999+00:00", "a day of 23 hours"


@pytest.mark.parametrize("zone", ["Europe/Nowhere", "", "../etc/passwd"])
def test_a_zone_nobody_knows_is_refused(zone: str) -> None:
    with pytest.raises(ClinicalFault, match="no_such_zone"):
        _ = at("2026-03-10", "10:00", zone).utc


def test_an_instant_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(ClinicalFault, match="beyond_calendar"):
        _ = at("0001-01-01", "00:00", "Asia/Tokyo").utc


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("1968-05-20", "2026-05-19", 57),
        ("1968-05-20", "2026-05-20", 58),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2028-02-29", 20),
        ("2026-03-05", "2026-03-05", 0),
    ],
)
def test_age_is_in_completed_years(born: str, on: str, years: int) -> None:
    assert dates.age(date.fromisoformat(born), date.fromisoformat(on)) == years


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(ClinicalFault, match="before_birth"):
        dates.age(date(2026, 3, 5), date(2026, 3, 4))


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-03-05", 12, "2027-03-05"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-03-05", 0, "2026-03-05"),
        ("0002-01-31", -12, "0001-01-31"),
        ("9998-12-31", 12, "9999-12-31"),
    ],
)
def test_months_end_where_the_month_ends(day: str, n: int, expected: str) -> None:
    assert dates.add_months(date.fromisoformat(day), n).isoformat() == expected


@pytest.mark.parametrize(("day", "n"), [(date(1, 1, 5), -1), (date(9999, 12, 5), 1), (date(2026, 3, 5), 100_000)])
def test_months_beyond_the_calendar_are_refused(day: date, n: int) -> None:
    with pytest.raises(ClinicalFault, match="beyond_calendar"):
        dates.add_months(day, n)


@pytest.mark.parametrize(
    ("value", "field"),
    [(PartialDate(2026), "year"), (at("2026-03-05", None), "day"), (Window(None, None), "latest")],
)
def test_values_cannot_be_changed(value: object, field: str) -> None:
    with pytest.raises(AttributeError):
        setattr(value, field, None)
