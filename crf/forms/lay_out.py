"""From a definition and a fill to the neutral tree that screen and paper walk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from attrs import evolve

from crf.forms import judged, tlt
from crf.forms.advance import PROPOSED
from crf.forms.asides import Asides, echo
from crf.forms.beside import NOTHING, Judge
from crf.forms.checks import lines_of, offered
from crf.forms.context import Context
from crf.forms.layout import Field, LogLine, Option, Page, Row, Section
from crf.forms.links import link_words
from crf.forms.ranges import names_of
from crf.forms.record import BLANK, Answer, Finding, Place, Record, Step, Where
from crf.forms.sentences import condition
from crf.forms.standing import Query, kept, queries, verified
from crf.forms.sums import dose_sum
from crf.forms.telling import range_text
from crf.forms.values import JOINT, as_typed, raw_text, show, unit_names
from crf.study.model import Form, Group, Item


def lay_out(form: Form, place: Place, step: Step, context: Context) -> Page:
    """The form with its present fill: answers, drafts, findings, what is visible, the dose sum."""
    seen = context.with_record(place, step.record)
    own = kept(seen, place)
    if own is not None:  # locked or signed: as the definition it stays with asks it
        form, seen = own.index.forms[place.form], own
    return _Fill(form, place, step, seen).page()


def blank_page(form: Form, place: Place, context: Context) -> Page:
    """The form without answers; every item is there, with the condition under which it is asked."""
    visible = frozenset((0, item.id) for item in form.items)
    step = Step(Record(form.id), visible, {}, ())
    page = _Fill(form, place, step, context.with_record(place, step.record)).page()
    return evolve(page, sections=tuple(evolve(section, visible=True) for section in page.sections), sum=None)


class _Fill:
    """One layout in the making: numbers of the items, findings by place, the step's answers."""

    def __init__(self, form: Form, place: Place, step: Step, context: Context) -> None:
        self.form, self.place, self.step = form, place, step
        # What is struck is shown as it stood: conditions, sums and asides are those of the values under the line.
        self.context = context.unvoided(place)
        self.study = context.study
        self.numbers = item_numbers(form)
        self.sum = dose_sum(form, place, self.context)
        self.asides = Asides(form, place, self.context, self.sum)
        self.judge = Judge(self.context, place)
        self.stopped = (place.event, place.event_key) in context.data.stopped
        self.asked: dict[Where, tuple[Query, ...]] = {}
        for one in queries(step.record) if step.record.marks else ():
            self.asked[one.line, one.item] = (*self.asked.get((one.line, one.item), ()), one)
        self.findings: dict[Where, list[Finding]] = {}
        for finding in step.findings:
            self.findings.setdefault((finding.line, finding.item), []).append(finding)

    def page(self) -> Page:
        form = self.form
        sections = tuple(self.section(n, group) for n, group in enumerate(form.groups, 1))
        void = self.step.record.voided.get(0, "")
        return Page(form.id, form.name, form.version, form.note, sections, self.sum, form.log, void)

    def section(self, n: int, group: Group) -> Section:
        visible = not group.show or self.context.scope(self.place).result(group.show) is True
        if not group.repeats:
            return Section(group.id, str(n), group.name, self.rows(group), visible=visible)
        lines = enumerate(lines_of(group, self.step.record), 1)
        return Section(
            group.id,
            str(n),
            group.name,
            columns=tuple(self.column(group, item) for item in group.items),
            lines=tuple(self.line(group, line, shown) for shown, line in lines),
            style="cards" if group.style == "cards" else "table",
            blank_lines=group.blank_lines,
            visible=visible,
        )

    def line(self, group: Group, line: int, shown: int) -> LogLine:
        fields = tuple(self.field(group, item, line) for item in group.items)
        return LogLine(line, str(shown), fields, self.step.record.voided.get(line, ""))

    def rows(self, group: Group) -> tuple[Row, ...]:
        rows: list[Row] = []
        for item in group.items:
            field = self.field(group, item, 0)
            kind = self.kind(item)
            if item.link and field.answer.blank:
                continue  # written by an act alone: where there is no link there is nothing to ask or to write on
            if kind == "note":
                if field.visible:
                    rows.append(Row((), "note", field.question, field.number))
            elif rows and rows[-1].kind == kind and (kind == "sum" or item.beside):
                rows[-1] = evolve(rows[-1], fields=(*rows[-1].fields, field))
            else:
                rows.append(Row((field,), kind, number=field.number))
        return tuple(rows)

    def kind(self, item: Item) -> Literal["fields", "note", "sum"]:
        """How an item's row is drawn; derived items that the dose sum shows in their stead stand together."""
        parts = self.form.sum
        if item.type == "note":
            return "note"
        return "sum" if parts and item.id in (parts.height, parts.bsa, parts.planned) else "fields"

    def column(self, group: Group, item: Item) -> Field:
        """The head of a column: an empty field."""
        known = self.defined(group, item)
        question = self.asides.piped(item.row or item.ask, 0)
        return evolve(known, question=question, options=self.options(known, item, 0, BLANK))

    def defined(self, group: Group, item: Item) -> Field:
        """A field as the definition has it, empty; of a visit that was stopped nobody waits for an answer any more."""
        known = self.context.index.fields.get((self.form.id, item.id))
        if known is None:
            known = self.context.index.fields[self.form.id, item.id] = self.define(group, item)
        return evolve(known, required=False) if known.required and self.stopped else known

    def define(self, group: Group, item: Item) -> Field:
        choices = self.study.codelist(item.codelist).choices if item.codelist else ()
        asked = " and ".join(f"({one})" for one in dict.fromkeys((group.show, item.show)) if one)
        return Field(
            item=item.id,
            line=0,
            number=self.numbers[item.id],
            question=item.row or item.ask,
            kind=item.type,
            unit=item.unit,
            units=unit_names(item) if item.units else (),
            echoed=item.echo,
            hint=item.hint or (tlt.words(self.study) if tlt.decides(self.study, self.form.id, item.id) else ""),
            help=item.help,
            range=range_text(item),
            missing=item.missing,
            width=width_of(item),
            lines=item.lines,
            decimals=item.decimals,
            required=item.required and not item.method and item.type != "note",
            derived=bool(item.method or item.link or item.kept),
            linked=bool(item.link),
            partial=item.partial,
            seconds=item.seconds,
            pattern_example=item.example,
            beside=item.beside,
            condition=condition(self.study, self.form, asked, self.numbers),
            annotation=item.cdash,
            source=item.source,
            options=tuple(Option(one.code, one.text) for one in choices),
        )

    def field(self, group: Group, item: Item, line: int) -> Field:
        """A field with what stands in it."""
        where = (line, item.id)
        answer = self.step.record.answer(item.id, line)
        draft = self.step.record.drafts.get(where)
        visible = where in self.step.visible
        defined = self.defined(group, item)
        beside = self.judge.of(item, line, answer) if visible else NOTHING
        return defined.filled(
            line,
            self.asides.piped(defined.question, line),
            options=self.options(defined, item, line, answer, visible),
            offers=names_of(self.context, item),
            visible=visible,
            answer=answer,
            text=link_words(self.context, answer) if item.link else show(self.study, item, answer),
            raw=draft.raw if draft else raw_text(self.study, item, answer),
            typed=as_typed(item, answer),
            draft=draft,
            proposed=answer.note == PROPOSED,
            judged=judged.state(self.form, self.step.record, item, line) if item.judged and visible else "",
            aside=self.asides.of(item, line, answer) if visible else "",
            echo=echo(item, answer) if visible else "",
            normal=beside.normal,
            since=beside.since,
            flag=beside.flag,
            graded=beside.graded,
            findings=tuple(self.findings.get(where, ())),
            queries=self.asked.get(where, ()),
            verified=verified(self.step.record, where) if self.step.record.marks else "",
        )

    def options(self, defined: Field, item: Item, line: int, answer: Answer, asked: bool = True) -> tuple[Option, ...]:
        """The choices, those saved and no longer in the list among them; of a question not asked none is withdrawn."""
        if not item.codelist:
            return ()
        known = defined.options
        if asked and item.offer:
            known = tuple(evolve(one, offered=offered(item, self.place, line, one.code, self.context)) for one in known)
        listed = {one.code for one in known}
        gone = [code for code in answer.value.split(JOINT) if code and code not in listed]
        return (*known, *(Option(code, code, offered=False) for code in gone))


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
