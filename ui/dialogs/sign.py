"""The signature: what it covers and what stays open is shown first, what it means, then the name is typed again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crf.actions.signing import Signable
from crf.text import say
from ui import theme
from ui.choosers import Check
from ui.controls import Input
from ui.dialogs import Dialog
from ui.pages.listing import Group, Head, ListCard, Row, Text

HEADS = (("visit", 0.3), ("form", 0.3), ("open", 0.4))
ROOM = 264  # px the list takes at most


class SignDialog(Dialog):
    """Lists every form asked for; `signed` carries the places, the name typed, and whether what is open is known."""

    WIDE = 680
    signed = Signal(object, str, bool)

    def __init__(self, parent: QWidget | None, subject: str, found: Sequence[Signable], name: str):
        self.fit = [one for one in found if not one.refused]
        count = len(self.fit)
        title = say("sign.title.1" if count == 1 else "sign.title", count=count, subject=subject)
        super().__init__(parent, title, say("sign.meaning"), say("sign.act"))
        self.waiting = sum(one.findings + one.queries for one in self.fit)
        card = ListCard()
        card.show_groups([Head(say(f"sign.head.{id}"), share) for id, share in HEADS], groups(found))
        titles = 68 if len(self.fit) != len(found) else 0
        card.setFixedHeight(min(ROOM, 36 + 36 * len(found) + titles))
        self.body.addWidget(card)
        self.body.addSpacing(12)
        self.knowing = Check(say("sign.knowing.1" if self.waiting == 1 else "sign.knowingly", count=self.waiting))
        self.name = Input("", weight=theme.REGULAR)
        if self.waiting:
            self.body.addWidget(self.knowing)
            self.body.addSpacing(8)
        else:
            self.knowing.setParent(self)
            self.knowing.hide()
        self.ask(say("sign.name.ask"), self.name, say("sign.name.note", name=name))
        self.knowing.toggled.connect(self._look)
        self.name.textChanged.connect(self._look)
        self._look()
        (self.knowing if self.waiting else self.name).setFocus()

    def _look(self) -> None:
        known = self.knowing.isChecked() or not self.waiting
        self.act.setEnabled(bool(self.fit) and known and bool(self.name.text().strip()))

    def accept(self) -> None:
        """Hand it over once everything is answered."""
        if self.act.isEnabled():
            self.signed.emit([one.place for one in self.fit], self.name.text(), self.knowing.isChecked())
            super().accept()


def groups(found: Sequence[Signable]) -> list[Group]:
    """What is signed, that with something open first; then what can't be and why."""
    in_order = sorted(found, key=lambda one: not (one.findings or one.queries))
    fit = tuple(_row(one) for one in in_order if not one.refused)
    rest = tuple(_row(one) for one in found if one.refused)
    return [Group(say("sign.covered") if rest else "", fit), Group(say("sign.left_out"), rest, "muted")]


def _row(one: Signable) -> Row:
    parts = (
        [say("sign.findings.1" if one.findings == 1 else "sign.findings", count=one.findings)] if one.findings else []
    )
    parts += [say("sign.queries.1" if one.queries == 1 else "sign.queries", count=one.queries)] if one.queries else []
    told = one.refused or ", ".join(parts) or say("sign.clear")
    mark = "" if one.refused else "query" if one.queries else "finding" if one.findings else "yes"
    ink = "muted" if one.refused else "text"
    cells = (Text(one.visit, ink), Text(one.form, ink, theme.MEDIUM), Text(told, ink, mark=mark))
    return Row(one.place, cells, f"{one.visit}, {one.form}: {told}")
