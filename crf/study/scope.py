"""What stands around an expression: the kinds of values, samples of an item over time, and what a scope must answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from attrs import frozen

from crf.clinical.dates import Moment, PartialDate
from crf.clinical.dates import compare as compare_days
from crf.clinical.faults import ClinicalFault
from crf.study.expressions import Ref
from crf.study.rules import DoseRule

Value = Decimal | str | bool | PartialDate | Moment | DoseRule | tuple[str, ...] | None
"""A value of an expression; None is unknown: blank, missing, or too partial to tell."""


@frozen
class Sample:
    """A value of an item somewhere in the casebook: when it was taken, and the scope it stands in."""

    value: Value
    when: Moment | PartialDate | None
    scope: Scope


class Scope(Protocol):
    """What stands around an expression: items, numbers, rules, anchors and the clock."""

    def value(self, ref: Ref) -> Value:
        """The value of an item as seen from here."""

    def is_missing(self, ref: Ref) -> bool:
        """Whether a missing code stands at the item."""

    def is_here(self, ref: Ref) -> bool:
        """Whether the form of an item is asked at this very visit, whatever was entered of it."""

    def is_reopened(self, ref: Ref) -> bool:
        """Whether a judgement was confirmed, and something it rests on has changed since."""

    def above(self) -> Sequence[Scope]:
        """This record as it is seen from each line above this one."""

    def samples(self, ref: Ref) -> Sequence[Sample]:
        """All values of an item over visits, rows and lines, in order of time."""

    def tied(self, link: Ref, other: Sample) -> bool:
        """Whether another record is tied to this one: by a link of this form (ITEM), or one of its own (FORM.ITEM)."""

    def named(self, name: str) -> Value:
        """A number or dose rule of the definition."""

    def anchor(self, id: str) -> date | None:
        """The day of an anchor: actual, else planned."""

    def window(self) -> tuple[date | None, date | None]:
        """First and last day of this visit's window."""

    def visit_day(self) -> date | None:
        """The day this visit happened as any of its forms knows it, else its planned day."""

    def today(self) -> date:
        """The local day."""

    def outside(self, item: str) -> bool | None:
        """Whether the value of an own item lies outside its limits of normal; None where it has none in force."""

    def moment(self, day: PartialDate, clock: str) -> Moment | PartialDate:
        """A day with a time of day (empty = unknown) in the site's time zone."""

    def grade_exists(self, code: str, grade: int) -> bool:
        """Whether a CTCAE term has a grade, in the version it was coded in."""

    def coded_in(self, ref: Ref) -> str | None:
        """The version of CTCAE a term was coded in; None where no term stands."""

    def special(self, code: str, words: str) -> str:
        """The id of the special interest a CTCAE code has, with the words reported; empty for none."""

    def criterion(self, code: str, grade: int, version: str) -> str:
        """NCI's words for a grade of a term in a version of the dictionary; empty where they can't be told."""


def compare(a: Value, b: Value) -> int | None:
    """-1, 0 or 1; None where one is unknown, kinds differ, or the known parts of two dates don't decide."""
    if isinstance(a, Moment | PartialDate) and isinstance(b, Moment | PartialDate):
        return _compare_times(a, b)
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return (a > b) - (a < b)
    if isinstance(a, str) and isinstance(b, str):
        return (a > b) - (a < b)
    if isinstance(a, bool) and isinstance(b, bool):
        return int(a) - int(b)
    if isinstance(a, tuple) and isinstance(b, tuple):
        return (a > b) - (a < b)
    return None


def _compare_times(a: Moment | PartialDate, b: Moment | PartialDate) -> int | None:
    """Two moments by the clock; a moment and a date by the day, since a date means the whole of it."""
    if isinstance(a, Moment) and isinstance(b, Moment):
        try:
            first, second = a.utc, b.utc
        except ClinicalFault:
            first = second = None
        if first and second:
            return (first > second) - (first < second)
        return compare_days(day_of(a), day_of(b)) or None  # the same day with a time unknown: can't be told
    return compare_days(day_of(a), day_of(b))


def day_of(when: Moment | PartialDate) -> PartialDate:
    """The day of a moment, or the date itself."""
    return PartialDate.of(when.day) if isinstance(when, Moment) else when
