"""What edit checks say of a record: the definition's own, and those every form has (missing, range, hidden, future)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import evolve

from crf.clinical.dates import Moment, PartialDate
from crf.forms import tlt
from crf.forms.clock_changes import clock_findings
from crf.forms.context import Context
from crf.forms.deviated import undone
from crf.forms.grounds import grounds
from crf.forms.judged import reopened
from crf.forms.proposal_words import event_findings
from crf.forms.record import Answer, Finding, FindingLevel, Place, Record, Where
from crf.forms.scope import FormScope
from crf.forms.sets import set_findings
from crf.forms.telling import range_text, say_value, show_hours, show_percent
from crf.forms.twice import entered_twice
from crf.forms.values import JOINT, moment, show, typed
from crf.study.evaluate import Value, compare
from crf.study.expressions import parse
from crf.study.model import Check, Form, Group, Item
from crf.text import Message, message, unit_words

__all__ = ["findings", "lines_of", "offered", "range_text", "say_value", "show_hours", "show_percent"]

_NAME = re.compile(r"{(\w+)}")


def findings(
    form: Form, place: Place, record: Record, context: Context, visible: frozenset[Where]
) -> tuple[Finding, ...]:
    """All findings of a record in the order of its items; none on a voided record or line, or one not begun."""
    if 0 in record.voided or not (record.started or record.drafts):
        return ()
    asked = _Checks(form, place, record, context)
    found = [
        finding
        for group in form.groups
        for line in lines_of(group, record)
        if line not in record.voided
        for item in group.items
        for finding in asked.item(item, line, (line, item.id) in visible)
    ]
    return tuple(confirmed(finding, record) for finding in found)


def lines_of(group: Group, record: Record) -> tuple[int, ...]:
    """The lines of a group in use, voided ones among them; 0 outside repeating groups."""
    if not group.repeats:
        return (0,)
    ids = {item.id for item in group.items}
    return tuple(sorted({line for line, item in (*record.answers, *record.drafts) if line and item in ids}))


def offered(item: Item, place: Place, line: int, code: str, context: Context) -> bool:
    """Whether a choice is offered; one that can't be told is."""
    return not item.offer or context.scope(place, line, code).result(item.offer) is not False


def confirmed(finding: Finding, record: Record) -> Finding:
    """The finding with the reason it was confirmed for, as long as it rests on the same values."""
    rests, reason = record.confirmed.get((finding.line, f"{finding.check}:{finding.item}"), ("", ""))
    return evolve(finding, confirmed=reason) if reason and rests == finding.rests else finding


class _Checks:
    """The checks of one record."""

    def __init__(self, form: Form, place: Place, record: Record, context: Context) -> None:
        self.form, self.place, self.record, self.context = form, place, record, context
        self.own: dict[str, list[Check]] = {}
        for check in form.checks:
            self.own.setdefault(check.on, []).append(check)

    def item(self, item: Item, line: int, visible: bool) -> Iterator[Finding]:
        """What is to say of an item of a line. A draft has its fault only: what stood there before isn't judged."""
        where = (line, item.id)
        answer = self.record.answer(item.id, line)
        draft = self.record.drafts.get(where)
        if draft is not None and draft.fault is not None:
            yield Finding("hard", line, item.id, "hard", draft.fault)
        if not visible:
            yield from self.hidden(item, where, answer)
            return
        if draft is None:
            yield from self.missing(item, where, answer)
            yield from self.range(item, where, answer)
            yield from self.future(item, where, answer)
            yield from clock_findings(self.context, self.record, item, where)
            yield from undone(self.context, self.record, item.id)
            yield from self.withdrawn(item, where, answer)
            yield from self.decided(item, where)
            yield from entered_twice(self.context, self.place, item.id)
            yield from event_findings(self.context, self.place, item.id, line)
            if self.form.applies is not None and item.id == self.form.applies.since:
                yield from set_findings(self.context, self.place)
        scope = self.context.scope(self.place, line)
        for check in self.own.get(item.id, ()):
            if scope.result(check.fires) is True:
                yield self.fired(check, scope)

    def hidden(self, item: Item, where: Where, answer: Answer) -> Iterator[Finding]:
        """A value, or a missing code, that an earlier answer says isn't asked: it is kept until somebody looks."""
        if not item.method and not answer.blank:
            yield self.found("hidden", where, item, answer, answer.value or answer.missing)

    def missing(self, item: Item, where: Where, answer: Answer) -> Iterator[Finding]:
        """A required question not answered."""
        if item.required and not item.method and item.type != "note" and answer.blank:
            yield self.found("required", where, item, answer, "", "missing")

    def range(self, item: Item, where: Where, answer: Answer) -> Iterator[Finding]:
        """A value certainly outside its range; both ends belong to it."""
        if not (item.low or item.high):
            return
        ends = (_end(item, item.low), _end(item, item.high))
        value, low, high = (typed(item, one, self.context.zone) for one in (answer, *ends))
        if compare(value, low) == -1 or compare(high, value) == -1:
            yield self.found("range", where, item, answer, answer.value)

    def future(self, item: Item, where: Where, answer: Answer) -> Iterator[Finding]:
        """A date or moment that certainly lies ahead, where none may; a time of today that does."""
        if item.future or item.type not in ("date", "time", "datetime"):
            return
        value = self.today_at(item, where[0], answer) if item.type == "time" else typed(item, answer, self.context.zone)
        if isinstance(value, Moment):
            ahead = value.earliest > self.context.now
        else:
            ahead = isinstance(value, PartialDate) and value.earliest > self.context.now.date()
        if ahead:
            yield self.found("future", where, item, answer, answer.value)

    def today_at(self, item: Item, line: int, answer: Answer) -> Value:
        """The moment a time makes with its date, where that is today and might not lie ahead."""
        day = self.context.index.days.get((self.form.id, item.id))
        if day is None or day.future or not answer.value:
            return None
        own = self.context.line_of(self.form.id, day.id, line)
        found = typed(day, self.record.answer(day.id, own), self.context.zone)
        today = isinstance(found, PartialDate) and found.complete == self.context.now.date()
        return moment(found, answer.value, self.context.zone) if today and isinstance(found, PartialDate) else None

    def withdrawn(self, item: Item, where: Where, answer: Answer) -> Iterator[Finding]:
        """Choices saved before that aren't offered or listed any more: they stay, and somebody has to look at them."""
        codes = answer.value.split(JOINT) if item.codelist and answer.value else ()
        kept = [code for code in codes if self.listed(item, code) and self.offers(item, where[0], code)]
        gone = JOINT.join(code for code in codes if code not in kept)
        if gone:
            yield self.found("withdrawn", where, item, Answer(gone), gone)

    def decided(self, item: Item, where: Where) -> Iterator[Finding]:
        """A judgement that was confirmed, and something it rests on has changed since; a TLT against the criteria."""
        again = reopened(self.context.study, self.form, self.record, item, where[0])
        if again is not None:
            told = message("check.reopened", question=item.row or item.ask, before=again.before, after=again.after)
            yield Finding("reopened", where[0], where[1], "soft", told, again.rests)
        against = tlt.contradiction(self.context, self.place, item)
        if against is not None:
            yield Finding("tlt", where[0], where[1], "soft", against, tlt.rests(self.context, self.place))

    def listed(self, item: Item, code: str) -> bool:
        """Whether a code is in the item's list as the definition in force has it."""
        return self.context.study.codelist(item.codelist).choice(code) is not None

    def offers(self, item: Item, line: int, code: str) -> bool:
        """Whether the other answers leave a choice on offer."""
        return offered(item, self.place, line, code, self.context)

    def found(
        self, check: str, where: Where, item: Item, answer: Answer, rests: str, level: FindingLevel = "soft"
    ) -> Finding:
        """The finding of a check every form has."""
        value = show(self.context.study, item, answer)
        told = message(f"check.{check}", question=item.ask, value=value, range=range_text(item))
        return Finding(check, where[0], where[1], level, told, rests)

    def fired(self, check: Check, scope: FormScope) -> Finding:
        """The finding of a check of the definition, with the values it names and rests on."""
        names = dict.fromkeys([*_NAME.findall(check.say), *check.values])
        values = tuple((name, self.said(check, name, scope)) for name in names)
        texts = (check.fires, *check.values.values())
        rests = ";".join(dict.fromkeys(one for text in texts for one in grounds(parse(text), scope)))
        told = Message(f"check:{check.id}", values, check.say)
        return Finding(check.id, scope.line, check.on, check.level, told, rests)

    def said(self, check: Check, name: str, scope: FormScope) -> str:
        """A value as a check's sentence names it, with its unit."""
        if name in check.values:
            return say_value(scope.result(check.values[name]), check.values[name])
        item = self.context.items[self.form.id].get(name)
        if item is None:
            number = self.form.numbers.get(name) or self.context.study.numbers[name]
            return f"{number.value} {unit_words(number.unit)}".strip()
        answer = self.context.answer(self.place, name, self.context.line_of(self.form.id, name, scope.line))
        unit = f" {unit_words(item.unit)}" if item.unit and answer.value else ""
        return (show(self.context.study, item, answer) or "–") + unit


def _end(item: Item, text: str) -> Answer:
    """An end of a range as an answer, so that it is read as answers are; a time as exact as the item keeps it."""
    return Answer(f"{text}:00" if item.type == "time" and item.seconds and len(text) == 5 else text)
