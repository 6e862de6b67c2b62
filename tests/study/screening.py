"""The screening of story s1 typed in, its eligibility form opened and judged: what the tests of eligibility share."""

from __future__ import annotations

from crf.forms.advance import advance
from crf.forms.asides import Asides
from crf.forms.record import Place, Record
from tests.study.course import STUDY
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
