"""The list of subjects: searched while typing, enrolled with Ctrl+N, opened with Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeyEvent, QKeySequence

from crf.actions.enrol import enrol, proposed_number
from crf.reading.subjects import subject_list
from crf.reading.views import SubjectLine
from crf.text import say
from ui.choosers import Select
from ui.controls import Button
from ui.dialogs.enrol import EnrolDialog
from ui.navigator import Key
from ui.pages.list_page import ListPage
from ui.pages.listing import Group, Head
from ui.pages.subject_rows import HEADS, SubjectTable, subject_row
from ui.widgets import Empty

if TYPE_CHECKING:
    from crf.actions.session import Session
    from ui.navigator import Navigator


class Subjects(ListPage):
    """All subjects of the casebook."""

    def __init__(self, window: Navigator, session: Session):
        self.table = SubjectTable()
        super().__init__(window, session, say("subjects.find"), self.table)
        self.all: list[SubjectLine] = []
        self.phase = Select(180)
        self.phase.setAccessibleName(say("subjects.phase"))
        self.phase.addItem(say("subjects.all_phases"))
        self.phase.currentIndexChanged.connect(self.fill)
        self.new = self._enroller("subjects.enrol")
        self.nothing.setText(say("subjects.nothing"))
        self.note.hide()
        empty = Empty("users", say("subjects.none"), say("subjects.purpose"), self._enroller("subjects.enrol_first"))
        self.build(empty, tools=[self.phase], buttons=[self.new])

    def _enroller(self, words: str) -> Button:
        button = Button(say(words), "primary", "Ctrl N")
        button.clicked.connect(self.enrol)
        return button

    @property
    def title(self) -> str:
        """The page's name."""
        return say("subjects.title")

    def refresh(self) -> None:
        """Read all subjects anew."""
        self.show_lines(subject_list(self.session.reader, self.session.now()))

    def show_lines(self, lines: list[SubjectLine]) -> None:
        """Show what was read."""
        self.all = lines
        phases = sorted({line.phase for line in lines})
        held = self.phase.currentText()
        self.phase.blockSignals(True)
        self.phase.clear()
        self.phase.addItems([say("subjects.all_phases"), *phases])
        self.phase.setCurrentIndex(max(0, self.phase.findText(held)))
        self.phase.blockSignals(False)
        self.new.setVisible(bool(lines))
        self.fill()

    def fill(self) -> None:
        """Keep the subjects whose number or name has every word typed, in the phase chosen."""
        phase = self.phase.currentText() if self.phase.currentIndex() > 0 else ""
        kept = [
            line
            for line in self.all
            if phase in ("", line.phase) and self.fits(line.label, line.detail, line.phase, line.next_visit)
        ]
        heads = [Head(say(f"subjects.{name}"), share) for name, share in HEADS]
        self.show_list(heads, [Group("", tuple(subject_row(line) for line in kept))], bool(self.all))
        whole = say("subjects.count_one" if len(self.all) == 1 else "subjects.count", n=len(self.all))
        some = say("subjects.some", n=len(kept), all=len(self.all))
        self.count.setText("" if not self.all else whole if len(kept) == len(self.all) else some)

    def open_row(self, id: object) -> None:
        """Enter or a click opens the subject."""
        self.window_.show_subject(id)

    def keys(self) -> list[Key]:
        """The keys worth knowing: enrolling works without a row, too."""
        rows = [("↑↓", say("keys.subject")), ("↵", say("keys.open"))] if self.table.rows else []
        return [*rows, ("Ctrl N", say("keys.enrol"))]

    def tell_keys(self) -> None:
        """Say the keys in the footer."""
        self.window_.footer([], self.keys())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.New):
            self.enrol()
        else:
            super().keyPressEvent(event)

    def enrol(self) -> None:
        """Ask for the number, then enrol a subject and open her page."""
        known = [(line.label, line.phase) for line in self.all]
        dialog = EnrolDialog(
            self, proposed_number(self.session), lambda label, before: enrol(self.session, label, before), known
        )
        dialog.enrolled.connect(lambda uid: self.window_.show_subject(uid))
        dialog.open()
