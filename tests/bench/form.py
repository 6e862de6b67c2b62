"""Opening a form of 40 and of 110 fields in a window that stands open."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.bench import floors, sample
from tests.bench.harness import Row, Timing, measure, ratio

RUNS = 40
SIZES = (40, 110)


def floor(fields: int) -> Timing:
    """Measured before the product's font and palette are on the application."""
    floors.application()
    window = floors.bare_window()

    def once() -> float:
        start = time.perf_counter()
        floors.open_bare_form(window, fields)
        spent = time.perf_counter() - start
        floors.settle()
        return spent

    timing = measure(once, RUNS, warm=5)
    window.close()
    return timing


def product(folder: Path, fields: int) -> Timing:
    """The whole way: read from the casebook, assessed, laid out, shown in the real window with the keyboard in it."""
    from ui.app import application
    from ui.shell import MainWindow

    application([])
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

    timing = measure(once, RUNS, warm=5)
    window.close()
    return timing


def rows(folder: Path) -> list[Row]:
    """Both sizes, all floors first."""
    below = {fields: floor(fields) for fields in SIZES}
    return [ratio(f"opening a form of {n} fields", below[n], product(folder, n), at_most=1.2) for n in SIZES]
