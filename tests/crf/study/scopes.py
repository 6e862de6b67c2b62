"""A scope to evaluate expressions in: items, names, samples and days given by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal

from attrs import field, frozen

from crf.clinical.dates import Moment, PartialDate
from crf.study.evaluate import Sample, Value, evaluate
from crf.study.expressions import Ref, parse

ZONE = "Europe/Madrid"


@frozen
class Hand:
    """What stands around an expression, all of it given: items by their name in expressions (VS.WEIGHT@D1)."""

    items: Mapping[str, Value] = field(factory=dict)
    names: Mapping[str, Value] = field(factory=dict)
    rows: Mapping[str, Sequence[Sample]] = field(factory=dict)
    missing: frozenset[str] = frozenset()
    here: frozenset[str] = frozenset()
    reopened: frozenset[str] = frozenset()
    lines: Sequence[Hand] = ()
    anchors: Mapping[str, date] = field(factory=dict)
    span: tuple[date | None, date | None] = (None, None)
    visited: date | None = None

    def value(self, ref: Ref) -> Value:
        return self.items.get(path(ref))

    def is_missing(self, ref: Ref) -> bool:
        return path(ref) in self.missing

    def is_here(self, ref: Ref) -> bool:
        return path(ref) in self.here

    def is_reopened(self, ref: Ref) -> bool:
        return path(ref) in self.reopened

    def above(self) -> Sequence[Hand]:
        return self.lines

    def samples(self, ref: Ref) -> Sequence[Sample]:
        return self.rows.get(path(ref), ())

    def named(self, name: str) -> Value:
        return self.names.get(name)

    def anchor(self, id: str) -> date | None:
        return self.anchors.get(id)

    def window(self) -> tuple[date | None, date | None]:
        return self.span

    def visit_day(self) -> date | None:
        return self.visited

    def today(self) -> date:
        return date(2026, 3, 5)

    def moment(self, day: PartialDate, clock: str) -> Moment | PartialDate:
        if day.complete is None:
            return day
        return Moment(day.complete, time.fromisoformat(clock) if clock else None, ZONE)

    def outside(self, item: str) -> bool | None:
        return {"HGB": True, "WBC": False}.get(item)

    def grade_exists(self, code: str, grade: int) -> bool:
        return (code, grade) == ("10047700", 3)

    def coded_in(self, ref: Ref) -> str | None:
        return "6.0" if self.value(ref) else None


def path(ref: Ref) -> str:
    """An item as an expression names it."""
    return "".join([f"{ref.form}." if ref.form else "", ref.item, f"@{ref.event}" if ref.event else ""])


def value(text: str, scope: Hand | None = None, **items: Value) -> Value:
    """The value of an expression with items by name."""
    return evaluate(parse(text), scope or Hand(items))


def day(text: str) -> PartialDate:
    """A date or a part of one."""
    return PartialDate.parse_iso(text)


def at(text: str) -> Moment:
    """A moment: 2026-03-05T10:00, or the day alone with its time unknown."""
    on, _, clock = text.partition("T")
    return Moment(date.fromisoformat(on), time.fromisoformat(clock) if clock else None, ZONE)


def taken(number: object, when: str, scope: Hand | None = None) -> Sample:
    """A sample of a value at a date or moment; an empty one is undated."""
    known = at(when) if "T" in when else day(when) if when else None
    return Sample(number if isinstance(number, str) else Decimal(str(number)), known, scope or Hand())
