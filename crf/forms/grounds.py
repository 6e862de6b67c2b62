"""What an expression rests on, and what it lacks where nothing can be told."""

from __future__ import annotations

from collections.abc import Iterator

from crf.clinical.dates import Moment, PartialDate
from crf.forms.scope import FormScope
from crf.study.evaluate import Value, evaluate
from crf.study.expressions import AGGREGATES, Call, In, Literal, Minus, Node, Not, Operation, Ref

_CLOCK = "today"


def grounds(node: Node, scope: FormScope) -> Iterator[str]:
    """Every value an expression reads, as name=value: a person's confirmation ends when one of them changes.

    The day itself isn't one of them, else each confirmation would end overnight.
    """
    match node:
        case Ref():
            answer = scope.answer(node)
            yield f"{_name(node)}={answer.value or answer.missing}"
        case Call(function, args) if function in AGGREGATES:
            names = ", ".join(_name(arg) for arg in args if isinstance(arg, Ref))
            yield f"{function}({names})={_text(evaluate(node, scope))}"
        case Call("here"):
            return  # a fact of the definition, not a value
        case Call("overlaps", args):
            for line in (scope, *scope.above()):
                for arg in args:
                    yield from grounds(arg, line)
        case Call(function, args) if all(isinstance(arg, Literal) for arg in args):
            if function != _CLOCK:
                yield f"{function}={_text(evaluate(node, scope))}"
        case _:
            for part in parts(node):
                yield from grounds(part, scope)


def parts(node: Node) -> tuple[Node, ...]:
    """What stands directly below a node; the options of an aggregate left out."""
    match node:
        case Call(_, args):
            return args
        case Operation(_, left, right):
            return left, right
        case Not(operand) | Minus(operand):
            return (operand,)
        case In(operand, options):
            return operand, *options
    return ()


def lacking(node: Node, scope: FormScope) -> Iterator[Ref]:
    """The items without whose values an expression can't be told; nothing where it can.

    Where one of several sources would do, the last resort is named.
    """
    if evaluate(node, scope) is not None:
        return
    match node:
        case Ref():
            yield node
        case Call("coalesce", args):
            yield from lacking(args[-1], scope)
        case Call("listed"):
            return  # an empty list is told: nothing of it is so
        case Call("if", (condition, yes, no)):
            holds = evaluate(condition, scope)
            yield from lacking(condition if holds is None else yes if holds else no, scope)
        case Call(function, (Ref() as ref, *_), options) if function in AGGREGATES:
            bounds = [one for name, bound in options.items() if name != "where" for one in lacking(bound, scope)]
            yield from bounds or [ref]
        case _:
            for part in parts(node):
                yield from lacking(part, scope)


def _name(ref: Ref) -> str:
    path = f"{ref.form}.{ref.item}" if ref.form else ref.item
    return f"{path}@{ref.event}" if ref.event else path


def _text(value: Value) -> str:
    match value:
        case PartialDate():
            return value.iso
        case Moment():
            return f"{value.day.isoformat()}{f'T{value.clock:%H:%M:%S}' if value.clock else ''}"
        case None:
            return ""
    return str(value)
