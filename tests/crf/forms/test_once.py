"""A value derived once stays as it was saved: until an answer it rests on is changed, whatever is said later."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from attrs import evolve

from crf.ctcae.terms import Dictionary, Term, shipped
from crf.ctcae.versions import put_up, take_down, to_json
from crf.forms import scope
from crf.forms.advance import advance
from crf.forms.assess import assess
from crf.forms.context import Context
from crf.forms.event_log import event_line
from crf.forms.record import Answer, Edit, Place, Record, SubjectData
from crf.study.model import Study
from tests.crf.forms.nkact import LATE, ZONE, nkact

PLACE = Place("LOG", "AE", form_key="a")
FEVER = "10016558"
SAVED = Record(
    "AE",
    {
        (0, "AETERM"): Answer("hot"),
        (0, "AEDECOD"): Answer(FEVER),
        (0, "AEDICTV"): Answer("5.0", note="derived"),
        (1, "AETOXGR"): Answer("1"),
        (1, "AECRIT"): Answer("as NCI worded it then", note="derived"),
    },
)


def seen(record: Record = SAVED) -> Context:
    return Context(nkact(), SubjectData({PLACE: record}), LATE, ZONE)


def criterion(record: Record) -> str:
    return record.answer("AECRIT", 1).value


@pytest.mark.req("PA-249")
def test_the_criterion_stays_as_saved_while_grade_and_term_do() -> None:
    assert criterion(advance(PLACE, SAVED, None, seen()).record) == "as NCI worded it then"
    assert criterion(advance(PLACE, SAVED, Edit(0, "AETERM", "very hot"), seen()).record) == "as NCI worded it then"
    assert criterion(assess(seen()).data.at(PLACE)) == "as NCI worded it then"


def test_another_grade_has_another_criterion_and_the_old_one_comes_back_with_the_old_grade() -> None:
    step = advance(PLACE, SAVED, Edit(1, "AETOXGR", "3"), seen())
    assert criterion(step.record).startswith(">40.0 degrees C")
    assert criterion(advance(PLACE, step.record, Edit(1, "AETOXGR", "1"), seen()).record) == "as NCI worded it then"


def test_what_is_written_is_compared_with_what_was_saved_before() -> None:
    typed = Record("AE", {**SAVED.answers, (1, "AETOXGR"): Answer("2")})
    data = assess(seen(typed), SubjectData({PLACE: SAVED})).data
    assert criterion(data.at(PLACE)).startswith(">39.0 - 40.0 degrees C")
    assert criterion(assess(seen(SAVED), SubjectData({PLACE: SAVED})).data.at(PLACE)) == "as NCI worded it then"


def test_a_grade_taken_away_leaves_no_criterion() -> None:
    assert criterion(advance(PLACE, SAVED, Edit(1, "AETOXGR", ""), seen()).record) == ""


@pytest.mark.req("PA-249")
def test_a_version_that_is_not_at_hand_any_more_takes_nothing_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(code: str, version: str = "") -> Term | None:
        return None

    monkeypatch.setattr(scope, "term_of", gone)
    assert criterion(advance(PLACE, SAVED, None, seen()).record) == "as NCI worded it then"
    assert criterion(advance(PLACE, SAVED, Edit(1, "AETOXGR", "2"), seen()).record) == ""


@pytest.mark.req("PA-249")
def test_the_log_tells_the_criterion_that_was_saved_and_the_version() -> None:
    line = event_line(seen(), PLACE, 1, advance(PLACE, SAVED, None, seen()))
    assert [span.criterion for span in line.grades] == ["as NCI worded it then"]
    assert (line.code, line.version, line.worst) == (FEVER, "5.0", 1)


@pytest.fixture
def later() -> Iterator[Study]:
    """The study pinned to a later version, in which the same code has other words."""
    terms = tuple(evolve(one, term=f"{one.term} anew", grades=("Other words",) * 5) for one in shipped().terms)
    shelf = put_up({"6.0": to_json(Dictionary(terms, "6.0"))})
    yield evolve(nkact(), ctcae="6.0")
    take_down(shelf)


@pytest.mark.req("PA-249")
def test_a_later_version_changes_nothing_of_an_event_coded_before(later: Study) -> None:
    around = Context(later, SubjectData({PLACE: SAVED}), LATE, ZONE)
    step = advance(PLACE, SAVED, None, around)
    line = event_line(around, PLACE, 1, step)
    assert (line.term, line.code, line.version) == ("Fever", FEVER, "5.0")
    assert [span.criterion for span in line.grades] == ["as NCI worded it then"]
    assert assess(around).data.at(PLACE).answers == SAVED.answers
    graded = advance(PLACE, SAVED, Edit(1, "AETOXGR", "3"), around)
    assert criterion(graded.record).startswith(">40.0 degrees C"), "a grade changed later is still one of its version"


@pytest.mark.req("PA-249")
def test_an_event_coded_under_the_later_version_has_its_words(later: Study) -> None:
    fresh = Place("LOG", "AE", form_key="b")
    around = Context(later, SubjectData({PLACE: SAVED}), LATE, ZONE)
    step = advance(fresh, Record("AE"), Edit(0, "AEDECOD", FEVER), around)
    step = advance(fresh, step.record, Edit(1, "AETOXGR", "2"), around)
    line = event_line(around.with_record(fresh, step.record), fresh, 2, step)
    assert (line.term, line.code, line.version) == ("Fever anew", FEVER, "6.0")
    assert [span.criterion for span in line.grades] == ["Other words"]
