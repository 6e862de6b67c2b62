"""The log of adverse events beside a later dictionary: what was coded keeps term, code and version on screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from crf.actions.amending import amend
from crf.actions.dictionaries import load_dictionary
from crf.actions.entering import Entering
from crf.forms.record import Edit, Place
from tests import workbooks
from tests.second_version import second_version
from ui.pages.events import EventsPage
from ui.shell import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
LUNG = "10061229"  # no term of v6.0


def shown(window: MainWindow) -> tuple[tuple[str, str, str], QImage]:
    """Term, code and version of the event in the log's panel, and the panel as it is painted."""
    window.show_events()
    page = window.page
    assert isinstance(page, EventsPage)
    row = page.panel.sheet.row
    assert row is not None
    return (row.line.term, row.line.code, row.line.version), page.panel.sheet.grab().toImage()


@pytest.mark.req("PA-249")
def test_an_event_keeps_what_it_was_coded_with_when_a_later_version_is_loaded(
    opened: MainWindow, tmp_path: Path
) -> None:
    session = opened.session
    entering = Entering(session, session.reader.subjects()[0].uid, Place("LOG", "AE", "", "1"))
    for line, item, raw in ((0, "AETERM", "pneumonia"), (0, "AEDECOD", LUNG), (1, "AETOXGR", "3")):
        entering.edit(Edit(line, item, raw))
    entering.save("")
    before = shown(opened)
    assert before[0] == ("Lung infection", LUNG, "5.0")
    load_dictionary(session, workbooks.later(tmp_path / "CTCAE_v6.0.xlsx"))
    assert shown(opened) == before
    folder = second_version(tmp_path / "second")
    head = folder / "study.toml"
    head.write_text(head.read_text(encoding="utf-8").replace('\nctcae = "5.0"', '\nctcae = "6.0"', 1), encoding="utf-8")
    amend(session, str(folder), "Protocol amendment 1")
    assert session.study.ctcae == "6.0"
    assert shown(opened) == before
