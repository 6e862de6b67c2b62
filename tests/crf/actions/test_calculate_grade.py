"""CTCAE grades over tables: as published by others, and with the reason where there is no grade."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from crf.actions.calculate import calculate
from crf.faults import Refused

PUBLISHED = Path(__file__).parents[2] / "data" / "lab_grades.csv"
HEAD = "term,test/parameter,value,unit,baseline,uln,lln"


def run(text: str, worst: bool = False) -> list[dict[str, str]]:
    target = io.StringIO()
    calculate("grade", io.StringIO(text, newline=""), target, worst)
    return list(csv.DictReader(io.StringIO(target.getvalue(), newline="")))


def one(line: str, extra: str = "") -> dict[str, str]:
    return run(f"{HEAD}{extra}\n{line}\n")[0]


def published(worst: bool) -> list[dict[str, str]]:
    """The published rows as answered without the columns that hold the expected result."""
    rows = list(csv.DictReader(io.StringIO(PUBLISHED.read_text(encoding="utf-8"))))
    hidden = {"expected_grade", "kind", "official_grade"}
    asked = io.StringIO(newline="")
    writer = csv.DictWriter(asked, [name for name in rows[0] if name not in hidden], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return [{**row, **answer} for row, answer in zip(rows, run(asked.getvalue(), worst), strict=True)]


def test_the_worst_grade_is_the_published_one_save_where_the_official_text_says_otherwise() -> None:
    rows = published(worst=True)
    wanted = [row["official_grade"] or row["expected_grade"].replace("NA", "") for row in rows]
    differ = [(row, want) for row, want in zip(rows, wanted, strict=True) if row["result"] != want]
    assert differ == []
    assert sum(bool(row["official_grade"]) for row in rows) == 2
    assert sum(bool(row["result"]) for row in rows) > 300


def test_each_published_grade_is_among_those_still_possible() -> None:
    rows = [row for row in published(worst=False) if row["kind"] == "grade"]
    lists = [row for row in rows if "|" in row["result"]]
    assert all((row["official_grade"] or row["expected_grade"]) in row["result"].split("|") for row in rows)
    assert {row["term"] for row in lists} == {
        "Hyperuricemia", "Hyponatremia", "INR increased", "Lipase increased", "Serum amylase increased",
    }  # fmt: skip
    assert all(row["why"].endswith("?") for row in lists)


def test_what_cannot_be_graded_is_empty_with_its_reason() -> None:
    rows = [row for row in published(worst=True) if row["kind"] != "grade"]
    assert len(rows) > 100
    assert all(row["result"] == "" and row["why"] for row in rows)


def test_result_and_reason_stand_behind_the_columns_as_they_came() -> None:
    answer = one("Potassium low,,3,,,,,x", ",note")
    assert list(answer)[-3:] == ["note", "result", "why"]
    assert answer["note"] == "x"


def test_a_clinical_fact_is_asked_or_assumed() -> None:
    line = "Hypokalemia,Potassium,3.3,mmol/L,,5.1,3.5"
    answer = one(line)
    assert answer["result"] == "1|2"
    assert answer["why"].endswith("Does the patient have symptoms of it, or is treatment of it indicated?")
    assert run(f"{HEAD}\n{line}\n", worst=True)[0]["result"] == "2"


@pytest.mark.req("PA-037")
def test_a_term_is_named_or_coded_and_a_comma_is_a_point() -> None:
    assert one('anemia,hemoglobin,"7,5",g/dl,,,12')["result"] == "3"
    assert one("10002272,,7.5,g/dl,,,12")["result"] == "3"
    assert one("  platelet COUNT   decreased,,24,G/L,,,150")["result"] == "4"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (",Hemoglobin,9,g/dL,,,12", "term is empty"),
        ("Anaemia of sorts,Hemoglobin,9,g/dL,,,12", 'no term "Anaemia of sorts" with numeric criteria'),
        ("Nausea,,9,,,,", 'no term "Nausea" with numeric criteria'),
        ("Hypercalcemia,Calcium,9,mg/dL,,,12", 'isn\'t read from "Calcium": write Corrected serum calcium, Ionized'),
        ("Anemia,Hemoglobin,low,g/dL,,,12", 'value holds "low", which is no number'),
        ("Anemia,Hemoglobin,9,g/dL,,,n/a", 'lln holds "n/a", which is no number'),
        ("Anemia,Hemoglobin,,g/dL,,,12", "There is no value of Hemoglobin"),
        ("Anemia,Hemoglobin,9,G/cL,,,12", '"G/cL" is no unit'),
    ],
)
def test_a_row_that_cannot_be_graded_says_why(line: str, told: str) -> None:
    answer = one(line)
    assert answer["result"] == ""
    assert told in answer["why"]


@pytest.mark.parametrize(
    ("indicator", "result"),
    [("NORMAL", "1"), ("LOW", "1"), ("HIGH", "0"), ("HIGH HIGH", "0"), ("abnormal", "0"), ("", "1"), ("ODD", "")],
)
def test_the_baseline_may_say_that_it_was_abnormal(indicator: str, result: str) -> None:
    answer = one(f"GGT increased,GGT,45,,40,40,,{indicator}", ",Baseline_Indicator")
    assert answer["result"] == result
    assert ("write NORMAL, HIGH, LOW or ABNORMAL" in answer["why"]) is (indicator == "ODD")


@pytest.mark.parametrize(("direction", "result"), [("low", "4"), ("LOW", "4"), ("", "4"), ("high", "")])
def test_a_direction_that_isnt_the_terms_own_is_not_graded(direction: str, result: str) -> None:
    answer = one(f"Platelet count decreased,,24,G/L,,,150,{direction}", ",direction")
    assert answer["result"] == result
    assert result or "is graded when the value is low" in answer["why"]


def test_a_percent_change_may_stand_for_a_baseline() -> None:
    assert one("Weight loss,,54,kg,,,,-10", ",pct_change_from_baseline")["result"] == "2"


def test_the_worst_is_a_matter_of_grades_only() -> None:
    with pytest.raises(Refused, match="bsa asks for no clinical fact"):
        calculate("bsa", io.StringIO(""), io.StringIO(), worst=True)


def test_a_table_lacking_a_column_is_refused() -> None:
    with pytest.raises(Refused, match="The table lacks uln, lln"):
        run("term,test/parameter,value,unit,baseline\n")
