"""The preview of a print: what is offered, turning pages, zooming, saving as PDF."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from crf.actions.entering import Entering
from crf.forms.record import Edit, Place
from crf.text import say
from ui.pages.preview import FIRST_ZOOM, Preview
from ui.shell import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
Key = Qt.Key
VS = Place("SCR", "VS")


@pytest.fixture
def filled(opened: MainWindow) -> MainWindow:
    """The window with a saved form of 01-001, at her page."""
    uid = opened.page.all[0].uid
    entering = Entering(opened.session, uid, VS)
    entering.edit(Edit(0, "HEIGHT", "163"))
    entering.save()
    opened.show_subject(uid)
    return opened


def test_without_a_subject_the_blank_forms_are_shown(opened: MainWindow, press: Callable[..., None]) -> None:
    press(Key.Key_6, control=True)
    page: Preview = opened.page
    assert page.blank
    assert page.what.currentText() == say("preview.blank")
    assert page.document.pageCount() > 10
    assert page.data.startswith(b"%PDF")


def test_the_print_of_a_subject_and_of_one_form(filled: MainWindow, press: Callable[..., None]) -> None:
    press(Key.Key_P, control=True)
    page: Preview = filled.page
    assert page.what.currentText() == say("preview.set", subject="01-001")
    press(Key.Key_Escape)
    filled.show_form(filled.uid, VS)
    press(Key.Key_P, control=True)
    assert filled.page.place == VS
    study = filled.session.study
    assert filled.page.what.currentText() == f"01-001 · {study.form('VS').name}, {study.event('SCR').name}"
    assert filled.page.document.pageCount() == 1


def test_keys_turn_pages(opened: MainWindow, press: Callable[..., None]) -> None:
    press(Key.Key_6, control=True)
    page: Preview = opened.page
    pages = page.document.pageCount()
    assert not page.before.isEnabled()
    press(Key.Key_PageDown, Key.Key_PageDown)
    assert page.view.pageNavigator().currentPage() == 2
    assert page.count.text() == say("preview.page", page=3, pages=pages)
    press(Key.Key_End)
    assert page.view.pageNavigator().currentPage() == pages - 1
    assert not page.after.isEnabled()
    press(Key.Key_Home)
    assert page.view.pageNavigator().currentPage() == 0


def test_zoom_by_keys_and_to_the_whole_width(opened: MainWindow, press: Callable[..., None], qtbot: QtBot) -> None:
    press(Key.Key_6, control=True)
    page: Preview = opened.page
    first = page.view.zoomFactor()
    assert 0.5 < first <= FIRST_ZOOM
    press(Key.Key_Plus, control=True)
    assert page.view.zoomFactor() > first
    press(Key.Key_Minus, control=True)
    assert page.view.zoomFactor() == pytest.approx(first)
    qtbot.mouseClick(page.fit, Qt.MouseButton.LeftButton)
    assert page.view.zoomMode() == QPdfView.ZoomMode.FitToWidth
    press(Key.Key_Minus, control=True)
    assert page.view.zoomMode() == QPdfView.ZoomMode.Custom


def test_at_first_the_widest_page_is_whole_and_nothing_scrolls_sideways(
    filled: MainWindow, press: Callable[..., None]
) -> None:
    press(Key.Key_P, control=True)
    page: Preview = filled.page
    widest = max(page.document.pagePointSize(n).width() for n in range(page.document.pageCount()))
    assert widest * page.view.zoomFactor() * page.view.logicalDpiX() / 72 < page.view.viewport().width()
    assert page.view.horizontalScrollBar().maximum() == 0


def test_another_paper_and_another_subject_are_chosen_by_keys(filled: MainWindow, press: Callable[..., None]) -> None:
    press(Key.Key_P, control=True)
    page: Preview = filled.page
    tall = page.document.pagePointSize(0).height()
    page.paper.setFocus()
    press(Key.Key_Down)
    assert page.paper.currentText() == "Letter"
    assert page.document.pagePointSize(0).height() < tall
    page.what.setFocus()
    press(Key.Key_End)
    assert page.blank


def test_the_sites_own_forms_are_one_print(filled: MainWindow, press: Callable[..., None]) -> None:
    study = filled.session.study
    event = next(event for event in study.events if event.kind == "site")
    form, item = next(
        (form, item) for form in map(study.form, event.forms) for item in form.items if item.type == "text"
    )
    name = say("preview.site", site=filled.session.site)
    press(Key.Key_P, control=True)
    page: Preview = filled.page
    assert page.what.findText(name) == -1
    place = Place(event.id, form.id)
    entering = Entering(filled.session, "", place)
    entering.edit(Edit(0, item.id, "Freezer 2"))
    entering.save()
    page.open(filled.uid, None, None, False)
    page.what.setFocus()
    page.what.setCurrentIndex(page.what.findText(name))
    page.what.activated.emit(page.what.currentIndex())
    assert not page.blank
    assert "Freezer 2" in "".join(one.extract_text() for one in PdfReader(BytesIO(page.data)).pages)


def test_what_is_shown_is_saved_as_pdf(
    filled: MainWindow, press: Callable[..., None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    filled.show_preview(filled.uid, place=VS)
    target = tmp_path / "form.pdf"
    asked: list[str] = []

    def ask(parent: object, title: str, name: str, kinds: str) -> tuple[str, str]:
        asked.append(Path(name).name)
        return str(target), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    press(Key.Key_S, control=True)
    assert len(asked) == 1
    assert asked[0].startswith("NK-ACT-BC_2020_01-001_vital_signs_")
    assert asked[0].endswith("_screening.pdf")
    assert "163" in PdfReader(target).pages[0].extract_text()
    assert str(target) in filled.foot.accessibleName()
