"""The window: what stands around the pages, how one goes from page to page, and what it remembers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from crf.faults import CasebookError
from crf.text import say, tell
from ui import casebooks, memory
from ui.frame import Footer, TopBar
from ui.navigator import Key, Kind, State
from ui.pages import Page
from ui.pages.start import Start
from ui.places import Places
from ui.widgets import column, row

if TYPE_CHECKING:
    from crf.actions.session import Session
    from crf.forms.record import Place
    from ui.menus import Menus
    from ui.rail import Rail
    from ui.verifying import Verification

SIZE = (1280, 800)
SMALLEST = (1024, 640)
MENUS_LATER = 30  # ms: the first window is painted before menus are made; nobody opens one sooner
MINUTE = 60_000  # ms: how often what hangs on the hour is said anew
PLACE_LATER = 300
"""Milliseconds until the place looked at is written down."""


class MainWindow(Places, QMainWindow):
    """The one window; pages see it as their Navigator."""

    def __init__(self) -> None:
        super().__init__()
        self.session: Session | None = None
        self.uid = ""
        self.under: QWidget | None = None
        self.verification: Verification | None = None
        self.trail: list[Callable[[], None]] = []
        self.here: Callable[[], None] | None = None
        self.pages: dict[str, QWidget] = {}
        self.seen = self.counted = -1
        self.warned = False
        self.bar, self.foot, self.stack = TopBar(), Footer(), QStackedWidget()
        self.rail: Rail | None = None
        self.menus: Menus | None = None
        self.told: QWidget | None = None  # the last fault shown
        self.setMinimumSize(*SMALLEST)
        self._lay_out()
        self.bar.brand.clicked.connect(lambda: self.show_menu(""))
        self._remember: tuple[Path, str, Place | None] | None = None
        self.ticking = QTimer(self, interval=MINUTE)
        self.ticking.timeout.connect(self.tick)
        self._later = QTimer(self, singleShot=True, interval=PLACE_LATER)
        self._later.timeout.connect(self.keep_place)
        held = memory.geometry()
        if held is None or not self.restoreGeometry(held):
            self.resize(*SIZE)

    def _lay_out(self) -> None:
        right = column(self.stack, self.foot)
        right.setStretch(0, 1)
        self.below = row()
        self.below.addLayout(right, 1)
        whole = column(self.bar)
        whole.addLayout(self.below, 1)
        inside = QWidget()
        inside.setLayout(whole)
        self.setCentralWidget(inside)

    def furnish_menus(self) -> None:
        """Add menus and shortcuts, once the first window stands."""
        if self.menus is not None:
            return
        from PySide6.QtGui import QKeySequence, QShortcut

        from ui.action_icons import window_icon
        from ui.menus import Menus

        QApplication.setWindowIcon(window_icon())
        self.menus = Menus(self)
        QShortcut(QKeySequence("F10"), self).activated.connect(lambda: self.show_menu(""))
        for name in self.menus.menus:
            letter = say(f"menu.{name}.letter")
            QShortcut(QKeySequence(f"Alt+{letter}"), self).activated.connect(lambda name=name: self.show_menu(name))
        self._enable()

    def furnish(self) -> None:
        """Add what only an open casebook needs."""
        if self.rail is not None:
            return
        from ui.rail import Rail

        self.furnish_menus()
        self.bar.furnish()
        self.rail = Rail()
        self.below.insertWidget(0, self.rail)
        self.rail.went.connect(lambda id: self.do(Rail.GOES[id]))
        self.bar.person.clicked.connect(lambda: self.do("identify"))
        self.bar.clock.clicked.connect(self.show_clock)
        self.bar.search.chosen.connect(self.show_hit)

    # The menus

    def do(self, act: str) -> None:
        """Do what a menu line, rail item or shortcut names: an act on files, the look, the window or the page."""
        self.furnish_menus()
        if hasattr(casebooks, act):
            getattr(casebooks, act)(self)
            return
        knows = next(one for one in (self.menus, self, self.page) if hasattr(one, act))
        getattr(knows, act)()

    def show_menu(self, name: str) -> None:
        """Open a menu under the mark; all of them where no name is given."""
        self.furnish_menus()
        menu = self.menus.menus[name] if name else self.menus.whole
        self._enable()
        menu.popup(self.bar.brand.mapToGlobal(QPoint(0, self.bar.brand.height() + 2)))

    def search(self) -> None:
        """Put the keyboard into the search."""
        self.bar.search.setFocus()
        self.bar.search.selectAll()

    # Pages

    @property
    def page(self) -> QWidget:
        """The page at the front."""
        return self.stack.currentWidget()

    def _show(self, page: QWidget, rail: str, again: Callable[[], None]) -> None:
        """Bring a page to the front; `again` brings it back later."""
        if self.under not in (None, self.page):
            self.stack.removeWidget(self.under)
            self.under.deleteLater()
            self.under = None
        if isinstance(self.page, Page) and self.page is not page:
            self.page.leave()
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
        gone = self.page
        if self.here is not None:
            self.trail.append(self.here)
        del self.trail[:-50]
        self.here = again
        self.foot.tell("", "calm")
        self.foot.show_states([], [])
        self.stack.setCurrentWidget(page)
        if gone not in (None, page, self.under, *self.pages.values()):
            self.stack.removeWidget(gone)
            gone.deleteLater()
        if self.rail is not None:
            self.rail.light(rail)
            self._count()
        if isinstance(page, Page):
            page.enter()
        self._title()
        self._enable()

    def _title(self) -> None:
        parts = [str(getattr(self.page, "title", "") or "")]
        parts += [self.session.path.name] if self.session else []
        self.setWindowTitle(" – ".join(part for part in (*parts, say("app.name")) if part))

    def _enable(self) -> None:
        if self.menus is not None:
            self.menus.enable(self.session is not None, self.page)

    def _kept(self, name: str, make: Callable[[], QWidget]) -> QWidget:
        """A page that is made once for a casebook."""
        if name not in self.pages:
            self.pages[name] = make()
        return self.pages[name]

    def show_start(self) -> None:
        """The first page; a casebook that was open is closed."""
        if self.session is not None:
            self.take(None)
        page = Start(self, memory.recent())
        page.asked.connect(lambda act: self.do({"new": "new_casebook", "open": "open_dialog", "demo": "demo"}[act]))
        page.chosen.connect(lambda name: casebooks.open_file(self, Path(name)))
        self._show(page, "", self.show_start)
        self.trail.clear()

    def open_file(self, name: str | Path) -> None:
        """Open a casebook."""
        casebooks.open_file(self, Path(name))

    def take(self, session: Session | None) -> None:
        """Work with a casebook from now on, or with none: all pages are made anew."""
        self.keep_place()
        if self.session is not None:
            self.session.close()
        self.session, self.uid, self.under, self.here = session, "", None, None
        self.counted = -1
        self.trail.clear()
        for page in self.pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self.pages.clear()
        self.ticking.stop()
        if session is not None:
            self.furnish()
            self.ticking.start()
        if self.rail is not None:
            self.rail.setVisible(session is not None)
        if session is None:
            self.bar.show_casebook("", "")
            return
        self.seen = session.changed()
        self.name_casebook()
        self.rail.show_file(session.path.name, str(session.path))
        self.bar.search.finder = casebooks.finder(session, lambda: getattr(self.page, "uid", None) or "")
        casebooks.verify(self, session)
        self.show_person()

    def name_casebook(self) -> None:
        """Say in the bar which study, site and version stand open."""
        session = self.session
        site = say("app.casebook", site=session.site, version=session.study.version)
        self.bar.show_casebook(session.study.id, site)

    def show_person(self) -> None:
        """Say in the bar who is at the keyboard."""
        person = self.session.person if self.session else None
        if person:
            self.bar.person.show_person(person.name, casebooks.role_text(person.role))
        else:
            self.bar.person.show_person(say("person.nobody"), "")
        self.bar.show_casebook(self.bar.study, self.bar.site)

    def back(self) -> None:
        """Where the person came from; from nowhere, the list of subjects."""
        if self.under is not None:
            self._uncover()
            return
        if not self.trail:
            return
        go = self.trail.pop()
        depth = len(self.trail)
        go()
        del self.trail[depth:]

    def enrol(self) -> None:
        """Enrol a subject."""
        self.show_subjects()
        self.page.enrol()

    # The footer, and what happens to the window

    def footer(self, state: Sequence[State], keys: Sequence[Key]) -> None:
        """What the footer says."""
        self.foot.show_states(state, keys)

    def tell(self, sentence: str, kind: Kind = "calm") -> None:
        """One sentence in the footer; after an act it is told, so findings are counted anew."""
        self.foot.tell(sentence, kind)
        if self.rail is not None:
            self._count()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key that bar and rail don't take is the page's: Ctrl+S saves after Tab has left the last field too."""
        event.ignore()
        if not self.page.isAncestorOf(self.focusWidget()):
            self.page.keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """From here on the first painting is at hand: menus come a moment after it."""
        super().showEvent(event)
        QTimer.singleShot(MENUS_LATER, self.furnish_menus)

    def changeEvent(self, event: QEvent) -> None:
        """Coming back to the window, show what others wrote meanwhile."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.session:
            seen = self.session.changed()
            if seen != self.seen:
                self.seen = seen
                self.page.refresh()

    @property
    def place_kept(self) -> bool:
        """Whether the place looked at last is written down."""
        return self._remember is None

    def keep_place(self) -> None:
        """Write down the place looked at last: a moment after going there, for the disk would hold up the page."""
        self._later.stop()
        if self._remember is not None:
            memory.remember_place(*self._remember)
            self._remember = None

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window; what was typed is kept as drafts already. Where the disk refused that, closing waits."""
        self.keep_place()
        memory.remember_geometry(self.saveGeometry())
        if isinstance(self.page, Page):
            self.page.leave()
        if not self._closed():
            event.ignore()
            return
        self.ticking.stop()
        self.session = None
        event.accept()

    def _closed(self) -> bool:
        """Close the casebook; where drafts can't be kept, say so and stay, this once."""
        try:
            if self.session is not None:
                self.session.close()
        except CasebookError as fault:
            warned, self.warned = self.warned, True
            if not warned:
                from ui.dialogs.fault import FaultDialog

                FaultDialog(self, tell(fault.message), say("close.waits")).open()
            return warned
        return True
