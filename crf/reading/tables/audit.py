"""The journal as a table: who did what and when, each value with the one it took the place of and the reason."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from crf.exchange.tables.table import Row, Table
from crf.forms.advance import DERIVED
from crf.forms.record import BLANK, Answer
from crf.reading.as_of import AsOf
from crf.reading.tables.records import PLACE, named, place_cells
from crf.reading.tables.said import WHO, about_of, mark_of, who_cells
from crf.store.acts import (
    APPOINTMENT,
    DICTIONARY_FORM,
    SKIP,
    SOURCE_FORM,
    STOP,
    SUBJECT_BEFORE,
    SUBJECT_FORM,
    SUBJECT_NUMBER,
    VOID,
    Act,
    Entry,
)
from crf.text import say

AUDIT = (
    "act", *WHO, "verb", "detail", "reason", *PLACE, "line", "what", "item", "about", "old", "old_missing", "old_unit",
    "new", "new_missing", "new_unit", "note", "definition", "stored_as", "entry_digest", "act_digest",
)  # fmt: skip

NAMES: Mapping[str, str] = {
    VOID: "void", SKIP: "skip", STOP: "stop", APPOINTMENT: "appointment", SUBJECT_NUMBER: "number",
    SUBJECT_BEFORE: "screened before",
}  # fmt: skip


def audit_table(as_of: AsOf, entries: Mapping[str, Sequence[Entry]], acts: Sequence[Act]) -> Table:
    """A row for each entry of each act, in the order of the journal; one for an act without entries.

    Prints and exports aren't among them: they are kept in a stream of their own, so that an export doesn't change the
    next one.
    """
    of_act: dict[int, list[tuple[str, Entry]]] = {}
    for uid, found in entries.items():
        for one in found:
            of_act.setdefault(one.act.id, []).append((uid, one))
    known = {one.id: one.answer for found in entries.values() for one in found}
    versions = {row.fingerprint: row.version for row in as_of.builds}
    rows = tuple(row for act in acts for row in _act(as_of, act, of_act.get(act.id, ()), known, versions))
    return Table("audit", say("export.table.audit"), named(*AUDIT), rows)


def _act(
    as_of: AsOf,
    act: Act,
    entries: Sequence[tuple[str, Entry]],
    known: Mapping[int, Answer],
    versions: Mapping[str, str],
) -> Iterator[Row]:
    head = (str(act.id), *who_cells(as_of, act), act.verb, act.detail, act.reason)
    version = versions[act.build]
    if not entries:
        data = as_of.data(act.subject)
        where = (as_of.study.id, as_of.reader.site, data.label, *[""] * (len(PLACE) - 3))
        yield (*head, *where, *[""] * 11, version, "", "", act.digest)
    for uid, one in entries:
        was = known.get(one.was or 0, BLANK)
        where = (*place_cells(as_of, uid, one.place), str(one.line))
        values = (*_value(one, was), *_value(one, one.answer))
        rest = (one.answer.note, version, one.item, one.digest, act.digest)
        yield (*head, *where, *_what(one), *values, *rest)


def _what(one: Entry) -> Row:
    """What an entry is: an answer, a derived value, or what else the journal keeps, and of which question."""
    if mark := mark_of(one.item):
        return (mark, *about_of(one.item))
    if one.place.form in (SOURCE_FORM, DICTIONARY_FORM):
        return one.place.form.removeprefix("_").casefold(), "", ""
    if one.item in NAMES and (one.item.startswith("_") or one.place.form == SUBJECT_FORM):
        return NAMES[one.item], "", ""
    return "derived" if one.answer.note == DERIVED else "answer", one.item, ""


def _value(one: Entry, answer: Answer) -> Row:
    """A value, its missing code and its unit; a whole dictionary by its digest."""
    value = answer.value
    if one.place.form == DICTIONARY_FORM and value:
        value = f"sha256:{hashlib.sha256(value.encode()).hexdigest()}"
    return value, answer.missing, answer.unit
