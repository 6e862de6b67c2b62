"""Where an export can't be made, or not here: told in words, nothing half done stays, the folder is as it was."""

from __future__ import annotations

import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest

from crf.actions.enrol import enrol
from crf.actions.exporting import export_data, export_files, folder_name
from crf.actions.session import Session, open_casebook
from crf.faults import FileFault, Refused
from crf.store.acts import SUBJECT_FORM
from tests.crf.actions.conftest import Clock
from tests.crf.actions.exported import exported, files, rows


def test_a_folder_that_holds_something_is_refused_and_stays(session: Session, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert exported(session, out) == out, "an empty one is taken"
    before = files(out)
    with pytest.raises(FileFault, match="is there already and holds something"):
        exported(session, out)
    assert files(out) == before
    letter = tmp_path / "letter"
    letter.write_text("Dear colleague")
    with pytest.raises(FileFault, match="holds something"):
        exported(session, letter)
    with pytest.raises(FileFault, match="can't be written"):
        exported(session, letter / "out")


@pytest.mark.parametrize(("code", "told"), [(errno.ENOSPC, "the disk is full"), (errno.EACCES, "can't be written")])
def test_a_fault_half_way_leaves_nothing(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, told: str
) -> None:
    write, written = Path.write_bytes, []

    def failing(path: Path, data: bytes) -> int:
        written.append(path)
        if len(written) == 3:
            raise OSError(code, os.strerror(code))
        return write(path, data)

    folder = tmp_path / "exports"
    folder.mkdir()
    acts = session.file.act_count()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", failing)
        with pytest.raises(FileFault, match=told):
            exported(session, folder / "out")
    assert list(folder.iterdir()) == []
    assert session.file.act_count() == acts, "nobody exported anything"
    (folder / "out.part1").mkdir()  # what a killed export left
    assert len(files(exported(session, folder / "out"))) > 5
    assert sorted(one.name for one in folder.iterdir()) == ["out", "out.part1"]


def test_a_folder_that_is_there_is_filled_and_never_replaced(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, link = tmp_path / "here", tmp_path / "link"
    here.mkdir()
    number = here.stat().st_ino
    monkeypatch.chdir(here)
    done = export_data(session, Path())
    assert all(one.exists() for one in done.files)
    assert here.stat().st_ino == number, "a shell that stands in it goes on standing there"
    (tmp_path / "target").mkdir()
    link.symlink_to(tmp_path / "target")
    assert files(exported(session, link)) == files(here)
    assert link.is_symlink()


def test_what_cannot_be_noted_or_placed_is_not_exported(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken, new = tmp_path / "taken", tmp_path / "new"
    taken.mkdir()
    away = session.path.rename(tmp_path / "away.casebook")
    for folder in (taken, new):
        with pytest.raises(FileFault, match="was moved, renamed or deleted"):
            exported(session, folder)
    assert (list(taken.iterdir()), new.exists()) == ([], False)
    away.rename(session.path)
    write = Path.write_bytes

    def another(path: Path, data: bytes) -> int:
        write(taken / "letter", b"Dear colleague")
        return write(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", another)
        with pytest.raises(FileFault, match="holds something"):
            exported(session, taken)
    assert [one.name for one in taken.iterdir()] == ["letter"]
    assert [act.verb for act in session.file.acts("", stream="access")] == []


def test_an_export_stopped_by_hand_leaves_nothing(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(path: Path, data: bytes) -> int:
        raise KeyboardInterrupt

    (tmp_path / "exports").mkdir()
    monkeypatch.setattr(Path, "write_bytes", stopped)
    with pytest.raises(KeyboardInterrupt):
        exported(session, tmp_path / "exports" / "out")
    assert list((tmp_path / "exports").iterdir()) == []


def test_what_was_asked_wrongly_is_told_and_writes_nothing(
    session: Session, uid: str, path: Path, clock: Clock, tmp_path: Path
) -> None:
    clock.at += timedelta(days=1)
    enrol(session, "01-002")
    session.close()
    out = tmp_path / "out"
    before = path.read_bytes()
    for wanted, told in (
        ({"subject": "99-999"}, "99-999"),
        ({"format": "sas"}, "There is csv"),
        ({"as_of": "5 March"}, "2026-03-05"),
        ({"as_of": "2020-01-01"}, "didn't exist yet"),
        ({"subject": "01-002", "as_of": "2026-03-05"}, "01-002 wasn't enrolled yet at 2026-03-05"),
    ):
        with pytest.raises(Refused, match=told):
            export_files(path, out, **wanted)  # type: ignore[arg-type]
    assert not out.exists()
    assert path.read_bytes() == before


def test_nobody_at_the_keyboard_is_named_and_a_file_only_to_read_is_left_as_it_is(
    session: Session, path: Path, tmp_path: Path
) -> None:
    reading = open_casebook(path)
    reading.file.read_only = True
    acts = reading.file.act_count()
    assert folder_name(reading) == f"site01-csv-2026-03-05-1204-{session.file.head().digest[:8]}"
    exported(reading, tmp_path / "a")
    assert reading.file.act_count() == acts
    reading.close()


def test_a_place_of_the_subject_herself_is_no_form(session: Session, uid: str, tmp_path: Path) -> None:
    out = exported(session, tmp_path / "out")
    (enrolled,) = [one for one in rows(out, "audit") if one["verb"] == "enrol"]
    assert (enrolled["form"], enrolled["what"], enrolled["new"]) == ("", "number", "01-001")
    assert not (out / "forms" / f"{SUBJECT_FORM}.csv").exists()
