"""Asks once who sits at the keyboard: every act of the casebook carries name and role."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crf.text import say
from ui.choosers import Select
from ui.controls import Input
from ui.dialogs import Dialog


class PersonFields:
    """Name and role, as two questions of a dialog."""

    def __init__(self, dialog: Dialog, roles: Sequence[tuple[str, str]], name: str = "", role: str = ""):
        self.codes = [code for code, _ in roles]
        self.name = dialog.ask(say("identify.name"), Input(name))
        self.role = dialog.ask(say("identify.role"), Select())
        self.role.setPlaceholderText(say("identify.choose"))
        self.role.addItems([text for _, text in roles])
        self.role.setCurrentIndex(self.codes.index(role) if role in self.codes else -1)

    @property
    def complete(self) -> bool:
        """Whether both are answered."""
        return bool(self.name.text().strip()) and self.role.currentIndex() >= 0

    @property
    def answer(self) -> tuple[str, str]:
        """Name and role code."""
        return self.name.text().strip(), self.codes[self.role.currentIndex()]


class IdentifyDialog(Dialog):
    """Who is at the keyboard; `identified` carries name and role code."""

    identified = Signal(str, str)

    def __init__(self, parent: QWidget | None, roles: Sequence[tuple[str, str]], name: str = "", role: str = ""):
        super().__init__(parent, say("identify.title"), say("identify.sentence"), say("identify.act"))
        self.person = PersonFields(self, roles, name, role)
        self.person.name.textChanged.connect(self._look)
        self.person.role.currentIndexChanged.connect(self._look)
        self.person.name.setFocus()
        self._look()

    def _look(self) -> None:
        self.act.setEnabled(self.person.complete)

    def accept(self) -> None:
        """Hand name and role over."""
        if self.person.complete:
            self.identified.emit(*self.person.answer)
            super().accept()
