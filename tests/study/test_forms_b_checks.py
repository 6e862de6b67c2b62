"""What the forms around the treatment catch: units, dates in their order, forms that contradict each other."""

from __future__ import annotations

import pytest

from tests.study.course import said, sentence
from tests.study.longer import Longer, dosed

# units and what they catch


@pytest.mark.parametrize(
    ("form", "item", "typed", "kept"),
    [
        ("CHEM", "CREAT", "0.71 mg/dL", "62.7782"),
        ("CHEM", "ALB", "4.1 g/dL", "41"),
        ("HEM", "NEUT", "3410 /uL", "3.41"),
        ("HEM", "HGB", "124 g/L", "12.4"),
        ("CHEM", "ALT", "0.4 ukat/L", "24"),
        ("CHEM", "CRP", "1.2 mg/dL", "12"),
    ],
)
def test_values_in_another_unit_are_kept_in_one(form: str, item: str, typed: str, kept: str) -> None:
    course = Longer()
    step = course.fill("SCR", form, LBPERF="Y", LBDAT="2026-03-02", **{item: typed})
    assert step.record.answer(item).value == kept
    assert not [one for one in step.findings if one.item == item]


@pytest.mark.req("X26")
@pytest.mark.parametrize(
    ("form", "item", "before", "now", "check"),
    [
        ("HEM", "PLAT", "231", "231000", "range"),
        ("HEM", "NEUT", "3.41", "3410", "range"),
        ("CHEM", "ALB", "41", "4.1", "range"),
        ("CHEM", "CREAT", "62.78", "0.71", "range"),
        ("CHEM", "CREAT", "62.78", "20.5", "CHEM-05"),
        ("HEM", "PLAT", "131", "1310", "HEM-06"),
        ("HEM", "NEUT", "3.41", "62", "HEM-07"),
        ("HEM", "HGB", "12.4", "9.3", "HEM-05"),
        ("CHEM", "K", "4.2", "6.3", "CHEM-06"),
        ("CHEM", "ALB", "41", "62", "CHEM-07"),
    ],
)
def test_a_switched_unit_or_a_leap_is_a_finding(form: str, item: str, before: str, now: str, check: str) -> None:
    course = Longer()
    course.fill("SCR", form, LBPERF="Y", LBDAT="2026-03-02", LBTIM="08:10", **{item: before})
    step = course.fill("D8", form, LBPERF="Y", LBDAT="2026-03-16", LBTIM="08:30", **{item: now})
    assert check in [one.check for one in step.findings if one.item == item]
    assert not [one for one in course.fill("D8", form, **{item: before}).findings if one.item == item]


# dates in their order


@pytest.mark.req("X23")
def test_death_before_consent_is_a_finding_and_a_partial_date_is_compared_as_far_as_known() -> None:
    course = Longer()
    course.fill("SCR", "IC", RFICDAT="2026-02-12")
    assert said(course.fill("END", "DTH", DTHDAT="2026-02-11")) == ["DTH-01"]
    assert said(course.fill("END", "DTH", DTHDAT="2026-01")) == ["DTH-01"]
    assert said(course.fill("END", "DTH", DTHDAT="2026-02")) == []


@pytest.mark.req("PA-052")
def test_a_corrected_consent_closes_the_findings_of_other_forms() -> None:
    course = Longer()
    course.fill("SCR", "IC", RFICDAT="2026-02-19")
    course.fill("SCR", "PE", PEDAT="2026-02-16", PERES="N", ECOG="1")
    course.fill("LOG", "SAE", SAETYPE="NULL", SAESTDAT="2026-02-16")
    assert said(course.step("SCR", "PE")) == ["PE-02"]
    assert said(course.step("LOG", "SAE")) == ["SAE-07"]
    course.fill("SCR", "IC", RFICDAT="2026-02-12")
    assert said(course.step("SCR", "PE")) == said(course.step("LOG", "SAE")) == []


@pytest.mark.req("PA-053")
def test_comparisons_with_a_form_that_is_not_there_stay_silent() -> None:
    course = dosed()
    step = course.fill(
        "D2",
        "NK",
        PRODCD="NKP-26-017",
        DONORCD="D-017",
        DONORREL="SIBLING",
        VIABLE="92",
        PURITY="95",
        RELEASE="Y",
        CUSTODY="Y",
    )
    assert [one for one in said(step) if one.startswith("NK-3")] == []
    assert said(course.fill("SCR", "ECG", EGPERF="Y", EGDAT="2026-02-16", EGHRMN="120")) == []


@pytest.mark.parametrize(
    ("product", "check"),
    [
        ({"PRODCD": "NKP-26-018"}, "NK-31"),
        ({"DONORCD": "D-018"}, "NK-32"),
        ({"VIABLE": "90"}, "NK-34"),
        ({"PURITY": "90"}, "NK-35"),
        ({"RELOK": "N"}, "NK-36"),
        ({"CUSSIGN": "N"}, "NK-37"),
        ({}, ""),
    ],
)
def test_the_infusion_agrees_with_the_product_form(product: dict[str, str], check: str) -> None:
    course = dosed()
    course.fill("D2", "NK", PRODCD="NKP-26-017", DONORCD="D-017", VIABLE="92", PURITY="95", RELEASE="Y", CUSTODY="Y")
    same = {"PRODCD": "NKP-26-017", "DONORCD": "D-017", "VIABLE": "92", "PURITY": "95", "RELOK": "Y", "CUSSIGN": "Y"}
    course.fill("D2", "NKP", **{**same, **product})
    found = [one for one in said(course.step("D2", "NK")) if one.startswith("NK-3")]
    assert found == ([check] if check else [])


@pytest.mark.parametrize(("clock", "hours", "checks"), [("09:00", "24", []), ("09:01", "24.02", ["SAE-02", "SAE-15"])])
def test_the_report_of_a_serious_event_has_24_hours(clock: str, hours: str, checks: list[str]) -> None:
    course = dosed()
    step = course.fill(
        "LOG", "SAE", SAETYPE="NULL", AWAREDAT="2026-03-12", AWARETIM="09:00", REPDAT="2026-03-13", REPTIM=clock
    )
    assert (step.record.answer("REPHOURS").value.rstrip("0").rstrip("."), said(step)) == (hours, checks)
    assert ((0, "LATEWHY") in step.visible) is bool(checks)


def test_igg_is_no_active_infection() -> None:
    negative = dict.fromkeys(
        ("HIV", "HBSAG", "HBCAB", "HCVAB", "SYPH", "HTLV", "TBTEST", "HSVACT", "CMVACT", "EBVACT"), "NEG"
    )
    course = Longer()
    past = {"HSVIGG": "POS", "CMVIGG": "POS", "EBVIGG": "POS", "TBACT": "N"}
    course.fill("SCR", "SERO", LBPERF="Y", LBDAT="2026-02-16", **negative, **past)
    assert course.value("SCR", "SERO", "ACTIVE") == "N"
    course.fill("SCR", "SERO", HBCAB="POS")
    assert course.value("SCR", "SERO", "ACTIVE") == ""
    course.fill("SCR", "SERO", HBVDNA="NEG")
    assert course.value("SCR", "SERO", "ACTIVE") == "N"
    course.fill("SCR", "SERO", CMVACT="POS")
    assert course.value("SCR", "SERO", "ACTIVE") == "Y"


def test_lines_of_prior_therapy_are_counted() -> None:
    course = Longer()
    course.lines(
        "SCR",
        "BCH",
        {"PTSET": "ADJ", "PTDRUGS": "TRAS|CHEMO", "PTENDAT": "2020"},
        {"PTSET": "MET", "PTDRUGS": "TRAS|PERT", "PTENDAT": "2022"},
        {"PTSET": "MET", "PTDRUGS": "TDM1", "PTENDAT": "2026-01-12"},
    )
    found = [
        course.value("SCR", "BCH", item) for item in ("BCLINES", "BCTRAS", "BCPERT", "BCTDM1", "BCADOPT", "BCLASTDT")
    ]
    assert found == ["2", "Y", "Y", "Y", "N", "2026-01-12"]


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ({"PTSET": "MET", "PTDRUGS": "HORM"}, "1"),
        ({"PTSET": "MET", "PTDRUGS": "HORM|TKI"}, "2"),
        ({"PTSET": "MET"}, "2"),
        ({"PTSET": "ADJ", "PTDRUGS": "CHEMO", "PTENDAT": "2020-01-15", "PTPD": "Y", "PTPDDAT": "2020-07-15"}, "2"),
        ({"PTSET": "NEO", "PTDRUGS": "CHEMO", "PTENDAT": "2020-01-15", "PTPD": "Y", "PTPDDAT": "2020-07-16"}, "1"),
        ({"PTSET": "ADJ", "PTDRUGS": "HORM", "PTENDAT": "2020-01-15", "PTPD": "Y", "PTPDDAT": "2020-03-01"}, "1"),
        ({"PTSET": "ADJ", "PTDRUGS": "CHEMO", "PTENDAT": "2020", "PTPD": "Y", "PTPDDAT": "2020-07"}, "1"),
    ],
)
def test_a_relapse_within_6_months_makes_a_line_hormonal_therapy_alone_none(line: dict[str, str], lines: str) -> None:
    course = Longer()
    course.lines("SCR", "BCH", {"PTSET": "MET", "PTDRUGS": "TDM1"}, line)
    assert course.value("SCR", "BCH", "BCLINES") == lines


@pytest.mark.parametrize(
    ("form", "item", "day", "event"),
    [
        (form, item, "2026-02-11", event)
        for form, item, event in [
            ("PE", "PEDAT", "SCR"),
            ("HEM", "LBDAT", "SCR"),
            ("CHEM", "LBDAT", "SCR"),
            ("COAG", "LBDAT", "SCR"),
            ("URIN", "LBDAT", "SCR"),
            ("PREG", "LBDAT", "SCR"),
            ("SERO", "LBDAT", "SCR"),
            ("ECG", "EGDAT", "SCR"),
            ("LVEF", "CVDAT", "SCR"),
            ("BX", "BXDAT", "SCR"),
        ]
    ],
)
def test_nothing_of_the_study_before_consent(form: str, item: str, day: str, event: str) -> None:
    course = Longer()
    course.fill("SCR", "IC", RFICDAT="2026-02-12")
    done = {"PE": "PERES", "ECG": "EGPERF", "LVEF": "CVPERF", "BX": "BXPERF"}.get(form, "LBPERF")
    step = course.fill(event, form, **{done: "N" if form == "PE" else "Y", item: day})
    assert [(one.check, one.level) for one in step.findings if one.check == f"{form}-02"] == [
        (f"{form}-02", "deviation")
    ]
    assert "12-FEB-2026" in sentence(step, f"{form}-02")
    assert said(course.fill(event, form, **{item: "2026-02-12"})) == []
