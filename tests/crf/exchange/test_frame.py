"""What stands on every page: head, foot, numbers, bookmarks, properties; the same sheets give the same bytes."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
from attrs import evolve

from crf.exchange.pages.draw import print_sheets
from tests.crf.exchange import samples
from tests.crf.exchange.reading import boxes, fonts, outline, overlaps, pages, printed, text

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.req("B30")
def test_the_same_sheets_give_the_same_bytes() -> None:
    sheets = [samples.completed(), samples.log(), *samples.awkward()]
    assert printed(*sheets)[0] == printed(*sheets)[0]


@pytest.mark.req("B30")
def test_another_process_with_another_hash_seed_gives_the_same_bytes() -> None:
    code = (
        "import hashlib\n"
        "from tests.crf.exchange import reading, samples\n"
        "print(hashlib.sha256(reading.printed(samples.completed(), samples.states(), samples.log())[0]).hexdigest())"
    )
    here = hashlib.sha256(printed(samples.completed(), samples.states(), samples.log())[0]).hexdigest()
    for seed in ("1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        run = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        assert run.stdout.strip() == here


@pytest.mark.req("B01")
def test_every_head_tells_protocol_site_subject_visit_form_and_version() -> None:
    for page in pages(samples.completed(), samples.log(), *samples.awkward()):
        for words in (
            "NK-ACT-BC_2020",
            "NK adoptive cell therapy, HER2+ breast cancer",
            "Site 01",
            "Subject 01-001",
            "Visit ",
        ):
            assert words in page
        assert re.search(r"(CTX Cyclophosphamide administration|AE Adverse events|ANY Any form), version 1", page)


@pytest.mark.req("B02")
@pytest.mark.req("B07")
def test_every_foot_tells_page_casebook_definition_software_and_an_instant_with_offset() -> None:
    found = pages(samples.completed(), samples.log(), *samples.awkward()[:2])
    for n, page in enumerate(found, 1):
        assert f"Page {n} of {len(found)}" in page
        for words in (
            "Casebook 01-001 / 7f3c 90ab",
            "Study definition 1",
            "fingerprint 5e1c 90ab",
            "Software Casebook 1.0.0",
        ):
            assert words in page
        assert re.search(r"Printed as of \d\d-[A-Z]{3}-\d{4} \d\d:\d\d [+-]\d\d:\d\d", page)
        assert "Journal head 9c41 77e0" in page


def test_pages_of_one_form_are_counted_apart() -> None:
    found = pages(samples.completed(), samples.plain([samples.item(f"1.{n}", f"I{n}", f"Item {n}") for n in range(60)]))
    assert "Form CTX, version 1, page 1 of 1" in found[0]
    assert "Form ANY, version 1, page 1 of 2" in found[1]
    assert "Form ANY, version 1, page 2 of 2" in found[2]


def test_a_blank_form_has_strokes_instead_of_site_and_subject_and_says_so() -> None:
    page = pages(samples.blank())[0]
    assert "Blank form" in page
    assert "blank CRF" in page
    assert "01-001" not in page
    assert "Printed as of" not in page


def test_long_names_never_push_the_identifiers_out_of_the_head() -> None:
    run = samples.head(
        title="A very long study title " * 20, name="A very long form name " * 20, visit="A very long visit name " * 20
    )
    sheet = evolve(samples.completed(), head=run)
    page = pages(sheet)[0]
    data = printed(sheet)[0]
    assert overlaps(data) == []
    assert all(right < 545 for _, _, _, right, _ in boxes(data))
    for words in ("NK-ACT-BC_2020", "Subject 01-001", "CTX A very long form"):
        assert words in page
    assert "…" in page


@pytest.mark.req("B27")
def test_bookmarks_stand_once_for_each_visit_and_for_each_form() -> None:
    again = evolve(samples.log(), bookmarks=("Conditioning", "Adverse events"))
    data, done = printed(
        samples.completed(), again, samples.completed(), evolve(samples.completed(), bookmarks=("D1", "Same name"))
    )
    assert outline(data) == [
        (0, "Conditioning", 1),
        (1, "Cyclophosphamide administration", 1),
        (1, "Adverse events", 2),
        (1, "Cyclophosphamide administration", 3),
        (0, "D1", 4),
        (1, "Same name", 4),
    ]
    assert [(mark.level, mark.title, mark.page) for mark in done.outline] == outline(data)


def test_the_printer_tells_pages_and_where_each_sheet_begins() -> None:
    data, done = printed(samples.completed(), *samples.awkward(), samples.log())
    assert done.pages == len(pypdf.PdfReader(io.BytesIO(data)).pages)
    found = pages(samples.completed(), *samples.awkward(), samples.log())
    assert [("page 1 of" in found[first - 1]) for first in done.first] == [True] * 5
    assert done.first[0] == 1


def test_the_file_knows_its_title_author_and_language() -> None:
    reader = pypdf.PdfReader(io.BytesIO(printed(samples.completed())[0]))
    assert reader.metadata is not None
    assert reader.metadata.title == "NK-ACT-BC_2020, 01-001, Cyclophosphamide administration"
    assert reader.metadata.author == "Casebook 1.0.0"
    assert reader.trailer["/Root"]["/Lang"] == "en"


@pytest.mark.req("B27")
def test_every_font_is_embedded_and_can_be_copied_from() -> None:
    found = fonts(printed(samples.completed(), samples.log(), *samples.awkward())[0])
    assert {"NotoSans-Regular", "NotoSans-Bold"} <= {str(font["/BaseFont"]).split("+")[-1] for font in found}
    for font in found:
        assert "/FontFile2" in font["/FontDescriptor"].get_object(), font["/BaseFont"]
        assert "/ToUnicode" in font


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_no_character_stands_outside_the_margins(paper: str) -> None:
    sheets = [
        samples.completed(),
        samples.blank(),
        samples.states(),
        samples.log(),
        samples.repeating(),
        samples.panel("blank"),
        *samples.awkward(),
    ]
    data, _ = printed(*sheets, paper=paper)
    sizes = [page.mediabox for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    for page, left, bottom, right, top in boxes(data):
        wide, high = float(sizes[page - 1].width), float(sizes[page - 1].height)
        across = wide > high
        assert left > (51.0 if across else 62.3) - 1, page
        assert right < wide - 51.0 + 1, page
        assert bottom > 51.0 - 24, page
        assert top < high - (70.8 if across else 51.0) + 24, page


def test_letter_and_a4_have_their_own_size_and_the_log_lies_across() -> None:
    for paper, portrait in (("A4", (595.28, 841.89)), ("Letter", (612.0, 792.0))):
        reader = pypdf.PdfReader(io.BytesIO(printed(samples.completed(), samples.log(), paper=paper)[0]))
        got = [(float(page.mediabox.width), float(page.mediabox.height)) for page in reader.pages]
        assert got[0] == pytest.approx(portrait)
        assert got[-1] == pytest.approx(portrait[::-1])


def test_the_log_stands_upright_where_asked() -> None:
    reader = pypdf.PdfReader(io.BytesIO(printed(samples.log(), landscape_log=False)[0]))
    assert float(reader.pages[0].mediabox.width) < float(reader.pages[0].mediabox.height)


def test_a_print_goes_to_a_path_too(tmp_path: Path) -> None:
    target = tmp_path / "forms.pdf"
    done = print_sheets([samples.completed()], samples.STAMP, target)
    assert target.read_bytes() == printed(samples.completed())[0]
    assert done.pages == 1


@pytest.mark.req("B13")
def test_attest_blocks_tell_name_role_time_meaning_and_digest() -> None:
    found = text(samples.completed())
    for words in (
        "A. Example",
        "investigator, site 01",
        "20-MAR-2026 08:15 +01:00",
        "I have reviewed this form and approve it.",
    ):
        assert words in found
    assert "Content SHA-256 3f9a 71c2 08de 44b1" in found


def test_an_attest_block_not_done_yet_says_so_and_more_than_three_stand_below() -> None:
    attests = (*samples.ATTESTS, evolve(samples.TO_SIGN[2], heading="Signed again"))
    found = text(evolve(samples.completed(), attests=attests))
    assert "Signed again" in found
    assert "none yet" in found
