"""One item's answer: from raw text to canonical value, to the value expressions see, to the words people read."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, time
from decimal import Decimal

from crf.clinical.body import EXACT
from crf.clinical.dates import Moment, PartialDate
from crf.clinical.dose import rounded
from crf.ctcae import dictionary, term_of
from crf.ctcae.conversions import plain as bare_unit
from crf.ctcae.conversions import spelled
from crf.ctcae.terms import VERSION
from crf.faults import FileFault
from crf.forms.dates import read_date, read_datetime, read_time, show_iso
from crf.forms.numbers import LARGEST, Readings, Unreadable, fits, plain, quoted, read_number, show_number
from crf.forms.record import BLANK, Answer, Draft, Edit
from crf.study.evaluate import Value
from crf.study.model import Item, Study
from crf.text import message, say, unit_words

TEXT_LENGTH, LONG_LENGTH = 200, 4000
JOINT = "|"
"""Between the codes of a multiple choice."""

_NUMBER_AND_POWER = re.compile(r"([+-]?[\d.,']*\d)\s+(10\D.*)", re.DOTALL)
_NUMBER_AND_UNIT = re.compile(r"([+-]?[\d.,' ]*\d[.,]?)\s*([^\d\s.,'+-].*)", re.DOTALL)
_NUMBER_AND_WORD = re.compile(r"(.*\d[.,]?)\s*([^\d\s.,'+-].*)", re.DOTALL)


_NOTHING_KNOWN = re.compile(r"UNK?([-/. ]UNK?){1,2}")
"""A date typed without a single part of it: UN-UNK-UNK."""


def read(study: Study, item: Item, edit: Edit, now: datetime) -> Answer | Draft:
    """The answer an edit means, or a draft where it can't be one (with the reason, and what it may mean).

    `now` is local time: it gives today's date and the two-digit years. Never raises, whatever was typed.
    """
    raw = edit.raw
    code = edit.missing or raw.strip().upper()
    if item.partial and _NOTHING_KNOWN.fullmatch(code):
        code = "UNK"
    if code in item.missing:
        return Answer(missing=code)
    if edit.missing:
        return Draft(raw, message("value.missing", code=edit.missing))
    if not raw.strip():
        return BLANK
    try:
        return _value(study, item, edit, now)
    except Readings as several:
        told = "value.readings" if len(several.options) > 1 else "value.reading"
        return Draft(raw, message(told, raw=quoted(raw)), several.options)
    except Unreadable as fault:
        return Draft(raw, fault.told)


def _value(study: Study, item: Item, edit: Edit, now: datetime) -> Answer:
    match item.type:
        case "integer" | "decimal":
            return _number(item, edit)
        case "date":
            return Answer(read_date(edit.raw, now.date(), item.partial))
        case "time":
            return Answer(read_time(edit.raw, now, item.seconds))
        case "datetime":
            return Answer(read_datetime(edit.raw, now, item.partial, item.seconds))
        case "choice" | "choices":
            return _choice(study, item, edit.raw)
        case "term":
            return _term(edit.raw, edit.unit or study.ctcae)
    return _text(item, edit.raw)


def unit_names(item: Item) -> tuple[str, ...]:
    """The units a number may be typed in, its own first."""
    return tuple(name for name in (item.unit, *(one.unit for one in item.units)) if name)


def _number(item: Item, edit: Edit) -> Answer:
    """A number in the item's own unit; a unit typed behind it rules over the one chosen beside it."""
    text, named = _split(item, edit.raw)
    chosen = edit.unit or item.unit
    factor = factor_of(item, named or chosen)
    if factor is None:
        raise _wrong_unit(item, edit.raw, chosen)
    try:
        value = read_number(text, item.type == "integer" and factor == 1, edit.exact)
    except Readings as several:
        value = _only_possible(item, several.options, factor)
        if not value:
            # A reading is chosen later, when the unit typed with it no longer stands there.
            unit = f" {named}" if named not in ("", chosen) else ""
            raise Readings(tuple(one + unit for one in several.options)) from None
    except Unreadable as fault:
        raise _fault_of(item, edit.raw) or fault from None
    kept = "" if (named or chosen) == item.unit else named or chosen
    return Answer(value if factor == 1 else _scaled(item, EXACT.multiply(Decimal(value), factor)), unit=kept)


def _only_possible(item: Item, options: tuple[str, ...], factor: Decimal) -> str:
    """The one reading of a number that lies in the item's range: 1.015 is no specific gravity of 1015; empty else."""
    if not (item.low and item.high):
        return ""
    least, most = Decimal(item.low), Decimal(item.high)
    inside = [one for one in options if least <= EXACT.multiply(Decimal(one), factor) <= most]
    return inside[0] if len(inside) == 1 < len(options) else ""


def _scaled(item: Item, value: Decimal) -> str:
    """A converted number, read once more: it must fit as one typed in the item's own unit must."""
    text = format(value, "f")
    return read_number(text.rstrip("0").rstrip(".") if "." in text else text, item.type == "integer", exact=True)


def factor_of(item: Item, unit: str) -> Decimal | None:
    """How many of the item's own unit one of `unit` is; None for a unit the item can't be typed in."""
    if unit == item.unit:
        return Decimal(1)
    return next((Decimal(one.factor) for one in item.units if one.unit == unit), None)


def _split(item: Item, raw: str) -> tuple[str, str]:
    """The text of the number and the unit typed behind it; no unit where none the item knows stands there."""
    text = plain(raw)
    if found := _known(item, _NUMBER_AND_POWER, text):
        return found
    for name in sorted(unit_names(item), key=len, reverse=True):
        # A unit typed may be longer or shorter than its name: ㎎ for mg, two blanks for one.
        for start in range(max(1, len(text) - 2 * len(name)), len(text)):
            if _bare(text[start:]) == _bare(name) and not text[start - 1].isalpha():
                return text[:start], name
    return _known(item, _NUMBER_AND_UNIT, text) or (text, "")


def _known(item: Item, shape: re.Pattern[str], text: str) -> tuple[str, str] | None:
    """A number and the unit of the item that is spelled behind it as laboratories do: 24 10^3/uL, 66 IU/L."""
    found = shape.fullmatch(text)
    name = spelled(found[2], unit_names(item)) if found and item.unit else ""
    return (found[1], name) if found and name else None


def _bare(unit: str) -> str:
    """A unit without what writers differ in: case, blanks, the sign for micro, ways to write a power of ten."""
    return unicodedata.normalize("NFKC", bare_unit(unit)).casefold()


def _fault_of(item: Item, raw: str) -> Unreadable | None:
    """A fault that names the unit, where a number stands before a word."""
    found = _NUMBER_AND_WORD.fullmatch(plain(raw))
    if not found or not item.unit:
        return None
    try:
        read_number(found[1])
    except Unreadable:
        return None
    except Readings:
        pass
    return _wrong_unit(item, raw, found[2])


def _wrong_unit(item: Item, raw: str, unit: str) -> Unreadable:
    known = unit_words(", ".join(unit_names(item)))
    return Unreadable(message("value.unit", raw=quoted(raw), unit=quoted(unit), units=known))


def _choice(study: Study, item: Item, raw: str) -> Answer:
    codes = [choice.code for choice in study.codelist(item.codelist).choices]
    chosen = [code for code in raw.split(JOINT) if code] if item.type == "choices" else [raw.strip()]
    for code in chosen:
        if code not in codes:
            raise Unreadable(message("value.choice", raw=quoted(raw), choices=", ".join(codes)))
    # A multiple choice keeps the order of its list, so that the same choices are the same value.
    return Answer(JOINT.join(code for code in codes if code in chosen))


def _term(raw: str, version: str) -> Answer:
    """The code of a term; its unit is the version of CTCAE it was coded in, "" for v5.0."""
    try:
        book = dictionary(version)
    except FileFault as fault:
        raise Unreadable(fault.message) from None
    term = book.by_code(raw.strip()) or book.by_name(raw)
    if term is None:
        raise Unreadable(message("value.term", raw=quoted(raw)))
    return Answer(term.code, unit="" if version == VERSION else version)


def coded_in(answer: Answer) -> str:
    """The version of CTCAE that the answer of a term was coded in; it stays whatever the study is pinned to later."""
    return answer.unit or VERSION


def _text(item: Item, raw: str) -> Answer:
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n")).strip()
    most = item.length or (LONG_LENGTH if item.lines > 1 else TEXT_LENGTH)
    if len(text) > most:
        raise Unreadable(message("value.text.long", most=most, length=len(text)))
    if "\n" in text and item.lines == 1:
        raise Unreadable(message("value.text.lines"))
    if not all(map(_printable, text)):
        raise Unreadable(message("value.text.control"))
    if item.pattern and not re.fullmatch(item.pattern, text):
        raise Unreadable(message("value.text.pattern", raw=quoted(raw), example=item.example))
    return Answer(text)


def _printable(sign: str) -> bool:
    """Whether paper and files can hold a sign: no control sign but tab and line end, no half pair, no non-character."""
    if unicodedata.category(sign) in ("Cc", "Cs"):
        return sign in "\n\t"
    return ord(sign) & 0xFFFE != 0xFFFE and not 0xFDD0 <= ord(sign) <= 0xFDEF


def typed(item: Item, answer: Answer, zone: str) -> Value:
    """What an expression sees: Decimal in the item's unit, PartialDate, Moment, text, tuple of codes; None unknown."""
    if not answer.value:
        return None
    match item.type:
        case "integer" | "decimal":
            return Decimal(answer.value)
        case "date":
            return PartialDate.parse_iso(answer.value)
        case "datetime":
            day, _, clock = answer.value.partition("T")
            return moment(PartialDate.parse_iso(day), clock, zone)
        case "choices":
            return tuple(answer.value.split(JOINT))
    return answer.value


def moment(day: PartialDate, clock: str, zone: str) -> Moment | PartialDate:
    """A day and a clock time in a time zone; the date itself where it is partial."""
    if day.complete is None:
        return day
    return Moment(day.complete, time.fromisoformat(clock) if clock else None, zone)


def untyped(item: Item, value: Value, taken: bool = False) -> str:
    """A computed value as canonical text, rounded half up to the item's decimals.

    `taken` means that it was taken over from another item, not reckoned: then it keeps the places it was typed with.
    Empty for unknown, and for a number that no item can hold: its parts can't be right, and their range checks say so.
    """
    match value:
        case None:
            return ""
        case Decimal():
            return _untyped_number(item, value, taken)
        case PartialDate():
            return value.iso
        case Moment():
            shape = "%H:%M:%S" if item.seconds else "%H:%M"
            return value.day.isoformat() + (f"T{value.clock.strftime(shape)}" if value.clock else "")
        case bool():
            return "Y" if value else "N"
        case tuple():
            return JOINT.join(value)
    return str(value)


def _untyped_number(item: Item, value: Decimal, taken: bool) -> str:
    places = max(item.decimals, 0) if item.type == "integer" or item.decimals >= 0 else None
    if value and value.adjusted() + (places or 0) >= LARGEST:
        return ""
    if places is not None:
        shown = rounded(value, places)
        return format(shown if shown else shown.copy_abs(), "f")
    return format(value if taken else value.normalize(), "f") if value and value.adjusted() > -LARGEST else "0"


def show(study: Study, item: Item, answer: Answer) -> str:
    """The answer as people read it, without unit; the missing code's words where it is missing; empty where blank."""
    if answer.missing:
        return say(f"missing.{answer.missing}")
    if not answer.value:
        return ""
    match item.type:
        case "integer" | "decimal":
            return show_number(answer.value)
        case "date" | "datetime":
            return show_iso(answer.value)
        case "choice" | "choices":
            codes = study.codelist(item.codelist)
            found = [(code, codes.choice(code)) for code in answer.value.split(JOINT)]
            return ", ".join(choice.text if choice else code for code, choice in found)
        case "term":
            term = term_of(answer.value, coded_in(answer))
            return term.term if term else answer.value
    return answer.value


def raw_text(study: Study, item: Item, answer: Answer) -> str:
    """What stands in the editor for a saved answer: typing it again gives the same answer.

    A number with exactly three decimals (63.500) reads back the same as a chosen reading only: `Edit(exact=True)`.
    """
    if item.type in ("date", "datetime") and answer.value:
        return show_iso(answer.value)
    if answer.unit and answer.value and item.type != "term":
        return in_unit(item, answer.value, answer.unit)
    return answer.value


def as_typed(item: Item, answer: Answer) -> str:
    """A number in the unit it was typed in, where that isn't the item's own and it can be told exactly; else empty."""
    if not answer.unit or not answer.value or item.type not in ("integer", "decimal"):
        return ""
    told = in_unit(item, answer.value, answer.unit)
    return "" if " " in told else show_number(told)


def reported(study: Study, item: Item, answer: Answer) -> str:
    """An answer with its unit: a number in the one it was reported in, where it can be told exactly in it."""
    if typed := as_typed(item, answer):
        return f"{typed} {answer.unit}"
    return f"{show(study, item, answer)} {item.unit if answer.value else ''}".strip()


def in_unit(item: Item, value: str, unit: str) -> str:
    """A number of the item's own unit in another unit; with its own unit behind it where that can't be exact."""
    factor = factor_of(item, unit)
    if factor is not None:
        quotient = Decimal(value) / factor
        text = format(quotient.normalize(), "f") if quotient else "0"
        if fits(text) and EXACT.multiply(quotient, factor) == Decimal(value):
            return text
    return f"{value} {item.unit}"
