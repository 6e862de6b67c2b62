"""What goes on paper: sheets with their run heads, stamps, correction notes and attestations; no drawing here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from attrs import field, frozen

from crf.forms.events import EventLine
from crf.forms.layout import Page
from crf.forms.record import Where
from crf.forms.timeline import Timeline


@frozen
class RunHead:
    """What the head of every page says; subject and day are empty on a blank form."""

    study: str
    title: str
    site: str
    subject: str
    visit: str
    day: str
    form: str
    name: str
    version: str


@frozen
class Stamp:
    """What the foot of every page says.

    `at` is the instant of the record printed (05-MAR-2026 16:42 +01:00), so that the same state gives the same bytes;
    empty on a blank form. `head` is the journal head, 8 hexadecimal digits or more.
    """

    casebook: str
    definition: str
    protocol: str
    fingerprint: str
    at: str
    software: str
    head: str


@frozen
class Correction:
    """A value that was replaced: old and new text as printed, who, role, when, why.

    On the event log the event's number stands before the item's: `3: 1.2`.
    """

    where: Where
    number: str
    question: str
    old: str
    new: str
    who: str
    role: str
    at: str
    reason: str


@frozen
class PrintedFinding:
    """A finding that stands on the form: check id, sentence, and who confirmed it when and why (empty while open)."""

    where: Where
    number: str
    question: str
    check: str
    sentence: str
    who: str = ""
    role: str = ""
    at: str = ""
    reason: str = ""


@frozen
class Attest:
    """One block at the foot of a form: heading, name, role, time, what it means."""

    heading: str
    name: str = ""
    role: str = ""
    at: str = ""
    meaning: str = ""
    digest: str = ""


@frozen
class Sheet:
    """One form to print. `fill` blank leaves lines to write on; `bookmarks` is the path in the outline (visit, form).

    `log` holds the lines where the form is the adverse event log (then the sheet is landscape and `page` is unused for
    drawing rows but names the form); `log_note` closes it. A blank log prints empty lines; one event without answers in
    `log` lends it the columns of the study's drugs.
    """

    head: RunHead
    page: Page
    fill: Literal["blank", "completed"]
    bookmarks: tuple[str, ...]
    corrections: tuple[Correction, ...] = ()
    findings: tuple[PrintedFinding, ...] = ()
    attests: tuple[Attest, ...] = ()
    log: tuple[EventLine, ...] | None = None
    log_note: str = ""
    legend: str = ""  # the sentence under the title
    asides: Mapping[Where, str] = field(factory=dict)
    time: Timeline | None = None  # of the event log: doses and events by day, drawn under it
    judged: tuple[str, ...] = ()  # sentences on its judgements: what wasn't confirmed, who confirmed the others when
