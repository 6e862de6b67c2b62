"""Units as people read them, while data keep the plain ones."""

from __future__ import annotations

import pytest

from crf.text import unit_words


@pytest.mark.parametrize(
    ("plain", "told"),
    [
        ("10^9/L", "×10⁹/L"),
        ("/uL", "/µL"),
        ("umol/L", "µmol/L"),
        ("ukat/L", "µkat/L"),
        ("ug/L", "µg/L"),
        ("m2", "m²"),
        ("kg/m2", "kg/m²"),
        ("/mm3", "/mm³"),
        ("mL/min/1.73 m2", "mL/min/1.73 m²"),
        ("Platelets 24 10^9/L", "Platelets 24 ×10⁹/L"),
        ("10^9/L, /uL, G/L", "×10⁹/L, /µL, G/L"),
        ("below 1.0 x 10^9/L", "below 1.0 ×10⁹/L"),
    ],
)
def test_a_unit_is_told_as_people_write_it(plain: str, told: str) -> None:
    assert unit_words(plain) == told
    assert unit_words(told) == told


@pytest.mark.parametrize(
    "unit", ["", "G/L", "mg/dL", "U/L", "million IU", "cells", "mmol/L", "cm/m", "mmHg", "°C", "m²"]
)
def test_a_unit_without_such_signs_stays(unit: str) -> None:
    assert unit_words(unit) == unit
