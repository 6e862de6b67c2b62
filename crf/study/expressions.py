"""The small language of definitions: conditions, derivations and checks parsed into one typed tree, never evaluated by Python."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from attrs import field, frozen

from crf.faults import DefinitionFault
from crf.text import message

if TYPE_CHECKING:
    from lark import Lark, Token


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
    """A function with its arguments; aggregates (last, first, any, count, sum) take `upto`, `before`, `where`."""

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

AGGREGATES = ("last", "first", "any", "count", "sum")
OPTIONS = ("upto", "before", "where")

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


@cache
def _grammar() -> Lark:
    from lark import Lark

    return Lark(_GRAMMAR, parser="lalr", maybe_placeholders=False)


@cache
def parse(text: str) -> Node:
    """The tree of an expression; DefinitionFault names what can't be read and where."""
    from lark.exceptions import UnexpectedInput

    try:
        tree = _grammar().parse(text)
    except UnexpectedInput as fault:
        column = fault.column if isinstance(fault.column, int) and fault.column > 0 else len(text) + 1
        raise DefinitionFault(message("study.expression.unreadable", text=text, column=column)) from None
    return _node(tree)


def _node(tree: object) -> Node:
    from lark import Token, Tree

    assert isinstance(tree, Tree), tree
    kids = tree.children
    match tree.data:
        case "number":
            return Literal(Decimal(str(kids[0])))
        case "string":
            return Literal(str(kids[0])[1:-1])
        case "name":
            return Name(str(kids[0]))
        case "ref":
            return _ref([kid for kid in kids if isinstance(kid, Token)])
        case "negation":
            return Not(_node(kids[0]))
        case "minus":
            return Minus(_node(kids[0]))
        case "within":
            return In(_node(kids[0]), tuple(_node(kid) for kid in kids[1:]))
        case "call":
            return _call(tree)
        case "or_" | "and_":
            sign = str(tree.data)[:-1]
            node = _node(kids[0])
            for kid in kids[1:]:
                node = Operation(sign, node, _node(kid))
            return node
    node = _node(kids[0])
    for sign_token, kid in zip(kids[1::2], kids[2::2], strict=True):
        assert isinstance(sign_token, Token)
        node = Operation(str(sign_token), node, _node(kid))
    return node


def _ref(tokens: list[Token]) -> Ref:
    event = str(tokens.pop()) if tokens[-1].type == "EVENT" else ""
    return Ref(str(tokens[-1]), str(tokens[0]) if len(tokens) == 2 else "", event)


def _call(tree: object) -> Call:
    from lark import Tree

    assert isinstance(tree, Tree)
    args: list[Node] = []
    options: dict[str, Node] = {}
    for kid in tree.children[1:]:
        if isinstance(kid, Tree) and kid.data == "option":
            options[str(kid.children[0])] = _node(kid.children[1])
        else:
            args.append(_node(kid))
    return Call(str(tree.children[0]), tuple(args), options)


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
