"""The menus and their shortcuts: one table, shown under the mark and, where wanted, in a bar of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from crf.text import say
from ui import icons, memory, theme
from ui.dialogs.about import AboutDialog, KeysDialog

if TYPE_CHECKING:
    from ui.shell import MainWindow

# Menu: act (a method of the window), shortcut, icon; "" is a line. A shortcut in brackets is a page's own, only shown.
MENUS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "file": (
        ("new_casebook", "Ctrl+Shift+N", "file-plus"),
        ("open_dialog", "Ctrl+O", "folder-open"),
        ("recent", "", "clock"),
        ("", "", ""),
        ("print_page", "Ctrl+P", "printer"),
        ("print_blank", "", "file-text"),
        ("export_data", "Ctrl+E", "export"),
        ("", "", ""),
        ("show_start", "Ctrl+W", "house"),
        ("close", "Ctrl+Q", "sign-out"),
    ),
    "edit": (
        ("undo", "(Ctrl+Z)", "arrow-u-up-left"),
        ("redo", "(Ctrl+Shift+Z)", "arrow-u-up-right"),
        ("save", "(Ctrl+S)", "floppy-disk"),
        ("judge", "(Ctrl+J)", "pen-nib"),
        ("", "", ""),
        ("enrol", "(Ctrl+N)", "user-plus"),
        ("rename_subject", "", "pencil-simple"),
        ("void_subject", "", "prohibit"),
        ("restore_subject", "", "arrow-counter-clockwise"),
        ("", "", ""),
        ("new_visit", "(U)", "plus"),
        ("appoint", "(A)", "calendar"),
        ("appoint_outside", "", "calendar-blank"),
        ("skip_visit", "(S)", "skip-forward"),
        ("unskip_visit", "(S)", "arrow-counter-clockwise"),
        ("stop_visit", "", "x-circle"),
        ("resume_visit", "", "arrow-counter-clockwise"),
        ("", "", ""),
        ("accept_event", "(F5)", "first-aid-kit"),
        ("join_event", "(F6)", ""),
        ("decline_event", "(F7)", ""),
        ("report_event", "(Ctrl+Shift+S)", "first-aid-kit"),
        ("mark_sent", "(Ctrl+Shift+M)", "sign-out"),
        ("draft_narrative", "(Ctrl+Shift+D)", "note-pencil"),
        ("print_cioms", "(Ctrl+Shift+P)", "file-pdf"),
        ("", "", ""),
        ("identify", "", "user"),
    ),
    "review": (
        ("query_here", "(Ctrl+Shift+Q)", "envelope-simple"),
        ("ask_form", "", "envelope-simple"),
        ("", "", ""),
        ("verify_here", "(Ctrl+Shift+V)", "checks"),
        ("verify_all", "", "checks"),
        ("", "", ""),
        ("sign_form", "(Ctrl+Shift+G)", "pencil-simple"),
        ("sign_subject", "(Ctrl+Shift+G)", "pencil-simple"),
        ("", "", ""),
        ("lock_form", "(Ctrl+Shift+L)", "lock"),
        ("lock_subject", "(Ctrl+Shift+L)", "lock"),
    ),
    "go": (
        ("show_subjects", "Ctrl+1", "users"),
        ("show_calendar", "Ctrl+2", "calendar-blank"),
        ("go_events", "Ctrl+3", "warning-circle"),
        ("show_findings", "Ctrl+4", "warning"),
        ("show_queries", "Ctrl+5", "envelope-simple"),
        ("show_prints", "Ctrl+6", "printer"),
        ("show_site", "Ctrl+7", "buildings"),
        ("", "", ""),
        ("search", "Ctrl+K", "magnifying-glass"),
        ("next_finding", "(F8)", "warning"),
        ("show_clock", "Ctrl+Shift+T", "clock"),
        ("back", "Alt+Left", "arrow-left"),
    ),
    "view": (
        ("light", "", "sun"),
        ("dark", "", "moon"),
        ("system", "", "monitor"),
        ("", "", ""),
        ("menu_bar", "", ""),
        ("full_screen", "F11", "arrows-out"),
    ),
    "help": (
        ("show_keys", "Ctrl+?", "keyboard"),
        ("about", "", "info"),
    ),
}
NEEDS_CASEBOOK = frozenset(
    [
        "print_page",
        "print_blank",
        "export_data",
        "show_start",
        "enrol",
        "identify",
        "show_subjects",
        "show_calendar",
        "go_events",
        "show_findings",
        "show_queries",
        "show_prints",
        "show_site",
        "show_clock",
        "search",
    ]
)
OF_THE_PAGE = (
    "undo",
    "redo",
    "save",
    "judge",
    "rename_subject",
    "void_subject",
    "restore_subject",
    "new_visit",
    "appoint",
    "appoint_outside",
    "skip_visit",
    "unskip_visit",
    "stop_visit",
    "resume_visit",
    "next_finding",
    "query_here",
    "ask_form",
    "verify_here",
    "verify_all",
    "sign_form",
    "sign_subject",
    "lock_form",
    "lock_subject",
    "accept_event",
    "join_event",
    "decline_event",
    "report_event",
    "mark_sent",
    "draft_narrative",
    "print_cioms",
)
SCHEMES = ("light", "dark", "system")


class Menus:
    """All menus of a window, and which of their acts can be done now."""

    def __init__(self, window: MainWindow):
        self.window = window
        self.actions: dict[str, QAction] = {}
        self.menus = {name: self._menu(name, lines) for name, lines in MENUS.items()}
        self.whole = QMenu(window)
        for menu in self.menus.values():
            self.whole.addMenu(menu)
            window.menuBar().addMenu(menu)
        self._schemes()
        self.actions["menu_bar"].setCheckable(True)
        self.actions["menu_bar"].setChecked(memory.menu_bar())
        window.menuBar().setVisible(memory.menu_bar())

    def _menu(self, name: str, lines: tuple[tuple[str, str, str], ...]) -> QMenu:
        menu = QMenu(say(f"menu.{name}"), self.window)
        for act, shortcut, icon in lines:
            if not act:
                menu.addSeparator()
            elif act == "recent":
                self.recent = menu.addMenu(icons.icon(icon), say("menu.recent"))
                self.recent.aboutToShow.connect(self._fill_recent)
            else:
                menu.addAction(self._action(act, shortcut, icon))
        return menu

    def _action(self, act: str, shortcut: str, icon: str) -> QAction:
        text = say(f"menu.{act}")
        made = QAction(text, self.window)
        if icon:
            made.setIcon(icons.icon(icon))
        if shortcut.startswith("("):
            made.setText(f"{text}\t{shortcut.strip('()')}")
        elif shortcut:
            made.setShortcut(QKeySequence(shortcut))
            self.window.addAction(made)
        made.triggered.connect(lambda _=False, act=act: self.window.do(act))
        self.actions[act] = made
        return made

    def _schemes(self) -> None:
        group = QActionGroup(self.window)
        for name in SCHEMES:
            self.actions[name].setCheckable(True)
            group.addAction(self.actions[name])
        self.actions[memory.scheme()].setChecked(True)

    def _fill_recent(self) -> None:
        self.recent.clear()
        for name in memory.recent():
            made = self.recent.addAction(name)
            made.triggered.connect(lambda _=False, name=name: self.window.open_file(name))
        if self.recent.isEmpty():
            self.recent.addAction(say("start.no_recent")).setEnabled(False)

    def enable(self, casebook: bool, page: QWidget) -> None:
        """Leave only what can be done now: what needs a casebook, and what the page at the front knows to do."""
        for act in NEEDS_CASEBOOK:
            self.actions[act].setEnabled(casebook)
        refused = getattr(page, "refuses", ())
        for act in OF_THE_PAGE:
            self.actions[act].setEnabled(hasattr(page, act) and act not in refused)

    # What concerns the look and the help

    def light(self) -> None:
        """Dark on light."""
        self._theme("light")

    def dark(self) -> None:
        """Light on dark."""
        self._theme("dark")

    def system(self) -> None:
        """As the desktop says."""
        self._theme("system")

    def _theme(self, scheme: theme.Scheme) -> None:
        memory.remember_scheme(scheme)
        theme.apply(QApplication.instance(), scheme)
        self.actions[scheme].setChecked(True)

    def menu_bar(self) -> None:
        """Show or hide the bar of menus."""
        shown = self.actions["menu_bar"].isChecked()
        memory.remember_menu_bar(shown)
        self.window.menuBar().setVisible(shown)

    def full_screen(self) -> None:
        """Fill the screen, or go back to a window."""
        self.window.setWindowState(self.window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def show_keys(self) -> None:
        """Show all keys."""
        KeysDialog(self.window).open()

    def about(self) -> None:
        """Say what program this is."""
        AboutDialog(self.window).open()
