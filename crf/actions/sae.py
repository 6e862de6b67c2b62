"""Reporting an event: a report begun from it in one step, its follow-ups, and marking it as sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal

from attrs import frozen

from crf.actions.commit import Change, commit
from crf.actions.entering import Entering, Saved, new_place
from crf.actions.rights import require
from crf.actions.session import Session
from crf.faults import Refused, refuse
from crf.forms.advance import DERIVED
from crf.forms.clocks import sent_items
from crf.forms.context import Context
from crf.forms.links import link_to, linked
from crf.forms.record import Answer, Draft, Edit, Place, Record
from crf.forms.values import JOINT, raw_text, read
from crf.reading.log import rows_of
from crf.store.acts import DraftRow
from crf.study.model import Clock

EVENT, REPORT = "AE", "SAE"
"""The forms of events and of their reports (CDASH domain, and what sites call it)."""

SAME: Mapping[str, str] = {
    "SAETERM": "AETERM", "SAEDECOD": "AEDECOD", "SAESTDAT": "AESTDAT", "SAESTTIM": "AESTTIM", "SAEENDAT": "AEENDAT",
    "SAEOUT": "AEOUT", "SAETRT": "AETRTXT",
}  # fmt: skip
"""Items of a report and where the event has the same."""

CRITERIA: Mapping[str, str] = {
    "DEATH": "AESDTH", "LIFE": "AESLIFE", "HOSP": "AESHOSP", "DISAB": "AESDISAB", "CONG": "AESCONG", "MIE": "AESMIE",
}  # fmt: skip
REASONS: Mapping[str, str] = {"SAE": "AESER", "TLT": "AETLT", "AESI": "AESI"}
"""Codes of a multiple choice and the answers of the event that are Yes where they hold."""

ANEW = frozenset(
    [
        "SAETYPE", "SAENO", "SAEPREV", "AWAREDAT", "AWARETIM", "AWAREBY", "INFODAT", "REPDAT", "REPTIM", "SENTTO",
        "SENTHOW", "LATEWHY", "SIGNBY",
    ]
)  # fmt: skip
"""What a follow-up doesn't take from the report before it: each has its own."""

TOLD = frozenset(["SAETERM", "SAETRT"])
"""Words of a report that a follow-up keeps as they were written."""

What = Literal["initial", "followup", "open", "tied"]
"""A first report was begun, a further one; one not sent yet stands there; one typed without its event is now tied."""


@frozen
class Begun:
    """The report an event was led to, and how."""

    place: Place
    what: What
    number: int = 0  # of the follow-up


def report_sae(session: Session, uid: str, event: Place) -> Begun:
    """The report of an event: begun with what the event says, or the next follow-up once the one before was sent.

    What is taken over stands in the report as typed, not saved, so that a person looks at it first. Refused where the
    event isn't saved or is voided, and where it is neither serious, nor a TLT, nor of special interest.
    """
    require(session, "enter")
    context = session.reader.context(uid, session.now())
    _reportable(session, context, event)
    link = link_to(event)
    begun = _in_draft(session.reader.drafts(uid), link)
    if begun is not None:
        return Begun(begun, "open")
    reports = [place for place in rows_of(session.reader, uid, REPORT) if _answer(context, place, "SAEREF") == link]
    standing = [place for place in reports if 0 not in context.data.at(place).voided]
    if standing and not _answer(context, standing[-1], "REPDAT"):
        return Begun(standing[-1], "open")
    if not standing or _answer(context, standing[-1], "SAETYPE") == "NULL":
        return _first(session, context, uid, event)
    number = 1 + max(int(_answer(context, place, "SAENO") or 0) for place in reports)
    return _next(session, context, uid, event, standing[-1], number)


def _first(session: Session, context: Context, uid: str, event: Place) -> Begun:
    """A first report with what the event says; one typed before without its event is tied to it instead."""
    loose = _loose(context, event, _number(session, uid, event))
    if loose is not None:
        commit(session, "enter", uid, [Change(loose, 0, "SAEREF", Answer(link_to(event)))])
        return Begun(loose, "tied")
    place = new_place(session, event.event, REPORT)
    _fill(session, uid, place, {**_from_event(session, context, uid, event), **_typed(SAETYPE="INITIAL")})
    return Begun(place, "initial")


def _next(session: Session, context: Context, uid: str, event: Place, last: Place, number: int) -> Begun:
    """A follow-up with what the report before says, and what the event says otherwise by now."""
    before = {
        item: answer
        for (line, item), answer in context.data.at(last).answers.items()
        if not line and item not in ANEW and answer.note != DERIVED
    }
    news = {
        item: one for item, one in _from_event(session, context, uid, event).items()
        if item not in TOLD or item not in before
    }  # fmt: skip
    news.pop("SAEDRUGS", None)  # the report's own judgement, with actions and all
    own = _typed(SAETYPE="FOLLOWUP", SAENO=str(number), SAEPREV=link_to(last))
    place = new_place(session, event.event, REPORT)
    _fill(session, uid, place, {**before, **news, **own})
    return Begun(place, "followup", number)


def event_of(entering: Entering) -> Place | None:
    """The event an open report comes from; None for a report that isn't tied to one, and for other forms."""
    item = next((item for item in entering.form.items if item.link == EVENT), None)
    return linked(entering.context, entering.record.answer(item.id).value) if item else None


def _reportable(session: Session, context: Context, event: Place) -> None:
    form = session.study.form(REPORT) if session.study.has_form(REPORT) else None
    if form is None or not any(item.id == "SAEREF" and item.link == EVENT for item in form.items):
        raise refuse("sae.definition")
    record = context.data.at(event)
    if not record.started:
        raise refuse("sae.unsaved")
    if 0 in record.voided:
        raise refuse("sae.voided")
    if not any(record.answer(item).value == "Y" for item in REASONS.values()):
        raise refuse("sae.not_serious")


def _in_draft(drafts: list[DraftRow], link: str) -> Place | None:
    """A report of the event that was begun and never saved."""
    return next((row.place for row in drafts if row.item == "SAEREF" and row.raw == link), None)


def _loose(context: Context, event: Place, number: int) -> Place | None:
    """A first report typed without its event: it names the event's line, or the term of this event alone."""
    term = _answer(context, event, "AEDECOD")
    same = [place for place, _ in context.places.get(EVENT, ()) if _answer(context, place, "AEDECOD") == term]
    for place, _ in context.places.get(REPORT, ()):
        if _answer(context, place, "SAETYPE") != "INITIAL" or _answer(context, place, "SAEREF"):
            continue
        line = _answer(context, place, "SAELINE")
        if line == str(number) or (not line and same == [event] and _answer(context, place, "SAEDECOD") == term):
            return place
    return None


def _answer(context: Context, place: Place, item: str) -> str:
    return context.data.at(place).answer(item).value


def _number(session: Session, uid: str, event: Place) -> int:
    return rows_of(session.reader, uid, EVENT).index(event) + 1


def _typed(**values: str) -> dict[str, Answer]:
    return {item: Answer(value) for item, value in values.items()}


def _from_event(session: Session, context: Context, uid: str, event: Place) -> dict[str, Answer]:
    """What a report takes from its event, by item."""
    record = context.data.at(event)
    found = {item: record.answer(of) for item, of in SAME.items()}
    found |= _typed(
        SAEREF=link_to(event),
        SAELINE=str(_number(session, uid, event)),
        SAEWHAT=_coded(record, REASONS),
        SAECRIT=_coded(record, CRITERIA),
        SAETOXGR=worst_grade(record),
        SAEDRUGS=_coded(record, {drug.code: f"AEREL_{drug.code}" for drug in session.study.treatments}),
    )
    for drug in session.study.treatments:
        if record.answer(f"AEREL_{drug.code}").value == "Y":
            found[f"SAEACN_{drug.code}"] = record.answer(f"AEACN_{drug.code}")
    return {item: answer for item, answer in found.items() if not answer.blank}


def worst_grade(record: Record) -> str:
    """The highest grade an event ever had; empty where it has none."""
    grades = (record.answer("AETOXGR", line).value for line in record.lines if line not in record.voided)
    return max(grades, default="")


def _coded(record: Record, codes: Mapping[str, str]) -> str:
    return JOINT.join(code for code, item in codes.items() if record.answer(item).value == "Y")


def _fill(session: Session, uid: str, place: Place, answers: Mapping[str, Answer]) -> None:
    """Type answers into a new report; items its form doesn't have are left out."""
    entering = Entering(session, uid, place)
    if entering.read_only:
        raise refuse("sae.read_only")
    for item in entering.form.items:
        answer = answers.get(item.id)
        if answer is None or item.method or (answer.missing and answer.missing not in item.missing):
            continue
        raw = raw_text(session.study, item, answer)
        entering.edit(Edit(0, item.id, raw, answer.missing, answer.unit, exact=item.type in ("integer", "decimal")))


# marking as sent


def clock_for(entering: Entering) -> Clock | None:
    """The clock that a form is marked as sent for; None where none of the form's clocks is stopped by sending."""
    return next((one for one in entering.session.study.clocks if one.form == entering.form.id and one.sent), None)


def was_sent(entering: Entering) -> bool:
    """Whether the report says already when it went out."""
    clock = clock_for(entering)
    return clock is not None and not entering.record.answer(sent_items(clock)[0]).blank


def mark_sent(entering: Entering, to: str, how: str, at: datetime, late: str = "") -> Saved:
    """Say to whom, how and when (local time) a report was sent, and why too late; saved with all that was typed.

    Refused where nothing can be entered in it, where it says already that it was sent, where something saved was
    changed meanwhile (that needs a reason), where somebody or something is missing, for what can't be a value, and for
    a time that lies ahead.
    """
    clock = clock_for(entering)
    if clock is None:
        raise refuse("sae.no_clock")
    if entering.read_only:
        raise refuse("sae.not_marked")
    if was_sent(entering):
        raise refuse("sae.sent")
    if entering.needs_reason():
        raise refuse("sae.save_first")
    if not to.strip() or not how:
        raise refuse("sae.to_whom")
    if at > entering.session.now():
        raise refuse("sae.ahead")
    edits = [Edit(0, item, raw) for item, raw in _marking(clock, to, how, at, late)]
    for edit in edits:
        # What can't be a value would stay a draft, and the report would be sent to nobody.
        found = read(entering.session.study, entering.form.item(edit.item), edit, entering.session.now())
        if isinstance(found, Draft) and found.fault:
            raise Refused(found.fault)
    for edit in edits:
        entering.edit(edit)
    return entering.save()


def _marking(clock: Clock, to: str, how: str, at: datetime, late: str) -> Iterator[tuple[str, str]]:
    """Items and texts that mark a report as sent."""
    day, *clocks = sent_items(clock)
    yield day, at.date().isoformat()
    yield from ((item, f"{at:%H:%M}") for item in clocks)
    yield from ((item, raw) for item, raw in ((clock.to, to), (clock.how, how), (clock.late, late)) if item and raw)
