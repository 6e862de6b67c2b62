"""Questions the file answers by itself: what stands in force or stood as of an act, who wrote what, and when."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen

from crf.forms.appointments import Appointment
from crf.forms.marks import LOCKED, MARK, QUERY, SIGNED, VERIFIED
from crf.forms.record import Answer, Place, Record, SubjectData
from crf.store.acts import (
    APPOINTMENT,
    CONFIRM,
    IDENTIFY,
    SKIP,
    STOP,
    SUBJECT_BEFORE,
    SUBJECT_FORM,
    SUBJECT_NUMBER,
    VISIT_FORM,
    VOID,
    Act,
    BuildRow,
    Entry,
    Head,
    Person,
    Stream,
    SubjectRow,
)
from crf.store.digest import place_uid
from crf.store.engine import Connection, one, subject_id
from crf.store.journal import instant, moment

ENTERED = " AND ".join(f"item NOT GLOB '{mark}*'" for mark in (QUERY, VERIFIED, SIGNED, LOCKED))
"""Entries that say something of the patient: what monitors and managers say of them is told elsewhere."""

EVER = 2**63 - 1
"""As of the latest act."""

IN_FORCE = """SELECT e.place, e.line, e.item, e.value, e.missing, e.note, e.unit,
    CASE WHEN e.item = ?1 THEN (SELECT coalesce(nullif(reason, ''), verb) FROM act WHERE act = e.act) END
    FROM place p JOIN entry e USING (place) WHERE p.subject IS ?2
    AND e.act <= ?3 AND NOT EXISTS (SELECT 1 FROM entry l WHERE l.was = e.entry AND l.act <= ?3)
    ORDER BY e.act, e.entry"""
IN_FORCE_AT = IN_FORCE.replace("p.subject IS ?2", "p.uid = ?2")
PLACES = "SELECT place, event, form, event_key, form_key FROM place WHERE subject IS ?"
HEADS = "SELECT line, item, entry FROM head WHERE place = (SELECT place FROM place WHERE uid = ?) ORDER BY act, entry"
SUBJECTS = """SELECT s.uid, s.label, h.item, h.value, a.reason, a.verb FROM subject s
    LEFT JOIN place p ON p.subject = s.subject AND p.form = ?
    LEFT JOIN head h ON h.place = p.place AND h.line = 0 AND h.item IN (?, ?)
    LEFT JOIN act a ON a.act = h.act"""
NUMBERS = """SELECT label FROM subject UNION SELECT value FROM entry JOIN place USING (place)
    WHERE place.form = ? AND entry.item = ? AND value <> ''"""
ACT = """act.act, origin.uid, act.n, act.at, act.offset, person.name, act.role, act.verb, act.reason, act.detail,
    build.fingerprint, act.digest, coalesce(subject.uid, '')"""
OF_ACT = """JOIN origin USING (origin) JOIN person ON person.person = act.actor JOIN build USING (build)
    LEFT JOIN subject ON subject.subject = act.subject"""
ACTS = f"SELECT {ACT} FROM act {OF_ACT} WHERE origin.stream = ?"  # noqa: S608 - words of this module
HISTORY = f"""SELECT e.entry, e.line, e.item, e.value, e.missing, e.note, e.unit, e.was, e.digest, {ACT}
    FROM entry e JOIN act USING (act) {OF_ACT}
    WHERE e.place = (SELECT place FROM place WHERE uid = ?1) AND (?2 IS NULL OR e.line = ?2)
    AND (?3 IS NULL OR e.item = ?3) ORDER BY e.act, e.entry"""  # noqa: S608 - words of this module
ENTRIES = """SELECT p.event, p.form, p.event_key, p.form_key, e.act, e.entry, e.line, e.item, e.value, e.missing,
    e.note, e.unit, e.was, e.digest FROM place p JOIN entry e USING (place) WHERE p.subject IS ?
    ORDER BY e.act, e.entry"""
ACTS_OF = f"""SELECT {ACT} FROM act {OF_ACT}
    WHERE act.act IN (SELECT e.act FROM place p JOIN entry e USING (place) WHERE p.subject IS ?)"""  # noqa: S608 - words of this module
END = """SELECT origin.uid, act.n, act.digest, act.at, act.offset FROM act JOIN origin USING (origin)
    WHERE origin.stream = ?1 AND (?2 IS NULL OR origin.name = ?2) ORDER BY act DESC LIMIT 1"""
FIRST_ENTRIES = """SELECT p.event, p.form, p.event_key, p.form_key, min(e.entry) FROM place p JOIN entry e USING (place)
    WHERE p.subject IS ? GROUP BY p.place"""
LAST_ACTS = f"""SELECT p.event, p.form, p.event_key, p.form_key, {ACT} FROM place p
    JOIN (SELECT place, max(act) AS act FROM entry WHERE note <> 'derived' AND {ENTERED} GROUP BY place) l
    ON l.place = p.place
    JOIN act ON act.act = l.act {OF_ACT} WHERE p.subject IS ?"""  # noqa: S608 - words of this module
MARK_ACTS = f"""SELECT p.event, p.form, p.event_key, p.form_key, h.line, h.item, {ACT} FROM place p
    JOIN head h USING (place) JOIN act ON act.act = h.act {OF_ACT}
    WHERE p.subject IS ? AND (h.item GLOB '{VERIFIED}*' OR h.item IN ('{SIGNED}', '{LOCKED}'))
    AND h.value || h.missing <> ''"""  # noqa: S608 - words of this module
ENTERED_AT = """SELECT p.event, p.form, p.event_key, p.form_key, e.item, e.value, act.at
    FROM place p JOIN entry e USING (place) JOIN act USING (act) WHERE p.subject IS ? AND p.form = ? AND e.line = 0
    ORDER BY e.act, e.entry"""
ASKED = f"""SELECT coalesce(s.uid, ''), p.event, p.form, p.event_key, p.form_key, e.value FROM act
    JOIN entry e USING (act) JOIN place p USING (place) LEFT JOIN subject s ON s.subject = p.subject
    WHERE act.verb IN ('query', 'answer', 'close', 'reopen') AND e.item GLOB '{QUERY}*'
    AND NOT EXISTS (SELECT 1 FROM entry l WHERE l.was = e.entry)
    AND NOT EXISTS (SELECT 1 FROM head v WHERE v.place = e.place AND v.item = ? AND v.line IN (0, e.line)
    AND v.value <> '') ORDER BY e.entry"""  # noqa: S608 - words of this module
LAST_IDENTIFIED = """SELECT person.name, act.role FROM act JOIN person ON person.person = act.actor
    WHERE act.verb = ? AND act.origin IN (SELECT origin FROM origin WHERE name = ?) ORDER BY act DESC LIMIT 1"""

Value = tuple[int, str, str, str, str, str, str | None]
"""Line, item, value, missing, note, unit, and for a voiding item the reason."""


@frozen
class Reader:
    """Reads one file through one connection."""

    connection: Connection
    workstation: str

    def data(self, subject: str, upto: Head | int | None = None) -> SubjectData:
        """All records of a subject (site and study scope where the uid is empty), in force or as of an act.

        What is known of the subject herself comes as `label` and `voided`, not as a record. Unknown uid: KeyError.
        """
        found: dict[int, list[Value]] = {}
        own = subject_id(self.connection, subject)
        for place, *value in self.connection.execute(IN_FORCE, (VOID, own, self.act_id(upto))):
            found.setdefault(place, []).append(tuple(value))
        label, voided = one(self.connection, "SELECT label FROM subject WHERE subject = ?", own) or "", ""
        before = ""
        skipped: dict[tuple[str, str], str] = {}
        stopped: dict[tuple[str, str], str] = {}
        appointments: dict[tuple[str, str], Appointment] = {}
        locked: dict[tuple[str, str], Answer] = {}
        records: dict[Place, Record] = {}
        for number, *names in self.connection.execute(PLACES, (own,)):
            if number not in found:
                continue
            place, filled = Place(*names), record_of(names[1], found[number])
            if place.form == SUBJECT_FORM:
                label = filled.answer(SUBJECT_NUMBER).value or label
                before = filled.answer(SUBJECT_BEFORE).value
                voided = filled.voided.get(0, "")
                locked |= {("", ""): filled.mark(LOCKED)} if filled.mark(LOCKED).value else {}
            elif place.form == VISIT_FORM:
                visit = (place.event, place.event_key)
                for item, kept in ((SKIP, skipped), (STOP, stopped)):
                    if filled.mark(item).value:
                        kept[visit] = filled.mark(item).note
                locked |= {visit: filled.mark(LOCKED)} if filled.mark(LOCKED).value else {}
                mark = filled.mark(APPOINTMENT)
                if (agreed := Appointment.read(mark.value, mark.note)) is not None:
                    appointments[visit] = agreed
            else:
                records[place] = filled
        return SubjectData(records, label, voided, skipped, before, stopped, appointments, locked)

    def record(self, subject: str, place: Place, upto: Head | int | None = None) -> Record:
        """What stands in one form, in force or as of an act."""
        key = (VOID, place_uid(subject, place), self.act_id(upto))
        return record_of(place.form, [tuple(value) for _, *value in self.connection.execute(IN_FORCE_AT, key)])

    def heads(self, subject: str, place: Place) -> dict[tuple[int, str], int]:
        """The entry in force of each line and item of a place."""
        rows = self.connection.execute(HEADS, (place_uid(subject, place),))
        return {(line, item): entry for line, item, entry in rows}

    def act_id(self, upto: Head | int | None) -> int:
        """The act id that a head or id stands for; a head of no act is before all acts. Unknown: KeyError."""
        if upto is None:
            return EVER
        if isinstance(upto, int):
            return upto
        if upto.n == 0:
            return 0
        sql = "SELECT act FROM act JOIN origin USING (origin) WHERE origin.uid = ? AND act.n = ?"
        found = one(self.connection, sql, upto.origin, upto.n)
        if found is None:
            raise KeyError(upto)
        return int(found)

    def act_at(self, when: datetime) -> int:
        """The id of the last act done until a time, 0 before the first."""
        return int(one(self.connection, "SELECT max(act) FROM act WHERE at <= ?", instant(when)) or 0)

    def subjects(self, uid: str | None = None) -> list[SubjectRow]:
        """The subjects in the order they were enrolled, each with the number in force."""
        sql = SUBJECTS + (" WHERE s.uid = ?5" if uid is not None else "") + " ORDER BY s.subject, h.act, h.entry"
        keys = (SUBJECT_FORM, SUBJECT_NUMBER, VOID, *((uid,) if uid is not None else ()))
        found: dict[str, SubjectRow] = {}
        for own, first, item, value, reason, verb in self.connection.execute(sql.replace("?5", "?"), keys):
            row = found.get(own, SubjectRow(own, first))
            if item == SUBJECT_NUMBER:
                row = SubjectRow(own, value or first, row.voided)
            elif item == VOID:
                row = SubjectRow(own, row.label, (reason or verb) if value else "")
            found[own] = row
        return list(found.values())

    def numbers_ever(self) -> set[str]:
        """Every subject number ever given, those corrected since among them."""
        return {number for (number,) in self.connection.execute(NUMBERS, (SUBJECT_FORM, SUBJECT_NUMBER))}

    def history(self, subject: str, place: Place, line: int | None, item: str | None) -> list[Entry]:
        """Every entry of a place, oldest first; of one line or item where asked."""
        rows = self.connection.execute(HISTORY, (place_uid(subject, place), line, item))
        return [
            Entry(id, act_of(act), place, subject, at, of, Answer(value, missing, note, unit), was, digest.hex())
            for id, at, of, value, missing, note, unit, was, digest, *act in rows
        ]

    def histories(self, subject: str) -> dict[Place, list[Entry]]:
        """Every entry of every place of a subject, oldest first: one question for all, where a whole set is asked."""
        key = (subject_id(self.connection, subject),)
        acts = {row[0]: act_of(row) for row in self.connection.execute(ACTS_OF, key)}
        places: dict[tuple[str, ...], Place] = {}
        found: dict[Place, list[Entry]] = {}
        for *names, act, id, at, of, value, missing, note, unit, was, digest in self.connection.execute(ENTRIES, key):
            place = places.setdefault(tuple(names), Place(*names))
            answer = Answer(value, missing, note, unit)
            found.setdefault(place, []).append(Entry(id, acts[act], place, subject, at, of, answer, was, digest.hex()))
        return found

    def place_order(self, subject: str) -> dict[Place, int]:
        """The first entry of each place: rows of a log are numbered by it."""
        rows = self.connection.execute(FIRST_ENTRIES, (subject_id(self.connection, subject),))
        return {Place(*names): entry for *names, entry in rows}

    def entered(self, subject: str, forms: Collection[str]) -> dict[tuple[Place, str], datetime]:
        """When the value that stands at an item outside lines was entered first, and under "" the first entry there."""
        standing: dict[tuple[Place, str], str] = {}
        first: dict[tuple[Place, str, str], datetime] = {}
        found: dict[tuple[Place, str], datetime] = {}
        for form in forms:
            for *names, item, value, at in self.connection.execute(
                ENTERED_AT, (subject_id(self.connection, subject), form)
            ):
                place = Place(*names)
                standing[place, item] = value
                found.setdefault((place, ""), moment(at))
                first.setdefault((place, item, value), moment(at))
        return found | {(place, item): first[place, item, value] for (place, item), value in standing.items()}

    def last_acts(self, subject: str) -> dict[Place, Act]:
        """The last act by which a person, not a derivation, wrote into each place."""
        rows = self.connection.execute(LAST_ACTS, (subject_id(self.connection, subject),))
        return {Place(*row[:4]): act_of(row[4:]) for row in rows}

    def asked(self) -> list[tuple[str, Place, str]]:
        """Where every query that isn't voided stands, by subject uid, and its state; in order of their last steps."""
        return [(uid, Place(*place), state) for uid, *place, state in self.connection.execute(ASKED, (VOID,))]

    def mark_acts(self, subject: str) -> dict[tuple[Place, int, str], Act]:
        """The acts by which what stands of a subject was verified, signed and locked, by place, line and mark."""
        rows = self.connection.execute(MARK_ACTS, (subject_id(self.connection, subject),))
        return {(Place(*row[:4]), row[4], row[5]): act_of(row[6:]) for row in rows}

    def acts(self, subject: str | None, stream: Stream, limit: int | None) -> list[Act]:
        """Acts of a stream, oldest first; of one subject where asked, and only the last `limit` of them."""
        sql = ACTS + (" AND subject.uid = ?" if subject else " AND act.subject IS NULL" if subject == "" else "")
        keys: list[object] = [stream, *([subject] if subject else [])]
        sql += " ORDER BY act.act DESC" + (" LIMIT ?" if limit is not None else "")
        rows = self.connection.execute(sql, keys if limit is None else [*keys, limit]).fetchall()
        return [act_of(row) for row in reversed(rows)]

    def head(self, stream: Stream) -> Head:
        """The end of this workstation's chain; where it wrote nothing yet, that of the workstation that wrote last."""
        own = self.connection.execute(END, (stream, self.workstation)).fetchone()
        row = own or self.connection.execute(END, (stream, None)).fetchone()
        if not row:
            return Head("", 0, "")
        uid, n, digest, at, offset = row
        return Head(uid, n, digest.hex(), moment(at), offset)

    def people(self) -> list[Person]:
        """Everyone who ever did an act here."""
        rows = self.connection.execute("SELECT name, role FROM person ORDER BY person")
        return [Person(name, role) for name, role in rows]

    def keyboard(self) -> Person | None:
        """Who identified herself last on this workstation."""
        row = self.connection.execute(LAST_IDENTIFIED, (IDENTIFY, self.workstation)).fetchone()
        return Person(*row) if row else None

    def builds(self) -> list[BuildRow]:
        """The study definitions of the file, the one in force last."""
        rows = self.connection.execute("SELECT fingerprint, study, version, json FROM build ORDER BY build")
        return [BuildRow(*row) for row in rows]

    def visits(self, subject: str) -> dict[tuple[str, str], str]:
        """The date of each event of a subject (event and key → ISO date), as the cache knows it."""
        sql = "SELECT event, event_key, date FROM visit WHERE date IS NOT NULL AND subject IS ?"
        rows = self.connection.execute(sql, (subject_id(self.connection, subject),))
        return {(event, key): date for event, key, date in rows}

    def settings(self) -> Mapping[str, str]:
        """Name → value of what was settled when the file was made."""
        return dict(self.connection.execute("SELECT name, value FROM setting"))


def record_of(form: str, values: list[Value]) -> Record:
    """A record from the entries in force: voids, confirmations and marks apart, everything else an answer."""
    answers: dict[tuple[int, str], Answer] = {}
    confirmed: dict[tuple[int, str], tuple[str, str]] = {}
    voided: dict[int, str] = {}
    marks: dict[tuple[int, str], Answer] = {}
    for line, item, value, missing, note, unit, reason in values:
        if item == VOID:
            voided.pop(line, None)
            if value:
                voided[line] = reason or VOID
        elif item.startswith(CONFIRM):
            confirmed.pop((line, item[len(CONFIRM) :]), None)
            if value or note:
                confirmed[line, item[len(CONFIRM) :]] = (value, note)
        else:
            (marks if item.startswith(MARK) else answers)[line, item] = Answer(value, missing, note, unit)
    return Record(form, answers, {}, confirmed, voided, marks)


def act_of(row: Sequence[Any]) -> Act:
    """An act from the columns of `ACT`."""
    id, origin, n, at, offset, name, role, verb, reason, detail, build, digest, subject = row
    person = Person(name, role)
    return Act(id, origin, n, moment(at), offset, person, verb, reason, detail, build, digest.hex(), subject)
