"""Files that are no casebook, or a newer, a damaged, a broken one: window and command line say so in a sentence."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from PySide6.QtWidgets import QApplication
from sqlcipher3 import dbapi2 as sqlcipher

from crf.actions.session import Person, new_casebook
from crf.cli import cli
from tests.journeys import conftest as journeys
from tests.journeys.conftest import Open
from tests.journeys.hands import Hands, Key, texts
from ui import memory
from ui.app import show_fault
from ui.dialogs.fault import BugDialog, FaultDialog
from ui.pages.start import Start

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window

start, clock, empty, casebook = journeys.start, journeys.clock, journeys.empty, journeys.casebook
DEFINITION = Path(__file__).parents[2] / "resources" / "studies" / "nk-act-bc" / "1"


def refused(*arguments: str | Path) -> str:
    """The one plain line with which the command line refuses, exit code 2."""
    result = CliRunner().invoke(cli, [str(one) for one in arguments])
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit), "a refusal, not a bug"
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    return line


def shown(hands: Hands) -> str:
    """The one sentence of the dialog that tells a fault of the world; Escape closes it."""
    dialog = hands.dialog(FaultDialog)
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, BugDialog) and one.isVisible()]
    told = texts(dialog)
    hands.key(Key.Key_Escape)
    return told


def as_the_program_does(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """Faults that nothing caught go to the dialog, as they do once the program runs."""
    monkeypatch.setattr(sys, "excepthook", lambda kind, fault, trace: show_fault(hands.window, kind, fault, trace))


def text(path: Path) -> None:
    path.write_text("Dear colleague, …\n" * 500)


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def noise(path: Path) -> None:
    path.write_bytes(os.urandom(9000))


def other_program(path: Path) -> None:
    path.unlink()
    with sqlcipher.connect(path) as base:
        base.execute("CREATE TABLE act (act)")
    base.close()


def newer(path: Path) -> None:
    with sqlcipher.connect(path) as base:
        base.execute("PRAGMA user_version = 99")
    base.close()


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def overwritten(path: Path) -> None:
    spoil_table(path, "subject")


def spoil_table(path: Path, table: str) -> None:
    """Overwrite the first page of a table."""
    with sqlcipher.connect(path) as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        ((page,),) = base.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]).fetchall()
    base.close()
    raw = bytearray(path.read_bytes())
    raw[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    path.write_bytes(raw)


def without_settings(path: Path) -> None:
    with sqlcipher.connect(path) as base:
        base.execute("DROP TABLE setting")
    base.close()


BAD = [
    (text, "not a casebook"),
    (nothing, "not a casebook"),
    (noise, "not a casebook"),
    (other_program, "not a casebook"),
    (newer, "newer version of this program"),
    (cut_short, "damaged"),
    (overwritten, "damaged"),
    (without_settings, "damaged"),
]


@pytest.mark.parametrize(("spoil", "words"), BAD)
def test_the_command_line_refuses_it(casebook: Path, tmp_path: Path, spoil: Callable[[Path], None], words: str) -> None:
    spoil(casebook)
    before = casebook.read_bytes()
    line = refused("print", casebook, "--out", tmp_path / "out")
    assert str(casebook) in line
    assert words in line
    assert casebook.read_bytes() == before
    checked = CliRunner().invoke(cli, ["verify", str(casebook)])
    assert checked.exit_code in (1, 2), "something is wrong, and said"
    assert isinstance(checked.exception, SystemExit)
    assert casebook.read_bytes() == before


@pytest.mark.parametrize(("spoil", "words"), BAD)
def test_the_window_says_it_and_stays(
    start: Open, casebook: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], None], words: str
) -> None:
    spoil(casebook)
    before = casebook.read_bytes()
    memory.remember_file(casebook)
    hands = start()
    as_the_program_does(hands, monkeypatch)
    hands.key(Key.Key_Return)
    told = shown(hands)
    assert str(casebook) in told
    assert words in told
    assert isinstance(hands.page, Start)
    assert hands.window.session is None
    assert casebook.read_bytes() == before


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: None])
def test_a_folder_and_a_file_that_is_gone(
    start: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None]
) -> None:
    path = tmp_path / "a.casebook"
    make(path)
    assert str(path) in refused("verify", path)
    hands = start()
    as_the_program_does(hands, monkeypatch)
    monkeypatch.setattr(memory, "recent", lambda: [str(path)])
    hands.window.show_start()
    hands.key(Key.Key_Return)
    assert str(path) in shown(hands)


def test_a_page_damaged_while_the_casebook_is_open(
    start: Open, casebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = start(casebook)
    as_the_program_does(hands, monkeypatch)
    hands.key(Key.Key_Return)
    hands.open_by_keys("SCR", "IC")
    hands.fill({"ICVERS": "2.0"})
    assert hands.save() == "1 answer saved."
    spoil_table(casebook, "entry")
    hands.window.session.close()
    again = start()
    as_the_program_does(again, monkeypatch)
    again.key(Key.Key_Return)
    assert "damaged" in shown(again)


@pytest.mark.req("PA-235")
def test_a_broken_definition_makes_no_casebook(tmp_path: Path) -> None:
    made = Path(shutil.copytree(DEFINITION, tmp_path / "study"))
    (made / "study.toml").write_text("[study\nid =", encoding="utf-8")
    result = CliRunner().invoke(cli, ["new", str(tmp_path / "a.casebook"), "--study", str(made), "--site", "01"])
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert "study.toml" in result.stderr
    assert not (tmp_path / "a.casebook").exists()
    checked = CliRunner().invoke(cli, ["study", "check", str(made)])
    assert checked.exit_code == 1
    assert "study.toml" in checked.output


def test_a_definition_damaged_inside_a_casebook_is_no_bug(
    start: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.casebook"
    new_casebook(path, "NK-ACT-BC_2020", "01", Person("B. Sample", "coordinator")).close()
    with sqlcipher.connect(path) as base:
        for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'build'"):
            base.execute(f"DROP TRIGGER {name}")
        base.execute("UPDATE build SET json = substr(json, 1, 2000)")
    base.close()
    assert "the file is damaged" in refused("print", path, "--out", tmp_path / "out")
    memory.remember_file(path)
    hands = start()
    as_the_program_does(hands, monkeypatch)
    hands.key(Key.Key_Return)
    assert "the file is damaged" in shown(hands)


def test_what_the_start_page_offers_still_works_after_a_refusal(
    start: Open, casebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = tmp_path / "letter.casebook"
    text(bad)
    memory.remember_file(casebook)
    memory.remember_file(bad)
    hands = start()
    as_the_program_does(hands, monkeypatch)
    hands.key(Key.Key_Return)
    shown(hands)
    hands.key(Key.Key_Down, Key.Key_Return)
    assert hands.window.session.path == casebook
    hands.to("show_subjects")
    assert hands.page.title == "Subjects"
