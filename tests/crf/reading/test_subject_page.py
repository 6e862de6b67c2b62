"""The subject page and the list: columns, cells, clocks, what comes next."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crf.actions.entering import Entering
from crf.actions.session import Session
from crf.clinical.dates import show_span
from crf.forms.record import Edit, Place
from crf.reading.form import form_head
from crf.reading.matrix import subject_page
from crf.reading.subjects import subject_list
from crf.reading.views import Cell, SubjectPage


def cell(page: SubjectPage, form: str, event: str) -> Cell:
    """The cell of a form at a visit."""
    return next(
        one for row in page.rows for one in row.cells if one and (one.place.form, one.place.event) == (form, event)
    )


def local(session: Session, year: int, month: int, day: int) -> datetime:
    """Ten in the morning at the site."""
    return session.local(datetime(year, month, day, 9, tzinfo=UTC))


def test_columns_carry_planned_actual_and_window(session: Session, uid: dict[str, str]) -> None:
    page = subject_page(session.reader, uid["01-001"], local(session, 2026, 3, 16))
    heads = {one.event: one for one in page.columns}
    assert (heads["COND"].planned, heads["COND"].actual, heads["COND"].window) == ("05 MAR", "05 MAR", "04–06 MAR")
    assert heads["SCR"].planned == "≥ 09 FEB"
    assert heads["D8"].today
    assert heads["D8"].actual == "today"
    late = ["EoT", "D64 C4", "D64 TA2", "D74 SFU", "D127 TA3", "D145 SURV1", "D229 SURV2", "D313 SURV3", "END"]
    assert [one.short for one in page.columns][-9:] == late


def test_cells_tell_status_by_word_and_why(session: Session, uid: dict[str, str]) -> None:
    page = subject_page(session.reader, uid["01-007"], session.now())
    dose = cell(page, "IL2", "D4")
    assert (dose.status, dose.stage, dose.findings) == ("findings", "complete", 1)
    assert "+9.09 %" in dose.tip[0]
    assert "Study coordinator" in dose.tip[-1]
    assert cell(page, "IL2", "D6").status == "not started"
    assert page.findings == 1
    assert page.attention is not None
    assert page.attention.place == dose.place


def test_a_draft_shows_as_a_draft(session: Session, uid: dict[str, str]) -> None:
    place = Place("D6", "IL2")
    Entering(session, uid["01-007"], place).edit(Edit(0, "ECOCCUR", "Y"))
    page = subject_page(session.reader, uid["01-007"], session.now())
    assert cell(page, "IL2", "D6").status == "draft"
    assert page.drafts == 1
    entering = Entering(session, uid["01-007"], place)
    entering.save()
    shown = cell(subject_page(session.reader, uid["01-007"], session.now()), "IL2", "D6")
    assert shown.status == "incomplete"
    assert any("questions open" in line for line in shown.tip)


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ((2026, 3, 9), 0), ((2026, 3, 10), 1), ((2026, 3, 16), 7),
        ((2026, 3, 30), 21), ((2026, 4, 6), 28), ((2026, 4, 7), 29),
    ],
)  # fmt: skip
def test_the_tlt_clock_counts_days_over_summer_time(
    session: Session, uid: dict[str, str], day: tuple[int, int, int], shown: int
) -> None:
    clock = subject_page(session.reader, uid["01-001"], local(session, *day)).clock
    assert clock is not None
    assert (clock.day, clock.days) == (shown, 28)
    assert "10 MAR – 06 APR 2026" in clock.note
    assert "07 APR" in clock.note


def test_without_an_infusion_the_clock_waits(session: Session, uid: dict[str, str]) -> None:
    clock = subject_page(session.reader, uid["01-008"], session.now()).clock
    assert clock is not None
    assert (clock.day, clock.text) == (0, "not started")


def test_logs_count_what_is_not_voided(session: Session, uid: dict[str, str]) -> None:
    assert subject_page(session.reader, uid["01-001"], session.now()).logs[0].count == 5
    assert subject_page(session.reader, uid["01-006"], session.now()).logs[0].count == 0


def test_the_list_says_what_comes_next(session: Session) -> None:
    lines = {line.label: line for line in subject_list(session.reader, session.now())}
    assert lines["01-007"].next_visit == "D6 tomorrow"
    assert lines["01-006"].next_visit == "C3 in 3 days"
    assert lines["01-002"].next_visit == ""
    assert lines["01-001"].detail == "Woman, 44"
    assert lines["01-001"].last_saved == "22 OCT 2026 12:30, Investigator"


def test_visits_out_of_their_window_say_by_how_much(session: Session, uid: dict[str, str]) -> None:
    page = subject_page(session.reader, uid["01-005"], session.now())
    late = [one for one in page.columns if one.verdict]
    assert [(one.short, one.verdict) for one in late] == [("D43 C3", "9 days late, 6 beyond the window")]
    assert [one.inside for one in late] == [""]


def test_visits_inside_their_window_say_how_far_from_the_planned_day(session: Session, uid: dict[str, str]) -> None:
    heads = {one.event: one for one in subject_page(session.reader, uid["01-001"], session.now()).columns}
    third = [one for one in subject_page(session.reader, uid["01-001"], session.now()).columns if one.event == "CYCLE"][
        1
    ]
    assert (third.planned, third.actual, third.verdict) == ("20 APR", "21 APR", "")
    assert third.inside == "one day late, inside its window"
    assert heads["D1"].inside == heads["SCR"].inside == "", "on the planned day; without one"


def test_the_head_of_a_form_knows_its_neighbours(session: Session, uid: dict[str, str]) -> None:
    head = form_head(session.reader, uid["01-001"], Place("COND", "CTX"), session.now())
    assert head.previous == Place("COND", "PREG")
    assert head.next == Place("D1", "PE")
    assert head.day_line == "D-4, Thu 05 MAR 2026"
    assert head.window_line == "window 04–06 MAR, D1 was 09 MAR"
    first = form_head(session.reader, uid["01-001"], Place("SCR", "IC"), session.now())
    assert first.previous is None
    log = form_head(session.reader, uid["01-001"], Place("LOG", "AE", form_key="x"), session.now())
    assert (log.day_line, log.window_line) == ("Running log, all visits", "")


def test_spans_are_short() -> None:
    day = datetime(2026, 3, 27, tzinfo=UTC).date()
    assert show_span(day, day.replace(month=4, day=2)) == "27 MAR – 02 APR"
    assert show_span(day, day) == "27 MAR"
