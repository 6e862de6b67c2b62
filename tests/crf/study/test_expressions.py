"""The parser of expressions agrees with their grammar: on all that definitions hold, and on anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from attrs import fields, has
from hypothesis import example, given
from hypothesis import strategies as some

from crf.faults import DefinitionFault
from crf.study.expressions import Node, parse
from crf.study.reader import read, shipped
from tests.crf.study.grammar import parsed

PIECES = (
    "A", "VS.WEIGHT", "VS", ".", "@", "D1", "IL2.ECSTDAT@D2", "weight_age", "last", "first", "if", "upto", "where", "(",
    ")", ",", "=", "!=", "<=", ">", "+", "-", "*", "/", "and", "or", "not", "in", "1", "2.5", "1e3", "'x'", '"Y"', " ",
    "é", "\n", "nota", "notX", "orB", "in_", "3.", "'", "A_1", "a1",
)  # fmt: skip


def read_by_hand(text: str) -> Node | int:
    """What the program's own parser makes of a text: the tree, or the column of the fault."""
    try:
        return parse(text)
    except DefinitionFault as fault:
        return int(dict(fault.message.values)["column"])


def texts(value: Any) -> Iterator[str]:
    """Every text of a definition, and every expression in one."""
    if has(type(value)):
        for one in fields(type(value)):
            yield from texts(getattr(value, one.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, str):
        yield value
        yield from re.findall(r"{=([^{}]+)}", value)


@pytest.mark.parametrize("folder", shipped(), ids=lambda folder: folder.parent.name)
def test_all_that_definitions_hold_is_read_as_the_grammar_reads_it(folder: Any) -> None:
    found = {text for text in texts(read(folder)) if len(text) < 2000}
    assert len(found) > 1000
    for text in found:
        assert read_by_hand(text) == parsed(text), text


@given(
    some.lists(some.sampled_from(PIECES), max_size=14).flatmap(
        lambda pieces: some.lists(some.sampled_from(["", " "]), min_size=len(pieces), max_size=len(pieces)).map(
            lambda gaps: "".join(gap + piece for gap, piece in zip(gaps, pieces, strict=True))
        )
    )
)
@example("")
@example("A = B = C")
@example("f(a = 1)")
@example("f((a) = 1, b = 2, b = 3)")
@example("A in (1, 'x')")
@example("A in ()")
@example("A.")
@example("A @ D1 . B")
@example("- - A")
@example("not not A and B or C")
@example("A or")
@example("f(A,)")
@example("notX")
@example("A orB")
@example("A or1")
@example("A in(1)")
def test_anything_is_read_or_refused_as_the_grammar_does(text: str) -> None:
    assert read_by_hand(text) == parsed(text)


def test_brackets_without_end_are_a_fault_and_no_crash() -> None:
    assert isinstance(read_by_hand("(" * 5000 + "A" + ")" * 5000), int)
