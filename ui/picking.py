"""Puts what was picked in the CTCAE picker into an open adverse event: term, reported words and grade."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crf.forms.record import Edit
from ui.pages.picker import PickerPage

if TYPE_CHECKING:
    from crf.actions.entering import Entering
    from ui.shell import MainWindow

TERM, WORDS, GRADES, GRADE = "AEDECOD", "AETERM", "AE.GRADE", "AETOXGR"


def picker(window: MainWindow, entering: Entering, done: Callable[[], None]) -> PickerPage:
    """The picker for an event, begun at what stands there."""
    record = entering.record
    lines = [line for line in record.lines if line not in record.voided]
    grade = record.answer(GRADE, lines[-1]).value if lines else ""

    def take(code: str, grade: int | None, words: str) -> None:
        if words and words != record.answer(WORDS).value:
            entering.edit(Edit(0, WORDS, words))
        entering.edit(Edit(0, TERM, code))
        if grade is not None:
            entering.edit(Edit(lines[-1] if lines else entering.add_line(GRADES), GRADE, str(grade)))
        done()

    words, code = record.answer(WORDS).value, record.answer(TERM).value
    return PickerPage(window, window.session, words, code, int(grade) if grade else None, take)
