"""How a record stands besides its answers: queries on it, compared with the source, signed, locked; and its status.

All of it is read from marks. A comparison or a signature ends by itself when an answer it rests on changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Literal

from attrs import evolve, frozen

from crf.forms.context import Context
from crf.forms.marks import EVENT, LOCKED, QUERY, SIGNED, VERIFIED
from crf.forms.record import Answer, Place, Record, Status, SubjectData, Where
from crf.study.model import Form

QueryState = Literal["open", "answered", "closed"]
Rests = Literal["", "holds", "changed"]
"""Nothing was said; what was said rests on what stands; what it rests on was changed since."""
Scope = Literal["form", "visit", "subject"]

SUBJECT = ("", "")
"""The key of a lock of the whole subject in `SubjectData.locked`."""
BESIDE = (QUERY, VERIFIED, SIGNED, LOCKED, EVENT)
"""Marks that change nothing of what stands in a form: they can be set on a locked one."""
FREE: tuple[Status, ...] = ("not started", "draft")


@frozen
class Query:
    """A question somebody asked about an item (or, without one, about the form): its mark, state and last text."""

    mark: str
    line: int
    item: str
    state: QueryState
    text: str

    @property
    def waits(self) -> bool:
        """Whether it isn't closed."""
        return self.state != "closed"


@frozen
class Lock:
    """What keeps a form from being changed: itself, its visit or its subject, why, and the definition then in force."""

    scope: Scope
    reason: str
    build: str


def queries(record: Record) -> tuple[Query, ...]:
    """All queries of a record in the order they were opened; a voided line's are left out."""
    return tuple(_queries(record))


def _queries(record: Record) -> Iterator[Query]:
    states: dict[str, QueryState] = {"open": "open", "answered": "answered", "closed": "closed"}
    for (line, mark), said in record.marks.items():
        if mark.startswith(QUERY) and said.value in states and line not in record.voided:
            item = mark.removeprefix(QUERY).rpartition(":")[0]
            yield Query(mark, line, item, states[said.value], said.note)


def to_verify(form: Form, record: Record) -> tuple[Where, ...]:
    """What a monitor compares with the source: every answer a person gave, in the order of the form."""
    typed = [item.id for item in form.items if not item.method and item.type != "note"]
    order = {item: n for n, item in enumerate(typed)}
    found = [
        (line, item)
        for (line, item), answer in record.answers.items()
        if item in order and not answer.blank and line not in record.voided
    ]
    return tuple(sorted(found, key=lambda where: (where[0], order[where[1]])))


def verified(record: Record, where: Where) -> Rests:
    """Whether an item was compared with its source, and whether what was compared still stands."""
    line, item = where
    said, stands = record.mark(VERIFIED + item, line), record.answer(item, line)
    if said.blank:
        return ""
    return "holds" if (said.value, said.missing) == (stands.value, stands.missing) else "changed"


def all_verified(form: Form, record: Record) -> bool:
    """Whether every answer of a record was compared and still stands; false where there is none."""
    needed = to_verify(form, record)
    return bool(needed) and all(verified(record, where) == "holds" for where in needed)


def digest(record: Record) -> str:
    """SHA-256, hexadecimal, of every answer of a record and of which lines are voided: what a signature rests on."""
    parts = [
        f"{line}\x1f{item}\x1f{answer.value}\x1f{answer.missing}"
        for (line, item), answer in sorted(record.answers.items())
        if not answer.blank
    ]
    parts += [f"{line}\x1fvoid" for line in sorted(record.voided)]
    return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()


def signed(record: Record) -> Rests:
    """Whether a record was signed, and whether the answers are still those that were signed."""
    said = record.mark(SIGNED)
    if not said.value:
        return ""
    return "holds" if said.value == digest(record) else "changed"


def lock_of(data: SubjectData, place: Place) -> Lock | None:
    """What locks a place, the widest first: its subject, its visit, the form itself."""
    scopes: tuple[tuple[Scope, Answer | None], ...] = (
        ("subject", data.locked.get(SUBJECT)),
        ("visit", data.locked.get((place.event, place.event_key))),
        ("form", data.at(place).mark(LOCKED)),
    )
    return next((Lock(scope, said.note, said.unit) for scope, said in scopes if said and said.value), None)


def kept(context: Context, place: Place) -> Context | None:
    """The surroundings a record stays in: None where it follows the data and the definition in force.

    A locked record keeps its derived values, and the definition it was locked under. A signed one stays with the
    definition it was signed under for as long as its signature holds.
    """
    record = context.data.at(place)
    said, lock = record.mark(SIGNED), lock_of(context.data, place)
    signs = said.unit in context.older and signed(record) == "holds"
    if lock is None and not signs:
        return None
    build = lock.build if lock and not signs else said.unit
    index = context.older.get(build)
    if index is None or place.form not in index.forms:
        return context
    found = context.earlier.get(build)
    if found is None:
        found = context.earlier[build] = evolve(context, study=index.study, index=index)
    return found


def status_of(status: Status, form: Form, record: Record, locked: bool) -> Status:
    """The status in one word, from that of the data alone and from what people said of them.

    A lock says most; then a signature. What is incomplete says so before any query, and a query before a finding:
    what waits must not hide behind a verification.
    """
    if locked:
        return "locked"
    if status in FREE:
        return status
    if signed(record) == "holds":
        return "signed"
    if status in ("incomplete", "stopped"):
        return status
    if any(one.waits for one in queries(record)):
        return "queries"
    if status == "findings":
        return status
    return "verified" if all_verified(form, record) else status


RANK: tuple[Status, ...] = (
    "draft", "incomplete", "stopped", "queries", "findings", "complete", "verified", "signed", "locked",
)  # fmt: skip
"""Statuses of forms from the one that says least of a visit's state to the one that says most."""


def visit_status(forms: Iterable[Status]) -> Status:
    """The status of a visit from those of its forms: the least any of them reached; incomplete once one is begun."""
    found = list(forms)
    begun = [one for one in found if one != "not started"]
    if not begun:
        return "not started"
    least = min(begun, key=RANK.index)
    return "incomplete" if len(begun) < len(found) and least != "draft" else least
