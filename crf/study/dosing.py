"""A dose rule as a definition holds it: its words with named values put in, and what rounds or caps it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from attrs import evolve

from crf.study.model import NONE, Form, Number, Rule, Study
from crf.study.rules import DoseRule, parse_rule
from crf.text import fill

LIMITS = ("bsa_rounding", "bsa_cap", "rounding", "cap")
"""Keys of a rule that name a number: what the body surface, then the dose, is rounded to, and the most of each."""


def rule_of(study: Study, form: Form, name: str) -> DoseRule:
    """A dose rule of a form by its name. RuleFault where it can't be read, KeyError where there is none."""
    rule, numbers = form.rules[name], {**study.numbers, **form.numbers}
    ends = tuple(_value(numbers, getattr(rule, key)) for key in LIMITS)
    return _made(rule_text(rule, numbers), *ends)


def rule_text(rule: Rule, numbers: Mapping[str, Number]) -> str:
    """The words of a rule with its named values put in: 600 mg/m2 x BSA(Mosteller)."""
    if "{" not in rule.rule:
        return rule.rule
    return fill(rule.rule, {name: number.value for name, number in numbers.items()})


def _value(numbers: Mapping[str, Number], name: str) -> str:
    return numbers[name].value if name and numbers[name].value != NONE else ""


@cache
def _made(text: str, *ends: str) -> DoseRule:
    bsa_step, bsa_most, step, most = (Decimal(end) if end else None for end in ends)
    return evolve(parse_rule(text), bsa_step=bsa_step, bsa_most=bsa_most, step=step, most=most)
