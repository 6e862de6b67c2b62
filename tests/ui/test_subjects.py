"""The list of subjects by keys and clicks: searching while typing, enrolling, opening."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crf.actions import voiding
from tests.ui.samples import line, subject_lines
from ui.dialogs.enrol import EnrolDialog
from ui.pages.subject import Subject
from ui.pages.subjects import Subjects
from ui.shell import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
Key = Qt.Key
Find = Callable[[type[QWidget]], QWidget]


def labels(page: Subjects) -> list[str]:
    return [row.line.label for row in page.table.rows]


def test_enter_opens_the_subject_in_focus(opened: MainWindow, press: Callable[..., None]) -> None:
    assert labels(opened.page) == ["01-001", "01-002"]
    press(Key.Key_Down, Key.Key_Return)
    assert isinstance(opened.page, Subject)
    assert opened.page.title == "01-002"


def test_a_click_opens_a_subject(opened: MainWindow, qtbot: QtBot) -> None:
    table = opened.page.table
    qtbot.mouseClick(table, Qt.MouseButton.LeftButton, pos=table.rect_of(1).center().toPoint())
    assert opened.page.title == "01-002"


def test_typing_anywhere_on_the_page_searches(opened: MainWindow, press: Callable[..., None]) -> None:
    press("-002")
    page = opened.page
    assert page.search.hasFocus()
    assert labels(page) == ["01-002"]
    assert "1 of 2" in page.count.text()
    press(Key.Key_Return)
    assert opened.page.title == "01-002"


def test_a_search_that_finds_nothing_says_so_and_escape_ends_it(opened: MainWindow, press: Callable[..., None]) -> None:
    press("zzz")
    page = opened.page
    assert labels(page) == []
    assert page.nothing.isVisible()
    assert "Esc" in page.nothing.text()
    press(Key.Key_Escape)
    assert labels(page) == ["01-001", "01-002"]
    assert not page.nothing.isVisible()


def test_words_in_any_order_and_the_phase_narrow_the_list(opened: MainWindow, press: Callable[..., None]) -> None:
    page = opened.page
    page.show_lines(subject_lines())
    press("woman screen")
    assert labels(page) == ["01-002", "01-003"]
    page.phase.setFocus()
    press("Screening")
    assert page.phase.currentText() == "Screening"
    assert labels(page) == ["01-002"]


def test_enrolling_proposes_the_next_number(
    opened: MainWindow, press: Callable[..., None], dialog: Find, qtbot: QtBot
) -> None:
    press(Key.Key_N, control=True)
    asked: EnrolDialog = dialog(EnrolDialog)
    assert asked.number.text() == "01-003"
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(opened.page, Subject))
    assert opened.page.title == "01-003"
    press(Key.Key_1, control=True)
    assert labels(opened.page) == ["01-001", "01-002", "01-003"]


@pytest.mark.parametrize("number", ["01-001", "sixteen"])
def test_a_number_that_cannot_be_used_is_refused_in_the_dialog(
    opened: MainWindow, press: Callable[..., None], dialog: Find, number: str
) -> None:
    press(Key.Key_N, control=True)
    asked: EnrolDialog = dialog(EnrolDialog)
    press(number, Key.Key_Return)
    assert asked.isVisible()
    assert number in asked.trouble.text()
    press(Key.Key_Backspace)
    assert not asked.trouble.isVisible()
    press(Key.Key_Escape)
    assert labels(opened.page) == ["01-001", "01-002"]


def test_an_empty_list_says_what_it_is_for_and_its_key(
    opened: MainWindow, press: Callable[..., None], dialog: Find, qtbot: QtBot
) -> None:
    page = opened.page
    page.show_lines([])
    page.enter()
    assert page.empty.isVisible()
    assert not page.table.isVisible()
    press(Key.Key_N, control=True)
    dialog(EnrolDialog)


def test_a_voided_subject_stays_in_the_list_with_its_reason(opened: MainWindow) -> None:
    page = opened.page
    voiding.void_subject(opened.session, page.all[0].uid, "enrolled twice")
    page.refresh()
    assert labels(page) == ["01-001", "01-002"]
    assert page.table.rows[0].line.voided == "enrolled twice"
    assert "enrolled twice" in page.table.accessibleName()


def test_the_focus_stays_on_the_same_subject_when_the_list_changes(
    opened: MainWindow, press: Callable[..., None]
) -> None:
    page = opened.page
    press(Key.Key_Down)
    held = page.table.row.id
    before = line("new", "00-001", "Screening", "", "–", "", 0, 0, 0, "")
    page.show_lines([before, *page.all])
    assert page.table.row.id == held


def test_many_subjects_scroll_to_the_one_in_focus(opened: MainWindow, press: Callable[..., None], qtbot: QtBot) -> None:
    page = opened.page
    page.show_lines([line(str(n), f"01-{n:03}", "Screening", "", "–", "", 0, 0, 0, "") for n in range(60)])
    qtbot.waitUntil(lambda: page.card.scroll.verticalScrollBar().maximum() > 0)
    page.table.setFocus()
    press(Key.Key_End)
    last = page.table.rect_of(59).center().toPoint()
    seen = page.card.scroll.viewport().rect()
    assert seen.contains(page.table.mapTo(page.card.scroll.viewport(), last))
    assert page.card.scroll.horizontalScrollBar().maximum() == 0
    head = page.card.heads.mapTo(page, page.card.heads.rect().center())
    assert page.childAt(head) is page.card.heads, "the heads stay while the rows scroll"


def test_text_that_a_column_cuts_stands_in_full_in_a_tip(opened: MainWindow) -> None:
    visit = "A visit whose name is far longer than its column is wide, tomorrow"
    opened.page.show_lines([line("one", "01-001", "Screening", "", visit, "", 0, 0, 0, "")])
    table = opened.page.table
    middle = table.rect_of(0).center().toPoint().y()
    over = {table.tip_at(QPoint(x, middle)) for x in range(0, table.width(), 20)}
    assert over == {visit, ""}


def test_escape_goes_back_to_where_one_came_from(opened: MainWindow, press: Callable[..., None]) -> None:
    press(Key.Key_Return)
    assert isinstance(opened.page, Subject)
    press(Key.Key_1, control=True)
    assert isinstance(opened.page, Subjects)
    press(Key.Key_Escape)
    assert isinstance(opened.page, Subject)
