"""From a definition and a fill to the neutral tree that screen and paper walk."""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import evolve

from crf.clinical.dates import Moment, PartialDate, show_date
from crf.forms.advance import PROPOSED
from crf.forms.checks import lines_of, offered, range_text, say_value
from crf.forms.context import Context, dating_items
from crf.forms.layout import DoseSum, Field, LogLine, Option, Page, Row, Section
from crf.forms.record import Answer, Finding, Place, Record, Step, Where
from crf.forms.schedule import day_label, visit
from crf.forms.sentences import condition
from crf.forms.sums import dose_sum
from crf.forms.values import moment, raw_text, show
from crf.study.evaluate import evaluate
from crf.study.expressions import parse
from crf.study.model import Form, Group, Item, Study
from crf.text import say

BLANK_PLACEHOLDER = "____"


def lay_out(form: Form, place: Place, step: Step, context: Context) -> Page:
    """The form with its present fill: answers, drafts, findings, what is visible, the dose sum."""
    seen = context.with_record(place, step.record)
    fill = _Fill(form, place, step, seen)
    sections = tuple(fill.section(n, group) for n, group in enumerate(form.groups, 1))
    void = step.record.voided.get(0, "")
    return Page(form.id, form.name, form.version, form.note, sections, fill.sum, form.log, void)


def blank_page(form: Form, place: Place, context: Context) -> Page:
    """The form without answers; every item is there, with the condition under which it is asked."""
    record = Record(form.id)
    visible = frozenset((0, item.id) for group in form.groups if not group.repeats for item in group.items)
    return evolve(lay_out(form, place, Step(record, visible, {}, ()), context), sum=None)


class _Fill:
    """One layout in the making: numbers of the items, findings by place, the step's answers."""

    def __init__(self, form: Form, place: Place, step: Step, context: Context) -> None:
        self.form, self.place, self.step, self.context = form, place, step, context
        self.study: Study = context.study
        self.numbers = item_numbers(form)
        self.sum: DoseSum | None = dose_sum(form, place, context)
        self.findings: dict[Where, list[Finding]] = {}
        for finding in step.findings:
            self.findings.setdefault((finding.line, finding.item), []).append(finding)

    def section(self, n: int, group: Group) -> Section:
        visible = not group.show or any((0, item.id) in self.step.visible for item in group.items)
        if not group.repeats:
            return Section(group.id, str(n), group.name, self.rows(group), visible=visible)
        return Section(
            group.id,
            str(n),
            group.name,
            columns=tuple(self.field(item, 0, empty=True) for item in group.items),
            lines=tuple(self.line(group, line, shown) for shown, line in enumerate(lines_of(group, self.step.record), 1)),
            style="cards" if group.style == "cards" else "table",
            blank_lines=group.blank_lines,
            visible=visible or not group.show,
        )

    def line(self, group: Group, line: int, shown: int) -> LogLine:
        fields = tuple(self.field(item, line) for item in group.items)
        return LogLine(line, str(shown), fields, self.step.record.voided.get(line, ""))

    def rows(self, group: Group) -> tuple[Row, ...]:
        rows: list[Row] = []
        held = self.sum_items()
        for item in group.items:
            field = self.field(item, 0)
            if item.type == "note":
                rows.append(Row((), "note", field.question, field.number))
            elif item.id in held:
                if rows and rows[-1].kind == "sum":
                    rows[-1] = evolve(rows[-1], fields=(*rows[-1].fields, field))
                else:
                    rows.append(Row((field,), "sum", number=field.number))
            elif item.beside and rows and rows[-1].kind == "fields":
                rows[-1] = evolve(rows[-1], fields=(*rows[-1].fields, field))
            else:
                rows.append(Row((field,), number=field.number))
        return tuple(rows)

    def sum_items(self) -> tuple[str, ...]:
        """Derived items that the dose sum shows in their stead: height, body surface, planned dose."""
        sum_ = self.form.sum
        return tuple(id for id in (sum_.height, sum_.bsa, sum_.planned) if id) if sum_ else ()

    def field(self, item: Item, line: int, empty: bool = False) -> Field:
        where = (line, item.id)
        record = self.step.record
        answer = Answer() if empty else record.answer(item.id, line)
        draft = None if empty else record.drafts.get(where)
        return Field(
            item.id,
            line,
            self.numbers[item.id],
            self.question(item, line),
            item.type,
            self.options(item, line),
            item.unit,
            (item.unit, *(unit.unit for unit in item.units)) if item.units else (),
            item.hint,
            item.help,
            range_text(item),
            item.missing,
            width_of(item),
            item.lines,
            item.decimals,
            item.required,
            bool(item.method),
            item.partial,
            item.seconds,
            item.example,
            item.beside,
            where in self.step.visible or empty,
            condition(self.study, self.form, item.show or self.form.group_of(item.id).show, self.numbers),
            item.cdash,
            item.source,
            answer,
            show(self.study, item, answer),
            draft.raw if draft else raw_text(self.study, item, answer),
            draft,
            answer.note == PROPOSED,
            "" if empty else self.aside(item, line, answer),
            tuple(self.findings.get(where, ())),
        )

    def question(self, item: Item, line: int) -> str:
        """The question with earlier answers piped in; a line to fill where they aren't known."""
        text = item.row or item.ask
        return re.sub(r"{(\w+)}", lambda found: self.piped(found[1], line) or BLANK_PLACEHOLDER, text) if "{" in text else text

    def piped(self, name: str, line: int) -> str:
        if name == "VISIT":
            return visit(self.context, self.place.event, self.place.event_key).name if self.place.event else ""
        if name == "FORM":
            return self.form.name
        own = line if (self.form.id, name) in self.context.repeating else 0
        item = self.context.items[self.form.id][name]
        return show(self.study, item, self.context.answer(self.place, name, own))

    def options(self, item: Item, line: int) -> tuple[Option, ...]:
        if not item.codelist:
            return ()
        return tuple(
            Option(one.code, one.text, offered(item, self.place, line, one.code, self.context))
            for one in self.study.codelist(item.codelist).choices
        )

    def aside(self, item: Item, line: int, answer: Answer) -> str:
        """Muted words beside the answer: how it came about, its percent, its day and window, its offset."""
        if item.shown and not answer.blank:
            return self.template(item.shown, line)
        if item.method or answer.blank:
            return ""
        compared = self.compared(item)
        if compared:
            return compared
        if item.units and answer.value:
            return self.echo(item, answer)
        if item.type == "time":
            return self.offset(item, line)
        return self.day_window(item) if item.id in dating_items(self.form)[:1] else ""

    def compared(self, item: Item) -> str:
        sum_ = self.form.sum
        if not sum_ or not self.sum or item.id not in (sum_.prescribed, sum_.given):
            return ""
        label = say("sum.prescribed" if item.id == sum_.prescribed else "sum.given")
        found = next((one for one in self.sum.comparisons if one.label == label and one.percent), None)
        if found is None or not found.percent.endswith("%"):
            return found.percent if found else ""
        of = "sum.ofplanned" if item.id == sum_.prescribed else "sum.ofprescribed"
        return say(of, percent=found.percent)

    def echo(self, item: Item, answer: Answer) -> str:
        """The dose in each of its units, so that a slip by a million is seen."""
        return " = ".join(
            f"{show(self.study, item, answer) if name == item.unit else raw_text(self.study, item, evolve(answer, unit=name))} {name}"
            for name in (item.unit, *(unit.unit for unit in item.units))
        )

    def offset(self, item: Item, line: int) -> str:
        items = self.form.items
        before = items[items.index(item) - 1] if items.index(item) else item
        day = self.context.read(self.place, before.id, line)
        clock = self.context.answer(self.place, item.id, line).value
        if not isinstance(day, PartialDate) or not clock:
            return ""
        at = moment(day, clock, self.context.zone)
        return at.offset if isinstance(at, Moment) else ""

    def day_window(self, item: Item) -> str:
        day = self.context.read(self.place, item.id)
        if not isinstance(day, PartialDate) or not day.complete or not self.place.event:
            return ""
        label = day_label(self.context, day.complete)
        found = visit(self.context, self.place.event, self.place.event_key)
        if found.earliest is None or found.latest is None:
            return label
        ends = [show_date(PartialDate.of(end)) for end in (found.earliest, found.latest)]
        return say("layout.window", day=label, first=ends[0], last=ends[1])

    def template(self, text: str, line: int) -> str:
        def fill(found: re.Match[str]) -> str:
            if found[1].startswith("="):
                return say_value(evaluate(parse(found[1][1:]), self.context.scope(self.place, line)), found[1][1:])
            number = self.form.numbers.get(found[1]) or self.study.numbers.get(found[1])
            return f"{number.value} {number.unit}" if number else self.piped(found[1], line) or BLANK_PLACEHOLDER

        return re.sub(r"{([^{}]+)}", fill, text)


def item_numbers(form: Form) -> Mapping[str, str]:
    """Numbers of the items as page and screen show them; items beside another share its number."""
    numbers: dict[str, str] = {}
    for section, group in enumerate(form.groups, 1):
        row = 0
        for item in group.items:
            row += 0 if item.beside and row else 1
            numbers[item.id] = f"{section}.{row}"
    return numbers


def width_of(item: Item) -> int:
    """Characters an answer takes, on screen and paper."""
    if item.width:
        return item.width
    by_kind = {"integer": 6, "decimal": 8, "date": 11, "time": 8 if item.seconds else 5, "datetime": 17}
    return by_kind.get(item.type, min(item.length or 40, 40))


