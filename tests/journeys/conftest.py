"""The program with its real window, a clock moved by hand, and casebooks made through the real actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from shutil import copyfile

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crf.actions import session
from crf.actions.enrol import enrol
from tests.journeys.hands import ZONE, Clock, Hands
from ui import theme
from ui.shell import MainWindow

STUDY = "NK-ACT-BC_2020"
Open = Callable[..., Hands]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock on the wall of the site: every casebook that the window opens or makes goes by it."""
    made = Clock(datetime(2026, 2, 12, 10, 55, tzinfo=ZONE))
    opened, created = session.open_casebook, session.new_casebook
    monkeypatch.setattr(session, "open_casebook", lambda path, clock=made, **more: opened(path, clock, **more))
    monkeypatch.setattr(
        session, "new_casebook", lambda *asked, clock=made, **more: created(*asked, clock=clock, **more)
    )
    return made


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, clock: Clock) -> Iterator[Open]:
    """Starts the program: `start()` at its first page, `start(file)` at a casebook."""
    windows: list[MainWindow] = []

    def started(file: Path | None = None, size: tuple[int, int] = (1280, 720), scheme: theme.Scheme = "light") -> Hands:
        theme.apply(qapp, scheme)
        for other in windows:  # a person takes longer than the moment after which the place is written down
            if shiboken6.isValid(other):
                qtbot.waitUntil(lambda other=other: other.place_kept)
        window = MainWindow()
        windows.append(window)
        window.resize(*size)
        window.show_start()
        window.show()
        window.furnish_menus()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        if file is not None:
            window.open_file(file)
        return Hands(qtbot, window, clock)

    yield started
    for window in windows:
        if shiboken6.isValid(window):  # a test may have killed it
            window.close()
            window.deleteLater()
    QApplication.processEvents()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A casebook with one subject and nothing entered."""
    path = tmp_path_factory.mktemp("empty") / "site01.casebook"
    at = Clock(datetime(2026, 2, 12, 10, 30, tzinfo=ZONE))
    made = session.new_casebook(path, STUDY, "01", session.Person("M. Ruiz", "coordinator"), clock=at)
    enrol(made, "01-001")
    made.close()
    return path


@pytest.fixture
def casebook(empty: Path, tmp_path: Path) -> Path:
    """A copy of it to write in."""
    return Path(copyfile(empty, tmp_path / empty.name))


MOUSE = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseMove, QEvent.Type.Wheel)


class Mouse(QObject):
    """Notes every move and click of a mouse anywhere in the program."""

    def __init__(self) -> None:
        super().__init__()
        self.moves: list[QEvent.Type] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in MOUSE:
            self.moves.append(event.type())
        return False


@pytest.fixture
def no_mouse(qapp: QApplication) -> Iterator[None]:
    """Whoever asks for it uses the keyboard alone: not one move or click of a mouse."""
    mouse = Mouse()
    qapp.installEventFilter(mouse)
    yield
    qapp.removeEventFilter(mouse)
    assert mouse.moves == []
