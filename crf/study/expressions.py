"""The small language of definitions: conditions, derivations and checks parsed into one typed tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from attrs import field, frozen

from crf.faults import DefinitionFault
from crf.text import message


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

_WORD = r"(?!and\b|or\b|not\b|in\b)[a-z][a-z0-9_]*"
_NUMBER = re.compile(r"\d+(\.\d+)?([eE][+-]?\d+)?")
_STRING = re.compile(r"\"[^\"]*\"|'[^']*'")
_NAME = re.compile(_WORD)
_OPTION = re.compile(rf"({_WORD})\s*=")
_CODE, _DOT, _AT = re.compile(r"[A-Z][A-Z0-9_]*"), re.compile(r"\."), re.compile("@")
_COMPARE = re.compile(r"!=|<=|>=|=|<|>")
_PLUS, _TIMES, _MINUS = re.compile(r"[+-]"), re.compile(r"[*/]"), re.compile("-")
_OR, _AND, _NOT, _IN = re.compile("or"), re.compile("and"), re.compile(r"not\b"), re.compile("in")
_OPEN, _CLOSE, _COMMA = re.compile(r"\("), re.compile(r"\)"), re.compile(",")


class _Parser:
    """Reads one expression from left to right; each method takes what its grammar rule says, the loosest first.

    or: and ("or" and)* · and: not ("and" not)* · not: "not" not | compare
    compare: sum (sign sum)? | sum "in" "(" sum ("," sum)* ")" · sum: product (("+"|"-") product)*
    product: unary (("*"|"/") unary)* · unary: "-" unary | atom
    atom: number | "text" | name | name "(" arguments ")" | ITEM | FORM.ITEM@EVENT | "(" or ")"
    """

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def whole(self) -> Node:
        """The whole text as one expression."""
        node = self.either()
        self._gap()
        if self.at < len(self.text):
            raise _UnreadableError
        return node

    def _gap(self) -> None:
        while self.text[self.at : self.at + 1].isspace():
            self.at += 1

    def _take(self, what: re.Pattern[str]) -> re.Match[str] | None:
        """What comes next, where it is of a kind."""
        self._gap()
        found = what.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    def _need(self, what: re.Pattern[str]) -> re.Match[str]:
        found = self._take(what)
        if found is None:
            raise _UnreadableError
        return found

    def either(self) -> Node:
        node = self._both()
        while self._take(_OR):
            node = Operation("or", node, self._both())
        return node

    def _both(self) -> Node:
        node = self._not()
        while self._take(_AND):
            node = Operation("and", node, self._not())
        return node

    def _not(self) -> Node:
        return Not(self._not()) if self._take(_NOT) else self._compared()

    def _compared(self) -> Node:
        left = self._sum()
        if sign := self._take(_COMPARE):
            return Operation(sign[0], left, self._sum())
        if not self._take(_IN):
            return left
        self._need(_OPEN)
        options = [self._sum()]
        while self._take(_COMMA):
            options.append(self._sum())
        self._need(_CLOSE)
        return In(left, tuple(options))

    def _sum(self) -> Node:
        node = self._product()
        while sign := self._take(_PLUS):
            node = Operation(sign[0], node, self._product())
        return node

    def _product(self) -> Node:
        node = self._unary()
        while sign := self._take(_TIMES):
            node = Operation(sign[0], node, self._unary())
        return node

    def _unary(self) -> Node:
        return Minus(self._unary()) if self._take(_MINUS) else self._atom()

    def _atom(self) -> Node:
        if found := self._take(_CODE):
            form, item = ("", found[0]) if not self._take(_DOT) else (found[0], self._need(_CODE)[0])
            return Ref(item, form, self._need(_CODE)[0] if self._take(_AT) else "")
        if found := self._take(_NAME):
            return self._call(found[0]) if self._take(_OPEN) else Name(found[0])
        if found := self._take(_NUMBER):
            return Literal(Decimal(found[0]))
        if found := self._take(_STRING):
            return Literal(found[0][1:-1])
        self._need(_OPEN)
        node = self.either()
        self._need(_CLOSE)
        return node

    def _call(self, function: str) -> Node:
        args: list[Node] = []
        options: dict[str, Node] = {}
        if self._take(_CLOSE):
            return Call(function)
        while True:
            if option := self._take(_OPTION):
                options[option[1]] = self.either()
            else:
                args.append(self.either())
            if not self._take(_COMMA):
                break
        self._need(_CLOSE)
        return Call(function, tuple(args), options)


class _UnreadableError(Exception):
    """What comes next fits nowhere."""


@cache
def parse(text: str) -> Node:
    """The tree of an expression; DefinitionFault names what can't be read and where."""
    # Written by hand: a parser generator costs a start more than reading the whole definition does.
    parser = _Parser(text)
    try:
        return parser.whole()
    except (_UnreadableError, RecursionError):
        raise DefinitionFault(message("study.expression.unreadable", text=text, column=parser.at + 1)) from None


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
