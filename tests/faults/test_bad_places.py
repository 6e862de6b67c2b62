"""Folders that can't be written and disks that are full: told in a sentence, and all goes on once there is room."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from attrs import define

from crf.actions.verifying import verify
from crf.text import say
from tests.faults import test_bad_files as bad
from tests.faults.test_bad_files import as_the_program_does, refused, shown
from tests.journeys import conftest as journeys
from tests.journeys.conftest import STUDY, Open
from tests.journeys.hands import CTRL, Hands, Key
from ui import memory
from ui.dialogs.new_casebook import NewCasebookDialog
from ui.pages.start import Start

pytestmark = bad.pytestmark
start, clock, empty, casebook = journeys.start, journeys.clock, journeys.empty, journeys.casebook

SMALL = 3_000_000
"""Bytes of the small disk: room for the casebook and some acts."""


def mount(folder: Path, options: str) -> bool:
    """Put a file system in memory on a folder; whether this user may."""
    command = ["mount", "-t", "tmpfs", "-o", options, "none", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture
def closed(empty: Path, tmp_path: Path) -> Iterator[Path]:
    """A folder with a casebook in it where nothing can be written, not by root either.

    Root that may not mount, as in some containers, gets a folder that can't be, because a file stands there.
    """
    folder = tmp_path / "closed"
    folder.mkdir()
    mounted = os.geteuid() == 0 and mount(folder, "size=5m")
    shutil.copyfile(empty, folder / "site01.casebook")
    if mounted:
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    else:
        folder.chmod(0o555)
    yield folder if not os.access(folder, os.W_OK) else folder / "site01.casebook"
    if mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)
    else:
        folder.chmod(0o755)


def test_nothing_is_made_in_a_closed_folder(closed: Path) -> None:
    before = sorted(closed.parent.rglob("*"))
    for command in (
        ("new", closed / "new.casebook", "--study", STUDY, "--site", "01"),
        ("print", "--study", STUDY, "--blank", "--out", closed),
        ("print", "--study", STUDY, "--blank", "--out", closed / "out"),
        ("demo", closed),
        ("demo", closed / "out"),
    ):
        assert str(closed) in refused(*command), command
    assert sorted(closed.parent.rglob("*")) == before


def test_nothing_is_exported_into_a_closed_folder(
    closed: Path, empty: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    casebook = Path(shutil.copyfile(empty, tmp_path_factory.mktemp("open") / empty.name))
    before = sorted(closed.parent.rglob("*"))
    for out in (closed, closed / "out", closed / "further" / "out"):
        assert str(closed) in refused("export", casebook, "--out", out), out
    assert sorted(closed.parent.rglob("*")) == before


def test_a_file_stands_where_a_folder_is_needed(tmp_path: Path) -> None:
    letter = tmp_path / "letter"
    letter.write_text("Dear colleague")
    for command in (
        ("new", letter / "new.casebook", "--study", STUDY, "--site", "01"),
        ("print", "--study", STUDY, "--blank", "--out", letter),
        ("demo", letter),
    ):
        assert str(letter) in refused(*command), command
    assert letter.read_text() == "Dear colleague"


def test_a_casebook_in_a_closed_folder_can_still_be_verified(closed: Path) -> None:
    if closed.is_dir():
        assert verify(closed / "site01.casebook").troubles == ()
    else:
        assert str(closed) in refused("verify", closed / "site01.casebook")


def test_the_window_tells_a_closed_folder(start: Open, closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "recent", lambda: [str(closed / "site01.casebook")])
    hands = start()
    as_the_program_does(hands, monkeypatch)
    hands.key(Key.Key_Return)
    assert str(closed) in shown(hands)
    assert isinstance(hands.page, Start)
    hands.key(Key.Key_N, held=CTRL)
    asked = hands.dialog(NewCasebookDialog)
    hands.type("02")
    hands.key(Key.Key_Tab)
    hands.type("M. Ruiz")
    hands.key(Key.Key_Tab, Key.Key_Down, Key.Key_Tab)
    hands.retype(str(closed / "site02.casebook"))
    hands.key(Key.Key_Return)
    assert asked.isVisible(), "what was typed stays, another folder can be named"
    assert str(closed) in asked.trouble.text()
    assert hands.window.session is None


@define
class Disk:
    """A small disk that can be filled and freed."""

    folder: Path
    fill: Callable[[], None]
    free: Callable[[], None]


@pytest.fixture
def disk(tmp_path: Path, empty: Path) -> Iterator[Disk]:
    """A disk with a casebook on it: a small one of its own for root, else a limit on the size of files."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = os.geteuid() == 0 and mount(folder, f"size={SMALL}")
    shutil.copyfile(empty, folder / "site01.casebook")
    ballast = folder / "ballast"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill() -> None:
        if not mounted:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
            return
        with ballast.open("ab", buffering=0) as file, suppress(OSError):
            while file.write(b"x" * 4096):
                pass

    def free() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        ballast.unlink(missing_ok=True)

    yield Disk(folder, fill, free)
    free()
    if mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_the_command_line_tells_a_full_disk(disk: Disk, empty: Path) -> None:
    before = (disk.folder / "site01.casebook").read_bytes()
    disk.fill()
    try:
        for command in (
            ("new", disk.folder / "new.casebook", "--study", STUDY, "--site", "01"),
            ("print", "--study", STUDY, "--blank", "--out", disk.folder),
            ("demo", disk.folder),
        ):
            assert str(disk.folder) in refused(*command), command
    finally:
        disk.free()
    assert [path.name for path in disk.folder.iterdir()] == ["site01.casebook"], "nothing half made is left"
    assert (disk.folder / "site01.casebook").read_bytes() == before


def test_typing_and_saving_on_a_full_disk_lose_nothing(
    start: Open, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = disk.folder / "site01.casebook"
    hands = start(path)
    as_the_program_does(hands, monkeypatch)
    hands.key(Key.Key_Return)
    hands.open_by_keys("SCR", "IC")
    hands.fill({"RFICDAT": "12-FEB-2026"})
    assert hands.save() == "1 answer saved."
    disk.fill()
    hands.go("ICVERS")
    hands.type("2.0")
    assert str(path) in hands.told, "a key stroke that can't be kept is told"
    hands.key(Key.Key_S, held=CTRL)
    told = hands.told
    disk.free()
    assert str(path) in told
    assert "full" in told or "disk" in told
    raw = hands.field("ICVERS").raw
    assert raw.startswith("2.0"), "what was typed still stands"
    assert hands.save().startswith("1 answer saved.")
    hands.window.close()
    assert verify(path).troubles == ()


def test_a_casebook_moved_away_while_open_is_told_and_takes_up_again_where_it_was(
    start: Open, casebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = start(casebook)
    as_the_program_does(hands, monkeypatch)
    hands.key(Key.Key_Return)
    hands.open_by_keys("SCR", "IC")
    hands.fill({"RFICDAT": "12-FEB-2026"})
    away = casebook.rename(casebook.with_name("elsewhere.casebook"))
    hands.go("ICVERS")
    hands.type("2.0")
    assert "was moved, renamed or deleted" in hands.told
    assert say("form.foot.unsaved") in [text for _, text, _ in hands.window.foot.states], "nothing is said to be kept"
    hands.key(Key.Key_S, held=CTRL)
    assert "was moved, renamed or deleted" in hands.told
    away.rename(casebook)
    assert hands.save() == "2 answers saved."
    assert hands.window.close()
    assert verify(casebook).troubles == ()


def test_closing_on_a_full_disk_waits_until_what_was_typed_is_kept(
    start: Open, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = disk.folder / "site01.casebook"
    hands = typed_on_a_full_disk(start, disk, monkeypatch)
    assert not hands.window.close()
    told = shown(hands)
    assert str(path) in told
    assert "Closing again gives it up" in told
    assert hands.form.entering.dirty
    disk.free()
    assert hands.window.close()
    again = start(path)
    again.key(Key.Key_Return)
    assert again.field("ICVERS").raw == "2.0"


def test_whoever_closes_twice_gets_out(start: Open, disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    hands = typed_on_a_full_disk(start, disk, monkeypatch)
    assert not hands.window.close()
    shown(hands)
    assert hands.window.close()


def typed_on_a_full_disk(start: Open, disk: Disk, monkeypatch: pytest.MonkeyPatch) -> Hands:
    """A form with an answer that the disk couldn't keep."""
    hands = start(disk.folder / "site01.casebook")
    as_the_program_does(hands, monkeypatch)
    hands.key(Key.Key_Return)
    hands.open_by_keys("SCR", "IC")
    hands.fill({"RFICDAT": "12-FEB-2026"})
    disk.fill()
    hands.go("ICVERS")
    hands.type("2.0")
    return hands


def test_a_pdf_on_a_full_disk_leaves_no_half_a_file(start: Open, disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    hands = start(disk.folder / "site01.casebook")
    as_the_program_does(hands, monkeypatch)
    hands.key(Key.Key_Return)
    hands.to("show_prints")
    disk.fill()
    hands.name_file("set.pdf", lambda: hands.key(Key.Key_S, held=CTRL))
    told = shown(hands) if not hands.told else hands.told
    disk.free()
    assert str(disk.folder) in told
    assert not list(disk.folder.glob("*.pdf"))
