"""Eligibility as the registry entry words it: what is proposed from other forms, what contradicts, who may be enrolled."""

from __future__ import annotations

import pytest

from crf.forms.advance import advance
from crf.forms.asides import Asides
from crf.forms.context import Context
from crf.forms.record import Place, Record, SubjectData
from tests.study.course import LATE, STUDY, ZONE, finding, said, sentence
from tests.study.longer import Longer

FORM = STUDY.form("IE")
PLACE = Place("SCR", "IE")
INCLUSION = [*(f"IE{n:02}" for n in range(1, 9)), *(f"IE09{part}" for part in "ABCDEFGH"), "IE10"]
EXCLUSION = [f"EX{n:02}" for n in (*range(1, 13), *range(16, 27))]
PERMISSION = ["EX13", "EX14", "EX15"]

LAB = {"LBPERF": "Y", "LBDAT": "2026-03-02", "LBTIM": "08:10"}
RANGES = {
    "LRDAT": "2026-01-01", "ALT_ULN": "33", "AST_ULN": "32", "BILI_LLN": "0.2 mg/dL", "BILI_ULN": "1.2 mg/dL",
    "CREAT_ULN": "0.90 mg/dL", "INR_ULN": "1.2", "NEUT_LLN": "1.8", "LYM_LLN": "1.0",
}  # fmt: skip
BLOOD = {"HGB": "12.4", "WBC": "5.6", "NEUT": "3.41", "LYM": "1.48", "PLAT": "231"}
SERUM = {"ALT": "24", "AST": "22", "BILI": "0.6 mg/dL", "CREAT": "0.71 mg/dL", "ALB": "4.1 g/dL", "K": "4.2"}
CLEAR = ("HIV", "HBSAG", "HBCAB", "HCVAB", "SYPH", "HTLV", "TBTEST", "HSVACT", "CMVACT", "EBVACT")
LINES = (
    {"PTSET": "MET", "PTDRUGS": "TRAS|PERT|CHEMO", "PTENDAT": "UN-JAN-2023", "PTPD": "Y"},
    {"PTSET": "MET", "PTDRUGS": "TDM1", "PTENDAT": "2026-01-12", "PTPD": "Y"},
)
BY_HAND = {
    **dict.fromkeys(("IE06", "IE07", "IE08"), "Y"),
    **dict.fromkeys(set(EXCLUSION) - {"EX03", "EX04", "EX05", "EX11", "EX18", "EX19"}, "N"),
    **dict.fromkeys(PERMISSION, "NOTUSED"),
}
DOSED = {"ECOCCUR": "Y", "ECSTDAT": "2026-03-05", "ECSTTIM": "10:00"}

Data = dict[str, str]


def planned(day1: str = "2026-03-09", ranges: Data = RANGES) -> Longer:
    """A subject of story s1: consent, demography, planned day 1; the site's ranges."""
    course = Longer()
    course.fill("SITE", "LR", **ranges)
    course.fill("SCR", "IC", RFICDAT="2026-02-12")
    course.fill("SCR", "DM", BRTHDAT="1981-08-19", SEX="F", CHILDPOT="Y", CONTRACP="copper IUD")
    course.fill("SCR", "PLAN", PLAND1=day1)
    course.fill("SCR", "VS", VSDAT="2026-02-16", HEIGHT="163.0", WEIGHT="64.2", SYSBP="118", DIABP="74")
    return course


def s1() -> Longer:
    """All screening data of story s1."""
    course = planned()
    course.fill("SCR", "PE", PEDAT="2026-02-16", PERES="N", ECOG="1")
    course.fill("SCR", "LVEF", CVPERF="Y", CVDAT="2026-02-16", CVMETHOD="ECHO", LVEF="63")
    course.fill("SCR", "SERO", LBPERF="Y", LBDAT="2026-02-16", TBACT="N", **dict.fromkeys(CLEAR, "NEG"))
    course.fill("SCR", "BCH", BCDXDAT="UN-APR-2019", BCSITES="LIVER|LUNG|SKIN")
    course.lines("SCR", "BCH", *LINES)
    course.fill("LOG", "DON", DONORCD="D-017", DONCDAT="2026-02-13", DONSUIT="Y")
    course.fill("SCR", "HEM", **LAB, **BLOOD)
    course.fill("SCR", "CHEM", **LAB, **SERUM)
    course.fill("SCR", "COAG", **LAB, INR="1.0")
    course.fill("SCR", "PREG", **LAB, PREGSPEC="SERUM", HCG="NEG")
    return course


def open_form(course: Longer) -> Record:
    """The eligibility form as it opens: its proposals in it."""
    return advance(PLACE, course.context.data.at(PLACE), None, course.context, propose=True).record


def proposed(course: Longer, criterion: str) -> str:
    """The answer proposed for a criterion; empty for none."""
    return open_form(course).answer(criterion).value


def judged(course: Longer, **answers: str) -> Longer:
    """The form saved with its proposals and what a person answers."""
    course.fill("SCR", "IE", IEDAT="2026-03-02")
    found = {where[1]: one.value for where, one in open_form(course).answers.items() if one.note == "proposed"}
    course.fill("SCR", "IE", **{**found, **answers})
    return course


def aside(course: Longer, item: str) -> str:
    """The muted words beside an answer of the open form."""
    record = open_form(course)
    context = course.context.with_record(PLACE, record)
    return Asides(FORM, PLACE, context, None).of(FORM.item(item), 0, record.answer(item))


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


# findings


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
        ("HEM", {"PLAT": "99"}, "IE09B", "platelets 99 10^9/L say otherwise"),
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
    assert [one.item for one in step.findings if "normal ranges aren't entered" in str(one.message)] == ["IE09D"]


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
