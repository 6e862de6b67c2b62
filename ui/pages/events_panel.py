"""The panel beside the event log: the chosen event or its history, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent

from crf.text import say
from ui import theme
from ui.controls import Button
from ui.pages.events_history import HistorySheet, Step
from ui.pages.events_sheet import EventSheet
from ui.pages.events_words import EventRow
from ui.widgets import Ground, Scroll, column, row


class EventPanel(Ground):
    """328 px at the right; `asked` says "edit", "history" or "void"."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("surface", "left")
        self.setFixedWidth(theme.PANEL_WIDE)
        self.sheet, self.history = EventSheet(), HistorySheet()
        self.edit = Button(say("events.edit"), "primary", "E")
        self.past = Button(say("events.history"), "plain", "H")
        self.void = Button(say("events.void"), "plain", "Del")
        for button, name in ((self.edit, "edit"), (self.past, "history"), (self.void, "void")):
            button.clicked.connect(lambda _=False, name=name: self.asked.emit(name))
        self.areas = (Scroll(self.sheet), Scroll(self.history))
        buttons = row(self.edit, self.past, self.void, -1, margins=(20, 12, 20, 16), spacing=8)
        inside = column(margins=(0, 12, 0, 0))
        for area in self.areas:
            inside.addWidget(area, 1)
        inside.addLayout(buttons)
        self.setLayout(inside)
        self.areas[1].hide()

    @property
    def in_history(self) -> bool:
        """Whether the history stands in the panel."""
        return not self.areas[1].isHidden()

    def show_event(self, row: EventRow | None, subjects: bool, writable: bool, year: int) -> None:
        """Show an event; `year` is the present one."""
        self._turn(0)
        self.sheet.show_event(row, subjects, year)
        self.areas[0].verticalScrollBar().setValue(0)
        self.void.setText(say("events.restore" if row and row.line.void else "events.void"))
        self.void.updateGeometry()
        self.void.setEnabled(writable)

    def show_history(self, row: EventRow, steps: Sequence[Step]) -> None:
        """Show what was entered and changed, newest first."""
        self._turn(1)
        self.history.show_steps(say("events.history_of", number=row.line.number), steps)
        self.areas[1].verticalScrollBar().setValue(0)

    def _turn(self, shown: int) -> None:
        for number, area in enumerate(self.areas):
            area.setVisible(number == shown)
        self.past.setText(say("events.sheet_back" if shown else "events.history"))
        self.past.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
