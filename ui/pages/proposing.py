"""What a person makes of an event that a value proposes, wherever it is shown: one key each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crf.actions import proposing
from crf.actions.entering import reasons
from crf.ctcae import dictionary
from crf.forms.proposal_words import grades_text, name_of, term_name
from crf.text import say, tell
from ui.dialogs.pick import PickDialog
from ui.dialogs.reason import ReasonDialog

if TYPE_CHECKING:
    from crf.actions.session import Session
    from crf.forms.proposals import Proposal
    from ui.pages import Page as Base
else:
    Base = object

WHY = ("expected", "before", "sample", "entered")
"""Reasons to decline that sites give most."""
KEYS = {"accept": "F5", "join": "F6", "decline": "F7"}


class Proposing(Base):
    """The acts on a proposal; the page says which one is meant, and how it does something that writes."""

    session: Session
    uid: str
    opens = KEYS["accept"]  # the key that opens the event just accepted

    def proposal_now(self) -> Proposal | None:
        """The proposal the keyboard is at, decided or not; None where there is none, which the page has told."""
        raise NotImplementedError

    def write(self, act: Callable[[], str]) -> None:
        """Do something that writes, then show how things stand and what was done."""
        raise NotImplementedError

    def accept_event(self) -> None:
        """Accept what is proposed; where that was done, open the event."""
        one = self.proposal_now()
        if one is None:
            return
        if one.did in ("accepted", "joined") and one.event is not None:
            self.window_.show_form(self.uid, one.event)
        elif not one.open:
            self.window_.tell(say("proposing.declined"))
        elif len(one.grades) > 1:
            self._ask_grade(one)
        else:
            self.write(lambda: self._accept(one, None))

    def _accept(self, one: Proposal, grade: int | None) -> str:
        self.accepted(proposing.accept(self.session, self.uid, one, grade))
        grades = one.grades if grade is None else (grade,)
        return say(f"proposing.done.{one.kind}", term=term_name(one.code), grade=grades_text(grades), key=self.opens)

    def accepted(self, taken: proposing.Taken) -> None:
        """What the page does with the event that was just accepted."""

    def _ask_grade(self, one: Proposal) -> None:
        """Ask for the clinical fact that decides the grade."""
        term = dictionary().by_code(one.code)
        texts = [say("proposing.grade", grade=n, criterion=term.criteria(n) if term and n else "") for n in one.grades]
        asked = tell(one.question) if one.question else ""
        dialog = PickDialog(self, say("proposing.grade.title", term=term_name(one.code)), asked, texts,
                            say("proposing.accept"))  # fmt: skip
        dialog.picked.connect(lambda n: self.write(lambda: self._accept(one, one.grades[n])))
        dialog.open()

    def join_event(self) -> None:
        """Say which other event of that day a value belongs to."""
        one = self.proposal_now()
        if one is None:
            return
        events = proposing.joinable(self.session, self.uid, one) if one.open else ()
        if one.kind not in ("new", "ended") or not events:
            self.window_.tell(say("proposing.join.none"))
            return
        texts = [name_of(event) for event in events]
        sentence = say("proposing.join.sentence", value=one.told)
        dialog = PickDialog(self, say("proposing.join.title"), sentence, texts, say("proposing.join.act"))
        dialog.picked.connect(lambda n: self.write(lambda: self._join(one, events[n].place, texts[n])))
        dialog.open()

    def _join(self, one: Proposal, event: object, name: str) -> str:
        proposing.join(self.session, self.uid, one, event)
        return say("proposing.done.join", event=name, key=self.opens)

    def decline_event(self) -> None:
        """Leave the log as it is, with a reason; what was declined or joined is taken back."""
        one = self.proposal_now()
        if one is None:
            return
        if one.did == "accepted":
            self.window_.tell(say("proposing.void"))
            return
        back = not one.open
        title, act = ("proposing.back.title", "proposing.back") if back else ("proposing.no.title", "proposing.no")
        listed = reasons(self.session) if back else [(why, say(f"proposing.why.{why}")) for why in WHY]
        dialog = ReasonDialog(self, say(title), f"{one.told}: {term_name(one.code)}", listed, say(act))
        dialog.given.connect(lambda reason: self.write(lambda: self._decline(one, reason)))
        dialog.open()

    def _decline(self, one: Proposal, reason: str) -> str:
        if one.open:
            proposing.decline(self.session, self.uid, one, reason)
            return say("proposing.done.decline", term=term_name(one.code))
        proposing.withdraw(self.session, self.uid, one, reason)
        return say("proposing.done.back")
