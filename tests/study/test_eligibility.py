"""Eligibility as the registry entry words it: what is proposed from other forms, at each limit and washout."""

from __future__ import annotations

import pytest

from crf.forms.advance import advance
from tests.study.course import said
from tests.study.screening import (
    BY_HAND,
    CLEAR,
    DOSED,
    EXCLUSION,
    FORM,
    INCLUSION,
    LAB,
    LINES,
    PERMISSION,
    PLACE,
    Data,
    aside,
    judged,
    open_form,
    planned,
    proposed,
    s1,
)


def test_ten_inclusion_and_23_excluding_criteria_permissions_apart() -> None:
    asked = [item.id for item in FORM.items if item.codelist in ("YNA", "PERMIT") and not item.method]
    assert [one for one in asked if one.startswith("IE")] == INCLUSION
    assert sorted(one for one in asked if one.startswith("EX")) == sorted([*EXCLUSION, *PERMISSION])
    assert len(EXCLUSION) == 23
    assert {FORM.item(one).codelist for one in PERMISSION} == {"PERMIT"}
    assert all(FORM.item(one).required for one in asked)


def test_every_limit_has_its_source() -> None:
    assert all("NCT05385705" in one.source or one.source == "site default" for one in FORM.numbers.values())
    assert "g/dL" in FORM.numbers["alb_least"].source


def test_the_patient_of_story_s1_meets_all() -> None:
    course = judged(s1(), **BY_HAND)
    step = course.step("SCR", "IE")
    assert said(step) == []
    assert [step.record.answer(one).value for one in INCLUSION] == ["Y"] * len(INCLUSION)
    assert {step.record.answer(one).value for one in EXCLUSION} == {"N"}
    assert (step.record.answer("IEFAIL").value, step.record.answer("IEOPEN").value) == ("", "")
    assert (step.record.answer("IE09").value, step.record.answer("IEYN").value) == ("Y", "Y")
    assert course.value("SCR", "DM", "AGE") == "44"
    assert step.record.answer("IEALB").value == "41"
    assert aside(course, "IE09H") == "41 g/L on 02-MAR-2026, limit 25 g/L"
    assert step.record.answer("IELABFST").value == "2026-02-26"
    assert aside(course, "IENEUT") == "of 3.41 (02-MAR-2026), 3 days before"


def test_of_several_values_the_latest_counts_and_the_others_are_shown() -> None:
    course = s1()
    course.fill("UNS", "HEM", LBPERF="Y", LBDAT="2026-02-27", NEUT="0.9")
    assert open_form(course).answer("IENEUT").value == "3.41"
    assert aside(course, "IENEUT") == "of 0.9 (27-FEB-2026), 3.41 (02-MAR-2026), 3 days before"
    course.fill("UNS", "HEM", LBDAT="2026-03-03")
    assert open_form(course).answer("IENEUT").value == "0.9"


def test_a_sample_after_the_infusion_of_that_day_does_not_count() -> None:
    course = s1()
    course.fill("COND", "CTX", **DOSED)
    course.fill("COND", "HEM", LBPERF="Y", LBDAT="2026-03-05", LBTIM="10:30", NEUT="0.2")
    assert open_form(course).answer("IENEUT").value == "3.41"
    course.fill("COND", "HEM", LBTIM="09:30")
    assert open_form(course).answer("IENEUT").value == "0.2"


LIMITS: list[tuple[str, str, Data, str]] = [
    ("HEM", "IE09A", {"NEUT": "1500 /uL", "LYM": "0.2"}, "Y"),
    ("HEM", "IE09A", {"NEUT": "1499 /uL", "LYM": "999 /uL"}, "N"),
    ("HEM", "IE09A", {"NEUT": "1.49", "LYM": "1.0"}, "Y"),
    ("HEM", "IE09A", {"NEUT": "1.49"}, ""),
    ("HEM", "IE09B", {"PLAT": "100"}, "Y"),
    ("HEM", "IE09B", {"PLAT": "99900 /uL"}, "N"),
    ("HEM", "IE09C", {"HGB": "90 g/L"}, "Y"),
    ("HEM", "IE09C", {"HGB": "8.9"}, "N"),
    ("CHEM", "IE09D", {"BILI": "1.8 mg/dL"}, "Y"),
    ("CHEM", "IE09D", {"BILI": "1.81 mg/dL"}, "N"),
    ("CHEM", "IE09E", {"AST": "96", "ALT": "99"}, "Y"),
    ("CHEM", "IE09E", {"AST": "97", "ALT": "99"}, "N"),
    ("CHEM", "IE09E", {"AST": "96", "ALT": "100"}, "N"),
    ("CHEM", "IE09F", {"CREAT": "1.35 mg/dL"}, "Y"),
    ("CHEM", "IE09F", {"CREAT": "1.45 mg/dL"}, "Y"),
    ("CHEM", "IE09F", {"CREAT": "1.46 mg/dL"}, "N"),
    ("CHEM", "IE09H", {"ALB": "2.5 g/dL"}, "Y"),
    ("CHEM", "IE09H", {"ALB": "2.49 g/dL"}, "N"),
    ("COAG", "IE09G", {"INR": "1.8"}, "Y"),
    ("COAG", "IE09G", {"INR": "1.81"}, "N"),
]


@pytest.mark.parametrize(("form", "criterion", "values", "expected"), LIMITS)
def test_laboratory_limits_hold_to_the_digit(form: str, criterion: str, values: Data, expected: str) -> None:
    course = planned()
    course.fill("SCR", form, **LAB, **values)
    course.fill("SCR", "IE", IELIVMET="N")
    assert proposed(course, criterion) == expected


@pytest.mark.parametrize(
    ("item", "criterion", "values", "expected"),
    [
        ("IEGILB", "IE09D", {"BILI": "3.6 mg/dL"}, "Y"),
        ("IEGILB", "IE09D", {"BILI": "3.61 mg/dL"}, "N"),
        ("IELIVMET", "IE09E", {"AST": "160", "ALT": "165"}, "Y"),
        ("IELIVMET", "IE09E", {"AST": "161", "ALT": "165"}, "N"),
        ("IELIVMET", "IE09E", {"AST": "160", "ALT": "166"}, "N"),
    ],
)
def test_gilbert_and_liver_metastases_raise_a_limit(item: str, criterion: str, values: Data, expected: str) -> None:
    course = planned()
    course.fill("SCR", "CHEM", **LAB, **values)
    course.fill("SCR", "IE", **{item: "Y"})
    assert proposed(course, criterion) == expected


@pytest.mark.parametrize(("day", "expected"), [("2026-02-26", "Y"), ("2026-02-27", "N")])
def test_red_cells_at_the_latest_seven_days_before(day: str, expected: str) -> None:
    course = planned()
    course.fill("SCR", "HEM", **LAB, HGB="9.4")
    course.fill("LOG", "BT", BTDAT=day, BTTYPE="PLT")
    assert proposed(course, "IE09C") == "Y"
    course.fill("LOG", "BT", BTTYPE="RBC")
    assert proposed(course, "IE09C") == expected


OTHERS: list[tuple[str, str, Data, str, str]] = [
    ("SCR", "DM", {"BRTHDAT": "2008-02-12"}, "IE04", "Y"),
    ("SCR", "DM", {"BRTHDAT": "2008-02-13"}, "IE04", "N"),
    ("SCR", "DM", {"BRTHDAT": "UN-UNK-2008"}, "IE04", ""),
    ("SCR", "PE", {"PEDAT": "2026-02-16", "ECOG": "1"}, "IE05", "Y"),
    ("SCR", "PE", {"PEDAT": "2026-02-16", "ECOG": "2"}, "IE05", "N"),
    ("SCR", "PREG", {**LAB, "PREGSPEC": "SERUM", "HCG": "NEG"}, "IE10", "Y"),
    ("SCR", "PREG", {**LAB, "PREGSPEC": "SERUM", "HCG": "POS"}, "IE10", "N"),
    ("SCR", "PREG", {**LAB, "PREGSPEC": "URINE", "HCG": "NEG"}, "IE10", ""),
    ("SCR", "PREG", {**LAB, "LBDAT": "2026-02-25", "PREGSPEC": "SERUM", "HCG": "NEG"}, "IE10", ""),
    ("SCR", "DM", {"CHILDPOT": "N"}, "IE10", "NA"),
    ("LOG", "DON", {"DONORCD": "D-017", "DONCDAT": "2026-02-13", "DONSUIT": "N"}, "IE03", "N"),
    ("LOG", "DON", {"DONORCD": "D-017", "DONCDAT": "2026-02-13"}, "IE03", ""),
    ("SCR", "VS", {"SYSBP": "180", "DIABP": "100"}, "EX18", "N"),
    ("SCR", "VS", {"SYSBP": "181", "DIABP": "100"}, "EX18", "Y"),
    ("SCR", "VS", {"SYSBP": "180", "DIABP": "101"}, "EX18", "Y"),
    ("SCR", "LVEF", {"CVPERF": "Y", "CVDAT": "2026-02-16", "LVEF": "50"}, "EX19", "N"),
    ("SCR", "LVEF", {"CVPERF": "Y", "CVDAT": "2026-02-16", "LVEF": "49.9"}, "EX19", "Y"),
    ("LOG", "PR", {"PRTRT": "x", "PRCAT": "MAJOR", "PRSTDAT": "2026-02-06"}, "EX02", "Y"),
    ("LOG", "PR", {"PRTRT": "x", "PRCAT": "MAJOR", "PRSTDAT": "2026-02-05"}, "EX02", ""),
    ("LOG", "PR", {"PRTRT": "x", "PRCAT": "DRAIN", "PRSTDAT": "2026-02-06"}, "EX20", "Y"),
    ("LOG", "PR", {"PRTRT": "x", "PRCAT": "DRAIN", "PRSTDAT": "2026-02-05"}, "EX20", ""),
    ("LOG", "CM", {"CMTRT": "x", "CMCLASS": "LIVEVAC", "CMSTDAT": "2026-02-06"}, "EX09", "Y"),
    ("LOG", "CM", {"CMTRT": "x", "CMCLASS": "LIVEVAC", "CMSTDAT": "2026-02-05"}, "EX09", ""),
    ("LOG", "CM", {"CMTRT": "x", "CMCLASS": "ANTICOAG", "CMSTDAT": "2026-01-05", "CMONGO": "Y"}, "EX22", "Y"),
    ("LOG", "CM", {"CMTRT": "x", "CMCLASS": "HEPPROPH", "CMSTDAT": "2026-01-05", "CMONGO": "Y"}, "EX22", ""),
    ("SCR", "BCH", {"BCSITES": "BRAIN", "BCCNS": "N"}, "EX24", "Y"),
    ("SCR", "BCH", {"BCSITES": "BRAIN", "BCCNS": "Y"}, "EX24", ""),
]


@pytest.mark.parametrize(("event", "form", "values", "criterion", "expected"), OTHERS)
def test_what_other_forms_say(event: str, form: str, values: Data, criterion: str, expected: str) -> None:
    course = planned()
    course.fill(event, form, **values)
    assert proposed(course, criterion) == expected


@pytest.mark.parametrize(
    ("kind", "criterion", "inside", "outside"),
    [("ANTIINF", "EX10", "2026-02-20", "2026-02-19"), ("STEROID", "EX12", "2026-02-06", "2026-02-05"),
     ("IMMUNE", "EX12", "2026-02-06", "2026-02-05")],
)  # fmt: skip
def test_washouts_of_drugs_count_back_from_cyclophosphamide(
    kind: str, criterion: str, inside: str, outside: str
) -> None:
    course = planned()
    course.fill("LOG", "CM", CMTRT="x", CMCLASS=kind, CMWHY="MH", CMSTDAT="2026-01-05", CMONGO="Y")
    assert proposed(course, criterion) == "Y"
    course.fill("LOG", "CM", CMONGO="N", CMENDAT=outside)
    assert proposed(course, criterion) == ""
    course.fill("LOG", "CM", CMENDAT=inside)
    assert proposed(course, criterion) == "Y"
    course.fill("LOG", "CM", CMENDAT="UN-FEB-2026")  # may lie on either side
    assert proposed(course, criterion) == ""


@pytest.mark.parametrize(
    ("drugs", "end", "third", "fourth"),
    [
        ("CHEMO", "2026-02-12", "N", "N"), ("CHEMO", "2026-02-13", "Y", "N"), ("CHEMO", "UN-FEB-2026", "", "N"),
        ("CHEMO", "UN-JAN-2026", "N", "N"), ("TRIAL", "2026-02-05", "N", "N"), ("TRIAL", "2026-02-06", "N", "Y"),
    ],
)  # fmt: skip
def test_washout_of_systemic_therapy(drugs: str, end: str, third: str, fourth: str) -> None:
    course = planned()
    course.fill("SCR", "BCH", BCDXDAT="UN-APR-2019")
    course.lines("SCR", "BCH", LINES[0], {"PTSET": "MET", "PTDRUGS": drugs, "PTENDAT": end})
    assert (proposed(course, "EX03"), proposed(course, "EX04"), proposed(course, "EX05")) == (third, fourth, "N")


def test_palliative_radiotherapy_is_answered_by_a_person() -> None:
    course = s1()
    assert (0, "EX03RT") not in advance(PLACE, open_form(course), None, course.context).visible
    course.fill("LOG", "PR", PRTRT="rib", PRCAT="RADIO", PRSTDAT="2026-02-20")
    assert (0, "EX03RT") in advance(PLACE, open_form(course), None, course.context).visible
    assert proposed(course, "EX03") == ""
    course.fill("SCR", "IE", EX03RT="Y")
    assert proposed(course, "EX03") == "N"
    course.fill("SCR", "IE", EX03RT="N")
    assert proposed(course, "EX03") == "Y"


def test_what_a_permission_covers_excludes_nobody() -> None:
    course = planned()
    course.fill("LOG", "CM", CMTRT="dexamethasone", CMCLASS="STEROID", CMSTDAT="2026-02-20", CMONGO="Y")
    assert proposed(course, "EX12") == "Y"
    course.fill("SCR", "IE", EX13="USED")
    assert proposed(course, "EX12") == ""


@pytest.mark.parametrize("virus", CLEAR)
def test_an_active_infection_excludes_past_contact_does_not(virus: str) -> None:
    course = planned()
    clear = {**dict.fromkeys(CLEAR, "NEG"), "HBVDNA": "NEG", "HCVRNA": "NEG", "TBACT": "N", "CMVIGG": "POS"}
    course.fill("SCR", "SERO", LBPERF="Y", LBDAT="2026-02-16", **clear)
    assert proposed(course, "EX11") == "N"
    course.fill("SCR", "SERO", **{virus: "POS"})
    told_apart = {"HBCAB": "HBVDNA", "HCVAB": "HCVRNA"}.get(virus)
    if told_apart:
        course.fill("SCR", "SERO", **{told_apart: "NEG"})
        assert proposed(course, "EX11") == "N"
        course.fill("SCR", "SERO", **{told_apart: "POS"})
    if virus == "TBTEST":
        course.fill("SCR", "SERO", TBACT="Y")
    assert proposed(course, "EX11") == "Y"


def test_nothing_is_proposed_while_cyclophosphamide_has_no_day() -> None:
    course = s1()
    course.fill("SCR", "PLAN", PLAND1="")
    found = open_form(course)
    assert found.answer("IE09B").value == ""
    assert found.answer("IEPLAT").value == ""
    assert found.answer("IE05").value == "Y"  # what was found at screening stands


@pytest.mark.parametrize("day1", ["2027-02-22", "2027-02-24"])
def test_days_count_from_cyclophosphamide_not_from_day_1(day1: str) -> None:
    course = planned("2027-02-22")
    course.fill("SCR", "DM", CHILDPOT="N")
    course.fill("SCR", "HEM", LBPERF="Y", LBDAT="2027-02-15", LBTIM="08:00", PLAT="210")
    course.fill("COND", "CTX", ECOCCUR="Y", ECSTDAT="2027-02-18", ECSTTIM="10:45")
    judged(course)
    course.fill("SCR", "PLAN", PLAND1=day1)
    assert aside(course, "IEPLAT") == "of 210 (15-FEB-2027), 3 days before"
    assert said(course.step("SCR", "IE")) == []
