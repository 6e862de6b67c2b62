"""The blocks at the foot of a form: who entered, verified and signed it, when, and what that means."""

from __future__ import annotations

from crf.exchange.pages import frame, tokens, wrap
from crf.exchange.pages.press import Ink, Press, Strip
from crf.exchange.pages.sheets import Attest
from crf.text import say

GUTTER = 14.0
ACROSS = 3
CLEAR = 14.0  # white over the rule
HEAD = 8.5


def strip(press: Press, attests: tuple[Attest, ...], width: float, blank: bool) -> Strip | None:
    """All blocks, three side by side, as a strip for the bottom of the last page; None where there are none."""
    if not attests:
        return None
    column = (width - GUTTER * (ACROSS - 1)) / ACROSS
    ink = press.ink()
    top = CLEAR
    for start in range(0, len(attests), ACROSS):
        lowest = tokens.ATTEST_BLANK if blank else tokens.ATTEST
        for n, attest in enumerate(attests[start : start + ACROSS]):
            lowest = max(lowest, _block(ink, n * (column + GUTTER), -top, column, attest, blank))
        top += lowest
    return ink.strip(top, foot=True)


def _block(ink: Ink, x: float, y: float, width: float, attest: Attest, blank: bool) -> float:
    """One block with its rule at y; its height."""
    ink.line(x, y, x + width, y, tokens.RULE)
    heads = wrap.lines(attest.heading, HEAD, width, True)
    for n, line in enumerate(heads):
        ink.text(x, y - 11.5 - tokens.LINE * n, line, HEAD, True)
    y -= tokens.LINE * (len(heads) - 1)
    extra = tokens.LINE * (len(heads) - 1)
    if blank:
        _to_sign(ink, x, y, width)
        return tokens.ATTEST_BLANK + extra
    if not attest.name and not attest.at:
        ink.text(x, y - 24, say("pages.attest.none"), tokens.TABLE, grey=tokens.MUTED)
        return tokens.ATTEST + extra
    return extra + _signed(ink, x, y, width, attest)


def _to_sign(ink: Ink, x: float, y: float, width: float) -> None:
    for drop, id in ((31.0, "pages.attest.who"), (53.0, "pages.attest.sign")):
        end = ink.text(x, y - drop, say(id), tokens.HINT, grey=tokens.MUTED)
        low = y - drop - tokens.STROKE_DROP
        ink.line(end + 4, low, x + width, low, tokens.FRAME, tokens.WRITE)


def _signed(ink: Ink, x: float, y: float, width: float, attest: Attest) -> float:
    drop = 24.0
    names = wrap.lines(attest.name, tokens.TABLE, width, True)
    for n, line in enumerate(names):
        end = ink.text(x, y - drop - 10.5 * n, line, tokens.TABLE, True)
    drop += 10.5 * (len(names) - 1)
    if attest.role:
        comma = ink.text(end, y - drop, ", ", tokens.TABLE)
        for n, line in enumerate(wrap.lines(attest.role, tokens.TABLE, width, first=width - (comma - x))):
            drop += 10.5 if n else 0
            ink.text(x if n else comma, y - drop, line, tokens.TABLE)
    drop += 10.5
    ink.text(x, y - drop, attest.at, tokens.TABLE)
    grey = tokens.INK if attest.digest else tokens.MUTED
    first = True
    for text, tone in ((attest.meaning, grey), (_digest(attest.digest), tokens.MUTED)):
        for line in wrap.lines(text, tokens.HINT, width) if text else ():
            drop += 10.5 if first else 9.4
            first = False
            ink.text(x, y - drop, line, tokens.HINT, grey=tone)
    return max(tokens.ATTEST, drop + 6)


def _digest(digest: str) -> str:
    return say("pages.attest.digest", digest=frame.grouped(digest, 16)) if digest else ""
