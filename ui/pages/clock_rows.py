"""Reports that still have to be sent as rows over other rows: of the findings, of the calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from crf.reading.clocks import ClockLine
from crf.text import say
from ui import theme
from ui.pages.listing import Group, Row, Text

Fits = Callable[..., bool]


def group(rows: Iterable[Row], overdue: bool) -> Group:
    """The group of them, in red where one is overdue."""
    return Group(say("clocks.group"), tuple(rows), "red" if overdue else "text", "overdue" if overdue else "due")


def in_findings(lines: Iterable[ClockLine], fits: Fits) -> list[Group]:
    """As rows of visit, form and sentence; the form is named by the report's short name."""
    kept = [line for line in lines if fits(line.label, line.short, line.text)]
    rows = (
        Row(
            (line.subject, line.place, line.where, line.short),
            (
                Text(line.label, weight=theme.MEDIUM),
                Text(line.short, weight=theme.MEDIUM),
                Text(line.text, mark=mark(line), wrap=6),
            ),
            f"{line.label}, {line.text}",
            tip=line.text,
        )
        for line in kept
    )
    return [group(rows, any(line.overdue for line in kept))] if kept else []


def in_calendar(lines: Iterable[ClockLine], fits: Fits) -> list[Group]:
    """As rows of subject, report, what it is of, when it is due, and how much time is left."""
    kept = [line for line in lines if fits(line.label, line.short, line.what)]
    rows = (
        Row(
            line,
            (
                Text(line.label, weight=theme.STRONG),
                Text(line.short, weight=theme.MEDIUM),
                Text(line.what, wrap=4),
                Text(line.due_short),
                Text(""),
                Text(""),
                Text(line.left, "red" if line.overdue else "text", theme.MEDIUM),
            ),
            f"{line.label}, {line.text}",
            tip=line.text,
        )
        for line in kept
    )
    return [group(rows, any(line.overdue for line in kept))] if kept else []


def mark(line: ClockLine) -> str:
    """The mark of a clock: red once it is overdue."""
    return "overdue" if line.overdue else "due"
