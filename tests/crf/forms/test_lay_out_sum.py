"""Beside and under a dose: the sum that leads to it, its range, and what a value says in another unit."""

from __future__ import annotations

import pytest

from crf.forms.record import Answer, Record
from crf.study.model import Item, Rule, Sum, Unit
from tests.crf.forms.pages import field, page, rows, sum_form
from tests.crf.forms.small import form, record, study


def test_what_the_sum_shows_stands_in_rows_of_its_own() -> None:
    of = form(
        Item("A", "A", "text"), Item("HT", "H", "decimal"), Item("BSA", "B", "decimal", beside=True),
        Item("PLAN", "P", "decimal", unit="mg"), Item("PRES", "P", "decimal"), Item("DONE", "D", "decimal"),
        rules={"planned": Rule("8 mg flat", "here")}, sum=Sum("planned", "PLAN", "PRES", "DONE", height="HT",
        bsa="BSA"),
    )  # fmt: skip
    assert rows(page(of, record())) == [
        ("fields", ["A"]),
        ("sum", ["HT", "BSA", "PLAN"]),
        ("fields", ["PRES"]),
        ("fields", ["DONE"]),
    ]


def test_the_page_has_the_sum_and_asides_beside_its_doses() -> None:
    found = page(sum_form(), record(KG="60", PRES="470", DONE="500", T="x"))
    assert found.sum is not None
    assert [one.text for one in found.sum.factors] == ["8 mg/kg", "60 kg", "480.00 mg"]
    assert [field(found, item).aside for item in ("PLAN", "PRES", "DONE", "T")] == [
        "8 × 60, 10 %",
        "−2.08 % of planned",
        "+6.38 % of prescribed",
        "",
    ]
    assert field(page(sum_form(), record(PRES="470")), "PRES").aside == ""


def test_a_dose_in_a_range_says_so() -> None:
    of = form(
        Item("PRES", "P", "decimal", unit="cells"),
        Item("DONE", "D", "decimal", unit="cells"),
        rules={"planned": Rule("5e7..5e8 cells", "here")},
        sum=Sum("planned", "", "PRES", "DONE"),
    )
    found = page(of, record(PRES="50000000", DONE="49000000"))
    assert [field(found, item).aside for item in ("PRES", "DONE")] == ["within the range", "outside the range"]


@pytest.mark.req("PA-073")
def test_a_derived_value_that_is_blank_says_what_it_lacks() -> None:
    other = form(Item("X", "Weight", "decimal"), id="G", name="Vital signs", short="Signs")
    of = form(Item("A", "Height", "decimal", missing=("ND",)),
    Item("B", "Index", "decimal", method="last(G.X) / (A * A)"), Item("C", "C", "decimal", method="A / 0"),
              Item("D", "D", "decimal", method="A + 1", show="A > 100"))  # fmt: skip
    asides = {one.item: one.aside for one in page(study(of, other), record(A=Answer(missing="ND"))).fields}
    assert asides == {"A": "", "B": "needs Weight (Signs), Height", "C": "needs Height", "D": ""}
    assert field(page(study(of, other), record(A="1")), "B").aside == "needs Weight (Signs)"
    assert field(page(study(of, other), record(A="1")), "C").aside == ""


def test_asides_only_beside_values() -> None:
    of = form(Item("A", "A", "date", shown="seen {A}", missing=("UNK",)), Item("B", "B", "decimal", method="1 + 1"))
    assert field(page(of, record(A="2026-03-05")), "A").aside == "seen 05-MAR-2026"
    assert field(page(of, record(A=Answer(missing="UNK"))), "A").aside == ""
    assert field(page(of, record(A="")), "A").aside == ""
    assert field(page(of, record(A="2026-03-05")), "B").aside == ""


def test_an_aside_without_its_values_says_nothing() -> None:
    def shown(text: str, **answers: str) -> str:
        of = form(Item("A", "A", "text", shown=text), Item("B", "B", "decimal"), Item("C", "C", "date"))
        return field(page(of, record(A="x", **answers)), "A").aside

    assert shown("{B} kg on {C}", B="5", C="2026-03-05") == "5 kg on 05-MAR-2026"
    assert shown("{B} kg on {C}", B="5") == ""
    assert shown("{=B + 1} on {=C}", B="5") == "6 on –"
    assert shown("{=B + 1} on {=C}") == ""
    assert shown('{B} kg{=if(B > 5, "!", "")}', B="5") == "5 kg"
    assert shown("always") == "always"


def test_a_dose_is_echoed_in_each_of_its_units() -> None:
    item = Item("A", "A", "decimal", unit="IU", units=(Unit("million IU", "1000000"), Unit("third", "3")), echo=True)
    typed = field(page(form(item), record(A="850478")), "A")
    assert (typed.echo, typed.echoed, typed.aside) == ("0.850478 million IU", True, "")
    other = Record("F", {(0, "A"): Answer("850478", unit="million IU")})
    assert field(page(form(item), other), "A").echo == "850\u00a0478 IU"
    assert field(page(form(item), record()), "A").echo == ""
