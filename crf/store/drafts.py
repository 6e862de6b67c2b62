"""What a person typed but didn't save: kept at every keystroke, through a connection of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from crf.forms.record import Place
from crf.store.acts import DraftRow, Person
from crf.store.engine import Connection, Error, is_busy, told
from crf.store.journal import DROP_DRAFT, instant, moment, place_key

Key = tuple[str, str, str, str, str, str, str, int, str]
"""Person, role, subject, event, event_key, form, form_key, line, item."""

PUT = "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
ALL = "SELECT * FROM draft WHERE person = ? AND role = ?"


class Drafts:
    """Drafts of one file. What can't be written because another window holds the file waits here, never lost."""

    def __init__(self, path: Path, open_connection: Callable[[], Connection], check_stands: Callable[[], None]) -> None:
        """`check_stands` raises `FileFault` where the file was moved away meanwhile."""
        self._path = path
        self._open = open_connection
        self._check_stands = check_stands
        self._opened: Connection | None = None
        self._waiting: dict[Key, DraftRow | None] = {}

    def keep(self, draft: DraftRow) -> None:
        """Remember a draft in place of the one before at the same item."""
        self._later(key_of(draft), draft)

    def drop(self, person: Person, subject: str, place: Place, where: Iterable[tuple[int, str]] | None) -> None:
        """Forget the drafts of a person at a place, all of them or those at some items."""
        at = (person.name, person.role, subject, *place_key(place))
        keys = [key for key in self._all(person) if key[:7] == at]
        chosen = None if where is None else set(where)
        for key in keys:
            if chosen is None or key[7:] in chosen:
                self._waiting.pop(key, None)
                self._waiting[key] = None
        self.flush()

    def saved(self, person: Person, subject: str, at: Iterable[tuple[Place, int, str]]) -> None:
        """Forget drafts still waiting that an act has just saved."""
        for place, line, item in at:
            self._waiting.pop((person.name, person.role, subject, *place_key(place), line, item), None)

    def of(self, person: Person, subject: str | None, place: Place | None) -> list[DraftRow]:
        """The drafts of a person, of one subject or place where asked, in the order of typing."""
        found = [
            draft
            for draft in self._all(person).values()
            if subject in (None, draft.subject) and place in (None, draft.place)
        ]
        return sorted(found, key=lambda draft: draft.at)

    def flush(self) -> bool:
        """Write what waits; says whether nothing waits any more. Raises `FileFault` where the disk refuses."""
        if self._waiting:
            self._check_stands()
        with told(self._path):
            try:
                while self._waiting:
                    key = next(iter(self._waiting))
                    self._write(key, self._waiting[key])
                    del self._waiting[key]
            except Error as error:
                if not is_busy(error):
                    raise
        return not self._waiting

    def close(self) -> None:
        """Close the connection; what waits must have been flushed."""
        if self._opened:
            self._opened.close()
            self._opened = None

    def _later(self, key: Key, draft: DraftRow | None) -> None:
        self._waiting.pop(key, None)
        self._waiting[key] = draft
        self.flush()

    def _write(self, key: Key, draft: DraftRow | None) -> None:
        if draft is None:
            self._connection.execute(DROP_DRAFT, key)
        else:
            typed = (draft.raw, draft.missing, draft.unit, draft.was, instant(draft.at))
            self._connection.execute(PUT, (*key, *typed))

    @property
    def _connection(self) -> Connection:
        """The connection, opened at the first draft: a file that is only read needs none."""
        if not self._opened:
            self._opened = self._open()
        return self._opened

    def _all(self, person: Person) -> dict[Key, DraftRow]:
        """Every draft of a person, those that wait among them."""
        with told(self._path):
            rows = self._connection.execute(ALL, (person.name, person.role)).fetchall()
        drafts = {key_of(draft): draft for draft in map(_draft, rows)}
        for key, waiting in self._waiting.items():
            if key[:2] != (person.name, person.role):
                continue
            drafts.pop(key, None)
            if waiting:
                drafts[key] = waiting
        return drafts


def key_of(draft: DraftRow) -> Key:
    """What tells drafts apart: whose, and where."""
    return draft.person.name, draft.person.role, draft.subject, *place_key(draft.place), draft.line, draft.item


def _draft(row: tuple[str, str, str, str, str, str, str, int, str, str, str, str, int | None, str]) -> DraftRow:
    name, role, subject, event, event_key, form, form_key, line, item, raw, missing, unit, was, at = row
    place = Place(event, form, event_key, form_key)
    return DraftRow(Person(name, role), subject, place, line, item, raw, missing, unit, was, moment(at))
