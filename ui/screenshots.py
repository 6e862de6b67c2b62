"""Pictures of every window and dialog, light and dark, from the demo casebook: `python -m ui.screenshots OUT`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEventLoop, QPoint, QSettings, QTimer
from PySide6.QtGui import QCursor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from crf.actions.demo import demo
from crf.actions.session import open_casebook
from crf.faults import CasebookError, refuse
from crf.forms.record import Place
from ui import app as door
from ui import casebooks, memory, theme
from ui.dialogs.fault import BugDialog, FaultDialog
from ui.dialogs.lock import ask_lock
from ui.dialogs.query import QueryDialog
from ui.dialogs.sent import SentDialog
from ui.pages.form_review import ask_signature
from ui.shell import MainWindow

DAY = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)  # the demo's newest subject is on her day 5
SIZES = {"": (1280, 800, 1.0), "-720": (1280, 720, 1.0), "-2x": (1280, 800, 2.0)}
SETTLE = 250  # ms: a page of a PDF is drawn by a thread of its own
Take = Callable[[str], None]


def wait(milliseconds: int = 0) -> None:
    """Let the window do what it has to do."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def picture(widget: QWidget, scale: float) -> QImage:
    """A widget as a picture, at a device scale."""
    image = QImage(widget.size() * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(theme.color("ground"))
    painter = QPainter(image)
    widget.render(painter, QPoint())
    painter.end()
    return image


class Tour:
    """A walk through the window that takes a picture wherever something new is seen."""

    def __init__(self, window: MainWindow, casebook: Path, folder: Path):
        self.window, self.casebook, self.folder = window, casebook, folder
        self.suffix, self.scale, self.scheme = "", 1.0, "light"

    def take(self, name: str, widget: QWidget | None = None) -> Path:
        """Write a picture of the window or of a dialog."""
        wait()
        path = self.folder / f"{name}{self.suffix}-{self.scheme}.png"
        picture(widget or self.window, self.scale).save(str(path))
        return path

    def pages(self) -> Iterator[Path]:
        """All pages."""
        window = self.window
        yield self.take("start")
        casebooks.begin(window, open_casebook(self.casebook, lambda: DAY))
        window.activateWindow()
        window.verification.start()
        window.show_subjects()
        wait(SETTLE)
        lines = {line.label: line.uid for line in window.page.all}
        first, newest = lines["01-001"], lines["01-007"]
        yield self.take("subjects")
        yield from self._subject(first, newest)
        window.show_events(first)
        yield self.take("events")
        window.show_events(None)
        yield self.take("events-all")
        yield from self._event(first)
        yield from self._report(list(lines.values()))
        yield from self._lists(first)
        window.show_preview(first)
        wait(SETTLE)
        yield self.take("prints")
        window.show_subject(newest)
        window.search()
        window.bar.search.insert("cyclo")
        wait(SETTLE)
        yield self.take("search")
        window.bar.search.clear()
        window.bar.search.hits.hide()

    def _subject(self, first: str, newest: str) -> Iterator[Path]:
        """The pages of subjects, with their logs, and forms of theirs."""
        window = self.window
        window.show_subject(newest)
        yield self.take("subject")
        window.show_subject(first)
        yield self.take("subject-all")
        for log in window.page.page.logs[1:]:
            window.show_subject(first, log.form)
            yield self.take(f"log-{log.form.lower()}")
        window.show_form(first, Place("COND", "CTX"))
        yield self.take("form-dose")
        window.show_form(newest, Place("D4", "IL2"))
        yield self.take("form-finding")
        window.show_form(first, Place("SCR", "VS"))
        yield self.take("form-vital-signs")
        window.show_form(first, Place("D8", "HEM"))
        yield self.take("form-laboratory")

    def _lists(self, uid: str) -> Iterator[Path]:
        """The pages over all subjects and of the site, and the head of a visit that was skipped."""
        window = self.window
        window.show_calendar()
        yield self.take("calendar")
        window.show_findings()
        yield self.take("findings")
        window.show_queries()
        yield self.take("queries")
        window.show_site()
        for tab in window.page.tabs.tabs:
            window.page.show_tab(tab.id)
            yield self.take(f"site-{tab.id}")

    def _event(self, uid: str) -> Iterator[Path]:
        """The form of an event and the picker over it."""
        window = self.window
        window.show_events(uid)
        events = window.page
        place = events.row.line.place
        window.show_form(uid, place)
        yield self.take("form-event")
        window.show_picker(window.page.entering, lambda: None)
        window.page.line.setText("lymph")
        yield self.take("picker")
        window.back()

    def _report(self, uids: list[str]) -> Iterator[Path]:
        """The report of a serious event, and its CIOMS form."""
        window = self.window
        records = {uid: window.session.reader.data(uid).records for uid in uids}
        uid, place = next((uid, place) for uid in uids for place in records[uid] if place.form == "SAE")
        window.show_form(uid, place)
        yield self.take("form-report")
        window.page.print_cioms()
        wait(SETTLE)
        yield self.take("cioms")

    def dialogs(self) -> Iterator[Path]:
        """All dialogs."""
        window = self.window
        acts: dict[str, Callable[[], None]] = {
            "dialog-new-casebook": lambda: window.do("new_casebook"),
            "dialog-identify": lambda: window.do("identify"),
            "dialog-enrol": window.enrol,
            "dialog-keys": lambda: window.do("show_keys"),
            "dialog-about": lambda: window.do("about"),
            "dialog-sent": lambda: SentDialog(window, "", [("FAX", "Fax")], DAY, True, print).open(),
            "dialog-fault": lambda: FaultDialog(window, str(refuse("reason.needed"))).open(),
            "dialog-bug": lambda: BugDialog(window, "Traceback …\nZeroDivisionError: division by zero").open(),
        }
        for name, act in acts.items():
            act()
            yield from self._dialog(name)
        window.show_site()
        window.page.ask_amend()
        yield from self._dialog("dialog-amend")
        window.show_subject(window.uid)
        page = window.page
        page.matrix.focus_visit("D8", "")
        for name, act in (
            ("dialog-skip", page.skip_visit),
            ("dialog-void", page.void_subject),
            ("dialog-rename", page.rename_subject),
            ("dialog-sign", lambda: ask_signature(page, [], None)),
            ("dialog-lock", lambda: ask_lock(page, page.page.label).open()),
            ("dialog-query", lambda: QueryDialog(page, page.page.label).open()),
        ):
            act()
            yield from self._dialog(name)

    def _dialog(self, name: str) -> Iterator[Path]:
        wait()
        for dialog in QApplication.topLevelWidgets():
            if dialog.isVisible() and dialog.isModal():
                dialog.activateWindow()
                yield self.take(name, dialog)
                dialog.close()

    def walk(self) -> Iterator[Path]:
        """Everything, in both themes; the pages at the smallest size and at double scale too."""
        for self.scheme in ("light", "dark"):
            theme.apply(QApplication.instance(), self.scheme)
            for self.suffix, (wide, high, self.scale) in SIZES.items():
                self.window.resize(wide, high)
                self.window.show_start()
                yield from self.pages()
                if not self.suffix:
                    yield from self.dialogs()


def main(arguments: list[str]) -> int:
    """Take all pictures into a folder; returns the exit code."""
    if len(arguments) != 1:
        print("python -m ui.screenshots OUT", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    with TemporaryDirectory() as home:
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, home)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            casebook = demo(Path(home) / "site01")
        except (CasebookError, OSError) as fault:
            print(fault, file=sys.stderr)
            return 2
        door.application([])
        QCursor.setPos(1279, 799)
        memory.remember_scheme("light")
        window = MainWindow()
        window.show_start()
        window.show()
        for path in Tour(window, casebook, folder).walk():
            print(path)
        window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
