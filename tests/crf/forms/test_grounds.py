"""What an expression rests on, and what it lacks."""

from __future__ import annotations

import pytest

from crf.forms.grounds import grounds, lacking
from crf.forms.record import Answer, Place, Record
from crf.forms.scope import FormScope
from crf.study.expressions import parse
from crf.study.model import Anchor, Event, Item, Number
from tests.crf.forms.small import HERE, context, form, group, record, study

OWN = form(
    Item("A", "A", "decimal", missing=("UNK",)), Item("B", "B", "decimal"), Item("Q", "Q", "choice", codelist="NY"),
    Item("M", "M", "choices", codelist="CODES"),
    Item("D", "D", "date", dates_visit=True), Item("T", "T", "time"), Item("W", "W", "datetime"),
    group(Item("L", "L", "decimal"), id="L", repeats=True), numbers={"most": Number("5", "here")},
)  # fmt: skip
OTHER = form(Item("X", "X", "decimal"), Item("XDAT", "Day", "date", dates_visit=True), id="G")
OF = study(OWN, OTHER, events=(Event("V1", "V1", "V1", ("F", "G"), anchor="D", day=1, first=1, last=3),
Event("V2", "V2", "V2", ("G",))),
           anchors=(Anchor("D", "Day", "last(G.XDAT)", "here"),))  # fmt: skip


def scope(**answers: str | Answer) -> FormScope:
    around = {Place("V2", "G"): record("G", X="7", XDAT="2026-03-01"), HERE: record(**answers)}
    return context(OF, around).scope(HERE)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A > B", ["A=1", "B="]), ("A + most > 3", ["A=1"]), ("not known(B) and -A < 5", ["B=", "A=1"]),
        ('Q in ("Y", "N")', ["Q=Y"]),
        ("A > last(G.X, upto=D)", ["A=1", "last(G.X)="]), ("count(G.X) > 1", ["count(G.X)=1"]),
        ("last(G.X@V2) = 7", ["last(G.X@V2)=7"]),
        ("G.X@V2 = 7", ["G.X@V2=7"]), ("last(G.XDAT) > D", ["last(G.XDAT)=2026-03-01", "D="]),
        ("D > today()", ["D="]), ("overlaps(D, W)", ["D=", "W="]), ("A > B and here(G.X)", ["A=1", "B="]),
        ("D > window_first()", ["D=", "window_first=2026-03-01"]), ('D < anchor("D")', ["D=", "anchor=2026-03-01"]),
        ("any(G.X) and has(M, 'B')", ["any(G.X)=True", "M="]), ("1 > 2", []), ("coalesce(A, B) = 1", ["A=1", "B="]),
    ],
)  # fmt: skip
def test_an_expression_rests_on_every_value_it_reads_but_not_on_the_day(text: str, found: list[str]) -> None:
    assert list(grounds(parse(text), scope(A="1", Q="Y"))) == found


def test_a_missing_code_and_a_moment_are_told_apart_from_nothing() -> None:
    assert list(grounds(parse("A > 1"), scope(A=Answer(missing="UNK")))) == ["A=UNK"]
    timed = scope(D="2026-03-05", W="2026-03-05T10:00")
    assert list(grounds(parse("last(F.D) = D"), timed)) == ["last(F.D)=2026-03-05", "D=2026-03-05"]
    assert list(grounds(parse("last(F.W) = W"), timed)) == ["last(F.W)=2026-03-05T10:00:00", "W=2026-03-05T10:00"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A + 1", []), ("A + B", ["B"]), ("B * T / A", ["B", "T"]), ("-B", ["B"]), ("not (B > 1)", ["B"]),
        ("B in (1, 2)", ["B"]),
        ("coalesce(B, A)", []), ("coalesce(T, B)", ["B"]), ("if(B > 1, A, A)", ["B"]), ("if(A > 0, B, T)", ["B"]),
        ("if(A > 1, B, D)", ["D"]),
        ("last(G.X)", []), ("last(G.X, upto=D)", ["D"]), ("last(G.X, upto=visit_day())", []),
        ("last(G.X, where=G.X > 100)", ["X"]),
        ("A / 0", []), ("window_last()", []), ("days(D, D)", ["D", "D"]), ("1 + 1", []),
        ("listed('a', B > 1, 'b', T = '10:00')", []), ("values(G.X, upto=D)", ["D"]),
    ],
)  # fmt: skip
def test_what_cannot_be_told_names_the_items_it_lacks(text: str, found: list[str]) -> None:
    around = {Place("V2", "G"): record("G", X="7", XDAT="2026-03-01"), HERE: record(A="1")}
    seen = context(OF, around).scope(HERE)
    assert [ref.item for ref in lacking(parse(text), seen)] == found


def test_a_line_lacks_what_its_line_lacks() -> None:
    found = {HERE: Record("F", {(1, "L"): Answer("1"), (2, "L"): Answer("")})}
    assert [list(lacking(parse("L"), context(OF, found).scope(HERE, line))) != [] for line in (1, 2)] == [False, True]
