"""An export read back as a data manager reads it: the files of its folder as rows by column."""

from __future__ import annotations

import csv
from pathlib import Path

from crf.actions.exporting import export_data
from crf.actions.session import Session

Line = dict[str, str]


def rows(folder: Path, name: str) -> list[Line]:
    """The rows of one file: forms/VS, audit."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def files(folder: Path) -> dict[str, bytes]:
    """Every file of an export by its name in the folder."""
    found = sorted(one for one in folder.rglob("*") if one.is_file())
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in found}


def exported(session: Session, folder: Path, **wanted: object) -> Path:
    """An export of what is open."""
    return export_data(session, folder, **wanted).path  # type: ignore[arg-type]
