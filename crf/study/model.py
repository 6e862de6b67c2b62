"""The typed, frozen definition of a study, in the words of CDISC ODM."""

from __future__ import annotations

from functools import cached_property
from typing import Literal, Protocol, TypeVar

from attrs import field, frozen

from crf.study.limits import Applies as Applies
from crf.study.limits import Baseline as Baseline
from crf.study.limits import Match as Match

Kind = Literal["text", "integer", "decimal", "date", "time", "datetime", "choice", "choices", "term", "note"]
"""What an item holds: `choices` is a multiple choice, `term` a CTCAE term, `note` an instruction without answer."""

Scope = Literal["subject", "site", "study"]
Level = Literal["soft", "deviation", "advice"]


NONE = "none"
"""Value of a number that a definition names and doesn't set: no cap, no rounding; unknown in expressions."""


@frozen
class Number:
    """A number (or a named choice) of the protocol, with the source it was taken from."""

    value: str
    source: str
    unit: str = ""
    label: str = ""


@frozen
class Rule:
    """A dose rule in words (`600 mg/m2 x BSA(Mosteller)`), read by `crf.study.rules`; {number} stands for its value.

    The last four name numbers: the step the body surface area is rounded to and the most of it that counts, the same
    of the dose. Rounding is half up and comes before the cap; blank or "none": not.
    """

    rule: str
    source: str
    label: str = ""
    bsa_rounding: str = ""
    bsa_cap: str = ""
    rounding: str = ""
    cap: str = ""


@frozen
class Choice:
    """One entry of a code list: the code stored, the words shown, the NCI C-code where CDISC has one."""

    code: str
    text: str
    ccode: str = ""
    short: str = ""


@frozen
class CodeList:
    """A list of choices in the order they are offered."""

    id: str
    name: str
    choices: tuple[Choice, ...]

    def choice(self, code: str) -> Choice | None:
        """The choice of a code; None where the list has none."""
        return next((choice for choice in self.choices if choice.code == code), None)


@frozen
class Unit:
    """A further unit an item may be typed in: one `unit` is `factor` of the item's own."""

    unit: str
    factor: str


@frozen
class Item:
    """One question of a form."""

    id: str
    ask: str
    type: Kind
    unit: str = ""
    units: tuple[Unit, ...] = ()
    echo: bool = False  # its answer in its other units stands beside it: a slip by a million is seen
    codelist: str = ""
    method: str = ""  # expression of a derived item
    once: bool = False  # a derived value kept as it was saved until an answer of this form it rests on is changed
    shown: str = ""  # muted words beside the answer: a template with {ITEM}, {number} or {=expression}
    show: str = ""  # condition: asked only when true
    offer: str = ""  # condition per choice, with CHOICE as its code
    default: str = ""  # proposed, counts once saved
    help: str = ""  # completion help, shown in the panel and with F1
    hint: str = ""  # short muted words beside the question or field
    low: str = ""  # range, both ends belong to it
    high: str = ""
    required: bool = True
    partial: bool = False  # a date whose day or month may be unknown
    seconds: bool = False  # a time kept to the second
    missing: tuple[str, ...] = ()  # missing codes allowed: ND, NA, UNK
    pattern: str = ""
    example: str = ""
    length: int = 0  # longest text; 0 = 200 for one line, 4000 for several
    width: int = 0  # characters, on screen and paper; 0 = by kind
    lines: int = 1
    decimals: int = -1  # places a derived value is shown and kept with; -1 = as computed
    beside: bool = False  # stands on the same row as the item before it
    row: str = ""  # what the row asks where several items stand on it
    dates_visit: bool = False  # this date is the visit's actual date
    future: bool = False  # a date that may lie ahead (an expiry, a plan)
    cdash: str = ""
    sdtm: str = ""
    source: str = ""  # where its source data is
    link: str = ""  # form whose record it names, * any (see crf.forms.links); written by an act, never typed
    kept: bool = False  # written by an act and never typed, like a link
    judged: bool = False  # a judgement: it counts once an investigator confirmed it
    rests: tuple[str, ...] = ()  # further items of the form whose change ends the confirmation
    lln: str = ""  # expressions: its limits of normal, in its own unit
    uln: str = ""
    grades: tuple[str, ...] = ()  # codes of the CTCAE terms its value is graded by


@frozen
class Group:
    """A section of a form; `repeats` makes it lines."""

    id: str
    name: str
    items: tuple[Item, ...]
    repeats: bool = False
    style: Literal["rows", "table", "cards"] = "rows"
    blank_lines: int = 4  # lines printed on a blank form
    show: str = ""


@frozen
class Example:
    """Values of the form's items, and whether the check fires on them."""

    fires: bool
    values: dict[str, str] = field(factory=dict)


@frozen
class Check:
    """An edit check: when it fires, on which item it stands, what it says and how to mend it."""

    id: str
    on: str
    fires: str
    say: str
    level: Level = "soft"
    values: dict[str, str] = field(factory=dict)  # further expressions the sentence names
    examples: tuple[Example, ...] = ()
    source: str = ""
    category: str = ""  # code of the deviation's category, where confirming it makes one
    important: bool = False  # the deviation it makes is important whatever the circumstances


@frozen
class Sum:
    """The dose sum a dose form shows large: which items hold its parts."""

    rule: str  # expression giving the rule in force
    planned: str
    prescribed: str
    given: str
    weight: str = ""
    height: str = ""
    bsa: str = ""
    silent: str = ""  # number: percent within which a difference is silent
    limit: str = ""  # number: percent beyond which a deviation is proposed


@frozen
class Form:
    """A case report form: its sections, numbers, dose rules and checks."""

    id: str
    name: str
    groups: tuple[Group, ...]
    version: str = "1"
    scope: Scope = "subject"
    section: str = ""  # heading in the matrix
    short: str = ""
    note: str = ""  # one line of instruction under the title
    log: bool = False  # a running log: each of its rows is a record of its own, told apart by its form key
    numbers: dict[str, Number] = field(factory=dict)
    rules: dict[str, Rule] = field(factory=dict)
    checks: tuple[Check, ...] = ()
    sum: Sum | None = None
    applies: Applies | None = None  # a site's form with several records: which one holds
    through: tuple[str, ...] = ()  # `last(FORM.ITEM, …)`: values judged here, in whose stead a site's form is asked
    significant: str = ""  # condition: the value of an item, CHOICE its id, is clinically significant

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All items of all groups, in order."""
        return tuple(item for group in self.groups for item in group.items)

    @cached_property
    def _homes(self) -> dict[str, Group]:
        """The group of each item by its id."""
        return {item.id: group for group in reversed(self.groups) for item in group.items}

    def item(self, id: str) -> Item:
        """The item of an id; KeyError where the form has none."""
        return _by_id(self.items, id)

    def group_of(self, item: str) -> Group:
        """The group an item stands in; KeyError where the form has no such item."""
        return self._homes[item]


@frozen
class Anchor:
    """A day from which others are counted: the actual date once known, the planned one before."""

    id: str
    name: str
    actual: str  # expression giving a date
    source: str
    planned: str = ""


@frozen
class Event:
    """A visit of the schedule, or the place of the running logs.

    Days are protocol days (no day 0) counted from the anchor. `first` and `last` bound the window;
    `day` is the planned day. A repeating event stands every `every` days after `day`.
    """

    id: str
    name: str
    short: str
    forms: tuple[str, ...]
    kind: Literal["visit", "log", "unscheduled", "site"] = "visit"
    anchor: str = ""
    day: int | None = None
    first: int | None = None
    last: int | None = None
    until: str = ""  # expression giving the last day where it isn't a protocol day
    every: int = 0
    count: int = 0  # how many repeats the schedule shows ahead, 0 = not repeating
    numbers_from: int = 2  # the number of the first repeat, where {n} stands: 2 goes on from a first visit of its own
    rebase: int = 0  # days late beyond which the next repeat counts from the actual day, 0 = never
    source: str = ""
    phase: str = ""  # what the subject's state is called from this visit on


@frozen
class Treatment:
    """A study drug as the adverse event form names it."""

    code: str
    name: str
    short: str
    form: str  # the form that records its administrations
    dated: str = "ECSTDAT"
    indication: str = ""  # what it is given for, in the words a safety report uses


@frozen
class Special:
    """Adverse events of special interest: CTCAE codes, for "Other, specify" terms with words of the report as well."""

    id: str
    name: str
    codes: tuple[str, ...]
    source: str
    words: tuple[str, ...] = ()  # one of them must stand in the words reported; none: the code alone decides
    grade: str = ""  # item of the adverse event form that holds a further grade (ASTCT), shown beside CTCAE's


@frozen
class Clock:
    """A report that must leave the site within hours of knowing: which records have the clock, and when it stops.

    It starts at `aware`; where that is blank, when `entry` was answered first (of the record that `link` names, where
    there is one), or this record begun. `sent` is at(DATE, TIME) of two items, which marking as sent fills with `to`,
    `how` and, where it was late, `late`.
    """

    id: str
    name: str
    short: str
    form: str
    hours: str  # number of the form or the study, in h
    starts: str = ""  # condition on a record; empty: each has the clock
    aware: str = ""  # expression: when anyone at the site knew first; empty: the time of entry
    entry: str = ""  # item whose first answer proves the knowing: ITEM, or FORM.ITEM of the record that `link` names
    link: str = ""
    sent: str = ""  # expression; empty: it stops once `starts` holds no more
    to: str = ""  # item: to whom it was sent
    how: str = ""  # item: how
    late: str = ""  # item: why it was late
    escalates: str = ""  # whom to tell, and what to do, once it is overdue


@frozen
class Phase:
    """A subject's state once a condition holds; `ends` means that no further visit is due, save those it `keeps`."""

    name: str
    when: str
    ends: bool = False
    keeps: tuple[str, ...] = ()  # events that stay due all the same


@frozen
class Study:
    """A whole study definition: one build."""

    id: str
    title: str
    version: str
    timezone: str
    events: tuple[Event, ...]
    forms: tuple[Form, ...]
    codelists: tuple[CodeList, ...]
    anchors: tuple[Anchor, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    specials: tuple[Special, ...] = ()  # what counts as an event of special interest
    clocks: tuple[Clock, ...] = ()  # reports that must leave the site in time
    phases: tuple[Phase, ...] = ()  # those that outrank the phase of the last visit, gravest first
    numbers: dict[str, Number] = field(factory=dict)
    protocol: str = ""
    subject_pattern: str = ""  # form of a subject number; {site} stands for the site
    tlt_anchor: str = ""  # anchor of the TLT period, empty where the study has none
    tlt_days: str = ""  # number: its length in days
    tlt_form: str = "AE"  # form of the events, and its item that says whether one is a TLT
    tlt_item: str = "AETLT"
    tlt_criteria: str = ""  # condition on an event's record, asked in each of its lines; empty = investigator decides
    tlt_source: str = ""  # where the criteria are written
    changes: str = "REASON"  # code list of reasons for change
    ctcae: str = "5.0"  # version of CTCAE that events are coded in; the casebook must carry any but 5.0
    grading: Baseline | None = None  # None: every value is graded by the limits of normal alone

    def form(self, id: str) -> Form:
        """The form of an id; KeyError where there is none."""
        return _by_id(self.forms, id)

    def event(self, id: str) -> Event:
        """The event of an id; KeyError where there is none."""
        return _by_id(self.events, id)

    def codelist(self, id: str) -> CodeList:
        """The code list of an id; KeyError where there is none."""
        return _by_id(self.codelists, id)

    def anchor(self, id: str) -> Anchor:
        """The anchor of an id; KeyError where there is none."""
        return _by_id(self.anchors, id)

    def has_form(self, id: str) -> bool:
        """Whether the study has a form of this id."""
        return any(form.id == id for form in self.forms)


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_Thing = TypeVar("_Thing", bound=_Named)


def _by_id(things: tuple[_Thing, ...], id: str) -> _Thing:
    for thing in things:
        if thing.id == id:
            return thing
    raise KeyError(id)
