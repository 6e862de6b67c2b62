"""What the window does with casebook files; the core is imported on first use, so that the first window needs none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crf.faults import CasebookError
from crf.text import say
from ui import memory

if TYPE_CHECKING:
    from crf.actions.session import Session
    from crf.reading.views import SearchHit
    from ui.shell import MainWindow


def documents() -> Path:
    """Where a person's files belong."""
    from PySide6.QtCore import QStandardPaths

    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())


def open_dialog(window: MainWindow) -> None:
    """Ask for a casebook, then open it."""
    from PySide6.QtWidgets import QFileDialog

    newest = next(iter(memory.recent()), None)
    folder = Path(newest).parent if newest else documents()
    name, _ = QFileDialog.getOpenFileName(window, say("file.open"), str(folder), say("file.filter"))
    if name:
        open_file(window, Path(name))


def open_file(window: MainWindow, path: Path) -> None:
    """Open a casebook at the place looked at last; where nobody is known yet, ask who is at the keyboard."""
    from crf.actions.session import open_casebook

    begin(window, open_casebook(path))


def begin(window: MainWindow, session: Session) -> None:
    """Work with a casebook that was opened or made."""
    memory.remember_file(session.path)
    window.keep_place()
    uid, place = memory.last_place(session.path)
    window.take(session)
    try:
        _return(window, uid, place)
    except CasebookError:  # damaged further in than opening looks
        window.show_start()
        raise
    if session.person is None:
        identify(window)


def _return(window: MainWindow, uid: str, place) -> None:
    """Go to the subject looked at last; the list where there is none."""
    window.show_subjects()
    if uid not in {row.uid for row in window.session.reader.subjects()}:
        return
    window.show_subject(uid)
    if place is not None:
        window.page.matrix.focus_place(place)


def identify(window: MainWindow) -> None:
    """Ask who is at the keyboard; the casebook keeps the answer."""
    from crf.actions.session import ROLES
    from crf.actions.session import identify as act
    from ui.dialogs.identify import IdentifyDialog

    session = window.session
    person = session.person
    dialog = IdentifyDialog(window, ROLES, person.name if person else "", person.role if person else "")

    def identified(name: str, role: str) -> None:
        act(session, name, role)
        window.show_person()
        getattr(window.page, "another_person", window.page.refresh)()
        window.page.enter()

    dialog.identified.connect(identified)
    dialog.open()


def role_text(code: str) -> str:
    """A role in words."""
    from crf.actions.session import ROLES

    return dict(ROLES).get(code, code)


def new_casebook(window: MainWindow) -> None:
    """Ask what a new casebook needs, make it and open it."""
    from crf.actions.session import ROLES, Person, studies
    from crf.actions.session import new_casebook as act
    from ui.dialogs.new_casebook import NewCasebookDialog

    def perform(path: Path, study: str, site: str, name: str, role: str) -> None:
        begin(window, act(path, study, site, Person(name, role)))

    NewCasebookDialog(window, studies(), ROLES, documents(), perform).open()


def demo(window: MainWindow) -> None:
    """Make the demo casebook once, then open it."""
    from crf.actions.demo import demo as act

    folder = documents() / say("demo.folder")
    found = next(iter(sorted(folder.glob("*.casebook"))), None)
    if found is None:
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            found = act(folder)
        finally:
            QApplication.restoreOverrideCursor()
    open_file(window, found)
    window.tell(say("demo.told", path=found))


def verify(window: MainWindow, session: Session) -> None:
    """Check the file while the person works; the rail says what was found, once it was."""
    from ui.verifying import Verification

    def found(word: str, trouble: str, read: str) -> None:
        if window.session is session:
            window.rail.show_chain(word, not trouble, read)
            if trouble:
                window.tell(trouble, "red")

    if window.verification is not None:
        window.verification.deleteLater()
    window.verification = Verification(window, session.path)
    window.verification.done.connect(found)


def finder(session: Session, front: Callable[[], str]) -> Callable[[str], Sequence[SearchHit]]:
    """What the search field asks; `front` tells which subject's page stands at the front."""

    def find(text: str) -> Sequence[SearchHit]:
        from crf.reading.search import search

        return search(session.reader, text, front=front())

    return find
