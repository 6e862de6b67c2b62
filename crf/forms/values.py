"""One item's answer: from raw text to canonical value, to the value expressions see, to the words people read."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, time
from decimal import ROUND_HALF_UP, Decimal

from crf.clinical.dates import Moment, PartialDate
from crf.ctcae import dictionary
from crf.forms.dates import read_date, read_datetime, read_time, show_iso
from crf.forms.numbers import Readings, Unreadable, read_number, show_number
from crf.forms.record import BLANK, Answer, Draft, Edit
from crf.study.evaluate import Value
from crf.study.model import Item, Study
from crf.text import message, say

TEXT_LENGTH, LONG_LENGTH = 200, 4000


def read(study: Study, item: Item, edit: Edit, now: datetime) -> Answer | Draft:
    """The answer an edit means, or a draft where it can't be one (with the reason, or both readings).

    `now` is local time: it gives today's date and the two-digit years.
    """
    if edit.missing:
        return Answer(missing=edit.missing)
    raw = edit.raw
    if not raw.strip():
        return BLANK
    if raw.strip().upper() in item.missing:
        return Answer(missing=raw.strip().upper())
    try:
        return _value(study, item, edit, now)
    except Readings as two:
        return Draft(raw, message("value.readings", raw=raw), two.options)
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
            return _term(edit.raw)
    return _text(item, edit.raw)


def _number(item: Item, edit: Edit) -> Answer:
    raw, unit = edit.raw.strip(), edit.unit
    for name in sorted((item.unit, *(one.unit for one in item.units)), key=len, reverse=True):
        if name and raw.casefold().endswith(name.casefold()) and not raw.casefold() == name.casefold():
            raw, unit = raw[: -len(name)].strip(), name
            break
    value = raw if edit.exact else read_number(raw, whole=item.type == "integer" and not unit)
    factor = next((one.factor for one in item.units if one.unit == unit), "")
    if not factor:
        return Answer(value)
    return Answer(format((Decimal(value) * Decimal(factor)).normalize(), "f"), unit=unit)


def _choice(study: Study, item: Item, raw: str) -> Answer:
    codes = [choice.code for choice in study.codelist(item.codelist).choices]
    chosen = [raw] if item.type == "choice" else [code for code in raw.split("|") if code]
    for code in chosen:
        if code not in codes:
            raise Unreadable(message("value.choice", raw=raw, choices=", ".join(codes)))
    # A multiple choice keeps the order of its list, so that the same choices are the same value.
    return Answer("|".join(code for code in codes if code in chosen))


def _term(raw: str) -> Answer:
    term = dictionary().by_code(raw) or dictionary().by_name(raw)
    if term is None:
        raise Unreadable(message("value.term", raw=raw))
    return Answer(term.code)


def _text(item: Item, raw: str) -> Answer:
    text = unicodedata.normalize("NFC", raw).strip()
    most = item.length or (LONG_LENGTH if item.lines > 1 else TEXT_LENGTH)
    if len(text) > most:
        raise Unreadable(message("value.text.long", most=most, length=len(text)))
    if any(unicodedata.category(one) == "Cc" and one not in "\n\t" or 0xD800 <= ord(one) <= 0xDFFF for one in text):
        raise Unreadable(message("value.text.control"))
    if item.pattern and not re.fullmatch(item.pattern, text):
        raise Unreadable(message("value.text.pattern", raw=raw, example=item.example))
    return Answer(text)


def typed(item: Item, answer: Answer, zone: str) -> Value:
    """The value an expression sees: Decimal in the item's unit, PartialDate, Moment, text, tuple of codes; None unknown."""
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
            return tuple(answer.value.split("|"))
    return answer.value


def moment(day: PartialDate, clock: str, zone: str) -> Moment | PartialDate:
    """A day and a clock time in a time zone; the date itself where it is partial."""
    if day.complete is None:
        return day
    return Moment(day.complete, time.fromisoformat(clock) if clock else None, zone)


def untyped(item: Item, value: Value) -> str:
    """A computed value as canonical text, rounded half up to the item's decimals."""
    match value:
        case Decimal():
            if item.type == "integer" or item.decimals >= 0:
                places = max(item.decimals, 0)
                return format(_half_up(value, places), "f")
            return format(value.normalize(), "f") if value else "0"
        case PartialDate():
            return value.iso
        case Moment():
            return value.day.isoformat() + (f"T{value.clock:%H:%M}" if value.clock else "")
        case bool():
            return "Y" if value else "N"
        case tuple():
            return "|".join(value)
    return str(value)


def _half_up(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


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
            found = [codes.choice(code) for code in answer.value.split("|")]
            return ", ".join(choice.text if choice else code for choice, code in zip(found, answer.value.split("|"), strict=True))
        case "term":
            term = dictionary().by_code(answer.value)
            return term.term if term else answer.value
    return answer.value


def raw_text(study: Study, item: Item, answer: Answer) -> str:
    """What stands in the editor for a saved answer: typing it again gives the same answer."""
    if item.type in ("date", "datetime") and answer.value:
        return show_iso(answer.value)
    if answer.unit and answer.value:
        factor = next((one.factor for one in item.units if one.unit == answer.unit), "1")
        return format((Decimal(answer.value) / Decimal(factor)).normalize(), "f")
    return answer.value
