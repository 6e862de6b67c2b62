"""What makes a clock of a definition sound: its form, its expressions, its hours and the items it is marked in."""

from __future__ import annotations

from collections.abc import Iterator

from crf.study.common_faults import doubles
from crf.study.faults import Spot, Told
from crf.study.kinds import CONDITION, Sort
from crf.study.model import Clock, Form, Study
from crf.study.references import dangling, expression
from crf.text import message


def clock_faults(study: Study) -> Iterator[Told]:
    """All faults of the clocks of a study."""
    forms = {form.id: form for form in study.forms}
    yield from doubles((), "clock", (clock.id for clock in study.clocks))
    for clock in study.clocks:
        spot = (f"clock {clock.id}",)
        if clock.form in forms:
            yield from _clock(study, forms[clock.form], clock, spot)
        else:
            yield (*spot, "form"), dangling("study.form.none", clock.form, forms)


def _clock(study: Study, form: Form, clock: Clock, spot: Spot) -> Iterator[Told]:
    time = Sort("time")
    for key, text, expected in (
        ("starts", clock.starts, CONDITION),
        ("aware", clock.aware, time),
        ("sent", clock.sent, time),
    ):
        for told in expression(study, form, text, expected):
            yield (*spot, key), told
    numbers = {**study.numbers, **form.numbers}
    if clock.hours not in numbers:
        yield (*spot, "hours"), dangling("study.number.none", clock.hours, numbers)
    elif numbers[clock.hours].unit != "h":
        yield (*spot, "hours"), message("study.clock.hours", name=clock.hours)
    items = {item.id: item for item in form.items}
    for key in ("to", "how", "late", "link"):
        name = getattr(clock, key)
        if name and name not in items:
            yield (*spot, key), dangling("study.item.none", name, items)
    yield from _entry(study, form, clock, spot)
    if not clock.sent and not clock.starts:
        yield (*spot, "sent"), message("study.clock.endless", id=clock.id)


def _entry(study: Study, form: Form, clock: Clock, spot: Spot) -> Iterator[Told]:
    """The item whose entry proves the knowing: of this form, or of the one its link names."""
    link = next((item.link for item in form.items if item.id == clock.link), "")
    there = next((one for one in study.forms if one.id == link), None)
    if clock.link and there is None:
        yield (*spot, "link"), message("study.function.via")
    known = [f"{there.id}.{item.id}" for item in there.items] if there else [item.id for item in form.items]
    if clock.entry and clock.entry not in known:
        yield (*spot, "entry"), dangling("study.item.none", clock.entry, known)
