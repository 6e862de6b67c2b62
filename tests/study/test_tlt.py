"""The TLT decision over the course of one subject: asked, decided, opened again by what comes later."""

from __future__ import annotations

import pytest
from attrs import evolve

from crf.forms.advance import advance
from crf.forms.assess import assess
from crf.forms.context import Context
from crf.forms.event_log import event_line
from crf.forms.judged import marks_of, unconfirmed_under, waiting
from crf.forms.record import Answer, Place, Record, Step
from tests.study.course import LATE, STUDY, ZONE, Course, injected, said

TLT = Place("TLT", "TLT")
FORM = STUDY.form("AE")


def event(key: str) -> Place:
    return Place("LOG", "AE", form_key=key)


def put(course: Course, place: Place, **answers: str) -> Step:
    """Put answers into a form, a grade `g2` into line 2, and work the subject out anew."""
    record = course.context.data.at(place)
    for item, value in answers.items():
        line, id = (int(item[1:]), "AETOXGR") if item[0] == "g" else (0, item)
        record = record.with_answer((line, id), Answer(value))
    return settled(course, place, record)


def settled(course: Course, place: Place, record: Record) -> Step:
    context = course.context.with_record(place, record)
    course.context = Context(STUDY, assess(context).data, LATE, ZONE)
    return at(course, place)


def at(course: Course, place: Place) -> Step:
    return advance(place, course.context.data.at(place), None, course.context)


def confirm(course: Course, place: Place) -> None:
    """An investigator confirms all that waits in a form."""
    step = at(course, place)
    form = STUDY.form(place.form)
    marks = marks_of(form, step.record, waiting(form, step.record, step.visible))
    settled(course, place, evolve(step.record, marks={**step.record.marks, **marks}))


def decided(onset: str = "2026-03-16") -> Course:
    """A subject with one event of grade 2 that is no TLT, and a TLT assessment, both confirmed."""
    course = injected()
    put(course, event("a"), AETERM="fever", AEDECOD="10016558", AESTDAT=onset, g1="2", AETLT="N")
    confirm(course, event("a"))
    put(course, TLT, TLTDAT="2026-04-08", TLTEVAL="Y", TLTYN="N")
    confirm(course, TLT)
    assert (again(course, event("a")), again(course, TLT), tlt_checks(course)) == ([], [], [])
    return course


def again(course: Course, place: Place) -> list[str]:
    """The items of a form whose judgement is to be made again."""
    return [one.item for one in at(course, place).findings if one.check == "reopened"]


def tlt_checks(course: Course) -> list[str]:
    return [one for one in said(at(course, TLT)) if one.startswith("TLT-")]


def counts(course: Course) -> list[str]:
    record = at(course, TLT).record
    return [record.answer(item).value for item in ("TLTALL", "TLTCOUNT", "TLTOPEN")]


@pytest.mark.req("X25")
def test_a_late_regrade_opens_the_decision_again_in_the_log_and_in_the_assessment() -> None:
    course = decided()
    assert counts(course) == ["1", "0", "0"]
    step = put(course, event("a"), g2="3")
    assert again(course, event("a")) == ["AETLT"]
    (told,) = (str(one.message) for one in step.findings if one.check == "reopened")
    assert "was confirmed at Grade 2; now Grade 3." in told
    assert event_line(course.context, event("a"), 1, step).tlt == "asked"
    assert step.record.answer("AETLT").value == "N", "the old decision stays until it is made again"
    assert (counts(course), tlt_checks(course)) == (["1", "0", "1"], ["TLT-04"])
    put(course, event("a"), AETLT="Y")
    confirm(course, event("a"))
    assert event_line(course.context, event("a"), 1, at(course, event("a"))).tlt == "yes"
    assert (counts(course), tlt_checks(course), again(course, TLT)) == (["1", "1", "0"], ["TLT-02"], ["TLTYN"])


def test_a_decision_made_again_as_before_closes_it() -> None:
    course = decided()
    put(course, event("a"), g2="3")
    confirm(course, event("a"))
    assert (again(course, event("a")), tlt_checks(course), again(course, TLT)) == ([], [], [])


def test_an_event_that_gets_better_opens_nothing() -> None:
    course = decided()
    put(course, event("a"), g2="1")
    assert (again(course, event("a")), tlt_checks(course)) == ([], [])


@pytest.mark.parametrize(("item", "value"), [("AEDECOD", "10040047"), ("AESTDAT", "2026-03-17"), ("g1", "1")])
def test_term_start_and_a_corrected_grade_open_it_as_well(item: str, value: str) -> None:
    course = decided()
    put(course, event("a"), **{item: value})
    assert again(course, event("a")) == ["AETLT"]


@pytest.mark.req("X25")
@pytest.mark.parametrize(
    ("onset", "inside"),
    [
        ("2026-03-09", False), ("2026-03-10", True), ("2026-04-06", True), ("2026-04-07", False),
        ("2026-03", True), ("2026-04", True), ("2026", True), ("2026-02", False), ("2026-05", False),
    ],
)  # fmt: skip
def test_a_late_event_that_may_lie_in_the_period_is_asked_and_opens_the_assessment(onset: str, inside: bool) -> None:
    course = decided()
    step = put(course, event("b"), AETERM="rash", AEDECOD="10037868", AESTDAT=onset, g1="1")
    assert ((0, "AETLT") in step.visible) is inside
    assert counts(course) == (["2", "0", "1"] if inside else ["1", "0", "0"])
    assert tlt_checks(course) == (["TLT-04"] if inside else [])
    assert again(course, TLT) == (["TLTYN"] if inside else [])
    if inside:
        put(course, event("b"), AETLT="N")
        confirm(course, event("b"))
        assert tlt_checks(course) == []
        assert again(course, TLT) == ["TLTYN"], "the assessment was made of one event, now there are two"
        confirm(course, TLT)
        assert again(course, TLT) == []


def test_a_date_that_is_resolved_outside_the_period_takes_the_question_back() -> None:
    course = decided("2026-04")
    step = put(course, event("a"), AESTDAT="2026-04-20")
    assert (0, "AETLT") not in step.visible
    assert counts(course) == ["0", "0", "0"]


def test_the_assessment_says_how_many_judgements_under_it_are_unconfirmed() -> None:
    course = decided()
    put(course, event("b"), AETERM="rash", AEDECOD="10037868", AESTDAT="2026-03-20", g1="1", AETLT="N")
    assert unconfirmed_under(course.context, TLT, STUDY.form("TLT").item("TLTCOUNT")) == 1
    confirm(course, event("b"))
    assert unconfirmed_under(course.context, TLT, STUDY.form("TLT").item("TLTCOUNT")) == 0


def test_before_the_nk_infusion_nothing_lies_in_the_period() -> None:
    course = Course()
    step = put(course, event("a"), AETERM="fever", AESTDAT="2026-03-16", g1="2")
    put(course, TLT, TLTDAT="2026-04-08", TLTEVAL="N")
    assert (0, "AETLT") not in step.visible
    assert counts(course) == ["0", "0", "0"]
    assert FORM.item("AETLT").rests == ("AETOXGR", "AEDECOD", "AESTDAT")
