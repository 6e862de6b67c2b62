"""The amendment dialog: what a definition changes stands there before anything is done, with what speaks against it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from crf.actions.entering import Entering
from crf.forms.record import Edit, Place
from crf.text import say
from tests.second_version import second_version
from ui.dialogs.amend import AmendDialog
from ui.shell import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
Key = Qt.Key
Press = Callable[..., None]
Find = Callable[[type[QWidget]], QWidget]


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """The folder of the second version."""
    return second_version(tmp_path / "second")


@pytest.fixture
def used(opened: MainWindow) -> MainWindow:
    """The site page of a casebook in which consent and a pulse were entered."""
    uid = opened.session.reader.subjects()[0].uid
    for form, answers in (("VS", {"VSDAT": "2026-03-16", "PULSE": "72"}), ("DM", {"SEX": "F", "CHILDPOT": "Y"})):
        entering = Entering(opened.session, uid, Place("SCR", form))
        for item, raw in answers.items():
            entering.edit(Edit(0, item, raw))
        entering.save()
    opened.show_site()
    return opened


def swap(file: Path, old: str, new: str, after: str = "") -> None:
    """Change a definition's file once, behind a text where one is named."""
    text = file.read_text(encoding="utf-8")
    at = text.index(after)
    assert old in text[at:]
    file.write_text(text[:at] + text[at:].replace(old, new, 1), encoding="utf-8")


def ask(window: MainWindow, folder: Path, press: Press, dialog: Find) -> AmendDialog:
    """Open the dialog by its button and name the folder, left with Tab."""
    window.page.amend.click()
    asked = dialog(AmendDialog)
    press(str(folder), Key.Key_Tab)
    return asked


def groups(asked: AmendDialog) -> dict[str, list[list[str]]]:
    """The rows that stand there, by group."""
    return {group.title: [[cell.text for cell in row.cells] for row in group.rows] for group in asked.list.list.groups}


@pytest.mark.req("PA-225")
def test_what_differs_stands_there_before_anything_is_done(
    used: MainWindow, second: Path, press: Press, dialog: Find
) -> None:
    acts = used.session.file.act_count()
    asked = ask(used, second, press, dialog)
    assert asked.first.text() == "Version 1 → 2: 6 added, 0 removed, 4 changed, 0 only worded otherwise."
    found = groups(asked)
    assert found["Visits, changed"] == [["D8", "Day 8", "first day", "7", "6"], ["D8", "Day 8", "last day", "9", "10"]]
    assert ["VS.WAISTX", "Waist", "", "", ""] in found["Questions, added"]
    assert found["Checks, changed"][0][2:] == ["fires when", "DIABP >= SYSBP", "DIABP + 20 > SYSBP"]
    assert not asked.act.isEnabled(), "a reason is missing"
    assert used.session.file.act_count() == acts
    press(Key.Key_Tab, Key.Key_Down)
    assert asked.list.list.hasFocus(), "by keys through the list"
    assert asked.list.list.current == 1
    press(Key.Key_Tab, "Protocol amendment 1", Key.Key_Return)
    assert used.session.study.version == "2"


@pytest.mark.req("PA-225")
def test_enter_in_the_folder_shows_first_and_does_nothing(
    used: MainWindow, second: Path, press: Press, dialog: Find
) -> None:
    used.page.ask_amend()
    asked = dialog(AmendDialog)
    asked.words.setText("Protocol amendment 1")
    asked.folder.setFocus()
    press(str(second), Key.Key_Return)
    assert asked.isVisible()
    assert asked.result.isVisible()
    assert used.session.study.version == "1"


@pytest.mark.req("PA-227")
def test_a_code_in_use_that_goes_or_means_something_else_is_warned_of(
    used: MainWindow, second: Path, press: Press, dialog: Find
) -> None:
    swap(second / "codelists.toml", 'text = "Yes"', 'text = "Perhaps"', 'id = "CHILDBEARING"')
    asked = ask(used, second, press, dialog)
    rows = groups(asked)[say("amend.warned")]
    assert rows == [
        ["DM.CHILDPOT", "The code Y of DM.CHILDPOT means “Perhaps” instead of “Yes”; saved values that use it: 1."]
    ]
    press(Key.Key_Tab, Key.Key_Tab, "Protocol amendment 1")
    assert asked.act.isEnabled(), "a warning is no refusal"


@pytest.mark.req("PA-233")
def test_another_kind_of_an_item_with_data_is_refused_before_anything_is_done(
    used: MainWindow, second: Path, press: Press, dialog: Find
) -> None:
    swap(second / "forms" / "vs.toml", 'type = "integer"', 'type = "decimal"', 'id = "PULSE"')
    asked = ask(used, second, press, dialog)
    rows = groups(asked)[say("amend.refused")]
    assert rows[0][0] == "VS.PULSE"
    assert "integer (answers: 1)" in rows[0][1]
    press(Key.Key_Tab, Key.Key_Tab, "Protocol amendment 1")
    assert not asked.act.isEnabled()
    press(Key.Key_Return)
    assert asked.isVisible()
    assert used.session.study.version == "1"


def test_a_browsed_folder_is_compared_at_once(
    used: MainWindow, second: Path, dialog: Find, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *asked: str(second))
    used.page.ask_amend()
    asked = dialog(AmendDialog)
    qtbot.mouseClick(asked.browse, Qt.MouseButton.LeftButton)
    assert asked.named == str(second)
    assert asked.result.isVisible()


def test_another_folder_is_compared_anew(used: MainWindow, second: Path, press: Press, dialog: Find) -> None:
    asked = ask(used, second / "nowhere", press, dialog)
    assert asked.trouble.isVisible()
    assert not asked.result.isVisible()
    asked.folder.setFocus()
    asked.folder.setText(str(second))
    press(Key.Key_Tab)
    assert not asked.trouble.isVisible()
    assert asked.result.isVisible()


def test_the_version_in_force_differs_in_nothing(used: MainWindow, press: Press, dialog: Find) -> None:
    from tests.second_version import FIRST

    asked = ask(used, FIRST, press, dialog)
    assert asked.first.text() == say("amend.same_words")
    assert not asked.list.isVisible()
