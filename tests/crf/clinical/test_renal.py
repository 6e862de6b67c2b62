"""Creatinine clearance: published cases, both units, and what it can't be reckoned with."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crf.clinical.faults import ClinicalFault
from crf.clinical.renal import UMOL_PER_MG_DL, clearance, creatinine_mg_dl
from crf.text import say


@pytest.mark.parametrize(
    ("age", "weight", "sex", "creatinine", "unit", "expected", "places"),
    [
        ("65", "60", "F", "85", "umol/L", "55.262500", "0.000001"),  # pharmaverse/admiral, NKF calculator: 55
        ("40", "80", "M", "88.42", "umol/L", "111.111111", "0.000001"),  # InsightRX/clinPK: 111
        ("40", "80", "m", "1", "mg/dL", "111.111111", "0.000001"),
    ],
)
def test_published_cases(
    age: str, weight: str, sex: str, creatinine: str, unit: str, expected: str, places: str
) -> None:
    found = clearance(Decimal(age), Decimal(weight), sex, Decimal(creatinine), unit)
    assert found.quantize(Decimal(places)) == Decimal(expected)


@given(st.decimals("0.2", "10", places=2), st.sampled_from(["F", "M"]))
def test_both_units_give_the_same_clearance(serum: Decimal, sex: str) -> None:
    one = clearance(Decimal(50), Decimal(70), sex, serum, "mg/dL")
    other = clearance(Decimal(50), Decimal(70), sex, serum * UMOL_PER_MG_DL, "µmol/L")
    assert abs(one - other) < Decimal("1e-20")


@given(st.decimals("0.2", "10", places=2))
def test_more_creatinine_is_less_clearance(serum: Decimal) -> None:
    low, high = (clearance(Decimal(50), Decimal(70), "F", one, "mg/dL") for one in (serum, serum + 1))
    assert high < low


@pytest.mark.parametrize(
    ("change", "id"),
    [
        ({"sex": "X"}, "clinical.sex"),
        ({"age": Decimal(17)}, "clinical.age"),
        ({"age": Decimal(121)}, "clinical.age"),
        ({"creatinine": Decimal(0)}, "clinical.creatinine"),
        ({"creatinine": Decimal(41)}, "clinical.creatinine"),
        ({"weight_kg": Decimal(0)}, "clinical.weight"),
        ({"unit": "g/L"}, "clinical.creatinine_unit"),
    ],
)
def test_what_can_not_be_reckoned_says_why(change: dict[str, object], id: str) -> None:
    values: dict[str, object] = {
        "age": Decimal(50), "weight_kg": Decimal(70), "sex": "F", "creatinine": Decimal(1), "unit": "mg/dL", **change
    }  # fmt: skip
    with pytest.raises(ClinicalFault) as fault:
        clearance(**values)  # type: ignore[arg-type]
    assert fault.value.id.startswith(id)
    assert "{" not in (told := say(fault.value.id, **fault.value.values))
    assert ("lies outside 18 to 120" in told) is (fault.value.id == "clinical.age")


def test_the_limits_belong_to_the_range() -> None:
    assert clearance(Decimal(18), Decimal(70), "F", Decimal(1), "mg/dL") > 0
    assert clearance(Decimal(120), Decimal(70), "F", Decimal("0.05"), "mg/dL") > 0
    assert creatinine_mg_dl(Decimal(2), " MG/DL ") == 2
