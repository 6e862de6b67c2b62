"""Values against the adverse event log: what each proposes, what it is at odds with, and when it is asked again."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve

from crf.forms.context import Context
from crf.forms.links import link_to
from crf.forms.logged import Said, events_of, open_on
from crf.forms.proposal_words import headline, name_of, sentence, term_name
from crf.forms.proposals import measured, proposals, proposals_at
from crf.forms.record import Answer, Place
from crf.study.model import Item, Study
from crf.text import tell
from tests.crf.forms.proposed import (
    AE,
    CYCLE,
    D8,
    D15,
    FEVER,
    LYM,
    NEUT,
    NEUTROPENIC,
    POTASSIUM,
    blood,
    event,
    findings,
    kinds,
    log_says,
    only,
    say_of,
)
from tests.crf.forms.test_graded import course, sampled
from tests.study.course import Course


@pytest.fixture
def low() -> Course:
    """Lymphocytes of grade 3 on the day 8 of story s1."""
    found = course()
    blood(found, "D8", D8, HGB="11.3", WBC="2.4", NEUT="1.10", LYM="0.42", PLAT="138")
    return found


def test_only_the_value_the_rule_names_proposes_an_event(low: Course) -> None:
    assert kinds(low) == [("new", "LYM", (3,), D8)]
    (found,) = findings(low, "D8", "HEM")
    assert (found.check, found.item, found.level, found.open) == (f"event:{LYM}", "LYM", "soft", True)
    assert tell(found.message) == (
        "Lymphocytes 0.42 ×10⁹/L, 16-MAR-2026: Lymphocyte count decreased, grade 3. The log has no such event: "
        "accept it, join it to one that goes on, or decline it with a reason."
    )
    assert headline(sentence(low.context, only(low))) == "Lymphocyte count decreased, grade 3, 16-MAR-2026"
    assert tell(sentence(low.context, only(low))) == tell(found.message)
    assert only(low).least == 3


def test_a_value_called_significant_proposes_by_any_grade_it_surely_has() -> None:
    found = course()
    found.fill("D8", "CHEM", **sampled(D8), K="3.3", SODIUM="130", LBCLSIG="Y", LBCSVAL="K")
    assert kinds(found) == [("new", "K", (1, 2), D8)]
    assert "grade 1 or 2." in tell(sentence(found.context, only(found)))
    event(found, POTASSIUM, D8, "2")
    assert kinds(found) == []


def test_values_up_to_the_first_study_drug_propose_nothing() -> None:
    found = course()
    blood(found, "COND", "2026-03-05", "09:00", LYM="0.10")
    blood(found, "D8", D8, LYM="0.42")
    assert kinds(found) == [("new", "LYM", (3,), D8)]
    assert kinds(course(dosed=False)) == []


@pytest.mark.parametrize("absent", ["rule", "grading", "log", "version"])
def test_nothing_is_proposed_where_the_definition_has_no_rule_log_or_such_dictionary(low: Course, absent: str) -> None:
    study: Study = low.context.study
    assert study.grading is not None
    study = {
        "rule": evolve(study, grading=evolve(study.grading, propose="")),
        "grading": evolve(study, grading=None),
        "log": evolve(study, forms=tuple(form for form in study.forms if form.id != "AE")),
        "version": evolve(study, ctcae="6.0"),
    }[absent]
    context = Context(study, low.context.data, low.context.now, low.context.zone, site=low.context.site)
    assert proposals(context) == ()
    assert list(proposals_at(context, Place("D8", "HEM"), "LYM", 0)) == []


def test_the_rule_may_look_at_the_term(low: Course) -> None:
    study = low.context.study
    assert study.grading is not None
    rule = f'GRADE >= 2 and TERM != "{LYM}" and CTX.ECOCCUR = "Y"'
    study = evolve(study, grading=evolve(study.grading, propose=rule))
    context = Context(study, low.context.data, low.context.now, low.context.zone, site=low.context.site)
    assert [one.item for one in proposals(context)] == ["WBC", "NEUT"]


def test_an_event_with_that_grade_on_that_day_is_all_there_is_to_say(low: Course) -> None:
    event(low)
    assert kinds(low) == []
    assert findings(low, "D8", "HEM") == []
    assert log_says(low) == []


def test_a_better_value_offers_to_update_the_open_event_and_a_normal_one_to_end_it(low: Course) -> None:
    event(low)
    blood(low, "D15", D15, LYM="0.80")
    assert kinds(low) == [("update", "LYM", (1,), D15)]
    assert only(low).stands == (3,)
    assert "has grade 3 on that day: accept the change of grade" in tell(sentence(low.context, only(low)))
    place, line = AE, 2
    record = low.context.data.at(place)
    record = record.with_answer((line, "AETOXGR"), Answer("1")).with_answer((line, "AEGRDAT"), Answer(D15))
    low.context = low.context.with_record(place, record)
    assert kinds(low) == []
    blood(low, "CYCLE", CYCLE, LYM="1.1")
    assert kinds(low) == [("end", "LYM", (0,), CYCLE)]
    assert headline(sentence(low.context, only(low))) == "Lymphocyte count decreased ended, recovered, 30-MAR-2026"
    record = record.with_answer((0, "AEONGO"), Answer("N")).with_answer((0, "AEENDAT"), Answer(CYCLE))
    low.context = low.context.with_record(place, record)
    assert kinds(low) == []
    assert log_says(low) == []


def test_a_voided_grade_line_or_event_says_nothing(low: Course) -> None:
    event(low)
    record = low.context.data.at(AE)
    low.context = low.context.with_record(AE, evolve(record, voided={1: "twice"}))
    assert kinds(low) == []  # an event without a grade asks for it by itself
    low.context = low.context.with_record(AE, evolve(record, voided={0: "twice"}))
    assert kinds(low) == [("new", "LYM", (3,), D8)]


@pytest.mark.parametrize("start", ["", "UNK"])
def test_an_event_of_unknown_onset_could_be_the_one(low: Course, start: str) -> None:
    event(low, LYM, start, "3")
    assert kinds(low) == []
    blood(low, "D15", D15, LYM="0.15")
    assert kinds(low) == [("update", "LYM", (4,), D15)]
    assert "The event of unknown onset has grade 3 on that day" in tell(sentence(low.context, only(low)))
    event(low, LYM, start, "3", AEONGO="N", AEENDAT="2026-03-20", AEOUT="RECOVERED")
    assert kinds(low) == [("ended", "LYM", (4,), D15)]
    assert "of unknown onset, ended 20-MAR-2026" in tell(sentence(low.context, only(low)))


@pytest.mark.parametrize("start", ["UNK", "UN-MAR-2026", D8])
def test_an_event_whose_onset_is_not_wholly_known_ends_with_a_normal_value_after_one_that_shows_it(start: str) -> None:
    found = course()
    event(found, LYM, start, "3")
    blood(found, "D15", D15, LYM="1.6")
    assert kinds(found) == ([("end", "LYM", (0,), D15)] if start == D8 else [])  # it may begin only later
    blood(found, "D8", D8, LYM="0.42")
    assert kinds(found) == [("end", "LYM", (0,), D15)]


def test_a_grade_of_unknown_onset_stands_until_the_first_that_has_a_day(low: Course) -> None:
    event(low, LYM, "UNK", "2", AEONGO="Y")
    record = low.context.data.at(AE).with_answer((2, "AETOXGR"), Answer("3"))
    low.context = low.context.with_record(AE, record.with_answer((2, "AEGRDAT"), Answer("2026-03-10")))
    assert kinds(low) == []
    (found,) = events_of(low.context, LYM)
    assert [found.grades_on(date(2026, 3, day)) for day in (9, 10, 11)] == [{2}, {3}, {3}]


def test_an_event_of_unknown_onset_wants_a_value_that_supports_it() -> None:
    found = course()
    event(found, LYM, "")
    assert log_says(found) == []  # the start itself is asked for first
    event(found, LYM, "UNK")
    assert [item for item, _ in log_says(found)] == ["AEDECOD"]
    blood(found, "D8", D8, LYM="0.42")
    assert log_says(found) == []


def test_of_two_events_of_a_term_the_one_with_the_grade_of_the_value_is_meant(low: Course) -> None:
    event(low, LYM, "2026-03-10", "3")
    low.fill("LOG", "AE", "2", AETERM="low", AEDECOD=LYM, AESTDAT="2026-03-12", AETOXGR="1", AEONGO="Y")
    assert kinds(low) == []
    blood(low, "D15", D15, LYM="0.15")
    (one,) = proposals(low.context)
    assert (one.kind, one.stands) == ("update", (1,))


def test_an_event_coded_in_another_version_is_not_compared(low: Course) -> None:
    event(low, LYM, D8, "2")
    assert kinds(low) == [("update", "LYM", (3,), D8)]
    record = low.context.data.at(AE)
    low.context = low.context.with_record(AE, record.with_answer((0, "AEDECOD"), Answer(LYM, unit="6.0")))
    assert kinds(low) == [("new", "LYM", (3,), D8)]
    assert log_says(low) == []


def test_of_one_day_the_worst_value_counts(low: Course) -> None:
    blood(low, "UNS", D8, "16:00", LYM="0.15")
    assert kinds(low) == [("new", "LYM", (4,), D8)]
    event(low, LYM, D8, "4")
    assert kinds(low) == []


def test_an_event_that_ended_while_the_values_still_propose_it(low: Course) -> None:
    event(low, LYM, D8, "3", AEONGO="N", AEENDAT="2026-03-20", AEOUT="RECOVERED")
    blood(low, "D15", D15, LYM="0.30")
    assert kinds(low) == [("ended", "LYM", (3,), D15)]
    assert "16-MAR-2026 – 20-MAR-2026, has ended" in tell(sentence(low.context, only(low)))
    event(low, LYM, D8, "3", AEONGO="N", AEENDAT=D15, AEOUT="RECOVERED")
    assert kinds(low) == [("ended", "LYM", (3,), D15)]
    blood(low, "UNS", "2026-03-24", LYM="1.3")
    assert kinds(low) == [("ended", "LYM", (3,), D15)], "recovered only on the next day"
    blood(low, "UNS", D15, "18:00", LYM="1.3")
    assert kinds(low) == []


def test_after_a_recovery_the_same_again_is_a_new_event(low: Course) -> None:
    event(low, LYM, D8, "3", AEONGO="N", AEENDAT=D15, AEOUT="RECOVERED")
    blood(low, "D15", D15, LYM="1.3")
    blood(low, "CYCLE", CYCLE, LYM="0.30")
    assert kinds(low) == [("new", "LYM", (3,), CYCLE)]


def test_an_event_that_begins_only_after_the_value(low: Course) -> None:
    event(low, LYM, "2026-03-18", "3")
    assert kinds(low) == [("late", "LYM", (3,), D8)]
    assert "begins later, from 18-MAR-2026" in tell(sentence(low.context, only(low)))
    event(low, LYM, "2026-03-18", "3", AEONGO="N", AEENDAT="2026-03-20", AEOUT="RECOVERED")
    assert kinds(low) == [("late", "LYM", (3,), D8)], "ended since, it still begins later"
    event(low, LYM, "2026-04-02", "3")
    blood(low, "D15", D15, LYM="1.3")
    blood(low, "CYCLE", "2026-04-02", LYM="0.30")
    assert kinds(low) == [("new", "LYM", (3,), D8)]


def test_on_its_first_day_and_for_an_ended_event_a_normal_value_says_nothing() -> None:
    found = course()
    event(found, LYM, D8, "3")
    blood(found, "D8", D8, LYM="1.3")
    assert kinds(found) == []
    event(found, LYM, D8, "3", AEONGO="N", AEENDAT=CYCLE, AEOUT="RECOVERED")
    blood(found, "D15", D15, LYM="1.3")
    assert kinds(found) == []


def test_one_reading_of_a_sign_speaks_for_itself_only_where_it_is_worse() -> None:
    found = course()
    event(found, FEVER, D8, "2")
    found.fill("D15", "VS", VSDAT=D15, VSTIM="08:00", TEMP="38.2")
    assert kinds(found) == []
    found.fill("D15", "VS", VSDAT=D15, VSTIM="08:00", TEMP="36.6")
    assert kinds(found) == []
    found.fill("D15", "VS", VSDAT=D15, VSTIM="08:00", TEMP="40.5")
    assert kinds(found) == [("update", "TEMP", (3, 4), D15)]
    assert log_says(found) == []


# what a person made of it


def test_what_was_declined_is_asked_again_once_value_or_grade_changes(low: Course) -> None:
    one = only(low)
    say_of(low, one, Said("declined", one.rests, reason="known lymphopenia"))
    assert kinds(low) == []
    (found,) = findings(low, "D8", "HEM")
    assert (found.confirmed, found.open) == ("known lymphopenia", False)
    blood(low, "D8", D8, LYM="0.40")
    assert kinds(low) == [("new", "LYM", (3,), D8)]


def test_a_value_joined_to_another_event_rests_there_with_those_that_follow(low: Course) -> None:
    one = only(low)
    event(low, NEUTROPENIC, "2026-03-15", "3")
    say_of(low, one, Said("joined", one.rests, link_to(AE)))
    assert kinds(low) == []
    (found,) = findings(low, "D8", "HEM")
    assert found.confirmed == "Belongs to Febrile neutropenia from 15-MAR-2026"
    assert tell(found.message) == "Lymphocytes 0.42 ×10⁹/L, 16-MAR-2026: Lymphocyte count decreased, grade 3."
    blood(low, "D15", D15, LYM="0.30")
    assert kinds(low) == []
    blood(low, "D15", D15, LYM="0.10")
    assert kinds(low) == [("new", "LYM", (4,), D15)]
    event(low, NEUTROPENIC, "2026-03-15", "3", AEONGO="N", AEENDAT="2026-03-20", AEOUT="RECOVERED")
    blood(low, "D15", D15, LYM="0.30")
    assert kinds(low) == [("new", "LYM", (3,), D15)]
    record = low.context.data.at(AE)
    low.context = low.context.with_record(AE, evolve(record, voided={0: "entered by mistake"}))
    assert kinds(low) == [("new", "LYM", (3,), D8), ("new", "LYM", (3,), D15)]


def test_an_accepted_value_says_where_it_is_and_is_asked_again_without_its_event(low: Course) -> None:
    one = only(low)
    event(low)
    say_of(low, one, Said("accepted", one.rests, link_to(AE)))
    (found,) = findings(low, "D8", "HEM")
    assert found.confirmed == "In the log as Lymphocyte count decreased from 16-MAR-2026"
    event(low, NEUTROPENIC)  # coded anew: the event holds the value all the same
    assert kinds(low) == []
    low.context = low.context.with_record(AE, evolve(low.context.data.at(AE), voided={0: "twice"}))
    assert kinds(low) == [("new", "LYM", (3,), D8)]


def test_a_mark_taken_back_or_without_its_event_is_as_none(low: Course) -> None:
    one = only(low)
    say_of(low, one, Said("declined", one.rests, reason="known"))
    record = low.context.data.at(one.place)
    low.context = low.context.with_record(one.place, evolve(record, marks=dict.fromkeys(record.marks, Answer())))
    assert kinds(low) == [("new", "LYM", (3,), D8)]
    event(low)
    say_of(low, one, Said("declined", one.rests, reason="known"))
    assert findings(low, "D8", "HEM") == []


# the log without values


def test_an_event_no_value_supports_and_one_that_begins_before_its_first() -> None:
    found = course()
    event(found)
    assert log_says(found) == [
        ("AEDECOD", "No laboratory value supports Lymphocyte count decreased from 16-MAR-2026. Enter the report, "
         "correct the term or the dates, or confirm it with a reason.")
    ]  # fmt: skip
    blood(found, "D15", D15, LYM="0.42")
    assert log_says(found) == [
        ("AESTDAT", "The event begins 16-MAR-2026, and the first value that supports it is of 23-MAR-2026. Correct "
         "the start, enter the earlier report, or confirm it with a reason.")
    ]  # fmt: skip
    event(found, LYM, "2026-03")
    assert log_says(found) == []
    event(found, LYM, D8, "3", AEONGO="N", AEENDAT="2026-03-18", AEOUT="RECOVERED")
    assert [item for item, _ in log_says(found)] == ["AEDECOD"]
    event(found, "10047700")  # vomiting
    assert log_says(found) == []


def test_a_value_that_cannot_be_graded_may_be_the_one_that_supports_it() -> None:
    found = course(LYM_LLN="", LYM_ULN="")
    event(found)
    blood(found, "D15", D15, LYM="0.9")
    assert log_says(found) == []
    assert kinds(found) == []


def test_events_of_a_day_and_what_they_are_called(low: Course) -> None:
    event(low, LYM, "2026-03", "3", AEONGO="N", AEENDAT="2026-03", AEOUT="RECOVERED")
    (found,) = open_on(low.context, date(2026, 3, 31))
    assert name_of(found) == "Lymphocyte count decreased UN-MAR-2026 – UN-MAR-2026"
    assert open_on(low.context, date(2026, 4, 1)) == ()
    assert events_of(low.context, NEUT) == ()
    assert term_name("0") == "0"


@pytest.mark.parametrize(("limits", "own"), [({"lln": "1"}, True), ({"uln": "5"}, True), ({}, False)])
def test_one_limit_of_normal_makes_a_value_the_laboratorys(limits: dict[str, str], own: bool) -> None:
    assert measured(Item("CRP", "CRP", "decimal", **limits)) is own  # type: ignore[arg-type]
