"""The terms of a dictionary made ready for searching: folded, in both spellings, with the words sites use for them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache, cached_property, lru_cache

from attrs import frozen

from crf.ctcae.slips import Vocabulary
from crf.ctcae.spelling import PLAIN, WORD, british, fold, words
from crf.ctcae.terms import Dictionary, Term, shipped
from crf.faults import FileFault
from crf.text import RESOURCES, message

SITE_WORDS = RESOURCES / "ctcae" / "site_words.csv"
KEPT = 4
"""Dictionaries whose index is kept: those of two casebooks, in two versions."""


@frozen
class SiteWord:
    """What a site calls a term: as shown, folded to plain words, and those words with the ones said for them."""

    shown: str
    plain: str
    words: tuple[tuple[str, ...], ...]


@frozen
class Entry:
    """One term to search: `forms` holds where each of its words starts and its spellings, American first.

    `called` holds its site words, the shortest first, one a line. With a blank around each, `begins` has the words of
    its name and those said for them, `said` the words of its site words, `alike` those said for these. `texts` are its
    criteria by grade, and its definition under 0, folded.
    """

    term: Term
    folded: str
    names: tuple[str, ...]
    forms: tuple[tuple[int, tuple[str, ...]], ...]
    site_words: tuple[SiteWord, ...]
    called: str
    begins: str
    said: str
    alike: str
    hay: str
    texts: tuple[tuple[int, str], ...]
    texts_hay: str


@frozen(slots=False, eq=False)
class Index:
    """All terms of one dictionary in its order."""

    entries: tuple[Entry, ...]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Every word of names and site words, as a mistyped one is compared with."""
        return Vocabulary.of(word for entry in self.entries for word in entry.hay.split())

    @cached_property
    def known(self) -> str:
        """Every word of all texts, with a blank before each: such a word isn't mistyped."""
        found = {word for entry in self.entries for word in words(f"{entry.hay} {entry.texts_hay}")}
        return " " + " ".join(sorted(found))


@lru_cache(maxsize=KEPT)
def index(book: Dictionary) -> Index:
    """A dictionary to search. Raises FileFault where the list of site words is missing."""
    called = site_words()
    return Index(tuple(_entry(term, called.get(term.code) or called.get(term.term, ())) for term in book.terms))


@cache
def site_words() -> Mapping[str, tuple[str, ...]]:
    """What sites call a term, by its name and by its code in v5.0: a later version may name it anew."""
    found: dict[str, list[str]] = {}
    try:
        with SITE_WORDS.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                term = shipped().by_name(row["term"])
                for key in (row["term"], *([term.code] if term else [])):
                    found.setdefault(key, []).append(row["word"])
    except OSError as error:
        raise FileFault(message("ctcae.unreadable", file=SITE_WORDS)) from error
    return {key: tuple(called) for key, called in found.items()}


def _entry(term: Term, called: tuple[str, ...]) -> Entry:
    folded = fold(term.term)
    found = [(match.start(), match[0]) for match in WORD.finditer(folded)]
    forms = tuple((start, (word, *british(word))) for start, word in found)
    names = _spellings([word for _, word in found])
    site_words = (_site_word(word, plain) for word in called for plain in _spellings(words(bare(word))))
    known_as = tuple(sorted(site_words, key=lambda one: len(one.plain)))
    texts = [(grade, fold(term.criteria(grade))) for grade in term.existing]
    if term.definition:
        texts.append((0, fold(term.definition)))
    plain = [other for _, word in found for other in PLAIN.get(word, ())]
    said = dict.fromkeys(one[0] for called_ in known_as for one in called_.words)
    alike = dict.fromkeys(word for called_ in known_as for one in called_.words for word in one[1:])
    lines = "".join(f"\n{one.plain}" for one in known_as) + "\n"
    hay = "\n".join([*names, *plain, *said, *alike])
    texts_hay = "\n".join(text for _, text in texts)
    begins = _spaced([*(spelled for _, spellings in forms for spelled in spellings), *plain])
    return Entry(
        term, folded, names, forms, known_as, lines, begins, _spaced(said), _spaced(alike), hay, tuple(texts), texts_hay
    )


def _spaced(plain: Iterable[str]) -> str:
    return f" {' '.join(plain)} "


def bare(text: str) -> str:
    """A folded text without apostrophes: can't and cant are the same."""
    return fold(text).replace("'", "").replace("’", "")


def _site_word(shown: str, plain: str) -> SiteWord:
    return SiteWord(shown, plain, tuple((word, *PLAIN.get(word, ())) for word in plain.split()))


def _spellings(plain: list[str]) -> tuple[str, ...]:
    """A name all in American and all in British spelling, and so for each further British one."""
    forms = [(word, *british(word)) for word in plain]
    return tuple(" ".join(spelled[min(n, len(spelled) - 1)] for spelled in forms) for n in range(max(map(len, forms))))
