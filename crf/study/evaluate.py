"""The meaning of an expression: three-valued, over whatever a scope says stands in the forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from attrs import frozen

from crf.clinical.body import bsa
from crf.clinical.dates import Moment, PartialDate, add_months, age, hours_between, protocol_day, shift
from crf.clinical.dates import compare as compare_days
from crf.clinical.dose import percent_difference
from crf.study.expressions import AGGREGATES, Call, In, Literal, Minus, Name, Node, Not, Operation, Ref
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

    def samples(self, ref: Ref) -> Sequence[Sample]:
        """All values of an item over visits, rows and lines, in order of time."""

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

    def moment(self, day: PartialDate, clock: str) -> Moment | PartialDate:
        """A day with a time of day (empty = unknown) in the site's time zone."""

    def grade_exists(self, code: str, grade: int) -> bool:
        """Whether a CTCAE term has a grade."""


def evaluate(node: Node, scope: Scope) -> Value:
    """The value of an expression in a scope; None where it can't be told.

    Arithmetic is exact (Decimal, 28 digits). Dates compare only as far as they are known.
    """
    match node:
        case Literal(value):
            return value
        case Name(name):
            return scope.named(name)
        case Ref():
            return scope.value(node)
        case Not(operand):
            inner = evaluate(operand, scope)
            return None if inner is None else not inner
        case Minus(operand):
            inner = evaluate(operand, scope)
            return -inner if isinstance(inner, Decimal) else None
        case In(operand, options):
            inner = evaluate(operand, scope)
            return None if inner is None else any(inner == evaluate(option, scope) for option in options)
        case Operation(sign, left, right):
            return _operation(sign, left, right, scope)
        case Call():
            return _call(node, scope)


def _operation(sign: str, left: Node, right: Node, scope: Scope) -> Value:
    if sign in ("and", "or"):
        return _logic(sign == "and", left, right, scope)
    a, b = evaluate(left, scope), evaluate(right, scope)
    if a is None or b is None:
        return None
    if sign in _COMPARE:
        order = compare(a, b)
        return None if order is None else _COMPARE[sign](order)
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return _arithmetic(sign, a, b)
    return None


def _logic(both: bool, left: Node, right: Node, scope: Scope) -> bool | None:
    """Kleene's and / or: a side that decides needs no other."""
    a = evaluate(left, scope)
    if a is not None and bool(a) is not both:
        return bool(a)
    b = evaluate(right, scope)
    if b is not None and bool(b) is not both:
        return bool(b)
    return None if a is None or b is None else both


_COMPARE: dict[str, Callable[[int], bool]] = {
    "=": lambda order: order == 0,
    "!=": lambda order: order != 0,
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}


def compare(a: Value, b: Value) -> int | None:
    """-1, 0 or 1; None where kinds differ or the known parts of two dates don't decide."""
    if isinstance(a, Moment | PartialDate) and isinstance(b, Moment | PartialDate):
        return _compare_times(a, b)
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return (a > b) - (a < b)
    if isinstance(a, str) and isinstance(b, str):
        return (a > b) - (a < b)
    if isinstance(a, bool) and isinstance(b, bool):
        return int(a) - int(b)
    return None


def _compare_times(a: Moment | PartialDate, b: Moment | PartialDate) -> int | None:
    if isinstance(a, Moment) and isinstance(b, Moment) and a.utc and b.utc:
        return (a.utc > b.utc) - (a.utc < b.utc)
    return compare_days(day_of(a), day_of(b))


def day_of(when: Moment | PartialDate) -> PartialDate:
    """The day of a moment, or the date itself."""
    return PartialDate.of(when.day) if isinstance(when, Moment) else when


def _arithmetic(sign: str, a: Decimal, b: Decimal) -> Decimal | None:
    match sign:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
    return a / b if b else None


def _call(node: Call, scope: Scope) -> Value:
    if node.function in AGGREGATES:
        return _aggregate(node, scope)
    if node.function in _LAZY:
        return _LAZY[node.function](node.args, scope)
    args = [evaluate(arg, scope) for arg in node.args]
    if any(arg is None for arg in args):
        return None
    return _FUNCTIONS[node.function](scope, *args)


def _aggregate(node: Call, scope: Scope) -> Value:
    ref = node.args[0]
    assert isinstance(ref, Ref)
    samples = [sample for sample in scope.samples(ref) if sample.value is not None and _counts(sample, node, scope)]
    values = [sample.value for sample in samples]
    match node.function:
        case "count":
            return Decimal(len(values))
        case "any":
            return bool(values)
        case "sum":
            return sum((value for value in values if isinstance(value, Decimal)), Decimal(0))
        case "first":
            return values[0] if values else None
    return values[-1] if values else None


def _counts(sample: Sample, node: Call, scope: Scope) -> bool:
    """Whether a sample lies in the time asked (never later than known) and meets the condition."""
    for option, bound in node.options.items():
        if option == "where":
            if evaluate(bound, sample.scope) is not True:
                return False
            continue
        limit = evaluate(bound, scope)
        if sample.when is None or not isinstance(limit, Moment | PartialDate):
            return False
        order = _compare_times(sample.when, limit)
        if option == "before" and order != -1:
            return False
        if option == "upto" and order == 1:
            return False
    return True


def _if(args: tuple[Node, ...], scope: Scope) -> Value:
    condition = evaluate(args[0], scope)
    return None if condition is None else evaluate(args[1] if condition else args[2], scope)


def _coalesce(args: tuple[Node, ...], scope: Scope) -> Value:
    return next((value for arg in args if (value := evaluate(arg, scope)) is not None), None)


def _missing(args: tuple[Node, ...], scope: Scope) -> Value:
    return isinstance(args[0], Ref) and scope.is_missing(args[0])


def _known(args: tuple[Node, ...], scope: Scope) -> Value:
    return all(evaluate(arg, scope) is not None for arg in args)


def _at(args: tuple[Node, ...], scope: Scope) -> Value:
    """A moment; the day alone where the time isn't known."""
    day, clock = (evaluate(arg, scope) for arg in args)
    return scope.moment(day, str(clock or "")) if isinstance(day, PartialDate) else None


_LAZY: dict[str, Callable[[tuple[Node, ...], Scope], Value]] = {
    "if": _if,
    "at": _at,
    "coalesce": _coalesce,
    "missing": _missing,
    "known": _known,
}


def _decimal(value: Value) -> Decimal:
    assert isinstance(value, Decimal), value
    return value


def _full(value: Value) -> date | None:
    """The complete day of a date or moment; None where it is partial."""
    if isinstance(value, Moment):
        return value.day
    return value.complete if isinstance(value, PartialDate) else None


def _days(_: Scope, a: Value, b: Value) -> Value:
    start, end = _full(a), _full(b)
    return Decimal((end - start).days) if start and end else None


def _hours(_: Scope, a: Value, b: Value) -> Value:
    return hours_between(a, b) if isinstance(a, Moment) and isinstance(b, Moment) else None


def _day(scope: Scope, value: Value, anchor: Value) -> Value:
    day, day1 = _full(value), scope.anchor(str(anchor))
    return Decimal(protocol_day(day, day1)) if day and day1 else None


def _partial(day: date | None) -> PartialDate | None:
    return PartialDate.of(day) if day else None


def _add_days(_: Scope, value: Value, days: Value) -> Value:
    day = _full(value)
    return _partial(shift(day, int(_decimal(days)))) if day else None


def _add_months(_: Scope, value: Value, months: Value) -> Value:
    day = _full(value)
    return _partial(add_months(day, int(_decimal(months)))) if day else None


def _age(_: Scope, born: Value, on: Value) -> Value:
    start, end = _full(born), _full(on)
    return Decimal(age(start, end)) if start and end and start <= end else None


def _bsa(_: Scope, rule: Value, height: Value, weight: Value) -> Value:
    formula = rule.formula if isinstance(rule, DoseRule) else str(rule)
    return _positive(lambda: bsa(formula, _decimal(height), _decimal(weight)))


def _positive(compute: Callable[[], Decimal]) -> Decimal | None:
    """A body size, unknown where height or weight can't be a person's: the range check speaks of that."""
    try:
        return compute()
    except ValueError:
        return None


def _dose(_: Scope, rule: Value, *sizes: Value) -> Value:
    assert isinstance(rule, DoseRule)
    known = [_decimal(size) for size in sizes]
    weight = known[-1] if known else None
    height = known[0] if len(known) == 2 else None
    try:
        return rule.planned(height, weight)
    except ValueError:
        return None


def _round(_: Scope, value: Value, places: Value) -> Value:
    return _decimal(value).quantize(Decimal(1).scaleb(-int(_decimal(places))), ROUND_HALF_UP)


def _percent(_: Scope, actual: Value, reference: Value) -> Value:
    return percent_difference(_decimal(actual), _decimal(reference)) if reference else None


_FUNCTIONS: dict[str, Callable[..., Value]] = {
    "abs": lambda _, x: abs(_decimal(x)),
    "min": lambda _, *xs: min(_decimal(x) for x in xs),
    "max": lambda _, *xs: max(_decimal(x) for x in xs),
    "round": _round,
    "percent": _percent,
    "bsa": _bsa,
    "dose": _dose,
    "low": lambda _, rule: rule.low,
    "high": lambda _, rule: rule.high,
    "days": _days,
    "hours": _hours,
    "day": _day,
    "add_days": _add_days,
    "add_months": _add_months,
    "age": _age,
    "anchor": lambda scope, id: _partial(scope.anchor(str(id))),
    "window_first": lambda scope: _partial(scope.window()[0]),
    "window_last": lambda scope: _partial(scope.window()[1]),
    "visit_day": lambda scope: _partial(scope.visit_day()),
    "today": lambda scope: _partial(scope.today()),
    "grade_exists": lambda scope, code, grade: scope.grade_exists(str(code), int(str(grade))),
    "has": lambda _, chosen, code: code in chosen,
    "length": lambda _, text: Decimal(len(str(text))),
}

ARITIES: dict[str, tuple[int, int]] = {
    "abs": (1, 1), "min": (1, 9), "max": (1, 9), "round": (2, 2), "percent": (2, 2), "bsa": (3, 3), "dose": (1, 3),
    "low": (1, 1), "high": (1, 1), "days": (2, 2), "hours": (2, 2), "day": (2, 2), "add_days": (2, 2),
    "add_months": (2, 2), "age": (2, 2), "at": (2, 2), "anchor": (1, 1), "window_first": (0, 0), "window_last": (0, 0),
    "today": (0, 0), "visit_day": (0, 0), "grade_exists": (2, 2), "has": (2, 2), "length": (1, 1), "if": (3, 3), "coalesce": (1, 9),
    "missing": (1, 1), "known": (1, 9), "last": (1, 1), "first": (1, 1), "any": (1, 1), "count": (1, 1), "sum": (1, 1),
}  # fmt: skip
"""Least and most arguments of every function, for the verifier."""
