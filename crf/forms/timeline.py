"""Doses and adverse events of a subject by protocol day: what a picture of them draws, on screen and on paper."""

from __future__ import annotations

from typing import NamedTuple

from attrs import frozen

FAR, NEAR = 28, 7
"""Days past everything else from which today is no longer drawn to scale, and where its line then stands."""


@frozen
class DoseMark:
    """A dose on the timeline: lane (treatment code) and protocol day."""

    treatment: str
    day: int
    text: str


class Bar(NamedTuple):
    """A grade of an event: its first and last possible day (None while ongoing), and those it certainly had.

    Where its start or end is known in part only, `sure_from` lies after `first`, `sure_to` before `last`; with both,
    there may be no sure day at all: then `sure_from` lies after `sure_to`.
    """

    number: int
    first: int
    last: int | None
    grade: int
    sure_from: int
    sure_to: int | None


@frozen
class Timeline:
    """Doses and events by protocol day; days are protocol days without 0, `tlt` the period's first and last day."""

    lanes: tuple[tuple[str, str], ...]  # code, name
    doses: tuple[DoseMark, ...]
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[int, str], ...]
    today: int | None
    tlt: tuple[int, int] | None
    tlt_text: str

    @property
    def ends(self) -> tuple[int, int]:
        """The first and last day of the scale, both along it."""
        days = [*self._seen(), *(along(day) for day, _ in self.named)]
        first, last = min(days, default=0), max(days, default=28)
        return (first, last) if self.today is None else (min(first, self._now(last)), max(last, self._now(last)))

    @property
    def named(self) -> tuple[tuple[int, str], ...]:
        """The visits named under the scale: none that lies so long after all else that it would crush it."""
        seen = self._seen()
        return tuple(tick for tick in self.ticks if not seen or along(tick[0]) <= max(seen) + FAR)

    def _seen(self) -> list[int]:
        """The days along the scale of all that is drawn over it: doses, events, the period."""
        days = [along(mark.day) for mark in self.doses]
        days += [along(day) for bar in self.bars for day in (bar.first, bar.last) if day is not None]
        return [*days, *map(along, self.tlt or ())]

    def _now(self, last: int) -> int:
        """Where today stands: on its day, or a little past all else where it lies so far off that it would crush it."""
        assert self.today is not None
        today = along(self.today)
        return today if today <= last + FAR else last + NEAR

    @property
    def now(self) -> int | None:
        """Where today stands along the scale; None while day 1 isn't known."""
        return None if self.today is None else min(along(self.today), self.ends[1])

    @property
    def far(self) -> bool:
        """Whether today lies further off than it is drawn."""
        return self.today is not None and along(self.today) > self.ends[1]


def along(day: int) -> int:
    """A protocol day on a scale without a gap: there is no day 0."""
    return day - 1 if day > 0 else day


@frozen
class Drawn:
    """A bar as it is drawn, days along the scale: its whole, the part that is sure (None: none), whether it goes on."""

    number: int
    first: int
    last: int
    grade: int
    sure: tuple[int, int] | None
    goes_on: bool


def drawn(time: Timeline, numbers: frozenset[int]) -> tuple[Drawn, ...]:
    """The bars of some events: one that goes on reaches today, each ends where the next grade of its event begins."""
    bars = [bar for bar in time.bars if bar.number in numbers]
    now = time.ends[1] if time.now is None else time.now
    found = []
    for n, bar in enumerate(bars):
        end = now if bar.last is None else along(bar.last)
        following = bars[n + 1] if n + 1 < len(bars) else None
        if following and following.number == bar.number:
            end = min(end, along(following.first) - 1)
        first = along(bar.first)
        end = max(end, first)
        sure_from, sure_to = along(bar.sure_from), end if bar.sure_to is None else min(end, along(bar.sure_to))
        sure = (sure_from, sure_to) if sure_from <= sure_to else None
        found.append(Drawn(bar.number, first, end, bar.grade, sure, bar.last is None))
    return tuple(found)
