"""Notes and helps with the protocol's numbers and dose rules put in: `{weight_age}` becomes 7 days."""

from __future__ import annotations

import re

from attrs import evolve

from crf.study.dosing import rule_of
from crf.study.model import NONE, Form, Group, Item, Number, Study
from crf.study.rules import DoseRule
from crf.text import fill, say

_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_PER = {"m2": "/m²", "kg": "/kg", "": ""}


def filled(study: Study) -> Study:
    """The study with `{number}` and `{rule}` filled in the notes of its forms and the helps and hints of its items."""
    return evolve(study, forms=tuple(_form(study, form) for form in study.forms))


def _form(study: Study, form: Form) -> Form:
    words = {
        **{name: number_words(number) for name, number in {**study.numbers, **form.numbers}.items()},
        **{name: rule_words(rule_of(study, form, name)) for name in form.rules},
    }
    groups = tuple(_group(group, words) for group in form.groups)
    return evolve(form, note=fill(form.note, words), groups=groups)


def _group(group: Group, words: dict[str, str]) -> Group:
    return evolve(group, items=tuple(_item(item, words) for item in group.items))


def _item(item: Item, words: dict[str, str]) -> Item:
    if "{" not in item.help + item.hint:
        return item
    return evolve(item, help=fill(item.help, words), hint=fill(item.hint, words))


def number_words(number: Number) -> str:
    """A number with its unit: "7 days"; a named choice as it is."""
    return number.value if number.unit in ("", "text") or number.value == NONE else f"{number.value} {number.unit}"


def rule_words(rule: DoseRule) -> str:
    """What a rule gives, in its own figures: "600 mg/m²", "8 mg/kg", "420 mg", "5e7 to 5e8 cells"."""
    figures = [_grouped(number) for number in _NUMBER.findall(rule.text)]
    if rule.kind == "range":
        return say("study.rule.range", low=figures[0], high=figures[1], unit=rule.unit)
    return f"{figures[0]} {rule.unit}{_PER[rule.per]}"


def _grouped(figures: str) -> str:
    """Five digits and more in groups of three: 500 000."""
    return f"{int(figures):,}".replace(",", "\u00a0") if figures.isdecimal() and len(figures) > 4 else figures
