"""Opening a form of 40 and of 110 fields in a window that stands open."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.bench import floors, sample
from tests.bench.beside import Bare
from tests.bench.harness import Row, beside, ratio
from ui.app import application
from ui.shell import MainWindow

RUNS = 40
SIZES = (40, 110)


def product(folder: Path, fields: int) -> Callable[[], float]:
    """The whole way: read from the casebook, assessed, laid out, shown in the real window with the keyboard in it."""
    session = sample.session(folder / f"{fields}.casebook", fields)
    uid = sample.enrolled(session)
    window = MainWindow()
    window.resize(1280, 720)
    window.take(session)
    window.show()
    QApplication.processEvents()

    def once() -> float:
        start = time.perf_counter()
        window.show_form(uid, sample.place(0))
        QApplication.processEvents()
        spent = time.perf_counter() - start
        floors.settle()
        return spent

    return once


def rows(folder: Path) -> list[Row]:
    """Both sizes."""
    floors.application()
    application([])
    found = []
    for fields in SIZES:
        with Bare() as bare:
            timings = beside(lambda bare=bare, n=fields: bare.open(n), product(folder, fields), RUNS, warm=5, turn=8)
        found.append(ratio(f"opening a form of {fields} fields", *timings, at_most=1.2))
    return found
