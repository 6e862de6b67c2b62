"""Reads printed pages back: texts, glyph boxes, outline, fonts."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import pypdf
import pypdfium2

from crf.exchange.pages.draw import Printed, print_sheets
from crf.exchange.pages.sheets import Sheet
from tests.crf.exchange import samples


def printed(*sheets: Sheet, **more: Any) -> tuple[bytes, Printed]:
    """The bytes of a print and what the printer says of it."""
    out = io.BytesIO()
    stamp = more.pop("stamp", samples.BLANK_STAMP if sheets and sheets[0].fill == "blank" else samples.STAMP)
    done = print_sheets(sheets, stamp, out, **more)
    return out.getvalue(), done


def pages(*sheets: Sheet, **more: Any) -> list[str]:
    """The text of each page, blanks run together."""
    reader = pypdf.PdfReader(io.BytesIO(printed(*sheets, **more)[0]))
    return [re.sub(r"[ \xa0]+", " ", page.extract_text()) for page in reader.pages]


def text(*sheets: Sheet, **more: Any) -> str:
    """The text of all pages."""
    return "\n".join(pages(*sheets, **more))


def flat(found: str) -> str:
    """A text without line breaks and double blanks."""
    return re.sub(r"\s+", " ", found)


def columns(*sheets: Sheet, edges: tuple[float, ...], **more: Any) -> list[str]:
    """The texts of all pages between x edges, each column read down: for tables whose cells go over lines."""
    document = pypdfium2.PdfDocument(printed(*sheets, **more)[0])
    found = [""] * (len(edges) - 1)
    for page in document:
        reader = page.get_textpage()
        for n, (left, right) in enumerate(pairwise(edges)):
            found[n] += " " + reader.get_text_bounded(left=left, right=right)
        reader.close()
        page.close()
    document.close()
    return [flat(one) for one in found]


def characters(data: bytes) -> Iterator[list[tuple[float, float, float, float, str]]]:
    """Left, bottom, right, top of each character seen, page by page, without those that stand in for boxes."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        found = page.get_textpage()
        out = []
        for n in range(found.count_chars()):
            char = chr(pypdfium2.raw.FPDFText_GetUnicode(found.raw, n))
            left, bottom, right, top = found.get_charbox(n)
            if right > left and top > bottom and char not in "□☒" and not "\ud800" <= char <= "\udfff":
                out.append((left, bottom, right, top, char))
        yield out
        found.close()
        page.close()
    document.close()


def boxes(data: bytes) -> Iterator[tuple[int, float, float, float, float]]:
    """Page and left, bottom, right, top of every character seen."""
    for number, page in enumerate(characters(data), 1):
        for left, bottom, right, top, _ in page:
            yield number, left, bottom, right, top


def overlaps(data: bytes) -> list[tuple[str, str, float, float]]:
    """Characters printed over others."""
    over = []
    for page in characters(data):
        page.sort()
        for n, (left, bottom, right, top, char) in enumerate(page):
            for other in page[n + 1 : n + 60]:
                if other[0] >= right:
                    break
                across = min(right, other[2]) - max(left, other[0])
                if across > 0.8 and min(top, other[3]) - max(bottom, other[1]) > 1.0:
                    over.append((char, other[4], left, bottom))
    return over


def dark(data: bytes, box: tuple[int, int, int, int]) -> int:
    """How many dark dots a part of the first page has, at two dots a point."""
    return int(sum(picture(data).crop(box).histogram()[:128]))


def picture(data: bytes, page: int = 0, scale: float = 2.0) -> Any:
    """A page as a grey picture."""
    document = pypdfium2.PdfDocument(data)
    image = document[page].render(scale=scale).to_pil().convert("L")
    document.close()
    return image


def fonts(data: bytes) -> list[dict[str, Any]]:
    """The fonts of all pages."""
    found: dict[str, dict[str, Any]] = {}
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        for font in page["/Resources"]["/Font"].values():
            one = font.get_object()
            found[str(one["/BaseFont"])] = one
    return list(found.values())


def outline(data: bytes) -> list[tuple[int, str, int]]:
    """Depth, words and page of every bookmark."""
    reader = pypdf.PdfReader(io.BytesIO(data))

    def walk(entries: Sequence[Any], depth: int) -> Iterator[tuple[int, str, int]]:
        for entry in entries:
            if isinstance(entry, list):
                yield from walk(entry, depth + 1)
            else:
                yield depth, str(entry.title), reader.get_destination_page_number(entry) + 1

    return list(walk(reader.outline, 0))
