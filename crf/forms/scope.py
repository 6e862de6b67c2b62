"""The casebook as an expression at one place and line sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from attrs import evolve, frozen

from crf.clinical.dates import Moment, PartialDate
from crf.ctcae import term_of
from crf.forms.judged import state
from crf.forms.links import link_to
from crf.forms.ranges import in_force
from crf.forms.record import BLANK, Answer, Place
from crf.forms.special import special_of
from crf.forms.values import coded_in, moment
from crf.study.dosing import rule_of
from crf.study.evaluate import Sample, Value, compare, evaluate
from crf.study.expressions import Ref, parse
from crf.study.model import NONE, Number

if TYPE_CHECKING:
    from crf.forms.context import Context
    from crf.forms.schedule import Visit


@frozen
class FormScope:
    """A place and line (none: the whole subject), and the code of a choice whose offer is asked for.

    Answers what `crf.study.scope.Scope` asks.
    """

    context: Context
    place: Place | None
    line: int = 0
    choice: str = ""

    def result(self, text: str) -> Value:
        """The value of an expression as written."""
        return evaluate(parse(text), self)

    def value(self, ref: Ref) -> Value:
        """Own items in this line or outside lines; another form's at this visit, else its latest up to this record."""
        if ref.item == "CHOICE" and not ref.form:
            return self.choice
        found = self._find(ref)
        return self.context.read(found[0], ref.item, found[1]) if found else None

    def is_missing(self, ref: Ref) -> bool:
        """Whether a missing code stands at the item."""
        return bool(self.answer(ref).missing)

    def is_here(self, ref: Ref) -> bool:
        """Whether the form of an item is asked at this very visit, whatever was entered of it."""
        return self.place is not None and ref.form in self.context.study.event(self.place.event).forms

    def is_reopened(self, ref: Ref) -> bool:
        """Whether a judgement was confirmed, and something it rests on has changed since."""
        found = self._find(ref)
        record = self.context.record(found[0]) if found else None
        if found is None or record is None:
            return False
        form = self.context.index.forms[record.form]
        return state(form, record, form.item(ref.item), found[1]) == "reopened"

    def answer(self, ref: Ref) -> Answer:
        """The answer whose value an expression reads; BLANK where nothing stands."""
        found = self._find(ref)
        return self.context.answer(found[0], ref.item, found[1]) if found else BLANK

    def place_of(self, ref: Ref) -> Place | None:
        """The record an expression reads an item of."""
        found = self._find(ref)
        return found[0] if found else None

    def _find(self, ref: Ref) -> tuple[Place, int] | None:
        own = self.place
        form = ref.form or (own.form if own else "")
        if own is not None and form == own.form and not ref.event:
            return own, self.context.line_of(form, ref.item, self.line)
        places = self._so_far(form, ref.event)
        if own is not None and places and self.context.index.forms[form].applies and not ref.event:
            # Of these records one holds here; the others answer only where it says nothing of the item.
            places = in_force(self.context, own, form, ref.item)[::-1]
        known = [place for place in places if not self.context.answer(place, ref.item).blank]
        return ((known or places)[-1], 0) if places else None

    def _so_far(self, form: str, event: str) -> Sequence[Place]:
        """Records to choose from: at the event asked for, at this visit, else none that lies after this record."""
        key = ("so far", self.place, form, event)
        found = self.context.kept.get(key)
        if found is None:
            found = self.context.kept[key] = self._choose(form, event)
        return cast("Sequence[Place]", found)

    def _choose(self, form: str, event: str) -> Sequence[Place]:
        dated = self.context.places.get(form, ())
        own = self.place
        if event:
            return [place for place, _ in dated if place.event == event]
        if own is None:
            return [place for place, _ in dated]
        here = [place for place, _ in dated if (place.event, place.event_key) == (own.event, own.event_key)]
        if here:
            return here
        now = self.context.when(own) or _partial(self.visit_day())
        dates_itself = bool(self.context.index.dating.get(form))
        return [
            place
            for place, when in dated
            if now is None or not dates_itself or (when is not None and compare(when, now) != 1)
        ]

    def above(self) -> Sequence[FormScope]:
        """This record as it is seen from each line above this one; of a voided line nothing is read."""
        record = self.context.record(self.place) if self.place else None
        return [evolve(self, line=line) for line in record.lines if line < self.line] if record else []

    def samples(self, ref: Ref) -> Sequence[Sample]:
        """All values of an item over visits, rows and lines that count, in order of time.

        An item without its form is of this record: only its own lines count then.
        """
        asked = (ref.form or (self.place.form if self.place else ""), ref.item, ref.event)
        found = self.context.samples.get(asked)
        if found is None:
            found = self.context.samples[asked] = list(self._samples(*asked))
        if ref.form or ref.event:
            return found
        return [one for one in found if isinstance(one.scope, FormScope) and one.scope.place == self.place]

    def _samples(self, form: str, item: str, event: str) -> Iterator[Sample]:
        repeating = (form, item) in self.context.repeating
        for place, when in self.context.places.get(form, ()):
            if event not in ("", place.event):
                continue
            record = self.context.record(place)
            for line in record.lines if repeating and record else (0,):
                value = self.context.read(place, item, line)
                if value is not None:
                    yield Sample(value, when, FormScope(self.context, place, line))

    def tied(self, link: Ref, other: Sample) -> bool:
        """Whether another record is tied to this one: by a link of this form (ITEM), or one of its own (FORM.ITEM)."""
        if self.place is None or not isinstance(other.scope, FormScope) or other.scope.place is None:
            return False
        own, there = self.place, other.scope.place
        holds, named = (there, own) if link.form else (own, there)
        return self.context.answer(holds, link.item).value == link_to(named)

    def named(self, name: str) -> Value:
        """A number of the form or the study (percent as a ratio, text as text), or a dose rule of the form."""
        form = self.context.index.forms[self.place.form] if self.place else None
        if form and name in form.rules:
            return rule_of(self.context.study, form, name)
        number = (form.numbers.get(name) if form else None) or self.context.study.numbers.get(name)
        return number_value(number) if number else None

    def anchor(self, id: str) -> date | None:
        """The day of an anchor."""
        return self.context.anchor(id)

    def window(self) -> tuple[date | None, date | None]:
        """First and last day of this visit's window."""
        found = self._visit()
        return (found.earliest, found.latest) if found else (None, None)

    def visit_day(self) -> date | None:
        """The day this visit happened, else its planned day."""
        found = self._visit()
        return (found.actual or found.planned) if found else None

    def _visit(self) -> Visit | None:
        from crf.forms.schedule import visit

        return visit(self.context, self.place.event, self.place.event_key) if self.place else None

    def today(self) -> date:
        """The local day."""
        return self.context.now.date()

    def outside(self, item: str) -> bool | None:
        """Whether the value of an own item lies outside its limits of normal; False where nothing stands there."""
        from crf.forms.normal import normal

        own = self.place
        one = self.context.items[own.form].get(item) if own else None
        if own is None or one is None:
            return None
        return normal(self, one).outside(self.context.read(own, item, self.context.line_of(own.form, item, self.line)))

    def moment(self, day: PartialDate, clock: str) -> Moment | PartialDate:
        """A day and time in the site's time zone."""
        return moment(day, clock, self.context.zone)

    def grade_exists(self, code: str, grade: int) -> bool:
        """Whether a CTCAE term has a grade, in the version it was coded in here; the study's where it wasn't."""
        term = term_of(code, self._version_of(code))
        return term is not None and term.exists(grade)

    def _version_of(self, code: str) -> str:
        if self.place is not None:
            for item in self.context.items[self.place.form].values():
                if item.type == "term":
                    line = self.context.line_of(self.place.form, item.id, self.line)
                    answer = self.context.answer(self.place, item.id, line)
                    if answer.value == code:
                        return coded_in(answer)
        return self.context.study.ctcae

    def coded_in(self, ref: Ref) -> str | None:
        """The version of CTCAE a term was coded in; None where no term stands."""
        answer = self.answer(ref)
        return coded_in(answer) if answer.value else None

    def special(self, code: str, words: str) -> str:
        """The id of the special interest a CTCAE code has, with the words reported; empty for none."""
        found = special_of(self.context.study, code, words)
        return found.id if found else ""

    def criterion(self, code: str, grade: int, version: str) -> str:
        """NCI's words for a grade of a term; empty where the version isn't there, or has no such term or grade."""
        term = term_of(code, version)
        return term.criteria(grade) if term else ""


def number_value(number: Number) -> Value:
    """A number of the definition as expressions see it: percent as a ratio, named choices as text, none unknown."""
    if number.unit == "text":
        return number.value
    if number.value == NONE:
        return None
    value = Decimal(number.value)
    return value / 100 if number.unit == "%" else value


def _partial(day: date | None) -> PartialDate | None:
    return PartialDate.of(day) if day else None
