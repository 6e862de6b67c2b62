"""The form page in the real window: opened from a subject, filled by keys, saved, left, printed, opened again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crf.forms.record import Place
from ui.pages.form import FormPage
from ui.pages.picker import PickerPage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window

Key = Qt.Key
VITALS = Place("SCR", "VS")


def shown(window, place=VITALS, where=None) -> FormPage:
    """A form of the first subject in the window."""
    uid = window.session.file.subjects()[0].uid
    window.show_form(uid, place, where)
    assert isinstance(window.page, FormPage)
    return window.page


@pytest.mark.req("PA-003")
def test_typed_tabbed_saved_and_opened_again(opened, press):
    page = shown(opened)
    assert page.sheet.current == (0, "VSDAT")
    press("16.2.2026", Key.Key_Tab, "0905", Key.Key_Tab, "163", Key.Key_Return, "64,2", Key.Key_Tab)
    press("s", control=True)
    assert "4 answers saved." in opened.foot.told[0]
    press(Key.Key_Escape)
    assert opened.page is opened.pages["subject"]
    again = shown(opened)
    texts = [again.sheet.editor(item).text() for item in ("VSDAT", "VSTIM", "HEIGHT", "WEIGHT")]
    assert texts == ["16-FEB-2026", "09:05", "163", "64.2"]


def test_alt_and_an_arrow_turn_the_page_and_do_not_go_back(opened, press):
    shown(opened)
    press(Key.Key_Left, alt=True)
    assert isinstance(opened.page, FormPage)
    assert opened.page.place == Place("SCR", "PE")
    press(Key.Key_Right, alt=True)
    assert opened.page.place == VITALS


def test_the_footer_of_the_window_tells_of_the_form(opened, press):
    shown(opened)
    press("t")
    assert any(text.startswith("Draft kept") for _, text, _ in opened.foot.states)
    assert ("Ctrl S", "save form") in opened.foot.keys


def test_drafts_are_back_after_the_window_was_left(opened, press):
    page = shown(opened)
    press("t", Key.Key_Tab, Key.Key_Tab, "163")
    opened.show_subjects()
    page = shown(opened)
    assert "2 answers" in page.band.sentence.text()
    assert page.sheet.editor("HEIGHT").text() == "163"


def test_the_picker_gives_term_and_grade_to_the_event(opened, press, qtbot):
    page = shown(opened, Place("LOG", "AE", form_key="k1"))
    press("fever")
    page.sheet.go((0, "AEDECOD"))
    press(Key.Key_Return)
    assert isinstance(opened.page, PickerPage)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    press(Key.Key_1, Key.Key_Return)
    assert opened.page is page
    term = page.sheet.editor("AEDECOD")
    assert (term.name, term.grade) == ("Fever", 1)
    assert page.sheet.current == (0, "AEDECOD")
