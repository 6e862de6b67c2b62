"""One connection to a casebook file: how it is opened, its transactions, and its errors told as faults of the world."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, Protocol, cast

from sqlcipher3 import dbapi2 as sqlite

from crf.faults import FileFault
from crf.text import message

APPLICATION = 0x4373626B
"""`application_id` of a casebook ("Csbk"): how `file` and this program tell it from any other SQLite file."""

VERSION = 1
"""`PRAGMA user_version` of a file as this program writes it; a higher one belongs to a newer program."""

PATIENCE = 5000
"""Milliseconds a write waits for another window or program before it is told as a fault."""

Mode = Literal["ro", "rw", "rwc"]

TOLD_AS = {
    3: "store.no_writing",  # SQLITE_PERM
    5: "store.locked",  # SQLITE_BUSY
    6: "store.locked",  # SQLITE_LOCKED
    8: "store.no_writing",  # SQLITE_READONLY
    10: "store.disk_error",  # SQLITE_IOERR
    11: "store.damaged",  # SQLITE_CORRUPT
    13: "store.disk_full",  # SQLITE_FULL
    14: "store.cannot_open",  # SQLITE_CANTOPEN
    15: "store.locked",  # SQLITE_PROTOCOL
    26: "store.no_casebook",  # SQLITE_NOTADB
}
"""Primary result codes (https://www.sqlite.org/rescode.html) that are faults of the world; others are bugs."""

MISSING = ("no such table", "no such column", "malformed database schema")
"""What SQLite says of a file whose tables aren't the ones the program made."""

Error = sqlite.Error


class Cursor(Protocol):
    """What a statement gives back."""

    @property
    def rowcount(self) -> int: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """The part of the engine's connection that the store uses."""

    @property
    def in_transaction(self) -> bool: ...
    def execute(self, sql: str, values: Sequence[object] = (), /) -> Cursor: ...
    def executemany(self, sql: str, rows: Iterable[Sequence[object]], /) -> Cursor: ...
    def close(self) -> None: ...


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn the engine's errors that have their cause in the world into a `FileFault` about a file."""
    try:
        yield
    except sqlite.Error as error:
        if told_as := name_of(error):
            raise FileFault(message(told_as, path=path)) from error
        raise


def name_of(error: Exception) -> str:
    """The message id of an engine's error, empty where it is a bug and no fault of the world."""
    if any(words in str(error) for words in MISSING):
        return "store.damaged"
    return TOLD_AS.get((getattr(error, "sqlite_errorcode", None) or 0) & 0xFF, "")


def is_busy(error: Exception) -> bool:
    """Whether another connection held the file."""
    return name_of(error) == "store.locked"


def connect(
    path: Path, mode: Mode, *, durable: bool = True, patience: int = PATIENCE, immutable: bool = False
) -> Connection:
    """A connection in autocommit; `durable` waits for the disk at each commit.

    `immutable` is for media nobody can write; `patience` in ms. Raises the engine's errors: call it within `told`.
    """
    options = f"?mode={mode}" + ("&immutable=1" if immutable else "")
    connection = cast(Connection, sqlite.connect(path.absolute().as_uri() + options, uri=True, isolation_level=None))
    try:
        connection.execute(f"PRAGMA busy_timeout={patience:d}")
        connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        for pragma in ("foreign_keys=ON", "recursive_triggers=ON", "trusted_schema=OFF", "fullfsync=ON"):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite.Error:
        connection.close()
        raise
    return connection


def connect_memory() -> Connection:
    """A connection to an empty database that no file holds."""
    return cast(Connection, sqlite.connect(":memory:", isolation_level=None))


def write_ahead(connection: Connection) -> None:
    """Switch the file to the write-ahead log, so that readers and the writer don't wait for each other."""
    (mode,) = connection.execute("PRAGMA journal_mode=WAL").fetchone()
    assert mode == "wal", mode


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """One transaction that holds the write lock from its start: all of it stays, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def one(connection: Connection, sql: str, *values: object) -> Any:
    """The single value of a query, None where no row fits."""
    row = connection.execute(sql, values).fetchone()
    return row[0] if row else None


def subject_id(connection: Connection, uid: str) -> int | None:
    """The row of a subject, None for site and study scope (an empty uid); an unknown uid is a bug: KeyError."""
    if not uid:
        return None
    found = one(connection, "SELECT subject FROM subject WHERE uid = ?", uid)
    if found is None:
        raise KeyError(uid)
    return int(found)
