"""An amended definition compared with the one in use, before anything is done: what differs, and what it would do."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from crf.actions.printing import written
from crf.actions.session import Session, find_study, open_casebook
from crf.forms.marks import MARK
from crf.reading.reader import Reader
from crf.study.concerns import Concern, Saved, concerns
from crf.study.differences import KINDS, PARTS, Difference, Kind, Part, compare, counts
from crf.study.model import Study
from crf.text import say, tell

HEAD = ("part", "change", "name", "title", "what", "from", "to")
CASEBOOK = ".casebook"


@frozen
class Compared:
    """What differs between two versions of a study, and what speaks against moving to the new one."""

    old: Study
    new: Study
    differences: tuple[Difference, ...]
    concerns: tuple[Concern, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the amendment can't be made as it is."""
        return any(one.refuses for one in self.concerns)

    @property
    def first(self) -> str:
        """Version 1 → 2: 3 added, 1 removed, 4 changed, 2 only worded otherwise."""
        told = ", ".join(say(f"difference.count.{kind}", n=n) for kind, n in counts(self.differences).items())
        return say("difference.first", old=self.old.version, new=self.new.version, told=told)


def compare_in(session: Session, study: str) -> Compared:
    """The definition in force here against one in a folder (or a shipped one by its id), its saved values counted.

    DefinitionFault with every fault where that one can't be used.
    """
    new = find_study(study)
    return Compared(
        session.study, new, compare(session.study, new), concerns(session.study, new, saved(session.reader))
    )


def compare_with(new: Study, against: Path) -> Compared:
    """A definition against that of a folder, or of a casebook with its saved values counted.

    Raises FileFault and DefinitionFault where that one can't be read.
    """
    if against.suffix != CASEBOOK:
        old = find_study(str(against))
        return Compared(old, new, compare(old, new))
    session = open_casebook(against)
    try:
        old = session.study
        return Compared(old, new, compare(old, new), concerns(old, new, saved(session.reader)))
    finally:
        session.close()


def saved(reader: Reader) -> Saved:
    """How often each value is saved at each event, form and item, over all subjects and the site; voided ones count."""
    found: dict[tuple[str, str, str], dict[str, int]] = {}
    for uid in (*(row.uid for row in reader.subjects()), ""):
        for place, record in reader.data(uid).records.items():
            if place.form.startswith(MARK):
                continue  # what stands beside the forms: dictionaries, the site's words for source data
            for (_, item), answer in record.answers.items():
                if not answer.blank:
                    values = found.setdefault((place.event, place.form, item), {})
                    values[answer.value] = values.get(answer.value, 0) + 1
    return found


def lines_of(compared: Compared) -> Iterator[str]:
    """The comparison in lines: counts first, what speaks against it, then all that differs by part."""
    yield compared.first
    for one in compared.concerns:
        yield say("difference.refused" if one.refuses else "difference.warned", told=tell(one.message))
    for part in PARTS:
        found = [one for one in compared.differences if one.part == part]
        if found:
            yield ""
            yield say(f"difference.part.{part}")
        for kind in KINDS:
            yield from (f"  {line(one)}" for one in found if one.kind == kind)


def line(one: Difference) -> str:
    """VS.WEIGHT (Weight): range from 30 to 200 kg to 20 to 300."""
    if not one.aspect:
        return say(f"difference.line.{one.kind}", name=one.name, title=one.title)
    shown = (one.old or say("difference.none"), one.new or say("difference.none"))
    return say("difference.line", name=one.name, title=one.title, what=aspect(one), old=shown[0], new=shown[1])


def aspect(one: Difference) -> str:
    """What of a part differs, in words; the definition's own key where there are none for it."""
    known = ASPECTS.get(one.aspect)
    return say(f"difference.aspect.{known}") if known else one.aspect


def group_name(part: Part, kind: Kind) -> str:
    """Questions, changed."""
    return say("amend.group", part=say(f"difference.part.{part}"), kind=say(f"difference.kind.{kind}"))


def write_differences(compared: Compared, target: Path) -> int:
    """Write the differences as CSV, a row for each; returns how many. FileFault where the file can't be written."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(HEAD)
    for one in compared.differences:
        table.writerow((one.part, one.kind, one.name, one.title, one.aspect, one.old, one.new))
    written(io.BytesIO(text.getvalue().encode("utf-8")), target, 0)
    return len(compared.differences)


ASPECTS = {
    "type": "kind",
    "low..high": "range",
    **{
        name: name
        for name in (
            "codes", "codelist", "required", "unit", "method", "show", "missing", "fires", "level", "on", "say", "ask",
            "help", "first", "last", "day", "anchor", "forms", "value", "rule", "source", "version", "groups", "name",
            "decimals",
        )
    },
}  # fmt: skip
"""Keys of a definition that have words of their own."""
