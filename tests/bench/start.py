"""From the start of the program to the first window a person can use."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.harness import Row, beside, ratio

HERE = Path(__file__).parent
# The program itself, but for its event loop: that is reached when the window is there; one round of it paints.
PROGRAM = """
import sys
from PySide6.QtWidgets import QApplication
def shown(*_):
    QApplication.processEvents()
    print("shown", flush=True)
    return 0
QApplication.exec = shown
sys.argv = ["casebook", *sys.argv[1:]]
import main
main.main()
"""


def warm(folder: Path) -> dict[str, str]:
    """Surroundings in which a later start finds what an earlier one compiled, even where this process may not."""
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder)}


def until_shown(command: list[str], surroundings: dict[str, str]) -> float:
    """Seconds from the call of a program to its word that it is shown."""
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=surroundings
    ) as program:
        assert program.stdout is not None
        shown = program.stdout.readline().strip() == "shown"
        spent = time.perf_counter() - start
        said = program.communicate()[1]
    assert shown, f"{command[0]} ended without a window: {said}"
    return spent


def rows(folder: Path) -> list[Row]:
    """The start, warm: the runs that aren't counted fill the caches of both."""
    around = warm(folder)

    def floor() -> float:
        return until_shown([str(HERE / "bare_window.py")], around)

    def product() -> float:
        return until_shown(["-c", PROGRAM], around)

    return [ratio("start to the first usable window", *beside(floor, product, runs=15), at_most=1.5)]
