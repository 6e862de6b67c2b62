"""What expressions mean: three-valued logic, dates as far as they are known, numbers that never raise."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, getcontext

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as some

from crf.faults import DefinitionFault
from crf.study.evaluate import Value, compare, evaluate
from crf.study.expressions import (
    parse,
)
from crf.study.rules import parse_rule
from tests.crf.study.scopes import Hand, at, day, taken, value

THREE = (True, False, None)
LOGIC = {True: "1 = 1", False: "1 = 2", None: "BLANK = 1"}


def both(a: bool | None, b: bool | None) -> bool | None:
    """Kleene's and: the lesser of false < unknown < true."""
    rank = {False: 0, None: 1, True: 2}
    return min((a, b), key=lambda one: rank[one])


def negated(a: bool | None) -> bool | None:
    return None if a is None else not a


@pytest.mark.parametrize("a", THREE)
@pytest.mark.parametrize("b", THREE)
def test_and_or_not_are_kleenes(a: bool | None, b: bool | None) -> None:
    assert value(f"{LOGIC[a]} and {LOGIC[b]}") is both(a, b)
    assert value(f"{LOGIC[a]} or {LOGIC[b]}") is negated(both(negated(a), negated(b)))
    assert value(f"not {LOGIC[a]}") is negated(a)


@given(some.lists(some.sampled_from(THREE), min_size=1, max_size=6))
def test_the_order_of_a_condition_does_not_matter(sides: list[bool | None]) -> None:
    forth, back = (" or ".join(LOGIC[one] for one in order) for order in (sides, sides[::-1]))
    assert value(forth) is value(back)
    assert value(f"not ({forth})") is value(" and ".join(f"not {LOGIC[one]}" for one in sides))


@pytest.mark.req("PA-055")
@pytest.mark.parametrize("bracket", ["3 > 4 or 3 > 0", "3 > 0 or 3 > 4"])
def test_brackets_whichever_way_they_are_ordered(bracket: str) -> None:
    assert value(f"4 > 3 and ({bracket})") is True
    assert value(f"({bracket}) and 4 > 3") is True


def test_what_is_no_condition_decides_nothing() -> None:
    assert value("NUMBER and 1 = 1", NUMBER=Decimal(5)) is None
    assert value("NUMBER and 1 = 2", NUMBER=Decimal(5)) is False
    assert value("NUMBER or 1 = 1", NUMBER=Decimal(5)) is True
    assert value("not NUMBER", NUMBER=Decimal(5)) is None
    assert value("-TEXT", TEXT="a") is None
    assert value("if(TEXT, 1, 2)", TEXT="a") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 4 - 3", "3"),
        ("24 / 4 / 3", "2"),
        ("-2 * -3", "6"),
        ("--2", "2"),
        ("1e3 + 0.5", "1000.5"),
        ("2.5E-3 * 2", "0.005"),
        ("abs(1 - 3)", "2"),
        ("min(3, 2, 5)", "2"),
        ("max(3, 2, 5)", "5"),
        ("round(2.345, 2)", "2.35"),
        ("round(1250, -2)", "1300"),
        ("length('four')", "4"),
        ("percent(1120, 1000)", "12.00"),
    ],
)
def test_numbers(text: str, expected: str) -> None:
    assert value(text) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2 = 2.0", True), ("2 != 2", False), ("1 < 2", True), ("2 < 2", False), ("2 <= 2", True), ("2 > 2", False),
     ("2 >= 2", True), ("3 >= 2", True), ("1 >= 2", False), ("'a' = 'a'", True), ('"a" != "b"', True),
     ("'a' < 'b'", True), ("'a' = 1", None), ("BLANK = 'a'", None), ("BLANK != 'a'", None)],
)  # fmt: skip
def test_comparisons(text: str, expected: bool | None) -> None:
    assert value(text) is expected


def test_choices_and_conditions_compare() -> None:
    assert value("PICKED = OTHER", PICKED=("A", "B"), OTHER=("A", "B")) is True
    assert value("PICKED = OTHER", PICKED=("A", "B"), OTHER=("A",)) is False
    assert value("(1 = 1) = (2 = 2)") is True
    assert value("(1 = 1) = (2 = 3)") is False
    assert compare(True, Decimal(1)) is None
    assert compare(None, None) is None


def test_in_is_unknown_only_where_it_must_be() -> None:
    assert value("A in ('x', 'y')", A="y") is True
    assert value("A in ('x', 'y')", A="z") is False
    assert value("A in ('x', 'y')") is None
    assert value("A in ('x', B)", A="x") is True
    assert value("A in ('x', B)", A="z") is None


def test_division_by_zero_and_what_is_too_large_are_unknown() -> None:
    assert value("1 / 0") is None
    assert value("0 / 0") is None
    assert value("1e18 * 1e2") == Decimal("1e20")
    assert value("1e18 * 1e3") is None
    assert value("-1e18 * 1e3") is None
    assert value("1e999999 * 1e999999") is None
    assert value("1 + 'a'") is None
    assert value("round(1, 1e50)") is None
    assert value("round(1e15, 30)") is None
    assert value("add_days(D, 1e30)", D=day("2026-03-05")) is None
    assert value("add_days(D, 4000000)", D=day("2026-03-05")) is None
    assert value("add_months(D, -1e30)", D=day("2026-03-05")) is None


@given(some.text("0123456789eE+-*/(). <>=andor'AB,", max_size=20))
def test_an_expression_is_read_or_refused_and_never_run_by_python(text: str) -> None:
    try:
        node = parse(text)
    except DefinitionFault:
        return
    evaluate(node, Hand({"A": Decimal(3), "B": "b"}))


@given(some.decimals(allow_nan=False, allow_infinity=False), some.decimals(allow_nan=False, allow_infinity=False))
def test_no_number_raises(a: Decimal, b: Decimal) -> None:
    scope = Hand({"A": a, "B": b})
    for text in ("A + B", "A - B", "A * B", "A / B", "abs(A / B - 1) > 0.1", "percent(A, B)", "round(A, 2)", "-A",
                 "min(A, B)", "max(A, B)", "bsa('Mosteller', A, B)", "A < B", "A in (B, 1)"):  # fmt: skip
        result = evaluate(parse(text), scope)
        assert result is None or isinstance(result, bool) or (isinstance(result, Decimal) and result.is_finite())


def test_the_digits_of_a_sum_do_not_hang_on_the_thread() -> None:
    before = getcontext().prec
    getcontext().prec = 5
    try:
        assert value("600 * 1.658312") == Decimal("994.987200")
    finally:
        getcontext().prec = before


def test_python_is_never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("evaluated by Python")

    monkeypatch.setattr(builtins, "eval", refuse)
    monkeypatch.setattr(builtins, "exec", refuse)
    assert value("abs(2 - 5) + 1") == 4


# functions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("days(A, B)", Decimal(4)),
        ("days(B, A)", Decimal(-4)),
        ("days(PART, B)", None),
        ("days(M, B)", Decimal(4)),
        ("hours(M, N)", Decimal("24.5")),
        ("hours(A, N)", None),
        ("hours(M, at(A, ''))", None),
        ("add_days(A, -5)", day("2026-02-28")),
        ("add_days(PART, 1)", None),
        ("add_months(day31, 1)", day("2026-02-28")),
        ("add_months(PART, 1)", None),
        ("age(BORN, A)", Decimal(44)),
        ("age(A, BORN)", None),
        ("age(PART, A)", None),
        ("day(A, 'D1')", Decimal(-4)),
        ("day(D1DAY, 'D1')", Decimal(1)),
        ("day(PART, 'D1')", None),
        ("day(A, 'NK')", None),
        ("anchor('D1')", day("2026-03-09")),
        ("anchor('NK')", None),
        ("window_first()", day("2026-03-04")),
        ("window_last()", None),
        ("visit_day()", day("2026-03-05")),
        ("today()", day("2026-03-05")),
        ("latest(A, B, BLANK)", day("2026-03-09")),
        ("latest(B, PART)", day("2026-03")),
        ("latest(BLANK)", None),
        ("at(A, '10:00')", at("2026-03-05T10:00")),
        ("at(A, BLANK)", at("2026-03-05")),
        ("at(PART, '10:00')", day("2026-03")),
        ("at(BLANK, '10:00')", None),
        ("grade_exists('10047700', '3')", True),
        ("grade_exists('10047700', '5')", False),
        ("coded_in('10047700')", None),
        ("has(PICKED, 'B')", True),
        ("has(PICKED, 'C')", False),
        ("has(BLANK, 'C')", None),
        ("coalesce(BLANK, A, B)", day("2026-03-05")),
        ("coalesce(BLANK)", None),
        ("if(1 = 1, 2, 3)", Decimal(2)),
        ("if(1 = 2, 2, 3)", Decimal(3)),
        ("if(BLANK = 2, 2, 3)", None),
        ("known(A, B)", True),
        ("known(A, BLANK)", False),
        ("missing(CODED)", True),
        ("missing(A)", False),
        ("missing(5)", False),
        ("here(CODED)", True),
        ("here(A)", False),
        ("here(5)", False),
        ("reopened(CODED)", True),
        ("reopened(A)", False),
        ("reopened(5)", False),
        ("abs('a')", None),
        ("days(A, 'a')", None),
        ("length(BLANK)", None),
        ("listed('a', 1 = 1, 'b', 1 = 2, 'c', BLANK = 1, 'd', 2 = 2)", "a, d"),
        ("listed('a', 1 = 2, 'b', BLANK = 1)", None),
        ("listed(BLANK, 1 = 1, 'b', 1 = 1)", "b"),
        ("round(clearance(65, 60, 'F', 85), 4)", Decimal("55.2625")),
        ("round(clearance(40, 80, 'M', 88.42), 4)", Decimal("111.1111")),
        ("clearance(17, 60, 'F', 85)", None),
        ("clearance(65, 60, 'X', 85)", None),
        ("clearance(65, 60, BLANK, 85)", None),
        ("clearance(65, 60, 85, 'F')", None),
    ],
)
def test_functions(text: str, expected: Value) -> None:
    scope = Hand(
        {"A": day("2026-03-05"), "B": day("2026-03-09"), "PART": day("2026-03"), "BORN": day("1981-08-19"),
         "M": at("2026-03-05T10:00"), "N": at("2026-03-06T10:30"), "D1DAY": day("2026-03-09"), "PICKED": ("A", "B")},
        names={"day31": day("2026-01-31")}, anchors={"D1": date(2026, 3, 9)}, span=(date(2026, 3, 4), None),
        visited=date(2026, 3, 5), missing=frozenset({"CODED"}), here=frozenset({"CODED"}),
        reopened=frozenset({"CODED"}),
    )  # fmt: skip
    assert value(text, scope) == expected


def test_hours_added_reckon_summer_time_and_need_a_time() -> None:
    assert value("add_hours(A, 24)", A=at("2026-03-28T12:00")) == at("2026-03-29T13:00")
    assert value("add_hours(A, 1.5)", A=at("2026-03-10T11:52")) == at("2026-03-10T13:22")
    assert value("add_hours(A, 24)", A=day("2026-03-10")) is None
    assert value("add_hours(A, 100000000)", A=at("2026-03-10T11:52")) is None


def test_hours_reckon_summer_time() -> None:
    assert value("hours(A, B)", A=at("2026-03-28T12:00"), B=at("2026-03-29T12:00")) == 23


RULES = {
    "surface": parse_rule("600 mg/m2 x BSA(Mosteller)"),
    "weight": parse_rule("8 mg/kg"),
    "flat": parse_rule("840 mg flat"),
    "cells": parse_rule("5e7..5e8 cells"),
    "dubois": evolve(
        parse_rule("600 mg/m2 x BSA(DuBois)"), bsa_step=Decimal("0.01"), bsa_most=Decimal(2), step=Decimal(10)
    ),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("round(bsa(surface, 165, 60), 6)", Decimal("1.658312")),
        ("round(bsa('DuBois', 165, 60), 4)", Decimal("1.6587")),
        ("round(dose(surface, 165, 60), 2)", Decimal("994.99")),
        ("dose(weight, 60)", Decimal(480)),
        ("dose(flat)", Decimal(840)),
        ("dose(cells)", None),
        ("how(surface, 165, 60)", "√(165 cm × 60 kg ÷ 3600)"),
        ("how(dubois, 165.0, 60.5)", "DuBois, 165.0 cm, 60.5 kg, rounded to 0.01 m², at most 2 m²"),
        ("how(surface)", ""),
        ("how(dubois)", ", rounded to 10 mg"),
        ("round(bsa(dubois, 165, 60), 4)", Decimal("1.66")),
        ("dose(surface, 60)", None),
        ("dose(surface, 1.65, 60)", None),
        ("bsa(surface, 165, 7000)", None),
        ("bsa('Nobody', 165, 60)", None),
        ("amount(surface)", Decimal(600)),
        ("amount(cells)", None),
        ("low(cells)", Decimal("5e7")),
        ("high(cells)", Decimal("5e8")),
        ("low(weight)", None),
        ("formula(surface)", "Mosteller"),
        ("formula(weight)", None),
        ("amount(if(1 = 1, weight, flat))", Decimal(8)),
        ("amount(5)", None),
        ("dose(nothing, 60)", None),
        ("percent(10, 0)", None),
        ("percent(10, -5)", None),
    ],
)
def test_dose_rules(text: str, expected: Value) -> None:
    assert value(text, Hand(names=RULES)) == expected


# aggregates

WEIGHTS: Sequence[tuple[object, str]] = (
    ("64.2", "2026-02-16T09:05"),
    ("63.5", "2026-03-05T07:40"),
    ("63.9", "2026-03-09"),
    ("61.0", ""),
)


def weights() -> Hand:
    rows = [taken(Decimal(str(number)), when, Hand({"KIND": when[:7]})) for number, when in WEIGHTS]
    return Hand(
        {"DOSE": at("2026-03-05T10:00"), "DAY": day("2026-03-05"), "PART": day("2026-03")}, rows={"VS.WEIGHT": rows}
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("last(VS.WEIGHT)", Decimal("61.0")),
        ("first(VS.WEIGHT)", Decimal("64.2")),
        ("count(VS.WEIGHT)", Decimal(4)),
        ("any(VS.WEIGHT)", True),
        ("sum(VS.WEIGHT)", Decimal("252.6")),
        ("last(VS.WEIGHT, upto=DOSE)", Decimal("63.5")),
        ("last(VS.WEIGHT, before=DOSE)", Decimal("63.5")),
        ("last(VS.WEIGHT, upto=DAY)", Decimal("63.5")),
        ("last(VS.WEIGHT, before=DAY)", Decimal("64.2")),
        ("count(VS.WEIGHT, upto=PART)", Decimal(3)),
        ("count(VS.WEIGHT, before=PART)", Decimal(1)),
        ("last(VS.WEIGHT, upto=BLANK)", None),
        ("count(VS.WEIGHT, upto=BLANK)", None),
        ("any(VS.WEIGHT, before=BLANK)", None),
        ("any(VS.WEIGHT, before=DOSE, where=KIND = '2026-02')", True),
        ("count(VS.WEIGHT, where=KIND = '2026-03')", Decimal(2)),
        ("any(VS.WEIGHT, where=KIND = 'x')", False),
        ("any(VS.WEIGHT, where=UNKNOWN = 'x')", False),
        ("last(VS.HEIGHT)", None),
        ("first(VS.HEIGHT)", None),
        ("count(VS.HEIGHT)", Decimal(0)),
        ("any(VS.HEIGHT)", False),
        ("sum(VS.HEIGHT)", Decimal(0)),
        ("values(VS.WEIGHT, upto=DOSE)", "64.2 (16-FEB-2026), 63.5 (05-MAR-2026)"),
        ("values(VS.WEIGHT, where=KIND = '')", "61.0"),
        ("values(VS.HEIGHT)", None),
    ],
)
def test_aggregates(text: str, expected: Value) -> None:
    assert value(text, weights()) == expected


@pytest.mark.req("PA-073")
def test_a_weight_of_the_same_day_without_a_time_counts_as_before_the_dose() -> None:
    scope = Hand({"DOSE": at("2026-03-05T10:00")}, rows={"W": [taken("60", "2026-03-04T08:00")]})
    same = Hand(scope.items, rows={"W": [*scope.rows["W"], taken(61, "2026-03-05")]})
    untimed = Hand(scope.items, rows={"W": [*scope.rows["W"], taken(61, "2026-03-05T10:01")]})
    assert value("last(W, upto=DOSE)", same) == 61
    assert value("last(W, before=DOSE)", same) == "60"
    assert value("last(W, upto=DOSE)", untimed) == "60"


def test_values_of_a_choice_are_its_codes() -> None:
    assert value("values(W)", Hand(rows={"W": [taken("POS", "2026-03-05"), taken("NEG", "2026-03")]})) == (
        "POS (05-MAR-2026), NEG (UN-MAR-2026)"
    )


def test_only_numbers_are_summed_and_blanks_are_no_samples() -> None:
    rows = [taken("ten", "2026-03-05"), taken(5, "2026-03-06"), taken(Decimal("1e20"), "2026-03-07")]
    assert value("sum(W)", Hand(rows={"W": rows[:2]})) == 5
    assert value("sum(W)", Hand(rows={"W": [*rows, rows[2]]})) is None
