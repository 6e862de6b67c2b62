"""An appointment agreed with a subject for a visit: its day and time, how it stands, how far off the window it is."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Literal, get_args

from attrs import evolve, frozen

Standing = Literal["AGREED", "CONFIRMED", "CANCELLED", "MISSED"]
"""How an appointment stands: MISSED is one she didn't come to."""

STANDINGS: tuple[Standing, ...] = get_args(Standing)


@frozen
class Appointment:
    """A day, a local time of the site where one was agreed, how it stands, and a note in a person's own words."""

    day: date
    at: time | None = None
    standing: Standing = "AGREED"
    note: str = ""

    @classmethod
    def read(cls, value: str, note: str) -> Appointment | None:
        """The appointment a journal's value stands for; None for a blank one. ValueError for any other text."""
        if not value:
            return None
        when, _, standing = value.partition(" ")
        day, _, clock = when.partition("T")
        if standing not in STANDINGS:
            raise ValueError(value)
        at = time.fromisoformat(clock) if clock else None
        return cls(date.fromisoformat(day), at, standing, note)

    @property
    def value(self) -> str:
        """As the journal keeps it: 2026-03-23T10:30 AGREED."""
        clock = f"T{self.at:%H:%M}" if self.at else ""
        return f"{self.day.isoformat()}{clock} {self.standing}"

    @property
    def stands(self) -> bool:
        """Whether she is expected: neither called off nor missed."""
        return self.standing in ("AGREED", "CONFIRMED")

    @property
    def order(self) -> tuple[date, time]:
        """A key that puts appointments in order of time; one without a time stands first of its day."""
        return self.day, self.at or time.min

    def moved(self, days: int) -> Appointment:
        """The same, some days later (negative: earlier); nobody has confirmed the new day yet."""
        return evolve(self, day=self.day + timedelta(days), standing="AGREED")


def off_window(day: date, earliest: date | None, latest: date | None) -> int:
    """Days a day lies before (negative) or after a window; 0 inside, or where the window isn't known on that side."""
    if earliest is not None and day < earliest:
        return (day - earliest).days
    return (day - latest).days if latest is not None and day > latest else 0
