"""The subject page by keys and clicks: tabs and logs, findings, voiding, renaming, its head."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from crf.forms.record import Edit, Place
from crf.reading.views import Clock
from crf.text import say
from tests.ui.samples import subject_page
from ui import theme
from ui.dialogs.enrol import RenameDialog
from ui.dialogs.reason import ReasonDialog
from ui.pages.form import FormPage
from ui.pages.subject import Subject
from ui.pages.subject_head import MORE, HeadBand, Tabs
from ui.shell import MainWindow
from ui.widgets import width_of

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
Key = Qt.Key
Find = Callable[[type[QWidget]], QWidget]


@pytest.fixture
def subject(opened: MainWindow, press: Callable[..., None]) -> MainWindow:
    """The window at the page of 01-001."""
    press(Key.Key_Return)
    assert isinstance(opened.page, Subject)
    return opened


def test_a_form_opens_from_the_page_and_back_leads_to_its_cell(subject: MainWindow, press: Callable[..., None]) -> None:
    press(Key.Key_Down)
    place = subject.page.matrix.place
    press(Key.Key_Return)
    assert isinstance(subject.page, FormPage)
    assert subject.page.place == place
    press(Key.Key_Escape)
    assert isinstance(subject.page, Subject)
    assert subject.page.matrix.place == place
    assert subject.page.matrix.hasFocus()


def test_the_tab_of_a_log_leads_to_its_page(subject: MainWindow, qtbot: QtBot) -> None:
    tabs = subject.page.tabs
    assert [tab.id for tab in tabs.tabs][:3] == ["visits", "doses", "AE"]
    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.rect_of("AE").center().toPoint())
    assert type(subject.page).__name__ == "EventsPage"
    assert subject.page.uid == subject.uid


def pick_folded(tabs: Tabs, name: str, qtbot: QtBot) -> None:
    """Click the tab that holds the folded ones, then one of its menu."""
    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.rect_of(MORE).center().toPoint())
    choose(tabs, name)


def choose(tabs: Tabs, name: str) -> None:
    """Trigger an entry of the menu that is open."""
    menu = next(menu for menu in tabs.findChildren(QMenu) if menu.isVisible())
    next(action for action in menu.actions() if action.text() == name).trigger()
    menu.close()


def test_empty_logs_are_folded_so_that_the_tabs_stand_in_one_line(subject: MainWindow, qtbot: QtBot) -> None:
    tabs = subject.page.tabs
    assert tabs.height() == theme.FOOTER
    assert tabs.shown[-1].text == "More logs"
    assert all(tab.empty for tab in tabs.folded)
    assert [*(tab.id for tab in tabs.shown[:-1]), *(tab.id for tab in tabs.folded)] == [tab.id for tab in tabs.tabs]
    last = tabs.folded[-1]
    pick_folded(tabs, last.text, qtbot)
    assert tabs.current == last.id
    assert tabs.shown[-2].id == last.id
    assert tabs.height() == theme.FOOTER


def test_the_folded_logs_are_reached_by_keys(subject: MainWindow, qtbot: QtBot) -> None:
    tabs = subject.page.tabs
    tabs.setFocus()
    first = tabs.folded[0]
    qtbot.keyClick(tabs, Qt.Key.Key_Down)
    choose(tabs, first.text)
    assert subject.page.log.table.form == first.id
    before = tabs.folded[0]
    qtbot.keyClick(tabs, Qt.Key.Key_Right)
    choose(tabs, before.text)
    assert subject.page.log.table.form == before.id


def test_a_wide_window_folds_nothing(subject: MainWindow) -> None:
    tabs = subject.page.tabs
    subject.resize(2400, 900)
    assert tabs.shown == tabs.tabs
    assert tabs.folded == ()


def test_any_other_log_stands_on_the_page_itself(subject: MainWindow, press: Callable[..., None], qtbot: QtBot) -> None:
    page = subject.page
    pick_folded(page.tabs, "Deviations", qtbot)
    assert subject.page is page
    assert page.log.isVisible()
    assert not page.matrix.isVisible()
    assert page.log.empty is not None
    press(Key.Key_N, control=True)
    place = subject.page.place
    assert place.form == "DV"
    subject.page.entering.edit(Edit(0, "DVTERM", "IL-2 a day late"))
    subject.page.entering.save()
    subject.show_subject(subject.uid, "DV")
    rows = page.log.list
    assert rows.hasFocus()
    assert rows.rows[0].cells[1].text == "IL-2 a day late"
    assert rows.accessibleName().startswith("1, IL-2 a day late")
    press(Key.Key_Return)
    assert subject.page.place == place


def test_a_voided_row_of_a_log_stays_struck_with_its_reason(subject: MainWindow, press: Callable[..., None]) -> None:
    from crf.actions.entering import Entering, new_place
    from crf.actions.voiding import void_form

    place = new_place(subject.session, "LOG", "DV")
    entering = Entering(subject.session, subject.uid, place)
    entering.edit(Edit(0, "DVTERM", "typed for another"))
    entering.save()
    void_form(subject.session, subject.uid, place, "wrong subject")
    subject.show_subject(subject.uid, "DV")
    assert subject.page.log.row.void == "wrong subject"
    assert subject.page.log.list.rows[0].struck
    assert subject.page.log.list.accessibleName().endswith("wrong subject")
    press(Key.Key_End)
    assert subject.page.log.list.current == 0


def test_an_open_finding_is_told_and_f8_leads_to_it(subject: MainWindow, press: Callable[..., None]) -> None:
    from crf.actions.entering import Entering

    uid, place = subject.uid, Place("SCR", "VS")
    entering = Entering(subject.session, uid, place)
    entering.edit(Edit(0, "HEIGHT", "300"))
    assert entering.save().findings
    subject.page.refresh()
    assert subject.page.found.isVisible()
    assert subject.page.band.isVisible()
    press(Key.Key_F8)
    assert isinstance(subject.page, FormPage)
    assert subject.page.place == place


def test_voiding_a_subject_asks_why_and_can_be_taken_back(
    subject: MainWindow, press: Callable[..., None], dialog: Find
) -> None:
    assert not subject.menus.actions["restore_subject"].isEnabled()
    subject.menus.actions["void_subject"].trigger()
    asked: ReasonDialog = dialog(ReasonDialog)
    assert not asked.act.isEnabled()
    assert asked.choices.current == -1  # nothing is chosen beforehand
    press(Key.Key_Return)
    assert asked.isVisible()
    press("2", Key.Key_Tab, "enrolled twice", Key.Key_Return)
    page = subject.page.page
    assert page.voided.endswith(": enrolled twice")
    assert subject.page.band.isVisible()
    subject.page.band.link.setFocus()
    press(Key.Key_Return)
    dialog(ReasonDialog)
    press("1", Key.Key_Return)
    assert subject.page.page.voided == ""


def test_a_number_is_changed_with_a_reason(subject: MainWindow, press: Callable[..., None], dialog: Find) -> None:
    subject.menus.actions["rename_subject"].trigger()
    asked: RenameDialog = dialog(RenameDialog)
    press("01-009")
    assert not asked.act.isEnabled()  # a reason is missing
    press(Key.Key_Tab, "1", Key.Key_Return)
    assert subject.page.page.label == "01-009"
    assert subject.page.head.accessibleName().startswith("01-009")


def test_a_visit_is_voided_from_its_cell(subject: MainWindow, press: Callable[..., None], dialog: Find) -> None:
    from crf.actions.entering import Entering

    page = subject.page
    entering = Entering(subject.session, subject.uid, Place("SCR", "VS"))
    entering.edit(Edit(0, "HEIGHT", "163"))
    entering.save()
    page.refresh()
    page.matrix.focus_place(Place("SCR", "VS"))
    assert page.matrix.cell(page.matrix.spot).status == "incomplete"
    page.void_visit()
    dialog(ReasonDialog)
    press("1", Key.Key_Return)
    assert page.matrix.cell(page.matrix.spot).status == "voided"


def test_the_tab_of_doses_says_what_it_is_for(subject: MainWindow, qtbot: QtBot) -> None:
    tabs = subject.page.tabs
    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.rect_of("doses").center().toPoint())
    assert subject.page.tab == "doses"
    assert subject.page.log.table.name == say("totals.name")
    assert not subject.page.can_add


@pytest.mark.parametrize("wide", [1112, 856])
def test_the_head_holds_its_clock_whole_at_any_width(
    qtbot: QtBot, desk: QApplication, monkeypatch: pytest.MonkeyPatch, wide: int
) -> None:
    """At 1280 px the clock stands beside the facts, at 1024 px under them: nothing of it is cut."""
    said: dict[str, float] = {}
    say_it = HeadBand._say

    def heard(
        band: HeadBand, painter: QPainter, x: float, y: int, high: int, text: str, *how: Any, **strike: bool
    ) -> None:
        said[text] = x + width_of(text, how[0], how[1])
        say_it(band, painter, x, y, high, text, *how, **strike)

    monkeypatch.setattr(HeadBand, "_say", heard)
    band = HeadBand()
    qtbot.addWidget(band)
    band.resize(wide, HeadBand.HEIGHT)
    page = subject_page()
    clock = Clock(
        "TLT period, 28 days from NK infusion", 7, 28, "day 7 of 28", "10 MAR – 06 APR 2026 · next patient from 07 APR"
    )
    band.show_page(evolve(page, clock=clock))
    band.grab()
    assert {clock.caption, clock.text, clock.note} <= said.keys()
    assert max(said.values()) <= wide - 8
    assert band.height() == HeadBand.HEIGHT + (HeadBand.LINE if wide < 1000 else 0)
    band.show_page(evolve(page, clock=None))
    assert band.height() == HeadBand.HEIGHT
