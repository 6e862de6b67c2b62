"""Which CTCAE terms a typed query means, best first."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import Literal

from attrs import frozen

from crf.ctcae.index import Entry, index
from crf.ctcae.spelling import PLAIN, american, fold, words
from crf.ctcae.terms import Term

Spans = tuple[tuple[int, int], ...]

EXACT, SITE_WORD, START, IN_ORDER, ANY_ORDER, INSIDE = range(6)
# Fewer letters stand inside nearly every term and in the criteria of most.
LEAST_LETTERS = 3
SNIPPET, BEFORE = 90, 24


@frozen
class Hit:
    """One found term. `spans` mark the query in the term (`where` "term") or in `snippet` (`where` "criteria").

    `grade` is the grade whose criteria were found, None for a hit in the term; `via` is the word of the sites that
    stands for the term, where the term was found by it ("" else).
    """

    term: Term
    where: Literal["term", "criteria"]
    grade: int | None
    snippet: str
    spans: Spans
    via: str = ""


@frozen
class Place:
    """Where a part of the query stands in a term: in which of its words, its span; neither for a site word."""

    word: int | None
    span: tuple[int, int] | None
    at_start: bool


def search(query: str, soc: str | None = None, limit: int | None = None) -> list[Hit]:
    """Terms for a query, best first: hits in the term or a site word for it, then terms in whose criteria it stands.

    The query's words may be begun only, in any order, in British or American spelling; case and accents don't
    matter. An empty query lists all terms by name. `soc` keeps one system organ class, `limit` the first hits.
    """
    parts = words(fold(unicodedata.normalize("NFC", query)))
    entries = [entry for entry in index() if soc is None or entry.term.soc == soc]
    if not parts:
        by_name = sorted(entries, key=lambda entry: entry.folded)
        return [Hit(entry.term, "term", None, entry.term.term, ()) for entry in by_name[:limit]]
    found = {entry.term.code: (entry, places) for entry in entries if (places := _places(entry, parts))}
    ranked = sorted(((_key(entry, parts, places), entry, places) for entry, places in found.values()), key=_first)
    hits = [_term_hit(entry, parts, places, key[0]) for key, entry, places in ranked[:limit]]
    if limit is None or len(hits) < limit:
        rest = [entry for entry in entries if entry.term.code not in found]
        hits += _in_criteria(rest, parts, None if limit is None else limit - len(hits))
    return hits


def _first(ranked: tuple[tuple[int, bool, int, int, str], Entry, list[Place]]) -> tuple[int, bool, int, int, str]:
    return ranked[0]


def _places(entry: Entry, parts: list[str]) -> list[Place]:
    """Where each part stands in the term or its site words; empty unless all of them do."""
    if not all(part.removesuffix("s") in entry.hay for part in parts):
        return []
    places = [place for part in parts if (place := _place(entry, part))]
    return places if len(places) == len(parts) else []


def _begun(word: str, part: str) -> bool:
    """Whether a part begins a word or is its plural: NCI counts platelets as "platelet"."""
    return word.startswith(part) or part == word + "s"


def _place(entry: Entry, part: str) -> Place | None:
    for number, (start, spellings) in enumerate(entry.forms):
        # Who types "cardiac" doesn't mean "non-cardiac" first.
        at_start = not entry.folded.endswith("non-", 0, start)
        for spelling in spellings:
            if _begun(spelling, part):
                # A part typed in British spelling is marked in its American word, as far as that goes.
                length = len(part) if spelling is spellings[0] else len(american(part))
                return Place(number, (start, start + min(length, len(spellings[0]))), at_start)
        if len(part) >= LEAST_LETTERS and _begun(PLAIN.get(spellings[0], ""), part):
            return Place(number, (start, start + len(spellings[0])), at_start)
    if any(_begun(word, part) for called in entry.site_words for word in called.plain.split()):
        return Place(None, None, True)
    if len(part) < LEAST_LETTERS:
        return None
    plain = part if part in entry.folded else american(part)
    at = entry.folded.find(plain)
    return Place(None, (at, at + len(plain)), False) if at >= 0 else None


def _key(entry: Entry, parts: list[str], places: list[Place]) -> tuple[int, bool, int, int, str]:
    """Rank, "Other, specify" after all named terms, earlier words first, shorter names first, then the alphabet."""
    specify = entry.folded.endswith("other, specify")
    rank = _rank(entry, parts, places)
    first = min((place.word for place in places if place.word is not None), default=len(entry.folded))
    return max(rank, ANY_ORDER) if specify and rank > EXACT else rank, specify, first, len(entry.folded), entry.folded


def _rank(entry: Entry, parts: list[str], places: list[Place]) -> int:
    typed = " ".join(parts)
    if typed in entry.names:
        return EXACT
    if any(called.plain == typed for called in entry.site_words):
        return SITE_WORD
    if any(name.startswith(typed) for name in entry.names):
        return START
    if not all(place.at_start for place in places):
        return INSIDE
    if any(called.plain.startswith(typed) for called in entry.site_words):
        return IN_ORDER
    numbers = [place.word for place in places if place.word is not None]
    in_order = len(numbers) == len(places) and all(a < b for a, b in pairwise(numbers))
    return IN_ORDER if in_order else ANY_ORDER


def _term_hit(entry: Entry, parts: list[str], places: list[Place], rank: int) -> Hit:
    spans = tuple(sorted({place.span for place in places if place.span}))
    by_site_word = rank == SITE_WORD or any(place.span is None for place in places)
    return Hit(entry.term, "term", None, entry.term.term, spans, _via(entry, parts) if by_site_word else "")


def _via(entry: Entry, parts: list[str]) -> str:
    """The site word that the query is, or that most of its parts begin; the shortest of equals."""

    def covered(plain: str) -> tuple[bool, int, int]:
        begun = sum(any(_begun(word, part) for word in plain.split()) for part in parts)
        return plain == " ".join(parts), begun, -len(plain)

    return max(entry.site_words, key=lambda called: covered(called.plain)).shown


def _in_criteria(entries: list[Entry], parts: list[str], limit: int | None) -> list[Hit]:
    """Hits in the criteria: for each term the lowest grade that holds all parts at word starts, phrases first."""
    parts = [american(part) for part in parts]
    if sum(map(len, parts)) < LEAST_LETTERS:
        return []
    patterns = [re.compile(rf"(?<![a-z0-9]){part}") for part in parts]
    phrase = re.compile(r"(?<![a-z0-9])" + r"[a-z0-9]*[^a-z0-9]+".join(parts))
    found: list[tuple[bool, str, Entry, int, Spans]] = []
    for entry in entries:
        if not all(part in entry.criteria_hay for part in parts):
            continue
        for grade, text in entry.criteria:
            spans = tuple(match.span() for pattern in patterns if (match := pattern.search(text)))
            if len(spans) == len(parts):
                whole = phrase.search(text)
                found.append((whole is None, entry.folded, entry, grade, (whole.span(),) if whole else spans))
                break
    found.sort(key=lambda one: one[:2])
    return [_criteria_hit(entry.term, grade, spans) for _, _, entry, grade, spans in found[:limit]]


def _criteria_hit(term: Term, grade: int, spans: Spans) -> Hit:
    snippet, shift = excerpt(term.criteria(grade), min(spans)[0])
    ends = len(snippet)
    moved = {(start + shift, min(stop + shift, ends)) for start, stop in spans if start + shift < ends}
    return Hit(term, "criteria", grade, snippet, tuple(sorted(moved)))


def excerpt(text: str, at: int) -> tuple[str, int]:
    """A piece of a text around a place, cut between words, and what to add to a place to find it in the piece."""
    if len(text) <= SNIPPET:
        return text, 0
    begin = 0 if at <= BEFORE else text.find(" ", at - BEFORE, at) + 1 or at
    cut = text.rfind(" ", begin, begin + SNIPPET + 1)
    stop = len(text) if len(text) - begin <= SNIPPET else cut if cut > at else begin + SNIPPET
    lead, tail = "… " if begin else "", " …" if stop < len(text) else ""
    return lead + text[begin:stop] + tail, len(lead) - begin
