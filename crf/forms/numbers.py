"""Numbers as people type them: comma or point, grouped or with an exponent; never guessed where two readings exist."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from crf.text import Message, message, unit_words

LARGEST = 28
"""Digits a number may have in all: as many as Decimal computes with: nothing is rounded unless a rule says so."""

_LONGEST_QUOTE = 40
_MARKS = str.maketrans("\u2212\u066b\u066c\u2019", "-,''")
_SUPER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_POWER = re.compile(r"\s*[x×*·]\s*10\s*(?:\^\s*([+-]?\d{1,3})|([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))", re.IGNORECASE)
_LIMIT = re.compile(r"[<>≤≥]\s*=?\s*[\d.,]")  # a result below or above what the laboratory can measure
_SHAPE = re.compile(r"([+-]?)\s*([\d.,' ]*)(?:[eE]([+-]?\d{1,3}))?")
_GROUPED = r"(?!0)\d{1,3}(?:(?P<group>[.,' ])\d{3})(?:(?P=group)\d{3})*"
_WHOLE = re.compile(rf"\d+|{_GROUPED}")
_FRACTION = re.compile(rf"(?P<whole>\d*|{_GROUPED})(?P<mark>[.,])(?P<part>\d*)")
_CANONICAL = re.compile(r"\d+(\.\d+)?")


class Readings(Exception):
    """Text with several meanings; `options` are those that can be, in canonical text."""

    def __init__(self, options: tuple[str, ...]) -> None:
        super().__init__(options)
        self.options = options


class Unreadable(Exception):
    """Text that can't be a value; `told` says what was expected."""

    def __init__(self, told: Message) -> None:
        super().__init__(told.id)
        self.told = told


def quoted(raw: str) -> str:
    """What was typed, short enough for a sentence."""
    text = " ".join(raw.split())
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"


def plain(text: str) -> str:
    """Text with digits of any script, full-width signs and odd blanks turned to the ASCII ones that mean the same."""
    return "".join(map(_plain_sign, text)).translate(_MARKS).strip()


def _plain_sign(sign: str) -> str:
    if sign.isascii():
        return " " if sign.isspace() else sign
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    if unicodedata.east_asian_width(sign) == "F":
        return unicodedata.normalize("NFKC", sign)
    return " " if sign.isspace() else sign


def read_number(raw: str, whole: bool = False, exact: bool = False) -> str:
    """The canonical text of a number: point, no grouping, no exponent; trailing zeros kept as typed.

    With `exact` the text is one of the readings offered, so its point is the decimal point. Raises Readings where
    one separator is followed by exactly three digits (1.500), Unreadable for what is no number of at most 28 digits.
    """
    shape = _SHAPE.fullmatch(_POWER.sub(_exponent, plain(raw)))
    told = "value.limit" if _LIMIT.match(plain(raw)) else "value.whole" if whole else "value.number"
    unreadable = Unreadable(message(told, raw=quoted(raw)))
    if not shape:
        raise unreadable
    sign, digits, exponent = shape.groups()
    found = [_canonical(f"{sign}{one}e{exponent or 0}", raw) for one in _mantissas(digits.strip(), exact)]
    fit = tuple(_integral(one) for one in found if _is_integral(one)) if whole else tuple(found)
    if not fit:
        raise unreadable
    if len(found) > 1:
        raise Readings(fit)
    return fit[0]


def _exponent(found: re.Match[str]) -> str:
    return "e" + (found[1] or found[2].translate(_SUPER))


def _mantissas(digits: str, exact: bool) -> list[str]:
    """Everything digits with separators can mean, with a point for the decimal mark: nothing, one number or two."""
    if exact:
        return [digits] if _CANONICAL.fullmatch(digits) else []
    found = []
    fraction = _FRACTION.fullmatch(digits)
    if fraction and fraction["mark"] != fraction["group"] and (fraction["whole"] or fraction["part"]):
        found.append(f"{_bare(fraction['whole']) or '0'}.{fraction['part']}" if fraction["part"] else _bare(digits))
    if _WHOLE.fullmatch(digits):
        found.append(_bare(digits))
    return found


def _bare(digits: str) -> str:
    return re.sub(r"\D", "", digits)


def _canonical(text: str, raw: str) -> str:
    number = Decimal(text)
    shown = format(number if number else number.copy_abs(), "f")
    if not fits(shown):
        raise Unreadable(message("value.number.huge", raw=quoted(raw)))
    return shown


def fits(number: str) -> bool:
    """Whether a canonical number has no more digits than a number may have."""
    return sum(map(str.isdigit, number)) <= LARGEST


def _is_integral(text: str) -> bool:
    return not text.partition(".")[2].strip("0")


def _integral(text: str) -> str:
    return text.partition(".")[0]


def show_number(value: str) -> str:
    """A canonical number as people read it: five digits and more grouped, large round ones as 1.8 × 10⁸.

    A reading of a draft may name the unit it was typed with; it stands behind.
    """
    number, _, unit = value.partition(" ")
    if unit:
        return f"{show_number(number)} {unit_words(unit)}"
    sign = "−" if number.startswith("-") else ""
    whole, _, part = number.removeprefix("-").partition(".")
    digits = whole.rstrip("0")
    if len(whole) > 7 and len(digits) <= 4 and not part.strip("0"):
        power = str(len(whole) - 1).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
        return f"{sign}{digits[0]}{f'.{digits[1:]}' if digits[1:] else ''} × 10{power}"
    if len(whole) > 4:
        first = len(whole) % 3
        whole = "\u00a0".join(part for part in (whole[:first], *re.findall("...", whole[first:])) if part)
    return sign + whole + (f".{part}" if part else "")
