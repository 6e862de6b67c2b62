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
    """A word cut to lines of the widths given, where it can after its hyphen or stroke; one piece where it fits."""
    pieces, start, used, limit, advance = [], 0, 0.0, first, fonts.advances(bold)
    for n, char in enumerate(word):
        used += advance[char]
        while used > limit and n > start:
            end = max(word.rfind("-", start, n), word.rfind("/", start, n)) + 1 or n
            pieces.append(word[start:end])
            start, limit = end, rest
            used = sum(advance[one] for one in word[start : n + 1])
    pieces.append(word[start:])
    return pieces


def longest(text: str, size: float, bold: bool = False) -> float:
    """How wide a line has to be, in points, that no word of a text is broken elsewhere than at a hyphen or stroke."""
    words = re.findall(f"[{WIDE}]|[^ /{WIDE}-]+[/-]?|[/-]", fonts.clean(text))
    return max((fonts.width(word, bold) for word in words), default=0.0) * size / 1000


def halves(name: str, size: float, room: float) -> list[str]:
    """A name on at most two lines: at its space, else at its hyphen, else with a hyphen where it is too long."""
    first, mark, rest = name.partition(" " if " " in name else "-")
    whole = fonts.width(fonts.clean(name)) * size / 1000 <= room
    if rest and (mark == " " or not whole):
        return [cut(f"{first}{mark.strip()}", size, room), cut(rest, size, room)]
    if whole:
        return [name]
    at = _fits(name, False, room * 1000 / size - fonts.width("-"))
    return [f"{name[:at]}-", cut(name[at:], size, room)]


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
