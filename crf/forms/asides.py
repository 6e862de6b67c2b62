"""Muted words of a field: how a value came about, its percent, its day and window, its offset, what it lacks."""

from __future__ import annotations

import re

from crf.clinical.dates import Moment, PartialDate, show_span
from crf.forms.context import Context
from crf.forms.grounds import lacking
from crf.forms.judged import unconfirmed_under
from crf.forms.layout import DoseSum
from crf.forms.numbers import show_number
from crf.forms.record import Answer, Place
from crf.forms.schedule import Visit, day_label, visit
from crf.forms.telling import say_value
from crf.forms.values import as_typed, in_unit, moment, show, unit_names
from crf.study.expressions import Ref, parse
from crf.study.model import Form, Item
from crf.text import say, unit_words

BLANK_PLACEHOLDER = "____"
UNKNOWN = "–"


def text_parts(text: str) -> tuple[list[str], list[str]]:
    """The words around the placeholders of a template, and what stands in the placeholders."""
    parts = re.split(r"{([^{}]+)}", text)
    return parts[::2], parts[1::2]


def echo(item: Item, answer: Answer) -> str:
    """The answer in the units it doesn't stand in; only where the conversion is exact."""
    if not item.units or not answer.value:
        return ""
    stands = answer.unit if as_typed(item, answer) else item.unit
    told = [(in_unit(item, answer.value, name), name) for name in unit_names(item) if name != stands]
    # A value that can't be exact in a unit comes back with its own unit behind it.
    return " = ".join(f"{show_number(value)} {unit_words(name)}" for value, name in told if " " not in value)


class Asides:
    """The computed words of one form's fields."""

    def __init__(self, form: Form, place: Place, context: Context, sum_: DoseSum | None) -> None:
        self.form, self.place, self.context, self.sum = form, place, context, sum_
        self.items = context.items[form.id]
        self.order = {item.id: n for n, item in enumerate(form.items)}

    def of(self, item: Item, line: int, answer: Answer) -> str:
        """The words beside an answer."""
        if item.method and answer.blank:
            return self.lacks(item, line)
        if not answer.value:
            return ""
        if item.method:
            return " · ".join(filter(None, (self.template(item.shown, line), self.unconfirmed(item))))
        if item.shown:
            return self.template(item.shown, line)
        return self.compared(item) or self.placed(item, line, answer)

    def unconfirmed(self, item: Item) -> str:
        """How many judgements behind a derived value no investigator confirmed yet."""
        count = unconfirmed_under(self.context, self.place, item)
        return say("layout.unconfirmed" if count == 1 else "layout.unconfirmeds", count=count) if count else ""

    def lacks(self, item: Item, line: int) -> str:
        """What a derived value can't be told without; empty where its parts are there and make no sense."""
        refs = dict.fromkeys(lacking(parse(item.method), self.context.scope(self.place, line)))
        return say("layout.lacks", what=", ".join(map(self.question, refs))) if refs else ""

    def question(self, ref: Ref) -> str:
        form = self.context.index.forms[ref.form or self.form.id]
        ask = self.context.items[form.id][ref.item].ask
        return ask if form is self.form else say("layout.lacks.other", question=ask, form=form.short or form.name)

    def compared(self, item: Item) -> str:
        """A dose against its reference."""
        parts = self.form.sum
        found = next((one for one in self.sum.comparisons if one.item == item.id), None) if self.sum else None
        if not parts or not found or not found.percent.endswith("%"):
            return found.percent if found else ""
        of = say("sum.ofplanned", percent=found.percent) if item.id == parts.prescribed else ""
        return of or say("sum.ofprescribed", percent=found.percent)

    def placed(self, item: Item, line: int, answer: Answer) -> str:
        """Where a date or time lies: its day and window, its offset from UTC."""
        if item.type == "time":
            return self.offset(item, line, answer)
        return self.day_window(item) if item.id in self.context.index.dating[self.form.id][:1] else ""

    def offset(self, item: Item, line: int, answer: Answer) -> str:
        """The distance from UTC of a time that stands right after its date."""
        before = self.form.items[max(self.order[item.id] - 1, 0)]
        day = self.context.read(self.place, before.id, self.context.line_of(self.form.id, before.id, line))
        at = moment(day, answer.value, self.context.zone) if isinstance(day, PartialDate) else None
        return at.offset if isinstance(at, Moment) else ""

    def day_window(self, item: Item) -> str:
        """The protocol day of the date that dates the visit, and the visit's window."""
        day = self.context.read(self.place, item.id)
        if not isinstance(day, PartialDate) or not day.complete:
            return ""
        label = day_label(self.context, day.complete)
        found = self.visit()
        if found is None or found.earliest is None or found.latest is None:
            return label
        return say("layout.window", day=label, window=show_span(found.earliest, found.latest))

    def visit(self) -> Visit | None:
        return visit(self.context, self.place.event, self.place.event_key) if self.place.event else None

    def piped(self, text: str, line: int) -> str:
        """A text with earlier answers, the visit and the form in it; a line to fill where they aren't known."""
        if "{" not in text:
            return text
        return re.sub(r"{(\w+)}", lambda found: self.named(found[1], line) or BLANK_PLACEHOLDER, text)

    def template(self, text: str, line: int) -> str:
        """A text with answers, numbers and computed values in it; empty where an answer it names isn't known, or none
        of its values is."""
        words, names = text_parts(text)
        told = [self.told(name, line) for name in names]
        lacking_answer = any(name in self.items and one is None for name, one in zip(names, told, strict=True))
        if lacking_answer or (told and not any(told)):
            return ""
        filled = [*(UNKNOWN if one is None else one for one in told), ""]
        return "".join(one for pair in zip(words, filled, strict=True) for one in pair)

    def told(self, name: str, line: int) -> str | None:
        """What stands for a placeholder; None where it isn't known."""
        if name.startswith("="):
            value = self.context.scope(self.place, line).result(name[1:])
            return None if value is None else say_value(value, name[1:])
        number = self.form.numbers.get(name) or self.context.study.numbers.get(name)
        return f"{number.value} {unit_words(number.unit)}".strip() if number else self.named(name, line) or None

    def named(self, name: str, line: int) -> str:
        """The answer an item has, the visit's or the form's name; what is none of them stands as written."""
        if name == "FORM":
            return self.form.name
        if name == "VISIT":
            found = self.visit()
            return found.name if found else ""
        item = self.items.get(name)
        if item is None:
            return f"{{{name}}}"
        own = self.context.line_of(self.form.id, name, line)
        return show(self.context.study, item, self.context.answer(self.place, name, own))
