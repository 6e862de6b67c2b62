"""What edit checks say of a record: the definition's own, and those every form has (missing, range, hidden, future)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from attrs import evolve

from crf.clinical.dates import Moment, PartialDate, show_date
from crf.forms.context import Context
from crf.forms.record import Finding, FindingLevel, Place, Record, Where
from crf.forms.values import show, typed
from crf.study.evaluate import Value, compare, day_of, evaluate
from crf.study.expressions import parse, refs
from crf.study.model import Check, Form, Group, Item
from crf.text import Message, message


def findings(form: Form, place: Place, record: Record, context: Context, visible: frozenset[Where]) -> tuple[Finding, ...]:
    """All findings of a record in the order of its items; none on a voided record or line, or one not begun."""
    if 0 in record.voided or not (record.started or record.drafts):
        return ()
    found: list[Finding] = []
    for group in form.groups:
        for line in lines_of(group, record):
            if line in record.voided and line:
                continue
            for item in group.items:
                found.extend(_item(form, item, place, line, record, context, (line, item.id) in visible))
    return tuple(_confirmed(finding, record) for finding in found)


def lines_of(group: Group, record: Record) -> tuple[int, ...]:
    """The lines of a group in use; 0 outside repeating groups."""
    ids = {item.id for item in group.items}
    if not group.repeats:
        return (0,)
    return tuple(sorted({line for line, item in (*record.answers, *record.drafts) if line and item in ids}))


def _item(
    form: Form, item: Item, place: Place, line: int, record: Record, context: Context, visible: bool
) -> Iterator[Finding]:
    where = (line, item.id)
    draft = record.drafts.get(where)
    if draft is not None and draft.fault is not None:
        yield Finding("hard", line, item.id, "hard", draft.fault)
    if not visible:
        yield from _hidden(item, where, record, context)
        return
    if draft is None:
        yield from _missing(item, where, record)
        yield from _range(item, place, where, record, context)
        yield from _future(item, place, where, context)
        yield from _withdrawn(item, place, where, record, context)
    for check in form.checks:
        if check.on == item.id:
            yield from _fires(form, check, place, line, context)


def _hidden(item: Item, where: Where, record: Record, context: Context) -> Iterator[Finding]:
    answer = record.answer(item.id, where[0])
    if not item.method and not answer.blank:
        shown = show(context.study, item, answer)
        yield _finding("hidden", where, "soft", message("check.hidden", question=item.ask, value=shown), answer.value)


def _missing(item: Item, where: Where, record: Record) -> Iterator[Finding]:
    if item.required and not item.method and item.type != "note" and record.answer(item.id, where[0]).blank:
        yield _finding("required", where, "missing", message("check.required", question=item.ask), "")


def _range(item: Item, place: Place, where: Where, record: Record, context: Context) -> Iterator[Finding]:
    answer = record.answer(item.id, where[0])
    if not (item.low or item.high) or not answer.value:
        return
    value = typed(item, answer, context.zone)
    low, high = (_end(item, end) for end in (item.low, item.high))
    if _below(value, low) or _below(high, value):
        told = message("check.range", question=item.ask, value=show(context.study, item, answer), range=range_text(item))
        yield _finding("range", where, "soft", told, answer.value)


def _end(item: Item, text: str) -> Value:
    if not text:
        return None
    if item.type in ("integer", "decimal"):
        return Decimal(text)
    return text if item.type == "time" else PartialDate.parse_iso(text[:10])


def _below(a: Value, b: Value) -> bool:
    """Whether a is certainly less than b; never where one of them is open or unknown."""
    if isinstance(a, Moment) and isinstance(b, PartialDate):
        a = day_of(a)
    if isinstance(b, Moment) and isinstance(a, PartialDate):
        b = day_of(b)
    return a is not None and b is not None and compare(a, b) == -1


def range_text(item: Item) -> str:
    """Both ends of an item's range with the unit: 20–300 cm; empty where it has none."""
    if not (item.low or item.high):
        return ""
    unit = f" {item.unit}" if item.unit else ""
    if item.low and item.high:
        return f"{item.low}–{item.high}{unit}"
    return (f"≥ {item.low}" if item.low else f"≤ {item.high}") + unit


def _future(item: Item, place: Place, where: Where, context: Context) -> Iterator[Finding]:
    if item.type not in ("date", "datetime") or item.future:
        return
    value = context.read(place, item.id, where[0])
    if isinstance(value, Moment | PartialDate) and day_of(value).earliest > context.now.date():
        shown = show(context.study, item, context.answer(place, item.id, where[0]))
        yield _finding("future", where, "soft", message("check.future", question=item.ask, value=shown), shown)


def _withdrawn(item: Item, place: Place, where: Where, record: Record, context: Context) -> Iterator[Finding]:
    """A choice saved before and no longer offered: it stays, and somebody has to look at it."""
    answer = record.answer(item.id, where[0])
    if not item.offer or not answer.value:
        return
    for code in answer.value.split("|"):
        if not offered(item, place, where[0], code, context):
            shown = show(context.study, item, evolve(answer, value=code))
            yield _finding("withdrawn", where, "soft", message("check.withdrawn", question=item.ask, value=shown), code)


def offered(item: Item, place: Place, line: int, code: str, context: Context) -> bool:
    """Whether a choice is offered; one that can't be told is."""
    return not item.offer or evaluate(parse(item.offer), context.scope(place, line, code)) is not False


def _fires(form: Form, check: Check, place: Place, line: int, context: Context) -> Iterator[Finding]:
    scope = context.scope(place, line)
    if evaluate(parse(check.fires), scope) is not True:
        return
    values = {name: _said(context, form, place, line, name, check) for name in _names(check)}
    told = Message(f"check:{check.id}", tuple(values.items()), check.say)
    rests = [f"{ref.item}={context.answer(place, ref.item, line).value or context.answer(place, ref.item).value}"
             for ref in refs(parse(check.fires)) if ref.form in ("", form.id)]  # fmt: skip
    rests += [f"{name}={values[name]}" for name in check.values]
    level: FindingLevel = check.level
    yield _finding(check.id, (line, check.on), level, told, ";".join(dict.fromkeys(rests)))


def _names(check: Check) -> list[str]:
    return list(dict.fromkeys([*re.findall(r"{(\w+)}", check.say), *check.values]))


def _said(context: Context, form: Form, place: Place, line: int, name: str, check: Check) -> str:
    """A value as a check's sentence names it, with its unit."""
    if name in check.values:
        return say_value(evaluate(parse(check.values[name]), context.scope(place, line)), check.values[name])
    item = next((one for one in form.items if one.id == name), None)
    if item is None:
        number = form.numbers.get(name) or context.study.numbers[name]
        return f"{number.value} {number.unit}".strip()
    own = line if (form.id, name) in context.repeating else 0
    shown = show(context.study, item, context.answer(place, name, own)) or "–"
    return f"{shown} {item.unit}".strip()


def say_value(value: Value, text: str = "") -> str:
    """A computed value in words: dates as 05-MAR-2026, percents signed with two places, hours as 24 h 20 min."""
    match value:
        case None:
            return "–"
        case Decimal() if text.startswith("percent("):
            return show_percent(value)
        case Decimal() if text.startswith("hours("):
            return show_hours(value)
        case Decimal():
            return format(value.normalize() if value else Decimal(0), "f")
        case Moment() | PartialDate():
            return show_date(day_of(value))
    return str(value)


def show_percent(value: Decimal) -> str:
    """+9.80 %, −0.23 %, 0.00 %."""
    rounded = value.quantize(Decimal("0.01"))
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{abs(rounded)} %"


def show_hours(value: Decimal) -> str:
    """24 h 20 min, negative with a minus."""
    minutes = int((value * 60).to_integral_value())
    hours, rest = divmod(abs(minutes), 60)
    return f"{'−' if minutes < 0 else ''}{hours} h {rest:02} min"


def _finding(check: str, where: Where, level: FindingLevel, told: Message, rests: str) -> Finding:
    return Finding(check, where[0], where[1], level, told, rests)


def _confirmed(finding: Finding, record: Record) -> Finding:
    """The finding with the reason it was confirmed for, as long as it rests on the same values."""
    rests, reason = record.confirmed.get((finding.line, f"{finding.check}:{finding.item}"), ("", ""))
    return evolve(finding, confirmed=reason) if reason and rests == finding.rests else finding
