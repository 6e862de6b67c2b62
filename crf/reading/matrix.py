"""The subject page: facts, the TLT clock, what matters now, and events × forms as a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from attrs import evolve

from crf.clinical.dates import shift, show_day, show_span
from crf.forms.advance import advance
from crf.forms.context import Context
from crf.forms.event_log import FORM as EVENTS
from crf.forms.lay_out import item_numbers
from crf.forms.ongoing import Asked
from crf.forms.proposal_words import headline
from crf.forms.record import Finding, Place, Status
from crf.forms.schedule import Visit, day_label, tlt_days, visits
from crf.forms.standing import SUBJECT, queries, visit_status
from crf.reading import subjects as people
from crf.reading.appointments import appointment_words, outside_words
from crf.reading.calendar import due_state, ended_phase
from crf.reading.clocks import open_clocks
from crf.reading.findings import open_findings, open_proposals
from crf.reading.form import WEEKDAYS, form_name, in_time
from crf.reading.history import role
from crf.reading.judgements import waiting_judgements
from crf.reading.ongoing import asked_again
from crf.reading.queries import waiting
from crf.reading.reader import Reader
from crf.reading.standing import cell_status, marks_of, stage_of, told
from crf.reading.views import Attention, Cell, CellStatus, Clock, Column, Fact, LogTab, MatrixRow, SubjectPage
from crf.store.acts import Act, FormState
from crf.study.model import Phase
from crf.text import say, tell

NAMED = 3
"""Open questions that a cell's tip names."""


def subject_page(reader: Reader, uid: str, now: datetime) -> SubjectPage:
    """Everything the page of a subject shows at an instant (local time)."""
    context = reader.context(uid, now)
    found = in_time(visits(context))
    ended = ended_phase(context)
    columns = tuple(column(context, one, now.date(), ended) for one in found)
    cells = _Cells(reader, uid, context, columns)
    rows = _rows(reader, found, cells)
    asked = asked_again(reader, uid, now)
    columns = tuple(evolve(one, status=_visit_status(rows, n)) for n, one in enumerate(columns))
    return SubjectPage(
        uid,
        context.data.label,
        people.phase(context, found),
        _detail(context),
        _facts(context, found, now.date()),
        tlt_clock(context, now.date()),
        _attention(reader, uid, now, asked),
        columns,
        rows,
        _logs(reader, uid, asked),
        sum(state.findings for state in cells.states.values() if not state.voided),
        sum(reader.draft_places(uid).values()),
        context.data.voided,
        waiting(reader)[uid],
        said.note if (said := context.data.locked.get(SUBJECT)) else "",
    )


def _visit_status(rows: Sequence[MatrixRow], index: int) -> Status:
    """What the forms of a visit have come to; voided ones and those not asked any more say nothing."""
    found = [cell.status for row in rows if (cell := row.cells[index])]
    asked = [one for one in found if one != "voided" and one != "not due" and one != "skipped"]
    return visit_status(asked)


def _detail(context: Context) -> str:
    """Woman, 44; the number she was screened under before."""
    before = context.data.rescreens
    return " · ".join(
        one for one in (people.describe(context), say("subject.before", number=before) if before else "") if one
    )


def _facts(context: Context, found: list[Visit], today: date) -> tuple[Fact, ...]:
    ahead = people.coming(context, found, today)
    dated = f"{WEEKDAYS[today.weekday()]} {show_day(today, year=True)}"
    return (
        Fact(say("subject.today"), day_label(context, today) or show_day(today), dated),
        Fact(say("subject.next"), people.next_text(ahead, today) or say("subject.next.none"), people.next_note(ahead)),
    )


def tlt_clock(context: Context, today: date) -> Clock | None:
    """The TLT clock; None where the study has none. Day 0 before it starts."""
    study = context.study
    if not study.tlt_days:
        return None
    days = int(study.numbers[study.tlt_days].value)
    period = tlt_days(context)
    caption = say("clock.caption", days=days, anchor=study.anchor(study.tlt_anchor).name)
    if period is None:
        return Clock(
            caption, 0, days, say("clock.waits"), say("clock.starts", anchor=study.anchor(study.tlt_anchor).name)
        )
    day = max((today - period[0]).days + 1, 0)
    text = say("clock.day", day=day, days=days) if 0 < day <= days else say("clock.over" if day else "clock.waits")
    span = f"{show_day(period[0])} – {show_day(period[1], year=True)}"
    return Clock(caption, day, days, text, say("clock.note", span=span, next=show_day(shift(period[1], 1))))


def _attention(reader: Reader, uid: str, now: datetime, asked: Asked | None) -> Attention | None:
    """A report not sent; the first open finding; else drafts, ongoing events to ask again, judgements that wait."""
    for clock in open_clocks(reader, now, uid)[:1]:
        kind: Literal["amber", "red"] = "red" if clock.overdue else "amber"
        lead = say("attention.clock", short=clock.short, left=clock.left)
        return Attention(lead, clock.text, say("attention.open"), kind, clock.place, clock.where)
    found = open_findings(reader, uid)
    grave = [one for one in found if one.level == "deviation"]
    if not grave and (events := open_proposals(reader, uid)):
        (at, one), count = events[0], len(events)
        lead = say("attention.events.one" if count == 1 else "attention.events", count=count)
        names = "; ".join(headline(found.message) for _, found in events)
        return Attention(lead, names, say("attention.open"), "amber", at, (one.line, one.item))
    if grave := grave or found:
        worst = grave[0]
        lead = f"{worst.form}, {worst.visit}"
        return Attention(lead, worst.sentence, say("attention.open"), "amber", worst.place, worst.where)
    drafts = reader.draft_places(uid)
    if drafts:
        place = next(iter(drafts))
        text = say("attention.drafts", count=sum(drafts.values()))
        return Attention(form_name(reader.study, place.form), text, say("attention.open"), "calm", place)
    if asked:
        return Attention(*_ongoing(asked), say("attention.ongoing.act"), "calm", ongoing=True)
    judgements = waiting_judgements(reader, uid)
    if judgements:
        first, count = judgements[0], sum(one.count for one in judgements)
        text = say("attention.judged.one" if count == 1 else "attention.judged", count=count)
        return Attention(first.form, text, say("attention.open"), "calm", first.place, first.wheres[0])
    return None


def column(context: Context, one: Visit, today: date, ended: Phase | None) -> Column:
    """A visit as a column's head."""
    planned = show_day(one.planned) if one.planned else f"≥ {show_day(one.earliest)}" if one.earliest else "–"
    is_today = one.actual == today or (one.actual is None and one.planned == today)
    actual = show_day(one.actual) if one.actual else ""
    window = show_span(one.earliest, one.latest) if one.earliest and one.latest and one.earliest <= one.latest else ""
    return Column(
        one.event.id,
        one.key,
        _short(context, one),
        one.name,
        day_label(context, one.actual or one.planned),
        planned,
        say("matrix.today") if is_today else actual,
        window,
        is_today,
        _verdict(one),
        due_state(context, one, today, ended),
        context.data.skipped.get((one.event.id, one.key), ""),
        context.data.stopped.get((one.event.id, one.key), ""),
        said.note if (said := context.data.locked.get((one.event.id, one.key))) else "",
        "not started",
        appointment_words(one.agreed) if one.agreed else "",
        show_day(one.agreed.day) if one.agreed and one.agreed.stands else "",
        outside_words(one),
        one.agreed.note if one.agreed else "",
        _inside(one),
    )


def _short(context: Context, one: Visit) -> str:
    """D-4, D1, D22 C2: the protocol day where the visit's own head doesn't say it."""
    label = day_label(context, one.planned) if one.event.every or one.event.anchor not in ("", "D1") else ""
    return f"{label} {one.short}".strip()


def _verdict(one: Visit) -> str:
    if not one.off:
        return ""
    beyond = abs(one.off)
    days = abs((one.actual - one.planned).days) if one.actual and one.planned else beyond
    told = _days_off(days if one.off > 0 else -days)
    return say("matrix.beyond", told=told, days=beyond) if days != beyond else told


def _inside(one: Visit) -> str:
    """By how many days a visit inside its window was early or late; empty on its planned day, or without a window."""
    if one.off or not one.actual or not one.planned or not (one.earliest or one.latest):
        return ""
    days = (one.actual - one.planned).days
    return say("matrix.inside", told=_days_off(days)) if days else ""


def _days_off(days: int) -> str:
    """One day late; 2 days early for -2."""
    which = ("early" if days < 0 else "late") + ("1" if abs(days) == 1 else "")
    return say(f"matrix.{which}", days=abs(days))


class _Cells:
    """Statuses, findings, drafts and last acts of a subject by place."""

    def __init__(self, reader: Reader, uid: str, context: Context, columns: Sequence[Column]) -> None:
        self.context = context
        self.left_out: dict[tuple[str, str], CellStatus] = {
            (one.event, one.key): "stopped" if one.stopped else "skipped" if one.state == "skipped" else "not due"
            for one in columns
            if one.stopped or one.state in ("skipped", "not due")
        }
        self.states = {state.place: state for state in reader.file.states(uid).get(uid, ())}
        self.findings: dict[Place, list[Finding]] = {}
        for _, place, finding in reader.file.findings(uid):
            if finding.open and finding.level != "missing":
                self.findings.setdefault(place, []).append(finding)
        self.drafts = reader.draft_places(uid)
        self.acts: dict[Place, Act] = reader.file.last_acts(uid)
        self.marks = marks_of(reader, uid)

    def cell(self, place: Place) -> Cell:
        state = self.states.get(place)
        found = self.findings.get(place, [])
        drafts = self.drafts.get(place, 0)
        status = cell_status(self.context, place, state, drafts)
        if status == "not started":
            status = self.left_out.get((place.event, place.event_key), status)
        record = self.context.data.at(place)
        asked = [one.text for one in queries(record) if one.waits] if status != "voided" else []
        return Cell(
            place,
            status,
            len(found),
            0,
            drafts,
            (*(tell(finding.message) for finding in found), *asked, *self.tip(place, state, drafts)),
            len(asked),
            state.missing if state else 0,
            stage_of(self.context.study.form(place.form), record, status),
        )

    def tip(self, place: Place, state: FormState | None, drafts: int) -> tuple[str, ...]:
        lines = [say("matrix.drafts", count=drafts)] if drafts else []
        if state and state.missing:
            lines.append(self.lacking(place, state.missing))
        act = self.acts.get(place)
        if act:
            lines.append(say("matrix.saved", day=show_day(act.local.date()), time=f"{act.local:%H:%M}", role=role(act)))
        return (*lines, *told(self.context, self.marks, place))

    def lacking(self, place: Place, count: int) -> str:
        """How many required questions are open, and the first of them by name."""
        found = advance(place, self.context.data.at(place), None, self.context).findings
        form = self.context.study.form(place.form)
        numbers = item_numbers(form)
        asked = [one.item for one in found if one.level == "missing"][:NAMED]
        names = "; ".join(f"{numbers[id]} {form.item(id).ask}" for id in asked)
        named = say("matrix.missing.1" if count == 1 else "matrix.missing", count=count)
        return f"{named}: {names}" + (" …" if count > NAMED else "")


def _rows(reader: Reader, found: list[Visit], cells: _Cells) -> tuple[MatrixRow, ...]:
    rows = []
    for form in reader.study.forms:
        places = [Place(one.event.id, form.id, one.key) if form.id in one.event.forms else None for one in found]
        if form.log or not any(places):
            continue
        shown = tuple(cells.cell(place) if place else None for place in places)
        rows.append(MatrixRow(form.id, form.short or form.name, form.section, shown))
    order = list(dict.fromkeys(row.section for row in rows))
    return tuple(sorted(rows, key=lambda row: order.index(row.section)))


def _ongoing(asked: Asked) -> tuple[str, str]:
    """Which events are to be asked again, and at which visit."""
    count = len(asked.places)
    lead = say("attention.ongoing.one" if count == 1 else "attention.ongoing", count=count)
    return lead, say("attention.ongoing.text", since=show_day(asked.since), visit=asked.visit, day=show_day(asked.day))


def _logs(reader: Reader, uid: str, asked: Asked | None) -> tuple[LogTab, ...]:
    tabs = []
    for event in reader.study.events:
        for id in event.forms if event.kind == "log" else ():
            form = reader.study.form(id)
            count = sum(
                place.form == id and 0 not in record.voided for place, record in reader.data(uid).records.items()
            )
            asks = " ".join(_ongoing(asked)) if asked and id == EVENTS else ""
            tabs.append(LogTab(id, form.short or form.name, count, Place(event.id, id), asks))
    return tuple(tabs)
