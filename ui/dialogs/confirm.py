"""Asks for the reason of a judgement on the form page: a finding confirmed or withdrawn, saved answers changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from crf.text import say
from ui.dialogs.reason import ReasonDialog

Choices = Sequence[tuple[str, str]]


def ask_confirm(parent: QWidget | None, sentence: str, choices: Choices = ()) -> ReasonDialog:
    """A dialog that confirms what a finding says once a reason was given."""
    return ReasonDialog(parent, say("form.confirm.title"), sentence, choices, say("form.confirm.act"))


def ask_withdraw(parent: QWidget | None, sentence: str, choices: Choices = ()) -> ReasonDialog:
    """A dialog that takes a confirmation back, with a reason."""
    return ReasonDialog(parent, say("form.withdraw.title"), sentence, choices, say("form.withdraw"))


def ask_change(parent: QWidget | None, choices: Choices = ()) -> ReasonDialog:
    """A dialog that saves changes of saved answers, one reason for the whole save."""
    return ReasonDialog(parent, say("form.reason.title"), say("form.reason.sentence"), choices, say("form.reason.act"))
