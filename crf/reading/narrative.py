"""The course of a serious event told from the casebook, as a draft that a person edits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from attrs import frozen

from crf.clinical.dates import MONTHS, PartialDate, show_date
from crf.forms.context import Context, When
from crf.forms.event_log import graded_lines
from crf.forms.graded import graded_subject
from crf.forms.links import linked
from crf.forms.numbers import show_number
from crf.forms.record import Place, Record
from crf.forms.telling import show_hours
from crf.forms.values import JOINT, reported, show
from crf.reading.form import show_partial
from crf.reading.reader import Reader
from crf.study.evaluate import compare, day_of
from crf.study.model import Treatment
from crf.text import say, unit_words

BEFORE, AFTER = timedelta(7), timedelta(14)
"""Days around the onset of which graded laboratory values are told."""

FORM, DEATH = "SAE", "DTH"
FATAL = "FATAL"
"""The forms of reports and of a death, and the outcome that asks for it (CDISC OUT)."""


@frozen
class Dose:
    """One administration as it is told: its day, day and time, dose with unit, route, lot, how long it lasted."""

    day: date | None
    when: str
    dose: str
    route: str
    lot: str
    lasted: str


def draft(reader: Reader, uid: str, place: Place, record: Record) -> str:
    """The narrative of a report: who, when, doses before, course, values, treatment, outcome, causality.

    `record` is the report as it stands, with what is typed and not saved. Nothing is guessed: what isn't entered isn't
    told. No name, no initials, no day of birth.
    """
    context = reader.context(uid, reader.instant()).with_record(place, record)
    return " ".join(one for one in _Told(reader, context, record).sentences() if one)


class _Told:
    """The sentences of one narrative."""

    def __init__(self, reader: Reader, context: Context, record: Record) -> None:
        self.reader, self.context, self.record = reader, context, record
        self.items = context.items[FORM]
        onset = record.answer("SAESTDAT").value
        self.onset = PartialDate.parse_iso(onset) if onset else None

    def value(self, item: str) -> str:
        return self.record.answer(item).value

    def shown(self, item: str) -> str:
        one = self.items.get(item)
        return show(self.reader.study, one, self.record.answer(item)) if one else ""

    def sentences(self) -> Iterator[str]:
        yield self.person()
        yield self.doses()
        yield self.event()
        yield self.course()
        labs = lab_lines(self.context, self.onset)
        yield say("narrative.labs", values="; ".join(labs)) if labs else ""
        if self.value("SAETRT"):
            yield say("narrative.treatment", text=self.value("SAETRT").rstrip("."))
        yield self.stay()
        yield self.outcome()
        yield self.causality()

    def person(self) -> str:
        sex, age = self.value("SAESEX"), self.value("SAEAGE")
        who = say(f"narrative.sex.{sex}") if sex in ("F", "M") else say("narrative.sex.U")
        id = "narrative.person" if age else "narrative.person.noage"
        return say(id, subject=self.context.data.label, who=who, age=age, study=self.reader.study.id)

    def doses(self) -> str:
        """Each study drug's last dose before the event, with the days between."""
        told = []
        for drug in self.reader.study.treatments:
            given = doses(self.context, drug, self.onset)
            if not given:
                continue
            last, onset = given[-1], self.onset.complete if self.onset else None
            days = (onset - last.day).days if onset and last.day else None
            ago = "" if days is None else say(f"narrative.ago.{min(days, 2)}", days=days) if days >= 0 else ""
            told.append(
                say("narrative.dose", drug=drug.name, n=len(given), dose=last.dose or "–", when=last.when, ago=ago)
            )
        return say("narrative.doses", doses="; ".join(told)) if told else say("narrative.nodoses")

    def event(self) -> str:
        term = self.shown("SAEDECOD")
        coded = say("narrative.coded", term=term) if term else ""
        words = self.value("SAETERM") or "–"
        return say("narrative.event", term=words[0].upper() + words[1:], coded=coded, when=self.began())

    def began(self) -> str:
        """When it began, as far as it is known."""
        if self.onset is None:
            said = bool(self.record.answer("SAESTDAT").missing)
            return say("narrative.began.unknown") if said else say("narrative.began.day", when="–")
        if self.onset.complete:
            day = show_partial(self.value("SAESTDAT"))
            return say("narrative.began.day", when=f"{day} {self.value('SAESTTIM')}".strip())
        month = MONTHS[self.onset.month - 1] if self.onset.month else ""
        when = f"{month} {self.onset.year}".strip()
        return say("narrative.began.month" if month else "narrative.began.year", when=when)

    def course(self) -> str:
        """The grades of the event it comes from, with their days; else the grade of the report."""
        grades = list(self.grades())
        if grades:
            return say("narrative.course", grades="; ".join(grades))
        return say("narrative.grade", grade=self.value("SAETOXGR")) if self.value("SAETOXGR") else ""

    def grades(self) -> Iterator[str]:
        event = linked(self.context, self.value("SAEREF"))
        record = self.context.data.at(event) if event else None
        for n, (_, grade, since) in enumerate(graded_lines(record) if record else ()):
            id = "narrative.grade.since" if since else "narrative.grade.first" if not n else "narrative.grade.undated"
            yield say(id, grade=grade, day=show_partial(since))

    def stay(self) -> str:
        if not self.value("HOSPST"):
            return ""
        id = "narrative.stay.ended" if self.value("HOSPEN") else "narrative.stay"
        return say(id, first=self.shown("HOSPST"), last=self.shown("HOSPEN"))

    def outcome(self) -> str:
        out = self.shown("SAEOUT")
        if not out:
            return ""
        end = self.shown("SAEENDAT")
        told = say("narrative.outcome.on" if end else "narrative.outcome", outcome=out.lower(), day=end)
        died = death_line(self.context) if self.value("SAEOUT") == FATAL else ""
        return f"{told} {died}".strip()

    def causality(self) -> str:
        codes = self.value("SAEDRUGS").split(JOINT)
        names = [drug.name for drug in self.reader.study.treatments if drug.code in codes]
        told = say("narrative.related", drugs=", ".join(names)) if names else ""
        other = say("narrative.other", text=self.value("SAEOTHER").rstrip(".")) if self.value("SAEOTHER") else ""
        return " ".join(one for one in (told, other) if one)


def death_line(context: Context) -> str:
    """When she died, of what, and what an autopsy found, as the Death form has it; empty where it isn't entered."""
    place = next((place for place, _ in context.places.get(DEATH, ()) if context.data.at(place).started), None)
    if place is None:
        return ""
    items, record = context.items[DEATH], context.data.at(place)

    def shown(id: str) -> str:
        return show(context.study, items[id], record.answer(id)).rstrip(".") if id in items else ""

    cause = ", ".join(one for one in (shown("DTHCAUS"), shown("DTHTXT")) if one)
    said = (("day", shown("DTHDAT")), ("cause", cause), ("autopsy", shown("DTHAUTOP")), ("found", shown("DTHAUTTX")))
    told = "; ".join(say(f"narrative.death.{id}", text=text) for id, text in said if text)
    return f"{told}." if told else ""


def doses(context: Context, drug: Treatment, upto: PartialDate | None) -> list[Dose]:
    """Doses given of a drug, in order of time; up to an onset only those not certainly after it."""
    found = []
    for place, when in context.places.get(drug.form, ()):
        if context.answer(place, "ECOCCUR").value != "Y":
            continue
        if upto is not None and (when is None or compare(when, upto) == 1):
            continue
        found.append(_dose(context, drug, place, when))
    return found


def _dose(context: Context, drug: Treatment, place: Place, when: When) -> Dose:
    form = context.index.forms[drug.form]
    items = context.items[drug.form]
    given = form.sum.given if form.sum else ""
    amount = context.answer(place, given).value if given else ""
    timed = {"ECSTDAT", "ECSTTIM", "ECENDAT", "ECENTIM"} <= items.keys()
    hours = context.scope(place).result("hours(at(ECSTDAT, ECSTTIM), at(ECENDAT, ECENTIM))") if timed else None
    day = day_of(when).complete if when is not None else None
    clock = context.answer(place, "ECSTTIM").value
    shown = show_date(PartialDate.of(day)) if day else "–"
    return Dose(
        day,
        f"{shown} {clock}".strip(),
        f"{show_number(amount)} {items[given].unit}".strip() if amount else "",
        show(context.study, items["ECROUTE"], context.answer(place, "ECROUTE")) if "ECROUTE" in items else "",
        context.answer(place, "ECLOT").value,
        show_hours(hours) if isinstance(hours, Decimal) else "",
    )


def lab_lines(context: Context, onset: PartialDate | None, sent: PartialDate | None = None) -> list[str]:
    """Graded laboratory values around the onset, in order of time: those with a grade of 1 or more.

    Of a report that was sent, values taken later are left out: they weren't known then.
    """
    if onset is None:
        return []
    first, last = onset.earliest - BEFORE, onset.latest + AFTER
    if sent is not None:
        last = min(last, sent.latest)
    told = []
    for one in graded_subject(context):
        day = day_of(one.day).complete if one.day is not None else None
        grades = [grade for grade in one.grading.grades if grade]
        if day is None or not first <= day <= last or not grades:
            continue
        item = context.items[one.place.form][one.item]
        value = unit_words(reported(context.study, item, context.answer(one.place, one.item, one.line)))
        grade = "–".join(str(grade) for grade in sorted(set(grades)))
        told.append(
            say(
                "narrative.lab", day=show_date(PartialDate.of(day)), name=item.row or item.ask, value=value, grade=grade
            )
        )
    return list(dict.fromkeys(told))


def span(first: str, last: str, ongoing: bool) -> str:
    """From when to when, as far as it is known: 01-JAN-2026 – ongoing."""
    end = say("narrative.ongoing") if ongoing else last
    return say("narrative.span", first=first or "?", last=end or "?") if first or end else ""
