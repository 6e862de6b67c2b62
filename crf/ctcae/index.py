"""The CTCAE terms made ready for searching: folded, in both spellings, with the words sites use for them."""

from __future__ import annotations

import csv
from functools import cache

from attrs import frozen

from crf.ctcae.spelling import PLAIN, WORD, british, fold, words
from crf.ctcae.terms import Term, dictionary
from crf.faults import FileFault
from crf.text import RESOURCES, message

SITE_WORDS = RESOURCES / "ctcae" / "site_words.csv"


@frozen
class SiteWord:
    """What a site calls a term: as shown, and folded to plain words."""

    shown: str
    plain: str


@frozen
class Entry:
    """One term to search: `forms` holds where each of its words starts and its spellings, American first."""

    term: Term
    folded: str
    names: tuple[str, ...]
    forms: tuple[tuple[int, tuple[str, ...]], ...]
    site_words: tuple[SiteWord, ...]
    hay: str
    criteria: tuple[tuple[int, str], ...]
    criteria_hay: str


@cache
def index() -> tuple[Entry, ...]:
    """All terms of the dictionary, in its order. Raises FileFault where a file is missing."""
    called: dict[str, list[str]] = {}
    try:
        with SITE_WORDS.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                called.setdefault(row["term"], []).append(row["word"])
    except OSError as error:
        raise FileFault(message("ctcae.unreadable", file=SITE_WORDS)) from error
    return tuple(_entry(term, called.get(term.term, [])) for term in dictionary().terms)


def _entry(term: Term, called: list[str]) -> Entry:
    folded = fold(term.term)
    found = [(match.start(), match[0]) for match in WORD.finditer(folded)]
    forms = tuple((start, (word, *british(word))) for start, word in found)
    names = _spellings([word for _, word in found])
    site_words = tuple(SiteWord(word, plain) for word in called for plain in _spellings(words(fold(word))))
    criteria = tuple((grade, fold(term.criteria(grade))) for grade in term.existing)
    plain = [PLAIN[word] for _, word in found if word in PLAIN]
    hay = "\n".join([*names, *plain, *(called.plain for called in site_words)])
    return Entry(term, folded, names, forms, site_words, hay, criteria, "\n".join(text for _, text in criteria))


def _spellings(plain: list[str]) -> tuple[str, ...]:
    """A name all in American and all in British spelling, and so for each further British one."""
    forms = [(word, *british(word)) for word in plain]
    return tuple(" ".join(spelled[min(n, len(spelled) - 1)] for spelled in forms) for n in range(max(map(len, forms))))
