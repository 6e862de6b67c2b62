"""Numbers as people type them: what is read, what is asked back, what is refused, and how they are shown."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crf.forms.numbers import LARGEST, Readings, Unreadable, fits, plain, quoted, read_number, show_number


def read(raw: str, **how: bool) -> str | tuple[str, ...]:
    """The number, its readings, or the id of the fault."""
    try:
        return read_number(raw, **how)
    except Readings as several:
        return several.options
    except Unreadable as fault:
        return fault.told.id


@pytest.mark.req("PA-037")
@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("5", "5"), ("1,5", "1.5"), ("1.5", "1.5"), ("60.0", "60.0"), ("1,50", "1.50"), (" 63.5 ", "63.5"),
        ("0,500", "0.500"), ("00.500", "0.500"), (".5", "0.5"), (",5", "0.5"), (".500", "0.500"), ("5.", "5"),
        ("1234.567", "1234.567"), ("1234,567", "1234.567"), ("1.234,5", "1234.5"), ("1,234.5", "1234.5"),
        ("1.234,567", "1234.567"), ("1.234.567", "1234567"), ("1,234,567.89", "1234567.89"),
        ("1 234", "1234"), ("1\u00a0234", "1234"), ("1\u202f234,5", "1234.5"), ("1'234", "1234"),
        ("1’234.5", "1234.5"),
        ("1 234 567,125", "1234567.125"), ("0030", "30"), ("007", "7"), ("+5", "5"), ("-5", "-5"), ("−5,2", "-5.2"),
        ("-0", "0"), ("-0.00", "0.00"), ("1.8e8", "180000000"), ("5E7", "50000000"), ("1.5e-3", "0.0015"),
        ("2e+3", "2000"),
        ("1.8×10⁸", "180000000"), ("1.8 x 10^8", "180000000"), ("1,8 * 10^-3", "0.0018"), ("5·10⁻²", "0.05"),
        ("2×10⁺³", "2000"), ("٣٫٥", "3.5"), ("१२", "12"), ("１２，５", "12.5"), ("－３．５", "-3.5"), ("1٬234", "1234"),
        ("0e5", "0"), ("1e27", "1" + "0" * 27),
    ],
)  # fmt: skip
def test_a_number_has_one_canonical_text(raw: str, number: str) -> None:
    assert read(raw) == number


@pytest.mark.parametrize(
    ("raw", "options"),
    [
        ("1.500", ("1.500", "1500")),
        ("1,500", ("1.500", "1500")),
        ("63.500", ("63.500", "63500")),
        ("-1.500", ("-1.500", "-1500")),
        ("+999,000", ("999.000", "999000")),
        ("1.500e2", ("150.0", "150000")),
        ("1.500 × 10²", ("150.0", "150000")),
        ("１．５００", ("1.500", "1500")),
    ],
)
def test_one_separator_before_three_digits_is_never_guessed(raw: str, options: tuple[str, ...]) -> None:
    assert read(raw) == options


@pytest.mark.parametrize(
    "raw",
    [
        "", " ", ".", ",", "-", "+", "e5", "TEST", "5 kg", "NaN", "nan", "inf", "-Infinity", "1e", "1e1000",
        "0x10", "1_000", "12 34", "1 23", "1234 567", "1,23,456", "1.2.3", "1,2,3", "1..5", "1.500,2,3",
        "1.234.56", "0.123.456", "1 500.2.3", "1,500.000,1", "1.500'000", "1²", "10²", "½", "①", "5-", "--5",
        "5+5", "120/80", "1.8 x 8^10", "፩", "1\n2\x00",
    ],
)  # fmt: skip
def test_what_is_no_number_is_told(raw: str) -> None:
    assert read(raw) == "value.number"
    assert read(raw, whole=True) == "value.whole"


@pytest.mark.parametrize("raw", ["1e400", "-1e999", "1e28", "1e-28", "1" * 29, "0." + "1" * 28, "9" * 10_000])
def test_a_number_with_more_digits_than_can_be_kept_exactly_is_refused(raw: str) -> None:
    assert read(raw) == "value.number.huge"
    assert fits("1" * LARGEST)
    assert not fits("1" * (LARGEST + 1))


@pytest.mark.req("PA-035")
@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("72", "72"), ("72.0", "72"), ("72,", "72"), ("1e3", "1000"), ("-3", "-3"), ("12.5", "value.whole"),
        ("1.5e-3", "value.whole"), ("0,500", "value.whole"), ("1.500", ("1500",)), ("1.000", ("1", "1000")),
        ("1.500e8", ("150000000", "150000000000")), ("1.500e-4", "value.whole"),
    ],
)  # fmt: skip
def test_a_whole_number_has_no_decimals(raw: str, found: object) -> None:
    assert read(raw, whole=True) == found


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("1.500", "1.500"), ("-1.500", "-1.500"), ("1500", "1500"), ("1,500", "value.number"),
        ("1.500.000", "value.number"),
        ("", "value.number"), ("x", "value.number"),
    ],
)  # fmt: skip
def test_a_reading_that_was_chosen_has_a_decimal_point(raw: str, found: str) -> None:
    assert read(raw, exact=True) == found


@given(st.text(max_size=60) | st.text("0123456789.,' eE+-×10^⁸", max_size=20), st.booleans(), st.booleans())
@example("1" * 5000, False, False)
def test_no_text_breaks_the_reading_of_numbers(raw: str, whole: bool, exact: bool) -> None:
    found = read(raw, whole=whole, exact=exact)
    if isinstance(found, str) and not found.startswith("value."):
        assert Decimal(found).is_finite()
        assert not whole or "." not in found


@given(st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=4))
def test_a_canonical_number_reads_as_itself(number: Decimal) -> None:
    text = format(number if number else abs(number), "f")
    assert read(text, exact=True) == text
    assert read(text) == text
    assert read(text.replace(".", ",")) == text


@given(st.integers(10_000, 10**15))
def test_a_number_shown_reads_as_itself(number: int) -> None:
    if "×" not in show_number(str(number)):
        assert read(show_number(str(number))) == str(number)
    assert read(f"{number:,}".replace(",", "'")) == str(number)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("5", "5"), ("1017.37", "1017.37"), ("12345", "12\u00a0345"), ("829156", "829\u00a0156"),
        ("1234567", "1\u00a0234\u00a0567"),
        ("123456.789", "123\u00a0456.789"), ("-0.5", "−0.5"), ("-12345", "−12\u00a0345"), ("0.00", "0.00"),
        ("50000000", "5 × 10⁷"), ("180000000", "1.8 × 10⁸"), ("-180000000", "−1.8 × 10⁸"), ("10000000.0", "1 × 10⁷"),
        ("12345000000", "12\u00a0345\u00a0000\u00a0000"), ("12340000000", "1.234 × 10¹⁰"),
        ("10000000.5", "10\u00a0000\u00a0000.5"),
        ("1000000", "1\u00a0000\u00a0000"), ("1000000000000000000000000001", "1" + "\u00a0000" * 8 + "\u00a0001"),
        ("1.500 million IU", "1.500 million IU"), ("1500 kg", "1500 kg"),
    ],
)  # fmt: skip
def test_numbers_are_shown_as_people_read_them(value: str, shown: str) -> None:
    assert show_number(value) == shown


def test_what_was_typed_is_quoted_shortly() -> None:
    assert quoted("  5\n kg ") == "5 kg"
    assert quoted("x" * 40) == "x" * 40
    assert quoted("x" * 41) == "x" * 39 + "…"


def test_signs_of_other_keyboards_are_read_as_the_plain_ones() -> None:
    assert plain("\u3000１２／３\u2009é\t") == "12/3 é"


@pytest.mark.parametrize("raw", ["<0.1", "< 5", ">1000", "≤0,2", ">= 3"])
@pytest.mark.parametrize("whole", [False, True])
def test_a_limit_of_measurement_is_told_as_one(raw: str, whole: bool) -> None:
    with pytest.raises(Unreadable) as fault:
        read_number(raw, whole)
    assert fault.value.told.id == "value.limit"
