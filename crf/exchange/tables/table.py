"""What a table is, whatever format it is written in: named columns of a kind over rows of text."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

Kind = Literal["text", "code", "integer", "decimal", "date", "time", "datetime"]
"""What the cells of a column hold: `code` is text that is no number even where it looks like one (0030)."""


@frozen
class Column:
    """A column: a name that no other of its table has, what it holds in words, and the question it belongs to."""

    name: str
    label: str
    kind: Kind = "text"
    item: str = ""


DEVICES = frozenset(("CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(10))))
"""Names that Windows takes for devices, with any ending: no file has one."""


def file_name(id: str) -> str:
    """The name of a table's file from an id of a definition; a stroke below behind what no file may be called."""
    return f"{id}_" if id.upper() in DEVICES else id


Row = tuple[str, ...]
"""The cells of a row as text; an empty one says that nothing is there."""


@frozen
class Table:
    """A table: `name` is its file without the ending, perhaps in a folder; each row has as many cells as columns."""

    name: str
    label: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    form: str = ""
