"""Computed values in words: dates as 05-MAR-2026, days as D-4, percents signed, hours as 24 h 20 min, ranges."""

from __future__ import annotations

from decimal import Decimal

from crf.clinical.dates import Moment, PartialDate, day_name, show_date
from crf.clinical.dose import rounded
from crf.forms.dates import show_iso
from crf.forms.numbers import show_number
from crf.study.evaluate import Value
from crf.study.expressions import Call, parse
from crf.study.model import Item
from crf.study.rules import DoseRule
from crf.text import say, unit_words

_PLACES = 6
"""Decimals a number without an item of its own is told with at most."""


def say_value(value: Value, text: str = "") -> str:
    """A value in words; `text` is its expression, which tells percents and hours from other numbers. Unknown is –."""
    match value:
        case None:
            return "–"
        case bool():
            return say("value.yes" if value else "value.no")
        case Decimal():
            return _say_number(value, text)
        case Moment() | PartialDate():
            return _say_time(value)
        case tuple():
            return ", ".join(value)
        case DoseRule():
            return value.text
    return value


def _say_number(value: Decimal, text: str) -> str:
    node = parse(text) if text else None
    if isinstance(node, Call) and node.function == "percent":
        return show_percent(value)
    if isinstance(node, Call) and node.function == "hours":
        return show_hours(value)
    if isinstance(node, Call) and node.function == "day":
        return day_name(int(value))
    return show_number(plain_number(value))


def plain_number(value: Decimal) -> str:
    """A number as canonical text: as it was typed, one that was computed with six decimals at most."""
    typed = -int(value.as_tuple().exponent) <= _PLACES
    shown = value if typed else rounded(value, _PLACES).normalize()
    return format(shown if shown else shown.copy_abs(), "f")


def _say_time(value: Moment | PartialDate) -> str:
    if isinstance(value, PartialDate):
        return show_date(value)
    day = show_date(PartialDate.of(value.day))
    return f"{day} {value.clock:%H:%M}" if value.clock else day


def show_percent(value: Decimal) -> str:
    """+9.80 %, −0.23 %, 0.00 %."""
    shown = rounded(value, 2)
    sign = "+" if shown > 0 else "−" if shown < 0 else ""
    return f"{sign}{abs(shown)} %"


def show_hours(value: Decimal) -> str:
    """24 h 20 min, negative with a minus."""
    minutes = int(rounded(value * 60, 0))
    hours, rest = divmod(abs(minutes), 60)
    return f"{'−' if minutes < 0 else ''}{hours} h {rest:02} min"


def range_text(item: Item) -> str:
    """Both ends of an item's range with the unit: 20–300 cm; empty where it has none."""
    unit = f" {unit_words(item.unit)}" if item.unit else ""
    low, high = (_end(item, end) for end in (item.low, item.high))
    if low and high:
        dash = "–" if item.type in ("integer", "decimal") and not low.startswith("−") else " – "
        return f"{low}{dash}{high}{unit}"
    return f"≥ {low}{unit}" if low else f"≤ {high}{unit}" if high else ""


def _end(item: Item, text: str) -> str:
    if not text:
        return ""
    if item.type in ("integer", "decimal"):
        return show_number(text)
    return show_iso(text) if item.type in ("date", "datetime") else text
