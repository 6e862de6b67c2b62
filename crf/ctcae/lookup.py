"""Which CTCAE terms a typed query means, best first."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from crf.ctcae import matching
from crf.ctcae.figures import by_value
from crf.ctcae.hits import Hit
from crf.ctcae.index import Entry, Index, bare, index
from crf.ctcae.matching import LEAST_LETTERS, SITE_WORD, Part
from crf.ctcae.passages import in_passages
from crf.ctcae.spelling import FIGURE, NOISE, american, latin, stem, words
from crf.ctcae.terms import Dictionary
from crf.ctcae.versions import dictionary

__all__ = ["Hit", "goes_on", "search"]

LETTERS = 40
"""Lists of one letter that are kept."""

Ranked = tuple[matching.Key, Entry, list[matching.Place], list[Part]]


def search(query: str, soc: str | None = None, limit: int | None = None, book: Dictionary | None = None) -> list[Hit]:
    """Terms for a query, best first: hits in the term or a site word for it, then terms in whose criteria it stands.

    The query's words may be begun only, in any order, in British or American spelling, with slips; case, blanks and
    accents don't matter, and a MedDRA code finds its term. An empty query lists all terms by name. `soc` keeps one
    system organ class, `limit` the first hits, `book` is the version searched (5.0 unless told).
    """
    made = index(book or dictionary())
    typed = words(bare(unicodedata.normalize("NFC", query)))
    entries = [entry for entry in made.entries if soc is None or entry.term.soc == soc]
    if not typed:
        by_name = sorted(entries, key=lambda entry: entry.folded)
        return [Hit(entry.term, "term", None, entry.term.term, ()) for entry in by_name[:limit]]
    if len(typed) == len(typed[0]) == 1:
        return list(_of_letter(made, typed[0], soc))[:limit]
    ranked = _in_terms(made, entries, typed)
    hits = [_term_hit(*one) for one in ranked[:limit]]
    first = [*_by_code(entries, typed), *by_value(entries, query)]
    found = {hit.term.code for hit in first}
    hits = [*first, *(hit for hit in hits if hit.term.code not in found)][:limit]
    if limit is None or len(hits) < limit:
        found = {hit.term.code for hit in hits}
        rest = [entry for entry in entries if entry.term.code not in found]
        hits += in_passages(rest, typed, None if limit is None else limit - len(hits))
    return hits


@lru_cache(maxsize=LETTERS)
def _of_letter(made: Index, letter: str, soc: str | None) -> tuple[Hit, ...]:
    """What one letter finds: hundreds of terms, asked for whenever somebody begins to type, so it is kept."""
    entries = [entry for entry in made.entries if soc is None or entry.term.soc == soc]
    return tuple(_term_hit(*one) for one in _in_terms(made, entries, [letter]))


def goes_on(query: str, soc: str | None = None, book: Dictionary | None = None) -> bool:
    """Whether a query just as typed, nothing forgiven, stands in some term, a site word for it, or its code."""
    typed = words(bare(unicodedata.normalize("NFC", query)))
    entries = [one for one in index(book or dictionary()).entries if soc is None or one.term.soc == soc]
    parts: list[Part] = [(word,) for word in typed]
    held = matching.holders(entries, parts)
    return bool(_by_code(entries, typed)) or any(matching.places(entry, parts) for entry in held)


def _by_code(entries: list[Entry], typed: list[str]) -> list[Hit]:
    """Terms whose MedDRA code is typed or begun; no term has a number in its name that could be one."""
    code = "".join(typed[:1])
    if len(typed) > 1 or len(code) < LEAST_LETTERS or not code.isdigit():
        return []
    begun = sorted((entry.term.code, entry) for entry in entries if entry.term.code.startswith(code))
    return [Hit(entry.term, "term", None, entry.term.term, (), number) for number, entry in begun]


def _in_terms(made: Index, entries: list[Entry], typed: list[str]) -> list[Ranked]:
    """Hits in names and site words; where the words as typed find none, with more and more forgiven."""
    for parts in _readings(made, typed):
        held = matching.holders(entries, parts)
        found = [(entry, places) for entry in held if (places := matching.places(entry, parts))]
        if found:
            ranked = [(matching.key(entry, parts, places), entry, places, parts) for entry, places in found]
            return sorted(ranked, key=lambda one: one[0])
    return _within(entries, parts) if len(parts) > 1 else []


def _within(entries: list[Entry], parts: list[Part]) -> list[Ranked]:
    """Terms whose whole name or site word stands in the query, whatever else does: most words first, then earliest."""
    found = []
    for entry in matching.holders_of_any(entries, parts):
        covered = matching.covered(entry, parts)
        if covered:
            own = [parts[at] for at in covered]
            places = matching.places(entry, own)
            order = (-len(covered), covered[0], matching.key(entry, own, places))
            found.append((order, (order[-1], entry, places, own)))
    return [ranked for _, ranked in sorted(found, key=lambda one: one[0])]


def _readings(made: Index, typed: list[str]) -> Iterator[list[Part]]:
    """What a query may mean: as typed, without small words and values, with other endings, with slips mended."""
    yield [(word,) for word in typed]
    telling = [word for word in typed if word not in NOISE and not FIGURE.fullmatch(word)] or typed
    if telling != typed:
        yield [(word,) for word in telling]
    foreign = [latin(word) for word in telling]
    if foreign != telling:
        yield [(word,) for word in foreign]
    ended = [_ended(word) for word in foreign]
    if any(len(part) > 1 for part in ended):
        yield ended
    mended = [part if _known(made, part[0]) else (*_near(made, part), *part) for part in ended]
    if mended != ended:
        yield mended


def _ended(word: str) -> Part:
    root = stem(word)
    return (word,) if root == word else (word, root)


def _known(made: Index, word: str) -> bool:
    """Whether a word stands somewhere as typed: then it isn't mistyped."""
    return f" {american(word)}" in made.known


def _near(made: Index, part: Part) -> tuple[str, ...]:
    return tuple(word for text in part for word in made.vocabulary.near(text))


def _term_hit(key: matching.Key, entry: Entry, places: list[matching.Place], parts: list[Part]) -> Hit:
    spans = tuple(sorted({place.span for place in places if place.span}))
    known_as = key[0] == SITE_WORD or any(place.span is None for place in places)
    said = matching.via(entry, parts) if known_as and entry.site_words else ""
    return Hit(entry.term, "term", None, entry.term.term, spans, said)
