"""Small studies and records for tests: one form, the choices, visits and numbers a test asks for."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from crf.forms.advance import advance
from crf.forms.context import Context
from crf.forms.record import Answer, Draft, Edit, Finding, Place, Record, Step, SubjectData
from crf.forms.values import read
from crf.study.model import Check, Choice, CodeList, Event, Form, Group, Item, Study

ZONE = "Europe/Madrid"
NOW = datetime(2026, 3, 5, 15, 42, 7, tzinfo=ZoneInfo(ZONE))
NY = CodeList("NY", "Yes or no", (Choice("Y", "Yes"), Choice("N", "No")))
CODES = CodeList("CODES", "Codes", (Choice("0030", "Thirty"), Choice("9..9", "Nines"), Choice("B", "Bee")))
HERE = Place("V1", "F")


def group(*items: Item, id: str = "G", **more: Any) -> Group:
    return Group(id, f"Section {id}", items, **more)


def form(*parts: Item | Group, id: str = "F", checks: tuple[Check, ...] = (), **more: Any) -> Form:
    """A form of groups, or of items that stand in one group."""
    groups = tuple(one for one in parts if isinstance(one, Group))
    items = tuple(one for one in parts if isinstance(one, Item))
    return Form(
        id, more.pop("name", f"Form {id}"), (*((group(*items),) if items else ()), *groups), checks=checks, **more
    )


def study(*forms: Form, events: tuple[Event, ...] = (), **more: Any) -> Study:
    """A study of the forms at two visits, unless the visits are given."""
    ids = tuple(one.id for one in forms)
    visits = events or tuple(Event(id, f"Visit {id}", id, ids) for id in ("V1", "V2"))
    lists = (NY, CODES, *more.pop("codelists", ()))
    return Study("S", "A study", "1", ZONE, visits, forms, lists, **more)


def record(form: str = "F", line: int = 0, **values: str | Answer) -> Record:
    """A record with answers in one line; a text is a value."""
    answers = {(line, item): one if isinstance(one, Answer) else Answer(one) for item, one in values.items()}
    return Record(form, answers)


def context(of: Study, records: dict[Place, Record] | None = None, now: datetime = NOW) -> Context:
    return Context(of, SubjectData(records or {}), now, ZONE)


def step(of: Study, found: Record, *edits: Edit, place: Place = HERE, **around: Any) -> Step:
    """What follows when the edits are made one after the other, other records of the subject beside them."""
    seen = context(of, **around)
    done = advance(place, found, None, seen)
    for edit in edits:
        done = advance(place, done.record, edit, seen)
    return done


def typed(item: Item, raw: str, **more: Any) -> Answer | Draft:
    """What typing a text in an item gives."""
    return read(study(form(item)), item, Edit(0, item.id, raw, **more), NOW)


def fault(item: Item, raw: str, **more: Any) -> str:
    """The sentence a text that can't be a value is met with."""
    found = typed(item, raw, **more)
    assert isinstance(found, Draft)
    assert found.raw == raw
    return str(found.fault)


def checks(done: Step) -> list[str]:
    """What fired, by check and item."""
    return [f"{one.check} {one.item}" + (f" {one.line}" if one.line else "") for one in done.findings]


def finding(done: Step, check: str) -> Finding:
    return next(one for one in done.findings if one.check == check)
