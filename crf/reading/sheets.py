"""Sheets to print: what a subject's record, or an empty definition, puts on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from attrs import define, evolve, field, frozen

from crf import VERSION
from crf.clinical.dates import PartialDate, show_date, show_offset
from crf.exchange.pages.sheets import Attest, Correction, PrintedFinding, RunHead, Sheet, Stamp
from crf.forms.advance import DERIVED, advance
from crf.forms.context import Context
from crf.forms.event_log import FORM, event_line
from crf.forms.events import EventLine
from crf.forms.lay_out import blank_page, item_numbers, lay_out
from crf.forms.layout import LogLine, Page, Section
from crf.forms.marks import EVENT, SIGNED
from crf.forms.proposal_words import CHECK
from crf.forms.record import Place, Record, Step, SubjectData
from crf.forms.schedule import Visit, day_label, visit, visits
from crf.forms.sets import set_name
from crf.forms.values import as_typed, show
from crf.reading.attests import Attesting, said_of_patient
from crf.reading.cards import card, within
from crf.reading.form import in_time
from crf.reading.history import role
from crf.reading.judgements import Judged, daggers, judged_notes, judged_rows, row_daggers
from crf.reading.log import timeline_of
from crf.reading.reader import Reader
from crf.store.acts import CONFIRM, Act, Entry, Head
from crf.study.model import Event, Form, Item, Study
from crf.study.structure import fingerprints
from crf.text import say, tell, unit_words


@frozen
class Wanted:
    """Which forms to print: all where a field is empty. `key` and `form_key` name one repeat or row."""

    event: str = ""
    form: str = ""
    key: str | None = None
    form_key: str | None = None

    def takes(self, place: Place) -> bool:
        """Whether a place is asked for."""
        return (
            self.event in ("", place.event)
            and self.form in ("", place.form)
            and self.key in (None, place.event_key)
            and self.form_key in (None, place.form_key)
        )


def subject_sheets(reader: Reader, uid: str, wanted: Wanted, upto: int | None = None) -> list[Sheet]:
    """The completed forms of a subject in the order of visits, then the logs; as of an act where one is named."""
    return list(_Subject(reader, uid, upto).sheets(wanted))


def blank_sheets(study: Study, wanted: Wanted, now: datetime) -> list[Sheet]:
    """Every form of every visit without answers, to write on."""
    context = Context(study, SubjectData(), now, study.timezone)
    found = []
    for event in study.events:
        for id in event.forms:
            place = Place(event.id, id)
            if wanted.takes(place):
                found.append(_blank(context, event, study.form(id), place))
    return found


def _blank(context: Context, event: Event, form: Form, place: Place) -> Sheet:
    head = _head(context.study, form, "", "", _visit_name(event), _days(event))
    page = blank_page(form, place, context)
    headings = ("sheet.completed", "sheet.verified", "sheet.signed")
    record = Record(form.id)
    line = event_line(context, place, 0, Step(record, frozenset(), {}, ())) if form.id == FORM else None
    version = context.study.ctcae
    log = (evolve(line, tlt="asked" if context.study.tlt_days else "none", version=version),) if line else None
    return Sheet(
        head,
        page,
        "blank",
        (_visit_name(event), form.name),
        attests=_blocks(headings),
        log=log,
        legend=_legend(form, True),
    )


def _blocks(headings: tuple[str, ...]) -> tuple[Attest, ...]:
    return tuple(Attest(say(heading)) for heading in headings)


def _visit_name(event: Event) -> str:
    return event.name.replace(" {n}", "")


def _days(event: Event) -> str:
    """D-5 to D-3 of the plan; all visits for a log."""
    if event.kind == "log":
        return say("sheet.allvisits")
    if event.first is None or event.anchor != "D1":
        return ""
    if event.last in (None, event.first):
        return f"D{event.first}"
    return say("sheet.days", first=f"D{event.first}", last=f"D{event.last}")


def _head(study: Study, form: Form, site: str, subject: str, visit_: str, day: str) -> RunHead:
    return RunHead(study.id, study.title, site, subject, visit_, day, form.id, form.name, form.version)


def _legend(form: Form, blank: bool) -> str:
    return " ".join(one for one in (form.note, say("sheet.legend.blank" if blank else "sheet.legend")) if one)


def _explained(form: Form, page: Page) -> tuple[str, str]:
    """The legend of a filled form, and what letters and grades beside values mean where there are any."""
    return _legend(form, False), say("sheet.flags") if any(field.verdict for field in page.fields) else ""


@define
class _Notes:
    """Corrections, findings and entries of a log's rows, gathered."""

    corrections: list[Correction] = field(factory=list)
    findings: list[PrintedFinding] = field(factory=list)
    entries: list[Entry] = field(factory=list)
    judged: list[Judged] = field(factory=list)

    def add(self, of: _Subject, form: Form, step: Step, entries: list[Entry], prefix: str, line: int) -> None:
        """Take what one row has; its notes point to `line` where rows stand as lines of one page."""
        for correction in of.corrections(form, entries, prefix):
            self.corrections.append(evolve(correction, where=(within(line, correction.where[0]), correction.where[1])))
        for finding in of.findings(form, step, entries, prefix):
            self.findings.append(evolve(finding, where=(within(line, finding.where[0]), finding.where[1])))
        self.entries.extend(entries)


class _Subject:
    """The prints of one subject at one instant."""

    def __init__(self, reader: Reader, uid: str, upto: int | None) -> None:
        self.reader, self.uid, self.study = reader, uid, reader.study
        self.upto = upto
        data = reader.data(uid) if upto is None else reader.file.data(uid, upto)
        self.context = reader.around(uid, data, reader.instant())
        self.order = reader.file.place_order(uid)
        self.histories: Mapping[Place, Sequence[Entry]] | None = None  # of all places, where all are printed

    def sheets(self, wanted: Wanted) -> Iterator[Sheet]:
        if wanted == Wanted():
            self.histories = self.reader.file.histories(self.uid)
        for one in self.visits():
            for id in one.event.forms:
                for place in self.records(Place(one.event.id, id, one.key)):
                    if wanted.takes(place) and (one.exists or wanted.form or self.of_site(place)):
                        yield self.form_sheet(one, self.study.form(id), place)
        for event in self.study.events if self.uid else ():
            for id in event.forms if event.kind == "log" else ():
                if wanted.event in ("", event.id) and wanted.form in ("", id):
                    form = self.study.form(id)
                    yield self.event_sheet(event, form, wanted) if id == FORM else self.log_sheet(event, form, wanted)

    def of_site(self, place: Place) -> bool:
        """Whether it is a record of the site itself."""
        return not self.uid and place in self.context.data.records

    def records(self, first: Place) -> Sequence[Place]:
        """The records of a form at a visit: one, or all of a site's form of which one holds for a value."""
        if self.study.form(first.form).applies is None:
            return (first,)
        found = [one for one in self.context.data.records if (one.event, one.form) == (first.event, first.form)]
        return sorted(found, key=lambda one: self.order.get(one, 0)) or (first,)

    def visits(self) -> Sequence[Visit]:
        """Her visits in order of time; of the site, the events that hold its own forms."""
        if self.uid:
            return in_time(visits(self.context))
        return [visit(self.context, event.id, "") for event in self.study.events if event.kind == "site"]

    def step(self, place: Place) -> Step:
        return advance(place, self.context.data.at(place), None, self.context)

    def entries(self, place: Place) -> list[Entry]:
        found = self.reader.file.history(self.uid, place) if self.histories is None else self.histories.get(place, ())
        return [entry for entry in found if self.upto is None or entry.act.id <= self.upto]

    def form_sheet(self, one: Visit, form: Form, place: Place) -> Sheet:
        step = self.step(place)
        entries = self.entries(place)
        page = lay_out(form, place, step, self.context)
        day = day_label(self.context, one.actual) or _days(one.event)
        several = set_name(self.context, place) if form.applies else ""
        name = ", ".join(filter(None, (one.name, several)))
        head = _head(self.study, form, self.reader.site, self.context.data.label, name, day)
        return Sheet(
            evolve(head, version=self.version(form, entries)),
            page,
            "completed",
            (self.bookmark(one), f"{form.name}: {several}" if several else form.name),
            tuple(self.corrections(form, entries, "")),
            tuple(self.findings(form, step, entries, "")),
            self.attests(entries),
            judged=judged_notes(Judged(form, step, entries)),
            asides=daggers(page.fields),
            legend=" ".join(
                part for part in (self.before(one, form), self.stopped(one), *_explained(form, page)) if part
            ),
        )

    def before(self, one: Visit, form: Form) -> str:
        """The number she was screened under before, on the first sheet of her casebook."""
        first = self.study.events[0]
        number = self.context.data.rescreens if (one.event, form.id) == (first, first.forms[0]) else ""
        return say("sheet.before", number=number) if number else ""

    def stopped(self, one: Visit) -> str:
        """Why nothing more is entered of the visit; empty where it goes on."""
        reason = self.context.data.stopped.get((one.event.id, one.key), "")
        return say("sheet.stopped", reason=reason.rstrip(".")) if reason else ""

    def version(self, form: Form, entries: list[Entry]) -> str:
        """The version of the form that was in force when a person last wrote into it, or signed it."""
        typed = [entry for entry in entries if said_of_patient(entry) or entry.item == SIGNED]
        then = self.reader.definition(typed[-1].act.build) if typed else self.study
        return then.form(form.id).version if then.has_form(form.id) else form.version

    def bookmark(self, one: Visit) -> str:
        label = day_label(self.context, one.actual)
        return f"{one.name} ({label})" if label else one.name

    def rows(self, form: Form, wanted: Wanted) -> list[tuple[int, Place]]:
        """Number and place of a log's rows in the order they were first saved."""
        places = [place for place in self.context.data.records if place.form == form.id]
        places.sort(key=lambda place: self.order.get(place, 0))
        return [(n, place) for n, place in enumerate(places, 1) if wanted.form_key in (None, place.form_key)]

    def event_sheet(self, event: Event, form: Form, wanted: Wanted) -> Sheet:
        """The adverse event log: one line an event."""
        notes = _Notes()
        lines: list[EventLine] = []
        for n, place in self.rows(form, wanted):
            step, entries = self.step(place), self.entries(place)
            lines.append(event_line(self.context, place, n, step))
            notes.add(self, form, step, entries, f"{n}: ", 0)
            notes.judged.append(Judged(form, step, entries, n))
        page = blank_page(form, Place(event.id, form.id), self.context)
        sheet = self.logged(event, form, page, notes)
        time = timeline_of(self.context, lines)
        note, legend = self.log_note(lines), self.log_legend(form)
        return evolve(sheet, log=tuple(lines), time=time, log_note=note, legend=legend)

    def log_sheet(self, event: Event, form: Form, wanted: Wanted) -> Sheet:
        """Any other log: its rows as numbered cards."""
        notes = _Notes()
        blank = blank_page(form, Place(event.id, form.id), self.context)
        columns = tuple(one for part in blank.sections for row in part.rows for one in row.fields)
        parts = tuple((part.number, part.name) for part in blank.sections) if len(blank.sections) > 1 else ()
        lines = []
        for n, place in self.rows(form, wanted):
            step, entries = self.step(place), self.entries(place)
            page = lay_out(form, place, step, self.context)
            lines.append(LogLine(n, str(n), card(page, n), page.void, parts))
            notes.add(self, form, step, entries, f"{n}: ", n)
            notes.judged.append(Judged(form, step, entries, n))
        section = Section(form.id, "" if parts else "1", form.name, columns=columns, lines=tuple(lines), style="cards")
        return self.logged(event, form, evolve(blank, sections=(section,)), notes)

    def logged(self, event: Event, form: Form, page: Page, notes: _Notes) -> Sheet:
        """What every log's sheet has."""
        head = _head(self.study, form, self.reader.site, self.context.data.label, event.name, say("sheet.allvisits"))
        entries = sorted(notes.entries, key=lambda entry: entry.id)
        return Sheet(
            evolve(head, version=self.version(form, entries)),
            page,
            "completed",
            (event.name, form.name),
            tuple(notes.corrections),
            tuple(notes.findings),
            self.attests(entries),
            judged=judged_rows(notes.judged),
            asides={**daggers(page.fields), **row_daggers(notes.judged)},
            legend=_legend(form, False),
        )

    def log_legend(self, form: Form) -> str:
        day1 = self.context.anchor("D1") if any(one.id == "D1" for one in self.study.anchors) else None
        days = say("sheet.log.days", day=show_date(PartialDate.of(day1))) if day1 else ""
        return " ".join(one for one in (form.note, days) if one)

    def log_note(self, lines: list[EventLine]) -> str:
        live = [line for line in lines if not line.void]
        if not live:
            return say("sheet.log.none", at=show_date(PartialDate.of(self.context.now.date())))
        return say(
            "sheet.log.end",
            count=len(live),
            ongoing=sum(line.ongoing is True for line in live),
            serious=sum(line.serious is True for line in live),
            special=sum(line.special is True for line in live),
            at=show_date(PartialDate.of(self.context.now.date())),
        )

    def corrections(self, form: Form, entries: list[Entry], prefix: str) -> Iterator[Correction]:
        numbers = item_numbers(form)
        items = {item.id: item for item in form.items}
        known = {entry.id: entry for entry in entries}
        for entry in entries:
            item = items.get(entry.item)
            old = known.get(entry.was or -1)
            if item is None or old is None or entry.answer.note == DERIVED or old.answer.note == DERIVED:
                continue
            act = entry.act
            yield Correction(
                (entry.line, item.id),
                prefix + numbers[item.id],
                item.ask,
                self.shown(item, old),
                self.shown(item, entry),
                act.person.name,
                role(act),
                stamp_of(act.local),
                act.reason,
            )

    def shown(self, item: Item, entry: Entry) -> str:
        if typed := as_typed(item, entry.answer):
            return f"{typed} {unit_words(entry.answer.unit)}"
        return show(self.study, item, entry.answer) or say("history.blank")

    def findings(self, form: Form, step: Step, entries: list[Entry], prefix: str) -> Iterator[PrintedFinding]:
        numbers = item_numbers(form)
        decided = {(entry.line, entry.item): entry for entry in entries if entry.item.startswith((CONFIRM, EVENT))}
        for finding in step.findings:
            if finding.level in ("missing", "hard"):
                continue
            item = form.item(finding.item)
            event = finding.check.startswith(CHECK)
            mark = f"{EVENT}{finding.item}:{finding.check.removeprefix(CHECK)}"
            entry = decided.get((finding.line, mark if event else f"{CONFIRM}{finding.check}:{finding.item}"))
            act = entry.act if entry and not finding.open else None
            yield PrintedFinding(
                (finding.line, finding.item),
                prefix + numbers[item.id],
                item.ask,
                "" if event else finding.check,
                tell(finding.message),
                act.person.name if act else "",
                role(act) if act else "",
                stamp_of(act.local) if act else "",
                finding.confirmed,
            )

    def attests(self, entries: list[Entry]) -> tuple[Attest, ...]:
        """The blocks at the foot: of a log, over all its rows."""
        filled: dict[Place, list[Entry]] = {}
        for entry in entries:
            filled.setdefault(entry.place, []).append(entry)
        return Attesting(self.reader, self.uid, self.context, self.upto).blocks(list(filled.items()))


def stamp_of(local: datetime) -> str:
    """05-MAR-2026 16:42 +01:00."""
    offset = local.utcoffset()
    assert offset is not None
    return f"{show_date(PartialDate.of(local.date()))} {local:%H:%M} {show_offset(offset)}"


def short_digest(digest: str) -> str:
    """The first eight hexadecimal digits in two groups of four."""
    return f"{digest[:4]} {digest[4:8]}"


def subject_stamp(reader: Reader, uid: str, upto: int | None = None) -> Stamp:
    """The foot of a subject's pages (or the site's, with an empty uid): the state printed, not when.

    So the same state gives the same bytes.
    """
    head: Head | Act = reader.file.head()
    at = head.at.astimezone(reader.instant().tzinfo) if isinstance(head, Head) and head.at else None
    if upto is not None:
        act = next(one for one in reversed(reader.file.acts()) if one.id <= upto)
        head, at = act, act.local
    label = reader.data(uid).label or say("sheet.site", site=reader.site)
    stamp = _definition(reader.study, f"{label} / {short_digest(reader.file.uid)}", reader.fingerprint)
    return evolve(stamp, at=stamp_of(at) if at else "", head=short_digest(head.digest))


def blank_stamp(study: Study) -> Stamp:
    """The foot of blank pages."""
    return _definition(study, say("sheet.blankcrf"), fingerprints(study).meaning)


def _definition(study: Study, casebook: str, fingerprint: str) -> Stamp:
    protocol = study.protocol or study.version
    return Stamp(casebook, study.version, protocol, short_digest(fingerprint), "", f"Casebook {VERSION}", "")
