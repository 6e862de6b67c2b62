"""A confirmed deviation becomes a line of the deviation log in the same act; a withdrawn one is voided there."""

from __future__ import annotations

import re

from crf.actions.commit import Change
from crf.actions.session import Session
from crf.forms.context import Context
from crf.forms.deviated import FORM, FROM_CHECK, FROM_VALUE, link
from crf.forms.links import link_to_value
from crf.forms.record import Answer, Finding, Place
from crf.forms.schedule import visit
from crf.forms.values import show
from crf.store.acts import VOID
from crf.study.evaluate import day_of
from crf.study.model import Check, Form
from crf.study.rules import DoseRule
from crf.study.words import rule_words
from crf.text import say, tell

LONGEST = 2000
"""Characters of a deviation's sentence and cause that the log holds."""


def proposed(session: Session, uid: str, place: Place, finding: Finding, reason: str) -> list[Change]:
    """The line a confirmed deviation writes; one that stands is brought up to date. Empty for other findings."""
    if finding.level != "deviation" or not session.study.has_form(FORM):
        return []
    context = session.reader.context(uid, session.now())
    values = _values(session, context, place, finding, reason)
    row = _standing(context, link(place, finding))
    if row is None:
        row = Place(_event(session), FORM, form_key=session.token()[:12])
        return [Change(row, 0, item, Answer(value)) for item, value in values.items() if value]
    stands = context.data.at(row)
    told = {"DVTERM", "DVPLAN", "DVACT", "DVCAUSE"}
    if context.when(place) is not None or stands.answer("DVSTDAT").blank:
        told.add("DVSTDAT")  # a planned day is only a proposal: it never replaces what somebody typed
    renewed = {item: value for item, value in values.items() if item in told}
    return [
        Change(row, 0, item, Answer(value))
        for item, value in renewed.items()
        if value and value != stands.answer(item).value
    ]


def withdrawn(session: Session, uid: str, place: Place, finding: Finding) -> list[Change]:
    """The voiding of the line a confirmation wrote."""
    context = session.reader.context(uid, session.now())
    row = _standing(context, link(place, finding)) if finding.level == "deviation" else None
    return [Change(row, 0, VOID, Answer("Y"))] if row else []


def _event(session: Session) -> str:
    return next(event.id for event in session.study.events if FORM in event.forms)


def _standing(context: Context, text: str) -> Place | None:
    """The line of the log that comes from just this finding, where it isn't voided."""
    for place, record in context.data.records.items():
        if place.form == FORM and 0 not in record.voided and record.answer(FROM_CHECK).value == text:
            return place
    return None


def _values(session: Session, context: Context, place: Place, finding: Finding, reason: str) -> dict[str, str]:
    form = session.study.form(place.form)
    check = next((one for one in form.checks if one.id == finding.check), None)
    said = dict(finding.message.values)
    return {
        "DVTERM": what_happened(tell(finding.message))[:LONGEST],
        "DVCAT": (check.category if check else "") or "OTHER",
        "DVSTDAT": _occurred(session, context, place),
        "DVDETDAT": session.now().date().isoformat(),
        "DVPLAN": _planned(session, context, form, check, place, said),
        "DVACT": _actual(session, context, form, check, place, finding),
        "DVCAUSE": reason.strip()[:LONGEST],
        "DVIMP": "Y" if check and check.important else "",
        FROM_CHECK: link(place, finding),
        FROM_VALUE: link_to_value(place, finding.line, finding.item),
    }


def _occurred(session: Session, context: Context, place: Place) -> str:
    """The day of the record; of one without a day, like a dose left out, that of its visit: done, or planned by now."""
    when = context.when(place)
    if when is not None:
        return day_of(when).iso
    at = visit(context, place.event, place.event_key)
    day = at.actual or at.planned
    return day.isoformat() if day and day <= session.now().date() else ""


def what_happened(sentence: str) -> str:
    """A check's first sentence: what is, without the mend that follows it."""
    return re.split(r"(?<=\.) (?=[A-Z])", sentence, maxsplit=1)[0]


def _planned(
    session: Session, context: Context, form: Form, check: Check | None, place: Place, said: dict[str, str]
) -> str:
    """What was planned: a window or an end of it, a range of doses, the planned dose, the rule of a dose left out."""
    first, last = said.get("first", ""), said.get("last", "")
    if first == last != "":
        return first
    if first or last:
        kind = "window" if first and last else "from" if first else "until"
        return say(f"deviation.{kind}", first=first, last=last)
    if check is None or form.sum is None or "planned" in said:
        return said.get("planned", "")
    if check.on not in (form.sum.prescribed, form.sum.given):
        return _left_out(context, form, place)
    if "low" in said and "high" in said:
        return f"{say('deviation.window', first=said['low'], last=said['high'])} {form.item(check.on).unit}".strip()
    return _shown(session, context, form, place, form.sum.planned, 0) if form.sum.planned else ""


def _left_out(context: Context, form: Form, place: Place) -> str:
    """The rule of a dose that wasn't given, where it can be told which; empty where one was given."""
    if form.sum is None:
        return ""
    asked, scope = form.item(form.sum.planned or form.sum.given).show, context.scope(place)
    rule = scope.result(form.sum.rule) if asked and scope.result(asked) is False else None
    return rule_words(rule) if isinstance(rule, DoseRule) else ""


def _actual(session: Session, context: Context, form: Form, check: Check | None, place: Place, finding: Finding) -> str:
    """The answer the check stands at, a time with its day."""
    if check is None:
        return ""
    day, line = context.index.days.get((form.id, check.on)), finding.line
    on = _shown(session, context, form, place, day.id, context.line_of(form.id, day.id, line)) if day else ""
    return f"{on} {_shown(session, context, form, place, check.on, line)}".strip()


def _shown(session: Session, context: Context, form: Form, place: Place, id: str, line: int) -> str:
    """An answer with its unit; empty where it is blank."""
    item = form.item(id)
    shown = show(session.study, item, context.answer(place, id, line))
    return f"{shown} {item.unit}".strip() if shown else ""
