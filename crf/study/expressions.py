"""The small language of definitions: conditions, derivations and checks parsed into one typed tree."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache, reduce
from typing import TYPE_CHECKING, Any, cast

from attrs import field, frozen

from crf.faults import DefinitionFault
from crf.text import message

if TYPE_CHECKING:
    from lark import Lark


@frozen
class Literal:
    """A number or a text as written."""

    value: Decimal | str


@frozen
class Name:
    """A number or dose rule of the definition, in small letters."""

    name: str


@frozen
class Ref:
    """An item: `ITEM` of this form, `FORM.ITEM` of another, `FORM.ITEM@EVENT` at one visit."""

    item: str
    form: str = ""
    event: str = ""


@frozen
class Call:
    """A function with its arguments; aggregates (last, first, any, count, sum, values) look at all records of the form
    their item names, at the lines of this record where it names none. They take upto, before, where, via:

    `via` names a link: what stands in the records tied to this one by it.
    """

    function: str
    args: tuple[Node, ...] = ()
    options: dict[str, Node] = field(factory=dict, hash=False)


@frozen
class Operation:
    """Two operands: + - * / = != < <= > >= and or."""

    sign: str
    left: Node
    right: Node


@frozen
class Not:
    """The negation, three-valued."""

    operand: Node


@frozen
class Minus:
    """The negative of a number."""

    operand: Node


@frozen
class In:
    """Whether a value is one of a list."""

    operand: Node
    options: tuple[Node, ...]


Node = Literal | Name | Ref | Call | Operation | Not | Minus | In

AGGREGATES = ("last", "first", "any", "count", "sum", "values")
OPTIONS = ("upto", "before", "where", "via")

_GRAMMAR = r"""
?start: or_
?or_: and_ ("or" and_)*
?and_: not_ ("and" not_)*
?not_: "not" not_ -> negation | compare
?compare: sum_ (COMPARE sum_)? | sum_ "in" "(" sum_ ("," sum_)* ")" -> within
?sum_: product ((PLUS|MINUS) product)*
?product: unary ((TIMES|OVER) unary)*
?unary: "-" unary -> minus | atom
?atom: NUMBER -> number | STRING -> string | call | ref | WORD -> name | "(" or_ ")"
call: WORD "(" [_arg ("," _arg)*] ")"
_arg: option | or_
option: WORD "=" or_
ref: (CODE ".")? CODE ("@" EVENT)?
COMPARE: "!=" | "<=" | ">=" | "=" | "<" | ">"
PLUS: "+"
MINUS: "-"
TIMES: "*"
OVER: "/"
NUMBER: /\d+(\.\d+)?([eE][+-]?\d+)?/
STRING: /"[^"]*"/ | /'[^']*'/
CODE: /[A-Z][A-Z0-9_]*/
WORD: /(?!and\b|or\b|not\b|in\b)[a-z][a-z0-9_]*/
EVENT: /[A-Z][A-Z0-9_]*/
%ignore /\s+/
"""


class _Trees:
    """What lark calls with the parts of each rule it has read, by the rule's name."""

    def number(self, parts: list[Any]) -> Node:
        return Literal(Decimal(parts[0]))

    def string(self, parts: list[Any]) -> Node:
        return Literal(str(parts[0])[1:-1])

    def name(self, parts: list[Any]) -> Node:
        return Name(str(parts[0]))

    def ref(self, parts: list[Any]) -> Node:
        event = str(parts.pop()) if parts[-1].type == "EVENT" else ""
        return Ref(str(parts[-1]), str(parts[0]) if len(parts) == 2 else "", event)

    def negation(self, parts: list[Any]) -> Node:
        return Not(parts[0])

    def minus(self, parts: list[Any]) -> Node:
        return Minus(parts[0])

    def within(self, parts: list[Any]) -> Node:
        return In(parts[0], tuple(parts[1:]))

    def option(self, parts: list[Any]) -> tuple[str, Node]:
        return str(parts[0]), parts[1]

    def call(self, parts: list[Any]) -> Node:
        options: dict[str, Node] = dict(part for part in parts[1:] if isinstance(part, tuple))
        return Call(str(parts[0]), tuple(part for part in parts[1:] if not isinstance(part, tuple)), options)

    def and_(self, parts: list[Any]) -> Node:
        return self._joined("and", parts)

    def or_(self, parts: list[Any]) -> Node:
        return self._joined("or", parts)

    def _joined(self, sign: str, parts: list[Node]) -> Node:
        return reduce(lambda left, right: Operation(sign, left, right), parts)

    def chain(self, parts: list[Any]) -> Node:
        node: Node = parts[0]
        for sign, right in zip(parts[1::2], parts[2::2], strict=True):
            node = Operation(str(sign), node, right)
        return node

    sum_ = product = compare = chain


@cache
def _grammar() -> Lark:
    # Imported late: lark costs more than a start page needs.
    from lark import Lark

    return Lark(_GRAMMAR, parser="lalr", maybe_placeholders=False, transformer=cast("Any", _Trees()))


@cache
def parse(text: str) -> Node:
    """The tree of an expression; DefinitionFault names what can't be read and where."""
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken

    try:
        return cast("Node", _grammar().parse(text))
    except UnexpectedCharacters as fault:
        at = cast("int", fault.pos_in_stream)
    except UnexpectedToken as fault:
        at = len(text) if fault.token.type == "$END" else fault.token.start_pos or 0
    raise DefinitionFault(message("study.expression.unreadable", text=text, column=at + 1))


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    yield node
    match node:
        case Call(_, args, options):
            for kid in (*args, *options.values()):
                yield from walk(kid)
        case Operation(_, left, right):
            yield from walk(left)
            yield from walk(right)
        case Not(operand) | Minus(operand):
            yield from walk(operand)
        case In(operand, options_):
            yield from walk(operand)
            for option in options_:
                yield from walk(option)


def refs(node: Node) -> Iterator[Ref]:
    """All items an expression reads."""
    return (one for one in walk(node) if isinstance(one, Ref))


def takes_over(node: Node) -> bool:
    """Whether an expression only chooses an item's value (60.0 kg stays 60.0) and reckons nothing with it."""
    match node:
        case Ref():
            return True
        case Call("last" | "first"):
            return True
        case Call("coalesce", args):
            return all(takes_over(arg) for arg in args)
        case Call("if", (_, *branches)):
            return all(takes_over(branch) for branch in branches)
    return False
