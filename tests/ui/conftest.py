"""A window to press keys in: the real shell, a fixed clock, a casebook made and filled through the real actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crf.actions.entering import Entering
from crf.forms.record import Edit, Place
from ui import theme
from ui.shell import MainWindow

NOW = datetime(2026, 3, 16, 8, 30, tzinfo=UTC)


@pytest.fixture
def desk(qapp: QApplication) -> QApplication:
    """The application in its light theme."""
    theme.apply(qapp, "light")
    return qapp


@pytest.fixture
def window(qtbot: QtBot, desk: QApplication) -> Iterator[MainWindow]:
    """The window at its first page, on screen and active."""
    made = MainWindow()
    qtbot.addWidget(made)
    made.show_start()
    made.show()
    made.furnish_menus()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()


@pytest.fixture
def press(qtbot: QtBot) -> Callable[..., None]:
    """Press keys where the keyboard is."""

    def keys(*pressed: Qt.Key | str, control: bool = False, alt: bool = False) -> None:
        held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
        held |= Qt.KeyboardModifier.AltModifier if alt else held
        for text in pressed:
            for key in text if isinstance(text, str) else (text,):
                if QApplication.activeWindow() is None:  # no window manager gives it back when a dialog closes
                    window = next(one for one in QApplication.topLevelWidgets() if one.isWindow() and one.isVisible())
                    window.activateWindow()
                    qtbot.waitUntil(window.isActiveWindow)
                target = QApplication.focusWidget() or QApplication.activeWindow()
                qtbot.keyPress(target, key, held)
                if shiboken6.isValid(target) and target.isVisible():  # a key may close its dialog
                    qtbot.keyRelease(target, key, held)

    return keys


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A casebook of two subjects, made once for the whole run."""
    from crf.actions.enrol import enrol
    from crf.actions.session import Person, new_casebook

    path = tmp_path_factory.mktemp("template") / "site01.casebook"
    session = new_casebook(path, "NK-ACT-BC_2020", "01", Person("M. Ruiz", "coordinator"), clock=lambda: NOW)
    for label in ("01-001", "01-002"):
        enrol(session, label)
    session.close()
    return path


@pytest.fixture
def casebook(template: Path, tmp_path: Path) -> Path:
    """A copy of that casebook to write in."""
    path = tmp_path / template.name
    copyfile(template, path)
    return path


@pytest.fixture
def opened(window: MainWindow, casebook: Path, qtbot: QtBot) -> MainWindow:
    """The window with that casebook open, at the list of subjects."""
    window.open_file(casebook)
    window.session._clock = lambda: NOW  # a window opens files by the machine's clock
    window.page.refresh()
    return window


@pytest.fixture
def dialog(qtbot: QtBot) -> Callable[[type[QWidget]], QWidget]:
    """The dialog of a kind that stands open, active."""

    def find(kind: type[QWidget]) -> QWidget:
        def standing() -> list[QWidget]:
            return [
                widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()
            ]

        qtbot.waitUntil(lambda: bool(standing()))
        found = standing()[0]
        found.activateWindow()
        qtbot.waitUntil(found.isActiveWindow)
        return found

    return find


@pytest.fixture
def subject(opened: MainWindow, press: Callable[..., None]) -> MainWindow:
    """The first subject, her day 1 planned for 9 March 2026; today is the 16th."""
    uid = opened.session.reader.subjects()[0].uid
    entering = Entering(opened.session, uid, Place("SCR", "PLAN"))
    for item, raw in (("ENRYN", "Y"), ("PLAND1", "2026-03-09")):
        entering.edit(Edit(0, item, raw))
    entering.save()
    press(Qt.Key.Key_Return)
    return opened
