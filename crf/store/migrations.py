"""The tables of a casebook file and how older files are brought up to date: migrations only add.

Imported only to create, migrate or verify: sqlite_utils costs 50 ms.
"""

from __future__ import annotations

import re
import sqlite3
from typing import cast

from sqlite_utils import Database, Migrations

from crf.store.engine import APPLICATION, VERSION, Connection, connect_memory
from crf.store.guards import guards

MIGRATIONS = Migrations("casebook")


def migrate(connection: Connection) -> None:
    """Apply what is missing, each migration whole or not at all."""
    MIGRATIONS.apply(Database(cast(sqlite3.Connection, connection)))
    assert connection.execute("PRAGMA user_version").fetchone()[0] == VERSION


def expected_schema() -> dict[str, str]:
    """Every table, index, view and trigger as the program makes it: name → SQL."""
    connection = connect_memory()
    try:
        migrate(connection)
        return schema_of(connection)
    finally:
        connection.close()


def schema_of(connection: Connection) -> dict[str, str]:
    """Every table, index, view and trigger of a file: name → SQL, however it was laid out and quoted.

    Another version of sqlite-utils may write the same table with other blanks and quotes.
    """
    return {name: _plain(sql or "") for name, sql in connection.execute("SELECT name, sql FROM sqlite_master")}


def _plain(sql: str) -> str:
    """SQL without the quotes of names, and with blanks only where two words would run together."""
    return re.sub(r"\s*([(),;=])\s*", r"\1", " ".join(re.sub(r'["\[\]`]', "", sql).split()))


@MIGRATIONS()
def m001_first(db: Database) -> None:
    """The file as version 1 knows it."""
    _journal(db)
    _cache_and_drafts(db)
    _indexes_and_views(db)
    for guard in guards():
        db.execute(guard)
    db.execute(f"PRAGMA application_id={APPLICATION:d}")
    db.execute("PRAGMA user_version=1")


def _journal(db: Database) -> None:
    """What is guarded: people, subjects, definitions, acts and entries."""
    _table(db, "setting", {"name": str, "value": str}, pk="name")
    _table(db, "origin", {"origin": int, "uid": str, "name": str, "stream": str})
    _table(db, "subject", {"subject": int, "uid": str, "label": str})
    build = {"build": int, "fingerprint": str, "study": str, "version": str, "json": str, "digest": bytes}
    _table(db, "build", build)
    person = {"person": int, "name": str, "role": str, "public_key": bytes, "disabled": int}
    _table(db, "person", person, empty=("public_key", "disabled"))
    act = {"act": int, "origin": int, "n": int, "at": str, "offset": int, "actor": int, "role": str, "verb": str}
    act |= {"reason": str, "detail": str, "build": int, "subject": int, "digest": bytes, "signature": bytes}
    refers = [("origin", "origin"), ("actor", "person"), ("build", "build"), ("subject", "subject")]
    _table(db, "act", act, empty=("subject", "signature"), refers=refers)
    place = {"place": int, "uid": str, "subject": int, "event": str, "event_key": str, "form": str, "form_key": str}
    _table(db, "place", place, empty=("subject",), refers=[("subject", "subject")])
    entry = {"entry": int, "act": int, "place": int, "line": int, "item": str, "value": str, "missing": str}
    entry |= {"note": str, "unit": str, "was": int, "digest": bytes}
    _table(db, "entry", entry, empty=("was",), refers=[("act", "act"), ("place", "place"), ("was", "entry")])


def _cache_and_drafts(db: Database) -> None:
    """What may change: the cache beside the journal, and what is typed but not saved."""
    state = {"place": int, "position": int, "status": str, "findings": int, "missing": int, "voided": int, "date": str}
    _table(db, "form_state", state, refers=[("place", "place")])
    finding = {"finding": int, "place": int, "position": int, "check_id": str, "line": int, "item": str}
    finding |= {"level": str, "message": str, "rests": str, "confirmed": str}
    _table(db, "finding", finding, refers=[("place", "place")])
    where = {"person": str, "role": str, "subject": str, "event": str, "event_key": str, "form": str, "form_key": str}
    draft = where | {"line": int, "item": str, "raw": str, "missing": str, "unit": str, "was": int, "at": str}
    _table(db, "draft", draft, pk=(*where, "line", "item"), empty=("was",))


def _table(
    db: Database,
    name: str,
    columns: dict[str, type],
    *,
    pk: str | tuple[str, ...] = "",
    empty: tuple[str, ...] = (),
    refers: list[tuple[str, str]] | None = None,
) -> None:
    """A STRICT table whose first column is its key and whose columns are filled but for those in `empty`."""
    key = pk or next(iter(columns))
    keys = {key} if isinstance(key, str) else set(key)
    foreign = [(column, table, table) for column, table in refers or []]
    filled = set(columns) - set(empty) - keys
    db.table(name).create(columns, pk=key, not_null=filled, foreign_keys=foreign, strict=True)


def _indexes_and_views(db: Database) -> None:
    """Keys besides the first, ways in for reading, and the views of what is in force."""
    for table, columns in (
        ("origin", ["uid"]),
        ("subject", ["uid"]),
        ("build", ["fingerprint"]),
        ("person", ["name", "role"]),
        ("act", ["origin", "n"]),
        ("place", ["uid"]),
    ):
        db.table(table).create_index(columns, unique=True)
    for table, columns in (
        ("act", ["subject"]),
        ("place", ["subject"]),
        ("place", ["form", "subject"]),
        ("entry", ["place", "item", "line"]),
        ("entry", ["act"]),
        ("finding", ["place"]),
    ):
        db.table(table).create_index(columns)
    db.execute("CREATE INDEX entry_was ON entry (was) WHERE was IS NOT NULL")
    db.execute("CREATE INDEX act_identify ON act (origin) WHERE verb = 'identify'")
    db.create_view("head", "SELECT * FROM entry WHERE NOT EXISTS (SELECT 1 FROM entry l WHERE l.was = entry.entry)")
    db.create_view(
        "visit",
        "SELECT place.subject, place.event, place.event_key, min(nullif(form_state.date, '')) AS date"
        " FROM form_state JOIN place USING (place) WHERE NOT form_state.voided"
        " GROUP BY place.subject, place.event, place.event_key",
    )
