"""What makes a study definition sound as a whole: its events, anchors, code lists, numbers and what they refer to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from itertools import chain

from crf.clinical.dates import Moment
from crf.clinical.faults import ClinicalFault
from crf.study.clock_faults import clock_faults
from crf.study.common_faults import doubles, nameable, number_faults
from crf.study.cycles import cycles
from crf.study.faults import Fault, Spot, Told, located
from crf.study.form_faults import form_faults
from crf.study.judged_faults import tlt_faults
from crf.study.kinds import CONDITION, Sort
from crf.study.model import NONE, Event, Study
from crf.study.range_faults import range_faults
from crf.study.references import dangling, expression
from crf.study.special_faults import special_faults
from crf.text import Message, message

__all__ = ["Fault", "troubles", "verify"]


def verify(study: Study, origins: Mapping[Spot, tuple[str, Spot]] | None = None) -> list[Fault]:
    """All faults of a study; `origins` tells in which file its parts were written."""
    return located(troubles(study), origins or {})


def troubles(study: Study) -> Iterator[Told]:
    """All that is wrong with a study, at its spots."""
    told = chain(_ids(study), _head(study), _codelists(study), _events(study), _anchors(study), _treatments(study))
    told = chain(told, special_faults(study), clock_faults(study), range_faults(study))
    forms = (fault for form in study.forms for fault in form_faults(study, form))
    return chain(told, forms, cycles(study))


def _ids(study: Study) -> Iterator[Told]:
    yield from doubles((), "event", (event.id for event in study.events))
    yield from doubles((), "anchor", (anchor.id for anchor in study.anchors))
    yield from doubles((), "treatment", (treatment.code for treatment in study.treatments))
    yield from doubles((), "codelist", (one.id for one in study.codelists))
    yield from nameable((), "event", (event.id for event in study.events))
    yield from nameable((), "form", (form.id for form in study.forms))
    yield from number_faults((), study.numbers)
    first: dict[str, str] = {}
    for form in study.forms:
        for check in form.checks:
            if first.setdefault(check.id, form.id) != form.id:
                yield (f"form {form.id}", f"check {check.id}"), message("study.duplicate", id=check.id)


def _head(study: Study) -> Iterator[Told]:
    spot = ("study",)
    yield from _known(spot, "changes", study.changes, "study.codelist.none", [one.id for one in study.codelists])
    anchors = [anchor.id for anchor in study.anchors]
    if study.tlt_anchor:
        yield from _known(spot, "tlt_anchor", study.tlt_anchor, "study.anchor.none", anchors)
    if study.tlt_days:
        yield from _known(spot, "tlt_days", study.tlt_days, "study.number.none", list(study.numbers))
        if study.tlt_days in study.numbers and study.numbers[study.tlt_days].value == NONE:
            yield (*spot, "tlt_days"), message("study.number.text", name=study.tlt_days, value=NONE)
    yield from tlt_faults(study)
    try:
        re.compile(study.subject_pattern)
    except re.error as error:
        yield (*spot, "subject_pattern"), message("study.pattern", pattern=study.subject_pattern, why=error)
    if not re.fullmatch(r"\d+\.\d+", study.ctcae):
        yield (*spot, "ctcae"), message("study.ctcae", version=study.ctcae)
    if not _is_zone(study.timezone):
        yield (*spot, "timezone"), message("study.timezone", zone=study.timezone)
    for phase in study.phases:
        for told in expression(study, None, phase.when, CONDITION):
            yield (f"phase {phase.name}", "when"), told


def _is_zone(name: str) -> bool:
    try:
        return Moment(date(2000, 1, 1), time(), name).utc is not None
    except ClinicalFault:
        return False


def _codelists(study: Study) -> Iterator[Told]:
    for one in study.codelists:
        spot = (f"codelist {one.id}",)
        if not one.choices:
            yield spot, message("study.codelist.empty", id=one.id)
        yield from doubles(spot, "choice", (choice.code for choice in one.choices))
        for choice in one.choices:
            if "|" in choice.code:
                yield (*spot, f"choice {choice.code}", "code"), message("study.code.bar", code=choice.code)


def _anchors(study: Study) -> Iterator[Told]:
    for anchor in study.anchors:
        spot = (f"anchor {anchor.id}",)
        if not anchor.source.strip():
            yield (*spot, "source"), message("study.source.none", name=anchor.id)
        for key, text in (("actual", anchor.actual), ("planned", anchor.planned)):
            for told in expression(study, None, text, Sort("time")):
                yield (*spot, key), told


def _treatments(study: Study) -> Iterator[Told]:
    forms = {form.id: form for form in study.forms}
    for treatment in study.treatments:
        spot = (f"treatment {treatment.code}",)
        yield from _known(spot, "form", treatment.form, "study.form.none", list(forms))
        if treatment.form in forms:
            dates = [item.id for item in forms[treatment.form].items if item.type in ("date", "datetime")]
            yield from _known(spot, "dated", treatment.dated, "study.item.none", dates)


def _events(study: Study) -> Iterator[Told]:
    forms = [form.id for form in study.forms]
    logs = {form.id for form in study.forms if form.log}
    anchors = [anchor.id for anchor in study.anchors]
    for event in study.events:
        spot = (f"event {event.id}",)
        yield from doubles((*spot, "forms"), "form", event.forms)
        for form in event.forms:
            yield from _known(spot, "forms", form, "study.form.none", forms)
            if form in forms and (form in logs) is not (event.kind == "log"):
                yield (*spot, "forms"), message("study.log", form=form, event=event.id)
        if event.anchor:
            yield from _known(spot, "anchor", event.anchor, "study.anchor.none", anchors)
        for key, told in (
            *_window(event),
            *(("until", one) for one in expression(study, None, event.until, Sort("time"))),
        ):
            yield (*spot, key), told
    placed = {form for event in study.events for form in event.forms}
    for one in study.forms:
        if one.scope == "subject" and one.id not in placed:
            yield (f"form {one.id}",), message("study.form.nowhere", form=one.id)


def _window(event: Event) -> Iterator[tuple[str, Message]]:
    first, day, last = event.first, event.day, event.last
    days = [("first", first), ("day", day), ("last", last)]
    for key, value in days:
        if value == 0:
            yield key, message("study.day.zero")
    if first is not None and last is not None and last < first:
        yield "last", message("study.window.reversed", first=first, last=last)
    elif day is not None and ((first is not None and day < first) or (last is not None and day > last)):
        yield "day", message("study.window.outside", day=day)
    if any(value is not None for _, value in days):
        if not event.anchor:
            yield "anchor", message("study.event.anchor", event=event.id)
        if not event.source.strip():
            yield "source", message("study.source.none", name=event.id)
    if event.every and day is None:
        yield "every", message("study.event.every", event=event.id)
    if event.numbers_from < 1:
        yield "numbers_from", message("study.event.numbers", number=event.numbers_from)


def _known(spot: Spot, key: str, name: str, id: str, known: list[str]) -> Iterator[Told]:
    if name not in known:
        yield (*spot, key), dangling(id, name, known)
