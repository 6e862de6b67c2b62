"""Faults of judgements and TLT criteria: each names the key and the mend."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from crf.study.model import Anchor, Choice, CodeList, Event, Form, Group, Item, Number, Study
from crf.study.verifier import verify

GRADE = Item("GRADE", "Grade", "integer")
NOTE = Item("NOTE", "Read this", "note", required=False)
DERIVED = Item("TWICE", "Twice", "integer", method="GRADE + GRADE", required=False)


def study(*items: Item, **more: Any) -> Study:
    form = Form("AE", "Events", (Group("AE.ALL", "All", (GRADE, *items)),))
    anchor = Anchor("NK", "NK infusion", "last(AE.DAY)", "protocol")
    day = Item("DAY", "Day", "date", dates_visit=True)
    form = evolve(form, groups=(*form.groups, Group("AE.DAY", "Day", (day,))))
    reasons = CodeList("REASON", "Reasons", (Choice("ERROR", "Error"),))
    numbers = {"period": Number("28", "protocol", "days")}
    made = Study("S", "S", "1", "Europe/Madrid", (Event("V", "V", "V", ("AE",)),), (form,), (reasons,), (anchor,))
    return evolve(made, numbers=numbers, **more)


def told(of: Study) -> list[str]:
    return [str(one) for one in verify(of)]


def test_judgements_that_rest_on_items_of_the_form_are_sound() -> None:
    assert told(study(Item("WHY", "Why", "text", judged=True, rests=("GRADE", "DAY")))) == []


@pytest.mark.parametrize(
    ("item", "key", "mend"),
    [
        (evolve(DERIVED, judged=True), "item TWICE, judged", "leave judged out"),
        (evolve(NOTE, judged=True), "item NOTE, judged", "leave judged out"),
        (Item("WHY", "Why", "text", rests=("GRADE",)), "item WHY, rests", "write judged = true"),
        (Item("WHY", "Why", "text", judged=True, rests=("GRADES",)), "item WHY, rests", "GRADE"),
        (Item("WHY", "Why", "text", judged=True, rests=("WHY",)), "item WHY, rests", "WHY"),
    ],
)
def test_a_judgement_is_an_answer_of_a_person_on_other_answers(item: Item, key: str, mend: str) -> None:
    (fault,) = told(study(item))
    assert key in fault
    assert mend in fault


CRITERIA = {
    "tlt_anchor": "NK",
    "tlt_days": "period",
    "tlt_item": "GRADE",
    "tlt_source": "protocol",
    "tlt_criteria": "GRADE > 2",
}


def test_criteria_with_period_item_and_source_are_sound() -> None:
    assert told(study(**CRITERIA)) == []


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("tlt_form", "AES", "study, tlt_form: the form “AES” isn't defined; did you mean AE?"),
        ("tlt_item", "GRAD", "study, tlt_item: the item “GRAD” isn't defined"),
        ("tlt_anchor", "", "study, tlt_criteria: the criteria of a TLT need its period"),
        ("tlt_days", "", "study, tlt_criteria: the criteria of a TLT need its period"),
        ("tlt_source", " ", "study, tlt_source: "),
        ("tlt_criteria", "GRADES > 2", "study, tlt_criteria: "),
        ("tlt_criteria", "GRADE", "study, tlt_criteria: "),
    ],
)
def test_criteria_that_cant_be_asked_are_faults(key: str, value: str, fault: str) -> None:
    (one,) = told(study(**{**CRITERIA, key: value}))
    assert fault in one, one
