"""Grades of single values: the official text clause by clause, its limits exactly, and what is missing or asked."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from crf.ctcae import criteria
from crf.ctcae.criteria import numeric_term, numeric_terms, official, terms_of
from crf.ctcae.grading import Grading, Reading, grade
from crf.text import say

DATA = Path(__file__).parents[2] / "data"
CODES = {one.name: one.code for one in numeric_terms()}
ABNORMAL = {"yes": True, "no": False, "": None}


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def graded(
    name: str, value: str, unit: str = "", *, worst: bool = False, quantity: str = "value", **limits: str
) -> Grading:
    known = {key: number(text) for key, text in limits.items() if key != "abnormal"}
    reading = Reading(number(value), unit, abnormal=ABNORMAL[limits.get("abnormal", "")], **known)
    return grade(CODES[name], reading, quantity=quantity, assume_worst=worst)


def test_values_on_and_beside_each_limit_of_the_text() -> None:
    wrong = []
    with (DATA / "grade_examples.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            limits = {key: row[key] for key in ("lln", "uln", "baseline", "abnormal")}
            found = graded(row["term"], row["value"], row["unit"], quantity=row["parameter"] or "value", **limits)
            if ("|".join(map(str, found.grades)), found.clause) != (row["grades"], row["clause"]):
                wrong.append((row, found))
    assert wrong == []


def test_every_term_has_an_example_or_a_published_row() -> None:
    named = set()
    for file in ("grade_examples.csv", "lab_grades.csv"):
        with (DATA / file).open(encoding="utf-8") as lines:
            named |= {row["term"] for row in csv.DictReader(lines)}
    assert CODES.keys() <= named
    assert len(CODES) == 61


def test_each_clause_stands_in_the_official_text_of_its_grade() -> None:
    for term in numeric_terms():
        for clause in term.clauses:
            assert clause.fragment in official(term.code, clause.grade), clause


def test_each_bound_in_a_table_is_read_from_its_words() -> None:
    with criteria.FILE.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == sum(len(term.clauses) for term in numeric_terms())
    read_into = [row["fragment"] for row in rows if "implied" in row["note"] or "is 0" in row["note"]]
    assert read_into == [
        "<=25% reduction",
        "Levels consistent with myocardial infarction as defined by the manufacturer",
        "Levels consistent with myocardial infarction as defined by the manufacturer",
        "if abnormal, <25% decrease from baseline",
        "Pediatric: No urine output over 12 hours",
    ]


def test_the_whole_criterion_is_told_with_the_clause() -> None:
    found = graded("Anemia", "7.5", "g/dL", lln="12")
    assert found.criterion == "Hgb <8.0 g/dL; <4.9 mmol/L; <80 g/L; transfusion indicated"
    assert str(found.why) == '7.5 g/dL meets "<8.0 g/dL" of grade 3.'
    assert (found.sure, found.worst, found.question) == (3, 3, None)


def test_the_limit_that_decided_is_told() -> None:
    assert str(graded("Anemia", "11.3", "g/dL", lln="12.0").why).endswith(
        "of grade 1 (lower limit of normal 12.0 g/dL)."
    )
    assert "(upper limit of normal 33 U/L)" in str(graded("CPK increased", "61", "U/L", uln="33").why)
    assert "(baseline 60 kg)" in str(graded("Weight loss", "54", "kg", baseline="60").why)
    assert "(upper limit of normal 15 g/dL)" in str(graded("Hemoglobin increased", "16", "g/dL", uln="15").why)


def test_units_are_told_as_people_write_them_and_clauses_as_nci_wrote_them() -> None:
    found = graded("CD4 lymphocytes decreased", "300", "/mm3", lln="500")
    assert found.clause.endswith("/mm3")
    assert str(found.why) == f'300 /mm³ meets "{found.clause}" of grade 2.'
    assert str(graded("Platelet count decreased", "200", "10^9/L", lln="150").why).startswith("200 ×10⁹/L ")


def test_no_criterion_met_is_grade_0() -> None:
    found = graded("Hyponatremia", "140", "mmol/L", lln="135")
    assert (found.grades, found.criterion, found.clause) == ((0,), "", "")
    assert str(found.why) == "140 mmol/L meets no criterion of Hyponatremia."


def test_a_clinical_fact_leaves_both_grades_and_its_question() -> None:
    found = graded("Hyponatremia", "127", "mmol/L", lln="135")
    assert (found.grades, found.sure, found.worst) == ((2, 3), None, 3)
    assert found.question is not None
    assert found.question.id == "grading.ask.symptoms"
    assert found.criterion == "125-129 mmol/L and asymptomatic"
    assert "grade 2 or 3, by" in str(found.why)


def test_the_worst_is_assumed_only_when_asked() -> None:
    found = graded("Hyponatremia", "127", "mmol/L", lln="135", worst=True)
    assert (found.grades, found.clause, found.question) == ((3,), "125-129 mmol/L symptomatic", None)
    assert graded("Alanine aminotransferase increased", "61", uln="33", worst=True).grades == ()


def test_each_fact_has_its_question() -> None:
    for term in numeric_terms():
        if term.fact:
            assert say(f"grading.ask.{term.fact.replace(' ', '_')}").endswith("?")


def test_a_purely_clinical_grade_is_no_possibility_of_a_number() -> None:
    assert graded("Anemia", "3", "g/dL", lln="12").grades == (3,)
    assert graded("Hypercalcemia", "11", "mg/dL", uln="10.5").grades == (1,)


@pytest.mark.parametrize(
    ("name", "value", "unit", "limits", "why"),
    [
        ("Anemia", "", "g/dL", {}, "There is no value of Hemoglobin: type the number."),
        ("Anemia", "-1", "g/dL", {}, "Hemoglobin can't be below 0: -1 g/dL."),
        ("Anemia", "9", "", {}, "Hemoglobin has no unit: give one of g/L, g/dL, mmol/L."),
        ("Anemia", "9", "G/cL", {}, '"G/cL" is no unit in which Hemoglobin is graded: use g/L, g/dL, mmol/L.'),
        ("Anemia", "13", "g/dL", {}, 'The lower limit of normal is missing for "<LLN - 10.0 g/dL".'),
        ("CPK increased", "13", "", {}, 'The upper limit of normal is missing for ">ULN - 2.5 x ULN".'),
        ("Weight loss", "60", "kg", {}, 'The baseline value is missing for "5 to <10% from baseline".'),
        ("Weight loss", "60", "kg", {"baseline": "0"}, 'The baseline value is missing for "5 to <10% from baseline".'),
        ("GGT increased", "60", "", {"uln": "40"}, "Whether the baseline was normal isn't known, on which"),
        ("GGT increased", "60", "", {"baseline": "40"}, "The upper limit of normal is missing for"),
        ("Hemoglobin increased", "20", "g/dL", {}, 'The upper limit of normal is missing for "Increase in'),
    ],
)  # fmt: skip
def test_what_is_missing_is_named(name: str, value: str, unit: str, limits: dict[str, str], why: str) -> None:
    found = graded(name, value, unit, **limits)
    assert (found.grades, found.criterion, found.clause, found.question) == ((), "", "", None)
    assert (found.sure, found.worst) == (None, None)
    assert str(found.why).startswith(why)


def test_a_missing_baseline_hides_no_grade_of_another_clause_but_is_told() -> None:
    found = graded("Creatinine increased", "60", "umol/L", uln="40")
    assert found.grades == (1,)
    assert str(found.why).endswith('Grade 2 wasn\'t judged: The baseline value is missing for ">1.5 - 3.0 x baseline".')


def test_a_record_that_is_the_baseline_is_graded_by_the_limits_alone() -> None:
    assert graded("Creatinine increased", "60", uln="40", abnormal="no").why.id == "grading.met.uln"
    assert graded("Weight loss", "60", "kg", abnormal="no").grades == (0,)


def test_an_abnormal_baseline_is_one_beyond_the_limit_on_the_side_of_the_term() -> None:
    assert graded("GGT increased", "80", uln="39", baseline="40").clause.startswith("2.0 - 2.5 x baseline")
    assert graded("GGT increased", "80", uln="40", baseline="40").clause.startswith(">ULN - 2.5 x ULN")


def test_a_baseline_below_normal_is_no_abnormal_one_for_a_rise() -> None:
    found = graded("GGT increased", "45", lln="10", uln="40", baseline="5")
    assert found.clause == ">ULN - 2.5 x ULN if baseline was normal"


def test_a_percentage_from_baseline_is_exact_at_its_limit() -> None:
    assert graded("Weight loss", "95.04", "kg", baseline="100").grades == (0,)
    assert graded("Weight loss", "95", "kg", baseline="100").grades == (1,)
    assert graded("Weight loss", "90.04", "kg", baseline="100").grades == (1,)
    assert graded("Weight loss", "0.9", "kg", baseline="1").grades == (2,), "a small baseline is one, too"


def test_a_value_at_the_lower_limit_is_not_below_it() -> None:
    assert graded("Fibrinogen decreased", "2.0", "g/L", lln="2.0", baseline="4.0").grades == (0,)
    assert graded("Fibrinogen decreased", "1.99", "g/L", lln="2.0", baseline="4.0").grades == (3,)


def test_a_percent_change_stands_in_for_a_baseline() -> None:
    assert graded("Weight loss", "54", "kg", percent_change="-10").grades == (2,)
    assert graded("Weight gain", "66", "kg", percent_change="10").grades == (2,)
    assert graded("Fibrinogen decreased", "1.9", "g/L", lln="2", percent_change="-50").grades == (3,)


def test_a_term_without_numbers_and_a_foreign_parameter_are_told() -> None:
    nothing = grade("10016256", Reading(Decimal(1), ""))
    assert str(nothing.why) == "The term 10016256 has no numeric criterion for value: grade it by its text."
    assert graded("Anemia", "9", "g/dL", quantity="Platelets").grades == ()
    assert numeric_term("10020587", " ionized CALCIUM ") is not None


def test_terms_are_found_by_their_parameter_with_the_side_they_look_to() -> None:
    assert [(one.name, one.direction) for one in terms_of("potassium")] == [
        ("Hyperkalemia", "high"),
        ("Hypokalemia", "low"),
    ]
    assert terms_of("Phosphate") == ()


def test_official_words_of_an_unknown_term_are_none() -> None:
    assert official("0", 1) == ""
