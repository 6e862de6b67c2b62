"""Answers of every kind: read from raw text, typed for expressions, shown to people."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from attrs import evolve

from crf.clinical.dates import Moment, PartialDate
from crf.forms import values
from crf.forms.record import BLANK, Answer, Draft
from crf.forms.values import as_typed, reported, show, untyped
from crf.study.model import Item, Unit
from tests.crf.forms.kinds import (
    AT,
    BEATS,
    BILIRUBIN,
    CELLS,
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
from tests.crf.forms.small import ZONE, fault, typed


@pytest.mark.parametrize(
    ("item", "raw", "value"),
    [
        (KG, "63,5", "63.5"), (BEATS, "72", "72"), (DAY, "5 MAR 26", "2026-03-05"), (DAY, "t", "2026-03-05"),
        (PART, "UN-MAR-2026", "2026-03"), (CLOCK, "905", "09:05"), (AT, "05-MAR-2026 10:00", "2026-03-05T10:00"),
        (ONE, " B ", "B"), (MANY, "B|0030|B", "0030|B"), (TERM, "10016558", "10016558"),
        (TERM, " fever ", "10016558"),
        (TEXT, "  as typed ", "as typed"), (LONG, "one\r\ntwo\tthree", "one\ntwo\tthree"),
    ],
)  # fmt: skip
def test_each_kind_has_its_canonical_value(item: Item, raw: str, value: str) -> None:
    assert typed(item, raw) == Answer(value)


@pytest.mark.parametrize("item", KINDS, ids=lambda item: item.id)
def test_nothing_typed_is_a_blank_answer(item: Item) -> None:
    assert typed(item, "") == typed(item, " \t\n") == BLANK


def test_no_choice_at_all_is_a_blank_answer() -> None:
    assert typed(MANY, "|") == BLANK


@pytest.mark.req("PA-035")
def test_letters_in_a_number_stay_a_draft_that_says_what_is_asked() -> None:
    assert "whole number" in fault(BEATS, "TEST")
    assert "whole number" in fault(BEATS, "12.5")
    assert "is no number" in fault(KG, "TEST")
    assert "“5 apples” is no whole number" in fault(BEATS, "5 apples")
    assert (typed(BEATS, "99"), typed(KG, "4.2")) == (Answer("99"), Answer("4.2"))


def test_a_number_with_two_readings_offers_both() -> None:
    found = typed(KG, "63.500")
    assert isinstance(found, Draft)
    assert found.readings == ("63.500", "63500")
    assert str(found.fault) == "“63.500” can be read in two ways. Choose the one you mean."
    assert typed(KG, "63.500", exact=True) == Answer("63.500")
    assert typed(KG, "63500", exact=True) == Answer("63500")


def test_a_whole_number_offers_the_one_reading_it_can_have() -> None:
    found = typed(BEATS, "1.500")
    assert isinstance(found, Draft)
    assert found.readings == ("1500",)
    assert "no whole number as it stands" in str(found.fault)


def test_a_date_with_two_readings_offers_both() -> None:
    found = typed(DAY, "3/4/2026")
    assert isinstance(found, Draft)
    assert found.readings == ("2026-04-03", "2026-03-04")
    assert typed(DAY, found.readings[1], exact=True) == Answer("2026-03-04")


@pytest.mark.parametrize(
    ("item", "raw", "answer"),
    [
        (KG, "63.5 kg", Answer("63.5")), (KG, "63,5KG", Answer("63.5")), (KG, "6e1 kg", Answer("60")),
        (IU, "850000 iu", Answer("850000")), (IU, "0,85 million IU", Answer("850000", unit="million IU")),
        (IU, "0.85  Million  iu", Answer("850000", unit="million IU")),
        (IU, "1.5e-7 million IU", Answer("0.15", unit="million IU")),
        (IU, "0 million IU", Answer("0", unit="million IU")), (IU, "2×10⁶ IU", Answer("2000000")),
        (Item("S", "Size", "decimal", unit="m²"), "1.7 m2", Answer("1.7")), (Item("T", "T", "decimal", unit="°C"),
        "37 ℃", Answer("37")),
        (Item("V", "V", "decimal", unit="mg"), "5㎎", Answer("5")), (Item("O", "O", "integer", unit="%"),
        "98％", Answer("98")),
        *((CELLS, f"5.2{unit}", Answer("5.2")) for unit in (" 10^9/L", "x10^9/L", " × 10⁹/L", " 10E9/l", " 10*9/L")),
        *((CELLS, f"{raw}/{micro}L", Answer("24", unit="/uL")) for raw in ("24000 ", "24x10^3 ") for micro in "uµμ"),
        (Item("C", "C", "decimal", unit="umol/L"), "80 µmol/L", Answer("80")),
        *((CELLS, f"24 {unit}", Answer("24")) for unit in ("10^3/µL", "10³/mm³", "K/uL", "Giga/L", "mil/mm3")),
        (CELLS, "24000/mm³", Answer("24", unit="/uL")), (CELLS, "24000 cells/µL", Answer("24", unit="/uL")),
        (Item("A", "ALT", "decimal", unit="U/L"), "66 UI/L", Answer("66")),
        (BILIRUBIN, "1 mg/100 mL", Answer("17.104", unit="mg/dL")),
    ],
)  # fmt: skip
def test_a_unit_typed_behind_the_number_is_understood(item: Item, raw: str, answer: Answer) -> None:
    assert typed(item, raw) == answer


def test_a_unit_chosen_beside_the_field_rules_unless_another_is_typed() -> None:
    assert typed(IU, "0.85", unit="million IU") == Answer("850000", unit="million IU")
    assert typed(IU, "850000 IU", unit="million IU") == Answer("850000")
    assert typed(IU, "850000", unit="IU") == Answer("850000")


@pytest.mark.parametrize(
    ("item", "raw", "unit", "named"),
    [
        (KG, "60 g", "", "“g”, this number is in kg"), (KG, "132 lb", "", "“lb”"), (KG, "63.500 lb", "", "“lb”"),
        (KG, "5 m2", "", "“m2”"),
        (IU, "5 mIU", "", "“mIU”, this number is in IU, million IU"), (IU, "5", "mg", "“mg”"),
        (IU, "0.85 million", "", "“million”"),
    ],
)  # fmt: skip
def test_another_unit_is_named(item: Item, raw: str, unit: str, named: str) -> None:
    said = fault(item, raw, unit=unit)
    assert "has the unit" in said
    assert named in said


@pytest.mark.parametrize("raw", ["kg", "x kg", "5 5 kg", "kg 5", "- kg"])
def test_a_unit_without_a_number_is_no_number(raw: str) -> None:
    assert "is no number" in fault(KG, raw)


@pytest.mark.parametrize(
    ("raw", "unit", "readings"),
    [
        ("1.500 million IU", "", ("1.500 million IU", "1500 million IU")),
        ("1.500 million IU", "million IU", ("1.500", "1500")),
        ("1.500 IU", "million IU", ("1.500 IU", "1500 IU")),
        ("1.500 IU", "", ("1.500", "1500")),
        ("1.500", "million IU", ("1.500", "1500")),
    ],
)
def test_a_reading_keeps_the_unit_it_was_typed_with(raw: str, unit: str, readings: tuple[str, ...]) -> None:
    found = typed(IU, raw, unit=unit)
    assert isinstance(found, Draft)
    assert found.readings == readings


def test_a_reading_chosen_is_in_the_unit_it_names() -> None:
    chosen = typed(IU, "1500 million IU", unit="IU", exact=True)
    assert chosen == Answer("1500000000", unit="million IU")


def test_a_converted_number_must_fit_as_any_other() -> None:
    assert "more digits" in fault(IU, "1e25 million IU")
    dozen = Item("N", "Eggs", "integer", unit="eggs", units=(Unit("dozen", "12"),))
    assert typed(dozen, "1,5 dozen") == Answer("18", unit="dozen")
    assert "whole number" in fault(dozen, "0.3 dozen")


@pytest.mark.req("PA-028")
@pytest.mark.parametrize(("item", "most"), [(TEXT, 200), (LONG, 4000), (Item("S", "S", "text", length=3), 3)])
def test_a_text_too_long_is_told_and_not_cut(item: Item, most: int) -> None:
    assert typed(item, "é" * most) == Answer("é" * most)
    assert (
        fault(item, "é" * (most + 1))
        == f"The text has {most + 1} characters, {most} fit. Shorten it; nothing was cut off."
    )


def test_a_text_of_several_lines_needs_several_lines() -> None:
    assert fault(TEXT, "one\ntwo") == "The text has several lines, and one fits. Put it on one line."


@pytest.mark.parametrize(
    "sign", ["\x00", "\x07", "\r", "\x7f", "\x85", "\ud800", "\ufffe", "\uffff", "\ufdd0", "\ufdef", "\U0001ffff"]
)
def test_signs_that_cannot_be_printed_are_refused(sign: str) -> None:
    assert "can't be printed" in fault(LONG, f"a{sign}b")


def test_a_text_is_kept_in_one_form_of_unicode() -> None:
    assert typed(TEXT, "\ufdcf\ufdf0") == Answer("\ufdcf\ufdf0")
    assert typed(TEXT, "e\u0301") == Answer("\u00e9")
    assert typed(TEXT, "👩‍🔬 ok") == Answer("👩‍🔬 ok")


@pytest.mark.req("PA-041")
def test_a_pattern_shows_an_example_of_the_right_form() -> None:
    donor = Item("D", "Donor", "text", pattern=r"D-\d{3}", example="D-017")
    assert typed(donor, "D-018") == Answer("D-018")
    assert fault(donor, "D-18") == "“D-18” doesn't have the form asked. Type it like D-017."
    assert "D-017" in fault(donor, "xD-0188")


@pytest.mark.req("PA-029")
def test_a_code_is_text_never_a_number() -> None:
    assert [typed(ONE, code) for code in ("0030", "9..9")] == [Answer("0030"), Answer("9..9")]
    assert back(ONE, Answer("0030")) == Answer("0030")
    assert fault(ONE, "30") == "“30” isn't one of the choices 0030, 9..9, B."
    assert "isn't one of" in fault(MANY, "B|30")


@pytest.mark.req("PA-100")
@pytest.mark.parametrize("item", [KG, DAY])
def test_a_missing_code_is_an_answer_of_any_kind(item: Item) -> None:
    assert typed(item, "", missing="UNK") == Answer(missing="UNK")
    assert typed(item, " unk ") == Answer(missing="UNK")


def test_a_missing_code_that_is_not_offered_is_refused() -> None:
    assert "“NA” isn't offered" in fault(KG, "", missing="NA")
    assert "is no number" in fault(KG, "NA")


def test_only_terms_of_ctcae_are_terms() -> None:
    assert fault(TERM, "plague") == "“plague” is no CTCAE term. Choose one from the list."


@pytest.mark.parametrize(
    ("item", "answer", "value"),
    [
        (KG, Answer("63.50"), Decimal("63.50")), (KG, Answer(missing="ND"), None), (KG, BLANK, None),
        (BEATS, Answer("72"), Decimal(72)),
        (PART, Answer("2026-03"), PartialDate(2026, 3)), (AT, Answer("2026-03-05T10:00"), Moment(date(2026, 3, 5),
        time(10), ZONE)),
        (AT, Answer("2026-03-05"), Moment(date(2026, 3, 5), None, ZONE)), (AT, Answer("2026"), PartialDate(2026)),
        (MANY, Answer("0030|B"), ("0030", "B")), (CLOCK, Answer("09:05"), "09:05"), (ONE, Answer("B"), "B"),
    ],
)  # fmt: skip
def test_expressions_see_typed_values(item: Item, answer: Answer, value: object) -> None:
    assert values.typed(item, answer, ZONE) == value


@pytest.mark.parametrize(
    ("item", "value", "text"),
    [
        (Item("X", "X", "decimal", decimals=1), Decimal("23.25"), "23.3"), (Item("X", "X", "decimal", decimals=1),
        Decimal("-23.25"), "-23.3"),
        (Item("X", "X", "decimal", decimals=2), Decimal(5), "5.00"), (Item("X", "X", "decimal", decimals=2),
        Decimal("-0.001"), "0.00"),
        (Item("X", "X", "decimal"), Decimal("1.2300"), "1.23"), (Item("X", "X", "decimal"), Decimal("1E+3"), "1000"),
        (Item("X", "X", "decimal"), Decimal("0.00"), "0"), (BEATS, Decimal("72.5"), "73"), (BEATS, Decimal(0), "0"),
        (Item("X", "X", "decimal"), Decimal("1e28"), ""), (Item("X", "X", "decimal", decimals=1), Decimal("1e27"),
        ""),
        (Item("X", "X", "decimal", decimals=1), Decimal("1e26"), "1" + "0" * 26 + ".0"), (Item("X", "X", "decimal"),
        Decimal("1e-28"), "0"),
        (Item("X", "X", "decimal", decimals=1), Decimal("1e-40"), "0.0"), (DAY, PartialDate(2026, 3), "2026-03"),
        (AT, Moment(date(2026, 3, 5), time(9, 5, 7), ZONE), "2026-03-05T09:05"), (AT, Moment(date(2026, 3, 5),
        None, ZONE), "2026-03-05"),
        (Item("X", "X", "datetime", seconds=True), Moment(date(2026, 3, 5), time(9, 5, 7), ZONE),
        "2026-03-05T09:05:07"),
        (ONE, True, "Y"), (ONE, False, "N"), (MANY, ("0030", "B"), "0030|B"), (TEXT, "words", "words"),
        (TEXT, None, ""),
    ],
)  # fmt: skip
def test_computed_values_become_canonical_text(item: Item, value: values.Value, text: str) -> None:
    assert untyped(item, value) == text


@pytest.mark.parametrize(
    ("item", "answer", "shown"),
    [
        (KG, BLANK, ""), (KG, Answer(missing="ND"), "Not done"), (KG, Answer("829156"), "829\u00a0156"),
        (PART, Answer("2026-03"), "UN-MAR-2026"),
        (AT, Answer("2026-03-05T10:00"), "05-MAR-2026 10:00"), (ONE, Answer("0030"), "Thirty"), (ONE, Answer("gone"),
        "gone"),
        (MANY, Answer("0030|gone|B"), "Thirty, gone, Bee"), (TERM, Answer("10016558"), "Fever"), (TERM, Answer("1"),
        "1"), (CLOCK, Answer("09:05"), "09:05"),
    ],
)  # fmt: skip
def test_answers_are_shown_in_words(item: Item, answer: Answer, shown: str) -> None:
    assert show(OF, item, answer) == shown


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answer("22.2352", unit="mg/dL"), "1.3"),
        (Answer("17.104", unit="mg/dL"), "1"),
        (Answer("10", unit="mg/dL"), ""),  # 10 / 17.104 can't be told exactly
        (Answer("10"), ""),
        (Answer(missing="ND", unit="mg/dL"), ""),
    ],
)
def test_a_number_is_told_in_the_unit_it_was_typed_in(answer: Answer, told: str) -> None:
    item = Item("BILI", "Bilirubin", "decimal", unit="umol/L", units=(Unit("mg/dL", "17.104"),))
    assert as_typed(item, answer) == told
    assert as_typed(Item("TERM", "Term", "term"), Answer("10028813", unit="6.0")) == ""


@pytest.mark.parametrize(
    ("item", "answer", "told"),
    [
        (BILIRUBIN, Answer("71.8368", unit="mg/dL"), "4.2 mg/dL"), (BILIRUBIN, Answer("72"), "72 umol/L"),
        (BILIRUBIN, Answer("71.83", unit="mg/dL"), "71.83 umol/L"), (KG, Answer(missing="ND"), "Not done"),
        (Item("X", "X", "text"), Answer("x"), "x"), (KG, Answer(), ""),
    ],
)  # fmt: skip
def test_a_value_is_told_in_the_unit_it_was_reported_in(item: Item, answer: Answer, told: str) -> None:
    assert reported(OF, item, answer) == told


@pytest.mark.parametrize("raw", ["UN-UNK-UNK", "un unk unk", "UNK-UNK", "UNK"])
def test_a_date_without_a_single_part_is_unknown_where_that_may_be_said(raw: str) -> None:
    assert typed(evolve(PART, missing=("UNK",)), raw) == Answer(missing="UNK")
    assert raw in str(fault(PART, raw))
