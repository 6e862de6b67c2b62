"""The card of a log's row on paper: the answers of the row, then those of each line within it."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from crf.forms.layout import Field, LogLine, Page
from crf.text import say

_LINES = 1000
"""More than a row has lines: so that a line within a row has a number of its own among the rows."""


def card(page: Page, row: int) -> tuple[Field, ...]:
    """All answers of a log's row in the order of its sections; those of one line within it share a row of the page."""
    return tuple(_fields(page, row))


def within(row: int, line: int) -> int:
    """What stands for a line of a row among the lines of a log's page; the line itself where no row is told."""
    return row * _LINES + line if row and line else row or line


def _fields(page: Page, row: int) -> Iterator[Field]:
    for part in page.sections:
        for answers in part.rows:
            yield from (evolve(one, line=row) for one in answers.fields)
        for line in part.lines if part.visible else ():
            yield from _line(line, within(row, line.line))


def _line(line: LogLine, place: int) -> Iterator[Field]:
    for n, one in enumerate(line.fields):
        yield evolve(one, line=place, beside=n > 0, question=one.question if n else _named(one.question, line))


def _named(question: str, line: LogLine) -> str:
    named = say("pages.notes.line", item=question, number=line.number)
    return f"{named}. {say('pages.void', reason=line.void)}" if line.void else named
