"""From a key stroke to what follows on screen: checked, laid out anew, kept as a draft, painted."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.bench import floors, sample
from tests.bench.harness import Row, Timing, measure, within

FIELDS = 110
STROKES = 600
KEYS = (Qt.Key.Key_9, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Tab)


def strokes() -> Callable[[], None]:
    """Types three digits into a field and goes on to the next, one key a call, wherever the keyboard is."""
    keys = itertools.cycle(KEYS)

    def once() -> None:
        QTest.keyClick(QApplication.focusWidget(), next(keys))
        QApplication.processEvents()

    return once


def floor() -> Timing:
    """The same keys in a form of bare edits."""
    floors.application()
    window = floors.bare_window()
    window.activateWindow()
    floors.open_bare_form(window, FIELDS)
    floors.first_edit(window).setFocus()
    timing = measure(strokes(), STROKES, warm=8)
    window.close()
    return timing


def product(folder: Path) -> Timing:
    """The same keys in the form page, over a subject who has nine more such forms."""
    from ui.app import application
    from ui.shell import MainWindow

    application([])
    session = sample.session(folder / "keys.casebook", FIELDS)
    uid = sample.enrolled(session)
    for visit in range(1, sample.VISITS):
        sample.filled(session, uid, visit, FIELDS).save()
    window = MainWindow()
    window.resize(1280, 720)
    window.take(session)
    window.show()
    window.activateWindow()
    window.show_form(uid, sample.place(0))
    QApplication.processEvents()
    timing = measure(strokes(), STROKES, warm=8)
    assert session.file.drafts(sample.SOMEBODY, uid), "the keys reached no field"
    window.close()
    return timing


def rows(folder: Path) -> list[Row]:
    """The 99th percentile of all strokes."""
    below = floor()
    return [within("key stroke to reaction, form of 110 fields", below, product(folder), at_most=0.016)]
