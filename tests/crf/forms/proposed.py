"""A course with values and events typed into it, and what the program proposes of them."""

from __future__ import annotations

from attrs import evolve

from crf.forms.logged import Said
from crf.forms.marks import EVENT
from crf.forms.proposals import Proposal, proposals
from crf.forms.record import Answer, Finding, Place
from crf.text import tell
from tests.crf.forms.test_graded import sampled
from tests.study.course import Course

LYM, NEUT, POTASSIUM, FEVER, ALT = "10025256", "10029366", "10021018", "10016558", "10001551"
NEUTROPENIC = "10016288"
D8, D15, CYCLE = "2026-03-16", "2026-03-23", "2026-03-30"
AE = Place("LOG", "AE", "", "row")


def blood(found: Course, event: str, day: str, clock: str = "08:30", **values: str) -> None:
    found.fill(event, "HEM", **sampled(day, clock), **{"LBCLSIG": "N", **values})


def event(found: Course, code: str = LYM, start: str = D8, grade: str = "3", /, **more: str) -> None:
    found.fill("LOG", "AE", AETERM="low", AEDECOD=code, AESTDAT=start, AETOXGR=grade, **{"AEONGO": "Y", **more})


def kinds(found: Course) -> list[tuple[str, str, tuple[int, ...], str]]:
    return [(one.kind, one.item, one.grades, one.day.isoformat()) for one in proposals(found.context)]


def only(found: Course) -> Proposal:
    (one,) = proposals(found.context)
    return one


def say_of(found: Course, one: Proposal, said: Said) -> None:
    """A decision on a value, as its act writes it."""
    record = found.context.data.at(one.place)
    mark = {(one.line, f"{EVENT}{one.item}:{one.code}"): Answer(said.write(), note=said.reason)}
    found.context = found.context.with_record(one.place, evolve(record, marks={**record.marks, **mark}))


def findings(found: Course, event: str, form: str, check: str = "event") -> list[Finding]:
    return [one for one in found.step(event, form).findings if one.check.startswith(check)]


def log_says(found: Course) -> list[tuple[str, str]]:
    return [(one.item, tell(one.message)) for one in findings(found, "LOG", "AE", "event-value")]
