"""Checking a study definition: every fault of it, or what it holds and where its numbers come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from attrs import frozen

from crf.clinical.dates import day_name
from crf.forms.examples import wrong_examples
from crf.study.dosing import rule_text
from crf.study.model import Event, Study
from crf.study.reader import inspect, version_folder
from crf.study.words import number_words
from crf.text import say


@frozen
class Checked:
    """What a check of a definition found: `study` only where there is no fault; `lines` are to be read by people."""

    study: Study | None
    faults: tuple[str, ...]
    counts: Mapping[str, int]
    lines: tuple[str, ...]


def check_study(folder: Path) -> Checked:
    """All faults of a definition, the examples of its checks run too; or its counts, sources and form × visit matrix.

    `folder` is one version, or a study with its versions (then the newest). Raises DefinitionFault where it holds none.
    """
    root = version_folder(folder)
    found = inspect(root)
    study = found.study
    faults = found.faults or found.located(wrong_examples(study))
    if faults:
        count = len(faults)
        last = say("study.checked.fault" if count == 1 else "study.checked.faults", folder=root, count=count)
        return Checked(None, tuple(str(fault) for fault in faults), {}, (last,))
    counts = count_parts(study)
    told = ", ".join(say(f"study.checked.{name}", count=count) for name, count in counts.items())
    first = say("study.checked.none", id=study.id, version=study.version, folder=root)
    return Checked(study, (), counts, (first, told, "", *_sources(study), "", *_matrix(study)))


def count_parts(study: Study) -> dict[str, int]:
    """How much of everything a study has; dose rules count as numbers."""
    items = [item for form in study.forms for item in form.items]
    checks = [check for form in study.forms for check in form.checks]
    return {
        "events": len(study.events),
        "forms": len(study.forms),
        "items": len(items),
        "checks": len(checks),
        "examples": sum(len(check.examples) for check in checks),
        "derivations": sum(bool(item.method) for item in items),
        "numbers": len(study.numbers) + sum(len(form.numbers) + len(form.rules) for form in study.forms),
    }


def _sources(study: Study) -> Iterator[str]:
    """Every number, dose rule and day of the definition with the source it was taken from."""
    yield say("study.checked.sources")
    rows = [(name, number_words(number), number.source) for name, number in study.numbers.items()]
    for form in study.forms:
        rows += [(f"{form.id} {name}", number_words(one), one.source) for name, one in form.numbers.items()]
        held = {**study.numbers, **form.numbers}
        rows += [(f"{form.id} {name}", rule_text(one, held), one.source) for name, one in form.rules.items()]
    rows += [(event.id, _days(event), event.source) for event in study.events if event.first is not None]
    yield from _columns(rows)


def _days(event: Event) -> str:
    first, day, last = (day_name(n) if n is not None else "–" for n in (event.first, event.day, event.last))
    return say("study.checked.window", day=day, first=first, last=last, anchor=event.anchor)


def _matrix(study: Study) -> Iterator[str]:
    """Which form is filled at which visit."""
    yield say("study.checked.matrix")
    head = ("", *(event.short.replace("{n}", "n") for event in study.events))
    rows = [
        (form.short or form.name, *("×" if form.id in event.forms else "·" for event in study.events))
        for form in study.forms
    ]
    yield from _columns([head, *rows])


def _columns(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Rows with their cells under one another."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))] if rows else []
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
