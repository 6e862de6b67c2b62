"""The dose sum of a form: factors that multiply to the result shown, and what prescribed and given are against it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from crf.clinical.body import bsa
from crf.clinical.dose import percent_difference
from crf.clinical.faults import ClinicalFault
from crf.forms.checks import show_percent
from crf.forms.context import Context
from crf.forms.layout import Comparison, DoseSum, Factor
from crf.forms.numbers import show_number
from crf.forms.record import Place
from crf.study.evaluate import evaluate
from crf.study.expressions import parse
from crf.study.model import Form, Sum
from crf.study.rules import DoseRule
from crf.text import say

_LEAST, _MOST = 6, 12
"""Decimal places of a body surface area as shown: more only where fewer wouldn't multiply to the dose shown."""

Verdict = Literal["", "silent", "soft", "deviation"]


def dose_sum(form: Form, place: Place, context: Context) -> DoseSum | None:
    """The sum as it stands; `lacks` says what is missing for it. None where the form has none or no rule is chosen."""
    if form.sum is None:
        return None
    rule = evaluate(parse(form.sum.rule), context.scope(place))
    if not isinstance(rule, DoseRule):
        return DoseSum(lacks=say("sum.rule"))
    unit = form.item(form.sum.planned or form.sum.given).unit
    prescribed, given = (_number(context, place, item) for item in (form.sum.prescribed, form.sum.given))
    planned = _number(context, place, form.sum.planned) if form.sum.planned else None
    factors, lacks = _factors(form, form.sum, rule, place, context, planned)
    against = (
        _compare(form, form.sum, rule, context, say("sum.prescribed"), prescribed, planned, unit),
        _compare(form, form.sum, rule, context, say("sum.given"), given, prescribed, unit),
    )
    return DoseSum(
        factors,
        tuple(one for one in against if one is not None),
        lacks,
        unit,
        show_number(str(prescribed)) if prescribed is not None else "",
        show_number(str(given)) if given is not None else "",
        _ends(form, form.sum, rule, context, prescribed),
    )


def _number(context: Context, place: Place, item: str) -> Decimal | None:
    value = context.read(place, item) if item else None
    return value if isinstance(value, Decimal) else None


def _factors(
    form: Form, sum_: Sum, rule: DoseRule, place: Place, context: Context, planned: Decimal | None
) -> tuple[tuple[Factor, ...], str]:
    source = _caption(form, rule, context)
    unit = rule.unit
    if rule.kind == "range":
        assert rule.low is not None and rule.high is not None
        ends = say("sum.range", low=show_number(format(rule.low, "f")), high=show_number(format(rule.high, "f")), unit=unit)
        return (Factor(ends, source),), ""
    assert rule.amount is not None
    amount = show_number(format(rule.amount.normalize(), "f"))
    if rule.kind == "flat":
        return (Factor(f"{amount} {unit}", source),), ""
    weight = _number(context, place, sum_.weight)
    height = _number(context, place, sum_.height) if rule.kind == "bsa" else None
    first = Factor(f"{amount} {unit}/{'m²' if rule.per == 'm2' else rule.per}", source)
    lacking = [form.item(id).ask for id, value in ((sum_.height, height), (sum_.weight, weight)) if id and value is None]
    if rule.kind == "weight":
        lacking = lacking[-1:] if weight is None else []
    if lacking or weight is None or planned is None:
        return (first,), say("sum.lacks", what=", ".join(lacking)) if lacking else say("sum.none")
    result = Factor(f"{show_number(str(planned))} {unit}", say("sum.planned"), "=")
    if rule.kind == "weight" or height is None:
        return (first, Factor(f"{show_number(str(weight))} kg", say("sum.weight"), "×"), result), ""
    size = _surface(rule, height, weight, rule.amount, planned)
    how = say("sum.bsa", formula=rule.formula, height=show_number(str(height)), weight=show_number(str(weight)))
    return (first, Factor(f"{size} m²", how, "×"), result), ""


def _surface(rule: DoseRule, height: Decimal, weight: Decimal, amount: Decimal, planned: Decimal) -> Decimal:
    """The body surface area with as many places as make the factors shown multiply to the dose shown."""
    exact = bsa(rule.formula, height, weight)
    step = Decimal(1).scaleb(int(planned.as_tuple().exponent))
    for places in range(_LEAST, _MOST + 1):
        size = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if (size * amount).quantize(step, ROUND_HALF_UP) == planned:
            return size
    return exact


def _caption(form: Form, rule: DoseRule, context: Context) -> str:
    found = next((one for one in form.rules.values() if one.rule == rule.text), None)
    return (found.label or found.source) if found else ""


def _limits(form: Form, sum_: Sum, context: Context) -> tuple[Decimal | None, Decimal | None]:
    numbers = {**context.study.numbers, **form.numbers}
    return tuple(Decimal(numbers[name].value) if name else None for name in (sum_.silent, sum_.limit))  # type: ignore[return-value]


def _compare(
    form: Form,
    sum_: Sum,
    rule: DoseRule,
    context: Context,
    label: str,
    actual: Decimal | None,
    reference: Decimal | None,
    unit: str,
) -> Comparison | None:
    if actual is None:
        return None
    value = f"{show_number(str(actual))} {unit}"
    if rule.kind == "range":
        verdict: Verdict = "silent" if rule.contains(actual) else "deviation"
        return Comparison(label, value, say("sum.inside" if verdict == "silent" else "sum.outside"), verdict)
    try:
        percent = percent_difference(actual, reference) if reference is not None else None
    except ClinicalFault:
        percent = None
    if percent is None:
        return Comparison(label, value, "")
    return Comparison(label, value, show_percent(percent), judge(percent, *_limits(form, sum_, context)))


def judge(percent: Decimal, silent: Decimal | None, limit: Decimal | None) -> Verdict:
    """What a difference in percent means: a limit lies inside its range; without limits (a flat dose) any difference deviates."""
    size = abs(percent)
    if limit is None:
        return "deviation" if size else "silent"
    if silent is not None and size <= silent:
        return "silent"
    return "soft" if size <= limit else "deviation"


def _ends(form: Form, sum_: Sum, rule: DoseRule, context: Context, prescribed: Decimal | None) -> tuple[str, ...]:
    """Ends of the scale of given against prescribed, rounded to whole units."""
    silent, limit = _limits(form, sum_, context)
    if prescribed is None or silent is None or limit is None or rule.kind == "range":
        return ()
    shares = (100 - limit, 100 - silent, 100 + silent, 100 + limit)
    ends = ((prescribed * share / 100).quantize(Decimal(1), ROUND_HALF_UP) for share in shares)
    return tuple(format(end, "f") for end in ends)


