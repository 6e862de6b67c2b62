"""A page that is one list: its title and count, a field that filters while one types, the list, or what it is for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from crf.text import say
from ui import theme
from ui.controls import Input
from ui.navigator import Key
from ui.pages import Page
from ui.pages.listing import Group, Head, ListCard, Listing
from ui.widgets import Empty, column, label, row

if TYPE_CHECKING:
    from crf.actions.session import Session
    from ui.navigator import Navigator

FIELD = 280
FILTER_KEYS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ListPage(Page):
    """The frame of such a page; its kinds build it, say their heads and groups, and what opening a row does."""

    def __init__(self, window: Navigator, session: Session, find: str, rows: Listing | None = None):
        super().__init__(window, session)
        self.setProperty("ring", -1)
        self.search = Input("", FIELD, theme.REGULAR)
        self.search.setPlaceholderText(find)
        self.search.setAccessibleName(find)
        self.count = label("", color="muted")
        self.note = label("", theme.NOTE, color="muted")
        self.nothing = label(say("list.nothing"), color="muted")
        self.card = ListCard(rows)
        self.list = self.card.list
        self.list.opened.connect(self.open_row)
        self.search.textChanged.connect(self.fill)
        self.search.installEventFilter(self)

    def build(
        self,
        empty: Empty,
        tools: Sequence[QWidget] = (),
        buttons: Sequence[QWidget] = (),
        crumbs: QWidget | None = None,
    ) -> None:
        """Lay the page out: the way to it above the title, buttons beside it, further tools beside the filter."""
        self.empty = empty
        title = label(self.title, theme.TITLE, theme.STRONG)
        head = row(title, 12, self.count, -1, *buttons, spacing=8)
        title.setFixedHeight(theme.CONTROL)
        self.tools = QWidget()
        line = (*tools, -1, self.nothing, self.search) if tools else (self.search, self.nothing, -1)
        self.tools.setLayout(row(*line, spacing=12))
        self.body = column(self.card)
        self.body.setStretch(0, 1000)
        self.body.addStretch(1)
        self.note.setFixedHeight(20)
        box = column(margins=(theme.PAD, 8 if crumbs else 16, theme.PAD, 12))
        if crumbs:
            box.addWidget(crumbs)
            box.addSpacing(4)
        box.addLayout(head)
        box.addWidget(self.note)
        box.addSpacing(8)
        box.addWidget(self.tools)
        box.addSpacing(8)
        box.addLayout(self.body, 1)
        box.addWidget(self.empty, 1000)
        self.setLayout(box)

    @property
    def words(self) -> list[str]:
        """What was typed into the filter, word by word."""
        return self.search.text().casefold().split()

    def fits(self, *texts: str) -> bool:
        """Whether every word typed stands in one of the texts."""
        whole = " ".join(texts).casefold()
        return all(word in whole for word in self.words)

    def show_list(self, heads: Sequence[Head], groups: Sequence[Group], anything: bool) -> None:
        """Show what passes the filter; `anything` says whether there is something to filter at all."""
        self.card.show_groups(heads, groups)
        self.nothing.setVisible(anything and not self.list.rows)
        self.empty.setVisible(not anything)
        self.tools.setVisible(anything)

    def fill(self) -> None:
        """Show what was read, as far as it passes the filter."""

    def open_row(self, id: object) -> None:
        """What opening a row does."""

    def keys(self) -> list[Key]:
        """The keys worth knowing while there are rows."""
        return [("↑↓", say("keys.row")), ("↵", say("keys.open"))]

    def enter(self) -> None:
        """The list has the keyboard; typing goes to the filter."""
        self.tell_keys()
        (self.list if self.list.rows else self).setFocus()

    def tell_keys(self) -> None:
        """Say the keys in the footer."""
        self.window_.footer([], self.keys() if self.list.rows else [])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Escape:
            self.window_.back()
        elif self.tools.isVisible() and text.isprintable() and text.strip() and plain:
            self.search.setFocus()
            self.search.insert(text)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down, up and Enter go from the filter to the list; Escape empties it."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress:
            if event.key() in FILTER_KEYS:
                self.list.keyPressEvent(event)
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return False
