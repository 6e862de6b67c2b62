"""Making, opening and closing a casebook file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import OperationalError

from crf.faults import FileFault
from crf.store.acts import IDENTIFY, BuildRow, Head
from crf.store.file import CasebookFile
from tests.crf.store.casebooks import ADA, BEN, BUILD, VITALS, act, enrol, foreign, make, open_, save
from tests.crf.store.test_drafts import draft


def test_a_new_file_holds_its_settings_its_definition_and_one_act(tmp_path: Path) -> None:
    first = act("create")
    with make(tmp_path / "new.casebook", act=first) as file:
        (done,) = file.acts()
        assert (done.verb, done.at, done.offset, done.person, done.n) == ("create", first.at, 60, ADA, 1)
        assert done.local.isoformat()[11:] == first.at.replace(hour=9).isoformat()[11:19] + "+01:00"
        assert file.build() == BUILD
        assert dict(file.settings) == {"site": "01", "timezone": "Europe/Zurich", "uid": file.uid}
        assert len(file.uid) == 32
        assert not file.read_only
    assert [found.name for found in tmp_path.iterdir()] == ["new.casebook"], "nothing is left beside it"


def test_the_file_says_what_it_is(path: Path) -> None:
    assert path.read_bytes()[68:72] == b"Csbk"
    assert foreign(path, "PRAGMA journal_mode") == [("wal",)]
    tables = foreign(path, "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND schema = 'main'")
    kept = {name for name, strict in tables if strict}
    assert {"act", "entry", "place", "subject", "origin", "person", "build", "setting", "draft"} <= kept
    assert {"form_state", "finding"} <= kept


def test_a_name_that_is_taken_is_refused_and_its_file_stays(tmp_path: Path) -> None:
    taken = tmp_path / "taken.casebook"
    taken.write_text("mine")
    with pytest.raises(FileFault, match="exists already"):
        make(taken)
    assert taken.read_text() == "mine"
    assert [found.name for found in tmp_path.iterdir()] == ["taken.casebook"]


def test_a_name_taken_while_the_file_is_made_is_refused_too(tmp_path: Path) -> None:
    path = tmp_path / "a.casebook"

    def token() -> str:
        path.write_text("someone was faster")
        return "0" * 32

    with pytest.raises(FileFault, match="exists already"):
        CasebookFile.create(
            path, build=BUILD, site="01", timezone="UTC", act=act("create"), workstation="w",
            token=_second_time(token),
        )  # fmt: skip
    assert path.read_text() == "someone was faster"
    assert [found.name for found in tmp_path.iterdir()] == ["a.casebook"]


def _second_time(then):  # type: ignore[no-untyped-def]
    tokens = iter(["1" * 32, "2" * 32])
    return lambda: next(tokens, None) or then()


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileFault, match="no folder"):
        make(tmp_path / "nowhere" / "a.casebook")


@pytest.mark.parametrize("name", ["Käthe & Söhne.casebook", "100% #1?.casebook", "with space.casebook"])
def test_any_file_name_works(tmp_path: Path, name: str) -> None:
    with make(tmp_path / name) as file:
        subject = enrol(file)
    with open_(tmp_path / name) as file:
        assert file.subject(subject).label == "01-001"
    assert (tmp_path / name).exists()


def test_what_is_saved_is_there_after_reopening(path: Path) -> None:
    with open_(path) as file:
        subject = enrol(file)
        written = save(file, subject, VITALS, WEIGHT="60")
        head = file.head()
    with open_(path) as file:
        assert file.data(subject).at(VITALS).answer("WEIGHT").value == "60"
        assert file.acts(subject)[-1] == written
        assert file.head() == head == Head(written.origin, written.n, written.digest, written.at, 60)


def test_opening_imports_no_sqlite_utils(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from crf.store.file import CasebookFile\n"
        "CasebookFile.open(Path(sys.argv[1]), workstation='w', token=str).close()\n"
        "assert 'sqlite_utils' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)


def test_opening_and_closing_writes_nothing(path: Path) -> None:
    before = path.read_bytes()
    with open_(path, "elsewhere") as file:
        assert file.act_count() == 1
        assert file.entry_count() == 0
    assert path.read_bytes() == before


def test_a_file_opened_for_reading_refuses_to_write(path: Path) -> None:
    with open_(path) as file:
        subject = enrol(file)
    with open_(path, read_only=True) as file:
        assert file.read_only
        assert file.data(subject).label == "01-001"
        assert file.drafts(ADA) == []
        with pytest.raises(FileFault, match="reading only"):
            save(file, subject, VITALS, WEIGHT="60")
        with pytest.raises(FileFault, match="reading only"):
            file.keep_draft(draft(subject, "WEIGHT", "60"))
        with pytest.raises(OperationalError, match="readonly"):
            file._connection.execute("INSERT INTO form_state VALUES (1, 1, '', 0, 0, 0, '')")
    assert [found.name for found in path.parent.iterdir()] == ["a.casebook"], "nothing is left beside it"


def test_each_workstation_and_stream_has_its_own_chain(path: Path) -> None:
    with open_(path, "ward") as file:
        assert file.head("access") == Head("", 0, "")
        file.commit(act("print", stream="access"), [])
        ward = file.head()
        assert file.head("access").n == 1
    with open_(path, "office") as file:
        assert file.head() == ward, "a workstation that wrote nothing yet shows the last head of the file"
        done = file.commit(act("note"), [])
        assert (done.n, done.id) == (1, 3)
        assert file.head().origin == done.origin != ward.origin
    with open_(path, "ward") as file:
        assert file.head() == ward
        assert [found.verb for found in file.acts()] == ["create", "note"]
        assert [found.verb for found in file.acts(stream="access")] == ["print"]


def test_a_print_does_not_move_the_head_of_the_record(file: CasebookFile) -> None:
    before = file.head()
    file.commit(act("print", stream="access"), [])
    assert file.head() == before


def test_who_sits_at_the_keyboard_is_who_identified_herself_last_at_this_workstation(path: Path) -> None:
    with open_(path, "ward") as file:
        assert file.keyboard() is None
        file.commit(act(IDENTIFY), [])
        file.commit(act(IDENTIFY, person=BEN), [])
        file.commit(act("note", person=ADA), [])
        assert file.keyboard() == BEN
        assert file.people() == [ADA, BEN]
    with open_(path, "office") as file:
        assert file.keyboard() is None


def test_an_amendment_is_in_force_from_its_act_on(file: CasebookFile) -> None:
    before = file.commit(act("note"), [])
    second = BuildRow("e" * 64, "NK-ACT", "2", '{"id": "NK-ACT", "version": "2"}')
    amended = file.commit(act("amend"), [], new_build=second)
    assert (before.build, amended.build) == (BUILD.fingerprint, second.fingerprint)
    assert file.build() == second
    assert file.builds() == [BUILD, second]


def test_a_file_that_another_program_keeps_to_itself_is_told(path: Path) -> None:
    holder = open_(path)
    holder._connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    enrol(holder)
    with pytest.raises(FileFault, match="Another program holds"):
        open_(path, patience=1)
    holder.close()
    with open_(path) as file:
        assert len(file.subjects()) == 1


def test_a_second_window_notices_what_another_one_saved(path: Path) -> None:
    with open_(path) as one, open_(path) as other:
        before = other.changed()
        mine = one.changed()
        subject = enrol(one)
        assert one.changed() == mine, "its own act is no news"
        assert other.changed() != before
        assert other.subject(subject).label == "01-001"
