"""Conditions of a definition told as sentences: asked if 1.1 is No."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from crf.forms.grounds import parts
from crf.forms.scope import number_value
from crf.forms.telling import plain_number
from crf.study.evaluate import Value
from crf.study.expressions import Call, In, Literal, Minus, Name, Node, Not, Operation, Ref, parse
from crf.study.functions import arithmetic
from crf.study.model import Form, Number, Study
from crf.text import say, unit_words

_SIGNS = {
    "=": "is", "!=": "isnot", "<": "less", "<=": "most", ">": "more", ">=": "least",
    "and": "and", "or": "or", "+": "plus", "-": "minus", "*": "times", "/": "over",
}  # fmt: skip
_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_PHRASES = (
    "anchor",
    "add_days",
    "add_months",
    "days",
    "hours",
    "age",
    "last",
    "first",
    "any",
    "count",
    "sum",
    "special",
)
"""Functions with a phrase of their own in the catalogue; the others stand as written."""


def condition(study: Study, form: Form, text: str, numbers: Mapping[str, str]) -> str:
    """The condition as words: items as their numbers on the page, choices as their text. Empty for no condition."""
    return say("condition.asked", condition=_Words(study, form, numbers).tell(parse(text))) if text else ""


class _Words:
    """The words of one form's expressions."""

    def __init__(self, study: Study, form: Form, numbers: Mapping[str, str]) -> None:
        self.study, self.form, self.numbers = study, form, numbers

    def tell(self, node: Node) -> str:
        """An expression in words."""
        match node:
            case Operation(sign, left, right):
                constant = self.constant(node)
                return plain_number(constant) if constant is not None else self.operation(sign, left, right)
            case In(operand, options):
                shown = say("condition.joint").join(self.coded(operand, one) for one in options)
                return say("condition.in", left=self.tell(operand), right=shown)
            case Not(operand):
                return self.negation(operand)
            case Call(function, args):
                return self.call(function, args)
            case Ref():
                return self.item(node)
            case Minus(operand):
                return f"−{self.tell(operand)}"
        return self.word(node)

    def operation(self, sign: str, left: Node, right: Node) -> str:
        """Two operands; a known value that is then compared is told once, `or` within `and` in brackets."""
        if sign == "and" and isinstance(left, Call) and left.function == "known" and left.args[0] in parts(right):
            return self.tell(right)
        told = [self.tell(left), self.coded(left, right)]
        if sign == "and":
            told = [f"({text})" if isinstance(one, Operation) and one.sign == "or" else text
                    for one, text in zip((left, right), told, strict=True)]  # fmt: skip
        return say(f"condition.{_SIGNS[sign]}", left=told[0], right=told[1])

    def negation(self, operand: Node) -> str:
        """What isn't so; a comparison is turned round."""
        match operand:
            case Call("known", args):
                return say("condition.blank", left=", ".join(map(self.tell, args)))
            case Operation("and", Call("known", (ref, *_)), Operation(sign, left, right)) if ref == left:
                return self.tell(Operation(_OPPOSITE[sign], left, right))
            case Operation(sign, left, right) if sign in _OPPOSITE:
                return self.tell(Operation(_OPPOSITE[sign], left, right))
        return say("condition.not", left=self.tell(operand))

    def call(self, function: str, args: tuple[Node, ...]) -> str:
        """A function in words."""
        if function == "known":
            return say("condition.known", left=", ".join(map(self.tell, args)))
        if function == "has":
            return say("condition.has", left=self.tell(args[0]), right=self.coded(args[0], args[1]))
        if function == "coalesce":
            return self.tell(args[0])
        told = [
            self.anchor(arg) if isinstance(arg, Literal) and function == "anchor" else self.tell(arg) for arg in args
        ]
        if function in _PHRASES:
            return say(f"condition.call.{function}", a=told[0], b=told[-1])
        return f"{function}({', '.join(told)})"

    def anchor(self, node: Literal) -> str:
        """An anchor by its name."""
        return next((one.name for one in self.study.anchors if one.id == node.value), str(node.value))

    def constant(self, node: Node) -> Decimal | None:
        """The number an expression of numbers alone gives."""
        match node:
            case Literal(Decimal() as value):
                return value
            case Name(name):
                number = self.number(name)
                return _number(number_value(number)) if number else None
            case Operation("+" | "-" | "*" | "/" as sign, left, right):
                a, b = self.constant(left), self.constant(right)
                return _number(arithmetic(sign, a, b)) if a is not None and b is not None else None
        return None

    def coded(self, beside: Node, node: Node) -> str:
        """A code compared with an item as the words of its choice, a special interest by its name; else as it is."""
        if isinstance(beside, Call) and beside.function == "special" and isinstance(node, Literal):
            named = [one.name for one in self.study.specials if one.id == node.value]
            return named[0] if named else say("condition.special.none")
        if not isinstance(beside, Ref) or not isinstance(node, Literal) or beside.item == "CHOICE":
            return self.tell(node)
        codelist = self.target(beside).item(beside.item).codelist
        choice = self.study.codelist(codelist).choice(str(node.value)) if codelist else None
        return choice.text if choice else self.tell(node)

    def item(self, ref: Ref) -> str:
        """An item by its number on this page, of another form by its question."""
        target = self.target(ref)
        if target.id == self.form.id:
            return self.numbers.get(ref.item, ref.item)
        return say("condition.elsewhere", question=target.item(ref.item).ask, form=target.name)

    def target(self, ref: Ref) -> Form:
        """The form an item stands in."""
        return self.study.form(ref.form) if ref.form else self.form

    def word(self, node: Literal | Name) -> str:
        """A literal as written, or a number of the definition with its unit; a dose rule by its name."""
        if isinstance(node, Literal):
            return str(node.value)
        number = self.number(node.name)
        unit = "" if not number or number.unit == "text" else number.unit
        return f"{number.value} {unit_words(unit)}".strip() if number else node.name

    def number(self, name: str) -> Number | None:
        """A number of the form or the study; None for a dose rule."""
        return self.form.numbers.get(name) or self.study.numbers.get(name)


def _number(value: Value) -> Decimal | None:
    return value if isinstance(value, Decimal) else None
