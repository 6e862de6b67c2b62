"""What is wrong with a dose rule of a form: its words, or the numbers it names for rounding and caps."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from crf.faults import CasebookError
from crf.study.common_faults import PLACEHOLDER, is_decimal
from crf.study.dosing import LIMITS, rule_text
from crf.study.faults import Told
from crf.study.model import NONE, Form, Number, Rule, Study
from crf.study.references import dangling
from crf.study.rules import DoseRule, parse_rule
from crf.study.units import read_unit
from crf.text import Message, message


def rule_faults(study: Study, form: Form, rule: Rule) -> Iterator[Told]:
    """What is wrong with a rule: its words, or the numbers it names."""
    numbers = {**study.numbers, **form.numbers}
    idle = [name for name in PLACEHOLDER.findall(rule.rule) if name not in numbers]
    for name in idle:
        yield ("rule",), dangling("study.placeholder.none", name, numbers)
    try:
        read = None if idle else parse_rule(rule_text(rule, numbers))
    except CasebookError as fault:
        yield ("rule",), fault.message
        read = None
    for key in LIMITS:
        name = getattr(rule, key)
        if name and name not in numbers:
            yield (key,), dangling("study.number.none", name, numbers)
        elif name and read is not None:
            for told in _limit_faults(read, key, name, numbers[name]):
                yield (key,), told


def _limit_faults(rule: DoseRule, key: str, name: str, number: Number) -> Iterator[Message]:
    surface = key.startswith("bsa")
    if rule.kind == "range" or (surface and rule.kind != "bsa"):
        yield message("study.rule.idle", key=key, rule=rule.text)
    wanted = "m2" if surface else rule.unit
    if read_unit(number.unit) != read_unit(wanted):
        yield message("study.rule.unit", name=name, unit=number.unit or "–", wanted=wanted)
    if number.value != NONE and not (is_decimal(number.value) and Decimal(number.value) > 0):
        yield message("study.rule.limit", name=name, value=number.value)
