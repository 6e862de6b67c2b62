"""Clocks of reports: when they begin, when they are due, how they stand, whatever the hour and the time of the year."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as some

from crf.forms.clocks import Deadline, Watch, sent_items, watch, watches
from crf.forms.context import Context
from crf.forms.links import link_to
from crf.forms.record import Answer, Place, Record
from crf.study.model import Clock, Event, Item, Number, Study
from tests.crf.forms.small import NOW, ZONE, context, form, group, record, study

MADRID = ZoneInfo(ZONE)
DAY = timedelta(hours=24)
EVENT = Place("LOG", "E", "", "e1")
REPORT = Place("LOG", "R", "", "r1")
FORMS = (
    form(
        Item("SER", "Serious?", "text"),
        group(Item("GR", "Grade", "text"), id="L", repeats=True),
        id="E",
        log=True,
    ),
    form(
        Item("OF", "Of", "text", link="E", required=False),
        Item("KIND", "Kind", "text"),
        Item("KNEW", "Knew", "date", partial=True),
        Item("KNEWT", "Knew at", "time"),
        Item("SENT", "Sent", "date"),
        Item("SENTT", "Sent at", "time"),
        Item("WHY", "Why late?", "text"),
        id="R",
        log=True,
        numbers={"hours": Number("24", "x", "h")},
    ),
)
FIRST = Clock(
    "FIRST", "First report", "R", "R", "hours", 'KIND = "I"', "at(KNEW, KNEWT)", "E.SER", "OF",
    "at(SENT, SENTT)", late="WHY",
)  # fmt: skip
NEXT = Clock("NEXT", "Next report", "R", "R", "soon", 'KIND = "F"', "KNEW", sent="SENT")
NONE = Clock("NONE", "Nothing reported", "E", "E", "soon", 'SER = "Y" and not any(R.KIND, via=R.OF)', entry="SER")
GRADE = Clock("GRADE", "A high grade", "G", "E", "soon", 'GR = "4"')


def of(*clocks: Clock) -> Study:
    log = Event("LOG", "Log", "log", ("E", "R"), kind="log")
    return study(*FORMS, events=(log,), clocks=clocks, numbers={"soon": Number("2", "x", "h")})


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MADRID).astimezone(UTC)


def report(**values: str) -> Context:
    return context(of(FIRST, NEXT), {REPORT: record("R", **values)})


def only(seen: Context, entered: dict[tuple[Place, str], datetime] | None = None) -> Watch:
    (found,) = watches(seen, entered or {})
    return found


def test_a_clock_runs_from_the_typed_time_to_the_minute() -> None:
    found = only(report(KIND="I", KNEW="2026-03-12", KNEWT="09:00"))
    assert (found.clock, found.place, found.known) == (FIRST, REPORT, "told")
    assert found.aware == utc("2026-03-12T09:00")
    assert found.due == found.aware + DAY
    assert found.sent is None
    for now, state, minutes in (
        ("2026-03-12T09:00", "running", 1440),
        ("2026-03-13T08:58:30", "running", 1),
        ("2026-03-13T09:00", "running", 0),
        ("2026-03-13T09:00:01", "overdue", 1),
        ("2026-03-13T10:30", "overdue", 90),
    ):
        stands = found.at(utc(now))
        assert (stands.state, stands.minutes, stands.open) == (state, minutes, True), now


@pytest.mark.parametrize(
    ("day", "time", "state", "minutes"),
    [
        ("2026-03-13", "09:00", "sent", 0),
        ("2026-03-13", "09:01", "late", 1),
        ("2026-03-12", "", "sent", 540),
        ("2026-03-13", "", "late", 900),
    ],
)
def test_once_sent_it_stands_still(day: str, time: str, state: str, minutes: int) -> None:
    values = {"KIND": "I", "KNEW": "2026-03-12", "KNEWT": "09:00", "SENT": day, "SENTT": time}
    found = only(report(**{item: value for item, value in values.items() if value}))
    stands = found.at(utc("2027-01-01T00:00"))
    assert (stands.state, stands.minutes, stands.open) == (state, minutes, False)
    assert not found.reason
    assert only(report(**values, WHY="no line")).reason


def test_of_a_day_alone_the_clock_begins_with_its_first_minute() -> None:
    found = only(report(KIND="I", KNEW="2026-03-12"))
    assert (found.aware, found.known) == (utc("2026-03-12T00:00"), "day")
    found = only(report(KIND="F", KNEW="2026-03-12"))
    assert (found.aware, found.known) == (utc("2026-03-12T00:00"), "day")


def test_an_empty_awareness_is_the_time_of_entry_of_what_was_entered_first() -> None:
    own, there = utc("2026-03-05T10:00"), utc("2026-03-04T08:00")
    event = record("E", SER="Y")
    seen = context(of(FIRST, NONE), {EVENT: event, REPORT: record("R", KIND="I", OF=link_to(EVENT))})
    found = only(seen, {(REPORT, ""): own, (EVENT, "SER"): there})
    assert (found.aware, found.known) == (there, "entry")
    assert only(seen, {(REPORT, ""): own}).aware == own
    assert only(seen).aware == NOW.astimezone(UTC)
    loose = context(of(FIRST), {REPORT: record("R", KIND="I", KNEW="2026-03")})
    assert only(loose, {(REPORT, ""): own, (EVENT, "SER"): there}).aware == own
    assert only(report(KIND="F"), {(REPORT, ""): own}).aware == own


def test_an_event_without_a_report_has_a_clock_until_one_is_tied_to_it() -> None:
    entered = {(EVENT, "SER"): utc("2026-03-05T10:00")}
    seen = context(of(NONE), {EVENT: record("E", SER="Y")})
    found = only(seen, entered)
    assert (found.clock, found.due) == (NONE, utc("2026-03-05T12:00"))
    assert found.sent is None
    tied = context(of(NONE), {EVENT: record("E", SER="Y"), REPORT: record("R", KIND="I", OF=link_to(EVENT))})
    assert watches(tied, entered) == ()


def test_records_that_dont_count_have_no_clock() -> None:
    assert watches(report(KIND="X"), {}) == ()
    voided = evolve(record("R", KIND="I"), voided={0: "twice"})
    assert watches(context(of(FIRST), {REPORT: voided}), {}) == ()
    assert watches(context(of(evolve(FIRST, starts="")), {REPORT: Record("R")}), {}) == ()
    assert len(watches(context(of(evolve(FIRST, starts="")), {REPORT: record("R", KNEW="2026-03-01")}), {})) == 1


def test_a_condition_is_asked_in_each_line_that_isnt_voided() -> None:
    graded = Record("E", {(0, "SER"): Answer("N"), (1, "GR"): Answer("1"), (2, "GR"): Answer("4")})
    assert len(watches(context(of(GRADE), {EVENT: graded}), {})) == 1
    assert watches(context(of(GRADE), {EVENT: evolve(graded, voided={2: "slip"})}), {}) == ()


def test_the_clock_of_one_record_is_found() -> None:
    seen = report(KIND="I", KNEW="2026-03-12", KNEWT="09:00")
    assert watch(seen, REPORT, {}) == only(seen)
    assert watch(seen, EVENT, {}) is None


def test_the_items_that_say_when_it_was_sent() -> None:
    assert sent_items(FIRST) == ("SENT", "SENTT")
    assert sent_items(NONE) == ()


@given(some.integers(0, 60 * 24 * 365), some.integers(0, 60 * 24 * 400))
def test_what_is_left_or_over_is_never_negative_and_adds_up(known: int, later: int) -> None:
    aware = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=known)
    found = Watch(FIRST, REPORT, aware, "told", aware + DAY, None, False)
    stands: Deadline = found.at(aware + timedelta(minutes=later))
    assert stands.minutes >= 0
    assert stands.state == ("running" if later <= 1440 else "overdue")
    assert stands.minutes == abs(1440 - later)


@given(some.dates(date(2026, 1, 1), date(2027, 12, 31)), some.times())
def test_hours_are_those_that_pass_on_every_day_of_the_year(day: date, clock: time) -> None:
    """Also where summer time begins or ends: 24 hours are 24 hours, not the same hour of the next day."""
    typed = f"{clock:%H:%M}"
    found = only(report(KIND="I", KNEW=str(day), KNEWT=typed))
    assert found.due - found.aware == DAY
    assert found.at(found.due).state == "running"
    assert found.at(found.due + timedelta(seconds=1)).state == "overdue"


def test_summer_time_takes_an_hour_from_the_wall_clock() -> None:
    found = only(report(KIND="I", KNEW="2026-03-28", KNEWT="12:00"))
    assert found.due.astimezone(MADRID).strftime("%d %H:%M") == "29 13:00"
    found = only(report(KIND="I", KNEW="2026-10-24", KNEWT="12:00"))
    assert found.due.astimezone(MADRID).strftime("%d %H:%M") == "25 11:00"


def test_an_awareness_typed_for_later_than_the_minute_it_was_typed_gives_no_time() -> None:
    """The clock runs from the entry then; a minute's rounding is nobody's slip."""
    typed = utc("2026-03-12T10:00")
    entered = {(REPORT, "KNEW"): typed, (REPORT, "KNEWT"): typed}
    found = only(report(KIND="I", KNEW="2026-03-12", KNEWT="23:00"), entered)
    assert (found.aware, found.known, found.due) == (typed, "ahead", typed + DAY)
    for clock in ("09:59", "10:00"):
        assert only(report(KIND="I", KNEW="2026-03-12", KNEWT=clock), entered).known == "told"
    assert only(report(KIND="I", KNEW="2026-03-12"), entered).known == "day"
    found = only(report(KIND="I", KNEW="2026-03-13"), entered)
    assert (found.aware, found.known) == (typed, "ahead")


def test_what_was_entered_before_the_site_is_said_to_have_known_is_told() -> None:
    there = utc("2026-03-11T08:00")
    values = {"KIND": "I", "OF": link_to(EVENT), "KNEW": "2026-03-12", "KNEWT": "09:00"}
    seen = context(of(FIRST), {EVENT: record("E", SER="Y"), REPORT: record("R", **values)})
    found = only(seen, {(EVENT, "SER"): there})
    assert (found.aware, found.before) == (utc("2026-03-12T09:00"), there)
    assert only(seen, {(EVENT, "SER"): utc("2026-03-12T09:00")}).before is None
    assert only(seen).before is None
    assert only(report(KIND="F", KNEW="2026-03-12")).before is None


def test_a_report_said_to_go_out_later_still_waits() -> None:
    values = {"KIND": "I", "KNEW": "2026-03-12", "KNEWT": "09:00", "SENT": "2026-03-12"}
    found = only(report(**values, SENTT="18:00"))
    assert found.at(utc("2026-03-12T12:00")).open
    assert found.at(utc("2026-03-12T18:00")).state == "sent"
    assert only(report(**values)).at(utc("2026-03-12T12:00")).state == "sent", "of a day alone its first minute counts"
