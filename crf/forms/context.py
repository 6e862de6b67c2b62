"""What surrounds a form: all current values of the subject, the clock, anchors, and what a schedule makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import Factory, evolve, field, frozen

from crf.clinical.dates import Moment, PartialDate
from crf.forms.index import Index, dating_items
from crf.forms.record import BLANK, Answer, Place, Record, SubjectData
from crf.forms.scope import FormScope, number_value
from crf.forms.values import moment, typed
from crf.study.evaluate import Sample, Value, day_of
from crf.study.model import Item, Study

if TYPE_CHECKING:
    from crf.forms.schedule import Happened, Visit

__all__ = ["Context", "FormScope", "When", "dating_items", "number_value"]

When = Moment | PartialDate | None
"""When a record was made; None while undated."""


@frozen(slots=False)
class Context:
    """A subject's data seen at an instant. `now` is local, aware; `zone` the site's time zone (IANA)."""

    study: Study
    data: SubjectData
    now: datetime
    zone: str
    site: Mapping[Place, Record] = field(factory=dict, repr=False)  # records of the forms a whole site shares
    older: Mapping[str, Index] = field(factory=dict, eq=False, repr=False)  # definitions no longer in force, by build
    index: Index = field(default=Factory(lambda self: Index(self.study), takes_self=True), eq=False, repr=False)
    # Worked out once for these data, by crf.forms.schedule and crf.forms.scope.
    happened: dict[tuple[str, str], Happened] = field(factory=dict, init=False, eq=False, repr=False)
    visits: dict[str, Sequence[Visit]] = field(factory=dict, init=False, eq=False, repr=False)
    samples: dict[tuple[str, str, str], Sequence[Sample]] = field(factory=dict, init=False, eq=False, repr=False)
    alike: dict[str, Mapping[str, Sequence[Place]]] = field(factory=dict, init=False, eq=False, repr=False)
    earlier: dict[str, Context] = field(factory=dict, init=False, eq=False, repr=False)  # under older definitions
    kept: dict[object, object] = field(factory=dict, init=False, eq=False, repr=False)  # ranges, baselines

    def record(self, place: Place) -> Record | None:
        """The record of a place, of the subject or of the site; None where nothing stands."""
        return self.data.records.get(place) or self.site.get(place)

    def with_record(self, place: Place, record: Record) -> Context:
        """The same surroundings with one record replaced."""
        before = self.data.records.get(place)
        if before is record:
            return self
        found = evolve(self, data=self.data.with_record(place, record))
        if before is not None and self._same_times(before, record):
            found.__dict__.update(places=self.places, anchors=self.anchors)
            found.happened.update(self.happened)
            found.visits.update(self.visits)
        return found

    def _same_times(self, before: Record, after: Record) -> bool:
        """Whether dates, anchors and windows stay as they are when one record takes the place of another."""
        if before.started != after.started or before.voided != after.voided:
            return False
        timing = self.index.timing.get(before.form, frozenset())
        wheres = before.answers.keys() | after.answers.keys()
        return all(before.answers.get(one) == after.answers.get(one) for one in wheres if one[1] in timing)

    def unvoided(self, place: Place) -> Context:
        """The same surroundings with one record as if nothing of it were voided, to show what is struck."""
        record = self.data.at(place)
        return self.with_record(place, evolve(record, voided={})) if record.voided else self

    def scope(self, place: Place | None = None, line: int = 0, choice: str = "") -> FormScope:
        """How an expression at a place and line sees the casebook."""
        return FormScope(self, place, line, choice)

    @property
    def items(self) -> Mapping[str, Mapping[str, Item]]:
        """Items by form and id."""
        return self.index.items

    @property
    def repeating(self) -> frozenset[tuple[str, str]]:
        """Form and item ids of everything inside repeating groups."""
        return self.index.repeating

    @cached_property
    def places(self) -> Mapping[str, Sequence[tuple[Place, When]]]:
        """Places that count (not voided), by form, in order of time; undated ones last."""
        found: dict[str, list[tuple[Place, When]]] = {}
        for place, record in {**self.site, **self.data.records}.items():
            if 0 not in record.voided and place.form in self.items:
                found.setdefault(place.form, []).append((place, self.when(place)))
        for places in found.values():
            places.sort(key=lambda pair: order_of(pair[1]))
        return found

    def when(self, place: Place) -> When:
        """When a record was made: its dating item, with the time beside it; None while undated. Voided or not."""
        record, dating = self.record(place), self.index.dating[place.form]
        if record is None or not dating:
            return None
        day, *clocks = (self._typed(record, item, 0) for item in dating)
        if not isinstance(day, PartialDate):
            return day if isinstance(day, Moment) else None
        return moment(day, str(clocks[0] or "") if clocks else "", self.zone)

    def read(self, place: Place, item: str, line: int = 0) -> Value:
        """The typed value of an item; None where blank, missing, voided or not part of the form."""
        record = self.record(place)
        if record is None or 0 in record.voided or line in record.voided:
            return None
        return self._typed(record, item, line)

    def _typed(self, record: Record, item: str, line: int) -> Value:
        one = self.items[record.form].get(item)
        if one is None:
            return None
        # Kept beside the record: the same value is asked for by many expressions, and parsing it costs most.
        kept = record.typed.get((line, item))
        if kept is None or kept[0] is not one or kept[1] != self.zone:
            kept = record.typed[line, item] = (one, self.zone, typed(one, record.answer(item, line), self.zone))
        return kept[2]

    def answer(self, place: Place, item: str, line: int = 0) -> Answer:
        """The answer of an item; BLANK where nothing stands or the record or line is voided."""
        record = self.record(place)
        if record is None or 0 in record.voided or line in record.voided:
            return BLANK
        return record.answer(item, line)

    def line_of(self, form: str, item: str, line: int) -> int:
        """The line an item asked for from a line stands in: 0 outside repeating groups."""
        return line if (form, item) in self.repeating else 0

    def anchor(self, id: str) -> date | None:
        """The day of an anchor: the actual one once known, the planned one before."""
        return self.anchors[id][0]

    @cached_property
    def anchors(self) -> Mapping[str, tuple[date | None, bool]]:
        """Every anchor's day and whether it is the actual one."""
        found: dict[str, tuple[date | None, bool]] = {}
        for anchor in self.study.anchors:
            actual = self.day(anchor.actual)
            found[anchor.id] = (actual, True) if actual else (self.day(anchor.planned), False)
        return found

    def holds(self, text: str) -> bool:
        """Whether a condition on the whole subject is true; unknown is not."""
        return self.scope().result(text) is True

    def day(self, text: str) -> date | None:
        """The day an expression on the whole subject gives; None where it can't be told, or for no expression."""
        value = self.scope().result(text) if text else None
        return day_of(value).complete if isinstance(value, Moment | PartialDate) else None


def order_of(when: When) -> tuple[date, time]:
    """A key that puts records in order of time: undated ones last, those without a time first of their day."""
    if when is None:
        return date.max, time.max
    clock = when.clock if isinstance(when, Moment) else None
    return day_of(when).latest, clock or time.min
