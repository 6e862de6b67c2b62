"""NCI's workbook read as a dictionary: where its columns stand, which version it is, what it says of each term."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from attrs import frozen

from crf.ctcae.terms import Dictionary, Term, criteria
from crf.faults import FileFault
from crf.text import message

HEADS: Mapping[str, str] = {
    "MedDRA Code": r"meddra( llt)? code",
    "MedDRA SOC": r"(meddra )?soc|system organ class",
    "CTCAE Term": r"(ctcae )?(v?\d+ \d+ )?(ae )?term",
    **{f"Grade {grade}": f"grade {grade}" for grade in range(1, 6)},
    "Definition": r"(ctcae )?(v?\d+ \d+ )?(ae )?(term )?definition",
    "Navigational Note": r"navigational notes?",
}
"""The columns needed, as NCI heads them in v5.0, and what a later version may head them (small letters, no signs)."""

FIRST_ROWS = 25
"""Rows in which the heads are sought."""

VERSION = re.compile(r"\b(?:v|version)\.? ?(\d{1,2})(?:\.(\d{1,2}))?\b|_v(\d{1,2})\.(\d{1,2})", re.IGNORECASE)


@frozen
class Sheet:
    """One sheet of a workbook: its title, and its cells as text, "" where blank."""

    title: str
    rows: Sequence[tuple[str, ...]]


@frozen
class _Table:
    """A sheet with the row of its heads, and the column of each."""

    sheet: Sheet
    row: int
    columns: Mapping[str, int]

    def cell(self, row: tuple[str, ...], head: str) -> str:
        """A cell with blanks put right: none at the ends, one between words."""
        at = self.columns[head]
        return plain(row[at]) if at < len(row) else ""


def read_sheets(sheets: Sequence[Sheet], file: str) -> Dictionary:
    """The dictionary in a workbook; `file` is its name, which may tell the version.

    Raises FileFault where no sheet is a CTCAE table, a column is missing, a row can't be read, or no version is said.
    """
    tables = [table for sheet in sheets if (table := _table(sheet)) is not None]
    if not tables:
        raise FileFault(message("ctcae.workbook.none", file=file, heads=", ".join(HEADS)))
    # NCI's workbook holds the table twice: clean, and with the changes marked.
    table = min(tables, key=lambda one: ("clean" not in one.sheet.title.lower(), -len(one.columns)))
    for head in HEADS:
        if head not in table.columns:
            raise FileFault(message("ctcae.workbook.column", file=file, sheet=table.sheet.title, head=head))
    return Dictionary(_terms(table, file), _version(table, file))


def _table(sheet: Sheet) -> _Table | None:
    """The table of a sheet: some row heads both codes and terms."""
    for number, row in enumerate(sheet.rows[:FIRST_ROWS]):
        heads = [" ".join(re.findall(r"[a-z0-9]+", cell.lower())) for cell in row]
        columns: dict[str, int] = {}
        for name, pattern in HEADS.items():
            at = next((n for n, head in enumerate(heads) if re.fullmatch(pattern, head)), None)
            if at is not None:
                columns[name] = at
        if {"MedDRA Code", "CTCAE Term"} <= columns.keys():
            return _Table(sheet, number, columns)
    return None


def _version(table: _Table, file: str) -> str:
    """The version the head of the terms, the sheet's title, the rows above the heads or the file's name tell."""
    above = table.sheet.rows[: table.row]
    told = [table.sheet.rows[table.row][table.columns["CTCAE Term"]], table.sheet.title]
    for text in (*told, *(cell for row in above for cell in row), file):
        found = VERSION.search(text)
        if found:
            numbers = [number for number in found.groups() if number]
            return ".".join(numbers) if len(numbers) > 1 else f"{numbers[0]}.0"
    raise FileFault(message("ctcae.workbook.version", file=file))


def _terms(table: _Table, file: str) -> tuple[Term, ...]:
    terms: dict[str, Term] = {}
    for number, row in enumerate(table.sheet.rows[table.row + 1 :], table.row + 2):
        code, name = table.cell(row, "MedDRA Code"), table.cell(row, "CTCAE Term")
        if not code and not name:
            continue
        if not code.isdigit() or not name or code in terms:
            raise FileFault(message("ctcae.workbook.row", file=file, row=number, code=code, term=name))
        terms[code] = _term(table, row, code, name)
    if not terms:
        raise FileFault(message("ctcae.workbook.none", file=file, heads=", ".join(HEADS)))
    return tuple(terms.values())


def _term(table: _Table, row: tuple[str, ...], code: str, name: str) -> Term:
    g1, g2, g3, g4, g5 = (criteria(dashed(table.cell(row, f"Grade {grade}"))) for grade in range(1, 6))
    note, said = (criteria(dashed(table.cell(row, head))) or "" for head in ("Navigational Note", "Definition"))
    return Term(code, table.cell(row, "MedDRA SOC"), name, (g1, g2, g3, g4, g5), note, said)


def plain(text: str) -> str:
    """A text without blanks at its ends, and with one blank for each run of blanks and line ends."""
    return " ".join(text.split())


def dashed(text: str) -> str:
    """A cell that is nothing but a dash of whatever kind, as a plain dash."""
    return "-" if text in ("-", "--", "–", "—") else text
