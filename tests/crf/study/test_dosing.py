"""Rounding and caps of body surface and dose: named values of the definition, none unless it says so."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crf.clinical.body import bsa
from crf.clinical.dose import adjusted
from crf.clinical.faults import ClinicalFault
from crf.study.dosing import rule_of
from crf.study.model import Form, Group, Item, Number, Rule, Study
from crf.study.reader import STUDIES, read
from crf.study.rule_faults import rule_faults
from crf.study.rules import limits_told
from crf.study.verifier import troubles
from crf.study.words import number_words
from crf.text import tell

NUMBERS = {
    "formula": Number("Mosteller", "here", "text"),
    "bsa_step": Number("none", "here", "m2"),
    "bsa_most": Number("none", "here", "m2"),
    "step": Number("none", "here", "mg"),
    "most": Number("none", "here", "mg"),
}
SURFACE = Rule("600 mg/m2 x BSA({formula})", "here", "", "bsa_step", "bsa_most", "step", "most")
SIZES = (Decimal(163), Decimal("63.5"))
HEIGHTS, WEIGHTS = st.decimals(20, 300, places=1), st.decimals("0.2", 700, places=1)
STEPS = st.sampled_from([Decimal("0.01"), Decimal("0.1"), Decimal("2.5"), Decimal(10), Decimal(50)])


def study(rule: Rule = SURFACE, **values: str) -> tuple[Study, Form]:
    """A study with one dose rule; `values` set its numbers."""
    numbers = {name: evolve(one, value=values.get(name, one.value)) for name, one in NUMBERS.items()}
    form = Form("F", "Form", (Group("F.A", "A", (Item("X", "X", "decimal"),)),), rules={"planned": rule})
    return Study("S", "S", "1", "UTC", (), (form,), (), numbers=numbers), form


def planned(rule: Rule = SURFACE, **values: str) -> Decimal | None:
    return rule_of(*study(rule, **values), "planned").planned(*SIZES)


def faults(rule: Rule, **values: str) -> list[str]:
    return [f"{key[0]}: {tell(told)}" for key, told in rule_faults(*study(rule, **values), rule)]


@pytest.mark.parametrize(
    ("values", "dose"),
    [
        ({}, "1017.37"),
        ({"formula": "DuBois"}, "1010.49"),
        ({"bsa_step": "0.01"}, "1020.00"),
        ({"bsa_step": "0.1"}, "1020.00"),
        ({"bsa_most": "1.5"}, "900.00"),
        ({"bsa_most": "2"}, "1017.37"),
        ({"bsa_step": "0.01", "bsa_most": "1.695"}, "1017.00"),
        ({"step": "50"}, "1000.00"),
        ({"step": "10"}, "1020.00"),
        ({"most": "1000"}, "1000.00"),
        ({"step": "50", "most": "990"}, "990.00"),
        ({"bsa_step": "0.1", "step": "50"}, "1000.00"),
    ],
)
def test_the_planned_dose_with_its_limits(values: dict[str, str], dose: str) -> None:
    found = planned(**values)
    assert found is not None
    assert round(found, 2) == Decimal(dose)


def test_a_flat_dose_and_one_by_weight_have_limits_of_the_dose_only() -> None:
    assert planned(Rule("8 mg/kg", "here", rounding="step", cap="most"), step="10", most="505") == 505
    assert planned(Rule("8 mg/kg", "here", rounding="step", cap="most"), step="10") == 510
    assert planned(Rule("420 mg flat", "here", cap="most"), most="400") == 400
    assert planned(Rule("420 mg flat", "here")) == 420
    assert rule_of(*study(Rule("5..6 mg", "here")), "planned").planned(*SIZES) is None


@given(st.decimals(0, 100_000, places=3), STEPS)
def test_rounding_goes_to_the_nearest_step_and_never_further_than_half_of_one(value: Decimal, step: Decimal) -> None:
    found = adjusted(value, step)
    assert found % step == 0
    assert abs(found - value) <= step / 2
    assert adjusted(found, step) == found


@given(st.decimals(0, 100_000, places=3), STEPS, st.decimals("0.1", 100_000, places=1))
def test_nothing_goes_over_a_cap_and_nothing_is_changed_without_limits(
    value: Decimal, step: Decimal, most: Decimal
) -> None:
    assert adjusted(value, step, most) <= most
    assert adjusted(value, None, most) == min(value, most)
    assert adjusted(value) == value


def test_half_a_step_is_rounded_up() -> None:
    assert [adjusted(Decimal(one), Decimal(10)) for one in ("14.99", "15", "25")] == [10, 20, 30]


@pytest.mark.parametrize("ends", [(Decimal(0), None), (None, Decimal(-1))])
def test_a_limit_that_is_none_is_no_limit(ends: tuple[Decimal | None, Decimal | None]) -> None:
    with pytest.raises(ClinicalFault, match=r"clinical\.step"):
        adjusted(Decimal(5), *ends)


@given(HEIGHTS, WEIGHTS)
def test_without_limits_the_surface_is_the_formula_s(height: Decimal, weight: Decimal) -> None:
    rule = rule_of(*study(), "planned")
    assert rule.surface(height, weight) == bsa("Mosteller", height, weight)
    assert rule.planned(height, weight) == rule.product(height, weight)


def test_what_limits_do_stands_in_words() -> None:
    assert limits_told(None, None, "mg") == ""
    assert limits_told(Decimal("0.01"), None, "m²") == ", rounded to 0.01 m²"
    assert limits_told(Decimal(10), Decimal(1000), "mg") == ", rounded to 10 mg, at most 1000 mg"
    assert number_words(NUMBERS["bsa_most"]) == "none"


def test_a_sound_rule_has_no_fault() -> None:
    assert faults(SURFACE) == []
    assert faults(SURFACE, bsa_step="0.01", most="1000") == []


@pytest.mark.parametrize(
    ("rule", "values", "told"),
    [
        (Rule("600 mg/m2 x BSA({formulas})", "x"), {}, "rule: nothing fills “formulas” in braces"),
        (Rule("600 mg/m2 x BSA({formula})", "x"), {"formula": "Boyd"}, "rule: "),
        (Rule("8 mg", "x", rounding="step"), {}, "rule: "),
        (Rule("8 mg/kg", "x", rounding="steps"), {}, "rounding: the number “steps” isn't defined"),
        (Rule("8 mg/kg", "x", bsa_cap="bsa_most"), {}, "bsa_cap: “bsa_cap” has no effect on 8 mg/kg"),
        (Rule("5..6 mg", "x", cap="most"), {}, "cap: “cap” has no effect on 5..6 mg"),
        (Rule("8 mg/kg", "x", cap="bsa_most"), {}, "cap: bsa_most is in m2, and must be in mg."),
        (Rule("600 mg/m2 x BSA(DuBois)", "x", bsa_cap="most"), {}, "bsa_cap: most is in mg, and must be in m2."),
        (Rule("8 mg/kg", "x", cap="most"), {"most": "0"}, "cap: “0” of most must be above zero, or none."),
        (Rule("8 mg/kg", "x", cap="most"), {"most": "few"}, "cap: “few” of most must be above zero, or none."),
    ],
)
def test_a_limit_that_cannot_be_is_told(rule: Rule, values: dict[str, str], told: str) -> None:
    found = faults(rule, **values)
    assert len(found) == 1
    assert told in found[0]


def test_a_number_that_must_be_one_may_not_be_none() -> None:
    whole = read(STUDIES / "nk-act-bc")
    for name in ("tlt_period", "silent"):
        spoilt = evolve(whole, numbers={**whole.numbers, name: evolve(whole.numbers[name], value="none")})
        assert any("none" in tell(told) for _, told in troubles(spoilt)), name


def test_the_study_names_its_formula_rounding_and_caps_with_their_sources() -> None:
    whole = read(STUDIES / "nk-act-bc")
    for name in ("bsa_formula", "bsa_rounding", "bsa_cap"):
        assert whole.numbers[name].source == "site default"
    for id in ("CTX", "IL2"):
        rule = rule_of(whole, whole.form(id), "planned")
        assert (rule.formula, rule.bsa_step, rule.bsa_most, rule.step, rule.most) == ("Mosteller", *[None] * 4)
        assert {"dose_rounding", "dose_cap"} <= whole.form(id).numbers.keys()
    assert {"dose_rounding", "dose_cap"} <= whole.form("TRA").numbers.keys()


def test_expressions_read_rules_with_values_named_in_them() -> None:
    """A study whose rule names a number that isn't there is told where the rule stands, not in each expression."""
    whole = read(STUDIES / "nk-act-bc")
    numbers = {name: one for name, one in whole.numbers.items() if name != "bsa_cap"}
    found = [".".join(spot) for spot, _ in troubles(evolve(whole, numbers=numbers))]
    assert "form CTX.rule planned.bsa_cap" in found
    assert not any("method" in spot for spot in found)
