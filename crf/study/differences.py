"""What a definition has that another hadn't: parts added, removed, changed and reworded, each from and to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, cast

from attrs import fields, frozen, has

from crf.study.model import Item, Study
from crf.study.structure import WORDS
from crf.text import say

Part = Literal["visit", "form", "item", "check", "number", "study"]
Kind = Literal["added", "removed", "changed", "reworded"]

PARTS: tuple[Part, ...] = ("visit", "form", "item", "check", "number", "study")
KINDS: tuple[Kind, ...] = ("added", "removed", "changed", "reworded")

_NESTED = {"groups", "items", "checks", "numbers", "rules", "forms", "events", "codelists", "examples", "choices"}
"""Fields whose parts are told for themselves, or by the items that use them."""

_RANGE = ("low", "high")
_NAMES = ("id", "code", "name")


@frozen
class Difference:
    """One thing that differs: `name` as the definition has it (VS.WEIGHT), `title` its words, `aspect` what of it.

    `old` and `new` are blank where the part itself was added or removed.
    """

    part: Part
    kind: Kind
    name: str
    title: str
    aspect: str = ""
    old: str = ""
    new: str = ""


def compare(old: Study, new: Study) -> tuple[Difference, ...]:
    """All that differs: visits, forms, items, checks, numbers, all else; what only reads otherwise is `reworded`."""
    found: list[Difference] = []
    for part, things_of in _THINGS.items():
        before, after = things_of(old), things_of(new)
        for name in [*before, *(name for name in after if name not in before)]:
            found += _thing(part, name, before.get(name), after.get(name))
    return tuple(found)


def counts(found: tuple[Difference, ...]) -> dict[Kind, int]:
    """How many parts were added, removed, changed, or only reworded; a part that differs twice counts once."""
    changed = {(one.part, one.name) for one in found if one.kind == "changed"}
    told = {(one.kind, one.part, one.name) for one in found}
    return {
        kind: sum(one[0] == kind and not (kind == "reworded" and one[1:] in changed) for one in told) for kind in KINDS
    }


@frozen
class _Thing:
    """A part of a definition as it is compared: its words, and what it says by aspect."""

    title: str
    says: Mapping[str, str]
    words: Mapping[str, str]


def _thing(part: Part, name: str, old: _Thing | None, new: _Thing | None) -> Iterator[Difference]:
    """How a part differs."""
    if new is None:
        assert old is not None
        yield Difference(part, "removed", name, old.title)
    elif old is None:
        yield Difference(part, "added", name, new.title)
    else:
        kinds: tuple[tuple[Kind, Mapping[str, str], Mapping[str, str]], ...] = (
            ("changed", old.says, new.says),
            ("reworded", old.words, new.words),
        )
        for kind, before, after in kinds:
            for aspect in dict.fromkeys((*before, *after)):
                was, now = before.get(aspect, ""), after.get(aspect, "")
                if was != now:
                    yield Difference(part, kind, name, new.title, aspect, was, now)


def _of(thing: Any, title: str, more: Mapping[str, str] | None = None) -> _Thing:
    """A part by its fields; those left out that are parts themselves."""
    says: dict[str, str] = {}
    words: dict[str, str] = {}
    for one in fields(type(thing)):
        if one.name not in _NESTED and one.name not in ("id", *_RANGE):
            (words if one.name in WORDS else says)[one.name] = show(getattr(thing, one.name))
    return _Thing(title, {**says, **(more or {})}, words)


def show(value: object) -> str:
    """A value of a definition as people read it; blank for none."""
    if isinstance(value, bool):
        return say("difference.yes" if value else "difference.no")
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(show(one) for one in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {show(one)}" for name, one in sorted(value.items()))
    if has(type(value)):
        held = {one.name: getattr(value, one.name) for one in fields(cast("Any", type(value)))}
        return " · ".join(f"{name} {show(one)}" for name, one in held.items() if show(one))
    return str(value)


def _visits(study: Study) -> dict[str, _Thing]:
    return {
        event.id: _of(event, event.name.replace("{n}", "n"), {"forms": show(event.forms)}) for event in study.events
    }


def _forms(study: Study) -> dict[str, _Thing]:
    return {
        form.id: _of(form, form.name, {"groups": ", ".join(group.id for group in form.groups)}) for form in study.forms
    }


def _items(study: Study) -> dict[str, _Thing]:
    found = {}
    for form in study.forms:
        for group in form.groups:
            for item in group.items:
                around = {
                    "low..high": _span(item),
                    "codes": codes_of(study, item),
                    "group": group.id,
                    "repeats": show(group.repeats),
                    "group show": group.show,
                }
                found[f"{form.id}.{item.id}"] = _of(item, item.ask, around)
    return found


def _span(item: Item) -> str:
    """5 to 10; one end alone with its sign."""
    if item.low and item.high:
        return say("difference.range", low=item.low, high=item.high)
    return f"≥ {item.low}" if item.low else f"≤ {item.high}" if item.high else ""


def codes_of(study: Study, item: Item) -> str:
    """What an item lets choose: Y = Yes, N = No."""
    return ", ".join(f"{code} = {text}" for code, text in choices_of(study, item).items())


def choices_of(study: Study, item: Item) -> dict[str, str]:
    """Code and words of each choice of an item; none where it has no code list."""
    known = next((one for one in study.codelists if item.codelist and one.id == item.codelist), None)
    return {choice.code: choice.text for choice in known.choices} if known else {}


def _checks(study: Study) -> dict[str, _Thing]:
    return {
        check.id: _of(check, say("difference.check", form=form.name, item=check.on), {"form": form.id})
        for form in study.forms
        for check in form.checks
    }


def _numbers(study: Study) -> dict[str, _Thing]:
    found = {name: _of(one, one.label or name) for name, one in study.numbers.items()}
    for form in study.forms:
        held: dict[str, Any] = {**form.numbers, **form.rules}
        found |= {f"{form.id} {name}": _of(one, one.label or name) for name, one in held.items()}
    return found


def _rest(study: Study) -> dict[str, _Thing]:
    """The study itself, and what else it holds: anchors, treatments, phases."""
    plain, found = {}, {}
    for one in fields(Study):
        value = getattr(study, one.name)
        if one.name in _NESTED:
            continue
        if isinstance(value, tuple) and value and has(type(value[0])):
            for thing in value:
                name = next((str(getattr(thing, key)) for key in _NAMES if hasattr(thing, key)), show(thing))
                found[f"{one.name}: {name}"] = _of(thing, str(getattr(thing, "name", name)))
        else:
            plain[one.name] = show(value)
    return {study.id: _Thing(study.title, plain, {}), **found}


_THINGS: Mapping[Part, Callable[[Study], dict[str, _Thing]]] = {
    "visit": _visits,
    "form": _forms,
    "item": _items,
    "check": _checks,
    "number": _numbers,
    "study": _rest,
}
