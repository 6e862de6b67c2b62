"""What the tables hold: every question of the definition with what it asks, and every code of its lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from crf.exchange.tables.table import Column, Row, Table
from crf.forms.lay_out import item_numbers
from crf.study.model import Form, Group, Item, Study
from crf.text import say

QUESTIONS = (
    "form", "form_name", "form_version", "scope", "log", "group", "group_name", "repeats", "number", "item", "question",
    "type", "unit", "other_units", "code_list", "required", "partial", "missing_codes", "low", "high", "decimals",
    "length", "asked_when", "derived_by", "judged", "cdash", "sdtm", "source", "help", "definition",
)  # fmt: skip
CODES = ("code_list", "list_name", "order", "code", "text", "short", "ccode", "in_force", "definition")


def codebook(study: Study) -> Table:
    """A row for each question of each form, in the order of the definition."""
    rows = tuple(_Question(study, form, group, item).row() for form in study.forms for group, item in _items(form))
    return Table("codebook", say("export.table.codebook"), _columns(QUESTIONS), rows)


def code_lists(study: Study, earlier: Sequence[Study] = ()) -> Table:
    """A row for each code of each list, in the order in which they are offered.

    Then the codes that only an earlier definition has (the newest first): values saved under it keep them.
    """
    rows: dict[tuple[str, str], Row] = {}
    for one in (study, *earlier):
        for found in one.codelists:
            for n, choice in enumerate(found.choices, 1):
                told = (found.id, found.name, str(n), choice.code, choice.text, choice.short, choice.ccode)
                rows.setdefault((found.id, choice.code), (*told, _yes(one is study), one.version))
    return Table("codelists", say("export.table.codelists"), _columns(CODES), tuple(rows.values()))


def _columns(names: tuple[str, ...]) -> tuple[Column, ...]:
    return tuple(Column(name, say(f"export.codebook.{name}"), "code" if name == "code" else "text") for name in names)


def _items(form: Form) -> Iterator[tuple[Group, Item]]:
    return ((group, item) for group in form.groups for item in group.items)


@frozen
class _Question:
    """One question in its form."""

    study: Study
    form: Form
    group: Group
    item: Item

    def row(self) -> Row:
        """The cells of `QUESTIONS`."""
        return (*self._place(), *self._asked(), *self._limits(), *self._rules(), self.study.version)

    def _place(self) -> Row:
        form, group = self.form, self.group
        number = item_numbers(form)[self.item.id]
        where = (form.id, form.name, form.version, form.scope, _yes(form.log))
        return (*where, group.id, group.name, _yes(group.repeats), number)

    def _asked(self) -> Row:
        item = self.item
        units = " ".join(one.unit for one in item.units)
        required = item.required and not item.method and item.type != "note"
        return item.id, item.ask, item.type, item.unit, units, item.codelist, _yes(required)

    def _limits(self) -> Row:
        item = self.item
        decimals, length = str(item.decimals) if item.decimals >= 0 else "", str(item.length or "")
        return _yes(item.partial), " ".join(item.missing), item.low, item.high, decimals, length

    def _rules(self) -> Row:
        item = self.item
        when = " and ".join(f"({text})" if self.group.show and item.show else text for text in self._conditions())
        return when, item.method, _yes(item.judged), item.cdash, item.sdtm, item.source, item.help

    def _conditions(self) -> Iterator[str]:
        yield from (text for text in (self.group.show, self.item.show) if text)


def _yes(holds: bool) -> str:
    return "Y" if holds else ""
