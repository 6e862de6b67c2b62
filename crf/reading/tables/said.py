"""What people and checks say of the answers, as tables: queries, comparisons, signatures, judgements, findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from crf.exchange.tables.table import Row, Table
from crf.forms.judged import state
from crf.forms.marks import EVENT, JUDGED, LOCKED, ONGOING, QUERY, SIGNED, VERIFIED
from crf.forms.record import Place, Record
from crf.forms.standing import signed, verified
from crf.reading.as_of import AsOf
from crf.reading.tables.records import PLACE, Filled, named, place_cells
from crf.store.acts import CONFIRM, Act, Entry
from crf.text import say, tell

WHO = ("at_utc", "at_local", "person", "role")
QUERIES = (*PLACE, "line", "item", "query", "step", *WHO, "did", "text")
MARKS = (*PLACE, "line", "item", "mark", "about", "state", *WHO, "text", "value")
FINDINGS = (*PLACE, "line", "item", "check", "level", "finding", "confirmed")

PREFIXES: Mapping[str, str] = {
    VERIFIED: "verified", JUDGED: "judged", EVENT: "event", ONGOING: "ongoing", SIGNED: "signed", LOCKED: "locked",
    CONFIRM: "confirmed",
}  # fmt: skip
"""The marks of `MARKS` by how the journal names them; queries have a table of their own."""


def who_cells(as_of: AsOf, act: Act) -> Row:
    """The cells of `WHO`: when an act was done, and by whom."""
    utc = act.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return utc, act.local.isoformat(timespec="seconds"), act.person.name, act.person.role


def queries_table(as_of: AsOf, entries: Mapping[str, Sequence[Entry]]) -> Table:
    """A row for each step of each query: opened, answered, closed, opened again."""
    rows = tuple(row for uid, of in entries.items() for row in _queries(as_of, uid, of))
    return Table("queries", say("export.table.queries"), named(*QUERIES), rows)


def _queries(as_of: AsOf, uid: str, entries: Sequence[Entry]) -> Iterator[Row]:
    steps: dict[tuple[Place, int, str], int] = {}
    for one in entries:
        if one.item.startswith(QUERY) and not one.answer.blank:
            item, _, key = one.item.removeprefix(QUERY).rpartition(":")
            spot = (one.place, one.line, one.item)
            steps[spot] = step = steps.get(spot, 0) + 1
            did = "opened" if step == 1 else "reopened" if one.answer.value == "open" else one.answer.value
            where = (*place_cells(as_of, uid, one.place), str(one.line), item)
            yield (*where, key, str(step), *who_cells(as_of, one.act), did, one.answer.note)


def marks_table(as_of: AsOf, entries: Mapping[str, Sequence[Entry]]) -> Table:
    """A row for each mark in force: what was compared, judged, signed, locked or confirmed, and whether it holds."""
    rows = tuple(row for uid, of in entries.items() for row in _marks(as_of, uid, of))
    return Table("marks", say("export.table.marks"), named(*MARKS), rows)


def _marks(as_of: AsOf, uid: str, entries: Sequence[Entry]) -> Iterator[Row]:
    standing: dict[tuple[Place, int, str], Entry] = {}
    for one in entries:
        if (mark := mark_of(one.item)) and mark != "query":
            standing[one.place, one.line, one.item] = one
    for one in standing.values():
        if not one.answer.blank or one.answer.note:
            mark = mark_of(one.item)
            item, about = about_of(one.item)
            record = as_of.data(uid).at(one.place)
            where = (*place_cells(as_of, uid, one.place), str(one.line), item, mark, about)
            holds = _holds(as_of, one, mark, item, record)
            text = one.answer.note or one.act.reason
            yield (*where, holds, *who_cells(as_of, one.act), text, one.answer.value or one.answer.missing)


def mark_of(stored: str) -> str:
    """The kind of mark an item of the journal is; empty for a question of a form."""
    if stored.startswith(QUERY):
        return "query"
    return next((mark for prefix, mark in PREFIXES.items() if stored.startswith(prefix)), "")


def about_of(stored: str) -> tuple[str, str]:
    """The question a mark of the journal speaks of, and what else its name says: a check, a CTCAE code, a query's key.

    A form as a whole has no question.
    """
    prefix = next((one for one in (*PREFIXES, QUERY) if stored.startswith(one)), "")
    rest = stored.removeprefix(prefix)
    if prefix == CONFIRM:
        check, _, item = rest.rpartition(":")
        return item, check
    if prefix in (EVENT, QUERY):
        item, _, key = rest.rpartition(":")
        return item, key
    return rest, ""


def _holds(as_of: AsOf, one: Entry, mark: str, item: str, record: Record) -> str:
    """Whether what was said rests on what stands: holds, changed; of a judgement also unconfirmed or reopened."""
    if mark == "verified":
        return verified(record, (one.line, item))
    if mark == "signed":
        return signed(record)
    if mark == "judged":
        form = as_of.study.form(one.place.form)
        found = state(form, record, form.item(item), one.line)
        return "holds" if found == "confirmed" else found
    return "holds"


def findings_table(as_of: AsOf, filled: Sequence[Filled]) -> Table:
    """A row for each finding, open or confirmed, as the checks say it of that state."""
    rows = tuple(row for one in filled for row in _findings(one))
    return Table("findings", say("export.table.findings"), named(*FINDINGS), rows)


def _findings(one: Filled) -> Iterator[Row]:
    for found in one.step.findings:
        where = (*one.keys(), str(found.line), found.item, found.check, found.level)
        yield (*where, tell(found.message), found.confirmed)
