"""Adverse events in an order and through a filter, as a person asks for them in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from attrs import frozen

from crf.clinical.dates import PartialDate
from crf.forms.events import EventLine

GRADES = (1, 2, 3, 4, 5)
TLT = ("yes", "asked", "no", "before", "after", "none")
"""Standings to the TLT period in the order they matter."""

Chosen = frozenset[str]
"""A filter: open, ended, grade1 … grade5 (worst grade at least), serious, special, tlt, unconfirmed, drug:CODE.

Of open and ended, of the grades and of the drugs one holds; what is chosen must all be so.
"""

NOTHING: Chosen = frozenset()

_TESTS: dict[str, Callable[[EventLine], bool]] = {
    "open": lambda line: line.ongoing is True,
    "ended": lambda line: line.ongoing is False,
    "serious": lambda line: line.serious is True,
    "special": lambda line: line.special is True,
    "tlt": lambda line: line.tlt == "asked",
    "unconfirmed": lambda line: line.unconfirmed > 0,
}


@frozen
class EventRow:
    """An event with the subject it belongs to."""

    uid: str
    label: str
    line: EventLine
    clock: str = ""  # of its report: SAE, 3 h 12 min left
    overdue: bool = False


def fits(line: EventLine, chosen: Chosen) -> bool:
    """Whether an event passes a filter; a voided one passes only where nothing is chosen."""
    return not chosen or (not line.void and all(_is(line, one) for one in chosen))


def _is(line: EventLine, one: str) -> bool:
    if one.startswith("grade"):
        return line.worst >= int(one.removeprefix("grade"))
    if one.startswith("drug:"):
        return any(drug.related is True and drug.code == one.removeprefix("drug:") for drug in line.drugs)
    return _TESTS[one](line)


def turned(chosen: Chosen, one: str) -> Chosen:
    """The filter with one thing chosen, in place of the others of its kind; without it where it was chosen already."""
    kept = frozenset(other for other in chosen if _kind(other) != _kind(one))
    return kept if one in chosen else kept | {one}


def _kind(one: str) -> str:
    if one in ("open", "ended"):
        return "course"
    return "drug" if one.startswith("drug:") else one.rstrip("12345")


def count(rows: Iterable[EventRow], chosen: Chosen, one: str) -> int:
    """How many events would be shown with one thing chosen beside the rest of the filter."""
    wanted = frozenset(other for other in chosen if _kind(other) != _kind(one)) | {one}
    return sum(fits(row.line, wanted) for row in rows)


def in_order(rows: Sequence[EventRow], column: str, down: bool) -> tuple[EventRow, ...]:
    """Rows in the order of a column; equal ones by subject and number, and what isn't known last either way.

    Columns: subject, number, event, grade (the worst, then the latest), start, end (ongoing ones after all that ended),
    sae, tlt (decided yes first), drug:CODE (related first).
    """
    by_number = sorted(rows, key=lambda row: (row.label, row.line.number))
    keyed = [(key_of(row, column), row) for row in by_number]
    known = sorted(((key, row) for key, row in keyed if key is not None), key=lambda pair: pair[0], reverse=down)
    return tuple(row for _, row in known) + tuple(row for key, row in keyed if key is None)


Key = tuple[int | str | date, ...]


def key_of(row: EventRow, column: str) -> Key | None:
    """What a row is put in order by; None where it isn't known."""
    line = row.line
    match column:
        case "subject":
            return row.label, line.number
        case "event":
            return (name.casefold(),) if (name := line.term or line.verbatim) else None
        case "grade":
            return (line.worst, line.grades[-1].grade) if line.grades else None
        case "start":
            return (*_day(line.start), line.start_time) if line.start else None
        case "end":
            return (date.max,) if line.ongoing else (*_day(line.end), line.end_time) if line.end else None
        case "sae":
            return None if line.serious is None else (not line.serious,)
        case "tlt":
            return (TLT.index(line.tlt),)
        case "number":
            return (line.number,)
    related = {drug.code: drug.related for drug in line.drugs}.get(column.removeprefix("drug:"))
    return None if related is None else (not related,)


def _day(iso: str) -> Key:
    day = PartialDate.parse_iso(iso)
    return day.earliest, day.latest
