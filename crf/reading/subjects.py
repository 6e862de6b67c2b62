"""The list of subjects: where each stands, what comes next, what is open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from crf.clinical.dates import show_day, show_span
from crf.forms.context import Context
from crf.forms.schedule import Visit, due, visits
from crf.forms.standing import SUBJECT
from crf.reading.appointments import appointment_day
from crf.reading.clocks import open_clocks
from crf.reading.history import role
from crf.reading.queries import waiting
from crf.reading.reader import Reader
from crf.reading.views import SubjectLine
from crf.store.acts import ATTESTING, SubjectRow
from crf.study.model import Phase
from crf.text import say


def subject_list(reader: Reader, now: datetime) -> list[SubjectLine]:
    """All subjects by number, voided ones among them."""
    asked = waiting(reader)
    return [_line(reader, row, now, asked[row.uid]) for row in reader.subjects()]


def _line(reader: Reader, row: SubjectRow, now: datetime, asked: int) -> SubjectLine:
    context = reader.context(row.uid, now)
    clock = next(iter(open_clocks(reader, now, row.uid)), None)
    found = visits(context)
    ahead = coming(context, found, now.date())
    states = reader.file.states(row.uid).get(row.uid, ())
    live = [state for state in states if not state.voided and state.status not in ("not started", "stopped")]
    return SubjectLine(
        row.uid,
        row.label,
        phase(context, found),
        describe(context),
        next_text(ahead, now.date()),
        next_note(ahead),
        bool(ahead and ahead.latest and ahead.latest < now.date()),
        sum(state.status == "complete" for state in live),
        len(live),
        sum(state.findings for state in live),
        len(reader.drafts(row.uid)),
        last_saved(reader, row.uid),
        row.voided,
        asked,
        said.note if (said := context.data.locked.get(SUBJECT)) else "",
        say("subjects.clock", short=clock.short, left=clock.left) if clock else "",
        bool(clock and clock.overdue),
    )


def phase(context: Context, found: Sequence[Visit]) -> str:
    """What her state is called: a phase whose condition holds, else that of the last visit, else enrolled."""
    reached = state(context)
    if reached:
        return reached.name
    done = [one for one in found if one.exists and one.event.phase]
    return done[-1].event.phase if done else say("subject.enrolled")


def state(context: Context) -> Phase | None:
    """The gravest phase of the definition that holds for her; None where only her visits tell."""
    return next((one for one in context.study.phases if context.holds(one.when)), None)


def coming(context: Context, found: Sequence[Visit], today: date) -> Visit | None:
    """The visit that comes next, none that is skipped; once a phase has ended her course only one that it keeps."""
    reached = state(context)
    found = [one for one in found if (one.event.id, one.key) not in context.data.skipped]
    if reached and reached.ends:
        found = [one for one in found if one.event.id in reached.keeps]
    return next_visit(found, today)


def describe(context: Context) -> str:
    """Woman, 44: as far as demography tells."""
    sex = age = ""
    for place, record in context.data.records.items():
        if place.form == "DM" and 0 not in record.voided:
            code = record.answer("SEX").value
            sex = say(f"subject.sex.{code}") if code else ""
            age = record.answer("AGE").value
    return ", ".join(one for one in (sex, age) if one)


def next_visit(found: Sequence[Visit], today: date) -> Visit | None:
    """The visit that comes next: the first planned, not begun and not past its window; else the last missed."""
    ahead = due(found, today)
    if ahead:
        return ahead
    missed = [one for one in found if not one.exists and one.planned and (one.latest or one.planned) < today]
    return missed[-1] if missed else None


def next_text(one: Visit | None, today: date) -> str:
    """D15 in 7 days, counted to the day she is expected; empty where nothing is planned or agreed."""
    day = one.expected(today) if one else None
    if one is None or day is None:
        return ""
    days = (day - today).days
    if days == 0:
        return say("subject.next.today", visit=one.short)
    if days == 1:
        return say("subject.next.tomorrow", visit=one.short)
    if days > 0:
        return say("subject.next.in", visit=one.short, days=days)
    return say("subject.next.late" if days < -1 else "subject.next.late1", visit=one.short, days=-days)


def next_note(one: Visit | None) -> str:
    """23 MAR, window 21–25 MAR; with an appointment Tue 24 MAR 10:30, planned 23 MAR."""
    if one is None:
        return ""
    if one.agreed and one.agreed.stands:
        agreed = appointment_day(one.agreed)
        return say("subject.next.agreed", agreed=agreed, day=show_day(one.planned)) if one.planned else agreed
    if one.planned is None:
        return ""
    if not one.earliest or not one.latest:
        return show_day(one.planned)
    return say("subject.next.window", day=show_day(one.planned), window=show_span(one.earliest, one.latest))


def last_saved(reader: Reader, uid: str) -> str:
    """16 MAR 2026 09:12, Study coordinator: the last act that entered something; who looks it over saves nothing."""
    entered = (act for act in reversed(reader.file.acts(uid)) if act.verb not in ATTESTING)
    last = next(entered, None)
    return f"{show_day(last.local.date(), year=True)} {last.local:%H:%M}, {role(last)}" if last else ""
