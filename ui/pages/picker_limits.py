"""How a CTCAE criterion is shown on its card: the limit large, other units under a line, then the words."""

from __future__ import annotations

import re

from attrs import frozen

_NUMBER = r"(?:LLN|ULN|\d[\d.,]*)"
_LABORATORY = r"x ?10e9 ?/L|/mm3|mmol/L|mg/dL|g/dL|g/L|x ULN|x LLN|x baseline|ms"
_BODY = r"degrees [CF]|%"
_START = re.compile(
    rf"(?P<lead>[A-Za-z][A-Za-z ()]{{0,25}}(?= ))? ?"
    rf"(?P<low>[<>]?=? ?{_NUMBER})(?P<unit1> ?(?:{_LABORATORY}|{_BODY})(?![\w]))?"
    rf"(?:(?P<dash> ?- ?)(?P<high>[<>]?=? ?{_NUMBER})(?P<unit2> ?(?:{_LABORATORY}|{_BODY})(?![\w]))?)?"
    r"(?: \((?P<other>[^()]*)\))?(?P<tail>.*)"
)
_LONGEST_TAIL = 32
_SIGNS = ((">=", "≥"), ("<=", "≤"), (" - ", " – "), ("x 10e9 /L", "×10⁹/L"), ("x 10e9/L", "×10⁹/L"), ("/mm3", "/mm³"))
_UNIT_SIGNS = (("degrees ", "°"), ("x ", "× "))


@frozen
class Limit:
    """One limit: `lead` before it (Hgb), `bound` (<LLN – 75.0), `unit` (×10⁹/L), `note` (if baseline was normal)."""

    bound: str
    unit: str = ""
    lead: str = ""
    note: str = ""


@frozen
class Criterion:
    """A criterion taken apart for the eye: the limit shown large, other units, the rest in NCI's own words."""

    limit: Limit | None
    others: tuple[Limit, ...]
    prose: str


def criterion(text: str) -> Criterion:
    """NCI's text taken apart; all of it is prose unless it opens with a limit that can be read without doubt."""
    limits: list[Limit] = []
    words: list[str] = []
    for part in text.split("; "):
        found = _limits(part) if not words else ()
        limits.extend(found)
        if not found:
            words.append(part)
    if not limits:
        return Criterion(None, (), text)
    large = next((limit for limit in limits if limit.unit == "×10⁹/L"), limits[0])
    return Criterion(large, tuple(limit for limit in limits if limit is not large), "; ".join(words))


def _limits(part: str) -> tuple[Limit, ...]:
    """The limit of one part, and the one in brackets after it; nothing where the part is a sentence."""
    read = _START.fullmatch(part)
    if read is None or not _plain(read):
        return ()
    unit = (read["unit2"] or read["unit1"] or "").strip()
    if read["lead"] and not re.fullmatch(_LABORATORY, unit):
        return ()
    bound = _pretty(read["low"].replace(" ", "") + (f" - {read['high'].replace(' ', '')}" if read["high"] else ""))
    limit = Limit(bound, _unit(unit), (read["lead"] or "").strip(), _pretty(read["tail"].strip()))
    if not read["other"]:
        return (limit,)
    return (limit, *_limits(read["other"]))


def _plain(read: re.Match[str]) -> bool:
    """Whether the part is a limit and little else: a comparison or a range, one unit, a short remark."""
    if not (read["high"] or read["low"][0] in "<>"):
        return False
    if read["unit1"] and read["high"] and read["unit1"] != read["unit2"]:
        return False
    if read["other"] and not _limits(read["other"]):
        return False
    tail = read["tail"]
    return len(tail) <= _LONGEST_TAIL and (not tail or tail[0] in " %") and not re.match(r" ?(?:-|to|x|and/or)\b", tail)


def _unit(text: str) -> str:
    """A unit as people write it: ×10⁹/L, /mm³, °C, × ULN."""
    text = _pretty(text)
    for old, new in _UNIT_SIGNS:
        text = text.replace(old, new)
    return text


def _pretty(text: str) -> str:
    for old, new in _SIGNS:
        text = text.replace(old, new)
    return text
