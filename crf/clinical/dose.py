"""Doses compared: percent off the plan, inside a tolerance or a range, days of a TLT period."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from crf.clinical.body import EXACT
from crf.clinical.dates import protocol_day, shift
from crf.clinical.faults import ClinicalFault


class Verdict(StrEnum):
    """What a dose is against its plan."""

    WITHIN = "WITHIN"
    DEVIATION = "DEVIATION"
    BELOW = "BELOW"
    ABOVE = "ABOVE"


def percent_difference(actual: Decimal, reference: Decimal) -> Decimal:
    """(actual / reference - 1) x 100, unrounded; ClinicalFault where the reference isn't above zero."""
    if not reference > 0:
        raise ClinicalFault("clinical.reference", value=reference)
    return EXACT.multiply(EXACT.subtract(EXACT.divide(actual, reference), Decimal(1)), Decimal(100))


def verdict(actual: Decimal, planned: Decimal, tolerance_pct: Decimal) -> Verdict:
    """WITHIN where the dose is at most the tolerance (percent of the plan, end inside) off the plan, else DEVIATION.

    A tolerance of 0 allows no difference. ClinicalFault for a negative tolerance or a plan not above zero.
    """
    if not tolerance_pct >= 0:
        raise ClinicalFault("clinical.tolerance", value=tolerance_pct)
    off = abs(percent_difference(actual, planned))
    return Verdict.WITHIN if off <= tolerance_pct else Verdict.DEVIATION


def range_verdict(actual: Decimal, low: Decimal, high: Decimal) -> Verdict:
    """BELOW, WITHIN or ABOVE a permitted range, both ends inside."""
    if actual < low:
        return Verdict.BELOW
    return Verdict.ABOVE if actual > high else Verdict.WITHIN


def rounded(value: Decimal, places: int) -> Decimal:
    """Rounded half up to decimals, as a pharmacy does by hand."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, EXACT)


def adjusted(value: Decimal, step: Decimal | None = None, most: Decimal | None = None) -> Decimal:
    """Rounded half up to a whole number of steps, then at most `most`; None leaves either out.

    ClinicalFault for a step or a cap that isn't above zero.
    """
    for end in (step, most):
        if end is not None and not end > 0:
            raise ClinicalFault("clinical.step", value=end)
    if step is not None:
        value = EXACT.multiply(rounded(EXACT.divide(value, step), 0), step)
    return value if most is None else min(value, most)


def shown_factor(amount: Decimal, factor: Decimal, places: int = 2, least: int = 6) -> Decimal:
    """The factor with the fewest decimals (at least `least`) that still multiplies to the product shown.

    `places` are the decimals of the product shown; who checks 600 x 1.658312 by hand must get 994.99.
    """
    product = rounded(EXACT.multiply(amount, factor), places)
    for digits in range(least, 20):
        shown = rounded(factor, digits)
        if rounded(EXACT.multiply(amount, shown), places) == product:
            return shown
    return factor


def tlt_period(start: date, days: int) -> tuple[date, date]:
    """First and last day of a period for treatment-limiting toxicity that begins with its start as day 1."""
    if days < 1:
        raise ClinicalFault("clinical.period", days=days)
    return start, shift(start, days - 1)


def tlt_day(on: date, start: date) -> int:
    """Which day of the period a date is; the start is day 1, the day before it -1."""
    return protocol_day(on, start)
