"""What was recorded stays, whichever program writes: guards against UPDATE, DELETE and REPLACE."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from crf.store.guards import KEYS
from tests.crf.store.casebooks import VITALS, enrol, foreign, open_, save

COLUMNS = {
    "origin": ("uid", "name", "stream"),
    "subject": ("uid", "label"),
    "build": ("fingerprint", "study", "version", "json", "digest"),
    "person": ("person", "name", "role"),
    "act": ("origin", "n", "at", "offset", "actor", "role", "verb", "reason", "detail", "build", "subject", "digest"),
    "place": ("uid", "subject", "event", "event_key", "form", "form_key"),
    "entry": ("act", "place", "line", "item", "value", "missing", "note", "unit", "was", "digest"),
    "setting": ("name", "value"),
}


@pytest.fixture
def filled(path: Path) -> Path:
    """A closed casebook with something in every guarded table."""
    with open_(path) as file:
        subject = enrol(file)
        save(file, subject, VITALS, WEIGHT="60")
        save(file, subject, VITALS, WEIGHT="61")
    return path


def everything(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the guarded tables."""
    return {table: foreign(path, f"SELECT * FROM {table}") for table in KEYS}


def refused(path: Path, statement: str) -> None:
    """Another program is refused, and everything is as before."""
    before = everything(path)
    with pytest.raises(sqlite3.IntegrityError, match="stays"):
        foreign(path, statement)
    assert everything(path) == before


@pytest.mark.parametrize("table", KEYS)
def test_no_row_can_be_deleted(filled: Path, table: str) -> None:
    refused(filled, f"DELETE FROM {table}")


@pytest.mark.parametrize(("table", "column"), [(table, column) for table in COLUMNS for column in COLUMNS[table]])
def test_no_column_can_be_changed(filled: Path, table: str, column: str) -> None:
    value = "x'07'" if column == "digest" else "'7'"
    for how in ("UPDATE", "UPDATE OR REPLACE", "UPDATE OR IGNORE"):
        refused(filled, f"{how} {table} SET {column} = {value}")


@pytest.mark.parametrize("table", KEYS)
def test_no_row_can_be_replaced_by_its_number(filled: Path, table: str) -> None:
    refused(filled, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")
    refused(filled, f"REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")
    refused(filled, f"INSERT OR IGNORE INTO {table} SELECT * FROM {table} LIMIT 1")


@pytest.mark.parametrize("table", [table for table, keys in KEYS.items() if len(keys) > 1])
def test_no_row_can_be_replaced_by_another_key(filled: Path, table: str) -> None:
    columns = [name for (name,) in foreign(filled, f"SELECT name FROM pragma_table_info('{table}')")]
    values = ", ".join(["999", *columns[1:]])
    refused(filled, f"INSERT OR REPLACE INTO {table} SELECT {values} FROM {table} LIMIT 1")


def test_every_unique_key_of_a_guarded_table_is_known_to_its_guard(filled: Path) -> None:
    for table, keys in KEYS.items():
        unique = {("rowid",) if table == "setting" else (table,)}
        for name, is_unique in foreign(filled, f"SELECT name, \"unique\" FROM pragma_index_list('{table}')"):
            if is_unique:
                unique.add(
                    tuple(str(row[0]) for row in foreign(filled, f"SELECT name FROM pragma_index_info('{name}')"))
                )
        assert unique - {("rowid",)} == set(keys)


def test_a_finished_act_takes_no_further_entry(filled: Path) -> None:
    rest = "place, line, item, 'x', '', '', '', NULL, digest FROM entry LIMIT 1"
    refused(filled, f"INSERT INTO entry SELECT 99, 1, {rest}")


def test_settings_are_settled_before_the_first_act(filled: Path) -> None:
    refused(filled, "INSERT INTO setting VALUES ('another', 'x')")


def test_a_person_can_be_disabled_and_given_a_key_once(filled: Path) -> None:
    foreign(filled, "UPDATE person SET disabled = 1", "UPDATE person SET public_key = x'01'")
    assert foreign(filled, "SELECT disabled, public_key FROM person") == [(1, b"\x01")]
    refused(filled, "UPDATE person SET public_key = x'02'")
    refused(filled, "UPDATE person SET public_key = NULL")


def test_the_program_itself_is_guarded_too(filled: Path) -> None:
    with open_(filled) as file:
        for statement in ("UPDATE entry SET value = 'x'", "DELETE FROM act", "REPLACE INTO act SELECT * FROM act"):
            with pytest.raises(sqlcipher.IntegrityError, match="stays"):
                file._connection.execute(statement)
        assert file._connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert file._connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert file._connection.execute("PRAGMA recursive_triggers").fetchone() == (1,)


def test_wrong_types_are_refused(filled: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT"):
        foreign(filled, "INSERT INTO act SELECT 99, 1, 99, at, 'x', actor, role, verb, reason, detail, build, subject,"
                " digest, signature FROM act LIMIT 1")  # fmt: skip
