"""Appointments and stopped visits in the window, by keys and clicks: the subject page, the calendar, the dialog."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from crf.actions.appointments import appoint
from crf.actions.entering import Entering
from crf.forms.appointments import Appointment
from crf.forms.record import Edit, Place
from crf.reading.views import Column
from crf.text import say
from ui.dialogs.appointment import AppointmentDialog
from ui.dialogs.reason import ReasonDialog
from ui.pages.calendar import CalendarPage
from ui.pages.matrix_paint import standing
from ui.pages.subject import Subject
from ui.shell import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
Key = Qt.Key
Press = Callable[..., None]
Find = Callable[[type[QWidget]], QWidget]


def column(window: MainWindow, event: str, at: int = 0) -> Column:
    return [one for one in window.page.page.columns if one.event == event][at]


def agreed(window: MainWindow) -> dict[tuple[str, str], Appointment]:
    return dict(window.session.file.data(window.uid).appointments)


def ask(window: MainWindow, press: Press, dialog: Find, event: str, key: str = "") -> AppointmentDialog:
    """Press A at a visit."""
    window.page.matrix.setFocus()
    window.page.matrix.focus_visit(event, key)
    press("a")
    return dialog(AppointmentDialog)


def retype(press: Press, text: str) -> None:
    press(Key.Key_A, control=True)
    press(text)


def offer(window: MainWindow, text: str) -> QMenu:
    """The menu of the cell in focus; triggers one of its lines."""
    page = window.page
    page.matrix.asked.emit(page.matrix.cell(page.matrix.spot), QPoint(10, 10))
    menu = next(one for one in page.findChildren(QMenu) if one.isVisible())
    next(action for action in menu.actions() if action.text().startswith(text)).trigger()
    menu.close()
    return menu


@pytest.mark.req("PA-085")
def test_a_agrees_an_appointment_beside_the_plan(subject: MainWindow, press: Press, dialog: Find) -> None:
    before = column(subject, "D15")
    asked = ask(subject, press, dialog, "D15")
    assert asked.windowTitle() == "Appointment of 01-001: Day 15"
    assert not asked.act.isEnabled()
    press("24.3.26", Key.Key_Tab, "1030", Key.Key_Tab, Key.Key_Down, Key.Key_Tab, "fasting", Key.Key_Return)
    assert agreed(subject) == {("D15", ""): Appointment(date(2026, 3, 24), time(10, 30), "CONFIRMED", "fasting")}
    after = column(subject, "D15")
    assert (after.planned, after.window) == (before.planned, before.window) == ("23 MAR", "21–25 MAR")
    assert standing(after) == ("24 MAR", "accent")
    assert "Appointment Tue 24 MAR 10:30, confirmed" in subject.page.matrix.accessibleDescription()
    assert subject.foot.told[0] == say("appointment.agreed")
    assert subject.page.matrix.place.event == "D15", "one stays at the visit"


@pytest.mark.req("PA-085")
def test_outside_the_window_is_said_while_one_types_and_is_taken(
    subject: MainWindow, press: Press, dialog: Find
) -> None:
    asked = ask(subject, press, dialog, "D15")
    press("26-MAR-2026")
    assert asked.soft.isVisible()
    assert asked.soft.text() == "One day after the window of Day 15."
    retype(press, "25-MAR-2026")
    assert not asked.soft.isVisible()
    retype(press, "26-MAR-2026")
    press(Key.Key_Return)
    assert column(subject, "D15").agreed_off == "One day after the window of Day 15."
    assert "One day after the window" in subject.page.matrix.accessibleDescription()


def test_what_can_be_no_day_is_refused_in_the_dialog(subject: MainWindow, press: Press, dialog: Find) -> None:
    asked = ask(subject, press, dialog, "D15")
    press("31-FEB-2026", Key.Key_Return)
    assert asked.isVisible()
    assert "FEB" in asked.trouble.text()
    press(Key.Key_Escape)
    assert agreed(subject) == {}


@pytest.mark.req("PA-085")
def test_a_change_asks_why_and_removing_leaves_the_data(
    subject: MainWindow, press: Press, dialog: Find, qtbot: QtBot
) -> None:
    before = subject.session.file.data(subject.uid)
    appoint(subject.session, subject.uid, ("D15", ""), Appointment(date(2026, 3, 24), time(10, 30)))
    subject.page.refresh()
    asked = ask(subject, press, dialog, "D15")
    assert (asked.day.text(), asked.time.text(), asked.standing.currentText()) == ("24-MAR-2026", "10:30", "agreed")
    assert not asked.act.isEnabled()
    asked.standing.setFocus()
    press(Key.Key_Down, Key.Key_Down)
    asked.reason.setFocus()
    press("She is ill", Key.Key_Return)
    assert column(subject, "D15").agreed == "Tue 24 MAR 10:30, cancelled"
    asked = ask(subject, press, dialog, "D15")
    assert not asked.remove.isEnabled()
    asked.reason.setFocus()
    press("Agreed by mistake")
    qtbot.mouseClick(asked.remove, Qt.MouseButton.LeftButton)
    assert subject.session.file.data(subject.uid) == before
    assert column(subject, "D15").agreed == ""
    assert subject.foot.told[0] == say("appointment.removed")


@pytest.fixture
def three(subject: MainWindow) -> MainWindow:
    """Three appointments a week apart."""
    for visit, day in ((("D15", ""), 23), (("CYCLE", "1"), 30)):
        appoint(subject.session, subject.uid, visit, Appointment(date(2026, 3, day), time(9)))
    appoint(subject.session, subject.uid, ("CYCLE", "2"), Appointment(date(2026, 4, 20)))
    subject.page.refresh()
    return subject


@pytest.mark.req("PA-086")
@pytest.mark.parametrize(
    ("keys", "days"), [((), (24, 30, 20)), ((Key.Key_Down,), (24, 31, 21))], ids=["this one", "all later"]
)
def test_moving_takes_this_one_or_all_later_ones(
    three: MainWindow, press: Press, dialog: Find, keys: tuple[Qt.Key, ...], days: tuple[int, ...]
) -> None:
    asked = ask(three, press, dialog, "D15")
    assert not asked.which.isVisible()
    press("24-MAR-2026")
    assert asked.which.isVisible()
    assert asked.which.texts[1] == "Move all 2 later ones too: C2, C3"
    asked.which.setFocus()
    press(*keys, Key.Key_Tab, "Clinic is full", Key.Key_Return)
    assert [one.day.day for one in agreed(three).values()] == list(days)
    told = "3 appointments are moved." if keys else say("appointment.moved")
    assert three.foot.told[0] == told


def test_the_menu_agrees_one_outside_the_schedule(subject: MainWindow, press: Press, dialog: Find) -> None:
    columns = len(subject.page.page.columns)
    subject.page.matrix.focus_visit("D15", "")
    offer(subject, say("cell.appoint_outside"))
    dialog(AppointmentDialog)
    press("18-MAR-2026", Key.Key_Return)
    assert len(subject.page.page.columns) == columns + 1
    shown = column(subject, "UNS")
    assert (shown.planned, standing(shown)) == ("–", ("18 MAR", "accent"))


@pytest.fixture
def calendar(three: MainWindow, press: Press) -> CalendarPage:
    """The calendar with those appointments."""
    press(Key.Key_2, control=True)
    assert isinstance(three.page, CalendarPage)
    return three.page


def cells(page: CalendarPage, event: str) -> list[str]:
    return next([cell.text for cell in row.cells] for row in page.list.rows if row.id[1] == event)


@pytest.mark.req("PA-085")
def test_the_calendar_shows_appointments_beside_the_plan(calendar: CalendarPage) -> None:
    found = cells(calendar, "D15")
    assert found[3:6] == ["Mon 23 MAR", "21–25 MAR", "Mon 23 MAR 09:00, agreed"]


@pytest.mark.req("PA-086")
def test_moving_all_later_ones_in_the_calendar(calendar: CalendarPage, press: Press, dialog: Find) -> None:
    calendar.list.choose(next(row.id for row in calendar.list.rows if row.id[1] == "D15"))
    press(Key.Key_D, control=True)
    asked = dialog(AppointmentDialog)
    press("26-MAR-2026")
    asked.which.setFocus()
    press("2", Key.Key_Tab, "Clinic is full", Key.Key_Return)
    found = cells(calendar, "D15")
    assert found[3:6] == ["Mon 23 MAR", "21–25 MAR", "Thu 26 MAR 09:00, agreed"]
    row = next(row for row in calendar.list.rows if row.id[1] == "D15")
    assert row.cells[5].mark == "finding"
    assert "One day after the window of Day 15." in row.tip
    assert cells(calendar, "CYCLE")[5] == "Thu 02 APR 09:00, agreed"
    assert calendar.list.row.id[1] == "D15", "the row stays in focus"


def test_the_menu_of_a_row_holds_the_appointment(calendar: CalendarPage, dialog: Find) -> None:
    calendar.list.asked.emit(calendar.list.row.id, QPoint(5, 5))
    menu = next(one for one in calendar.findChildren(QMenu) if one.isVisible())
    menu.actions()[0].trigger()
    menu.close()
    assert dialog(AppointmentDialog).isVisible()


def test_the_menu_of_a_row_leads_to_the_visit(calendar: CalendarPage, three: MainWindow) -> None:
    calendar.list.asked.emit(calendar.list.row.id, QPoint(5, 5))
    menu = next(one for one in calendar.findChildren(QMenu) if one.isVisible())
    menu.actions()[1].trigger()
    menu.close()
    assert isinstance(three.page, Subject)


@pytest.fixture
def half(subject: MainWindow) -> MainWindow:
    """Day 8 with a weight and nothing else."""
    entering = Entering(subject.session, subject.uid, Place("D8", "VS"))
    for item, raw in (("VSDAT", "2026-03-16"), ("WEIGHT", "60")):
        entering.edit(Edit(0, item, raw))
    entering.save()
    subject.page.refresh()
    return subject


@pytest.mark.req("PA-092")
def test_a_half_entered_visit_is_stopped_and_taken_back(half: MainWindow, press: Press, dialog: Find) -> None:
    half.page.matrix.focus_visit("D8", "")
    cell = half.page.matrix.cell
    assert cell(half.page.matrix.spot).status in ("not started", "incomplete")
    offer(half, say("cell.stop_visit"))
    assert dialog(ReasonDialog).windowTitle() == say("stop.title", what="Day 8 of 01-001")
    press("She left the ward", Key.Key_Return)
    assert column(half, "D8").stopped == "She left the ward"
    shown = [one for row in half.page.page.rows for one in row.cells if one and one.place.event == "D8"]
    assert {one.status for one in shown} == {"stopped"}
    half.page.matrix.focus_visit("D8", "")
    assert "Stopped: She left the ward" in half.page.matrix.accessibleDescription()
    assert not half.page.can("stop_visit")
    offer(half, say("cell.resume_visit"))
    dialog(ReasonDialog)
    press("She came back", Key.Key_Return)
    assert column(half, "D8").stopped == ""
    assert half.page.can("stop_visit")


@pytest.mark.req("PA-092")
def test_a_form_of_a_stopped_visit_asks_for_nothing_more(half: MainWindow, press: Press, dialog: Find) -> None:
    opens = say("form.foot.opens", count="").strip()

    def seen() -> tuple[bool, bool]:
        """Whether the footer counts open questions, and whether a field says that it is open or required."""
        half.show_form(half.uid, Place("D8", "VS"))
        page = half.page
        words = {word for block in page.sheet.blocks for cell in block.cells for word, _ in cell.muted()}
        asks = bool(words & {say("form.missing.open"), say("form.required")})
        return any(opens in text for _, text, _ in page.footer_states()), asks

    assert seen() == (True, True)
    press(Key.Key_Escape)
    half.page.matrix.focus_visit("D8", "")
    offer(half, say("cell.stop_visit"))
    dialog(ReasonDialog)
    press("She left the ward", Key.Key_Return)
    assert seen() == (False, False)


def test_a_visit_without_anything_is_not_stopped(subject: MainWindow) -> None:
    subject.page.matrix.focus_visit("D15", "")
    assert not subject.page.can("stop_visit")
    assert not subject.page.can("resume_visit")


def test_nothing_can_be_agreed_in_a_file_that_is_only_read(
    subject: MainWindow, monkeypatch: pytest.MonkeyPatch, press: Press
) -> None:
    monkeypatch.setattr(type(subject.session), "read_only", True)
    subject.page.matrix.focus_visit("D15", "")
    press("a")
    press(Key.Key_2, control=True)
    assert "appoint" in subject.page.refuses
    subject.page.appoint()
    assert agreed(subject) == {}
