"""Days and moments as a site knows them: partial dates, clock times with a zone, protocol days, windows, ages."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from crf.clinical.faults import ClinicalFault

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which the day, or the day and the month, may be unknown (years 1 to 9999).

    Raises ClinicalFault for a day that doesn't exist or a day without its month.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ClinicalFault("clinical.day_without_month", year=self.year, day=self.day)
        try:
            date(self.year, self.month or 1, 1 if self.day is None else self.day)
        except ValueError as error:
            raise ClinicalFault("clinical.no_such_date", date=self.iso) from error
        if self.month == 0:
            raise ClinicalFault("clinical.no_such_date", date=self.iso)

    @classmethod
    def parse_iso(cls, text: str) -> PartialDate:
        """ "2026-03-05", "2026-03" or "2026"; anything else raises ClinicalFault."""
        found = ISO.fullmatch(text)
        if not found:
            raise ClinicalFault("clinical.not_iso", text=text)
        return cls(*(int(part) for part in found.groups() if part is not None))

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """A complete date as a PartialDate."""
        return cls(day.year, day.month, day.day)

    @property
    def complete(self) -> date | None:
        """The date, where all of it is known."""
        return None if self.month is None or self.day is None else date(self.year, self.month, self.day)

    @property
    def earliest(self) -> date:
        """The first day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def iso(self) -> str:
        """ISO 8601 with the known parts only: "2026-03-05", "2026-03", "2026"."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)


def compare(a: PartialDate, b: PartialDate) -> int | None:
    """-1, 0 or 1 where a is before, on or after b; None where the known parts don't decide."""
    if a.latest < b.earliest:
        return -1
    if a.earliest > b.latest:
        return 1
    return 0 if a.complete and a.complete == b.complete else None


@dataclass(frozen=True, slots=True)
class Moment:
    """A day in a time zone (IANA name, "Europe/Madrid") and its wall clock, where that is known.

    Of a clock time that an autumn change shows twice, `clock.fold` says which (0 the first).
    """

    day: date
    clock: time | None
    zone: str

    @property
    def utc(self) -> datetime | None:
        """The instant, or None where the time is unknown."""
        return None if self.clock is None else _instant(self.day, self.clock, self.zone)

    @property
    def offset(self) -> str:
        """The zone's distance from UTC at that moment, "+01:00"; empty where the time is unknown."""
        if self.clock is None:
            return ""
        return show_offset(datetime.combine(self.day, self.clock, _zone(self.zone)).utcoffset() or timedelta())

    @property
    def exists(self) -> bool:
        """False for a wall clock time that a spring change skips."""
        instant = self.utc
        if instant is None or self.clock is None:
            return True
        return instant.astimezone(_zone(self.zone)).time() == self.clock.replace(tzinfo=None)

    @property
    def twice(self) -> bool:
        """True for a wall clock time that an autumn change shows twice."""
        if self.clock is None or not self.exists:
            return False
        first, second = (_instant(self.day, self.clock.replace(fold=fold), self.zone) for fold in (0, 1))
        return first != second

    @property
    def earliest(self) -> datetime:
        """The first instant it can mean, in UTC."""
        return self.utc or _instant(self.day, time.min, self.zone)

    @property
    def latest(self) -> datetime:
        """The last instant it can mean, in UTC."""
        return self.utc or _instant(self.day, time.max.replace(fold=1), self.zone)


def hours_between(a: Moment, b: Moment) -> Decimal | None:
    """Hours from a to b as really elapsed, summer time reckoned; negative where b is before a; None without a time."""
    start, stop = a.utc, b.utc
    if start is None or stop is None:
        return None
    return Decimal((stop - start) // timedelta(microseconds=1)) / 3_600_000_000


def add_hours(moment: Moment, hours: Decimal) -> Moment | None:
    """The moment so many hours later as they really elapse, summer time reckoned, to the second; None without a time.

    ClinicalFault beyond the years 1 to 9999.
    """
    start = moment.utc
    if start is None:
        return None
    try:
        found = (start + timedelta(seconds=int(hours * 3600))).astimezone(_zone(moment.zone))
    except OverflowError:
        raise ClinicalFault("clinical.beyond_calendar", date=moment.day, distance=hours) from None
    return Moment(found.date(), found.time(), moment.zone)


def protocol_day(day: date, day1: date) -> int:
    """The day counted from D1; the day before D1 is D-1, there is no day 0 (as CDISC SDTM counts --DY)."""
    distance = (day - day1).days
    return distance + 1 if distance >= 0 else distance


def day_date(n: int, day1: date) -> date:
    """The date of protocol day n, the inverse of `protocol_day`; ClinicalFault for day 0 or beyond the calendar."""
    if n == 0:
        raise ClinicalFault("clinical.day_zero")
    return shift(day1, n - 1 if n > 0 else n)


def day_name(n: int) -> str:
    """ "D1", "D-4"; ClinicalFault for day 0."""
    if n == 0:
        raise ClinicalFault("clinical.day_zero")
    return f"D{n}"


@dataclass(frozen=True, slots=True)
class Window:
    """The days something is due, both ends inside; an end that is None is open."""

    earliest: date | None
    latest: date | None

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ClinicalFault("clinical.window_reversed", earliest=self.earliest, latest=self.latest)

    def judge(self, day: date) -> int:
        """Days outside: negative for too early, positive for too late, 0 inside."""
        if self.earliest and day < self.earliest:
            return (day - self.earliest).days
        if self.latest and day > self.latest:
            return (day - self.latest).days
        return 0


def window(planned: date, before: int, after: int) -> Window:
    """The window of a planned day: `before` days earlier to `after` days later, both inside."""
    return Window(shift(planned, -before), shift(planned, after))


def shift(day: date, days: int) -> date:
    """A number of days later (or earlier); ClinicalFault beyond the years 1 to 9999."""
    try:
        return day + timedelta(days=days)
    except OverflowError as error:
        raise ClinicalFault("clinical.beyond_calendar", date=day, distance=days) from error


def age(born: date, on: date) -> int:
    """Completed years; who was born on 29 February comes of age on 1 March of a common year."""
    if on < born:
        raise ClinicalFault("clinical.before_birth", born=born, on=on)
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def add_months(day: date, n: int) -> date:
    """The same day n months later, the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    if not 1 <= year <= 9999:
        raise ClinicalFault("clinical.beyond_calendar", date=day, distance=n)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def show_date(day: PartialDate) -> str:
    """ "05-MAR-2026", "UN-MAR-2026", "UN-UNK-2026": CDASH's way to write the unknown parts."""
    month = "UNK" if day.month is None else MONTHS[day.month - 1]
    return f"{'UN' if day.day is None else format(day.day, '02')}-{month}-{day.year:04}"


def show_offset(offset: timedelta) -> str:
    """A distance from UTC in hours and minutes, "+01:00", "-03:30"."""
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


@cache
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ClinicalFault("clinical.no_such_zone", zone=name) from error


def _instant(day: date, clock: time, zone: str) -> datetime:
    try:
        return datetime.combine(day, clock, _zone(zone)).astimezone(UTC)
    except OverflowError as error:
        raise ClinicalFault("clinical.beyond_calendar", date=day, distance=0) from error


def show_day(day: date, year: bool = False) -> str:
    """05 MAR, or 05 MAR 2026."""
    return f"{day.day:02} {MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")


def show_span(first: date, last: date) -> str:
    """04–06 MAR, 27 MAR – 02 APR, 05 MAR where both are the same."""
    if first == last:
        return show_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day:02}–{show_day(last)}"
    return f"{show_day(first)} – {show_day(last)}"
