"""The files that grading rests on: units as people write them, factors with their source, criteria that must fit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from crf.ctcae import conversions, criteria
from crf.ctcae.conversions import convert, spelled, unit, units
from crf.ctcae.criteria import numeric_terms
from crf.faults import FileFault


@pytest.mark.parametrize(
    "written",
    [
        "10^9/L", "10e9/L", "10E9/l", "x10^9/L", "×10⁹/L", "10**9/L", "10*9/L", "10^9 / L", "x109/L", "G/L", "Giga/L",
        "10^3/uL", "10³/µL", "10^3/μL", "K/uL", "10^3/mm³", "10^3/mcL", "x10E3/µL", "mil/mm3",
        "Tsd/µL", "/nL", "10^9 cells/L",
    ],
)  # fmt: skip
def test_cells_a_litre_in_any_spelling(written: str) -> None:
    found = unit("count", written)
    assert found is not None
    assert found.name == "10^9/L"


@pytest.mark.parametrize(
    "written", ["/mm3", "/mm³", "/mm^3", "/uL", "1/µL", "cells/µL", "cells/mcL", "10^3/mL", "10^6/L"]
)
def test_cells_a_microlitre_in_any_spelling(written: str) -> None:
    found = unit("count", written)
    assert found is not None
    assert found.name == "/mm3"


@pytest.mark.parametrize(
    ("analyte", "written"), [("count", ""), ("count", "10^9/M"), ("count", "10^9"), ("hemoglobin", "G/cL"), ("x", "g")]
)
def test_what_is_no_unit_stays_none(analyte: str, written: str) -> None:
    assert unit(analyte, written) is None
    assert convert(analyte, Decimal(1), written, "g/L") is None
    assert convert("hemoglobin", Decimal(1), "g/L", written) is None


@pytest.mark.parametrize(
    ("written", "names", "meant"),
    [
        ("10^3/µL", ("10^9/L", "/uL", "G/L"), "10^9/L"),
        ("cells/mm³", ("10^9/L", "/uL", "G/L"), "/uL"),
        ("UI/L", ("U/L", "ukat/L"), "U/L"),
        ("mcmol/L", ("umol/L", "mg/dL"), "umol/L"),
        ("mg/100mL", ("umol/L", "mg/dL"), "mg/dL"),
        ("mEq/L", ("mmol/L",), ""),  # of potassium it would be, of calcium it is half
        ("g/L", ("g/dL",), ""),
        ("points", ("points",), ""),
    ],
)
def test_which_of_an_items_units_is_spelled(written: str, names: tuple[str, ...], meant: str) -> None:
    assert spelled(written, names) == meant


def test_the_same_letters_mean_another_unit_of_another_analyte() -> None:
    assert unit("count", "G/L") != unit("albumin", "G/L")


@pytest.mark.parametrize(
    ("analyte", "value", "written", "wanted", "expected"),
    [
        ("hemoglobin", "8", "g/dL", "g/L", "80"),
        ("hemoglobin", "10", "g/dL", "mmol/L", "6.21"),
        ("count", "0.98", "10^9/L", "/mm3", "980"),
        ("count", "24", "G/L", "cells/uL", "24000"),
        ("creatinine", "1", "mg/dL", "umol/L", "88.42"),
        ("bilirubin", "1", "mg/dL", "umol/L", "17.1"),
        ("glucose", "100", "mg/dL", "mmol/L", "5.55"),
        ("calcium", "10", "mg/dL", "mmol/L", "2.5"),
        ("calcium", "5", "mEq/L", "mmol/L", "2.5"),
        ("ionized calcium", "4.8", "mg/dL", "mmol/L", "1.2"),
        ("magnesium", "2", "mg/dL", "mmol/L", "0.82"),
        ("urate", "7", "mg/dL", "umol/L", "416.36"),
        ("cholesterol", "200", "mg/dL", "mmol/L", "5.17"),
        ("triglycerides", "150", "mg/dL", "mmol/L", "1.69"),
        ("fibrinogen", "250", "mg/dL", "g/L", "2.5"),
        ("albumin", "4", "g/dL", "umol/L", "601.5"),
        ("enzyme", "1", "ukat/L", "U/L", "60"),
        ("temperature", "101", "°F", "°C", "38.33"),
        ("temperature", "38.3", "°C", "°F", "100.94"),
        ("protein/creatinine", "1000", "mg/g", "mg/mg", "1"),
    ],
)
def test_factors(analyte: str, value: str, written: str, wanted: str, expected: str) -> None:
    found = convert(analyte, Decimal(value), written, wanted)
    assert found is not None
    places = len(expected.partition(".")[2])
    assert round(float(found), places) == float(expected)


def test_each_unit_has_a_source_and_the_first_of_an_analyte_is_its_base() -> None:
    analytes = {one.analyte for one in numeric_terms()} - {""} | {"urate", "creatinine", "bilirubin", "enzyme"}
    for analyte in analytes:
        assert (units(analyte)[0].factor, units(analyte)[0].offset) == (1, 0)
        assert all(one.source for one in units(analyte))


def test_no_spelling_means_two_units_of_one_analyte() -> None:
    for analyte in {one.analyte for one in numeric_terms()} - {""}:
        spelled = [conversions.plain(text) for one in units(analyte) for text in {one.name, *one.spellings}]
        assert len(set(spelled)) >= len(units(analyte))
        for one in units(analyte):
            assert all(unit(analyte, text) == one for text in (one.name, *one.spellings))


def test_conversions_are_exact() -> None:
    assert convert("temperature", Decimal("100.4"), "F", "C") == 38
    assert convert("count", Fraction(1, 3), "10^9/L", "/mm3") == Fraction(1000, 3)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "analyte,unit\n",
        "analyte,unit,spellings,factor,offset,source\ncount,10^9/L,,0,0,x\n",
        "analyte,unit,spellings,factor,offset,source\ncount,10^9/L,,1/0,0,x\n",
        "analyte,unit,spellings,factor,offset,source\ncount,10^9/L,,1,0,\n",
        "analyte,unit,spellings,factor,offset,source\ncount,10^9/L,,1,0\n",
    ],
)
def test_a_damaged_table_of_units_is_told(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "conversions.csv"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(FileFault, match="install the program again"):
        conversions.read(file)


HEAD = ",".join(criteria.COLUMNS)
GOOD = "10002272,Hemoglobin,low,2,value,<,10.0,,hemoglobin,g/dL,,,,,Hgb <10.0 - 8.0 g/dL"
SODIUM = "10021038,Sodium,low,2,value,<=,129,,sodium,mmol/L,,symptoms,no,,125-129 mmol/L and asymptomatic"


def test_a_whole_table_of_criteria_is_read(tmp_path: Path) -> None:
    file = tmp_path / "lab_criteria.csv"
    file.write_text(f"{HEAD}\n{GOOD}\n{SODIUM}\n", encoding="utf-8")
    assert [one.name for one in criteria.read(file)] == ["Anemia", "Hyponatremia"]


@pytest.mark.parametrize(
    "rows",
    [
        None,
        [],
        ["10002272,Hemoglobin"],
        [GOOD.replace("10002272", "1")],
        [GOOD.replace(",2,value", ",3,value")],
        [GOOD.replace("<,10.0", "<=,10.0")],
        [GOOD.replace("<,10.0", ">,10.0")],
        [GOOD.replace("<,10.0", "<,10.5")],
        [GOOD.replace("<,10.0", "<,0.0")],
        [GOOD.replace("<10.0 - 8.0 g/dL", "<10.0 - 8.1 g/dL")],
        [GOOD.replace("Hgb <10.0 - 8.0 g/dL", "")],
        [GOOD.replace("low", "down")],
        [GOOD.replace("value", "number")],
        [GOOD.replace("10.0,,", "10.0,MAX,")],
        [GOOD.replace("g/dL,,,", "g/dL,if so,,")],
        [GOOD.replace("g/dL,,,", "g/dL,,symptoms,")],
        [GOOD.replace("g/dL,,,,", "g/dL,,,yes,")],
        [GOOD.replace("hemoglobin,g/dL", "hemoglobin,g/cL")],
        [GOOD.replace("hemoglobin,g/dL", "hemoglobin,")],
        [GOOD, GOOD.replace("low", "high")],
        [GOOD, GOOD.replace("hemoglobin,g/dL", "albumin,g/dL")],
        [SODIUM, SODIUM.replace("symptoms,no", "weakness,no")],
        [SODIUM.replace("129,", "125,").replace("<=", "<")],
    ],
)
def test_a_criterion_that_is_not_what_the_text_says_is_refused(tmp_path: Path, rows: list[str] | None) -> None:
    file = tmp_path / "lab_criteria.csv"
    if rows is not None:
        file.write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    with pytest.raises(FileFault, match="install the program again"):
        criteria.read(file)
