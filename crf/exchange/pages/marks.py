"""The small drawn marks of a form: choice boxes, strokes to write digits on, letters of corrections and findings."""

from __future__ import annotations

from crf.exchange.pages import tokens
from crf.exchange.pages.press import Ink, Press

EMPTY_BOX, CROSSED_BOX = "□", "☒"
LABEL_GAP = 4.0
CODE_GAP = 3.5
CIRCLE = 9.2
TRIANGLE = 12.4
TRIANGLE_HEIGHT = 10.7
LETTER = 6.6
LETTER_FINDING = 6.0


def box(ink: Ink, x: float, y: float, crossed: bool, grey: float = tokens.INK, size: float = tokens.BOX) -> None:
    """A choice box on a baseline, drawn and, unseen, as the character that copies out of the page."""
    low = y - 0.9
    ink.hidden(x, y, CROSSED_BOX if crossed else EMPTY_BOX, size)
    ink.reach(x, x + size)
    ink.frame(x, low, size, size, tokens.BOX_LINE, tokens.INK if crossed else grey)
    if crossed:
        near, far = 1.9, size - 1.9
        ink.line(x + near, low + near, x + far, low + far, tokens.CROSS)
        ink.line(x + near, low + far, x + far, low + near, tokens.CROSS)


def circled(ink: Ink, x: float, y: float, letter: str) -> float:
    """The letter of a correction in a circle; the x where it ends."""
    ink.circle(x + CIRCLE / 2, y + 2.6, CIRCLE / 2, tokens.BOX_LINE)
    size = LETTER if len(letter) == 1 else LETTER - 1.4
    wide = ink.press.width(letter, size, True)
    ink.text(x + (CIRCLE - wide) / 2, y + 2.6 - size * 0.29, letter, size, True)
    return x + CIRCLE


def triangle(ink: Ink, x: float, y: float, letter: str) -> float:
    """The letter of a finding in a triangle; the x where it ends."""
    low = y - 1.9
    ink.path([(x, low), (x + TRIANGLE, low), (x + TRIANGLE / 2, low + TRIANGLE_HEIGHT)], tokens.BOX_LINE)
    size = LETTER_FINDING if len(letter) == 1 else LETTER_FINDING - 1.4
    wide = ink.press.width(letter, size, True)
    ink.text(x + (TRIANGLE - wide) / 2, low + 1.6, letter, size, True)
    return x + TRIANGLE


def struck(ink: Ink, x: float, y: float, text: str, size: float, grey: float = tokens.MUTED) -> float:
    """A text with a line through it that leaves it readable; the x where it ends."""
    end = ink.text(x, y, text, size, grey=grey)
    ink.line(x - 0.7, y + size * 0.32, end + 0.7, y + size * 0.32, tokens.STRIKE)
    return end


def strokes_width(press: Press, pattern: str) -> float:
    """Width of a pattern of strokes: see `strokes`."""
    return sum(_step(press, char) for char in pattern) - tokens.STROKE_GAP if pattern else 0.0


def strokes(ink: Ink, x: float, y: float, pattern: str) -> float:
    """Strokes to write on: one for each 9 (digit), A or X (letter); separators are printed. The x where they end."""
    for char in pattern:
        if _written(char):
            ink.line(x, y - tokens.STROKE_DROP, x + tokens.STROKE, y - tokens.STROKE_DROP, tokens.FRAME, tokens.WRITE)
        elif char != " ":
            ink.text(x, y, char, tokens.ANSWER)
        x += _step(ink.press, char)
    return x - tokens.STROKE_GAP if pattern else x


def _written(char: str) -> bool:
    return char in "9AX"


def _step(press: Press, char: str) -> float:
    return (tokens.STROKE if _written(char) else press.width(char, tokens.ANSWER)) + tokens.STROKE_GAP


def letters(n: int) -> str:
    """The n-th mark from 0: a … z, aa, ab …"""
    out = ""
    n += 1
    while n:
        n, rest = divmod(n - 1, 26)
        out = chr(97 + rest) + out
    return out
