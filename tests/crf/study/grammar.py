"""The languages of definitions as grammars for lark: what the parsers written by hand must agree with."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, reduce
from typing import Any, cast

from lark import Lark
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from crf.study.expressions import Call, In, Literal, Minus, Name, Node, Not, Operation, Ref

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
    return Lark(_GRAMMAR, parser="lalr", maybe_placeholders=False, transformer=cast("Any", _Trees()))


def parsed(text: str) -> Node | int:
    """The tree of an expression, or the column from which it can't be read."""
    try:
        return cast("Node", _grammar().parse(text))
    except UnexpectedCharacters as fault:
        return cast("int", fault.pos_in_stream) + 1
    except UnexpectedToken as fault:
        return (len(text) if fault.token.type == "$END" else fault.token.start_pos or 0) + 1


RULE = r"""
start: (surface | weight | flat | range) REMARK*
surface: NUMBER UNIT PER_M2 TIMES BSA NAME CLOSE
weight: NUMBER UNIT PER_KG
flat: NUMBER UNIT FLAT
range: NUMBER TO NUMBER UNIT INCLUSIVE?

NUMBER: /\d+(\.\d+)?([eE][+-]?\d+)?/
UNIT: /(?!(flat|inclusive|x|bsa)\b)[^\W\d_]+/i
PER_M2: /\/\s*m(2(?!\d)|²)/i
PER_KG: /\/\s*kg\b/i
TIMES: /[x×*]/i
BSA: /BSA\s*\(/i
NAME: /[^\W\d_][^()]*(\([^()]*\)\s*)?/
CLOSE: ")"
FLAT: /flat\b/i
TO: ".."
INCLUSIVE: /inclusive\b/i
REMARK: /\(([^()]|\([^()]*\))*\)|\[[^\[\]]*\]/
%ignore /\s+/
"""


@cache
def _rules() -> Lark:
    return Lark(RULE, parser="lalr")


def read_rule(text: str) -> list[str] | str:
    """The parts of a dose rule in order, or what follows from where it can't be read."""
    try:
        branch = cast("Any", _rules().parse(text).children[0])
        return [str(part) for part in branch.children]
    except UnexpectedCharacters as fault:
        return text[cast("int", fault.pos_in_stream) :].strip()
    except UnexpectedToken as fault:
        return "" if fault.token.type == "$END" else text[fault.token.start_pos :].strip()
