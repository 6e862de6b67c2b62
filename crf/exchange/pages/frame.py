"""What stands around a form on every page: the sheet of paper, its head and foot, the title with its legend."""

from __future__ import annotations

import re

from attrs import frozen

from crf.exchange.pages import marks, tokens, wrap
from crf.exchange.pages.press import Ink, Press, Strip
from crf.exchange.pages.sheets import RunHead, Sheet, Stamp
from crf.text import say

Part = tuple[str, bool, float]
"""A piece of a run line: text, bold, grey; a text that begins with a tab stands for strokes to write on."""

GAP = 10.0
TITLE_DROP, TITLE_LEAD = 25.0, 18.0
AGAIN_DROP = 20.0
LEGEND_DROP, LEGEND_LEAD = 13.0, 9.5


@frozen
class Geometry:
    """A page: its size, the corners of the text and the head and foot lines, in points from the bottom left."""

    size: tuple[float, float]
    left: float
    width: float
    top: float
    bottom: float

    @property
    def room(self) -> float:
        """Height between the head line and the lowest row."""
        return self.top - self.bottom - tokens.GRID_BOTTOM


def geometry(paper: tokens.PaperName, landscape: bool) -> Geometry:
    """The page of a paper size, bound at the left, or at the top where it lies across."""
    short, long = tokens.PAPERS[paper]
    if landscape:
        return Geometry(
            (long, short), tokens.MARGIN, long - 2 * tokens.MARGIN, short - tokens.BINDING_TOP, tokens.MARGIN
        )
    width = short - tokens.BINDING - tokens.MARGIN
    return Geometry((short, long), tokens.BINDING, width, long - tokens.MARGIN, tokens.MARGIN)


def head(press: Press, page: Geometry, run: RunHead, blank: bool) -> str:
    """The two lines over the head line, on page coordinates: a page can be told by them alone."""
    ink = press.ink()
    y = page.top
    ink.line(page.left, y, page.left + page.width, y, tokens.FRAME)
    site: list[Part] = [(say("pages.site") + " ", False, tokens.MUTED)]
    site.append(("\t99", True, 0) if blank and not run.site else (run.site, True, 0))
    # A sheet of the site has no subject and no visit: then their labels would only puzzle.
    if blank or run.subject:
        site += [("\t", False, 0), (say("pages.subject") + " ", False, tokens.MUTED)]
        site.append(("\t99-999", True, 0) if blank and not run.subject else (run.subject, True, 0))
    visit = wrap.cut(run.visit, tokens.RUN, page.width * 0.3, True)
    when: list[Part] = [(say("pages.visit") + " ", False, tokens.MUTED), (visit, True, 0)] if visit else []
    if run.day:
        when.append(("   " + run.day, False, 0))
    rights = (_right(ink, page, y + 15.5, site), _right(ink, page, y + 5, when))
    name = say("pages.form_version", name=run.name, version=run.version)
    for drop, right, id, words in ((15.5, rights[0], run.study, run.title), (5.0, rights[1], run.form, name)):
        x = ink.text(page.left, y + drop, id, tokens.RUN, True)
        room = right - 12 - x - 6
        ink.text(x + 6, y + drop, wrap.cut(words, tokens.RUN, max(room, 12)), tokens.RUN)
    return "\n".join(ink.out)


def foot(press: Press, page: Geometry, stamp: Stamp, blank: bool, number: int, total: int) -> str:
    """The two lines under the foot line, on page coordinates."""
    ink = press.ink()
    y = page.bottom
    ink.line(page.left, y, page.left + page.width, y, tokens.FRAME)
    muted = tokens.MUTED
    build = "  " + say("pages.build", protocol=stamp.protocol, fingerprint=grouped(stamp.fingerprint, 8))
    left: list[Part] = [
        (say("pages.casebook") + " ", False, muted),
        (stamp.casebook or say("pages.blank_crf"), False, 0),
    ]
    left += [
        ("\t", False, 0),
        (say("pages.definition") + " ", False, muted),
        (stamp.definition, False, 0),
        (build, False, muted),
    ]
    printed: list[Part] = []
    if stamp.at:
        printed += [(say("pages.as_of") + " ", False, muted), (stamp.at, False, 0), ("\t", False, 0)]
    printed += [(say("pages.software") + " ", False, muted), (stamp.software, False, 0)]
    pages: list[Part] = [(say("pages.page") + " ", False, muted), (str(number), True, 0)]
    pages += [(f" {say('pages.of')} ", False, muted), (str(total), True, 0)]
    journal = say("pages.head", head=grouped(stamp.head, 8)) if stamp.head and not blank else say("pages.blank_form")
    for drop, parts, right in ((10, left, pages), (20, printed, [(journal, False, muted)])):
        _set(ink, page.left, y - drop, parts)
        _right(ink, page, y - drop, right)
    return "\n".join(ink.out)


def grouped(digits: str, count: int) -> str:
    """The first hexadecimal digits in groups of four, as they are read out aloud; other text as it stands."""
    if not re.fullmatch("[0-9a-fA-F]+", digits):
        return digits
    return " ".join(digits[n : min(n + 4, count)] for n in range(0, min(count, len(digits)), 4))


def _width(press: Press, parts: list[Part]) -> float:
    return sum(_part(press, text, bold) for text, bold, _ in parts)


def _part(press: Press, text: str, bold: bool) -> float:
    if text.startswith("\t"):
        return marks.strokes_width(press, text[1:]) + 3 if text[1:] else GAP
    return press.width(text, tokens.RUN, bold)


def _set(ink: Ink, x: float, y: float, parts: list[Part]) -> None:
    for text, bold, grey in parts:
        if text.startswith("\t"):
            marks.strokes(ink, x + 3, y, text[1:])
        else:
            ink.text(x, y, text, tokens.RUN, bold, grey)
        x += _part(ink.press, text, bold)


def _right(ink: Ink, page: Geometry, y: float, parts: list[Part]) -> float:
    x = page.left + page.width - _width(ink.press, parts)
    _set(ink, x, y, parts)
    return x


def title(press: Press, sheet: Sheet, width: float) -> Strip:
    """The form's name, the sentence under it, and across a box why it is void."""
    ink = press.ink()
    y = TITLE_DROP
    for n, line in enumerate(wrap.lines(sheet.page.name, tokens.TITLE, width - 130, True)):
        y += TITLE_LEAD if n else 0
        ink.text(0, -y, line, tokens.TITLE, True)
    note = "" if sheet.page.note and sheet.page.note in sheet.legend else sheet.page.note
    said = " ".join(part for part in (note, sheet.legend) if part)
    if said:
        for n, line in enumerate(wrap.lines(said, tokens.HINT, width)):
            y += LEGEND_LEAD if n else LEGEND_DROP
            ink.text(0, -y, line, tokens.HINT, grey=tokens.MUTED)
    if sheet.page.void:
        y = _banner(ink, y, say("pages.void", reason=sheet.page.void), width)
    return ink.strip(y)


def _banner(ink: Ink, y: float, text: str, width: float) -> float:
    lines = wrap.lines(text, tokens.ANSWER, width - 16, True)
    height = 10 + tokens.LINE * len(lines)
    ink.frame(0, -y - 10 - height, width, height, tokens.RULE)
    for n, line in enumerate(lines):
        ink.text(8, -y - 10 - 12.5 - tokens.LINE * n, line, tokens.ANSWER, True)
    return y + 10 + height


def title_again(press: Press, sheet: Sheet, width: float) -> Strip:
    """The form's name over a further page of it."""
    ink = press.ink()
    name = wrap.cut(sheet.page.name, tokens.SECTION, width - 190, True)
    end = ink.text(0, -AGAIN_DROP, name, tokens.SECTION, True)
    ink.text(end + 5, -AGAIN_DROP, say("pages.continued"), tokens.HINT, grey=tokens.MUTED)
    if sheet.page.void:
        ink.text(0, -AGAIN_DROP - 11, say("pages.void_short"), tokens.TABLE, True)
    return ink.strip(AGAIN_DROP + (13 if sheet.page.void else 4))


def numbering(press: Press, page: Geometry, sheet: Sheet, number: int, total: int) -> str:
    """At the right of the title which page of the form this is, on page coordinates."""
    ink = press.ink()
    said = say("pages.form_page", form=sheet.head.form, version=sheet.head.version, page=number, pages=total)
    if sheet.log is not None and sheet.fill != "blank":
        said += say("pages.events", count=len(sheet.log))
    ink.right(
        page.left + page.width,
        page.top - (TITLE_DROP if number == 1 else AGAIN_DROP),
        said,
        tokens.HINT,
        grey=tokens.MUTED,
    )
    return "\n".join(ink.out)


def void_stroke(press: Press, page: Geometry) -> str:
    """One thin line across the body of a void form, everything under it readable."""
    ink = press.ink()
    ink.line(page.left, page.bottom + 8, page.left + page.width, page.top - 36, tokens.STRIKE, tokens.WRITE)
    return "\n".join(ink.out)
