"""Computed values in words."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from crf.clinical.dates import Moment, PartialDate
from crf.forms.telling import say_value, show_hours, show_percent
from crf.study.evaluate import Value
from crf.study.rules import parse_rule
from tests.crf.forms.small import ZONE


@pytest.mark.parametrize(
    ("value", "text", "said"),
    [
        (None, "A", "–"), (True, "", "Yes"), (False, "", "No"), (Decimal("64.20"), "", "64.20"),
        (Decimal("1E+3"), "", "1000"), (Decimal("-0.00"), "A - A", "0.00"), (Decimal(7), "days(A, B)", "7"),
        (Decimal(1) / 3, "A / B", "0.333333"), (Decimal("0.0000005"), "", "0.000001"), (Decimal("-0.0000001"),
        "", "0"), (Decimal("829156"), "", "829\u00a0156"),
        (Decimal("9.8"), "percent(A, B)", "+9.80 %"), (Decimal("24.333333"), "hours(A, B)", "24 h 20 min"),
        (Decimal("-25"), 'day(A, "D1")', "D-25"), (Decimal("3"), 'day(A, "D1")', "D3"),
        (Decimal("9.8"), "round(percent(A, B), 1)", "9.8"),
        (PartialDate(2026, 3), "", "UN-MAR-2026"), (Moment(date(2026, 3, 5), time(9, 5), ZONE),
        "", "05-MAR-2026 09:05"), (Moment(date(2026, 3, 5), None, ZONE), "", "05-MAR-2026"),
        (("A", "B"), "", "A, B"), ("words", "", "words"), (parse_rule("8 mg/kg"), "", "8 mg/kg"),
    ],
)  # fmt: skip
def test_a_value_is_told_as_its_expression_means_it(value: Value, text: str, said: str) -> None:
    assert say_value(value, text) == said


@pytest.mark.parametrize(
    ("value", "shown"), [("0.125", "+0.13 %"), ("-0.125", "−0.13 %"), ("-0.004", "0.00 %"), ("0", "0.00 %"),
    ("-100", "−100.00 %"), ("1e20", f"+1{'0' * 20}.00 %")]
)  # fmt: skip
def test_percents_have_a_sign_and_two_decimals(value: str, shown: str) -> None:
    assert show_percent(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [("24", "24 h 00 min"), ("-0.5", "−0 h 30 min"), ("0.0083", "0 h 00 min"),
    ("0.0084", "0 h 01 min"), ("127.999", "128 h 00 min")]
)  # fmt: skip
def test_hours_have_minutes(value: str, shown: str) -> None:
    assert show_hours(Decimal(value)) == shown
