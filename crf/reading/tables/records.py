"""The filled forms of a casebook as of an instant, each with how it stands, and what tells its rows apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from crf.exchange.tables.table import Column, Kind, Row
from crf.forms.advance import advance
from crf.forms.context import Context
from crf.forms.judged import waiting
from crf.forms.marks import SIGNED
from crf.forms.record import Place, Record, Step, Where
from crf.forms.standing import kept, lock_of, status_of
from crf.reading.as_of import AsOf
from crf.reading.attests import said_of_patient
from crf.reading.findings import visit_title
from crf.store.acts import SUBJECT_FORM, VISIT_FORM, Entry
from crf.study.model import Form
from crf.text import say

PLACE = ("study", "site", "subject", "event", "event_key", "visit", "form", "form_key", "row")
"""What tells a record apart; event, form and their keys never change, the names and numbers are those shown."""
STATE = ("status", "void", "void_reason", "hidden", "unconfirmed", "form_version")
"""How a record or line stands."""


INTEGERS = frozenset(("row", "line", "line_number", "step", "act", "days_off"))
DAYS = frozenset(("planned", "earliest", "latest", "actual"))


def named(*names: str) -> tuple[Column, ...]:
    """Columns that every table names and tells alike."""
    return tuple(Column(name, say(f"export.column.{name}"), _kind(name)) for name in names)


def _kind(name: str) -> Kind:
    return "integer" if name in INTEGERS else "date" if name in DAYS else "text"


@frozen
class Filled:
    """One filled form: the subject, where it stands, what follows from its answers, its version when last written."""

    as_of: AsOf
    uid: str
    place: Place
    form: Form
    step: Step
    context: Context
    version: str

    @property
    def record(self) -> Record:
        """Its answers, derived ones as shown."""
        return self.step.record

    def keys(self) -> Row:
        """The cells of `PLACE`."""
        return place_cells(self.as_of, self.uid, self.place)

    def state(self, line: int, ids: Iterable[str]) -> Row:
        """The cells of `STATE` for some items of one of its lines (0: those outside lines)."""
        wheres = {(line, id) for id in ids}
        void, reason = self._void(line)
        return (
            "voided" if 0 in self.record.voided else self._status(),
            void,
            reason,
            _ids(where for where in self.hidden() if where in wheres),
            _ids(where for where in waiting(self.form, self.record, self.step.visible) if where in wheres),
            self.version,
        )

    def _status(self) -> str:
        locked = lock_of(self.context.data, self.place) is not None
        return status_of(self.step.status, self.form, self.record, locked)

    def _void(self, line: int) -> tuple[str, str]:
        """What of it is struck, the widest first, and why."""
        if self.context.data.voided:
            return "subject", self.context.data.voided
        if 0 in self.record.voided:
            return "form", self.record.voided[0]
        return ("line", self.record.voided[line]) if line in self.record.voided else ("", "")

    def hidden(self) -> Iterator[Where]:
        """Answers kept though another answer says that they aren't asked."""
        for group in self.form.groups:
            for line in (0, *self.record.lines):
                for item in group.items:
                    where = (line, item.id)
                    if not self.record.answer(item.id, line).blank and where not in self.step.visible:
                        yield where


def filled(as_of: AsOf, uid: str, entries: Sequence[Entry]) -> list[Filled]:
    """The filled forms of a subject in the order of the definition's visits, then of their first entries."""
    context, order = as_of.context(uid), as_of.order(uid)
    events = {event.id: n for n, event in enumerate(as_of.study.events)}
    places = [place for place, record in context.data.records.items() if record.answers and place.form in context.items]
    places.sort(key=lambda place: (events.get(place.event, len(events)), order[place]))
    written: dict[Place, list[Entry]] = {}
    for entry in entries:
        written.setdefault(entry.place, []).append(entry)
    return [_filled(as_of, uid, place, written[place]) for place in places]


def _filled(as_of: AsOf, uid: str, place: Place, entries: Sequence[Entry]) -> Filled:
    context = as_of.context(uid)
    own = kept(context, place) or context
    form = own.index.forms[place.form]
    step = advance(place, context.data.at(place), None, context)
    return Filled(as_of, uid, place, form, step, own, _version(as_of, form, entries))


def _version(as_of: AsOf, form: Form, entries: Sequence[Entry]) -> str:
    """The version of the form in force when a person last wrote into it, or signed it."""
    typed = [entry for entry in entries if said_of_patient(entry) or entry.item == SIGNED]
    then = as_of.reader.definition(typed[-1].act.build) if typed else as_of.study
    return then.form(form.id).version if then.has_form(form.id) else form.version


def place_cells(as_of: AsOf, uid: str, place: Place) -> Row:
    """The cells of `PLACE`; of a place that is no form (a visit, the subject herself) without what it hasn't."""
    context = as_of.context(uid)
    visit = visit_title(context, place) if any(event.id == place.event for event in as_of.study.events) else ""
    form = "" if place.form in (SUBJECT_FORM, VISIT_FORM) else place.form
    whose = (as_of.study.id, as_of.reader.site, context.data.label)
    return (*whose, place.event, place.event_key, visit, form, place.form_key, as_of.number(uid, place))


def _ids(wheres: Iterable[Where]) -> str:
    return " ".join(dict.fromkeys(item for _, item in wheres))
