"""Limits of normal of one value: what they are where it stands, on which side of them it lies, whose they are."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, cast

from attrs import frozen

from crf.clinical.dates import PartialDate, show_date
from crf.forms.context import Context
from crf.forms.numbers import show_number
from crf.forms.ranges import day_at
from crf.forms.record import Place
from crf.forms.scope import FormScope
from crf.forms.values import in_unit
from crf.study.evaluate import Value
from crf.study.expressions import parse, refs
from crf.study.model import Item
from crf.text import say, unit_words

Flag = Literal["", "L", "H"]
"""Below the lower limit of normal, above the upper one; empty inside, and where nothing can be told."""


@frozen
class Normal:
    """The limits of normal of a value, in its item's own unit; None where there is none in force."""

    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def known(self) -> bool:
        """Whether there is any limit."""
        return self.low is not None or self.high is not None

    def flag(self, value: Value) -> Flag:
        """On which side of them a value lies; the limits themselves are normal."""
        if not isinstance(value, Decimal):
            return ""
        if self.low is not None and value < self.low:
            return "L"
        return "H" if self.high is not None and value > self.high else ""

    def outside(self, value: Value) -> bool | None:
        """Whether a value lies outside; no value doesn't; None where there is no limit to tell it by."""
        if not isinstance(value, Decimal):
            return False
        return bool(self.flag(value)) if self.known else None


def normal(scope: FormScope, item: Item) -> Normal:
    """The limits of normal of an item as seen from where it stands."""
    kept, key = scope.context.kept, ("normal", scope.place, scope.line, item.id)
    if key not in kept:
        low, high = (scope.result(text) if text else None for text in (item.lln, item.uln))
        kept[key] = Normal(low if isinstance(low, Decimal) else None, high if isinstance(high, Decimal) else None)
    return cast("Normal", kept[key])


def normal_text(item: Item, found: Normal, unit: str = "") -> str:
    """Both limits as people read them, in the unit asked for where they can be told in it: 0.2–1.2 mg/dL, ≤ 1.2."""
    own = [format(end, "f") if end is not None else "" for end in (found.low, found.high)]
    told = [in_unit(item, end, unit) if end and unit else end for end in own]
    if any(" " in end for end in told):
        # One of them can't be exact in that unit: then both stand in the item's own.
        told, unit = own, ""
    low, high = (show_number(end) if end else "" for end in told)
    unit = unit or item.unit
    behind = f" {unit_words(unit)}" if unit else ""
    if low and high:
        return f"{low}–{high}{behind}"
    return f"≥ {low}{behind}" if low else f"≤ {high}{behind}" if high else ""


def set_of(context: Context, place: Place, item: Item) -> Place | None:
    """The record of the site an item's limits come from; None where they come from nowhere."""
    for text in (item.uln, item.lln):
        for ref in refs(parse(text)) if text else ():
            where = context.scope(place).place_of(ref)
            if where is not None and where.form != place.form:
                return where
    return None


def later(context: Context, place: Place, item: Item) -> str:
    """Says so where the limits came into force only after the value was taken; empty where they held."""
    where, day = set_of(context, place, item), day_at(context, place)
    applies = context.index.forms[where.form].applies if where else None
    if where is None or applies is None or day is None:
        return ""
    since = context.read(where, applies.since)
    if isinstance(since, PartialDate) and day < since.earliest:
        return say("lab.later", since=show_date(since))
    return ""
