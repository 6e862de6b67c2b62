"""A second version of the dictionary stands beside the first, and which one is meant is always said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from attrs import evolve

from crf.ctcae import dictionary, search, term_of
from crf.ctcae.terms import Dictionary, Term, shipped
from crf.ctcae.versions import from_json, put_up, take_down, to_json, versions
from crf.faults import FileFault

ITCH = Term("1", "Skin", "Itch", ("Mild", None, "Severe", None, None), "A note.", "A feeling that makes one scratch.")
LATER = Dictionary((ITCH, Term("10035528", "Blood", "Thrombocyte count low", ("<LLN",) * 5, "")), "6.0")


@pytest.fixture
def later() -> Iterator[None]:
    """A casebook in use that carries version 6.0, and definitions of 5.0."""
    said = Dictionary((evolve(shipped().terms[0], definition="Too few erythrocytes circulate.", grades=("x",) * 5),))
    shelf = put_up({"6.0": to_json(LATER), "5.0": to_json(said)})
    yield
    take_down(shelf)
    take_down(shelf)


@pytest.mark.usefixtures("later")
def test_a_loaded_version_is_found_by_its_number_and_read_once() -> None:
    assert versions() == ("5.0", "6.0")
    assert dictionary("6.0") is dictionary("6.0")
    assert (dictionary("6.0").terms, dictionary("6.0").version) == (LATER.terms, "6.0")
    assert term_of("1", "6.0") == ITCH
    assert term_of("1") is None


@pytest.mark.usefixtures("later")
def test_definitions_are_all_that_is_taken_for_the_version_that_ships() -> None:
    first = dictionary().terms[0]
    assert first.definition == "Too few erythrocytes circulate."
    assert first.grades == shipped().terms[0].grades
    assert [evolve(term, definition="") for term in dictionary().terms] == list(shipped().terms)
    assert (dictionary().defined, shipped().defined) == (True, False)


def test_only_the_casebook_in_use_lends_its_dictionaries() -> None:
    mine = put_up({"6.0": to_json(LATER)})
    other = put_up({})
    assert versions() == ("5.0",)
    with pytest.raises(FileFault, match=r"CTCAE v6\.0 isn't at hand"):
        dictionary("6.0")
    assert term_of("1", "6.0") is None
    take_down(other)
    assert dictionary("6.0").by_code("1") is not None
    take_down(mine)


@pytest.mark.usefixtures("later")
def test_search_looks_in_the_version_asked_for_and_knows_the_words_of_the_sites_by_code() -> None:
    book = dictionary("6.0")
    assert [hit.term.term for hit in search("plts", book=book)] == ["Thrombocyte count low"]
    assert search("itch", book=book)[0].term is book.terms[0]
    assert search("itch")[0].term.term == "Pruritus"


@pytest.mark.usefixtures("later")
def test_definitions_are_searched_after_terms() -> None:
    hit = search("scratch", book=dictionary("6.0"))[0]
    assert (hit.where, hit.grade, hit.snippet) == ("definition", None, ITCH.definition)
    assert [hit.snippet[start:stop] for start, stop in hit.spans] == ["scratch"]
    assert [(hit.where, hit.term.term) for hit in search("circulate")] == [("definition", "Anemia")]


def test_the_same_dictionary_is_the_same_json() -> None:
    assert to_json(from_json(to_json(LATER))) == to_json(LATER)
    assert from_json(to_json(shipped())).terms == shipped().terms
