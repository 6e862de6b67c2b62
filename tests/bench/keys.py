"""From a key stroke to what follows on screen: checked, laid out anew, kept as a draft, painted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.bench import floors, sample
from tests.bench.beside import Bare
from tests.bench.harness import Row, beside, within
from ui.app import application
from ui.shell import MainWindow

FIELDS = 110
STROKES = 600


def rows(folder: Path) -> list[Row]:
    """The 99th percentile of all strokes, over a subject who has nine more such forms."""
    floors.application()
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
    with Bare() as bare:
        bare.open(FIELDS)
        timings = beside(bare.key, floors.strokes(), STROKES, warm=8, turn=40)
    kept = len(session.file.drafts(sample.SOMEBODY, uid))
    assert kept > FIELDS / 2, f"the keys reached {kept} fields only"
    window.close()
    return [within("key stroke to reaction, form of 110 fields", *timings, at_most=0.016)]
