"""Writing from right to left: joined Arabic letters, and the order in which a line's characters are seen (UAX 9)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
MIRRORED = dict(zip("()[]{}<>«»", ")(][}{><»«", strict=True))
STRONG = {"L": "L", "R": "R", "AL": "R", "EN": "R", "AN": "R"}  # the side numbers count for between neutrals
LAM = "\u0644"


def visual(text: str) -> str:
    """One line in the order it is seen, from left to right; a line without such writing stays as it is."""
    if text.isascii() or not RTL.search(text):
        return text
    base = next((kind != "L" for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), False)
    levels = _levels(text, int(base))
    clusters = _clusters(text, levels)
    for level in range(max(levels), 0, -1):
        clusters = _reversed_at(clusters, level)
    return "".join(MIRRORED.get(part, part) if level % 2 else part for part, level in clusters)


def _levels(text: str, base: int) -> list[int]:
    """Embedding level of each character: odd is right to left; without explicit embeddings (those are not printed)."""
    kinds = _weak([unicodedata.bidirectional(char) or "L" for char in text], "R" if base else "L")
    kinds = _neutral(kinds, "R" if base else "L")
    deep = {"L": (0, 2), "R": (1, 1), "EN": (2, 2), "AN": (2, 2)}
    return [deep[kind][base] for kind in kinds]


def _weak(kinds: list[str], start: str) -> list[str]:
    """Rules W1 to W7: marks, numbers and their separators."""
    out: list[str] = []
    strong = start
    for kind in kinds:
        if kind == "NSM":
            kind = out[-1] if out else start
        if kind == "EN" and strong == "AL":
            kind = "AN"
        strong = kind if kind in ("L", "R", "AL") else strong
        out.append(kind)
    out = ["R" if kind == "AL" else kind for kind in out]
    for n in range(1, len(out) - 1):
        beside = out[n - 1] if out[n - 1] == out[n + 1] else ""
        if (out[n], beside) in (("ES", "EN"), ("CS", "EN"), ("CS", "AN")):
            out[n] = beside
    for order in (range(1, len(out)), range(len(out) - 2, -1, -1)):
        for n in order:
            if out[n] == "ET" and out[n - order.step] == "EN":
                out[n] = "EN"
    strong = start
    for n, kind in enumerate(out):
        strong = kind if kind in ("L", "R") else strong
        out[n] = "L" if kind == "EN" and strong == "L" else kind
    return out


def _neutral(kinds: list[str], start: str) -> list[str]:
    """Rules N1 and N2: what stands between takes the side of both neighbours, else of the line."""
    out, n = list(kinds), 0
    while n < len(out):
        if out[n] in STRONG:
            n += 1
            continue
        end = n
        while end < len(out) and out[end] not in STRONG:
            end += 1
        before = STRONG[out[n - 1]] if n else start
        after = STRONG[out[end]] if end < len(out) else start
        out[n:end] = [before if before == after else start] * (end - n)
        n = end
    return out


def _clusters(text: str, levels: list[int]) -> list[tuple[str, int]]:
    """Characters with their marks, which stay behind them."""
    out: list[tuple[str, int]] = []
    for char, level in zip(text, levels, strict=True):
        if out and unicodedata.combining(char):
            out[-1] = (out[-1][0] + char, out[-1][1])
        else:
            out.append((char, level))
    return out


def _reversed_at(clusters: list[tuple[str, int]], level: int) -> list[tuple[str, int]]:
    out: list[tuple[str, int]] = []
    run: list[tuple[str, int]] = []
    for cluster in clusters:
        if cluster[1] >= level:
            run.append(cluster)
        else:
            out += [*reversed(run), cluster]
            run = []
    return out + run[::-1]


@cache
def _forms() -> dict[str, dict[str, str]]:
    """The joined forms of Arabic letters, from Unicode's decompositions: letters → isolated, initial, medial, final."""
    out: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFBB2), *range(0xFE80, 0xFEFD)):
        tag, _, letters = unicodedata.decomposition(chr(code)).partition("> ")
        if letters:
            out.setdefault("".join(chr(int(part, 16)) for part in letters.split()), {})[tag.strip("<")] = chr(code)
    return out


def joined(text: str, drawn: Callable[[str], bool]) -> str:
    """Arabic letters in the forms they take beside each other, where a font has them; the order stays logical."""
    if not re.search("[\u0621-\u06d3]", text):
        return text
    letters = _ligated(text)
    out = []
    for n, letter in enumerate(letters):
        forms = _forms().get(letter, {})
        before = _joins(letters, n, -1, "initial")
        after = "initial" in forms and _joins(letters, n, 1, "final")
        name = ("medial" if after else "final") if before and "final" in forms else "initial" if after else "isolated"
        shape = forms.get(name, letter)
        out.append(shape if drawn(shape) else letter)
    return "".join(out)


def _ligated(text: str) -> list[str]:
    """Letters, lam with the alef behind it as one."""
    out: list[str] = []
    for char in text:
        if out and out[-1] == LAM and LAM + char in _forms():
            out[-1] = LAM + char
        else:
            out.append(char)
    return out


def _joins(letters: list[str], n: int, step: int, form: str) -> bool:
    """Whether the next letter on a side, marks aside, can join."""
    n += step
    while 0 <= n < len(letters) and unicodedata.combining(letters[n][0]):
        n += step
    return 0 <= n < len(letters) and form in _forms().get(letters[n], {})
