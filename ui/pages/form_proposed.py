"""An event that a value of an open form proposes: decided under the value it comes from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crf.actions.proposing import proposal_here
from crf.forms.proposal_words import CHECK
from crf.text import say
from ui.pages.proposing import KEYS, Proposing

if TYPE_CHECKING:
    from crf.forms.proposals import Proposal
    from ui.pages.form_notice import Link


class FormProposed(Proposing):
    """The acts on the proposal of the field the keyboard is in."""

    @property
    def refused_here(self) -> tuple[str, ...]:
        """The acts that mean nothing on a form without graded values, or to one who only reads."""
        graded = any(item.grades for item in self.entering.form.items)
        return () if graded and not self.entering.read_only else tuple(f"{act}_event" for act in KEYS)

    @property
    def proposes_here(self) -> bool:
        """Whether the field the keyboard is in proposes an event that nobody decided yet."""
        found = self.field.findings if self.field else ()
        return any(one.open and one.check.startswith(CHECK) for one in found) and not self.entering.read_only

    def proposal_now(self) -> Proposal | None:
        """What the value of this field proposes, saved first where it was only typed."""
        self.settle()
        field = self.field
        if field is not None and self.entering.dirty:
            if self.entering.needs_reason():
                self.window_.tell(say("proposing.unsaved"), "amber")
                return None
            self.do(lambda: self._save(""))
            self.sheet.go((field.line, field.item))
        one = proposal_here(self.session, self.uid, self.place, field.item, field.line) if field else None
        if one is None:
            self.window_.tell(say("proposing.nothing"))
        return one

    def write(self, act: Callable[[], str]) -> None:
        """Write, then show the form as it stands; whoever came too late is told so."""
        self.look(act)

    def proposal_at(self, link: Link) -> None:
        """A link under a value was followed: the keyboard goes there first."""
        self.sheet.go(link.where)
        {"accept": self.accept_event, "join": self.join_event, "decline": self.decline_event}[str(link.data)]()
