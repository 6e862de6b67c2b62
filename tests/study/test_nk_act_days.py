"""NK-ACT: days, windows and the order of the drugs."""

from __future__ import annotations

import pytest

from crf.forms.schedule import visit
from tests.study.course import STUDY, finding, injected, said, screened, sentence, treated

# days, windows, order


@pytest.mark.parametrize(
    ("event", "form", "first", "last"),
    [
        ("COND", "CTX", "2026-03-04", "2026-03-06"),
        ("D1", "TRA", "2026-03-09", "2026-03-09"),
        ("D2", "NK", "2026-03-10", "2026-03-10"),
        ("D4", "IL2", "2026-03-12", "2026-03-12"),
        ("D6", "IL2", "2026-03-14", "2026-03-14"),
        ("D8", "VS", "2026-03-15", "2026-03-17"),
        ("D15", "VS", "2026-03-21", "2026-03-25"),
        ("CYCLE", "TRA", "2026-03-27", "2026-04-02"),
        ("SCR", "VS", "2026-02-09", "2026-03-06"),
    ],
)
def test_windows_count_from_the_planned_day_1(event: str, form: str, first: str, last: str) -> None:
    found = visit(screened().context, event, "")
    assert (str(found.earliest), str(found.latest)) == (first, last)
    assert form in STUDY.event(event).forms


def test_screening_ends_with_cyclophosphamide() -> None:
    course = treated()
    assert str(visit(course.context, "SCR", "").latest) == "2026-03-05"
    step = course.fill("SCR", "VS", VSDAT="2026-03-06")
    assert said(step) == ["VS-01"]


@pytest.mark.parametrize(("day", "checks"), [("2026-03-03", ["CTX-02"]), ("2026-03-04", []), ("2026-03-06", []),
                                             ("2026-03-07", ["CTX-02"])])  # fmt: skip
def test_cyclophosphamide_from_day_minus_5_to_minus_3(day: str, checks: list[str]) -> None:
    course = screened()
    course.fill("COND", "VS", VSDAT="2026-03-03")
    assert said(course.fill("COND", "CTX", ECOCCUR="Y", ECSTDAT=day)) == checks


def test_all_is_judged_anew_when_day_1_slips_by_two_days() -> None:
    course = screened()
    assert said(course.fill("COND", "CTX", ECOCCUR="Y", ECSTDAT="2026-03-05")) == []
    course.fill("D1", "TRA", ECOCCUR="Y", ECPHASE="L", ECSTDAT="2026-03-11")
    step = course.step("COND", "CTX")
    assert said(step) == ["CTX-02"]
    assert "outside the window 06-MAR-2026 to 08-MAR-2026" in sentence(step, "CTX-02")
    course.fill("D1", "TRA", ECSTDAT="2026-03-09")
    assert said(course.step("COND", "CTX")) == []


def test_a_dose_that_was_not_given_anchors_nothing() -> None:
    course = treated()
    course.fill("D2", "NK", ECOCCUR="N", ECREASOC="AE")
    assert course.context.anchor("NK") is None
    course.fill("D1", "TRA", ECOCCUR="N")
    course.fill("D1", "PER", ECSTDAT="2026-03-10")
    assert str(course.context.anchor("D1")) == "2026-03-10"


@pytest.mark.parametrize(
    ("day", "clock", "checks"),
    [
        ("2026-03-10", "16:30", []),
        ("2026-03-11", "11:52", []),
        ("2026-03-11", "11:53", ["IL2-02", "IL2-21"]),
        ("2026-03-10", "11:00", ["IL2-22"]),
        ("2026-03-12", "10:00", ["IL2-02", "IL2-21"]),
    ],
)
def test_the_first_interleukin_within_24_hours_after_the_infusion(day: str, clock: str, checks: list[str]) -> None:
    course = treated()
    step = course.fill("D2", "IL2", ECOCCUR="Y", ECSTDAT=day, ECSTTIM=clock)
    assert said(step) == checks
    assert all(finding(step, check).level == "deviation" for check in checks)


def test_later_interleukin_has_its_own_day_and_no_24_hours() -> None:
    course = treated()
    course.fill("D2", "IL2", ECOCCUR="Y", ECSTDAT="2026-03-10", ECSTTIM="16:00")
    assert said(course.fill("D4", "IL2", ECOCCUR="Y", ECSTDAT="2026-03-12", ECSTTIM="10:00")) == []
    assert said(course.fill("D6", "IL2", ECOCCUR="Y", ECSTDAT="2026-03-15", ECSTTIM="10:00")) == [
        "IL2-05",
        "IL2-02",
    ]


def test_interleukin_on_day_4_is_no_late_first_dose_when_day_2_was_left_out() -> None:
    course = treated()
    course.fill("D2", "IL2", ECOCCUR="N", ECREASOC="SUPPLY")
    assert said(course.fill("D4", "IL2", ECOCCUR="Y", ECSTDAT="2026-03-12", ECSTTIM="10:00")) == []


def test_the_order_cyclophosphamide_nk_cells_interleukin() -> None:
    course = screened()
    assert said(course.fill("D2", "IL2", ECOCCUR="Y", ECSTDAT="2026-03-10", ECSTTIM="16:00")) == ["IL2-23"]
    nk = {"ECOCCUR": "Y", "ECSTDAT": "2026-03-10", "ECSTTIM": "11:00", "ECENDAT": "2026-03-10", "ECENTIM": "12:00"}
    assert said(course.fill("D2", "NK", **nk)) == ["NK-21"]
    assert said(course.step("D2", "IL2")) == []
    course.fill("COND", "CTX", ECOCCUR="Y", ECSTDAT="2026-03-10")
    assert said(course.step("D2", "NK")) == ["NK-23"]
    course.fill("COND", "CTX", ECSTDAT="2026-03-05")
    assert said(course.step("D2", "NK")) == []


@pytest.mark.parametrize(
    ("day", "form", "checks"),
    [
        ("2026-03-30", "TRA", []),
        ("2026-04-02", "TRA", []),
        ("2026-04-03", "TRA", ["TRA-02"]),
        ("2026-04-06", "TRA", ["TRA-02"]),
        ("2026-04-07", "TRA", ["TRA-02", "TRA-21"]),
        ("2026-04-19", "PER", ["PER-02"]),
        ("2026-04-20", "PER", ["PER-02", "PER-21"]),
    ],
)
def test_a_late_maintenance_dose_advises_to_load_again(day: str, form: str, checks: list[str]) -> None:
    course = treated()
    course.fill("CYCLE", "VS", "k", VSDAT=day, WEIGHT="60")
    step = course.fill("CYCLE", form, "k", ECOCCUR="Y", ECPHASE="M", ECSTDAT=day)
    assert sorted(said(step)) == checks
    for check in checks:
        assert finding(step, check).level == ("advice" if check.endswith("21") else "deviation")


def test_the_person_chooses_loading_or_maintenance() -> None:
    course = treated()
    assert said(course.fill("D1", "TRA", ECPHASE="M", DOSEPRES="360", ECDSTXT="360")) == ["TRA-23"]
    assert said(course.fill("D1", "PER", ECPHASE="M", DOSEPRES="420", ECDSTXT="420")) == ["PER-23"]
    course = treated()
    course.fill("CYCLE", "VS", "k", VSDAT="2026-03-30", WEIGHT="60")
    assert said(course.fill("CYCLE", "TRA", "k", ECOCCUR="Y", ECPHASE="L", ECSTDAT="2026-03-30")) == ["TRA-22"]
    assert said(course.fill("CYCLE", "PER", "k", ECOCCUR="Y", ECPHASE="L", ECSTDAT="2026-03-30")) == ["PER-22"]
    course.fill("CYCLE", "TRA", "k", ECSTDAT="2026-04-10")
    assert "TRA-22" not in said(course.step("CYCLE", "TRA", "k"))
    assert course.value("CYCLE", "TRA", "DOSEPLAN", "k") == "480.00"


def test_the_next_cycle_counts_from_the_plan_or_when_too_late_from_the_dose() -> None:
    for day, planned in (("2026-04-06", "2026-04-20"), ("2026-04-07", "2026-04-28")):
        course = treated()
        course.fill("CYCLE", "TRA", "k", ECOCCUR="Y", ECPHASE="M", ECSTDAT=day)
        assert str(visit(course.context, "CYCLE", "next").planned) == planned


def test_the_tlt_period_and_its_assessment() -> None:
    course = injected()
    course.fill("TLT", "TLT", TLTDAT="2026-04-07", TLTEVAL="Y", TLTYN="N")
    assert (course.value("TLT", "TLT", "TLTFIRST"), course.value("TLT", "TLT", "TLTLAST")) == (
        "2026-03-10",
        "2026-04-06",
    )
    assert said(course.step("TLT", "TLT")) == []
    assert said(course.fill("TLT", "TLT", TLTDAT="2026-04-06")) == ["TLT-01"]
    assert said(course.fill("TLT", "TLT", TLTDAT="2026-04-10")) == []
    assert said(course.fill("TLT", "TLT", TLTDAT="2026-04-11")) == ["TLT-01"]


@pytest.mark.parametrize(
    ("onset", "asked"),
    [("2026-03-09", False), ("2026-03-10", True), ("2026-04-06", True), ("2026-04-07", False), ("2026-03", True),
     ("2026-04", True), ("2026-02", False), ("2026-05", False), ("", False)],
)  # fmt: skip
def test_tlt_is_asked_of_events_that_may_lie_in_the_period(onset: str, asked: bool) -> None:
    step = treated().fill("LOG", "AE", AETERM="rash", AESTDAT=onset)
    assert ((0, "AETLT") in step.visible) is asked


def test_the_safety_follow_up_counts_from_the_last_dose_once_treatment_has_ended() -> None:
    course = treated()
    assert visit(course.context, "SFU", "").planned is None
    course.fill("CYCLE", "PER", "k", ECOCCUR="Y", ECPHASE="M", ECSTDAT="2026-03-30")
    course.fill("EOT", "VS", VSDAT="2026-04-10")
    found = visit(course.context, "SFU", "")
    assert (str(found.planned), str(found.earliest), str(found.latest)) == ("2026-04-29", "2026-04-22", "2026-05-06")
