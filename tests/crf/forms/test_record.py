"""A filled form as a value: answers, drafts, lines, what starts it."""

from __future__ import annotations

import pytest

from crf.forms.record import BLANK, Answer, Draft, Finding, Place, Record, SubjectData
from crf.text import message
from tests.crf.forms.small import record


def test_an_answer_is_blank_without_value_and_missing_code() -> None:
    assert BLANK.blank
    assert Answer(note="derived").blank
    assert not Answer("0").blank
    assert not Answer(missing="UNK").blank


def test_reading_an_answer_takes_its_draft_away_and_a_draft_leaves_the_answer() -> None:
    drafted = record(A="1").taking((0, "A"), Draft("x"))
    assert (drafted.answer("A"), drafted.drafts) == (Answer("1"), {(0, "A"): Draft("x")})
    read = drafted.taking((0, "A"), Answer("2"))
    assert (read.answer("A"), read.drafts) == (Answer("2"), {})
    assert drafted.answer("B") == BLANK


def test_lines_are_those_ever_filled_voided_ones_among_them() -> None:
    found = Record(
        "F", {(0, "A"): Answer("1"), (3, "B"): BLANK}, {(5, "B"): Draft("x")}, voided={0: "wrong", 2: "twice"}
    )
    assert found.lines == (2, 3, 5)


@pytest.mark.req("PA-011")
@pytest.mark.parametrize(
    ("answer", "started"),
    [(Answer("1"), True), (Answer(missing="UNK"), True), (BLANK, False), (Answer("1", note="derived"), False),
    (Answer("1", note="proposed"), False)],
)  # fmt: skip
def test_only_what_a_person_answered_starts_a_form(answer: Answer, started: bool) -> None:
    assert record(A=answer).started is started


def test_a_place_without_record_has_an_empty_one() -> None:
    here, data = Place("V1", "F"), SubjectData()
    assert data.at(here) == Record("F")
    assert data.with_record(here, record(A="1")).at(here) == record(A="1")
    assert data.at(here) == Record("F")


def test_a_finding_is_open_until_a_reason_is_given() -> None:
    finding = Finding("C", 0, "A", "soft", message("check.required", question="?"))
    assert finding.open
    assert not Finding("C", 0, "A", "soft", finding.message, "", "as measured").open
