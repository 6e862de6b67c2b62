"""Tables come from migrations, and guards survive every one of them."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from sqlite_utils import Database

from crf.faults import FileFault
from crf.store import engine, migrations, opening
from crf.store.guards import guards
from crf.store.verify import verify_file
from tests.crf.store.casebooks import VITALS, enrol, foreign, open_, save


@pytest.fixture
def newer_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that knows one migration more: it adds a table and a column."""

    def m002_added(db: Database) -> None:
        db.table("note").create({"note": int, "text": str}, pk="note", strict=True)
        db.execute("ALTER TABLE entry ADD COLUMN extra TEXT")
        db.execute("PRAGMA user_version=2")

    more = migrations.Migrations("casebook")
    for known in migrations.MIGRATIONS._migrations:
        more(name=known.name)(known.fn)
    more()(m002_added)
    monkeypatch.setattr(migrations, "MIGRATIONS", more)
    for module in (engine, migrations, opening):
        monkeypatch.setattr(module, "VERSION", 2)


def test_the_version_is_that_of_the_last_migration(path: Path) -> None:
    assert foreign(path, "PRAGMA user_version") == [(engine.VERSION,)]
    assert len(migrations.MIGRATIONS._migrations) == engine.VERSION


def test_every_guard_is_in_a_new_file(path: Path) -> None:
    found = {sql for (sql,) in foreign(path, "SELECT sql FROM sqlite_master WHERE type = 'trigger'")}
    assert found == set(guards())
    assert len(found) == 24


def test_the_tables_of_version_1_stay_as_they_are_a_change_is_a_migration() -> None:
    known = json.dumps(sorted(migrations.expected_schema().items())).encode()
    assert sha256(known).hexdigest()[:16] == "455e9bc67983240c"


def test_layout_and_quotes_make_no_other_table(path: Path) -> None:
    table = foreign(path, "SELECT sql FROM sqlite_master WHERE name = 'person'")[0][0]
    other = str(table).replace('"', "").replace("\n", " ").replace("   ", " ").replace("(person", "( [person]")
    assert other != table
    foreign(
        path, "PRAGMA writable_schema = ON", f"UPDATE sqlite_master SET sql = '{other}' WHERE name = 'person'",
    )  # fmt: skip
    assert verify_file(path)[0] == []
    weaker = other.replace(" STRICT", "")
    foreign(path, "PRAGMA writable_schema = ON", f"UPDATE sqlite_master SET sql = '{weaker}' WHERE name = 'person'")
    assert [trouble.kind for trouble in verify_file(path)[0]] == ["guard"]


@pytest.mark.usefixtures("newer_program")
def test_an_older_file_is_brought_up_to_date_with_its_guards_and_chain(path: Path) -> None:
    with open_(path) as file:
        subject = enrol(file)
        save(file, subject, VITALS, WEIGHT="60")
    assert foreign(path, "PRAGMA user_version") == [(2,)]
    assert foreign(path, "SELECT name FROM sqlite_master WHERE name = 'note'") == [("note",)]
    found = {sql for (sql,) in foreign(path, "SELECT sql FROM sqlite_master WHERE type = 'trigger'")}
    assert found == set(guards())
    troubles, head = verify_file(path)
    assert troubles == []
    assert head.n == 3


@pytest.mark.usefixtures("newer_program")
def test_an_older_file_that_may_not_be_written_says_so(path: Path) -> None:
    with pytest.raises(FileFault, match="older version"):
        open_(path, read_only=True)
    assert foreign(path, "PRAGMA user_version") == [(1,)]


def test_a_migration_that_fails_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = foreign(path, "SELECT name FROM sqlite_master ORDER BY name")

    def m002_breaks(db: Database) -> None:
        db.execute("DROP TRIGGER entry_no_update")
        db.execute("PRAGMA user_version=2")
        raise ZeroDivisionError

    more = migrations.Migrations("casebook")
    for known in migrations.MIGRATIONS._migrations:
        more(name=known.name)(known.fn)
    more()(m002_breaks)
    monkeypatch.setattr(migrations, "MIGRATIONS", more)
    monkeypatch.setattr(opening, "VERSION", 2)
    with pytest.raises(ZeroDivisionError):
        open_(path)
    assert foreign(path, "SELECT name FROM sqlite_master ORDER BY name") == before
    assert foreign(path, "PRAGMA user_version") == [(1,)]
