"""Which terms a laboratory value typed as a query speaks for: "k 2.8" is Hypokalemia, "hb 79" Anemia."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from crf.ctcae import matching
from crf.ctcae.criteria import NumericTerm, numeric_term
from crf.ctcae.grading import Reading, grade
from crf.ctcae.hits import Hit
from crf.ctcae.index import Entry, bare
from crf.ctcae.matching import Part
from crf.ctcae.spelling import words

_VALUED = re.compile(r"([^\d<>=:~]*[^\d\s<>=:~])\s*[<>=:~]*\s*(\d{1,9}(?:[.,]\d{1,9})?)(?![\d.,])(.*)")


def by_value(entries: Sequence[Entry], query: str) -> Iterator[Hit]:
    """The terms a parameter and its value reach a grade of, whatever the limits of normal; the worst grade first."""
    found = _VALUED.match(query.strip())
    if found is None:
        return
    asked: list[Part] = [(word,) for word in words(bare(found[1]))]
    value, written = Decimal(found[2].replace(",", ".")), found[3].strip()
    graded = []
    for entry in entries:
        term = numeric_term(entry.term.code)
        if term is None:
            continue
        # Sites name these terms by side and parameter: low potassium.
        parts: list[Part] = [(term.direction,), *asked]
        if matching.same_words(entry, parts) and (reached := _grade(term, value, written)):
            graded.append((-reached, entry.folded, entry, parts))
    for _, _, entry, parts in sorted(graded, key=lambda one: one[:2]):
        yield Hit(entry.term, "term", None, entry.term.term, (), matching.via(entry, parts))


def _grade(term: NumericTerm, value: Decimal, written: str) -> int:
    """The highest grade a value reaches in its unit, else in any of the text; 0 for none, and where limits decide."""
    units = (written,) if written else term.units or ("",)
    found = (grade(term.code, Reading(value, unit), assume_worst=True).worst for unit in units)
    return max((one for one in found if one is not None), default=0)
