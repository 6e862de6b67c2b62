"""The dose sum of a form: factors that multiply to the result shown, and what prescribed and given are against it."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from crf.clinical.dose import percent_difference, rounded, shown_factor
from crf.clinical.faults import ClinicalFault
from crf.forms.context import Context
from crf.forms.grounds import lacking
from crf.forms.layout import Comparison, DoseSum, Factor
from crf.forms.numbers import show_number
from crf.forms.record import Answer, Place
from crf.forms.telling import show_percent
from crf.forms.values import show, untyped
from crf.study.dosing import rule_of
from crf.study.expressions import Ref, parse
from crf.study.model import Form, Sum
from crf.study.rules import DoseRule, limits_told
from crf.text import say

_TELLABLE = Decimal(10) ** 12
"""A difference in percent beyond which one of two doses is no dose."""

_PLACES = 6
"""Decimals a body surface area is shown with at least, where nothing rounds it."""

Verdict = Literal["", "silent", "soft", "deviation"]


def dose_sum(form: Form, place: Place, context: Context) -> DoseSum | None:
    """The sum as it stands; `lacks` says what is missing. None where the form has none, or no dose is asked for."""
    if form.sum is None:
        return None
    reckoning = _Reckoning(form, form.sum, place, context)
    asked = context.items[form.id][form.sum.planned or form.sum.given].show
    for condition in (asked, form.sum.rule):
        value = reckoning.scope.result(condition) if condition else True
        if value is False:
            return None
        if value is None:
            return DoseSum(lacks=reckoning.first(condition))
    assert isinstance(value, DoseRule)
    return reckoning.sum(value)


class _Reckoning:
    """One sum in the making."""

    def __init__(self, form: Form, parts: Sum, place: Place, context: Context) -> None:
        self.form, self.parts, self.place, self.context = form, parts, place, context
        self.scope = context.scope(place)
        self.items = context.items[form.id]
        self.unit = self.items[parts.planned or parts.given].unit
        numbers = {**context.study.numbers, **form.numbers}
        self.silent, self.limit = (
            Decimal(numbers[name].value) if name else None for name in (parts.silent, parts.limit)
        )

    def sum(self, rule: DoseRule) -> DoseSum:
        """The sum under a rule."""
        factors, lacks = self.factors(rule)
        against = (
            self.compared(rule, say("sum.prescribed"), self.parts.prescribed, self.parts.planned),
            self.compared(rule, say("sum.given"), self.parts.given, self.parts.prescribed),
        )
        return DoseSum(
            factors,
            tuple(one for one in against if one is not None),
            lacks,
            self.unit,
            self.shown(self.parts.prescribed),
            self.shown(self.parts.given),
            self.ends(rule),
        )

    def number(self, item: str) -> Decimal | None:
        """The number at an item; None where it isn't known, or for no item."""
        value = self.context.read(self.place, item) if item else None
        return value if isinstance(value, Decimal) else None

    def shown(self, item: str) -> str:
        """The number at an item as people read it."""
        known = self.number(item) is not None
        return show(self.context.study, self.items[item], self.context.answer(self.place, item)) if known else ""

    def factors(self, rule: DoseRule) -> tuple[tuple[Factor, ...], str]:
        """The terms of the sum, and what is lacking for them."""
        caption = self.caption(rule)
        if rule.low is not None and rule.high is not None:
            low, high = (show_number(format(end, "f")) for end in (rule.low, rule.high))
            return (Factor(say("sum.range", low=low, high=high, unit=rule.unit), caption),), ""
        assert rule.amount is not None
        per = {"m2": "/m²", "": ""}.get(rule.per, f"/{rule.per}")
        first = Factor(f"{show_number(format(rule.amount.normalize(), 'f'))} {rule.unit}{per}", caption)
        if rule.kind == "flat":
            return (first, *self.changed(rule)), ""
        needed = [self.parts.height, self.parts.weight] if rule.kind == "bsa" else [self.parts.weight]
        lacks = [item for item in needed if self.number(item) is None]
        size = None if lacks else self.size(rule, rule.amount)
        if size is None:
            return (first,), self.lacks(lacks)
        changed = self.changed(rule)
        if changed:
            return (first, size, Factor(self.product(rule), say("sum.product"), "="), *changed), ""
        planned = f"{self.shown(self.parts.planned)} {rule.unit}"
        return (first, size, Factor(planned, say("sum.planned"), "=")), ""

    def changed(self, rule: DoseRule) -> tuple[Factor, ...]:
        """The planned dose where rounding or a cap makes it another than the product of the factors."""
        told = limits_told(rule.step, rule.most, rule.unit)
        planned = f"{self.shown(self.parts.planned)} {rule.unit}"
        if not told or self.number(self.parts.planned) is None or self.product(rule) == planned:
            return ()
        return (Factor(planned, say("sum.changed", how=told), "→"),)

    def product(self, rule: DoseRule) -> str:
        """The dose before it is rounded or capped, with as many places as the planned one."""
        planned = self.number(self.parts.planned)
        found = rule.product(self.number(self.parts.height), self.number(self.parts.weight))
        assert planned is not None
        assert found is not None
        item = self.items[self.parts.planned]
        value = untyped(item, rounded(found, -int(planned.as_tuple().exponent)))
        return f"{show(self.context.study, item, Answer(value))} {rule.unit}"

    def size(self, rule: DoseRule, amount: Decimal) -> Factor | None:
        """Weight or body surface, with as many places as make the factors shown multiply to the dose shown."""
        height, weight, planned = (
            self.number(item) for item in (self.parts.height, self.parts.weight, self.parts.planned)
        )
        if weight is None or planned is None:
            return None
        if height is None or rule.kind == "weight":
            return Factor(f"{self.shown(self.parts.weight)} kg", say("sum.weight"), "×")
        try:
            exact = rule.surface(height, weight)
        except ClinicalFault:
            return None
        places = -int(planned.as_tuple().exponent)
        sizes = {"height": self.shown(self.parts.height), "weight": self.shown(self.parts.weight)}
        limit = rule.bsa_step or (rule.bsa_most if exact == rule.bsa_most else None)
        least = _PLACES if limit is None else max(0, -int(limit.as_tuple().exponent))
        how = say("sum.bsa", formula=rule.formula, **sizes) + limits_told(rule.bsa_step, rule.bsa_most, "m²")
        return Factor(f"{shown_factor(amount, exact, places, least)} m²", how, "×")

    def lacks(self, items: list[str]) -> str:
        """What isn't known, and in which forms it is entered."""
        sources = [self.items[item].method or item for item in items]
        refs = [ref for source in sources for ref in lacking(parse(source), self.scope)]
        forms = dict.fromkeys(self.context.index.forms[ref.form].name for ref in refs if ref.form)
        what = ", ".join(self.items[item].ask for item in items)
        if forms:
            return say("sum.lacks", what=what, forms=", ".join(forms))
        return self.told(refs) if refs else say("sum.none")

    def first(self, condition: str) -> str:
        """What has to be answered before there is a sum."""
        return self.told(list(lacking(parse(condition), self.scope)))

    def told(self, refs: list[Ref]) -> str:
        """The questions of this form to answer first."""
        asks = dict.fromkeys(self.items[ref.item].ask for ref in refs if ref.form in ("", self.form.id))
        return say("sum.first", what=", ".join(asks)) if asks else say("sum.none")

    def caption(self, rule: DoseRule) -> str:
        """What the definition calls the rule, else where it was taken from."""
        named = {name: rule_of(self.context.study, self.form, name) for name in self.form.rules}
        found = next((self.form.rules[name] for name, one in named.items() if one == rule), None)
        return (found.label or found.source) if found else ""

    def compared(self, rule: DoseRule, label: str, item: str, reference: str) -> Comparison | None:
        """A dose against the range, or against the dose it comes from; None where it isn't known."""
        actual = self.number(item)
        if actual is None:
            return None
        value = f"{self.shown(item)} {self.unit}"
        if rule.kind == "range":
            inside = rule.contains(actual)
            words = say("sum.inside") if inside else say("sum.outside")
            return Comparison(label, value, words, "silent" if inside else "deviation", item)
        percent = self.percent(actual, self.number(reference))
        if percent is None:
            return Comparison(label, value, "", item=item)
        return Comparison(label, value, show_percent(percent), judge(percent, self.silent, self.limit), item)

    def percent(self, actual: Decimal, reference: Decimal | None) -> Decimal | None:
        """The difference in percent; None where there is no dose to compare with, or one of both can't be a dose."""
        if reference is None or reference <= 0:
            return None
        found = percent_difference(actual, reference)
        return found if abs(found) < _TELLABLE else None

    def ends(self, rule: DoseRule) -> tuple[str, ...]:
        """Ends of the scale of given against prescribed, to three figures or whole units."""
        prescribed = self.number(self.parts.prescribed)
        if prescribed is None or prescribed <= 0 or self.silent is None or self.limit is None or rule.kind == "range":
            return ()
        shares = (100 - self.limit, 100 - self.silent, 100 + self.silent, 100 + self.limit)
        places = max(0, 2 - prescribed.adjusted())
        return tuple(format(rounded(prescribed * share / 100, places), "f") for share in shares)


def judge(percent: Decimal, silent: Decimal | None, limit: Decimal | None) -> Verdict:
    """What a difference in percent means: a limit lies inside its range; without one (a flat dose) any deviates."""
    size = abs(percent)
    if silent is not None and size <= silent:
        return "silent"
    if limit is None:
        return "deviation" if size else "silent"
    return "soft" if size <= limit else "deviation"
