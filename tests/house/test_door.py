"""The door: what opens the window, what runs a command, and what neither may load."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import main
from tests.house.source import ROOT


@pytest.mark.parametrize(
    ("arguments", "window"),
    [
        ([], True),
        (["nk-act.casebook"], True),
        (["/srv/trial/nk-act"], True),
        (["./demo"], True),
        (["demo"], False),
        (["demo", "out"], False),
        (["verify", "nk-act.casebook"], False),
        (["nk-act.casebook", "--plain"], False),
        (["--help"], False),
        (["--version"], False),
    ],
)
def test_a_file_or_nothing_opens_the_window(arguments: list[str], window: bool) -> None:
    assert main.means_window(arguments) is window


@pytest.mark.parametrize(("arguments", "file"), [([], None), (["a.casebook"], Path("a.casebook"))])
def test_the_window_gets_the_file(monkeypatch: pytest.MonkeyPatch, arguments: list[str], file: Path | None) -> None:
    asked: list[Path | None] = []
    frozen: list[bool] = []
    app = ModuleType("ui.app")
    app.run = lambda file: asked.append(file) or 0  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "ui.app", app)
    monkeypatch.setattr(sys, "argv", ["casebook", *arguments])
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(gc.isenabled()))  # the tests' own objects stay collectable
    assert main.main() == 0
    assert asked == [file]
    assert frozen == [False], "what was imported is set apart before the collector runs again"
    assert gc.isenabled()


def test_the_command_line_gives_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    cli = ModuleType("crf.cli")
    cli.main = lambda: 2  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "crf.cli", cli)
    monkeypatch.setattr(sys, "argv", ["casebook", "verify", "a.casebook"])
    assert main.main() == 2


def test_without_a_screen_the_window_refuses_in_one_line() -> None:
    world = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    command = [sys.executable, "main.py", "a.casebook"]
    said = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, env={**world, "QT_QPA_PLATFORM": "xcb"}
    )
    assert (said.returncode, said.stdout) == (2, "")
    (line,) = said.stderr.splitlines()
    assert "there is no screen" in line
    assert "casebook --help" in line


def loaded_after(code: str) -> set[str]:
    """The modules a fresh interpreter holds after running some code."""
    said = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    return set(said.stdout.split())


def test_the_window_loads_no_library_it_does_not_need_to_show_itself() -> None:
    late = {"click", "reportlab", "sqlite_utils", "qtawesome", "lark"}
    assert late & loaded_after("import main, ui.app") == set()


def test_the_door_itself_loads_neither_side() -> None:
    assert {"ui", "crf", "PySide6", "click"} & loaded_after("import main") == set()


def test_the_core_never_loads_qt() -> None:
    assert "PySide6" not in loaded_after("import crf.cli")
