"""From an edit to what follows: the record, what is visible, the derived values, what the checks say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import evolve, frozen

from crf.forms import tlt
from crf.forms.checks import confirmed, findings, lines_of
from crf.forms.context import Context
from crf.forms.record import BLANK, Answer, Edit, Finding, Place, Record, Status, Step, Where
from crf.forms.scope import FormScope
from crf.forms.standing import kept
from crf.forms.values import read, show, untyped
from crf.study.evaluate import evaluate
from crf.study.expressions import parse, refs, takes_over
from crf.study.model import Form, Item
from crf.text import message

DERIVED = "derived"
"""The note of a derived answer."""

PROPOSED = "proposed"
"""The note of a definition's default in an open form: it counts once saved."""


@frozen
class Standing:
    """A record in its place and surroundings, worked out: the context that holds it, and what follows from it."""

    context: Context
    step: Step


def advance(place: Place, record: Record, edit: Edit | None, context: Context, propose: bool = False) -> Step:
    """The step that follows when an edit is made in a record at a place; no edit: what stands there is worked out.

    With `propose` the definition's defaults stand in items never answered, marked as proposed. Never raises for bad
    input: what can't be a value becomes a draft with its reason. Derived items and instructions take no answer.
    """
    if edit is not None:
        item = context.items[place.form].get(edit.item)  # one a later definition doesn't ask any more takes nothing
        if item is not None and not item.method and item.type != "note":
            record = record.taking((edit.line, edit.item), read(context.study, item, edit, context.now))
    return settle(context.index.forms[place.form], place, record, context, propose).step


def settle(form: Form, place: Place, record: Record, context: Context, propose: bool = False) -> Standing:
    """A record with its derived values renewed, and everything that follows from it."""
    found = derive(form, place, record, context, propose)
    return Standing(found.context, judge(form, place, found))


@frozen
class Derived:
    """A record with its derived values, the context that holds it, and what of it is asked."""

    record: Record
    context: Context
    visible: frozenset[Where]


def judge(form: Form, place: Place, derived: Derived) -> Step:
    """What the checks say of a record with its derived values, and its status."""
    record, own = derived.record, kept(derived.context, place)
    if own is None:
        found = findings(form, place, record, derived.context, derived.visible)
    else:
        stands = Derived(record, own, derived.visible)
        form = own.index.forms[place.form]
        found = (*findings(form, place, record, own, derived.visible), *_differing(form, place, stands))
    answers = {where: answer for where, answer in record.answers.items() if answer.note == DERIVED}
    standing = status(record, found)
    if standing == "incomplete" and (place.event, place.event_key) in derived.context.data.stopped:
        # Nobody waits any more for what is missing of a visit that was stopped; its other findings stay.
        found, standing = tuple(one for one in found if one.level != "missing"), "stopped"
    return Step(record, derived.visible, answers, found, standing)


def derive(
    form: Form, place: Place, record: Record, context: Context, propose: bool = False, saved: Record | None = None
) -> Derived:
    """A record with its derived values renewed; a voided, locked or formerly signed one stays as it stands.

    `saved` is the record as it was saved last (none: as the context holds it): values derived once are kept from it.
    """
    saved = context.data.at(place) if saved is None else saved
    seen = context.with_record(place, record)
    own = kept(seen, place)
    if own is not None:
        return Derived(record, seen, visible_items(own.index.forms[place.form], place, record, own))
    visible = visible_items(form, place, record, seen)
    # Derivations may stand in any order: a chain of them is at most as long as the form; the verifier refuses cycles.
    for _ in form.items:
        answers = _derived(form, place, record, seen, visible, saved)
        if propose:
            answers = _proposed(form, place, evolve(record, answers=answers), seen, visible)
        if answers == record.answers:
            break
        record = evolve(record, answers=answers)
        seen = context.with_record(place, record)
        visible = visible_items(form, place, record, seen)
    return Derived(record, seen, visible)


def visible_items(form: Form, place: Place, record: Record, context: Context) -> frozenset[Where]:
    """Lines and items that are asked: those whose condition, and whose group's condition, is true.

    Of a voided form or line, those that were asked: what is struck is shown as it stood.
    """
    struck = context.unvoided(place)
    found: set[Where] = set()
    for group in form.groups:
        around = struck if 0 in record.voided else context
        if group.show and around.scope(place).result(group.show) is not True:
            continue
        for line in lines_of(group, record):
            scope = (struck if line in record.voided else around).scope(place, line)
            found.update((line, item.id) for item in group.items if not item.show or scope.result(item.show) is True)
    return frozenset(found)


def _derived(
    form: Form, place: Place, record: Record, context: Context, visible: frozenset[Where], saved: Record
) -> Mapping[Where, Answer]:
    """All answers with the derived ones computed; a derived item that isn't asked is blank."""
    renewed: dict[Where, Answer] = {}
    for where, item in _counting(form, record):
        if not item.method:
            continue
        if where not in visible:
            answer = BLANK
        elif item.once and _stays(item, where, record, saved, context):
            answer = saved.answer(item.id, where[0])
        else:
            answer = _computed(item, context.scope(place, where[0]))
        if not answer.blank:
            renewed[where] = answer
        elif not record.answer(item.id, where[0]).blank:
            # A derived value that was saved once goes to blank, one that never was isn't mentioned.
            renewed[where] = Answer(note=DERIVED)
    return {**record.answers, **renewed} if renewed else record.answers


def _stays(item: Item, where: Where, record: Record, saved: Record, context: Context) -> bool:
    """Whether a value derived once is kept as saved: nothing of its own form that it rests on was changed."""
    if not saved.answer(item.id, where[0]).value:
        return False
    lines = ((ref.item, context.line_of(record.form, ref.item, where[0])) for ref in refs(parse(item.method)))
    pairs = ((record.answer(*at), saved.answer(*at)) for at in lines)
    return all((now.value, now.missing) == (then.value, then.missing) for now, then in pairs)


def _counting(form: Form, record: Record) -> Iterator[tuple[Where, Item]]:
    """Every item with its lines, those voided left out."""
    for group in form.groups if 0 not in record.voided else ():
        for line in lines_of(group, record):
            if line not in record.voided:
                yield from (((line, item.id), item) for item in group.items)


def _proposed(
    form: Form, place: Place, record: Record, context: Context, visible: frozenset[Where]
) -> Mapping[Where, Answer]:
    """Defaults put where nothing was ever typed; what was proposed and is no longer asked goes."""
    kept = {where: answer for where, answer in record.answers.items() if answer.note != PROPOSED}
    for where, item in _counting(form, record):
        decides = tlt.decides(context.study, place.form, item.id)
        if (item.default or decides) and where in visible and where not in kept and where not in record.drafts:
            value = tlt.proposal(context, place) if decides else ""
            value = value or _default(item, context.scope(place, where[0]))
            if value:
                kept[where] = Answer(value, note=PROPOSED)
    return kept


def _default(item: Item, scope: FormScope) -> str:
    if not item.default.startswith("="):
        return item.default
    return untyped(item, scope.result(item.default[1:]))


def _differing(form: Form, place: Place, stands: Derived) -> Iterator[Finding]:
    """Derived values of a record that stays as it stands, where what they rest on gives others by now."""
    record, context = stands.record, stands.context
    for (line, id), item in _counting(form, record):
        if not item.method or (line, id) not in stands.visible:
            continue
        now, was = _computed(item, context.scope(place, line)), record.answer(id, line)
        if now.value != was.value:
            shown = (show(context.study, item, one) or "–" for one in (was, now))
            told = message("check.kept", question=item.ask, **dict(zip(("value", "now"), shown, strict=True)))
            found = Finding("kept", line, id, "soft", told, f"{was.value};{now.value}")
            yield confirmed(found, record)


def _computed(item: Item, scope: FormScope) -> Answer:
    node = parse(item.method)
    value = untyped(item, evaluate(node, scope), takes_over(node))
    return Answer(value, note=DERIVED) if value else BLANK


def status(record: Record, found: tuple[Finding, ...]) -> Status:
    """The status of a record from its data and open findings alone."""
    if not record.started:
        return "draft" if record.drafts else "not started"
    if any(finding.level == "missing" for finding in found):
        return "incomplete"
    if any(finding.open and finding.level in ("soft", "deviation", "hard") for finding in found):
        return "findings"
    return "complete"
