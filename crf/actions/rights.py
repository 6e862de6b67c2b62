"""Who may do what by role, and what nobody may change: data that are locked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from crf.faults import refuse
from crf.forms.record import Place, SubjectData
from crf.forms.standing import BESIDE, SUBJECT, Lock, lock_of
from crf.store.acts import SUBJECT_FORM, VISIT_FORM
from crf.text import say

if TYPE_CHECKING:
    from crf.actions.session import Session

Right = Literal["enter", "query", "answer", "close", "verify", "sign", "lock"]

SITE = frozenset({"coordinator", "investigator", "nurse", "pharmacist"})
REVIEW = frozenset({"monitor", "data"})
RIGHTS: dict[Right, frozenset[str]] = {
    "enter": SITE | {"data"},
    "query": REVIEW | {"investigator", "coordinator"},
    "answer": SITE,
    "close": REVIEW,
    "verify": frozenset({"monitor"}),
    "sign": frozenset({"investigator"}),
    "lock": REVIEW,
}
"""A monitor reads and asks, but never enters: the data are the site's (ICH E6(R2) 5.18.4, 6.4.9)."""


def may(session: Session, right: Right) -> bool:
    """Whether the person at the keyboard has a right."""
    return session.person is not None and session.person.role in RIGHTS[right]


def require(session: Session, right: Right) -> None:
    """Refuse who hasn't the right. Nobody at the keyboard is refused by the act itself."""
    person = session.person
    if person is not None and person.role not in RIGHTS[right]:
        words = ", ".join(say(f"role.{role}") for role in sorted(RIGHTS[right]))
        raise refuse(f"rights.{right}", role=say(f"role.{person.role}"), roles=words)


def guard(session: Session, data: SubjectData, changes: Iterable[tuple[Place, str]]) -> None:
    """Refuse to change what is locked, and to let a monitor enter data; `changes` are places and items."""
    for place, item in changes:
        if item.startswith(BESIDE):
            continue
        require(session, "enter")
        lock = lock_at(data, place)
        if lock is not None:
            what = session.study.form(place.form).name if session.study.has_form(place.form) else data.label
            raise refuse(f"lock.refused.{lock.scope}", what=what, reason=lock.reason)


def lock_at(data: SubjectData, place: Place) -> Lock | None:
    """What locks a form, a visit itself or the subject herself."""
    if place.form == SUBJECT_FORM:
        whole = data.locked.get(SUBJECT)
        return Lock("subject", whole.note, whole.unit) if whole else None
    if place.form == VISIT_FORM:
        return lock_of(data, Place(place.event, place.form, place.event_key))
    return lock_of(data, place)
