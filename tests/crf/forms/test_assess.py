"""A whole subject worked out anew, in order of time, until nothing changes."""

from __future__ import annotations

from attrs import evolve

from crf.forms.assess import assess
from crf.forms.record import Answer, Place, Record
from crf.study.model import Item
from tests.crf.forms.small import context, form, record, study

FORM = form(
    Item("DAY", "Day", "date", dates_visit=True), Item("TIME", "Time", "time", required=False),
    Item("N", "N", "decimal"),
    Item("SUM", "Sum", "decimal", method="N + coalesce(last(F.SUM, before=at(DAY, TIME)), 0)"),
)  # fmt: skip
AHEAD = form(
    Item("X", "X", "decimal", required=False), Item("Y", "Y", "decimal", method="last(F.SUM) + coalesce(X, 0)"), id="G"
)
OF = study(FORM, AHEAD)


def at(key: str) -> Place:
    return Place("V1", "F", key)


def chain(*days: str) -> dict[Place, Record]:
    """Records that each rest on the one before them, the last one first."""
    return {at(str(n)): record(DAY=day, N="1") for n, day in reversed(list(enumerate(days)))}


def test_a_chain_settles_whatever_the_order_it_was_entered_in() -> None:
    days = [f"2026-01-{n:02}" for n in range(1, 20)]
    done = assess(context(OF, chain(*days)))
    assert [done.data.at(at(str(n))).answer("SUM").value for n in range(19)] == [str(n) for n in range(1, 20)]
    again = assess(context(OF, dict(done.data.records)))
    assert again.data == done.data
    assert again.steps == done.steps


def test_records_of_one_day_stand_in_order_of_their_times() -> None:
    records = {
        at("late"): record(DAY="2026-01-01", TIME="10:00", N="1"),
        at("early"): record(DAY="2026-01-01", TIME="09:00", N="5"),
    }
    done = assess(context(OF, records))
    assert [done.data.at(at(key)).answer("SUM").value for key in ("early", "late")] == ["5", "6"]


def test_a_value_that_rests_on_a_later_record_takes_another_round() -> None:
    place = Place("V2", "G")
    done = assess(context(OF, {place: record("G", X="1"), **chain("2026-01-01", "2026-01-02")}))
    assert done.data.at(place).answer("Y") == Answer("3", note="derived")
    assert done.steps[place].derived == {(0, "Y"): Answer("3", note="derived")}


def test_every_record_has_its_step_and_its_date() -> None:
    records = {**chain("2026-01-01", ""), Place("V1", "OLD"): record("OLD", X="1"), Place("V2", "G"): Record("G")}
    done = assess(context(OF, records))
    assert done.dates == {at("0"): "2026-01-01", at("1"): "", Place("V2", "G"): ""}
    assert done.steps[at("0")].status == "complete"
    assert [one.check for one in done.steps[at("1")].findings] == ["required"]
    assert done.steps[Place("V2", "G")].status == "not started"
    assert done.data.records[Place("V1", "OLD")] == record("OLD", X="1")


def test_a_voided_record_keeps_its_values_and_lends_them_to_nobody() -> None:
    done = assess(context(OF, chain("2026-01-01", "2026-01-02")))
    struck = {**done.data.records, at("0"): evolve(done.data.at(at("0")), voided={0: "wrong subject"})}
    after = assess(context(OF, struck))
    assert after.data.at(at("0")).answer("SUM").value == "1"
    assert after.data.at(at("1")).answer("SUM").value == "1"
    assert after.dates[at("0")] == "2026-01-01"
    restored = {**after.data.records, at("0"): done.data.at(at("0"))}
    assert assess(context(OF, restored)).data == done.data


def test_derivations_that_chase_each_other_come_to_an_end() -> None:
    one = form(Item("A", "A", "decimal"), Item("B", "B", "decimal", method="coalesce(last(G.C), 0) + 1"))
    other = form(Item("A", "A", "decimal"), Item("C", "C", "decimal", method="coalesce(last(F.B), 0) + 1"), id="G")
    records = {Place("V1", "F"): record(A="1"), Place("V1", "G"): record("G", A="1")}
    assert len(assess(context(study(one, other), records)).steps) == 2


def test_no_records_need_no_rounds() -> None:
    done = assess(context(OF))
    assert (done.steps, done.dates) == ({}, {})


def test_what_is_missing_of_a_stopped_visit_is_not_waited_for_but_other_findings_stay() -> None:
    records = {at("1"): record(DAY="2026-01-01"), Place("V2", "F"): record(DAY="2026-01-01")}
    around = context(OF, records)
    before = assess(around)
    assert {step.status for step in before.steps.values()} == {"incomplete"}
    stopped = evolve(around, data=evolve(around.data, stopped={("V1", "1"): "She left"}))
    left, open_ = (assess(stopped).steps[place] for place in records)
    assert (left.status, [one.level for one in left.findings]) == ("stopped", [])
    assert open_ == before.steps[Place("V2", "F")]
    whole = evolve(stopped, data=stopped.data.with_record(at("1"), record(DAY="2026-01-01", TIME="10:00", N="1")))
    assert assess(whole).steps[at("1")].status == "complete", "what is whole is whole"
