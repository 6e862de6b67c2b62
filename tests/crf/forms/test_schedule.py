"""The schedule: planned and actual days, windows, repeats, the TLT period; never a matter of time zones."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crf.clinical.dates import protocol_day
from crf.forms.context import Context
from crf.forms.record import Answer, Place, Record, SubjectData
from crf.forms.schedule import Visit, day_label, due, tlt_days, visit, visits
from crf.study.model import Anchor, Event, Item, Number, Study, Treatment
from tests.crf.forms.small import NOW, ZONE, context, form, record, study

DOSE = form(Item("DAY", "Day", "date", dates_visit=True, partial=True), Item("AMOUNT", "Dose", "decimal"), id="DOSE")
BODY = form(Item("BDAY", "Day", "date", dates_visit=True), Item("KG", "Weight", "decimal"), id="BODY")
PLAN = form(Item("D1DAY", "Planned", "date"), id="PLAN")
LOG = form(Item("ADAY", "Onset", "date", dates_visit=True), id="LOGGED", log=True)
FORMS = ("DOSE", "BODY")
EVENTS = (
    Event("SCR", "Screening", "SCR", ("PLAN", "BODY"), anchor="D1", first=-28, last=-3, until='anchor("PRE")'),
    Event("PRE", "Conditioning", "PRE", FORMS, anchor="D1", day=-4, first=-5, last=-3),
    Event("D1", "Day 1", "D1", FORMS, anchor="D1", day=1, first=1, last=1),
    Event("C", "Cycle {n}", "C{n}", FORMS, anchor="D1", day=22, first=19, last=25, every=21, count=3, rebase=7),
    Event("FREE", "Any time", "FREE", FORMS),
    Event("U", "Unscheduled {n}", "U{n}", ("BODY",), kind="unscheduled"),
    Event("LOG", "Log", "LOG", ("LOGGED",), kind="log"),
)
OF = study(
    DOSE, BODY, PLAN, LOG, events=EVENTS,
    anchors=(Anchor("D1", "Day 1", "first(DOSE.DAY@D1)", "here", "PLAN.D1DAY"),
    Anchor("PRE", "Pre", "first(DOSE.DAY@PRE)", "here")),
    numbers={"period": Number("28", "here", "d")}, tlt_anchor="D1", tlt_days="period",
    treatments=(Treatment("X", "X", "X", "DOSE", "DAY"),),
)  # fmt: skip
D1 = date(2026, 3, 9)


def seen(
    *days: tuple[str, str] | tuple[str, str, str], of: Study = OF, planned: str = D1.isoformat(), **more: Any
) -> Context:
    """A subject with doses given (event, day, key) and a planned day 1."""
    records = {Place(event, "DOSE", *key): record("DOSE", DAY=day, AMOUNT="1") for event, day, *key in days}
    return context(of, {Place("SCR", "PLAN"): record("PLAN", D1DAY=planned), **records, **more.get("records", {})})


def days(one: Visit) -> tuple[str | None, ...]:
    return tuple(day.isoformat()[5:] if day else None for day in (one.planned, one.earliest, one.latest, one.actual))


def cycles(of: Context) -> list[Visit]:
    return [one for one in visits(of) if one.event.id == "C"]


def test_windows_count_from_the_planned_day_one() -> None:
    found = {one.short: one for one in visits(seen())}
    assert days(found["PRE"]) == ("03-05", "03-04", "03-06", None)
    assert days(found["D1"]) == ("03-09", "03-09", "03-09", None)
    assert days(found["SCR"]) == (None, "02-09", "03-06", None)
    assert days(found["FREE"]) == (None, None, None, None)
    assert not found["D1"].firm
    assert [one.short for one in visits(seen())] == ["SCR", "PRE", "D1", "C2", "C3", "C4", "FREE"]


def test_the_first_repeat_has_the_number_the_definition_says() -> None:
    once = Event("S", "Survival {n}", "S{n}", FORMS, anchor="D1", day=85, every=84, count=2, numbers_from=1)
    found = visits(seen(of=evolve(OF, events=(EVENTS[0], once, EVENTS[3]))))
    assert [(one.short, one.name) for one in found[1:3]] == [("S1", "Survival 1"), ("S2", "Survival 2")]
    assert [one.number for one in found[1:3]] == [1, 2]
    assert found[3].short == "C2", "the first maintenance dose is the second cycle"


def test_windows_are_judged_again_when_day_one_happened() -> None:
    found = {one.short: one for one in visits(seen(("PRE", "2026-03-05"), ("D1", "2026-03-11")))}
    assert days(found["PRE"]) == ("03-07", "03-06", "03-08", "03-05")
    assert (found["PRE"].off, found["PRE"].firm, found["D1"].off) == (-1, True, 0)
    assert days(found["SCR"])[1:3] == ("02-11", "03-05")


@pytest.mark.parametrize(
    ("day", "off"), [("2026-03-03", -1), ("2026-03-04", 0), ("2026-03-06", 0), ("2026-03-07", 1), ("2026-03-20", 14)]
)
def test_days_off_the_window_are_told(day: str, off: int) -> None:
    assert visit(seen(("PRE", day)), "PRE", "").off == off


def test_a_window_that_ends_before_it_begins_judges_nothing() -> None:
    of = seen(("PRE", "2026-01-01"), records={Place("SCR", "BODY"): record("BODY", BDAY="2026-03-01")})
    screening = visit(of, "SCR", "")
    assert (screening.earliest, screening.latest, screening.off) == (date(2026, 2, 9), date(2026, 1, 1), 0)


@pytest.mark.parametrize(
    ("first", "last", "ends"), [(None, 3, (None, date(2026, 3, 11))), (-2, None, (date(2026, 3, 7), None)),
    (None, None, (None, None))]
)  # fmt: skip
def test_a_window_may_be_open(first: int | None, last: int | None, ends: tuple[date | None, ...]) -> None:
    of = evolve(OF, events=(EVENTS[0], Event("V", "V", "V", FORMS, anchor="D1", first=first, last=last)))
    assert (visit(seen(of=of), "V", "").earliest, visit(seen(of=of), "V", "").latest) == ends


def test_nothing_is_planned_without_a_day_one() -> None:
    of = seen(("PRE", "2026-03-05"), planned="")
    assert days(visit(of, "PRE", "")) == (None, None, None, "03-05")
    assert visit(of, "PRE", "").off == 0
    assert [days(one) for one in cycles(of)] == [(None, None, None, None)] * 3


def test_repeats_stand_in_order_of_time_and_those_ahead_follow() -> None:
    of = seen(("D1", "2026-03-09"), ("C", "2026-04-20", "b"), ("C", "2026-03-31", "z"))
    found = cycles(of)
    assert [(one.short, one.key, one.exists) for one in found] == [
        ("C2", "z", True),
        ("C3", "b", True),
        ("C4", "1", False),
    ]
    assert [days(one) for one in found] == [
        ("03-30", "03-27", "04-02", "03-31"),
        ("04-20", "04-17", "04-23", "04-20"),
        ("05-11", "05-08", "05-14", None),
    ]
    assert found[0].name == "Cycle 2"


@pytest.mark.parametrize(
    ("given", "next_"), [("2026-04-06", "04-20"), ("2026-04-07", "04-28"), ("2026-03-01", "04-20")]
)
def test_a_repeat_too_late_moves_those_after_it(given: str, next_: str) -> None:
    assert days(cycles(seen(("D1", "2026-03-09"), ("C", given, "a")))[1])[0] == next_


def test_a_repeat_never_moves_the_next_where_the_study_says_so() -> None:
    of = evolve(OF, events=(*EVENTS[:3], evolve(EVENTS[3], rebase=0)))
    assert days(cycles(seen(("D1", "2026-03-09"), ("C", "2026-05-09", "a"), of=of))[1])[0] == "04-20"


def test_a_repeat_without_a_plan_plans_the_next() -> None:
    found = cycles(seen(("C", "2026-03-31", "a"), planned=""))
    assert [days(one) for one in found[:2]] == [(None, None, None, "03-31"), ("04-21", None, None, None)]


def test_windows_of_repeats_move_with_the_plan_over_day_zero() -> None:
    of = evolve(
        OF,
        events=(EVENTS[0], Event("W", "W", "W{n}", FORMS, anchor="D1", day=2, first=-1, last=None, every=7, count=2)),
    )
    found = [one for one in visits(seen(of=of)) if one.event.id == "W"]
    assert [days(one) for one in found] == [("03-10", "03-08", None, None), ("03-17", "03-15", None, None)]


def test_there_is_always_one_repeat_ahead_with_a_key_of_its_own() -> None:
    of = seen(("D1", "2026-03-09"), *(("C", f"2026-0{4 + n}-01", str(n + 1)) for n in range(4)))
    found = cycles(of)
    assert [(one.key, one.exists) for one in found] == [
        ("1", True),
        ("2", True),
        ("3", True),
        ("4", True),
        ("5", False),
    ]
    assert visit(of, "C", "new") == evolve(found[-1], key="new")
    assert visit(of, "C", "2") == found[1]


def test_a_repeat_begun_under_an_empty_key_is_one_repeat() -> None:
    found = cycles(seen(("D1", "2026-03-09"), ("C", "2026-03-30", "")))
    assert [(one.key, one.exists, one.actual is None) for one in found] == [
        ("", True, False),
        ("1", False, True),
        ("2", False, True),
    ]


def test_an_undated_repeat_stands_after_the_dated_ones() -> None:
    found = cycles(seen(("C", "", "a"), ("C", "2026-03-30", "z")))
    assert [one.key for one in found][:2] == ["z", "a"]


def voided(event: str, day: str, key: str = "") -> dict[Place, Record]:
    return {Place(event, "DOSE", key): evolve(record("DOSE", DAY=day, AMOUNT="1"), voided={0: "wrong subject"})}


def test_a_voided_repeat_keeps_its_number_and_leaves_its_turn_to_the_next() -> None:
    found = cycles(seen(("D1", "2026-03-09"), ("C", "2026-03-31", "b"), records=voided("C", "2026-03-20", "a")))
    assert [(one.short, one.key, one.void, one.exists) for one in found[:3]] == [
        ("C2", "a", True, True),
        ("C2", "b", False, True),
        ("C3", "1", False, False),
    ]
    assert (days(found[0])[3], found[0].off) == (None, 0)
    assert days(found[1]) == ("03-30", "03-27", "04-02", "03-31")


def test_a_visit_is_voided_when_all_of_it_is() -> None:
    half = voided("PRE", "2026-03-05") | {Place("PRE", "BODY"): record("BODY", BDAY="2026-03-06")}
    assert (visit(seen(records=half), "PRE", "").void, visit(seen(records=half), "PRE", "").actual) == (
        False,
        date(2026, 3, 6),
    )
    turned = dict(reversed(half.items()))
    assert not visit(seen(records=turned), "PRE", "").void
    both = voided("PRE", "2026-03-05") | {
        Place("PRE", "BODY"): evolve(record("BODY", BDAY="2026-03-06"), voided={0: "wrong"})
    }
    assert visit(seen(records=both), "PRE", "").void


def test_the_day_of_treatment_is_the_day_of_the_visit() -> None:
    eve = {Place("PRE", "BODY"): record("BODY", BDAY="2026-03-04")}
    assert visit(seen(records=eve), "PRE", "").actual == date(2026, 3, 4)
    assert visit(seen(("PRE", "2026-03-05"), records=eve), "PRE", "").actual == date(2026, 3, 5)


def test_a_partial_day_is_no_day_of_a_visit() -> None:
    assert visit(seen(("PRE", "2026-03")), "PRE", "").actual is None
    assert visit(seen(("PRE", "2026-03")), "PRE", "").exists


def test_what_was_only_proposed_is_no_visit() -> None:
    proposed = {Place("PRE", "DOSE"): Record("DOSE", {(0, "DAY"): Answer("2026-03-05", note="proposed")})}
    assert not visit(seen(records=proposed), "PRE", "").exists


def test_records_of_forms_the_study_lost_are_left_alone() -> None:
    assert not visit(seen(records={Place("PRE", "OLD"): record("OLD", X="1")}), "PRE", "").exists


def test_unscheduled_visits_are_those_that_happened() -> None:
    body = {
        Place("U", "BODY", key): record("BODY", BDAY=day) for key, day in (("b", "2026-03-02"), ("a", "2026-03-07"))
    }
    found = [one for one in visits(seen(records=body)) if one.event.id == "U"]
    assert [(one.name, one.key, one.number) for one in found] == [("Unscheduled 1", "b", 1), ("Unscheduled 2", "a", 2)]
    assert (visit(seen(records=body), "U", "new").short, visit(seen(), "U", "new").short) == ("U3", "U1")


def test_a_log_is_no_visit() -> None:
    of = seen(records={Place("LOG", "LOGGED", form_key="a"): record("LOGGED", ADAY="2026-03-02")})
    assert days(visit(of, "LOG", "")) == (None, None, None, None)
    assert (visit(of, "LOG", "").exists, visit(of, "LOG", "").number, visit(of, "LOG", "").off) == (False, 0, 0)


def test_a_form_of_the_site_is_no_visit() -> None:
    of = evolve(OF, events=(*EVENTS, Event("SITE", "Site", "SITE", ("BODY",), kind="site", anchor="D1", day=1)))
    assert days(visit(seen(of=of), "SITE", "")) == (None, None, None, None)
    assert "SITE" not in [one.event.id for one in visits(seen(of=of))]


def test_a_protocol_day_has_no_zero() -> None:
    of = seen()
    assert [day_label(of, D1 + timedelta(n)) for n in (-25, -1, 0, 1)] == ["D-25", "D-1", "D1", "D2"]
    assert day_label(of, None) == day_label(seen(planned=""), D1) == day_label(of, D1, "none") == ""
    assert day_label(seen(("PRE", "2026-03-05")), D1, "PRE") == "D5"


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_no_day_is_day_zero(day: date, day1: date) -> None:
    assert day_label(seen(planned=day1.isoformat()), day) == f"D{protocol_day(day, day1)}" != "D0"


def test_the_tlt_period_begins_with_the_day_it_counts_from() -> None:
    assert tlt_days(seen(("D1", "2026-03-10"))) == (date(2026, 3, 10), date(2026, 4, 6))
    assert tlt_days(seen()) is None
    for less in ({"tlt_anchor": ""}, {"tlt_days": ""}):
        assert tlt_days(seen(("D1", "2026-03-10"), of=evolve(OF, **less))) is None


def test_the_next_visit_is_the_first_planned_that_can_still_be() -> None:
    found = visits(seen(("D1", "2026-03-09")))
    nearest = due(found, date(2026, 3, 6))
    assert nearest is not None
    assert nearest.short == "PRE"
    later = due(found, date(2026, 3, 10))
    assert later is not None
    assert later.short == "C2"
    assert due(visits(seen(planned="")), D1) is None
    gone = visits(seen(("D1", "2026-03-09"), records=voided("PRE", "2026-03-05")))
    assert due(gone, date(2026, 3, 4)) == later


ZONES = ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Madrid", "UTC")


@given(
    st.sampled_from(ZONES),
    st.sampled_from(ZONES),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.integers(0, 8000),
)
def test_a_window_never_depends_on_a_time_zone(here: str, there: str, planned: date, given_: date, hours: int) -> None:
    data = SubjectData(
        seen(
            ("D1", given_.isoformat()), ("C", (given_ + timedelta(30)).isoformat(), "a"), planned=planned.isoformat()
        ).data.records
    )
    one, other = (
        Context(OF, data, NOW.astimezone(ZoneInfo(zone)) + timedelta(hours=hours), zone) for zone in (here, there)
    )
    assert visits(one) == visits(other)


EDITS = st.lists(
    st.tuples(
        st.sampled_from([("PRE", ""), ("D1", ""), ("C", "a"), ("C", "b")]),
        st.sampled_from(["DAY", "AMOUNT", "void"]),
        st.sampled_from(["", "2026-03-05", "2026-03-09", "2026-03", "2026-04-20"]),
    ),
    max_size=12,
)


@given(EDITS)
def test_what_a_context_remembers_is_what_a_fresh_one_finds(edits: list[tuple[tuple[str, str], str, str]]) -> None:
    of = seen()
    for (event, key), item, text in edits:
        place = Place(event, "DOSE", key)
        now = of.data.at(place)
        after = now.with_answer((0, item), Answer("1" if item == "AMOUNT" and text else text))
        of = of.with_record(place, evolve(now, voided={0: "wrong"} if text else {}) if item == "void" else after)
        fresh = Context(OF, of.data, of.now, of.zone)
        assert (visits(of), of.anchors, of.places) == (visits(fresh), fresh.anchors, fresh.places)


def test_the_clock_of_the_casebook_moves_no_window() -> None:
    assert visits(evolve(seen(), now=NOW.replace(year=2030))) == visits(seen())
    assert seen().zone == ZONE
