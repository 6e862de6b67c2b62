"""From a key stroke in the dictionary to the terms found, painted: all queries of the list typed letter by letter."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.bench import floors, sample, terms
from tests.bench.beside import Bare
from tests.bench.harness import Row, beside, within
from ui.app import application
from ui.pages.picker import PickerPage
from ui.shell import MainWindow

TURN = 40


def rows(folder: Path) -> list[Row]:
    """The 95th percentile of all strokes, in the picker of the window."""
    floors.application()
    application([])
    session = sample.session(folder / "dictionary.casebook", 10)
    window = MainWindow()
    window.resize(1280, 720)
    window.take(session)
    window.show()
    page = PickerPage(window, session)
    window.stack.addWidget(page)
    window.stack.setCurrentWidget(page)
    page.enter()
    QApplication.processEvents()
    strokes = sum(map(len, terms.queries()))
    with Bare() as bare:
        timings = beside(bare.find, terms.typing(page.line), strokes // TURN * TURN, warm=8, turn=TURN)
    assert page.list.terms.rows, "the last letters found nothing"
    window.close()
    return [within("key stroke in the dictionary (95th percentile)", *timings, at_most=0.016, percent=95)]
