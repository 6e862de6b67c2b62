"""The data of a casebook exported without a screen: what is printed, what stands in the folder, what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from click.testing import CliRunner, Result

from crf.actions.entering import Entering
from crf.actions.session import Person, new_casebook
from crf.cli import cli
from crf.forms.record import Edit, Place
from tests.crf.actions import conftest as actions
from tests.crf.actions.exported import files, rows

empty = actions.empty


def run(*arguments: str | Path) -> Result:
    """A command in this process."""
    return CliRunner().invoke(cli, [str(one) for one in arguments], prog_name="casebook")


@pytest.fixture
def casebook(empty: Path, tmp_path: Path) -> Iterator[Path]:
    """A casebook with one form of one subject."""
    path = Path(copyfile(empty, tmp_path / empty.name))
    session = actions.open_casebook(path, actions.Clock())
    entering = Entering(session, session.reader.subjects()[0].uid, Place("SCR", "VS"))
    for item, raw in (("WEIGHT", "60,5"), ("HEIGHT", "165")):
        entering.edit(Edit(0, item, raw))
    entering.save()
    session.close()
    return path


@pytest.mark.req("PA-037")
def test_every_file_written_is_told(casebook: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run("export", casebook, "--out", out)
    assert (result.exit_code, result.stderr) == (0, "")
    assert sorted(result.stdout.splitlines()) == sorted(str(out / name) for name in files(out))
    (row,) = rows(out, "forms/VS")
    assert (row["WEIGHT"], row["HEIGHT"]) == ("60.5", "165")
    again = run("export", casebook, "--format", "CSV", "--out", tmp_path / "again", "--subject", "01-001")
    assert again.exit_code == 0
    assert files(tmp_path / "again")["forms/VS.csv"] == files(out)["forms/VS.csv"]


def test_texts_like_formulas_are_told_beside_the_paths(casebook: Path, tmp_path: Path) -> None:
    session = actions.open_casebook(casebook, actions.Clock())
    entering = Entering(session, session.reader.subjects()[0].uid, Place("LOG", "AE", "", "1"))
    entering.edit(Edit(0, "AETERM", "-itching"))
    entering.save()
    session.close()
    result = run("export", casebook, "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert result.stderr.startswith("As typed, 2 answers begin with =, +, - or @.")
    assert rows(tmp_path / "out", "forms/AE")[0]["AETERM"] == "-itching"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--format", "xlsx"], "The format “xlsx” isn't there. There is csv."),
        (["--subject", "01-099"], "01-099"),
        (["--as-of", "yesterday"], "yesterday"),
        (["--as-of", "1999-01-01"], "didn't exist yet"),
    ],
)
def test_what_cannot_be_exported(casebook: Path, tmp_path: Path, asked: list[str], told: str) -> None:
    out = tmp_path / "out"
    result = run("export", casebook, "--out", out, *asked)
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert told in line
    assert not out.exists()


def test_a_folder_with_something_in_it_is_refused(casebook: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    result = run("export", casebook, "--out", tmp_path)
    assert result.exit_code == 2
    assert f"{tmp_path} is there already and holds something." in result.stderr
    assert sorted(tmp_path.iterdir()) == before


def test_whoever_exports_a_casebook_nobody_sat_at_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.casebook"
    session = new_casebook(path, "NK-ACT-BC_2020", "01", Person("B. Sample", "coordinator"), clock=actions.Clock())
    session.close()
    monkeypatch.setattr("platform.node", lambda: "another workstation")
    monkeypatch.setattr("getpass.getuser", lambda: "dana")
    assert run("export", path, "--out", tmp_path / "out").exit_code == 0
    opened = actions.open_casebook(path)
    (act,) = opened.file.acts("", stream="access")
    assert (act.verb, act.person, act.detail) == ("export", Person("dana", "data"), "csv")
    opened.close()
