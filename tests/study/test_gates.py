"""What somebody does to the study wrongly, of one subject: each attack ends in a finding or a deviation, saved."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crf.forms.advance import advance
from crf.forms.assess import assess
from crf.forms.context import Context
from crf.forms.record import Edit, Place, SubjectData
from crf.forms.schedule import visit, visits
from crf.text import tell
from tests.study.course import LATE, STUDY, ZONE, Course, finding, said, screened, sentence, treated
from tests.study.longer import Longer

# dates


@pytest.mark.req("X23")
@pytest.mark.parametrize(
    ("form", "item", "typed"),
    [("IC", "RFICDAT", "31-FEB-2026"), ("IC", "RFICDAT", "UN-JUN-2026"), ("CTX", "ECSTDAT", "30-FEB-2026")],
)
def test_a_day_that_cannot_be_or_is_known_in_part_only_is_no_answer_where_a_day_is_asked(
    form: str, item: str, typed: str
) -> None:
    place = Place("COND" if form == "CTX" else "SCR", form)
    course = Course()
    if form == "CTX":
        course.fill("COND", "CTX", ECOCCUR="Y")
    step = advance(place, course.context.data.at(place), Edit(0, item, typed), course.context)
    assert step.record.answer(item).blank
    draft = step.record.drafts[0, item]
    assert draft.raw == typed
    assert draft.fault is not None


@pytest.mark.req("X23")
def test_a_partial_date_stays_partial_where_it_may_be_one() -> None:
    course = Longer()
    step = course.fill("LOG", "MH", MHSTDAT="UN-JUN-2026")
    assert step.record.answer("MHSTDAT").value == "2026-06"
    assert course.fill("LOG", "MH", MHSTDAT="UN-UNK-2026").record.answer("MHSTDAT").value == "2026"


@pytest.mark.req("X23")
@pytest.mark.parametrize(("judged", "proposed"), [("", True), ("2026-03-06", True), ("2026-03-05", False)])
def test_a_dose_before_eligibility_was_judged_is_a_deviation(judged: str, proposed: bool) -> None:
    course = Course()
    course.fill("SCR", "PLAN", PLAND1="2026-03-09")
    if judged:
        course.fill("SCR", "IE", IEDAT=judged)
    step = course.fill("COND", "CTX", ECOCCUR="Y", ECSTDAT="2026-03-05")
    assert step.record.answer("ECSTDAT").value == "2026-03-05"
    assert ("CTX-31" in said(step)) is proposed
    if proposed:
        assert finding(step, "CTX-31").level == "deviation"


@pytest.mark.req("PA-058")
@pytest.mark.parametrize(("end", "fires"), [("09:29", True), ("09:30", False), ("11:00", False)])
def test_an_end_before_its_start_is_a_finding_that_names_both(end: str, fires: bool) -> None:
    course = Course()
    times = {"ECSTDAT": "2026-03-09", "ECSTTIM": "09:30", "ECENDAT": "2026-03-09", "ECENTIM": end}
    infusion = course.fill("D1", "TRA", ECOCCUR="Y", **times)
    event = course.fill(
        "LOG", "AE", AETERM="x", AESTDAT="2026-03-09", AESTTIM="09:30", AEONGO="N", AEENDAT="2026-03-09", AEENTIM=end
    )
    for step, check in ((infusion, "TRA-04"), (event, "AE-01")):
        assert (check in said(step)) is fires
        if fires:
            assert "09-MAR-2026 09:29" in sentence(step, check)
            assert "09-MAR-2026 09:30" in sentence(step, check)


# the protocol's gates


@pytest.mark.req("X24")
def test_a_loading_dose_on_cycle_2_is_never_silent() -> None:
    course = treated()
    course.fill("CYCLE", "VS", "k", VSDAT="2026-03-30", WEIGHT="60")
    given = {"ECOCCUR": "Y", "ECSTDAT": "2026-03-30", "DOSEPRES": "480", "ECDSTXT": "480"}
    step = course.fill("CYCLE", "TRA", "k", ECPHASE="L", **given)
    assert (step.record.answer("ECDSTXT").value, said(step)) == ("480", ["TRA-22"])
    step = course.fill("CYCLE", "TRA", "k", ECPHASE="M")
    assert said(step) == ["TRA-08"]
    assert finding(step, "TRA-08").level == "deviation"
    assert "+33.33 %" in sentence(step, "TRA-08")


@pytest.mark.req("X24")
@pytest.mark.parametrize(("clock", "checks"), [("11:52", []), ("11:53", ["IL2-02", "IL2-21"])])
def test_interleukin_24_hours_and_a_minute_after_the_infusion_is_saved_and_a_deviation(
    clock: str, checks: list[str]
) -> None:
    course = treated()
    step = course.fill("D2", "IL2", ECOCCUR="Y", ECSTDAT="2026-03-11", ECSTTIM=clock)
    assert (step.record.answer("ECSTTIM").value, said(step)) == (clock, checks)
    if checks:
        assert "24 h 01 min" in sentence(step, "IL2-21")
        assert finding(step, "IL2-21").level == "deviation"


# values of the laboratory


@pytest.mark.req("X26")
@pytest.mark.parametrize(("sampled", "counts"), [("2026-02-26", True), ("2026-02-25", False)])
@pytest.mark.parametrize(("form", "value", "at", "soft", "late"), [
    ("HEM", {"PLAT": "231"}, "IEPLAT", "IE-40", "IE-41"),
    ("CHEM", {"ALB": "41"}, "IEALB", "IE-42", "IE-43"),
    ("COAG", {"INR": "1.0"}, "IEINR", "IE-44", "IE-45"),
])  # fmt: skip
def test_an_eligibility_laboratory_of_8_days_before_counts_for_nothing_and_says_so(
    sampled: str, counts: bool, form: str, value: dict[str, str], at: str, soft: str, late: str
) -> None:
    course = Course()
    course.fill("SCR", "PLAN", PLAND1="2026-03-09")
    course.fill("SCR", form, LBPERF="Y", LBDAT=sampled, LBTIM="08:10", **value)
    step = course.fill("SCR", "IE", IEDAT="2026-03-02")
    assert bool(step.record.answer(at).value) is counts
    told = [one for one in said(step) if one in (soft, late)]
    assert told == ([] if counts else [soft])
    course.fill("COND", "CTX", ECOCCUR="Y", ECSTDAT="2026-03-05", ECSTTIM="10:00")
    step = course.step("SCR", "IE")
    told = [(one, finding(step, one).level) for one in said(step) if one in (soft, late)]
    assert told == ([] if counts else [(late, "deviation")])
    if not counts:
        assert "8 days" in sentence(step, late)


# windows


def test_the_other_reading_of_the_registry_counts_cyclophosphamide_from_the_infusion() -> None:
    """Story s4, 7: a site that sets the infusion as anchor, 5 to 3 days before it."""
    events = [evolve(one, anchor="NK") if one.id == "COND" else one for one in STUDY.events]
    course = Course()
    course.fill("SCR", "PLAN", PLAND1="2027-02-24")
    course.fill("COND", "CTX", ECOCCUR="Y", ECSTDAT="2027-02-18")
    course.fill("D2", "NK", ECOCCUR="Y", ECSTDAT="2027-02-25")
    other = Context(evolve(STUDY, events=tuple(events)), course.context.data, LATE, ZONE)
    found = visit(other, "COND", "")
    assert (str(found.earliest), str(found.latest), found.off) == ("2027-02-20", "2027-02-22", -2)


@given(
    st.sampled_from(["Pacific/Apia", "Pacific/Pago_Pago", "Asia/Kathmandu", "America/St_Johns", "UTC", ZONE]),
    st.integers(0, 24 * 365),
)
def test_a_window_never_depends_on_time_zone_or_clock(zone: str, hours: int) -> None:
    here = Context(STUDY, DATA, LATE, ZONE)
    there = Context(STUDY, DATA, (LATE - timedelta(hours=hours)).astimezone(ZoneInfo(zone)), zone)
    windows = [(one.event.id, one.key, one.planned, one.earliest, one.latest, one.off) for one in visits(here)]
    assert [(one.event.id, one.key, one.planned, one.earliest, one.latest, one.off) for one in visits(there)] == windows


def _course() -> SubjectData:
    course = treated()
    course.fill("D2", "IL2", ECOCCUR="Y", ECSTDAT="2026-03-10", ECSTTIM="23:45")
    course.fill("CYCLE", "TRA", "k", ECOCCUR="Y", ECPHASE="M", ECSTDAT="2026-03-29", ECSTTIM="02:30")
    return assess(course.context).data


DATA = _course()
"""A course with doses just before midnight and on the night of summer time."""


def test_a_switched_zone_is_no_other_sentence() -> None:
    late = Context(STUDY, screened().context.data, LATE, "Pacific/Apia")
    place = Place("COND", "CTX")
    record = advance(place, late.data.at(place), Edit(0, "ECOCCUR", "Y"), late).record
    step = advance(place, record, Edit(0, "ECSTDAT", "2026-03-07"), late)
    assert "04-MAR-2026 to 06-MAR-2026" in tell(finding(step, "CTX-02").message)


@pytest.mark.parametrize(
    ("day", "clock", "second"),
    [("2026-03-10", "17:30", "Y"), ("2026-03-11", "10:00", "N"), ("2026-03-12", "10:00", "Y")],
)
def test_only_the_first_interleukin_may_lie_on_another_day_within_its_hours(day: str, clock: str, second: str) -> None:
    course = treated()
    if second == "Y":
        course.fill("D2", "IL2", ECOCCUR="Y", ECSTDAT="2026-03-10", ECSTTIM="16:30")
    else:
        course.fill("D2", "IL2", ECOCCUR="N", ECREASOC="AE")
    step = course.fill("D4", "IL2", ECOCCUR="Y", ECSTDAT=day, ECSTTIM=clock)
    assert said(step) == ([] if day == "2026-03-12" else ["IL2-02"])
