"""Doses and orders that a tired person enters: none stays silent, and nothing right is called wrong."""

from __future__ import annotations

from datetime import date

import pytest

from crf.forms.advance import advance
from crf.forms.assess import assess
from crf.forms.context import Context
from crf.forms.record import Edit, Place, Step
from tests.study.course import LATE, STUDY, ZONE, Course, finding, said, sentence, treated

BEGUN = {"ECSTDAT": "2026-03-10", "ECSTTIM": "16:00"}


def lines(course: Course, event: str, form: str, *typed: tuple[int, str, str], row: str = "") -> Step:
    """Type into lines of a form, or of a row of a log; what stands there then."""
    place = Place(event, form, form_key=row)
    record = course.context.data.at(place)
    for line, item, raw in typed:
        record = advance(place, record, Edit(line, item, raw), course.context).record
    course.context = course.context.with_record(place, record)
    course.context = Context(STUDY, assess(course.context).data, LATE, ZONE)
    return advance(place, course.context.data.at(place), None, course.context)


# what a dose is compared with


def test_no_height_before_a_surface_dose_is_a_finding_also_when_one_comes_later() -> None:
    course = Course()
    course.fill("SCR", "PLAN", PLAND1="2026-03-09")
    course.fill("SCR", "IE", IEDAT="2026-03-02")
    course.fill("COND", "VS", VSDAT="2026-03-05", WEIGHT="60")
    step = course.fill("COND", "CTX", ECOCCUR="Y", DOSEPRES="3000", ECDSTXT="3000", ECSTDAT="2026-03-05")
    assert said(step) == ["CTX-16"]
    assert sentence(step, "CTX-16").startswith("No height is known before 05-MAR-2026, so no dose can be planned.")
    course.fill("D8", "VS", VSDAT="2026-03-16", HEIGHT="165")
    assert said(course.step("COND", "CTX")) == ["CTX-16"]
    course.fill("COND", "VS", HEIGHT="165")
    assert said(course.step("COND", "CTX")) == ["CTX-08"]


@pytest.mark.parametrize("prescribed", ["UNK", ""])
@pytest.mark.parametrize(
    ("event", "form", "begun", "given", "checks"),
    [("COND", "CTX", {}, "3000", ["CTX-18"]), ("COND", "CTX", {}, "1094.48", ["CTX-17"]),
     ("COND", "CTX", {}, "1044.7", []), ("D1", "TRA", {}, "360", ["TRA-18"]), ("D1", "PER", {}, "420", ["PER-18"]),
     ("D1", "PER", {}, "840", []), ("D2", "IL2", BEGUN, "8 million IU", ["IL2-18"]),
     ("D2", "IL2", BEGUN, "0,9 million IU", ["IL2-17"]), ("D2", "IL2", BEGUN, "829156", [])],
)  # fmt: skip
def test_without_a_known_prescription_the_given_dose_is_compared_with_the_planned_one(
    event: str, form: str, begun: dict[str, str], given: str, checks: list[str], prescribed: str
) -> None:
    step = treated().fill(event, form, ECOCCUR="Y", **begun, DOSEPRES=prescribed, ECDSTXT=given)
    assert said(step) == checks
    for check in checks:
        assert finding(step, check).level == ("soft" if check.endswith("17") else "deviation")
        assert sentence(step, check).startswith("No prescribed dose is known, and given ")


@pytest.mark.parametrize(
    ("event", "form", "more", "fewer", "check"),
    [("COND", "CTX", "1500", "400", "CTX-10"), ("COND", "CTX", "1090", "400", "CTX-09"),
     ("D1", "TRA", "960", "100", "TRA-10"), ("D1", "PER", "841", "1", "PER-10"), ("D2", "NK", "9e8", "1e7", "NK-09")],
)  # fmt: skip
def test_an_event_that_stops_an_infusion_excuses_too_little_and_never_too_much(
    event: str, form: str, more: str, fewer: str, check: str
) -> None:
    course = treated()
    stopped = {"ECSTOPYN": "Y", "ECSTOPWH": "AE", "ECSTOPAE": "1"}
    assert said(course.fill(event, form, ECDSTXT=more, **stopped)) == [check]
    assert said(course.fill(event, form, ECDSTXT=fewer)) == []
    course.fill(event, form, DOSEPRES="UNK")
    assert said(course.step(event, form)) == []


# order and gaps


@pytest.mark.parametrize(("form", "late"), [("TRA", "2026-04-20"), ("PER", "2026-04-20")])
def test_the_gap_for_loading_again_counts_only_doses_that_were_given(form: str, late: str) -> None:
    course = treated()
    course.fill("CYCLE", form, "1", ECOCCUR="Y", ECPHASE="M", ECSTDAT="2026-03-30")
    course.fill("CYCLE", form, "2", ECOCCUR="Y", ECPHASE="M", ECSTDAT=late)
    assert f"{form}-21" not in said(course.step("CYCLE", form, "2"))
    # Corrected: it wasn't given. Its date is kept until somebody clears it.
    course.fill("CYCLE", form, "1", ECOCCUR="N", ECREASOC="SUPPLY")
    assert course.value("CYCLE", form, "ECSTDAT", "1") == "2026-03-30"
    told = sentence(course.step("CYCLE", form, "2"), f"{form}-21")
    assert "was given 42 days ago" in told


@pytest.mark.parametrize(
    ("form", "late", "in_time"), [("TRA", "2026-04-07", "2026-04-06"), ("PER", "2026-04-20", "2026-04-19")]
)
def test_loading_again_is_advised_before_the_dose_is_given(form: str, late: str, in_time: str) -> None:
    """While the dose is planned its day is that of the visit."""
    course = treated()
    course.fill("CYCLE", "VS", "1", VSDAT=late, WEIGHT="60")
    assert f"{form}-21" in said(course.fill("CYCLE", form, "1", ECPHASE="M"))
    course.fill("CYCLE", "VS", "1", VSDAT=in_time)
    assert f"{form}-21" not in said(course.step("CYCLE", form, "1"))
    course.fill("CYCLE", form, "1", ECOCCUR="Y", ECSTDAT=late)
    assert f"{form}-21" in said(course.step("CYCLE", form, "1"))


@pytest.mark.parametrize(("form", "doses"), [("TRA", ("480", "360")), ("PER", ("840", "420"))])
def test_a_second_loading_dose_and_a_first_maintenance_dose_are_proposed_deviations(
    form: str, doses: tuple[str, str]
) -> None:
    course = treated()
    course.fill("CYCLE", "VS", "1", VSDAT="2026-03-30", WEIGHT="60")
    again = {"DOSEPRES": doses[0], "ECDSTXT": doses[0], "ECSTDAT": "2026-03-30"}
    step = course.fill("CYCLE", form, "1", ECOCCUR="Y", ECPHASE="L", **again)
    assert (said(step), finding(step, f"{form}-22").level) == ([f"{form}-22"], "deviation")
    step = course.fill("D1", form, ECPHASE="M", DOSEPRES=doses[1], ECDSTXT=doses[1])
    assert (said(step), finding(step, f"{form}-23").level) == ([f"{form}-23"], "deviation")


def test_the_safety_visit_counts_from_a_dose_that_was_given() -> None:
    course = treated()
    course.fill("CYCLE", "TRA", "1", ECOCCUR="Y", ECPHASE="M", ECSTDAT="2026-03-30")
    course.fill("CYCLE", "TRA", "1", ECOCCUR="N", ECREASOC="AE")
    course.fill("EOT", "EOT", DSSTDAT="2026-04-02")
    assert course.context.anchors["LAST"] == (date(2026, 3, 10), True)


def test_a_drug_given_after_its_treatment_was_withdrawn_is_a_proposed_deviation() -> None:
    course = treated()
    course.fill("CYCLE", "TRA", "1", ECOCCUR="Y", ECPHASE="M", ECSTDAT="2026-03-30")
    step = course.fill("LOG", "WD", WDDAT="2026-03-15", WDTYPE="TREAT", WDDRUGS="PER|NK")
    assert "WD-07" not in said(step)
    step = course.fill("LOG", "WD", WDDRUGS="TRA|PER")
    assert finding(step, "WD-07").level == "deviation"
    assert "on 15-MAR-2026, and this was given after it: trastuzumab." in sentence(step, "WD-07")
    assert "WD-07" not in said(course.fill("LOG", "WD", WDDAT="2026-03-30"))


# interleukin-2 with a time that nobody wrote down


@pytest.mark.parametrize(
    ("day", "clock", "checks"),
    [("2026-03-10", "UNK", ["IL2-24"]), ("2026-03-11", "UNK", ["IL2-02", "IL2-24"]),
     ("2026-03-12", "UNK", ["IL2-02", "IL2-24"]), ("2026-03-12", "", ["IL2-02"]),
     ("2026-03-09", "UNK", ["IL2-02", "IL2-25", "IL2-24"]), ("2026-03-10", "16:30", [])],
)  # fmt: skip
def test_a_first_injection_without_a_time_is_judged_by_its_day(day: str, clock: str, checks: list[str]) -> None:
    assert said(treated().fill("D2", "IL2", ECOCCUR="Y", ECSTDAT=day, ECSTTIM=clock)) == checks


@pytest.mark.parametrize(
    ("day", "clock", "checks"),
    [("2026-03-10", "09:00", ["IL2-25", "IL2-24"]), ("2026-03-10", "16:00", ["IL2-24"]),
     ("2026-03-12", "14:00", ["IL2-02", "IL2-24"])],
)  # fmt: skip
def test_an_injection_is_judged_where_nobody_wrote_when_the_infusion_ended(
    day: str, clock: str, checks: list[str]
) -> None:
    course = treated()
    course.fill("D2", "NK", ECENTIM="UNK")
    assert said(course.fill("D2", "IL2", ECOCCUR="Y", ECSTDAT=day, ECSTTIM=clock)) == checks


def test_a_later_injection_on_a_wrong_day_speaks_without_its_time() -> None:
    course = treated()
    course.fill("D2", "IL2", ECOCCUR="Y", **BEGUN)
    assert "IL2-02" in said(course.fill("D4", "IL2", ECOCCUR="Y", ECSTDAT="2026-03-10", ECSTTIM="UNK"))


@pytest.mark.parametrize(
    ("night", "day", "clock", "hours"),
    [("2026-03-28", "2026-03-29", "12:51", "23.98"), ("2026-03-28", "2026-03-29", "12:52", "24.00"),
     ("2026-03-28", "2026-03-29", "12:53", "24.02"), ("2026-10-24", "2026-10-25", "10:51", "23.98"),
     ("2026-10-24", "2026-10-25", "10:52", "24.00"), ("2026-10-24", "2026-10-25", "10:53", "24.02")],
)  # fmt: skip
def test_24_hours_really_elapse_over_a_change_of_the_clocks(night: str, day: str, clock: str, hours: str) -> None:
    course = treated()
    course.fill("D2", "NK", ECSTDAT=night, ECENDAT=night)
    step = course.fill("D2", "IL2", ECOCCUR="Y", ECSTDAT=day, ECSTTIM=clock)
    assert step.record.answer("AFTERNK").value == hours
    assert ("IL2-21" in said(step)) is (hours == "24.02")


# interruptions


OVERNIGHT = [(0, "ECSTTIM", "23:30"), (0, "ECENDAT", "2026-03-11"), (0, "ECENTIM", "02:00"), (0, "ECITRPYN", "Y")]


def test_interruptions_around_midnight_add_up_and_are_no_finding() -> None:
    breaks = [(1, "BRKST", "23:50"), (1, "BRKEN", "00:10"), (2, "BRKST", "00:30"), (2, "BRKEN", "00:45")]
    step = lines(treated(), "D2", "NK", *OVERNIGHT, *breaks)
    assert [step.record.answer(item).value for item in ("ECITRMIN", "ECINFMIN")] == ["35", "115"]
    assert said(step) == []


def test_an_interruption_over_the_night_of_the_summer_time_lasts_what_really_elapsed() -> None:
    course = treated()
    course.fill("D2", "NK", ECSTDAT="2026-03-28", ECENDAT="2026-03-29")
    over = [(0, "ECSTTIM", "23:30"), (0, "ECENTIM", "04:00"), (0, "ECITRPYN", "Y")]
    step = lines(course, "D2", "NK", *over, (1, "BRKST", "01:50"), (1, "BRKEN", "03:10"))
    assert [step.record.answer(item).value for item in ("ECITRMIN", "ECINFMIN")] == ["20", "190"]


def test_interruptions_that_overlap_are_told_once_and_the_word_ends_with_what_it_rests_on() -> None:
    breaks = [(1, "BRKST", "11:25"), (1, "BRKEN", "11:35"), (2, "BRKST", "11:30"), (2, "BRKEN", "11:40")]
    course = treated()
    step = lines(course, "D2", "NK", (0, "ECITRPYN", "Y"), *breaks)
    assert [(one.check, one.line) for one in step.findings if one.item == "BRKST"] == [("NK-20", 2)]
    wider = lines(course, "D2", "NK", (1, "BRKEN", "11:36"))
    assert finding(wider, "NK-20").rests != finding(step, "NK-20").rests, "of the line above too"
    assert said(lines(course, "D2", "NK", (1, "BRKEN", "11:30"))) == []


@pytest.mark.parametrize(
    ("start", "stop", "checks"),
    [("08:00", "08:10", ["NK-19"]), ("11:50", "12:10", ["NK-19"]), ("11:30", "11:20", ["NK-13"]),
     ("11:20", "11:52", ["NK-14"]), ("11:30", "11:40", [])],
)  # fmt: skip
def test_an_interruption_outside_the_infusion_is_a_finding(start: str, stop: str, checks: list[str]) -> None:
    step = lines(treated(), "D2", "NK", (0, "ECITRPYN", "Y"), (1, "BRKST", start), (1, "BRKEN", stop))
    assert said(step) == checks


# donors


def donors(course: Course, *judged: tuple[str, str, str]) -> None:
    for code, suits, kin in judged:
        answers = {"DONCDAT": "2026-02-13", "DONORCD": code, "DONORREL": kin, "DONSUIT": suits}
        lines(course, "LOG", "DON", *((0, item, raw) for item, raw in answers.items()), row=code)


@pytest.mark.parametrize(
    ("code", "kin", "product", "infusion"),
    [("D-017", "SIBLING", [], []), ("D-018", "CHILD", [], []), ("D-018", "SIBLING", [], ["NK-33"]),
     ("D-019", "PARENT", ["NKP-01"], ["NK-38"]), ("D-020", "PARENT", ["NKP-01"], ["NK-38"])],
)  # fmt: skip
def test_of_several_suitable_donors_any_one_may_give(
    code: str, kin: str, product: list[str], infusion: list[str]
) -> None:
    course = treated()
    donors(course, ("D-017", "Y", "SIBLING"), ("D-018", "Y", "CHILD"), ("D-019", "N", "PARENT"))
    assert said(course.fill("D2", "NKP", DONORCD=code)) == product
    assert said(course.fill("D2", "NK", DONORCD=code, DONORREL=kin)) == infusion


# visits


def test_a_visit_out_of_its_window_is_one_proposed_deviation_whatever_is_entered_first() -> None:
    """Of a visit with a study drug its form tells it, of others the vital signs: day 4, then day 8."""
    course = treated()
    late = {"VSDAT": "2026-03-13", "WEIGHT": "60"}
    assert [(one.check, one.level) for one in course.fill("D4", "VS", **late).findings if one.check == "VS-11"] == [
        ("VS-11", "soft")
    ]
    course.fill("D4", "IL2", ECOCCUR="Y", ECSTDAT="2026-03-13", ECSTTIM="10:00")
    assert finding(course.step("D4", "IL2"), "IL2-02").level == "deviation"
    assert said(course.step("D4", "VS")) == ["VS-11"]
    step = course.fill("D8", "VS", VSDAT="2026-03-20", WEIGHT="60")
    assert (said(step), finding(step, "VS-01").level) == (["VS-01"], "deviation")
    assert said(course.fill("D8", "PE", PEDAT="2026-03-20")) == []


def test_a_dose_of_interleukin_that_nobody_recorded_is_told_at_the_assessment() -> None:
    course = treated()
    course.fill("D2", "IL2", ECOCCUR="Y", **BEGUN)
    course.fill("D4", "IL2", ECOCCUR="N", ECREASOC="AE")
    step = course.fill("TLT", "TLT", TLTDAT="2026-04-07", TLTEVAL="Y")
    assert said(step) == ["TLT-05"]
    assert sentence(step, "TLT-05").startswith("Of the 3 doses of IL-2 only 2 are recorded, given or not given.")
    course.fill("D6", "IL2", ECOCCUR="Y", ECSTDAT="2026-03-14", ECSTTIM="10:00")
    assert said(course.step("TLT", "TLT")) == []


def test_an_enrolment_without_a_consent_in_the_casebook_is_a_proposed_deviation() -> None:
    course = Course()
    step = course.fill("SCR", "PLAN", ENRYN="Y", ENRDAT="2026-03-02")
    assert finding(step, "PLAN-09").level == "deviation"
    course.fill("SCR", "IC", RFICDAT="2026-02-12")
    assert "PLAN-09" not in said(course.step("SCR", "PLAN"))
