"""What can be said of a subject's visits and forms from her page: verified, signed, locked, by menu of a cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crf.actions import locking
from crf.actions.rights import may
from crf.actions.verifying_source import verify_form
from crf.faults import CasebookError
from crf.reading.views import Cell
from crf.text import say, tell
from ui.dialogs.lock import ask_lock, ask_unlock
from ui.dialogs.reason import ReasonDialog
from ui.pages.form_review import ask_signature

if TYPE_CHECKING:
    from ui.pages.subject import Subject as Base

    Entry = tuple[str, str, str, Callable[[], None] | None]
else:
    Base = object


class Reviewing(Base):
    """The acts of monitor, data manager and investigator on the visit in focus, a form of it, or all of her."""

    def review_entries(self, cell: Cell) -> list[Entry]:
        """What the menu of a cell offers to the person at the keyboard."""
        entries: list[Entry] = []
        if may(self.session, "verify"):
            entries.append(("checks", say("review.verify_form"), "", lambda: self.verify_cell(cell)))
        if may(self.session, "sign"):
            entries.append(("pencil-simple", say("review.sign_visit"), "", self.sign_visit))
            entries.append(("pencil-simple", say("review.sign_subject"), "Ctrl+Shift+G", self.sign_subject))
        if may(self.session, "lock"):
            visit = self.visit
            words = "review.unlock_visit" if visit and visit.locked else "review.lock_visit"
            entries.append(("lock-open" if visit and visit.locked else "lock", say(words), "", self.lock_visit))
            words = "review.unlock_subject" if self.page.locked else "review.lock_subject"
            icon = "lock-open" if self.page.locked else "lock"
            entries.append((icon, say(words), "Ctrl+Shift+L", self.lock_subject))
        return [*entries, ("", "", "", None)] if entries else []

    def look(self, act: Callable[[], str]) -> None:
        """Do something, show how she stands then, and tell it in one sentence."""
        try:
            sentence, kind = act(), "calm"
        except CasebookError as fault:
            sentence, kind = tell(fault.message), "red"
        self.refresh()
        self.window_.tell(sentence, kind)

    def verify_cell(self, cell: Cell) -> None:
        """Say of every answer of a form that it was compared with its source."""

        def done() -> str:
            count = verify_form(self.session, self.uid, cell.place).count
            return say("sdv.done_all.1" if count == 1 else "sdv.done_all", count=count)

        self.look(done)

    def sign_visit(self) -> None:
        """Sign all complete forms of the visit in focus."""
        if self.visit is not None:
            ask_signature(self, [], (self.visit.event, self.visit.key))

    def sign_subject(self) -> None:
        """Sign all her complete forms."""
        if may(self.session, "sign"):
            ask_signature(self, [], None)
        else:
            self.window_.tell(say("review.cant"), "amber")

    def lock_visit(self) -> None:
        """Lock the visit in focus, or open it again."""
        visit = self.visit
        if visit is None:
            return
        what = say("void.visit", visit=visit.name, subject=self.page.label)
        act = locking.unlock_visit if visit.locked else locking.lock_visit
        self._reasoned(
            bool(visit.locked), what, lambda reason: act(self.session, self.uid, visit.event, visit.key, reason)
        )

    def lock_subject(self) -> None:
        """Lock all of her, or open her again."""
        if not may(self.session, "lock"):
            self.window_.tell(say("review.cant"), "amber")
            return
        act = locking.unlock_subject if self.page.locked else locking.lock_subject
        what = say("void.subject", subject=self.page.label)
        self._reasoned(bool(self.page.locked), what, lambda reason: act(self.session, self.uid, reason))

    def _reasoned(self, locked: bool, what: str, act: Callable[[str], object]) -> None:
        dialog: ReasonDialog = ask_unlock(self, what) if locked else ask_lock(self, what)

        def given(reason: str) -> str:
            act(reason)
            return say("unlock.done" if locked else "lock.done")

        dialog.given.connect(lambda reason: self.look(lambda: given(reason)))
        dialog.open()
