"""Times that the nights of the clocks' change make impossible or ambiguous: told, with how they are counted."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crf.forms.record import Answer, Finding, Record
from crf.study.model import Form, Item
from crf.text import tell
from tests.crf.forms.small import form, group, record, step, study

LATER = datetime(2027, 1, 1, 12, tzinfo=ZoneInfo("Europe/Madrid"))
DAY, TIME = Item("D", "Day", "date", partial=True), Item("T", "Time", "time", required=False)


def told(of: Form, found: Record) -> list[tuple[str, str, str]]:
    """What is told of times: check, level and sentence."""
    return [(one.check, one.level, tell(one.message)) for one in of_times(of, found)]


def of_times(of: Form, found: Record) -> list[Finding]:
    findings = step(study(of), found, now=LATER).findings
    return [one for one in findings if one.check in ("skipped", "repeated")]


@pytest.mark.parametrize(
    ("day", "clock", "check", "counted"),
    [("2026-03-29", "02:00", "skipped", "03:00"), ("2026-03-29", "02:30", "skipped", "03:30"),
     ("2026-03-29", "02:59", "skipped", "03:59"), ("2026-03-29", "01:59", "", ""), ("2026-03-29", "03:00", "", ""),
     ("2026-03-28", "02:30", "", ""), ("2026-10-25", "02:00", "repeated", "+02:00"),
     ("2026-10-25", "02:59", "repeated", "+02:00"), ("2026-10-25", "01:59", "", ""), ("2026-10-25", "03:00", "", ""),
     ("2026-03", "02:30", "", ""), ("", "02:30", "", ""), ("2026-03-29", "", "", "")],
)  # fmt: skip
def test_a_time_the_clocks_skipped_or_showed_twice_is_told(day: str, clock: str, check: str, counted: str) -> None:
    found = told(form(DAY, TIME), record(D=Answer(day), T=Answer(clock), X="x"))
    assert [(one, level) for one, level, _ in found] == ([(check, "soft")] if check else [])
    for _, _, sentence in found:
        assert sentence.startswith(f"Time: {'no clock showed ' if check == 'skipped' else ''}{clock} ")
        assert f"is counted as {'the first one (' * (check == 'repeated')}{counted}" in sentence


def test_a_date_with_its_time_in_one_field_is_told_and_a_derived_one_by_its_parts() -> None:
    whole = form(Item("W", "When", "datetime"))
    assert [one.item for one in of_times(whole, record(W="2026-03-29T02:30"))] == ["W"]
    assert of_times(whole, record(W="2026-03-29T04:30")) == []
    derived = form(DAY, TIME, Item("W", "When", "datetime", method="at(D, T)"))
    assert [one.item for one in of_times(derived, record(D="2026-03-29", T="02:30"))] == ["T"]


def test_a_time_without_a_date_before_it_is_left_and_each_line_has_its_own() -> None:
    alone = form(Item("A", "A", "text"), TIME)
    assert of_times(alone, record(A="x", T="02:30")) == []
    lines = form(group(DAY, TIME, id="L", repeats=True))
    days = {(1, "D"): "2026-03-29", (1, "T"): "02:30", (2, "D"): "2026-03-30", (2, "T"): "02:30"}
    found = of_times(lines, Record("F", {where: Answer(value) for where, value in days.items()}))
    assert [(one.line, one.item) for one in found] == [(1, "T")]


def test_what_it_rests_on_is_the_moment_so_that_a_confirmation_ends_with_another() -> None:
    (one,) = of_times(form(DAY, TIME), record(D="2026-10-25", T="02:30"))
    (other,) = of_times(form(DAY, TIME), record(D="2026-10-25", T="02:31"))
    assert one.rests != other.rests
