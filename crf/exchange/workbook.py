"""A workbook (xlsx) as sheets of text."""

from __future__ import annotations

import zipfile
from pathlib import Path

from crf.ctcae.sheets import Sheet
from crf.faults import FileFault
from crf.text import message

LARGEST = 30_000_000
"""Bytes of the largest workbook that is read: NCI's has less than one million."""


def read_workbook(file: Path) -> list[Sheet]:
    """All sheets of a workbook. Raises FileFault where the file is missing, too large or none."""
    # Imported late: nothing of it is needed to start.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        if file.stat().st_size > LARGEST:
            raise FileFault(message("ctcae.workbook.none_read", file=file))
        with file.open("rb") as content:
            book = load_workbook(content, read_only=True, data_only=True)
            sheets = [
                Sheet(one.title, [tuple(_text(cell) for cell in row) for row in one.iter_rows(values_only=True)])
                for one in book.worksheets
            ]
            book.close()
            return sheets
    except OSError as error:
        raise FileFault(message("ctcae.workbook.unreadable", file=file, why=error.strerror or error)) from error
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, SyntaxError, TypeError) as error:
        raise FileFault(message("ctcae.workbook.none_read", file=file)) from error


def _text(cell: object) -> str:
    """A cell as text: a code that the workbook keeps as a number is its digits."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
