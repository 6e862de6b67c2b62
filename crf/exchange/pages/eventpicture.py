"""Doses and events by study day as a picture under the event log, readable in black and white."""

from __future__ import annotations

from attrs import frozen

from crf.exchange.pages import tokens, wrap
from crf.exchange.pages.grid import Grid
from crf.exchange.pages.press import Ink, Strip
from crf.forms.events import EventLine
from crf.forms.timeline import Drawn, Timeline, along, drawn
from crf.text import say

NAMES, RIGHT = 168.0, 24.0
TITLE, TOP, DOSE, AXIS, LANE, BAR = 34.0, 16.0, 13.0, 25.0, 15.0, 11.0
LEAST_DAYS, LEAST_BAR = 14, 9.0
FIGURE, NUMBER_AT, HATCH = 7.5, 12.0, 3.0
SHADE = 0.93
FILLS = {1: 1.0, 2: 0.86, 3: 0.66, 4: 0.36, 5: 0.0}
"""The grey of a grade: paper white to black. The figure in the bar says the grade, the grey only helps the eye."""
LIGHT = 0.5
"""Greys darker than this carry white figures."""


@frozen
class Scale:
    """Where the days stand across the page, and what stands behind every lane."""

    shared: Grid
    time: Timeline

    def x(self, day: float) -> float:
        """The middle of a day along the scale."""
        first, last = self.time.ends
        room = self.shared.width - NAMES - RIGHT
        return NAMES + (day - first + 0.5) * room / max(last - first + 1, LEAST_DAYS)

    def behind(self, ink: Ink, height: float) -> None:
        """The TLT period as a shade, and the dashed line of the day the record is of, over a strip of a height."""
        if self.time.tlt:
            left, right = self.period
            ink.block(left, -height, right - left, height, SHADE)
        if self.time.now is not None:
            x, y = self.x(self.time.now), 0.0
            while y < height:
                ink.line(x, -y, x, -min(y + 2.5, height), tokens.FRAME, tokens.MUTED)
                y += 5.0

    @property
    def period(self) -> tuple[float, float]:
        """The edges of the TLT period."""
        assert self.time.tlt is not None
        first, last = self.time.tlt
        return self.x(along(first) - 0.5), self.x(along(last) + 0.5)


def strips(shared: Grid) -> list[Strip]:
    """The picture: its heading with doses and axis, a lane for each event, the legend; none while day 1 isn't known.

    It stays on one page where one holds it; else each page repeats doses and axis.
    """
    time, lines = shared.sheet.time, shared.sheet.log or ()
    if time is None or time.today is None or not lines:
        return []
    scale = Scale(shared, time)
    bars: dict[int, list[Drawn]] = {}
    for bar in drawn(time, frozenset(line.number for line in lines)):
        bars.setdefault(bar.number, []).append(bar)
    carry = (_head(scale, again=True),)
    lanes = [_lane(scale, line, bars.get(line.number, []), carry) for line in lines]
    return [_head(scale), *lanes, _legend(scale)]


def _head(scale: Scale, again: bool = False) -> Strip:
    """The heading, a lane with diamonds for each drug, the axis of days."""
    shared, time, ink = scale.shared, scale.time, scale.shared.press.ink()
    end = ink.text(0, -20, say("pages.picture"), tokens.SECTION, True)
    ink.text(end + 6, -20, say("pages.continued" if again else "pages.picture.under"), tokens.HINT, grey=tokens.MUTED)
    doses = TOP + DOSE * len(time.lanes)
    below = shared.press.ink()
    scale.behind(below, doses + AXIS)
    ink.set(0, -TITLE, below)
    _over(scale, ink)
    order = {code: n for n, (code, _) in enumerate(time.lanes)}
    for n, (_, name) in enumerate(time.lanes):
        y = -TITLE - TOP - DOSE * (n + 0.5)
        ink.text(NUMBER_AT, y - 2.6, wrap.cut(name, tokens.TABLE, NAMES - NUMBER_AT - 8), tokens.TABLE)
        ink.line(NAMES, y, shared.width, y, tokens.HAIR, tokens.HAIR_GREY)
    for mark in time.doses:
        if mark.treatment in order:
            _diamond(ink, scale.x(along(mark.day)), -TITLE - TOP - DOSE * (order[mark.treatment] + 0.5))
    _axis(scale, ink, -TITLE - doses - 5)
    return ink.strip(TITLE + doses + AXIS, keep=True)


def _over(scale: Scale, ink: Ink) -> None:
    """What stands over the lanes: the TLT period's line and words, and the day the record is of."""
    time = scale.time
    if time.tlt:
        left, right = scale.period
        ink.line(left, -TITLE, right, -TITLE, tokens.CROSS)
        ink.text(left + 3, -TITLE - 9, time.tlt_text, tokens.HINT, grey=tokens.MUTED)
    if time.now is not None:
        said = say("pages.picture.far" if time.far else "pages.picture.now", day=f"D{time.today}")
        wide = ink.press.width(said, tokens.HINT)
        start = min(scale.x(time.now) - wide / 2, scale.shared.width - wide)
        ink.text(start, -TITLE + 3.5, said, tokens.HINT, grey=tokens.MUTED)


def _diamond(ink: Ink, x: float, y: float) -> None:
    ink.polygon([(x, y - 3.8), (x + 3.8, y), (x, y + 3.8), (x - 3.8, y)])


def _axis(scale: Scale, ink: Ink, y: float) -> None:
    ink.line(NAMES, y, scale.shared.width, y, tokens.FRAME)
    taken = 0.0
    for day, text in scale.time.named:
        x, wide = scale.x(along(day)), ink.press.width(text, tokens.HINT)
        ink.line(x, y, x, y - 3, tokens.FRAME)
        if x - wide / 2 > taken:
            ink.text(x - wide / 2, y - 11, text, tokens.HINT)
            taken = x + wide / 2 + 4


def _lane(scale: Scale, line: EventLine, bars: list[Drawn], carry: tuple[Strip, ...]) -> Strip:
    """One event: its number and name, a bar for each of its grades."""
    ink, middle = scale.shared.press.ink(), -LANE / 2
    scale.behind(ink, LANE)
    ink.line(NAMES, middle, scale.shared.width, middle, tokens.HAIR, tokens.HAIR_GREY)
    ink.right(NUMBER_AT - 4, middle - 2.6, str(line.number), tokens.TABLE, grey=tokens.MUTED)
    name = wrap.cut(line.term or line.verbatim or "—", tokens.TABLE, NAMES - NUMBER_AT - 8)
    end = ink.text(NUMBER_AT, middle - 2.6, name, tokens.TABLE, grey=tokens.MUTED if line.void else tokens.INK)
    if line.void:
        ink.line(NUMBER_AT - 0.7, middle, end + 0.7, middle, tokens.STRIKE)
    taken = NAMES
    for bar in bars:
        taken = _bar(scale, ink, bar, middle, taken)
    return ink.strip(LANE, keep=True, carry=carry)


def _bar(scale: Scale, ink: Ink, bar: Drawn, middle: float, taken: float) -> float:
    """A grade: grey with its figure, hatched over days it may not have had, an arrow where it goes on; where it ends.

    A short grade is drawn wider than it was, so that its figure shows: the next one begins where it ends (`taken`).
    """
    low = middle - BAR / 2
    left, right = _edges(scale, bar.first, bar.last)
    left = max(left, taken)
    right = max(right, left + LEAST_BAR)
    if bar.sure != (bar.first, bar.last):
        ink.block(left, low, right - left, BAR, tokens.PAPER_WHITE)
        _hatch(ink, left, right, low)
    inner = _around((left + right) / 2)
    if bar.sure:
        inner = (left, right) if bar.sure == (bar.first, bar.last) else _edges(scale, *bar.sure)
    _box(ink, inner, low, bar.grade, FILLS[bar.grade] if bar.sure else tokens.PAPER_WHITE)
    if bar.goes_on:
        tip = right + 6.5
        ink.line(right + 1, middle, tip, middle, tokens.RULE)
        ink.line(tip - 2.5, middle + 2.5, tip, middle, tokens.RULE)
        ink.line(tip - 2.5, middle - 2.5, tip, middle, tokens.RULE)
    return right + 0.6


def _edges(scale: Scale, first: int, last: int) -> tuple[float, float]:
    left, right = scale.x(first - 0.5), scale.x(last + 0.5)
    return left, max(right - 0.6, left + LEAST_BAR)


def _around(x: float) -> tuple[float, float]:
    return x - LEAST_BAR / 2, x + LEAST_BAR / 2


def _box(ink: Ink, edges: tuple[float, float], low: float, grade: int, grey: float) -> None:
    left, right = edges
    ink.block(left, low, right - left, BAR, grey)
    ink.frame(left, low, right - left, BAR, tokens.FRAME)
    figure, dark = str(grade), grey < LIGHT
    wide = ink.press.width(figure, FIGURE, True)
    x = (left + right - wide) / 2
    ink.text(x, low + 2.9, figure, FIGURE, True, tokens.PAPER_WHITE if dark else tokens.INK)


def _hatch(ink: Ink, left: float, right: float, low: float) -> None:
    """Slanting lines in a frame: the event may have been there on these days."""
    ink.frame(left, low, right - left, BAR, tokens.HAIR, tokens.MUTED)
    x = left - BAR + HATCH
    while x < right:
        bottom, top = max(x, left), min(x + BAR, right)
        ink.line(bottom, low + bottom - x, top, low + top - x, tokens.HAIR, tokens.MUTED)
        x += HATCH


def _legend(scale: Scale) -> Strip:
    """What the signs mean."""
    ink, y = scale.shared.press.ink(), -16.0
    x = NUMBER_AT
    _diamond(ink, x + 4, y + 2.5)
    x = ink.text(x + 11, y, say("pages.picture.dose"), tokens.HINT, grey=tokens.MUTED) + 14
    for grade, grey in FILLS.items():
        _box(ink, (x, x + LEAST_BAR), y - 3, grade, grey)
        x += LEAST_BAR + 2
    x = ink.text(x + 3, y, say("pages.picture.grade"), tokens.HINT, grey=tokens.MUTED) + 14
    _hatch(ink, x, x + 18, y - 3)
    x = ink.text(x + 22, y, say("pages.picture.partial"), tokens.HINT, grey=tokens.MUTED) + 14
    if scale.time.tlt:
        ink.block(x, y - 3, 18, BAR, SHADE)
        ink.line(x, y - 3 + BAR, x + 18, y - 3 + BAR, tokens.CROSS)
        x = ink.text(x + 22, y, say("pages.picture.tlt"), tokens.HINT, grey=tokens.MUTED) + 14
    ink.line(x, y + 2.5, x + 9, y + 2.5, tokens.RULE)
    ink.line(x + 6.5, y + 5, x + 9, y + 2.5, tokens.RULE)
    ink.line(x + 6.5, y, x + 9, y + 2.5, tokens.RULE)
    ink.text(x + 13, y, say("pages.picture.on"), tokens.HINT, grey=tokens.MUTED)
    return ink.strip(24)
