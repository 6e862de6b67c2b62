"""Units of expressions, checked when a study is read: kilograms are never added to centimetres."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crf.study.expressions import Call, In, Literal, Minus, Name, Node, Not, Operation, Ref
from crf.study.model import Form, Study
from crf.study.rules import parse_rule
from crf.text import Message, message

Unit = dict[str, int] | None
"""Exponents by base unit ({"mg": 1, "m2": -1}); {} is a bare ratio; None fits anything (a literal, a text, a date)."""

_SAME = {"abs", "min", "max", "round", "coalesce", "last", "first", "sum", "known", "missing"}


class _Mismatch(Exception):
    def __init__(self, told: Message) -> None:
        super().__init__(told.id)
        self.told = told


def unit_faults(study: Study, form: Form | None, node: Node, expected: str) -> Iterator[Message]:
    """What is wrong with the units of an expression; `expected` is the unit its result is stored in."""
    try:
        found = _unit(study, form, node)
    except _Mismatch as fault:
        yield fault.told
        return
    if expected and found is not None and found != read_unit(expected):
        yield message("study.unit.result", found=show_unit(found), expected=expected)


def read_unit(text: str) -> Unit:
    """The exponents of a written unit: "mg/m2", "cells", "%" (a ratio), "" (fits anything)."""
    if not text or text == "text":
        return None
    if text == "%":
        return {}
    over, *under = text.split("/")
    unit: dict[str, int] = {}
    for part, sign in [(over, 1), *((one, -1) for one in under)]:
        name = re.sub(r"\s+", " ", part.strip())
        if name and name != "1":
            unit[name] = unit.get(name, 0) + sign
    return {name: power for name, power in unit.items() if power}


def show_unit(unit: Unit) -> str:
    """A unit as written."""
    if not unit:
        return "a ratio"
    over = [name for name, power in unit.items() for _ in range(power)]
    under = [name for name, power in unit.items() for _ in range(-power)]
    return "/".join([" ".join(over) or "1", *under])


def _unit(study: Study, form: Form | None, node: Node) -> Unit:
    match node:
        case Literal() | Not() | In():
            return None
        case Name(name):
            return _named(study, form, name)
        case Ref(item, other, _):
            target = study.form(other) if other else form
            return None if item == "CHOICE" or target is None else read_unit(target.item(item).unit)
        case Minus(operand):
            return _unit(study, form, operand)
        case Operation(sign, left, right):
            return _operation(study, form, sign, left, right)
        case Call(function, args, options):
            units = [_unit(study, form, arg) for arg in (*args, *options.values())]
            return _call(study, form, function, args, units)


def _named(study: Study, form: Form | None, name: str) -> Unit:
    if form and name in form.rules:
        return {parse_rule(form.rules[name].rule).unit: 1}
    numbers = {**study.numbers, **(form.numbers if form else {})}
    return read_unit(numbers[name].unit)


def _operation(study: Study, form: Form | None, sign: str, left: Node, right: Node) -> Unit:
    a, b = _unit(study, form, left), _unit(study, form, right)
    if sign in ("*", "/"):
        if a is None and b is None:
            return None
        turn = 1 if sign == "*" else -1
        sum_ = dict(a or {})
        for name, power in (b or {}).items():
            sum_[name] = sum_.get(name, 0) + turn * power
        return {name: power for name, power in sum_.items() if power}
    if sign in ("and", "or"):
        return None
    if a is not None and b is not None and a != b:
        raise _Mismatch(message("study.unit.mismatch", left=show_unit(a), right=show_unit(b), sign=sign))
    joined = a if a is not None else b
    return joined if sign in ("+", "-") else None


def _call(study: Study, form: Form | None, function: str, args: tuple[Node, ...], units: list[Unit]) -> Unit:
    if function == "bsa":
        _expect(function, units[1], {"cm": 1})
        _expect(function, units[2], {"kg": 1})
        return {"m2": 1}
    if function == "dose":
        if len(args) == 3:
            _expect(function, units[1], {"cm": 1})
        if len(args) > 1:
            _expect(function, units[-1], {"kg": 1})
        return units[0]
    if function in ("low", "high"):
        return units[0]
    if function == "if":
        return units[1] if units[1] is not None else units[2]
    if function in ("hours", "days"):
        return {{"hours": "h", "days": "d"}[function]: 1}
    if function == "age":
        return {"years": 1}
    if function == "percent":
        if None not in units[:2] and units[0] != units[1]:
            raise _Mismatch(message("study.unit.mismatch", left=show_unit(units[0]), right=show_unit(units[1]), sign="/"))
        return {}
    return units[0] if function in _SAME and units else None


def _expect(function: str, found: Unit, unit: dict[str, int]) -> None:
    if found is not None and found != unit:
        raise _Mismatch(message("study.unit.argument", function=function, found=show_unit(found), unit=show_unit(unit)))
