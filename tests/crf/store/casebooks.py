"""Casebook files for tests: made once, copied for each test, with a clock and uids that count."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from crf.forms.record import Answer, Place
from crf.store.acts import SUBJECT_FORM, Act, BuildRow, Cache, NewAct, NewEntry, Person
from crf.store.file import CasebookFile

ADA = Person("Ada Nurse", "study nurse")
BEN = Person("Ben Doctor", "investigator")
BUILD = BuildRow("f" * 64, "NK-ACT", "1", '{"id": "NK-ACT"}')
SUBJECT = Place("", SUBJECT_FORM)
VITALS = Place("SCR", "VS")
DOSE = Place("C1D1", "CTX")
LOG = Place("LOG", "AE")
START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)

_ticks = count()
_tokens = count(1)


def tick() -> datetime:
    """A clock that goes on by a second at each look."""
    return START + timedelta(seconds=next(_ticks))


def token() -> str:
    """A fresh uid."""
    return f"{next(_tokens):032x}"


def act(verb: str = "enter", subject: str = "", **more: object) -> NewAct:
    """An act by Ada at the next tick."""
    return NewAct(tick(), 60, more.pop("person", ADA), verb, subject, **more)  # type: ignore[arg-type]


def entry(place: Place, item: str, value: str = "", line: int = 0, was: int | None = None, **more: str) -> NewEntry:
    """A value to write; `more` may give missing, note, unit."""
    return NewEntry(place, line, item, Answer(value, **more), was)


def make(path: Path, workstation: str = "ward", **more: object) -> CasebookFile:
    """A new casebook, created anew."""
    settings: dict[str, object] = {"build": BUILD, "site": "01", "timezone": "Europe/Zurich", "act": act("create")}
    return CasebookFile.create(path, workstation=workstation, token=token, **(settings | more))  # type: ignore[arg-type]


@cache
def _template() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "template.casebook"
        make(path).close()
        return path.read_bytes()


def copy(path: Path) -> Path:
    """A new casebook as a file that is closed: a copy of one made for the whole run."""
    path.write_bytes(_template())
    return path


def open_(path: Path, workstation: str = "ward", **more: object) -> CasebookFile:
    """Open a casebook at a workstation."""
    return CasebookFile.open(path, workstation=workstation, token=token, **more)  # type: ignore[arg-type]


def enrol(file: CasebookFile, label: str = "01-001", uid: str = "") -> str:
    """Enrol a subject; gives her uid."""
    uid = uid or token()
    file.commit(act("enrol", uid), [entry(SUBJECT, "SUBJID", label)], new_subject=(uid, label))
    return uid


def save(file: CasebookFile, subject: str, place: Place, cache: Cache | None = None, **values: str) -> Act:
    """Save values on line 0 over whatever stands there."""
    heads = file.heads(subject, place)
    new = [entry(place, item, value, was=heads.get((0, item))) for item, value in values.items()]
    return file.commit(act("enter", subject, reason="typo" if heads else ""), new, cache)


def foreign(path: Path, *statements: str) -> list[tuple[object, ...]]:
    """Let another program work on the file: plain SQLite, its foreign keys and recursive triggers off.

    Nobody may have the file open here: two SQLite libraries in one process take each other's locks away.
    """
    assert not path.with_name(path.name + "-wal").exists(), "close it first"
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        rows: list[tuple[object, ...]] = []
        for statement in statements:
            rows = connection.execute(statement).fetchall()
        return rows
    finally:
        connection.close()


def unguarded(path: Path, *statements: str) -> None:
    """Drop every guard, tamper, and put the guards back as they were."""
    guards = foreign(path, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    drop = [f"DROP TRIGGER {name}" for name, _ in guards]
    foreign(path, *drop, *statements, *(str(sql) for _, sql in guards))
