"""A table as CSV: UTF-8 without a byte order mark, comma, lines ended by CR LF, as RFC 4180 has it.

A cell is what the casebook holds, sign by sign: nothing is put before a text that begins with =, +, - or @. A
spreadsheet that opens the file by a double click may take it for a formula; `formulas` counts such cells, so that
whoever exports can be told.
"""

from __future__ import annotations

import csv
import io
import re

from crf.exchange.tables.table import Table

ENDING = ".csv"

_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?", re.ASCII)


def csv_bytes(table: Table) -> bytes:
    """The whole file: a line of names, then the rows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)  # its default is RFC 4180: CR LF, and quotation marks where a cell needs them
    writer.writerow(column.name for column in table.columns)
    writer.writerows(table.rows)
    return text.getvalue().encode("utf-8")


def formulas(table: Table) -> int:
    """How many cells a spreadsheet could take for a formula; numbers with a sign aren't among them."""
    cells = (cell for row in table.rows for cell in row if cell)
    return sum(bool(_FORMULA.match(cell)) and not _NUMBER.fullmatch(cell) for cell in cells)
