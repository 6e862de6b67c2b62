"""The dictionary's content as NCI published it."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from crf.ctcae import dictionary
from crf.ctcae.index import SITE_WORDS, site_words
from crf.ctcae.terms import COLUMNS, read
from crf.faults import FileFault


def test_it_has_all_classes_terms_and_grades() -> None:
    book = dictionary()
    assert (book.version, len(book.socs), len(book.terms)) == ("5.0", 26, 837)
    existing = Counter(grade for term in book.terms for grade in term.existing)
    assert [existing[grade] for grade in range(1, 6)] == [645, 745, 750, 551, 494]
    assert len({term.code for term in book.terms}) == len({term.term for term in book.terms}) == 837
    assert all(term.code.isdigit() and term.existing for term in book.terms)


def test_grade_5_is_always_death() -> None:
    assert {term.criteria(5) for term in dictionary().terms if term.exists(5)} == {"Death"}


def test_a_term_tells_its_grades() -> None:
    alopecia = dictionary().by_name(" alopecia ")
    assert alopecia is not None
    assert (alopecia.code, alopecia.soc) == ("10001760", "Skin and subcutaneous tissue disorders")
    assert alopecia.existing == (1, 2)
    assert [alopecia.exists(grade) for grade in (-1, 0, 1, 2, 3, 6)] == [False, False, True, True, False, False]
    assert alopecia.criteria(3) == alopecia.criteria(0) == ""
    assert alopecia.grades[2:] == (None, None, None)
    assert alopecia.criteria(1).startswith("Hair loss of <50% of normal")


def test_terms_are_found_by_code_and_name_and_only_so() -> None:
    book = dictionary()
    platelets = book.by_code("10035528")
    assert platelets is not None
    assert platelets.term == "Platelet count decreased"
    assert book.by_name("PLATELET COUNT DECREASED") is platelets
    assert (book.by_code("1"), book.by_name("Platelet")) == (None, None)


def test_notes_are_kept() -> None:
    notes = [term.note for term in dictionary().terms if term.note]
    assert len(notes) == 74
    assert all(note not in ("-", " ") for note in notes)


def test_it_is_read_once() -> None:
    assert dictionary() is dictionary()
    assert repr(dictionary()) == "Dictionary(version='5.0')"


HEAD = ",".join(COLUMNS)


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"term\nNausea\n",
        f"{HEAD}\n1,a,b\n".encode(),
        f"{HEAD}\n\xff\n".encode("latin-1"),
        f'{HEAD}\n"'.encode(),
    ],
    ids=["missing", "empty", "other columns", "short row", "not UTF-8", "open quote"],
)
def test_a_missing_or_damaged_file_is_told(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "ctcae.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(FileFault, match=r"ctcae\.csv"):
        read(file)


def test_nothing_or_a_dash_is_a_grade_that_does_not_exist(tmp_path: Path) -> None:
    file = tmp_path / "ctcae.csv"
    file.write_text(f"{HEAD}\n1,Soc,Term,-,,Severe,-,Death,\n", encoding="utf-8")
    assert read(file).terms[0].grades == (None, None, "Severe", None, "Death")


def test_every_site_word_stands_for_a_term_and_is_none_itself() -> None:
    rows = list(csv.reader(SITE_WORDS.read_text(encoding="utf-8").splitlines()))[1:]
    book = dictionary()
    assert all(len(row) == 2 for row in rows)
    assert [term for _, term in rows if book.by_name(term) is None] == []
    assert [word for word, _ in rows if book.by_name(word)] == []
    assert [word for word, times in Counter(word.casefold() for word, _ in rows).items() if times > 1] == []


def test_a_missing_list_of_site_words_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crf.ctcae.index.SITE_WORDS", tmp_path / "none.csv")
    with pytest.raises(FileFault, match=r"none\.csv"):
        site_words.__wrapped__()
