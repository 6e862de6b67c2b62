"""What a CTCAE dictionary is, and v5.0 (NCI, 2017-11-27) as the file in resources words it."""

from __future__ import annotations

import csv
from functools import cache, cached_property
from pathlib import Path

from attrs import define, field, frozen

from crf.faults import FileFault
from crf.text import RESOURCES, message

COLUMNS = ("meddra_code", "soc", "term", "grade1", "grade2", "grade3", "grade4", "grade5", "navigational_note")
FILE = RESOURCES / "ctcae" / "ctcae_v5.csv"
VERSION = "5.0"
ABSENT = "-"


@frozen
class Term:
    """One adverse event term: `code` is its MedDRA 20.1 LLT code, `grades[0]` the criteria of grade 1, None where
    the grade doesn't exist, `note` NCI's navigational note, `definition` NCI's definition ("" where there is none)."""

    code: str
    soc: str
    term: str
    grades: tuple[str | None, str | None, str | None, str | None, str | None]
    note: str
    definition: str = ""

    def exists(self, grade: int) -> bool:
        """Whether the term has that grade; False also for a number that is no grade."""
        return 1 <= grade <= 5 and self.grades[grade - 1] is not None

    def criteria(self, grade: int) -> str:
        """NCI's words for a grade, "" where it doesn't exist."""
        return (self.grades[grade - 1] or "") if self.exists(grade) else ""

    @property
    def existing(self) -> tuple[int, ...]:
        """The grades that exist, in order."""
        return tuple(grade for grade in range(1, 6) if self.exists(grade))


@define(slots=False, eq=False)
class Dictionary:
    """All terms of one version in NCI's order."""

    terms: tuple[Term, ...] = field(repr=False)
    version: str = VERSION

    @cached_property
    def socs(self) -> tuple[str, ...]:
        """The system organ classes in NCI's order."""
        return tuple(dict.fromkeys(term.soc for term in self.terms))

    def by_code(self, code: str) -> Term | None:
        """The term with a MedDRA code."""
        return self._codes.get(code)

    def by_name(self, name: str) -> Term | None:
        """The term with a name, upper and lower case alike."""
        return self._names.get(name.strip().casefold())

    @property
    def defined(self) -> bool:
        """Whether it says what its terms mean: only once NCI's workbook was loaded."""
        return any(term.definition for term in self.terms)

    @cached_property
    def _codes(self) -> dict[str, Term]:
        return {term.code: term for term in self.terms}

    @cached_property
    def _names(self) -> dict[str, Term]:
        return {term.term.casefold(): term for term in self.terms}


@cache
def shipped() -> Dictionary:
    """CTCAE v5.0 without definitions, read once. Raises FileFault where the file is missing or damaged."""
    return read(FILE)


def read(file: Path) -> Dictionary:
    """A dictionary from a CSV with the columns of COLUMNS; "-" or nothing is a grade that doesn't exist."""
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            head, *rows = csv.reader(lines)
            if tuple(head) != COLUMNS:
                raise ValueError(head)
            return Dictionary(tuple(_term(*row) for row in rows))
    except (OSError, ValueError, TypeError, csv.Error) as error:
        raise FileFault(message("ctcae.unreadable", file=file)) from error


def _term(code: str, soc: str, term: str, g1: str, g2: str, g3: str, g4: str, g5: str, note: str) -> Term:
    return Term(code, soc, term, (criteria(g1), criteria(g2), criteria(g3), criteria(g4), criteria(g5)), note)


def criteria(cell: str) -> str | None:
    """What a cell says of a grade: None where the grade doesn't exist."""
    return None if cell in (ABSENT, "") else cell
