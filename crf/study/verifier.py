"""What makes a study definition sound; every fault is named with file, key and mend."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

from attrs import frozen

from crf.faults import CasebookError, DefinitionFault
from crf.study.functions import SIGNATURES
from crf.study.expressions import AGGREGATES, OPTIONS, Call, Literal, Name, Node, Ref, parse, refs, walk
from crf.study.model import Check, Form, Item, Study
from crf.study.rules import parse_rule
from crf.study.units import unit_faults
from crf.text import Message, message, tell

MISSING_CODES = ("ND", "NA", "UNK")


@frozen
class Fault:
    """One fault of a definition: the file, where in it, and what is wrong with its mend."""

    file: str
    where: str
    told: Message

    def __str__(self) -> str:
        return f"{self.file}: {self.where}: {tell(self.told)}" if self.where else f"{self.file}: {tell(self.told)}"


def verify(study: Study, files: dict[str, str] | None = None) -> list[Fault]:
    """All faults of a study; `files` tells in which file a form stands."""
    names = files or {}
    faults = [*_study(study)]
    for form in study.forms:
        file = names.get(form.id, f"form {form.id}")
        faults.extend(Fault(file, where, told) for where, told in _form(study, form))
    faults.extend(Fault(names.get(form, "study.toml"), form, told) for form, told in _cycles(study))
    return faults


def _study(study: Study) -> Iterator[Fault]:
    for where, told in _study_troubles(study):
        yield Fault("study.toml", where, told)


def _study_troubles(study: Study) -> Iterator[tuple[str, Message]]:
    yield from _doubles("event", (event.id for event in study.events))
    yield from _doubles("anchor", (anchor.id for anchor in study.anchors))
    yield from _doubles("codelist", (one.id for one in study.codelists))
    yield from _doubles("check", (check.id for form in study.forms for check in form.checks))
    yield from _numbers("study", study.numbers)
    for one in study.codelists:
        if not one.choices:
            yield f"codelist {one.id}", message("study.codelist.empty", id=one.id)
        yield from _doubles(f"codelist {one.id}, choice", (choice.code for choice in one.choices))
    forms = [form.id for form in study.forms]
    for event in study.events:
        where = f"event {event.id}"
        for form in event.forms:
            if form not in forms:
                yield where, _dangling("study.form.none", form, forms)
        if event.anchor and event.anchor not in [anchor.id for anchor in study.anchors]:
            yield where, _dangling("study.anchor.none", event.anchor, [anchor.id for anchor in study.anchors])
        if event.first is not None and event.last is not None and event.last < event.first:
            yield where, message("study.window.reversed", first=event.first, last=event.last)
        if 0 in (event.day, event.first, event.last):
            yield where, message("study.day.zero")
        if event.day is not None and not event.source.strip():
            yield where, message("study.source.none", name=event.id)
    yield from _study_references(study, forms)


def _study_references(study: Study, forms: list[str]) -> Iterator[tuple[str, Message]]:
    for treatment in study.treatments:
        if treatment.form not in forms:
            yield f"treatment {treatment.code}", _dangling("study.form.none", treatment.form, forms)
    for anchor in study.anchors:
        if not anchor.source.strip():
            yield f"anchor {anchor.id}", message("study.source.none", name=anchor.id)
        for key, text in (("actual", anchor.actual), ("planned", anchor.planned)):
            for told in _expression(study, None, text):
                yield f"anchor {anchor.id}, {key}", told
    for event in study.events:
        for told in _expression(study, None, event.until):
            yield f"event {event.id}, until", told
    for phase in study.phases:
        for told in _expression(study, None, phase.when):
            yield f"phase {phase.name}, when", told
    lists = [one.id for one in study.codelists]
    if study.changes not in lists:
        yield "changes", _dangling("study.codelist.none", study.changes, lists)
    if study.tlt_anchor and study.tlt_anchor not in [anchor.id for anchor in study.anchors]:
        yield "tlt_anchor", _dangling("study.anchor.none", study.tlt_anchor, [anchor.id for anchor in study.anchors])
    if study.tlt_days and study.tlt_days not in study.numbers:
        yield "tlt_days", _dangling("study.number.none", study.tlt_days, list(study.numbers))


def _numbers(where: str, numbers: dict[str, object]) -> Iterator[tuple[str, Message]]:
    for name, number in numbers.items():
        at = f"{where}, number {name}"
        if not str(number.source).strip():  # type: ignore[attr-defined]
            yield at, message("study.source.none", name=name)
        if number.unit != "text" and not _is_decimal(str(number.value)):  # type: ignore[attr-defined]
            yield at, message("study.number.text", name=name, value=number.value)  # type: ignore[attr-defined]


def _form(study: Study, form: Form) -> Iterator[tuple[str, Message]]:
    where = f"form {form.id}"
    yield from _doubles(f"{where}, item", (item.id for item in form.items))
    yield from _doubles(f"{where}, group", (group.id for group in form.groups))
    yield from _numbers(where, dict(form.numbers))
    for name, rule in form.rules.items():
        if not rule.source.strip():
            yield f"{where}, rule {name}", message("study.source.none", name=name)
        try:
            parse_rule(rule.rule)
        except CasebookError as fault:
            yield f"{where}, rule {name}", fault.message
    for group in form.groups:
        if not group.items:
            yield f"{where}, group {group.id}", message("study.group.empty", id=group.id)
        for told in _expression(study, form, group.show):
            yield f"{where}, group {group.id}, show", told
    for item in form.items:
        yield from _item(study, form, item)
    for check in form.checks:
        yield from _check(study, form, check)
    yield from _sum(study, form)


def _item(study: Study, form: Form, item: Item) -> Iterator[tuple[str, Message]]:
    where = f"form {form.id}, item {item.id}"
    lists = {one.id for one in study.codelists}
    if item.type in ("choice", "choices") and not item.codelist:
        yield where, message("study.item.list", id=item.id)
    if item.codelist and item.codelist not in lists:
        yield where, _dangling("study.codelist.none", item.codelist, list(lists))
    if not item.ask.strip():
        yield where, message("study.item.silent", id=item.id)
    for code in item.missing:
        if code not in MISSING_CODES:
            yield where, _dangling("study.missing.none", code, list(MISSING_CODES))
    if item.pattern:
        try:
            re.compile(item.pattern)
        except re.error as error:
            yield f"{where}, pattern", message("study.pattern", pattern=item.pattern, why=error)
        if not item.example:
            yield f"{where}, example", message("study.pattern.example", id=item.id)
    if item.type in ("integer", "decimal"):
        for key, end in (("low", item.low), ("high", item.high)):
            if end and not _is_decimal(end):
                yield f"{where}, {key}", message("study.number.text", name=key, value=end)
        if _is_decimal(item.low) and _is_decimal(item.high) and Decimal(item.low) > Decimal(item.high):
            yield where, message("study.range.reversed", low=item.low, high=item.high)
    for unit in item.units:
        if not _is_decimal(unit.factor) or Decimal(unit.factor) <= 0:
            yield f"{where}, units", message("study.number.text", name=unit.unit, value=unit.factor)
    default = item.default[1:] if item.default.startswith("=") else ""
    for key, text in (("method", item.method), ("show", item.show), ("offer", item.offer), ("default", default)):
        for told in _expression(study, form, text, item.unit if key == "method" else ""):
            yield f"{where}, {key}", told


def _check(study: Study, form: Form, check: Check) -> Iterator[tuple[str, Message]]:
    where = f"form {form.id}, check {check.id}"
    ids = [item.id for item in form.items]
    if check.on not in ids:
        yield f"{where}, on", _dangling("study.item.none", check.on, ids)
    for told in _expression(study, form, check.fires):
        yield f"{where}, fires", told
    for name, text in check.values.items():
        for told in _expression(study, form, text):
            yield f"{where}, values.{name}", told
    for name in re.findall(r"{(\w+)}", check.say):
        if name not in (*ids, *check.values, *form.numbers, *study.numbers):
            yield f"{where}, say", _dangling("study.item.none", name, [*ids, *check.values])
    verdicts = {example.fires for example in check.examples}
    if verdicts != {True, False}:
        yield f"{where}, try", message("study.check.examples", id=check.id)


def _sum(study: Study, form: Form) -> Iterator[tuple[str, Message]]:
    if form.sum is None:
        return
    ids = [item.id for item in form.items]
    parts = (form.sum.planned, form.sum.prescribed, form.sum.given, form.sum.weight, form.sum.height, form.sum.bsa)
    for id in parts:
        if id and id not in ids:
            yield f"form {form.id}, sum", _dangling("study.item.none", id, ids)
    for told in _expression(study, form, form.sum.rule):
        yield f"form {form.id}, sum, rule", told
    for name in (form.sum.silent, form.sum.limit):
        if name and name not in {**study.numbers, **form.numbers}:
            yield f"form {form.id}, sum", _dangling("study.number.none", name, [*study.numbers, *form.numbers])


def _expression(study: Study, form: Form | None, text: str, unit: str = "") -> Iterator[Message]:
    if not text:
        return
    try:
        node = parse(text)
    except DefinitionFault as fault:
        yield fault.message
        return
    troubles = list(_references(study, form, node))
    yield from troubles
    if not troubles:
        yield from unit_faults(study, form, node, unit)


def _references(study: Study, form: Form | None, node: Node) -> Iterator[Message]:
    names = {*study.numbers, *(form.numbers if form else ()), *(form.rules if form else ())}
    for one in walk(node):
        match one:
            case Ref():
                yield from _reference(study, form, one)
            case Name(name) if name not in names:
                yield _dangling("study.number.none", name, list(names))
            case Call(function, args, options):
                yield from _function(study, function, args, options)


def _reference(study: Study, form: Form | None, ref: Ref) -> Iterator[Message]:
    if ref.event and ref.event not in [event.id for event in study.events]:
        yield _dangling("study.event.none", ref.event, [event.id for event in study.events])
    if ref.item == "CHOICE" and not ref.form:
        return
    target = form if not ref.form else next((one for one in study.forms if one.id == ref.form), None)
    if target is None:
        yield _dangling("study.form.none", ref.form or ref.item, [one.id for one in study.forms])
    elif ref.item not in [item.id for item in target.items]:
        yield _dangling("study.item.none", ref.item, [item.id for item in target.items])


def _function(study: Study, function: str, args: tuple[Node, ...], options: dict[str, Node]) -> Iterator[Message]:
    if function not in SIGNATURES:
        yield _dangling("study.function.none", function, list(SIGNATURES))
        return
    least, most = SIGNATURES[function].least, SIGNATURES[function].most
    if not least <= len(args) <= most:
        yield message("study.function.arguments", function=function, least=least, most=most, found=len(args))
    elif function in AGGREGATES and not isinstance(args[0], Ref):
        yield message("study.function.item", function=function)
    for option in options:
        if function not in AGGREGATES or option not in OPTIONS:
            yield _dangling("study.function.option", option, list(OPTIONS))
    anchors = [anchor.id for anchor in study.anchors]
    for arg in args[-1:] if function in ("anchor", "day") else ():
        if not isinstance(arg, Literal) or arg.value not in anchors:
            yield _dangling("study.anchor.none", str(getattr(arg, "value", arg)), anchors)


def _cycles(study: Study) -> Iterator[tuple[str, Message]]:
    """Derivations that lead back to themselves, each told once with its way round."""
    graph = {
        (form.id, item.id): set(_needs(form, item))
        for form in study.forms
        for item in form.items
        if item.method and _parses(item.method)
    }
    done: set[tuple[str, str]] = set()

    def visit(node: tuple[str, str], path: list[tuple[str, str]]) -> Iterator[tuple[str, Message]]:
        if node in path:
            way = " → ".join(".".join(step) for step in [*path[path.index(node) :], node])
            yield node[0], message("study.cycle", way=way)
            return
        if node in done:
            return
        for other in sorted(graph.get(node, ())):
            yield from visit(other, [*path, node])
        done.add(node)

    for start in sorted(graph):
        yield from visit(start, [])


def _needs(form: Form, item: Item) -> Iterator[tuple[str, str]]:
    """What a derivation reads, except earlier records of the form asked for with `before`: time keeps those apart."""
    node = parse(item.method)
    earlier = {
        ref
        for call in walk(node)
        if isinstance(call, Call) and call.function in AGGREGATES and "before" in call.options
        for ref in refs(call.args[0])
    }
    for ref in refs(node):
        if ref not in earlier:
            yield ref.form or form.id, ref.item


def _parses(text: str) -> bool:
    try:
        parse(text)
    except DefinitionFault:
        return False
    return True


def _doubles(what: str, ids: Iterable[str]) -> Iterator[tuple[str, Message]]:
    for id, times in Counter(ids).items():
        if times > 1:
            yield f"{what} {id}", message("study.duplicate", id=id)


def _dangling(id: str, name: str, known: list[str]) -> Message:
    near = difflib.get_close_matches(name, known, 1)
    return message(id, name=name, near=near[0] if near else ", ".join(sorted(known)[:12]) or "-", form=name, group=name)


def _is_decimal(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False
