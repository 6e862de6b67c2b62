"""What stands in an editor reads as the answer it shows, whatever was typed or stored."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crf.ctcae import dictionary
from crf.forms import values
from crf.forms.record import BLANK, Answer, Draft
from crf.forms.values import raw_text, show
from crf.study.model import Item, Unit
from tests.crf.forms.kinds import (
    AT,
    BEATS,
    CLOCK,
    DAY,
    IU,
    KG,
    KINDS,
    LONG,
    MANY,
    OF,
    ONE,
    PART,
    TERM,
    TEXT,
    back,
)
from tests.crf.forms.small import NOW, ZONE, typed


@pytest.mark.req("PA-003")
@pytest.mark.parametrize(
    ("item", "answer"),
    [
        (KG, Answer("63.5")), (KG, BLANK), (BEATS, Answer("72")), (BEATS, Answer("1500")), (IU, Answer("850478")),
        (IU, Answer("850478", unit="million IU")),
        (IU, Answer("0", unit="million IU")), (DAY, Answer("2026-03-05")), (PART, Answer("2026-03")),
        (PART, Answer("2026")), (CLOCK, Answer("09:05")),
        (AT, Answer("2026-03-05T10:00")), (ONE, Answer("9..9")), (MANY, Answer("0030|B")),
        (TERM, Answer("10016558")), (TEXT, Answer("3/4/2026")),
        (LONG, Answer("one\ntwo")),
    ],
)  # fmt: skip
def test_what_stands_in_the_editor_reads_as_the_same_answer(item: Item, answer: Answer) -> None:
    assert back(item, answer) == answer


def test_three_decimals_read_back_as_a_chosen_reading() -> None:
    assert isinstance(back(KG, Answer("63.500")), Draft)
    assert back(KG, Answer("63.500"), exact=True) == Answer("63.500")
    assert raw_text(OF, KG, Answer(missing="ND")) == ""


def test_a_unit_that_cannot_be_exact_gives_way_to_the_items_own() -> None:
    third = Item("X", "X", "decimal", unit="a", units=(Unit("b", "3"),))
    assert values.in_unit(third, "6", "b") == "2"
    assert values.in_unit(third, "2", "b") == "2 a"
    assert back(third, Answer("2", unit="b")) == Answer("2")
    assert values.in_unit(third, "2", "gone") == "2 a"
    assert values.in_unit(IU, "0." + "1" * 27, "million IU") == f"0.{'1' * 27} IU"


DECIMALS = st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=2)
TERMS = st.sampled_from(sorted(term.code for term in dictionary().terms))


@given(
    st.one_of(
        st.tuples(st.just(KG), DECIMALS.map(lambda number: format(number if number else abs(number), "f"))),
        st.tuples(st.just(BEATS), st.integers(-(10**9), 10**9).map(str)),
        st.tuples(st.just(DAY), st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date.isoformat)),
        st.tuples(st.just(PART), st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(lambda day: f"{day:%Y-%m}")),
        st.tuples(st.just(CLOCK), st.times().map(lambda at: f"{at:%H:%M}")),
        st.tuples(st.just(AT),
        st.datetimes(NOW.replace(year=1900, tzinfo=None)).map(lambda at: f"{min(at.year, 2199)}-{at:%m-01T%H:%M}")),
        st.tuples(st.just(ONE), st.sampled_from(["0030", "9..9", "B"])),
        st.tuples(st.just(MANY), st.sampled_from(["0030", "9..9|B", "0030|9..9|B"])),
        st.tuples(st.just(TERM), TERMS),
    )
)  # fmt: skip
def test_every_value_reads_back_from_its_editor(pair: tuple[Item, str]) -> None:
    item, value = pair
    assert back(item, Answer(value)) == Answer(value)


@given(st.integers(1, 10**12), st.integers(0, 6))
def test_a_dose_reads_back_in_any_unit_it_was_typed_in(number: int, places: int) -> None:
    value = format((Decimal(number) / 10**places).normalize(), "f")
    answer = Answer(value, unit="million IU")
    assert back(IU, answer, exact=True) == answer


@given(st.text(max_size=300))
def test_a_text_reads_back_from_its_editor(raw: str) -> None:
    found = typed(LONG, raw)
    if isinstance(found, Answer):
        assert back(LONG, found) == found


@given(
    st.sampled_from(KINDS),
    st.text(max_size=80) | st.text("0123456789.,'/:-+eE x×10⁸kgIUmillon", max_size=30),
    st.sampled_from(["", "IU", "million IU", "mg", "kg"]),
    st.sampled_from(["", "", "", "UNK", "ND", "NA", "?"]),
    st.booleans(),
)
def test_whatever_is_typed_becomes_an_answer_or_a_draft_that_says_why(
    item: Item, raw: str, unit: str, missing: str, exact: bool
) -> None:
    found = typed(item, raw, unit=unit, missing=missing, exact=exact)
    if isinstance(found, Draft):
        assert found.raw == raw
        assert str(found.fault)
    else:
        assert show(OF, item, found) or found.blank
        assert values.typed(item, found, ZONE) is not None or not found.value
