"""The same adverse event entered twice: found where both may have gone on at once, silent where they can't."""

from __future__ import annotations

import pytest

from crf.forms.record import Answer, Finding, Place, Record
from crf.forms.twice import entered_twice
from crf.study.model import Item
from tests.crf.forms.nkact import Patient
from tests.crf.forms.small import context, form, record, study

FEVER, NAUSEA = "10016558", "10028813"
FIRST, SECOND = Place("LOG", "AE", form_key="a"), Place("LOG", "AE", form_key="b")


def told(first: dict[str, str], second: dict[str, str]) -> list[Finding]:
    """What is said of the second of two events; nothing of this kind is ever said of the first."""
    patient = Patient()
    patient.enter("LOG", "AE", row="a", **{"AETERM": "fever", "AEDECOD": FEVER, **first})
    patient.enter("LOG", "AE", row="b", **{"AETERM": "hot", "AEDECOD": FEVER, **second})
    steps = patient.assessed.steps
    assert not [one for one in steps[FIRST].findings if one.check == "twice"]
    return [one for one in steps[SECOND].findings if one.check == "twice"]


ENDED = {"AESTDAT": "10.3.2026", "AEONGO": "N", "AEENDAT": "14.3.2026"}


@pytest.mark.parametrize(
    "second",
    [
        {"AESTDAT": "12.3.2026"},
        {"AESTDAT": "UN-MAR-2026"},
        {"AESTDAT": "14.3.2026"},
        {"AESTDAT": "1.3.2026", "AEONGO": "Y"},
        {"AESTDAT": "1.3.2026", "AEONGO": "N", "AEENDAT": "10.3.2026"},
        {"AESTDAT": "1.3.2026", "AEONGO": "N", "AEENDAT": "UN-MAR-2026"},
        {"AESTDAT": "UNK"},
    ],
)
def test_one_term_in_periods_that_may_overlap_is_found(second: dict[str, str]) -> None:
    (found,) = told(ENDED, second)
    assert (found.item, found.level, found.line) == ("AEDECOD", "soft", 0)
    assert str(found.message).startswith("Fever · fever, 10-MAR-2026 – 14-MAR-2026, was entered before")
    assert "Void one of the two" in str(found.message)


@pytest.mark.parametrize(
    "second",
    [
        {"AESTDAT": "15.3.2026"},
        {"AESTDAT": "1.3.2026", "AEONGO": "N", "AEENDAT": "9.3.2026"},
        {"AESTDAT": "12.3.2026", "AEDECOD": NAUSEA},
        {"AEONGO": "Y"},
        {"AESTDAT": "UNK", "AEONGO": "N", "AEENDAT": "9.3.2026"},
    ],
)
def test_another_term_or_another_time_is_silent(second: dict[str, str]) -> None:
    assert told(ENDED, second) == []


def test_a_first_event_without_a_start_says_nothing_about_the_second() -> None:
    assert told({"AEONGO": "Y"}, {"AESTDAT": "12.3.2026"}) == []


def test_times_of_day_tell_two_events_of_one_day_apart() -> None:
    morning = {"AESTDAT": "10.3.2026", "AEONGO": "N", "AEENDAT": "10.3.2026", "AEENTIM": "08:00"}
    assert told(morning, {"AESTDAT": "10.3.2026", "AESTTIM": "21:10"}) == []
    assert told(morning, {"AESTDAT": "10.3.2026", "AESTTIM": "07:30"})


def test_the_same_words_are_found_whatever_their_terms() -> None:
    (found,) = told(ENDED, {"AETERM": " FEVER ", "AEDECOD": NAUSEA, "AESTDAT": "12.3.2026"})
    assert found.item == "AETERM"
    (coded,) = told(ENDED, {"AETERM": "fever", "AESTDAT": "12.3.2026"})
    assert coded.item == "AEDECOD"  # said once, where the term is


def test_words_without_a_term_are_compared_too() -> None:
    patient = Patient()
    for row in "ab":
        patient.enter("LOG", "AE", row=row, AETERM="fever", AESTDAT="12.3.2026")
    found = [one for one in patient.assessed.steps[SECOND].findings if one.check == "twice"]
    assert [one.item for one in found] == ["AETERM"]
    assert str(found[0].message).startswith("fever, 12-MAR-2026 – end not known, was entered before")


def test_a_voided_event_counts_no_more_and_a_confirmation_ends_when_a_date_moves() -> None:
    patient = Patient()
    patient.enter("LOG", "AE", row="a", AETERM="fever", AEDECOD=FEVER, AESTDAT="10.3.2026", AEONGO="Y")
    patient.enter("LOG", "AE", row="b", AETERM="hot", AEDECOD=FEVER, AESTDAT="12.3.2026", AEONGO="Y")
    before = next(one for one in patient.assessed.steps[SECOND].findings if one.check == "twice")
    patient.enter("LOG", "AE", row="a", AESTDAT="9.3.2026")
    after = next(one for one in patient.assessed.steps[SECOND].findings if one.check == "twice")
    assert before.rests != after.rests
    voided = Record("AE", patient.context.data.at(FIRST).answers, voided={0: "typed twice"})
    struck = patient.context.with_record(FIRST, voided)
    assert list(entered_twice(struck, SECOND, "AEDECOD")) == []


def test_a_log_of_other_items_is_left_alone() -> None:
    of = study(form(Item("AETERM", "Event", "text"), Item("AESTDAT", "Start", "date"), id="AE"))
    said = {"AETERM": Answer("fever"), "AESTDAT": Answer("2026-03-10")}
    seen = context(of, {Place("V1", "AE"): record("AE", **said), Place("V2", "AE"): record("AE", **said)})
    (found,) = entered_twice(seen, Place("V2", "AE"), "AETERM")
    assert str(found.message).startswith("fever, 10-MAR-2026")
    assert list(entered_twice(seen, Place("V2", "AE"), "AESTDAT")) == []
