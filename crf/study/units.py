"""Units as they are written, and what becomes of them in a sum: kilograms are never added to centimetres."""

from __future__ import annotations

import re

Unit = dict[str, int] | None
"""Exponents by base unit ({"mg": 1, "m": -2}); {} is a bare ratio; None fits anything (a literal)."""

PERCENT: Unit = {"%": 1}
RATIO: Unit = {}

_LENGTH = re.compile(r"(mm|cm|dm|m)([23²³])")
_POWERS = {"2": 2, "3": 3, "²": 2, "³": 3}
_SAME_AS = {"d": "days", "day": "days", "hours": "h", "hour": "h", "year": "years"}


def read_unit(text: str) -> Unit:
    """The exponents of a written unit: "mg/m2", "cells", "%"; None for none."""
    if not text:
        return None
    over, *under = text.split("/")
    unit: Unit = {}
    for part, sign in [(over, 1), *((one, -1) for one in under)]:
        name, power = _base(re.sub(r"\s+", " ", part.strip()))
        if name not in ("", "1"):
            unit = times(unit, {name: power}, sign)
    return unit


def _base(name: str) -> tuple[str, int]:
    length = _LENGTH.fullmatch(name)
    return (length[1], _POWERS[length[2]]) if length else (_SAME_AS.get(name, name), 1)


def show_unit(unit: Unit) -> str:
    """A unit as written: "mg/m2"; "1" for a bare ratio."""
    powers = (unit or {}).items()
    over = " ".join(f"{name}{power if power > 1 else ''}" for name, power in powers if power > 0)
    under = (f"/{name}{-power if power < -1 else ''}" for name, power in powers if power < 0)
    return "".join([over or "1", *under])


def times(a: Unit, b: Unit, power: int = 1) -> Unit:
    """The unit of a product, of a quotient with power -1; a side without unit counts as a bare number."""
    if a is None and b is None:
        return None
    product = dict(a or {})
    for name, exponent in (b or {}).items():
        product[name] = product.get(name, 0) + power * exponent
    return {name: exponent for name, exponent in product.items() if exponent}


def agree(a: Unit, b: Unit) -> bool:
    """Whether two units can be added or compared."""
    return a is None or b is None or a == b
