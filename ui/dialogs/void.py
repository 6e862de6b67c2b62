"""Asks before something is voided: what stays visible, what ends, and the reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from crf.text import say
from ui.dialogs.reason import ReasonDialog


def ask_void(parent: QWidget | None, what: str, choices: Sequence[tuple[str, str]] = ()) -> ReasonDialog:
    """A dialog that voids `what` (a subject, a visit, a row of a log, a form) once a reason was given."""
    title = say("void.title", what=what)
    return ReasonDialog(parent, title, say("void.stays"), choices, say("void.act"), "danger")


def ask_restore(parent: QWidget | None, what: str, choices: Sequence[tuple[str, str]] = ()) -> ReasonDialog:
    """A dialog that brings something voided back, with a reason."""
    title = say("void.restore_title", what=what)
    return ReasonDialog(parent, title, say("void.restored"), choices, say("void.restore"))
