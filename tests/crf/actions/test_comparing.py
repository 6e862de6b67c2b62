"""Definitions compared on the command line: against a folder, against a casebook with its values counted."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crf.actions.comparing import compare_in, lines_of
from crf.actions.session import Session
from crf.cli import cli
from tests.crf.actions.conftest import Fill
from tests.second_version import FIRST, second_version


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """The folder of the second version."""
    return second_version(tmp_path / "second")


def check(*words: object) -> Result:
    return CliRunner().invoke(cli, ["study", "check", *map(str, words)])


def swap(file: Path, old: str, new: str, after: str = "") -> None:
    text = file.read_text(encoding="utf-8")
    at = text.index(after)
    assert old in text[at:]
    file.write_text(text[:at] + text[at:].replace(old, new, 1), encoding="utf-8")


@pytest.mark.req("PA-225")
def test_against_a_folder_counts_come_first_then_each_part(second: Path) -> None:
    found = check(second, "--against", FIRST)
    assert found.exit_code == 0
    lines = found.output.splitlines()
    assert lines[0] == "Version 1 → 2: 6 added, 0 removed, 4 changed, 0 only worded otherwise."
    assert "  D8 (Day 8): last day from 9 to 10" in lines
    assert "  VS.WAISTX (Waist): added" in lines
    assert [line for line in lines if line and not line.startswith(" ")][1:] == [
        "Visits", "Forms", "Questions", "Checks", "The study itself",
    ]  # fmt: skip
    back = check(FIRST, "--against", second).output
    assert "  VS.WAISTX (Waist): removed" in back.splitlines()
    assert "0 added, 6 removed" in back


@pytest.mark.req("PA-225")
def test_the_table_has_a_row_for_each_difference(second: Path, tmp_path: Path) -> None:
    table = tmp_path / "differences.csv"
    assert check(second, "--against", FIRST, "--csv", table).exit_code == 0
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {"part": "visit", "change": "changed", "name": "D8", "title": "Day 8", "what": "last", "from": "9",
            "to": "10"} in rows  # fmt: skip
    assert ("item", "added", "VS.WAISTX") in {(row["part"], row["change"], row["name"]) for row in rows}


@pytest.mark.req("PA-227")
@pytest.mark.req("PA-233")
def test_against_a_casebook_saved_values_are_counted(session: Session, weighed: Fill, second: Path) -> None:
    weighed("SCR", "DM", SEX="F", CHILDPOT="Y")
    path = session.path
    session.close()
    swap(second / "codelists.toml", 'text = "Yes"', 'text = "Perhaps"', 'id = "CHILDBEARING"')
    found = check(second, "--against", path)
    told = "Warning: The code Y of DM.CHILDPOT means “Perhaps” instead of “Yes”; saved values that use it: 1."
    assert told in found.output.splitlines()
    assert found.exit_code == 0
    swap(second / "forms" / "vs.toml", 'type = "integer"', 'type = "decimal"', 'id = "PULSE"')
    refused = check(second, "--against", path)
    assert refused.exit_code == 1
    assert "Refused: VS.PULSE was entered as integer (answers: 2)" in refused.output


def test_in_an_open_casebook_it_is_compared_with_the_version_in_force(session: Session, second: Path) -> None:
    compared = compare_in(session, str(second))
    assert (compared.old.version, compared.new.version, compared.refused) == ("1", "2", False)
    assert next(lines_of(compared)) == compared.first


def test_what_can_not_be_compared_with_is_said_in_a_line(second: Path, tmp_path: Path) -> None:
    found = check(second, "--against", tmp_path / "none.casebook")
    assert found.exit_code == 2
    assert "none.casebook" in found.stderr
    assert check(second, "--against", tmp_path / "none").exit_code == 2
