"""Reporting in the real window: the bar's reminder, the keys of event and report, what is refused and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from crf.actions.enrol import enrol
from crf.actions.session import Person, Session, identify, new_casebook
from crf.forms.record import Edit, Place
from crf.text import say
from tests.crf.actions.conftest import Clock
from tests.crf.actions.serious import AE, EVENT, enter, reported
from ui import casebooks
from ui.dialogs.sent import SentDialog
from ui.pages.calendar import CalendarPage
from ui.pages.events import EventsPage
from ui.pages.form import FormPage
from ui.pages.preview import Preview
from ui.shell import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window

Key = Qt.Key
HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def clock() -> Clock:
    """An hour after the event."""
    return Clock(datetime(2026, 3, 16, 9, 0, tzinfo=UTC))


@pytest.fixture
def session(tmp_path: Path, clock: Clock) -> Session:
    """A casebook with two subjects; the first has a serious event and a fever."""
    made = new_casebook(
        tmp_path / "a.casebook", "NK-ACT-BC_2020", "01", Person("B. Sample", "coordinator"), clock=clock
    )
    for number in ("01-001", "01-002"):
        enrol(made, number)
    uid = made.reader.subjects()[0].uid
    enter(made, uid, AE, **EVENT)
    enter(made, uid, Place("LOG", "AE", "", "e2"), **{**EVENT, "AETERM": "fever", "AESER": "N"})
    return made


@pytest.fixture
def uid(session: Session) -> str:
    return session.reader.subjects()[0].uid


@pytest.fixture
def shell(window: MainWindow, session: Session) -> MainWindow:
    """The window with that casebook open, at its subjects."""
    casebooks.begin(window, session)
    window.show_subjects()
    return window


def press(bot, key: Qt.Key, held: Qt.KeyboardModifier = HELD) -> None:
    window = next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
    if QApplication.activeWindow() is None:
        window.activateWindow()
        bot.waitUntil(window.isActiveWindow)
    bot.keyClick(QApplication.focusWidget() or window.page, key, held)


def told(shell: MainWindow) -> str:
    return shell.foot.told[0] if shell.foot.told else ""


def test_the_bar_reminds_of_the_report_due_first(shell, session, uid, clock, qtbot):
    pill = shell.bar.clock
    assert (pill.isVisible(), pill.text()) == (True, "SAE 01-001 · 24 h left")
    assert "not entered: counted from the first entry" in pill.accessibleName()
    second = session.reader.subjects()[1].uid
    clock.at += timedelta(hours=1)
    enter(session, second, AE, **EVENT)
    shell.tick()
    assert pill.text() == "SAE 01-001 · 23 h left  +1"
    assert pill.accessibleName().endswith("and 1 more")
    shell.resize(1024, 640)
    assert pill.text() == "SAE 23 h left  +1"
    assert pill.x() >= shell.bar.search.geometry().right()
    assert pill.geometry().right() <= shell.bar.person.x()
    shell.resize(1280, 800)
    qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
    assert (shell.page.place, shell.page.sheet.current) == (AE, (0, "AESER"))


def test_it_is_red_only_when_overdue(shell, clock, qtbot):
    pill = shell.bar.clock
    clock.at += timedelta(hours=24)
    shell.tick()
    assert (pill.text(), pill.lines[0].overdue) == ("SAE 01-001 · 0 min left", False)
    calm = pill.grab().toImage()
    clock.at += timedelta(minutes=1)
    shell.tick()
    assert (pill.text(), pill.lines[0].overdue) == ("SAE 01-001 · 1 min overdue", True)
    assert pill.grab().toImage() != calm
    assert shell.ticking.isActive()


def test_without_a_report_to_send_nothing_shows(shell, session, uid, qtbot):
    enter(session, uid, AE, "it was not", AESER="N")
    shell.tick()
    assert not shell.bar.clock.isVisible()
    press(qtbot, Key.Key_T)
    assert told(shell) == "No report is waiting to be sent."
    shell.show_start()
    assert not shell.ticking.isActive()
    shell.tick()


def test_lists_show_the_clock_and_lead_to_it(shell, session, uid, clock, qtbot):
    assert shell.page.table.rows[0].line.clock == "SAE, 24 h left"
    shell.show_calendar()
    page = shell.page
    assert isinstance(page, CalendarPage)
    assert page.list.rows[0].cells[-1].text == "24 h left"
    page.appoint()
    clock.at += timedelta(minutes=30)
    shell.tick()
    assert page.list.rows[0].cells[-1].text == "23 h 30 min left"
    page.search.setText("nobody")
    assert not page.list.rows
    page.search.clear()
    page.open_row(page.list.rows[0].id)
    assert shell.page.place == AE
    shell.show_subject(uid)
    told_there = shell.page.page.attention
    assert (told_there.lead, told_there.kind) == ("SAE report, 23 h 30 min left", "amber")


def test_from_the_log_a_serious_event_is_reported_and_another_is_refused(shell, session, uid, clock, qtbot):
    shell.show_events(uid)
    log = shell.page
    assert isinstance(log, EventsPage)
    assert [(row.clock, row.overdue) for row in log.log.rows] == [("SAE, 24 h left", False), ("", False)]
    clock.at += timedelta(hours=1)
    shell.tick()
    assert log.log.rows[0].clock == "SAE, 23 h left"
    log.table.choose(1)
    press(qtbot, Key.Key_S)
    assert told(shell).startswith("The event is neither serious")
    assert shell.page is log
    log.table.choose(0)
    press(qtbot, Key.Key_S)
    assert isinstance(shell.page, FormPage)
    assert shell.page.place.form == "SAE"
    assert shell.page.band is None
    shell.show_events(None)
    shell.page.table.setCurrentIndex(shell.page.table.events.index(-1, -1))
    shell.page.report_event()
    assert told(shell) == say("events.needs_subject")


def test_the_clock_of_a_report_stands_at_its_event(shell, session, uid):
    reported(session, uid)
    shell.show_events(uid)
    assert shell.page.log.rows[0].clock.startswith("SAE, ")


def test_an_event_with_unsaved_answers_is_saved_first(shell, uid, qtbot):
    shell.show_form(uid, AE)
    shell.page.edit(Edit(0, "AETRTXT", "two units"))
    press(qtbot, Key.Key_S)
    assert told(shell).startswith("What was typed in the event isn't saved.")
    assert shell.page.place == AE


def test_other_forms_say_where_the_acts_belong(shell, session, uid, qtbot):
    shell.show_form(uid, Place("SCR", "VS"))
    page = shell.page
    assert set(page.refuses) >= {"report_event", "mark_sent", "draft_narrative", "print_cioms"}
    for key, words in (
        (Key.Key_S, "from its line in the event log"), (Key.Key_M, "no report that is sent"),
        (Key.Key_D, "drafted in a report"), (Key.Key_P, "printed from a report"),
    ):  # fmt: skip
        press(qtbot, key)
        assert words in told(shell)
        assert shell.page is page
    assert page.reporting_entries() == []


def test_a_report_not_saved_is_not_printed_and_a_loose_one_has_no_event(shell, uid, qtbot):
    shell.show_form(uid, Place("LOG", "SAE", "", "new"))
    press(qtbot, Key.Key_P)
    assert "isn't saved" in told(shell)
    press(qtbot, Key.Key_S)
    assert "isn't tied to an event" in told(shell)
    assert [entry[2] for entry in shell.page.reporting_entries()] == [
        "Ctrl+Shift+S", "Ctrl+Shift+M", "Ctrl+Shift+D", "Ctrl+Shift+P",
    ]  # fmt: skip
    shell.page.mark_sent()
    assert "saved with it" in texts_of(dialog(qtbot))


def dialog(qtbot) -> SentDialog:
    def standing() -> list[SentDialog]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, SentDialog) and one.isVisible()]

    qtbot.waitUntil(lambda: bool(standing()))
    return standing()[0]


def texts_of(widget) -> str:
    return " ".join(part.text() for part in widget.findChildren(QLabel))


def test_what_cant_be_a_time_is_said_in_the_dialog(shell, session, uid, clock, qtbot):
    report = reported(session, uid)
    shell.show_form(uid, report.place)
    shell.page.mark_sent()
    asked = dialog(qtbot)
    assert asked.late.isHidden()
    asked.to.setText("safety desk")
    for day, time, words in (("31.2.2026", "10:00", "31.2.2026"), ("16.3.2026", "25:00", "25:00"),
                             ("17.3.2026", "10:00", "lies ahead")):  # fmt: skip
        asked.day.setText(day)
        asked.time.setText(time)
        asked.accept()
        assert words in texts_of(asked)
        assert asked.isVisible()
    asked.day.setText("16.3.2026")
    asked.time.setText("09:45")
    asked.how.setCurrentIndex(2)
    asked.accept()
    assert told(shell).startswith("Marked as sent")
    assert shell.page.entering.saved.answer("SENTHOW").value == "FAX"
    assert shell.page.entering.saved.answer("REPTIM").value == "09:45"


def test_a_monitor_reads_and_drafts_nothing(shell, session, uid, qtbot):
    report = reported(session, uid)
    identify(session, "M. Onitor", "monitor")
    shell.show_form(uid, report.place)
    press(qtbot, Key.Key_D)
    assert "drafted in a report" in told(shell)
    press(qtbot, Key.Key_M)
    assert "was not marked as sent" in told(shell)
    shell.show_form(uid, AE)
    press(qtbot, Key.Key_S)
    assert shell.page.place == AE
    assert told(shell)


def test_the_preview_shows_the_form_and_other_prints_again(shell, session, uid, tmp_path, qtbot):
    report = reported(session, uid)
    shell.show_form(uid, report.place)
    shell.page.print_cioms()
    page = shell.page
    assert isinstance(page, Preview)
    assert page.what.currentText() == "01-001 · CIOMS I form"
    assert page.document.pageCount() == 1
    page.what.setCurrentIndex(1)
    page._choose(1)
    assert not page.cioms
    assert page.document.pageCount() > 1
    shell.back()
    assert shiboken6.isValid(shell.page)
