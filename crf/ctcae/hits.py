"""What a search in the dictionary gives back."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from crf.ctcae.terms import Term

Spans = tuple[tuple[int, int], ...]


@frozen
class Hit:
    """One found term. `spans` mark the query in the term (`where` "term") or in `snippet` (elsewhere).

    `grade` is the grade whose criteria were found, None for a hit in the term or its definition; `via` is the word of
    the sites, or the MedDRA code, by which the term was found ("" where by its name).
    """

    term: Term
    where: Literal["term", "criteria", "definition"]
    grade: int | None
    snippet: str
    spans: Spans
    via: str = ""
