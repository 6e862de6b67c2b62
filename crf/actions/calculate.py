"""The clinical sums over a table: one CSV row in, one row out, and the CTCAE dictionary as a table."""

from __future__ import annotations

from typing import TextIO


def calculate(name: str, source: TextIO, target: TextIO) -> None:
    """`name` is "bsa" or "dose"; raises Refused (exit 2) for an unknown name or a table that can't be used."""
    raise NotImplementedError


def ctcae_table(target: TextIO, find: str | None = None) -> None:
    """The dictionary as CSV; with `find` the matching terms, best first, ending with the term."""
    raise NotImplementedError
