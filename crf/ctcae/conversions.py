"""Units in which laboratories report a value: how each is spelled and what one unit is in another."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path

from attrs import frozen

from crf.faults import FileFault
from crf.text import RESOURCES, message

FILE = RESOURCES / "ctcae" / "conversions.csv"
COLUMNS = ("analyte", "unit", "spellings", "factor", "offset", "source")

# One character for another, so that a unit copied from a report is read as one typed.
_PLAIN = str.maketrans({"µ": "u", "μ": "u", "×": "x", "*": "^", "²": "2", "³": "3", "⁹": "^9", "⁶": "^6", "º": "°"})
_TEN_CUBED = re.compile(r"10³")
_POWER = re.compile(r"^x?10(?:e|\^\^|\^)(?=\d)|^x10(?=[369]/)")
_MICRO = re.compile(r"(?<![a-z])mc(?=mol|l|g|kat)")
_SQUARE = re.compile(r"m\^(?=[23])")


@frozen
class Unit:
    """A unit of an analyte: a value in it, times `factor` plus `offset`, is the value in the analyte's base unit.

    `source` says where the factor comes from; `spellings` are other ways to write the unit.
    """

    name: str
    factor: Fraction
    offset: Fraction
    spellings: tuple[str, ...]
    source: str


def plain(unit: str) -> str:
    """A unit without what writers differ in: case, blanks, signs for micro and times, ways to write a power of ten."""
    text = "".join(_TEN_CUBED.sub("10^3", unit).translate(_PLAIN).casefold().split())
    return _SQUARE.sub("m", _MICRO.sub("u", _POWER.sub("10^", text)))


@cache
def units(analyte: str) -> tuple[Unit, ...]:
    """The units an analyte is reported in, the base unit first; none for an analyte without a table."""
    return _table().get(analyte, ())


@lru_cache(maxsize=1024)
def unit(analyte: str, written: str) -> Unit | None:
    """The unit a text means for an analyte ("G/L" is 10^9/L of cells and g/L of albumin); None where it is none."""
    sought = plain(written)
    return next((one for one in units(analyte) if sought in map(plain, (one.name, *one.spellings))), None)


def spelled(written: str, names: Sequence[str]) -> str:
    """Which of some units a text spells; "" for none, and where two tables that know all of them don't agree.

    1 mEq/L is 1 mmol/L of potassium and half of one of calcium: for an item in mmol/L it spells neither.
    """
    tables = [analyte for analyte in _table() if all(unit(analyte, name) for name in names)]
    for name in names:
        if tables and all(unit(one, written) == unit(one, name) for one in tables):
            return name
    return ""


def convert(analyte: str, value: Decimal | Fraction, written: str, wanted: str) -> Fraction | None:
    """A value in another unit, exactly as the table's factors have it; None where there is no factor."""
    have, want = unit(analyte, written), unit(analyte, wanted)
    if have is None or want is None:
        return None
    return (Fraction(value) * have.factor + have.offset - want.offset) / want.factor


def read(file: Path) -> dict[str, tuple[Unit, ...]]:
    """The units of each analyte from a CSV with the columns of COLUMNS. Raises FileFault for one that isn't whole."""
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            head, *rows = csv.reader(lines)
            if tuple(head) != COLUMNS:
                raise ValueError(head)
            return _grouped((analyte, _unit(*cells)) for analyte, *cells in rows)
    except (OSError, ValueError, TypeError, ZeroDivisionError, csv.Error) as error:
        raise FileFault(message("ctcae.unreadable", file=file)) from error


def _unit(name: str, spellings: str, factor: str, offset: str, source: str) -> Unit:
    if not source or Fraction(factor) <= 0:
        raise ValueError(name)
    others = tuple(text for spelling in spellings.split("|") if (text := spelling.strip()))
    return Unit(name, Fraction(factor), Fraction(offset), others, source)


def _grouped(rows: Iterable[tuple[str, Unit]]) -> dict[str, tuple[Unit, ...]]:
    table: dict[str, tuple[Unit, ...]] = {}
    for analyte, one in rows:
        table[analyte] = (*table.get(analyte, ()), one)
    return table


@cache
def _table() -> dict[str, tuple[Unit, ...]]:
    return read(FILE)
