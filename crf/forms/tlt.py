"""Treatment-limiting toxicities: whether an event meets the criteria; what is told where none are set."""

from __future__ import annotations

from crf.forms.context import Context
from crf.forms.grounds import grounds
from crf.forms.record import Answer, Place
from crf.forms.values import show
from crf.study.expressions import parse
from crf.study.model import Item, Study
from crf.text import Message, message, say

YES, NO = "Y", "N"
"""The answers of the item that says whether an event is a TLT (CDISC NY)."""


def decides(study: Study, form: str, item: str) -> bool:
    """Whether an item is the one that says whether an event is a TLT."""
    return bool(study.tlt_anchor) and (form, item) == (study.tlt_form, study.tlt_item)


def words(study: Study) -> str:
    """What the definition says of the decision: the source of its criteria, or that it has none."""
    return say("tlt.set", source=study.tlt_source) if study.tlt_criteria else say("tlt.unset")


def met(context: Context, place: Place) -> bool | None:
    """Whether an event meets the criteria in any of its lines; None where that can't be told, or there are none."""
    study, record = context.study, context.record(place)
    if not study.tlt_criteria or record is None:
        return None
    lines = [line for line in (0, *record.lines) if line not in record.voided]
    found = [context.scope(place, line).result(study.tlt_criteria) for line in lines]
    if True in found:
        return True
    # Outside the lines nothing of them is known: only where there are none does that leave the question open.
    return None if None in found[1:] or found == [None] else False


def proposal(context: Context, place: Place) -> str:
    """The answer the criteria propose; empty where they can't be told."""
    return {True: YES, False: NO, None: ""}[met(context, place)]


def contradiction(context: Context, place: Place, item: Item) -> Message | None:
    """The sentence of a decision that the criteria speak against; None for any other."""
    if not decides(context.study, place.form, item.id):
        return None
    answer, proposed = context.answer(place, item.id), proposal(context, place)
    if not proposed or answer.value not in (YES, NO) or answer.value == proposed:
        return None
    says, follows = (show(context.study, item, Answer(one)) for one in (answer.value, proposed))
    return message("check.tlt", question=item.ask, answer=says, proposed=follows, source=context.study.tlt_source)


def rests(context: Context, place: Place) -> str:
    """What a contradiction rests on, so that its confirmation ends when that changes."""
    node, record = parse(context.study.tlt_criteria), context.data.at(place)
    told = [one for line in (0, *record.lines) for one in grounds(node, context.scope(place, line))]
    return ";".join(
        dict.fromkeys([f"{context.study.tlt_item}={context.answer(place, context.study.tlt_item).value}", *told])
    )
