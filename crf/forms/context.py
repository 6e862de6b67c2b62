"""What surrounds a form: all current values of the subject, the clock, anchors, and how expressions see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from attrs import evolve, frozen

from crf.clinical.dates import Moment, PartialDate
from crf.ctcae import dictionary
from crf.forms.record import BLANK, Answer, Place, Record, SubjectData
from crf.forms.values import moment, typed
from crf.study.evaluate import Sample, Value, day_of, evaluate
from crf.study.expressions import Ref, parse
from crf.study.model import Form, Item, Number, Study
from crf.study.rules import parse_rule

ENDLESS = date(9999, 12, 31)


@frozen(slots=False)
class Context:
    """A subject's data seen at an instant. `now` is local, aware; `zone` the site's time zone (IANA)."""

    study: Study
    data: SubjectData
    now: datetime
    zone: str

    def with_record(self, place: Place, record: Record) -> Context:
        """The same surroundings with one record replaced."""
        return evolve(self, data=self.data.with_record(place, record))

    def scope(self, place: Place | None = None, line: int = 0, choice: str = "") -> FormScope:
        """How an expression at a place and line sees the casebook."""
        return FormScope(self, place, line, choice)

    @cached_property
    def items(self) -> Mapping[str, Mapping[str, Item]]:
        """Items by form and id."""
        return {form.id: {item.id: item for item in form.items} for form in self.study.forms}

    @cached_property
    def repeating(self) -> frozenset[tuple[str, str]]:
        """Form and item ids of everything inside repeating groups."""
        return frozenset(
            (form.id, item.id) for form in self.study.forms for group in form.groups if group.repeats for item in group.items
        )

    @cached_property
    def places(self) -> Mapping[str, Sequence[tuple[Place, Moment | PartialDate | None]]]:
        """Places that count (not voided), by form, in order of time; undated ones last."""
        found: dict[str, list[tuple[Place, Moment | PartialDate | None]]] = {}
        for place, record in self.data.records.items():
            if 0 not in record.voided and place.form in self.items:
                found.setdefault(place.form, []).append((place, self.when(place)))
        for places in found.values():
            places.sort(key=lambda pair: _order(pair[1]))
        return found

    def when(self, place: Place) -> Moment | PartialDate | None:
        """When a record was made: its dating item, with the time beside it where there is one; None while undated."""
        dating = dating_items(self.study.form(place.form))
        if not dating:
            return None
        day = self.read(place, dating[0])
        if not isinstance(day, PartialDate):
            return day_moment(day)
        clock = self.read(place, dating[1]) if len(dating) > 1 else None
        return moment(day, str(clock or ""), self.zone)

    def read(self, place: Place, item: str, line: int = 0) -> Value:
        """The typed value of an item; None where blank, missing or not part of the form."""
        one = self.items[place.form].get(item)
        return typed(one, self.answer(place, item, line), self.zone) if one else None

    def answer(self, place: Place, item: str, line: int = 0) -> Answer:
        """The answer of an item; BLANK where nothing stands or the record or line is voided."""
        record = self.data.records.get(place)
        if record is None or 0 in record.voided or line in record.voided:
            return BLANK
        return record.answer(item, line)

    def anchor(self, id: str) -> date | None:
        """The day of an anchor: the actual one once known, the planned one before."""
        return self.anchors[id][0]

    @cached_property
    def anchors(self) -> Mapping[str, tuple[date | None, bool]]:
        """Every anchor's day and whether it is the actual one."""
        found: dict[str, tuple[date | None, bool]] = {}
        for anchor in self.study.anchors:
            actual = self._day(anchor.actual)
            found[anchor.id] = (actual, True) if actual else (self._day(anchor.planned), False)
        return found

    def _day(self, text: str) -> date | None:
        value = evaluate(parse(text), self.scope()) if text else None
        return day_of(value).complete if isinstance(value, Moment | PartialDate) else None

    def holds(self, text: str) -> bool:
        """Whether a condition on the whole subject is true; unknown is not."""
        return evaluate(parse(text), self.scope()) is True

    def day(self, text: str) -> date | None:
        """The day an expression of the schedule gives; None where it can't be told."""
        return self._day(text)


@frozen
class FormScope:
    """The casebook as an expression at one place and line sees it (see `crf.study.evaluate.Scope`)."""

    context: Context
    place: Place | None
    line: int = 0
    choice: str = ""

    def value(self, ref: Ref) -> Value:
        """Own items in this line or outside lines; another form's at this visit, else its latest."""
        if ref.item == "CHOICE" and not ref.form:
            return self.choice
        found = self._find(ref)
        return self.context.read(found[0], ref.item, found[1]) if found else None

    def is_missing(self, ref: Ref) -> bool:
        """Whether a missing code stands at the item."""
        found = self._find(ref)
        return bool(found and self.context.answer(found[0], ref.item, found[1]).missing)

    def _find(self, ref: Ref) -> tuple[Place, int] | None:
        own = self.place
        if own is not None and ref.form in ("", own.form) and not ref.event:
            return own, self.line if (own.form, ref.item) in self.context.repeating else 0
        places = [place for place, _ in self.context.places.get(ref.form, ()) if ref.event in ("", place.event)]
        if own is not None and not ref.event:
            here = [place for place in places if (place.event, place.event_key) == (own.event, own.event_key)]
            places = here or places
        known = [place for place in places if not self.context.answer(place, ref.item).blank]
        return ((known or places)[-1], 0) if places else None

    def samples(self, ref: Ref) -> Sequence[Sample]:
        """All values of an item over visits, rows and lines that count, in order of time."""
        form = ref.form or (self.place.form if self.place else "")
        found = []
        for place, when in self.context.places.get(form, ()):
            if ref.event not in ("", place.event):
                continue
            record = self.context.data.records[place]
            lines = record.lines if (form, ref.item) in self.context.repeating else (0,)
            for line in lines:
                value = self.context.read(place, ref.item, line)
                if value is not None:
                    found.append(Sample(value, when, FormScope(self.context, place, line)))
        return found

    def named(self, name: str) -> Value:
        """A number of the form or the study (percent as a ratio, text as text), or a dose rule of the form."""
        form = self.context.study.form(self.place.form) if self.place else None
        if form and name in form.rules:
            return parse_rule(form.rules[name].rule)
        number = (form.numbers.get(name) if form else None) or self.context.study.numbers.get(name)
        return number_value(number) if number else None

    def anchor(self, id: str) -> date | None:
        """The day of an anchor."""
        return self.context.anchor(id)

    def window(self) -> tuple[date | None, date | None]:
        """First and last day of this visit's window."""
        from crf.forms.schedule import visit

        if self.place is None:
            return None, None
        found = visit(self.context, self.place.event, self.place.event_key)
        return found.earliest, found.latest

    def visit_day(self) -> date | None:
        """The day this visit happened, else its planned day."""
        from crf.forms.schedule import visit

        if self.place is None:
            return None
        found = visit(self.context, self.place.event, self.place.event_key)
        return found.actual or found.planned

    def today(self) -> date:
        """The local day."""
        return self.context.now.date()

    def moment(self, day: PartialDate, clock: str) -> Moment | PartialDate:
        """A day and time in the site's time zone."""
        return moment(day, clock, self.context.zone)

    def grade_exists(self, code: str, grade: int) -> bool:
        """Whether a CTCAE term has a grade."""
        term = dictionary().by_code(code)
        return term is not None and term.exists(grade)


def dating_items(form: Form) -> tuple[str, ...]:
    """The item that dates a record of this form and the time item right after it; empty where nothing does."""
    items = form.items
    for n, item in enumerate(items):
        if item.dates_visit:
            after = items[n + 1 : n + 2]
            return (item.id, *(one.id for one in after if one.type == "time"))
    return ()


def number_value(number: Number) -> Value:
    """A number of the definition as expressions see it: percent as a ratio, named choices as text."""
    if number.unit == "text":
        return number.value
    value = Decimal(number.value)
    return value / 100 if number.unit == "%" else value


def day_moment(value: Value) -> Moment | PartialDate | None:
    """The value where it is a moment; None otherwise."""
    return value if isinstance(value, Moment | PartialDate) else None


def _order(when: Moment | PartialDate | None) -> tuple[date, str]:
    if when is None:
        return ENDLESS, ""
    day = day_of(when).latest
    clock = when.clock.isoformat() if isinstance(when, Moment) and when.clock else ""
    return day, clock


