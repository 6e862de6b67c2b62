"""Faults of normal ranges, grades and baselines in a definition, each told with its place and mend."""

from __future__ import annotations

from attrs import evolve

from crf.study.model import Applies, Baseline, Form, Item, Match, Study, Unit
from crf.study.range_faults import range_faults
from tests.crf.forms.small import form, study

LIMITS = form(
    Item("NAME", "Laboratory", "text"), Item("LOW", "Youngest", "integer"), Item("FROM", "From", "date"),
    Item("ULN", "Upper", "decimal"),
    id="LR", scope="site",
    applies=Applies("FROM", "FROM", (Match("LAB", equal="NAME", free=True), Match("F.DAY", low="LOW", years=True))),
)  # fmt: skip
BLOOD = form(
    Item("DAY", "Day", "date"), Item("LAB", "Laboratory", "text"),
    Item("X", "Platelets", "decimal", uln="LR.ULN", grades=("10035528",)), Item("U", "Above", "decimal"),
)  # fmt: skip


def told(*forms: Form, grading: Baseline | None = None) -> list[str]:
    """What is told of a study, as place: sentence."""
    made: Study = evolve(study(*forms), grading=grading)
    return [f"{', '.join(spot)}: {sentence}" for spot, sentence in range_faults(made)]


def changed(**more: object) -> list[str]:
    """What is told when the conditions of the site's form are changed."""
    assert LIMITS.applies is not None
    return told(evolve(LIMITS, applies=evolve(LIMITS.applies, **more)), BLOOD)


def matched(**more: object) -> list[str]:
    """What is told of another first condition."""
    return changed(match=(Match(**{"ask": "LAB", "equal": "NAME", **more}),))


def test_a_sound_study_has_none() -> None:
    assert told(LIMITS, evolve(BLOOD, through=("last(X)", "last(F.X, upto=DAY)"))) == []
    assert told(BLOOD, grading=Baseline("first(F.DAY)", "protocol 5")) == []


def test_an_answer_is_echoed_in_further_units_only() -> None:
    (fault,) = told(form(Item("X", "X", "decimal", unit="IU", echo=True)))
    assert fault.startswith("form F, item X, echo: ")
    assert told(form(Item("X", "X", "decimal", unit="IU", units=(Unit("million IU", "1000000"),), echo=True))) == []


def test_a_baseline_is_a_time_with_a_source() -> None:
    faults = told(BLOOD, grading=Baseline("first(F.X)", " "))
    assert [one.split(": ")[0] for one in faults] == ["study, grading, begins", "study, grading, source"]
    assert "where a date is needed" in faults[0]


def test_values_propose_events_by_a_condition_on_what_they_are() -> None:
    by = Baseline("first(F.DAY)", "protocol 5", 'GRADE >= 3 or SIGNIFICANT = "Y" or TERM = "10035528"')
    assert told(evolve(BLOOD, significant='LAB = "x" and CHOICE = "X"'), grading=by) == []
    (fault,) = told(BLOOD, grading=evolve(by, propose="GRADE"))
    assert fault.startswith("study, grading, propose: ")
    (fault,) = told(BLOOD, grading=evolve(by, propose="GRAD >= 3"))
    assert fault.startswith("study, grading, propose: ")
    assert "GRADE" in fault
    (fault,) = told(evolve(BLOOD, significant="X"), grading=by)
    assert fault.startswith("form F, significant: ")


def test_grades_are_terms_of_ctcae_and_only_numbers_have_them() -> None:
    items = (Item("A", "A", "decimal", grades=("1",)), Item("B", "B", "text", uln="A"), Item("C", "C", "integer"))
    assert told(form(*items)) == [
        "form F, item A, grades: CTCAE has no term with the code “1”; take the code of the term's row in the "
        "dictionary.",
        "form F, item B, grades: only a number has limits of normal and grades; “B” is no integer or decimal.",
    ]


def test_only_a_form_of_the_site_comes_in_several_records() -> None:
    (fault,) = told(evolve(LIMITS, scope="subject"), BLOOD)
    assert fault.startswith("form LR, applies: only a form of the site has records of which one holds")


def test_the_items_of_a_condition_exist_and_days_are_dates() -> None:
    assert changed(since="NAME")[0].startswith("form LR, applies, since: the item “NAME” isn't defined")
    assert changed(until="TO")[0].startswith("form LR, applies, until: the item “TO” isn't defined")
    assert changed(until="") == []
    assert matched(equal="NAMES")[0].startswith("form LR, applies, equal: the item “NAMES” isn't defined")
    assert matched(low="X", high="ULN")[0].startswith("form LR, applies, low: the item “X” isn't defined")


def test_what_is_asked_can_be_read_and_stands_on_some_form_of_a_subject() -> None:
    assert matched(ask="LAB +")[0].startswith("form LR, applies, ask: ")
    assert matched(ask="LABB")[0].startswith("form LR, applies, ask: the item “LABB” isn't defined")
    assert matched(ask="NAME")[0].startswith("form LR, applies, ask: the item “NAME” isn't defined")
    assert matched(ask="G.LAB")[0].startswith("form LR, applies, ask: the item “LAB” isn't defined")
    assert matched(ask="age(F.DAY, DAY)") == []


def test_values_judged_elsewhere_are_named_by_last() -> None:
    assert told(evolve(BLOOD, through=("first(X)",))) == [
        "form F, through: “first(X)” isn't `last(FORM.ITEM, …)`, which names the sample that is judged."
    ]
    assert told(evolve(BLOOD, through=("last(NONE)",)))[0].startswith("form F, through: the item “NONE”")
    assert told(evolve(BLOOD, through=("X",)))[0].startswith("form F, through: “X” isn't")
