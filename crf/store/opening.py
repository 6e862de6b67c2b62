"""How a casebook file comes to be and how it is opened: whole, of this program, in a version it knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from crf.store import paths
from crf.store.acts import BuildRow, NewAct
from crf.store.engine import (
    APPLICATION,
    PATIENCE,
    VERSION,
    Connection,
    Mode,
    connect,
    one,
    told,
    transaction,
    write_ahead,
)
from crf.store.journal import Journal, add_build


def make(
    path: Path, settings: Mapping[str, str], build: BuildRow, act: NewAct, workstation: str, token: Callable[[], str]
) -> None:
    """Make a new casebook file. It gets its name when it is whole: a crash leaves none half made."""
    paths.check_new(path)
    made = path.with_name(f".{path.name}.{token()}")
    try:
        with told(path):
            connection = connect(made, "rwc")
            try:
                _fill(connection, settings, build, act, Journal(connection, workstation, settings, token))
            finally:
                connection.close()
        paths.put_in_place(made, path)
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):
                made.with_name(made.name + ending).unlink(missing_ok=True)


def _fill(connection: Connection, settings: Mapping[str, str], build: BuildRow, act: NewAct, journal: Journal) -> None:
    from crf.store.migrations import migrate

    migrate(connection)
    with transaction(connection):
        connection.executemany("INSERT INTO setting VALUES (?, ?)", settings.items())
        add_build(connection, build)
        journal.write(act, [])
    write_ahead(connection)


def open_connection(path: Path, *, read_only: bool = False, patience: int = PATIENCE) -> Connection:
    """A connection to a casebook, brought up to date where it may be written; raises `FileFault` where it is none.

    Reading also goes through a connection that could write, where there may be one: it takes its log away when it ends.
    """
    paths.check_existing(path, read_only=read_only)
    with told(path):
        mode: Mode = "rw" if paths.can_write(path) else "ro"
        connection = connect(path, mode, patience=patience, immutable=read_only and paths.is_sealed(path))
        try:
            connection.execute(f"PRAGMA query_only={read_only:d}")
            _check_version(connection, path, read_only=read_only)
        except BaseException:
            connection.close()
            raise
    return connection


def _check_version(connection: Connection, path: Path, *, read_only: bool) -> None:
    """Refuse another program's file and a newer version; bring an older one up to date."""
    if one(connection, "PRAGMA application_id") != APPLICATION:
        raise paths.fault("store.no_casebook", path)
    version = one(connection, "PRAGMA user_version")
    if version > VERSION:
        raise paths.fault("store.newer", path, found=version, known=VERSION)
    if version < VERSION:
        if read_only:
            raise paths.fault("store.older", path)
        from crf.store.migrations import migrate

        migrate(connection)
