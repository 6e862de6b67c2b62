"""What a person does on the form page: save with or without a reason, confirm, void, restore, undo, turn the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from crf.actions.entering import Entering, reasons
from crf.faults import CasebookError, Conflict
from crf.forms.layout import Field
from crf.forms.proposal_words import CHECK
from crf.forms.record import Edit, Finding, Where
from crf.text import say, tell
from ui.controls import Link as LinkButton
from ui.dialogs.confirm import ask_change, ask_confirm, ask_withdraw
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.void import ask_restore, ask_void
from ui.pages.form_head import build_menu
from ui.pages.form_notice import Link
from ui.widgets import Band

if TYPE_CHECKING:
    from datetime import datetime

    from ui.pages.form import FormPage as Base
else:
    Base = object


class Acts(Base):
    """The acts; each ends in one sentence and a page that shows how things stand."""

    # words and reasons

    def open_entering(self) -> Entering:
        """The form as it stands in the casebook, with the drafts of this person."""
        return Entering(self.session, self.uid, self.place)

    def now(self) -> datetime:
        """The local time of the session."""
        return self.session.now()

    def choices(self) -> list[tuple[str, str]]:
        """The reasons that can be picked."""
        return list(reasons(self.session))

    def say_fault(self, fault: CasebookError) -> None:
        """Tell a fault of the world."""
        self.window_.tell(tell(fault.message), "red")

    def do(self, act: Callable[[], str]) -> None:
        """Do something that writes: tell what it did, or why it couldn't."""
        try:
            told = act()
        except Conflict:
            self.meet_conflict()
        except CasebookError as fault:
            self.say_fault(fault)
        else:
            self.refresh(force=True)
            if told:
                self.window_.tell(told)

    def open_dialog(self, dialog: ReasonDialog, then: Callable[[str], str]) -> None:
        """Open a dialog; with its reason something is done."""
        dialog.given.connect(lambda reason: self.do(lambda: then(reason)))
        dialog.open()

    # saving

    def settle(self) -> None:
        """What stands half typed in a list counts as typed."""
        here = self.sheet.focusWidget()
        if hasattr(here, "settle"):
            here.settle()

    def save(self) -> None:
        """Save what was typed; a change of a saved value asks why, once for the whole save."""
        self.settle()
        entering = self.entering
        if not entering.dirty:
            self.window_.tell(say("form.nothing"))
        elif entering.needs_reason():
            self.open_dialog(ask_change(self, self.choices()), self._save)
        else:
            self.do(lambda: self._save(""))

    def _save(self, reason: str) -> str:
        saved = self.entering.save(reason)
        self.close_band()
        parts = [say("form.saved.one" if saved.count == 1 else "form.saved", count=saved.count)]
        if saved.derived:
            parts.append(say("form.saved.derived", count=saved.derived))
        if saved.findings:
            parts.append(
                say("form.saved.finding" if saved.findings == 1 else "form.saved.findings", count=saved.findings)
            )
        if saved.regraded and saved.regraded.count:
            parts.append(saved.regraded.sentence)
        if left := [field for field in self.entering.page().fields if field.draft is not None]:
            named = ", ".join(f"{field.number} {field.question}" for field in left)
            parts.append(say("form.saved.left", named=named))
        return " ".join(parts)

    # findings

    def finding_here(self) -> tuple[Field, Finding] | None:
        """The open finding of the field the keyboard is in."""
        field = self.field
        found = [one for one in field.findings if one.open and one.level not in ("missing", "hard")] if field else []
        return (field, found[0]) if field and found else None

    def confirm_here(self) -> None:
        """Confirm the finding of this field."""
        found = self.finding_here()
        if found is None:
            self.window_.tell(say("form.no_finding"))
        elif found[1].check.startswith(CHECK):
            self.decline_event()
        else:
            self.confirm(found[1])

    def confirm(self, finding: Finding) -> None:
        """Confirm a finding with a reason: it stays, as confirmed."""
        dialog = ask_confirm(self, tell(finding.message), self.choices())
        self.open_dialog(dialog, lambda reason: self._confirm(finding, reason))

    def _confirm(self, finding: Finding, reason: str) -> str:
        saved = self.entering.confirm(finding, reason)
        return say("form.confirm.done" if saved.count else "form.confirm.later")

    def withdraw(self, finding: Finding) -> None:
        """Take a confirmation back with a reason: the finding is open again."""
        dialog = ask_withdraw(self, tell(finding.message), self.choices())
        self.open_dialog(dialog, lambda reason: self._withdraw(finding, reason))

    def _withdraw(self, finding: Finding, reason: str) -> str:
        self.entering.withdraw(finding, reason)
        return say("form.withdraw.done")

    def next_finding(self) -> None:
        """Go to the next field somebody has to look at."""
        if not self.sheet.next_finding():
            self.window_.tell(say("form.no_findings"))

    # lines

    def follow(self, link: Link) -> None:
        """A link of the sheet was followed."""
        acts: dict[str, Callable[[], None]] = {
            "confirm": lambda: self.confirm(link.data),
            "withdraw": lambda: self.withdraw(link.data),
            "judge": lambda: self.judge_these(link.data),
            "event": lambda: self.proposal_at(link),
            "add line": lambda: self.add_line(str(link.data)),
            "void line": lambda: self.void_line(link.data),
            "restore line": lambda: self.restore_line(link.data),
            "query": lambda: self.thread_at(link.where),
            "linked": lambda: self.open_linked(link.where),
        }
        acts[link.action]()

    def add_line(self, group: str) -> None:
        """Begin a further line of a group, with the keyboard in it."""
        line = self.entering.add_line(group)
        self.refresh()
        section = next(one for one in self.laid.sections if one.id == group)
        for column in section.columns:
            if self.sheet.go((line, column.item)):
                return

    def add_line_here(self) -> None:
        """Ctrl+Enter outside the fields."""
        self.sheet.more(None)

    def void_line_here(self) -> None:
        """Void the line the keyboard is in."""
        if self.sheet.current and self.sheet.current[0]:
            self.void_line(self.sheet.current[0])

    def void_line(self, line: int) -> None:
        """Void a line with a reason: it stays, struck."""
        self.open_dialog(
            ask_void(self, say("form.line.what"), self.choices()), lambda reason: self._void_line(line, reason)
        )

    def _void_line(self, line: int, reason: str) -> str:
        self.entering.void_line(line, reason)
        return say("form.line.voided")

    def restore_line(self, line: int) -> None:
        """Bring a voided line back with a reason."""
        self.open_dialog(
            ask_restore(self, say("form.line.what"), self.choices()), lambda reason: self._restore(reason, line)
        )

    # the whole form

    def void(self) -> None:
        """Void the form with a reason."""
        self.open_dialog(ask_void(self, self.what(), self.choices()), self._void)

    def what(self) -> str:
        """The form as the dialogs name it."""
        return say("form.what", form=self.head.head.form, visit=self.head.head.visit)

    def _void(self, reason: str) -> str:
        self.entering.void(reason)
        self.show_band(self.band_for(self.entering))
        return say("form.voided")

    def restore(self) -> None:
        """Bring a voided form back with a reason."""
        self.open_dialog(ask_restore(self, self.what(), self.choices()), lambda reason: self._restore(reason, 0))

    def _restore(self, reason: str, line: int) -> str:
        self.entering.restore(reason, line)
        self.close_band()
        return say("form.restored")

    # bands

    def close_band(self) -> None:
        """Take the band away."""
        if self.band is not None:
            self.show_band(None)

    def band_for(self, entering: Entering) -> Band | None:
        """The band a form opens with: it is void, or drafts came back."""
        void = entering.record.voided.get(0, "")
        if void:
            return self._band(say("form.void.lead"), void, [(say("form.void.restore"), self.restore)])
        if (sentence := self.standing_told(entering)) is not None:
            return self._band(*sentence)
        if entering.restored:
            count = entering.restored
            told = say("form.drafts.one" if count == 1 else "form.drafts", count=count)
            if entering.form.applies and entering.place.form_key and not entering.saved.started:
                told = say("lab.set.copied", count=count)
            mends = [(say("form.drafts.save"), self.save), (say("form.drafts.discard"), self.discard)]
            return self._band("", told, mends)
        return None

    def meet_conflict(self) -> None:
        """Somebody else saved meanwhile and nothing was written: both values are shown, the person decides."""
        mine, before = self.laid, self.entering.saved
        self.entering = self.open_entering()
        self.refresh(force=True)
        saved = self.entering.saved
        theirs = [one for one in saved.answers if saved.answer(one[1], one[0]) != before.answer(one[1], one[0])]
        told = []
        for where in theirs:
            old = next((field for field in mine.fields if (field.line, field.item) == where), None)
            if old is not None and not old.derived:
                self.entering_side(where, old, told)
        mends = [
            (say("form.conflict.mine"), self.keep_mine),
            (say("form.conflict.theirs"), lambda: self.take_theirs(theirs)),
        ]
        self.show_band(self._band(say("form.conflict.lead"), "\n".join(told), mends, "red"))

    def entering_side(self, where: Where, mine: Field, told: list[str]) -> None:
        """One value in both versions."""
        answer = self.entering.saved.answer(where[1], where[0])
        theirs = answer.missing or next((one.text for one in mine.options if one.code == answer.value), answer.value)
        yours = mine.draft.raw if mine.draft else mine.text
        if theirs != mine.answer.value:
            blank = say("form.panel.empty")
            told.append(say("form.conflict.both", question=mine.question, theirs=theirs or blank, yours=yours or blank))

    def keep_mine(self) -> None:
        """What I typed stays: saved now, it corrects theirs and asks why."""
        self.close_band()
        self.save()

    def take_theirs(self, places: list[Where]) -> None:
        """What was saved meanwhile stands; my drafts of these fields go."""
        for line, item in places:
            answer = self.entering.saved.answer(item, line)
            if not answer.note:
                self.entering.edit(Edit(line, item, answer.value, answer.missing, "", True))
        self.close_band()
        self.refresh(force=True)

    def _band(self, lead: str, text: str, mends: list[tuple[str, Callable[[], None]]], kind: str = "calm") -> Band:
        band = Band(kind)
        band.say(lead, text, "", kind)
        band.sentence.setWordWrap(True)
        for words, act in mends:
            link = LinkButton(words)
            link.clicked.connect(lambda _=False, act=act: act())
            band.layout().addSpacing(16)
            band.layout().addWidget(link)
        return band

    def discard(self) -> None:
        """Throw away what was typed and not saved."""
        self.entering.discard()
        self.close_band()
        self.refresh(force=True)
        self.window_.tell(say("form.discarded"))

    # going about

    def undo(self, again: bool = False) -> None:
        """Take the last edit back, or do it again."""
        if self.entering.redo() if again else self.entering.undo():
            self.refresh(force=True)

    def redo(self) -> None:
        """Do the edit again that was taken back."""
        self.undo(again=True)

    def up(self) -> None:
        """Back to the subject, to the log a row stands in, or to the site; what was typed stays as a draft."""
        self.settle()
        if not self.uid:
            self.window_.show_site()
        elif self.entering.form.log:
            self.window_.show_subject(self.uid, self.place.form)
        else:
            self.window_.show_subject(self.uid)

    def turn(self, forward: bool) -> None:
        """To the next form of the subject, or the one before."""
        self.settle()
        head = self.head.head
        place = (head.next if forward else head.previous) if head else None
        if place is not None:
            self.window_.show_form(self.uid, place)

    def turn_on(self) -> None:
        """To the next form."""
        self.turn(True)

    def turn_back(self) -> None:
        """To the form before."""
        self.turn(False)

    def preview(self) -> None:
        """The print of this form."""
        self.settle()
        self.window_.show_preview(self.uid, place=self.place)

    def toggle_panel(self) -> None:
        """Show or hide the panel."""
        self.panel.setVisible(self.panel.isHidden())
        self.lay_out()
        self._show_panel()

    def help_here(self) -> None:
        """The help of this field, in the panel."""
        if self.panel.isHidden():
            self.toggle_panel()
        self.panel.bar.setValue(0)

    def pick(self, field: Field) -> None:
        """Open the picker for a CTCAE term; afterwards the keyboard is back in the field."""
        where = (field.line, field.item)

        def done() -> None:
            self.refresh(force=True)
            self.sheet.go(where)

        self.where = where
        self.window_.show_picker(self.entering, done)

    def menu_here(self) -> None:
        """The menu, by its key."""
        self.head.more.click()

    def open_menu(self, at: QPoint) -> None:
        """What can be done with the whole form."""
        voided, saved = bool(self.laid.void), self.was_saved and not self.entering.session.read_only
        last = ("prohibit", say("form.menu.void"), "", self.void if saved else None)
        if voided:
            last = ("arrow-counter-clockwise", say("form.menu.restore"), "", self.restore)
        entries = [
            ("floppy-disk", say("form.menu.save"), "Ctrl+S", self.save),
            ("arrow-u-up-left", say("form.menu.undo"), "Ctrl+Z", self.undo),
            ("arrow-u-up-right", say("form.menu.redo"), "Ctrl+Shift+Z", self.redo),
            ("", "", "", None),
            ("pen-nib", say("form.menu.judge"), "Ctrl+J", self.judge if self.unconfirmed() else None),
            ("", "", "", None),
            *([*self.reporting_entries(), ("", "", "", None)] if self.reporting_entries() else []),
            ("printer", say("form.menu.print"), "Ctrl+P", self.preview),
            ("info", say("form.menu.panel"), "Ctrl+I", self.toggle_panel),
            *([("", "", "", None), *self.review_entries()] if not voided else []),
            ("", "", "", None),
            last,
        ]
        self.menu = build_menu(self, entries)
        self.menu.popup(at)
