"""Which CTCAE terms a typed query means, best first."""

from __future__ import annotations

from attrs import frozen

from crf.ctcae.terms import Term


@frozen
class Hit:
    """One found term. `spans` mark the query in the term (`where` "term") or in `snippet` (`where` "criteria").

    `grade` is the grade whose criteria were found, None for a hit in the term; `via` the site word that stands
    for the term, where that is how it was found ("" else).
    """

    term: Term
    where: str
    grade: int | None
    snippet: str
    spans: tuple[tuple[int, int], ...]
    via: str = ""


def search(query: str, soc: str | None = None, limit: int | None = None) -> list[Hit]:
    """Terms for a query, best first: hits in the term, then terms in whose criteria it stands."""
    raise NotImplementedError
