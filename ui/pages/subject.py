"""The subject page: who she is, what matters now, and the matrix of visits and forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from crf.actions import voiding
from crf.actions.enrol import rename
from crf.actions.entering import new_place, reasons
from crf.actions.rights import may
from crf.reading.findings import open_findings
from crf.reading.matrix import subject_page
from crf.reading.totals import DOSES, dose_table
from crf.reading.views import SubjectPage
from crf.text import say
from ui import theme
from ui.controls import Link
from ui.dialogs.void import ask_restore, ask_void
from ui.navigator import Key, State
from ui.pages import Page
from ui.pages.form_head import build_menu
from ui.pages.matrix import Matrix
from ui.pages.matrix_paint import symbols
from ui.pages.subject_head import HeadBand, Tab, Tabs
from ui.pages.subject_log import SubjectLog
from ui.pages.subject_review import Reviewing
from ui.pages.subject_visits import Visits
from ui.widgets import Band, column, row

if TYPE_CHECKING:
    from crf.actions.session import Session
    from ui.navigator import Navigator

VISITS = "visits"
OF_VISITS = (
    "skip_visit", "unskip_visit", "stop_visit", "resume_visit", "new_visit", "appoint", "appoint_outside",
)  # fmt: skip
EVENTS = "AE"  # this log has a page of its own
KEYS = {
    Qt.Key.Key_O: "ask_again",
    Qt.Key.Key_S: "skip_or_take_back",
    Qt.Key.Key_U: "new_visit",
    Qt.Key.Key_A: "appoint",
}
LEGEND = ("not started", "draft", "incomplete", "complete", "finding", "hard")
LATER = ("query", "verified", "signed", "locked")


class Subject(Reviewing, Visits, Page):
    """Shows one subject; the matrix has the keyboard."""

    def __init__(self, window: Navigator, session: Session):
        super().__init__(window, session)
        self.uid = ""
        self.page: SubjectPage | None = None
        self.head = HeadBand()
        self.band = Band()
        self.tabs = Tabs(more=say("subject.more_logs"))
        self.found = Link("", key="F8", icon="warning-fill", color="amber", small=True)
        self.matrix = Matrix()
        self.log = SubjectLog()
        self.tab = VISITS
        self.band.acted.connect(self._attend)
        self.tabs.picked.connect(self._tab)
        self.found.clicked.connect(self._first_finding)
        self.matrix.opened.connect(lambda place: self.window_.show_form(self.uid, place))
        self.matrix.asked.connect(self.open_cell_menu)
        self.log.opened.connect(lambda place: self.window_.show_form(self.uid, place))
        self.log.added.connect(self.add_row)
        self.log.voided.connect(self.void_row)
        self.log.asked.connect(self._row_menu)
        body = QWidget()
        line = row(self.tabs, -1, self.found, spacing=0)
        inside = column(12, self.band, 8, margins=(theme.PAD, 0, theme.PAD, 5))
        inside.addLayout(line)
        inside.addWidget(self.matrix, 100)
        inside.addWidget(self.log, 100)
        inside.addStretch(1)
        body.setLayout(inside)
        self.setLayout(column(self.head, body))
        self.layout().setStretch(1, 1)

    @property
    def title(self) -> str:
        """The subject's number."""
        return self.page.label if self.page else ""

    @property
    def refuses(self) -> tuple[str, ...]:
        """What the menu can't do to this subject now."""
        own = "void_subject" if self.page and self.page.voided else "restore_subject"
        free = may(self.session, "enter") and not (self.page and self.page.locked)
        shut = (own,) if free else ("rename_subject", "void_subject", "restore_subject")
        review = [
            act for act, right in (("sign_subject", "sign"), ("lock_subject", "lock")) if not may(self.session, right)
        ]
        return (*shut, *review, *(act for act in OF_VISITS if not self.can(act)))

    def open(self, uid: str, tab: str = "") -> None:
        """Show a subject, at a log's tab where one is named."""
        self.uid, self.tab = uid, tab or VISITS
        self.refresh()

    def refresh(self) -> None:
        """Read the subject anew."""
        self.show_page(subject_page(self.session.reader, self.uid, self.session.now()))

    def show_page(self, page: SubjectPage) -> None:
        """Show what was read."""
        self.page = page
        self.head.show_page(page)
        logs = tuple(Tab(log.form, log.name, log.count, log.asks) for log in page.logs)
        if self.tab not in [DOSES, *(log.form for log in page.logs if log.form != EVENTS)]:
            self.tab = VISITS
        first = (Tab(VISITS, say("subject.visits")), Tab(DOSES, say("totals.name")))
        self.tabs.show_tabs((*first, *logs), self.tab)
        self._attention(page)
        self.found.setText(say("subject.findings" if page.findings != 1 else "subject.finding", n=page.findings))
        self.found.key = "" if page.attention and page.attention.place else "F8"
        self.found.updateGeometry()
        self.found.setVisible(page.findings > 0)
        self.matrix.show_page(page)
        self._show_tab()

    def _attention(self, page: SubjectPage) -> None:
        self.band.setVisible(bool(page.voided or page.locked or page.attention))
        if page.voided:
            self.band.say(say("subject.voided"), page.voided, say("subject.restore"), "calm")
        elif page.locked:
            can = may(self.session, "lock")
            self.band.say(say("subject.locked"), page.locked, say("subject.unlock") if can else "", "calm")
        elif page.attention:
            told = page.attention
            key = "O" if told.ongoing else "F8" if told.place else ""
            self.band.say(told.lead, told.text, told.action, told.kind, key)

    def enter(self) -> None:
        """Say the legend; the matrix takes the keyboard."""
        states: list[State] = [(mark, "", "mark") for mark in self._legend()]
        keys: list[Key] = [("↑↓←→", say("keys.move")), ("↵", say("keys.open"))]
        keys += [("A", say("keys.appoint")), ("S", say("keys.skip"))] if self.writable else []
        if self.tab != VISITS:
            keys = [("↑↓", say("keys.row")), ("↵", say("keys.open"))] if self.log.list.rows else []
            keys += [("Ctrl N", say("keys.add_row"))] if self.can_add else []
            keys += [("Del", say("keys.void"))] if self.can_add and self.log.list.rows else []
            states = []
        self.window_.footer(states, keys)
        if self.tab == VISITS:
            self.matrix.setFocus()
        else:
            self.log.take_keyboard()

    def _legend(self) -> list[str]:
        """The marks of the matrix: those that every subject has, and those that stand in hers."""
        shown = {mark for row in self.page.rows for cell in row.cells if cell for mark in symbols(cell)}
        return [*LEGEND, *(mark for mark in LATER if mark in shown)]

    def _attend(self) -> None:
        if self.page and self.page.voided:
            self.restore_subject()
        elif self.page and self.page.locked:
            self.lock_subject()
        elif self.page and self.page.attention and self.page.attention.place:
            told = self.page.attention
            self.window_.show_form(self.uid, told.place, told.where)
        elif self.page and self.page.attention and self.page.attention.ongoing:
            self.ask_again()

    def ask_again(self) -> None:
        """The event log: it says which ongoing events are to be asked again, and O there answers for all."""
        self.window_.show_events(self.uid)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_F8:
            self.next_finding()
        elif event.modifiers() == held and event.key() in (Qt.Key.Key_G, Qt.Key.Key_L):
            (self.sign_subject if event.key() == Qt.Key.Key_G else self.lock_subject)()
        elif event.matches(QKeySequence.StandardKey.New) and self.tab != VISITS:
            self.add_row()
        elif self.tab == VISITS and event.key() in KEYS and not event.modifiers():
            getattr(self, KEYS[Qt.Key(event.key())])()
        else:
            super().keyPressEvent(event)

    def next_finding(self) -> None:
        """Go where attention is asked for, else to the field of the first open finding."""
        if self.page.attention and self.page.attention.place and not self.page.voided:
            self._attend()
            return
        self._first_finding()

    def _first_finding(self) -> None:
        found = open_findings(self.session.reader, self.uid)
        if found:
            self.window_.show_form(self.uid, found[0].place, found[0].where)

    def _tab(self, id: str) -> None:
        if id == EVENTS:
            self.window_.show_events(self.uid)
        else:
            self.window_.show_subject(self.uid, "" if id == VISITS else id)

    @property
    def can_add(self) -> bool:
        """Whether a row can be added to the log at the front."""
        return self.tab not in (VISITS, DOSES) and self.writable

    def _show_tab(self) -> None:
        visits = self.tab == VISITS
        self.matrix.setVisible(visits)
        self.log.setVisible(not visits)
        if not visits:
            from crf.reading.rows import log_rows  # most look at visits only

            asked = (self.session.reader, self.uid)
            now = self.session.now()
            table = dose_table(*asked, now) if self.tab == DOSES else log_rows(*asked, self.tab, now)
            self.log.show_table(table, self.can_add)

    def add_row(self) -> None:
        """Begin a row of the log at the front."""
        log = next((log for log in self.page.logs if log.form == self.tab), None)
        if log and self.can_add:
            self.window_.show_form(self.uid, new_place(self.session, log.place.event, log.form))

    def void_row(self) -> None:
        """Ask why the row in focus is voided or brought back, then do it."""
        one = self.log.row
        if one is None or not self.can_add:
            return
        if one.status == "draft" and not one.saved:
            self.window_.tell(say("log.unsaved"), "amber")
            return
        what = say("log.what", number=one.number, log=self.log.table.name, subject=self.page.label)
        void = (ask_void, voiding.void_form, "log.voided_done")
        ask, act, told = (ask_restore, voiding.restore_form, "log.restored_done") if one.void else void
        dialog = ask(self, what, reasons(self.session))
        dialog.given.connect(lambda reason: self._done(act, self.uid, one.place, reason, told=told))
        dialog.open()

    def _row_menu(self, at: QPoint) -> None:
        one = self.log.row
        void = say("log.restore" if one.void else "log.void")
        entries = [
            ("note-pencil", say("cell.open"), "↵", lambda: self.window_.show_form(self.uid, one.place)),
            ("printer", say("cell.print"), "", lambda: self.window_.show_preview(self.uid, place=one.place)),
            ("prohibit", void, "Del", self.void_row if self.can_add else None),
        ]
        build_menu(self, entries).popup(at)

    # What can be done to a subject

    def void_subject(self) -> None:
        """Ask for the reason, then void the subject."""
        dialog = ask_void(self, say("void.subject", subject=self.page.label), reasons(self.session))
        dialog.given.connect(
            lambda reason: self._done(voiding.void_subject, self.uid, reason, told="void.done_subject")
        )
        dialog.open()

    def restore_subject(self) -> None:
        """Ask for the reason, then bring the subject back."""
        dialog = ask_restore(self, say("void.subject", subject=self.page.label), reasons(self.session))
        dialog.given.connect(
            lambda reason: self._done(voiding.restore_subject, self.uid, reason, told="void.done_restore")
        )
        dialog.open()

    def rename_subject(self) -> None:
        """Ask for another number and the reason, then rename the subject."""
        from ui.dialogs.enrol import RenameDialog

        dialog = RenameDialog(self, self.page.label, reasons(self.session))
        dialog.renamed.connect(
            lambda label, reason: self._done(rename, self.uid, label, reason, told="subject.renamed")
        )
        dialog.open()

    def _done(self, act, *values, told: str) -> None:
        act(self.session, *values)
        self.refresh()
        self.window_.tell(say(told))
