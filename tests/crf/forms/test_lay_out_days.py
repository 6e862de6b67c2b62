"""Beside a date and a time: the day of the study, the window of the visit, the offset of the clock."""

from __future__ import annotations

from crf.forms.advance import advance
from crf.forms.lay_out import lay_out
from crf.forms.record import Answer, Place, Record
from crf.study.model import Anchor, Event, Item
from tests.crf.forms.pages import field, page
from tests.crf.forms.small import HERE, context, form, group, record, study

TIMED = form(
    Item("T0", "T0", "time"), Item("D", "D", "date", dates_visit=True, partial=True), Item("T1", "T1", "time"),
    Item("T2", "T2", "time"),
    group(Item("LD", "LD", "date"), Item("LT", "LT", "time"), id="L", repeats=True), group(Item("LX", "LX", "time"),
    id="M", repeats=True),
)  # fmt: skip
VISITS = (
    Event("V1", "Visit", "V1", ("F",), anchor="A", day=1, first=-2, last=3),
    Event("V2", "Open", "V2", ("F",), anchor="A", first=1),
    Event("V3", "Free", "V3", ("F",)),
)
AT = study(
    TIMED, events=VISITS, anchors=(Anchor("D1", "Day 1", "", "here", "F.D@V1"), Anchor("A", "A", "F.D@V1", "here"))
)


def test_a_date_shows_its_day_and_window_and_a_time_its_offset() -> None:
    found = page(
        AT,
        Record(
            "F",
            {
                (0, "T0"): Answer("08:00"),
                (0, "D"): Answer("2026-03-29"),
                (0, "T1"): Answer("01:30"),
                (0, "T2"): Answer("10:00"),
            },
        ),
    )
    assert [field(found, item).aside for item in ("T0", "D", "T1", "T2")] == [
        "",
        "D1, window 27–31 MAR",
        "+01:00",
        "",
    ]
    summer = page(AT, record(D="2026-03-29", T1="03:30"))
    assert field(summer, "T1").aside == "+02:00"
    lines = Record("F", {(2, "LD"): Answer("2026-07-01"), (2, "LT"): Answer("10:00"), (2, "LX"): Answer("10:00")})
    assert (field(page(AT, lines), "LT", 2).aside, field(page(AT, lines), "LX", 2).aside) == ("+02:00", "")


def test_a_partial_date_has_no_day_and_a_time_without_its_date_no_offset() -> None:
    found = page(AT, record(D="2026-03", T1="10:00"))
    assert [field(found, item).aside for item in ("D", "T1")] == ["", ""]
    assert field(page(AT, record(T1="10:00")), "T1").aside == ""


def test_a_visit_without_a_window_shows_the_day_alone() -> None:
    seen = context(AT, {HERE: record(D="2026-03-29")})
    for event, shown in (("V2", "D-1"), ("V3", "D-1"), ("", "D-1")):
        place = Place(event, "F")
        found = lay_out(TIMED, place, advance(place, record(D="2026-03-28"), None, seen), seen)
        assert field(found, "D").aside == shown


def test_only_the_date_of_the_visit_has_a_window() -> None:
    of = study(
        form(Item("D", "D", "date", dates_visit=True), Item("E", "E", "date")), events=VISITS, anchors=AT.anchors
    )
    assert field(page(of, record(D="2026-03-05", E="2026-03-05")), "E").aside == ""
