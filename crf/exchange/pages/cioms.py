"""A serious event on paper in the boxes of the CIOMS I form; what a box can't hold goes on, whole, on a next page."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from attrs import define, field
from reportlab.pdfgen.canvas import Canvas

from crf.exchange.pages import fonts, frame, marks, tokens, wrap
from crf.exchange.pages.cioms_data import Cioms, Suspect
from crf.exchange.pages.press import Ink, Press
from crf.text import say

PAD, CAPTION_LINE, LINE = 4.0, 8.2, 10.2
BAR = 13.0  # a part's heading
GAP = 3.0
TITLE = 34.0
PERSON, MAKER, ASKED = 34.0, 30.0, 36.0
"""Heights of the rows about the subject, the manufacturer, and of a box with a question to tick."""
LEAST, SHARE = 28.0, 0.28
"""Least height of the boxes of other drugs and of history, and the most each takes of what is left."""
SIDE = 132.0  # the column of boxes to tick
CHOICES = ("Y", "N", "NA")


@define
class Rest:
    """What didn't fit: a box's caption and the lines that follow."""

    caption: str
    lines: list[str]


@define
class Sheet:
    """The first page in the making: where the next row of boxes begins, and what goes on on a next page."""

    ink: Ink
    left: float
    width: float
    y: float
    rests: list[Rest] = field(factory=list)

    def bar(self, text: str) -> None:
        """The heading of a part, across the page."""
        self.y -= GAP + BAR
        self.ink.block(self.left, self.y, self.width, BAR, 0.9)
        self.ink.text(self.left + PAD, self.y + 3.6, text, tokens.TABLE, True)

    def row(self, height: float, *boxes: tuple[float, str, Iterable[str]]) -> None:
        """Boxes side by side: each its share of the width, its caption and its lines."""
        self.y -= height
        x = self.left
        for share, caption, lines in boxes:
            wide = self.width * share
            self.box(x, wide, height, caption, lines)
            x += wide

    def box(self, x: float, wide: float, height: float, caption: str, texts: Iterable[str]) -> None:
        """One box; lines that don't fit are kept for a next page, and the box says so."""
        self.ink.frame(x, self.y, wide, height, tokens.FRAME)
        top = self.y + height - CAPTION_LINE
        for line in wrap.lines(caption, tokens.HINT - 0.5, wide - 2 * PAD):
            self.ink.text(x + PAD, top, line, tokens.HINT - 0.5, grey=tokens.MUTED)
            top -= CAPTION_LINE
        lines = [line for text in texts if text for line in wrap.lines(text, tokens.TABLE, wide - 2 * PAD)]
        most = max(0, int((top - self.y - 3) // LINE) + 1)
        if len(lines) > most:
            self.rests.append(Rest(caption, lines[max(most - 1, 0) :]))
            lines = [*lines[: max(most - 1, 0)], *([say("cioms.more")] if most else [])]
        for n, line in enumerate(lines):
            self.ink.text(x + PAD, top - 1 - LINE * n, line, tokens.TABLE)

    def tick(self, x: float, y: float, text: str, crossed: bool, wide: float) -> float:
        """A box to tick with its words; the baseline of what follows."""
        marks.box(self.ink, x, y, crossed)
        for line in wrap.lines(text, tokens.HINT, wide - tokens.BOX - 6, crossed):
            self.ink.text(x + tokens.BOX + 4, y, line, tokens.HINT, crossed)
            y -= 8.6
        return y - 3.4


def print_cioms(report: Cioms, target: BinaryIO | Path, paper: tokens.PaperName = "A4") -> int:
    """Write a report as one PDF; returns its pages. The same report and fonts give the same bytes."""
    buffer = io.BytesIO()
    canvas = _canvas(buffer, report)
    press = Press(canvas._doc)
    page = frame.geometry(paper, landscape=False)
    sheet = _first(press, page, report)
    leaves = ["\n".join(sheet.ink.out), *_next(press, page, sheet.rests)]
    for number, ops in enumerate(leaves, 1):
        canvas.setPageSize(page.size)
        parts = [frame.head(press, page, report.head, False), ops]
        parts.append(frame.foot(press, page, report.stamp, False, number, len(leaves)))
        if report.void:
            parts.append(frame.void_stroke(press, page))
        for part in parts:
            canvas.addLiteral(f"q\n{part}\nQ")
        canvas.showPage()
    data = canvas.getpdfdata()
    if isinstance(target, Path):
        target.write_bytes(data)
    else:
        target.write(data)
    return len(leaves)


def _canvas(buffer: io.BytesIO, report: Cioms) -> Canvas:
    font = fonts.bundled("NotoSans-Regular")
    canvas = Canvas(buffer, invariant=1, pageCompression=1, initialFontName=font.fontName, lang="en")
    canvas.setTitle(f"{say('cioms.title')}, {report.head.subject}")
    canvas.setAuthor(report.stamp.software)
    canvas.setSubject(report.stamp.casebook)
    canvas.setCreator(report.stamp.software)
    return canvas


def _first(press: Press, page: frame.Geometry, report: Cioms) -> Sheet:
    """All boxes of the form, from 1 to 26, on one page: the reaction has the height that the others leave."""
    sheet = Sheet(press.ink(), page.left, page.width, page.top)
    drugs = _heights(page.width, report)
    remarks = needed(report.remarks, page.width)
    taken = TITLE + 4 * (GAP + BAR) + PERSON + sum(drugs) + 2 * MAKER + remarks
    left = page.room - taken
    taking, history = (
        min(max(needed(texts, page.width), LEAST), left * SHARE) for texts in (report.concomitant, report.history)
    )
    _title(sheet, report)
    sheet.bar(say("cioms.part.1"))
    _person(sheet, report)
    _reaction(sheet, report, left - taking - history)
    sheet.bar(say("cioms.part.2"))
    _suspects(sheet, report, drugs)
    sheet.bar(say("cioms.part.3"))
    sheet.row(taking, (1.0, say("cioms.22"), report.concomitant))
    sheet.row(history, (1.0, say("cioms.23"), report.history))
    sheet.bar(say("cioms.part.4"))
    _manufacturer(sheet, report)
    sheet.row(remarks, (1.0, say("cioms.26"), report.remarks))
    return sheet


def needed(texts: Iterable[str], wide: float) -> float:
    """The height at which a box with a caption of one line holds all its texts."""
    lines = sum(len(wrap.lines(text, tokens.TABLE, wide - 2 * PAD)) for text in texts if text)
    return CAPTION_LINE + LINE * lines + 5


def _heights(width: float, report: Cioms) -> tuple[float, float, float, float]:
    """The heights of the four rows of suspect drugs."""
    wide = width - SIDE
    return (
        max(needed(_numbered(report, "name"), wide), ASKED),
        max(needed(_numbered(report, one), width * share) for one, share in (("dose", 0.6), ("route", 0.4))),
        max(needed(_numbered(report, "indication"), wide), ASKED),
        max(needed(_numbered(report, one), width * share) for one, share in (("therapy", 0.6), ("duration", 0.4))),
    )


def _numbered(report: Cioms, of: str) -> list[str]:
    """What a box says of each suspect drug, under the drug's number."""
    found = [(n, getattr(one, of)) for n, one in enumerate(report.suspects, 1)]
    return [f"#{n}  {text}" for n, text in found if text]


def _title(sheet: Sheet, report: Cioms) -> None:
    ink = sheet.ink
    ink.text(sheet.left, sheet.y - 24, say("cioms.title"), tokens.TITLE, True)
    ink.right(sheet.left + sheet.width, sheet.y - 14, say("cioms.form"), tokens.SECTION, True)
    ink.right(sheet.left + sheet.width, sheet.y - 26, report.report, tokens.TABLE)
    sheet.y -= TITLE
    if report.void:
        ink.text(sheet.left + 250, sheet.y + 10, say("pages.void_short"), tokens.TABLE, True)


def _person(sheet: Sheet, report: Cioms) -> None:
    day, month, year = report.onset
    sheet.row(
        PERSON,
        (0.2, say("cioms.1"), [say("cioms.not_given")]),
        (0.1, say("cioms.1a"), [report.country]),
        (0.14, say("cioms.2"), []),
        (0.11, say("cioms.2a"), [report.age]),
        (0.11, say("cioms.3"), [report.sex]),
        (0.13, say("cioms.4"), [day]),
        (0.1, say("cioms.5"), [month]),
        (0.11, say("cioms.6"), [year]),
    )


def _reaction(sheet: Sheet, report: Cioms, height: float) -> None:
    """Box 7 and 13 beside the criteria of seriousness."""
    sheet.y -= height
    wide = sheet.width - SIDE
    sheet.box(sheet.left, wide, height, say("cioms.7"), report.reaction.split("\n"))
    sheet.box(sheet.left + wide, SIDE, height, say("cioms.8"), [])
    y = sheet.y + height - 2 * CAPTION_LINE - 12
    for text, crossed in report.criteria:
        y = sheet.tick(sheet.left + wide + PAD, y, text, crossed, SIDE - 2 * PAD)


def _suspects(sheet: Sheet, report: Cioms, heights: tuple[float, float, float, float]) -> None:
    """Boxes 14 to 21, each drug under its number."""

    def numbered(of: str) -> list[str]:
        return _numbered(report, of)

    names, doses, reasons, dates = heights
    _asked(sheet, names, say("cioms.14"), numbered("name"), say("cioms.20"), report.dechallenge)
    sheet.row(doses, (0.6, say("cioms.15"), numbered("dose")), (0.4, say("cioms.16"), numbered("route")))
    _asked(sheet, reasons, say("cioms.17"), numbered("indication"), say("cioms.21"), report.rechallenge)
    sheet.row(dates, (0.6, say("cioms.18"), numbered("therapy")), (0.4, say("cioms.19"), numbered("duration")))


def _asked(sheet: Sheet, height: float, caption: str, lines: list[str], question: str, answer: str) -> None:
    """A box beside one that is answered by yes, no or not applicable."""
    sheet.y -= height
    wide = sheet.width - SIDE
    sheet.box(sheet.left, wide, height, caption, lines)
    sheet.box(sheet.left + wide, SIDE, height, question, [])
    x = sheet.left + wide + PAD
    for code in CHOICES:
        text = say(f"cioms.choice.{code}")
        marks.box(sheet.ink, x, sheet.y + 6, code == answer)
        x = sheet.ink.text(x + tokens.BOX + 3, sheet.y + 6, text, tokens.HINT, code == answer) + 10


def _manufacturer(sheet: Sheet, report: Cioms) -> None:
    own = (0.25, say("cioms.24b"), [report.case])
    sheet.row(MAKER, (0.5, say("cioms.24a"), []), own, (0.25, say("cioms.24c"), []))
    sheet.y -= MAKER
    half = sheet.width / 2
    sheet.box(sheet.left, half, MAKER, say("cioms.24d"), [])
    x = sheet.left + PAD
    for name, crossed in (("study", True), ("literature", False), ("professional", False)):
        marks.box(sheet.ink, x, sheet.y + 6, crossed)
        words = say(f"cioms.source.{name}")
        x = sheet.ink.text(x + tokens.BOX + 3, sheet.y + 6, words, tokens.HINT, crossed) + 10
    sheet.box(sheet.left + half, half / 2, MAKER, say("cioms.sent"), [report.sent])
    sheet.box(sheet.left + half * 1.5, half / 2, MAKER, say("cioms.25a"), [])
    x = sheet.left + half * 1.5 + PAD
    for words, crossed in ((say("cioms.initial"), report.initial), (say("cioms.followup"), not report.initial)):
        marks.box(sheet.ink, x, sheet.y + 6, crossed)
        x = sheet.ink.text(x + tokens.BOX + 3, sheet.y + 6, words, tokens.HINT, crossed) + 10


def _next(press: Press, page: frame.Geometry, rests: list[Rest]) -> list[str]:
    """The pages that go on with what didn't fit; each names the boxes it goes on with."""
    out: list[str] = []
    ink, y = _opened(press, page)
    for rest in rests:
        lines = list(rest.lines)
        while lines:
            room = int((y - page.bottom - tokens.GRID_BOTTOM - 26) // tokens.LINE)
            if room < 2:
                out.append("\n".join(ink.out))
                ink, y = _opened(press, page)
                continue
            y -= 18
            ink.text(page.left, y, say("cioms.goes_on", box=rest.caption), tokens.TABLE, True)
            ink.line(page.left, y - 3.4, page.left + page.width, y - 3.4, tokens.HAIR, tokens.HAIR_GREY)
            for line in lines[:room]:
                y -= tokens.LINE
                ink.text(page.left + PAD, y - 3, line, tokens.TABLE)
            lines = lines[room:]
            y -= 6
    return [*out, "\n".join(ink.out)] if rests else []


def _opened(press: Press, page: frame.Geometry) -> tuple[Ink, float]:
    ink = press.ink()
    end = ink.text(page.left, page.top - frame.AGAIN_DROP, say("cioms.title"), tokens.SECTION, True)
    ink.text(end + 5, page.top - frame.AGAIN_DROP, say("pages.continued"), tokens.HINT, grey=tokens.MUTED)
    return ink, page.top - frame.AGAIN_DROP - 4


__all__ = ["Cioms", "Suspect", "print_cioms"]
