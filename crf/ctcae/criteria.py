"""The numeric criteria of CTCAE v5.0, clause by clause, each held to the official text it encodes."""

from __future__ import annotations

import csv
import re
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from attrs import frozen

from crf.ctcae.conversions import unit
from crf.ctcae.terms import Term, shipped
from crf.faults import FileFault
from crf.text import RESOURCES, message

FILE = RESOURCES / "ctcae" / "lab_criteria.csv"
COLUMNS = (
    "meddra_code", "parameter", "direction", "grade", "quantity", "op", "bound", "ref", "analyte", "unit",
    "given", "fact", "when", "note", "fragment",
)  # fmt: skip
QUANTITIES = ("value", "above ULN", "below LLN", "increase", "decrease", "percent increase", "percent decrease")
REFS = ("", "ULN", "LLN", "BASELINE", "ULN BASELINE")
GIVEN = ("", "baseline normal", "baseline abnormal", "value below LLN")
# How NCI words a limit of normal where it doesn't abbreviate it.
_LIMIT_WORDS = ("uln", "lln", "baseline", "normal", "increased", "infarction")
_OP = r"(<=|>=|≥|<|>)?\s*"

Direction = Literal["low", "high"]


@frozen
class Clause:
    """One clause of a grade: the bound that a value crosses when it gets worse.

    A value meets it when `quantity` (the value itself, or its distance from a limit or the baseline) stands to
    `bound` (times each of `refs`, where there are any) as `op` says, and `given` holds. `fact` names what only a
    person can know, `when` the answer ("yes", "no") under which the clause counts. `unit` is the unit of the
    text, "" where it has none. `fragment` is NCI's text; `note` says how it was read where it leaves room.
    A range's far end is the bound of the next grade; what lies between two printed ranges (sodium 129.5 between
    130 and 129) keeps the lower grade, since the higher one isn't reached.
    """

    grade: int
    quantity: str
    op: str
    bound: Fraction
    refs: tuple[str, ...]
    unit: str
    given: str
    fact: str
    when: str
    note: str
    fragment: str

    @property
    def needs_baseline(self) -> bool:
        """Whether it compares with the baseline value."""
        return "BASELINE" in self.refs or self.quantity.split()[-1] in ("increase", "decrease")


@frozen
class NumericTerm:
    """A term as it is read from one parameter: `direction` is where the value gets worse.

    `analyte` names the table of its units ("" where the text needs no unit: ratios to a limit, INR, pH), `units`
    the units of the text.
    """

    code: str
    name: str
    parameter: str
    direction: Direction
    analyte: str
    clauses: tuple[Clause, ...]

    @property
    def units(self) -> tuple[str, ...]:
        """The units in which the text gives its figures, in its order; empty where it has none."""
        return tuple(dict.fromkeys(clause.unit for clause in self.clauses if clause.unit))

    @property
    def fact(self) -> str:
        """The clinical fact that some clause asks for; "" where the number is enough."""
        return next((clause.fact for clause in self.clauses if clause.fact), "")


@cache
def numeric_terms() -> tuple[NumericTerm, ...]:
    """Every term that can be graded from a number, once for each parameter, in NCI's order."""
    return read(FILE)


def terms_of(parameter: str) -> tuple[NumericTerm, ...]:
    """The terms read from a parameter ("Potassium"), case ignored; none for one that no criterion names."""
    return tuple(one for one in numeric_terms() if one.parameter.casefold() == parameter.strip().casefold())


@lru_cache(maxsize=1024)
def numeric_term(code: str, parameter: str = "") -> NumericTerm | None:
    """A term by its MedDRA code, as read from a parameter; without one, from the first that its text names."""
    sought = parameter.strip().casefold()
    known = (one for one in numeric_terms() if one.code == code)
    return next((one for one in known if sought in ("", one.parameter.casefold())), None)


def read(file: Path) -> tuple[NumericTerm, ...]:
    """The criteria of a CSV with the columns of COLUMNS.

    Raises FileFault for a file that can't be read, or whose row isn't what the official text says: the fragment
    must stand in the text of its grade, and hold the bound behind the same operator.
    """
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, strict=True))
            if not rows or tuple(rows[0]) != COLUMNS:
                raise ValueError(file)
            return _terms(rows)
    except (OSError, ValueError, TypeError, csv.Error) as error:
        raise FileFault(message("ctcae.unreadable", file=file)) from error


def official(code: str, grade: int) -> str:
    """NCI's whole text of a grade of v5.0, "" where there is none."""
    term = shipped().by_code(code)
    return term.criteria(grade) if term else ""


def _terms(rows: list[dict[str, str]]) -> tuple[NumericTerm, ...]:
    together: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows:
        together.setdefault((row["meddra_code"], row["parameter"]), []).append(row)
    return tuple(_term(code, parameter, group) for (code, parameter), group in together.items())


def _term(code: str, parameter: str, rows: list[dict[str, str]]) -> NumericTerm:
    term = shipped().by_code(code)
    direction, analyte = rows[0]["direction"], rows[0]["analyte"]
    facts = {row["fact"] for row in rows} - {""}
    united = any(row["unit"] for row in rows)
    if term is None or len(facts) > 1 or direction not in ("low", "high") or united != bool(analyte):
        raise ValueError(code)
    if any((row["direction"], row["analyte"]) != (direction, analyte) for row in rows):
        raise ValueError(code)
    clauses = tuple(_clause(term, row) for row in rows)
    return NumericTerm(code, term.term, parameter, "low" if direction == "low" else "high", analyte, clauses)


def _clause(term: Term, row: dict[str, str]) -> Clause:
    known = row["quantity"] in QUANTITIES and row["ref"] in REFS and row["given"] in GIVEN
    asked = (row["when"] in ("yes", "no")) == bool(row["fact"])
    united = not row["unit"] or unit(row["analyte"], row["unit"]) is not None
    if not (known and asked and united and says(term, row)):
        raise ValueError(row)
    return Clause(
        int(row["grade"]), row["quantity"], row["op"], Fraction(row["bound"]), tuple(row["ref"].split()),
        row["unit"], row["given"], row["fact"], row["when"], row["note"], row["fragment"],
    )  # fmt: skip


def says(term: Term, row: dict[str, str]) -> bool:
    """Whether the official text says what a row encodes: its fragment, bound and operator."""
    fragment = row["fragment"]
    if not fragment or fragment not in term.criteria(int(row["grade"])):
        return False
    number = re.escape(row["bound"].removesuffix(".0"))
    figures = fragment.replace(",", "")
    found = re.search(rf"(?<![\d.]){_OP}(?<![\d.]){number}(?:\.0+)?(?![\d.]*\d)", figures)
    if Fraction(row["bound"]) == 1 and row["ref"]:
        found = re.search(rf"{_OP}(?:{'|'.join(_LIMIT_WORDS)})", figures, re.IGNORECASE)
    if found is None:
        return "implied" in row["note"] or "is 0" in row["note"]
    written = {"≥": ">=", None: ""}.get(found[1], found[1])
    return row["op"] == written or (not written and (row["op"] in (">=", "<=") or bool(row["ref"])))
