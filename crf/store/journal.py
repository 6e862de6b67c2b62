"""The only writer of the journal: one act with its entries, chained and sealed, whole within one transaction."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from attrs import frozen

from crf.faults import Conflict
from crf.forms.record import Place
from crf.store import cache as cached
from crf.store.acts import SUBJECT_FORM, SUBJECT_NUMBER, Act, BuildRow, Cache, NewAct, NewEntry, Person
from crf.store.digest import (
    SealedAct,
    act_digest,
    build_digest,
    entry_digest,
    entry_prefix,
    place_fields,
    place_uid,
    start_of_chain,
)
from crf.store.engine import Connection, one, subject_id
from crf.text import message

INSERT_ACT = """INSERT INTO act (act, origin, n, at, offset, actor, role, verb, reason, detail, build, subject, digest)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
INSERT_ENTRY = """INSERT INTO entry (entry, act, place, line, item, value, missing, note, unit, was, digest)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
INSERT_PLACE = "INSERT INTO place (uid, subject, event, event_key, form, form_key) VALUES (?, ?, ?, ?, ?, ?)"
INSERT_BUILD = "INSERT INTO build (fingerprint, study, version, json, digest) VALUES (?, ?, ?, ?, ?)"

HEADS = """SELECT line, item, entry, digest FROM entry WHERE place = ?
    AND NOT EXISTS (SELECT 1 FROM entry l WHERE l.was = entry.entry) ORDER BY act, entry"""
NUMBERS_OF_OTHERS = """SELECT label FROM subject WHERE uid <> ?1 UNION
    SELECT value FROM entry JOIN place USING (place) JOIN subject USING (subject)
    WHERE place.form = ?2 AND entry.item = ?3 AND subject.uid <> ?1"""
WHO_WROTE = """SELECT person.name, act.at FROM entry JOIN act USING (act) JOIN person ON person.person = act.actor
    WHERE entry.entry = ?"""
DROP_DRAFT = """DELETE FROM draft WHERE person = ? AND role = ? AND subject = ? AND event = ? AND event_key = ?
    AND form = ? AND form_key = ? AND line = ? AND item = ?"""


@frozen
class Link:
    """The end of one chain: its origin, how many acts it has and the digest the next one follows."""

    origin: int
    uid: str
    n: int
    digest: bytes


@frozen
class _Stand:
    """A place as it stands when an act begins: row, sealed names, head and its digest by line and item."""

    place: int
    fields: bytes
    heads: dict[tuple[int, str], tuple[int | None, bytes]]


@frozen
class Journal:
    """Writes acts from one workstation into one file; `token` gives fresh uids."""

    connection: Connection
    workstation: str
    settings: Mapping[str, str]
    token: Callable[[], str]

    def write(
        self,
        act: NewAct,
        entries: Sequence[NewEntry],
        cache: Cache | None = None,
        new_subject: tuple[str, str] | None = None,
        new_build: BuildRow | None = None,
    ) -> Act:
        """Write one act, within a transaction that is open; `Conflict` where a value was changed since it was read."""
        if new_subject:
            self._add_subject(*new_subject)
        if new_build:
            add_build(self.connection, new_build)
        subject = subject_id(self.connection, act.subject)
        link = self._link(act.stream)
        number = (one(self.connection, "SELECT max(act) FROM act") or 0) + 1
        rows, digests = self._entries(act.subject, entries, number, entry_prefix(link.uid, link.n + 1))
        written = self._act(act, subject, link, number, digests)
        self.connection.executemany(INSERT_ENTRY, rows)
        if cache:
            cached.write(self.connection, cache, lambda place: self._place(cache.subject, place))
        if entries and one(self.connection, "SELECT 1 FROM draft LIMIT 1"):
            self._drop_drafts(act, entries)
        return written

    def _add_subject(self, uid: str, label: str) -> None:
        self._number_is_free(uid, label)
        self.connection.execute("INSERT INTO subject (uid, label) VALUES (?, ?)", (uid, label))

    def _number_is_free(self, uid: str, label: str) -> None:
        """Two windows may give one number at the same time: the second is refused."""
        others = self.connection.execute(NUMBERS_OF_OTHERS, (uid, SUBJECT_FORM, SUBJECT_NUMBER))
        if same_number(label) in {same_number(other) for (other,) in others}:
            raise Conflict(message("store.number_in_use", number=label))

    def _entries(
        self, subject: str, entries: Sequence[NewEntry], act: int, prefix: bytes
    ) -> tuple[list[tuple[object, ...]], list[bytes]]:
        """The rows of new entries and their digests; every one must replace the present head of its item."""
        first = (one(self.connection, "SELECT max(entry) FROM entry") or 0) + 1
        stands: dict[Place, _Stand] = {}
        rows: list[tuple[object, ...]] = []
        digests: list[bytes] = []
        for index, new in enumerate(entries):
            stand = stands.get(new.place) or stands.setdefault(new.place, self._stand(subject, new.place))
            head, before = stand.heads.get((new.line, new.item), (None, b""))
            if head != new.was:
                raise self._conflict(new, head)
            if (new.place.form, new.item) == (SUBJECT_FORM, SUBJECT_NUMBER):
                self._number_is_free(subject, new.answer.value)
            answer = new.answer
            digest = entry_digest(prefix, index, stand.fields, new.line, new.item, answer, before)
            value = (answer.value, answer.missing, answer.note, answer.unit)
            rows.append((first + index, act, stand.place, new.line, new.item, *value, new.was, digest))
            digests.append(digest)
            stand.heads[new.line, new.item] = (first + index, digest)
        return rows, digests

    def _stand(self, subject: str, place: Place) -> _Stand:
        number = self._place(subject, place)
        rows = self.connection.execute(HEADS, (number,))
        return _Stand(number, place_fields(subject, place), {(line, item): head for line, item, *head in rows})

    def _conflict(self, new: NewEntry, head: int | None) -> Conflict:
        """Who wrote the value that stands there now."""
        who, at = self.connection.execute(WHO_WROTE, (head,)).fetchone() or ("", "")
        return Conflict(
            message(
                "store.conflict" if who else "store.conflict_gone", item=new.item, who=who, at=at[:16].replace("T", " ")
            )
        )

    def _drop_drafts(self, act: NewAct, entries: Sequence[NewEntry]) -> None:
        """What is saved is no draft any more: gone in the same transaction, so that none comes back after a crash."""
        self.connection.executemany(
            DROP_DRAFT,
            [
                (act.person.name, act.person.role, act.subject, *place_key(new.place), new.line, new.item)
                for new in entries
            ],
        )

    def _link(self, stream: str) -> Link:
        """The end of this workstation's chain; the first act of a workstation begins one."""
        sql = "SELECT origin, uid FROM origin WHERE name = ? AND stream = ? ORDER BY origin LIMIT 1"
        row = self.connection.execute(sql, (self.workstation, stream)).fetchone()
        if not row:
            uid = self.token()
            values = (uid, self.workstation, stream)
            self.connection.execute("INSERT INTO origin (uid, name, stream) VALUES (?, ?, ?)", values)
            row = (one(self.connection, "SELECT max(origin) FROM origin"), uid)
        last = "SELECT n, digest FROM act WHERE origin = ? ORDER BY n DESC LIMIT 1"
        end = self.connection.execute(last, row[:1]).fetchone()
        start = start_of_chain(self.settings, row[1], self.workstation, stream)
        return Link(row[0], row[1], *(end or (0, start)))

    def _act(self, act: NewAct, subject: int | None, link: Link, number: int, digests: Iterable[bytes]) -> Act:
        build, fingerprint, of_build = self.connection.execute(
            "SELECT build, fingerprint, digest FROM build ORDER BY build DESC LIMIT 1"
        ).fetchone()
        at = instant(act.at)
        person = act.person
        sealed = SealedAct(
            link.uid, link.n + 1, at, act.offset, person.name, person.role, act.verb, act.reason, act.detail,
            fingerprint, of_build, act.subject,
        )  # fmt: skip
        digest = act_digest(link.digest, sealed, digests)
        self.connection.execute(
            INSERT_ACT,
            (number, link.origin, link.n + 1, at, act.offset, self._person(person), person.role, act.verb,
             act.reason, act.detail, build, subject, digest),
        )  # fmt: skip
        return Act(
            number, link.uid, link.n + 1, moment(at), act.offset, person, act.verb, act.reason, act.detail,
            fingerprint, digest.hex(), act.subject,
        )  # fmt: skip

    def _person(self, person: Person) -> int:
        key = (person.name, person.role)
        found = one(self.connection, "SELECT person FROM person WHERE name = ? AND role = ?", *key)
        if not found:
            self.connection.execute("INSERT INTO person (name, role) VALUES (?, ?)", key)
            found = one(self.connection, "SELECT max(person) FROM person")
        return int(found)

    def _place(self, subject: str, place: Place) -> int:
        uid = place_uid(subject, place)
        found = one(self.connection, "SELECT place FROM place WHERE uid = ?", uid)
        if not found:
            values = (subject_id(self.connection, subject), place.event, place.event_key, place.form, place.form_key)
            self.connection.execute(INSERT_PLACE, (uid, *values))
            found = one(self.connection, "SELECT max(place) FROM place")
        return int(found)


def add_build(connection: Connection, build: BuildRow) -> None:
    """Put a study definition into the file; from the next act on it is the one in force."""
    digest = build_digest(build.fingerprint, build.study, build.version, build.json)
    connection.execute(INSERT_BUILD, (build.fingerprint, build.study, build.version, build.json, digest))


def place_key(place: Place) -> tuple[str, str, str, str]:
    """A place as the columns event, event_key, form, form_key."""
    return place.event, place.event_key, place.form, place.form_key


def same_number(label: str) -> str:
    """What two spellings of one subject number have in common: case, outer blanks and Unicode form don't count."""
    return unicodedata.normalize("NFKC", label).strip().casefold()


def instant(at: datetime) -> str:
    """A time as it stands in the file: UTC, ISO 8601 with microseconds. A time without a zone is a bug."""
    if at.tzinfo is None:
        raise ValueError(at)
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def moment(text: str) -> datetime:
    """A time read back from the file."""
    return datetime.fromisoformat(text)
