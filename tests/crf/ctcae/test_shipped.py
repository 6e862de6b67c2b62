"""The table that ships is NCI's: by its digest always, cell by cell where the reference stands beside the project."""

from __future__ import annotations

import csv
import os
from hashlib import sha256
from pathlib import Path

import pytest

from crf.ctcae.terms import COLUMNS, FILE

ROOT = Path(__file__).resolve().parents[3]
PLACES = (os.environ.get("CASEBOOK_CTCAE", ""), ROOT.parent / "shared" / "reference" / "ctcae" / "ctcae_v5.csv")
"""Where NCI's own table may stand: it isn't shipped, for it has the definitions."""
REFERENCES = [Path(place) for place in PLACES if place and Path(place).is_file()]


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return [{name: row[name] for name in COLUMNS} for row in csv.DictReader(lines)]


@pytest.mark.parametrize("reference", [*REFERENCES, FILE], ids=lambda file: file.name)
def test_every_cell_is_that_of_the_reference(reference: Path) -> None:
    shipped, other = rows(FILE), rows(reference)
    assert len(shipped) == len(other) == 837
    differing = [
        (ours["meddra_code"], name, ours[name], theirs[name])
        for ours, theirs in zip(shipped, other, strict=True)
        for name in COLUMNS
        if ours[name] != theirs[name]
    ]
    assert differing == []


def test_the_file_is_the_one_that_was_compared() -> None:
    content = FILE.read_bytes().replace(b"\r\n", b"\n")
    assert sha256(content).hexdigest() == "c059b2f73f546f616b112e411840ac8bba4740752f6f595511537fbba5d70322"
