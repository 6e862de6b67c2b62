"""What stands in a form: answers in their lines, and the drafts that can't be answers yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from attrs import evolve, field, frozen

from crf.forms.appointments import Appointment
from crf.text import Message

Where = tuple[int, str]
"""A line and an item id. Line 0 is everything outside repeating groups; lines count from 1 and are never reused."""

FindingLevel = Literal["hard", "soft", "deviation", "advice", "missing"]
Status = Literal[
    "not started", "draft", "incomplete", "complete", "findings", "stopped", "queries", "verified", "signed", "locked"
]
"""How a form stands. The checks say the first ones; the last four are worked out by crf.forms.standing."""


@frozen
class Answer:
    """A value in canonical text (ISO dates, decimal point, codes) in the item's own unit, or why it is missing.

    `unit` is the unit it was typed in where that isn't the item's own, for a CTCAE term the version it was coded in
    where that isn't 5.0; `note` says "derived" for derived values.
    A blank answer has neither value nor missing code.
    """

    value: str = ""
    missing: str = ""
    note: str = ""
    unit: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing was answered: neither value nor missing code."""
        return not self.value and not self.missing


BLANK = Answer()


@frozen(cache_hash=True)
class Place:
    """Where a record stands: `event_key` tells repeats of an event apart, `form_key` repeats of a form in it."""

    event: str
    form: str
    event_key: str = ""
    form_key: str = ""


@frozen
class Finding:
    """What a check says about one item; `rests` names the values it rests on, so that a confirmation ends with them."""

    check: str
    line: int
    item: str
    level: FindingLevel
    message: Message
    rests: str = ""
    confirmed: str = ""  # the reason a person gave, empty while open

    @property
    def open(self) -> bool:
        """Whether somebody still has to correct or confirm it."""
        return not self.confirmed


@frozen
class Draft:
    """Raw text a person typed that isn't saved; `fault` says why it can't be a value, `readings` what it may mean."""

    raw: str
    fault: Message | None = None
    readings: tuple[str, ...] = ()


@frozen
class Record:
    """One filled form: saved and freshly typed answers, drafts that can't be answers, lines, what is voided.

    `lines` are the line numbers in use by repeating groups, in order of display; `voided` maps a line (0 = the whole
    form) to the reason.
    """

    form: str
    answers: Mapping[Where, Answer] = field(factory=dict)
    drafts: Mapping[Where, Draft] = field(factory=dict)
    confirmed: Mapping[tuple[int, str], tuple[str, str]] = field(factory=dict)  # (line, check) -> (rests, reason)
    voided: Mapping[int, str] = field(factory=dict)
    marks: Mapping[Where, Answer] = field(factory=dict)  # what people said of the answers: see crf.forms.marks
    typed: dict[Where, Any] = field(factory=dict, init=False, eq=False, repr=False)  # kept by `Context.read`

    def answer(self, item: str, line: int = 0) -> Answer:
        """The answer at an item of a line, BLANK where there is none."""
        return self.answers.get((line, item), BLANK)

    def mark(self, item: str, line: int = 0) -> Answer:
        """The mark of a name at a line, BLANK where there is none."""
        return self.marks.get((line, item), BLANK)

    @property
    def lines(self) -> tuple[int, ...]:
        """Numbers of the lines that were ever filled, voided ones among them."""
        return tuple(sorted({line for line, _ in (*self.answers, *self.drafts)}.union(self.voided) - {0}))

    @property
    def started(self) -> bool:
        """Whether anything was answered by a person; derived and proposed values don't start a form."""
        return any(not answer.blank and not answer.note for answer in self.answers.values())

    def with_answer(self, where: Where, answer: Answer) -> Record:
        """The record with one answer replaced and its draft gone."""
        drafts = {at: draft for at, draft in self.drafts.items() if at != where}
        return evolve(self, answers={**self.answers, where: answer}, drafts=drafts)

    def taking(self, where: Where, found: Answer | Draft) -> Record:
        """The record with what was read from an edit: an answer, or a draft that can't be one."""
        return self.with_draft(where, found) if isinstance(found, Draft) else self.with_answer(where, found)

    def with_draft(self, where: Where, draft: Draft) -> Record:
        """The record with a draft that can't be an answer."""
        return evolve(self, drafts={**self.drafts, where: draft})


@frozen
class SubjectData:
    """All current records of one subject by place."""

    records: Mapping[Place, Record] = field(factory=dict)
    label: str = ""
    voided: str = ""  # reason, where the subject was voided
    skipped: Mapping[tuple[str, str], str] = field(factory=dict)  # event and key of visits left out, with the reason
    rescreens: str = ""  # the number she was screened under before
    stopped: Mapping[tuple[str, str], str] = field(factory=dict)  # of visits left half entered for good, the reason
    appointments: Mapping[tuple[str, str], Appointment] = field(factory=dict)  # agreed with her, by event and key
    locked: Mapping[tuple[str, str], Answer] = field(factory=dict)  # marks of locked visits; of herself: ("", "")

    def at(self, place: Place) -> Record:
        """The record of a place, an empty one where nothing stands."""
        return self.records.get(place) or Record(place.form)

    def with_record(self, place: Place, record: Record) -> SubjectData:
        """The same subject with one record replaced."""
        return evolve(self, records={**self.records, place: record})


@frozen
class Edit:
    """What an editor hands over: raw text for one item of one line, or a missing code.

    `exact` says that the raw text is one of the readings a draft offered, chosen by the person.
    """

    line: int
    item: str
    raw: str = ""
    missing: str = ""
    unit: str = ""
    exact: bool = False


@frozen
class Step:
    """What follows from an edit: the record, what is visible, the derived answers, what the checks say."""

    record: Record
    visible: frozenset[Where]
    derived: Mapping[Where, Answer]
    findings: tuple[Finding, ...]
    status: Status = "not started"
