"""Measured values beside their limits of normal, with the flag and the CTCAE grade each reaches, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from crf.exchange.tables.table import Column, Kind, Row, Table
from crf.forms.beside import Judge
from crf.forms.checks import lines_of
from crf.forms.layout import GradeMark
from crf.forms.normal import normal
from crf.reading.tables.records import PLACE, Filled, named
from crf.study.model import Item
from crf.text import say

VALUE = ("line", "item", "value", "unit", "normal_low", "normal_high", "flag")
GRADE = ("term_code", "term", "grade", "criterion", "clause", "decides", "why")


def graded_table(filled: Sequence[Filled]) -> Table:
    """A row for each value that has limits of normal or is graded, and each CTCAE term; voided ones are left out.

    A list of grades (1|2) says that a clinical fact decides: it stands in `decides`.
    """
    columns = (*named(*PLACE), *(Column(name, say(f"export.graded.{name}"), _kind(name)) for name in (*VALUE, *GRADE)))
    rows = tuple(row for one in filled for row in _of(one))
    return Table("graded", say("export.table.graded"), columns, rows)


def _kind(name: str) -> Kind:
    return "decimal" if name in ("value", "normal_low", "normal_high") else "code" if name == "term_code" else "text"


def _of(one: Filled) -> Iterator[Row]:
    judge = Judge(one.context, one.place)
    for group in one.form.groups:
        for line in lines_of(group, one.record):
            for item in group.items:
                if item.lln or item.uln or item.grades:
                    yield from _value(one, judge, item, line)


def _value(one: Filled, judge: Judge, item: Item, line: int) -> Iterator[Row]:
    value = one.context.read(one.place, item.id, line)
    if not isinstance(value, Decimal):
        return
    limits = normal(one.context.scope(one.place, line), item)
    ends = ("" if end is None else format(end, "f") for end in (limits.low, limits.high))
    told = (one.record.answer(item.id, line).value, item.unit, *ends, limits.flag(value))
    for mark in judge.marks.get((line, item.id), ()) or (None,):
        yield (*one.keys(), str(line), item.id, *told, *_grade(mark))


def _grade(mark: GradeMark | None) -> Row:
    """The cells of `GRADE`: of a value that is in the dictionary's eyes no event, grade 0."""
    if mark is None:
        return ("",) * len(GRADE)
    grades = "|".join(str(grade) for grade in mark.grades)
    return mark.code, mark.term, grades, mark.criterion, mark.clause, mark.question, mark.why
