"""What makes judgements sound: answers of people, what they rest on, and the criteria of a TLT with their source."""

from __future__ import annotations

from collections.abc import Iterator

from crf.study.faults import Told
from crf.study.kinds import CONDITION
from crf.study.model import Form, Item, Study
from crf.study.references import dangling, expression
from crf.text import Message, message


def judged_faults(form: Form, item: Item) -> Iterator[tuple[tuple[str, ...], Message]]:
    """Faults of an item that is a judgement, by key."""
    if item.judged and (item.method or item.type == "note"):
        yield ("judged",), message("study.judged.derived", id=item.id)
    if item.rests and not item.judged:
        yield ("rests",), message("study.judged.rests", id=item.id)
    ids = [one.id for one in form.items if one.id != item.id]
    for id in item.rests:
        if id not in ids:
            yield ("rests",), dangling("study.item.none", id, ids)


def tlt_faults(study: Study) -> Iterator[Told]:
    """Faults of the criteria of a treatment-limiting toxicity."""
    if not study.tlt_criteria:
        return
    spot = ("study",)
    form = next((one for one in study.forms if one.id == study.tlt_form), None)
    if form is None:
        yield (*spot, "tlt_form"), dangling("study.form.none", study.tlt_form, (one.id for one in study.forms))
        return
    ids = [one.id for one in form.items]
    if study.tlt_item not in ids:
        yield (*spot, "tlt_item"), dangling("study.item.none", study.tlt_item, ids)
    if not study.tlt_anchor or not study.tlt_days:
        yield (*spot, "tlt_criteria"), message("study.tlt.period")
    if not study.tlt_source.strip():
        yield (*spot, "tlt_source"), message("study.source.none", name="tlt_criteria")
    for told in expression(study, form, study.tlt_criteria, CONDITION):
        yield (*spot, "tlt_criteria"), told
