"""What site staff type: the term they mean comes first in at least 95 of 100 queries.

`list` 1 was written first; list 2 after the words of the sites had grown by list 1, to see what they do for others.
List 3 is what a tired nurse types: as written, before the search was bettered by it, the right term came first for 79
of 100; the last 32 were asked when it had been, and it did for 29 of them.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from crf.ctcae import dictionary, search

QUERIES = Path(__file__).resolve().parents[2] / "data" / "term_queries.csv"


def queries(number: str) -> list[tuple[str, str]]:
    """Query and term of one list."""
    with QUERIES.open(encoding="utf-8", newline="") as lines:
        return [(row["query"], row["term"]) for row in csv.DictReader(lines) if row["list"] == number]


@pytest.mark.parametrize(("number", "least"), [("1", 250), ("2", 80), ("3", 130)])
def test_the_right_term_comes_first_for_what_people_type(number: str, least: int) -> None:
    asked = queries(number)
    assert len(asked) >= least
    misses = []
    for query, term in asked:
        first = next((hit.term.term for hit in search(query, limit=1)), "nothing")
        if first != term:
            misses.append(f"{query}: {first} instead of {term}")
    assert len(misses) <= len(asked) * 0.05, "\n".join(misses)


def test_the_lists_name_terms_of_the_dictionary_and_no_query_twice() -> None:
    asked = [one for number in "123" for one in queries(number)]
    assert [term for _, term in asked if dictionary().by_name(term) is None] == []
    assert len({query for query, _ in asked}) == len(asked)
