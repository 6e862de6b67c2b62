"""Faults that studies and forms share: ids twice or not to be named, numbers without source, idle placeholders."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from crf.study.faults import Spot, Told
from crf.study.model import NONE, Number
from crf.study.references import dangling
from crf.text import message

CAPITALS = re.compile(r"[A-Z][A-Z0-9_]*")
SMALL = re.compile(r"(?!(and|or|not|in)$)[a-z][a-z0-9_]*")
PLACEHOLDER = re.compile(r"{([^{}]*)}")


def doubles(spot: Spot, what: str, ids: Iterable[str]) -> Iterator[Told]:
    """Ids that stand more than once."""
    for id, times in Counter(ids).items():
        if times > 1 and id:
            yield (*spot, f"{what} {id}"), message("study.duplicate", id=id)


def nameable(spot: Spot, what: str, ids: Iterable[str], shape: re.Pattern[str] = CAPITALS) -> Iterator[Told]:
    """Ids an expression couldn't name."""
    for id in ids:
        if id and not shape.fullmatch(id):
            yield (
                (*spot, f"{what} {id}"),
                message("study.id.capitals" if shape is CAPITALS else "study.id.small", id=id),
            )


def number_faults(spot: Spot, numbers: Mapping[str, Number]) -> Iterator[Told]:
    """Numbers without a source, or that are none."""
    yield from nameable(spot, "number", numbers, SMALL)
    for name, number in numbers.items():
        at = (*spot, f"number {name}")
        if not number.source.strip():
            yield (*at, "source"), message("study.source.none", name=name)
        if number.unit != "text" and number.value != NONE and not is_decimal(number.value):
            yield (*at, "value"), message("study.number.text", name=name, value=number.value)


def placeholder_faults(spot: Spot, text: str, known: Collection[str]) -> Iterator[Told]:
    """Names in braces that nothing fills; those beginning with = are expressions and told elsewhere."""
    for name in PLACEHOLDER.findall(text):
        if not name.startswith("=") and name not in known:
            yield spot, dangling("study.placeholder.none", name, known)


def is_decimal(text: str) -> bool:
    """Whether a text is a finite number with a decimal point."""
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False
