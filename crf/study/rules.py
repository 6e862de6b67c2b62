"""How a protocol words a dose (`600 mg/m2 x BSA(Mosteller)`, `8 mg/kg`, `420 mg flat`, `5e7..5e8 cells`)."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Literal, NoReturn

from attrs import frozen

from crf.clinical.body import EXACT, bsa, checked_weight, formula_name
from crf.clinical.dose import adjusted
from crf.clinical.faults import ClinicalFault
from crf.faults import CasebookError
from crf.text import message, say

Kind = Literal["bsa", "weight", "flat", "range"]

NUMBER = re.compile(r"\d+(\.\d+)?([eE][+-]?\d+)?")
UNIT = re.compile(r"(?!(flat|inclusive|x|bsa)\b)[^\W\d_]+", re.IGNORECASE)
PER_M2, PER_KG = re.compile(r"/\s*m(2(?!\d)|²)", re.IGNORECASE), re.compile(r"/\s*kg\b", re.IGNORECASE)
TIMES, SURFACE = re.compile(r"[x×*]", re.IGNORECASE), re.compile(r"BSA\s*\(", re.IGNORECASE)
NAME, CLOSE = re.compile(r"[^\W\d_][^()]*(\([^()]*\)\s*)?"), re.compile(r"\)")
FLAT, INCLUSIVE = re.compile(r"flat\b", re.IGNORECASE), re.compile(r"inclusive\b", re.IGNORECASE)
TO = re.compile(r"\.\.")
REMARK = re.compile(r"\(([^()]|\([^()]*\))*\)|\[[^\[\]]*\]")

EXAMPLES = "600 mg/m2 x BSA(Mosteller) · 8 mg/kg · 420 mg flat · 5e7..5e8 cells"
LARGEST, SMALLEST = Decimal("1e15"), Decimal("1e-9")
RANGE = re.compile(r"\s*(\S+?)\s*\.\.\s*([\d.]+(?:[eE][+-]?\d+)?)")


class RuleFault(CasebookError, ValueError):
    """A dose rule that can't be read: says the text, what is wrong and how a right one looks."""


@frozen
class DoseRule:
    """One dose rule: `amount` per m2, per kg or flat, or a range from `low` to `high`; `unit` is that of the dose."""

    kind: Kind
    amount: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    per: str
    formula: str
    text: str
    bsa_step: Decimal | None = None  # m2 the body surface is rounded to, and the most of it that counts
    bsa_most: Decimal | None = None
    step: Decimal | None = None  # of the dose, in `unit`
    most: Decimal | None = None

    def planned(self, height: Decimal | None, weight: Decimal | None) -> Decimal | None:
        """The planned dose in `unit` from cm and kg; None where an input is missing or for a range.

        Unrounded and without a cap where the definition names none. Raises ClinicalFault for a height or weight no
        body can have.
        """
        product = self.product(height, weight)
        return None if product is None else adjusted(product, self.step, self.most)

    def surface(self, height: Decimal, weight: Decimal) -> Decimal:
        """The body surface area in m2 that counts, from cm and kg: rounded and capped where the definition says so."""
        return adjusted(bsa(self.formula, height, weight), self.bsa_step, self.bsa_most)

    def product(self, height: Decimal | None, weight: Decimal | None) -> Decimal | None:
        """The dose before it is rounded or capped itself."""
        if self.kind == "flat" or self.amount is None:
            return self.amount
        if weight is None or (self.kind == "bsa" and height is None):
            return None
        if height is None or self.kind == "weight":
            return EXACT.multiply(self.amount, checked_weight(weight))
        return EXACT.multiply(self.amount, self.surface(height, weight))

    def contains(self, dose: Decimal) -> bool:
        """Whether a dose lies in the range, both ends inside; False for a rule that is no range."""
        return self.low is not None and self.high is not None and self.low <= dose <= self.high

    @property
    def figures(self) -> str:
        """A range in the rule's own figures, "5e7-5e8"; empty for other rules."""
        found = RANGE.match(self.text) if self.kind == "range" else None
        return f"{found[1]}-{found[2]}" if found else ""


def limits_told(step: Decimal | None, most: Decimal | None, unit: str) -> str:
    """What rounding and cap do, as words that follow a figure: ", rounded to 0.01 m², at most 2 m²"; blank for none."""
    told = say("rule.rounded", step=format(step, "f"), unit=unit) if step is not None else ""
    return told + (say("rule.capped", most=format(most, "f"), unit=unit) if most is not None else "")


@cache
def parse_rule(text: str) -> DoseRule:
    """The rule a text words; remarks in brackets after it are ignored. Raises RuleFault."""
    words = _Words(text)
    first = words.need(NUMBER)
    if words.take(TO):
        return _range(words, first, words.need(NUMBER))
    unit = words.need(UNIT)
    kind: Kind = "flat"
    per = formula = ""
    if words.take(PER_M2):
        words.need(TIMES)
        words.need(SURFACE)
        kind, per, formula = "bsa", "m2", words.need(NAME)
        words.need(CLOSE)
    elif words.take(PER_KG):
        kind, per = "weight", "kg"
    else:
        words.need(FLAT)
    words.end()
    amount = _amount(first, text)
    return DoseRule(kind, amount, None, None, unit, per, _formula(formula, text) if formula else "", text)


def _range(words: _Words, first: str, last: str) -> DoseRule:
    unit = words.need(UNIT)
    words.take(INCLUSIVE)
    words.end()
    low, high = (_amount(figures, words.text) for figures in (first, last))
    if low > high:
        raise _fault("rule.reversed", words.text, low=first, high=last)
    return DoseRule("range", None, low, high, unit, "", "", words.text)


class _Words:
    """The words of a rule, taken from left to right."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def take(self, what: re.Pattern[str]) -> str:
        """What comes next where it is of a kind, else nothing."""
        self.at = len(self.text) - len(self.text[self.at :].lstrip())
        found = what.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return found[0] if found else ""

    def need(self, what: re.Pattern[str]) -> str:
        """What comes next; RuleFault where it is of another kind."""
        return self.take(what) or self.refuse()

    def end(self) -> None:
        """Only remarks may follow."""
        while self.take(REMARK):
            pass
        if self.at < len(self.text):
            self.refuse()

    def refuse(self) -> NoReturn:
        """Say from where on the rule can't be read, or that it isn't complete."""
        rest = self.text[self.at :].strip()
        raise _fault("rule.unreadable" if rest else "rule.unfinished", self.text, rest=rest)


def _amount(token: str, text: str) -> Decimal:
    amount = Decimal(token)
    if not SMALLEST <= amount <= LARGEST:
        raise _fault("rule.amount", text, amount=token)
    return amount


def _formula(name: str, text: str) -> str:
    try:
        return formula_name(name)
    except ClinicalFault as error:
        raise _fault("rule.formula", text, **error.values) from error


def _fault(id: str, text: str, **values: object) -> RuleFault:
    return RuleFault(message(id, text=text, example=EXAMPLES, **values))
