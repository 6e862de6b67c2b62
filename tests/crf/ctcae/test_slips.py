"""A mistyped word still finds its term, and a word of NCI's own texts is never taken for a mistyped one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crf.ctcae import dictionary, search
from crf.ctcae.lookup import goes_on
from crf.ctcae.slips import LONG, Vocabulary, distances
from crf.ctcae.spelling import stem

WORDS = st.text("abc", max_size=7)


@pytest.mark.parametrize(
    ("typed", "word", "begun", "whole"),
    [
        ("nausea", "nausea", 0, 0),
        ("naus", "nausea", 0, 2),
        ("nuasea", "nausea", 1, 1),  # two letters exchanged
        ("nasea", "nausea", 1, 1),  # one left out
        ("nauseea", "nausea", 1, 1),  # one put in
        ("nauzea", "nausea", 1, 1),  # one changed
        ("nuas", "nausea", 1, 3),  # exchanged, and typed so far only
        ("x", "nausea", 1, 6),
    ],
)
def test_slips_are_counted_to_the_beginning_and_to_the_whole_word(
    typed: str, word: str, begun: int, whole: int
) -> None:
    assert distances(typed, word) == (begun, whole)


@given(WORDS, WORDS)
def test_the_whole_word_is_never_nearer_than_its_beginning(typed: str, word: str) -> None:
    begun, whole = distances(typed, word)
    assert 0 <= begun <= whole
    assert (whole == 0) == (typed == word)
    assert (begun == 0) == word.startswith(typed)


def test_longer_words_may_hold_two_slips_and_short_ones_none() -> None:
    known = Vocabulary.of(["platelet", "cough", "hypertension", "ache", "abc", "cough"])
    assert known.words == ("ache", "cough", "hypertension", "platelet")
    assert known.near("hypretnesion"[:LONG]) == ("hypertension",)
    assert known.near("cuogh") == ("cough",)
    assert known.near("kofff") == known.near("ach") == ()


def test_the_nearest_word_comes_first_and_one_with_the_same_first_letter_before_others() -> None:
    known = Vocabulary.of(["rails", "nails", "nailed"])
    assert known.near("nailz") == ("nails", "nailed")
    assert known.near("naills")[0] == "nails"
    assert known.near("zails") == ("nails", "rails")


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("platlet", "Platelet count decreased"),
        ("trombocytopenia", "Platelet count decreased"),
        ("kreatinine", "Creatinine increased"),
        ("diarhe", "Diarrhea"),  # still typing
        ("hypretension", "Hypertension"),
        ("cytokine relase", "Cytokine release syndrome"),
        ("constipated", "Constipation"),  # another ending is no slip
        ("vomits", "Vomiting"),
        ("the worst headache", "Headache"),  # words that say nothing of the event
        ("pain in the back", "Back pain"),
        ("nausea since yesterday", "Nausea"),
        ("rash over legs and dry mouth", "Dry mouth"),  # most words first
    ],
)
def test_what_is_nearly_right_finds_the_term(query: str, first: str) -> None:
    assert search(query)[0].term.term == first


def test_a_word_of_ncis_texts_is_not_mended() -> None:
    assert {hit.where for hit in search("instrumental")} == {"criteria"}
    assert {hit.where for hit in search("transfusion indicated")} == {"criteria"}


def test_words_that_nothing_holds_find_nothing() -> None:
    assert search("qqqqqq wwwwww") == search("the qqqqqq") == search("at zq") == []


def test_a_code_finds_its_term_and_a_code_begun_finds_all_that_go_on_so() -> None:
    hit = search("10035528")[0]
    assert (hit.term.term, hit.via, hit.spans) == ("Platelet count decreased", "10035528", ())
    begun = [hit.via for hit in search("100355")]
    assert begun == sorted(begun)
    assert begun == [
        term.code for term in sorted(dictionary().terms, key=lambda t: t.code) if term.code[:6] == "100355"
    ]
    assert search("10") == []
    assert search("10035528 platelet") == []


@pytest.mark.parametrize(
    ("word", "bare"),
    [("vomiting", "vomit"), ("stopped", "stop"), ("itchy", "itch"), ("skin", "skin"), ("palpitations", "palpit")],
)
def test_endings_give_way_as_long_as_a_word_remains(word: str, bare: str) -> None:
    assert stem(word) == bare


def test_a_query_goes_on_only_as_it_is_typed() -> None:
    assert [goes_on(query) for query in ("cd4", "plate", "LFT", "1003552", "platlet", "plate3", "10035521", "")] == [
        True, True, True, True, False, False, False, False,
    ]  # fmt: skip
    assert goes_on("plate", "Investigations")
    assert not goes_on("plate", "Vascular disorders")
