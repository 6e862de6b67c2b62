"""Dates and times as people type them: complete or partial, never a day that doesn't exist."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time

from crf.clinical.dates import MONTHS, PartialDate, show_date
from crf.clinical.faults import ClinicalFault
from crf.forms.numbers import Readings, Unreadable
from crf.text import message

_MONTH_WORDS = {
    **{name: n for n, name in enumerate(MONTHS, 1)},
    "ENE": 1, "ABR": 4, "AGO": 8, "SET": 9, "DIC": 12, "SEPT": 9,
    "JANUARY": 1, "FEBRUARY": 2, "MARCH": 3, "APRIL": 4, "JUNE": 6, "JULY": 7, "AUGUST": 8, "SEPTEMBER": 9,
    "OCTOBER": 10, "NOVEMBER": 11, "DECEMBER": 12,
    "ENERO": 1, "FEBRERO": 2, "MARZO": 3, "ABRIL": 4, "MAYO": 5, "JUNIO": 6, "JULIO": 7, "AGOSTO": 8,
    "SEPTIEMBRE": 9, "OCTUBRE": 10, "NOVIEMBRE": 11, "DICIEMBRE": 12,
}  # fmt: skip
_UNKNOWN = {"UN", "UNK", "UK", "NK", "XX", "??"}
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


def read_date(raw: str, today: date, partial: bool) -> str:
    """The ISO text of a date: 05-MAR-2026, 5 Mar 26, 2026-03-05, 5.3.2026, 05032026, "t" for today; UN-MAR-2026 where
    a partial date is allowed.

    Raises Unreadable (with what was expected) and Readings where day and month can't be told apart (3/4/2026).
    """
    text = unicodedata.normalize("NFKC", raw).strip().upper()
    if text in ("T", "TODAY"):
        return PartialDate.of(today).iso
    parts = [part for part in re.split(r"[\s./,-]+", text) if part]
    if len(parts) == 1 and re.fullmatch(r"\d{8}|\d{6}", parts[0], re.ASCII):
        digits = parts[0]
        parts = [digits[:2], digits[2:4], digits[4:]]
    found = _from_parts(parts, raw, "/" in text, today)
    if found.complete is None and not partial:
        raise Unreadable(message("value.date.partial", raw=raw, shown=show_date(found)))
    return found.iso


def _from_parts(parts: list[str], raw: str, slashed: bool, today: date) -> PartialDate:
    if len(parts) == 3 and len(parts[0]) == 4 and parts[0].isdigit():
        return _build(parts[0], parts[1], parts[2], raw, today)
    if len(parts) == 3:
        if slashed and _either(parts[0], parts[1]):
            options = tuple(_build(parts[2], m, d, raw, today).iso for d, m in (parts[:2], parts[1::-1]))
            raise Readings((options[0], options[1]))
        return _build(parts[2], parts[1], parts[0], raw, today)
    if len(parts) == 2 and len(parts[0]) == 4 and parts[0].isdigit():
        return _build(parts[0], parts[1], "", raw, today)
    if len(parts) == 2:
        return _build(parts[1], parts[0], "", raw, today)
    if len(parts) == 1 and len(parts[0]) == 4:
        return _build(parts[0], "", "", raw, today)
    raise Unreadable(message("value.date", raw=raw))


def _either(a: str, b: str) -> bool:
    """Whether two figures could each be the month."""
    return a.isdigit() and b.isdigit() and a != b and int(a) <= 12 and int(b) <= 12


def _build(year: str, month: str, day: str, raw: str, today: date) -> PartialDate:
    y = _year(year, raw, today)
    m = _month(month, raw)
    d = _day(day, raw)
    try:
        return PartialDate(y, m, d)
    except ClinicalFault:
        raise Unreadable(message("value.date.none", raw=raw)) from None


def _year(text: str, raw: str, today: date) -> int:
    if not re.fullmatch(r"\d{4}|\d{2}", text, re.ASCII):
        raise Unreadable(message("value.date", raw=raw))
    year = int(text)
    if len(text) == 2:
        # Two digits mean the hundred years that end twenty years from now: births as well as expiry dates.
        year += today.year // 100 * 100
        year -= 100 if year > today.year + 20 else 0
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise Unreadable(message("value.date.year", raw=raw, first=_FIRST_YEAR, last=_LAST_YEAR))
    return year


def _month(text: str, raw: str) -> int | None:
    if not text or text in _UNKNOWN:
        return None
    if text in _MONTH_WORDS:
        return _MONTH_WORDS[text]
    if re.fullmatch(r"\d{1,2}", text, re.ASCII):
        return int(text)
    raise Unreadable(message("value.date", raw=raw))


def _day(text: str, raw: str) -> int | None:
    if not text or text in _UNKNOWN:
        return None
    if re.fullmatch(r"\d{1,2}", text, re.ASCII):
        return int(text)
    raise Unreadable(message("value.date", raw=raw))


def read_time(raw: str, now: datetime, seconds: bool) -> str:
    """HH:MM (or HH:MM:SS) of a time typed as 9:05, 0905, 9.05, 9h05, "n" for now.

    Raises Unreadable; 24:00 is no time: it is 00:00 of the next day.
    """
    text = unicodedata.normalize("NFKC", raw).strip().upper()
    if text in ("N", "NOW", "T"):
        return now.strftime("%H:%M:%S" if seconds else "%H:%M")
    parts = re.split(r"[:.H\s]+", text.removesuffix("H")) if not text.isdigit() else _digits(text)
    if not 2 <= len(parts) <= (3 if seconds else 2) or not all(re.fullmatch(r"\d{1,2}", part, re.ASCII) for part in parts):
        raise Unreadable(message("value.time", raw=raw))
    if seconds and len(parts) == 2:
        parts = [*parts, "00"]
    try:
        found = time(*(int(part) for part in parts))
    except ValueError:
        raise Unreadable(message("value.time.none", raw=raw)) from None
    return found.strftime("%H:%M:%S" if seconds else "%H:%M")


def _digits(text: str) -> list[str]:
    if len(text) in (1, 2):
        return [text, "00"]
    padded = text.zfill(len(text) + len(text) % 2)
    return [padded[start : start + 2] for start in range(0, len(padded), 2)]


def read_datetime(raw: str, now: datetime, partial: bool, seconds: bool) -> str:
    """ISO date and time ("2026-03-05T10:00"); the date alone only where partial values are allowed."""
    text = raw.strip()
    if text.upper() in ("N", "T", "NOW"):
        return f"{now.date().isoformat()}T{read_time('n', now, seconds)}"
    head, _, tail = text.replace("T", " ", 1).rpartition(" ") if re.match(r"\d{4}-", text) else text.rpartition(" ")
    if head and re.search(r"[:.hH]|^\d{4}$", tail) and not re.fullmatch(r"[A-Za-z]*\d{4}", text):
        try:
            return f"{read_date(head, now.date(), False)}T{read_time(tail, now, seconds)}"
        except Unreadable as fault:
            if fault.told.id != "value.date":
                raise
    day = read_date(text, now.date(), partial)
    if not partial:
        raise Unreadable(message("value.datetime.time", raw=raw))
    return day


def show_iso(value: str) -> str:
    """An ISO date, time or date-time as people read it: 05-MAR-2026 10:00."""
    day, _, clock = value.partition("T")
    return show_date(PartialDate.parse_iso(day)) + (f" {clock}" if clock else "")
