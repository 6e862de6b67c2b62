"""The signature: what it covers and what stays open is shown first, what it means, then the name is typed again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crf.actions.signing import Signable
from crf.forms.record import Place
from crf.text import say
from ui import theme
from ui.choosers import Check
from ui.controls import Input
from ui.dialogs import Dialog
from ui.pages.listing import HEAD, Group, Head, ListCard, Row, Text

HEADS = (("visit", 0.28), ("form", 0.24), ("open", 0.48))
LINES = 3  # at most, of what is open in a form; its tip says the rest
ROOM = 264  # px the list takes at most


class SignDialog(Dialog):
    """Lists every form asked for; `signed` carries the places, the name typed, and whether what is open is known.

    A row with something open leads there instead: `led` carries its form and where the first judgement waits.
    """

    WIDE = 680
    signed = Signal(object, str, bool)
    led = Signal(object, object)

    def __init__(self, parent: QWidget | None, subject: str, found: Sequence[Signable], name: str):
        self.fit = [one for one in found if not one.refused]
        count = len(self.fit)
        title = say("sign.title.1" if count == 1 else "sign.title", count=count, subject=subject)
        super().__init__(parent, title, say("sign.meaning"), say("sign.act"))
        self.found = {one.place: one for one in found}
        self.waiting = sum(one.waiting for one in self.fit)
        self.body.addWidget(self._card(found))
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

    def _card(self, found: Sequence[Signable]) -> ListCard:
        card = ListCard()
        card.list.resize(self.WIDE - 50, ROOM)  # as wide as it will stand: rows know how many lines they take
        card.show_groups([Head(say(f"sign.head.{id}"), share) for id, share in HEADS], groups(found))
        card.setFixedHeight(min(ROOM, HEAD + card.list.height() + 1))
        card.list.opened.connect(self._lead)
        return card

    def _lead(self, place: Place) -> None:
        """Leave the signature for what is open in a form."""
        one = self.found[place]
        if one.waiting or one.refused:
            self.reject()
            self.led.emit(place, one.where)

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
    in_order = sorted(found, key=lambda one: not one.waiting)
    fit = tuple(_row(one) for one in in_order if not one.refused)
    rest = tuple(_row(one) for one in found if one.refused)
    return [Group(say("sign.covered") if rest else "", fit), Group(say("sign.left_out"), rest, "muted")]


def _row(one: Signable) -> Row:
    told = one.refused or ", ".join(_open(one)) or say("sign.clear")
    mark = "" if one.refused else _mark(one)
    ink = "muted" if one.refused else "text"
    cells = (Text(one.visit, ink, wrap=2), Text(one.form, ink, theme.MEDIUM), Text(told, ink, mark=mark, wrap=LINES))
    tip = say("sign.lead") if one.waiting or one.refused else ""
    return Row(one.place, cells, f"{one.visit}, {one.form}: {told}", tip=tip)


def _open(one: Signable) -> Iterator[str]:
    """What is open in a form, counted; of judgements which, too."""
    if one.findings:
        yield say("sign.findings.1" if one.findings == 1 else "sign.findings", count=one.findings)
    if one.queries:
        yield say("sign.queries.1" if one.queries == 1 else "sign.queries", count=one.queries)
    if one.judgements:
        count, which = len(one.judgements), "; ".join(one.judgements)
        yield say("sign.judgements.1" if count == 1 else "sign.judgements", count=count, which=which)


def _mark(one: Signable) -> str:
    known = (("query", one.queries), ("finding", one.findings), ("unconfirmed", one.judgements))
    return next((mark for mark, there in known if there), "yes")
