"""The first page and what it leads to: a new casebook, an old one, who is at the keyboard, and what can't be opened."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from crf.actions.session import open_casebook
from crf.faults import FileFault, refuse
from crf.text import say
from ui import app, memory
from ui.dialogs.fault import BugDialog, FaultDialog
from ui.dialogs.identify import IdentifyDialog
from ui.dialogs.new_casebook import NewCasebookDialog
from ui.pages.start import Start
from ui.shell import MENUS_LATER, MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
Key = Qt.Key
Find = Callable[[type[QWidget]], QWidget]


def texts(page: QWidget) -> str:
    return " ".join(part.text() for part in page.findChildren(QLabel))


def test_menus_come_after_the_window_was_shown(desk: QApplication, qtbot: QtBot) -> None:
    made = MainWindow()
    qtbot.addWidget(made)
    made.show_start()
    qtbot.wait(2 * MENUS_LATER)
    assert made.menus is None, "they held up the first window"
    made.show()
    qtbot.waitUntil(lambda: made.menus is not None)
    made.close()


def test_an_empty_start_page_names_the_key_that_starts_it(window: MainWindow) -> None:
    assert isinstance(window.page, Start)
    assert "Ctrl N" in texts(window.page)
    assert window.page.lines[0].hasFocus()
    assert window.rail is None  # nothing stands there that can't be used


def test_arrow_keys_go_along_the_lines(window: MainWindow, press: Callable[..., None]) -> None:
    press(Key.Key_Down)
    assert window.page.lines[1].hasFocus()
    press(Key.Key_Up, Key.Key_Up)
    assert window.page.lines[-1].hasFocus()


def test_a_new_casebook_by_keys_alone(
    window: MainWindow, press: Callable[..., None], dialog: Find, qtbot: QtBot, tmp_path: Path
) -> None:
    press(Key.Key_N, control=True)
    asked: NewCasebookDialog = dialog(NewCasebookDialog)
    assert not asked.act.isEnabled()
    press("07")
    assert asked.path.text().endswith("site07.casebook")
    press(Key.Key_Tab)
    press("M. Ruiz")
    press(Key.Key_Tab, Key.Key_Down)
    press(Key.Key_Tab)
    path = tmp_path / "mine"
    asked.path.selectAll()
    press(str(path))
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: window.session is not None)
    assert window.session.path == path.with_suffix(".casebook")
    assert (window.session.site, window.session.person.name) == ("07", "M. Ruiz")
    assert window.session.person.role == "coordinator"
    assert window.bar.study == "NK-ACT-BC_2020"
    assert memory.recent() == [str(path.with_suffix(".casebook"))]


def test_what_a_new_casebook_refuses_is_said_in_its_dialog(
    window: MainWindow, press: Callable[..., None], dialog: Find, casebook: Path
) -> None:
    press(Key.Key_N, control=True)
    asked: NewCasebookDialog = dialog(NewCasebookDialog)
    press("01", Key.Key_Tab, "M. Ruiz", Key.Key_Tab, Key.Key_Down, Key.Key_Tab)
    asked.path.selectAll()
    press(str(casebook), Key.Key_Return)
    assert asked.isVisible()
    assert asked.trouble.isVisible()
    assert casebook.name in asked.trouble.text()
    assert window.session is None


def test_a_file_opened_before_opens_with_one_key(
    opened: MainWindow, press: Callable[..., None], casebook: Path, qtbot: QtBot
) -> None:
    press(Key.Key_W, control=True)
    assert isinstance(opened.page, Start)
    assert opened.session is None
    assert opened.page.recent[0].text() == casebook.name
    assert opened.page.recent[0].hasFocus()
    press(Key.Key_Return)
    assert opened.session.path == casebook
    assert opened.windowTitle() == f"{say('subjects.title')} – {casebook.name} – {say('app.name')}"


def test_a_file_that_is_gone_is_not_offered(opened: MainWindow, press: Callable[..., None], casebook: Path) -> None:
    press(Key.Key_W, control=True)
    casebook.unlink()
    assert memory.recent() == []


def test_who_is_at_the_keyboard_is_asked_and_kept(
    opened: MainWindow, press: Callable[..., None], dialog: Find, qtbot: QtBot, casebook: Path
) -> None:
    qtbot.mouseClick(opened.bar.person, Qt.MouseButton.LeftButton)
    asked: IdentifyDialog = dialog(IdentifyDialog)
    asked.person.name.selectAll()
    press("A. Okafor", Key.Key_Tab, Key.Key_Down, Key.Key_Return)
    assert opened.bar.person.text() == "A. Okafor"
    opened.close()
    again = open_casebook(casebook)
    assert (again.person.name, again.person.role) == ("A. Okafor", "investigator")
    again.close()


def test_without_a_name_nobody_is_identified(
    opened: MainWindow, press: Callable[..., None], dialog: Find, qtbot: QtBot
) -> None:
    qtbot.mouseClick(opened.bar.person, Qt.MouseButton.LeftButton)
    asked: IdentifyDialog = dialog(IdentifyDialog)
    asked.person.name.selectAll()
    press(Key.Key_Backspace, Key.Key_Return)
    assert asked.isVisible()
    assert not asked.act.isEnabled()
    press(Key.Key_Escape)
    assert opened.session.person.name == "M. Ruiz"


@pytest.mark.parametrize("content", [b"", b"no casebook at all", b"SQLite format 3\x00" + bytes(500)])
def test_a_file_that_is_no_casebook_is_refused_in_a_sentence(
    window: MainWindow, dialog: Find, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "letter.casebook"
    path.write_bytes(content)
    with pytest.raises(FileFault) as raised:
        window.open_file(path)
    app.show_fault(window, raised.type, raised.value, None)
    shown = dialog(FaultDialog)
    assert path.name in texts(shown)
    assert isinstance(window.page, Start)
    assert window.session is None


def test_a_fault_before_the_window_shows_stays_until_it_was_read(
    window: MainWindow, dialog: Find, qtbot: QtBot
) -> None:
    window.hide()
    app.show_fault(window, FileFault, refuse("session.nobody"), None)
    gc.collect()
    shown = dialog(FaultDialog)
    assert shown.isVisible()
    qtbot.keyClick(shown, Key.Key_Escape)
    assert not shown.isVisible()


def test_a_bug_is_shown_as_one_with_details_to_copy(
    window: MainWindow, dialog: Find, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        raise ZeroDivisionError("the reason of the test")
    except ZeroDivisionError as fault:
        app.show_fault(window, type(fault), fault, fault.__traceback__)
    shown: BugDialog = dialog(BugDialog)
    assert "ZeroDivisionError: the reason of the test" in shown.details.toPlainText()
    assert "ZeroDivisionError" in capsys.readouterr().err
    qtbot.mouseClick(shown.copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == shown.details.toPlainText()
    qtbot.keyClick(shown, Key.Key_Escape)
    assert window.isVisible()


def test_the_demo_is_made_once_and_then_opened(
    window: MainWindow, press: Callable[..., None], template: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    made: list[Path] = []

    def stand_in(folder: Path) -> Path:
        folder.mkdir(parents=True)
        made.append(folder / "demo.casebook")
        copyfile(template, made[0])
        return made[0]

    monkeypatch.setattr("crf.actions.demo.demo", stand_in)
    press(Key.Key_D, control=True)
    assert window.session.path == made[0]
    assert str(made[0]) in window.foot.accessibleName()
    press(Key.Key_W, control=True)
    press(Key.Key_D, control=True)
    assert window.session.path == made[0]
    assert len(made) == 1


def test_the_door_opens_the_file_it_was_given(
    desk: QApplication, casebook: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    seen: list[str] = []

    def loop(*_: object) -> int:
        window = next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible())
        qtbot.waitUntil(lambda: window.session is not None)
        seen.append(window.windowTitle())
        window.close()
        return 0

    monkeypatch.setattr(QApplication, "exec", loop)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    assert app.run(casebook) == 0
    assert casebook.name in seen[0]
