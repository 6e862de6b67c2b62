"""What the questions of this room answer: frozen views that window, command line and paper show."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from crf.forms.record import Place, Status, Where
from crf.forms.standing import QueryState

CellStatus = Status | Literal["voided", "not due", "skipped"]


@frozen
class SubjectLine:
    """A row of the subject list."""

    uid: str
    label: str
    phase: str  # Screening, On treatment, Follow-up …
    detail: str  # Woman, 44
    next_visit: str  # D15 in 7 days
    next_when: str  # 23 MAR, window 21–25 MAR
    overdue: bool
    forms_complete: int
    forms_started: int
    findings: int
    drafts: int
    last_saved: str  # 16 MAR 2026 09:12, study coordinator
    voided: str  # the reason, where voided
    queries: int = 0  # that aren't closed
    locked: str = ""  # the reason, where all of her is locked
    clock: str = ""  # the report due first: SAE, 3 h 12 min left
    clock_overdue: bool = False


@frozen
class Fact:
    """One fact of the header band: caption, value, note."""

    caption: str
    value: str
    note: str


@frozen
class Clock:
    """The TLT clock: day `day` of `days` (0 before it starts; more than `days` once over)."""

    caption: str
    day: int
    days: int
    text: str  # day 7 of 28
    note: str  # 10 MAR – 06 APR 2026 · next patient from 07 APR


@frozen
class Attention:
    """The one line of what matters now, and where it leads (None: nowhere to go)."""

    lead: str
    text: str
    action: str
    kind: Literal["amber", "red", "calm"]
    place: Place | None = None
    where: Where | None = None
    ongoing: bool = False  # it asks whether ongoing events still go on: the event log answers that


@frozen
class Column:
    """A visit of the matrix; `today` marks the one of today; `key` tells repeats apart."""

    event: str
    key: str
    short: str
    name: str
    day: str
    planned: str  # ≥ 09 FEB, 05 MAR, –
    actual: str  # 05 MAR, today, empty
    window: str  # 04–06 MAR
    today: bool
    verdict: str  # one day late; empty inside the window
    state: DueState = "unplanned"
    skipped: str = ""  # the reason, where it was left out
    stopped: str = ""  # the reason, where it stays half entered for good
    locked: str = ""  # the reason, where the whole visit is locked
    status: Status = "not started"  # what its forms have come to
    agreed: str = ""  # the appointment: Thu 26 MAR 10:30, confirmed
    agreed_day: str = ""  # its day, where she is expected: 26 MAR
    agreed_off: str = ""  # in words where that day lies outside the window
    agreed_note: str = ""
    inside: str = ""  # one day late, inside its window; empty on the planned day and outside


@frozen
class Cell:
    """A form at a visit: its status and what hangs on it; `lines` of the tip say why."""

    place: Place
    status: CellStatus
    findings: int
    hard: int
    drafts: int
    tip: tuple[str, ...]  # findings in words, then queries, then what is missing, who saved, verified, signed, locked
    queries: int = 0  # that aren't closed
    missing: int = 0
    stage: CellStatus = "complete"  # what the data have reached where the status says what hangs on them


@frozen
class MatrixRow:
    """A form and its cells by column index; None where the visit doesn't ask it."""

    form: str
    name: str
    section: str
    cells: tuple[Cell | None, ...]


@frozen
class LogTab:
    """A running log of the subject: its form and how many rows stand in it."""

    form: str
    name: str
    count: int
    place: Place  # event and form; each row has its own form_key
    asks: str = ""  # what is to be asked of its rows, in words


@frozen
class SubjectPage:
    """All that the subject page shows."""

    uid: str
    label: str
    phase: str
    detail: str
    facts: tuple[Fact, ...]
    clock: Clock | None
    attention: Attention | None
    columns: tuple[Column, ...]
    rows: tuple[MatrixRow, ...]
    logs: tuple[LogTab, ...]
    findings: int
    drafts: int
    voided: str
    queries: int = 0  # that aren't closed
    locked: str = ""  # the reason, where all of her is locked


DueState = Literal["done", "skipped", "not due", "unplanned", "overdue", "today", "open", "week", "ahead"]
"""How a visit stands today; `open` is inside its window on another day than planned."""


@frozen
class Due:
    """A visit of a subject in the calendar: its day (ISO and as shown), window, distance in words.

    `iso` is the day she is expected: of the appointment where one stands, else the planned one.
    """

    subject: str
    label: str
    event: str
    key: str
    short: str
    name: str
    iso: str
    day: str
    window: str
    away: str
    state: DueState
    agreed: str = ""  # the appointment beside it: Thu 26 MAR 10:30, confirmed
    agreed_off: str = ""  # in words where it lies outside the window
    agreed_note: str = ""


@frozen
class Calendar:
    """The site's calendar on a day: four lists, each in order of day and subject number."""

    today: str
    overdue: tuple[Due, ...]
    now: tuple[Due, ...]
    week: tuple[Due, ...]
    later: tuple[Due, ...]


@frozen
class LogColumn:
    """A column of a log: the question, short where the definition says so, and characters its answers take."""

    item: str
    head: str
    width: int


@frozen
class LogRow:
    """A row of a log: its number, how it stands, its answers as people read them; `void` the reason where voided."""

    place: Place
    number: int
    status: CellStatus
    findings: int
    cells: tuple[str, ...]
    saved: str
    void: str = ""


@frozen
class LogTable:
    """A running log of a subject as a table of its first questions; `note` is the form's line of instruction."""

    form: str
    name: str
    note: str
    subject: str
    columns: tuple[LogColumn, ...]
    rows: tuple[LogRow, ...]


@frozen
class FormHead:
    """The head of the form page: crumbs, title, what stands under it, its neighbours in the visit order."""

    study: str
    site: str
    subject: str
    visit: str
    form: str
    version: str
    day_line: str  # D-4, Thu 05 MAR 2026
    window_line: str  # window 04–06 MAR, planned D1 09 MAR
    index: int
    count: int
    previous: Place | None
    next: Place | None


@frozen
class HistoryLine:
    """One entry in the history of an item as people read it."""

    at: str  # 05 MAR 2026 16:42 +01:00
    who: str
    role: str
    old: str
    new: str
    reason: str
    derived: bool
    verb: str


@frozen
class FindingLine:
    """An open finding of the whole casebook or a subject, with the way to its field."""

    subject: str
    label: str
    place: Place
    where: Where
    visit: str
    form: str
    question: str
    sentence: str
    level: str


@frozen
class QueryStep:
    """One step of a query's thread: when, who, what was done (opened, answered, closed, reopened, corrected), words."""

    at: str  # 05 MAR 2026 16:42 +01:00
    who: str
    role: str
    did: str
    text: str


@frozen
class QueryThread:
    """A query with its thread, oldest step first, and the way to its field; `days` since it was opened."""

    subject: str
    label: str
    place: Place
    where: Where  # line and item; item "" asks about the whole form
    mark: str
    visit: str
    form: str
    question: str
    state: QueryState
    steps: tuple[QueryStep, ...]
    days: int


@frozen
class SearchHit:
    """What the search field found: a subject, a form of a subject, or an answer; `place` None = the subject page."""

    title: str
    detail: str
    subject: str
    place: Place | None
    where: Where | None
