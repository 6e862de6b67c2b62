"""Appointments: agreed beside the plan, changed and removed with a reason, moved alone or with all later ones."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from attrs import evolve

from crf.actions.appointments import Key, appoint, appoint_outside, later_ones, move, read, remove, told_of
from crf.actions.entering import Entering
from crf.actions.session import Session
from crf.actions.skipping import skip_visit
from crf.actions.verifying import cache_troubles
from crf.actions.voiding import void_subject
from crf.faults import Refused
from crf.forms.appointments import Appointment
from crf.forms.record import Edit, Place
from crf.reading.calendar import calendar
from crf.reading.matrix import subject_page
from crf.reading.views import Column, Due
from crf.text import tell
from tests.crf.actions.conftest import SIGNS, Clock, Fill

D8, D15, D2 = ("D8", ""), ("D15", ""), ("D2", "")
THURSDAY = Appointment(date(2026, 3, 26), time(10, 30))


@pytest.fixture
def planned(fill: Fill) -> None:
    """Day 1 is planned for Monday, 9 March 2026; today is the 5th."""
    fill("SCR", "PLAN", ENRYN="Y", PLAND1="09-MAR-2026")


def column(session: Session, uid: str, visit: Key) -> Column:
    page = subject_page(session.reader, uid, session.now())
    return next(one for one in page.columns if (one.event, one.key) == visit)


def due(session: Session, visit: Key) -> Due:
    shown = calendar(session.reader, session.now())
    every = (*shown.overdue, *shown.now, *shown.week, *shown.later)
    return next(one for one in every if (one.event, one.key) == visit)


def agreed(session: Session, uid: str) -> dict[Key, Appointment]:
    return dict(session.file.data(uid).appointments)


@pytest.mark.req("PA-085")
@pytest.mark.usefixtures("planned")
def test_it_stands_beside_the_plan_which_stays(session: Session, uid: str) -> None:
    before, listed = column(session, uid, D15), due(session, D15)
    appoint(session, uid, D15, Appointment(date(2026, 3, 24), time(10, 30), "CONFIRMED", "fasting"))
    after = column(session, uid, D15)
    assert (after.planned, after.window) == (before.planned, before.window) == ("23 MAR", "21–25 MAR")
    assert (after.agreed, after.agreed_off) == ("Tue 24 MAR 10:30, confirmed", "")
    assert (after.agreed_day, after.agreed_note) == ("24 MAR", "fasting")
    shown = due(session, D15)
    assert (shown.day, shown.window) == (listed.day, listed.window)
    assert (shown.iso, shown.agreed) == ("2026-03-24", after.agreed)
    assert shown.agreed_note == "fasting"
    assert (session.file.acts(uid)[-1].verb, cache_troubles(session)) == ("appoint", [])


@pytest.mark.usefixtures("planned")
def test_outside_the_window_it_is_said_and_never_refused(session: Session, uid: str) -> None:
    told = told_of(session, uid, D15, THURSDAY)
    assert told is not None
    assert tell(told) == "One day after the window of Day 15."
    appoint(session, uid, D15, THURSDAY)
    assert column(session, uid, D15).agreed_off == due(session, D15).agreed_off == tell(told)
    early = told_of(session, uid, D15, Appointment(date(2026, 3, 18)))
    assert early is not None
    assert tell(early) == "3 days before the window of Day 15."
    assert told_of(session, uid, D15, Appointment(date(2026, 3, 23))) is None
    assert told_of(session, uid, D15, Appointment(date(2026, 3, 26), None, "CANCELLED")) is None


@pytest.mark.usefixtures("planned")
def test_a_day_in_the_past_is_said_too(session: Session, uid: str, clock: Clock) -> None:
    clock.at = clock.at.replace(day=25)
    told = told_of(session, uid, D15, Appointment(date(2026, 3, 23)))
    assert told is not None
    assert told.id == "appointment.past"


@pytest.mark.req("PA-085")
@pytest.mark.usefixtures("planned")
def test_outside_the_schedule_it_is_an_unscheduled_visit_of_its_own(session: Session, uid: str) -> None:
    columns = len(subject_page(session.reader, uid, session.now()).columns)
    key = appoint_outside(session, uid, Appointment(date(2026, 3, 7), time(9), note="wound check"))
    other = appoint_outside(session, uid, Appointment(date(2026, 3, 5)))
    page = subject_page(session.reader, uid, session.now())
    assert len(page.columns) == columns + 2
    events = [one.event for one in page.columns]
    assert events[:5] == ["SCR", "COND", "UNS", "UNS", "D1"], "in order of their days"
    assert (column(session, uid, key).short, column(session, uid, other).short) == ("U2", "U1")
    assert (due(session, key).state, due(session, key).day, due(session, key).away) == ("week", "", "in 2 days")
    assert due(session, other).state == "today"
    entering = Entering(session, uid, Place(key[0], "VS", key[1]))
    entering.edit(Edit(0, "VSDAT", "07-MAR-2026"))
    entering.save()
    assert column(session, uid, key).state == "done"
    assert column(session, uid, key).agreed == "Sat 07 MAR 09:00, agreed", "what was agreed still stands"


@pytest.mark.usefixtures("planned")
def test_a_day_that_passed_is_overdue_and_one_far_ahead_is_later(session: Session, uid: str, clock: Clock) -> None:
    near = appoint_outside(session, uid, Appointment(date(2026, 3, 7)))
    far = appoint_outside(session, uid, Appointment(date(2026, 6, 7)))
    assert due(session, far).state == "ahead"
    clock.at = clock.at.replace(day=8)
    assert due(session, near).state == "overdue"


@pytest.mark.usefixtures("planned")
def test_called_off_it_is_told_and_the_visit_stands_by_its_plan(session: Session, uid: str) -> None:
    appoint(session, uid, D15, THURSDAY)
    appoint(session, uid, D15, Appointment(THURSDAY.day, THURSDAY.at, "CANCELLED"), "She is ill")
    found = column(session, uid, D15)
    assert (found.agreed, found.agreed_day, found.agreed_off) == ("Thu 26 MAR 10:30, cancelled", "", "")
    assert due(session, D15).iso == "2026-03-23"
    outside = appoint_outside(session, uid, Appointment(date(2026, 3, 7), None, "MISSED"))
    assert column(session, uid, outside).state == "unplanned"


@pytest.mark.usefixtures("planned")
def test_an_appointment_for_today_makes_a_visit_due_today(session: Session, uid: str, clock: Clock) -> None:
    appoint(session, uid, D15, THURSDAY)
    clock.at = clock.at.replace(day=20)
    assert due(session, D15).state == "week"
    clock.at = clock.at.replace(day=26)
    assert due(session, D15).state == "today", "though its window is over"
    clock.at = clock.at.replace(day=27)
    assert due(session, D15).state == "overdue"


@pytest.mark.req("PA-085")
def test_removing_it_touches_no_data(session: Session, uid: str, weighed: Fill) -> None:
    before = session.file.data(uid)
    for visit in (D15, appoint_outside(session, uid, THURSDAY)):
        if visit == D15:
            appoint(session, uid, visit, THURSDAY)
        remove(session, uid, visit, "Agreed by mistake")
    assert session.file.data(uid) == before
    act = session.file.acts(uid)[-1]
    assert (act.verb, act.reason) == ("remove_appointment", "Agreed by mistake")
    assert column(session, uid, D15).agreed == ""


@pytest.fixture
def three(session: Session, uid: str, planned: None) -> None:
    """Three visits with appointments, and one that was called off."""
    appoint(session, uid, D8, Appointment(date(2026, 3, 16), time(9), "CONFIRMED"))
    appoint(session, uid, D15, Appointment(date(2026, 3, 23), time(9), "CONFIRMED", "fasting"))
    appoint(session, uid, ("CYCLE", "1"), Appointment(date(2026, 3, 30)))
    appoint(session, uid, ("CYCLE", "2"), Appointment(date(2026, 4, 20), None, "CANCELLED"))


@pytest.mark.req("PA-086")
@pytest.mark.usefixtures("three")
def test_this_one_only_moves_this_one_only(session: Session, uid: str) -> None:
    before = agreed(session, uid)
    to = Appointment(date(2026, 3, 24), time(11))
    found = move(session, uid, D15, to, "Clinic is full")
    assert found.count == 1
    assert agreed(session, uid) == {**before, D15: to}
    act = session.file.acts(uid)[-1]
    assert (act.verb, act.reason, act.detail) == ("move_appointment", "Clinic is full", "")


@pytest.mark.req("PA-086")
@pytest.mark.usefixtures("three")
def test_all_later_ones_move_by_the_same_days_and_no_other(session: Session, uid: str) -> None:
    before = agreed(session, uid)
    assert [one.event.id for one in later_ones(session, uid, D8)] == ["D15", "CYCLE"]
    found = move(session, uid, D8, Appointment(date(2026, 3, 18), time(9)), "Clinic is full", later=True)
    assert found.count == 3
    assert agreed(session, uid) == {
        D8: Appointment(date(2026, 3, 18), time(9)),
        D15: Appointment(date(2026, 3, 25), time(9), "AGREED", "fasting"),
        ("CYCLE", "1"): Appointment(date(2026, 4, 1)),
        ("CYCLE", "2"): before["CYCLE", "2"],
    }
    act = session.file.acts(uid)[-1]
    assert act.detail == "+2"
    assert len(session.file.acts(uid)) == 7, "one act"


@pytest.mark.usefixtures("three")
def test_the_same_day_at_another_time_moves_no_other(session: Session, uid: str) -> None:
    assert move(session, uid, D8, Appointment(date(2026, 3, 16), time(14)), "Clinic is full", later=True).count == 1


def test_a_visit_that_was_done_is_not_moved(session: Session, uid: str, planned: None, fill: Fill) -> None:
    for visit, day in ((("COND", ""), 5), (D2, 10), (D8, 16)):
        appoint(session, uid, visit, Appointment(date(2026, 3, day)))
    fill("D2", "VS", VSDAT="05-MAR-2026", VSTIM="09:00", WEIGHT="60", **SIGNS)
    assert [one.event.id for one in later_ones(session, uid, ("COND", ""))] == ["D8"]
    assert later_ones(session, uid, D15) == []


@pytest.mark.usefixtures("planned")
def test_what_cannot_be_done_is_refused_and_nothing_written(session: Session, uid: str, fill: Fill) -> None:
    fill("D2", "VS", VSDAT="05-MAR-2026", VSTIM="09:00", WEIGHT="60", **SIGNS)
    skip_visit(session, uid, "D4", "", "Public holiday")
    appoint(session, uid, D15, THURSDAY)
    acts = session.file.act_count()
    friday = Appointment(date(2026, 3, 27))
    for refused, why in (
        (lambda: appoint(session, uid, D15, THURSDAY), "already stands"),
        (lambda: appoint(session, uid, D15, friday), "reason"),
        (lambda: appoint(session, uid, D2, friday), "entered"),
        (lambda: appoint(session, uid, ("D4", ""), friday), "skipped"),
        (lambda: appoint(session, uid, D8, Appointment(THURSDAY.day, note="x" * 401)), "400"),
        (lambda: move(session, uid, D8, friday, "Full"), "No appointment"),
        (lambda: move(session, uid, D15, THURSDAY, "Full"), "already stands"),
        (lambda: move(session, uid, D15, friday, " "), "reason"),
        (lambda: remove(session, uid, D8, "Full"), "No appointment"),
        (lambda: remove(session, uid, D15, ""), "reason"),
    ):
        with pytest.raises(Refused, match=why):
            refused()
    assert session.file.act_count() == acts
    void_subject(session, uid, "Enrolled twice")
    with pytest.raises(Refused, match="voided"):
        appoint(session, uid, D8, friday)


def test_a_study_without_unscheduled_visits_needs_a_planned_one(
    session: Session, uid: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = tuple(one for one in session.study.events if one.kind != "unscheduled")
    monkeypatch.setattr(session, "study", evolve(session.study, events=events))
    with pytest.raises(Refused, match="no unscheduled"):
        appoint_outside(session, uid, THURSDAY)


def test_what_is_typed_reads_as_in_any_form(session: Session) -> None:
    assert read(session, "26 mar 26", "1030", "CONFIRMED", " fasting ") == Appointment(
        date(2026, 3, 26), time(10, 30), "CONFIRMED", "fasting"
    )
    assert read(session, "t", "", "AGREED", "") == Appointment(date(2026, 3, 5))


@pytest.mark.parametrize(
    ("day", "at", "why"),
    [("", "", "is blank"), ("31-FEB-2026", "", "FEB"), ("MAR-2026", "", "day"), ("3/4/2026", "", "two days"),
     ("26-MAR-2026", "25:00", "25:00")],
)  # fmt: skip
def test_what_can_be_no_day_or_time_is_refused_in_words(session: Session, day: str, at: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        read(session, day, at, "AGREED", "")


def coming(session: Session, uid: str) -> tuple[str, str]:
    """What the head of the subject page says comes next."""
    (fact,) = (one for one in subject_page(session.reader, uid, session.now()).facts if one.caption == "Next visit")
    return fact.value, fact.note


@pytest.mark.req("PA-085")
@pytest.mark.usefixtures("planned")
def test_what_comes_next_says_the_appointment_beside_the_plan(session: Session, uid: str, clock: Clock) -> None:
    clock.at = datetime(2026, 3, 18, 9, tzinfo=UTC)
    assert coming(session, uid) == ("D15 in 5 days", "23 MAR, window 21–25 MAR")
    appoint(session, uid, D15, Appointment(date(2026, 3, 24), time(10, 30)))
    assert coming(session, uid) == ("D15 in 6 days", "Tue 24 MAR 10:30, planned 23 MAR")
    clock.at = datetime(2026, 3, 25, 9, tzinfo=UTC)
    assert coming(session, uid)[0] == "D15 2 days ago", "the appointment is past, its window isn't"
    move(session, uid, D15, Appointment(date(2026, 3, 25), time(16), "CANCELLED"), "She is ill")
    assert coming(session, uid) == ("D15 2 days ago", "23 MAR, window 21–25 MAR")


@pytest.mark.usefixtures("planned")
def test_an_appointment_outside_the_schedule_comes_next_too(session: Session, uid: str, clock: Clock) -> None:
    clock.at = datetime(2026, 3, 18, 9, tzinfo=UTC)
    before = coming(session, uid)
    key = appoint_outside(session, uid, Appointment(date(2026, 3, 19)))
    assert coming(session, uid) == ("U1 tomorrow", "Thu 19 MAR")
    clock.at = datetime(2026, 3, 20, 9, tzinfo=UTC)
    assert coming(session, uid)[0] == "D15 in 3 days"
    clock.at = datetime(2026, 3, 18, 9, tzinfo=UTC)
    remove(session, uid, key, "Not needed")
    assert coming(session, uid) == before


@pytest.mark.req("PA-091")
@pytest.mark.usefixtures("planned")
def test_a_skipped_visit_never_comes_next(session: Session, uid: str, clock: Clock) -> None:
    clock.at = datetime(2026, 3, 15, 9, tzinfo=UTC)
    assert coming(session, uid)[0] == "D8 tomorrow"
    skip_visit(session, uid, "D8", "", "She travels")
    assert coming(session, uid)[0] == "D15 in 8 days"
