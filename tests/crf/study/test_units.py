"""Units and kinds of expressions: what may be added, compared, kept; cycles; words put into notes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from crf.study.cycles import cycles
from crf.study.expressions import parse
from crf.study.faults import located
from crf.study.functions import SIGNATURES
from crf.study.kinds import ITEM_KINDS, Sort, item_sort, sort_faults
from crf.study.model import Form, Group, Item, Number, Rule, Study
from crf.study.reader import read
from crf.study.rules import parse_rule
from crf.study.structure import show_value
from crf.study.units import Unit, agree, read_unit, show_unit, times
from crf.study.words import number_words, rule_words
from crf.text import message, tell
from tests.crf.study.small import write


@pytest.mark.parametrize(
    ("text", "unit", "shown"),
    [
        ("", None, "1"),
        ("kg", {"kg": 1}, "kg"),
        ("mg/m2", {"mg": 1, "m": -2}, "mg/m2"),
        ("mg/m²", {"mg": 1, "m": -2}, "mg/m2"),
        ("kg / m2", {"kg": 1, "m": -2}, "kg/m2"),
        ("m3", {"m": 3}, "m3"),
        ("cm³", {"cm": 3}, "cm3"),
        ("mm2", {"mm": 2}, "mm2"),
        ("dm3", {"dm": 3}, "dm3"),
        ("/min", {"min": -1}, "1/min"),
        ("1/min", {"min": -1}, "1/min"),
        ("mg/kg/d", {"mg": 1, "kg": -1, "days": -1}, "mg/kg/days"),
        ("d", {"days": 1}, "days"),
        ("day", {"days": 1}, "days"),
        ("hour", {"h": 1}, "h"),
        ("hours", {"h": 1}, "h"),
        ("year", {"years": 1}, "years"),
        ("%", {"%": 1}, "%"),
        ("million   IU", {"million IU": 1}, "million IU"),
        ("kg/kg", {}, "1"),
        ("H2O", {"H2O": 1}, "H2O"),
    ],
)
def test_units_are_read_and_shown(text: str, unit: Unit, shown: str) -> None:
    assert read_unit(text) == unit
    assert show_unit(unit) == shown


def test_units_multiply_and_agree() -> None:
    assert times({"mg": 1, "m": -2}, {"m": 2}) == {"mg": 1}
    assert times({"mg": 1}, {"kg": 1}, -1) == {"mg": 1, "kg": -1}
    assert times(None, {"kg": 1}, -1) == {"kg": -1}
    assert times({"kg": 1}, None) == {"kg": 1}
    assert times(None, None) is None
    assert agree(None, {"kg": 1})
    assert agree({"kg": 1}, None)
    assert agree({"kg": 1}, {"kg": 1})
    assert not agree({"kg": 1}, {})


ITEMS = (
    Item("H", "Height", "decimal", "cm"),
    Item("W", "Weight", "integer", "kg"),
    Item("D", "Day", "date"),
    Item("M", "Moment", "datetime"),
    Item("C", "Clock", "time"),
    Item("T", "Text", "text"),
    Item("K", "Kind", "choice"),
    Item("KS", "Kinds", "choices"),
    Item("TERM", "Term", "term"),
    Item("N", "Note", "note"),
    Item("V", "Viability", "decimal", "%"),
)
FORM = Form(
    "F",
    "Form",
    (Group("G", "G", ITEMS),),
    numbers={"limit": Number("10", "x", "%"), "bare": Number("3", "x"), "span": Number("7", "x", "d")},
    rules={
        "bsa_rule": Rule("600 mg/m2 x BSA(Mosteller)", "x"),
        "kg_rule": Rule("8 mg/kg", "x"),
        "flat": Rule("5 mg flat", "x"),
        "range_rule": Rule("5e7..5e8 cells", "x"),
        "broken": Rule("?", "x"),
    },
)
STUDY = Study("S", "S", "1", "Europe/Madrid", (), (FORM,), (), numbers={"which": Number("Mosteller", "x", "text")})

NUMBER = Sort("number")


def sorted_out(text: str, kind: str = "any", unit: str = "") -> list[str]:
    expected = Sort(kind, read_unit(unit))  # type: ignore[arg-type]
    return [tell(one) for one in sort_faults(STUDY, FORM, parse(text), expected)]


@pytest.mark.parametrize(
    ("text", "kind", "unit"),
    [
        ("abs(W)", "number", "kg"),
        ("min(W, W)", "number", "kg"),
        ("max(1, W)", "number", "kg"),
        ("round(W, 1)", "number", "kg"),
        ("percent(W, W)", "number", "%"),
        ("bsa(bsa_rule, H, W)", "number", "m2"),
        ("bsa(which, H, W)", "number", "m2"),
        ("dose(bsa_rule, H, W)", "number", "mg"),
        ("dose(kg_rule, W)", "number", "mg"),
        ("dose(flat)", "number", "mg"),
        ("amount(bsa_rule)", "number", "mg/m2"),
        ("amount(kg_rule)", "number", "mg/kg"),
        ("amount(kg_rule) * W", "number", "mg"),
        ("low(range_rule)", "number", "cells"),
        ("high(range_rule)", "number", "cells"),
        ("formula(bsa_rule)", "text", ""),
        ("days(D, M)", "number", "days"),
        ("hours(M, M)", "number", "h"),
        ("day(D, 'X')", "number", ""),
        ("add_days(D, span)", "time", ""),
        ("add_months(D, 3)", "time", ""),
        ("age(D, M)", "number", "years"),
        ("at(D, C)", "time", ""),
        ("latest(D, M)", "time", ""),
        ("anchor('X')", "time", ""),
        ("window_first()", "time", ""),
        ("window_last()", "time", ""),
        ("visit_day()", "time", ""),
        ("today()", "time", ""),
        ("grade_exists(TERM, K)", "condition", ""),
        ("has(KS, 'A')", "condition", ""),
        ("length(T)", "number", ""),
        ("if(1 = 1, W, W)", "number", "kg"),
        ("if(1 = 1, kg_rule, kg_rule)", "rule", "mg"),
        ("coalesce(W, 3)", "number", "kg"),
        ("missing(W)", "condition", ""),
        ("known(W, D, T)", "condition", ""),
        ("last(W)", "number", "kg"),
        ("first(D)", "time", ""),
        ("any(W)", "condition", ""),
        ("count(W)", "number", ""),
        ("sum(W)", "number", "kg"),
        ("-W", "number", "kg"),
        ("W + 1", "number", "kg"),
        ("W * limit", "number", "kg"),
        ("W / H", "number", "kg/cm"),
        ("W - W", "number", "kg"),
        ("D < M", "condition", ""),
        ("KS = KS", "condition", ""),
        ("C <= C", "condition", ""),
        ("T in ('a', K)", "condition", ""),
        ("not (1 = 1)", "condition", ""),
        ("N = W", "condition", ""),
        ("W > 3 and N", "condition", ""),
        ("broken = 3", "condition", ""),
        ("K", "codes", ""),
        ("1 = 1", "text", ""),
        ("last(W, upto=D, before=M, where=W > 3)", "number", "kg"),
        ("span", "number", "days"),
        ("bare", "number", "kg"),
        ("V > V", "condition", ""),
        ("W / W < limit", "condition", ""),
        ("CHOICE = 'a'", "condition", ""),
        ("F.W", "number", "kg"),
    ],
)
def test_every_function_has_its_kind_and_unit(text: str, kind: str, unit: str) -> None:
    assert sorted_out(text, kind, unit) == []
    other = {
        "number": "time",
        "time": "number",
        "condition": "number",
        "rule": "text",
        "codes": "time",
        "text": "time",
    }[kind]
    if "broken" not in text:
        assert len(sorted_out(text, other)) == 1
    if unit and text != "bare":
        told = f"gives {show_unit(read_unit(unit))}, kept is furlong; convert it or correct the unit."
        assert sorted_out(text, kind, "furlong") == [told]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("W + T", "+ needs a number, a text is given."),
        ("T - W", "- needs a number, a text is given."),
        ("T * 2", "* needs a number, a text is given."),
        ("D / 2", "/ needs a number, a date is given."),
        ("W + H", "kg + cm don't fit together; convert one of them."),
        ("W - H", "kg - cm don't fit together; convert one of them."),
        ("W = H", "kg = cm don't fit together; convert one of them."),
        ("V > limit", "% > 1 don't fit together; convert one of them."),
        ("W in (H, 1)", "kg in cm don't fit together; convert one of them."),
        ("kg_rule < kg_rule", "< can't order a dose rule; use = or !=."),
        ("(1 = 1) > (1 = 1)", "> can't order a condition; use = or !=."),
        ("bsa(bsa_rule, W, H)", "bsa needs cm, kg is given; convert it."),
        ("dose(kg_rule, H)", "dose needs kg, cm is given; convert it."),
        ("add_days(D, W)", "add_days needs days, kg is given; convert it."),
        ("add_months(D, span)", "add_months needs months, days is given; convert it."),
        ("last(W, before=T)", "before needs a date, a text is given."),
        ("last(W, where=D)", "where needs a condition, a date is given."),
        ("has(T, 'a')", "has needs several choices, a text is given."),
        ("amount(W)", "amount needs a dose rule, a number is given."),
        ("if(W, 1, 2)", "if needs a condition, a number is given."),
        ("W and 1 = 1", "a condition is needed, a number is given; compare it with something."),
        ("1 = 1 or T", "a condition is needed, a text is given; compare it with something."),
        ("coalesce(W, T)", "a number coalesce a text can never be told; make both sides alike."),
    ],
)
def test_what_does_not_fit_is_told(text: str, told: str) -> None:
    assert told in sorted_out(text)


def test_kinds_of_items() -> None:
    assert {item.type for item in ITEMS} == set(ITEM_KINDS)
    assert item_sort(ITEMS[0]) == Sort("number", {"cm": 1})
    assert [item_sort(item).kind for item in ITEMS] == [
        "number",
        "number",
        "time",
        "time",
        "text",
        "text",
        "text",
        "codes",
        "text",
        "any",
        "number",
    ]


def test_arguments_are_counted() -> None:
    counts = {name: (one.least, one.most) for name, one in SIGNATURES.items()}
    assert {name for name, (least, most) in counts.items() if least != most} >= {
        "min",
        "max",
        "dose",
        "latest",
        "coalesce",
        "known",
    }
    assert (counts["dose"], counts["min"], counts["known"]) == ((1, 3), (1, 9), (1, 9))
    assert counts["bsa"] == counts["if"] == (3, 3)
    assert counts["today"] == counts["window_first"] == (0, 0)


def derived(**methods: str) -> list[str]:
    items = tuple(Item(id, id, "decimal", method=method) for id, method in methods.items())
    study = Study("S", "S", "1", "Europe/Madrid", (), (Form("F", "F", (Group("G", "G", items),)),), ())
    return [tell(told).split(" lead")[0] for _, told in cycles(study)]


def test_cycles_are_told_once_with_their_way() -> None:
    assert derived(A="B + 1", B="C", C="3") == []
    assert derived(A="1 + B", B="A") == ["the derivations F.A → F.B → F.A"]
    assert derived(A="B", B="C * 2", C="if(1 in (D, B), 1, 2)", D="3") == ["the derivations F.B → F.C → F.B"]
    assert derived(A="not A in (1, 2)", B="-B") == ["the derivations F.A → F.A", "the derivations F.B → F.B"]
    assert derived(A="last(A, before=today())", B="last(B)") == ["the derivations F.B → F.B"]
    assert derived(A="known(A, before=1)") == ["the derivations F.A → F.A"]
    assert derived(A="(", B="A + NONE.X") == []


def test_shared_faults_name_their_forms_once() -> None:
    told = message("study.day.zero")
    origins = {
        ("form A", "item X"): ("groups.toml", ("group G", "item X")),
        ("form B", "item X"): ("groups.toml", ("group G", "item X")),
        ("form A",): ("forms/a.toml", ("form A",)),
    }
    faults = located(
        [
            (("form A", "item X", "ask"), told),
            (("form B", "item X", "ask"), told),
            (("form A",), told),
            (("form B", "item X", "ask"), told),
            (("event V",), told),
        ],
        origins,
    )
    assert [str(fault).removesuffix(f": {tell(told)}") for fault in faults] == [
        "groups.toml: group G, item X, ask (form A, form B)",
        "forms/a.toml: form A",
        "study.toml: event V",
    ]


def test_words_of_numbers_and_rules(tmp_path: Path) -> None:
    assert [
        rule_words(parse_rule(text))
        for text in (
            "600 mg/m2 x BSA(Mosteller)",
            "8 mg/kg",
            "420 mg flat",
            "5e7..5e8 cells",
            "500000 IU/m2 x BSA(Mosteller)",
            "12345.5 mg flat",
            "10000 mg flat",
            "9999 mg flat",
        )
    ] == [
        "600 mg/m²",
        "8 mg/kg",
        "420 mg",
        "5e7 to 5e8 cells",
        "500\u00a0000 IU/m²",
        "12345.5 mg",
        "10\u00a0000 mg",
        "9999 mg",
    ]
    assert [
        number_words(one) for one in (Number("7", "x", "days"), Number("3", "x"), Number("Mosteller", "x", "text"))
    ] == [
        "7 days",
        "3",
        "Mosteller",
    ]
    form = read(write(tmp_path)).form("DOSE")
    assert form.note == "Planned is 8 mg/kg, off by 10 % at most."
    assert form.item("NOTE").help == "Within 28 days; the rule is 8 mg/kg."
    assert form.item("NOTE").ask == "Remark at {VISIT}"


def test_values_are_shown_as_written_and_cut_at_40() -> None:
    assert [show_value(one) for one in (True, 5, "x", [1, "a"], Decimal("1.5"))] == [
        "true",
        "5",
        '"x"',
        "[1, 'a']",
        "1.5",
    ]
    assert show_value("x" * 38) == '"' + "x" * 38 + '"'
    assert show_value("x" * 39) == '"' + "x" * 38 + "…"
