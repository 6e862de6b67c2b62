"""Grades over all values: never less when a value gets worse, and the same in each unit but for NCI's rounding."""

from __future__ import annotations

import csv
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crf.ctcae.conversions import convert, unit, units
from crf.ctcae.criteria import NumericTerm, numeric_term, numeric_terms
from crf.ctcae.grading import Reading, grade

PAIRS = Path(__file__).parents[2] / "data" / "rounding_pairs.csv"
TERMS = {f"{one.name}: {one.parameter}": one for one in numeric_terms()}
WITH_UNITS = [name for name, one in TERMS.items() if len(units(one.analyte)) > 1]


class Pair(NamedTuple):
    """One figure of the text in two units that aren't the same quantity."""

    term: str
    grade: int
    unit: str
    bound: Fraction
    other_unit: str
    other_bound: Fraction


def listed() -> list[Pair]:
    with PAIRS.open(encoding="utf-8") as lines:
        return [
            Pair(row["term"], int(row["grade"]), row["unit"], Fraction(row["bound"]), row["other_unit"],
                 Fraction(row["other_bound"]))
            for row in csv.DictReader(lines)
            if row["reason"]
        ]  # fmt: skip


def test_the_rounding_pairs_of_the_text_are_those_listed() -> None:
    found = set()
    for term in TERMS.values():
        figures = [one for one in term.clauses if one.unit and not one.refs]
        for one, other in combinations(figures, 2):
            same = (one.grade, one.quantity, one.fact) == (other.grade, other.quantity, other.fact)
            if (
                same
                and one.unit != other.unit
                and convert(term.analyte, one.bound, one.unit, other.unit) != other.bound
            ):
                found.add(Pair(term.name, one.grade, one.unit, one.bound, other.unit, other.bound))
    assert found == set(listed())
    assert len(listed()) == len(found)


def scale(term: NumericTerm, written: str) -> Fraction:
    """A figure of the size the term is graded at, so that values fall on both sides of each bound."""
    figures = [one for one in term.clauses if not one.refs and not one.quantity.startswith("percent")]
    turned = [convert(term.analyte, one.bound, one.unit, written) or one.bound for one in figures]
    return max(turned, default=Fraction(100))


@st.composite
def readings(draw: st.DrawFn, term: NumericTerm, written: str) -> Reading:
    """A reading with limits and baseline near the term's figures, each of which may be missing."""
    size = Decimal(f"{float(scale(term, written)):.2g}")
    part = st.integers(1, 200).map(lambda n: n * size / 100)
    value = draw(st.integers(0, 2000)) * size / 1000 + size * Decimal("0.0000031")
    abnormal = draw(st.sampled_from([None, True, False]))
    return Reading(value, written, draw(st.none() | part), draw(st.none() | part), draw(st.none() | part), abnormal)


@settings(max_examples=400)
@given(st.data())
def test_a_grade_never_falls_when_a_value_gets_worse(data: st.DataObject) -> None:
    term = TERMS[data.draw(st.sampled_from(sorted(TERMS)))]
    written = data.draw(st.sampled_from([one.name for one in units(term.analyte)] or [""]))
    reading = data.draw(readings(term, written))
    other = data.draw(readings(term, written)).value
    assert reading.value is not None
    assert other is not None
    mild, bad = sorted((reading.value, other), reverse=term.direction == "low")
    before, after = (
        grade(term.code, evolve(reading, value=value), quantity=term.parameter).grades for value in (mild, bad)
    )
    # Above the baseline with the limit unknown, eosinophils can't be graded; below both they are grade 0.
    if before and after:
        assert min(before) <= min(after)
        assert max(before) <= max(after)


@settings(max_examples=400)
@given(st.data())
def test_the_same_value_in_two_units_gets_the_same_grade(data: st.DataObject) -> None:
    term = TERMS[data.draw(st.sampled_from(WITH_UNITS))]
    one, other = data.draw(st.permutations([one.name for one in units(term.analyte)]))[:2]
    reading = data.draw(readings(term, one))
    assume(not rounded_apart(term, reading))
    turned = in_unit(term, reading, other)
    assume(turned.value is not None and turned.value >= 0)
    found, again = (grade(term.code, each, quantity=term.parameter) for each in (reading, turned))
    assert found.grades == again.grades, (found.why, again.why)


@pytest.mark.parametrize(
    ("name", "value", "text", "grades"),
    [
        ("Anemia: Hemoglobin", "4.92", ("mmol/L", "g/dL"), ((2,), (3,))),
        ("Hypomagnesemia: Magnesium", "0.9", ("mg/dL", "mmol/L"), ((2,), (3,))),
    ],
)
def test_between_the_figures_of_a_pair_the_unit_of_the_report_decides(
    name: str, value: str, text: tuple[str, str], grades: tuple[tuple[int, ...], tuple[int, ...]]
) -> None:
    term = TERMS[name]
    reading = Reading(Decimal(value), text[0])
    assert rounded_apart(term, reading)
    assert grade(term.code, reading).grades == grades[0]
    assert grade(term.code, in_unit(term, reading, text[1])).grades == grades[1]


def rounded_apart(term: NumericTerm, reading: Reading) -> bool:
    """Whether the value lies between the two figures of a listed pair of the term."""
    base = units(term.analyte)[0].name
    value = convert(term.analyte, reading.value or 0, reading.unit, base)
    for pair in listed():
        if pair.term == term.name and unit(term.analyte, pair.unit):
            ends = [
                convert(term.analyte, pair.bound, pair.unit, base),
                convert(term.analyte, pair.other_bound, pair.other_unit, base),
            ]
            if value is not None and min(filter(None, ends)) <= value <= max(filter(None, ends)):
                return True
    return False


def in_unit(term: NumericTerm, reading: Reading, other: str) -> Reading:
    def turned(number: Decimal | None) -> Decimal | None:
        if number is None:
            return None
        found = convert(term.analyte, number, reading.unit, other)
        assert found is not None
        with localcontext() as context:
            context.prec = 60
            return Decimal(found.numerator) / Decimal(found.denominator)

    return evolve(
        reading, value=turned(reading.value), unit=other, lln=turned(reading.lln), uln=turned(reading.uln),
        baseline=turned(reading.baseline),
    )  # fmt: skip


def test_every_term_with_units_is_found_again() -> None:
    assert all(numeric_term(one.code, one.parameter) is one for one in TERMS.values())
