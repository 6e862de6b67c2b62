"""The reading side of an open casebook: its definition, and every subject's data as the forms see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from crf.forms.context import Context
from crf.forms.index import Index
from crf.forms.record import Answer, Draft, Edit, Place, Record, SubjectData
from crf.forms.values import read
from crf.store.acts import DraftRow, Person, SubjectRow
from crf.store.file import CasebookFile
from crf.study.model import Study
from crf.study.structure import from_json


class Reader:
    """Asks a casebook file; nothing here writes. What was read is kept until an act changes it."""

    def __init__(self, file: CasebookFile, study: Study) -> None:
        self.file = file
        self.study = study
        self.fingerprint = file.build().fingerprint
        self.site = file.settings["site"]
        self.zone = file.settings["timezone"]
        self.person: Person | None = file.keyboard()
        self._builds: dict[str, Study] = {}
        self._known: dict[str, SubjectData] = {}
        self._stamp = -1

    def definition(self, fingerprint: str) -> Study:
        """The definition of a build in this file, in force now or before an amendment."""
        if fingerprint == self.fingerprint:
            return self.study
        if fingerprint not in self._builds:
            rows = {row.fingerprint: row for row in self.file.builds()}
            self._builds[fingerprint] = from_json(rows[fingerprint].json)
        return self._builds[fingerprint]

    def data(self, uid: str) -> SubjectData:
        """The current records of a subject."""
        stamp = self.file.act_count()
        if stamp != self._stamp:
            self._known.clear()
            self._stamp = stamp
        if uid not in self._known:
            self._known[uid] = self.file.data(uid)
        return self._known[uid]

    def instant(self) -> datetime:
        """The local time of the last record act: what is said as of it doesn't hang on the clock."""
        head = self.file.head()
        at = head.at or datetime.min.replace(tzinfo=UTC)
        return at.astimezone(ZoneInfo(self.zone))

    def context(self, uid: str, now: datetime) -> Context:
        """A subject's data at an instant (local time)."""
        return self.around(uid, self.data(uid), now)

    def around(self, uid: str, data: SubjectData, now: datetime) -> Context:
        """The surroundings of a subject with data of hers: those of another instant, or not written yet."""
        return Context(self.study, data, now, self.zone, self.shared(uid), self.older, self.index)

    @cached_property
    def index(self) -> Index:
        """The look-up tables of the definition in force, made once for all subjects and acts."""
        return Index(self.study)

    @cached_property
    def older(self) -> Mapping[str, Index]:
        """The definitions that were in force before an amendment, by build: what was signed under one stays with it."""
        rows = self.file.builds()
        return {row.fingerprint: Index(self.definition(row.fingerprint)) for row in rows[:-1]}

    def shared(self, uid: str) -> Mapping[Place, Record]:
        """The records of the site's own forms as a subject's forms see them; none beside the site's own."""
        return {} if not uid else self.data("").records

    def subjects(self) -> list[SubjectRow]:
        """All subjects, voided ones among them, by number."""
        return sorted(self.file.subjects(), key=lambda row: row.label)

    def drafts(self, uid: str | None = None) -> list[DraftRow]:
        """What the person at the keyboard typed and didn't save."""
        return self.file.drafts(self.person, uid) if self.person else []

    def draft_places(self, uid: str) -> dict[Place, int]:
        """How many drafts wait in each form of a subject."""
        found: dict[Place, int] = {}
        for row in self.drafts(uid):
            found[row.place] = found.get(row.place, 0) + 1
        return found


EXACT = "="
"""Before a draft's raw text: the person chose this reading of an ambiguous number."""


def edit_of(row: DraftRow) -> Edit:
    """The edit a kept draft repeats."""
    exact = row.raw.startswith(EXACT)
    return Edit(row.line, row.item, row.raw.removeprefix(EXACT) if exact else row.raw, row.missing, row.unit, exact)


def with_drafts(study: Study, record: Record, rows: list[DraftRow], now: datetime) -> Record:
    """A record with kept drafts typed in again; drafts of items the form no longer has are left out."""
    items = {item.id: item for item in study.form(record.form).items}
    for row in rows:
        if row.item in items:
            edit = edit_of(row)
            found: Answer | Draft = read(study, items[row.item], edit, now)
            where = (row.line, row.item)
            record = record.with_draft(where, found) if isinstance(found, Draft) else record.with_answer(where, found)
    return record
