"""How a protocol words a dose (`600 mg/m2 x BSA(Mosteller)`, `8 mg/kg`, `420 mg flat`, `5e7..5e8 cells`)."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Literal

from attrs import frozen

from crf.clinical.body import EXACT, bsa, checked_weight, formula_name
from crf.clinical.dose import adjusted
from crf.clinical.faults import ClinicalFault
from crf.faults import CasebookError
from crf.text import message, say

if TYPE_CHECKING:
    from lark import Lark, Token

Kind = Literal["bsa", "weight", "flat", "range"]

GRAMMAR = r"""
start: (surface | weight | flat | range) REMARK*
surface: NUMBER UNIT PER_M2 TIMES BSA NAME CLOSE
weight: NUMBER UNIT PER_KG
flat: NUMBER UNIT FLAT
range: NUMBER TO NUMBER UNIT INCLUSIVE?

NUMBER: /\d+(\.\d+)?([eE][+-]?\d+)?/
UNIT: /(?!(flat|inclusive|x|bsa)\b)[^\W\d_]+/i
PER_M2: /\/\s*m(2(?!\d)|²)/i
PER_KG: /\/\s*kg\b/i
TIMES: /[x×*]/i
BSA: /BSA\s*\(/i
NAME: /[^\W\d_][^()]*(\([^()]*\)\s*)?/
CLOSE: ")"
FLAT: /flat\b/i
TO: ".."
INCLUSIVE: /inclusive\b/i
REMARK: /\(([^()]|\([^()]*\))*\)|\[[^\[\]]*\]/
%ignore /\s+/
"""

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
    kind, tokens = _tokens(text)
    numbers = [_amount(token, text) for token in tokens if token.type == "NUMBER"]
    unit = next(str(token) for token in tokens if token.type == "UNIT")
    formula = ""
    if kind == "bsa":
        formula = _formula(next(str(token) for token in tokens if token.type == "NAME"), text)
    if kind == "range":
        low, high = numbers
        if low > high:
            figures = [str(token) for token in tokens if token.type == "NUMBER"]
            raise _fault("rule.reversed", text, low=figures[0], high=figures[1])
        return DoseRule(kind, None, low, high, unit, "", formula, text)
    per = {"bsa": "m2", "weight": "kg"}.get(kind, "")
    return DoseRule(kind, numbers[0], None, None, unit, per, formula, text)


def _tokens(text: str) -> tuple[Kind, list[Token]]:
    from lark import Token, Tree, UnexpectedCharacters, UnexpectedToken

    try:
        branch = _parser().parse(text).children[0]
    except UnexpectedCharacters as error:
        raise _fault("rule.unreadable", text, rest=text[error.pos_in_stream :].strip()) from error
    except UnexpectedToken as error:
        rest = "" if error.token.type == "$END" else text[error.token.start_pos :].strip()
        raise _fault("rule.unreadable" if rest else "rule.unfinished", text, rest=rest) from error
    assert isinstance(branch, Tree)
    kinds: dict[str, Kind] = {"surface": "bsa", "weight": "weight", "flat": "flat", "range": "range"}
    return kinds[branch.data], [token for token in branch.children if isinstance(token, Token)]


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


@cache
def _parser() -> Lark:
    # Imported late: a casebook without dose rules, and the start of the window, needn't pay for lark.
    from lark import Lark

    return Lark(GRAMMAR, parser="lalr")
