"""A laboratory value's CTCAE grade over a table: how the columns of a row become a reading."""

from __future__ import annotations

from decimal import Decimal

from crf.actions.csv_rows import Row, number
from crf.ctcae.criteria import NumericTerm, numeric_term, numeric_terms
from crf.ctcae.grading import Reading, grade
from crf.faults import refuse

NEEDS = ("term", "test/parameter", "value", "unit", "baseline", "uln", "lln")
DIRECTION, INDICATOR, CHANGE = "direction", "baseline_indicator", "pct_change_from_baseline"


def graded_row(row: Row) -> tuple[str, ...]:
    """The grade ("0" to "5"), the grades still possible ("1|2") or "" where it can't be graded; and why."""
    return _graded(row, assume_worst=False)


def worst_row(row: Row) -> tuple[str, ...]:
    """As `graded_row`, with the clinical fact that decides taken as what gives the higher grade."""
    return _graded(row, assume_worst=True)


def _graded(row: Row, assume_worst: bool) -> tuple[str, ...]:
    term = _term(row.need("term"), row["test/parameter"])
    side = row.values.get(DIRECTION, "").casefold()
    if side not in ("", term.direction):
        raise refuse("grading.row.direction", term=term.name, value=side, direction=term.direction)
    limits = {column: _optional(row, column) for column in ("lln", "uln", "baseline")}
    abnormal = _abnormal(term, row.values.get(INDICATOR, ""))
    change = _optional(row, CHANGE)
    reading = Reading(_optional(row, "value"), row["unit"], **limits, abnormal=abnormal, percent_change=change)
    found = grade(term.code, reading, quantity=term.parameter, assume_worst=assume_worst)
    asked = f" {found.question}" if found.question else ""
    return "|".join(map(str, found.grades)), f"{found.why}{asked}"


def _term(name: str, parameter: str) -> NumericTerm:
    """The term by its name or MedDRA code, as read from the parameter (from its first one where the cell is empty)."""
    sought = " ".join(name.casefold().split())
    alike = [one for one in numeric_terms() if sought in (one.name.casefold(), one.code)]
    if not alike:
        raise refuse("grading.row.term", term=name)
    if found := numeric_term(alike[0].code, parameter):
        return found
    raise refuse("grading.row.parameter", term=name, parameter=parameter, known=", ".join(o.parameter for o in alike))


def _abnormal(term: NumericTerm, indicator: str) -> bool | None:
    """Whether the baseline was abnormal in the term's direction, by an indicator such as NORMAL or HIGH HIGH."""
    if not indicator:
        return None
    first = indicator.casefold().split()[0]
    if first not in ("low", "normal", "high", "abnormal"):
        raise refuse("grading.row.indicator", column=INDICATOR, value=indicator)
    return first in ("abnormal", term.direction)


def _optional(row: Row, column: str) -> Decimal | None:
    """The number in a cell; None where the cell is empty or the table has no such column."""
    return number(row, column) if row.values.get(column) else None
