"""What stands beside a measured value: its limits of normal, on which side of them it lies, the grade it reaches."""

from __future__ import annotations

from functools import cached_property

from attrs import frozen

from crf.ctcae import dictionary
from crf.forms.context import Context
from crf.forms.graded import Graded, graded
from crf.forms.layout import GradeMark
from crf.forms.normal import Flag, later, normal, normal_text
from crf.forms.record import Answer, Place
from crf.study.model import Item
from crf.text import say, tell


@frozen
class Beside:
    """The words beside one value."""

    normal: str = ""
    since: str = ""
    flag: Flag = ""
    graded: tuple[GradeMark, ...] = ()


NOTHING = Beside()
"""What stands beside most answers."""


class Judge:
    """The values of one record, judged once and told field by field."""

    def __init__(self, context: Context, place: Place) -> None:
        self.context, self.place = context, place

    @cached_property
    def marks(self) -> dict[tuple[int, str], tuple[GradeMark, ...]]:
        """Grades by line and item, the worst first; values without a grade aren't among them."""
        record = self.context.record(self.place)
        found: dict[tuple[int, str], list[Graded]] = {}
        for line in (0, *(record.lines if record else ())):
            for one in graded(self.context, self.place, line):
                found.setdefault((line, one.item), []).append(one)
        return {
            where: tuple(grade_mark(one) for one in sorted(many, key=lambda one: -(one.grading.worst or 0)))
            for where, many in found.items()
        }

    def of(self, item: Item, line: int, answer: Answer) -> Beside:
        """What stands beside an item: nothing but its limits while it is blank."""
        if not (item.lln or item.uln or item.grades):
            return NOTHING
        scope = self.context.scope(self.place, line)
        limits = normal(scope, item)
        text = normal_text(item, limits, answer.unit)
        value = self.context.read(self.place, item.id, line)
        if value is None:
            return Beside(text)
        since = later(self.context, self.place, item) if text else ""
        if not text and (item.lln or item.uln):
            text = say("lab.none")
        return Beside(text, since, limits.flag(value), self.marks.get((line, item.id), ()))


def grade_mark(one: Graded) -> GradeMark:
    """A graded value in words."""
    term = dictionary().by_code(one.code)
    grading = one.grading
    return GradeMark(
        one.code,
        term.term if term else one.code,
        grading.grades,
        grading.criterion,
        grading.clause,
        tell(grading.question) if grading.question else "",
        tell(grading.why),
    )
