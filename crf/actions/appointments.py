"""Appointments with a subject: agreed for a planned visit or outside the schedule, changed, moved, removed."""

from __future__ import annotations

from datetime import date, time, timedelta

from attrs import frozen

from crf.actions.commit import Change, Done, commit
from crf.actions.session import Session
from crf.faults import Refused, refuse
from crf.forms.appointments import Appointment, Standing, off_window
from crf.forms.dates import read_date, read_time
from crf.forms.numbers import Readings, Unreadable
from crf.forms.record import BLANK, Answer, Place
from crf.forms.schedule import Visit, visit, visits
from crf.store.acts import APPOINTMENT, VISIT_FORM
from crf.text import Message, message

Key = tuple[str, str]
"""A visit: its event and its event key."""

NOTE = 400
"""Most characters of a note."""


@frozen
class Moved:
    """What moving did: its act, and how many appointments have another day now, the one that was moved among them."""

    done: Done
    count: int


def appoint(session: Session, uid: str, visit_: Key, agreed: Appointment, reason: str = "") -> Done:
    """Agree an appointment for a visit, or change the one agreed, which asks for a reason.

    The planned day and the window stay as they are, and a day outside the window is never refused. Refused where the
    visit is done or left out, where the same already stands, and where a note is too long.
    """
    before = _known(session, uid, visit_)
    _writable(session, uid, visit_, agreed)
    if before == agreed:
        raise refuse("appointment.same")
    if before is not None and not reason.strip():
        raise refuse("reason.needed")
    return commit(session, "change_appointment" if before else "appoint", uid, [_put(visit_, agreed)], reason.strip())


def appoint_outside(session: Session, uid: str, agreed: Appointment) -> Key:
    """Agree an appointment outside the schedule: an unscheduled visit of its own. Refused where the study has none."""
    event = next((one.id for one in session.study.events if one.kind == "unscheduled"), "")
    if not event:
        raise refuse("appointment.nowhere")
    key = (event, session.token()[:12])
    appoint(session, uid, key, agreed)
    return key


def move(session: Session, uid: str, visit_: Key, agreed: Appointment, reason: str, later: bool = False) -> Moved:
    """Move an appointment to another day; with `later` all later ones of hers by the same number of days too.

    Later ones are those that stand, of visits not begun, that come after the old day and time; nobody has confirmed
    their new day yet. Refused as `appoint` does, and where nothing was agreed.
    """
    old = _known(session, uid, visit_)
    if old is None:
        raise refuse("appointment.none")
    _writable(session, uid, visit_, agreed)
    if old == agreed:
        raise refuse("appointment.same")
    if not reason.strip():
        raise refuse("reason.needed")
    days = (agreed.day - old.day).days
    others = later_ones(session, uid, visit_) if later and days else []
    changes = [_put(visit_, agreed)]
    changes += [_put((one.event.id, one.key), one.agreed.moved(days)) for one in others if one.agreed]
    detail = f"{days:+d}" if others else ""
    return Moved(commit(session, "move_appointment", uid, changes, reason.strip(), detail), len(changes))


def later_ones(session: Session, uid: str, visit_: Key) -> list[Visit]:
    """Her visits not begun whose appointment stands and comes after that of a visit, in order of time."""
    old = _known(session, uid, visit_)
    if old is None:
        return []
    known = visits(session.reader.context(uid, session.now()))
    ahead = [(one.agreed, one) for one in known if one.agreed and one.agreed.stands and not one.exists]
    later = [pair for pair in ahead if pair[0].order > old.order and (pair[1].event.id, pair[1].key) != visit_]
    return [one for _, one in sorted(later, key=lambda pair: pair[0].order)]


def remove(session: Session, uid: str, visit_: Key, reason: str) -> Done:
    """Take an appointment away; what was entered and what was planned stays. Refused without a reason or where none."""
    if _known(session, uid, visit_) is None:
        raise refuse("appointment.none")
    if not reason.strip():
        raise refuse("reason.needed")
    change = Change(Place(visit_[0], VISIT_FORM, visit_[1]), 0, APPOINTMENT, BLANK)
    return commit(session, "remove_appointment", uid, [change], reason.strip())


def told_of(session: Session, uid: str, visit_: Key, agreed: Appointment) -> Message | None:
    """What speaks against a day, in soft words: outside the visit's window, or in the past; None where nothing does."""
    one = visit(session.reader.context(uid, session.now()), *visit_)
    off = off_window(agreed.day, one.earliest, one.latest)
    if off and agreed.stands:
        many = "1" if abs(off) == 1 else ""
        return message(f"appointment.{'before' if off < 0 else 'after'}{many}", days=abs(off), visit=one.name)
    if agreed.standing == "AGREED" and agreed.day < session.now().date() - timedelta(1):
        return message("appointment.past")
    return None


def read(session: Session, day: str, clock: str, standing: Standing, note: str) -> Appointment:
    """The appointment that was typed: a day and a time as in any form, the time may be blank. Refused in words."""
    if not day.strip():
        raise refuse("appointment.day")
    try:
        on = read_date(day, session.now().date(), partial=False)
        at = read_time(clock, session.now(), seconds=False) if clock.strip() else ""
    except Unreadable as fault:
        raise Refused(fault.told) from None
    except Readings:
        raise refuse("appointment.day_two", raw=day.strip()) from None
    return Appointment(date.fromisoformat(on), time.fromisoformat(at) if at else None, standing, note.strip())


def _known(session: Session, uid: str, visit_: Key) -> Appointment | None:
    return session.file.data(uid).appointments.get(visit_)


def _writable(session: Session, uid: str, visit_: Key, agreed: Appointment) -> None:
    data = session.file.data(uid)
    if data.voided:
        raise refuse("appointment.voided")
    if visit_ in data.skipped and agreed.stands:
        raise refuse("appointment.skipped")
    if visit(session.reader.context(uid, session.now()), *visit_).exists and agreed.stands:
        raise refuse("appointment.done")
    if len(agreed.note) > NOTE:
        raise refuse("appointment.note", most=NOTE)


def _put(visit_: Key, agreed: Appointment) -> Change:
    return Change(Place(visit_[0], VISIT_FORM, visit_[1]), 0, APPOINTMENT, Answer(agreed.value, note=agreed.note))
