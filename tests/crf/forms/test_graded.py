"""Values graded in a course: against the ranges in force, the baseline before cyclophosphamide, each term they have."""

from __future__ import annotations

import pytest

from crf.forms.graded import Graded, graded
from crf.forms.record import Place
from tests.study.course import Course

RANGES = {
    "LRDAT": "2026-01-01", "HGB_LLN": "12.0", "HGB_ULN": "15.5", "WBC_LLN": "4.0", "WBC_ULN": "10.0",
    "NEUT_LLN": "1.8", "NEUT_ULN": "7.5", "LYM_LLN": "1.0", "LYM_ULN": "4.0", "PLAT_LLN": "150", "PLAT_ULN": "400",
    "ALT_LLN": "5", "ALT_ULN": "33", "AST_LLN": "5", "AST_ULN": "32", "BILI_LLN": "0.2 mg/dL", "BILI_ULN": "1.2 mg/dL",
    "CREAT_LLN": "0.50 mg/dL", "CREAT_ULN": "0.90 mg/dL", "ALB_LLN": "3.5 g/dL", "ALB_ULN": "5.0 g/dL",
    "SODIUM_LLN": "135", "SODIUM_ULN": "145", "K_LLN": "3.5", "K_ULN": "5.1", "INR_LLN": "0.8", "INR_ULN": "1.2",
}  # fmt: skip
"""Laboratory 01 of story s1."""

BLOOD = {"HGB": "12.4", "WBC": "5.6", "NEUT": "3.41", "LYM": "1.48", "PLAT": "231"}
SERUM = {
    "ALT": "24", "AST": "22", "BILI": "0.6 mg/dL", "CREAT": "0.71 mg/dL", "ALB": "4.1 g/dL", "SODIUM": "140", "K": "4.2"
}  # fmt: skip


def sampled(day: str, clock: str = "08:10") -> dict[str, str]:
    return {"LBPERF": "Y", "LBDAT": day, "LBTIM": clock}


def course(dosed: bool = True, **ranges: str) -> Course:
    """Story s1 up to cyclophosphamide, given on 2026-03-05 at 10:00."""
    found = Course()
    found.fill("SITE", "LR", **{**RANGES, **ranges})
    found.fill("SCR", "DM", BRTHDAT="1981-08-19", SEX="F")
    found.fill("SCR", "PLAN", PLAND1="2026-03-09")
    found.fill("SCR", "HEM", **sampled("2026-03-02"), **BLOOD)
    found.fill("SCR", "CHEM", **sampled("2026-03-02"), **SERUM)
    if dosed:
        found.fill("COND", "CTX", ECOCCUR="Y", ECSTDAT="2026-03-05", ECSTTIM="10:00")
    return found


def one(found: Course, event: str, form: str, item: str, key: str = "") -> Graded:
    """The graded value of an item that one term grades, or the first of its terms."""
    return next(one for one in graded(found.context, Place(event, form, key)) if one.item == item)


def told(found: Course, event: str, form: str, key: str = "") -> dict[str, tuple[int, ...]]:
    """Grades by term of a record, those without a grade left out."""
    return {one.code: one.grading.grades for one in graded(found.context, Place(event, form, key)) if one.grading.worst}


@pytest.mark.parametrize(
    ("form", "values", "code", "grades", "clause"),
    [
        ("HEM", {"HGB": "11.3"}, "10002272", (1,), "<LLN - 10.0 g/dL"),
        ("HEM", {"WBC": "2.4"}, "10049182", (2,), "<3.0 - 2.0 x 10e9 /L"),
        ("HEM", {"NEUT": "1.10"}, "10029366", (2,), "<1.5 - 1.0 x 10e9 /L"),
        ("HEM", {"LYM": "0.42"}, "10025256", (3,), "<0.5 - 0.2 x 10e9 /L"),
        ("HEM", {"PLAT": "138"}, "10035528", (1,), "<LLN - 75.0 x 10e9 /L"),
        ("CHEM", {"ALT": "61"}, "10001551", (1,), ">ULN - 3.0 x ULN if baseline was normal"),
        ("CHEM", {"K": "3.3"}, "10021018", (1, 2), "<LLN - 3.0 mmol/L"),
        ("VS", {"TEMP": "38.4"}, "10016558", (1,), "38.0 - 39.0 degrees C"),
    ],
)
def test_a_value_is_graded_by_its_term(
    form: str, values: dict[str, str], code: str, grades: tuple[int, ...], clause: str
) -> None:
    found = course()
    when = {"VSDAT": "2026-03-16"} if form == "VS" else sampled("2026-03-16", "08:30")
    found.fill("D8", form, **when, **values)
    done = next(one for one in graded(found.context, Place("D8", form)) if one.code == code)
    assert (done.grading.grades, done.grading.clause, done.baseline) == (grades, clause, False)
    assert found.context.read(Place("D8", form), done.item) == done.reading.value
