"""Normal ranges in sets: which one holds for a value, what it is called, where sets overlap or leave a gap."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crf.forms.beside import Judge
from crf.forms.checks import findings
from crf.forms.context import Context
from crf.forms.normal import Normal, later, normal, normal_text, set_of
from crf.forms.ranges import day_at, in_force, names_of
from crf.forms.record import Answer, Place, Record
from crf.forms.sets import set_days, set_findings, set_fits, set_name
from crf.study.model import Applies, Choice, CodeList, Event, Item, Match, Study, Unit
from tests.crf.forms.small import context, form, record, study

SEX = CodeList("SEX", "Sex", (Choice("F", "Female"), Choice("M", "Male")))
APPLIES = Applies(
    "FROM", "TO", (
        Match("LAB", equal="NAME", free=True),
        Match("DM.SEX", equal="ONLY"),
        Match("DM.BORN", low="LOW", high="HIGH", years=True),
        Match("DM.GRADE", high="MOST"),
    ),
)  # fmt: skip
LIMITS = form(
    Item("NAME", "Laboratory", "text"), Item("ONLY", "Sex", "choice", codelist="SEX"),
    Item("LOW", "Youngest", "integer", unit="years"), Item("HIGH", "Oldest", "integer", unit="years"),
    Item("MOST", "Most", "integer"),
    Item("FROM", "Valid from", "date", future=True), Item("TO", "Valid to", "date", future=True),
    Item("LLN", "Lower", "decimal"), Item("ULN", "Upper", "decimal"), Item("OTHER", "Other", "decimal"),
    id="LR", scope="site", applies=APPLIES,
)  # fmt: skip
BLOOD = form(
    Item("DAY", "Day", "date", dates_visit=True, partial=True), Item("LAB", "Laboratory", "text"),
    Item("X", "Value", "decimal", unit="g/L", units=(Unit("g/dL", "10"), Unit("lot", "3")), lln="LR.LLN", uln="LR.ULN"),
    Item("Y", "Other value", "decimal", uln="LR.OTHER"), Item("Z", "Own limit", "decimal", uln="X"),
    Item("FREE", "No limits", "decimal"),
    id="HEM",
)  # fmt: skip
PERSON = form(
    Item("SEX", "Sex", "choice", codelist="SEX"), Item("BORN", "Born", "date", partial=True),
    Item("GRADE", "Grade", "integer"), id="DM",
)  # fmt: skip
JUDGED = form(Item("DAY", "Day", "date", dates_visit=True), id="IE", through=("last(HEM.Y)", "last(HEM.X)"))
STUDY: Study = study(
    LIMITS, BLOOD, PERSON, JUDGED, codelists=(SEX,),
    events=(
        Event("V1", "Visit 1", "V1", ("DM", "HEM", "IE")), Event("V2", "Visit 2", "V2", ("HEM", "IE")),
        Event("SITE", "Site", "Site", ("LR",), kind="site"),
    ),
)  # fmt: skip
ITEMS = {item.id: item for item in BLOOD.items}
HERE, THERE = Place("V1", "HEM"), Place("V2", "HEM")


def at(key: str) -> Place:
    return Place("SITE", "LR", form_key=key)


def casebook(blood: dict[str, str | Answer], person: dict[str, str] | None = None, **sets: dict[str, str]) -> Context:
    """One sample, the person it is of, the sets by key."""
    records = {at(key): record("LR", **values) for key, values in sets.items()}
    records[HERE] = record("HEM", **blood)
    records[Place("V1", "DM")] = record("DM", **(person or {}))
    return context(STUDY, records)


def held(blood: dict[str, str], person: dict[str, str] | None = None, **sets: dict[str, str]) -> list[str]:
    """Keys of the sets that hold for a sample."""
    return [place.form_key for place in in_force(casebook(blood, person, **sets), HERE, "LR", "ULN")]


@pytest.mark.parametrize(
    ("day", "keys"),
    [
        ("2025-12-31", ["a"]),  # older than all: the first one, and it is said
        ("2026-01-01", ["a"]),
        ("2026-06-30", ["a"]),
        ("2026-07-01", []),  # a gap
        ("2026-08-01", ["b"]),
        ("2026-09-01", ["c"]),  # a newer one rules without the older being ended
        ("2030-01-01", ["c"]),
    ],
)
def test_the_set_in_force_on_the_day_of_the_sample_holds(day: str, keys: list[str]) -> None:
    sets = {
        "c": {"FROM": "2026-09-01", "ULN": "3"},
        "a": {"FROM": "2026-01-01", "TO": "2026-06-30", "ULN": "1"},
        "b": {"FROM": "2026-08-01", "ULN": "2"},
    }
    assert held({"DAY": day}, **sets) == keys


def test_without_any_day_the_newest_holds_and_a_set_without_one_always_does() -> None:
    assert held({}, a={"FROM": "2026-01-01"}, b={"FROM": "2026-02-01"}) == ["b"]
    assert held({"DAY": "1999-01-01"}, a={"ULN": "1"}, b={"FROM": "2026-02-01"}) == ["a"]
    assert held({"DAY": "2026"}, a={"FROM": "2026-01-01"}) == ["a"]
    assert held({"DAY": "2026-03-01"}, a={"TO": "2026-02-28"}) == []


@pytest.mark.parametrize(
    ("person", "keys"),
    [
        ({"SEX": "F"}, ["women"]),
        ({"SEX": "M"}, ["men"]),
        ({}, []),  # whose sex isn't known may be judged by neither
    ],
)
def test_a_set_for_one_sex_holds_for_that_sex(person: dict[str, str], keys: list[str]) -> None:
    assert held({"DAY": "2026-03-01"}, person, women={"ONLY": "F"}, men={"ONLY": "M"}) == keys


@pytest.mark.parametrize(
    ("born", "keys"),
    [
        ("1961-03-01", ["old"]),
        ("1961-03-02", ["young"]),  # 64 on the day of the sample
        ("1961", []),  # 64 or 65
        ("1970", ["young"]),
        ("2027-01-01", []),
        ("", []),
    ],
)
def test_a_set_for_an_age_holds_for_the_years_on_the_day_of_the_sample(born: str, keys: list[str]) -> None:
    sets = {"young": {"LOW": "18", "HIGH": "64"}, "old": {"LOW": "65"}}
    assert held({"DAY": "2026-03-01"}, {"BORN": born}, **sets) == keys


def test_any_other_item_may_bound_a_set() -> None:
    assert held({"DAY": "2026-03-01"}, {"GRADE": "2"}, low={"MOST": "1"}, high={"MOST": "2"}) == ["high"]


def test_a_named_laboratory_holds_alone_and_an_unnamed_one_means_the_newest_that_tells() -> None:
    sets = {
        "one": {"NAME": "Laboratory  01", "FROM": "2026-01-01", "ULN": "10", "OTHER": "7"},
        "two": {"NAME": "laboratory 02", "FROM": "2026-02-01", "ULN": "20"},
    }
    day = {"DAY": "2026-03-01"}
    assert held({**day, "LAB": "laboratory 01"}, **sets) == ["one"]
    assert held({**day, "LAB": "laboratory 03"}, **sets) == []
    assert held(day, **sets) == ["two", "one"]
    found = casebook({**day, "X": "5", "Y": "5"}, **sets)
    assert normal(found.scope(HERE), ITEMS["X"]) == Normal(None, Decimal(20))
    assert normal(found.scope(HERE), ITEMS["Y"]) == Normal(None, Decimal(7))


def test_the_laboratories_with_sets_are_offered_once_each() -> None:
    names = {"b": "laboratory 02", "a": "Laboratory  01", "c": "laboratory 01"}
    found = casebook({"LAB": "x"}, **{key: {"NAME": name} for key, name in names.items()}, d={"ULN": "1"})
    assert names_of(found, ITEMS["LAB"]) == ("laboratory 01", "laboratory 02")
    assert names_of(found, Item("NAME", "Laboratory", "text")) == names_of(found, ITEMS["LAB"])
    assert names_of(found, ITEMS["X"]) == names_of(found, Item("MEMO", "Memo", "text")) == ()
    assert names_of(casebook({}), ITEMS["LAB"]) == ()


def test_a_study_without_sets_takes_every_record() -> None:
    plain = study(form(Item("U", "Upper", "decimal"), id="LR", scope="site"), BLOOD, JUDGED)
    found = context(plain, {at("a"): record("LR", U="1"), HERE: record("HEM")})
    assert in_force(found, HERE, "LR", "U") == [at("a")]
    assert set_name(found, at("a")) == "Form LR"
    assert (set_fits(found, at("a")), set_days(found, at("a")), list(set_findings(found, at("a")))) == ((), "", [])


def test_a_form_that_judges_values_asks_as_of_their_sample() -> None:
    found = casebook(
        {"DAY": "2026-03-01", "X": "5"}, a={"FROM": "2026-01-01", "ULN": "1"}, b={"FROM": "2026-04-01", "ULN": "2"}
    )
    later_on = found.with_record(Place("V2", "IE"), record("IE", DAY="2026-05-01"))
    scope = later_on.scope(Place("V2", "IE"))
    assert scope.result("LR.ULN") == 1
    assert scope.result("LR.LLN") is None  # no value rests on it, asked as of its own day
    assert later_on.scope(Place("V2", "HEM")).result("LR.ULN") == 2
    assert day_at(later_on, Place("V2", "IE")) is not None
    # Without any value to judge it asks for itself.
    bare = casebook({"DAY": "2026-03-01"}, a={"FROM": "2026-01-01", "ULN": "1"}, b={"FROM": "2026-04-01", "ULN": "2"})
    bare = bare.with_record(Place("V2", "IE"), record("IE", DAY="2026-05-01"))
    assert bare.scope(Place("V2", "IE")).result("LR.ULN") == 2


def test_a_value_knows_its_side_and_a_limit_is_normal() -> None:
    both = Normal(Decimal(2), Decimal(4))
    assert [both.flag(Decimal(value)) for value in (1, 2, 4, 5)] == ["L", "", "", "H"]
    assert [both.outside(Decimal(value)) for value in (1, 2)] == [True, False]
    assert (both.flag("1"), both.outside(None), Normal().outside(Decimal(1))) == ("", False, None)
    assert (Normal(None, Decimal(4)).flag(Decimal(5)), Normal(Decimal(2)).flag(Decimal(5))) == ("H", "")
    assert (both.known, Normal().known) == (True, False)


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        ("120", "155.0", "", "120–155.0 g/L"),
        ("120", "155.0", "g/dL", "12–15.5 g/dL"),
        ("120", "155", "lot", "120–155 g/L"),  # 155 / 3 can't be told
        ("120", None, "", "≥ 120 g/L"),
        (None, "155", "", "≤ 155 g/L"),
        (None, None, "", ""),
    ],
)
def test_limits_are_told_in_the_unit_asked_for(low: str | None, high: str | None, unit: str, text: str) -> None:
    ends = [Decimal(end) if end else None for end in (low, high)]
    assert normal_text(ITEMS["X"], Normal(*ends), unit) == text


def test_limits_that_came_into_force_after_the_sample_say_so() -> None:
    found = casebook({"DAY": "2026-01-05", "X": "5"}, a={"FROM": "2026-02-01", "ULN": "10"})
    assert set_of(found, HERE, ITEMS["X"]) == at("a")
    assert later(found, HERE, ITEMS["X"]) == "valid from 01-FEB-2026, after this sample"
    after = casebook({"DAY": "2026-02-01", "X": "5"}, a={"FROM": "2026-02-01", "ULN": "10"})
    assert later(after, HERE, ITEMS["X"]) == ""
    assert later(casebook({"DAY": "2026-01-05"}, a={"ULN": "1"}), HERE, ITEMS["X"]) == ""
    assert set_of(casebook({}), HERE, ITEMS["X"]) is None
    assert set_of(after, HERE, ITEMS["Z"]) is None  # a limit on the form itself
    assert later(after, HERE, ITEMS["Z"]) == ""
    assert set_of(after, HERE, ITEMS["FREE"]) is None


def test_what_stands_beside_a_value() -> None:
    found = casebook(
        {"DAY": "2026-01-05", "X": Answer("9", unit="g/dL")}, a={"FROM": "2026-02-01", "LLN": "10", "ULN": "20"}
    )
    beside = Judge(found, HERE).of(ITEMS["X"], 0, Answer("9", unit="g/dL"))
    assert (beside.normal, beside.flag) == ("1–2 g/dL", "L")
    assert beside.since == "valid from 01-FEB-2026, after this sample"
    blank = Judge(casebook({"DAY": "2026-02-05"}, a={"ULN": "20"}), HERE).of(ITEMS["X"], 0, Answer())
    assert (blank.normal, blank.flag, blank.since) == ("≤ 20 g/L", "", "")
    none = Judge(casebook({"X": "5"}), HERE).of(ITEMS["X"], 0, Answer("5"))
    assert (none.normal, none.flag) == ("no range in force", "")
    assert Judge(found, HERE).of(ITEMS["FREE"], 0, Answer("5")).normal == ""


def test_only_values_outside_or_without_limits_are_offered_as_significant() -> None:
    found = casebook({"X": "5", "Y": "5", "FREE": "5"}, a={"ULN": "4", "OTHER": "9"})
    scope = found.scope(HERE)
    assert [scope.outside(item) for item in ("X", "Y", "FREE", "NONE")] == [True, False, None, None]
    assert found.scope().outside("X") is None
    assert scope.result('outside("X")') is True


# names, overlaps, gaps


def test_a_set_is_called_by_what_it_holds_for() -> None:
    found = casebook(
        {},
        a={"NAME": "laboratory 01", "ONLY": "F", "LOW": "18", "HIGH": "64", "FROM": "2026-01-01", "TO": "2026-06-30"},
        b={"LOW": "65", "FROM": "2026-01-01", "MOST": "3"},
        c={"HIGH": "17", "TO": "2026-06-30"},
        d={},
    )
    assert set_name(found, at("a")) == "laboratory 01, Female, 18–64 years, 01-JAN-2026 to 30-JUN-2026"
    assert set_name(found, at("b")) == "≥ 65 years, ≤ 3, from 01-JAN-2026"
    assert set_name(found, at("c")) == "≤ 17 years, to 30-JUN-2026"
    assert set_name(found, at("d")) == "unnamed ranges"
    assert set_fits(found, at("a")) == ("laboratory 01", "Female", "18–64 years", "")


def said(key: str, **sets: dict[str, str]) -> list[str]:
    """The checks that speak of a set beside the others."""
    found = casebook({}, **sets)
    place = at(key)
    visible = frozenset((0, item.id) for item in LIMITS.items)
    all_of_it = findings(LIMITS, place, found.data.at(place), found, visible)
    return [one.check for one in all_of_it if one.level == "soft"]


def test_sets_that_hold_on_the_same_days_are_a_finding() -> None:
    old = {"FROM": "2026-01-01", "TO": "2026-06-30", "ULN": "1"}
    assert said("b", a=old, b={"FROM": "2026-06-30", "ULN": "1"}) == ["sets-overlap"]
    assert said("a", a=old, b={"FROM": "2026-06-30", "ULN": "1"}) == []
    assert said("b", a=old, b={"FROM": "2026-07-01", "ULN": "1"}) == []
    assert said("b", a={"FROM": "2026-01-01"}, b={"FROM": "2026-03-01"}) == []  # the newer one rules
    assert said("b", a=old, b={"FROM": "2026-01-01", "ULN": "1"}) == ["sets-overlap"]
    assert said("b", a={**old, "NAME": "other"}, b={"FROM": "2026-01-01", "ULN": "1"}) == []


def test_days_without_a_set_are_a_finding() -> None:
    old = {"FROM": "2026-01-01", "TO": "2026-06-30", "ULN": "1"}
    (gap,) = set_findings(casebook({}, a=old, b={"FROM": "2026-07-03"}), at("b"))
    assert str(gap.message).startswith("No ranges are in force from 01-JUL-2026 to 02-JUL-2026: the set before (")
    assert said("b", a=old, b={"FROM": "2026-07-03", "ULN": "1"}, c={"FROM": "2026-06-01"}) == []


def test_sets_of_other_sexes_or_ages_stand_side_by_side() -> None:
    first = {"FROM": "2026-01-01", "ULN": "1"}
    women, men = {**first, "ONLY": "F"}, {**first, "ONLY": "M"}
    assert said("a", a=women, b=men) == []
    assert said("a", a=women, b=first) == ["sets-overlap"]
    young, old = {**first, "HIGH": "64"}, {**first, "LOW": "65"}
    assert said("a", a=young, b=old) == said("a", a=old, b=young) == []
    assert said("a", a={**first, "LOW": "60"}, b=young) == ["sets-overlap"]


def test_a_draft_or_voided_set_holds_for_nothing() -> None:
    found = casebook({"DAY": "2026-03-01"}, a={"ULN": "1"})
    voided = found.with_record(at("a"), Record("LR", found.data.at(at("a")).answers, voided={0: "wrong"}))
    assert in_force(voided, HERE, "LR", "ULN") == []
    assert voided.scope(HERE).result("LR.ULN") is None
