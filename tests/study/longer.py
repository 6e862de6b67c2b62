"""A course of one subject with several lines in a group, and the forms around the treatment typed into it."""

from __future__ import annotations

from crf.forms.advance import advance
from crf.forms.record import Edit, Place, Step
from tests.study.course import Course

BASELINE = (("T1", "LIVER", "34"), ("T2", "LUNG", "22"))
"""Target lesions of story s1: identifier, organ, millimetres."""

Lesions = tuple[tuple[str, str, str], ...]


class Longer(Course):
    """A course whose repeating groups take more than one line."""

    def lines(self, event: str, form: str, *lines: dict[str, str], first: int = 1) -> None:
        """Type lines into the repeating groups of a form, from a line on."""
        place = Place(event, form)
        record = self.context.data.at(place)
        for n, line in enumerate(lines, first):
            for item, raw in line.items():
                record = advance(place, record, Edit(n, item, raw), self.context).record
        self.context = self.context.with_record(place, record)
        self.fill(event, form)

    def at(self, place: Place) -> Step:
        """What stands at a place."""
        return advance(place, self.context.data.at(place), None, self.context)


def imaged(course: Longer, event: str, day: str, lesions: Lesions, **more: str) -> None:
    """One tumour assessment; `more` answers the rest of the form."""
    course.fill(event, "TU", TUDAT=day, TUMETHOD="CT", NEWYN="N", **more)
    found = (
        {"TRLNKID": id, "TULOC": organ, "TRDIAM": size, "TRIRRAD": "N", "TRBIOP": "N"} for id, organ, size in lesions
    )
    course.lines(event, "TU", *found)


def dosed() -> Longer:
    """A subject dosed by plan up to the NK infusion."""
    course = Longer()
    course.fill("SCR", "IC", RFICDAT="2026-02-12", ICVERS="2.0")
    course.fill("SCR", "PLAN", PLAND1="2026-03-09")
    course.fill("COND", "CTX", ECOCCUR="Y", ECSTDAT="2026-03-05", ECSTTIM="10:00")
    course.fill("D1", "TRA", ECOCCUR="Y", ECPHASE="L", ECSTDAT="2026-03-09")
    course.fill("D2", "NK", ECOCCUR="Y", ECSTDAT="2026-03-10", ECSTTIM="11:20", ECENDAT="2026-03-10", ECENTIM="11:52")
    return course


def last_cycle(course: Longer) -> None:
    """Both maintenance cycles, the last dose on 21 April."""
    course.fill("CYCLE", "TRA", "1", ECOCCUR="Y", ECPHASE="M", ECSTDAT="2026-03-30")
    course.fill("CYCLE", "TRA", "2", ECOCCUR="Y", ECPHASE="M", ECSTDAT="2026-04-21")
