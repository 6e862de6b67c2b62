"""The examples that edit checks carry, run: each says values and whether its check must fire on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from attrs import evolve

from crf.forms.advance import settle, visible_items
from crf.forms.assess import assess
from crf.forms.context import Context
from crf.forms.record import Answer, Place, Record, SubjectData, Where
from crf.study.evaluate import evaluate
from crf.study.expressions import parse
from crf.study.faults import Told
from crf.study.model import Check, Form, Study
from crf.text import message

LATE = datetime(2099, 12, 31, 12, tzinfo=UTC)
"""A clock after every date of an example, so that none lies in the future."""

WHERE = ("@event", "@line")
"""Keys that say where an example's check is asked."""


def wrong_examples(study: Study) -> Iterator[Told]:
    """The spot and sentence of every example whose check doesn't do what it says."""
    for form in study.forms:
        for check in form.checks:
            for n, example in enumerate(check.examples, 1):
                if fires(study, form, check, example.values) is not example.fires:
                    id = "study.example.silent" if example.fires else "study.example.fires"
                    yield (f"form {form.id}", f"check {check.id}", f"try {n}"), message(id)


def fires(study: Study, form: Form, check: Check, values: Mapping[str, str]) -> bool:
    """Whether a check fires on an example's values, on an item that is asked.

    A value that is a missing code of its item stands for that code.
    Keys: `ITEM` of the check's own form, `FORM.ITEM@EVENT` elsewhere, `@event` the event it stands at (default: the
    first that has the form; "last" the last). Items of repeating groups stand in line 1, `ITEM#2` in line 2; the check
    is asked in its line 1, or in that of `@line`. Derived values are computed unless given.
    """
    events = [one.id for one in study.events if form.id in one.forms]
    wanted = values.get("@event", "")
    event = wanted if wanted not in ("", "last") else events[-1 if wanted else 0]
    own = Place(event, form.id)
    answers: dict[Place, dict[Where, Answer]] = {own: {}}
    for key, value in values.items():
        if key in WHERE:
            continue
        target, item, place = _target(study, form, own, key)
        item, _, line = item.partition("#")
        asked = target.item(item)
        answer = Answer(missing=value) if value in asked.missing else Answer(value)
        answers.setdefault(place, {})[(int(line or 1) if target.group_of(item).repeats else 0, item)] = answer
    data = SubjectData({place: Record(place.form, found) for place, found in answers.items()})
    context = _derived(study, form, own, data, answers[own])
    at = int(values.get("@line", "1")) if form.group_of(check.on).repeats else 0
    if (at, check.on) not in visible_items(form, own, context.data.at(own), context):
        return False
    return evaluate(parse(check.fires), context.scope(own, at)) is True


def _derived(study: Study, form: Form, own: Place, data: SubjectData, given: Mapping[Where, Answer]) -> Context:
    """The context with derived values everywhere, those the example gives put back on top."""
    context = Context(study, data, LATE, study.timezone)
    context = evolve(context, data=assess(context).data)
    record = settle(form, own, context.data.at(own), context).step.record
    return context.with_record(own, evolve(record, answers={**record.answers, **given}))


def _target(study: Study, form: Form, own: Place, key: str) -> tuple[Form, str, Place]:
    if "." not in key:
        return form, key, own
    path, _, event = key.partition("@")
    id, _, item = path.partition(".")
    return study.form(id), item, Place(event, id)
