"""A casebook of a study whose one form has as many fields as a bench asks for."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from pathlib import Path

from crf.actions.enrol import enrol, proposed_number
from crf.actions.entering import Entering
from crf.actions.session import Session, build_of, identify
from crf.forms.record import Edit, Place
from crf.store.acts import NewAct, Person
from crf.store.file import CasebookFile
from crf.study.model import Choice, CodeList, Event, Form, Group, Item, Study
from tests.bench.floors import QUESTION

NOW = datetime(2026, 3, 5, 15, 42, tzinfo=UTC)
SOMEBODY = Person("A. Muster", "coordinator")
VISITS = 10


def study(fields: int) -> Study:
    """A study of ten visits with one form of decimal fields, ten a section, each with its unit and range."""
    items = tuple(
        Item(f"I{n:03}", QUESTION, "decimal", unit="mg/m²", low="0", high="5000", width=8) for n in range(fields)
    )
    groups = tuple(Group(f"G{at // 10}", f"Section {at // 10 + 1}", items[at : at + 10]) for at in range(0, fields, 10))
    form = Form("BENCH", f"A form of {fields} fields", groups)
    visits = tuple(Event(f"V{n}", f"Visit {n}", f"V{n}", ("BENCH",)) for n in range(VISITS))
    reasons = CodeList("REASON", "Reasons", (Choice("ERR", "Entered in error"),))
    return Study("BENCH", "Bench", "1", "Europe/Zurich", visits, (form,), (reasons,))


def session(path: Path, fields: int) -> Session:
    """A new casebook of that study, with somebody at the keyboard."""
    uids = itertools.count(1)

    def token() -> str:
        return f"{next(uids):032x}"

    act = NewAct(NOW, 60, SOMEBODY, "create")
    file = CasebookFile.create(
        path, build=build_of(study(fields)), site="01", timezone="Europe/Zurich", act=act, workstation="w", token=token
    )
    made = Session(file, lambda: NOW, token)
    identify(made, SOMEBODY.name, SOMEBODY.role)
    return made


def enrolled(of: Session) -> str:
    """The uid of a further subject."""
    return enrol(of, proposed_number(of))


def filled(of: Session, uid: str, visit: int, fields: int, first: int = 900) -> Entering:
    """The form of a visit with every field typed and nothing saved."""
    entering = Entering(of, uid, place(visit))
    for n in range(fields):
        entering.edit(Edit(0, f"I{n:03}", f"{first + n}.14"))
    return entering


def place(visit: int) -> Place:
    """Where the form of a visit stands."""
    return Place(f"V{visit}", "BENCH")
