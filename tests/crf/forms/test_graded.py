"""Values graded in a course: against the ranges in force, the baseline before cyclophosphamide, each term they have."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve

from crf.forms.beside import grade_mark
from crf.forms.context import Context
from crf.forms.graded import Graded, graded, graded_subject
from crf.forms.lay_out import lay_out
from crf.forms.record import Answer, Draft, Place, Record
from crf.study.model import Baseline, Item
from tests.crf.forms.small import context, form, group, record, study
from tests.study.course import STUDY, Course

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


@pytest.mark.parametrize(
    ("day", "clock", "baseline"),
    [
        ("2026-03-04", "08:00", True),
        ("2026-03-05", "09:59", True),
        ("2026-03-05", "10:00", True),
        ("2026-03-05", "10:01", False),
        ("2026-03-05", "UNK", True),  # the same day without a time counts as before
        ("2026-03-06", "00:00", False),
    ],
)
def test_a_sample_up_to_the_first_dose_is_before_it(day: str, clock: str, baseline: bool) -> None:
    found = course()
    found.fill("COND", "CHEM", **sampled(day, clock), ALT="66")
    done = one(found, "COND", "CHEM", "ALT")
    assert done.baseline is baseline
    assert done.reading.baseline == (None if baseline else 24)
    assert done.grading.grades == (1,)


def test_where_cyclophosphamide_is_not_recorded_the_baseline_ends_with_the_next_drug() -> None:
    found = course(dosed=False)
    found.fill("COND", "CTX", ECOCCUR="N")
    found.fill("D1", "TRA", ECOCCUR="Y", ECSTDAT="2026-03-09", ECSTTIM="09:30")
    found.fill("D8", "CHEM", **sampled("2026-03-16"), ALT="99")
    done = one(found, "D8", "CHEM", "ALT")
    assert (done.baseline, done.reading.baseline) == (False, 24)
    found.fill("D1", "CHEM", **sampled("2026-03-09", "08:00"), ALT="30")
    assert one(found, "D8", "CHEM", "ALT").reading.baseline == 30
    found.fill("COND", "CTX", ECOCCUR="Y", ECSTDAT="2026-03-05", ECSTTIM="10:00")
    assert one(found, "D8", "CHEM", "ALT").reading.baseline == 24


def test_before_the_first_drug_everything_is_graded_by_the_limits_alone() -> None:
    found = course(dosed=False)
    found.fill("SCR", "CHEM", ALT="99")
    done = one(found, "SCR", "CHEM", "ALT")
    assert (done.baseline, done.reading.baseline, done.reading.abnormal) == (True, None, False)
    assert (done.grading.grades, done.grading.clause) == ((1,), ">ULN - 3.0 x ULN if baseline was normal")


def test_an_abnormal_baseline_grades_by_itself_by_the_range_of_its_own_day() -> None:
    found = course()
    found.fill("SCR", "CHEM", ALT="60")
    found.fill("D8", "CHEM", **sampled("2026-03-16"), ALT="99")
    done = one(found, "D8", "CHEM", "ALT")
    assert (done.reading.abnormal, done.grading.clause) == (True, "1.5 - 3.0 x baseline if baseline was abnormal")
    # A range that begins after the baseline judges later values, not the baseline.
    found.fill("SITE", "LR", LRDAT="2026-01-01")
    later = Place("SITE", "LR", form_key="new")
    record = found.context.data.at(Place("SITE", "LR"))
    newer = {**record.answers, (0, "LRDAT"): Answer("2026-03-10"), (0, "ALT_ULN"): Answer("70")}
    context = found.context.with_record(later, Record("LR", newer))
    done = next(one for one in graded(context, Place("D8", "CHEM")) if one.item == "ALT")
    assert (done.reading.uln, done.reading.baseline, done.reading.abnormal) == (70, 60, True)


def test_the_baseline_is_the_last_value_before_over_all_visits() -> None:
    found = course()
    found.fill("UNS", "CHEM", "u1", **sampled("2026-03-04"), ALT="40")
    found.fill("D8", "CHEM", **sampled("2026-03-16"), ALT="50")
    found.fill("COND", "CHEM", LBPERF="Y", ALT="44")  # undated: of the day of its visit, cyclophosphamide's own
    assert one(found, "D8", "CHEM", "ALT").reading.baseline == 44
    found.fill("COND", "CHEM", LBPERF="N")  # what is hidden counts no more
    assert one(found, "D8", "CHEM", "ALT").reading.baseline == 40
    assert [one.item for one in graded(found.context, Place("COND", "CHEM"))] == []


def test_without_any_value_before_the_first_dose_there_is_no_baseline() -> None:
    found = course()
    found.fill("D8", "LVEF", CVPERF="Y", CVDAT="2026-03-16", LVEF="45")
    done = one(found, "D8", "LVEF", "LVEF")
    assert (done.reading.baseline, done.reading.abnormal, done.baseline) == (None, None, False)


def test_a_corrected_value_and_a_changed_range_regrade() -> None:
    found = course()
    found.fill("D8", "HEM", **sampled("2026-03-16"), HGB="11.3")
    assert told(found, "D8", "HEM") == {"10002272": (1,)}
    found.fill("D8", "HEM", HGB="9.9")
    assert told(found, "D8", "HEM") == {"10002272": (2,)}
    found.fill("D8", "HEM", HGB="11.3")
    found.fill("SITE", "LR", HGB_LLN="11.0")
    assert told(found, "D8", "HEM") == {}


def test_weight_temperature_ejection_and_qt_are_graded_too() -> None:
    found = course()
    found.fill("COND", "VS", VSDAT="2026-03-05", VSTIM="07:40", WEIGHT="61.2")
    found.fill("SCR", "LVEF", CVPERF="Y", CVDAT="2026-02-16", LVEF="62")
    found.fill("D8", "VS", VSDAT="2026-03-16", WEIGHT="53.4", TEMP="39.2")
    found.fill("TLT", "ECG", EGPERF="Y", EGDAT="2026-04-08", QTCFAG="490")
    found.fill("TA", "LVEF", "t1", CVPERF="Y", CVDAT="2026-05-11", LVEF="51")
    assert told(found, "D8", "VS") == {"10047900": (2,), "10016558": (2,)}
    assert told(found, "TLT", "ECG") == {"10014383": (2,)}
    assert told(found, "TA", "LVEF", "t1") == {"10050528": (2,)}


@pytest.mark.parametrize(
    ("item", "typed", "code", "grade", "clause"),
    [
        # NCI rounds its figures unit by unit: told in mg/dL these would be grades 2, 4 and 2.
        ("GLUC", "3.02 mmol/L", "10021005", 1, "<LLN - 3.0 mmol/L"),
        ("MG", "3.30 mmol/L", "10020670", 3, ">1.23 - 3.30 mmol/L"),
        ("GLUC", "54.4", "10021005", 2, "<55 - 40 mg/dL"),
        ("ALT", "1.0 ukat/L", "10001551", 1, ">ULN - 3.0 x ULN if baseline was normal"),
    ],
)
def test_a_value_is_graded_by_the_figures_in_the_unit_of_its_report(
    item: str, typed: str, code: str, grade: int, clause: str
) -> None:
    found = course(GLUC_LLN="70", GLUC_ULN="6.1 mmol/L", MG_LLN="0.66 mmol/L", MG_ULN="1.07 mmol/L")
    found.fill("D8", "CHEM", **sampled("2026-03-16"), **{item: typed})
    done = next(one for one in graded(found.context, Place("D8", "CHEM")) if one.code == code)
    assert (done.grading.grades, done.grading.clause) == ((grade,), clause)
    if " mmol" in typed:
        assert str(done.grading.why).startswith(typed.replace("3.30", "3.3"))
    if typed == "3.02 mmol/L":
        assert "lower limit of normal 3.8854 mmol/L" in str(done.grading.why)


def test_calcium_is_graded_corrected_for_albumin() -> None:
    found = course(CA_LLN="8.6", CA_ULN="10.2")
    found.fill("D8", "CHEM", **sampled("2026-03-16"), CA="8.0", ALB="30")
    assert told(found, "D8", "CHEM") == {"10020943": (1,)}
    assert found.value("D8", "CHEM", "CACORR") == "8.80"


@pytest.mark.parametrize(
    ("calcium", "albumin", "grades"),
    [
        # 11.62 and 11.58 mg/dL would be grade 2 by the figures in mg/dL; NCI rounds those in mmol/L otherwise.
        ("2.90 mmol/L", "40 g/L", {"10020587": (1,)}),
        ("2.89 mmol/L", "40 g/L", {"10020587": (1,)}),
        ("2.91 mmol/L", "40 g/L", {"10020587": (2,)}),
        ("1.75 mmol/L", "40 g/L", {"10020949": (2,)}),
        ("1.74 mmol/L", "40 g/L", {"10020949": (3,)}),
        ("11.6", "40 g/L", {"10020587": (2,)}),
    ],
)
def test_corrected_calcium_is_graded_in_the_unit_the_calcium_was_reported_in(
    calcium: str, albumin: str, grades: dict[str, tuple[int, ...]]
) -> None:
    found = course(CA_LLN="2.15 mmol/L", CA_ULN="2.55 mmol/L")
    found.fill("D8", "CHEM", **sampled("2026-03-16"), CA=calcium, ALB=albumin)
    assert told(found, "D8", "CHEM") == grades


def test_everything_graded_of_a_subject_stands_in_order_of_time() -> None:
    found = course()
    found.fill("D8", "HEM", **sampled("2026-03-16"), HGB="11.3")
    found.fill("SCR", "VS", VSDAT="2026-02-16", TEMP="36.5")
    listed = [(one.place.event, one.item) for one in graded_subject(found.context)]
    assert listed[0] == ("SCR", "TEMP")
    assert listed[-1] == ("D8", "HGB")
    assert ("SCR", "PLAT") in listed
    found.fill("D15", "HEM", **sampled("2026-03-23"), HGB="11.0")
    later = [one for one in graded_subject(found.context) if one.code == "10002272" and not one.baseline]
    assert [one.reading.baseline for one in later] == [Decimal("12.4")] * 2


def test_a_draft_and_a_voided_form_are_not_graded() -> None:
    found = course()
    found.fill("D8", "HEM", **sampled("2026-03-16"), HGB="11.3")
    place = Place("D8", "HEM")
    record = found.context.data.at(place)
    typing = found.context.with_record(place, record.with_draft((0, "HGB"), Draft("11,,")))
    assert graded(typing, place) == ()
    assert graded(found.context.with_record(place, evolve(record, voided={0: "wrong"})), place) == ()
    assert graded(found.context, Place("D15", "HEM")) == ()
    assert graded(found.context, place, 1) == ()


SMALL = form(
    Item("DAY", "Day", "date", dates_visit=True, partial=True),
    Item("K", "Potassium", "decimal", unit="mmol/L", lln="LOW", grades=("10021018",)), Item("LOW", "Low", "decimal"),
    group(Item("L", "In a line", "decimal", unit="mmol/L", grades=("10021018",)), id="LINES", repeats=True),
)  # fmt: skip


def small(begins: str = "", **records: Record) -> Context:
    """A subject of a small study with values of potassium; `begins` gives the first drug."""
    made = study(SMALL)
    grading = Baseline(begins, "test") if begins else None
    return context(evolve(made, grading=grading), {Place(key, "F"): found for key, found in records.items()})


def test_a_study_without_a_first_drug_grades_by_the_limits_alone() -> None:
    found = small(V1=record(DAY="2026-03-01", K="2.8"))
    (done,) = graded(found, Place("V1", "F"))
    assert (done.baseline, done.grading.grades) == (True, (3,))


def test_lines_are_graded_one_by_one() -> None:
    lines = Record("F", {(0, "DAY"): Answer("2026-03-01"), (1, "L"): Answer("2.8"), (2, "L"): Answer("2.4")})
    found = small(V1=lines)
    assert [one.line for one in graded_subject(found)] == [1, 2]
    assert [one.grading.grades for one in graded(found, Place("V1", "F"), 2)] == [(4,)]
    voided = small(V1=evolve(lines, voided={2: "twice"}))
    assert [one.line for one in graded_subject(voided)] == [1]


def test_partial_and_unknown_days() -> None:
    begins = "first(F.DAY@V2)"
    second = record(DAY="2026-03-05")
    month = small(begins, V1=record(DAY="2026-03", K="2.8"), V2=second)
    assert [one.baseline for one in graded(month, Place("V1", "F"))] == [False]  # it may be after
    undated = small(begins, V1=record(K="2.8"), V2=second)
    assert [(one.baseline, one.day) for one in graded(undated, Place("V1", "F"))] == [(False, None)]
    unreadable = small('"never"', V1=record(K="2.8"))
    assert [one.baseline for one in graded(unreadable, Place("V1", "F"))] == [True]


def test_a_baseline_is_abnormal_on_the_side_of_its_term() -> None:
    begins = "first(F.DAY@V2)"
    first = {"DAY": "2026-03-01", "K": "3.2"}
    for low, abnormal in (("3.5", True), ("3.0", False), ("", None)):
        limits = {"LOW": low} if low else {}
        found = small(begins, V1=record(**first, **limits), V2=record(DAY="2026-03-05"))
        later = found.with_record(Place("V2", "F"), record(DAY="2026-03-06", K="3.1", LOW="3.5"))
        context = evolve(later, study=evolve(later.study, grading=Baseline("add_days(first(F.DAY@V1), 1)", "test")))
        (done,) = graded(context, Place("V2", "F"))
        assert (done.reading.baseline, done.reading.abnormal) == (Decimal("3.2"), abnormal)


def test_words_of_a_grade() -> None:
    found = course()
    found.fill("D8", "CHEM", **sampled("2026-03-16"), K="3.3", ALT="61", SODIUM="138")
    page = lay_out(STUDY.form("CHEM"), Place("D8", "CHEM"), found.step("D8", "CHEM"), found.context)
    fields = {field.item: field for field in page.fields}
    assert [fields[item].verdict for item in ("K", "ALT", "SODIUM")] == ["L · G1/2?", "H · G1", ""]
    low, high = fields["K"].graded
    assert (low.term, low.figures, low.least) == ("Hypokalemia", "1/2", 1)
    assert low.question == "Does the patient have symptoms of it, or is treatment of it indicated?"
    assert (high.term, high.figures, high.least) == ("Hyperkalemia", "", 0)
    assert (fields["ALT"].normal, fields["CRP"].normal) == ("5–33 U/L", "")
    assert grade_mark(evolve(one(found, "D8", "CHEM", "K"), code="1")).term == "1"
