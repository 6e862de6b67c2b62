"""Printing: pages per second against a bare reportlab canvas that draws the same strings in the same fonts."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from crf.exchange.pages.draw import print_sheets
from crf.exchange.pages.sheets import RunHead, Sheet, Stamp
from crf.text import RESOURCES
from tests.bench import floors, sample
from tests.bench.harness import Row, beside, pace

FIELDS = 40
FORMS = 60
FONTS = {"Regular": "NotoSans-Regular", "Bold": "NotoSans-Bold"}
STAMP = Stamp("01-001 / 7f3c90ab", "1", "1", "5e1c90ab77e0c1d2", "05-MAR-2026 16:42 +01:00", "Casebook", "9c4177e0aa10")


def sheets(folder: Path) -> list[Sheet]:
    """Filled forms of 40 fields, each with values of its own, as a casebook gives them to be printed."""
    session = sample.session(folder / "paper.casebook", FIELDS)
    found = []
    for n in range(FORMS):
        uid = sample.enrolled(session)
        entering = sample.filled(session, uid, 0, FIELDS, first=100 + 60 * n)
        entering.save()
        page, label = entering.page(), session.file.subject(uid).label
        head = RunHead("BENCH", "Bench", "01", label, "Visit 0", "D1", page.form, page.name, page.version)
        found.append(Sheet(head, page, "completed", (label, page.name)))
    session.close()
    return found


def strings(pdf: bytes) -> list[list[floors.Drawn]]:
    """Every string of every page, read back from what was printed."""
    found = []
    for page in PdfReader(BytesIO(pdf)).pages:
        drawn: list[floors.Drawn] = []

        def keep(text: str, cm: Any, tm: Any, font: Any, size: float, into: list[floors.Drawn] = drawn) -> None:
            if text.strip():
                weight = "Bold" if font and "Bold" in str(font.get("/BaseFont")) else "Regular"
                into.append((tm[4], tm[5], text.strip("\n"), f"Bare{weight}", size))

        page.extract_text(visitor_text=keep)
        found.append(drawn)
    return found


def rows(folder: Path) -> list[Row]:
    """Pages per second."""
    for weight, file in FONTS.items():
        pdfmetrics.registerFont(TTFont(f"Bare{weight}", str(RESOURCES / "fonts" / f"{file}.ttf")))
    set_of = sheets(folder)
    printed = BytesIO()
    pages = print_sheets(set_of, STAMP, printed).pages
    same = strings(printed.getvalue())
    assert len(same) == pages
    assert sum(map(len, same)) > FORMS * FIELDS * 3, "question, value and unit of each field"
    below, product = beside(
        lambda: floors.bare_canvas(folder / "floor.pdf", same),
        lambda: print_sheets(set_of, STAMP, folder / "product.pdf"),
        runs=9,
    )
    return [pace(f"printing {pages} pages of {FORMS} forms", below, product, pages, at_least=0.7)]
