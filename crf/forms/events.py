"""The adverse event log as people read it: one line an event, its grades, drugs, days and TLT standing."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from crf.forms.record import Finding, Place

Tlt = Literal["yes", "no", "asked", "before", "after", "none"]


@frozen
class GradeSpan:
    """A CTCAE grade and the day it began (ISO, perhaps partial), with the criterion's own text."""

    grade: int
    since: str
    criterion: str
    day: str = ""  # D8


@frozen
class DrugRelation:
    """One study drug and an event: related yes/no/not answered, action code and text, whether given before onset."""

    code: str
    name: str
    short: str
    related: bool | None
    action: str
    action_text: str
    given: bool


@frozen
class EventLine:
    """An adverse event: dates as ISO text (perhaps partial), days as D8, times as HH:MM.

    `tlt`: yes or no when decided, asked when the decision is open, before or after when onset lies outside the period,
    none where there is no period yet. `exists` tells which of the five grades the term has. `version` is that of CTCAE
    it was coded in, `interest` the special interest of the definition it is of, `further` a grade beside CTCAE's (its
    question and answer), `unconfirmed` how many judgements wait for an investigator. `asked` is the day (ISO) it was
    last said to go on when asked again, `asked_at` the visit; both empty where it never was, or ended. `unknown`: the
    day of onset is said to be unknown, not even its year is told.
    """

    place: Place
    number: int
    term: str
    code: str
    soc: str
    verbatim: str
    grades: tuple[GradeSpan, ...]
    exists: tuple[bool, bool, bool, bool, bool]
    start: str
    start_time: str
    start_day: str
    end: str
    end_time: str
    end_day: str
    ongoing: bool | None
    outcome: str
    serious: bool | None
    seriousness: tuple[str, ...]
    special: bool | None
    drugs: tuple[DrugRelation, ...]
    treatment: str
    tlt: Tlt
    tlt_day: int | None
    status: str
    findings: tuple[Finding, ...] = ()
    void: str = ""
    version: str = ""
    interest: str = ""
    further: str = ""
    unconfirmed: int = 0
    asked: str = ""
    asked_at: str = ""
    unknown: bool = False

    @property
    def worst(self) -> int:
        """The highest grade it ever had; 0 where none stands."""
        return max((span.grade for span in self.grades), default=0)
