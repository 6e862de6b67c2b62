"""Which form is filled at which visit, and when: the plan of a study as rows, and as a sheet to print."""

from __future__ import annotations

from collections.abc import Iterator

from crf.clinical.dates import day_name
from crf.exchange.pages.sheets import RunHead, Sheet
from crf.forms.layout import Field, Page, Row, Section
from crf.forms.record import Answer
from crf.study.model import Event, Study
from crf.text import say

HEAD = ("visit", "visit_name", "anchor", "day", "first", "last", "every", "form", "form_name", "version")
FORM = "PLAN OF VISITS"


def plan_rows(study: Study) -> Iterator[tuple[str, ...]]:
    """A row for each form of each visit in the columns of `HEAD`; days are protocol days, blank where there is none."""
    for event in study.events:
        days = (day_name(day) if day is not None else "" for day in (event.day, event.first, event.last))
        when = (event.anchor, *days, str(event.every or ""))
        for id in event.forms:
            form = study.form(id)
            yield (event.id, event_name(event), *when, id, form.name, form.version)


def event_name(event: Event) -> str:
    """A visit's name, of repeats the general one."""
    return event.name.replace("{n}", "n")


def plan_sheet(study: Study) -> Sheet:
    """The plan as a sheet: a section for each visit with its days, a row for each of its forms."""
    sections = tuple(_section(study, event, n) for n, event in enumerate(study.events, 1))
    name = say("plan.title")
    head = RunHead(study.id, study.title, "", "", "", "", FORM, name, study.version)
    return Sheet(head, Page(FORM, name, study.version, "", sections), "completed", (name,), legend=say("plan.legend"))


def _section(study: Study, event: Event, number: int) -> Section:
    rows = []
    for n, id in enumerate(event.forms, 1):
        form = study.form(id)
        text = say("plan.version", form=id, version=form.version)
        field = Field(id, 0, f"{number}.{n}", form.name, "text", answer=Answer(text), text=text)
        rows.append(Row((field,), number=field.number))
    return Section(
        event.id, str(number), " · ".join(part for part in (event_name(event), _days(event)) if part), tuple(rows)
    )


def _days(event: Event) -> str:
    """D15, window D13 to D17, from D1; empty where the visit has no day."""
    if not event.anchor or event.first is None or event.last is None:
        return ""
    first, last = day_name(event.first), day_name(event.last)
    if event.day is None:
        return say("plan.between", first=first, last=last, anchor=event.anchor)
    return say("study.checked.window", day=day_name(event.day), first=first, last=last, anchor=event.anchor)
