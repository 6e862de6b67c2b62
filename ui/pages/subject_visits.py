"""What can be done to the visits of a subject: skipped, stopped, taken back, voided, restored, begun, agreed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from crf.actions import skipping, stopping, voiding
from crf.actions.entering import new_place, reasons
from crf.actions.rights import may
from crf.forms.record import Place
from crf.reading.views import Column, SubjectPage
from crf.text import say
from ui.dialogs.appointment import ask_appointment, plan_words
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.void import ask_restore, ask_void
from ui.pages.form_head import build_menu

if TYPE_CHECKING:
    from crf.actions.session import Session
    from crf.reading.views import Cell
    from ui.navigator import Navigator
    from ui.pages.matrix import Matrix

    class Base(QWidget):
        """What the page gives."""

        window_: Navigator
        session: Session
        uid: str
        page: SubjectPage
        matrix: Matrix
        _done: Callable[..., None]
else:
    Base = object

OPEN = ("not started", "draft", "incomplete")
AHEAD = ("unplanned", "overdue", "today", "open", "week", "ahead")


class Visits(Base):
    """The acts on the visit in focus, by key, by menu of the window, by menu of the cell."""

    @property
    def visit(self) -> Column | None:
        """The visit in focus."""
        place = self.matrix.place
        return self._column(place) if place and self.page else None

    @property
    def writable(self) -> bool:
        """Whether anything can be written about her: nothing voided, somebody at the keyboard."""
        free = not self.session.read_only and may(self.session, "enter")
        return free and self.page is not None and not self.page.voided and not self.page.locked

    @property
    def unscheduled(self) -> tuple[str, str] | None:
        """Event and first form of an unscheduled visit; None where the study knows none."""
        events = (event for event in self.session.study.events if event.kind == "unscheduled" and event.forms)
        return next(((event.id, event.forms[0]) for event in events), None)

    def can(self, act: str) -> bool:
        """Whether an act can be done to the visit in focus now."""
        visit = self.visit
        if not self.writable or not self.matrix.isVisible():
            return False
        if act in ("new_visit", "appoint_outside"):
            return self.unscheduled is not None
        if visit is None:
            return False
        if act == "appoint":
            return visit.state in AHEAD or bool(visit.agreed)
        cells = [cell for row in self.page.rows for cell in row.cells if cell and self._at(cell.place, visit)]
        return {
            "skip_visit": visit.state in AHEAD,
            "unskip_visit": visit.state == "skipped",
            "stop_visit": visit.state == "done" and not visit.stopped and any(cell.status in OPEN for cell in cells),
            "resume_visit": bool(visit.stopped),
            "void_visit": any(cell.status not in ("not started", "not due", "skipped", "voided") for cell in cells),
            "restore_visit": any(cell.status == "voided" for cell in cells),
        }[act]

    def _at(self, place: Place, visit: Column) -> bool:
        return (place.event, place.event_key) == (visit.event, visit.key)

    def _column(self, place: Place) -> Column | None:
        return next((one for one in self.page.columns if self._at(place, one)), None)

    # Acts

    def skip_or_take_back(self) -> None:
        """By one key: skip the visit in focus, or take that back."""
        for act in ("skip_visit", "unskip_visit"):
            if self.can(act):
                getattr(self, act)()
                return
        if self.visit and self.writable:
            self.window_.tell(say("skip.not_now", visit=self.visit.name), "amber")

    def skip_visit(self) -> None:
        """Ask for the reason, then say that the visit in focus was left out."""
        self._ask("skip_visit", skipping.skip_visit, "skip.done")

    def unskip_visit(self) -> None:
        """Ask for the reason, then take back that the visit in focus was left out."""
        self._ask("unskip_visit", skipping.unskip_visit, "skip.undone")

    def stop_visit(self) -> None:
        """Ask for the reason, then say that nothing more is entered of the visit in focus."""
        self._ask("stop_visit", stopping.stop_visit, "stop.done")

    def resume_visit(self) -> None:
        """Ask for the reason, then take back that the visit in focus was stopped."""
        self._ask("resume_visit", stopping.resume_visit, "stop.undone")

    def void_visit(self) -> None:
        """Ask for the reason, then void all forms of the visit in focus."""
        self._ask("void_visit", voiding.void_visit, "void.done_visit")

    def restore_visit(self) -> None:
        """Ask for the reason, then bring all forms of the visit in focus back."""
        self._ask("restore_visit", voiding.restore_visit, "void.done_restore_visit")

    def _ask(self, act: str, do: Callable[..., object], told: str) -> None:
        visit = self.visit
        if visit is None or not self.can(act):
            return
        what = say("void.visit", visit=visit.name, subject=self.page.label)
        dialog = asks(self, act, what, reasons(self.session))
        dialog.given.connect(lambda reason: self._done(do, self.uid, visit.event, visit.key, reason, told=told))
        dialog.open()

    def new_visit(self) -> None:
        """Begin an unscheduled visit: its first form, blank; nothing is kept of it until something is typed."""
        if self.can("new_visit"):
            event, form = self.unscheduled
            self.window_.show_form(self.uid, new_place(self.session, event, form))

    # Appointments

    def appoint(self) -> None:
        """Agree an appointment for the visit in focus, or change the one agreed."""
        visit = self.visit
        if visit is None or not self.can("appoint"):
            return
        plan = plan_words("" if visit.planned == NO_DAY else visit.planned, visit.window)
        self._appointment((visit.event, visit.key), visit.name, plan)

    def appoint_outside(self) -> None:
        """Agree an appointment outside the schedule."""
        if self.can("appoint_outside"):
            self._appointment(None, "", say("appointment.unplanned"))

    def _appointment(self, visit: tuple[str, str] | None, name: str, plan: str) -> None:
        def done(told: str) -> None:
            self.refresh()
            self.window_.tell(told)

        ask_appointment(self, self.session, self.uid, visit, name, plan, done)

    # The menu of a cell

    def open_cell_menu(self, cell: Cell, at: QPoint) -> None:
        """What can be done with the form and the visit in focus."""
        event = cell.place.event
        entries: list[tuple[str, str, str, Callable[[], None] | None]] = [
            ("note-pencil", say("cell.open"), "↵", lambda: self.window_.show_form(self.uid, cell.place)),
            ("printer", say("cell.print"), "", lambda: self.window_.show_preview(self.uid, place=cell.place)),
            ("printer", say("cell.print_visit"), "", lambda: self.window_.show_preview(self.uid, event=event)),
            ("", "", "", None),
        ]
        for act, icon, key in ACTS:
            if self.can(act) or act in ALWAYS:
                entries.append((icon, say(f"cell.{act}"), key, getattr(self, act) if self.can(act) else None))
        entries[4:4] = self.review_entries(cell)
        build_menu(self, entries).popup(at)


NO_DAY = "–"
ACTS = (
    ("appoint", "calendar", "A"),
    ("appoint_outside", "calendar-blank", ""),
    ("skip_visit", "skip-forward", "S"),
    ("unskip_visit", "arrow-counter-clockwise", "S"),
    ("stop_visit", "x-circle", ""),
    ("resume_visit", "arrow-counter-clockwise", ""),
    ("new_visit", "plus", "U"),
    ("void_visit", "prohibit", ""),
    ("restore_visit", "arrow-counter-clockwise", ""),
)
ALWAYS = ("new_visit", "void_visit")


def asks(parent: QWidget, act: str, what: str, choices: list[tuple[str, str]]) -> ReasonDialog:
    """The dialog that asks for the reason of an act on a visit."""
    if act == "void_visit":
        return ask_void(parent, what, choices)
    if act == "restore_visit":
        return ask_restore(parent, what, choices)
    name = act.partition("_")[0]  # a visit is left out for reasons of life, told in a person's own words
    return ReasonDialog(parent, say(f"{name}.title", what=what), say(f"{name}.sentence"), act=say(f"{name}.act"))
