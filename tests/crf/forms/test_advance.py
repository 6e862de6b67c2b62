"""From an edit to what follows: visibility, derived values, proposals, status."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crf.forms.advance import DERIVED, PROPOSED, advance
from crf.forms.record import BLANK, Answer, Edit, Place, Record
from crf.study.model import Check, Form, Item
from tests.crf.forms.small import HERE, checks, context, form, group, record, step, study

YES_NO = Item("Q", "Pregnant?", "choice", codelist="NY")
THEN = Item("WEEK", "Week", "integer", show='Q = "Y"', required=True)
HEIGHT, WEIGHT = Item("H", "Height", "decimal", unit="cm", missing=("ND",)), Item("W", "Weight", "decimal", unit="kg")
INDEX = Item("BMI", "Index", "decimal", method="W / (M * M)", decimals=1)
METRES = Item("M", "Metres", "decimal", method="H / 100")


def typing(**raw: str) -> list[Edit]:
    return [Edit(0, item, text) for item, text in raw.items()]


@pytest.mark.req("PA-059")
def test_an_item_comes_and_goes_with_the_answer_that_asks_for_it() -> None:
    of = study(form(YES_NO, THEN))
    assert (0, "WEEK") not in step(of, record()).visible
    asked = step(of, record(), *typing(Q="Y"))
    assert (0, "WEEK") in asked.visible
    assert (0, "WEEK") not in step(of, asked.record, *typing(Q="N")).visible


@pytest.mark.req("PA-064")
def test_a_required_item_that_is_not_asked_is_not_missing() -> None:
    of = study(form(YES_NO, THEN))
    assert step(of, record(), *typing(Q="N")).status == "complete"
    done = step(of, record(), *typing(Q="Y"))
    assert (done.status, checks(done)) == ("incomplete", ["required WEEK"])


@pytest.mark.req("PA-062")
def test_a_hidden_value_is_kept_with_a_finding_that_closes_by_itself() -> None:
    of = study(form(YES_NO, THEN))
    hidden = step(of, record(), *typing(Q="Y", WEEK="12"), Edit(0, "Q", "N"))
    assert hidden.record.answer("WEEK") == Answer("12")
    assert checks(hidden) == ["hidden WEEK"]
    assert str(hidden.findings[0].message).startswith("Week: 12 stands here")
    assert checks(step(of, hidden.record, *typing(WEEK=""))) == []
    assert checks(step(of, hidden.record, *typing(Q="Y"))) == []


def test_a_hidden_missing_code_is_told_and_rests_on_the_code() -> None:
    of = study(form(YES_NO, evolve(THEN, missing=("UNK", "NA"))))
    hidden = step(of, record(Q="Y"), Edit(0, "WEEK", missing="UNK"), Edit(0, "Q", "N"))
    assert [(one.check, one.rests) for one in hidden.findings] == [("hidden", "UNK")]
    assert str(hidden.findings[0].message).startswith("Week: Unknown stands here")


def test_values_of_a_hidden_group_are_told_line_by_line() -> None:
    lines = group(Item("A", "A", "text"), Item("B", "B", "text"), id="L", repeats=True, show='Q = "Y"')
    of = study(form(YES_NO, lines))
    found = Record("F", {(0, "Q"): Answer("N"), (1, "A"): Answer("x"), (2, "B"): Answer("y"), (2, "A"): BLANK})
    done = step(of, found)
    assert checks(done) == ["hidden A 1", "hidden B 2"]
    assert not any(line for line, _ in done.visible)
    shown = step(of, done.record, Edit(0, "Q", "Y"))
    assert {(1, "A"), (1, "B"), (2, "A"), (2, "B")} <= shown.visible


@pytest.mark.req("PA-066")
def test_a_condition_inside_a_line_looks_at_its_own_line() -> None:
    lines = group(Item("A", "A", "text"), Item("B", "B", "text", show='A = "x"'), id="L", repeats=True)
    of = study(form(YES_NO, lines))
    done = step(of, record(), Edit(1, "A", "y"), Edit(2, "A", "x"))
    assert (2, "B") in done.visible
    assert (1, "B") not in done.visible


def test_a_condition_in_a_line_sees_what_stands_outside() -> None:
    of = study(
        form(YES_NO, group(Item("A", "A", "text", show='Q = "Y"'), Item("B", "B", "text"), id="L", repeats=True))
    )
    assert (1, "A") in step(of, record(Q="Y"), Edit(1, "B", "y")).visible


@pytest.mark.req("PA-069")
def test_a_derived_value_is_rounded_half_up_to_its_decimals() -> None:
    of = study(form(HEIGHT, WEIGHT, METRES, INDEX))
    done = step(of, record(), *typing(H="163.0", W="64,2"))
    assert done.derived == {(0, "M"): Answer("1.63", note=DERIVED), (0, "BMI"): Answer("24.2", note=DERIVED)}


@pytest.mark.req("PA-074")
def test_derived_values_renew_in_one_step_in_whatever_order_they_stand() -> None:
    chain = [Item(f"D{n}", f"D{n}", "decimal", method=f"D{n + 1} + 1") for n in range(12)]
    of = study(form(*chain, Item("D12", "Start", "decimal")))
    done = step(of, record(), *typing(D12="1"))
    assert done.record.answer("D0").value == "13"
    assert step(of, done.record, *typing(D12="5")).record.answer("D0").value == "17"


@pytest.mark.req("PA-073")
def test_a_derivation_that_lacks_an_input_is_blank() -> None:
    of = study(form(HEIGHT, WEIGHT, METRES, INDEX))
    assert step(of, record(), *typing(W="64.2")).derived == {}
    done = step(of, record(), *typing(H="163", W="64.2"))
    missing = step(of, done.record, Edit(0, "H", missing="ND"))
    assert missing.record.answer("BMI") == Answer(note=DERIVED)
    assert missing.status == "complete"
    assert step(of, done.record, *typing(H="0")).record.answer("BMI").blank


def test_a_derived_value_that_is_not_asked_is_blank() -> None:
    of = study(form(YES_NO, Item("D", "D", "decimal", method="1 + 1", show='Q = "Y"')))
    asked = step(of, record(), *typing(Q="Y"))
    assert asked.record.answer("D").value == "2"
    gone = step(of, asked.record, *typing(Q="N"))
    assert (gone.record.answer("D").value, checks(gone)) == ("", [])


def test_nobody_types_in_a_derived_item_or_an_instruction() -> None:
    of = study(form(HEIGHT, METRES, Item("NOTE", "Read this", "note")))
    done = step(of, record(), *typing(H="163", M="9", NOTE="words"), Edit(0, "M", "nonsense"))
    assert (done.record.answer("M").value, done.record.answer("NOTE"), done.record.drafts) == ("1.63", BLANK, {})
    assert done.status == "complete"


def test_a_condition_that_undoes_itself_ends() -> None:
    of = study(form(HEIGHT, Item("D", "D", "decimal", method="H", show="not known(D)")))
    assert step(of, record(), *typing(H="163")).status == "complete"


@pytest.mark.req("PA-030")
def test_a_default_is_proposed_and_never_replaces_what_was_typed() -> None:
    route = Item("R", "Route", "text", default="IV")
    stop = Item("E", "Stop", "date", default="=S")
    of = study(form(Item("S", "Start", "date"), stop, route, evolve(route, id="H", show='S = "never"')))
    seen = context(of)
    fresh = advance(HERE, Record("F"), None, seen, propose=True)
    assert fresh.record.answers == {(0, "R"): Answer("IV", note=PROPOSED)}
    assert fresh.status == "not started"
    dated = advance(HERE, fresh.record, Edit(0, "S", "t"), seen, propose=True)
    assert dated.record.answer("E") == Answer("2026-03-05", note=PROPOSED)
    moved = advance(HERE, dated.record, Edit(0, "S", "4.3.2026"), seen, propose=True)
    assert moved.record.answer("E").value == "2026-03-04"
    typed = advance(HERE, moved.record, Edit(0, "E", "6.3.2026"), seen, propose=True)
    assert typed.record.answer("E") == Answer("2026-03-06")
    cleared = advance(HERE, typed.record, Edit(0, "E", ""), seen, propose=True)
    assert cleared.record.answer("E") == BLANK
    undated = advance(HERE, moved.record, Edit(0, "S", ""), seen, propose=True)
    assert undated.record.answer("E") == BLANK
    assert advance(HERE, Record("F"), None, seen).record.answers == {}


def test_a_default_stands_back_behind_a_draft_and_goes_when_it_is_not_asked() -> None:
    of = study(form(YES_NO, Item("N", "Count", "integer", default="3", show='Q != "N"')))
    seen = context(of)
    fresh = advance(HERE, record(Q="Y"), None, seen, propose=True)
    assert fresh.record.answer("N").value == "3"
    assert advance(HERE, fresh.record, Edit(0, "N", "x"), seen, propose=True).record.answer("N") == BLANK
    assert advance(HERE, fresh.record, Edit(0, "Q", "N"), seen, propose=True).record.answer("N") == BLANK


def test_defaults_are_proposed_in_each_line() -> None:
    of = study(form(group(Item("A", "A", "text"), Item("B", "B", "text", default="IV"), id="L", repeats=True)))
    found = Record("F", {(1, "A"): Answer("x"), (2, "A"): BLANK}, voided={2: "twice"})
    done = advance(HERE, found, None, context(of), propose=True)
    assert (done.record.answer("B", 1).value, done.record.answer("B", 2).value) == ("IV", "")


@pytest.mark.parametrize(
    ("found", "edits", "status"),
    [
        (record(), {}, "not started"),
        (record(), {"N": "x"}, "draft"),
        (record(T="words"), {}, "incomplete"),
        (record(T="words"), {"N": "x"}, "findings"),
        (record(T="words"), {"N": "500"}, "findings"),
        (record(T="words"), {"N": "5"}, "complete"),
        (record(T=""), {"N": "5"}, "incomplete"),
    ],
)
def test_the_status_follows_from_data_and_open_findings(found: Record, edits: dict[str, str], status: str) -> None:
    of = study(form(Item("T", "Words", "text"), Item("N", "Number", "integer", high="100")))
    assert step(of, found, *typing(**edits)).status == status


def test_advice_leaves_a_form_complete() -> None:
    advice = Check("C-1", "N", "N > 1", "Consider {N}.", "advice")
    done = step(study(form(Item("N", "Number", "integer"), checks=(advice,))), record(), *typing(N="5"))
    assert (done.status, checks(done)) == ("complete", ["C-1 N"])


def voidable() -> Form:
    lines = group(
        Item("A", "A", "decimal"),
        Item("B", "B", "decimal", method="A * 2"),
        Item("C", "C", "text", show="A > 1"),
        id="L",
        repeats=True,
    )
    return form(YES_NO, THEN, Item("D", "D", "text", method='Q'), lines)  # fmt: skip


def test_a_voided_form_stays_as_it_stood() -> None:
    of = study(voidable())
    lived = step(of, record(), *typing(Q="Y", WEEK="12"), Edit(1, "A", "5"))
    struck = step(of, evolve(lived.record, voided={0: "wrong subject"}))
    assert struck.record.answers == lived.record.answers
    assert struck.visible == lived.visible
    assert struck.findings == ()
    restored = step(of, evolve(struck.record, voided={}))
    assert (restored.record.answers, restored.findings) == (lived.record.answers, lived.findings)


def test_a_voided_line_stays_as_it_stood_and_the_others_live() -> None:
    of = study(voidable())
    lived = step(of, record(Q="N"), Edit(1, "A", "5"), Edit(2, "A", "6"))
    assert checks(lived) == ["required C 1", "required C 2"]
    struck = step(of, evolve(lived.record, voided={1: "twice"}), Edit(2, "A", "7"))
    assert (struck.record.answer("B", 1).value, struck.record.answer("B", 2).value) == ("10", "14")
    assert (1, "C") in struck.visible
    assert checks(struck) == ["required C 2"]


def test_a_voided_form_hides_its_group_as_it_was_hidden() -> None:
    of = study(form(YES_NO, group(Item("X", "X", "text"), id="H", show='Q = "Y"')))
    struck = step(of, evolve(record(Q="Y", X="words"), voided={0: "wrong"}))
    assert (0, "X") in struck.visible
    assert (0, "X") not in step(of, evolve(record(Q="N"), voided={0: "wrong"})).visible


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["H", "W", "Q", "WEEK", "M"]),
            st.text(max_size=12) | st.sampled_from(["1e27", "-5", "0", "1e-27", "Y"]),
        )
    )
)
def test_whatever_is_typed_in_whatever_order_a_form_advances(edits: list[tuple[str, str]]) -> None:
    of = study(form(HEIGHT, WEIGHT, METRES, INDEX, YES_NO, THEN))
    done = step(of, record(), *(Edit(0, item, raw) for item, raw in edits))
    again = step(of, done.record)
    assert (again.record, again.findings, again.status) == (done.record, done.findings, done.status)
    for answer in done.derived.values():
        assert answer.blank or Decimal(answer.value).is_finite()


def test_another_place_is_another_record() -> None:
    of = study(form(HEIGHT, METRES))
    around = {Place("V2", "F"): record(H="100")}
    assert step(of, record(), *typing(H="163"), records=around).record.answer("M").value == "1.63"
