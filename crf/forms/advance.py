"""From an edit to what follows: the record, what is visible, the derived values, what the checks say."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, frozen

from crf.forms.checks import findings, lines_of
from crf.forms.context import Context
from crf.forms.record import BLANK, Answer, Draft, Edit, Finding, Place, Record, Status, Step, Where
from crf.forms.values import read, untyped
from crf.study.evaluate import evaluate
from crf.study.expressions import parse
from crf.study.model import Form, Item

DERIVED = "derived"
"""The note of a derived answer."""

PROPOSED = "proposed"
"""The note of a definition's default in an open form: it counts once saved."""

_PASSES = 6
"""More steps than any chain of derivations of one form has; the verifier has refused cycles."""


@frozen
class Standing:
    """A record in its place and surroundings, worked out: the context that holds it, visibility, findings, status."""

    context: Context
    step: Step


def advance(place: Place, record: Record, edit: Edit | None, context: Context, propose: bool = False) -> Step:
    """The step that follows when an edit is made in a record at a place; None only works out what stands there.

    With `propose` the definition's defaults stand in items never answered, marked as proposed. Never raises for bad input: what can't be a value becomes a draft with its reason.
    """
    form = context.study.form(place.form)
    if edit is not None:
        item = form.item(edit.item)
        answer = read(context.study, item, edit, context.now)
        where = (edit.line, edit.item)
        record = record.with_draft(where, answer) if isinstance(answer, Draft) else record.with_answer(where, answer)
    return settle(form, place, record, context, propose).step


def settle(form: Form, place: Place, record: Record, context: Context, propose: bool = False) -> Standing:
    """A record with its derived values renewed, and everything that follows from it."""
    seen = context.with_record(place, record)
    for _ in range(_PASSES):
        visible = visible_items(form, place, record, seen)
        renewed = _derive(form, place, record, seen, visible)
        if propose:
            renewed = _propose(form, place, renewed, seen, visible)
        if renewed == record.answers:
            break
        record = evolve(record, answers=renewed)
        seen = context.with_record(place, record)
    derived = {where: answer for where, answer in record.answers.items() if answer.note == DERIVED}
    found = findings(form, place, record, seen, visible)
    return Standing(seen, Step(record, visible, derived, found, status(record, found)))


def visible_items(form: Form, place: Place, record: Record, context: Context) -> frozenset[Where]:
    """Lines and items that are asked: those whose condition, and whose group's condition, is true."""
    found: set[Where] = set()
    for group in form.groups:
        if group.show and evaluate(parse(group.show), context.scope(place)) is not True:
            continue
        for line in lines_of(group, record):
            scope = context.scope(place, line)
            for item in group.items:
                if not item.show or evaluate(parse(item.show), scope) is True:
                    found.add((line, item.id))
    return frozenset(found)


def _derive(
    form: Form, place: Place, record: Record, context: Context, visible: frozenset[Where]
) -> Mapping[Where, Answer]:
    """All answers with the derived ones computed; a derived item that isn't asked is blank."""
    answers = dict(record.answers)
    for group in form.groups:
        for item in group.items:
            if not item.method:
                continue
            for line in lines_of(group, record):
                where = (line, item.id)
                answer = _computed(item, place, line, context) if where in visible else BLANK
                if answer.blank:
                    # A derived value that was saved once goes to blank, one that never was isn't mentioned.
                    if where in answers and not answers[where].blank:
                        answers[where] = Answer(note=DERIVED)
                else:
                    answers[where] = answer
    return answers


def _propose(
    form: Form, place: Place, answers: Mapping[Where, Answer], context: Context, visible: frozenset[Where]
) -> Mapping[Where, Answer]:
    """Defaults put where nothing was ever answered; what was proposed and is no longer asked goes."""
    kept = {where: answer for where, answer in answers.items() if answer.note != PROPOSED}
    for item in form.items:
        where = (0, item.id)
        if item.default and where in visible and where not in kept:
            value = _default(item, place, context)
            if value:
                kept[where] = Answer(value, note=PROPOSED)
    return kept


def _default(item: Item, place: Place, context: Context) -> str:
    if not item.default.startswith("="):
        return item.default
    value = evaluate(parse(item.default[1:]), context.scope(place))
    return "" if value is None else untyped(item, value)


def _computed(item: Item, place: Place, line: int, context: Context) -> Answer:
    value = evaluate(parse(item.method), context.scope(place, line))
    return BLANK if value is None else Answer(untyped(item, value), note=DERIVED)


def status(record: Record, found: tuple[Finding, ...]) -> Status:
    """The status of a record from its data and open findings alone."""
    if not record.started and not record.drafts:
        return "not started"
    if not record.started:
        return "draft"
    if any(finding.level == "missing" for finding in found):
        return "incomplete"
    if any(finding.open and finding.level in ("soft", "deviation", "hard") for finding in found):
        return "findings"
    return "complete"
