"""The answers as tables: one for each form, and one for each group of it whose lines repeat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from crf.exchange.tables.table import Column, Row, Table, file_name
from crf.forms.checks import lines_of
from crf.reading.tables.cells import Asked
from crf.reading.tables.records import PLACE, STATE, Filled, named
from crf.study.model import Form, Group, Item, Study
from crf.text import say

FOLDER = "forms"
"""Where the tables of the forms stand, so that none has the name of another file."""
LINE = ("group", "line", "line_number")


def form_tables(study: Study, filled: Sequence[Filled]) -> Iterator[Table]:
    """The tables of every form with data, in the order of the definition."""
    for form in study.forms:
        rows = [one for one in filled if one.place.form == form.id]
        if rows:
            yield _records(study, form, rows)
            groups = (_lines(study, form, group, rows) for group in form.groups if group.repeats)
            yield from (table for table in groups if table.rows)


@frozen
class _Asked:
    """The questions of a table, each with whether a missing code stands where its definition knows of none."""

    asked: Sequence[tuple[Asked, bool]]

    @classmethod
    def of(cls, study: Study, items: Sequence[Item], filled: Sequence[Filled]) -> _Asked:
        coded = {id for one in filled for (_, id), answer in one.record.answers.items() if answer.missing}
        return cls([(Asked(study, item), item.id in coded) for item in items if item.type != "note"])

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for one, coded in self.asked for column in one.columns(coded))

    @property
    def ids(self) -> list[str]:
        return [one.item.id for one, _ in self.asked]

    def cells(self, one: Filled, line: int) -> Row:
        """The answers of one line."""
        found = ((asked, coded, one.record.answer(asked.item.id, line)) for asked, coded in self.asked)
        return tuple(cell for asked, coded, answer in found for cell in asked.cells(answer, one.context, coded))


def _records(study: Study, form: Form, filled: Sequence[Filled]) -> Table:
    """A row for each record, with everything outside its lines."""
    asked = _Asked.of(study, [item for group in form.groups if not group.repeats for item in group.items], filled)
    rows = tuple((*one.keys(), *one.state(0, asked.ids), *asked.cells(one, 0)) for one in filled)
    return Table(f"{FOLDER}/{file_name(form.id)}", form.name, (*named(*PLACE, *STATE), *asked.columns), rows, form.id)


def _lines(study: Study, form: Form, group: Group, filled: Sequence[Filled]) -> Table:
    """A row for each line of a group."""
    asked = _Asked.of(study, group.items, filled)
    rows = tuple(
        (*one.keys(), group.id, str(line), str(shown), *one.state(line, asked.ids), *asked.cells(one, line))
        for one in filled
        for shown, line in enumerate(lines_of(group, one.record), 1)
    )
    columns = (*named(*PLACE, *LINE, *STATE), *asked.columns)
    name = say("export.table.lines", form=form.name, group=group.name)
    return Table(f"{FOLDER}/{form.id}-{group.id}", name, columns, rows, form.id)
