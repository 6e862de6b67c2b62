"""Where lines of text break: at spaces, between wide characters, within a word only where it is too long."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crf.exchange.pages import fonts

# Ideographs, kana and hangul may break anywhere; everything else breaks at spaces.
WIDE = r"\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
TOKEN = re.compile(f" +|[{WIDE}]|[^ {WIDE}]+")


def lines(text: str, size: float, room: float, bold: bool = False, first: float | None = None) -> list[str]:
    """Lines of at most `room` points, the first of at most `first`; the text's own breaks are kept; never no line."""
    out: list[str] = []
    for paragraph in text.splitlines() or [""]:
        out.extend(_paragraph(fonts.clean(paragraph), size, room, bold, room if first is None or out else first))
    return out or [""]


def _paragraph(text: str, size: float, room: float, bold: bool, first: float) -> Iterator[str]:
    limit, rest = first * 1000 / size, room * 1000 / size
    if fonts.width(text, bold) <= limit:
        yield text.rstrip()
        return
    line, used = "", 0.0
    for token in TOKEN.findall(text):
        needed = fonts.width(token, bold)
        if token[0] == " " or used + needed <= limit:
            line, used = line + token, used + needed
            continue
        if line.strip():
            yield line.rstrip()
            limit = rest
        elif first < room:
            yield ""
            limit = rest
        *full, line = _chop(token, bold, limit, rest)
        yield from full
        used = fonts.width(line, bold) if full else needed
        limit = rest if full else limit
    if line.strip():
        yield line.rstrip()


def _chop(word: str, bold: bool, first: float, rest: float) -> list[str]:
    """A word cut to lines of the widths given; one piece where it fits."""
    pieces, start, used, limit, advance = [], 0, 0.0, first, fonts.advances(bold)
    for n, char in enumerate(word):
        used += advance[char]
        if used > limit and n > start:
            pieces.append(word[start:n])
            start, used, limit = n, advance[char], rest
    pieces.append(word[start:])
    return pieces


def _fits(word: str, bold: bool, limit: float) -> int:
    """How many characters of a word fit, at least one."""
    used, advance = 0.0, fonts.advances(bold)
    for n, char in enumerate(word):
        used += advance[char]
        if used > limit:
            return max(n, 1)
    return len(word)


def cut(text: str, size: float, room: float, bold: bool = False) -> str:
    """A text on one line, shortened with an ellipsis where it doesn't fit: its whole text stands elsewhere."""
    text = fonts.clean(" ".join(text.split()))
    limit = room * 1000 / size
    if fonts.width(text, bold) <= limit:
        return text
    return text[: _fits(text, bold, limit - fonts.width("…", bold))].rstrip() + "…"
