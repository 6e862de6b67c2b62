"""What is written and read at the casebook file: acts, entries, and the cache beside them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Literal

from attrs import frozen

from crf.forms.record import Answer, Finding, Place, Status

Stream = Literal["record", "access"]

SUBJECT_FORM = "SUBJECT"
"""Form id of the place that holds what is known of a subject herself: her number (SUBJID) and whether she is voided."""

SUBJECT_NUMBER = "SUBJID"
"""Item at the SUBJECT_FORM place whose value in force is the subject's number."""

SUBJECT_BEFORE = "RESCREEN"
"""Item at the SUBJECT_FORM place: the number the same person was screened under before."""

VISIT_FORM = "_VISIT"
"""Form id of the place that holds what is known of a visit itself: skipped, stopped, agreed for a day."""

SKIP = "_SKIP"
"""Item at a VISIT_FORM place: "Y" where the visit was skipped, blank where not any more; its note is the reason."""

STOP = "_STOP"
"""Item at a VISIT_FORM place: "Y" where the visit stays half entered for good, blank where not; its note is why."""

APPOINTMENT = "_APPOINTMENT"
"""Item at a VISIT_FORM place: the appointment agreed for the visit, blank where none; its note is what was noted."""

SOURCE_FORM = "_SOURCE"
"""Form id of the place, of no subject, where a site says in its own words where an item's source data is: FORM.ITEM."""

DICTIONARY_FORM = "_DICTIONARY"
"""Form id of the place, of no subject, that holds the dictionaries a casebook carries: item "CTCAE 6.0", as JSON."""

IDENTIFY = "identify"
"""Verb of the act by which a person says that she sits at this workstation from now on."""

ASKING = ("query", "answer", "close", "reopen", "verify", "unverify")
"""Verbs of acts that only ask or compare: they leave the cache as the act before them made it."""

ATTESTING = (*ASKING, "sign", "lock", "unlock")
"""Verbs of acts that look data over and enter none."""

VOID = "_VOID"
"""Item that voids: on line 0 its whole form (at SUBJECT_FORM the subject), on line n that line.

Its value is "Y" or blank; the act has the reason.
"""

CONFIRM = "_CONFIRM:"
"""Item prefix of confirmed findings: CONFIRM + check id; value = what the finding rests on, note = the reason."""


@frozen
class Person:
    """Who sits at the keyboard."""

    name: str
    role: str


@frozen
class NewEntry:
    """A value to append at a place, line and item. `was` is the head entry read before (None for a first value)."""

    place: Place
    line: int
    item: str
    answer: Answer
    was: int | None = None


@frozen
class NewAct:
    """One thing a person did. `at` is UTC; `offset` the local minutes east of UTC; `subject` a subject uid or empty."""

    at: datetime
    offset: int
    person: Person
    verb: str
    subject: str = ""
    reason: str = ""
    detail: str = ""
    stream: Stream = "record"


@frozen
class FormState:
    """The cache of one form's status."""

    place: Place
    status: Status
    findings: int = 0  # open ones
    missing: int = 0  # required items not answered
    voided: bool = False
    date: str = ""  # ISO date of the visit as this form knows it


@frozen
class Cache:
    """What `forms.assess` said of a whole subject: replaces her cached states and findings."""

    subject: str
    states: tuple[FormState, ...]
    findings: tuple[tuple[Place, Finding], ...]


@frozen
class Act:
    """An act as it stands in the journal. `n` counts within its origin and stream; `digest` is hexadecimal."""

    id: int
    origin: str
    n: int
    at: datetime
    offset: int
    person: Person
    verb: str
    reason: str
    detail: str
    build: str  # fingerprint of the definition in force
    digest: str
    subject: str = ""

    @property
    def local(self) -> datetime:
        """The time of the act as the clock on the wall showed it."""
        return self.at.astimezone(timezone(timedelta(minutes=self.offset)))


@frozen
class Entry:
    """An entry as it stands in the journal, with its act."""

    id: int
    act: Act
    place: Place
    subject: str
    line: int
    item: str
    answer: Answer
    was: int | None
    digest: str


@frozen
class SubjectRow:
    """A subject: uid, the number in force, whether voided (reason)."""

    uid: str
    label: str
    voided: str = ""


@frozen
class Head:
    """The end of the record chain of this workstation: what prints and receipts show."""

    origin: str
    n: int
    digest: str
    at: datetime | None = None
    offset: int = 0


@frozen
class DraftRow:
    """Raw text typed but not saved: whose, where, and the head entry it was typed over."""

    person: Person
    subject: str
    place: Place
    line: int
    item: str
    raw: str
    missing: str
    unit: str
    was: int | None
    at: datetime


@frozen
class BuildRow:
    """A study definition inside the file."""

    fingerprint: str
    study: str
    version: str
    json: str


@frozen
class Trouble:
    """One thing `verify` found: the act or entry it names, in a sentence."""

    kind: Literal["guard", "chain", "entry", "cache", "file"]
    sentence: str
