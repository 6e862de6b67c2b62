"""The functions of the expression language: what each takes and gives, and how it is worked out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, Literal

from attrs import frozen

from crf.clinical.body import bsa
from crf.clinical.dates import Moment, PartialDate, add_hours, add_months, age, hours_between, protocol_day, shift
from crf.clinical.dose import percent_difference
from crf.clinical.faults import ClinicalFault
from crf.clinical.renal import clearance
from crf.study.rules import DoseRule, limits_told
from crf.study.scope import Scope, Value
from crf.text import say

Kind = Literal["number", "text", "time", "codes", "rule", "condition", "any"]
"""What a value is: `time` a date or moment, `codes` the choices of a multiple choice, `any` not told."""

QUIET = Context(prec=34, traps=[])
"""Arithmetic that never raises: what has no finite result is unknown."""

LARGEST = Decimal("1e20")
"""Beyond this no result of a clinic lies; it would only fail to be shown."""


@frozen
class Signature:
    """The kinds of the arguments (the last `step` of them may repeat, up to `most`; from `least` on) and of the result.

    "same" as a result is the kind and unit of the first argument that has one; an argument may be one of several kinds.
    """

    takes: tuple[tuple[Kind, ...], ...]
    gives: Kind | Literal["same"]
    most: int
    least: int
    step: int = 1

    def kinds(self, n: int) -> tuple[Kind, ...]:
        """The kinds the n-th argument may be of, counted from 0."""
        beyond = n - len(self.takes)
        return self.takes[n] if beyond < 0 else self.takes[beyond % self.step - self.step]


def _takes(
    *takes: str, gives: Kind | Literal["same"], most: int = 0, least: int | None = None, step: int = 1
) -> Signature:
    kinds: Any = tuple(tuple(one.split("|")) for one in takes)
    return Signature(kinds, gives, most or len(takes), len(takes) if least is None else least, step)


_MANY, _LIST = 9, 200

SIGNATURES: dict[str, Signature] = {
    "abs": _takes("number", gives="same"),
    "min": _takes("number", gives="same", most=_MANY),
    "max": _takes("number", gives="same", most=_MANY),
    "round": _takes("number", "number", gives="same"),
    "percent": _takes("number", "number", gives="number"),
    "bsa": _takes("rule|text", "number", "number", gives="number"),
    "dose": _takes("rule", "number", "number", gives="number", least=1),
    "how": _takes("rule", "number", "number", gives="text", least=1),
    "clearance": _takes("number", "number", "text", "number", gives="number"),
    "amount": _takes("rule", gives="number"),
    "low": _takes("rule", gives="number"),
    "high": _takes("rule", gives="number"),
    "formula": _takes("rule", gives="text"),
    "days": _takes("time", "time", gives="number"),
    "hours": _takes("time", "time", gives="number"),
    "day": _takes("time", "text", gives="number"),
    "add_days": _takes("time", "number", gives="time"),
    "add_months": _takes("time", "number", gives="time"),
    "add_hours": _takes("time", "number", gives="time"),
    "age": _takes("time", "time", gives="number"),
    "at": _takes("time", "text", gives="time"),
    "latest": _takes("time", gives="time", most=_MANY),
    "anchor": _takes("text", gives="time"),
    "window_first": _takes(gives="time"),
    "window_last": _takes(gives="time"),
    "visit_day": _takes(gives="time"),
    "today": _takes(gives="time"),
    "grade_exists": _takes("text", "text", gives="condition"),
    "special": _takes("text", "text", gives="text", least=1),
    "criterion": _takes("text", "text", "text", gives="text"),
    "outside": _takes("text", gives="condition"),
    "has": _takes("codes", "text", gives="condition"),
    "length": _takes("text", gives="number"),
    "listed": _takes("text", "condition", gives="text", most=_LIST, step=2),
    "if": _takes("condition", "any", "any", gives="same"),
    "coalesce": _takes("any", gives="same", most=_MANY),
    "missing": _takes("any", gives="condition"),
    "here": _takes("any", gives="condition"),
    "overlaps": _takes("time", "time", gives="condition"),
    "reopened": _takes("any", gives="condition"),
    "coded_in": _takes("text", gives="text"),
    "known": _takes("any", gives="condition", most=_MANY),
    "last": _takes("any", gives="same"),
    "first": _takes("any", gives="same"),
    "any": _takes("any", gives="condition"),
    "count": _takes("any", gives="number"),
    "sum": _takes("number", gives="same"),
    "values": _takes("number|text", gives="text"),
}

TYPES: dict[Kind, tuple[type, ...]] = {
    "number": (Decimal,),
    "text": (str,),
    "time": (Moment, PartialDate),
    "codes": (tuple,),
    "rule": (DoseRule,),
    "condition": (bool,),
    "any": (object,),
}


def call(function: str, scope: Scope, args: list[Value]) -> Value:
    """A function of known arguments; None where one is of another kind, or the clinic's arithmetic says no."""
    signature = SIGNATURES[function]
    for n, arg in enumerate(args):
        if not any(isinstance(arg, TYPES[kind]) for kind in signature.kinds(n)):
            return None
    try:
        return known(FUNCTIONS[function](scope, *args))
    except ClinicalFault:
        return None


def known(value: Value) -> Value:
    """The value itself; None for a number that isn't finite or beyond what can be shown."""
    if isinstance(value, Decimal) and not (value.is_finite() and abs(value) <= LARGEST):
        return None
    return value


def arithmetic(sign: str, a: Decimal, b: Decimal) -> Value:
    """a + b, a - b, a * b or a / b with 34 digits; None for a division by zero."""
    return known(_ARITHMETIC[sign](a, b))


_ARITHMETIC: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": QUIET.add,
    "-": QUIET.subtract,
    "*": QUIET.multiply,
    "/": QUIET.divide,
}


def _full(value: Moment | PartialDate) -> date | None:
    """The complete day of a date or moment; None where it is partial."""
    return value.day if isinstance(value, Moment) else value.complete


def _partial(day: date | None) -> PartialDate | None:
    return PartialDate.of(day) if day else None


def _days(_: Scope, a: Moment | PartialDate, b: Moment | PartialDate) -> Value:
    start, end = _full(a), _full(b)
    return Decimal((end - start).days) if start and end else None


def _hours(_: Scope, a: Moment | PartialDate, b: Moment | PartialDate) -> Value:
    return hours_between(a, b) if isinstance(a, Moment) and isinstance(b, Moment) else None


def _day(scope: Scope, value: Moment | PartialDate, anchor: str) -> Value:
    day, day1 = _full(value), scope.anchor(anchor)
    return Decimal(protocol_day(day, day1)) if day and day1 else None


def _add_days(_: Scope, value: Moment | PartialDate, days: Decimal) -> Value:
    day = _full(value)
    return _partial(shift(day, int(days))) if day else None


def _add_months(_: Scope, value: Moment | PartialDate, months: Decimal) -> Value:
    day = _full(value)
    return _partial(add_months(day, int(months))) if day else None


def _age(_: Scope, born: Moment | PartialDate, on: Moment | PartialDate) -> Value:
    start, end = _full(born), _full(on)
    return Decimal(age(start, end)) if start and end else None


def _bsa(_: Scope, rule: DoseRule | str, height: Decimal, weight: Decimal) -> Value:
    return rule.surface(height, weight) if isinstance(rule, DoseRule) else bsa(rule, height, weight)


def _how(_: Scope, rule: DoseRule, *sizes: Decimal) -> Value:
    """How a rule comes to the body surface (with height and weight) or changes the dose (without), in words."""
    if len(sizes) < 2:
        return limits_told(rule.step, rule.most, rule.unit)
    shown = {"height": format(sizes[0], "f"), "weight": format(sizes[1], "f")}
    mosteller = rule.formula == "Mosteller"
    told = say("rule.mosteller" if mosteller else "rule.formula_of", formula=rule.formula, **shown)
    return told + limits_told(rule.bsa_step, rule.bsa_most, "m²")


def _dose(_: Scope, rule: DoseRule, *sizes: Decimal) -> Value:
    """The planned dose of a rule: sizes are height and weight, or the weight alone."""
    return rule.planned(sizes[0] if len(sizes) == 2 else None, sizes[-1] if sizes else None)


def _round(_: Scope, value: Decimal, places: Decimal) -> Value:
    return value.quantize(QUIET.scaleb(Decimal(1), -places.to_integral_value()), ROUND_HALF_UP, QUIET)


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "abs": lambda _, x: abs(x),
    "min": lambda _, *xs: min(xs),
    "max": lambda _, *xs: max(xs),
    "round": _round,
    "percent": lambda _, actual, reference: percent_difference(actual, reference),
    "bsa": _bsa,
    "dose": _dose,
    "how": _how,
    "clearance": lambda _, years, weight, sex, creatinine: clearance(years, weight, sex, creatinine, "umol/L"),
    "amount": lambda _, rule: rule.amount,
    "low": lambda _, rule: rule.low,
    "high": lambda _, rule: rule.high,
    "formula": lambda _, rule: rule.formula or None,
    "days": _days,
    "hours": _hours,
    "day": _day,
    "add_days": _add_days,
    "add_months": _add_months,
    "add_hours": lambda _, value, hours: add_hours(value, hours) if isinstance(value, Moment) else None,
    "age": _age,
    "anchor": lambda scope, id: _partial(scope.anchor(id)),
    "window_first": lambda scope: _partial(scope.window()[0]),
    "window_last": lambda scope: _partial(scope.window()[1]),
    "visit_day": lambda scope: _partial(scope.visit_day()),
    "today": lambda scope: _partial(scope.today()),
    "grade_exists": lambda scope, code, grade: scope.grade_exists(code, int(grade)),
    "special": lambda scope, code, words="": scope.special(code, words),
    "criterion": lambda scope, code, grade, version: scope.criterion(code, int(grade), version) or None,
    "outside": lambda scope, item: scope.outside(item),
    "has": lambda _, chosen, code: code in chosen,
    "length": lambda _, text: Decimal(len(text)),
}
"""The functions of known arguments; those that look at unknown ones too stand in `evaluate`, beside the aggregates."""
