"""What an expression of a definition may name: items, numbers, rules, visits, anchors, functions, choices."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping

from crf.faults import DefinitionFault
from crf.study.expressions import AGGREGATES, OPTIONS, Call, In, Literal, Name, Node, Operation, Ref, parse, walk
from crf.study.functions import SIGNATURES
from crf.study.kinds import ANY, CONDITION, Sort, sort_faults
from crf.study.model import Form, Study
from crf.text import Message, message

__all__ = ["ANY", "CONDITION", "Sort", "dangling", "expression", "names_of", "parses"]

OF_ITEMS = ("missing", "here", "reopened", "coded_in")
"""Functions that look at an item's answer, not at its value alone."""


def expression(study: Study, form: Form | None, text: str, expected: Sort) -> Iterator[Message]:
    """All faults of an expression standing in a form (None: in the study), which must give what is expected.

    An empty text has none: whether something must stand there is the key's own matter.
    """
    if not text:
        return
    try:
        node = parse(text)
    except DefinitionFault as fault:
        yield fault.message
        return
    troubles = list(_references(study, form, node))
    yield from troubles or sort_faults(study, form, node, expected)


def parses(text: str) -> bool:
    """Whether an expression can be read."""
    try:
        parse(text)
    except DefinitionFault:
        return False
    return True


def names_of(study: Study, form: Form | None) -> Mapping[str, str]:
    """Names of the numbers and dose rules an expression of a form may use."""
    rules = {name: rule.rule for name, rule in form.rules.items()} if form else {}
    numbers = {**study.numbers, **(form.numbers if form else {})}
    return {**{name: number.value for name, number in numbers.items()}, **rules}


def dangling(id: str, name: str, known: Iterable[str]) -> Message:
    """A message about a name that isn't defined, with the nearest known one, or the first dozen."""
    names = sorted(set(known))
    near = difflib.get_close_matches(name, names, 1)
    return message(id, name=name, near=near[0] if near else ", ".join(names[:12]) or "–")


def _references(study: Study, form: Form | None, node: Node) -> Iterator[Message]:
    names = names_of(study, form)
    for one in walk(node):
        match one:
            case Ref():
                yield from _reference(study, form, one)
            case Name(name) if name not in names:
                yield dangling("study.number.none", name, names)
            case Call():
                yield from _function(study, form, one)
            case Operation("=" | "!=", Ref() as ref, Literal(value)):
                yield from _code(study, form, ref, value)
            case In(Ref() as ref, options):
                for option in options:
                    if isinstance(option, Literal):
                        yield from _code(study, form, ref, option.value)


def _reference(study: Study, form: Form | None, ref: Ref) -> Iterator[Message]:
    if ref.event and ref.event not in (event.id for event in study.events):
        yield dangling("study.event.none", ref.event, (event.id for event in study.events))
    if ref.item == "CHOICE" and not ref.form:
        return
    target = _target(study, form, ref)
    if target is None:
        yield dangling("study.form.none", ref.form or ref.item, (one.id for one in study.forms))
    elif ref.item not in (item.id for item in target.items):
        yield dangling("study.item.none", ref.item, (item.id for item in target.items))


def _target(study: Study, form: Form | None, ref: Ref) -> Form | None:
    return next((one for one in study.forms if one.id == ref.form), None) if ref.form else form


def _code(study: Study, form: Form | None, ref: Ref, value: object) -> Iterator[Message]:
    """A choice compared with a code its list doesn't have would never be true."""
    target = _target(study, form, ref)
    item = next((one for one in target.items if one.id == ref.item), None) if target else None
    lists = [one for one in study.codelists if item and one.id == item.codelist]
    if lists and lists[0].choices and isinstance(value, str) and lists[0].choice(value) is None:
        yield dangling("study.code.none", value, (choice.code for choice in lists[0].choices))


def _function(study: Study, form: Form | None, call: Call) -> Iterator[Message]:
    signature = SIGNATURES.get(call.function)
    if signature is None:
        yield dangling("study.function.none", call.function, SIGNATURES)
        return
    least, most, found = signature.least, signature.most, len(call.args)
    if not least <= found <= most:
        yield message("study.function.arguments", function=call.function, least=least, most=most, found=found)
    elif (found - least) % signature.step:
        yield message("study.function.groups", function=call.function, step=signature.step, found=found)
    elif call.function in (*AGGREGATES, *OF_ITEMS) and not isinstance(call.args[0], Ref):
        yield message("study.function.item", function=call.function)
    for option in call.options:
        known = OPTIONS if call.function in AGGREGATES else ()
        if option not in known:
            yield dangling("study.function.option", option, known)
    if "via" in call.options:
        yield from _via(study, form, call.options["via"])
    if call.function in ("anchor", "day") and found == most:
        yield from _anchor(study, call.args[-1])


def _via(study: Study, form: Form | None, node: Node) -> Iterator[Message]:
    """What ties records together must be an item that is a link."""
    target = _target(study, form, node) if isinstance(node, Ref) else None
    items = target.items if target else ()
    if not isinstance(node, Ref) or not any(one.id == node.item and one.link for one in items):
        yield message("study.function.via")


def _anchor(study: Study, node: Node) -> Iterator[Message]:
    anchors = [anchor.id for anchor in study.anchors]
    if not isinstance(node, Literal):
        yield message("study.anchor.text")
    elif node.value not in anchors:
        yield dangling("study.anchor.none", str(node.value), anchors)
