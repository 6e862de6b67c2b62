"""The calendar of the site: every visit ahead by how pressing it is, none that is done, skipped or past an end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crf.actions.enrol import enrol
from crf.actions.entering import Entering
from crf.actions.session import Session
from crf.actions.skipping import skip_visit, unskip_visit
from crf.actions.voiding import void_subject
from crf.forms.record import Edit, Place
from crf.reading.calendar import WEEK, calendar
from crf.reading.matrix import subject_page
from crf.reading.subjects import subject_list
from crf.reading.views import Calendar, Due


@pytest.fixture
def planned(session: Session) -> str:
    """A subject enrolled today whose day 1 is planned for Monday, 30 November 2026."""
    uid = enrol(session, "01-090")
    entering = Entering(session, uid, Place("SCR", "PLAN"))
    for item, raw in (("ENRYN", "Y"), ("PLAND1", "2026-11-30")):
        entering.edit(Edit(0, item, raw))
    entering.save()
    return uid


def local(session: Session, *day: int) -> datetime:
    """Nine in the morning UTC at the site."""
    return session.local(datetime(*day, 9, tzinfo=UTC))  # type: ignore[misc, arg-type]


def of(shown: Calendar, uid: str) -> dict[str, Due]:
    """The visits of one subject in the calendar, by event; the first of a repeat."""
    every = (*shown.overdue, *shown.now, *shown.week, *shown.later)
    found: dict[str, Due] = {}
    for due in every:
        if due.subject == uid:
            found.setdefault(due.event, due)
    return found


def shown(session: Session, *day: int) -> Calendar:
    """The calendar of a day."""
    return calendar(session.reader, local(session, *day))


@pytest.mark.req("PA-087")
def test_each_visit_ahead_stands_in_one_group(session: Session, planned: str) -> None:
    found = shown(session, 2026, 11, 26)
    groups = [found.overdue, found.now, found.week, found.later]
    keys = [(due.subject, due.event, due.key) for group in groups for due in group]
    assert len(keys) == len(set(keys))
    assert {due.state for due in found.overdue} <= {"overdue"}
    assert {due.state for due in found.now} <= {"today", "open"}
    assert {due.state for due in found.week} <= {"week"}
    assert {due.state for due in found.later} <= {"ahead"}
    ahead = {(column.event, column.key) for line in subject_list(session.reader, session.now()) if not line.voided
             for column in subject_page(session.reader, line.uid, local(session, 2026, 11, 26)).columns
             if column.state in ("overdue", "today", "open", "week", "ahead")}  # fmt: skip
    assert {(event, key) for _, event, key in keys} == ahead


@pytest.mark.parametrize(
    ("day", "state", "away"),
    [
        ((2026, 11, 20), "week", "in 6 days"),  # the window D-5 to D-3 is 25 to 27 November
        ((2026, 11, 25), "open", "tomorrow"),
        ((2026, 11, 26), "today", "today"),
        ((2026, 11, 27), "open", "yesterday"),
        ((2026, 11, 28), "overdue", "2 days ago"),
    ],
)
def test_a_visit_goes_from_ahead_to_overdue_with_its_window(
    session: Session, planned: str, day: tuple[int, int, int], state: str, away: str
) -> None:
    due = of(shown(session, *day), planned)["COND"]
    assert (due.state, due.away) == (state, away)
    assert (due.iso, due.day, due.window) == ("2026-11-26", "Thu 26 NOV", "25–27 NOV")
    assert (due.label, due.short) == ("01-090", "D-4")


def test_the_week_ends_after_seven_days(session: Session, planned: str) -> None:
    assert of(shown(session, 2026, 11, 30 - WEEK), planned)["D1"].state == "week"
    assert of(shown(session, 2026, 11, 29 - WEEK), planned)["D1"].state == "ahead"


def test_lists_go_by_day_then_by_number(session: Session, planned: str) -> None:
    found = shown(session, 2026, 11, 20)
    for group in (found.overdue, found.now, found.week, found.later):
        assert [(due.iso, due.label) for due in group] == sorted((due.iso, due.label) for due in group)


def test_a_visit_begun_is_due_no_longer(session: Session, planned: str) -> None:
    assert "COND" in of(shown(session, 2026, 11, 26), planned)
    entering = Entering(session, planned, Place("COND", "VS"))
    entering.edit(Edit(0, "VSDAT", "2026-11-20"))
    entering.save()
    assert "COND" not in of(shown(session, 2026, 11, 26), planned)


@pytest.mark.req("PA-091")
def test_a_skipped_visit_is_not_overdue_until_it_is_taken_back(session: Session, planned: str) -> None:
    before = of(shown(session, 2026, 12, 30), planned)
    assert before["D8"].state == "overdue"
    skip_visit(session, planned, "D8", "", "Public holiday")
    after = of(shown(session, 2026, 12, 30), planned)
    assert set(before) - set(after) == {"D8"}
    page = subject_page(session.reader, planned, local(session, 2026, 12, 30))
    column = next(one for one in page.columns if one.event == "D8")
    assert (column.state, column.skipped) == ("skipped", "Public holiday")
    cells = [cell for row in page.rows for cell in row.cells if cell and cell.place.event == "D8"]
    assert {cell.status for cell in cells} == {"skipped"}
    unskip_visit(session, planned, "D8", "", "The visit took place")
    assert of(shown(session, 2026, 12, 30), planned)["D8"].state == "overdue"


def test_nothing_is_due_after_a_screen_failure(session: Session, planned: str) -> None:
    entering = Entering(session, planned, Place("SCR", "PLAN"))
    entering.edit(Edit(0, "ENRYN", "N"))
    entering.save("Pregnancy test positive")
    assert not of(shown(session, 2026, 12, 30), planned)
    page = subject_page(session.reader, planned, local(session, 2026, 12, 30))
    states = {column.event: column.state for column in page.columns}
    assert states["D1"] == "not due"
    assert states["SCR"] == "done"
    cells = {cell.place: cell.status for row in page.rows for cell in row.cells if cell}
    assert cells[Place("D1", "TRA")] == "not due"
    assert cells[Place("SCR", "PLAN")] != "not due"


def test_a_voided_subject_is_left_out(session: Session, planned: str) -> None:
    assert of(shown(session, 2026, 11, 26), planned)
    void_subject(session, planned, "Enrolled twice")
    assert not of(shown(session, 2026, 11, 26), planned)


@pytest.mark.req("PA-070")
def test_day_one_slips_and_every_window_with_it(session: Session, planned: str) -> None:
    entering = Entering(session, planned, Place("SCR", "PLAN"))
    entering.edit(Edit(0, "PLAND1", "2026-12-31"))
    entering.save("The product comes later")
    found = of(shown(session, 2026, 11, 26), planned)
    assert (found["D1"].iso, found["COND"].window) == ("2026-12-31", "26–28 DEC")
    assert found["D2"].iso == "2027-01-01"


def test_today_is_named_as_people_read_it(session: Session) -> None:
    assert shown(session, 2026, 11, 20).today == "Fri 20 NOV 2026"
