"""Where the words of a query stand in a term, and how well the term answers the query."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from attrs import frozen

from crf.ctcae.index import Entry, SiteWord
from crf.ctcae.spelling import PLAIN, american

EXACT, SITE_WORD, SAME_WORDS, START, IN_ORDER, ANY_ORDER, INSIDE = range(7)
# Fewer letters stand inside nearly every term and in the criteria of most.
LEAST_LETTERS = 3

Part = tuple[str, ...]
"""A word of the query: as typed, then what else it may mean."""


@frozen
class Place:
    """Where a part of the query stands in a term: in which of its words, its span; neither for a site word."""

    word: int | None
    span: tuple[int, int] | None
    at_start: bool


Key = tuple[int, bool, int, int, str]


def holders(entries: Sequence[Entry], parts: list[Part]) -> Sequence[Entry]:
    """The entries in which all parts stand somehow: a quick sieve before `places`."""
    for part in parts:
        first, *others = [text.removesuffix("s") or text for text in part]
        if others:
            entries = [one for one in entries if first in one.hay or any(text in one.hay for text in others)]
        else:
            entries = [one for one in entries if first in one.hay]
    return entries


def places(entry: Entry, parts: list[Part]) -> list[Place]:
    """Where each part stands in the term or its site words; empty unless all of them do."""
    found = [place for part in parts if (place := _first_place(entry, part))]
    return found if len(found) == len(parts) else []


def begun(word: str, part: str) -> bool:
    """Whether a part begins a word or is its plural: NCI counts platelets as "platelet"."""
    return word.startswith(part) or part == word + "s"


def _first_place(entry: Entry, part: Part) -> Place | None:
    return next((place for text in part if (place := _place(entry, text))), None)


def _place(entry: Entry, part: str) -> Place | None:
    if _stands(entry.begins, part) and (place := _place_in_name(entry, part)):
        return place
    if _stands(entry.said, part):
        return Place(None, None, True)
    if len(part) < LEAST_LETTERS:
        return None
    if _stands(entry.alike, part):
        return Place(None, None, True)
    plain = part if part in entry.folded else american(part)
    at = entry.folded.find(plain)
    return Place(None, (at, at + len(plain)), False) if at >= 0 else None


def _place_in_name(entry: Entry, part: str) -> Place | None:
    for number, (start, spellings) in enumerate(entry.forms):
        # Who types "cardiac" doesn't mean "non-cardiac" first.
        at_start = not entry.folded.endswith("non-", 0, start)
        for spelling in spellings:
            if begun(spelling, part):
                # A part typed in British spelling is marked in its American word, as far as that goes.
                length = len(part) if spelling is spellings[0] else len(american(part))
                return Place(number, (start, start + min(length, len(spellings[0]))), at_start)
        said = PLAIN.get(spellings[0], ())
        if part in said or (len(part) >= LEAST_LETTERS and any(begun(other, part) for other in said)):
            return Place(number, (start, start + len(spellings[0])), at_start)
    return None


def _stands(spaced: str, part: str) -> bool:
    """Whether a part begins one of many words with a blank around each, or is its plural."""
    return f" {part}" in spaced or (part.endswith("s") and f" {part[:-1]} " in spaced)


def _says(called: SiteWord, part: str) -> bool:
    """Whether a part begins a word of a site word, or one that people say for it."""
    return any(
        begun(form, part) and (not n or len(part) >= LEAST_LETTERS)
        for forms in called.words
        for n, form in enumerate(forms)
    )


def key(entry: Entry, parts: list[Part], found: list[Place]) -> Key:
    """Rank, "Other, specify" after all named terms, earlier words first, shorter names first, then the alphabet."""
    specify = entry.folded.endswith("other, specify")
    rank = _rank(entry, parts, found)
    first = min((place.word for place in found if place.word is not None), default=len(entry.folded))
    return max(rank, ANY_ORDER) if specify and rank > EXACT else rank, specify, first, len(entry.folded), entry.folded


def _rank(entry: Entry, parts: list[Part], found: list[Place]) -> int:
    typed = " ".join(part[0] for part in parts)
    if typed in entry.names:
        return EXACT
    if f"\n{typed}\n" in entry.called:
        return SITE_WORD
    if same_words(entry, parts):
        return SAME_WORDS
    if any(name.startswith(typed) for name in entry.names):
        return START
    if not all(place.at_start for place in found):
        return INSIDE
    if f"\n{typed}" in entry.called:
        return IN_ORDER
    numbers = [place.word for place in found if place.word is not None]
    in_order = len(numbers) == len(found) and all(a < b for a, b in pairwise(numbers))
    return IN_ORDER if in_order else ANY_ORDER


def holders_of_any(entries: Sequence[Entry], parts: list[Part]) -> list[Entry]:
    """The entries in which some part stands somehow: a quick sieve before `covered`."""
    texts = {text.removesuffix("s") for part in parts for text in part if len(text) > 1}
    return [one for one in entries if any(text in one.hay for text in texts)]


def covered(entry: Entry, parts: list[Part]) -> tuple[int, ...]:
    """The numbers of the parts that together are the whole name or a site word, of the longest such; none else."""
    found = [_fits(phrase, parts) for phrase in _phrases(entry)]
    return max(found, key=lambda one: (len(one), [-at for at in one]))


def _phrases(entry: Entry) -> list[tuple[tuple[str, ...], ...]]:
    name = tuple((*spellings, *PLAIN.get(spellings[0], ())) for _, spellings in entry.forms)
    return [name, *(called.words for called in entry.site_words)]


def _fits(phrase: tuple[tuple[str, ...], ...], parts: list[Part]) -> tuple[int, ...]:
    """The numbers of the parts that are the words of a phrase, one each; none where a word has no part.

    One word alone is only itself: "swelling" stands for one term, which is no reason for "edema" to mean that.
    """
    taken: list[int] = []
    for forms in phrase:
        said = forms if len(phrase) > 1 else forms[:1]
        fits = (n for n, part in enumerate(parts) if n not in taken and any(_is(text, said) for text in part))
        at = next(fits, None)
        if at is None:
            return ()
        taken.append(at)
    return tuple(sorted(taken))


def _is(text: str, forms: tuple[str, ...]) -> bool:
    return text in forms or text.removesuffix("s") in forms


def same_words(entry: Entry, parts: list[Part]) -> bool:
    """Whether the query is the name or a site word in any order, or with other words for high, low and the like."""
    return len(parts) > 1 and any(
        len(phrase) == len(parts) and len(_fits(phrase, parts)) == len(parts) for phrase in _phrases(entry)
    )


def via(entry: Entry, parts: list[Part]) -> str:
    """The site word that the query is, or that most of its parts begin; the shortest of equals."""
    if len(parts) == 1 and f"\n{parts[0][0]}\n" not in entry.called:
        # The list of one letter is long; site words stand in order of length.
        said_by = (one.shown for one in entry.site_words if any(_says(one, text) for text in parts[0]))
        return next(said_by, entry.site_words[0].shown)

    def covered(called: SiteWord) -> tuple[bool, int, int, int]:
        said = sum(any(_says(called, text) for text in part) for part in parts)
        typed = called.plain == " ".join(part[0] for part in parts)
        return typed, len(_fits(called.words, parts)), said, -len(called.plain)

    return max(entry.site_words, key=covered).shown
