"""One subject's forms filled item by item through the program's own step, as a person would type them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from crf.forms.advance import advance
from crf.forms.assess import assess
from crf.forms.context import Context
from crf.forms.record import Edit, Finding, Place, Step, SubjectData
from crf.study.reader import read, shipped
from crf.text import tell

STUDY = read(shipped()[0])
ZONE = "Europe/Madrid"
LATE = datetime(2026, 12, 1, 12, tzinfo=ZoneInfo(ZONE))
"""A clock after all days of a course."""


class Course:
    """A subject in the making."""

    def __init__(self) -> None:
        self.context = Context(STUDY, SubjectData(label="01-001"), LATE, ZONE)

    def fill(self, event: str, form: str, key: str = "", /, **answers: str) -> Step:
        """Type answers into a form, the last one after the others; what stands in the form then."""
        place = Place(event, form, key, "row" if STUDY.form(form).log else "")
        record = self.context.data.at(place)
        for item, raw in answers.items():
            line = 1 if STUDY.form(form).group_of(item).repeats else 0
            record = advance(place, record, Edit(line, item, raw), self.context).record
        self.context = self.context.with_record(place, record)
        self.context = Context(STUDY, assess(self.context).data, LATE, ZONE)
        return self.step(event, form, key)

    def step(self, event: str, form: str, key: str = "") -> Step:
        """What stands in a form."""
        place = Place(event, form, key, "row" if STUDY.form(form).log else "")
        return advance(place, self.context.data.at(place), None, self.context)

    def value(self, event: str, form: str, item: str, key: str = "") -> str:
        """The canonical text of an answer."""
        return self.step(event, form, key).record.answer(item).value


def said(step: Step) -> list[str]:
    """The checks of the definition that speak, in order."""
    return [one.check for one in step.findings if one.check[-2:].isdigit()]


def finding(step: Step, check: str) -> Finding:
    """The finding of a check."""
    return next(one for one in step.findings if one.check == check)


def sentence(step: Step, check: str) -> str:
    """What a check says."""
    return tell(finding(step, check).message)


def screened(height: str = "165", weight: str = "60", day1: str = "2026-03-09") -> Course:
    """A subject with consent, height, weight, eligibility judged and a planned day 1."""
    course = Course()
    course.fill("SCR", "IC", RFICDAT="2026-02-12")
    course.fill("SCR", "PLAN", PLAND1=day1)
    course.fill("SCR", "VS", VSDAT="2026-02-16", HEIGHT=height, WEIGHT=weight)
    course.fill("SCR", "IE", IEDAT="2026-03-02")
    course.fill("COND", "VS", VSDAT="2026-03-05", VSTIM="07:40", WEIGHT=weight)
    return course


def treated() -> Course:
    """A subject treated by plan up to the NK infusion of day 2, which ended at 11:52."""
    course = screened()
    course.fill("COND", "CTX", ECOCCUR="Y", DOSEPRES="994.99", ECDSTXT="994.99", ECSTDAT="2026-03-05", ECSTTIM="10:00")
    for form, dose in (("TRA", "480"), ("PER", "840")):
        course.fill(
            "D1", form, ECOCCUR="Y", ECPHASE="L", DOSEPRES=dose, ECDSTXT=dose, ECSTDAT="2026-03-09", ECSTTIM="09:30"
        )
    course.fill(
        "D2", "NK", ECOCCUR="Y", DOSEPRES="1.8e8", ECDSTXT="1.8e8",
        ECSTDAT="2026-03-10", ECSTTIM="11:20", ECENDAT="2026-03-10", ECENTIM="11:52",
    )  # fmt: skip
    return course


def injected() -> Course:
    """The same with interleukin-2 of days 2, 4 and 6."""
    course = treated()
    for event, day, clock in (
        ("D2", "2026-03-10", "16:30"),
        ("D4", "2026-03-12", "10:00"),
        ("D6", "2026-03-14", "10:00"),
    ):
        course.fill(event, "IL2", ECOCCUR="Y", DOSEPRES="829156", ECDSTXT="829156", ECSTDAT=day, ECSTTIM=clock)
    return course
