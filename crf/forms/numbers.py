"""Numbers as people type them: comma or point, grouped or with an exponent; never guessed where two readings exist."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from crf.text import Message, message

_SUPER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_POWER = re.compile(r"\s*[x×*·]\s*10\s*(?:\^\s*)?([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+|(?<=\^)\s*-?\d+)", re.IGNORECASE)
_CARET = re.compile(r"\s*[x×*·]\s*10\s*\^\s*(-?\d+)", re.IGNORECASE)
_SHAPE = re.compile(r"([+-]?)(\d[\d.,' ]*|[.,]\d+)(?:[eE]([+-]?\d{1,3}))?")
LARGEST = 30
"""Digits before or after the point beyond which no number of a case report form lies."""


class Readings(Exception):
    """A number with two meanings; `options` are both, in canonical text."""

    def __init__(self, options: tuple[str, str]) -> None:
        super().__init__(options)
        self.options = options


class Unreadable(Exception):
    """Text that is no number; `told` says what was expected."""

    def __init__(self, told: Message) -> None:
        super().__init__(told.id)
        self.told = told


def read_number(raw: str, whole: bool = False) -> str:
    """The canonical text of a number: point, no grouping, no exponent; trailing zeros kept as typed.

    Raises Readings where one separator is followed by exactly three digits (1.500), Unreadable for anything
    that is no finite number of at most 30 digits a side.
    """
    text = _normal(raw)
    shape = _SHAPE.fullmatch(text)
    if not shape:
        raise Unreadable(message("value.whole" if whole else "value.number", raw=raw))
    sign, digits, exponent = shape.groups()
    plain = _plain(digits.replace(" ", "").replace("'", ""), raw)
    return _canonical(sign + plain, exponent, raw, whole)


def _normal(raw: str) -> str:
    text = _POWER.sub(lambda found: "e" + found[1].translate(_SUPER).strip(), raw)
    text = _CARET.sub(lambda found: "e" + found[1], text)
    text = unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace("\u066b", ",").replace("\u066c", "'")
    text = "".join(str(unicodedata.digit(one)) if one.isdigit() and not one.isascii() else one for one in text)
    return text.replace("\u2019", "'").strip()


def _plain(digits: str, raw: str) -> str:
    """The digits with a point for the decimal mark and no grouping."""
    marks = [one for one in digits if one in ".,"]
    if not marks:
        return digits
    if len(set(marks)) == 2:
        return _two_marks(digits, raw)
    mark = marks[0]
    parts = digits.split(mark)
    if len(marks) > 1:
        if _grouped(parts):
            return "".join(parts)
        raise Unreadable(message("value.number", raw=raw))
    if _grouped(parts):
        raise Readings((f"{parts[0]}.{parts[1]}", parts[0] + parts[1]))
    return f"{parts[0] or '0'}.{parts[1]}" if parts[1] else parts[0]


def _grouped(parts: list[str]) -> bool:
    """Whether parts can be thousands: a first group of one to three digits that isn't 0, then groups of three."""
    first, *rest = parts
    return 1 <= len(first) <= 3 and not first.startswith("0") and all(len(part) == 3 for part in rest)


def _two_marks(digits: str, raw: str) -> str:
    decimal = max(".,", key=digits.rfind)
    group = "," if decimal == "." else "."
    whole, _, part = digits.rpartition(decimal)
    if decimal in whole or not _grouped(whole.split(group)) or group in part or not part:
        raise Unreadable(message("value.number", raw=raw))
    return f"{whole.replace(group, '')}.{part}"


def _canonical(text: str, exponent: str | None, raw: str, whole: bool) -> str:
    try:
        number = Decimal(f"{text}e{exponent}" if exponent else text)
    except InvalidOperation:
        raise Unreadable(message("value.number", raw=raw)) from None
    if abs(number.adjusted()) > LARGEST or len(number.as_tuple().digits) > 2 * LARGEST:
        raise Unreadable(message("value.number.huge", raw=raw))
    if whole and number != number.to_integral_value():
        raise Unreadable(message("value.whole", raw=raw))
    if whole:
        number = number.to_integral_value()
    return format(abs(number) if number == 0 else number, "f")


def show_number(value: str) -> str:
    """A canonical number as people read it: five digits and more grouped, large round ones as 1.8 × 10⁸."""
    number = Decimal(value)
    whole, _, part = value.partition(".")
    if abs(number) >= 10**7 and number == number.to_integral_value():
        digits = number.normalize().as_tuple()
        if len(digits.digits) <= 4:
            power = str(number.adjusted()).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
            return f"{number.scaleb(-number.adjusted()).normalize():f} × 10{power}"
    sign, plain = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    if len(plain) > 4:
        plain = f"{int(plain):,}".replace(",", "\u00a0")
    return sign + plain + (f".{part}" if part else "")
