"""Whether a casebook file is what the program wrote: its guards, its chains of acts and every sealed entry.

What is wrong is named, and the check goes on behind it with the digest that stands there, so that one change isn't told
as many. Cut off at its end a chain is still a chain: compare the head with one that was printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from attrs import define, frozen

from crf.forms.record import Answer, Place
from crf.store.acts import SUBJECT_FORM, SUBJECT_NUMBER, Head, Trouble
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
from crf.store.engine import Connection, Error
from crf.store.opening import open_connection
from crf.store.reader import Reader
from crf.text import say

ACTS = """SELECT a.act, a.origin, o.uid, o.name, o.stream, a.n, a.at, a.offset, p.name, a.role, p.role, a.verb,
    a.reason, a.detail, b.fingerprint, b.digest, coalesce(s.uid, ''), a.digest
    FROM act a JOIN origin o USING (origin) JOIN person p ON p.person = a.actor JOIN build b USING (build)
    LEFT JOIN subject s ON s.subject = a.subject ORDER BY a.act"""
ENTRIES = """SELECT e.act, e.entry, coalesce(s.uid, ''), p.event, p.form, p.event_key, p.form_key, e.line, e.item,
    e.value, e.missing, e.note, e.unit, e.digest, e.was, w.digest, w.entry < e.entry AND (w.place, w.line, w.item) =
    (e.place, e.line, e.item)
    FROM entry e JOIN place p USING (place) LEFT JOIN subject s ON s.subject = p.subject
    LEFT JOIN entry w ON w.entry = e.was ORDER BY e.act, e.entry"""
FIRST_NUMBERS = """SELECT s.label, (SELECT e.value FROM place p JOIN entry e USING (place)
    WHERE p.subject = s.subject AND p.form = ? AND e.item = ? ORDER BY e.entry LIMIT 1) FROM subject s"""
GAPS = """SELECT before + 1 FROM (SELECT entry, lag(entry, 1, 0) OVER (ORDER BY entry) AS before FROM entry)
    WHERE entry <> before + 1"""
PLACES = """SELECT p.uid, coalesce(s.uid, ''), p.event, p.form, p.event_key, p.form_key
    FROM place p LEFT JOIN subject s USING (subject)"""


def verify_file(path: Path) -> tuple[list[Trouble], Head]:
    """What is wrong with a casebook, and the head of the record chain that was written last.

    Raises `FileFault` where the file can't be opened as a casebook at all.
    """
    connection = open_connection(path, read_only=True)
    troubles: list[Trouble] = []
    head = Head("", 0, "")
    try:
        connection.execute("BEGIN")
        for check in (_whole, _schema, _references, _definitions, _subjects, _places, _gaps, _chains):
            troubles.extend(check(connection))
        head = Reader(connection, "").head("record")
    except Error as error:
        troubles.append(_trouble("file", "store.verify.unreadable", told=error))
    finally:
        connection.close()
    return troubles, head


def _whole(connection: Connection) -> Iterator[Trouble]:
    """SQLite's own check of pages, indexes and types."""
    for (told,) in connection.execute("PRAGMA integrity_check(20)"):
        if told != "ok":
            yield _trouble("file", "store.verify.integrity", told=told)


def _schema(connection: Connection) -> Iterator[Trouble]:
    """Tables, views and guards are the ones the program makes, in the same words."""
    from crf.store.migrations import expected_schema, schema_of

    expected, found = expected_schema(), schema_of(connection)
    for name in sorted(expected.keys() - found.keys()):
        yield _trouble("guard", "store.verify.gone", name=name)
    for name in sorted(found.keys() & expected.keys()):
        if found[name] != expected[name]:
            yield _trouble("guard", "store.verify.altered", name=name)
    for name in sorted(found.keys() - expected.keys()):
        if not name.startswith("sqlite_"):  # statistics of SQLite itself
            yield _trouble("guard", "store.verify.foreign", name=name)


def _references(connection: Connection) -> Iterator[Trouble]:
    """Every row that another names is there."""
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        kind = "entry" if table == "entry" else "file"
        yield _trouble(kind, "store.verify.dangling", table=table, row=row, parent=parent)


def _definitions(connection: Connection) -> Iterator[Trouble]:
    """The study definitions are the ones that were put in."""
    for *build, digest in connection.execute("SELECT fingerprint, study, version, json, digest FROM build"):
        if build_digest(*build) != digest:
            yield _trouble("file", "store.verify.build", study=build[1], version=build[2])


def _subjects(connection: Connection) -> Iterator[Trouble]:
    """The first number of every subject is the one she was enrolled with."""
    for label, enrolled in connection.execute(FIRST_NUMBERS, (SUBJECT_FORM, SUBJECT_NUMBER)):
        if enrolled is None:
            yield _trouble("file", "store.verify.not_enrolled", label=label)
        elif enrolled != label:
            yield _trouble("file", "store.verify.label", label=label, enrolled=enrolled)


def _places(connection: Connection) -> Iterator[Trouble]:
    """The uid of every place follows from its names."""
    for uid, subject, *names in connection.execute(PLACES):
        if place_uid(subject, Place(*names)) != uid:
            yield _trouble("file", "store.verify.place", event=names[0], form=names[1])


def _gaps(connection: Connection) -> Iterator[Trouble]:
    """Entries are numbered without a gap."""
    for (missing,) in connection.execute(GAPS):
        yield _trouble("entry", "store.verify.entry_missing", entry=missing)


@define
class _Chain:
    """How far a chain was followed."""

    n: int
    digest: bytes


@frozen
class _Labels:
    """Subject uid → the number a person knows her by."""

    numbers: Mapping[str, str]

    def entry(self, row: Any) -> str:
        """`entry 217 (01-001 · CTX · ECDOSE, line 0)`."""
        _, entry, subject, _, form, _, _, line, item, *_ = row
        return say(
            "store.verify.entry_name",
            entry=entry,
            label=self.numbers.get(subject, "–"),
            form=form,
            item=item,
            line=line,
        )


def _chains(connection: Connection) -> Iterator[Trouble]:
    """Every act follows the one before in its chain and seals its entries; every entry is as it was sealed."""
    reader = Reader(connection, "")
    labels = _Labels({row.uid: row.label for row in reader.subjects()})
    settings = reader.settings()
    chains: dict[int, _Chain] = {}
    sealed = groupby(connection.execute(ENTRIES), key=itemgetter(0))
    number, entries = next(sealed, (None, iter(())))
    for act in connection.execute(ACTS):
        act_id, origin, uid, name, stream, n, *_ = act
        while number is not None and number < act_id:  # its act is missing, told by the references
            number, entries = next(sealed, (None, iter(())))
        rows = list(entries) if number == act_id else []
        yield from _entries(rows, entry_prefix(uid, n), labels)
        chain = chains.setdefault(origin, _Chain(0, start_of_chain(settings, uid, name, stream)))
        yield from _act(act, chain, [row[13] for row in rows])


def _entries(rows: Iterable[Any], prefix: bytes, labels: _Labels) -> Iterator[Trouble]:
    """The entries of one act, in their order."""
    for index, row in enumerate(rows):
        _, _, subject, event, form, event_key, form_key, line, item, value, missing, note, unit, digest, was, *of = row
        before, fits = of
        if was is not None and not fits:
            yield Trouble("entry", say("store.verify.was", name=labels.entry(row), was=was))
        place = place_fields(subject, Place(event, form, event_key, form_key))
        answer = Answer(value, missing, note, unit)
        if entry_digest(prefix, index, place, line, item, answer, before or b"") != digest:
            yield Trouble("entry", say("store.verify.entry", name=labels.entry(row)))


def _act(row: Any, chain: _Chain, entries: list[bytes]) -> Iterator[Trouble]:
    """One act: its number, its digest over the one before, its actor's role."""
    (
        _,
        _,
        uid,
        workstation,
        _,
        n,
        at,
        offset,
        person,
        role,
        persons_role,
        verb,
        reason,
        detail,
        build,
        of,
        subject,
        is_,
    ) = row
    told = {"n": n, "workstation": workstation, "verb": verb, "person": person, "at": at[:16].replace("T", " ")}
    if n != chain.n + 1:
        yield _trouble("chain", "store.verify.act_missing", n=chain.n + 1, workstation=workstation)
    sealed = SealedAct(uid, n, at, offset, person, role, verb, reason, detail, build, of, subject)
    if n == chain.n + 1 and (act_digest(chain.digest, sealed, entries) != is_ or role != persons_role):
        yield _trouble("chain", "store.verify.first_act" if n == 1 else "store.verify.act", **told)
    chain.n, chain.digest = n, is_


def _trouble(kind: Any, id: str, /, **values: object) -> Trouble:
    return Trouble(kind, say(id, **values))
