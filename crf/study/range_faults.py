"""What makes normal ranges and grades sound: limits from a site's records that can be chosen, terms that exist."""

from __future__ import annotations

from collections.abc import Iterator

from crf.ctcae import dictionary
from crf.study.expressions import Call, Node, Ref, parse, refs
from crf.study.faults import Spot, Told
from crf.study.kinds import Sort
from crf.study.model import Applies, Form, Group, Item, Study
from crf.study.references import CONDITION, dangling, expression, parses
from crf.text import message

GRADED = Form(
    "",
    "",
    (Group("", "", (Item("GRADE", "", "integer"), Item("SIGNIFICANT", "", "text"), Item("TERM", "", "text"))),),
)
"""What a graded value is to the rule by which it proposes an event."""


def range_faults(study: Study) -> Iterator[Told]:
    """All faults of the study's baseline, of what its values are graded by, and of forms with several records."""
    if study.grading is not None:
        spot = ("study", "grading")
        for told in expression(study, None, study.grading.begins, Sort("time")):
            yield (*spot, "begins"), told
        if not study.grading.source.strip():
            yield (*spot, "source"), message("study.source.none", name="grading")
        for told in expression(study, GRADED, study.grading.propose, CONDITION):
            yield (*spot, "propose"), told
    for form in study.forms:
        at: Spot = (f"form {form.id}",)
        yield from _graded(form, at)
        for told in expression(study, form, form.significant, CONDITION):
            yield (*at, "significant"), told
        if form.applies is not None:
            yield from _applies(study, form, form.applies, (*at, "applies"))
        for text in form.through:
            yield from _through(study, form, text, (*at, "through"))


def _graded(form: Form, spot: Spot) -> Iterator[Told]:
    for item in form.items:
        for code in item.grades:
            if dictionary().by_code(code) is None:
                yield (*spot, f"item {item.id}", "grades"), message("study.grades.none", code=code)
        if (item.grades or item.lln or item.uln) and item.type not in ("integer", "decimal"):
            yield (*spot, f"item {item.id}", "grades"), message("study.grades.number", item=item.id)
        if item.echo and not item.units:
            yield (*spot, f"item {item.id}", "echo"), message("study.echo.units", item=item.id)


def _applies(study: Study, form: Form, applies: Applies, spot: Spot) -> Iterator[Told]:
    if form.scope != "site":
        yield spot, message("study.applies.site", form=form.id)
    days = [item.id for item in form.items if item.type == "date"]
    for key, id in (("since", applies.since), ("until", applies.until)):
        if id and id not in days:
            yield (*spot, key), dangling("study.item.none", id, days)
    ids = [item.id for item in form.items]
    for match in applies.match:
        for key, id in (("equal", match.equal), ("low", match.low), ("high", match.high)):
            if id and id not in ids:
                yield (*spot, key), dangling("study.item.none", id, ids)
        if not parses(match.ask):
            yield from (((*spot, "ask"), told) for told in expression(study, None, match.ask, Sort("any")))
            continue
        for ref in refs(parse(match.ask)):
            yield from _asked(study, ref, (*spot, "ask"))


def _asked(study: Study, ref: Ref, spot: Spot) -> Iterator[Told]:
    """An item named without its form is the asking record's own: some form of a subject must have it."""
    forms = [one for one in study.forms if (one.id == ref.form if ref.form else one.scope == "subject")]
    ids = {item.id for one in forms for item in one.items}
    if ref.item not in ids:
        yield spot, dangling("study.item.none", ref.item, ids)


def _through(study: Study, form: Form, text: str, spot: Spot) -> Iterator[Told]:
    troubles = list(expression(study, form, text, Sort("any")))
    yield from ((spot, told) for told in troubles)
    if not troubles and not _is_last(parse(text)):
        yield spot, message("study.through.last", text=text)


def _is_last(node: Node) -> bool:
    return isinstance(node, Call) and node.function == "last" and isinstance(node.args[0], Ref)
