"""What makes a form sound: its groups, items, dose rules, sum, and every expression and text in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from crf.study.check_faults import check_faults
from crf.study.common_faults import (
    PLACEHOLDER,
    SMALL,
    doubles,
    is_decimal,
    nameable,
    number_faults,
    placeholder_faults,
)
from crf.study.expressions import parse, refs
from crf.study.faults import Spot, Told
from crf.study.judged_faults import judged_faults
from crf.study.kinds import ANY, CONDITION, Sort, item_sort
from crf.study.model import NONE, Form, Item, Study
from crf.study.references import dangling, expression, names_of, parses
from crf.study.rule_faults import rule_faults
from crf.study.values import order, value_fault
from crf.text import Message, message

ANY_FORM = "*"
MISSING_CODES = ("ND", "NA", "UNK")
ABOUT = ("VISIT", "FORM")
"""Placeholders every question may use beside the form's items."""


def form_faults(study: Study, form: Form) -> Iterator[Told]:
    """All faults of a form, with the spot each stands at."""
    spot: Spot = (f"form {form.id}",)
    yield from doubles(spot, "item", (item.id for item in form.items))
    yield from doubles(spot, "group", (group.id for group in form.groups))
    yield from doubles(spot, "check", (check.id for check in form.checks))
    yield from nameable(spot, "item", (item.id for item in form.items))
    yield from number_faults(spot, form.numbers)
    yield from _rules(study, form, spot)
    yield from placeholder_faults((*spot, "note"), form.note, names_of(study, form))
    for group in form.groups:
        at = (*spot, f"group {group.id}")
        if not group.items:
            yield at, message("study.group.empty", id=group.id)
        for told in expression(study, form, group.show, CONDITION):
            yield (*at, "show"), told
    yield from _dating(form, spot)
    for item in form.items:
        for key, told in _item(study, form, item):
            yield (*spot, f"item {item.id}", *key), told
    yield from check_faults(study, form, spot)
    yield from _sum(study, form, (*spot, "sum"))


def _rules(study: Study, form: Form, spot: Spot) -> Iterator[Told]:
    yield from nameable(spot, "rule", form.rules, SMALL)
    yield from doubles(spot, "rule", [*form.rules, *form.numbers])
    for name, rule in form.rules.items():
        at = (*spot, f"rule {name}")
        if not rule.source.strip():
            yield (*at, "source"), message("study.source.none", name=name)
        for key, told in rule_faults(study, form, rule):
            yield (*at, *key), told


def _dating(form: Form, spot: Spot) -> Iterator[Told]:
    dating = [item for item in form.items if item.dates_visit]
    for n, item in enumerate(dating):
        if n or item.type not in ("date", "datetime") or form.group_of(item.id).repeats:
            yield (*spot, f"item {item.id}", "dates_visit"), message("study.dating", id=item.id)


Keyed = tuple[tuple[str, ...], Message]
"""The key of an item (none: the item itself) and what is wrong with it."""


def _item(study: Study, form: Form, item: Item) -> Iterator[Keyed]:
    if not item.ask.strip():
        yield ("ask",), message("study.item.silent", id=item.id)
    for code in item.missing:
        if code not in MISSING_CODES:
            yield ("missing",), dangling("study.missing.none", code, MISSING_CODES)
    yield from _once(item)
    yield from _link(study, item)
    yield from judged_faults(form, item)
    yield from _list(study, item)
    yield from _pattern(item)
    yield from _ends(study, item)
    yield from _units(item)
    yield from _expressions(study, form, item)
    yield from _texts(study, form, item)


def _once(item: Item) -> Iterator[Keyed]:
    """What is kept until its grounds change must be derived, from this form alone: a change elsewhere isn't seen."""
    if not item.once:
        return
    if not item.method:
        yield ("once",), message("study.once.method", id=item.id)
    elif parses(item.method) and any(ref.form for ref in refs(parse(item.method))):
        yield ("once",), message("study.once.form", id=item.id)


def _link(study: Study, item: Item) -> Iterator[Keyed]:
    """A link is a text that names a record of a form, or of any; nobody types it, so nobody can be asked for it."""
    forms = [ANY_FORM, *(one.id for one in study.forms)]
    if item.link and item.link not in forms:
        yield ("link",), dangling("study.form.none", item.link, forms)
    if item.link and item.type != "text":
        yield ("link",), message("study.link.text", id=item.id)
    for key in ("link", "kept"):
        if getattr(item, key) and (item.required or item.method):
            yield (key,), message("study.link.required", id=item.id)


def _list(study: Study, item: Item) -> Iterator[Keyed]:
    chosen = item.type in ("choice", "choices")
    lists = [one.id for one in study.codelists]
    if chosen and not item.codelist:
        yield ("codelist",), message("study.item.list", id=item.id)
    if item.codelist and not chosen:
        yield ("codelist",), message("study.item.nolist", id=item.id)
    if item.codelist and item.codelist not in lists:
        yield ("codelist",), dangling("study.codelist.none", item.codelist, lists)


def _pattern(item: Item) -> Iterator[Keyed]:
    if not item.pattern:
        return
    try:
        fits = re.fullmatch(item.pattern, item.example)
    except re.error as error:
        yield ("pattern",), message("study.pattern", pattern=item.pattern, why=error)
    else:
        if not fits:
            yield ("example",), message("study.pattern.example", id=item.id)


def _ends(study: Study, item: Item) -> Iterator[Keyed]:
    """The ends of a range must be values of the item, in their order; so must a proposed value."""
    ends = {key: text for key, text in (("low", item.low), ("high", item.high)) if text}
    faults = {key: told for key, text in ends.items() if (told := value_fault(study, item, text, key))}
    if (
        item.default
        and not item.default.startswith("=")
        and (told := value_fault(study, item, item.default, "default"))
    ):
        faults["default"] = told
    yield from (((key,), told) for key, told in faults.items())
    if len(ends) == 2 and not faults and order(item, item.low) > order(item, item.high):
        yield ("high",), message("study.range.reversed", low=item.low, high=item.high)


def _units(item: Item) -> Iterator[Keyed]:
    for unit in item.units:
        if not is_decimal(unit.factor) or Decimal(unit.factor) <= 0:
            yield (f"unit {unit.unit}", "factor"), message("study.unit.factor", factor=unit.factor)


def _expressions(study: Study, form: Form, item: Item) -> Iterator[Keyed]:
    sort = item_sort(item)
    default = item.default[1:] if item.default.startswith("=") else ""
    shown = [(("shown",), text[1:], ANY) for text in PLACEHOLDER.findall(item.shown) if text.startswith("=")]
    for key, text, expected in (
        (("method",), item.method, sort),
        (("default",), default, Sort(sort.kind)),
        (("show",), item.show, CONDITION),
        (("offer",), item.offer, CONDITION),
        (("lln",), item.lln, sort),
        (("uln",), item.uln, sort),
        *shown,
    ):
        for told in expression(study, form, text, expected):
            yield key, told


def _texts(study: Study, form: Form, item: Item) -> Iterator[Keyed]:
    ids = [one.id for one in form.items]
    names = names_of(study, form)
    numbers = [name for name in names if name not in form.rules]
    for key, text, known in (
        ("ask", item.ask, [*ids, *ABOUT]),
        ("row", item.row, [*ids, *ABOUT]),
        ("shown", item.shown, [*ids, *ABOUT, *numbers]),
        ("help", item.help, names),
        ("hint", item.hint, names),
    ):
        yield from placeholder_faults((key,), text, known)


def _sum(study: Study, form: Form, spot: Spot) -> Iterator[Told]:
    if form.sum is None:
        return
    ids = [item.id for item in form.items]
    for key in ("planned", "prescribed", "given", "weight", "height", "bsa"):
        id = getattr(form.sum, key)
        if id and id not in ids:
            yield (*spot, key), dangling("study.item.none", id, ids)
    for told in expression(study, form, form.sum.rule, Sort("rule")):
        yield (*spot, "rule"), told
    numbers = {**study.numbers, **form.numbers}
    for key in ("silent", "limit"):
        name = getattr(form.sum, key)
        if name and name not in numbers:
            yield (*spot, key), dangling("study.number.none", name, numbers)
        elif name and numbers[name].value == NONE:
            yield (*spot, key), message("study.number.text", name=name, value=NONE)
