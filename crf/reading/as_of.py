"""A casebook as of an instant: its acts until then, the definition then in force, each subject's data and entries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from itertools import chain
from zoneinfo import ZoneInfo

from crf.faults import refuse
from crf.forms.context import Context
from crf.forms.index import Index
from crf.forms.record import Place, SubjectData
from crf.reading.reader import Reader
from crf.store.acts import Act, BuildRow, Entry
from crf.study.model import Study


class AsOf:
    """What the casebook was after an act (its id; None: the last one). What comes later changes nothing of it.

    Refused where the casebook had no act yet.
    """

    def __init__(self, reader: Reader, upto: int | None = None) -> None:
        self.reader = reader
        acts = reader.file.acts()
        self.acts = tuple(act for act in acts if upto is None or act.id <= upto)
        """The acts of the record, of all subjects, oldest first."""
        if not self.acts:
            raise refuse("asof.nothing")
        self.head = self.acts[-1]
        """The act after which it is read."""
        self._data: dict[str, SubjectData] = {}
        self._contexts: dict[str, Context] = {}
        self._numbers: dict[str, Mapping[Place, int]] = {}

    @cached_property
    def study(self) -> Study:
        """The definition then in force."""
        return self.reader.definition(self.head.build)

    @cached_property
    def builds(self) -> tuple[BuildRow, ...]:
        """The definitions until then, oldest first."""
        rows = self.reader.file.builds()
        last = next(n for n, row in enumerate(rows) if row.fingerprint == self.head.build)
        return tuple(rows[: last + 1])

    @property
    def earlier(self) -> tuple[Study, ...]:
        """The definitions in force before that one, the newest first."""
        return tuple(self.reader.definition(row.fingerprint) for row in reversed(self.builds[:-1]))

    @cached_property
    def _older(self) -> Mapping[str, Index]:
        return {row.fingerprint: Index(self.reader.definition(row.fingerprint)) for row in self.builds[:-1]}

    @cached_property
    def _index(self) -> Index:
        return Index(self.study)

    @property
    def instant(self) -> datetime:
        """The local time of its last act: what is said as of it doesn't hang on the clock."""
        return self.local(self.head)

    def local(self, act: Act) -> datetime:
        """The time of an act as the clock at the site showed it."""
        return act.at.astimezone(ZoneInfo(self.reader.zone))

    def subjects(self) -> tuple[str, ...]:
        """The uids of the subjects enrolled by then, in order of the numbers they then had."""
        enrolled = {act.subject for act in self.acts if act.subject}
        return tuple(sorted(enrolled, key=lambda uid: (self.data(uid).label, uid)))

    def data(self, uid: str) -> SubjectData:
        """The records of a subject; of the site, with an empty uid."""
        if uid not in self._data:
            self._data[uid] = self.reader.file.data(uid, self.head.id)
        return self._data[uid]

    def context(self, uid: str) -> Context:
        """A subject's data in the surroundings of that instant."""
        if uid not in self._contexts:
            site = self.data("").records if uid else {}
            known = (self.instant, self.reader.zone, site, self._older, self._index)
            self._contexts[uid] = Context(self.study, self.data(uid), *known)
        return self._contexts[uid]

    def order(self, uid: str) -> Mapping[Place, int]:
        """A subject's places by their first entry: rows of a log are numbered by it."""
        return self.reader.file.place_order(uid)

    def number(self, uid: str, place: Place) -> str:
        """The number of a record among those of its log or its site's form, as screen and paper show it; else empty."""
        if uid not in self._numbers:
            counts: dict[str, int] = {}
            numbers: dict[Place, int] = {}
            for one in sorted(self.data(uid).records, key=self.order(uid).__getitem__):
                numbers[one] = counts[one.form] = counts.get(one.form, 0) + 1
            self._numbers[uid] = numbers
        form = self._index.forms.get(place.form)
        counted = form is not None and (form.log or form.applies is not None)
        return str(self._numbers[uid].get(place, "")) if counted else ""

    def entries(self, uid: str) -> list[Entry]:
        """Every entry of a subject until then, in the order in which they were written."""
        found = chain.from_iterable(self.reader.file.histories(uid).values())
        return sorted((one for one in found if one.act.id <= self.head.id), key=lambda one: one.id)
