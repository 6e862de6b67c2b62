"""The clinical sums over tables as people send them: every row answered, a bad one with its reason."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crf.actions.calculate import calculate, ctcae_table
from crf.faults import Refused
from crf.text import RESOURCES

DATA = Path(__file__).parents[2] / "data"
BSA = "case_id,formula,height_cm,weight_kg"
DOSE = "case_id,drug,rule,height_cm,weight_kg,unit,actual_dose,tolerance_pct"


def run(name: str, text: str) -> str:
    target = io.StringIO()
    calculate(name, io.StringIO(text, newline=""), target)
    return target.getvalue()


def rows(text: str, separator: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))


def bsa(height: str, weight: str, formula: str = "Mosteller") -> dict[str, str]:
    return rows(run("bsa", f'{BSA}\n1,"{formula}","{height}","{weight}"\n'))[0]


def dose(
    rule: str, height: str = "", weight: str = "", actual: str = "", tolerance: str = "", unit: str = "mg"
) -> dict[str, str]:
    cells = ",".join(f'"{cell}"' for cell in ("1", "drug", rule, height, weight, unit, actual, tolerance))
    return rows(run("dose", f"{DOSE}\n{cells}\n"))[0]


def oracle(name: str) -> list[tuple[dict[str, str], dict[str, str]]]:
    """Each row as published, and as answered without the columns that hold the expected result."""
    published = rows((DATA / f"{name}_oracle.csv").read_text(encoding="utf-8"))
    hidden = {"expected", "decimals", "full_precision", "planned_dose", "pct_deviation", "flag"}
    asked = io.StringIO()
    columns = [column for column in published[0] if column not in hidden]
    writer = csv.DictWriter(asked, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(published)
    return list(zip(published, rows(run(name, asked.getvalue())), strict=True))


@pytest.mark.parametrize(("published", "answered"), oracle("bsa"), ids=lambda row: row["case_id"])
def test_body_surfaces_as_published(published: dict[str, str], answered: dict[str, str]) -> None:
    assert list(answered)[-2:] == ["result", "why"]
    assert all(answered[column] == published[column] for column in ("case_id", "formula", "kind", "source"))
    assert answered["why"]
    if not published["expected"]:
        assert (answered["result"], answered["why"]) == ("", "height_cm is empty.")
        return
    off = abs(Decimal(answered["result"]) - Decimal(published["expected"]))
    assert off <= Decimal("0.5").scaleb(-int(published["decimals"]))
    assert abs(Decimal(answered["result"]) - Decimal(published["full_precision"])) < Decimal("1e-14")


@pytest.mark.parametrize(("published", "answered"), oracle("dose"), ids=lambda row: row["case_id"])
def test_doses_as_published(published: dict[str, str], answered: dict[str, str]) -> None:
    assert list(answered)[-4:] == ["result", "deviation_pct", "verdict", "why"]
    assert answered["verdict"] == published["flag"]
    assert answered["why"]
    if not published["pct_deviation"]:
        assert (answered["result"], answered["deviation_pct"]) == (published["planned_dose"], "")
        return
    assert abs(Decimal(answered["result"]) - Decimal(published["planned_dose"])) < Decimal("1e-9")
    assert round(Decimal(answered["deviation_pct"]), 4) == Decimal(published["pct_deviation"])


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("Mosteller", "square root of (165 cm x 60 kg / 3600) = 1.658312 m2"),
        ("du bois", "0.007184 x (165 cm)^0.725 x (60 kg)^0.425 = 1.658657 m2"),
        ("DuBois (metre form)", "0.20247 x (1.65 m)^0.725 x (60 kg)^0.425 = 1.658635 m2"),
        ("HAYCOCK", "0.024265 x (165 cm)^0.3964 x (60 kg)^0.5378 = 1.660660 m2"),
        ("Gehan-George", "0.0235 x (165 cm)^0.42246 x (60 kg)^0.51456 = 1.670443 m2"),
    ],
)
def test_a_surface_is_told_with_its_sum(formula: str, why: str) -> None:
    assert bsa("165", "60", formula)["why"] == why


@pytest.mark.parametrize(
    ("rule", "result", "why"),
    [
        (
            "600 mg/m2 x BSA(Mosteller)",
            "994.98743710662",
            "600 mg/m2 x 1.658312 m2 (Mosteller, 165 cm, 60 kg) = 994.99 mg",
        ),
        ("8 mg/kg (loading)", "480", "8 mg/kg x 60 kg = 480.00 mg"),
        ("420 mg flat", "420", "420 mg, the same for every patient"),
        ("5e7..5e8 mg", "5e7-5e8", "50000000 to 500000000 mg, both ends allowed"),
        ("1e-6 mg/kg", "0.00006", "0.000001 mg/kg x 60 kg = 0.0000600 mg"),
    ],
)
def test_a_plan_is_told_without_a_verdict_where_nothing_was_given(rule: str, result: str, why: str) -> None:
    told = dose(rule, "165", "60", tolerance="10")
    assert (told["result"], told["deviation_pct"], told["verdict"], told["why"]) == (
        result,
        "",
        "",
        why,
    )


def test_the_factors_told_multiply_to_the_dose_told() -> None:
    why = dose("5e5 IU/m2 x BSA(Mosteller)", "165", "60", unit="iu")["why"]
    assert why == "500000 IU/m2 x 1.6583124 m2 (Mosteller, 165 cm, 60 kg) = 829156.20 IU"
    assert 500000 * Decimal("1.6583124") == Decimal("829156.20")


@pytest.mark.parametrize(
    ("rule", "actual", "tolerance", "deviation", "verdict", "told"),
    [
        ("8 mg/kg", "528", "10", "10", "WITHIN", "differs by +10.00 %, within 10 %"),
        ("8 mg/kg", "432", "10.0", "-10", "WITHIN", "differs by -10.00 %, within 10 %"),
        ("8 mg/kg", "528.0001", "10", "10.00002083333333", "DEVIATION", "differs by +10.00002 %, more than 10 %"),
        ("8 mg/kg", "480", "0", "0", "WITHIN", "480 mg is the planned dose"),
        ("420 mg flat", "420", "0", "0", "WITHIN", "420 mg is the planned dose"),
        ("420 mg flat", "420.1", "0", "0.02380952380952381", "DEVIATION", "more than 0 %"),
        ("420 mg flat", "420.1", "", "0.02380952380952381", "DEVIATION", "more than 0 %"),
        ("420 mg flat", "420", "", "0", "WITHIN", "420 mg is the planned dose"),
        ("8 mg/kg", "500", "", "4.166666666666667", "", "tolerance_pct is empty"),
    ],
)
def test_verdicts_by_tolerance(rule: str, actual: str, tolerance: str, deviation: str, verdict: str, told: str) -> None:
    answer = dose(rule, "", "60", actual, tolerance)
    assert (answer["deviation_pct"], answer["verdict"]) == (deviation, verdict)
    assert answer["result"] in ("480", "420")
    assert told in answer["why"]


@pytest.mark.req("PA-042")
@pytest.mark.parametrize(
    ("actual", "verdict", "told"),
    [
        ("4.9e7", "BELOW", "lies below"),
        ("5e7", "WITHIN", "lies within"),
        ("5e8", "WITHIN", "lies within"),
        ("500000001", "ABOVE", "lies above"),
    ],
)
def test_verdicts_by_range_need_no_tolerance(actual: str, verdict: str, told: str) -> None:
    answer = dose("5e7..5e8 cells", actual=actual, unit="cells")
    assert (answer["result"], answer["deviation_pct"], answer["verdict"]) == ("5e7-5e8", "", verdict)
    assert told in answer["why"]


@pytest.mark.req("PA-073")
@pytest.mark.parametrize(
    ("height", "weight", "told"),
    [
        ("", "60", "height_cm is empty"),
        ("165", "", "weight_kg is empty"),
        ("NaN", "60", 'height_cm holds "NaN", which is no number'),
        ("inf", "60", "no number"),
        ("-Infinity", "60", "no number"),
        ("165 cm", "60", "no number"),
        ("٣", "60", "no number"),
        ("1.6.5", "60", "no number"),
        ("1" * 61, "60", "no number"),
        ("1e400", "60", "beyond anything"),
        ("1e31", "60", "beyond anything"),
        ("1e30", "60", "can't be right"),
        ("1e-400", "60", "beyond anything"),
        ("1e99999", "60", "no number"),
        ("0", "60", "height 0 cm can't be right"),
        ("1.65", "60", "height 1.65 cm can't be right"),
        ("165", "-60", "weight -60 kg can't be right"),
        ("165", "60000", "weight 60000 kg can't be right"),
        ("165", "60,125", "may mean 60.125 or 60125"),
    ],
)
def test_a_bad_cell_gives_no_result_but_its_reason(height: str, weight: str, told: str) -> None:
    for answer in (bsa(height, weight), dose("600 mg/m2 x BSA(Mosteller)", height, weight, "1000", "10")):
        assert answer["result"] == answer.get("verdict", "") == ""
        assert told in answer["why"]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"rule": ""}, "rule is empty"),
        ({"rule": "8 mg"}, "isn't complete"),
        ({"rule": "8 g/kg"}, "The column unit says mg, the rule g"),
        ({"rule": "600 mg/m2 x BSA(Foo)", "height": "165"}, 'names the formula "Foo"'),
        ({"actual": "0"}, "actual_dose is 0: a dose given is above 0"),
        ({"actual": "-480"}, "above 0"),
        ({"actual": "none"}, "no number"),
        ({"rule": "5..6 mg", "actual": "0"}, "above 0"),
        ({"actual": "480", "tolerance": "-1"}, "A tolerance is a percentage from 0 up"),
        ({"actual": "480", "tolerance": "5%"}, "no number"),
    ],
)
def test_a_bad_dose_row_gives_no_result_but_its_reason(cells: dict[str, str], told: str) -> None:
    answer = dose(**{"rule": "8 mg/kg", "weight": "60", **cells})
    assert answer["result"] == answer["deviation_pct"] == answer["verdict"] == ""
    assert told in answer["why"]


def test_an_unknown_formula_is_told_with_the_known_ones() -> None:
    assert "use Mosteller, DuBois" in bsa("165", "60", "Boyd")["why"]


def test_cells_that_the_rule_does_not_use_are_not_judged() -> None:
    assert dose("420 mg flat", "abc", "-1", "420", "0")["verdict"] == "WITHIN"
    assert dose("8 mg/kg", "abc", "60", unit="")["result"] == "480"


@pytest.mark.req("PA-037")
def test_decimal_comma_and_point_are_the_same_number() -> None:
    assert bsa("165,5", "72,5")["result"] == bsa("165.5", "72.5")["result"]
    assert bsa("165,5", "0,500")["result"] == bsa("165.5", "0.5")["result"] != ""


def test_a_table_from_a_european_spreadsheet() -> None:
    text = f'\ufeff{DOSE.replace(",", ";")};note\r\n1;T;8 mg/kg;;72,5;mg;522;10;"a;b"\r\n2;T;8 mg/kg;;72.125;mg;;;\r\n'
    told = run("dose", text)
    assert told.startswith("case_id;")
    assert "\r" not in told
    first, second = rows(told, ";")
    assert (first["note"], first["result"], first["verdict"]) == ("a;b", "580", "WITHIN")
    assert "may mean 72.125 or 72125: write 72.1250 or 72125" in second["why"]


def test_a_point_is_never_doubted_in_a_table_parted_by_commas() -> None:
    assert bsa("165.125", "60.125")["result"] != ""


def test_tabs_part_cells_too_and_column_names_bear_case_and_blanks() -> None:
    told = rows(run("bsa", " Formula \tHEIGHT_CM\tweight_kg\nMosteller\t170\t61,2\n"), "\t")
    assert told[0]["result"] == "1.7"
    assert list(told[0]) == [" Formula ", "HEIGHT_CM", "weight_kg", "result", "why"]


def test_one_row_in_one_row_out_whatever_the_rows_are_like() -> None:
    text = (
        f"{BSA},extra\n"
        '1,Mosteller,170,61.2,"two\nlines, and ""quotes"""\n'
        "2,Mosteller,170\n"
        "3,Mosteller,170,61.2,x,y,z\n"
        "\n"
        ",,,,\n"
        '4,Mosteller,170,61.2,"never closed\n'
        '5,Mosteller,"170"0,61.2,x\n'
        "6,Mosteller,170,61.2,é ≥ 中"
    )
    told = run("bsa", text)
    answers = rows(told)
    assert [answer["case_id"] for answer in answers] == ["1", "2", "3", "", "4", "5", "6"]
    assert [answer["result"] for answer in answers] == ["1.7", "", "", "", "", "", "1.7"]
    assert answers[0]["extra"] == 'two\nlines, and "quotes"'
    assert answers[1]["why"] == "The row has 3 cells, the head 5: check the separators."
    assert answers[2]["why"] == "The row has 7 cells, the head 5: check the separators. y,z"
    assert answers[3]["why"] == "The row is empty."
    assert all("quotation mark" in answer["why"] for answer in answers[4:6])
    assert answers[6]["extra"] == "é ≥ 中"
    assert told.split("\n")[5] == "", "a blank line stays a blank line"


def test_a_blank_line_of_blanks_is_an_empty_row() -> None:
    assert rows(run("bsa", f"{BSA}\n  \n"))[0]["why"] == "The row is empty."


def test_a_table_without_rows_keeps_its_head() -> None:
    assert run("bsa", f"{BSA}\n") == f"{BSA},result,why\n"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("bmi", f"{BSA}\n", 'no sum "bmi": use bsa, dose'),
        ("bsa", "", "The table is empty"),
        ("bsa", "\ufeff", "The table is empty"),
        ("bsa", "\n\n", "The table is empty"),
        ("bsa", ",,\n", "The table is empty"),
        ("bsa", " , \n1,2\n", "The table is empty"),
        ("bsa", "case_id,formula,height,weight_kg\n1,Mosteller,170,60\n", "The table lacks height_cm"),
        ("dose", f"{BSA}\n", "The table lacks rule, unit, actual_dose, tolerance_pct"),
        ("bsa", f"{BSA},Weight_kg\n", "names weight_kg more than once"),
        ("bsa", f"{BSA},Why,result\n", "already has result, why"),
        ("dose", f"{DOSE},verdict\n", "already has verdict"),
        ("bsa", "\udcff", "isn't UTF-8"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_in_one_line_before_anything_is_written(
    name: str, text: str, told: str
) -> None:
    target = io.StringIO()
    with pytest.raises(Refused) as refused:
        calculate(name, io.StringIO(text, newline=""), target)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)
    assert target.getvalue() == ""


def test_a_file_in_another_encoding_is_refused() -> None:
    source = io.TextIOWrapper(io.BytesIO(f"{BSA}\n1,Mostéller,170,60\n".encode("latin-1")), encoding="utf-8")
    with pytest.raises(Refused, match="UTF-8"):
        calculate("bsa", source, io.StringIO())


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=4, max_size=4)))
def test_any_cells_give_as_many_rows_as_they_were(table: list[list[str]]) -> None:
    asked = io.StringIO(newline="")
    csv.writer(asked).writerows([BSA.split(","), *table])
    told = list(csv.reader(io.StringIO(run("bsa", asked.getvalue()), newline="")))
    assert [row[:4] for row in told[1:]] == table
    assert all(len(row) == 6 and row[5] for row in told)


def listed(find: str | None = None) -> list[dict[str, str]]:
    target = io.StringIO()
    ctcae_table(target, find)
    return rows(target.getvalue())


def test_the_dictionary_as_a_table_is_its_file() -> None:
    target = io.StringIO()
    ctcae_table(target)
    assert target.getvalue() == (RESOURCES / "ctcae" / "ctcae_v5.csv").read_text(encoding="utf-8")
    assert len(listed()) == 837


def test_found_terms_come_best_first_with_the_term_last() -> None:
    found = listed("fever")
    assert list(found[0]) == ["meddra_code", "soc", "grades", "found_in", "term"]
    assert (found[0]["meddra_code"], found[0]["grades"], found[0]["term"]) == ("10016558", "1 2 3 4 5", "Fever")
    assert found[0]["found_in"] == "term"
    assert found[-1]["found_in"].startswith("criteria of grade ")
    assert listed("hair loss")[0]["found_in"] == "term (known as hair loss)"
    assert listed("haemorrhage anal")[0]["term"] == "Anal hemorrhage"


def test_nothing_found_is_a_head_alone() -> None:
    assert listed("xyzzy") == []


def test_clearance_answers_each_row_and_says_why() -> None:
    source = io.StringIO(
        "case_id,age,weight_kg,sex,creatinine,unit,conversion\n"
        "CG_adm_2,65,60,F,85,umol/L,note\nCG_clinPK_2,40,80,M,88.42,umol/L,note\nbad,40,80,M,1,g/L,\n"
    )
    target = io.StringIO()
    calculate("clearance", source, target)
    rows = list(csv.DictReader(io.StringIO(target.getvalue())))
    assert [row["result"][:7] for row in rows] == ["55.2625", "111.111", ""]
    assert rows[0]["why"].endswith("x 0.85 = 55.3 mL/min")
    assert "mg/dL or umol/L" in rows[2]["why"]
