"""The demo as tables: every answer of every form stands in them once, as stored and as shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest

from crf.actions.session import Session
from crf.exchange.tables.table import Table
from crf.faults import Refused
from crf.forms.advance import advance
from crf.forms.lay_out import lay_out
from crf.forms.record import Answer, Place
from crf.reading.as_of import AsOf
from crf.reading.log import event_log
from crf.reading.tables.casebook import casebook_tables
from crf.reading.tables.data import FOLDER

Key = tuple[str, ...]
KEYS = ("subject", "event", "event_key", "form_key")


def lines(table: Table) -> list[dict[str, str]]:
    """The rows of a table by column."""
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def told(tables: tuple[Table, ...]) -> dict[Key, dict[str, str]]:
    """The rows of all forms by what tells them apart: no two share it."""
    found: dict[Key, dict[str, str]] = {}
    for table in tables:
        for row in lines(table) if table.name.startswith(FOLDER) else ():
            key = (table.name, *(row[name] for name in KEYS), row.get("line", "0"))
            assert key not in found
            found[key] = row
    return found


def entered(session: Session) -> Iterator[tuple[str, Place, int, str, Answer]]:
    """Every answer of the casebook that isn't blank."""
    for uid in ("", *(row.uid for row in session.reader.subjects())):
        data = session.reader.data(uid)
        for place, record in data.records.items():
            for (line, item), answer in record.answers.items():
                if not answer.blank:
                    yield data.label, place, line, item, answer


@pytest.mark.req("PA-083")
def test_every_answer_of_the_demo_stands_in_one_row_as_stored(session: Session) -> None:
    tables = casebook_tables(AsOf(session.reader))
    found, wrong, count = told(tables), [], 0
    for label, place, line, item, answer in entered(session):
        group = session.study.form(place.form).group_of(item)
        name = f"{FOLDER}/{place.form}-{group.id}" if group.repeats else f"{FOLDER}/{place.form}"
        row = found[name, label, place.event, place.event_key, place.form_key, str(line)]
        count += 1
        if (row[item], row.get(f"{item}.missing", "")) != (answer.value, answer.missing):
            wrong.append((label, place, line, item))
    assert wrong == []
    assert count > 4000
    assert all(len(row) == len(table.columns) for table in tables for row in table.rows)
    assert all(max(Counter(one.name for one in table.columns).values()) == 1 for table in tables)


@pytest.mark.req("PA-069")
def test_what_is_derived_and_in_words_is_what_the_form_shows(session: Session, uid: dict[str, str]) -> None:
    as_of = AsOf(session.reader)
    found = told(casebook_tables(as_of, uid["01-001"]))
    context = as_of.context(uid["01-001"])
    compared = 0
    for place, record in context.data.records.items():
        form = session.study.form(place.form)
        for field in lay_out(form, place, advance(place, record, None, context), context).fields:
            group = form.group_of(field.item)
            name = f"{FOLDER}/{form.id}-{group.id}" if group.repeats else f"{FOLDER}/{form.id}"
            row = found[name, "01-001", place.event, place.event_key, place.form_key, str(field.line)]
            assert row[field.item] == field.answer.value
            if field.answer.value and f"{field.item}.label" in row:
                assert row[f"{field.item}.label"] == field.text
                compared += 1
    assert compared > 300


@pytest.mark.req("PA-249")
def test_every_event_has_its_term_code_version_and_the_criterion_of_each_grade(
    session: Session, uid: dict[str, str]
) -> None:
    tables = {table.name: lines(table) for table in casebook_tables(AsOf(session.reader))}
    rows = {(row["subject"], row["row"]): row for row in tables["forms/AE"]}
    grades = Counter((row["subject"], row["row"]) for row in tables["forms/AE-AE.GRADE"] if row["AECRIT"])
    for label, one in uid.items():
        for event in event_log(session.reader, one):
            row = rows.pop((label, str(event.number)))
            assert (row["AEDECOD"], row["AEDECOD.label"], row["AEDECOD.soc"]) == (event.code, event.term, event.soc)
            assert row["AEDECOD.version"] == event.version == "5.0"
            assert grades[label, str(event.number)] == sum(bool(span.criterion) for span in event.grades)
    assert rows == {}


def test_graded_values_tell_limits_flag_grade_and_what_decides(session: Session) -> None:
    (table,) = [one for one in casebook_tables(AsOf(session.reader)) if one.name == "graded"]
    rows = lines(table)
    lymphocytes = ("01-001", "D8", "LYM", "Lymphocyte count decreased")
    low = next(row for row in rows if tuple(row[key] for key in ("subject", "event", "item", "term")) == lymphocytes)
    assert (low["value"], low["unit"], low["flag"], low["grade"]) == ("0.42", "10^9/L", "L", "3")
    assert low["normal_low"] < low["normal_high"]
    assert low["criterion"]
    assert all(row["decides"] for row in rows if "|" in row["grade"])
    assert {row["flag"] for row in rows} == {"", "L", "H"}


def test_a_casebook_as_of_an_act_knows_nothing_that_came_later(session: Session, uid: dict[str, str]) -> None:
    whole = AsOf(session.reader)
    assert [whole.data(one).label for one in whole.subjects()] == sorted(uid)
    assert whole.instant.utcoffset() == timedelta(hours=1)
    first = next(act for act in whole.acts if act.subject == uid["01-002"])
    then = AsOf(session.reader, first.id)
    assert [then.data(one).label for one in then.subjects()] == ["01-001", "01-002"]
    assert then.data(uid["01-002"]).records == {}
    assert {entry.act.id <= first.id for entry in then.entries(uid["01-001"])} == {True}
    assert then.number(uid["01-001"], Place("SCR", "VS")) == ""
    with pytest.raises(Refused, match="didn't exist yet"):
        AsOf(session.reader, 0)
