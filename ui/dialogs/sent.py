"""Asks to whom a report went, how, when, and why so late: what marks it as sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from crf.faults import CasebookError
from crf.forms.dates import read_date, read_time, show_iso
from crf.forms.numbers import Unreadable
from crf.text import say, tell
from ui import theme
from ui.choosers import Select
from ui.controls import Input
from ui.dialogs import Dialog

Act = Callable[[str, str, datetime, str], None]


class SentDialog(Dialog):
    """The time now is proposed; what can't be marked so is refused in the dialog."""

    def __init__(
        self, parent: QWidget | None, told: str, ways: Sequence[tuple[str, str]], now: datetime, late: bool, act: Act
    ):
        """`ways` are codes and words of how a report can go; `late` asks for the reason of lateness too."""
        super().__init__(parent, say("sent.title"), told, say("sent.act"))
        self.now, self.perform = now, act
        self.to = self.ask(say("sent.to"), Input("", weight=theme.REGULAR), say("sent.to.note"))
        self.how = Select()
        for code, words in ways:
            self.how.addItem(words, code)
        self.ask(say("sent.how"), self.how)
        self.day = self.ask(say("sent.day"), Input(show_iso(now.date().isoformat())))
        self.time = self.ask(say("sent.time"), Input(f"{now:%H:%M}"), say("sent.time.note"))
        self.late = Input("", weight=theme.REGULAR)
        if late:
            self.ask(say("sent.late"), self.late)
        else:
            self.late.setParent(self)
            self.late.hide()
        self.to.setFocus()

    def accept(self) -> None:
        """Mark as sent; what can't be read or done is said and the dialog stays."""
        try:
            day = read_date(self.day.text(), self.now.date(), False)
            clock = read_time(self.time.text(), self.now, False)
        except Unreadable as fault:
            self.complain(tell(fault.told))
            return
        at = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=self.now.tzinfo)
        try:
            self.perform(self.to.text().strip(), self.how.currentData(), at, self.late.text().strip())
        except CasebookError as refusal:
            self.complain(tell(refusal.message))
            return
        super().accept()
