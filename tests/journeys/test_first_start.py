"""From nothing to a printed form: a new casebook, a subject, her consent typed, saved, found again, printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from crf.forms.record import Place
from tests.journeys.conftest import STUDY, Open
from tests.journeys.hands import CTRL, Hands, Key
from ui.dialogs.enrol import EnrolDialog
from ui.dialogs.new_casebook import NewCasebookDialog
from ui.pages.preview import Preview
from ui.pages.subjects import Subjects

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window

CONSENT = {"RFICDAT": "12-FEB-2026", "RFICTIM": "10:20", "ICVERS": "2.0", "ICCOPY": "Y"}


def make_casebook(hands: Hands, path: Path) -> None:
    """The dialog of a new casebook, by keys."""
    hands.key(Key.Key_N, held=CTRL)
    hands.dialog(NewCasebookDialog)
    hands.type("01")
    hands.key(Key.Key_Tab)
    hands.type("M. Ruiz")
    hands.key(Key.Key_Tab, Key.Key_Down, Key.Key_Tab)
    hands.retype(str(path))
    hands.key(Key.Key_Return)
    hands.bot.waitUntil(lambda: hands.window.session is not None)


def enrol(hands: Hands) -> None:
    """The next number, as proposed."""
    hands.key(Key.Key_N, held=CTRL)
    asked = hands.dialog(EnrolDialog)
    assert asked.number.text() == "01-001"
    hands.key(Key.Key_Return)


@pytest.mark.req("PA-001")
def test_first_start_to_a_saved_pdf(start: Open, tmp_path: Path) -> None:
    path = tmp_path / "site01.casebook"
    hands = start()
    make_casebook(hands, path)
    assert isinstance(hands.page, Subjects)
    enrol(hands)
    assert hands.subject.title == "01-001"
    assert hands.subject.matrix.spot == hands.spot("SCR", "IC"), "the first form to fill is under the keyboard"
    hands.key(Key.Key_Down, Key.Key_Up, Key.Key_Return)
    assert hands.form.place == Place("SCR", "IC")
    hands.fill(CONSENT)
    assert hands.form.status() == "draft"
    assert hands.save() == "4 answers saved."
    assert hands.form.status() == "complete"
    hands.window.close()

    again = start()
    assert again.page.recent[0].text() == path.name
    again.key(Key.Key_Return)
    assert again.subject.title == "01-001", "the program opens where the person left"
    assert again.subject.matrix.place == Place("SCR", "IC")
    again.key(Key.Key_Return)
    shown = {field.item: field.text for field in again.form.laid.fields}
    assert shown == {"RFICDAT": "12-FEB-2026", "RFICTIM": "10:20", "ICVERS": "2.0", "ICCOPY": "Yes"}
    assert again.form.status() == "complete"

    again.key(Key.Key_P, held=CTRL)
    preview: Preview = again.page
    assert preview.document.pageCount() == 1
    assert "12-FEB-2026" in preview.document.getAllText(0).text()
    target = tmp_path / "consent.pdf"
    again.name_file(target.name, lambda: again.key(Key.Key_S, held=CTRL))
    assert str(target) in again.told
    (page,) = PdfReader(target).pages
    for word in (STUDY, "01-001", "Informed consent", "12-FEB-2026", "10:20", "2.0"):
        assert word in page.extract_text(), word
