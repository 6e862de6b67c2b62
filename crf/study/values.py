"""Values as a definition writes them (ends of a range, defaults, examples): what an item can hold."""

from __future__ import annotations

import re
from decimal import Decimal

from crf.clinical.dates import PartialDate
from crf.clinical.faults import ClinicalFault
from crf.study.common_faults import is_decimal
from crf.study.model import Item, Study
from crf.study.references import dangling
from crf.text import Message, message

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?")


def value_fault(study: Study, item: Item, text: str, key: str) -> Message | None:
    """Why a text can't be a value of an item; None where it can."""
    match item.type:
        case "integer" | "decimal":
            return None if is_decimal(text) else message("study.number.text", name=key, value=text)
        case "date" | "datetime":
            return None if _is_date(text, item.type == "datetime") else message("study.date.text", name=key, value=text)
        case "time":
            return None if _CLOCK.fullmatch(text) else message("study.time.text", name=key, value=text)
        case "choice" | "choices":
            return _code_fault(study, item, text.split("|") if item.type == "choices" else [text])
    return None


def order(item: Item, text: str) -> tuple[Decimal, str]:
    """A key that sorts values of an item as they mean: numbers by size, dates and times by their ISO text."""
    return (Decimal(text), "") if item.type in ("integer", "decimal") else (Decimal(0), text)


def _is_date(text: str, timed: bool) -> bool:
    day, sign, clock = text.partition("T")
    try:
        PartialDate.parse_iso(day)
    except ClinicalFault:
        return False
    return not sign or (timed and bool(_CLOCK.fullmatch(clock)))


def _code_fault(study: Study, item: Item, codes: list[str]) -> Message | None:
    lists = [one for one in study.codelists if one.id == item.codelist]
    for code in codes:
        if lists and lists[0].choices and lists[0].choice(code) is None:
            return dangling("study.code.none", code, (choice.code for choice in lists[0].choices))
    return None
