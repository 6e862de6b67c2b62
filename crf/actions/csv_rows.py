"""A CSV table as people send it: byte order mark, comma, semicolon or tab, decimal commas, rows that don't fit."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TextIO

from attrs import frozen

from crf.faults import refuse
from crf.text import say

SEPARATORS = (",", ";", "\t")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d{1,4})?", re.ASCII)
# 1,500 may be 1.5 or 1500; 0,500 can only be 0.5.
AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
LARGEST_EXPONENT = 30
LONGEST_NUMBER = 60


@frozen
class Row:
    """One row: `cells` as they came, as many as the head has; `fault` says why it can't be read ("" else)."""

    cells: tuple[str, ...]
    values: dict[str, str]
    separator: str
    fault: str = ""

    def __getitem__(self, column: str) -> str:
        """The cell of a column without outer blanks."""
        return self.values[column]

    def need(self, column: str) -> str:
        """The cell of a column; Refused where it is empty."""
        if not self.values[column]:
            raise refuse("calculate.empty_cell", column=column)
        return self.values[column]


@frozen
class Table:
    """A whole table; a blank line is a row without cells."""

    head: tuple[str, ...]
    separator: str
    rows: tuple[Row, ...]


def number(row: Row, column: str) -> Decimal:
    """The number in a cell, decimal point or comma.

    Raises Refused for an empty cell, no number, one beyond any quantity of a clinic, or one separator with exactly
    three digits behind it, where it may part thousands: a comma anywhere, a point in a table that isn't parted by
    commas.
    """
    cell = row.need(column)
    if not NUMBER.fullmatch(cell) or len(cell) > LONGEST_NUMBER:
        raise refuse("calculate.no_number", column=column, value=cell[:LONGEST_NUMBER])
    if AMBIGUOUS.fullmatch(cell) and not ("." in cell and row.separator == ","):
        whole = re.sub("[.,]", "", cell)
        raise refuse("calculate.ambiguous", column=column, value=cell, part=cell.replace(",", "."), whole=whole)
    value = Decimal(cell.replace(",", "."))
    if value and abs(value.adjusted()) > LARGEST_EXPONENT:
        raise refuse("calculate.beyond", column=column, value=cell)
    return value


def read_table(source: TextIO, needs: tuple[str, ...], writes: tuple[str, ...]) -> Table:
    """A table that has the columns `needs` and doesn't yet have the columns `writes`; any other is Refused."""
    lines = _lines(source)
    heads = {separator: next(_parsed(lines, separator), ([], ""))[0] for separator in SEPARATORS}
    separator = max(SEPARATORS, key=lambda one: len({*needs} & {*map(_plain, heads[one])}))
    head = heads[separator]
    _check_head(head, needs, writes)
    parsed = _parsed(lines, separator)
    next(parsed)
    return Table(tuple(head), separator, tuple(_row(cells, fault, head, separator) for cells, fault in parsed))


def write_row(target: TextIO, cells: Sequence[str], separator: str = ",") -> None:
    """One row, ended by a line feed."""
    # With "\n" as its line end, csv leaves a cell with a lone "\r" unquoted, and readers would see two rows.
    row = io.StringIO(newline="")
    csv.writer(row, delimiter=separator, lineterminator="\r\n").writerow(cells)
    target.write(row.getvalue().removesuffix("\r\n") + "\n")


def _lines(source: TextIO) -> list[str]:
    """The physical lines; a file that isn't UTF-8 is refused (also where the stream has let odd bytes pass)."""
    try:
        text = source.read()
        text.encode("utf-8")
    except UnicodeError as error:
        raise refuse("calculate.not_utf8") from error
    return list(io.StringIO(text.removeprefix("\ufeff"), newline=""))


def _parsed(lines: list[str], separator: str) -> Iterator[tuple[list[str], str]]:
    """The cells of each row, and why a row can't be parted. A stray quotation mark spoils its own line only."""
    at = 0
    while at < len(lines):
        reader = csv.reader((lines[n] for n in range(at, len(lines))), delimiter=separator, strict=True)
        try:
            yield next(reader), ""
            at += reader.line_num
        except csv.Error:
            yield lines[at].rstrip("\r\n").split(separator), say("calculate.quotes")
            at += 1


def _check_head(head: list[str], needs: tuple[str, ...], writes: tuple[str, ...]) -> None:
    if not any(cell.strip() for cell in head):
        raise refuse("calculate.empty_table", needs=", ".join(needs))
    count = Counter(map(_plain, head))
    if lacking := [column for column in needs if not count[column]]:
        raise refuse("calculate.lacking", columns=", ".join(lacking), needs=", ".join(needs))
    if twice := [column for column in needs if count[column] > 1]:
        raise refuse("calculate.twice", columns=", ".join(twice))
    if there := [column for column in writes if count[column]]:
        raise refuse("calculate.there", columns=", ".join(there))


def _row(cells: list[str], fault: str, head: list[str], separator: str) -> Row:
    fitted = (*cells, *[""] * (len(head) - len(cells)))[: len(head)] if cells else ()
    values = {_plain(column): cell.strip() for column, cell in zip(head, fitted, strict=False)}
    if not fault and len(cells) != len(head):
        beyond = f" {separator.join(cells[len(head) :])}" if len(cells) > len(head) else ""
        fault = say("calculate.cells", found=len(cells), head=len(head), beyond=beyond)
    if not any(values.values()):
        fault = say("calculate.empty_row")
    return Row(fitted, values, separator, fault)


def _plain(column: str) -> str:
    return column.strip().casefold()
