"""Printing: pages per second against a bare reportlab canvas that draws the same strings in the same fonts."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from crf.actions.demo import demo
from crf.actions.printing import print_pdf
from crf.actions.session import open_casebook
from crf.exchange.pages.draw import print_sheets
from crf.reading.sheets import Wanted, subject_sheets, subject_stamp
from crf.text import RESOURCES
from tests.bench import floors
from tests.bench.harness import Row, beside, pace

FONTS = {"Regular": "NotoSans-Regular", "Bold": "NotoSans-Bold"}


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
    """Pages per second: drawing alone, and the whole way from the casebook to the file."""
    for weight, file in FONTS.items():
        pdfmetrics.registerFont(TTFont(f"Bare{weight}", str(RESOURCES / "fonts" / f"{file}.ttf")))
    session = open_casebook(demo(folder))
    uid = max((row.uid for row in session.file.subjects()), key=lambda uid: len(session.file.data(uid).records))
    sheets = subject_sheets(session.reader, uid, Wanted())
    stamp = subject_stamp(session.reader, uid)
    pages = print_sheets(sheets, stamp, folder / "product.pdf").pages
    same = strings((folder / "product.pdf").read_bytes())
    assert len(same) == pages
    assert sum(map(len, same)) > 20 * pages, "a page has more to say"

    def floor() -> float:
        return floors.bare_canvas(folder / "floor.pdf", same)

    drawing = beside(floor, lambda: print_sheets(sheets, stamp, folder / "product.pdf"), runs=9)
    whole = beside(floor, lambda: print_pdf(session, folder / "product.pdf", subject=uid), runs=9)
    session.close()
    return [
        pace(f"drawing a subject's set of {pages} pages", *drawing, pages, at_least=0.7),
        pace("the same, read from the casebook first", *whole, pages, at_least=0.7),
    ]
