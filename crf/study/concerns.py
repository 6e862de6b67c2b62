"""What an amended definition would do to answers already saved: what it may not do, and what a person must look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from crf.study.differences import choices_of
from crf.study.model import Item, Study
from crf.text import Message, message

At = tuple[str, str, str]
"""Event, form and item."""

Saved = Mapping[At, Mapping[str, int]]
"""How often each value is saved at each event, form and item; of a multiple choice the codes joined by |."""


@frozen
class Concern:
    """What speaks against an amendment: the item (or visit), the code where it is one, how many values, in words.

    `refuses` where the amendment can't be made: something entered would become unreadable.
    """

    refuses: bool
    name: str
    count: int
    message: Message
    code: str = ""


def concerns(old: Study, new: Study, saved: Saved) -> tuple[Concern, ...]:
    """All that speaks against moving saved answers from one definition to the other, what refuses it first."""
    found = [*_lost(old, new, saved), *_items(old, new, saved)]
    return tuple(sorted(found, key=lambda one: not one.refuses))


def _lost(old: Study, new: Study, saved: Saved) -> Iterator[Concern]:
    """Visits, and forms at a visit, that are no longer there."""
    events = {event.id: event for event in new.events}
    names = {event.id: event.name.replace(" {n}", "") for event in old.events}
    counted: dict[tuple[str, str], int] = {}
    for (event, form, _), values in saved.items():
        if event not in events:
            counted[event, ""] = counted.get((event, ""), 0) + sum(values.values())
        elif form not in events[event].forms and new.has_form(form):
            counted[event, form] = counted.get((event, form), 0) + sum(values.values())
    for (event, form), count in counted.items():
        told = {"visit": names.get(event, event), "count": count}
        if form:
            yield Concern(True, f"{event} {form}", count, message("amend.lost_form", form=form, **told))
        else:
            yield Concern(True, event, count, message("amend.lost_visit", **told))


def _items(old: Study, new: Study, saved: Saved) -> Iterator[Concern]:
    """Items that are gone, of another kind or unit, or whose codes are gone or mean something else."""
    before, after = _by_name(old), _by_name(new)
    for (form, id), values in _by_item(saved).items():
        name, count = f"{form}.{id}", sum(values.values())
        was, now = before.get((form, id)), after.get((form, id))
        if now is None:
            yield Concern(True, name, count, message("amend.lost", item=name, count=count))
        elif was is not None and was.type != now.type:
            told = message("amend.kind", item=name, count=count, was=was.type, now=now.type)
            yield Concern(True, name, count, told)
        elif was is not None:
            if was.unit != now.unit:
                told = message("amend.unit", item=name, count=count, was=was.unit or "–", now=now.unit or "–")
                yield Concern(False, name, count, told)
            yield from _codes(name, choices_of(old, was), choices_of(new, now), values)


def _codes(name: str, was: Mapping[str, str], now: Mapping[str, str], values: Mapping[str, int]) -> Iterator[Concern]:
    used: dict[str, int] = {}
    for value, count in values.items():
        for code in value.split("|"):
            used[code] = used.get(code, 0) + count
    for code, text in was.items():
        if code not in used or now.get(code) == text:
            continue
        told = {"item": name, "code": code, "count": used[code], "was": text}
        if code in now:
            yield Concern(False, name, used[code], message("amend.code_means", now=now[code], **told), code)
        else:
            yield Concern(False, name, used[code], message("amend.code_gone", **told), code)


def _by_name(study: Study) -> dict[tuple[str, str], Item]:
    return {(form.id, item.id): item for form in study.forms for item in form.items}


def _by_item(saved: Saved) -> dict[tuple[str, str], dict[str, int]]:
    """The same over all events."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for (_, form, item), values in saved.items():
        counted = found.setdefault((form, item), {})
        for value, count in values.items():
            counted[value] = counted.get(value, 0) + count
    return found
