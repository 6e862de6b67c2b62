"""From a definition and a fill to the tree that screen and paper walk."""

from __future__ import annotations

import pytest
from attrs import evolve

from crf.forms.advance import advance
from crf.forms.lay_out import blank_page, item_numbers, lay_out, width_of
from crf.forms.record import BLANK, Answer, Edit, Place, Record
from crf.study.model import Check, Item, Unit
from tests.crf.forms.nkact import nkact
from tests.crf.forms.pages import field, page, rows, sum_form
from tests.crf.forms.small import HERE, context, form, group, record, study

FORM = form(
    group(Item("A", "A?", "text"), Item("B", "B?", "text", beside=True), Item("N", "Read this, {FORM}.", "note"),
    Item("C", "C?", "text", beside=True), id="ONE"),
    group(Item("D", "D?", "decimal"), Item("E", "E?", "text"), id="TWO"),
    group(Item("L", "Line?", "text"), Item("M", "More?", "text", show='L = "x"'),
    id="LINES", repeats=True, blank_lines=3),
    name="Visit form", version="2", note="Local time.",
)  # fmt: skip


def test_sections_rows_and_numbers_stand_in_the_order_of_the_definition() -> None:
    found = page(FORM, record(A="x"))
    assert (found.form, found.name, found.version, found.note, found.log, found.void) == (
        "F",
        "Visit form",
        "2",
        "Local time.",
        False,
        "",
    )
    assert [(one.id, one.number, one.name, one.style) for one in found.sections] == [
        ("ONE", "1", "Section ONE", "rows"), ("TWO", "2", "Section TWO", "rows"),
        ("LINES", "3", "Section LINES", "table"),
    ]  # fmt: skip
    assert rows(found) == [
        ("fields", ["A", "B"]),
        ("note", ["Read this, Visit form."]),
        ("fields", ["C"]),
        ("fields", ["D"]),
        ("fields", ["E"]),
    ]
    assert item_numbers(FORM) == {
        "A": "1.1",
        "B": "1.1",
        "N": "1.2",
        "C": "1.2",
        "D": "2.1",
        "E": "2.2",
        "L": "3.1",
        "M": "3.2",
    }
    assert [row.number for section in found.sections for row in section.rows] == ["1.1", "1.2", "1.2", "2.1", "2.2"]


def test_the_first_item_of_a_section_has_nobody_beside_it() -> None:
    assert item_numbers(form(Item("A", "A", "text", beside=True), Item("B", "B", "text"))) == {"A": "1.1", "B": "1.2"}
    assert rows(page(form(Item("A", "A", "text", beside=True)), record())) == [("fields", ["A"])]


@pytest.mark.req("PA-025")
def test_an_instruction_stands_in_its_place_and_takes_no_answer() -> None:
    found = page(FORM, record(), Edit(0, "N", "typed"))
    assert found.sections[0].rows[1].text == "Read this, Visit form."
    assert "N" not in [one.item for one in found.fields]


def test_an_instruction_that_is_not_meant_is_not_shown() -> None:
    of = form(Item("Q", "Q?", "choice", codelist="NY"), Item("N", "Stop here.", "note", show='Q = "Y"'))
    assert rows(page(of, record())) == [("fields", ["Q"])]
    assert rows(page(of, record(Q="Y")))[1] == ("note", ["Stop here."])
    assert rows(blank_page(of, HERE, context(study(of))))[1] == ("note", ["Stop here."])


def test_lines_keep_their_numbers_when_one_is_struck() -> None:
    found = Record(
        "F", {(3, "L"): Answer("x"), (5, "L"): Answer("y"), (9, "L"): Answer("z")}, voided={5: "entered twice"}
    )
    section = page(FORM, found).sections[2]
    assert [(one.number, one.line, one.void) for one in section.lines] == [
        ("1", 3, ""),
        ("2", 5, "entered twice"),
        ("3", 9, ""),
    ]
    assert [one.text for line in section.lines for one in line.fields if one.item == "L"] == ["x", "y", "z"]
    assert [(one.item, one.visible) for one in section.lines[0].fields] == [("L", True), ("M", True)]
    assert [(one.item, one.visible) for one in section.lines[2].fields] == [("L", True), ("M", False)]
    assert ([one.item for one in section.columns], section.blank_lines) == (["L", "M"], 3)


def test_lines_may_be_cards() -> None:
    of = form(Item("A", "A", "text"), group(Item("L", "L", "text"), id="K", repeats=True, style="cards"))
    assert page(of, record()).sections[1].style == "cards"


def test_a_section_is_shown_as_its_condition_says_with_or_without_lines() -> None:
    of = form(
        Item("Q", "Q?", "choice", codelist="NY"),
        group(Item("A", "A", "text"), id="G1", show='Q = "Y"'),
        group(Item("L", "L", "text"), id="G2", repeats=True, show='Q = "Y"'),
    )
    assert [one.visible for one in page(of, record()).sections] == [True, False, False]
    assert [one.visible for one in page(of, record(Q="Y")).sections] == [True, True, True]
    assert [one.visible for one in blank_page(of, HERE, context(study(of))).sections] == [True, True, True]


def test_a_field_says_what_the_definition_says() -> None:
    item = Item(
        "A", "Dose?", "decimal", unit="IU", units=(Unit("million IU", "1000000"),),
        low="1000", high="2000000", hint="what was given", help="Really given.", missing=("UNK",),
        width=9, lines=2, decimals=3, partial=True, seconds=True, example="D-1", cdash="ECDOSE", source="Chart",
    )  # fmt: skip
    found = field(page(form(item), record()), "A")
    assert (found.number, found.question, found.kind, found.unit, found.units) == (
        "1.1",
        "Dose?",
        "decimal",
        "IU",
        ("IU", "million IU"),
    )
    assert (found.hint, found.help, found.range, found.missing) == (
        "what was given",
        "Really given.",
        "1000–2\u00a0000\u00a0000 IU",
        ("UNK",),
    )
    assert (found.width, found.lines, found.decimals, found.partial, found.seconds) == (9, 2, 3, True, True)
    assert (found.pattern_example, found.annotation, found.source, found.beside) == ("D-1", "ECDOSE", "Chart", False)
    assert field(page(form(Item("A", "A", "decimal", unit="kg")), record()), "A").units == ()
    assert field(page(form(Item("A", "Start date", "date", row="Start")), record()), "A").question == "Start"


@pytest.mark.req("PA-046")
@pytest.mark.parametrize(
    ("item", "required"), [(Item("A", "A", "text"), True), (Item("A", "A", "text", required=False), False),
    (Item("A", "A", "decimal", method="1 + 1"), False)]
)  # fmt: skip
def test_only_what_a_person_must_answer_has_the_sign(item: Item, required: bool) -> None:
    found = field(page(form(item), record()), "A")
    assert (found.required, found.derived) == (required, bool(item.method))


def test_a_field_holds_its_answer_as_text_and_as_typed() -> None:
    of = form(Item("A", "A", "decimal", high="5"), Item("D", "D", "date"), Item("M", "M", "text", missing=("UNK",)))
    found = page(of, record(A="829156", D="2026-03-05", M=Answer(missing="UNK")))
    assert [(field(found, item).text, field(found, item).raw) for item in "ADM"] == [
        ("829\u00a0156", "829156"),
        ("05-MAR-2026", "05-MAR-2026"),
        ("Unknown", ""),
    ]
    assert [one.check for one in field(found, "A").findings] == ["range"]
    assert field(found, "M").answer == Answer(missing="UNK")


def test_a_draft_shows_what_was_typed() -> None:
    found = field(page(form(Item("A", "A", "decimal")), record(A="5"), Edit(0, "A", "many")), "A")
    assert (found.raw, found.text, found.draft is None, found.findings[0].level) == ("many", "5", False, "hard")


@pytest.mark.req("PA-030")
def test_a_default_is_shown_as_proposed() -> None:
    of = form(Item("A", "A", "text", default="IV"), Item("B", "B", "text"))
    found = page(of, record(), propose=True)
    assert [(one.text, one.proposed) for one in found.fields] == [("IV", True), ("", False)]


@pytest.mark.req("PA-065")
def test_a_choice_withdrawn_is_marked_and_one_of_an_older_list_stays() -> None:
    of = form(
        Item("Q", "Q", "choice", codelist="NY"),
        Item("M", "M", "choices", codelist="CODES", offer='Q != "Y" or CHOICE = "B"'),
    )
    found = field(page(of, record(Q="Y", M="0030|old")), "M")
    assert [(one.code, one.text, one.offered) for one in found.options] == [
        ("0030", "Thirty", False), ("9..9", "Nines", False), ("B", "Bee", True), ("old", "old", False),
    ]  # fmt: skip
    assert field(page(of, record()), "Q").options[0].offered


@pytest.mark.req("PA-031")
def test_a_question_names_earlier_answers_the_visit_and_the_form() -> None:
    items = (
        Item("DRUG", "Which drug?", "choice", codelist="CODES"),
        Item("WHEN", "When was {DRUG} given at {VISIT} ({FORM}, {unknown})?", "date"),
    )
    lines = group(Item("L", "Line?", "text"), Item("K", "Why {L}?", "text"), id="L", repeats=True)
    of = study(form(*items, lines, name="Visit form"))
    assert field(page(of, record()), "WHEN").question == "When was ____ given at Visit V1 (Visit form, {unknown})?"
    assert field(page(of, record(), Edit(0, "DRUG", "B")), "WHEN").question.startswith("When was Bee given")
    assert field(page(of, record(), Edit(2, "L", "late")), "K", 2).question == "Why late?"
    blank = blank_page(of.forms[0], Place("", "F"), context(of))
    assert blank.sections[0].rows[1].fields[0].question == "When was ____ given at ____ (Visit form, {unknown})?"
    assert blank.sections[1].columns[1].question == "Why ____?"


def test_conditions_are_told_where_an_item_or_its_section_has_one() -> None:
    of = form(
        Item("Q", "Q?", "choice", codelist="NY"), Item("A", "A", "text", show='Q = "Y"'),
        group(Item("B", "B", "text"), Item("C", "C", "text", show='A = "x"'), Item("D", "D", "text", show='Q = "Y"'),
        id="G2", show='Q = "Y"'),
    )  # fmt: skip
    found = page(of, record())
    assert [field(found, item).condition for item in "QABCD"] == [
        "",
        "asked if 1.1 is Yes",
        "asked if 1.1 is Yes",
        "asked if 1.1 is Yes and 1.2 is x",
        "asked if 1.1 is Yes",
    ]
    assert [field(found, item).visible for item in "QABCD"] == [True, False, False, False, False]


def test_a_blank_page_has_every_item_and_no_answer() -> None:
    for one in nkact().forms:
        seen = context(
            nkact(),
            {
                Place(event.id, one.id): Record(
                    one.id, {(0, item.id): Answer("1") for item in one.items if item.type == "text"}
                )
                for event in nkact().events
            },
        )
        place = next(Place(event.id, one.id) for event in nkact().events if one.id in event.forms)
        found = blank_page(one, place, seen)
        shown = [field.item for section in found.sections for row in section.rows for field in row.fields]
        columns = [field.item for section in found.sections for field in section.columns]
        notes = [item.id for item in one.items if item.type == "note"]
        asked = sorted(item.id for item in one.items if not item.link)  # a link is written by an act alone
        assert sorted([*shown, *columns, *notes]) == asked
        assert all(field.answer == BLANK and field.visible and not field.text for field in found.fields)
        assert (found.sum, found.void) == (None, "")


def test_a_struck_form_is_shown_as_it_stood() -> None:
    of = study(sum_form(checks=(Check("C-1", "DONE", "DONE > 1", "Much."),)))
    lived = page(of, record(KG="60", PRES="470", DONE="500"))
    done = advance(
        HERE,
        evolve(
            record(KG="60", PRES="470", DONE="500", PLAN=Answer("480.00", note="derived")), voided={0: "wrong subject"}
        ),
        None,
        context(of),
    )
    struck = lay_out(of.forms[0], HERE, done, context(of))
    assert struck.void == "wrong subject"
    assert struck.sum == lived.sum
    assert [evolve(one, findings=()) for one in lived.fields] == list(struck.fields)


@pytest.mark.parametrize(
    ("item", "width"),
    [
        (Item("A", "A", "text", width=7), 7), (Item("A", "A", "integer"), 6), (Item("A", "A", "decimal"), 8),
        (Item("A", "A", "date"), 11), (Item("A", "A", "time"), 5),
        (Item("A", "A", "time", seconds=True), 8), (Item("A", "A", "datetime"), 17), (Item("A", "A", "text"), 40),
        (Item("A", "A", "text", length=12), 12), (Item("A", "A", "text", length=99), 40),
    ],
)  # fmt: skip
def test_an_answer_takes_so_many_characters(item: Item, width: int) -> None:
    assert width_of(item) == width


def test_two_fills_of_one_study_do_not_mix() -> None:
    of = study(FORM)
    seen = context(of)
    first, second = (lay_out(FORM, HERE, advance(HERE, record(A=text), None, seen), seen) for text in ("x", "y"))
    assert (field(first, "A").text, field(second, "A").text) == ("x", "y")
