"""Asks for an appointment: its day, time, how it stands and a note; of one that is moved, which others move too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crf.actions import appointments
from crf.actions.appointments import Key
from crf.faults import CasebookError
from crf.forms.appointments import STANDINGS, Appointment
from crf.forms.dates import show_iso
from crf.text import say, tell
from ui import theme
from ui.choosers import Select
from ui.controls import Button, Input
from ui.dialogs import Dialog
from ui.dialogs.reason import Choices
from ui.widgets import column, label, row

if TYPE_CHECKING:
    from crf.actions.session import Session

DAY, TIME = 150, 90
ALONE, LATER = range(2)


class AppointmentDialog(Dialog):
    """Of one visit (`visit` None: outside the schedule). `written` carries what to tell once something was written."""

    WIDE = 500
    written = Signal(str)

    def __init__(
        self,
        parent: QWidget | None,
        session: Session,
        uid: str,
        visit: Key | None,
        title: str,
        planned: str,
    ):
        self.session, self.uid, self.visit = session, uid, visit
        self.old = session.file.data(uid).appointments.get(visit) if visit else None
        self.later = appointments.later_ones(session, uid, visit) if visit and self.old else []
        super().__init__(parent, title, planned, say("appointment.change" if self.old else "appointment.agree"))
        self.day = Input(show_iso(self.old.day.isoformat()) if self.old else "", DAY, theme.MEDIUM)
        self.time = Input(f"{self.old.at:%H:%M}" if self.old and self.old.at else "", TIME, theme.MEDIUM)
        self.standing = Select()
        self.note = Input(self.old.note if self.old else "", weight=theme.REGULAR)
        self.reason = Input("", weight=theme.REGULAR)
        self.soft = label("", theme.NOTE, color="amber", wrap=True)
        self.which = Choices([say("appointment.alone"), self._others()])
        self._build()
        self._look()
        self.day.selectAll()
        self.day.setFocus()

    def _build(self) -> None:
        for standing in STANDINGS:
            self.standing.addItem(say(f"appointment.{standing}"), standing)
        self.standing.setCurrentIndex(STANDINGS.index(self.old.standing) if self.old else 0)
        asked = (("day", self.day), ("time", self.time), ("standing", self.standing))
        parts = []
        for name, field in asked:
            caption = say(f"appointment.ask.{name}")
            field.setAccessibleName(caption)
            above = label(caption, theme.NOTE, theme.STRONG, "muted")
            above.setBuddy(field)
            box = QWidget()
            box.setLayout(column(above, 4, field))
            parts.append(box)
        self.day.setPlaceholderText(say("appointment.like"))
        self.body.addLayout(row(*parts, -1, spacing=12))
        self.soft.setFixedWidth(self.WIDE - 48)
        self.body.addWidget(self.soft)
        self.body.addSpacing(10)
        self.ask(say("appointment.ask.note"), self.note, say("appointment.optional"))
        if self.old:
            self.moving = QWidget()
            self.moving.setLayout(column(self.which, 6))
            self.which.setAccessibleName(say("appointment.ask.which"))
            self.body.addWidget(self.moving)
            self.which.choose(ALONE)
            self.ask(say("reason.why"), self.reason, say("appointment.needed"))
            self.remove = Button(say("appointment.remove"), "danger")
            self.remove.clicked.connect(self._remove)
            self.foot.insertWidget(0, self.remove)
        else:
            for unused in (self.which, self.reason):
                unused.setParent(self)
                unused.hide()
        for line in (self.day, self.time, self.reason):
            line.textChanged.connect(self._look)
        self.standing.currentIndexChanged.connect(self._look)

    def _others(self) -> str:
        names = ", ".join(one.short for one in self.later)
        return say(
            "appointment.later" if len(self.later) != 1 else "appointment.later1", n=len(self.later), names=names
        )

    def _typed(self) -> Appointment:
        """What stands in the fields; refused in words where it can't be an appointment."""
        standing = STANDINGS[self.standing.currentIndex()]
        return appointments.read(self.session, self.day.text(), self.time.text(), standing, self.note.text())

    def _look(self) -> None:
        """What can be done now, and what speaks against the day, while one types."""
        self.complain("")
        why = bool(self.reason.text().strip())
        self.act.setEnabled(bool(self.day.text().strip()) and (why or not self.old))
        told, days = None, 0
        try:
            typed = self._typed()
        except CasebookError:
            pass
        else:
            told = appointments.told_of(self.session, self.uid, self.visit, typed) if self.visit else None
            days = (typed.day - self.old.day).days if self.old else 0
        self.soft.setText(tell(told) if told else "")
        self.soft.setVisible(told is not None)
        if self.old:
            self.remove.setEnabled(why)
            self.moving.setVisible(bool(days and self.later))
        self.adjustSize()

    def accept(self) -> None:
        """Agree, change or move; a refusal is said and the dialog stays."""
        later = bool(self.old) and self.moving.isVisible() and self.which.current == LATER
        try:
            told = self._write(self._typed(), later)
        except CasebookError as refusal:
            self.complain(str(refusal))
            return
        super().accept()
        self.written.emit(told)

    def _write(self, typed: Appointment, later: bool) -> str:
        asked = (self.session, self.uid)
        if self.visit is None:
            appointments.appoint_outside(*asked, typed)
        elif self.old is None:
            appointments.appoint(*asked, self.visit, typed)
        elif typed.day == self.old.day:
            appointments.appoint(*asked, self.visit, typed, self.reason.text())
            return say("appointment.changed")
        else:
            count = appointments.move(*asked, self.visit, typed, self.reason.text(), later).count
            return say("appointment.moved" if count == 1 else "appointment.moved_all", n=count)
        return say("appointment.agreed")

    def _remove(self) -> None:
        appointments.remove(self.session, self.uid, self.visit, self.reason.text())
        super().accept()
        self.written.emit(say("appointment.removed"))


def ask_appointment(
    parent: QWidget, session: Session, uid: str, visit: Key | None, name: str, planned: str, done: Callable[[str], None]
) -> AppointmentDialog:
    """Open the dialog for a visit of a subject, or outside the schedule."""
    label = session.file.data(uid).label
    known = bool(visit) and visit in session.file.data(uid).appointments
    title = "appointment.title_change" if known else "appointment.title" if visit else "appointment.title_outside"
    dialog = AppointmentDialog(parent, session, uid, visit, say(title, subject=label, visit=name), planned)
    dialog.written.connect(done)
    dialog.open()
    return dialog


def plan_words(planned: str, window: str) -> str:
    """What stays as it is: Planned Mon 23 MAR, window 21–25 MAR."""
    if not planned:
        return say("appointment.unplanned")
    return say("appointment.plan_window" if window else "appointment.plan", planned=planned, window=window)
