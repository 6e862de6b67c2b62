"""Saving 40 values: the transaction against a bare one of the same rows, and the whole save as a person feels it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any
from unittest.mock import patch

import sqlcipher3.dbapi2 as sqlcipher

from crf.store import file
from tests.bench import floors, sample
from tests.bench.harness import Row, Timing, ratio, seconds, within

FIELDS = 40
SUBJECTS = 12
Rows = dict[str, list[tuple[object, ...]]]


def tables(connection: Any) -> dict[str, str]:
    """The columns of the tables a save writes, as the product's file has them."""
    found = {}
    for name in ("act", "place", "entry", "form_state"):
        columns = connection.execute(f"SELECT name, type, pk FROM pragma_table_info('{name}')")
        found[name] = ", ".join(f'"{column}" {type} {"PRIMARY KEY" * pk}' for column, type, pk in columns)
    return found


def rows_of(connection: Any, act: int) -> Rows:
    """The rows of one save, as they stand in the product's file."""
    (place,) = connection.execute("SELECT DISTINCT place FROM entry WHERE act = ?", (act,)).fetchone()
    return {
        "act": connection.execute("SELECT * FROM act WHERE act = ?", (act,)).fetchall(),
        "place": connection.execute("SELECT * FROM place WHERE place = ?", (place,)).fetchall(),
        "entry": connection.execute("SELECT * FROM entry WHERE act = ?", (act,)).fetchall(),
        "form_state": connection.execute("SELECT * FROM form_state WHERE place = ?", (place,)).fetchall(),
    }


@contextmanager
def timed_transactions(spent: list[float]) -> Iterator[None]:
    """Notes the seconds from BEGIN to COMMIT of every act written meanwhile."""
    real = file.transaction

    @contextmanager
    def timed(connection: Any) -> Iterator[None]:
        start = perf_counter()
        with real(connection):
            yield
        spent.append(perf_counter() - start)

    with patch.object(file, "transaction", timed):
        yield


def measured(folder: Path) -> tuple[Timing, Timing, Timing]:
    """Bare transaction, product's and whole save in turn; with each save of a subject one form more is assessed."""
    bare: list[float] = []
    inner: list[float] = []
    whole: list[float] = []
    path = folder / "save.casebook"
    session = sample.session(path, FIELDS)
    beside = sqlcipher.connect(str(path))
    target = floors.bare_file(folder / "floor.sqlite", tables(beside))
    for _ in range(SUBJECTS):
        uid = sample.enrolled(session)
        for visit in range(sample.VISITS):
            typed = sample.filled(session, uid, visit, FIELDS)
            with timed_transactions(inner):
                whole.append(seconds(typed.save))
            bare.append(floors.bare_transaction(target, rows_of(beside, session.file.acts(limit=1)[0].id)))
    session.close()
    assert target.execute("SELECT count(*) FROM entry").fetchone() == (FIELDS * SUBJECTS * sample.VISITS,)
    first = sample.VISITS  # the first subject's saves find cold caches
    return Timing(tuple(bare[first:])), Timing(tuple(inner[first:])), Timing(tuple(whole[first:]))


def rows(folder: Path) -> list[Row]:
    """The transaction as a ratio, the whole save against what a person feels."""
    bare, inner, whole = measured(folder)
    return [
        ratio("saving 40 values, BEGIN to COMMIT", bare, inner, at_most=3.5),
        within("saving 40 values, the whole save", bare, whole, at_most=0.016),
    ]
