"""What makes an edit check sound: its expressions, its sentence, and examples that fire it and keep it silent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crf.study.common_faults import placeholder_faults
from crf.study.faults import Spot, Told
from crf.study.kinds import ANY, CONDITION
from crf.study.model import Check, Form, Item, Study
from crf.study.references import dangling, expression
from crf.study.values import value_fault
from crf.text import Message, message

LINE = re.compile("[1-9][0-9]?")


def check_faults(study: Study, form: Form, spot: Spot) -> Iterator[Told]:
    """All faults of a form's checks."""
    for check in form.checks:
        for key, told in _check(study, form, check):
            yield (*spot, f"check {check.id}", *key), told


def _check(study: Study, form: Form, check: Check) -> Iterator[tuple[tuple[str, ...], Message]]:
    ids = [item.id for item in form.items]
    if check.on not in ids:
        yield ("on",), dangling("study.item.none", check.on, ids)
    for key, text in (("fires", check.fires), ("say", check.say)):
        if not text.strip():
            yield (key,), message("study.check.empty", id=check.id, key=key)
    told = (("fires", check.fires, CONDITION), *((f"values.{name}", text, ANY) for name, text in check.values.items()))
    for key, text, expected in told:
        yield from (((key,), fault) for fault in expression(study, form, text, expected))
    yield from placeholder_faults(("say",), check.say, [*ids, *check.values, *form.numbers, *study.numbers])
    if check.important and check.level != "deviation":
        yield ("important",), message("study.check.important", id=check.id)
    if {example.fires for example in check.examples} != {True, False}:
        yield ("try",), message("study.check.examples", id=check.id)
    for n, example in enumerate(check.examples, 1):
        for key, value in example.values.items():
            yield from (((f"try {n}", key), fault) for fault in _example(study, form, key, value))


def _example(study: Study, form: Form, key: str, value: str) -> Iterator[Message]:
    """A value of an example: `ITEM`, `FORM.ITEM@EVENT`, `ITEM#2` in line 2, `@event` and `@line` where it is asked."""
    events = [event.id for event in study.events]
    if key == "@event":
        homes = [*(event.id for event in study.events if form.id in event.forms), "last"]
        if homes != ["last"] and value not in homes:
            yield dangling("study.event.none", value, homes)
        return
    if key == "@line":
        if not LINE.fullmatch(value):
            yield message("study.example.line", value=value)
        return
    path, _, event = key.partition("@")
    id, _, item = path.rpartition(".")
    name, mark, line = item.partition("#")
    if mark and not LINE.fullmatch(line):
        yield message("study.example.line", value=line)
        return
    target = next((one for one in study.forms if one.id == id), None) if id else form
    if id and event not in events:
        yield dangling("study.event.none", event, events)
    if target is None:
        yield dangling("study.form.none", id, (one.id for one in study.forms))
    else:
        yield from _value(study, target, name, value)


def _value(study: Study, form: Form, item: str, value: str) -> Iterator[Message]:
    found: Item | None = next((one for one in form.items if one.id == item), None)
    if found is None:
        yield dangling("study.item.none", item, (one.id for one in form.items))
    elif value not in found.missing and (told := value_fault(study, found, value, item)):
        yield told
