"""Rows put together from the lines of their columns: whole or, where tall, in strips that go over pages."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from crf.exchange.pages import tokens
from crf.exchange.pages.press import Ink, Press, Strip

Band = tuple[float, Ink]
"""One line of a column: how far under the row's first baseline it stands, and its drawing."""

TALL = 230.0  # a row higher than this may go over pages
SAME = 6.0  # lines of different columns closer than this stay together
UNDER = 3.2  # between a line's baseline and the top of the next line's strip


@frozen
class Look:
    """White above the first baseline and below the last, where hairlines begin and end."""

    top: float
    below: float
    left: float
    width: float


def strips(
    press: Press,
    bands: list[Band],
    look: Look,
    carry: tuple[Strip, ...],
    again: Callable[[], tuple[Strip, ...]],
    last: bool,
    keep: bool,
) -> list[Strip]:
    """A row: one strip, or one for each line where it is tall; `again` makes what is repeated when it goes on."""
    height = look.top + max(y for y, _ in bands) + look.below
    if height <= TALL:
        return [_whole(press, bands, look, height, carry, last, keep)]
    lines = _lines(bands)
    carried = again()
    out: list[Strip] = []
    for n, (y, group) in enumerate(lines):
        above = look.top if n == 0 else y - lines[n - 1][0] - UNDER
        ending = n == len(lines) - 1
        ink = _draw(press, [(down - y, band) for down, band in group], above)
        total = above + (look.below + max(down - y for down, _ in group) if ending else UNDER)
        if ending and not last:
            _rule(ink, total, look)
        glued = n == 0 or n == len(lines) - 2 or (ending and keep)
        out.append(ink.strip(total, glued, carried if n else carry))
    return out


def strike(bands: list[Band]) -> list[Band]:
    """The lines of a void row, each struck through and readable."""
    for _, ink in bands:
        if ink.last:
            ink.line(ink.first - 1, 2.8, ink.last + 1, 2.8, tokens.STRIKE)
    return bands


def _whole(
    press: Press, bands: list[Band], look: Look, height: float, carry: tuple[Strip, ...], last: bool, keep: bool
) -> Strip:
    ink = _draw(press, bands, look.top)
    if not last:
        _rule(ink, height, look)
    return ink.strip(height, keep, carry)


def _draw(press: Press, bands: list[Band], top: float) -> Ink:
    ink = press.ink()
    for y, band in bands:
        ink.set(0, -top - y, band)
    return ink


def _rule(ink: Ink, height: float, look: Look) -> None:
    ink.line(look.left, -height, look.width, -height, tokens.HAIR, tokens.HAIR_GREY)


def _lines(bands: list[Band]) -> list[tuple[float, list[Band]]]:
    """Bands by height, those of nearly the same height together."""
    out: list[tuple[float, list[Band]]] = []
    for y, ink in sorted(bands, key=lambda band: band[0]):
        if out and y - out[-1][0] < SAME:
            out[-1][1].append((y, ink))
        else:
            out.append((y, [(y, ink)]))
    return out
