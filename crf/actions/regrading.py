"""What changed limits of normal do to values that stand already: which are flagged or graded otherwise than before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from attrs import frozen

from crf.actions.session import Session
from crf.forms.context import Context
from crf.forms.graded import graded
from crf.forms.normal import normal
from crf.forms.record import Place
from crf.study.model import Form
from crf.text import say

NAMED = 5
"""Of so many subjects the numbers are told; of the others only how many there are."""

Verdicts = Mapping[tuple[str, Place, int, str], object]
"""Flag and grades of each value with limits of normal, by subject's uid, place, line and item."""


@frozen
class Regraded:
    """How many values are judged otherwise, and the numbers of the subjects they are of, in order."""

    count: int
    subjects: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """By these limits 3 values of 01-001, 01-004 are flagged or graded otherwise than before."""
        shown, more = ", ".join(self.subjects[:NAMED]), len(self.subjects) - NAMED
        subjects = say("form.saved.regraded.more", subjects=shown, count=more) if more > 0 else shown
        id = "form.saved.regraded.one" if self.count == 1 else "form.saved.regraded"
        return say(id, count=self.count, subjects=subjects)


def ranged(form: Form) -> bool:
    """Whether a form holds limits of normal of the whole site: one of several records, each for its own days."""
    return form.applies is not None


def verdicts(session: Session) -> Verdicts:
    """How the values of all subjects that aren't voided stand to the limits in force now."""
    found: dict[tuple[str, Place, int, str], object] = {}
    for row in session.reader.subjects():
        if not row.voided:
            context = session.reader.context(row.uid, session.now())
            found.update({(row.uid, *where): told for where, told in _judged(context)})
    return found


def _judged(context: Context) -> Iterator[tuple[tuple[Place, int, str], object]]:
    for form in context.study.forms:
        items = [(group, item) for group in form.groups for item in group.items if item.lln or item.uln]
        for place, _ in context.places.get(form.id, ()) if items else ():
            for group, item in items:
                for line in context.data.at(place).lines if group.repeats else (0,):
                    value = context.read(place, item.id, line)
                    if isinstance(value, Decimal):
                        flag = normal(context.scope(place, line), item).flag(value)
                        grades = [one.grading.grades for one in graded(context, place, line, item.id)]
                        yield (place, line, item.id), (flag, grades)


def regraded(session: Session, before: Verdicts) -> Regraded:
    """The values that stand otherwise now than they did before."""
    now = verdicts(session)
    changed = [where for where, told in now.items() if before.get(where) != told]
    of = {where[0] for where in changed}
    return Regraded(len(changed), tuple(row.label for row in session.reader.subjects() if row.uid in of))
