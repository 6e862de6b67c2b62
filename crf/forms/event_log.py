"""Adverse event records as lines of the log: days, grades, drugs, and how each stands to the TLT period."""

from __future__ import annotations

from crf.clinical.dates import PartialDate
from crf.clinical.dose import tlt_day
from crf.ctcae import Term, term_of
from crf.forms.context import Context
from crf.forms.events import DrugRelation, EventLine, GradeSpan, Tlt
from crf.forms.judged import state, waiting
from crf.forms.marks import ONGOING
from crf.forms.record import BLANK, Place, Record, Step
from crf.forms.schedule import day_label, tlt_days
from crf.forms.special import special_of
from crf.forms.values import coded_in, show
from crf.study.evaluate import compare
from crf.study.model import Form, Special, Study, Treatment

FORM = "AE"
UNKNOWN = "UNK"
"""Stands for the day of an onset nobody knows."""

_SERIOUS = ("AESDTH", "AESLIFE", "AESHOSP", "AESDISAB", "AESCONG", "AESMIE")


def event_line(context: Context, place: Place, number: int, step: Step) -> EventLine:
    """One line of the log, from a record of the form AE (CDASH variable names)."""
    record = step.record
    form = context.study.form(FORM)
    version = coded_in(record.answer("AEDECOD"))
    term = term_of(record.answer("AEDECOD").value, version)
    special = special_of(context.study, record.answer("AEDECOD").value, record.answer("AETERM").value)
    again = record.mark(ONGOING) if record.answer("AEONGO").value == "Y" else BLANK
    start = record.answer("AESTDAT").value
    unknown = bool(record.answer("AESTDAT").missing)
    standing, day = _tlt(context, record, start, unknown)
    return EventLine(
        place,
        number,
        *((term.term, term.code, term.soc) if term else ("", "", "")),
        record.answer("AETERM").value,
        _grades(context, record, term, start),
        _exists(term),
        *_when(context, record, "AEST"),
        *_when(context, record, "AEEN"),
        _yes(record, "AEONGO"),
        _shown(context.study, form, record, "AEOUT"),
        _yes(record, "AESER"),
        tuple(form.item(id).ask for id in _SERIOUS if record.answer(id).value == "Y"),
        _yes(record, "AESI"),
        tuple(_drug(context, form, record, one, UNKNOWN if unknown else start) for one in context.study.treatments),
        record.answer("AETRTXT").value or _shown(context.study, form, record, "AECONTRT"),
        standing,
        day,
        step.status,
        step.findings,
        record.voided.get(0, ""),
        version if term else "",
        special.name if special else "",
        _further(context.study, form, record, special),
        len(waiting(form, record, step.visible)),
        again.value,
        again.note,
        unknown,
    )


def _further(study: Study, form: Form, record: Record, special: Special | None) -> str:
    """The grade a special interest has beside CTCAE's: ASTCT grade 2. Empty where none is asked or answered."""
    item = next((one for one in form.items if special and one.id == special.grade), None)
    if item is None:
        return ""
    lines = [line for line in record.lines if line not in record.voided] if form.group_of(item.id).repeats else [0]
    told = [text for line in lines if (text := show(study, item, record.answer(item.id, line)))]
    return f"{item.row or item.ask}: {' → '.join(told)}" if told else ""


def _yes(record: Record, item: str) -> bool | None:
    value = record.answer(item).value
    return None if not value else value == "Y"


def _shown(study: Study, form: Form, record: Record, item: str) -> str:
    return show(study, form.item(item), record.answer(item))


def _day(context: Context, iso: str) -> str:
    return day_label(context, PartialDate.parse_iso(iso).complete if iso else None)


def _when(context: Context, record: Record, prefix: str) -> tuple[str, str, str]:
    """Date, time and study day of a start or an end."""
    day = record.answer(f"{prefix}DAT").value
    return day, record.answer(f"{prefix}TIM").value, _day(context, day)


def _grades(context: Context, record: Record, term: Term | None, start: str) -> tuple[GradeSpan, ...]:
    found: list[GradeSpan] = []
    for line, grade, day in graded_lines(record):
        since = day or ("" if found else start)
        # What was saved with the grade rules: nothing a program or dictionary says later changes it.
        criterion = record.answer("AECRIT", line).value or (term.criteria(int(grade)) if term else "")
        found.append(GradeSpan(int(grade), since, criterion, _day(context, since)))
    return tuple(found)


def graded_lines(record: Record) -> list[tuple[int, str, str]]:
    """The lines of an event's grades with the grade and the day it began, in order of these days.

    Without a day the first is that from onset; a later one stays behind the line it was entered after.
    """
    found: list[tuple[str, tuple[int, str, str]]] = []
    for line in record.lines:
        grade, day = record.answer("AETOXGR", line).value, record.answer("AEGRDAT", line).value
        if grade and line not in record.voided:
            found.append((day or (found[-1][0] if found else ""), (line, grade, day)))
    return [one for _, one in sorted(found, key=lambda one: one[0])]


def _exists(term: Term | None) -> tuple[bool, bool, bool, bool, bool]:
    """Which grades there are; all of them while no term is chosen."""
    if term is None:
        return True, True, True, True, True
    return term.exists(1), term.exists(2), term.exists(3), term.exists(4), term.exists(5)


def _drug(context: Context, form: Form, record: Record, drug: Treatment, start: str) -> DrugRelation:
    action = record.answer(f"AEACN_{drug.code}").value
    choice = context.study.codelist("ACN").choice(action)
    given = _given(context, drug, start)
    short = (choice.short or choice.code) if choice else ""
    text = choice.text if choice else ""
    return DrugRelation(drug.code, drug.name, drug.short, _yes(record, f"AEREL_{drug.code}"), short, text, given)


def _given(context: Context, drug: Treatment, start: str) -> bool:
    """Whether the drug may have been given on or before the day of onset: not certainly after it.

    `start` UNKNOWN is an onset said to be unknown: any dose may lie before it.
    """
    if not start:
        return False
    places = [place for place, _ in context.places.get(drug.form, ()) if context.answer(place, "ECOCCUR").value != "N"]
    days = [context.read(place, drug.dated) for place in places]
    given = [day for day in days if isinstance(day, PartialDate)]
    return bool(given) if start == UNKNOWN else any(compare(day, PartialDate.parse_iso(start)) != 1 for day in given)


def _tlt(context: Context, record: Record, start: str, unknown: bool) -> tuple[Tlt, int | None]:
    """Standing to the TLT period and the day of onset in it; a decision to be made again is asked.

    An onset that could lie inside counts as inside, one said to be unknown too.
    """
    period = tlt_days(context)
    if period is None or not (start or unknown):
        return "none", None
    onset = PartialDate.parse_iso(start) if start else None
    if onset and onset.latest < period[0]:
        return "before", None
    if onset and onset.earliest > period[1]:
        return "after", None
    form = context.study.form(FORM)
    decided = None if state(form, record, form.item("AETLT")) == "reopened" else _yes(record, "AETLT")
    day = tlt_day(onset.complete, period[0]) if onset and onset.complete else None
    return "asked" if decided is None else "yes" if decided else "no", day
