"""The letters of a form's corrections and findings, and the table under the form that says who, when and why."""

from __future__ import annotations

import re

from attrs import field, frozen

from crf.exchange.pages import marks, tokens, wrap
from crf.exchange.pages.press import Ink, Press, Strip
from crf.exchange.pages.sheets import Correction, PrintedFinding, Sheet
from crf.forms.record import Where
from crf.text import say

COLUMNS = (27.0, 111.0, 239.0, 345.0)  # item, what, who and when, why; at the A4 text width
GUTTER = 7.0
OFFSET = re.compile(r"(:\d\d) ([+-]\d\d:\d\d)$")


@frozen
class Note:
    """One letter of a form and what it stands for."""

    letter: str
    said: Correction | PrintedFinding

    @property
    def replaced(self) -> bool:
        """Whether it stands for a correction, else for a finding."""
        return isinstance(self.said, Correction)


@frozen
class Notes:
    """All letters of a form in reading order, also by the item they stand at."""

    notes: tuple[Note, ...] = ()
    by_item: dict[Where, list[Note]] = field(factory=dict)
    lines: dict[int, str] = field(factory=dict)  # the number a line of a log is shown with

    def corrections(self, where: Where) -> list[Note]:
        """Letters of the values that were replaced at an item, oldest first."""
        return [note for note in self.by_item.get(where, ()) if isinstance(note.said, Correction)]

    def findings(self, where: Where) -> list[Note]:
        """Letters of the findings at an item."""
        return [note for note in self.by_item.get(where, ()) if isinstance(note.said, PrintedFinding)]

    def of_line(self, line: int) -> list[Note]:
        """Letters of everything said of one row of a log, whose number stands before the item's (3: 1.2)."""
        return [note for note in self.notes if _row(note.said.number) == line]


def collect(sheet: Sheet) -> Notes:
    """Letter the corrections and findings of a sheet in the order of its items; those of no item come last."""
    if not sheet.corrections and not sheet.findings:
        return Notes()
    place = {(field.line, field.item): n for n, field in enumerate(sheet.page.fields)}
    lines = {line.line: line.number for section in sheet.page.sections for line in section.lines}
    said: list[Correction | PrintedFinding] = [*sheet.corrections, *sheet.findings]
    # Stable: of one item the oldest correction first, then the findings.
    said.sort(key=lambda one: (_row(one.number), place.get(one.where, len(place))))
    notes = tuple(Note(marks.letters(n), one) for n, one in enumerate(said))
    by_item: dict[Where, list[Note]] = {}
    for note in notes:
        by_item.setdefault(note.said.where, []).append(note)
    return Notes(notes, by_item, lines)


def _row(number: str) -> int:
    """The row of a log a note is about (3 of 3: 1.2); 0 on other forms."""
    row, colon, _ = number.partition(": ")
    return int(row) if colon and row.isdigit() else 0


def strips(press: Press, notes: Notes, width: float) -> list[Strip]:
    """The table of all notes, its head repeated on each page it goes over."""
    if not notes.notes:
        return []
    edges = [edge * width / 481.9 if n else edge for n, edge in enumerate(COLUMNS)]
    heads = [_heading(press, width, False), _column_heads(press, width, edges)]
    carry = (_heading(press, width, True), heads[1])
    out = list(heads)
    for n, note in enumerate(notes.notes):
        out.extend(_note(press, note, _cells(note, notes.lines), width, edges, carry, rule=n > 0))
    return out


def _heading(press: Press, width: float, again: bool) -> Strip:
    ink = press.ink()
    y = -tokens.HEADING
    end = ink.text(tokens.NUMBERS, y, say("pages.notes"), tokens.SECTION, True)
    if again:
        ink.text(end + 5, y, say("pages.continued"), tokens.HINT, grey=tokens.MUTED)
    ink.line(0, y - tokens.HEADING_RULE, width, y - tokens.HEADING_RULE, tokens.RULE)
    return ink.strip(tokens.HEADING + tokens.HEADING_RULE, keep=True)


def _column_heads(press: Press, width: float, edges: list[float]) -> Strip:
    ink = press.ink()
    for x, id in zip(edges, ("item", "what", "who", "why"), strict=True):
        ink.text(x, -9.6, say(f"pages.notes.{id}"), tokens.HINT, grey=tokens.MUTED)
    ink.line(tokens.NUMBERS, -13, width, -13, tokens.HAIR, tokens.HAIR_GREY)
    return ink.strip(13, keep=True)


def _cells(note: Note, lines: dict[int, str]) -> tuple[str, str, str, str]:
    said = note.said
    item = f"{said.number} {said.question}".strip()
    if said.where[0] in lines:
        item = say("pages.notes.line", item=item, number=lines[said.where[0]])
    who = ", ".join(part for part in (said.who, said.role) if part)
    signed = "\n".join(part for part in (who, OFFSET.sub("\\1\N{NO-BREAK SPACE}\\2", said.at)) if part)
    if isinstance(said, Correction):
        blank = say("pages.blank")
        return item, say("pages.corrected", old=said.old or blank, new=said.new or blank), signed, said.reason
    told = ": ".join(part for part in (said.check, said.sentence) if part)
    if signed or said.reason:
        return item, say("pages.confirmed", finding=told), signed, said.reason
    return item, told, "", say("pages.open")


def _note(
    press: Press,
    note: Note,
    cells: tuple[str, ...],
    width: float,
    edges: list[float],
    carry: tuple[Strip, ...],
    rule: bool,
) -> list[Strip]:
    """One note, a strip for each of its lines, so that a long one goes over pages."""
    rooms = [end - start - GUTTER for start, end in zip(edges, [*edges[1:], width + GUTTER], strict=True)]
    if not cells[2]:
        rooms[1] = edges[3] - edges[1] - GUTTER  # nobody said anything of it yet: what was found goes on there
    wrapped = [wrap.lines(text, tokens.TABLE, room) for text, room in zip(cells, rooms, strict=True)]
    count = max(map(len, wrapped))
    out = []
    for n in range(count):
        ink = press.ink()
        top = 10.0 if n == 0 else 8.2
        if n == 0:
            if rule:
                ink.line(tokens.NUMBERS, 0, width, 0, tokens.HAIR, tokens.HAIR_GREY)
            _letter(ink, note, -top)
        for x, lines in zip(edges, wrapped, strict=True):
            if n < len(lines):
                ink.text(x, -top, lines[n], tokens.TABLE)
        bottom = 6.0 if n == count - 1 else tokens.TABLE_LINE - 8.2
        glued = n < count - 1 and (count <= 12 or n < 1 or n == count - 2)
        out.append(ink.strip(top + bottom, keep=glued, carry=carry))
    return out


def _letter(ink: Ink, note: Note, y: float) -> None:
    if isinstance(note.said, Correction):
        marks.circled(ink, 1.0, y, note.letter)
    else:
        marks.triangle(ink, 0, y, note.letter)
