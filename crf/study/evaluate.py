"""The meaning of an expression: three-valued, over whatever a scope says stands in the forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import cast

from crf.clinical.dates import Moment, PartialDate, show_date
from crf.study.expressions import AGGREGATES, Call, In, Literal, Minus, Name, Node, Not, Operation, Ref
from crf.study.functions import QUIET, arithmetic, call, known
from crf.study.scope import Sample, Scope, Value, compare, day_of

__all__ = ["Sample", "Scope", "Value", "compare", "day_of", "evaluate", "samples_of"]


def evaluate(node: Node, scope: Scope) -> Value:
    """The value of an expression in a scope; None where it can't be told. Never raises for what people enter.

    Arithmetic is Decimal with 34 digits. Dates compare only as far as they are known.
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
            return not inner if isinstance(inner, bool) else None
        case Minus(operand):
            inner = evaluate(operand, scope)
            return -inner if isinstance(inner, Decimal) else None
        case In(operand, options):
            return _within(evaluate(operand, scope), options, scope)
        case Operation("and" | "or" as sign, left, right):
            return _logic(sign == "and", left, right, scope)
        case Operation(sign, left, right):
            return _operation(sign, evaluate(left, scope), evaluate(right, scope))
    return _call(node, scope)


def _within(value: Value, options: tuple[Node, ...], scope: Scope) -> bool | None:
    """True where one option is the value, False where none can be, else unknown."""
    orders = [compare(value, evaluate(option, scope)) for option in options]
    return True if 0 in orders else None if None in orders else False


def _logic(both: bool, left: Node, right: Node, scope: Scope) -> bool | None:
    """Kleene's and / or: a side that decides needs no other; what is no condition is unknown."""
    sides = []
    for side in (left, right):
        value = evaluate(side, scope)
        if isinstance(value, bool) and value is not both:
            return value
        sides.append(value)
    return both if sides == [both, both] else None


def _operation(sign: str, a: Value, b: Value) -> Value:
    if sign in _COMPARE:
        order = compare(a, b)
        return None if order is None else _COMPARE[sign](order)
    return arithmetic(sign, a, b) if isinstance(a, Decimal) and isinstance(b, Decimal) else None


_COMPARE: dict[str, Callable[[int], bool]] = {
    "=": lambda order: order == 0,
    "!=": lambda order: order != 0,
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}


def _call(node: Call, scope: Scope) -> Value:
    if node.function in AGGREGATES:
        return _aggregate(node, scope)
    if node.function in LAZY:
        return LAZY[node.function](node.args, scope)
    args = [evaluate(arg, scope) for arg in node.args]
    return None if None in args else call(node.function, scope, args)


_TOLD = ("where", "via")
"""Options that are no bound of time."""


def samples_of(node: Call, scope: Scope) -> list[Sample] | None:
    """The samples an aggregate looks at, in order of time; None where a bound of time is unknown."""
    bounds = {option: evaluate(bound, scope) for option, bound in node.options.items() if option not in _TOLD}
    if not all(isinstance(bound, Moment | PartialDate) for bound in bounds.values()):
        return None
    where, via = node.options.get("where"), node.options.get("via")
    return [
        sample
        for sample in scope.samples(cast("Ref", node.args[0]))
        if sample.value is not None
        and all(_in_time(sample, option, bound) for option, bound in bounds.items())
        and (via is None or scope.tied(cast("Ref", via), sample))
        and (where is None or evaluate(where, sample.scope) is True)
    ]


def _aggregate(node: Call, scope: Scope) -> Value:
    """What stands over visits and lines; unknown where a bound of time is, for then nothing can be counted."""
    samples = samples_of(node, scope)
    if samples is None:
        return None
    values = [sample.value for sample in samples]
    match node.function:
        case "values":
            return ", ".join(map(_dated, samples)) or None
        case "count":
            return Decimal(len(values))
        case "any":
            return bool(values)
        case "sum":
            return _sum(values)
        case "first":
            return values[0] if values else None
    return values[-1] if values else None


def _dated(sample: Sample) -> str:
    """A value with the day it is of: 3.41 (02-MAR-2026)."""
    shown = format(sample.value, "f") if isinstance(sample.value, Decimal) else str(sample.value)
    return f"{shown} ({show_date(day_of(sample.when))})" if sample.when else shown


def _in_time(sample: Sample, option: str, bound: Value) -> bool:
    """Whether a sample is from certainly `before` a time, or not certainly after it (`upto`); an undated one wasn't."""
    if sample.when is None:
        return False
    order = compare(sample.when, bound)
    return order == -1 if option == "before" else order != 1


def _sum(values: Sequence[Value]) -> Value:
    total = Decimal(0)
    for value in values:
        if isinstance(value, Decimal):
            total = QUIET.add(total, value)
    return known(total)


def _if(args: tuple[Node, ...], scope: Scope) -> Value:
    condition = evaluate(args[0], scope)
    return evaluate(args[1] if condition else args[2], scope) if isinstance(condition, bool) else None


def _coalesce(args: tuple[Node, ...], scope: Scope) -> Value:
    return next((value for arg in args if (value := evaluate(arg, scope)) is not None), None)


def _latest(args: tuple[Node, ...], scope: Scope) -> Value:
    """The latest of the days that are known, whichever are not."""
    found = [value for arg in args if isinstance(value := evaluate(arg, scope), Moment | PartialDate)]
    return max(found, key=lambda value: day_of(value).latest, default=None)


def _missing(args: tuple[Node, ...], scope: Scope) -> Value:
    return isinstance(args[0], Ref) and scope.is_missing(args[0])


def _here(args: tuple[Node, ...], scope: Scope) -> Value:
    return isinstance(args[0], Ref) and scope.is_here(args[0])


def _overlaps(args: tuple[Node, ...], scope: Scope) -> Value:
    """Whether the time from one moment to another certainly runs into that of a line above; touching it doesn't."""
    begin, end = (evaluate(arg, scope) for arg in args)
    if begin is None or end is None:
        return None
    above = [[evaluate(arg, line) for arg in args] for line in scope.above()]
    return any(compare(begin, until) == -1 and compare(since, end) == -1 for since, until in above)


def _reopened(args: tuple[Node, ...], scope: Scope) -> Value:
    return isinstance(args[0], Ref) and scope.is_reopened(args[0])


def _coded_in(args: tuple[Node, ...], scope: Scope) -> Value:
    return scope.coded_in(args[0]) if isinstance(args[0], Ref) else None


def _known(args: tuple[Node, ...], scope: Scope) -> Value:
    return all(evaluate(arg, scope) is not None for arg in args)


def _at(args: tuple[Node, ...], scope: Scope) -> Value:
    """A moment; the day alone where the time isn't known."""
    day, clock = (evaluate(arg, scope) for arg in args)
    return scope.moment(day, str(clock or "")) if isinstance(day, PartialDate) else None


def _listed(args: tuple[Node, ...], scope: Scope) -> Value:
    """The labels before the conditions that are true, joined by commas; unknown where none is."""
    labels, conditions = args[::2], args[1::2]
    true = [
        evaluate(label, scope)
        for label, condition in zip(labels, conditions, strict=False)
        if evaluate(condition, scope) is True
    ]
    return ", ".join(label for label in true if isinstance(label, str)) or None


LAZY: dict[str, Callable[[tuple[Node, ...], Scope], Value]] = {
    "if": _if,
    "at": _at,
    "coalesce": _coalesce,
    "latest": _latest,
    "listed": _listed,
    "missing": _missing,
    "here": _here,
    "overlaps": _overlaps,
    "reopened": _reopened,
    "coded_in": _coded_in,
    "known": _known,
}
"""Functions that look at their arguments themselves: an unknown one doesn't make them unknown."""
