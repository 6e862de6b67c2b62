"""NCI's workbook is read by its heads wherever they stand, and what isn't one is refused in a sentence."""

from __future__ import annotations

import pytest

from crf.ctcae.comparing import compare
from crf.ctcae.sheets import Sheet, read_sheets
from crf.ctcae.terms import Dictionary, Term
from crf.faults import FileFault

HEADS = (
    "MedDRA Code", "MedDRA SOC", "CTCAE Term", "Grade 1 ", "Grade 2", "Grade 3", "Grade 4", "Grade 5", "Definition\n",
    "Navigational Note",
)  # fmt: skip
ITCH = ("10", "Skin  disorders", "Itch", "Mild\nor  localized", "-", "Severe", "–", "", "A feeling.", "-")
READ = Term("10", "Skin disorders", "Itch", ("Mild or localized", None, "Severe", None, None), "", "A feeling.")


def sheet(*rows: tuple[str, ...], title: str = "CTCAE v6.0 Clean Copy", heads: tuple[str, ...] = HEADS) -> Sheet:
    return Sheet(title, [heads, *(rows or (ITCH,))])


def refused(*sheets: Sheet, file: str = "x.xlsx") -> str:
    with pytest.raises(FileFault) as fault:
        read_sheets(sheets, file)
    return str(fault.value)


def test_cells_are_read_with_their_blanks_put_right_and_dashes_as_nothing() -> None:
    book = read_sheets([sheet()], "x.xlsx")
    assert (book.version, book.terms) == ("6.0", (READ,))


def test_the_clean_table_is_taken_wherever_it_stands_and_blank_rows_are_passed_over() -> None:
    intro = Sheet("Read me", [("Hello",), ()])
    tracked = sheet(("11", *ITCH[1:]), title="CTCAE v6.0 Changes")
    clean = Sheet("CTCAE v6.0 CLEAN", [("Published 2025",), (), HEADS, (), ITCH, ("", "")])
    assert read_sheets([intro, tracked, clean], "x.xlsx").terms == (READ,)
    assert read_sheets([intro, tracked], "x.xlsx").terms[0].code == "11"


def test_columns_may_stand_in_any_order_with_others_between() -> None:
    heads = ("Change", *reversed(HEADS))
    assert read_sheets([sheet(("New", *reversed(ITCH)), heads=heads)], "x.xlsx").terms == (READ,)


def test_a_row_may_end_before_its_last_columns() -> None:
    assert read_sheets([sheet(ITCH[:6])], "x.xlsx").terms[0].definition == ""


@pytest.mark.parametrize(
    ("title", "head", "file", "version"),
    [
        ("CTCAE v5.0 Clean Copy", "CTCAE Term", "x.xlsx", "5.0"),
        ("Clean", "CTCAE v6.0 Term", "CTCAE_v5.0.xlsx", "6.0"),
        ("Clean", "CTCAE Term", "CTCAE_v4.03.xlsx", "4.03"),
        ("Clean", "CTCAE Term", "CTCAE version 6.xlsx", "6.0"),
    ],
)
def test_the_version_is_told_by_head_title_or_name(title: str, head: str, file: str, version: str) -> None:
    heads = tuple(head if one == "CTCAE Term" else one for one in HEADS)
    assert read_sheets([sheet(title=title, heads=heads)], file).version == version


def test_the_version_may_stand_above_the_heads() -> None:
    above = Sheet("Clean", [("Common Terminology Criteria", ""), ("Version 6.0",), HEADS, ITCH])
    assert read_sheets([above], "x.xlsx").version == "6.0"


def test_a_version_nobody_tells_is_asked_for() -> None:
    assert "x.xlsx doesn't say which version of CTCAE it is" in refused(sheet(title="Clean"))


def test_a_workbook_of_something_else_is_told_with_the_columns_needed() -> None:
    for other in (Sheet("Doses", [("Drug", "Dose"), ("CTX", "600")]), Sheet("Empty", []), Sheet("Heads", [HEADS])):
        assert "x.xlsx holds no CTCAE table" in refused(other, *([] if other.rows else [sheet(heads=("",))]))
    assert "MedDRA Code, MedDRA SOC, CTCAE Term, Grade 1" in refused(Sheet("v5.0", [HEADS]))


@pytest.mark.parametrize("head", ["MedDRA SOC", "Grade 3", "Definition", "Navigational Note"])
def test_a_missing_column_is_named(head: str) -> None:
    heads = tuple("Other" if one.strip() == head else one for one in HEADS)
    assert f"has no column “{head}”" in refused(sheet(heads=heads))


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([("x", *ITCH[1:])], "Row 2 of x.xlsx can't be read as a term (code “x”, term “Itch”)"),
        ([("10", "", "")], "Row 2 of x.xlsx can't be read as a term (code “10”, term “”)"),
        ([ITCH, ITCH], "Row 3 of x.xlsx"),
    ],
)
def test_a_row_that_is_no_term_is_named(rows: list[tuple[str, ...]], told: str) -> None:
    assert told in refused(sheet(*rows))


def test_differences_are_told_text_by_text_and_blanks_are_none() -> None:
    gone = Term("12", "Skin", "Gone", (None,) * 5, "")
    known = Dictionary((READ, gone))
    changed = Term("10", "Skin disorders", "Itch", ("Mild  or localized", "More", None, None, None), "See rash.", "x")
    new = Term("13", "Skin", "New", (None,) * 5, "")
    assert [str(one.told) for one in compare(known, Dictionary((changed, new)))] == [
        "Itch (10), Grade 2: “More” in the workbook, “-” here.",
        "Itch (10), Grade 3: “-” in the workbook, “Severe” here.",
        "Itch (10), Navigational Note: “See rash.” in the workbook, “” here.",
        "Gone (12) isn't in the workbook.",
        "New (13) stands in the workbook only.",
    ]
    assert compare(known, known) == ()
