"""One act written whole: the changes a person made, the derived values they renew, and what the checks say then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from attrs import evolve, frozen

from crf.actions.rights import guard
from crf.actions.session import Session
from crf.forms.advance import DERIVED, advance
from crf.forms.appointments import Appointment
from crf.forms.assess import Assessed, assess
from crf.forms.context import Context
from crf.forms.judged import JUDGE, marks_of
from crf.forms.marks import LOCKED, MARK, QUERY, VERIFIED
from crf.forms.record import BLANK, Answer, Place, Record, SubjectData, Where
from crf.forms.standing import BESIDE, SUBJECT
from crf.store.acts import (
    APPOINTMENT,
    CONFIRM,
    STOP,
    SUBJECT_BEFORE,
    SUBJECT_FORM,
    SUBJECT_NUMBER,
    VISIT_FORM,
    VOID,
    Act,
    Cache,
    FormState,
    NewAct,
    NewEntry,
)

Thing = TypeVar("Thing")


@frozen
class Change:
    """A new answer at a place, line and item. `was` is the head entry it was typed over; `fresh` reads it anew."""

    place: Place
    line: int
    item: str
    answer: Answer
    was: int | None = None
    fresh: bool = True


@frozen
class Done:
    """What an act changed: itself, values of the person, derived values that followed, findings now open."""

    act: Act
    count: int
    derived: int
    findings: int


def commit(
    session: Session,
    verb: str,
    uid: str,
    changes: Sequence[Change],
    reason: str = "",
    detail: str = "",
    new_subject: tuple[str, str] | None = None,
) -> Done:
    """Write the changes as one act. Conflict where somebody else changed a value meanwhile; then nothing is written."""
    act = session.act(verb, uid, reason, detail)
    before = SubjectData() if new_subject else session.file.data(uid)
    guard(session, before, ((change.place, change.item) for change in changes))
    if looked_over(changes):
        # What was asked and compared changes nothing that is worked out: a monitor's key takes no time.
        written = session.file.commit(act, _entries(session, uid, changes, False))
        return Done(written, len(changes), 0, 0)
    typed = len(changes)
    # The act's own instant, so that the cache can be rebuilt later just as it was.
    now = session.local(act.at)
    changes = [*changes, *_judgements(session.reader.around(uid, _applied(before, changes, reason), now), act, changes)]
    after = _applied(before, changes, reason)
    assessed = assess(session.reader.around(uid, after, now), before)
    renewed = _renewed(before, assessed, {change.place for change in changes if not change.item.startswith(BESIDE)})
    entries = _entries(session, uid, [*changes, *renewed], new_subject is not None)
    cache = cache_of(uid, assessed)
    written = session.file.commit(act, entries, cache, new_subject=new_subject)
    if not uid and changes:
        renew_subjects(session, reason)
    return Done(written, typed, len(renewed), sum(state.findings for state in cache.states))


def _judgements(context: Context, act: NewAct, changes: Sequence[Change]) -> list[Change]:
    """What the answers typed do to judgements: an investigator's own count at once, anyone else's end her word."""
    typed: dict[Place, list[Where]] = {}
    for change in changes:
        item = context.items.get(change.place.form, {}).get(change.item)
        if item is not None and item.judged:
            typed.setdefault(change.place, []).append((change.line, change.item))
    hers = act.person.role == JUDGE
    found: list[Change] = []
    for place, wheres in typed.items():
        # What a judgement rests on may be derived: it is worked out before the judgement is kept.
        record = advance(place, context.data.at(place), None, context).record
        for (line, name), mark in marks_of(context.index.forms[place.form], record, wheres).items():
            if hers or not record.mark(name, line).blank:
                found.append(Change(place, line, name, mark if hers else BLANK))
    return found


def looked_over(changes: Sequence[Change]) -> bool:
    """Whether an act only asks or compares."""
    return bool(changes) and all(change.item.startswith((QUERY, VERIFIED)) for change in changes)


def renew_subjects(session: Session, reason: str) -> int:
    """Judge every subject anew after something of the whole site changed; returns how many it made a difference to."""
    changed = 0
    for row in session.file.subjects():
        context = session.reader.context(row.uid, session.now())
        assessed = assess(context)
        stored = (session.file.states(row.uid).get(row.uid, ()), [one[1:] for one in session.file.findings(row.uid)])
        fresh = cache_of(row.uid, assessed)
        if assessed.data != context.data or (fresh.states, list(fresh.findings)) != stored:
            commit(session, "renew", row.uid, (), reason)
            changed += 1
    return changed


def _applied(data: SubjectData, changes: Sequence[Change], reason: str) -> SubjectData:
    """The subject's data as it will stand after the changes."""
    for change in changes:
        if change.place.form == SUBJECT_FORM:
            data = _herself(data, change, reason)
            continue
        if change.place.form == VISIT_FORM:
            data = _visit(data, change)
            continue
        data = data.with_record(change.place, _with(data.at(change.place), change, reason))
    return data


def _herself(data: SubjectData, change: Change, reason: str) -> SubjectData:
    """What is known of the subject herself: her number, the one before, whether she is voided."""
    if change.item == SUBJECT_NUMBER:
        return evolve(data, label=change.answer.value)
    if change.item == LOCKED:
        return evolve(data, locked=_put(data.locked, SUBJECT, change.answer if change.answer.value else None))
    if change.item == SUBJECT_BEFORE:
        return evolve(data, rescreens=change.answer.value)
    return evolve(data, voided=reason if change.answer.value else "")


def _visit(data: SubjectData, change: Change) -> SubjectData:
    """What is known of a visit itself: whether it was skipped or stopped, and the appointment agreed for it."""
    key, answer = (change.place.event, change.place.event_key), change.answer
    if change.item == APPOINTMENT:
        return evolve(data, appointments=_put(data.appointments, key, Appointment.read(answer.value, answer.note)))
    if change.item == LOCKED:
        return evolve(data, locked=_put(data.locked, key, answer if answer.value else None))
    why = answer.note if answer.value else None
    if change.item == STOP:
        return evolve(data, stopped=_put(data.stopped, key, why))
    return evolve(data, skipped=_put(data.skipped, key, why))


def _put(
    known: Mapping[tuple[str, str], Thing], key: tuple[str, str], thing: Thing | None
) -> dict[tuple[str, str], Thing]:
    """What is known of visits with one of them put in; None takes it out."""
    kept = {other: one for other, one in known.items() if other != key}
    return kept if thing is None else {**kept, key: thing}


def _with(record: Record, change: Change, reason: str) -> Record:
    if change.item == VOID:
        kept = {line: why for line, why in record.voided.items() if line != change.line}
        return evolve(record, voided={**kept, change.line: reason} if change.answer.value else kept)
    if change.item.startswith(CONFIRM):
        key = (change.line, change.item.removeprefix(CONFIRM))
        return evolve(record, confirmed={**record.confirmed, key: (change.answer.value, change.answer.note)})
    if change.item.startswith(MARK):
        return evolve(record, marks={**record.marks, (change.line, change.item): change.answer})
    return record.with_answer((change.line, change.item), change.answer)


def _renewed(before: SubjectData, assessed: Assessed, touched: set[Place]) -> list[Change]:
    """Derived values that differ from those stored, in every form that was begun."""
    found: list[Change] = []
    for place, step in assessed.steps.items():
        if not step.record.started and place not in touched:
            continue
        stored = before.at(place)
        for (line, item), answer in step.record.answers.items():
            if answer.note == DERIVED and stored.answer(item, line) not in (answer, BLANK if answer.blank else answer):
                found.append(Change(place, line, item, answer))
    return found


def _entries(session: Session, uid: str, changes: Sequence[Change], new: bool) -> list[NewEntry]:
    heads: dict[Place, dict[tuple[int, str], int]] = {}
    entries = []
    for change in changes:
        if change.fresh and change.place not in heads:
            heads[change.place] = {} if new else session.file.heads(uid, change.place)
        was = heads[change.place].get((change.line, change.item)) if change.fresh else change.was
        entries.append(NewEntry(change.place, change.line, change.item, change.answer, was))
    return entries


def cache_of(uid: str, assessed: Assessed) -> Cache:
    """What `assess` said, as the file keeps it beside the journal."""
    states = tuple(
        FormState(
            place,
            step.status,
            sum(finding.open and finding.level in ("soft", "deviation") for finding in step.findings),
            sum(finding.level == "missing" for finding in step.findings),
            0 in step.record.voided,
            assessed.dates.get(place, ""),
        )
        for place, step in assessed.steps.items()
    )
    found = tuple(
        (place, one) for place, step in assessed.steps.items() for one in step.findings if one.level != "missing"
    )
    return Cache(uid, states, found)
