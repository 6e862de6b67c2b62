"""The rows of a form: number, question and hint on the left, the answer on the right, a hairline below."""

from __future__ import annotations

import re

from attrs import frozen

from crf.exchange.pages import answers, bands, boxes, marks, tokens, wrap
from crf.exchange.pages.bands import Band
from crf.exchange.pages.column import Column
from crf.exchange.pages.notes import Notes
from crf.exchange.pages.press import Press, Strip
from crf.exchange.pages.sheets import Sheet
from crf.forms.layout import Field, Row, Section
from crf.text import say

LABEL_GAP = 7.5


@frozen
class Grid:
    """What all rows of a sheet share: the document, the sheet and its notes, the text width."""

    press: Press
    sheet: Sheet
    notes: Notes
    width: float

    @property
    def blank(self) -> bool:
        """Whether lines to write on are printed instead of answers."""
        return self.sheet.fill == "blank"

    @property
    def answers_at(self) -> float:
        """Left edge of the answer column."""
        return round(self.width * tokens.ANSWERS_AT, 1)

    def column(self) -> Column:
        """An empty answer column."""
        return Column(self.press, self.answers_at, self.width - self.answers_at)


def heading(grid: Grid, section: Section, first: bool = False, again: bool = False) -> Strip:
    """A section's heading: number, name, the group's id, a rule."""
    ink = grid.press.ink()
    above = tokens.HEADING_FIRST if first and grid.blank else tokens.HEADING if grid.blank else tokens.HEADING - 1
    if first and not grid.blank:
        above = tokens.HEADING_FIRST - 2
    ink.text(0, -above, section.number, tokens.SECTION, True)
    room = grid.width - tokens.NUMBERS - 20 - grid.press.width(section.id, tokens.HINT)
    names = wrap.lines(section.name, tokens.SECTION, max(room, 100), True)
    for n, name in enumerate(names):
        end = ink.text(tokens.NUMBERS, -above - 13 * n, name, tokens.SECTION, True)
    low = above + 13 * (len(names) - 1)
    if again:
        ink.text(end + 5, -low, say("pages.continued"), tokens.HINT, grey=tokens.MUTED)
    ink.right(grid.width, -above, section.id, tokens.HINT, grey=tokens.MUTED)
    low += tokens.HEADING_RULE
    ink.line(0, -low, grid.width, -low, tokens.RULE)
    return ink.strip(low, keep=True)


def rows(grid: Grid, given: list[Row], carry: tuple[Strip, ...], void: bool = False) -> list[Strip]:
    """The rows of a section; its heading stays with the first two."""
    out: list[Strip] = []
    shown = _apart(given)
    for n, row in enumerate(shown):
        keep_next = len(shown) > 1 and n in (0, len(shown) - 2)
        out.extend(_row(grid, row, carry, last=n == len(shown) - 1, keep=keep_next, void=void))
    return out


def _apart(given: list[Row]) -> list[Row]:
    """The items of a dose sum stand on paper as rows of their own."""
    out: list[Row] = []
    for row in given:
        out.extend([Row((field,), number=field.number) for field in row.fields] if row.kind == "sum" else [row])
    return out


def _row(grid: Grid, row: Row, carry: tuple[Strip, ...], last: bool, keep: bool, void: bool) -> list[Strip]:
    if row.kind == "note" or not row.fields:
        found = _note(grid, row)
    else:
        asked = _question(grid, row)
        answered = _answer(grid, row, asked[-1][0])
        found = [*asked, *(bands.strike(answered) if void else answered)]
    below = tokens.below(grid.blank)
    look = bands.Look(tokens.pitch(grid.blank) - below, below, tokens.NUMBERS, grid.width)
    return bands.strips(grid.press, found, look, carry, lambda: (*carry, _label_again(grid, row)), last, keep)


def _label_again(grid: Grid, row: Row) -> Strip:
    ink = grid.press.ink()
    field = row.fields[0] if row.fields else None
    ink.text(0, -12, row.number or (field.number if field else ""), tokens.QUESTION, grey=tokens.MUTED)
    words = say("pages.continued")
    room = grid.answers_at - tokens.NUMBERS - 20 - grid.press.width(words, tokens.HINT)
    question = wrap.cut(field.question if field else "", tokens.QUESTION, room)
    end = ink.text(tokens.NUMBERS, -12, question, tokens.QUESTION)
    ink.text(end + 5, -12, words, tokens.HINT, grey=tokens.MUTED)
    return ink.strip(15.5, keep=True)


def _note(grid: Grid, row: Row) -> list[Band]:
    """An instruction over the whole width."""
    out = []
    text = row.text or "\n".join(field.question for field in row.fields)
    for n, line in enumerate(wrap.lines(text, tokens.TABLE, grid.width - tokens.NUMBERS)):
        ink = grid.press.ink()
        if n == 0:
            ink.text(0, 0, row.number, tokens.QUESTION, grey=tokens.MUTED)
        ink.text(tokens.NUMBERS, 0, line, tokens.TABLE, grey=tokens.MUTED)
        out.append((n * tokens.LINE, ink))
    return out


def _question(grid: Grid, row: Row) -> list[Band]:
    """Number, question, the mark of a derived value, and muted beside or below it when it is asked."""
    field = row.fields[0]
    room = grid.answers_at - tokens.NUMBERS - 12
    lines = wrap.lines(field.question, tokens.QUESTION, room - (10 if field.derived else 0))
    out = []
    x = tokens.NUMBERS
    for n, line in enumerate(lines):
        ink = grid.press.ink()
        if n == 0:
            ink.text(0, 0, row.number or field.number, tokens.QUESTION, grey=tokens.MUTED)
        x = ink.text(tokens.NUMBERS, 0, line, tokens.QUESTION)
        out.append((n * tokens.LINE, ink))
    if field.derived:
        x = out[-1][1].text(x + 5, 0, "ƒ", tokens.QUESTION, True)
    said = ", ".join(
        part for part in (_condition(grid, field), field.hint, _range(grid, field), *_of_beside(grid, row)) if part
    )
    return out + _hint(grid, said, out[-1], x, room) if said else out


def _range(grid: Grid, field: Field) -> str:
    """The range a value may lie in; on a filled form the limits of normal it was judged by, where there are any."""
    if grid.blank or not field.normal:
        return field.range
    return say("pages.normal", normal=f"{field.normal}, {field.since}" if field.since else field.normal)


def _condition(grid: Grid, field: Field) -> str:
    """When an item is asked: on a blank form always, on a filled one where it wasn't."""
    return field.condition if grid.blank or not field.visible else ""


def _of_beside(grid: Grid, row: Row) -> list[str]:
    """When further fields of a row are asked, where neither the first field nor the choice they stand at tells it."""
    first = row.fields[0]
    told = {"", first.condition}
    out = []
    for field in row.fields[1:]:
        alone = field.condition not in told and _names(first, field.condition) is None
        said = ", ".join(part for part in (_condition(grid, field) if alone else "", field.hint) if part)
        if said:
            out.append(f"{field.question}: {said}" if field.question else said)
    return out


def _names(first: Field, condition: str) -> int | None:
    """Which choice of a field a condition names."""
    for n, option in enumerate(first.options):
        if option.text and re.search(rf"\b{re.escape(option.text)}\b", condition):
            return n
    return None


def _hint(grid: Grid, said: str, last: Band, x: float, room: float) -> list[Band]:
    y, ink = last
    if x + 6 + grid.press.width(said, tokens.HINT) <= tokens.NUMBERS + room:
        ink.text(x + 6, 0, said, tokens.HINT, grey=tokens.MUTED)
        return []
    out = []
    for n, line in enumerate(wrap.lines(said, tokens.HINT, room)):
        below = grid.press.ink()
        below.text(tokens.NUMBERS, 0, line, tokens.HINT, grey=tokens.MUTED)
        out.append((y + 10 + n * tokens.HINT_LINE, below))
    return out


def _answer(grid: Grid, row: Row, asked: float) -> list[Band]:
    """The answers of a row; `asked` is how far down its question reaches."""
    column = grid.column()
    column.under = (tokens.NUMBERS, asked)
    first, *beside = row.fields
    if first.kind == "note":
        return column.lines
    chosen = "" if grid.blank or first.proposed or not first.visible else first.answer.missing
    if grid.blank or first.visible:
        column.missing(first.missing, chosen, muted=not grid.blank)
    attached = _attached(first, beside) if len(first.options) > 2 else {}
    rest = [field for field in beside if not any(field in fields for fields in attached.values())]

    def after(n: int) -> None:
        for field in attached.get(n, ()):
            _beside(grid, column, field)

    if not grid.blank and not first.visible:
        attached, rest = {}, beside
    _field(grid, column, first, crowded=bool(beside), after=after if attached else None)
    if first.options and not attached and rest and column.begun and column.y == 0:
        column.indent = boxes.last_label(column, first)
    for n, field in enumerate(rest):
        if grid.blank and field.kind == "time" and first.kind == "date" and n == len(rest) - 1 and not field.question:
            _flush_time(column, field)
        else:
            _beside(grid, column, field)
    return column.lines


def _flush_time(column: Column, field: Field) -> None:
    wide = marks.strokes_width(column.press, answers.stroke_pattern(field))
    if column.left_over() >= wide + 8:
        column.tab(column.room - column.reserved - wide - 0.01)
    column.strokes(answers.stroke_pattern(field), 0)


def _attached(first: Field, beside: list[Field]) -> dict[int, list[Field]]:
    """Fields that stand beside one choice: those asked only when that choice is taken, as their condition says."""
    out: dict[int, list[Field]] = {}
    for field in beside:
        n = _names(first, field.condition)
        if n is not None:
            out.setdefault(n, []).append(field)
    return out


def _beside(grid: Grid, column: Column, field: Field) -> None:
    """A further field of a row: its question as a label, then its answer, then its missing codes."""
    muted = not grid.blank and not field.visible
    if muted and field.answer.blank:
        column.word(f"{field.question} —".strip(), tokens.HINT, grey=tokens.MUTED, gap=LABEL_GAP)
        return
    if field.question:
        label = f"{field.question} ƒ" if field.derived else field.question
        wide = grid.press.width(label, tokens.ANSWER) + LABEL_GAP + answers.least(column, field, grid.blank)
        if column.begun and wide + 5 > column.left_over():
            column.line()
            column.x = column.indent if column.indent + wide <= column.room else 0.0
        column.word(label, tokens.ANSWER, grey=tokens.MUTED if muted else tokens.INK, gap=LABEL_GAP)
    _field(grid, column, field, crowded=True)
    if _range(grid, field):
        column.word(_range(grid, field), tokens.HINT, grey=tokens.MUTED, gap=5)
    if field.missing:
        _missing_beside(grid, column, field)


def _missing_beside(grid: Grid, column: Column, field: Field) -> None:
    """Missing codes of a further field; where the line is full, on a filled form only the one that was chosen."""
    chosen = "" if grid.blank or field.proposed else field.answer.missing
    if column.left_over() < column.missing_width(field.missing) + LABEL_GAP:
        if not grid.blank and not chosen:
            return
        column.line()
    column.missing(field.missing, chosen, not grid.blank)
    column.x, column.begun = column.room, True


def _field(grid: Grid, column: Column, field: Field, crowded: bool, after: boxes.After = None) -> None:
    if grid.blank:
        answers.blank(column, field, crowded, after)
    else:
        aside = grid.sheet.asides.get((field.line, field.item)) or field.aside
        answers.filled(column, field, grid.notes, aside, after)
