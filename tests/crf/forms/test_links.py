"""Records that name each other: how a link is written, read in expressions both ways, and told in words."""

from __future__ import annotations

import pytest
from attrs import evolve

from crf.forms.lay_out import lay_out
from crf.forms.links import link_to, link_to_value, link_words, linked, place_in
from crf.forms.record import Answer, Place, Record
from crf.forms.scope import FormScope
from crf.study.evaluate import Sample
from crf.study.expressions import Ref
from crf.study.model import Event, Form, Item
from tests.crf.forms.small import NOW, context, form, record, step, study
from tests.crf.study.scopes import Hand

NAMED: Form = form(
    Item("TERM", "What?", "text"), Item("DAY", "When?", "date", dates_visit=True), Item("N", "How many?", "integer"),
    id="E", log=True,
)  # fmt: skip
REPORT: Form = form(
    Item("KIND", "Kind", "text"),
    Item("OF", "Of", "text", link="E", required=False),
    Item("BEFORE", "Before", "text", link="R", required=False),
    Item("NO", "Number", "integer", kept=True, required=False),
    id="R",
    log=True,
)
OF = study(NAMED, REPORT, events=(Event("LOG", "Log", "log", ("E", "R"), kind="log"),))
ONE, OTHER = Place("LOG", "E", "", "k1"), Place("LOG", "E", "", "k2")
FIRST, NEXT = Place("LOG", "R", "", "r1"), Place("LOG", "R", "", "r2")
FEVER = record("E", TERM="fever", DAY="2026-03-02", N="2")


def seen(**more: Record) -> object:
    records = {
        ONE: FEVER,
        OTHER: record("E", TERM="rash", DAY="2026-03-01"),
        FIRST: record("R", KIND="first", OF=link_to(ONE)),
        NEXT: record("R", KIND="next", OF=link_to(ONE), BEFORE=link_to(FIRST)),
    }
    return context(OF, {**records, **{Place("LOG", "R", "", key): one for key, one in more.items()}})


def test_a_link_names_form_event_and_keys() -> None:
    assert link_to(ONE) == "E@LOG//k1"
    assert link_to(Place("V1", "F")) == "F@V1"
    assert link_to(Place("V1", "F", "2")) == "F@V1/2"


def test_a_link_is_read_from_both_ends() -> None:
    of = seen()
    assert of.scope(FIRST).result("last(E.TERM, via=OF)") == "fever"
    assert of.scope(ONE).result("count(R.KIND, via=R.OF)") == 2
    assert of.scope(OTHER).result("any(R.KIND, via=R.OF)") is False
    assert of.scope(NEXT).result("last(R.KIND, via=BEFORE)") == "first"
    assert of.scope(FIRST).result("last(R.KIND, via=R.BEFORE)") == "next"
    assert of.scope(NEXT).result("any(R.KIND, via=R.BEFORE)") is False
    assert of.scope(ONE).result('any(R.KIND, via=R.OF, where=R.KIND = "next")') is True


def test_without_a_record_of_its_own_nothing_is_tied() -> None:
    of = seen()
    assert of.scope().result("any(R.KIND, via=R.OF)") is False
    sample = Sample("x", None, Hand())
    assert FormScope(of, ONE).tied(Ref("OF", "R"), sample) is False
    whole = Sample("x", None, FormScope(of, None))
    assert FormScope(of, ONE).tied(Ref("OF", "R"), whole) is False


def test_a_voided_record_is_tied_to_nothing_and_told_as_voided() -> None:
    of = context(OF, {ONE: evolve(FEVER, voided={0: "twice"}), FIRST: record("R", KIND="first", OF=link_to(ONE))})
    assert of.scope(FIRST).result("last(E.TERM, via=OF)") is None
    assert link_words(of, Answer(link_to(ONE))) == "fever, 02-MAR-2026 (voided)"


def test_a_link_is_told_by_the_first_answers_of_what_it_names() -> None:
    of = seen()
    assert linked(of, link_to(ONE)) == ONE
    assert linked(of, "") is None
    assert link_words(of, Answer(link_to(ONE))) == "fever, 02-MAR-2026"
    assert link_words(of, Answer()) == ""
    assert link_words(of, Answer("E@LOG//gone")) == "a record that isn't there any more"
    assert link_words(context(OF, {Place("LOG", "X"): Record("X")}), Answer("X@LOG")).startswith("a record that isn't")


def test_a_page_shows_links_in_words_and_lets_nobody_type_them() -> None:
    own = record("R", KIND="first", OF=link_to(ONE), NO="1")
    done = step(OF, own, place=FIRST, records={ONE: FEVER})
    page = lay_out(REPORT, FIRST, done, context(OF, {ONE: FEVER, FIRST: own}, NOW))
    fields = {field.item: field for field in page.fields}
    assert (fields["OF"].text, fields["OF"].derived) == ("fever, 02-MAR-2026", True)
    assert (fields["NO"].text, fields["NO"].derived) == ("1", True)
    assert not fields["KIND"].derived


def test_a_link_may_name_one_value_of_a_record() -> None:
    undated, lined = Place("V1", "U"), link_to_value(ONE, 2, "N")
    assert (link_to_value(ONE, 0, "N"), lined) == ("E@LOG//k1#N", "E@LOG//k1#N.2")
    found = seen()
    assert linked(found, "E@LOG//k1#N") == ONE
    told = {one: link_words(found, Answer(link_to_value(ONE, 0, one))) for one in ("N", "GONE")}
    assert told["N"] == "How many? 2, 02-MAR-2026"
    assert told["GONE"] == link_words(found, Answer("E@LOG//nothing"))
    assert link_words(found, Answer(lined)) == "How many?, 02-MAR-2026"
    bare = context(OF, {ONE: record("E", N="2")})
    assert link_words(bare, Answer(link_to_value(ONE, 0, "N"))) == "How many? 2"
    struck = context(OF, {ONE: evolve(FEVER, voided={0: "twice"})})
    assert "How many? 2" in link_words(struck, Answer(link_to_value(ONE, 0, "N")))
    assert linked(found, link_to_value(undated, 0, "N")) is None


@pytest.mark.parametrize(
    ("link", "where"),
    [
        ("CTX@COND#ECDSTXT", (0, "ECDSTXT")),
        ("AE@LOG//7f3a#AEGRADE.2", (2, "AEGRADE")),
        ("AE@LOG//7f3a", None),
        ("", None),
    ],
)
def test_a_link_says_which_value_of_the_record_it_names(link: str, where: tuple[int, str] | None) -> None:
    assert place_in(link) == where
