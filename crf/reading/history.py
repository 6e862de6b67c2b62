"""What happened to an item, as people read it."""

from __future__ import annotations

from datetime import datetime

from crf.clinical.dates import MONTHS, show_offset
from crf.forms.advance import DERIVED
from crf.forms.logged import Said
from crf.forms.marks import EVENT, JUDGED
from crf.forms.record import BLANK, Place
from crf.forms.values import as_typed, show
from crf.reading.reader import Reader
from crf.reading.views import HistoryLine
from crf.store.acts import CONFIRM, Act, Entry
from crf.study.model import Item
from crf.text import say, unit_words


def item_history(reader: Reader, uid: str, place: Place, line: int, item: str) -> tuple[HistoryLine, ...]:
    """All entries of an item, and the confirmations of its findings, oldest first."""
    entries = reader.file.history(uid, place, line)
    definition = reader.study.form(place.form).item(item)
    typed = {entry.act.id for entry in entries if entry.item == item}
    said = f"{EVENT}{item}:"
    mine = [
        entry
        for entry in entries
        if entry.item == item or entry.item.startswith(said) or _judges(entry, item, typed) or _confirms(entry, item)
    ]
    values = {entry.id: entry for entry in mine}
    return tuple(_line(reader, definition, entry, values) for entry in mine)


def _judges(entry: Entry, item: str, typed: set[int]) -> bool:
    """Whether an entry confirms a judgement that stood there; of one typed in the same act that goes without saying."""
    return entry.item == JUDGED + item and bool(entry.answer.value) and entry.act.id not in typed


def _confirms(entry: Entry, item: str) -> bool:
    return entry.item.startswith(CONFIRM) and entry.item.endswith(f":{item}")


def _of_event(entry: Entry) -> str:
    """What was made of the event a value proposed."""
    read = Said.read(entry.answer)
    return say(f"history.event.{read.did if read else 'back'}")


def _line(reader: Reader, item: Item, entry: Entry, values: dict[int, Entry]) -> HistoryLine:
    act = entry.act
    before = values.get(entry.was) if entry.was else None
    if entry.item == JUDGED + item.id:
        return HistoryLine(show_stamp(act), act.person.name, role(act), "", say("history.judged"), "", False, act.verb)
    if entry.item.startswith(EVENT):
        told = _of_event(entry)
        return HistoryLine(show_stamp(act), act.person.name, role(act), "", told, act.reason, False, act.verb)
    if entry.item != item.id:
        check = entry.item.removeprefix(CONFIRM).rpartition(":")[0]
        verb = "history.confirmed" if entry.answer.value else "history.withdrawn"
        told = say(verb, check=check)
        return HistoryLine(
            show_stamp(act), act.person.name, role(act), "", told, entry.answer.note or act.reason, False, act.verb
        )
    unit = f" {unit_words(item.unit)}" if item.unit else ""

    def shown(one: Entry | None) -> str:
        answer = one.answer if one else BLANK
        if typed := as_typed(item, answer):
            return f"{typed} {unit_words(answer.unit)}"
        text = show(reader.study, item, answer)
        return (text + unit if answer.value else text) or say("history.blank")

    return HistoryLine(
        show_stamp(act),
        act.person.name,
        role(act),
        shown(before) if before else "",
        shown(entry),
        act.reason,
        entry.answer.note == DERIVED,
        act.verb,
    )


def role(act: Act) -> str:
    """The role of an act's person in words."""
    return say(f"role.{act.person.role}")


def show_stamp(act: Act) -> str:
    """05 MAR 2026 16:42 +01:00, the local time of the act."""
    return show_time(act.local)


def show_time(local: datetime) -> str:
    """05 MAR 2026 16:42 +01:00."""
    offset = local.utcoffset()
    assert offset is not None
    return f"{local.day:02} {MONTHS[local.month - 1]} {local.year} {local:%H:%M} {show_offset(offset)}"
