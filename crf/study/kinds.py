"""What kind and unit an expression has, worked out when a study is read: a check that could never fire is a fault."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from attrs import frozen

from crf.study.dosing import rule_of
from crf.study.expressions import Call, In, Literal, Minus, Name, Node, Not, Operation, Ref
from crf.study.functions import SIGNATURES, Kind
from crf.study.model import Form, Item, Study
from crf.study.rules import DoseRule, RuleFault
from crf.study.units import PERCENT, RATIO, Unit, agree, read_unit, show_unit, times
from crf.text import Message, message, say


@frozen
class Sort:
    """The kind of a value and its unit; `per` is what a dose rule is multiplied by (kg, m2)."""

    kind: Kind
    unit: Unit = None
    per: Unit = None


ANY = Sort("any")
CONDITION = Sort("condition")

ITEM_KINDS: Mapping[str, Kind] = {
    "text": "text", "integer": "number", "decimal": "number", "date": "time", "time": "text", "datetime": "time",
    "choice": "text", "choices": "codes", "term": "text", "note": "any",
}  # fmt: skip

_ORDERED = ("number", "text", "time", "any")
_ARGUMENT_UNITS: Mapping[str, tuple[Unit, ...]] = {
    "bsa": (None, {"cm": 1}, {"kg": 1}),
    "how": (None, {"cm": 1}, {"kg": 1}),
    "clearance": ({"years": 1}, {"kg": 1}, None, {"umol": 1, "L": -1}),
    "add_days": (None, {"days": 1}),
    "add_months": (None, {"months": 1}),
    "add_hours": (None, {"h": 1}),
}
_RESULT_UNITS: Mapping[str, Unit] = {
    "bsa": {"m": 2},
    "clearance": {"mL": 1, "min": -1},
    "days": {"days": 1},
    "hours": {"h": 1},
    "age": {"years": 1},
    "percent": PERCENT,
}
_ALIKE = ("min", "max", "percent", "coalesce")
"""Functions whose arguments must have one kind and unit; `if` is told apart, its first one is the condition."""


def sort_faults(study: Study, form: Form | None, node: Node, expected: Sort) -> list[Message]:
    """All that doesn't fit in an expression of known names; `expected` is what it must give."""
    reading = _Reading(study, form)
    found = reading.sort(node)
    if not reading.faults:
        reading.fits(found, expected)
    return reading.faults


def item_sort(item: Item) -> Sort:
    """What the value of an item is."""
    return Sort(ITEM_KINDS[item.type], read_unit(item.unit))


class _Reading:
    """One walk over an expression, from the leaves up."""

    def __init__(self, study: Study, form: Form | None) -> None:
        self.study, self.form = study, form
        self.faults: list[Message] = []

    def misfit(self, id: str, **values: object) -> Sort:
        self.faults.append(message(id, **values))
        return ANY

    def fits(self, found: Sort, expected: Sort) -> None:
        """Says where a whole expression gives something else than its place holds."""
        kinds = (found.kind, expected.kind)
        # A choice may be kept from a condition (Y, N), several choices from one.
        if "any" not in kinds and kinds[0] != kinds[1] and kinds not in (("condition", "text"), ("text", "codes")):
            self.misfit("study.kind.result", found=_show(found.kind), expected=_show(expected.kind))
        elif not agree(found.unit, expected.unit):
            self.misfit("study.unit.result", found=show_unit(found.unit), expected=show_unit(expected.unit))

    def sort(self, node: Node) -> Sort:
        match node:
            case Literal(value):
                return Sort("text" if isinstance(value, str) else "number")
            case Name(name):
                return self.name(name)
            case Ref(item, form, _):
                return self.ref(item, form)
            case Not(operand):
                self.condition(operand)
                return CONDITION
            case Minus(operand):
                return self.number(operand, "-")
            case In(operand, options):
                return self.within(operand, options)
            case Operation(sign, left, right):
                return self.operation(sign, left, right)
        return self.call(node)

    def name(self, name: str) -> Sort:
        if self.form and name in self.form.rules:
            try:
                rule: DoseRule = rule_of(self.study, self.form, name)
            except (RuleFault, KeyError, ArithmeticError):
                return ANY  # told where it stands
            return Sort("rule", read_unit(rule.unit), read_unit(rule.per))
        number = {**self.study.numbers, **(self.form.numbers if self.form else {})}[name]
        if number.unit == "text":
            return Sort("text")
        return Sort("number", RATIO if number.unit == "%" else read_unit(number.unit))

    def ref(self, item: str, other: str) -> Sort:
        form = self.study.form(other) if other else self.form
        if form is None or (item == "CHOICE" and not other):
            return Sort("text")
        return item_sort(form.item(item))

    def condition(self, node: Node) -> None:
        found = self.sort(node)
        if found.kind not in ("condition", "any"):
            self.misfit("study.kind.wanted", found=_show(found.kind))

    def number(self, node: Node, sign: str) -> Sort:
        found = self.sort(node)
        if found.kind not in ("number", "any"):
            return self.misfit("study.kind.argument", function=sign, found=_show(found.kind), expected=_show("number"))
        return found

    def alike(self, sign: str, a: Sort, b: Sort) -> Sort:
        """Two sides that are compared, added or chosen between: one kind, one unit."""
        if "any" not in (a.kind, b.kind) and a.kind != b.kind:
            return self.misfit("study.kind.mismatch", left=_show(a.kind), right=_show(b.kind), sign=sign)
        if not agree(a.unit, b.unit):
            return self.misfit("study.unit.mismatch", left=show_unit(a.unit), right=show_unit(b.unit), sign=sign)
        kind = b.kind if a.kind == "any" else a.kind
        return Sort(kind, b.unit if a.unit is None else a.unit, a.per if a.per == b.per else None)

    def within(self, operand: Node, options: tuple[Node, ...]) -> Sort:
        found = self.sort(operand)
        for option in options:
            self.alike("in", found, self.sort(option))
        return CONDITION

    def operation(self, sign: str, left: Node, right: Node) -> Sort:
        if sign in ("and", "or"):
            self.condition(left)
            self.condition(right)
            return CONDITION
        if sign in ("*", "/"):
            a, b = self.number(left, sign), self.number(right, sign)
            return Sort("number", times(a.unit, b.unit, 1 if sign == "*" else -1))
        if sign in ("+", "-"):
            return self.alike(sign, self.number(left, sign), self.number(right, sign))
        joined = self.alike(sign, self.sort(left), self.sort(right))
        if sign not in ("=", "!=") and joined.kind not in _ORDERED:
            self.misfit("study.kind.order", sign=sign, found=_show(joined.kind))
        return CONDITION

    def call(self, node: Call) -> Sort:
        for option, bound in node.options.items():
            if option == "via":
                continue  # an item that is a link: told with the names
            found = self.sort(bound)
            if found.kind not in ("any", "condition" if option == "where" else "time"):
                expected = _show("condition" if option == "where" else "time")
                self.misfit("study.kind.argument", function=option, found=_show(found.kind), expected=expected)
        before = len(self.faults)
        sorts = [self.sort(arg) for arg in node.args]
        signature = SIGNATURES[node.function]
        for n, found in enumerate(sorts):
            takes = signature.kinds(n)
            if "any" not in takes and found.kind not in (*takes, "any"):
                expected = say("study.kind.or").join(map(_show, takes))
                self.misfit("study.kind.argument", function=node.function, found=_show(found.kind), expected=expected)
        if len(self.faults) > before:
            return Sort("any" if signature.gives == "same" else signature.gives)
        return self.result(node.function, sorts)

    def result(self, function: str, sorts: list[Sort]) -> Sort:
        for found, unit in zip(sorts, self.units(function, sorts), strict=False):
            if not agree(found.unit, unit):
                self.misfit("study.unit.argument", function=function, found=show_unit(found.unit), unit=show_unit(unit))
        chosen = sorts[1:] if function == "if" else sorts if function in _ALIKE else sorts[:1]
        joined = reduce(lambda a, b: self.alike(function, a, b), chosen) if chosen else ANY
        gives = SIGNATURES[function].gives
        if gives == "same":
            return joined
        return Sort(gives, _RESULT_UNITS.get(function) or self.of_rule(function, joined))

    def units(self, function: str, sorts: list[Sort]) -> tuple[Unit, ...]:
        """The units a function asks of its arguments; the weight is the last of a dose's."""
        if function == "dose":
            return (None, {"cm": 1}, {"kg": 1}) if len(sorts) == 3 else (None, {"kg": 1})
        return _ARGUMENT_UNITS.get(function, ())

    def of_rule(self, function: str, rule: Sort) -> Unit:
        """The unit a dose, an end of its range or its amount is in."""
        if function == "amount":
            return times(rule.unit, rule.per, -1)
        return rule.unit if function in ("dose", "low", "high") else None


def _show(kind: Kind) -> str:
    return say(f"study.kind.{kind}")
