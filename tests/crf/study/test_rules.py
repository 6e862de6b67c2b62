"""How dose rules are read, and how a wrong one is told."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crf.clinical.faults import ClinicalFault
from crf.faults import CasebookError
from crf.study.rules import EXAMPLES, DoseRule, RuleFault, parse_rule
from tests.crf.study.grammar import read_rule

H, W = Decimal(165), Decimal(60)


@pytest.mark.parametrize(
    ("text", "kind", "amount", "unit", "per", "formula"),
    [
        ("600 mg/m2 x BSA(Mosteller)", "bsa", "600", "mg", "m2", "Mosteller"),
        ("5e5 IU/m2 x BSA(Mosteller)", "bsa", "500000", "IU", "m2", "Mosteller"),
        ("600mg/m²×bsa( du bois )", "bsa", "600", "mg", "m2", "DuBois"),
        ("600 mg / m2 * BSA(DuBois (metre form)) (a value)", "bsa", "600", "mg", "m2", "DuBois (metre form)"),
        ("8 mg/kg", "weight", "8", "mg", "kg", ""),
        ("  0.5 MG / KG  ", "weight", "0.5", "MG", "kg", ""),
        ("8 mg/kg (loading (first) dose) [label]", "weight", "8", "mg", "kg", ""),
        ("420 mg flat", "flat", "420", "mg", "", ""),
        ("840 mg flat (loading)", "flat", "840", "mg", "", ""),
        ("2.5E-3 mg flat", "flat", "0.0025", "mg", "", ""),
        ("1e-9 mg flat", "flat", "1e-9", "mg", "", ""),
        ("1e15 cells flat", "flat", "1e15", "cells", "", ""),
    ],
)
def test_the_wordings_of_a_dose(text: str, kind: str, amount: str, unit: str, per: str, formula: str) -> None:
    rule = parse_rule(text)
    assert (rule.kind, rule.amount, rule.unit, rule.per, rule.formula, rule.text) == (
        kind, Decimal(amount), unit, per, formula, text
    )  # fmt: skip
    assert (rule.low, rule.high, rule.figures) == (None, None, "")
    assert not rule.contains(Decimal(amount))


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("5e7..5e8 cells", "5e7-5e8"),
        ("5e7..5e8 cells inclusive", "5e7-5e8"),
        ("5e7..5e8 cells inclusive (inclusive ends are an assumption to confirm in protocol)", "5e7-5e8"),
        ("5e7..5e8 cells [inclusive]", "5e7-5e8"),
        (" 5.0E7 .. 500000000 cells", "5.0E7-500000000"),
    ],
)
def test_a_range_keeps_its_own_figures(text: str, figures: str) -> None:
    rule = parse_rule(text)
    assert (rule.kind, rule.amount, rule.low, rule.high, rule.unit) == ("range", None, 5 * 10**7, 5 * 10**8, "cells")
    assert rule.figures == figures
    assert rule.planned(H, W) is None


@pytest.mark.req("PA-042")
def test_both_ends_belong_to_the_range() -> None:
    rule = parse_rule("5e7..5e8 cells")
    inside = [rule.contains(Decimal(dose)) for dose in ("4.9e7", "5e7", "1.8e8", "5e8", "500000001")]
    assert inside == [False, True, True, True, False]
    assert parse_rule("5..5 mg").contains(Decimal(5))


@pytest.mark.parametrize(
    ("text", "dose"),
    [
        ("600 mg/m2 x BSA(Mosteller)", "994.99"),
        ("5e5 IU/m2 x BSA(Mosteller)", "829156.20"),
        ("8 mg/kg", "480.00"),
        ("6 mg/kg", "360.00"),
        ("840 mg flat", "840.00"),
    ],
)
def test_planned_doses_of_the_example_patient(text: str, dose: str) -> None:
    planned = parse_rule(text).planned(H, W)
    assert planned is not None
    assert f"{planned:.2f}" == dose


@pytest.mark.req("PA-073")
def test_a_missing_input_leaves_the_dose_unknown_never_0() -> None:
    surface, weight, flat = (parse_rule(text) for text in ("600 mg/m2 x BSA(Mosteller)", "8 mg/kg", "420 mg flat"))
    assert [surface.planned(*inputs) for inputs in ((None, W), (H, None), (None, None))] == [None, None, None]
    assert weight.planned(H, None) is None
    assert weight.planned(None, W) == 480
    assert flat.planned(None, None) == 420


@pytest.mark.parametrize("text", ["8 mg/kg", "600 mg/m2 x BSA(Mosteller)"])
def test_a_weight_no_body_has_gives_no_dose(text: str) -> None:
    with pytest.raises(ClinicalFault, match="weight"):
        parse_rule(text).planned(H, Decimal(6000))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "isn't complete"),
        ("8", "isn't complete"),
        ("8 mg", "isn't complete"),
        ("600 mg/m2", "isn't complete"),
        ("600 mg/m2 x BSA(Mosteller", "isn't complete"),
        ("flat", 'from "flat" on'),
        ("420 flat", 'from "flat" on'),
        ("8,5 mg/kg", 'from ",5 mg/kg" on'),
        ("-8 mg/kg", 'from "-8 mg/kg" on'),
        ("8 mg/kg daily", 'from "daily" on'),
        ("8 mg/kgs", 'from "/kgs" on'),
        ("600 mg/m20 x BSA(Mosteller)", 'from "/m20 x'),
        ("600 mg/m2 BSA(Mosteller)", 'from "BSA(Mosteller)" on'),
        ("600 mg/m2 x BSA()", 'from ")" on'),
        ("8 mg/kg 8 mg/kg", 'from "8 mg/kg" on'),
        ("420 mg flat)", 'from ")" on'),
        ("5e7..5e8", "isn't complete"),
        ("5e7...5e8 cells", 'from ".5e8 cells" on'),
        ("(loading) 8 mg/kg", 'from "(loading) 8 mg/kg" on'),
        ("5e8..5e7 cells", "begins with 5e8, which is above its end 5e7"),
        ("0 mg flat", "holds 0, which is no dose"),
        ("1e400 mg flat", "holds 1e400, which is no dose"),
        ("9e-10 mg flat", "holds 9e-10, which is no dose"),
        ("1.1e15 cells flat", "holds 1.1e15, which is no dose"),
        ("8 mg/kg 8 mg  ", 'from "8 mg" on'),
        ("0..5e8 cells", "holds 0, which is no dose"),
        ("600 mg/m2 x BSA(Du)", 'names the formula "Du"'),
    ],
)
def test_a_wrong_rule_is_told_with_its_text_the_place_and_right_ones(text: str, told: str) -> None:
    with pytest.raises(RuleFault) as refused:
        parse_rule(text)
    said = str(refused.value)
    assert f'"{text}"' in said
    assert told in said
    assert EXAMPLES in said
    assert isinstance(refused.value, CasebookError)
    assert isinstance(refused.value, ValueError)


@pytest.mark.parametrize("text", EXAMPLES.split(" · "))
def test_the_examples_are_right_rules(text: str) -> None:
    assert parse_rule(text).text == text


PIECES = (
    "8", "5e7", "0.5", "mg", "IU", "/kg", "/m2", "/ m²", "x", "×", "BSA(", "bsa (", "Mosteller", "Du Bois",
    "(metre form)", ")", "..", "flat", "inclusive", "(a remark)", "[another]", "(", "daily", "kgs", " ", "-", "cells",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=9), st.sampled_from(["", " "]))
def test_any_text_is_read_or_refused_as_the_grammar_does(pieces: list[str], gap: str) -> None:
    text = gap.join(pieces)
    expected, found = read_rule(text), told_of(text)
    if isinstance(found, str):
        assert found == expected
    else:
        assert isinstance(expected, list)
        assert found is None or found.unit in expected


def told_of(text: str) -> DoseRule | str | None:
    """The rule, the rest that can't be read, or None where it can be read and its figures or formula are refused."""
    try:
        return parse_rule(text)
    except RuleFault as fault:
        told = dict(fault.message.values)
        return told.get("rest") if fault.message.id in ("rule.unreadable", "rule.unfinished") else None


@pytest.mark.parametrize("kind", ["600 mg/m2 x BSA(Mosteller)", "8 mg/kg", "420 mg flat", "5e7..5e8 cells inclusive"])
def test_remarks_may_follow_each_kind_of_rule(kind: str) -> None:
    assert parse_rule(f"{kind} (one (inner)) [two]").kind == parse_rule(kind).kind
