"""The investigator's signature: one act over one form or several, its meaning in words, resting on every answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve, frozen

from crf.actions.commit import Change, Done, commit
from crf.actions.rights import require
from crf.actions.session import Session
from crf.faults import refuse
from crf.forms.advance import advance
from crf.forms.context import Context
from crf.forms.judged import waiting
from crf.forms.marks import SIGNED
from crf.forms.record import Answer, Place, Step, Where
from crf.forms.standing import digest, kept, lock_of, queries, signed
from crf.reading.form import visit_of
from crf.reading.judgements import answered, question
from crf.text import say


@frozen
class Signable:
    """A form that is asked to be signed: `refused` says why it can't be, the counts what stays open under the name.

    `judgements` are those no investigator confirmed, as question and answer; the first stands at `where`.
    """

    place: Place
    visit: str
    form: str
    findings: int = 0
    queries: int = 0
    refused: str = ""
    judgements: tuple[str, ...] = ()
    where: Where | None = None

    @property
    def waiting(self) -> int:
        """How much is still open."""
        return self.findings + self.queries + len(self.judgements)


def to_sign(
    session: Session, uid: str, places: Sequence[Place] = (), visit: tuple[str, str] | None = None
) -> tuple[Signable, ...]:
    """What one signature would cover: the forms named, else those begun and not signed of a visit, or of the subject.

    Forms that can't be signed are among them, with the reason.
    """
    context = session.reader.context(uid, session.now())
    asked: Iterable[Place] = places or [
        place
        for place, record in context.data.records.items()
        if place.form in context.items
        and record.started
        and 0 not in record.voided
        and signed(record) != "holds"
        and visit in (None, (place.event, place.event_key))
    ]
    drafts = {row.place for person in session.file.people() for row in session.file.drafts(person, uid)}
    return tuple(_signable(session, context, place, place in drafts) for place in asked)


def _signable(session: Session, context: Context, place: Place, draft: bool) -> Signable:
    step = advance(place, context.data.at(place), None, context)
    form = session.study.form(place.form)
    judged = waiting(form, step.record, step.visible)
    return Signable(
        place,
        visit_of(context, place),
        form.short or form.name,
        sum(one.open and one.level in ("soft", "deviation") for one in step.findings),
        sum(one.waits for one in queries(step.record)),
        _refused(step, draft),
        tuple(f"{question(form, where)} {answered(context, step.record, where)}" for where in judged),
        judged[0] if judged else None,
    )


def _refused(step: Step, draft: bool) -> str:
    """Why a form can't be signed; empty where it can."""
    record = step.record
    missing = sum(one.level == "missing" for one in step.findings)
    if 0 in record.voided:
        return say("sign.voided")
    if not record.started:
        return say("sign.empty")
    if missing:
        return say("sign.missing.1" if missing == 1 else "sign.missing", count=missing)
    if draft:
        return say("sign.draft")
    return say("sign.already") if signed(record) == "holds" else ""


def sign(session: Session, uid: str, places: Sequence[Place], name: str, knowing: bool = False) -> Done:
    """Sign forms in one act, by the name typed again.

    Refused for who isn't an investigator, another name than that at the keyboard, a form that isn't complete, and
    open findings, queries or judgements unless she is `knowing` of them.
    """
    require(session, "sign")
    if session.person is not None and _plain(name) != _plain(session.person.name):
        raise refuse("sign.name", name=session.person.name)
    found = to_sign(session, uid, places) if places else ()
    if not found:
        raise refuse("sign.nothing")
    for one in found:
        if one.refused:
            raise refuse("sign.refused", form=one.form, visit=one.visit, why=one.refused)
    still = sum(one.waiting for one in found)
    if still and not knowing:
        raise refuse("sign.knowing", count=still)
    context = session.reader.context(uid, session.now())
    meaning = say("sign.meaning")
    return commit(
        session, "sign", uid, [_change(session, context, one.place, meaning) for one in found], detail=meaning
    )


def _change(session: Session, context: Context, place: Place, meaning: str) -> Change:
    """The mark: what the answers are, with derived values as they are renewed by this very act; what it means."""
    record = context.data.at(place)
    lock = lock_of(context.data, place)
    build = lock.build if lock and kept(context, place) is not context else session.reader.fingerprint
    bare = evolve(record, marks={where: said for where, said in record.marks.items() if where[1] != SIGNED})
    stands = advance(place, bare, None, context).record
    return Change(place, 0, SIGNED, Answer(digest(stands), note=meaning, unit=build))


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
