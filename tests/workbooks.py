"""Workbooks for tests, laid out as NCI lays out its own: v5.0 from the table that ships, v6.0 from tests/data."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

from openpyxl import Workbook

from crf.ctcae.terms import FILE

V6 = Path(__file__).resolve().parent / "data" / "ctcae_v6.csv"
HEADS = (
    "MedDRA Code", "MedDRA SOC", "CTCAE Term", "Grade 1", "Grade 2", "Grade 3", "Grade 4", "Grade 5", "Definition",
    "Navigational Note",
)  # fmt: skip
Row = dict[str, object]


def rows_of(table: Path, said: Callable[[str], str]) -> list[Row]:
    """The rows of a table under NCI's heads; `said` gives the definition of a term."""
    with table.open(encoding="utf-8", newline="") as lines:
        found = list(csv.DictReader(lines))
    names = ("soc", "term", "grade1", "grade2", "grade3", "grade4", "grade5")
    rows = []
    for one in found:
        values = (int(one["meddra_code"]), *(one[name] for name in names), said(one["term"]))
        rows.append(dict(zip(HEADS, (*values, one["navigational_note"] or "-"), strict=True)))
    return rows


def definition(term: str) -> str:
    """A definition made up for a term."""
    return f"A disorder that is characterized by {term.lower()}."


def write(file: Path, title: str, rows: Sequence[Row], heads: Sequence[str] = HEADS, above: Sequence[str] = ()) -> Path:
    """A workbook with a page of introduction, the table with its changes marked, and the table."""
    book = Workbook()
    book.active.title = "Read me"
    book.active.append(["Common Terminology Criteria for Adverse Events"])
    for name in ("Tracked changes", title):
        sheet = book.create_sheet(name)
        for text in above:
            sheet.append([text])
        sheet.append([*heads, "Change"])
        for row in rows if name == title else rows[:3]:
            sheet.append([*row.values(), "changed" if name != title else ""])
        sheet.append([None])
    book.save(file)
    return file


def first(file: Path, rows: Sequence[Row] | None = None) -> Path:
    """NCI's workbook of v5.0."""
    return write(file, "CTCAE v5.0 Clean Copy", rows or rows_of(FILE, definition))


def later(file: Path) -> Path:
    """NCI's workbook of v6.0, without definitions."""
    return write(file, "CTCAE v6.0 Clean Copy", rows_of(V6, lambda term: "-"))
