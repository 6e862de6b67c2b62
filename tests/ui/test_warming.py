"""What is loaded while the person looks at the first window."""

from __future__ import annotations

from importlib.util import find_spec

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui import app, warming
from ui.shell import MainWindow


def test_each_module_is_loaded_in_a_round_of_its_own(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(warming, "import_module", loaded.append)
    warming.warm()
    assert loaded == [warming.STEPS[0]], "the window had no turn in between"
    qtbot.waitUntil(lambda: len(loaded) == len(warming.STEPS))
    assert loaded == list(warming.STEPS)


@pytest.mark.parametrize("name", warming.STEPS)
def test_every_step_is_a_module(name: str) -> None:
    assert find_spec(name) is not None


def test_the_start_page_warms_what_a_casebook_needs(
    desk: QApplication, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    warmed: list[bool] = []
    monkeypatch.setattr(app, "warm", lambda: warmed.append(True))

    def loop(*_: object) -> int:
        qtbot.waitUntil(lambda: bool(warmed))
        next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible()).close()
        return 0

    monkeypatch.setattr(QApplication, "exec", loop)
    monkeypatch.setattr("sys.excepthook", lambda *_: None)
    assert app.run() == 0
