"""A term keeps the version of CTCAE it was coded in, whatever the study is pinned to later."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crf.ctcae.terms import Dictionary, Term
from crf.ctcae.versions import put_up, take_down, to_json
from crf.forms.record import Answer, Draft, Edit, Place
from crf.forms.values import coded_in, raw_text, read, show
from crf.study.model import Item, Study
from crf.study.verifier import verify
from tests.crf.forms.small import HERE, NOW, context, form, group, record, study

TERM = Item("TERM", "Term", "term")
NEW = Dictionary((Term("10016558", "General", "High temperature", ("Warm", None, None, None, None), ""),), "6.0")
FEVER = "10016558"


@pytest.fixture(autouse=True)
def later() -> Iterator[None]:
    """A casebook in use that carries version 6.0."""
    shelf = put_up({"6.0": to_json(NEW)})
    yield
    take_down(shelf)


def pinned(version: str) -> Study:
    """A study with a term of its own and one in each line, pinned to a version."""
    lines = group(Item("LTERM", "Term of the line", "term"), id="L", repeats=True)
    version_of = Item("V", "Version", "text", method="coded_in(TERM)")
    return study(form(TERM, version_of, lines), ctcae=version)


def typed(version: str, raw: str, unit: str = "") -> Answer | Draft:
    return read(pinned(version), TERM, Edit(0, "TERM", raw, unit=unit), NOW)


@pytest.mark.req("PA-249")
def test_a_term_is_coded_in_the_version_of_the_study() -> None:
    assert typed("5.0", "fever") == Answer(FEVER)
    assert typed("6.0", "high TEMPERATURE") == Answer(FEVER, unit="6.0")
    assert (coded_in(Answer(FEVER)), coded_in(Answer(FEVER, unit="6.0"))) == ("5.0", "6.0")
    assert typed("6.0", "Fever", unit="5.0") == Answer(FEVER)


def test_a_term_of_another_version_only_is_none_of_this_one() -> None:
    for version, raw in (("5.0", "High temperature"), ("6.0", "Fever")):
        found = typed(version, raw)
        assert isinstance(found, Draft)
        assert "is no CTCAE term" in str(found.fault)


def test_a_version_that_is_not_at_hand_is_told_with_the_mend() -> None:
    found = typed("7.0", "Fever")
    assert isinstance(found, Draft)
    assert "CTCAE v7.0 isn't at hand. Load NCI's workbook" in str(found.fault)
    assert show(pinned("7.0"), TERM, Answer(FEVER, unit="7.0")) == FEVER


@pytest.mark.req("PA-249")
@pytest.mark.parametrize("version", ["5.0", "6.0"])
def test_a_coded_term_is_shown_in_the_words_of_its_own_version(version: str) -> None:
    of = pinned(version)
    assert show(of, TERM, Answer(FEVER)) == "Fever"
    assert show(of, TERM, Answer(FEVER, unit="6.0")) == "High temperature"
    assert raw_text(of, TERM, Answer(FEVER, unit="6.0")) == FEVER


@pytest.mark.req("PA-249")
@pytest.mark.parametrize(("unit", "grades"), [("", [1, 2, 3, 4, 5]), ("6.0", [1])])
def test_grades_exist_as_in_the_version_the_term_was_coded_in(unit: str, grades: list[int]) -> None:
    of = pinned("6.0" if not unit else "5.0")
    scope = context(of, {HERE: record(TERM=Answer(FEVER, unit=unit))}).scope(HERE)
    assert [grade for grade in range(1, 6) if scope.grade_exists(FEVER, grade)] == grades
    assert scope.result("coded_in(TERM)") == (unit or "5.0")


def test_a_line_has_a_version_of_its_own() -> None:
    there = {HERE: record(line=2, LTERM=Answer(FEVER, unit="6.0"))}
    scope = context(pinned("5.0"), there).scope(HERE, 2)
    assert (scope.grade_exists(FEVER, 1), scope.grade_exists(FEVER, 2)) == (True, False)
    assert context(pinned("5.0"), there).scope(HERE, 1).grade_exists(FEVER, 2)


def test_a_code_that_stands_nowhere_is_looked_up_in_the_version_of_the_study() -> None:
    here = {HERE: record(TERM="10047700")}
    assert not context(pinned("6.0"), here).scope(HERE).grade_exists(FEVER, 2)
    assert context(pinned("5.0")).scope().grade_exists(FEVER, 2)
    assert context(pinned("5.0")).scope(Place("V1", "F")).result("coded_in(TERM)") is None


@pytest.mark.parametrize("version", ["6", "v6.0", "", "6.0 "])
def test_a_version_that_nci_would_not_number_so_is_a_fault(version: str) -> None:
    told = [str(fault) for fault in verify(pinned(version))]
    assert any(f"The version of CTCAE is {version}. Give it as NCI numbers it" in one for one in told)
    assert not any("version of CTCAE" in str(fault) for fault in verify(pinned("6.0")))
