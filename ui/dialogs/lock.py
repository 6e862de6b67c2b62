"""Asks for the reason of a lock, and of opening it again."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crf.text import say
from ui.dialogs.reason import ReasonDialog

REASONS = ("final", "reviewed", "closed")
AGAIN = ("correct", "mistaken", "asked")


def ask_lock(parent: QWidget | None, what: str) -> ReasonDialog:
    """A dialog that locks `what` (a form, a visit, a subject) once a reason was given."""
    choices = [(one, say(f"lock.reason.{one}")) for one in REASONS]
    return ReasonDialog(parent, say("lock.title", what=what), say("lock.sentence"), choices, say("lock.act"))


def ask_unlock(parent: QWidget | None, what: str) -> ReasonDialog:
    """A dialog that opens it again, with a reason."""
    choices = [(one, say(f"unlock.reason.{one}")) for one in AGAIN]
    return ReasonDialog(parent, say("unlock.title", what=what), say("unlock.sentence"), choices, say("unlock.act"))
