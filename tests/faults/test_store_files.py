"""Files and folders that are not as a casebook needs them: one plain sentence and the mend, nothing lost."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from attrs import evolve
from sqlcipher3 import dbapi2 as sqlcipher

from crf.faults import FileFault
from crf.store import paths
from crf.store.acts import DraftRow
from crf.store.verify import verify_file
from tests.crf.store.casebooks import (
    ADA,
    DOSE,
    VITALS,
    act,
    copy,
    enrol,
    entry,
    foreign,
    make,
    open_,
    save,
    tick,
)


def told(path: Path, *words: str) -> None:
    """Opening is refused in one sentence that names the path and has these words; a file stays as it is."""
    before = path.read_bytes() if path.is_file() else b""
    for opening in (open_, verify_file):
        with pytest.raises(FileFault) as caught:
            opening(path)  # type: ignore[operator]
        sentence = str(caught.value)
        assert str(path) in sentence
        assert all(word in sentence for word in words), sentence
        assert "\n" not in sentence
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_missing_file(tmp_path: Path) -> None:
    told(tmp_path / "missing.casebook", "There is no file")
    told(tmp_path / "nowhere" / "missing.casebook", "There is no file")
    assert not list(tmp_path.iterdir())


def test_a_folder(tmp_path: Path) -> None:
    told(tmp_path, "is a folder")


def test_a_path_through_a_file(path_of_text: Path) -> None:
    told(path_of_text / "a.casebook", "can't be opened")


@pytest.fixture
def path_of_text(tmp_path: Path) -> Path:
    """A file of text."""
    path = tmp_path / "letter.casebook"
    path.write_text("Dear colleague, …" * 1000)
    return path


def test_a_text_file_an_empty_one_and_a_short_one(path_of_text: Path, tmp_path: Path) -> None:
    told(path_of_text, "not a casebook")
    for raw in (b"", b"SQLite", os.urandom(8192)):
        (tmp_path / "odd.casebook").write_bytes(raw)
        told(tmp_path / "odd.casebook", "not a casebook")


def test_another_program_s_database(tmp_path: Path) -> None:
    other = tmp_path / "other.casebook"
    foreign(other, "CREATE TABLE act (act)", "PRAGMA user_version = 1")
    told(other, "not a casebook")


def test_a_file_that_begins_like_a_database(tmp_path: Path) -> None:
    odd = tmp_path / "odd.casebook"
    odd.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    told(odd, "not a casebook")


def test_a_newer_version(tmp_path: Path) -> None:
    newer = copy(tmp_path / "newer.casebook")
    foreign(newer, "PRAGMA user_version = 7", "PRAGMA wal_checkpoint(TRUNCATE)")
    told(newer, "newer version", "file version 7", "up to 1", "Update the program")


def test_a_file_without_its_tables(tmp_path: Path) -> None:
    hollow = copy(tmp_path / "hollow.casebook")
    foreign(hollow, "DROP TABLE setting")
    with pytest.raises(FileFault, match="damaged"):
        open_(hollow)


def test_a_file_without_its_settings(tmp_path: Path) -> None:
    hollow = copy(tmp_path / "hollow.casebook")
    foreign(hollow, "DROP TRIGGER setting_no_delete", "DELETE FROM setting")
    with pytest.raises(FileFault, match="damaged"):
        open_(hollow)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.5, 0.9])
def test_a_file_cut_short_is_damaged(tmp_path: Path, share: float) -> None:
    path = copy(tmp_path / "cut.casebook")
    raw = path.read_bytes()
    path.write_bytes(raw[: int(len(raw) * share)])
    told(path, "damaged", "latest good copy")


def test_a_damaged_page_met_while_working_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = copy(tmp_path / "a.casebook")
    with open_(path) as file:
        subject = enrol(file)
        save(file, subject, VITALS, WEIGHT="60")
    ((page,),) = foreign(path, "SELECT rootpage FROM sqlite_master WHERE name = 'entry'")
    raw = bytearray(path.read_bytes())
    raw[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096  # type: ignore[operator]
    path.write_bytes(raw)
    with open_(path) as file:
        for ask in (lambda: file.data(subject), lambda: save(file, subject, VITALS, WEIGHT="61")):
            with pytest.raises(FileFault, match="damaged"):
                ask()
        assert len(file.acts()) == 3


def as_nobody(work: Callable[[], None]) -> None:
    """Do something in a child process that is not root, for whom permissions count."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            work()
            code = 0
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.fixture
def shared() -> Iterator[Path]:
    """A casebook in a folder that everybody can reach."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        path = copy(Path(folder) / "a.casebook")
        with open_(path) as file:
            save(file, enrol(file), VITALS, WEIGHT="60")
        path.chmod(0o666)
        yield path
        Path(folder).chmod(0o777)


def refusal(work: Callable[[], object]) -> str:
    """The sentence with which a work is refused."""
    with pytest.raises(FileFault) as caught:
        work()
    return str(caught.value)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_file_without_permission(shared: Path) -> None:
    def read_only() -> None:
        assert "write-protected" in refusal(lambda: open_(shared))
        with open_(shared, read_only=True) as file:
            assert file.subjects()[0].label == "01-001"
        assert verify_file(shared)[0] == []

    def unreadable() -> None:
        assert "no permission to read" in refusal(lambda: open_(shared))
        assert "no permission to read" in refusal(lambda: verify_file(shared))

    shared.chmod(0o444)
    as_nobody(read_only)
    shared.chmod(0o000)
    as_nobody(unreadable)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_folder_without_permission(shared: Path) -> None:
    def work() -> None:
        assert "Nothing can be written in the folder" in refusal(lambda: open_(shared))
        assert "Nothing can be written in the folder" in refusal(lambda: make(shared.parent / "new.casebook"))
        with open_(shared, read_only=True) as file:
            assert file.subjects()[0].label == "01-001"
            assert file.drafts(file.people()[0]) == []
        assert verify_file(shared)[0] == []

    shared.parent.chmod(0o555)
    as_nobody(work)
    assert [found.name for found in shared.parent.iterdir()] == ["a.casebook"]


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_file_that_becomes_write_protected_while_open(shared: Path) -> None:
    with open_(shared) as file:
        file._connection.execute("PRAGMA query_only=ON")
        subject = file.subjects()[0].uid
        assert "can't be written" in refusal(lambda: save(file, subject, VITALS, PULSE="70"))
        file._connection.execute("PRAGMA query_only=OFF")
        save(file, subject, VITALS, PULSE="70")


@pytest.mark.parametrize("replaced", [False, True])
def test_a_file_moved_away_while_open_takes_nothing_until_it_is_back(tmp_path: Path, replaced: bool) -> None:
    path, elsewhere = copy(tmp_path / "a.casebook"), tmp_path / "b.casebook"
    with open_(path) as file:
        subject = enrol(file)
        save(file, subject, VITALS, PULSE="70")
        typed = DraftRow(ADA, subject, VITALS, 0, "WEIGHT", "61", "", "kg", None, tick())
        file.keep_draft(typed)
        path.rename(elsewhere)
        if replaced:
            copy(path)
        assert "was moved, renamed or deleted" in refusal(lambda: save(file, subject, VITALS, HEIGHT="170"))
        later = evolve(typed, raw="61.5")
        assert "was moved, renamed or deleted" in refusal(lambda: file.keep_draft(later))
        assert file.drafts(ADA) == [later], "it waits"
        elsewhere.replace(path)
        save(file, subject, VITALS, HEIGHT="170")
    with open_(path) as file:
        assert {item for _, item in file.data(subject).at(VITALS).answers} == {"PULSE", "HEIGHT"}
        assert [draft.raw for draft in file.drafts(ADA)] == ["61.5"]
    assert verify_file(path)[0] == []


@pytest.mark.parametrize("typed", [False, True])
def test_a_file_moved_away_while_open_holds_under_its_new_name_what_was_saved(tmp_path: Path, typed: bool) -> None:
    path, elsewhere = copy(tmp_path / "a.casebook"), tmp_path / "b.casebook"
    file = open_(path)
    subject = enrol(file)
    act = save(file, subject, VITALS, PULSE="70")
    path.rename(elsewhere)
    if typed:
        draft = DraftRow(ADA, subject, VITALS, 0, "WEIGHT", "61", "", "kg", None, tick())
        assert "was moved, renamed or deleted" in refusal(lambda: file.keep_draft(draft))
        assert "was moved, renamed or deleted" in refusal(file.close)
    else:
        file.close()
    with open_(elsewhere) as moved:
        assert moved.acts()[-1] == act
        assert moved.data(subject).at(VITALS).answer("PULSE").value == "70"
    assert verify_file(elsewhere)[0] == []


def test_a_file_moved_away_just_when_it_is_opened_takes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = copy(tmp_path / "a.casebook")
    look = paths.identity

    def moved(path: Path) -> paths.Identity | None:
        if path.exists():
            path.rename(tmp_path / "b.casebook")
        return look(path)

    monkeypatch.setattr(paths, "identity", moved)
    with open_(path) as file:
        assert "was moved, renamed or deleted" in refusal(lambda: enrol(file))


@pytest.mark.parametrize("first", [False, True])
def test_a_file_whose_number_is_not_told_takes_what_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: bool
) -> None:
    path = copy(tmp_path / "a.casebook")
    look, asked = paths.identity, count()

    def untold(path: Path) -> paths.Identity | None:
        """As Windows answers while another program has the file to itself: by the folder's list, without a number."""
        return (0, 0) if (next(asked) == 0) is first else look(path)

    monkeypatch.setattr(paths, "identity", untold)
    with open_(path) as file:
        assert file.subject(enrol(file)).label == "01-001"
        path.rename(tmp_path / "b.casebook")
        monkeypatch.setattr(paths, "identity", look)
        assert "was moved, renamed or deleted" in refusal(lambda: enrol(file, "01-002"))


def test_a_file_named_from_the_folder_the_program_stood_in_is_found_from_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = copy(tmp_path / "a.casebook")
    monkeypatch.chdir(tmp_path)
    with open_(Path(path.name)) as file:
        monkeypatch.chdir(tmp_path.parent)
        subject = enrol(file)
        save(file, subject, VITALS, PULSE="70")
        file.keep_draft(DraftRow(ADA, subject, VITALS, 0, "WEIGHT", "61", "", "kg", None, tick()))
        assert [draft.raw for draft in file.drafts(ADA)] == ["61"]


def test_a_stick_without_links_takes_a_new_casebook_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(self: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    with make(tmp_path / "a.casebook") as file:
        assert file.act_count() == 1
    assert [found.name for found in tmp_path.iterdir()] == ["a.casebook"]
    (tmp_path / "made").write_text("new")
    with pytest.raises(FileFault, match="exists already"):
        paths.put_in_place(tmp_path / "made", tmp_path / "a.casebook")
    with open_(tmp_path / "a.casebook") as file:
        assert file.act_count() == 1


def test_a_bug_is_no_fault_of_the_world(tmp_path: Path) -> None:
    with open_(copy(tmp_path / "a.casebook")) as file:
        subject = enrol(file)
        with pytest.raises(sqlcipher.IntegrityError, match="cannot store TEXT"):
            file.commit(act("enter", subject), [entry(DOSE, "WEIGHT", "60", line="one")])  # type: ignore[arg-type]
        save(file, subject, DOSE, WEIGHT="60")


def test_a_crash_while_a_casebook_is_made_leaves_none_half_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ValueError, match="UTC"):
        make(tmp_path / "a.casebook", act=_NaiveAct)
    assert not list(tmp_path.iterdir())


class _Naive:
    """An act whose time breaks in the middle of making the file."""

    stream = "record"
    subject = ""

    @property
    def at(self) -> None:
        raise ValueError("UTC")


_NaiveAct = _Naive()


def test_what_the_file_says_is_what_sqlite_reads(tmp_path: Path) -> None:
    path = copy(tmp_path / "a.casebook")
    with open_(path) as file:
        save(file, enrol(file), VITALS, WEIGHT="60")
    assert foreign(path, "SELECT value FROM head WHERE item = 'WEIGHT'") == [("60",)]
