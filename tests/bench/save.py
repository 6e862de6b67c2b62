"""Saving 40 values: the transaction against a bare one of the same rows, and the whole save as a person feels it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any
from unittest.mock import patch

import sqlcipher3.dbapi2 as sqlcipher

from crf.store import journal
from tests.bench import floors, sample
from tests.bench.harness import Row, Timing, ratio, seconds, within

FIELDS = 40
SUBJECTS = 12
Rows = dict[str, list[tuple[object, ...]]]


def product(path: Path) -> tuple[Timing, Timing]:
    """BEGIN to COMMIT, and the whole save: ten visits of each subject, so that each save assesses more."""
    inner: list[float] = []
    real = journal.transaction

    @contextmanager
    def timed(connection: Any) -> Iterator[None]:
        start = perf_counter()
        with real(connection):
            yield
        inner.append(perf_counter() - start)

    whole: list[float] = []
    session = sample.session(path, FIELDS)
    for _ in range(SUBJECTS):
        uid = sample.enrolled(session)
        for visit in range(sample.VISITS):
            typed = sample.filled(session, uid, visit, FIELDS)
            with patch.object(journal, "transaction", timed):
                whole.append(seconds(typed.save))
    session.close()
    warm = sample.VISITS  # the first subject's saves find cold caches
    return Timing(tuple(inner[warm:])), Timing(tuple(whole[warm:]))


def tables(connection: Any) -> dict[str, str]:
    """The columns of the tables a save writes, as the product's file has them."""
    found = {}
    for name in ("act", "place", "entry", "form_state"):
        columns = connection.execute(f"SELECT name, type, pk FROM pragma_table_info('{name}')")
        found[name] = ", ".join(f'"{column}" {type} {"PRIMARY KEY" * pk}' for column, type, pk in columns)
    return found


def saves(connection: Any) -> Iterator[Rows]:
    """The rows of each save, as they stand in the product's file."""
    for (act,) in connection.execute("SELECT act FROM act WHERE verb = 'enter' ORDER BY act").fetchall():
        (place,) = connection.execute("SELECT DISTINCT place FROM entry WHERE act = ?", (act,)).fetchone()
        yield {
            "act": connection.execute("SELECT * FROM act WHERE act = ?", (act,)).fetchall(),
            "place": connection.execute("SELECT * FROM place WHERE place = ?", (place,)).fetchall(),
            "entry": connection.execute("SELECT * FROM entry WHERE act = ?", (act,)).fetchall(),
            "form_state": connection.execute("SELECT * FROM form_state WHERE place = ?", (place,)).fetchall(),
        }


def floor(path: Path, written: Path) -> Timing:
    """The same rows into tables without index or guard."""
    source = sqlcipher.connect(str(written))
    target = floors.bare_file(path, tables(source))
    spent = [floors.bare_transaction(target, rows) for rows in saves(source)]
    assert target.execute("SELECT count(*) FROM entry").fetchone() == (FIELDS * SUBJECTS * sample.VISITS,)
    return Timing(tuple(spent[sample.VISITS :]))


def rows(folder: Path) -> list[Row]:
    """The transaction as a ratio, the whole save against what a person feels."""
    inner, whole = product(folder / "save.casebook")
    below = floor(folder / "floor.sqlite", folder / "save.casebook")
    return [
        ratio("saving 40 values, BEGIN to COMMIT", below, inner, at_most=3.5),
        within("saving 40 values, the whole save", below, whole, at_most=0.016),
    ]
