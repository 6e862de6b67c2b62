"""Tables as files: CSV that any reader gives back sign by sign, and a manifest that tells what was written."""

from __future__ import annotations

import csv
import hashlib
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crf.exchange.tables.as_csv import csv_bytes, formulas
from crf.exchange.tables.parcel import known_format, pack
from crf.exchange.tables.table import Column, Table
from crf.faults import Refused

COLUMNS = (Column("subject", "Subject"), Column("CODE", "Code", "code", "CODE"))
CELLS = st.text(st.characters(exclude_categories=("Cs",)))


def table(*rows: tuple[str, ...], name: str = "forms/ALL") -> Table:
    """A table of two columns."""
    return Table(name, "Every kind", COLUMNS, rows, "ALL")


def read(data: bytes) -> list[list[str]]:
    """What a reader of CSV finds in a file."""
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))


@pytest.mark.req("PA-029")
def test_a_code_is_written_as_the_text_it_is() -> None:
    assert csv_bytes(table(("01-001", "0030"), ("01-002", "9..9"))) == (
        b"subject,CODE\r\n01-001,0030\r\n01-002,9..9\r\n"
    )


def test_what_needs_quotation_marks_has_them_and_nothing_else_is_changed() -> None:
    odd = ("a,b", 'say "no"', "two\nlines", "=1+1", " blank ", "Ærø µg 表")
    data = csv_bytes(table(*((one, "") for one in odd)))
    assert b'"a,b"' in data
    assert b'"say ""no"""' in data
    assert not data.startswith(b"\xef\xbb\xbf")
    assert [row[0] for row in read(data)[1:]] == list(odd)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_every_text_reads_back_sign_by_sign(rows: list[tuple[str, str]]) -> None:
    assert read(csv_bytes(table(*rows)))[1:] == [list(row) for row in rows]


def test_texts_that_a_spreadsheet_may_take_for_formulas_are_counted() -> None:
    plain = ("", "-5", "+1.5", "1=1", "a@b", "2026-03")
    assert formulas(table(*((one, "") for one in plain))) == 0
    assert formulas(table(*((one, "") for one in ("=1+1", "+SUM(A1)", "-cmd", "@x", "-5 to 3", "\tx")))) == 6


def test_the_manifest_names_each_file_with_its_rows_and_digest() -> None:
    files = pack((table(("01-001", "0030")), table(name="audit")), {"study": "SAMPLE"}, "csv")
    assert [one.name for one in files] == ["forms/ALL.csv", "audit.csv", "columns.csv", "manifest.json"]
    told = json.loads(files[-1].data)
    assert (told["study"], told["format"]) == ("SAMPLE", "csv")
    assert [(one["file"], one["rows"], one["sha256"]) for one in told["files"]] == [
        (one.name, one.rows, hashlib.sha256(one.data).hexdigest()) for one in files[:-1]
    ]
    assert read(files[2].data)[1:3] == [
        ["forms/ALL.csv", "subject", "Subject", "text", "ALL", ""],
        ["forms/ALL.csv", "CODE", "Code", "code", "ALL", "CODE"],
    ]


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    assert known_format(" CSV ") == "csv"
    with pytest.raises(Refused, match=r"“xlsx” isn't there\. There is csv\."):
        known_format("xlsx")
