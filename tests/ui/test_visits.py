"""What can be done to visits on the subject page: skipped and taken back by keys, unscheduled ones, heads that tell."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from attrs import evolve
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from crf.actions.entering import Entering
from crf.forms.record import Edit, Place
from crf.text import say
from tests.ui.samples import subject_page
from ui.dialogs.enrol import EnrolDialog
from ui.dialogs.reason import ReasonDialog
from ui.pages.form import FormPage
from ui.pages.matrix import Matrix
from ui.pages.matrix_paint import HEAD, head_lines, standing, symbols
from ui.pages.subject import Subject
from ui.shell import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
Key = Qt.Key
Press = Callable[..., None]
Find = Callable[[type[QWidget]], QWidget]


def state(window: MainWindow, event: str) -> str:
    """How a visit stands."""
    return next(one.state for one in window.page.page.columns if one.event == event)


@pytest.mark.req("PA-091")
def test_s_skips_the_visit_in_focus_with_a_reason(subject: MainWindow, press: Press, dialog: Find) -> None:
    subject.page.matrix.focus_visit("D4", "")
    assert state(subject, "D4") == "overdue"
    press("s")
    asked = dialog(ReasonDialog)
    assert not asked.act.isEnabled()
    press("Public holiday", Key.Key_Return)
    assert state(subject, "D4") == "skipped"
    assert subject.page.visit.skipped == "Public holiday"
    assert "Public holiday" in subject.page.matrix.accessibleDescription()
    assert subject.page.matrix.place.event == "D4", "one stays at the visit"
    cells = [cell for row in subject.page.page.rows for cell in row.cells if cell and cell.place.event == "D4"]
    assert {cell.status for cell in cells} == {"skipped"}


def test_s_again_takes_it_back(subject: MainWindow, press: Press, dialog: Find) -> None:
    subject.page.matrix.focus_visit("D4", "")
    press("s")
    dialog(ReasonDialog)
    press("Public holiday", Key.Key_Return)
    subject.page.matrix.setFocus()
    press("s")
    assert say("unskip.title", what="Day 4 of 01-001") == dialog(ReasonDialog).windowTitle()
    press("She came after all", Key.Key_Return)
    assert state(subject, "D4") == "overdue"


def test_a_visit_with_answers_is_not_skipped_and_the_footer_says_why(subject: MainWindow, press: Press) -> None:
    subject.page.matrix.focus_visit("SCR", "")
    press("s")
    assert subject.foot.told[0] == say("skip.not_now", visit="Screening")


def test_the_menus_offer_what_can_be_done_now(subject: MainWindow, qtbot: QtBot, press: Press) -> None:
    actions = subject.menus.actions

    def offered() -> tuple[bool, bool, bool]:
        subject._enable()
        return tuple(actions[act].isEnabled() for act in ("skip_visit", "unskip_visit", "new_visit"))

    subject.page.matrix.focus_visit("D15", "")
    assert offered() == (True, False, True)
    subject.page.matrix.focus_visit("SCR", "")
    assert offered() == (False, False, True)
    subject.show_subject(subject.uid, "DV")
    assert offered() == (False, False, False)
    subject.show_calendar()
    assert offered() == (False, False, False)


def test_the_menu_of_a_cell_holds_the_visit(subject: MainWindow, qtbot: QtBot, dialog: Find) -> None:
    page = subject.page
    page.matrix.focus_visit("D15", "")
    page.matrix.asked.emit(page.matrix.cell(page.matrix.spot), QPoint(10, 10))
    menu = next(one for one in page.findChildren(QMenu) if one.isVisible())
    texts = [action.text().split("\t")[0] for action in menu.actions()]
    assert say("cell.skip_visit") in texts
    assert say("cell.unskip_visit") not in texts
    next(action for action in menu.actions() if action.text().startswith(say("cell.skip_visit"))).trigger()
    menu.close()
    assert dialog(ReasonDialog).windowTitle() == say("skip.title", what="Day 15 of 01-001")


def test_u_begins_an_unscheduled_visit(subject: MainWindow, press: Press) -> None:
    before = len(subject.page.page.columns)
    press("u")
    assert isinstance(subject.page, FormPage)
    event, form = next((one.id, one.forms[0]) for one in subject.session.study.events if one.kind == "unscheduled")
    place = subject.page.place
    assert (place.event, place.form) == (event, form)
    assert place.event_key
    press(Key.Key_Escape)
    assert len(subject.page.page.columns) == before, "nothing is kept of it until something is typed"
    entering = Entering(subject.session, subject.uid, place)
    item = next(one.id for one in entering.form.items if one.type == "date" and not one.show)
    entering.edit(Edit(0, item, "2026-03-15"))
    entering.save()
    subject.page.refresh()
    assert len(subject.page.page.columns) == before + 1


def test_an_overdue_visit_says_so_in_a_word(subject: MainWindow) -> None:
    column = next(one for one in subject.page.page.columns if one.event == "D4")
    assert standing(column) == ("overdue", "amber")
    assert standing(evolve(column, state="skipped", skipped="x")) == ("skipped", "muted")
    assert standing(evolve(column, state="not due")) == ("not due", "muted")
    assert standing(evolve(column, state="open")) == ("due", "accent")
    assert standing(evolve(column, state="done", actual="12 MAR")) == ("12 MAR", "text")
    assert standing(evolve(column, state="done", actual="13 MAR", verdict="one day late")) == ("13 MAR", "amber")


def test_the_head_of_a_late_visit_tells_by_how_much(qtbot: QtBot, desk) -> None:
    page = subject_page()
    late = evolve(page.columns[1], verdict="6 days late", actual="12 MAR", state="done")
    matrix = Matrix()
    qtbot.addWidget(matrix)
    matrix.resize(1064, 400)
    matrix.show_page(page)
    plain = matrix.grab().toImage()
    matrix.show_page(evolve(page, columns=(page.columns[0], late, *page.columns[2:])))
    assert matrix.grab().toImage() != plain
    at = QPoint(matrix.layout_now.left(1) + 8, 20)
    assert matrix.head_tip(at).splitlines() == [
        "Conditioning", "Planned 05 MAR", "Window 04–06 MAR", "Actual 12 MAR", "Outside its window: 6 days late",
    ]  # fmt: skip
    assert matrix.head_tip(QPoint(at.x(), HEAD + 30)) == ""
    matrix.focus_visit("DM4", "")
    assert "6 days late" in matrix.accessibleDescription()


def test_a_click_on_a_head_goes_to_its_visit(subject: MainWindow, qtbot: QtBot) -> None:
    matrix = subject.page.matrix
    column = next(n for n, one in enumerate(matrix.columns) if one.event == "D8")
    at = QPoint(matrix.layout_now.left(column) + 10, 30)
    qtbot.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert matrix.place.event == "D8"
    assert isinstance(subject.page, Subject), "a head opens nothing"


def test_cells_of_visits_not_due_any_more_show_nothing_and_can_be_reached(subject: MainWindow, press: Press) -> None:
    entering = Entering(subject.session, subject.uid, Place("SCR", "PLAN"))
    entering.edit(Edit(0, "ENRYN", "N"))
    entering.save("Screen failure")
    subject.page.refresh()
    matrix = subject.page.matrix
    matrix.focus_visit("D1", "")
    cell = matrix.cell(matrix.spot)
    assert (cell.status, symbols(cell)) == ("not due", [])
    assert "not due" in matrix.accessibleName()
    press(Key.Key_Return)
    assert isinstance(subject.page, FormPage), "what was done is never refused"


def test_a_voided_visit_is_restored_from_its_menu(subject: MainWindow, press: Press, dialog: Find) -> None:
    page = subject.page
    page.matrix.focus_visit("SCR", "")
    page.matrix.focus_place(Place("SCR", "PLAN"))
    page.void_visit()
    dialog(ReasonDialog)
    press("1", Key.Key_Return)
    assert page.can("restore_visit")
    assert not page.can("void_visit")
    page.restore_visit()
    dialog(ReasonDialog)
    press("1", Key.Key_Return)
    assert page.can("void_visit")


def test_enrolling_says_under_which_number_she_was_screened_before(
    opened: MainWindow, press: Press, dialog: Find
) -> None:
    press(Key.Key_N, control=True)
    asked = dialog(EnrolDialog)
    assert asked.before.currentText() == say("enrol.first_time")
    press(Key.Key_Tab, Key.Key_Down, Key.Key_Down)
    assert asked.before.currentData() == "01-002"
    asked.accept()
    assert isinstance(opened.page, Subject)
    assert opened.session.file.data(opened.uid).rescreens == "01-002"


def test_the_first_subject_is_asked_for_no_earlier_number(qtbot: QtBot, desk) -> None:
    taken: list[tuple[str, str]] = []
    asked = EnrolDialog(None, "01-001", lambda label, before: taken.append((label, before)) or "u1")
    qtbot.addWidget(asked)
    asked.show()
    assert not asked.before.isVisible()
    asked.accept()
    assert taken == [("01-001", "")]


def test_the_tip_of_a_head_says_how_far_from_its_planned_day_a_visit_was(subject: MainWindow) -> None:
    column = evolve(subject.page.page.columns[0], state="done", verdict="", inside="one day late, inside its window")
    assert head_lines(column)[-1] == "One day late, inside its window"
    assert head_lines(evolve(column, inside="", verdict="2 days late"))[-1] == say("visit.off", verdict="2 days late")
