"""TLT criteria of a definition: proposed, contradicted, or not set and then the investigator's alone."""

from __future__ import annotations

import pytest
from attrs import evolve

from crf.forms import tlt
from crf.forms.advance import advance
from crf.forms.lay_out import lay_out
from crf.forms.record import Answer, Place, Record
from crf.study.model import Anchor, Item, Study
from tests.crf.forms.small import HERE, checks, context, finding, form, group, record, study

GRADE = Item("AETOXGR", "Grade", "choice", codelist="CODES")
DECISION = Item("AETLT", "Limiting?", "choice", codelist="NY", missing=("UNK",))
TERM = Item("TERM", "Term", "text")


def defined(criteria: str = 'AETOXGR = "B" and TERM != "known"') -> Study:
    """A study whose events are TLTs by these criteria."""
    events = form(group(TERM, DECISION, id="A"), group(GRADE, id="B", repeats=True))
    source = "protocol 9.3" if criteria else ""
    anchor = Anchor("NK", "NK", "", "x")
    return study(events, anchors=(anchor,), tlt_anchor="NK", tlt_form="F", tlt_criteria=criteria, tlt_source=source)


def event(*grades: str, voided: int = 0, **more: str | Answer) -> Record:
    lines = {(n, "AETOXGR"): Answer(grade) for n, grade in enumerate(grades, 1)}
    found = record(**{"TERM": "storm", **more})
    return Record("F", {**found.answers, **lines}, voided={voided: "x"} if voided else {})


def met(found: Record, criteria: str = 'AETOXGR = "B" and TERM != "known"') -> bool | None:
    return tlt.met(context(defined(criteria), {HERE: found}), HERE)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (event("0030", "B"), True),
        (event("0030"), False),
        (event("0030", ""), None),
        (event(), None),
        (event("B", TERM="known"), False),
        (event("B", "0030", voided=1), False),
    ],
)
def test_criteria_are_asked_in_each_line(found: Record, expected: bool | None) -> None:
    assert met(found) is expected


def test_criteria_on_the_event_alone_need_no_line() -> None:
    assert met(event(), 'TERM = "storm"') is True
    assert met(event(), 'TERM = "fever"') is False


def test_without_criteria_or_without_a_record_nothing_can_be_told() -> None:
    assert met(event("B"), "") is None
    assert tlt.met(context(defined(), {}), Place("V2", "F")) is None


@pytest.mark.parametrize(("grade", "proposed"), [("B", "Y"), ("0030", "N"), ("", None)])
def test_the_criteria_propose_the_answer(grade: str, proposed: str | None) -> None:
    done = advance(HERE, event(grade), None, context(defined()), propose=True)
    answer = done.record.answers.get((0, "AETLT"))
    assert answer == (Answer(proposed, note="proposed") if proposed else None)


def test_where_the_criteria_tell_nothing_the_definitions_own_proposal_stands() -> None:
    of = study(
        form(evolve(DECISION, default="N")), anchors=(Anchor("NK", "NK", "", "x"),), tlt_anchor="NK", tlt_form="F"
    )
    done = advance(HERE, record(), None, context(of), propose=True)
    assert done.record.answer("AETLT") == Answer("N", note="proposed")


@pytest.mark.parametrize(
    ("answer", "grade", "fires"),
    [
        (Answer("N"), "B", True),
        (Answer("Y"), "0030", True),
        (Answer("Y"), "B", False),
        (Answer("N"), "", False),
        (Answer(missing="UNK"), "B", False),
    ],
)
def test_a_decision_against_the_criteria_is_a_finding(answer: Answer, grade: str, fires: bool) -> None:
    done = advance(HERE, event(grade, AETLT=answer), None, context(defined()))
    assert ("tlt AETLT" in checks(done)) is fires


def test_another_answer_of_yes_or_no_is_not_the_decision() -> None:
    serious = evolve(DECISION, id="AESER")
    of = defined()
    of = evolve(of, forms=(form(group(TERM, DECISION, serious, id="A"), group(GRADE, id="B", repeats=True)),))
    done = advance(HERE, event("B", AETLT="Y", AESER="N"), None, context(of))
    assert [one for one in checks(done) if one.startswith("tlt")] == []


def test_its_confirmation_ends_with_what_stands_outside_the_lines() -> None:
    criteria = 'TERM = "storm"'
    found, later = (context(defined(criteria), {HERE: event(TERM=term)}) for term in ("storm", "storms"))
    assert tlt.rests(found, HERE) != tlt.rests(later, HERE)


def test_its_confirmation_ends_with_the_grade() -> None:
    found = finding(advance(HERE, event("B", AETLT="N"), None, context(defined())), "tlt")
    assert str(found.message) == (
        "Limiting? is answered No, and by the definition's criteria (protocol 9.3) it is Yes. "
        "Correct the answer or the event, or confirm it with a reason."
    )
    later = finding(advance(HERE, event("B", "B", AETLT="N", TERM="other"), None, context(defined())), "tlt")
    assert found.rests != later.rests


@pytest.mark.parametrize(
    ("criteria", "words"),
    [
        ("", "no criteria are set by this definition: the investigator decides"),
        ('TERM = "x"', "criteria: protocol 9.3"),
    ],
)
def test_the_question_says_who_decides(criteria: str, words: str) -> None:
    of = defined(criteria)
    done = advance(HERE, event("B"), None, context(of))
    page = lay_out(of.forms[0], HERE, done, context(of))
    assert {one.item: one.hint for one in page.fields}["AETLT"] == words


def test_a_study_without_a_period_decides_nothing() -> None:
    of = study(form(DECISION), tlt_form="F")
    page = lay_out(of.forms[0], HERE, advance(HERE, record(AETLT="N"), None, context(of)), context(of))
    assert page.fields[0].hint == ""
