"""Answers against the data, enrolment against the criteria, the ranges of the site: what is said of each."""

from __future__ import annotations

import pytest

from crf.forms.advance import advance
from crf.forms.asides import Asides
from crf.forms.context import Context
from crf.forms.record import Place, Record, SubjectData
from tests.study.course import LATE, STUDY, ZONE, finding, said, sentence
from tests.study.longer import Longer
from tests.study.screening import (
    BY_HAND,
    DOSED,
    EXCLUSION,
    INCLUSION,
    LAB,
    PERMISSION,
    SERUM,
    Data,
    judged,
    open_form,
    planned,
    proposed,
    s1,
)


@pytest.mark.req("X26")
def test_a_laboratory_of_eight_days_before_does_not_count() -> None:
    course = s1()
    course.fill("SCR", "HEM", LBDAT="2026-02-25")
    assert (open_form(course).answer("IENEUT").value, proposed(course, "IE09A")) == ("", "")
    step = judged(course, IE09A="Y").step("SCR", "IE")
    assert [(one.check, one.level) for one in step.findings if one.item == "IE09A"] == [("IE-40", "soft")]
    assert "of 25-FEB-2026, is 8 days before the planned cyclophosphamide, more than 7 days." in sentence(step, "IE-40")
    course.fill("COND", "CTX", **DOSED)
    step = course.step("SCR", "IE")
    assert [(one.check, one.level) for one in step.findings if one.item == "IE09A"] == [("IE-41", "deviation")]
    course.fill("SCR", "HEM", LBDAT="2026-02-26")
    assert said(course.step("SCR", "IE")) == []


@pytest.mark.req("X26")
@pytest.mark.parametrize(
    ("form", "values", "item"),
    [("HEM", {"NEUT": "3.41 /uL"}, "IENEUT"), ("HEM", {"LYM": "1.48 /uL"}, "IELYM"),
     ("CHEM", {"BILI": "0.6 umol/L"}, "IEBILI")],
)  # fmt: skip
def test_a_switched_unit_that_would_pass_is_a_finding(form: str, values: Data, item: str) -> None:
    course = s1()
    course.fill("SCR", form, **values)
    assert [one.item for one in judged(course).step("SCR", "IE").findings if one.check[:3] == "IE-"] == [item]


@pytest.mark.parametrize(
    ("form", "values", "criterion", "words"),
    [
        ("HEM", {"PLAT": "99"}, "IE09B", "platelets 99 ×10⁹/L say otherwise"),
        ("CHEM", {"ALB": "2.4 g/dL"}, "IE09H", "albumin 24 g/L says otherwise"),
        ("LVEF", {"LVEF": "45"}, "EX19", "ejection fraction 45 % says otherwise"),
        ("VS", {"SYSBP": "190"}, "EX18", "the latest pressure 190 mmHg over 74 mmHg says otherwise"),
    ],
)
def test_an_answer_against_the_data_is_a_finding_and_a_deviation_once_enrolled(
    form: str, values: Data, criterion: str, words: str
) -> None:
    course = judged(s1(), **BY_HAND)
    course.fill("SCR", form, **values)
    step = course.step("SCR", "IE")
    (check,) = said(step)
    assert finding(step, check).item == criterion
    assert finding(step, check).level == "soft"
    assert words in sentence(step, check)
    course.fill("SCR", "PLAN", ENRYN="Y", ENRDAT="2026-03-02")
    step = course.step("SCR", "IE")
    (graver,) = said(step)
    assert finding(step, graver).level == "deviation"
    assert graver != check
    assert words in sentence(step, graver)
    course.fill("SCR", "IE", **{criterion: "N" if criterion.startswith("IE") else "Y"})
    assert said(course.step("SCR", "IE")) == []


@pytest.mark.parametrize("criterion", [*INCLUSION, *EXCLUSION])
def test_enrolling_against_a_criterion_is_a_deviation_that_names_it(criterion: str) -> None:
    course = judged(s1(), **{**BY_HAND, criterion: "N" if criterion.startswith("IE") else "Y"})
    label = criterion[0] + criterion[2:].lstrip("0").lower()
    assert course.value("SCR", "IE", "IEFAIL") == label
    assert course.value("SCR", "IE", "IEYN") == "N"
    assert said(course.step("SCR", "PLAN")) == []
    step = course.fill("SCR", "PLAN", ENRYN="Y", ENRDAT="2026-03-02")
    assert said(step) == ["PLAN-02"]
    assert finding(step, "PLAN-02").level == "deviation"
    assert f"against the eligibility criteria {label}:" in sentence(step, "PLAN-02")
    assert step.record.answer("UNMET").value == label
    assert said(course.fill("SCR", "PLAN", ENRYN="N", ENRWHY="criterion not met")) == []


def test_several_criteria_are_named_together_and_permissions_never() -> None:
    course = judged(s1(), **{**BY_HAND, **dict.fromkeys(PERMISSION, "USED")}, EX18="Y", IE09B="N", EX13DT="2026-02-20")
    assert course.value("SCR", "IE", "IEFAIL") == "I9b, E18"
    assert course.value("SCR", "IE", "IE09") == "N"


def test_enrolling_before_everything_is_answered_is_a_finding() -> None:
    course = s1()
    assert said(course.fill("SCR", "PLAN", ENRYN="Y", ENRDAT="2026-03-02")) == ["PLAN-04"]
    without = {item: answer for item, answer in BY_HAND.items() if item not in ("EX21", "EX14")}
    judged(course, **without)
    step = course.step("SCR", "PLAN")
    assert said(step) == ["PLAN-03"]
    assert "E14, E21" in sentence(step, "PLAN-03")
    course.fill("SCR", "IE", EX14="NOTUSED", EX21="NA")
    assert said(course.step("SCR", "PLAN")) == []


@pytest.mark.req("X23")
@pytest.mark.parametrize(
    ("enrolled", "checks"),
    [("2026-02-11", ["PLAN-05", "PLAN-06"]), ("2026-03-01", ["PLAN-06"]), ("2026-03-02", []),
     ("2026-03-06", ["PLAN-07"])],
)  # fmt: skip
def test_consent_eligibility_enrolment_and_first_dose_stand_in_order(enrolled: str, checks: list[str]) -> None:
    course = judged(s1(), **BY_HAND)
    course.fill("COND", "CTX", **DOSED)
    step = course.fill("SCR", "PLAN", ENRYN="Y", ENRDAT=enrolled)
    assert said(step) == checks
    assert {finding(step, one).level for one in checks} <= {"deviation"}


@pytest.mark.req("X23")
def test_a_dose_before_eligibility_or_without_enrolment_is_a_deviation() -> None:
    course = s1()
    assert "CTX-31" in said(course.fill("COND", "CTX", **DOSED))
    judged(course, **BY_HAND)
    assert "CTX-31" not in said(course.step("COND", "CTX"))
    course.fill("SCR", "IE", IEDAT="2026-03-06")
    assert "CTX-31" in said(course.step("COND", "CTX"))
    course.fill("SCR", "PLAN", ENRYN="N", ENRWHY="x")
    assert "CTX-32" in said(course.step("COND", "CTX"))


def test_without_the_sites_ranges_a_finding_says_where_to_enter_them() -> None:
    course = planned(ranges={})
    course.fill("SCR", "CHEM", **LAB, **SERUM)
    step = judged(course).step("SCR", "IE")
    assert [one.item for one in step.findings if "No normal range of bilirubin" in str(one.message)] == ["IE09D"]


@pytest.mark.parametrize("event", ["SCR", "D8", "UNS"])
def test_ranges_of_the_site_are_seen_from_every_visit(event: str) -> None:
    ranges = advance(Place("SITE", "LR"), Record("LR"), None, planned().context).record
    kept = {where: one for where, one in planned().context.data.at(Place("SITE", "LR")).answers.items() if one.value}
    site = {Place("SITE", "LR"): Record("LR", kept)}
    context = Context(STUDY, SubjectData(), LATE, ZONE, site)
    assert ranges.answers == {}
    assert str(context.scope(Place(event, "CHEM")).result("LR.ALT_ULN * LR.CREAT_ULN")) == "2626.074"


def test_the_upper_limit_lies_above_the_lower_one() -> None:
    course = Longer()
    step = course.fill("SITE", "LR", ALT_LLN="33", ALT_ULN="5")
    assert [one.item for one in step.findings if one.check.startswith("LR-")] == ["ALT_ULN"]
    assert [one for one in course.fill("SITE", "LR", ALT_LLN="NA", ALT_ULN="33").findings if one.level == "soft"] == []


def test_the_day_contraception_ends_and_its_three_dates() -> None:
    course = s1()
    for event, form, key, day in (("COND", "CTX", "", "2026-03-05"), ("CYCLE", "TRA", "2", "2026-04-21"),
                                  ("CYCLE", "PER", "2", "2026-04-21")):  # fmt: skip
        course.fill(event, form, key, ECOCCUR="Y", ECSTDAT=day)
    step = course.fill("EOT", "EOT", DSSTDAT="2026-05-08")
    assert step.record.answer("CONTREND").value == "2027-03-05"
    place = Place("EOT", "EOT")
    words = Asides(STUDY.form("EOT"), place, course.context, None).of(
        STUDY.form("EOT").item("CONTREND"), 0, step.record.answer("CONTREND")
    )
    for day in ("05-MAR-2027 for cyclophosphamide", "21-NOV-2026 for trastuzumab", "21-OCT-2026 for pertuzumab"):
        assert day in words
    course.fill("SCR", "DM", CHILDPOT="N")
    assert course.value("EOT", "EOT", "CONTREND") == ""
