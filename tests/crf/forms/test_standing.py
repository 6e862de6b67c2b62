"""How a record stands by its marks: each ends with what it rests on; the status says what waits before what is done."""

from __future__ import annotations

from itertools import combinations

import pytest
from attrs import evolve

from crf.forms.advance import advance
from crf.forms.context import Context
from crf.forms.index import Index
from crf.forms.lay_out import lay_out
from crf.forms.marks import LOCKED, QUERY, SIGNED, VERIFIED
from crf.forms.record import Answer, Edit, Place, Record, Status, SubjectData, Where
from crf.forms.standing import (
    RANK,
    Lock,
    all_verified,
    digest,
    kept,
    lock_of,
    queries,
    signed,
    status_of,
    to_verify,
    verified,
    visit_status,
)
from crf.study.model import Form, Item, Study
from tests.crf.forms.small import HERE, NOW, ZONE, context, form, group, record, study

A, B = Item("A", "A?", "integer", required=False), Item("B", "B?", "integer", required=False)
TWICE = Item("T", "Twice", "integer", method="A * 2")
NOTE = Item("N", "Read this.", "note")
FORM = form(A, B, TWICE, NOTE)
YES = Answer("Y", note="data are final", unit="b1")


def marked(found: Record, **more: Answer) -> Record:
    """A record with marks of line 0."""
    return evolve(found, marks={**found.marks, **{(0, mark): said for mark, said in more.items()}})


def signs(found: Record, unit: str = "b1") -> Record:
    """A record signed as it stands."""
    return marked(found, **{SIGNED: Answer(digest(found), note="right", unit=unit)})


def compared(found: Record, *items: str) -> Record:
    """A record with items verified as they stand."""
    return marked(found, **{VERIFIED + item: evolve(found.answer(item), note="") for item in items})


def asked(found: Record, state: str, item: str = "A", line: int = 0) -> Record:
    """A record with a query."""
    return evolve(
        found, marks={**found.marks, (line, f"{QUERY}{item}:k{len(found.marks)}"): Answer(state, note="Why?")}
    )


def test_queries_tell_their_item_state_and_text() -> None:
    found = queries(asked(asked(asked(record(A="1"), "open"), "answered", ""), "closed", "B"))
    assert [(one.item, one.state, one.text, one.waits) for one in found] == [
        ("A", "open", "Why?", True),
        ("", "answered", "Why?", True),
        ("B", "closed", "Why?", False),
    ]


def test_queries_of_a_voided_line_are_left_out() -> None:
    found = asked(asked(record(A="1"), "open", line=1), "open", line=2)
    assert [one.line for one in queries(evolve(found, voided={1: "twice"}))] == [2]


def test_what_is_compared_are_answers_of_people_in_the_order_of_the_form() -> None:
    found = evolve(record(B="2", A=Answer(missing="ND"), T=Answer("4", note="derived"), GONE="1"), voided={2: "twice"})
    found = evolve(found, answers={**found.answers, (1, "A"): Answer("7"), (2, "A"): Answer("8"), (3, "A"): Answer()})
    assert to_verify(FORM, found) == ((0, "A"), (0, "B"), (1, "A"))


def test_a_verification_ends_for_its_item_with_its_value() -> None:
    found = compared(record(A="1", B=Answer(missing="ND")), "A", "B")
    assert [verified(found, (0, item)) for item in "AB"] == ["holds", "holds"]
    assert all_verified(FORM, found)
    later = found.with_answer((0, "A"), Answer("2"))
    assert [verified(later, (0, item)) for item in "AB"] == ["changed", "holds"]
    assert not all_verified(FORM, later)
    assert verified(record(A="1"), (0, "A")) == ""
    assert not all_verified(FORM, record())


def test_a_signature_rests_on_every_answer_and_on_the_lines() -> None:
    found = signs(record(A="1", B=Answer(missing="ND"), T=Answer("2", note="derived")))
    assert signed(found) == "holds"
    assert signed(record(A="1")) == ""
    changes = (
        found.with_answer((0, "A"), Answer("2")),
        found.with_answer((0, "B"), Answer(missing="NA")),
        found.with_answer((0, "B"), Answer("ND")),
        found.with_answer((0, "T"), Answer("4", note="derived")),
        found.with_answer((1, "A"), Answer("1")),
        evolve(found, voided={1: "twice"}),
    )
    assert {signed(one) for one in changes} == {"changed"}
    assert len({digest(one) for one in (found, *changes)}) == 7


def test_a_signature_outlives_what_changes_no_answer() -> None:
    found = signs(record(A="1"))
    same = (
        asked(found, "open"),
        found.with_answer((0, "B"), Answer()),
        found.with_answer((0, "A"), Answer("1", unit="g")),
    )
    assert {signed(one) for one in same} == {"holds"}
    assert signed(found.with_answer((0, "A"), Answer("2")).with_answer((0, "A"), Answer("1"))) == "holds"


def test_the_widest_lock_is_told() -> None:
    visit, herself = Answer("Y", note="visit", unit="b2"), Answer("Y", note="all", unit="b3")
    data = SubjectData({HERE: marked(record(A="1"), **{LOCKED: YES})})
    assert lock_of(data, HERE) == Lock("form", "data are final", "b1")
    assert lock_of(data, Place("V2", "F")) is None
    data = evolve(data, locked={("V1", ""): visit})
    assert lock_of(data, HERE) == Lock("visit", "visit", "b2")
    data = evolve(data, locked={("V1", ""): visit, ("", ""): herself})
    assert lock_of(data, Place("V2", "F")) == lock_of(data, HERE) == Lock("subject", "all", "b3")
    assert lock_of(SubjectData({HERE: marked(record(A="1"), **{LOCKED: Answer()})}), HERE) is None


@pytest.mark.parametrize(
    ("status", "marks", "expected"),
    [
        ("not started", "", "not started"),
        ("not started", "query", "not started"),
        ("draft", "query", "draft"),
        ("incomplete", "query", "incomplete"),
        ("stopped", "query", "stopped"),
        ("findings", "query", "queries"),
        ("findings", "answered", "queries"),
        ("findings", "closed", "findings"),
        ("findings", "verified", "findings"),
        ("complete", "", "complete"),
        ("complete", "verified", "verified"),
        ("complete", "verified query", "queries"),
        ("complete", "signed query", "signed"),
        ("findings", "signed verified", "signed"),
        ("incomplete", "signed", "signed"),
        ("not started", "locked", "locked"),
        ("incomplete", "locked", "locked"),
        ("complete", "signed verified locked query", "locked"),
    ],
)
def test_the_status_says_what_waits_before_what_was_done(status: Status, marks: str, expected: Status) -> None:
    found = record(A="1")
    for one in marks.split():
        if one in ("query", "answered", "closed"):
            found = asked(found, "open" if one == "query" else one)
        found = compared(found, "A") if one == "verified" else signs(found) if one == "signed" else found
    assert status_of(status, FORM, found, "locked" in marks) == expected


def test_a_visit_is_what_its_least_form_has_reached() -> None:
    assert visit_status([]) == visit_status(["not started"] * 2) == "not started"
    for low, high in combinations(RANK, 2):
        assert visit_status([high, low, high]) == low
    assert visit_status(["complete", "not started"]) == visit_status(["locked", "not started"]) == "incomplete"
    assert visit_status(["draft", "not started"]) == "draft"
    assert visit_status(["complete"] * 3) == "complete"


# what a locked or signed record stays with

NEW = form(A, B, evolve(TWICE, method="A * 3"), NOTE, Item("C", "C?", "integer"))
OLD: Study = study(FORM)
NOW_IN_FORCE: Study = evolve(study(NEW), version="2")
STOOD = record(A="1", B="2", T=Answer("2", note="derived"))


def around(found: Record, of: Study = NOW_IN_FORCE, older: bool = True, **more: object) -> Context:
    """The surroundings with a record, the first definition put out of force by the second."""
    data = SubjectData({HERE: found}, **more)
    return Context(of, data, NOW, ZONE, {}, {"b1": Index(OLD)} if older else {})


def test_a_record_follows_the_definition_in_force() -> None:
    done = advance(HERE, STOOD, None, around(STOOD))
    assert kept(around(STOOD), HERE) is None
    assert done.record.answer("T").value == "3"
    assert {one.check for one in done.findings} == {"required"}
    assert done.status == "incomplete"


@pytest.mark.req("PA-229")
@pytest.mark.parametrize("found", [signs(STOOD), marked(STOOD, **{LOCKED: YES}), signs(marked(STOOD, **{LOCKED: YES}))])
def test_a_signed_or_locked_record_stays_with_its_definition(found: Record) -> None:
    seen = around(found)
    own = kept(seen, HERE)
    assert own is not None
    assert own.study is OLD
    assert kept(seen, HERE) is own, "worked out once"
    done = advance(HERE, found, None, seen)
    assert (done.record, done.findings, done.status) == (found, (), "complete")
    page = lay_out(NEW, HERE, done, seen)
    assert [one.item for one in page.fields] == ["A", "B", "T"]


def test_signed_under_the_definition_in_force_it_follows_the_data() -> None:
    found = signs(STOOD, "b2")
    assert kept(around(found), HERE) is None
    assert advance(HERE, found, None, around(found)).record.answer("T").value == "3"


def test_an_ended_signature_keeps_nothing() -> None:
    found = signs(STOOD).with_answer((0, "B"), Answer("5"))
    assert kept(around(found), HERE) is None


def test_an_edit_of_a_signed_record_brings_it_under_the_definition_in_force() -> None:
    found = signs(STOOD)
    done = advance(HERE, found, Edit(0, "B", "5"), around(found))
    assert done.record.answer("T").value == "3"
    gone = evolve(study(form(A, TWICE)), version="2")
    same = advance(HERE, found, Edit(0, "B", "5"), around(found, gone))
    assert same.record == found, "an item that isn't asked any more takes nothing"


def test_locked_under_the_definition_in_force_the_derived_value_stays_and_its_difference_is_a_finding() -> None:
    found = marked(STOOD, **{LOCKED: evolve(YES, unit="b2")})
    seen = around(found)
    assert kept(seen, HERE) is seen
    done = advance(HERE, found, None, seen)
    assert done.record.answer("T").value == "2"
    told = {one.check: (one.item, one.level, dict(one.message.values)) for one in done.findings}
    assert told["kept"] == ("T", "soft", {"question": "Twice", "value": "2", "now": "3"})
    assert told["required"][0] == "C"


def test_a_difference_can_be_confirmed_and_ends_with_its_values() -> None:
    found = marked(STOOD, **{LOCKED: evolve(YES, unit="b2")})
    known = evolve(found, confirmed={(0, "kept:T"): ("2;3", "known to the sponsor")})
    done = advance(HERE, known, None, around(known))
    assert [one.confirmed for one in done.findings if one.check == "kept"] == ["known to the sponsor"]


def test_a_form_the_older_definition_doesnt_have_is_asked_as_now() -> None:
    other = Place("V1", "G")
    found = Record("G", {(0, "A"): Answer("1")}, marks={(0, LOCKED): YES})
    of = evolve(study(NEW, form(A, id="G")), version="2")
    seen = Context(of, SubjectData({other: found}), NOW, ZONE, {}, {"b1": Index(OLD)})
    assert kept(seen, other) is seen


def test_a_locked_visit_and_a_hidden_derived_value() -> None:
    of = study(form(A, evolve(TWICE, show="A > 5")))
    found = record(A="1")
    seen = evolve(context(of, {HERE: found}), data=SubjectData({HERE: found}, locked={("V1", ""): YES}))
    assert advance(HERE, found, None, seen).findings == ()


def test_a_locked_voided_record_has_no_findings() -> None:
    found = evolve(marked(STOOD, **{LOCKED: evolve(YES, unit="b2")}), voided={0: "twice"})
    assert advance(HERE, found, None, around(found)).findings == ()


def test_a_field_carries_its_queries_and_whether_it_was_verified() -> None:
    found = compared(record(A="1", B="2"), "A", "B").with_answer((0, "B"), Answer("3"))
    found = asked(asked(asked(found, "closed"), "open"), "answered", "B")
    seen = context(study(FORM), {HERE: found})
    page = lay_out(FORM, HERE, advance(HERE, found, None, seen), seen)
    shown = {one.item: ([query.state for query in one.queries], one.verified) for one in page.fields}
    assert shown["A"] == (["closed", "open"], "holds")
    assert shown["B"] == (["answered"], "changed")
    assert shown["T"] == ([], "")


def test_lines_are_verified_by_line() -> None:
    of: Form = form(group(A, id="L", repeats=True))
    found = Record("F", {(1, "A"): Answer("1"), (2, "A"): Answer("2")})
    found = evolve(found, marks={(1, VERIFIED + "A"): Answer("1")})
    where: list[Where] = [(1, "A"), (2, "A")]
    assert [verified(found, one) for one in where] == ["holds", ""]
    assert not all_verified(of, found)
    assert all_verified(of, evolve(found, voided={2: "twice"}))
