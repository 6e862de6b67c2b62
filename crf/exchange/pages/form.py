"""One form as strips: its sections in order, then the notes of its corrections and findings."""

from __future__ import annotations

from crf.exchange.pages import eventlog, eventpicture, grid, lines, notes, tokens, wrap
from crf.exchange.pages.grid import Grid
from crf.exchange.pages.press import Press, Strip
from crf.exchange.pages.sheets import Sheet


def strips(press: Press, sheet: Sheet, width: float) -> list[Strip]:
    """All strips of a sheet but its attest blocks, from the first section on."""
    noted = notes.collect(sheet)
    shared = Grid(press, sheet, noted, width)
    out = eventlog.strips(shared) if sheet.log is not None else []
    for n, section in enumerate(sheet.page.sections if sheet.log is None else ()):
        again = (grid.heading(shared, section, again=True),)
        out.append(grid.heading(shared, section, first=n == 0))
        out.extend(grid.rows(shared, list(section.rows), again))
        if section.columns or section.lines:
            out.extend(lines.strips(shared, section, again))
    said = [*notes.strips(press, noted, width), *judgements(press, sheet, width)]
    return [*out, *said, *(eventpicture.strips(shared) if sheet.fill == "completed" else ())]


def judgements(press: Press, sheet: Sheet, width: float) -> list[Strip]:
    """The sentences on a form's judgements, small, under its notes."""
    out = []
    for n, line in enumerate(line for said in sheet.judged for line in wrap.lines(said, tokens.HINT, width)):
        ink = press.ink()
        drop = 14.0 if n == 0 else tokens.HINT_LINE - 1.0
        ink.text(0, -drop, line, tokens.HINT, grey=tokens.MUTED)
        out.append(ink.strip(drop + 1.0))
    return out
