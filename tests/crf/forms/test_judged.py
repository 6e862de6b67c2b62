"""Judgements: unconfirmed until an investigator stands behind them, open again when what they rest on changes."""

from __future__ import annotations

import pytest
from attrs import evolve

from crf.forms import judged
from crf.forms.lay_out import lay_out
from crf.forms.marks import JUDGED
from crf.forms.record import BLANK, Answer, Edit, Place, Record, Where
from crf.study.model import Event, Form, Item
from tests.crf.forms.small import HERE, checks, context, finding, form, group, record, step, study

GRADE = Item("GR", "Grade", "choice", codelist="CODES", judged=True, missing=("UNK",))
TERM = Item("TERM", "Term", "text")
TLT = Item("TLT", "Limiting?", "choice", codelist="NY", judged=True, rests=("TERM", "GR"), show='TERM != "none"')
PLAIN = Item("WHY", "Why", "text", required=False)


def event() -> Form:
    """A form whose decision rests on a text and on grades in lines."""
    return form(group(TERM, TLT, PLAIN, id="A"), group(GRADE, id="B", repeats=True))


def entered(tlt: str = "N", **grades: str) -> Record:
    """A record with a term, the decision and grades in lines L1, L2."""
    lines = {(int(line[1:]), "GR"): Answer(value) for line, value in grades.items()}
    return Record("F", {(0, "TERM"): Answer("fever"), (0, "TLT"): Answer(tlt), **lines})


def confirmed(found: Record, *wheres: Where) -> Record:
    """The record with judgements confirmed as they stand."""
    return evolve(found, marks={**found.marks, **judged.marks_of(event(), found, wheres)})


def changed(found: Record, line: int, item: str, answer: Answer) -> Record:
    return evolve(found, answers={**found.answers, (line, item): answer})


def state(found: Record, item: Item = TLT, line: int = 0) -> str:
    return judged.state(event(), found, item, line)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (BLANK, ""),
        (Answer("N"), "unconfirmed"),
        (Answer(missing="UNK"), "unconfirmed"),
        (Answer("N", note="proposed"), ""),
    ],
)
def test_what_was_answered_and_not_confirmed_is_unconfirmed(answer: Answer, expected: str) -> None:
    assert state(changed(entered(), 0, "TLT", answer)) == expected


def test_an_item_that_is_no_judgement_has_no_state() -> None:
    assert state(entered(), TERM) == ""


def test_a_confirmation_stands_until_its_answer_is_corrected() -> None:
    found = confirmed(entered(L1="B"), (0, "TLT"), (1, "GR"), (0, "TERM"), (0, "WHY"), (2, "GR"))
    assert set(found.marks) == {(0, JUDGED + "TLT"), (1, JUDGED + "GR")}
    assert state(found) == state(found, GRADE, 1) == "confirmed"
    assert state(changed(found, 0, "TLT", Answer("Y"))) == "unconfirmed"
    assert state(changed(found, 1, "GR", Answer(missing="UNK")), GRADE, 1) == "unconfirmed"


def test_a_higher_grade_reopens_it_and_the_finding_says_from_what_to_what() -> None:
    found = changed(confirmed(entered(L1="0030"), (0, "TLT")), 2, "GR", Answer("B"))
    assert state(found) == "reopened"
    done = step(study(event()), found)
    assert checks(done) == ["reopened TLT"]
    told = str(finding(done, "reopened").message)
    assert told == "“Limiting?” was confirmed at Grade Thirty; now Grade Bee. An investigator decides again."
    assert done.status == "findings"
    again = step(study(event()), confirmed(found, (0, "TLT")))
    assert (checks(again), again.status) == ([], "complete")


def test_a_lower_grade_later_on_is_the_course_of_the_event_and_reopens_nothing() -> None:
    found = confirmed(entered(L1="B"), (0, "TLT"))
    assert state(changed(found, 2, "GR", Answer("0030"))) == "confirmed"
    assert state(changed(found, 2, "GR", Answer(missing="UNK"))) == "confirmed"
    assert state(changed(found, 1, "GR", Answer("0030"))) == "reopened"


def test_a_line_begun_without_an_answer_reopens_nothing() -> None:
    why = Item("WHY", "Why", "text", required=False)
    of = form(group(evolve(TLT, rests=("WHY",)), id="A"), group(why, id="B", repeats=True))
    found = Record("F", {(0, "TLT"): Answer("N"), (1, "WHY"): Answer("fever")})
    found = evolve(found, marks=judged.marks_of(of, found, [(0, "TLT")]))
    assert judged.state(of, changed(found, 2, "WHY", BLANK), of.item("TLT"), 0) == "confirmed"
    assert judged.state(of, changed(found, 2, "WHY", Answer("chills")), of.item("TLT"), 0) == "reopened"


def test_text_it_rests_on_is_told_from_and_to_a_dash_where_there_was_none() -> None:
    nothing = changed(entered(), 0, "TERM", BLANK)
    found = changed(confirmed(nothing, (0, "TLT")), 0, "TERM", Answer("fever"))
    of = form(group(TERM, evolve(TLT, show=""), PLAIN, id="A"), group(GRADE, id="B", repeats=True))
    told = str(finding(step(study(of), found), "reopened").message)
    assert "confirmed at Term –; now Term fever." in told


def test_a_missing_code_is_told_in_words() -> None:
    own = form(evolve(TERM, missing=("UNK",)), evolve(TLT, rests=("TERM",)))
    found = Record("F", {(0, "TERM"): Answer(missing="UNK"), (0, "TLT"): Answer("N")})
    found = evolve(found, marks=judged.marks_of(own, found, [(0, "TLT")]))
    told = str(finding(step(study(own), changed(found, 0, "TERM", Answer("fever"))), "reopened").message)
    assert "confirmed at Term unknown; now Term fever." in told.replace("Unknown", "unknown")


def test_a_draft_beside_it_doesnt_reopen_it() -> None:
    found = confirmed(entered(L1="B"), (0, "TLT"))
    done = step(study(event()), found, Edit(0, "TLT", "?"))
    assert "reopened TLT" not in checks(done)


@pytest.mark.parametrize("struck", [0, 1])
def test_a_voided_line_or_form_has_no_judgements(struck: int) -> None:
    found = evolve(entered(L1="B"), voided={struck: "twice"})
    assert state(found, GRADE, 1) == ""
    assert judged.waiting(event(), found, [(1, "GR")]) == ()


def test_a_line_that_is_voided_reopens_what_rested_on_it() -> None:
    found = confirmed(entered(L1="0030", L2="B"), (0, "TLT"))
    assert state(evolve(found, voided={2: "twice"})) == "reopened"


def test_of_lines_a_judgement_rests_on_its_own_line_only() -> None:
    own = evolve(GRADE, rests=("SIZE",))
    one = form(group(own, Item("SIZE", "Size", "integer"), id="B", repeats=True))
    found = Record("F", {(1, "GR"): Answer("B"), (1, "SIZE"): Answer("3"), (2, "SIZE"): Answer("4")})
    found = evolve(found, marks=judged.marks_of(one, found, [(1, "GR")]))
    assert judged.state(one, changed(found, 2, "SIZE", Answer("5")), own, 1) == "confirmed"
    assert judged.state(one, changed(found, 1, "SIZE", Answer("5")), own, 1) == "reopened"


def test_what_waits_is_what_is_asked_and_not_confirmed() -> None:
    found = confirmed(entered(L1="B", L2="B"), (1, "GR"))
    everything = [(0, "TLT"), (1, "GR"), (2, "GR"), (0, "TERM")]
    assert judged.waiting(event(), found, everything) == ((0, "TLT"), (2, "GR"))
    assert judged.waiting(event(), found, [(2, "GR")]) == ((2, "GR"),)


@pytest.mark.parametrize(("term", "section", "wait"), [("fever", "", 2), ("none", "", 1), ("fever", 'TERM = "x"', 1)])
def test_of_a_subject_only_what_is_asked_waits(term: str, section: str, wait: int) -> None:
    one = event()
    one = evolve(one, groups=(evolve(one.groups[0], show=section), one.groups[1]))
    found = changed(entered(L1="B"), 0, "TERM", Answer(term))
    assert len(judged.waiting_in(context(study(one), {HERE: found}), HERE)) == wait


def test_only_a_confirmed_judgement_counts_anything_else_by_itself() -> None:
    found = confirmed(entered(L1="B", L2="B"), (1, "GR"))
    seen = context(study(event()), {HERE: found})
    assert judged.confirmed(seen, HERE, "GR", 1)
    assert judged.confirmed(seen, HERE, "TERM")
    assert not judged.confirmed(seen, HERE, "GR", 2)
    assert not judged.confirmed(seen, HERE, "WHY")
    assert not judged.confirmed(seen, Place("V2", "F"), "TERM")


def test_an_expression_can_ask_whether_a_judgement_is_to_be_made_again() -> None:
    of = study(event())
    found = confirmed(entered(L1="0030"), (0, "TLT"))

    def asked(one: Record, text: str = "reopened(TLT)", place: Place = HERE) -> object:
        return context(of, {HERE: one}).scope(place).result(text)

    assert asked(found) is False
    assert asked(changed(found, 1, "GR", Answer("B"))) is True
    assert asked(found, "reopened(F.TLT@V2)") is False
    assert asked(found, place=Place("V2", "F")) is False


def test_the_page_says_how_each_judgement_stands() -> None:
    found = confirmed(entered(L1="B", L2="B"), (1, "GR"))
    done = step(study(event()), found)
    page = lay_out(event(), HERE, done, context(study(event())))
    told = {(one.line, one.item): one.judged for one in page.fields}
    assert told == {
        (0, "TERM"): "",
        (0, "TLT"): "unconfirmed",
        (0, "WHY"): "",
        (1, "GR"): "confirmed",
        (2, "GR"): "unconfirmed",
    }
    hidden = step(study(event()), changed(found, 0, "TERM", Answer("none")))
    page = lay_out(event(), HERE, hidden, context(study(event())))
    assert next(one for one in page.fields if one.item == "TLT").judged == ""


BASE = form(
    Item("A", "A?", "choice", codelist="NY", judged=True),
    Item("B", "B?", "choice", codelist="NY", judged=True),
    Item("NO", "Not met", "text", method='listed("A", A = "N", "B", B = "N")'),
    Item("P", "Plain", "text"),
    id="E",
)
SAYS = 'listed(UNMET, known(UNMET), "own", OWN = "N", E.P, known(E.P), "p", E.P = "x")'
PLAN = form(
    Item("UNMET", "Not met", "text", method="last(E.NO)"),
    Item("OWN", "Own", "choice", codelist="NY", judged=True),
    Item("SAYS", "Says", "text", method=SAYS, shown="{UNMET}"),
)


@pytest.mark.parametrize(
    ("marked", "words"),
    [((), "2 unconfirmed judgements"), ((("A"),), "1 unconfirmed judgement"), (("A", "B"), "")],
)
def test_a_derived_value_says_how_many_judgements_behind_it_nobody_confirmed(
    marked: tuple[str, ...], words: str
) -> None:
    events = (Event("V1", "Visit", "V1", ("E", "F")),)
    of = study(BASE, PLAN, events=events)
    base = record("E", A="N", B="N", P="x", NO=Answer("A, B", note="derived"))
    base = evolve(base, marks=judged.marks_of(BASE, base, [(0, one) for one in marked]))
    around = {Place("V1", "E"): base}
    done = step(of, record(OWN="N"), records=around)
    seen = context(of, around)
    page = lay_out(PLAN, HERE, done, seen)
    assert lay_out(PLAN, HERE, done, seen) == page
    asides = {one.item: one.aside for one in page.fields}
    assert asides["UNMET"] == (f"rests on {words}" if words else "")
    assert asides["SAYS"] == " · ".join(part for part in ("A, B", asides["UNMET"]) if part)
