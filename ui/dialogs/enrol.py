"""Asks for a subject's number: of a new one, or another for one that has one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crf.faults import CasebookError
from crf.text import say
from ui import theme
from ui.choosers import Select
from ui.controls import Input
from ui.dialogs import Dialog
from ui.dialogs.reason import ReasonDialog


class EnrolDialog(Dialog):
    """The next number is proposed; a number that can't be used is refused in the dialog."""

    enrolled = Signal(str)

    def __init__(
        self,
        parent: QWidget | None,
        proposed: str,
        act: Callable[[str, str], str],
        known: Sequence[tuple[str, str]] = (),
    ):
        """`known` are numbers of this casebook, with a note, under one of which she may have been screened before."""
        super().__init__(parent, say("enrol.title"), say("enrol.sentence"), say("enrol.act"))
        self.perform = act
        self.number = self.ask(say("enrol.number"), Input(proposed), say("enrol.proposed"))
        self.before = Select()
        self.before.addItem(say("enrol.first_time"), "")
        for number, note in known:
            self.before.addItem(say("enrol.known", number=number, note=note) if note else number, number)
        if known:
            self.ask(say("enrol.was"), self.before)
        else:
            self.before.setParent(self)
            self.before.hide()
        self.number.selectAll()
        self.number.setFocus()
        self.number.textChanged.connect(self._look)
        self._look()

    def _look(self) -> None:
        self.act.setEnabled(bool(self.number.text().strip()))
        self.complain("")

    def accept(self) -> None:
        """Enrol; a refusal is said and the dialog stays."""
        try:
            uid = self.perform(self.number.text().strip(), self.before.currentData())
        except CasebookError as refusal:
            self.complain(str(refusal))
            return
        super().accept()
        self.enrolled.emit(uid)


class RenameDialog(ReasonDialog):
    """Another number for a subject, with the reason; the old one stays in the history."""

    renamed = Signal(str, str)

    def __init__(self, parent: QWidget | None, label: str, choices: Sequence[tuple[str, str]]):
        self.old = label
        self.number = Input(label, weight=theme.MEDIUM)
        title = say("rename.title", subject=label)
        super().__init__(parent, title, say("rename.sentence"), choices, say("rename.act"))
        self.number.setAccessibleName(say("enrol.number"))
        self.body.insertWidget(0, self.number)
        self.body.insertSpacing(1, 12)
        self.number.textChanged.connect(self._look)
        self.given.connect(lambda reason: self.renamed.emit(self.number.text().strip(), reason))
        self.setTabOrder(self.number, self.choices)
        self.number.selectAll()
        self.number.setFocus()

    def _look(self) -> None:
        changed = self.number.text().strip() not in ("", self.old)
        self.act.setEnabled(changed and bool(self.reason))

    def accept(self) -> None:
        """Only with another number and a reason."""
        if self.act.isEnabled():
            super().accept()
