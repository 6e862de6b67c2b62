"""Dates and times as people type them: complete or partial, never a day that doesn't exist."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from crf.clinical.dates import MONTHS, PartialDate, show_date
from crf.clinical.faults import ClinicalFault
from crf.forms.numbers import Readings, Unreadable, plain, quoted
from crf.text import message

_MONTH_WORDS = {
    **{name: n for n, name in enumerate(MONTHS, 1)},
    "ENE": 1, "ABR": 4, "AGO": 8, "SET": 9, "DIC": 12, "SEPT": 9,
    "JANUARY": 1, "FEBRUARY": 2, "MARCH": 3, "APRIL": 4, "JUNE": 6, "JULY": 7, "AUGUST": 8, "SEPTEMBER": 9,
    "OCTOBER": 10, "NOVEMBER": 11, "DECEMBER": 12,
    "ENERO": 1, "FEBRERO": 2, "MARZO": 3, "ABRIL": 4, "MAYO": 5, "JUNIO": 6, "JULIO": 7, "AGOSTO": 8,
    "SEPTIEMBRE": 9, "SETIEMBRE": 9, "OCTUBRE": 10, "NOVIEMBRE": 11, "DICIEMBRE": 12,
}  # fmt: skip
_UNKNOWN = {"UN", "UNK", "UK", "NK", "XX", "??"}
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_AHEAD = 20
"""Years ahead that a two-digit year may mean: births lie behind, expiry dates ahead."""

_FIGURES = re.compile(r"\d{1,2}")
_PARTS = re.compile(r"\s+(?:DE\s+)?|\s*[./,-]\s*|(?<=\d)(?=[A-Z])|(?<=[A-Z])(?=\d)")
_YEAR_FIRST = re.compile(r"((?:19|20|21)\d\d)(0[1-9]|1[0-2])(\d\d)")
_DAY_FIRST = re.compile(r"(\d\d)(\d\d)(\d{4}|\d\d)")
_CLOCK = re.compile(r"(\d{1,2})[:.H]\s?(\d\d)(?:[:.](\d\d))?\s?H?|(\d{1,2})\s?H?|(\d{1,2})(\d\d)|(\d{1,2})(\d\d)(\d\d)")
_HALVES = re.compile(r"(.+?)(?:T|,?\s+)(\d{1,2}[:.H]\d\d(?:[:.]\d\d)?\s?H?)")
_HALVES_DIGITS = re.compile(r"(.+)\s(\d{4})")


def read_date(raw: str, today: date, partial: bool) -> str:
    """The ISO text of a date: 05-MAR-2026, 5 Mar 26, 2026-03-05, 5.3.2026, 05032026, 20260305, "t" for today;
    UN-MAR-2026 where a partial date is allowed.

    Raises Unreadable (with what was expected) and Readings where day and month can't be told apart (3/4/2026).
    """
    return _only(_days(plain(raw).upper(), today, partial, raw))


def _days(text: str, today: date, partial: bool, raw: str) -> list[str]:
    if text in ("T", "TODAY"):
        return [today.isoformat()]
    found = _dates(text, today, raw)
    for one in found:
        if one.complete is None and not partial:
            raise Unreadable(message("value.date.partial", shown=show_date(one)))
    return [one.iso for one in found]


def _only(options: list[str]) -> str:
    if len(options) > 1:
        raise Readings(tuple(options))
    return options[0]


def _dates(text: str, today: date, raw: str) -> list[PartialDate]:
    """What a text can mean: one date, or two where day and month can change places."""
    compact = _YEAR_FIRST.fullmatch(text)
    if compact:
        return [_build(compact[1], compact[2], compact[3], today, raw)]
    compact = _DAY_FIRST.fullmatch(text)
    parts = list(compact.groups()) if compact else _PARTS.split(text)
    if len(parts) == 3 and _is_year(parts[0]):
        return [_build(parts[0], parts[1], parts[2], today, raw)]
    if len(parts) == 3:
        return [_build(parts[2], month, day, today, raw) for day, month in _orders(parts[0], parts[1], "/" in text)]
    if len(parts) == 2:
        year, month = parts if _is_year(parts[0]) else reversed(parts)
        return [_build(year, month, "UN", today, raw)]
    return [_build(text, "UN", "UN", today, raw)]


def _is_year(text: str) -> bool:
    return re.fullmatch(r"\d{4}", text, re.ASCII) is not None


def _orders(first: str, second: str, slashed: bool) -> list[tuple[str, str]]:
    """Day and month as they can stand: with slashes either may come first, as far as both can be a month."""
    if not slashed or not (_FIGURES.fullmatch(first) and _FIGURES.fullmatch(second)) or int(first) == int(second):
        return [(first, second)]
    orders = [(first, second), (second, first)]
    return [order for order in orders if int(order[1]) <= 12] or orders[:1]


def _build(year: str, month: str, day: str, today: date, raw: str) -> PartialDate:
    y = _year(year, today, raw)
    m, d = _month(month, raw), _day(day, raw)
    if d is not None and m is None:
        raise Unreadable(message("value.date.month", raw=quoted(raw)))
    try:
        return PartialDate(y, m, d)
    except ClinicalFault:
        raise Unreadable(message("value.date.none", raw=quoted(raw))) from None


def _year(text: str, today: date, raw: str) -> int:
    if not re.fullmatch(r"\d{4}|\d{2}", text):
        raise Unreadable(message("value.date", raw=quoted(raw)))
    year = int(text)
    if len(text) == 2:
        last = today.year + _AHEAD
        year = last - (last - year) % 100
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise Unreadable(message("value.date.year", raw=quoted(raw), first=_FIRST_YEAR, last=_LAST_YEAR))
    return year


def _month(text: str, raw: str) -> int | None:
    return _MONTH_WORDS[text] if text in _MONTH_WORDS else _day(text, raw)


def _day(text: str, raw: str) -> int | None:
    if text in _UNKNOWN:
        return None
    if not _FIGURES.fullmatch(text):
        raise Unreadable(message("value.date", raw=quoted(raw)))
    return int(text)


def read_time(raw: str, now: datetime, seconds: bool) -> str:
    """HH:MM (or HH:MM:SS) of a time typed as 9:05, 0905, 9.05, 9h05, 9h; "n" for now.

    Minutes need both digits: 9.5 is half past nine to one reader and five past to another. 24:00 is no time: it is
    00:00 of the next day. Raises Unreadable.
    """
    text = plain(raw).upper()
    if text in ("N", "NOW", "T"):
        return _clock(now.time(), seconds)
    found = _CLOCK.fullmatch(text)
    parts = [int(part) for part in found.groups() if part] if found else []
    if not parts or len(parts) > (3 if seconds else 2):
        raise Unreadable(message("value.time", raw=quoted(raw)))
    hour, minute, second = (*parts, 0, 0)[:3]
    try:
        return _clock(time(hour, minute, second), seconds)
    except ValueError:
        raise Unreadable(message("value.time.none", raw=quoted(raw))) from None


def _clock(at: time, seconds: bool) -> str:
    return at.strftime("%H:%M:%S" if seconds else "%H:%M")


def read_datetime(raw: str, now: datetime, partial: bool, seconds: bool) -> str:
    """ISO date and time ("2026-03-05T10:00"); the date alone, complete or not, only where partial values are allowed.

    Raises Unreadable and Readings as dates and times do.
    """
    text = plain(raw).upper()
    if text in ("N", "NOW", "T"):
        return f"{now.date().isoformat()}T{_clock(now.time(), seconds)}"
    day, clock = _halves(text, now.date())
    try:
        days = _days(day, now.date(), not clock, raw)
    except Unreadable as fault:
        no_date = fault.told.id == "value.date"
        raise (Unreadable(message("value.datetime", raw=quoted(raw))) if no_date else fault) from None
    if not clock and not partial:
        raise Unreadable(message("value.datetime.time", raw=quoted(raw)))
    ends = f"T{read_time(clock, now, seconds)}" if clock else ""
    return _only([f"{one}{ends}" for one in days])


def _halves(text: str, today: date) -> tuple[str, str]:
    """Date and clock; a clock without a mark (1030) only where a whole date stands before it, else it is a year."""
    found = _HALVES.fullmatch(text)
    if found:
        return found[1], found[2]
    found = _HALVES_DIGITS.fullmatch(text)
    try:
        if found and all(one.complete for one in _dates(found[1], today, text)):
            return found[1], found[2]
    except Unreadable:
        return text, ""
    return text, ""


def show_iso(value: str) -> str:
    """An ISO date, time or date-time as people read it: 05-MAR-2026 10:00."""
    day, _, clock = value.partition("T")
    return show_date(PartialDate.parse_iso(day)) + (f" {clock}" if clock else "")
