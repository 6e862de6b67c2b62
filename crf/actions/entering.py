"""One open form: edits kept as drafts while a person types, saved as one act with one reason."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC
from typing import Any

from attrs import evolve, frozen

from crf.actions import deviations, judging, voiding
from crf.actions.commit import Change, Done, commit
from crf.actions.judging import Judged
from crf.actions.regrading import Regraded, ranged, regraded, verdicts
from crf.actions.rights import may
from crf.actions.session import Session
from crf.faults import refuse
from crf.forms.advance import DERIVED, PROPOSED, advance
from crf.forms.context import Context
from crf.forms.lay_out import lay_out
from crf.forms.layout import Page
from crf.forms.record import BLANK, Answer, Edit, Finding, Place, Record, Status, Step, Where
from crf.forms.standing import Lock, lock_of, status_of
from crf.reading.form import form_head
from crf.reading.history import item_history
from crf.reading.reader import EXACT, with_drafts
from crf.reading.views import FormHead, HistoryLine
from crf.store.acts import CONFIRM, DraftRow
from crf.study.model import Form


def reasons(session: Session) -> list[tuple[str, str]]:
    """The pick list of reasons for a change: code and words."""
    return [(choice.code, choice.text) for choice in session.study.codelist(session.study.changes).choices]


def new_place(session: Session, event: str, form: str) -> Place:
    """A place of its own for a further row of a log, or a further repeat of a visit."""
    found = session.study.event(event)
    key = session.token()[:12]
    if session.study.form(form).log:
        return Place(event, form, form_key=key)
    return Place(event, form, key if found.every or found.kind == "unscheduled" else "")


@frozen
class Saved:
    """What a save wrote: values of the person, derived values that followed, open findings, items still not savable.

    `regraded` tells which values are judged otherwise, where limits of normal were saved.
    """

    count: int
    derived: int
    findings: int
    left: tuple[Where, ...] = ()
    regraded: Regraded | None = None


class Entering:
    """A form of a subject open for entry by the person at the keyboard."""

    def __init__(self, session: Session, uid: str, place: Place) -> None:
        self.session, self.uid, self.place = session, uid, place
        self.form: Form = session.study.form(place.form)
        self.draft_kept_at = ""
        self.restored = 0
        self._past: list[Record] = []
        self._future: list[Record] = []
        self._load(restore=True)

    def _load(self, restore: bool) -> None:
        """Read record, heads and this person's drafts; what stood in memory is forgotten."""
        session = self.session
        now = session.now()
        self.context: Context = session.reader.context(self.uid, now)
        self.saved: Record = self.context.data.at(self.place)
        self.heads = session.file.heads(self.uid, self.place)
        record = self.saved
        rows = [row for row in session.reader.drafts(self.uid) if row.place == self.place] if restore else []
        if rows:
            record = with_drafts(session.study, record, rows, now)
            self.restored = len(rows)
        self.step: Step = self._advance(record, None)

    def _advance(self, record: Record, edit: Edit | None) -> Step:
        context = evolve(self.context, now=self.session.now())
        fresh = not self.saved.started and not self.read_only
        return advance(self.place, record, edit, context, propose=fresh)

    @property
    def read_only(self) -> bool:
        """Whether nothing can be typed: voided, locked, the file read-only, nobody at the keyboard or one who reads."""
        voided = 0 in self.saved.voided or bool(self.context.data.voided)
        return voided or self.lock is not None or self.session.read_only or not may(self.session, "enter")

    @property
    def lock(self) -> Lock | None:
        """What locks the form: itself, its visit or its subject."""
        return lock_of(self.context.data, self.place)

    @property
    def status(self) -> Status:
        """How the form stands as it was saved and marked, in one word; what is typed and not saved apart."""
        return status_of(self.step.status, self.form, self.saved, self.lock is not None)

    @property
    def record(self) -> Record:
        """What stands in the form now, saved or not."""
        return self.step.record

    @property
    def dirty(self) -> bool:
        """Whether anything was typed that isn't saved."""
        return bool(self.record.drafts) or bool(self._typed()) or self.record.confirmed != self.saved.confirmed

    def page(self) -> Page:
        """The form laid out with its present fill."""
        return lay_out(self.form, self.place, self.step, self.context)

    def head(self) -> FormHead:
        """What stands above the form."""
        return form_head(self.session.reader, self.uid, self.place, self.session.now())

    def edit(self, edit: Edit) -> Step:
        """Take what was typed: keep it as a draft, work out what follows. Bad input stays a draft with its reason."""
        if self.read_only:
            return self.step
        self._past.append(self.record)
        self._future.clear()
        self.step = self._advance(self._as_saved((edit.line, edit.item)), edit)
        raw = f"{EXACT}{edit.raw}" if edit.exact else edit.raw
        self._keep(edit.line, edit.item, raw, edit.missing, edit.unit)
        return self.step

    def _as_saved(self, where: Where) -> Record:
        """What stands, one item as it was saved: 12 on the way to 12.5x must not be saved where 12.5x can't be."""
        return evolve(self.record, answers={**self.record.answers, where: self.saved.answers.get(where, BLANK)})

    def _keep(self, line: int, item: str, raw: str, missing: str, unit: str) -> None:
        person = self.session.person
        assert person is not None
        now = self.session.now()
        where = (line, item)
        if where not in self.record.drafts and self.record.answer(item, line) == self.saved.answer(item, line):
            self.session.file.drop_drafts(person, self.uid, self.place, [where])
            return
        row = DraftRow(
            person, self.uid, self.place, line, item, raw, missing, unit, self.heads.get(where), now.astimezone(UTC)
        )
        self.draft_kept_at = ""  # until it is
        self.session.file.keep_draft(row)
        self.draft_kept_at = now.strftime("%H:%M")

    def undo(self) -> bool:
        """Take the last edit back; False where there is none."""
        return self._turn(self._past, self._future)

    def redo(self) -> bool:
        """Do what was undone again; False where there is nothing."""
        return self._turn(self._future, self._past)

    def _turn(self, source: list[Record], target: list[Record]) -> bool:
        if not source:
            return False
        before = self.record
        target.append(before)
        self.step = self._advance(source.pop(), None)
        for where in {*before.answers, *self.record.answers, *before.drafts, *self.record.drafts}:
            if _stands(before, where) != _stands(self.record, where):
                self._keep_again(where)
        return True

    def _keep_again(self, where: Where) -> None:
        draft = self.record.drafts.get(where)
        answer = self.record.answer(where[1], where[0])
        if answer.note in (DERIVED, PROPOSED):
            return
        raw = (
            draft.raw if draft else (f"{EXACT}{answer.value}" if self._number(where) and answer.value else answer.value)
        )
        self._keep(where[0], where[1], raw, "" if draft else answer.missing, "")

    def _number(self, where: Where) -> bool:
        return self.form.item(where[1]).type in ("integer", "decimal")

    def discard(self) -> None:
        """Forget everything typed and not saved."""
        if self.session.person:
            self.session.file.drop_drafts(self.session.person, self.uid, self.place)
        self._past.clear()
        self._future.clear()
        self.restored = 0
        self._load(restore=False)

    def add_line(self, group: str) -> int:
        """A new empty line in a repeating group; its number is never used again."""
        first = next(one for one in self.form.groups if one.id == group).items[0]
        line = max(self.record.lines, default=0) + 1
        self._past.append(self.record)
        self.step = self._advance(self.record.with_answer((line, first.id), BLANK), None)
        return line

    def _typed(self) -> dict[Where, Answer]:
        """Answers a person typed that differ from what is saved; derived and merely proposed ones apart."""
        found = {}
        for where, answer in self.record.answers.items():
            saved = self.saved.answer(where[1], where[0])
            if answer.note in (DERIVED, PROPOSED) or self._same(where, answer, saved):
                continue
            found[where] = answer
        return found

    def _same(self, where: Where, a: Answer, b: Answer) -> bool:
        """Whether two answers say the same: the unit typed in doesn't matter, the version a term was coded in does."""
        same = (a.value, a.missing) == (b.value, b.missing)
        return same and (a.unit == b.unit or self.form.item(where[1]).type != "term")

    def _proposals(self) -> dict[Where, Answer]:
        """Defaults that stand visible and become answers with the save."""
        items = self.record.answers.items()
        return {where: evolve(answer, note="") for where, answer in items if answer.note == PROPOSED}

    def needs_reason(self) -> bool:
        """Whether a saved value is changed."""
        return any(where in self.heads for where in self._typed())

    def save(self, reason: str = "") -> Saved:
        """Write everything that can be a value as one act; what can't stays a draft.

        Refused where a saved value is changed without a reason. Conflict where somebody else saved meanwhile: nothing
        is written and what was typed stays.
        """
        typed = self._typed()
        if self.needs_reason() and not reason.strip():
            raise refuse("reason.needed")
        if typed or self.saved.started:
            typed = {**self._proposals(), **typed}
        changes = [
            Change(self.place, line, item, answer, self.heads.get((line, item)), fresh=False)
            for (line, item), answer in typed.items()
        ]
        changes += self._confirmations()
        left = tuple(self.record.drafts)
        if not changes:
            return Saved(0, 0, 0, left)
        verb = "correct" if self.needs_reason() else "enter"
        before = verdicts(self.session) if ranged(self.form) else None
        done = commit(self.session, verb, self.uid, changes, reason)
        self._saved()
        judged = regraded(self.session, before) if before is not None else None
        return Saved(len(typed), done.derived, done.findings, left, judged)

    def _confirmations(self) -> list[Change]:
        pending = {key: told for key, told in self.record.confirmed.items() if self.saved.confirmed.get(key) != told}
        changes = [
            Change(self.place, line, CONFIRM + check, Answer(rests, note=why))
            for (line, check), (rests, why) in pending.items()
        ]
        for finding in self.step.findings:
            key = (finding.line, f"{finding.check}:{finding.item}")
            if key in pending and not finding.open:
                changes += deviations.proposed(self.session, self.uid, self.place, finding, pending[key][1])
        return changes

    def _saved(self) -> None:
        self._past.clear()
        self._future.clear()
        self.restored = 0
        self._load(restore=True)
        self.restored = 0

    def reread(self) -> None:
        """Take up what was marked or saved since; what was typed or confirmed here and isn't saved stays."""
        mine = {key: told for key, told in self.record.confirmed.items() if self.saved.confirmed.get(key) != told}
        self._past.clear()
        self._future.clear()
        self._load(restore=True)
        self.restored = 0
        if mine:
            self.step = self._advance(evolve(self.record, confirmed={**self.record.confirmed, **mine}), None)

    def confirm(self, finding: Finding, reason: str) -> Saved:
        """Confirm a finding with a reason; while the form has unsaved edits the next save writes it with them."""
        if not reason.strip():
            raise refuse("reason.needed")
        key = (finding.line, f"{finding.check}:{finding.item}")
        unsaved = bool(self._typed()) or bool(self.record.drafts) or not self.saved.started
        record = evolve(self.record, confirmed={**self.record.confirmed, key: (finding.rests, reason.strip())})
        self._past.append(self.record)
        self.step = self._advance(record, None)
        if unsaved:
            return Saved(0, 0, 0, tuple(self.record.drafts))
        done: Done = commit(self.session, "confirm", self.uid, self._confirmations(), reason)
        self._saved()
        return Saved(1, done.derived, done.findings)

    def waiting(self) -> tuple[Where, ...]:
        """The judgements of the form, as it is saved, that an investigator has to confirm."""
        return judging.waiting_here(self.session, self.uid, self.place)

    def judge(self, wheres: Collection[Where] | None = None) -> Judged:
        """Confirm judgements as they stand, all that wait or those named; what was typed must be saved first."""
        if self.dirty:
            raise refuse("judge.unsaved")
        done = judging.judge(self.session, self.uid, self.place, wheres, self.record)
        self._saved()
        return done

    def withdraw(self, finding: Finding, reason: str) -> Saved:
        """Take a confirmation back: the finding is open again."""
        if not reason.strip():
            raise refuse("reason.needed")
        item = f"{CONFIRM}{finding.check}:{finding.item}"
        changes = [Change(self.place, finding.line, item, BLANK)]
        changes += deviations.withdrawn(self.session, self.uid, self.place, finding)
        done = commit(self.session, "withdraw", self.uid, changes, reason)
        self._saved()
        return Saved(1, done.derived, done.findings)

    def void_line(self, line: int, reason: str) -> None:
        """Void a line: its number stays, struck. A line never saved just goes."""
        if not any(at == line for at, _ in self.heads):
            keep: dict[str, Any] = {
                name: {where: value for where, value in getattr(self.record, name).items() if where[0] != line}
                for name in ("answers", "drafts")
            }
            if self.session.person:
                gone = [where for where in (*self.record.answers, *self.record.drafts) if where[0] == line]
                self.session.file.drop_drafts(self.session.person, self.uid, self.place, gone)
            self.step = self._advance(evolve(self.record, **keep), None)
            return
        voiding.void_form(self.session, self.uid, self.place, reason, line)
        self._load(restore=True)

    def void(self, reason: str) -> None:
        """Void the whole form."""
        voiding.void_form(self.session, self.uid, self.place, reason)
        self._load(restore=True)

    def restore(self, reason: str, line: int = 0) -> None:
        """Take the voided form, or a voided line of it, back."""
        voiding.restore_form(self.session, self.uid, self.place, reason, line)
        self._load(restore=True)

    def history(self, line: int, item: str) -> tuple[HistoryLine, ...]:
        """What happened to an item, oldest first."""
        return item_history(self.session.reader, self.uid, self.place, line, item)


def _stands(record: Record, where: Where) -> tuple[Answer, object]:
    return record.answer(where[1], where[0]), record.drafts.get(where)
