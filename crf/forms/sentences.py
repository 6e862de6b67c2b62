"""Conditions of a definition told as sentences: asked if 1.1 is No."""

from __future__ import annotations

from collections.abc import Mapping

from crf.study.expressions import Call, In, Literal, Minus, Name, Node, Not, Operation, Ref, parse
from crf.study.model import Form, Study
from crf.text import say


def condition(study: Study, form: Form, text: str, numbers: Mapping[str, str]) -> str:
    """The condition as words; items stand as their numbers on the page, choices as their text. Empty for no condition."""
    return say("condition.asked", condition=_words(study, form, parse(text), numbers)) if text else ""


def _words(study: Study, form: Form, node: Node, numbers: Mapping[str, str]) -> str:
    def tell(inner: Node) -> str:
        return _words(study, form, inner, numbers)

    match node:
        case Operation("=" | "!=" as sign, Ref() as ref, Literal(value)):
            return say(f"condition.{_SIGNS[sign]}", left=tell(ref), right=_choice(study, form, ref, str(value)))
        case Operation(sign, left, right):
            return say(f"condition.{_SIGNS[sign]}", left=tell(left), right=tell(right))
        case In(Ref() as ref, options):
            shown = [_choice(study, form, ref, str(one.value)) for one in options if isinstance(one, Literal)]
            return say("condition.in", left=tell(ref), right=say("condition.joint").join(shown))
        case In(operand, options):
            return say("condition.in", left=tell(operand), right=say("condition.joint").join(map(tell, options)))
        case Not(Call("known", (inner,))):
            return say("condition.blank", left=tell(inner))
        case Not(operand):
            return say("condition.not", left=tell(operand))
        case Call("known", args):
            return say("condition.known", left=", ".join(map(tell, args)))
        case Call("has", (ref, Literal(value))) if isinstance(ref, Ref):
            return say("condition.has", left=tell(ref), right=_choice(study, form, ref, str(value)))
        case Call(function, args):
            return f"{function}({', '.join(map(tell, args))})"
        case Ref(item, other, _):
            return _place(study, form, item, other, numbers)
        case Minus(operand):
            return f"−{tell(operand)}"
        case Literal(value) | Name(value):
            return str(value)


_SIGNS = {
    "=": "is", "!=": "isnot", "<": "less", "<=": "most", ">": "more", ">=": "least",
    "and": "and", "or": "or", "+": "plus", "-": "minus", "*": "times", "/": "over",
}  # fmt: skip


def _place(study: Study, form: Form, item: str, other: str, numbers: Mapping[str, str]) -> str:
    if other and other != form.id:
        target = study.form(other)
        return say("condition.elsewhere", question=target.item(item).ask, form=target.name)
    return numbers.get(item, item)


def _choice(study: Study, form: Form, ref: Ref, code: str) -> str:
    target = study.form(ref.form) if ref.form else form
    codelist = target.item(ref.item).codelist if ref.item != "CHOICE" else ""
    choice = study.codelist(codelist).choice(code) if codelist else None
    return choice.text if choice else code
