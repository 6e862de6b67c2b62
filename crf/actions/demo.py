"""The demo: synthetic subjects typed in through the same actions as the window uses, and all their prints."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from attrs import define

from crf.actions import voiding
from crf.actions.demo_acts import act, fill
from crf.actions.enrol import enrol
from crf.actions.entering import Entering, new_place
from crf.actions.print_files import print_files
from crf.actions.session import Person, Session, find_study, identify, new_casebook
from crf.faults import refuse
from crf.forms.record import Place
from crf.text import RESOURCES

COURSES = RESOURCES / "demo"
Step = dict[str, Any]


@define
class _Clock:
    """A clock that stands where the course of a subject is."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


def demo(folder: Path, study: str = "NK-ACT-BC_2020") -> Path:
    """Make the demo casebook in a folder; returns its path. Refused where it is there already.

    Every value and every time is fixed, so that two demos are alike.
    """
    courses = _courses(study)
    zone = ZoneInfo(find_study(courses["study"]).timezone)
    path = folder / "demo.casebook"
    steps = _in_order(courses)
    hand = _Clock(datetime.fromisoformat(steps[0]["at"]).replace(tzinfo=zone))
    people = courses["people"]
    person = Person(people["coordinator"], "coordinator")
    folder.mkdir(parents=True, exist_ok=True)
    session = new_casebook(path, courses["study"], courses["site"], person, clock=hand, token=_tokens())
    try:
        for step in steps:
            hand.at = datetime.fromisoformat(step["at"]).replace(tzinfo=zone)
            _Course(session, people).do(step)
        identify(session, people["coordinator"], "coordinator")
    finally:
        session.close()
    return path


def demo_prints(folder: Path, study: str = "NK-ACT-BC_2020") -> Iterator[Path]:
    """Make the demo and print every subject; yields each file as it is written."""
    path = demo(folder, study)
    yield path
    yield from print_files(path, folder)
    yield from print_files(path, folder, blank=True)


def _courses(study: str) -> dict[str, Any]:
    known = {}
    for file in sorted(COURSES.glob("*.json")):
        found = json.loads(file.read_text(encoding="utf-8"))
        known[found["study"]] = found
    if study not in known:
        raise refuse("demo.none", study=study, known=", ".join(known))
    return dict(known[study])


def _tokens() -> Callable[[], str]:
    """Uids that are the same in every demo; a real casebook's are random."""
    numbers = count(1)
    return lambda: hashlib.sha256(f"casebook demo {next(numbers)}".encode()).hexdigest()[:32]


def _in_order(courses: dict[str, Any]) -> list[Step]:
    """All steps as they would happen at one site, by time: those of the site itself have no number."""
    own = [{**step, "number": ""} for step in courses["steps"]]
    subjects = courses["subjects"]
    steps = own + [{**step, "number": subject["number"]} for subject in subjects for step in subject["steps"]]
    return sorted(steps, key=lambda step: str(step["at"]))


class _Course:
    """Does one step, of a subject or of the site, through the actions."""

    def __init__(self, session: Session, people: dict[str, str]) -> None:
        self.session = session
        self.people = people

    def do(self, step: Step) -> None:
        session = self.session
        role = step.get("who", "coordinator")
        if session.person != Person(self.people[role], role):
            identify(session, self.people[role], role)
        uid = self.subject(step["number"])
        place = self.place(uid, step)
        if "do" in step:
            act(session, uid, place, step)
            return
        if "void" in step:
            voiding.void_form(session, uid, place, step["void"])
            return
        entering = Entering(session, uid, place)
        fill(entering, step)
        saved = entering.save(step.get("reason", ""))
        if saved.left:
            raise refuse("demo.draft", item=saved.left[0][1], form=place.form, subject=step["number"])
        self.confirm(entering, step.get("confirm", {}))

    def subject(self, number: str) -> str:
        """The uid of a number, enrolled when she is met first; empty for the site itself."""
        known = {row.label: row.uid for row in self.session.reader.subjects()}
        return (known.get(number) or enrol(self.session, number)) if number else ""

    def confirm(self, entering: Entering, reasons: dict[str, str]) -> None:
        for check, reason in reasons.items():
            found = next((one for one in entering.step.findings if one.check == check), None)
            if found is None:
                raise refuse("demo.silent", check=check, form=entering.place.form, subject=entering.context.data.label)
            entering.confirm(found, reason)

    def place(self, uid: str, step: Step) -> Place:
        """Where a step belongs: a row of its own for logs and repeats, the same one for the same `row`."""
        event, form, row = step.get("event", ""), step.get("form", ""), step.get("row", "")
        if not row:
            return Place(event, form)
        seed = hashlib.sha256(f"{uid} {event} {row}".encode()).hexdigest()[:12]
        fresh = new_place(self.session, event, form)
        return Place(event, form, seed if fresh.event_key else "", seed if fresh.form_key else "")
