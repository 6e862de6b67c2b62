"""Expressions as trees: what they read, what cannot be read, what they choose or reckon."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crf.faults import DefinitionFault
from crf.study.evaluate import LAZY
from crf.study.expressions import (
    AGGREGATES,
    Call,
    In,
    Literal,
    Minus,
    Name,
    Not,
    Operation,
    Ref,
    parse,
    refs,
    takes_over,
    walk,
)
from crf.study.functions import FUNCTIONS, SIGNATURES

# trees


def test_expressions_become_trees() -> None:
    assert parse("A.B@D1 + -x") == Operation("+", Ref("B", "A", "D1"), Minus(Name("x")))
    assert parse("not A in ('b', 1)") == Not(In(Ref("A"), (Literal("b"), Literal(Decimal(1)))))
    assert parse("last(A, where=B = 'c')") == Call("last", (Ref("A"),), {"where": parse("B = 'c'")})
    assert parse("1 - 2 - 3") == Operation("-", parse("1 - 2"), Literal(Decimal(3)))
    assert parse("a or b and not c") == Operation("or", Name("a"), Operation("and", Name("b"), Not(Name("c"))))
    assert parse("a and b and c") == Operation("and", parse("a and b"), Name("c"))


def test_a_tree_tells_all_it_reads() -> None:
    node = parse("if(A in (B, 1), last(C.D, upto=E, where=F = 'x'), -G) > low(rule) and not H")
    assert [ref.item for ref in refs(node)] == ["A", "B", "D", "E", "F", "G", "H"]
    assert sum(isinstance(one, Name) for one in walk(node)) == 1


@pytest.mark.parametrize(
    ("text", "column"),
    [("", 1), ("A >", 4), ("a b", 3), ("A & B", 3), ("(A", 3), ("A = B = C", 7), ("last(A,)", 8), ("\nA ?", 4)],
)
def test_what_cannot_be_read_is_told_with_its_column(text: str, column: int) -> None:
    with pytest.raises(DefinitionFault, match=f"can't be read at column {column}\\."):
        parse(text)


def test_every_function_of_the_table_can_be_run_and_none_else() -> None:
    assert set(SIGNATURES) == set(FUNCTIONS) | set(LAZY) | set(AGGREGATES)
    assert not set(FUNCTIONS) & set(LAZY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WEIGHT", True),
        ("last(VS.WEIGHT)", True),
        ("first(VS.WEIGHT)", True),
        ("sum(VS.WEIGHT)", False),
        ("coalesce(WEIGHT, last(VS.WEIGHT))", True),
        ("coalesce(WEIGHT, 2 * WEIGHT)", False),
        ('if(SEX = "F", WEIGHT, last(VS.WEIGHT))', True),
        ('if(SEX = "F", WEIGHT, 60)', False),
        ("WEIGHT * 1", False),
    ],
)
def test_what_only_chooses_a_value_is_told_from_what_reckons(text: str, expected: bool) -> None:
    assert takes_over(parse(text)) is expected
