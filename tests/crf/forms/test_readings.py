"""A number with two readings: the range decides, or the person is asked."""

from __future__ import annotations

import pytest

from crf.forms.record import Draft
from crf.study.model import Item, Unit
from tests.crf.forms.small import typed

GRAVITY = Item("SG", "Specific gravity", "decimal", low="1", high="1.06")
WEIGHT = Item("W", "Weight", "decimal", unit="kg", units=(Unit("g", "0.001"),), low="30", high="250")
DOSE = Item("D", "Dose", "decimal", unit="mg", low="0.1", high="5000")
OPEN = Item("O", "Open", "decimal", unit="mg", low="1000")


@pytest.mark.parametrize(
    ("item", "raw", "value"), [(GRAVITY, "1.015", "1.015"), (WEIGHT, "63,500", "63.500"), (WEIGHT, "63.500 g", "63.5")]
)
def test_of_two_readings_the_only_one_in_the_range_is_taken(item: Item, raw: str, value: str) -> None:
    assert typed(item, raw).value == value


@pytest.mark.parametrize(("item", "raw"), [(DOSE, "1.500"), (WEIGHT, "1.750"), (OPEN, "1.500"), (GRAVITY, "2.015")])
def test_where_the_range_does_not_decide_the_person_is_asked(item: Item, raw: str) -> None:
    assert isinstance(typed(item, raw), Draft)
