"""The casebook as an expression sees it: whose value is meant, what counts, what lies in time."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from attrs import evolve

from crf.clinical.dates import Moment, PartialDate
from crf.forms.context import Context, dating_items, number_value
from crf.forms.record import BLANK, Answer, Place, Record
from crf.study.evaluate import Value
from crf.study.model import Anchor, Event, Item, Number, Rule
from crf.study.rules import parse_rule
from tests.crf.forms.small import HERE, ZONE, context, form, group, record, study

VITALS = form(
    Item("DAY", "Day", "date", dates_visit=True, partial=True), Item("AT", "Time", "time"),
    Item("KG", "Weight", "decimal", missing=("ND",)), id="VS",
)  # fmt: skip
MAIN = form(Item("A", "A", "decimal"), Item("WHEN", "Day", "date", dates_visit=True),
            group(Item("L", "L", "decimal"), Item("K", "K", "text"), id="L", repeats=True),
            rules={"planned": Rule("8 mg/kg", "here")},
            numbers={"most": Number("10", "here", "%")})  # fmt: skip
BARE = form(Item("SEX", "Sex", "text"), Item("AE", "Term", "term"), id="DM")
VISITS = tuple(
    Event(id, id, id, ("F", "VS", "DM"),
    anchor="D1", day=day, first=day, last=day, every=21 if id == "C" else 0, count=2 if id == "C" else 0)
    for id, day in (("V1", 1), ("V2", 8), ("C", 22))
)  # fmt: skip
OF = study(MAIN, VITALS, BARE, events=VISITS, anchors=(Anchor("D1", "Day 1", "DM.NONE", "here", "VS.DAY@V1"),),
           numbers={"age": Number("7", "here", "d"), "way": Number("oral", "here", "text")})  # fmt: skip
OF = evolve(OF, anchors=(Anchor("D1", "Day 1", "", "here", "VS.DAY@V1"),))


def weighed(day: str, kg: str | Answer, at: str = "") -> Record:
    return record("VS", DAY=day, KG=kg, AT=at)


def seen(**records: Record) -> Context:
    """Records by event; `V1_F` is the form F at V1, a bare name the vital signs."""
    places = {}
    for name, found in records.items():
        event, _, key = name.partition("_")
        places[Place(event, found.form, key)] = found
    return context(OF, places)


def test_an_own_item_stands_in_its_line_or_outside_lines() -> None:
    of = context(OF, {HERE: Record("F", {(0, "A"): Answer("1"), (1, "L"): Answer("2"), (2, "L"): Answer("3")})})
    assert [of.scope(HERE, line).result("A + L") for line in (1, 2)] == [Decimal(3), Decimal(4)]
    assert of.scope(HERE).result("F.A") == Decimal(1)
    assert of.scope(HERE).result("L") is None


def test_an_item_of_another_form_is_that_of_the_same_visit() -> None:
    of = seen(V1=weighed("2026-01-01", "60"), V2=weighed("2026-01-08", "61"))
    assert of.scope(Place("V1", "F")).result("VS.KG") == Decimal(60)
    assert of.scope(Place("V2", "F")).result("VS.KG") == Decimal(61)


def test_another_visit_lends_its_latest_value_but_never_one_that_lies_ahead() -> None:
    own = {"V1_": record("F", WHEN="2026-01-05")}
    of = seen(**own, V2=weighed("2026-01-08", "61"))
    assert of.scope(Place("V1", "F")).result("VS.KG") is None
    of = seen(C_1=weighed("2026-01-03", "59"), C_2=weighed("2026-01-04", "60"), V2=weighed("2026-01-08", "61"), **own)
    assert of.scope(Place("V1", "F")).result("VS.KG") == Decimal(60)
    of = seen(C_1=weighed("2026-01-05", "59"), C_2=weighed("2026-01", "60"), **own)
    assert of.scope(Place("V1", "F")).result("VS.KG") == Decimal(60)
    assert context(OF, {Place("V2", "VS"): weighed("2026-01-08", "61")}).scope(Place("V1", "F")).result(
        "VS.KG"
    ) == Decimal(61)


def test_a_visit_without_a_day_of_its_own_uses_the_planned_one() -> None:
    of = seen(V1=weighed("2026-01-01", "60"), V2=weighed("2026-01-08", "61"), C_1=weighed("2026-02-12", "62"))
    assert of.scope(Place("C", "F", "2")).result("VS.KG") == Decimal(62)
    assert of.scope(Place("C", "F", "1")).result("VS.KG") == Decimal(62)
    of = evolve(of, data=of.data.with_record(Place("C", "VS", "2"), weighed("2026-03-06", "63")))
    assert of.scope(Place("V2", "F")).result("VS.KG") == Decimal(61)


def test_an_undated_measurement_isnt_known_to_lie_before() -> None:
    own = record("F", WHEN="2026-01-05")
    assert seen(V1_=own, V2=weighed("", "61")).scope(Place("V1", "F")).result("VS.KG") is None
    assert seen(V1_=own, V2=weighed("2026-01-02", "61")).scope(Place("V1", "F")).result("VS.KG") == Decimal(61)


def test_a_form_that_is_never_dated_counts_always() -> None:
    of = seen(V2=record("DM", SEX="F"), V1_=record("F", WHEN="2026-01-05"))
    assert of.scope(Place("V1", "F")).result("DM.SEX") == "F"


def test_a_blank_record_stands_back_behind_one_that_answers() -> None:
    of = seen(V1=weighed("2026-01-01", "60"), V2=weighed("2026-01-02", ""), V1_=record("F", WHEN="2026-01-05"))
    assert of.scope(Place("C", "F", "1")).result("VS.KG") == Decimal(60)
    missing = seen(V2=weighed("2026-01-02", Answer(missing="ND")))
    assert missing.scope(Place("C", "F", "1")).result("missing(VS.KG)") is True
    assert missing.scope(Place("C", "F", "1")).result("VS.KG") is None
    assert missing.scope(Place("C", "F", "1")).result("missing(DM.SEX)") is False


def test_an_event_named_is_the_one_meant() -> None:
    of = seen(V1=weighed("2026-01-01", "60"), V2=weighed("2026-01-08", "61"))
    assert of.scope(Place("V1", "F")).result("VS.KG@V2") == Decimal(61)
    assert of.scope(Place("V2", "VS")).result("KG@V1") == Decimal(60)
    assert of.scope().result("VS.KG@V1") == Decimal(60)
    assert of.scope().result("VS.KG") == Decimal(61)
    assert of.scope().result("VS.KG@C") is None
    assert of.scope().result("KG") is None


def test_samples_stand_in_order_of_time_undated_ones_last() -> None:
    of = seen(
        V1=weighed("2026-01-08", "3", "09:00"), V2=weighed("2026-01-08", "2"), C_1=weighed("2026-01-01", "1"),
        C_2=weighed("", "9"), C_3=weighed("2026-01", "4"),
    )  # fmt: skip
    assert [sample.value for sample in of.scope().samples(ref("VS.KG"))] == [Decimal(n) for n in (1, 2, 3, 4, 9)]
    assert of.scope().result("last(VS.KG@C)") == Decimal(9)
    assert of.scope(Place("V1", "VS")).result("count(VS.KG)") == Decimal(5)
    assert of.scope(Place("V1", "VS")).result("count(KG)") == Decimal(1), "an item without its form is of this record"
    assert of.scope().result("count(KG)") == Decimal(0)


def ref(text: str) -> object:
    from crf.study.expressions import parse

    return parse(text)


def test_samples_of_lines_see_their_own_line() -> None:
    found = Record(
        "F",
        {
            (0, "WHEN"): Answer("2026-01-01"),
            (1, "L"): Answer("2"),
            (1, "K"): Answer("x"),
            (2, "L"): Answer("3"),
            (3, "L"): Answer("4"),
        },
        voided={3: "twice"},
    )
    assert context(OF, {HERE: found}).scope().result("sum(F.L)") == Decimal(5)
    assert context(OF, {HERE: found}).scope().result('sum(F.L, where=F.K = "x")') == Decimal(2)
    other = Record("F", {(0, "WHEN"): Answer("2026-01-01"), (1, "L"): Answer("50")})
    both = context(OF, {HERE: found, Place("V2", "F"): other})
    assert both.scope(HERE).result("sum(L)") == Decimal(5), "two records of one day aren't mixed"
    assert both.scope(HERE).result('sum(L, where=K = "x")') == Decimal(2)
    assert both.scope(HERE).result("sum(F.L)") == Decimal(55)
    assert both.scope(HERE).result("sum(L)") != both.scope(Place("V2", "F")).result("sum(L)")


def test_a_line_sees_those_above_it_and_reads_nothing_of_a_voided_one() -> None:
    found = Record("F", {(n, "L"): Answer(str(n)) for n in (1, 2, 3)}, voided={2: "twice"})
    of = context(OF, {HERE: found})
    assert [one.result("L") for one in of.scope(HERE, 3).above()] == [Decimal(1), None]
    assert [*of.scope(HERE).above(), *of.scope(HERE, 1).above(), *of.scope().above()] == []


def test_what_was_read_before_is_read_anew_once_an_entry_a_day_or_the_definition_changes() -> None:
    asked, cycle = Place("V2", "F"), Place("C", "VS", "1")
    of = context(OF, {Place("V1", "VS"): weighed("2026-01-01", "60"), cycle: weighed("2026-01-06", "70")})

    def read(of: Context) -> Value:
        return of.scope(asked).result("VS.KG")

    assert [read(of), read(of)] == [Decimal(70), Decimal(70)]
    corrected = of.with_record(cycle, weighed("2026-01-06", "71"))
    assert [read(corrected), read(of)] == [Decimal(71), Decimal(70)]
    moved = corrected.with_record(Place("V1", "VS"), weighed("2025-12-20", "60"))
    assert read(moved) == Decimal(60), "the cycle lies after the visit now"
    assert read(moved.with_record(cycle, weighed("2025-12-21", "71"))) == Decimal(71)
    later = tuple(evolve(one, day=22) if one.id == "V2" else one for one in OF.events)
    amended = context(evolve(OF, events=later), dict(moved.data.records))
    assert read(amended) == Decimal(71), "the visit lies after the cycle again"


def test_what_is_voided_does_not_count() -> None:
    of = seen(V1=weighed("2026-01-01", "60"), V2=evolve(weighed("2026-01-08", "61"), voided={0: "wrong"}))
    assert of.scope().result("last(VS.KG)") == Decimal(60)
    assert of.scope(Place("V2", "VS")).result("KG") is None
    assert of.when(Place("V2", "VS")) is not None
    assert of.unvoided(Place("V2", "VS")).scope(Place("V2", "VS")).result("KG") == Decimal(61)
    assert of.unvoided(Place("V1", "VS")) is of


@pytest.mark.parametrize(
    ("found", "when"),
    [
        (weighed("2026-01-01", "", "09:05"), Moment(date(2026, 1, 1), time(9, 5), ZONE)), (weighed("2026-01-01", ""),
        Moment(date(2026, 1, 1), None, ZONE)),
        (weighed("2026-01", "", "09:05"), PartialDate(2026, 1)), (weighed("", "60", "09:05"), None),
        (record("VS", DAY="2026-01-01", AT=Answer(missing="UNK")), Moment(date(2026, 1, 1), None, ZONE)),
        (record("DM", SEX="F"), None),
    ],
)  # fmt: skip
def test_a_record_is_dated_by_its_dating_item_and_the_time_beside_it(found: Record, when: object) -> None:
    of = context(OF, {Place("V1", found.form): found})
    assert of.when(Place("V1", found.form)) == when
    assert of.when(Place("V2", found.form)) is None


def test_a_date_and_time_in_one_item_date_a_record() -> None:
    of = study(form(Item("DTC", "When", "datetime", dates_visit=True, partial=True)))
    assert context(of, {HERE: record(DTC="2026-01-01T09:05")}).when(HERE) == Moment(date(2026, 1, 1), time(9, 5), ZONE)
    assert context(of, {HERE: record(DTC="2026")}).when(HERE) == PartialDate(2026)
    assert context(of, {HERE: record(DTC="")}).when(HERE) is None


def test_dating_items_are_the_date_and_the_time_right_after_it() -> None:
    assert dating_items(VITALS) == ("DAY", "AT")
    assert dating_items(MAIN) == ("WHEN",)
    assert dating_items(BARE) == ()


def test_names_are_numbers_and_rules_of_the_form_or_numbers_of_the_study() -> None:
    of = context(OF)
    assert of.scope(HERE).named("most") == Decimal("0.1")
    assert of.scope(HERE).named("planned") == parse_rule("8 mg/kg")
    assert of.scope(HERE).named("age") == of.scope().named("age") == Decimal(7)
    assert of.scope().named("way") == "oral"
    assert of.scope().named("most") is None
    assert number_value(Number("5", "here", "%")) == Decimal("0.05")
    assert number_value(Number("none", "here", "kg")) is None, "a number that isn't set is unknown"


def test_the_choice_asked_for_and_grades_that_exist() -> None:
    scope = context(OF).scope(HERE, 0, "B")
    assert scope.result('CHOICE = "B"') is True
    assert scope.grade_exists("10016558", 3)
    assert not scope.grade_exists("10016558", 6)
    assert not scope.grade_exists("none", 1)


def test_the_day_and_the_window_of_a_visit() -> None:
    of = seen(V1=weighed("2026-01-01", "60"))
    scope = of.scope(Place("V2", "F"))
    assert (scope.visit_day(), scope.window()) == (date(2026, 1, 8), (date(2026, 1, 8), date(2026, 1, 8)))
    assert of.scope(Place("V1", "F")).visit_day() == date(2026, 1, 1)
    assert (of.scope().visit_day(), of.scope().window()) == (None, (None, None))
    assert scope.today() == date(2026, 3, 5)
    assert scope.moment(PartialDate(2026, 1, 1), "09:05") == Moment(date(2026, 1, 1), time(9, 5), ZONE)


def test_where_nothing_stands_there_is_no_answer() -> None:
    found = Record("F", {(1, "L"): Answer("2"), (2, "L"): Answer("3")}, voided={1: "twice"})
    of = context(OF, {HERE: found, Place("V2", "F"): evolve(found, voided={0: "wrong"})})
    assert [of.answer(HERE, "L", line).value for line in (1, 2, 3)] == ["", "3", ""]
    assert of.answer(Place("V2", "F"), "L", 2) == of.answer(Place("C", "F"), "L", 2) == BLANK


def test_forms_of_the_whole_site_stand_beside_those_of_the_subject() -> None:
    site = {
        Place("V2", "VS"): weighed("2026-01-08", "61"),
        Place("V2", "F"): Record("F", {(1, "L"): Answer("2"), (2, "L"): Answer("3")}),
    }
    of = evolve(seen(V1=weighed("2026-01-01", "60")), site=site)
    assert of.scope().result("last(VS.KG)") == Decimal(61)
    assert of.scope().result("sum(F.L)") == Decimal(5)
    assert of.answer(Place("V2", "VS"), "KG") == Answer("61")
    assert of.when(Place("V2", "VS")) == Moment(date(2026, 1, 8), None, ZONE)
    own = of.with_record(Place("V2", "VS"), weighed("2026-01-08", "99"))
    assert own.scope().result("last(VS.KG)") == Decimal(99)


def test_conditions_and_days_of_the_whole_subject() -> None:
    of = seen(V1=weighed("2026-01-01", "60"))
    assert of.holds("count(VS.KG) = 1")
    assert not of.holds("VS.KG@V2 > 1")
    assert of.day("VS.DAY@V1") == date(2026, 1, 1)
    assert of.day("VS.KG@V1") is of.day("") is None
    assert seen(V1=weighed("2026-01", "60")).day("VS.DAY@V1") is None


def test_an_anchor_is_planned_until_it_happened() -> None:
    of = evolve(OF, anchors=(Anchor("D1", "Day 1", "first(F.WHEN)", "here", "VS.DAY@V1"),))
    planned = context(of, {Place("V1", "VS"): weighed("2026-01-01", "60")})
    assert (planned.anchor("D1"), planned.anchors["D1"]) == (date(2026, 1, 1), (date(2026, 1, 1), False))
    done = planned.with_record(HERE, record("F", WHEN="2026-01-03"))
    assert done.anchors["D1"] == (date(2026, 1, 3), True)
    assert context(of).anchors["D1"] == (None, False)


def test_a_record_of_a_form_the_study_does_not_have_is_left_alone() -> None:
    of = context(OF, {Place("V1", "OLD"): record("OLD", X="1"), Place("V1", "VS"): weighed("2026-01-01", "60")})
    assert list(of.places) == ["VS"]
    assert of.read(Place("V1", "VS"), "NONE") is None


def test_the_same_record_keeps_what_is_known() -> None:
    of = seen(V1=weighed("2026-01-01", "60"))
    assert of.with_record(Place("V1", "VS"), of.data.at(Place("V1", "VS"))) is of
    changed = of.with_record(Place("V1", "VS"), weighed("2026-01-01", "99"))
    assert changed.scope().result("last(VS.KG)") == Decimal(99)
    assert of.scope().result("last(VS.KG)") == Decimal(60)


def test_another_definition_reads_the_same_record_anew() -> None:
    found = {HERE: record(X="12.5")}
    text, number = (study(form(Item("X", "X", kind))) for kind in ("text", "decimal"))  # type: ignore[arg-type]
    assert [context(of, found).read(HERE, "X") for of in (text, number, text)] == ["12.5", Decimal("12.5"), "12.5"]


def test_another_zone_reads_the_same_record_anew() -> None:
    of = study(form(Item("DTC", "When", "datetime")))
    found = record(DTC="2026-01-01T09:05")
    madrid, tokyo = (evolve(context(of, {HERE: found}), zone=zone) for zone in (ZONE, "Asia/Tokyo"))
    assert [one.read(HERE, "DTC").zone for one in (madrid, tokyo, madrid)] == [ZONE, "Asia/Tokyo", ZONE]  # type: ignore[union-attr]


def test_an_item_is_here_where_its_form_is_asked_at_this_very_visit() -> None:
    bare = study(MAIN, VITALS, BARE, events=(*VISITS, Event("V9", "V9", "V9", ("F",))))
    around = context(bare, {Place("V1", "VS"): weighed("2026-03-01", "60")})
    assert around.scope(Place("V1", "F")).result("here(VS.KG)") is True
    assert around.scope(Place("V2", "F")).result("here(VS.KG)") is True, "nothing need be entered of it"
    assert around.scope(Place("V9", "F")).result("here(VS.KG)") is False
    assert around.scope().result("here(VS.KG)") is False
