"""What differs between two definitions: each kind of part added, removed, changed and reworded, from and to."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as some

from crf.study.concerns import Concern, concerns
from crf.study.differences import Difference, choices_of, codes_of, compare, counts, show
from crf.study.model import (
    Anchor,
    Check,
    Choice,
    CodeList,
    Event,
    Example,
    Form,
    Group,
    Item,
    Number,
    Rule,
    Study,
    Unit,
)
from crf.study.reader import STUDIES, read
from crf.study.structure import from_json, to_json
from crf.text import tell

PULSE = Item("PULSE", "Pulse", "integer", unit="/min", low="30", high="200", missing=("ND",))
SEX = Item("SEX", "Sex", "choice", codelist="SEX")
MANY = Item("RACE", "Race", "choices", codelist="SEX", required=False)
VS = Form(
    "VS",
    "Vital signs",
    (Group("VS.A", "Signs", (PULSE, SEX, MANY)),),
    numbers={"least": Number("5", "label", "kg")},
    rules={"planned": Rule("8 mg/kg", "label")},
    checks=(Check("VS-01", "PULSE", "PULSE > 150", "High.", examples=(Example(True, {"PULSE": "160"}),)),),
)
OLD = Study(
    "S", "A study", "1", "Europe/Madrid",
    events=(Event("D1", "Day 1", "D1", ("VS",), anchor="A", day=1, first=1, last=2, source="protocol"),),
    forms=(VS,),
    codelists=(CodeList("SEX", "Sex", (Choice("F", "Female"), Choice("M", "Male"))),),
    anchors=(Anchor("A", "Day 1", "first(VS.PULSE)", "protocol"),),
    numbers={"age": Number("7", "site default", "days", "Age of a weight")},
)  # fmt: skip


def with_item(item: Item, **changes: Any) -> Study:
    """The study with one item changed."""
    items = tuple(evolve(one, **changes) if one.id == item.id else one for one in (PULSE, SEX, MANY))
    return evolve(OLD, forms=(evolve(VS, groups=(evolve(VS.groups[0], items=items),)),))


def with_choices(*choices: Choice) -> Study:
    return evolve(OLD, codelists=(CodeList("SEX", "Sex", choices),))


def only(new: Study) -> Difference:
    """The only difference."""
    (found,) = compare(OLD, new)
    return found


def test_the_same_definition_differs_in_nothing() -> None:
    assert compare(OLD, OLD) == ()
    study = read(STUDIES / "nk-act-bc")
    assert compare(study, from_json(to_json(study))) == ()


@pytest.mark.req("PA-225")
@pytest.mark.parametrize(
    ("changes", "aspect", "old", "new"),
    [
        ({"type": "decimal"}, "type", "integer", "decimal"),
        ({"required": False}, "required", "yes", "no"),
        ({"high": "180"}, "low..high", "30 to 200", "30 to 180"),
        ({"high": ""}, "low..high", "30 to 200", "≥ 30"),
        ({"low": ""}, "low..high", "30 to 200", "≤ 200"),
        ({"low": "", "high": ""}, "low..high", "30 to 200", ""),
        ({"missing": ("ND", "NA")}, "missing", "ND", "ND, NA"),
        ({"show": "SEX = 1"}, "show", "", "SEX = 1"),
        ({"units": (Unit("Hz", "60"),)}, "units", "", "unit Hz · factor 60"),
    ],
)
def test_an_item_that_is_asked_otherwise(changes: dict[str, Any], aspect: str, old: str, new: str) -> None:
    assert only(with_item(PULSE, **changes)) == Difference("item", "changed", "VS.PULSE", "Pulse", aspect, old, new)


@pytest.mark.req("PA-225")
def test_codes_stand_at_each_item_that_uses_them() -> None:
    new = with_choices(Choice("F", "Woman"), Choice("X", "Other"))
    found = compare(OLD, new)
    assert [(one.name, one.aspect, one.old, one.new) for one in found] == [
        (name, "codes", "F = Female, M = Male", "F = Woman, X = Other") for name in ("VS.SEX", "VS.RACE")
    ]
    assert codes_of(OLD, PULSE) == ""
    assert choices_of(OLD, evolve(SEX, codelist="NONE")) == {}


@pytest.mark.req("PA-225")
def test_parts_added_and_removed() -> None:
    form = Form("AE", "Events", (Group("AE.A", "Event", (Item("TERM", "Term", "text"),)),))
    event = Event("LOG", "Log {n}", "log", ("AE",), kind="log")
    new = evolve(
        OLD,
        forms=(*OLD.forms, form),
        events=(*OLD.events, event),
        anchors=(),
        numbers={**OLD.numbers, "x": Number("1", "")},
    )
    expected = {
        ("visit", "added", "LOG", "Log n"), ("form", "added", "AE", "Events"), ("item", "added", "AE.TERM", "Term"),
        ("number", "added", "x", "x"), ("study", "removed", "anchors: A", "Day 1"),
    }  # fmt: skip
    assert {(one.part, one.kind, one.name, one.title) for one in compare(OLD, new)} == expected
    back = {"added": "removed", "removed": "added"}
    assert {(one.part, back[one.kind], one.name, one.title) for one in compare(new, OLD)} == expected


@pytest.mark.parametrize(
    ("new", "part", "name", "aspect", "old", "now"),
    [
        (evolve(OLD, version="2"), "study", "S", "version", "1", "2"),
        (evolve(OLD, events=(evolve(OLD.events[0], last=4),)), "visit", "D1", "last", "2", "4"),
        (evolve(OLD, events=(evolve(OLD.events[0], last=None),)), "visit", "D1", "last", "2", ""),
        (evolve(OLD, events=(evolve(OLD.events[0], forms=()),)), "visit", "D1", "forms", "VS", ""),
        (evolve(OLD, numbers={"age": evolve(OLD.numbers["age"], value="8")}), "number", "age", "value", "7", "8"),
        (evolve(OLD, forms=(evolve(VS, rules={"planned": Rule("6 mg/kg", "label")}),)), "number", "VS planned", "rule",
         "8 mg/kg", "6 mg/kg"),
        (evolve(OLD, forms=(evolve(VS, version="2"),)), "form", "VS", "version", "1", "2"),
        (evolve(OLD, forms=(evolve(VS, checks=(evolve(VS.checks[0], fires="PULSE > 140"),)),)), "check", "VS-01",
         "fires", "PULSE > 150", "PULSE > 140"),
        (evolve(OLD, forms=(evolve(VS, checks=(evolve(VS.checks[0], values={"b": "2", "a": "1"}),)),)), "check",
         "VS-01", "values", "", "a: 1, b: 2"),
    ],
)  # fmt: skip
def test_every_other_part_that_changed(new: Study, part: str, name: str, aspect: str, old: str, now: str) -> None:
    found = only(new)
    assert (found.part, found.kind, found.name, found.aspect, found.old, found.new) == (
        part, "changed", name, aspect, old, now,
    )  # fmt: skip


def test_what_only_reads_otherwise_is_told_apart() -> None:
    assert only(with_item(PULSE, ask="Heart rate")) == Difference(
        "item", "reworded", "VS.PULSE", "Heart rate", "ask", "Pulse", "Heart rate"
    )
    assert only(evolve(OLD, numbers={"age": evolve(OLD.numbers["age"], source="board")})).kind == "reworded"


def test_examples_of_a_check_are_no_difference() -> None:
    assert compare(OLD, evolve(OLD, forms=(evolve(VS, checks=(evolve(VS.checks[0], examples=()),)),))) == ()


def test_a_part_that_differs_twice_counts_once() -> None:
    found = compare(OLD, with_item(PULSE, ask="Heart rate", high="180", required=False))
    assert counts(found) == {"added": 0, "removed": 0, "changed": 1, "reworded": 0}
    assert counts(compare(OLD, with_item(PULSE, ask="Heart rate")))["reworded"] == 1


def test_parts_without_a_name_are_told_by_what_they_hold() -> None:
    assert show((Unit("Hz", "60"), Unit("x", ""))) == "unit Hz · factor 60, unit x"
    assert show(None) == ""


@given(some.sampled_from([{"required": False}, {"high": "9"}, {"ask": "?"}, {"unit": "Hz"}, {"type": "text"}]))
def test_there_and_back_tell_the_same_the_other_way_round(changes: dict[str, Any]) -> None:
    new = with_item(PULSE, **changes)
    there, back = compare(OLD, new), compare(new, OLD)
    assert [(one.name, one.aspect, one.old, one.new) for one in there] == [
        (one.name, one.aspect, one.new, one.old) for one in back
    ]


SAVED = {
    ("D1", "VS", "PULSE"): {"72": 3, "": 1},
    ("D1", "VS", "SEX"): {"F": 2},
    ("D1", "VS", "RACE"): {"F|M": 2, "M": 1},
}


def found(new: Study, saved: Any = None) -> tuple[Concern, ...]:
    return concerns(OLD, new, SAVED if saved is None else saved)


def test_nothing_speaks_against_the_same() -> None:
    assert found(OLD) == ()


@pytest.mark.req("PA-227")
def test_a_code_in_use_that_is_gone_names_item_code_and_count() -> None:
    one, other = found(with_choices(Choice("F", "Female")))[:1] + found(with_choices(Choice("M", "Male")))[:1]
    assert (one.name, one.code, one.count, one.refuses) == ("VS.RACE", "M", 3, False)
    assert "M (Male) of VS.RACE" in tell(one.message)
    assert "use it: 3." in tell(one.message)
    assert (other.name, other.code, other.count) == ("VS.SEX", "F", 2)


@pytest.mark.req("PA-227")
def test_a_code_in_use_that_means_something_else_names_both_meanings() -> None:
    one, other = found(with_choices(Choice("F", "Father"), Choice("M", "Male")))
    assert (one.name, one.code, one.count, one.refuses) == ("VS.SEX", "F", 2, False)
    assert "“Father” instead of “Female”" in tell(one.message)
    assert (other.name, other.code, other.count) == ("VS.RACE", "F", 2)


def test_a_code_nobody_used_may_go() -> None:
    assert found(with_choices(Choice("F", "Female")), {("D1", "VS", "SEX"): {"F": 2}}) == ()


@pytest.mark.req("PA-233")
def test_another_kind_with_data_refuses_with_the_count() -> None:
    (one,) = found(with_item(PULSE, type="date"))
    assert (one.name, one.count, one.refuses) == ("VS.PULSE", 4, True)
    assert "integer" in tell(one.message)
    assert "date" in tell(one.message)
    assert found(with_item(PULSE, type="date"), {}) == (), "without data it may change"


def test_another_unit_is_warned_of() -> None:
    (one,) = found(with_item(PULSE, unit="Hz"))
    assert (one.refuses, one.count) == (False, 4)
    assert "Hz instead of /min" in tell(one.message)
    (bare,) = found(with_item(PULSE, unit=""))
    assert "– instead of /min" in tell(bare.message)


def test_an_item_a_form_or_a_visit_with_data_may_not_go() -> None:
    gone = evolve(OLD, forms=(evolve(VS, groups=(evolve(VS.groups[0], items=(SEX, MANY)),)),))
    assert [(one.name, one.count, one.refuses) for one in found(gone)] == [("VS.PULSE", 4, True)]
    elsewhere = evolve(OLD, events=(evolve(OLD.events[0], forms=()),))
    assert [(one.name, one.count, one.refuses) for one in found(elsewhere)] == [("D1 VS", 9, True)]
    visit = evolve(OLD, events=())
    assert [(one.name, one.count, one.refuses) for one in found(visit)] == [("D1", 9, True)]
    form = evolve(OLD, forms=(), events=(evolve(OLD.events[0], forms=()),))
    assert {one.name for one in found(form)} == {"VS.PULSE", "VS.SEX", "VS.RACE"}


def test_an_item_the_old_one_did_not_have_either_is_kept_as_it_is() -> None:
    assert found(OLD, {("D1", "VS", "PULSE"): {}, ("D9", "VS", "SEX"): {"F": 1}})[0].name == "D9"
    assert concerns(evolve(OLD, forms=()), OLD, SAVED) == ()


def test_what_refuses_stands_first() -> None:
    new = with_item(PULSE, type="date")
    both = concerns(
        OLD, evolve(new, codelists=(CodeList("SEX", "Sex", (Choice("F", "Father"), Choice("M", "Male"))),)), SAVED
    )
    assert [one.refuses for one in both] == [True, False, False]
