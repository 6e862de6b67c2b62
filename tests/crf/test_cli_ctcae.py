"""`casebook ctcae` over a casebook: NCI's workbook is loaded into it, and its versions are printed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from crf.actions.session import Person, new_casebook
from crf.cli import cli
from tests import workbooks

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An empty casebook."""
    file = tmp_path / "site01.casebook"
    new_casebook(file, "NK-ACT-BC_2020", "01", Person("B. Sample", "coordinator")).close()
    return file


def run(*arguments: object) -> tuple[int, str, str]:
    """Exit code, output and errors of a command."""
    done = CliRunner().invoke(cli, ["ctcae", *map(str, arguments)])
    return done.exit_code, done.stdout, done.stderr


def test_a_workbook_is_loaded_and_what_differs_is_told(path: Path, tmp_path: Path) -> None:
    rows = workbooks.rows_of(workbooks.FILE, workbooks.definition)[:9]
    rows[0] = rows[0] | {"Grade 1": "A little"}
    workbook = workbooks.first(tmp_path / "CTCAE_v5.0.xlsx", rows)
    code, told, wrong = run("--load", workbook, path, "--name", "A. Other", "--role", "data")
    first, second, *others = told.splitlines()
    assert (code, wrong) == (0, "")
    assert first == "9 definitions of CTCAE v5.0 were taken into the casebook."
    assert second.startswith("Anemia (10002272), Grade 1: “A little” in the workbook")
    assert len(others) == 837 - 9
    assert run("--load", workbook, path) == (2, "", "This casebook carries CTCAE v5.0 from this workbook already.\n")


def test_loading_asks_for_a_casebook_and_a_workbook(path: Path) -> None:
    code, _, wrong = run("--load", "a.xlsx")
    assert (code, "--load takes the workbook into a casebook" in wrong) == (2, True)
    code, _, wrong = run("--load", path.with_name("none.xlsx"), path)
    assert (code, "none.xlsx can't be read" in wrong) == (2, True)


def test_a_version_that_is_not_there_is_told(path: Path) -> None:
    command = [sys.executable, "main.py", "ctcae", path, "--version", "6.0", "--find", "fever"]
    done = subprocess.run(command, capture_output=True, check=False, cwd=ROOT, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("CTCAE v6.0 isn't at hand. Load NCI's workbook")
