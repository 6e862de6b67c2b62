"""One form as strips: its sections in order, then the notes of its corrections and findings."""

from __future__ import annotations

from crf.exchange.pages import eventlog, grid, lines, notes
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
    return out + notes.strips(press, noted, width)
