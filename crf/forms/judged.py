"""Judgements: which answers wait for an investigator, which one confirmed, which have to be decided again."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from attrs import frozen

from crf.forms.marks import JUDGED
from crf.forms.record import Answer, Place, Record, Where
from crf.forms.values import show
from crf.study.expressions import parse, refs
from crf.study.model import Form, Item, Study

if TYPE_CHECKING:
    from crf.forms.context import Context

JUDGE = "investigator"
"""The role whose word makes a judgement count."""

State = Literal["", "unconfirmed", "confirmed", "reopened"]
"""How a judgement stands: none (blank, struck or no judgement), and whether an investigator stands behind it.

`reopened`: she confirmed this very answer, and what it rests on has changed since.
"""

Rests = dict[tuple[str, int], str]
"""What a judgement rests on: values by item and line, the judgement itself among them."""


def state(form: Form, record: Record, item: Item, line: int = 0) -> State:
    """How the answer of an item of a line stands as a judgement."""
    if not item.judged:
        return ""
    answer = record.answer(item.id, line)
    # A note tells a value nobody answered yet: a proposal of the definition.
    if answer.blank or answer.note or 0 in record.voided or line in record.voided:
        return ""
    mark = record.mark(JUDGED + item.id, line).value
    if not mark:
        return "unconfirmed"
    if mark == rests_on(form, record, item, line):
        return "confirmed"
    stood, stands = _read(mark).get((item.id, line)), _said(answer)
    return "reopened" if stood == stands else "unconfirmed"


def waiting(form: Form, record: Record, visible: Container[Where]) -> tuple[Where, ...]:
    """The answers of a record an investigator has to confirm, those reopened among them, in the order of the form."""
    return tuple(_waiting(form, record, lambda item, line: (line, item.id) in visible))


def waiting_in(context: Context, place: Place) -> tuple[Where, ...]:
    """The same for a form as the context holds it; only of answers that would wait is asked whether they are asked."""
    form = context.index.forms[place.form]

    def asked(item: Item, line: int) -> bool:
        group = form.group_of(item.id)
        conditions = (group.show, 0), (item.show, line)
        return all(not text or context.scope(place, at).result(text) is True for text, at in conditions)

    return tuple(_waiting(form, context.data.at(place), asked))


def _waiting(form: Form, record: Record, asked: Callable[[Item, int], bool]) -> Iterator[Where]:
    judgements = [item for item in form.items if item.judged]
    lines = (0, *record.lines) if judgements else ()
    for item in judgements:
        for line in lines:
            if state(form, record, item, line) in ("unconfirmed", "reopened") and asked(item, line):
                yield line, item.id


def confirmed(context: Context, place: Place, item: str, line: int = 0) -> bool:
    """Whether an answer counts: it is no judgement, or an investigator confirmed it as it stands now.

    A blank answer doesn't count, nor does one of a voided record or line.
    """
    record, form = context.record(place), context.index.forms[place.form]
    if record is None or context.answer(place, item, line).blank:
        return False
    return not form.item(item).judged or state(form, record, form.item(item), line) == "confirmed"


def marks_of(form: Form, record: Record, wheres: Iterable[Where]) -> Mapping[Where, Answer]:
    """The marks that confirm answers of a record as they stand."""
    known = {item.id: item for item in form.items if item.judged}
    return {
        (line, JUDGED + item): Answer(rests_on(form, record, known[item], line))
        for line, item in wheres
        if item in known and not record.answer(item, line).blank
    }


def rests_on(form: Form, record: Record, item: Item, line: int) -> str:
    """What a judgement rests on as text: its own answer, and those of the items it names.

    Of choices in lines of another section only the highest code counts, whichever line it stands in: an event that
    gets better is judged no other way, one that gets worse is.
    """
    own = form.group_of(item.id)
    found: Rests = {(item.id, line): _said(record.answer(item.id, line))}
    for id in item.rests:
        group = form.group_of(id)
        lines = (0,) if not group.repeats else (line,) if group is own else record.lines
        answers = {(id, at): record.answer(id, at) for at in lines if at not in record.voided}
        if group.repeats and group is not own and form.item(id).type == "choice":
            found[id, 0] = max((one.value for one in answers.values()), default="")
        else:
            found |= {where: _said(one) for where, one in answers.items()}
    return json.dumps([[id, at, said] for (id, at), said in found.items() if said], ensure_ascii=False)


def _said(answer: Answer) -> str:
    return answer.value or answer.missing


def _read(mark: str) -> Rests:
    return {(id, line): said for id, line, said in json.loads(mark)}


@frozen
class Reopened:
    """Why a judgement has to be made again: what it was decided at and what that is now, in words; `rests` as text."""

    before: str
    after: str
    rests: str


def reopened(study: Study, form: Form, record: Record, item: Item, line: int) -> Reopened | None:
    """What changed under a confirmed judgement; None where nothing did."""
    if state(form, record, item, line) != "reopened":
        return None
    rests = rests_on(form, record, item, line)
    then, now = _read(record.mark(JUDGED + item.id, line).value), _read(rests)
    changed = [id for id in item.rests if _of(then, id) != _of(now, id)]
    before, after = (", ".join(_in_words(study, form.item(id), _of(one, id)) for id in changed) for one in (then, now))
    return Reopened(before, after, rests)


def _of(rests: Rests, id: str) -> dict[int, str]:
    """The values of one item by line."""
    return {line: said for (item, line), said in rests.items() if item == id}


def _in_words(study: Study, item: Item, values: Mapping[int, str]) -> str:
    """Grade 2, 3; the question alone is told with a dash where nothing stood."""
    codes = set(item.missing)
    told = [show(study, item, Answer(missing=said) if said in codes else Answer(said)) for said in values.values()]
    return f"{item.row or item.ask} {', '.join(told) or '–'}"


def unconfirmed_under(context: Context, place: Place, item: Item) -> int:
    """How many unconfirmed judgements of other forms a derived value is worked out from."""
    found = 0
    for form, id in _judged_below(context, place.form, item.id):
        definition = context.index.forms[form]
        for record in filter(None, (context.record(one) for one, _ in context.places.get(form, ()))):
            states = (state(definition, record, definition.item(id), line) for line in (0, *record.lines))
            found += sum(one in ("unconfirmed", "reopened") for one in states)
    return found


def _judged_below(context: Context, form: str, item: str) -> tuple[tuple[str, str], ...]:
    """The judged items of other forms that a derived one is worked out from, straight or through derived ones."""
    known = context.index.judged_below.get((form, item))
    if known is None:
        known = context.index.judged_below[form, item] = tuple(_below(context, form, item))
    return known


def _below(context: Context, form: str, item: str) -> Iterator[tuple[str, str]]:
    todo, seen = [(form, item)], {(form, item)}
    while todo:
        at, id = todo.pop()
        for ref in refs(parse(context.items[at][id].method)):
            below = (ref.form or at, ref.item)
            if below in seen:
                continue
            seen.add(below)
            found = context.items[below[0]][ref.item]
            if found.judged and below[0] != form:
                yield below
            elif found.method:
                todo.append(below)
