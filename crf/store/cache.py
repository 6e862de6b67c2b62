"""The cache beside the journal: the status of every form and what the checks said, as of the last act on a subject."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from crf.forms.record import Finding, Place
from crf.store.acts import Cache, FormState
from crf.store.engine import Connection, subject_id
from crf.text import Message

STATES = """SELECT coalesce(s.uid, ''), p.event, p.form, p.event_key, p.form_key,
    f.status, f.findings, f.missing, f.voided, f.date
    FROM form_state f JOIN place p USING (place) LEFT JOIN subject s USING (subject)"""
FINDINGS = """SELECT coalesce(s.uid, ''), p.event, p.form, p.event_key, p.form_key,
    f.check_id, f.line, f.item, f.level, f.message, f.rests, f.confirmed
    FROM finding f JOIN place p USING (place) LEFT JOIN subject s USING (subject)"""
OF_SUBJECT = " WHERE p.subject IS ?"
IN_ORDER = " ORDER BY p.subject, f.position"

STORED_STATES = """SELECT place, position, status, findings, missing, voided, date FROM form_state
    WHERE place IN (SELECT place FROM place WHERE subject IS ?)"""
STORED_FINDINGS = """SELECT finding, place, position, check_id, line, item, level, message, rests, confirmed
    FROM finding WHERE place IN (SELECT place FROM place WHERE subject IS ?)
    ORDER BY position"""
PUT_STATE = "INSERT OR REPLACE INTO form_state VALUES (?, ?, ?, ?, ?, ?, ?)"
PUT_FINDING = """INSERT INTO finding (place, position, check_id, line, item, level, message, rests, confirmed)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""

Row = tuple[object, ...]


def write(connection: Connection, cache: Cache, place_of: Callable[[Place], int]) -> None:
    """Replace what is cached of a subject; rows that are right already aren't touched."""
    subject = (subject_id(connection, cache.subject),)
    stored = set(connection.execute(STORED_STATES, subject))
    states = [_state_row(place_of(state.place), at, state) for at, state in enumerate(cache.states)]
    gone = {row[0] for row in stored} - {row[0] for row in states}
    connection.executemany("DELETE FROM form_state WHERE place = ?", [(place,) for place in gone])
    connection.executemany(PUT_STATE, [row for row in states if row not in stored])

    before = connection.execute(STORED_FINDINGS, subject).fetchall()
    findings = [_finding_row(place_of(place), at, told) for at, (place, told) in enumerate(cache.findings)]
    if [row[1:] for row in before] != findings:
        connection.executemany("DELETE FROM finding WHERE finding = ?", [row[:1] for row in before])
        connection.executemany(PUT_FINDING, findings)


def states(connection: Connection, subject: str | None) -> dict[str, tuple[FormState, ...]]:
    """The cached status of every form by subject uid, in the order they were handed over."""
    found: dict[str, list[FormState]] = {}
    for uid, event, form, event_key, form_key, status, findings, missing, voided, date in _rows(
        connection, STATES, subject
    ):
        place = Place(event, form, event_key, form_key)
        found.setdefault(uid, []).append(FormState(place, status, findings, missing, bool(voided), date))
    return {uid: tuple(states) for uid, states in found.items()}


def findings(connection: Connection, subject: str | None) -> list[tuple[str, Place, Finding]]:
    """What the checks said, with the subject uid and place, in the order it was handed over."""
    return [
        (uid, Place(*place), Finding(check, line, item, level, _message(told), rests, confirmed))
        for uid, *place, check, line, item, level, told, rests, confirmed in _rows(connection, FINDINGS, subject)
    ]


def _rows(connection: Connection, sql: str, subject: str | None) -> Iterable[Any]:
    if subject is None:
        return connection.execute(sql + IN_ORDER)
    return connection.execute(sql + OF_SUBJECT + IN_ORDER, (subject_id(connection, subject),))


def _state_row(place: int, position: int, state: FormState) -> Row:
    return place, position, state.status, state.findings, state.missing, int(state.voided), state.date


def _finding_row(place: int, position: int, told: Finding) -> Row:
    text = json.dumps([told.message.id, told.message.values, told.message.template], ensure_ascii=False)
    return place, position, told.check, told.line, told.item, told.level, text, told.rests, told.confirmed


def _message(text: str) -> Message:
    """A message as it was: id, values and the author's own words."""
    id, values, template = json.loads(text)
    return Message(id, tuple((name, value) for name, value in values), template)
