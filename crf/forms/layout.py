"""The neutral tree of a form that screen and paper both walk: page, sections, rows, fields, the dose sum."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal

from attrs import fields, frozen

from crf.forms.record import Answer, Draft, Finding

if TYPE_CHECKING:
    from crf.forms.standing import Query  # which needs contexts, and they fields


@frozen
class Option:
    """A choice as shown: `offered` is false for one withdrawn by another answer."""

    code: str
    text: str
    offered: bool = True


@frozen
class GradeMark:
    """What a value means for one CTCAE term: `grades` () can't be told, (0,) none, (1, 2) where `question` decides.

    `criterion` is the text of the grade, `clause` the part of it that is met, `why` says it with the limit or what
    is missing.
    """

    code: str
    term: str
    grades: tuple[int, ...]
    criterion: str = ""
    clause: str = ""
    question: str = ""
    why: str = ""

    @property
    def least(self) -> int:
        """The lowest grade that is possible and one at all; 0 for none."""
        return min((grade for grade in self.grades if grade), default=0)

    @property
    def figures(self) -> str:
        """The grades still possible: 2, 1/2; empty for none."""
        return "/".join(str(grade) for grade in self.grades) if self.least else ""


@frozen
class Field:
    """One item to answer, with its present fill.

    `text` is the answer as people read it (05-MAR-2026, 1020, Intravenous); `raw` is what stands in the editor; `aside`
    is computed muted text right of the field (+0.26 % of planned; D-4, window …); `condition` says as a sentence when
    it is asked.
    """

    item: str
    line: int
    number: str
    question: str
    kind: str
    # What the definition says of it, from here …
    unit: str = ""
    units: tuple[str, ...] = ()
    echoed: bool = False  # `echo` stands beside the answer, not in the panel only
    hint: str = ""
    help: str = ""
    range: str = ""
    missing: tuple[str, ...] = ()
    width: int = 0
    lines: int = 1
    decimals: int = -1
    required: bool = True
    derived: bool = False
    linked: bool = False  # the answer names another record, or a value of it
    partial: bool = False
    seconds: bool = False
    pattern_example: str = ""
    beside: bool = False
    condition: str = ""
    annotation: str = ""
    source: str = ""
    # … to here; then the fill.
    options: tuple[Option, ...] = ()
    offers: tuple[str, ...] = ()  # texts that stand elsewhere and may be taken: the laboratories of the site
    visible: bool = True
    answer: Answer = Answer()
    text: str = ""
    raw: str = ""
    typed: str = ""  # the number in the unit it was typed in, where that isn't the item's own
    draft: Draft | None = None
    proposed: bool = False  # the default of the definition, not saved
    judged: Literal["", "unconfirmed", "confirmed", "reopened"] = ""  # how it stands as a judgement
    aside: str = ""
    echo: str = ""  # the answer in its other units
    normal: str = ""  # limits of normal in force, in the unit of the answer
    since: str = ""  # from when on they are valid, where that is after the sample
    flag: Literal["", "L", "H"] = ""  # below or above them
    graded: tuple[GradeMark, ...] = ()  # what the value means for each term it is graded by, the worst first
    findings: tuple[Finding, ...] = ()
    queries: tuple[Query, ...] = ()  # asked about it
    verified: Literal["", "holds", "changed"] = ""  # compared with the source; changed since

    def filled(self, line: int, question: str, **fill: Any) -> Field:
        """This field of a definition with what stands in it; `attrs.evolve` takes twice as long over forty parts."""
        return Field(self.item, line, self.number, question, self.kind, *_DEFINED(self), **fill)

    @property
    def verdict(self) -> str:
        """Flag and grades in short: L · G2, H, G1/2?; empty for a value that is neither outside nor graded."""
        if not self.graded:
            return self.flag
        marks = (f"G{mark.figures}{'?' if mark.question else ''}" for mark in self.graded if mark.least)
        return " · ".join(filter(None, (self.flag, *marks)))


_NAMES = [one.name for one in fields(Field)]
_DEFINED = attrgetter(*_NAMES[_NAMES.index("unit") : _NAMES.index("options")])


@frozen
class Row:
    """Fields on one line of the page; `kind` note carries only `text`.

    `kind` sum holds the derived fields of the dose sum: the screen draws `Page.sum` in their stead, paper each on its
    row.
    """

    fields: tuple[Field, ...] = ()
    kind: Literal["fields", "note", "sum"] = "fields"
    text: str = ""
    number: str = ""


@frozen
class LogLine:
    """One line of a repeating group: `number` as displayed; `line` as stored; `void` the reason where it is voided.

    `parts` are the sections of a whole form told as one line: number and name.
    """

    line: int
    number: str
    fields: tuple[Field, ...]
    void: str = ""
    parts: tuple[tuple[str, str], ...] = ()


@frozen
class Section:
    """A numbered section: rows, or the lines of a repeating group (then `columns` are its empty fields)."""

    id: str
    number: str
    name: str
    rows: tuple[Row, ...] = ()
    columns: tuple[Field, ...] = ()
    lines: tuple[LogLine, ...] = ()
    style: Literal["rows", "table", "cards"] = "rows"
    blank_lines: int = 0
    visible: bool = True


@frozen
class Factor:
    """One term of the dose sum: 600 mg/m² over `protocol, once`; `sign` stands before it (×, =)."""

    text: str
    caption: str
    sign: str = ""


@frozen
class Comparison:
    """Prescribed or given against its reference: `verdict` silent, soft or deviation, empty where nothing can be said;
    `item` is the item compared.
    """

    label: str
    value: str
    percent: str
    verdict: Literal["", "silent", "soft", "deviation"] = ""
    item: str = ""


@frozen
class DoseSum:
    """The dose sum shown large: factors that give the result shown, and the comparisons; `lacks` says what is missing.

    `reference` and `given` (numbers as people read them) and `ends` draw the scale of the panel; the ends are canonical
    numbers: soft low, silent low, silent high, soft high of given against prescribed, none for a flat dose or a range.
    """

    factors: tuple[Factor, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    lacks: str = ""
    unit: str = ""
    reference: str = ""
    given: str = ""
    ends: tuple[str, ...] = ()


@frozen
class Page:
    """A form laid out: blank where its fields have no answers."""

    form: str
    name: str
    version: str
    note: str
    sections: tuple[Section, ...]
    sum: DoseSum | None = None
    log: bool = False
    void: str = ""

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field of rows and lines in reading order."""
        out: list[Field] = []
        for section in self.sections:
            for row in section.rows:
                out.extend(row.fields)
            for line in section.lines:
                out.extend(line.fields)
        return tuple(out)
