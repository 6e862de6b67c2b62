"""The files of an export: every table in the format asked for, what each column is, and the list with their digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import frozen

from crf.exchange.tables.as_csv import ENDING, csv_bytes
from crf.exchange.tables.table import Column, Table
from crf.faults import refuse
from crf.text import say

MANIFEST = "manifest.json"
COLUMNS = "columns"

Write = Callable[[Table], bytes]


@frozen
class File:
    """One file of an export: its name in the folder asked for, its bytes, how many rows it has, what it is."""

    name: str
    data: bytes
    rows: int
    label: str


FORMATS: Mapping[str, tuple[str, Write]] = {"csv": (ENDING, csv_bytes)}
"""The formats that write each table as a file of its own: the file's ending, and how it is written."""


def known_format(name: str) -> str:
    """The name of a format as it is known; Refused, with those there are, for any other."""
    found = name.strip().casefold()
    if found not in FORMATS:
        raise refuse("export.format", format=name, known=", ".join(FORMATS))
    return found


def pack(tables: Sequence[Table], facts: Mapping[str, object], format: str) -> tuple[File, ...]:
    """The files of an export, the manifest last: facts of the casebook, then each file with its rows and SHA-256.

    The same tables and facts give the same bytes.
    """
    ending, write = FORMATS[format]
    whole = (*tables, columns_of(tables, ending))
    files = tuple(File(f"{table.name}{ending}", write(table), len(table.rows), table.label) for table in whole)
    listed = [
        {"file": one.name, "what": one.label, "rows": one.rows, "sha256": hashlib.sha256(one.data).hexdigest()}
        for one in files
    ]
    text = json.dumps({**facts, "format": format, "files": listed}, ensure_ascii=False, indent=1) + "\n"
    return (*files, File(MANIFEST, text.encode("utf-8"), 0, say("export.table.manifest")))


def columns_of(tables: Sequence[Table], ending: str) -> Table:
    """The table that says of every column of the others what it holds."""
    names = ("file", "column", "label", "kind", "form", "item")
    columns = tuple(Column(name, say(f"export.columns.{name}")) for name in names)
    return Table(COLUMNS, say("export.table.columns"), columns, tuple(_described(tables, ending)))


def _described(tables: Sequence[Table], ending: str) -> Iterator[tuple[str, ...]]:
    for table in tables:
        for one in table.columns:
            yield f"{table.name}{ending}", one.name, one.label, one.kind, table.form, one.item
