"""Running logs of any form: rows added, opened, filtered, voided and restored by real keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crf.actions.entering import Entering, new_place
from crf.forms.record import Edit, Place
from crf.reading.totals import COLUMNS
from crf.reading.views import LogColumn, LogRow, LogTable
from crf.text import say
from ui.dialogs.reason import ReasonDialog
from ui.pages.form import FormPage
from ui.pages.subject import Subject
from ui.pages.subject_log import SubjectLog
from ui.shell import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
Key = Qt.Key
Press = Callable[..., None]
Find = Callable[[type[QWidget]], QWidget]


@pytest.fixture
def subject(opened: MainWindow, press: Press) -> MainWindow:
    """The window at the first subject."""
    press(Key.Key_Return)
    return opened


def add(window: MainWindow, text: str, save: bool = True) -> Entering:
    """A row of the deviation log."""
    entering = Entering(window.session, window.uid, new_place(window.session, "LOG", "DV"))
    entering.edit(Edit(0, "DVTERM", text))
    if save:
        entering.save()
    return entering


@pytest.fixture
def log(subject: MainWindow) -> MainWindow:
    """The deviation log with two rows, at the first."""
    for text in ("IL-2 a day late", "Weight not taken"):
        add(subject, text)
    subject.show_subject(subject.uid, "DV")
    return subject


def texts(window: MainWindow) -> list[str]:
    """What the rows say."""
    return [row.cells[1].text for row in window.page.log.list.rows]


def test_each_log_of_the_study_has_a_tab(subject: MainWindow, press: Press) -> None:
    logs = [form.id for form in subject.session.study.forms if form.log]
    assert [tab.id for tab in subject.page.tabs.tabs] == ["visits", "doses", *logs]
    for form in logs:
        if form == "AE":
            continue
        subject.show_subject(subject.uid, form)
        assert subject.page.tabs.current == form
        assert subject.page.log.table.form == form


def test_doses_added_up_stand_whole_in_a_narrow_window(qtbot: QtBot, desk: QApplication) -> None:
    columns = tuple(LogColumn(id, say(f"totals.{id}"), width) for id, width in COLUMNS)
    cells = ("Cyclophosphamide", "1 of 1", "1020 mg", "05-MAR-2026")
    row = LogRow(Place("COND", "CTX"), 1, "complete", 0, cells, "")
    log = SubjectLog()
    qtbot.addWidget(log)
    log.resize(808, 400)
    log.show_table(LogTable("", "Doses", "", "01-001", columns, (row,)), False)
    log.show()
    assert len(log.card.list.heads) == len(log.card.list.rows[0].cells) == len(cells) + 2, "none was saved"
    for number, cell in enumerate(log.card.list.rows[0].cells):
        middle = QPoint(round(log.card.list._column(number).center().x()), 20)
        assert log.card.list.tip_at(middle) == "", f"{cell.text} is cut"


def test_arrows_move_and_enter_opens_the_row(log: MainWindow, press: Press) -> None:
    assert texts(log) == ["IL-2 a day late", "Weight not taken"]
    press(Key.Key_Down)
    place = log.page.log.row.place
    press(Key.Key_Return)
    assert isinstance(log.page, FormPage)
    assert log.page.place == place


def test_escape_leads_from_the_row_back_to_its_log(log: MainWindow, press: Press) -> None:
    press(Key.Key_Return, Key.Key_Escape)
    assert isinstance(log.page, Subject)
    assert log.page.tab == "DV"
    assert log.page.log.list.hasFocus()


def test_ctrl_n_begins_a_row_and_nothing_is_kept_of_it(log: MainWindow, press: Press) -> None:
    press(Key.Key_N, control=True)
    assert isinstance(log.page, FormPage)
    assert log.page.place.form == "DV"
    assert not log.page.entering.saved.started
    press(Key.Key_Escape)
    assert len(texts(log)) == 2


def test_what_was_typed_in_a_new_row_stands_in_the_log_as_a_draft(log: MainWindow, press: Press) -> None:
    add(log, "Only typed", save=False)
    log.page.refresh()
    assert texts(log) == ["IL-2 a day late", "Weight not taken", "Only typed"]
    assert log.page.log.list.rows[2].cells[-2].mark == "draft"
    press(Key.Key_End, Key.Key_Delete)
    assert log.foot.told[0] == say("log.unsaved")
    assert len(texts(log)) == 3


def test_del_asks_why_and_the_row_stays_struck(log: MainWindow, press: Press, dialog: Find) -> None:
    press(Key.Key_Delete)
    asked = dialog(ReasonDialog)
    assert "row 1" in asked.windowTitle()
    press(Key.Key_Return)
    assert asked.isVisible(), "without a reason nothing happens"
    press("2", Key.Key_Return)
    rows = log.page.log.list.rows
    assert [row.struck for row in rows] == [True, False]
    assert log.page.log.row.void == "Source document corrected"
    assert rows[0].cells[0].text == "1", "the number stays"
    assert next(tab.count for tab in log.page.tabs.tabs if tab.id == "DV") == 1


def test_del_on_a_voided_row_brings_it_back(log: MainWindow, press: Press, dialog: Find) -> None:
    press(Key.Key_Delete)
    dialog(ReasonDialog)
    press("2", Key.Key_Return)
    assert log.page.log.void.text() == say("log.restore")
    log.page.log.list.setFocus()
    press(Key.Key_Delete)
    dialog(ReasonDialog)
    press("1", Key.Key_Return)
    assert [row.struck for row in log.page.log.list.rows] == [False, False]
    assert log.page.log.void.text() == say("log.void")


def test_the_buttons_do_what_the_keys_do(log: MainWindow, qtbot: QtBot, dialog: Find) -> None:
    qtbot.mouseClick(log.page.log.void, Qt.MouseButton.LeftButton)
    dialog(ReasonDialog).close()
    qtbot.mouseClick(log.page.log.new, Qt.MouseButton.LeftButton)
    assert isinstance(log.page, FormPage)


def test_an_empty_log_says_what_it_is_for_and_enter_begins_it(subject: MainWindow, press: Press) -> None:
    subject.show_subject(subject.uid, "DV")
    log = subject.page.log
    assert log.empty is not None
    assert log.first.hasFocus()
    press(Key.Key_Return)
    assert isinstance(subject.page, FormPage)
    assert subject.page.place.form == "DV"


def test_rows_are_filtered_by_what_they_say(log: MainWindow, press: Press) -> None:
    log.page.log.find.setFocus()
    press("weight")
    assert texts(log) == ["Weight not taken"]
    press(Key.Key_Down)
    assert log.page.log.list.hasFocus()
    log.page.log.find.setFocus()
    press(Key.Key_Escape)
    assert len(texts(log)) == 2


def test_a_voided_subject_takes_no_row(log: MainWindow, press: Press) -> None:
    from crf.actions.voiding import void_subject

    void_subject(log.session, log.uid, "Enrolled twice")
    log.page.refresh()
    assert not log.page.log.new.isVisible()
    press(Key.Key_N, control=True)
    assert isinstance(log.page, Subject)
    press(Key.Key_Delete)
    assert [row.struck for row in log.page.log.list.rows] == [False, False]


def test_a_confirmed_deviation_stands_in_the_log(subject: MainWindow) -> None:
    from crf.forms.record import Place

    session, uid = subject.session, subject.uid
    consent, signs = (Entering(session, uid, Place("SCR", form)) for form in ("IC", "VS"))
    consent.edit(Edit(0, "RFICDAT", "2026-02-12"))
    consent.save()
    signs.context = session.reader.context(uid, session.now())
    signs.edit(Edit(0, "VSDAT", "2026-02-11"))
    signs.save()
    finding = next(one for one in signs.step.findings if one.level == "deviation")
    signs.confirm(finding, "The nurse began early")
    subject.show_subject(uid, "DV")
    assert len(texts(subject)) == 1
    assert "2026" in texts(subject)[0]
