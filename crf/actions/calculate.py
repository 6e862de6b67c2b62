"""The clinical sums over a table: one CSV row in, one row out; and the CTCAE dictionary as a table."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal
from typing import TextIO

from attrs import frozen

from crf.actions.calculate_grade import NEEDS as GRADE_NEEDS
from crf.actions.calculate_grade import graded_row, worst_row
from crf.actions.csv_rows import Row, number, read_table, write_row
from crf.clinical.body import bsa, formula_name
from crf.clinical.dose import Verdict, percent_difference, range_verdict, rounded, shown_factor, verdict
from crf.clinical.faults import ClinicalFault
from crf.clinical.renal import clearance, creatinine_mg_dl
from crf.ctcae import Hit, dictionary, search
from crf.ctcae.terms import ABSENT, COLUMNS, VERSION
from crf.faults import CasebookError, refuse
from crf.study.rules import DoseRule, parse_rule
from crf.text import say

# As many digits as a double holds, so that other programs' results can be laid beside ours.
DIGITS = Context(prec=16)

Answer = tuple[str, ...]


@frozen
class Sum:
    """One clinical sum: the columns it needs, those it writes before `why`, and how a row is answered."""

    needs: tuple[str, ...]
    writes: tuple[str, ...]
    answer: Callable[[Row], Answer]


def calculate(name: str, source: TextIO, target: TextIO, worst: bool = False) -> None:
    """Reads a table, appends the result of each row and `why`, and writes it with the source's separator.

    `name` is "bsa" (m2 from cm, kg), "dose", "clearance" (mL/min by Cockcroft and Gault) or "grade" (CTCAE v5.0). A
    row that can't be reckoned has an empty result and its reason. `worst` grades as if each clinical fact were as
    bad as the text knows it.
    Raises Refused (exit 2) for an unknown name or a table that can't be used; then nothing was written.
    """
    if name not in SUMS:
        raise refuse("calculate.unknown", name=name, known=", ".join(SUMS))
    if worst and name != "grade":
        raise refuse("grading.row.assume", name=name)
    wanted = WORST_GRADE if worst else SUMS[name]
    table = read_table(source, wanted.needs, (*wanted.writes, "why"))
    write_row(target, [*table.head, *wanted.writes, "why"], table.separator)
    for row in table.rows:
        write_row(target, [*row.cells, *_answer(wanted, row)] if row.cells else [], table.separator)


def _answer(wanted: Sum, row: Row) -> Answer:
    nothing = ("",) * len(wanted.writes)
    if row.fault:
        return (*nothing, row.fault)
    try:
        return wanted.answer(row)
    except ClinicalFault as error:
        return (*nothing, say(error.id, **error.values))
    except CasebookError as error:
        return (*nothing, str(error))


def _bsa(row: Row) -> Answer:
    formula = formula_name(row.need("formula"))
    height, weight = number(row, "height_cm"), number(row, "weight_kg")
    area = bsa(formula, height, weight)
    values = {"height": plain(height), "weight": plain(weight), "metres": plain(height.scaleb(-2))}
    return figure(area), say(f"calculate.formula.{formula}", area=rounded(area, 6), **values)


def _clearance(row: Row) -> Answer:
    age, weight, serum = number(row, "age"), number(row, "weight_kg"), number(row, "creatinine")
    sex, unit = row.need("sex"), row.need("unit")
    found = clearance(age, weight, sex, serum, unit)
    woman = say("calculate.clearance.woman") if sex.strip().upper() == "F" else ""
    mg = rounded(creatinine_mg_dl(serum, unit), 4)
    values = {"age": plain(age), "weight": plain(weight), "creatinine": plain(mg), "woman": woman}
    return figure(found), say("calculate.clearance", result=rounded(found, 1), **values)


def _dose(row: Row) -> Answer:
    rule = parse_rule(row.need("rule"))
    unit = row["unit"]
    if unit and unit.casefold() != rule.unit.casefold():
        raise refuse("calculate.unit", unit=unit, rule=rule.unit)
    if rule.low is not None and rule.high is not None:
        return _range(row, rule, rule.low, rule.high)
    planned, why = _planned(row, rule)
    if not row["actual_dose"]:
        return figure(planned), "", "", why
    actual = _given(row)
    off = figure(percent_difference(actual, planned))
    tolerance = _tolerance(row, rule)
    if tolerance is None:
        return figure(planned), off, "", f"{why}. {say('calculate.no_tolerance')}"
    judged = verdict(actual, planned, tolerance)
    told = _compared(actual, planned, tolerance, rule, judged)
    return figure(planned), off, judged, f"{why}. {told}"


def _range(row: Row, rule: DoseRule, low: Decimal, high: Decimal) -> Answer:
    why = say("calculate.range", low=figure(low), high=figure(high), unit=rule.unit)
    if not row["actual_dose"]:
        return rule.figures, "", "", why
    actual = _given(row)
    judged = range_verdict(actual, low, high)
    told = say(f"calculate.range.{judged.lower()}", actual=figure(actual), unit=rule.unit)
    return rule.figures, "", judged, f"{why}. {told}"


def _planned(row: Row, rule: DoseRule) -> tuple[Decimal, str]:
    """The planned dose and its sum in words; only what the rule uses is read."""
    height = number(row, "height_cm") if rule.kind == "bsa" else None
    weight = number(row, "weight_kg") if rule.kind in ("bsa", "weight") else None
    planned, amount = rule.planned(height, weight), rule.amount
    assert planned is not None
    assert amount is not None
    if weight is None:
        return planned, say("calculate.flat", amount=plain(amount), unit=rule.unit)
    # Two decimals, more for a dose so small that two would tell nothing.
    places = max(2, 2 - planned.adjusted())
    values = {"amount": plain(amount), "unit": rule.unit, "weight": plain(weight), "dose": rounded(planned, places)}
    if height is None:
        return planned, say("calculate.weight", **values)
    area = shown_factor(amount, bsa(rule.formula, height, weight), places)
    return planned, say("calculate.surface", formula=rule.formula, height=plain(height), area=area, **values)


def _given(row: Row) -> Decimal:
    """The actual dose; 0 is refused, because a dose that wasn't given is no dose of 0."""
    actual = number(row, "actual_dose")
    if actual <= 0:
        raise refuse("calculate.actual", value=row["actual_dose"])
    return actual


def _tolerance(row: Row, rule: DoseRule) -> Decimal | None:
    """The tolerance in percent; a flat dose allows no difference unless the row says otherwise."""
    if row["tolerance_pct"]:
        return number(row, "tolerance_pct")
    return Decimal(0) if rule.kind == "flat" else None


def _compared(actual: Decimal, planned: Decimal, tolerance: Decimal, rule: DoseRule, judged: Verdict) -> str:
    off = percent_difference(actual, planned)
    if not off:
        return say("calculate.exact", actual=plain(actual), unit=rule.unit)
    # Enough decimals that 10.00004 % isn't shown as 10 % and called a deviation from 10 %.
    places = next((n for n in range(2, 12) if (abs(rounded(off, n)) <= tolerance) == (judged == "WITHIN")), 12)
    return say(
        f"calculate.judged.{judged.lower()}",
        actual=plain(actual), unit=rule.unit, off=f"{rounded(off, places):+}", tolerance=plain(tolerance),
    )  # fmt: skip


def figure(value: Decimal) -> str:
    """A number for a table: at most 16 significant digits, no exponent, no trailing zeros."""
    return plain(DIGITS.plus(value))


def plain(value: Decimal) -> str:
    """A number without exponent or trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


SUMS = {
    "bsa": Sum(("formula", "height_cm", "weight_kg"), ("result",), _bsa),
    "dose": Sum(
        ("rule", "height_cm", "weight_kg", "unit", "actual_dose", "tolerance_pct"),
        ("result", "deviation_pct", "verdict"),
        _dose,
    ),
    "clearance": Sum(("age", "weight_kg", "sex", "creatinine", "unit"), ("result",), _clearance),
    "grade": Sum(GRADE_NEEDS, ("result",), graded_row),
}
WORST_GRADE = Sum(GRADE_NEEDS, ("result",), worst_row)


def ctcae_table(target: TextIO, find: str | None = None, version: str = VERSION) -> None:
    """The dictionary as CSV; with `find` the terms it finds, best first, with where they were found, the term last.

    Definitions come last, where they are loaded. Raises FileFault for a version that isn't at hand.
    """
    book = dictionary(version)
    if find is None:
        write_row(target, [*COLUMNS, *(["definition"] if book.defined else [])])
        for term in book.terms:
            grades = (grade or ABSENT for grade in term.grades)
            said = [term.definition] if book.defined else []
            write_row(target, [term.code, term.soc, term.term, *grades, term.note, *said])
        return
    write_row(target, ["meddra_code", "soc", "grades", "found_in", "term"])
    for hit in search(find, book=book):
        existing = " ".join(map(str, hit.term.existing))
        write_row(target, [hit.term.code, hit.term.soc, existing, _found_in(hit), hit.term.term])


def _found_in(hit: Hit) -> str:
    if hit.where == "definition":
        return say("ctcae.in_definition")
    if hit.grade is not None:
        return say("ctcae.in_criteria", grade=hit.grade)
    if hit.via == hit.term.code:
        return say("ctcae.in_code")
    return say("ctcae.in_site_word", word=hit.via) if hit.via else say("ctcae.in_term")
