"""A running log of a subject as a table: its first questions as columns, every row with how it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from attrs import frozen

from crf.clinical.dates import show_day
from crf.forms.context import Context
from crf.forms.lay_out import width_of
from crf.forms.record import Place, Record
from crf.forms.values import show
from crf.reading.history import role
from crf.reading.log import rows_of
from crf.reading.reader import Reader, with_drafts
from crf.reading.standing import cell_status
from crf.reading.views import LogColumn, LogRow, LogTable
from crf.store.acts import Act, DraftRow, FormState
from crf.study.model import Form, Item, Study
from crf.text import say, unit_words

COLUMNS = 5
WIDEST = 32
"""Characters beyond which a column gains nothing: the form shows the whole answer."""
OPEN_KINDS = ("note", "choices")
"""Kinds that say nothing in a narrow column."""


def log_rows(reader: Reader, uid: str, form: str, now: datetime) -> LogTable:
    """All rows of a log by number, voided ones and those only typed so far among them.

    Numbers follow the order in which rows were first saved and never change. KeyError where the study has no such form.
    """
    found = reader.study.form(form)
    context = reader.context(uid, now)
    known = _Known.of(reader, uid, form)
    items = shown_items(found)
    saved = rows_of(reader, uid, form)
    typed = [place for place in known.drafts if place not in saved]
    rows = (_row(reader, context, known, items, place, n) for n, place in enumerate([*saved, *typed], 1))
    columns = tuple(LogColumn(item.id, item.row or item.ask, _wide(reader.study, item)) for item in items)
    return LogTable(form, found.short or found.name, found.note, context.data.label, columns, tuple(rows))


def shown_items(form: Form) -> tuple[Item, ...]:
    """The questions a log is told apart by: the form's first, without notes, choices of several, and what stands once
    another answer asks for it."""
    asked = [
        item
        for group in form.groups
        for item in group.items
        if not (group.repeats or group.show or item.show or item.type in OPEN_KINDS)
    ]
    return tuple(asked[:COLUMNS])


def _wide(study: Study, item: Item) -> int:
    """Characters the answers of an item take: of a choice, its longest one."""
    texts = [len(one.text) for one in study.codelist(item.codelist).choices] if item.codelist else [width_of(item)]
    return min(max(texts), WIDEST * (2 if item.lines > 1 else 1))


@frozen
class _Known:
    """What the file says of a log's rows: states, drafts, the last act of each."""

    states: Mapping[Place, FormState]
    drafts: Mapping[Place, list[DraftRow]]
    acts: Mapping[Place, Act]

    @classmethod
    def of(cls, reader: Reader, uid: str, form: str) -> _Known:
        drafts: dict[Place, list[DraftRow]] = {}
        for row in reader.drafts(uid):
            if row.place.form == form:
                drafts.setdefault(row.place, []).append(row)
        states = {one.place: one for one in reader.file.states(uid).get(uid, ())}
        return cls(states, drafts, reader.file.last_acts(uid))


def _row(reader: Reader, context: Context, known: _Known, items: Sequence[Item], place: Place, number: int) -> LogRow:
    record: Record = context.data.at(place)
    drafts = known.drafts.get(place, [])
    if drafts:
        record = with_drafts(reader.study, record, drafts, context.now)
    state = known.states.get(place)
    return LogRow(
        place,
        number,
        cell_status(context, place, state, len(drafts)) if state else "draft",
        state.findings if state else 0,
        tuple(_text(reader, record, item) for item in items),
        _saved(known.acts.get(place)),
        record.voided.get(0, ""),
    )


def _text(reader: Reader, record: Record, item: Item) -> str:
    """An answer as people read it; what was typed and can't be one yet as it was typed."""
    draft = record.drafts.get((0, item.id))
    if draft:
        return draft.raw
    shown = show(reader.study, item, record.answer(item.id))
    return f"{shown} {unit_words(item.unit)}" if shown and item.unit and record.answer(item.id).value else shown


def _saved(act: Act | None) -> str:
    if act is None:
        return ""
    return say("matrix.saved", day=show_day(act.local.date()), time=f"{act.local:%H:%M}", role=role(act))
