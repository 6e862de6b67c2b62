"""A workbook as sheets of text, and files that are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from crf.exchange import workbook
from crf.exchange.workbook import read_workbook
from crf.faults import FileFault


def test_cells_come_as_text_and_codes_as_their_digits(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "A"
    book.active.append([10002272, 10002272.0, 1.5, None, " x "])
    book.create_sheet("B")
    book.save(tmp_path / "a.xlsx")
    first, second = read_workbook(tmp_path / "a.xlsx")
    assert (first.title, list(first.rows)) == ("A", [("10002272", "10002272", "1.5", "", " x ")])
    assert (second.title, list(second.rows)) == ("B", [])


@pytest.mark.parametrize("content", [b"", b"term,code\n", b"PK\x03\x04 and no more"])
def test_a_file_that_is_no_workbook_is_told(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(content)
    with pytest.raises(FileFault, match=r"a\.xlsx is no Excel workbook"):
        read_workbook(file)


def test_a_workbook_cut_short_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    Workbook().save(file)
    file.write_bytes(file.read_bytes()[:-200])
    with pytest.raises(FileFault, match=r"a\.xlsx is no Excel workbook"):
        read_workbook(file)


def test_a_file_far_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.xlsx"
    Workbook().save(file)
    monkeypatch.setattr(workbook, "LARGEST", 100)
    with pytest.raises(FileFault, match=r"a\.xlsx is no Excel workbook"):
        read_workbook(file)


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    for file in (tmp_path / "none.xlsx", tmp_path):
        with pytest.raises(FileFault, match="can't be read"):
            read_workbook(file)
