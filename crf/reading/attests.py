"""The blocks at the foot of a printed form: who entered, verified, signed and locked it, and what that means."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from crf.clinical.dates import PartialDate, show_date, show_offset
from crf.exchange.pages.sheets import Attest
from crf.forms.advance import DERIVED
from crf.forms.context import Context
from crf.forms.marks import JUDGED, LOCKED, SIGNED, VERIFIED
from crf.forms.record import Place
from crf.forms.standing import BESIDE, lock_of, signed, to_verify, verified
from crf.reading.history import role
from crf.reading.reader import Reader
from crf.store.acts import SUBJECT_FORM, VISIT_FORM, Act, Entry
from crf.text import say

Filled = Sequence[tuple[Place, Sequence[Entry]]]
"""The places a sheet shows (a form, or the rows of a log) with their entries until the instant printed."""


@frozen
class Attesting:
    """Asks for the blocks of a subject's sheets, as of an act where one is named."""

    reader: Reader
    uid: str
    context: Context
    upto: int | None = None

    def blocks(self, filled: Filled) -> tuple[Attest, ...]:
        """Entered, verified, signed; locked only where it is."""
        live = [(place, entries) for place, entries in filled if 0 not in self.context.data.at(place).voided]
        lock = self._locked([place for place, _ in live])
        return (self._entered(filled), self._verified(live), self._signed(live), *([lock] if lock else []))

    def _entered(self, filled: Filled) -> Attest:
        typed = sorted(
            (entry for _, entries in filled for entry in entries if said_of_patient(entry)), key=lambda one: one.id
        )
        if not typed:
            return Attest(say("sheet.entered"))
        first, last = typed[0].act, typed[-1].act
        changed = say("sheet.lastchange", at=stamp_of(last), who=last.person.name) if last.id != first.id else ""
        return Attest(
            say("sheet.entered"),
            first.person.name,
            f"{role(first)}, {say('sheet.site', site=self.reader.site)}",
            stamp_of(first),
            changed,
        )

    def _verified(self, live: Filled) -> Attest:
        states, acts = [], []
        for place, entries in live:
            record = self.context.data.at(place)
            states += [verified(record, where) for where in to_verify(self.context.study.form(place.form), record)]
            acts += [entry.act for entry in entries if entry.item.startswith(VERIFIED) and not entry.answer.blank]
        done, changed = states.count("holds"), states.count("changed")
        if not acts or not (done or changed):
            return Attest(say("sheet.verified"))
        told = [say("sheet.verified.count", count=done, of=len(states))]
        told += [say("sheet.verified.changed", count=changed)] if changed else []
        return _block("sheet.verified", max(acts, key=lambda act: act.id), " ".join(told))

    def _signed(self, live: Filled) -> Attest:
        found = [(signed(self.context.data.at(place)), entries) for place, entries in live]
        entered = [entry for state, entries in found if state for entry in entries if entry.item == SIGNED]
        if not entered:
            return Attest(say("sheet.signed"))
        last = max(entered, key=lambda entry: entry.id)
        holds = sum(state == "holds" for state, _ in found)
        changed = sum(state == "changed" for state, _ in found)
        told = [last.answer.note] if holds else []
        if len(live) > 1:
            told.append(say("sheet.signed.rows", count=holds, of=len(live)))
        if changed:
            told.append(say("sheet.signed.changed"))
        digest = last.answer.value if len(live) == 1 and holds else ""
        return _block("sheet.signed", last.act, " ".join(told), digest)

    def _locked(self, places: Sequence[Place]) -> Attest | None:
        locks = [lock_of(self.context.data, place) for place in places]
        if not locks or not all(locks):
            return None
        lock, place = locks[0], places[0]
        assert lock is not None
        at = {
            "form": place,
            "visit": Place(place.event, VISIT_FORM, place.event_key),
            "subject": Place("", SUBJECT_FORM),
        }
        entries = self.reader.file.history(self.uid, at[lock.scope], 0, LOCKED)
        acts = [entry.act for entry in entries if self.upto is None or entry.act.id <= self.upto]
        return _block("sheet.locked", acts[-1], say(f"sheet.locked.{lock.scope}", reason=lock.reason))


def said_of_patient(entry: Entry) -> bool:
    """Whether an entry says something of the patient: typed by a person, and no mark of those who look it over."""
    return entry.answer.note != DERIVED and not entry.item.startswith((*BESIDE, JUDGED))


def _block(heading: str, act: Act, meaning: str, digest: str = "") -> Attest:
    return Attest(say(heading), act.person.name, role(act), stamp_of(act), meaning, digest)


def stamp_of(act: Act) -> str:
    """05-MAR-2026 16:42 +01:00, the local time of an act."""
    local, offset = act.local, act.local.utcoffset()
    assert offset is not None
    return f"{show_date(PartialDate.of(local.date()))} {local:%H:%M} {show_offset(offset)}"
