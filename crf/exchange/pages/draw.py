"""Prints sheets: each form laid out over its pages, then head, foot and numbers of all pages, then the file."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from attrs import evolve, frozen
from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from crf.exchange.pages import attest, fonts, form, frame, tokens
from crf.exchange.pages.paginate import Placed, paginate
from crf.exchange.pages.press import Press
from crf.exchange.pages.sheets import Sheet, Stamp
from crf.text import say

rl_config.useA85 = 0  # streams as bytes: a fifth smaller and a third faster than as text


@frozen
class Bookmark:
    """An entry of the outline: depth from 0, words, page from 1."""

    level: int
    title: str
    page: int


@frozen
class Printed:
    """What was printed: how many pages, the outline, and the first page of each sheet."""

    pages: int
    outline: tuple[Bookmark, ...]
    first: tuple[int, ...]


@frozen
class Leaf:
    """One page ready but for its foot: its operators on page coordinates."""

    page: frame.Geometry
    blank: bool
    ops: str


def print_sheets(
    sheets: Sequence[Sheet],
    stamp: Stamp,
    target: BinaryIO | Path,
    paper: tokens.PaperName = "A4",
    landscape_log: bool = True,
) -> Printed:
    """Write sheets as one PDF; the same sheets, stamp and fonts give the same bytes."""
    buffer = io.BytesIO()
    canvas = _canvas(buffer, sheets, stamp)
    press = Press(canvas._doc)
    leaves: list[Leaf] = []
    first: list[int] = []
    for sheet in sheets:
        first.append(len(leaves) + 1)
        leaves.extend(_leaves(press, sheet, frame.geometry(paper, landscape_log and sheet.log is not None)))
    outline = tuple(_outline(sheets, first))
    _bind(canvas, press, leaves, stamp, outline)
    data = canvas.getpdfdata()
    if isinstance(target, Path):
        target.write_bytes(data)
    else:
        target.write(data)
    return Printed(len(leaves), outline, tuple(first))


def _canvas(buffer: io.BytesIO, sheets: Sequence[Sheet], stamp: Stamp) -> Canvas:
    font = fonts.bundled("NotoSans-Regular")
    canvas = Canvas(buffer, invariant=1, pageCompression=1, initialFontName=font.fontName, lang="en")
    head = sheets[0].head if sheets else None
    parts = (head.study, head.subject, head.name if len(sheets) == 1 else say("pages.forms")) if head else ()
    canvas.setTitle(", ".join(part for part in parts if part))
    canvas.setAuthor(stamp.software)
    canvas.setSubject(stamp.casebook or say("pages.blank_crf"))
    canvas.setCreator(stamp.software)
    return canvas


def _leaves(press: Press, sheet: Sheet, page: frame.Geometry) -> Iterator[Leaf]:
    blank = sheet.fill == "blank"
    strips = form.strips(press, sheet, page.width)
    signing = attest.strip(press, sheet.attests, page.width, blank)
    if signing:
        if strips:
            strips[-1] = evolve(strips[-1], keep=True)
        strips.append(signing)
    floor = page.top - page.bottom
    opening = frame.title(press, sheet, page.width)
    set_pages = paginate(opening, frame.title_again(press, sheet, page.width), strips, page.room, floor)
    for n, placed in enumerate(set_pages, 1):
        parts = [frame.head(press, page, sheet.head, blank), frame.numbering(press, page, sheet, n, len(set_pages))]
        parts.extend(_moved(page, placed))
        if sheet.page.void:
            parts.append(frame.void_stroke(press, page))
        yield Leaf(page, blank, "\n".join(f"q\n{part}\nQ" for part in parts))


def _moved(page: frame.Geometry, placed: list[Placed]) -> Iterator[str]:
    for down, strip in placed:
        yield f"1 0 0 1 {page.left:.2f} {page.top - down:.2f} cm\n{strip.ops}"


def _outline(sheets: Sequence[Sheet], first: Sequence[int]) -> Iterator[Bookmark]:
    """Visits and forms once each, in order: a form under the visit named before it."""
    open_path: tuple[str, ...] = ()
    for sheet, page in zip(sheets, first, strict=True):
        path = sheet.bookmarks
        for level, title in enumerate(path):
            if level == len(path) - 1 or open_path[: level + 1] != path[: level + 1]:
                yield Bookmark(level, title, page)
        open_path = path


def _bind(canvas: Canvas, press: Press, leaves: list[Leaf], stamp: Stamp, outline: tuple[Bookmark, ...]) -> None:
    marks: dict[int, list[tuple[int, Bookmark]]] = {}
    for n, bookmark in enumerate(outline):
        marks.setdefault(bookmark.page, []).append((n, bookmark))
    for number, leaf in enumerate(leaves, 1):
        canvas.setPageSize(leaf.page.size)
        for n, bookmark in marks.get(number, ()):
            canvas.bookmarkPage(f"b{n}")
            canvas.addOutlineEntry(bookmark.title, f"b{n}", bookmark.level, closed=bookmark.level == 0)
        canvas.addLiteral(leaf.ops)
        canvas.addLiteral("q\n" + frame.foot(press, leaf.page, stamp, leaf.blank, number, len(leaves)) + "\nQ")
        canvas.showPage()
