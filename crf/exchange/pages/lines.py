"""Repeating sections: a table with a line for each entry, or a card for each where a table would be too narrow."""

from __future__ import annotations

from attrs import evolve, frozen

from crf.exchange.pages import answers, bands, grid, marks, tokens, wrap
from crf.exchange.pages.column import Column
from crf.exchange.pages.grid import Grid
from crf.exchange.pages.press import Strip
from crf.forms.layout import Field, LogLine, Row, Section
from crf.text import say, unit_words

GUTTER = 8.0
MOST_BOXES = 4  # choices printed as boxes in a cell; longer lists have their codes under the table
LEAST = {"date": 54.0, "time": 30.0, "datetime": 60.0, "integer": 34.0, "decimal": 40.0}
TEXT_LEAST, TEXT_GOOD, LONGEST_WORD = 52.0, 120.0, 96.0
CHAR = 5.0  # about the width of a character of a table
CELL_TOP, CELL_BELOW = 11.5, 5.0
BLANK_TOP, BLANK_BELOW = 16.0, 6.0


@frozen
class Cell:
    """One column of a table: its empty field, where it begins, its width, whether codes stand for words in it."""

    field: Field
    x: float
    width: float
    coded: bool


def strips(shared: Grid, section: Section, carry: tuple[Strip, ...]) -> list[Strip]:
    """The lines of a repeating section; on a blank form as many empty ones as it asks for."""
    given = list(section.lines)
    if shared.blank:
        given = [LogLine(0, str(n + 1), section.columns) for n in range(max(section.blank_lines, 1))]
    cells = _cells(shared, section) if section.style == "table" or not given else []
    if not given:
        return _none(shared, section, cells)
    if cells:
        return _table(shared, cells, given, carry)
    return [strip for line in given for strip in _card(shared, line, carry)]


def _none(shared: Grid, section: Section, cells: list[Cell]) -> list[Strip]:
    """What would have been asked, and that there is nothing, or that it wasn't asked."""
    said = say("pages.no_lines") if section.visible else f"— {say('pages.not_asked')}"
    if not cells:
        said = "\n".join([say("pages.columns", items=", ".join(map(_head, section.columns))), said])
    ink = shared.press.ink()
    y = 13.0
    for n, line in enumerate(wrap.lines(said, tokens.TABLE, shared.width - tokens.NUMBERS)):
        y += tokens.TABLE_LINE if n else 0
        ink.text(tokens.NUMBERS, -y, line, tokens.TABLE, grey=tokens.MUTED)
    return [*([_heads(shared, cells)] if cells else []), ink.strip(y + 5)]


def _cells(shared: Grid, section: Section) -> list[Cell]:
    """The columns of a table; none where they need more than the page's width."""
    least = [_least(shared, field, n, section.lines) for n, field in enumerate(section.columns)]
    room = shared.width - tokens.NUMBERS - GUTTER * (len(least) - 1)
    if not least or sum(least) > room:
        return []
    wished = [max(_good(field), small) - small for field, small in zip(section.columns, least, strict=True)]
    spare = room - sum(least)
    share = min(1.0, spare / sum(wished)) if sum(wished) else 0.0
    widths = [small + more * share for small, more in zip(least, wished, strict=True)]
    widths = [width + (room - sum(widths)) / len(widths) for width in widths]
    cells, x = [], tokens.NUMBERS
    for field, width in zip(section.columns, widths, strict=True):
        cells.append(Cell(field, x, width, _coded(shared, field)))
        x += width + GUTTER
    return cells


def _coded(shared: Grid, field: Field) -> bool:
    """Whether a cell's choices are printed as codes, told below the table: where they are many or their words long."""
    long = any(shared.press.width(option.text, tokens.TABLE, True) > TEXT_LEAST for option in field.options)
    return long or len(field.options) > MOST_BOXES


def _least(shared: Grid, field: Field, n: int, lines: tuple[LogLine, ...]) -> float:
    """The width a column needs: its head's and its contents' longest word, boxes with their words."""
    words = max((shared.press.width(word, tokens.HINT) for word in _head(field).split()), default=0.0)
    if field.options and len(field.options) <= MOST_BOXES:
        labels = [option.code if _coded(shared, field) else option.text for option in field.options]
        widest = max(shared.press.width(label, tokens.TABLE, True) for label in labels)
        return max(words, min(widest, TEXT_LEAST) + tokens.BOX + marks.LABEL_GAP + 2)
    held = [word for line in lines for word in line.fields[n].text.split()]
    longest = max((shared.press.width(word, tokens.TABLE, True) for word in held), default=0.0)
    return max(words, LEAST.get(field.kind, TEXT_LEAST), min(longest, LONGEST_WORD))


def _good(field: Field) -> float:
    if field.kind in LEAST:
        return LEAST[field.kind]
    return min(TEXT_GOOD, (field.width or 24) * CHAR) if not field.options else TEXT_LEAST


def _head(field: Field) -> str:
    return " ".join(part for part in (field.number, field.question) if part)


def _table(shared: Grid, cells: list[Cell], given: list[LogLine], carry: tuple[Strip, ...]) -> list[Strip]:
    head = _heads(shared, cells)
    carry = (*carry, head)
    out = [head]
    for n, line in enumerate(given):
        out.extend(_line(shared, cells, line, carry, last=n == len(given) - 1, keep=n == 0 and len(given) > 1))
    return out + _legend(shared, cells)


def _heads(shared: Grid, cells: list[Cell]) -> Strip:
    """Column heads: number and question, below them unit and when it is asked."""
    ink = shared.press.ink()
    deepest = 0.0
    for cell in cells:
        y = 9.6
        field = cell.field
        hint = (
            {"date": say("pages.hint.date"), "time": say("pages.hint.time")}.get(field.kind, "") if shared.blank else ""
        )
        unit = unit_words(field.unit)
        under = ", ".join(part for part in (unit, field.range, field.hint, hint, field.condition) if part)
        for text in (_head(field), under):
            for line in wrap.lines(text, tokens.HINT, cell.width) if text else ():
                grey = tokens.INK if text is not under else tokens.MUTED
                ink.text(cell.x, -y, line, tokens.HINT, grey=grey)
                y += tokens.HINT_LINE
        deepest = max(deepest, y - tokens.HINT_LINE + 4.2)
    ink.line(0, -deepest, shared.width, -deepest, tokens.FRAME)
    return ink.strip(deepest, keep=True)


def _line(
    shared: Grid, cells: list[Cell], line: LogLine, carry: tuple[Strip, ...], last: bool, keep: bool
) -> list[Strip]:
    number = shared.press.ink()
    number.text(0, 0, line.number, tokens.TABLE, grey=tokens.MUTED)
    found: list[bands.Band] = [(0.0, number)]
    for cell, field in zip(cells, line.fields, strict=True):
        column = Column(shared.press, cell.x, cell.width, 12.0, tokens.TABLE)
        _fill(shared, column, field, cell.coded)
        found.extend(bands.strike(column.lines) if line.void else column.lines)
    top, below = (BLANK_TOP, BLANK_BELOW) if shared.blank else (CELL_TOP, CELL_BELOW)
    look = bands.Look(top, below, tokens.NUMBERS, shared.width)
    if line.void:
        out = bands.strips(shared.press, found, look, carry, lambda: carry, True, True)
        return [*out, _void(shared, line, last, keep, carry)]
    return bands.strips(shared.press, found, look, carry, lambda: carry, last, keep)


def _fill(shared: Grid, column: Column, field: Field, coded: bool) -> None:
    """A cell: the answer, on a blank form a line or boxes; units and ranges stand in the head."""
    bare = evolve(field, unit="", units=(), aside="")
    few = len(field.options) <= MOST_BOXES
    if coded:
        bare = evolve(bare, options=tuple(evolve(option, text=option.code) for option in field.options))
    if shared.blank:
        answers.blank(column, bare if few else evolve(bare, kind="text", options=(), lines=1), crowded=True)
        for code in field.missing:
            column.line()
            column.option(code, "", False, False)
        return
    if not few:
        chosen = field.answer.value.split("|")
        bare = evolve(bare, options=tuple(option for option in bare.options if option.code in chosen))
    if field.answer.missing and not field.proposed:
        column.option(field.answer.missing, "", True, False)
        bare = evolve(bare, missing=(field.answer.missing,))
        if field.options:
            column.line()
    answers.filled(column, bare, shared.notes, shared.sheet.asides.get((field.line, field.item)) or field.aside)


def _void(shared: Grid, line: LogLine, last: bool, keep: bool, carry: tuple[Strip, ...]) -> Strip:
    ink = shared.press.ink()
    y = 7.0
    for n, text in enumerate(
        wrap.lines(say("pages.void", reason=line.void), tokens.TABLE, shared.width - tokens.NUMBERS)
    ):
        y += tokens.TABLE_LINE if n else 0
        ink.text(tokens.NUMBERS, -y, text, tokens.TABLE)
    if not last:
        ink.line(tokens.NUMBERS, -y - 5, shared.width, -y - 5, tokens.HAIR, tokens.HAIR_GREY)
    return ink.strip(y + 5, keep, carry)


def _legend(shared: Grid, cells: list[Cell]) -> list[Strip]:
    """The codes of long lists, under the table."""
    said = [
        say(
            "pages.codes",
            item=_head(cell.field),
            codes=", ".join(f"{one.code} = {one.text}" for one in cell.field.options),
        )
        for cell in cells
        if cell.coded
    ]
    out = []
    for n, line in enumerate(wrap.lines("\n".join(said), tokens.HINT, shared.width - tokens.NUMBERS) if said else ()):
        ink = shared.press.ink()
        ink.text(tokens.NUMBERS, -9 if n == 0 else -7.5, line, tokens.HINT, grey=tokens.MUTED)
        out.append(ink.strip(10.5 if n == 0 else tokens.HINT_LINE))
    return out


def _card(shared: Grid, line: LogLine, carry: tuple[Strip, ...]) -> list[Strip]:
    """One entry as rows under a small heading of its own."""
    head = _card_head(shared, line, again=False)
    rows: dict[str, list[Row]] = {}  # by the number of their section
    for field in line.fields:
        part = rows.setdefault(field.number.split(".")[0] if line.parts else "", [])
        if field.beside and part:
            part[-1] = evolve(part[-1], fields=(*part[-1].fields, field))
        else:
            part.append(Row((field,), number=field.number))
    carry = (*carry, _card_head(shared, line, again=True))
    names = dict(line.parts)
    out = [head]
    for number, part in rows.items():
        out += [_part_head(shared, number, names[number])] if number in names else []
        out += grid.rows(shared, part, carry, bool(line.void))
    if line.void:
        out[-1] = evolve(out[-1], keep=True)
        out.append(_void(shared, line, True, False, carry))
    return out


def _part_head(shared: Grid, number: str, name: str) -> Strip:
    """The heading of a section within an entry."""
    ink = shared.press.ink()
    ink.text(0, -15, number, tokens.QUESTION, True)
    ink.text(tokens.NUMBERS, -15, name, tokens.QUESTION, True)
    ink.line(tokens.NUMBERS, -19, shared.width, -19, tokens.FRAME)
    return ink.strip(19, keep=True)


def _card_head(shared: Grid, line: LogLine, again: bool) -> Strip:
    ink = shared.press.ink()
    end = ink.text(tokens.NUMBERS, -15, say("pages.line", number=line.number), tokens.QUESTION, True)
    if again:
        ink.text(end + 5, -15, say("pages.continued"), tokens.HINT, grey=tokens.MUTED)
    ink.line(tokens.NUMBERS, -19, shared.width, -19, tokens.FRAME)
    return ink.strip(19, keep=True)
