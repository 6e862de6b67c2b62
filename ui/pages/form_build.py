"""From the neutral tree of a form to the blocks of the sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from crf.forms.layout import Field, Page, Row, Section
from ui.pages.form_blocks import Block, Frame, Gap, Head, Instruction, Note, RowBlock
from ui.pages.form_cell import Cell, asked
from ui.pages.form_lines import AddLine, CardHead, TableHead, TableLine, as_table
from ui.pages.form_sum import SumBlock

Hold = Callable[[Field, bool, bool], Cell]
"""Gives the cell of a field in its present state: the field, whether it is fixed, whether it is struck."""


def blocks(page: Page, frame: Frame, locked: bool, hold: Hold) -> list[Block]:
    """All blocks of a page from top to bottom."""
    made: list[Block] = [Instruction(page.note)] if page.note else []
    for section in page.sections:
        if not section.visible and not any(asked(field) for row in section.rows for field in row.fields):
            continue
        lines = _lines(page, section, frame, locked, hold) if section.columns else _rows(page, section, locked, hold)
        inside = list(lines)
        if inside:
            made += [Head(section), *inside, Gap()]
    return made


def _rows(page: Page, section: Section, locked: bool, hold: Hold) -> Iterator[Block]:
    void = bool(page.void)
    for row in section.rows:
        if row.kind == "note":
            yield Note(row)
        elif row.kind == "sum" and page.sum is not None:
            yield SumBlock(page.sum)
        elif any(asked(field) for field in row.fields):
            yield RowBlock(row, [hold(field, locked or void, void) for field in row.fields])


def _lines(page: Page, section: Section, frame: Frame, locked: bool, hold: Hold) -> Iterator[Block]:
    fixed = locked or bool(page.void)
    table = as_table(section, frame)
    if table and section.lines:
        yield TableHead(section)
    for line in section.lines:
        void = bool(line.void or page.void)
        cells = [hold(field, fixed or void, void) for field in line.fields]
        if table:
            yield TableLine(section, line, cells, fixed)
            continue
        yield CardHead(line, section.name, fixed)
        yield from _card(line.fields, cells)
    if not fixed:
        yield AddLine(section)


def _card(fields: tuple[Field, ...], cells: list[Cell]) -> Iterator[Block]:
    """The rows of one line; a field that stands beside another shares its row."""
    rows: list[tuple[list[Field], list[Cell]]] = []
    for field, cell in zip(fields, cells, strict=True):
        if field.kind == "note":
            rows.append(([field], []))
        elif field.beside and rows and rows[-1][1]:
            rows[-1][0].append(field)
            rows[-1][1].append(cell)
        else:
            rows.append(([field], [cell]))
    for held, shown in rows:
        if not shown:
            yield Note(Row(text=held[0].question, number=held[0].number))
        elif any(asked(field) for field in held):
            yield RowBlock(Row(tuple(held), number=held[0].number), shown)
