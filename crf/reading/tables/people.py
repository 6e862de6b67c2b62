"""The subjects of a casebook and their visits as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from crf.exchange.tables.table import Row, Table
from crf.forms.record import Place
from crf.forms.schedule import Visit, visits
from crf.forms.standing import SUBJECT
from crf.reading.as_of import AsOf
from crf.reading.tables.records import named, place_cells
from crf.store.acts import SUBJECT_FORM, SUBJECT_NUMBER, VISIT_FORM, Entry
from crf.text import say

WHO = (
    "study", "site", "subject", "subject_uid", "former_numbers", "screened_before", "enrolled", "void_reason", "lock",
)  # fmt: skip
VISIT = ("study", "site", "subject", "event", "event_key", "visit")
WHEN = (
    "planned", "earliest", "latest", "actual", "days_off", "began", "skipped", "stopped", "appointment",
    "appointment_standing", "lock",
)  # fmt: skip


def subjects_table(as_of: AsOf, uids: Sequence[str], entries: Mapping[str, Sequence[Entry]]) -> Table:
    """A row for each subject; a number corrected since stands beside the one she has."""
    rows = tuple(_who(as_of, uid, entries[uid]) for uid in uids)
    return Table("subjects", say("export.table.subjects"), named(*WHO), rows)


def _who(as_of: AsOf, uid: str, entries: Sequence[Entry]) -> Row:
    data = as_of.data(uid)
    given = [one.answer.value for one in entries if (one.place.form, one.item) == (SUBJECT_FORM, SUBJECT_NUMBER)]
    former = " ".join(one for one in dict.fromkeys(given) if one != data.label)
    first = next(act for act in as_of.acts if act.subject == uid)
    lock = data.locked.get(SUBJECT)
    when = as_of.local(first).isoformat(timespec="seconds")
    site = as_of.reader.site
    return (
        as_of.study.id, site, data.label, uid, former, data.rescreens, when, data.voided, lock.note if lock else "",
    )  # fmt: skip


def visits_table(as_of: AsOf, uids: Sequence[str]) -> Table:
    """A row for each visit of each subject that has a day, was begun, or of which something was said."""
    rows = tuple(row for uid in uids for row in _visits(as_of, uid))
    return Table("visits", say("export.table.visits"), named(*VISIT, *WHEN), rows)


def _visits(as_of: AsOf, uid: str) -> Iterator[Row]:
    for one in visits(as_of.context(uid)):
        told = _said(as_of, uid, one)
        if any(told):
            place = Place(one.event.id, VISIT_FORM, one.key)
            yield (*place_cells(as_of, uid, place)[: len(VISIT)], *told)


def _said(as_of: AsOf, uid: str, one: Visit) -> Row:
    data, at = as_of.data(uid), (one.event.id, one.key)
    lock, agreed = data.locked.get(at), one.agreed
    days = (_iso(day) for day in (one.planned, one.earliest, one.latest, one.actual))
    when = agreed.value.partition(" ")[0] if agreed else ""
    return (
        *days, str(one.off) if one.actual else "", "Y" if one.exists else "", data.skipped.get(at, ""),
        data.stopped.get(at, ""), when, agreed.standing if agreed else "", lock.note if lock else "",
    )  # fmt: skip


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
