"""Body surface area against published results, and what no body can measure."""

from __future__ import annotations

import csv
from decimal import Decimal, localcontext
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crf.clinical.body import FORMULAS, HEIGHT_CM, WEIGHT_KG, bsa, checked_height, checked_weight, formula_name
from crf.clinical.faults import ClinicalFault
from crf.text import say

ORACLE = Path(__file__).parents[2] / "data" / "bsa_oracle.csv"
ROWS = [row for row in csv.DictReader(ORACLE.read_text(encoding="utf-8").splitlines()) if row["expected"]]
HEIGHTS = st.decimals(HEIGHT_CM[0], HEIGHT_CM[1] - 1, places=1)
WEIGHTS = st.decimals(WEIGHT_KG[0], WEIGHT_KG[1] - 1, places=1)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["case_id"])
def test_published_results(row: dict[str, str]) -> None:
    area = bsa(row["formula"], Decimal(row["height_cm"]), Decimal(row["weight_kg"]))
    assert abs(area - Decimal(row["expected"])) <= Decimal("0.5").scaleb(-int(row["decimals"]))
    assert abs(area - Decimal(row["full_precision"])) < Decimal("1e-14")


def test_the_study_files_own_example() -> None:
    assert round(bsa("Mosteller", Decimal(165), Decimal(60)), 6) == Decimal("1.658312")
    assert bsa("Mosteller", Decimal("170.0"), Decimal("61.2")) == Decimal("1.7")


def test_the_two_forms_of_dubois_differ_in_the_fifth_decimal() -> None:
    centimetres, metres = (bsa(name, Decimal(180), Decimal(90)) for name in ("DuBois", "DuBois (metre form 0.20247)"))
    assert round(centimetres, 10) == Decimal("2.0989010092")
    assert Decimal("0.00002") < centimetres - metres < Decimal("0.00003")


@given(st.sampled_from(sorted(FORMULAS)), HEIGHTS, WEIGHTS)
def test_a_taller_or_heavier_body_has_more_surface(formula: str, height: Decimal, weight: Decimal) -> None:
    area = bsa(formula, height, weight)
    assert 0 < area < bsa(formula, height + 1, weight)
    assert area < bsa(formula, height, weight + 1)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("mosteller", "Mosteller"),
        (" MOSTELLER (1987) ", "Mosteller"),
        ("Du Bois", "DuBois"),
        ("dubois (cm form 0.007184)", "DuBois"),
        ("DuBois (metre form 0.20247*Hm^0.725*W^0.425)", "DuBois (metre form)"),
        ("du-bois (Meter form)", "DuBois (metre form)"),
        ("gehan george", "Gehan-George"),
        ("Gehan–George", "Gehan-George"),
        ("HAYCOCK", "Haycock"),
    ],
)
def test_formula_names_bear_case_blanks_and_remarks(text: str, name: str) -> None:
    assert formula_name(text) == name


@pytest.mark.parametrize("text", ["", "(Mosteller)", "Mostelle", "metre form", "Haycock2"])
def test_an_unknown_formula_is_refused_with_the_known_ones(text: str) -> None:
    with pytest.raises(ClinicalFault) as refused:
        bsa(text, Decimal(170), Decimal(70))
    assert "Gehan-George" in say(refused.value.id, **refused.value.values)


@pytest.mark.parametrize("height", ["0", "-170", "1.70", "1700", "NaN", "sNaN", "Infinity", "1e400", "19.9", "300.1"])
def test_a_height_no_body_has_is_refused_in_words(height: str) -> None:
    with pytest.raises(ClinicalFault) as refused:
        bsa("Mosteller", Decimal(height), Decimal(70))
    assert say(refused.value.id, **refused.value.values).endswith("it must lie between 20 and 300 cm.")
    assert "height" in str(refused.value)


@pytest.mark.parametrize("weight", ["0", "-70", "70000", "NaN", "-Infinity", "0.19", "700.1"])
def test_a_weight_no_body_has_is_refused_in_words(weight: str) -> None:
    with pytest.raises(ClinicalFault) as refused:
        bsa("DuBois", Decimal(170), Decimal(weight))
    assert say(refused.value.id, **refused.value.values).endswith("it must lie between 0.2 and 700 kg.")


def test_the_ends_of_what_a_body_can_measure_belong_to_it() -> None:
    assert [checked_height(end) for end in HEIGHT_CM] == [20, 300]
    assert [checked_weight(end) for end in WEIGHT_KG] == [Decimal("0.2"), 700]


def test_the_digits_do_not_hang_on_the_callers_context() -> None:
    wide = bsa("Haycock", Decimal(170), Decimal(75))
    with localcontext() as narrow:
        narrow.prec = 5
        assert bsa("Haycock", Decimal(170), Decimal(75)) == wide
