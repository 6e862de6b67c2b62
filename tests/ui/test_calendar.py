"""The calendar: four groups over all subjects, moved in and opened by keys and clicks, filtered while one types."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from crf.actions.entering import Entering
from crf.forms.record import Edit, Place
from crf.reading.views import Calendar, Due
from crf.text import say
from ui import theme
from ui.pages.calendar import CalendarPage
from ui.pages.subject import Subject
from ui.shell import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
Key = Qt.Key
Press = Callable[..., None]


def due(label: str, short: str, state: str, away: str = "in 3 days") -> Due:
    """A visit of a subject."""
    return Due(
        f"u{label}", label, short, "", short, f"Day {short}", "2026-03-19", "Thu 19 MAR", "18–20 MAR", away, state
    )


MANY = Calendar(
    "Mon 16 MAR 2026",
    (due("01-001", "D4", "overdue", "4 days ago"),),
    (due("01-002", "D8", "today", "today"), due("01-003", "D8", "open", "tomorrow")),
    (due("01-001", "D15", "week"),),
    tuple(due(f"01-1{n:02}", "C2", "ahead") for n in range(30)),
)


@pytest.fixture
def planned(opened: MainWindow) -> MainWindow:
    """Day 1 of the first subject planned for Monday, 23 March 2026, a week ahead."""
    uid = opened.session.reader.subjects()[0].uid
    entering = Entering(opened.session, uid, Place("SCR", "PLAN"))
    for item, raw in (("ENRYN", "Y"), ("PLAND1", "2026-03-23")):
        entering.edit(Edit(0, item, raw))
    entering.save()
    return opened


@pytest.fixture
def calendar(planned: MainWindow, press: Press) -> CalendarPage:
    """The page, reached by its key."""
    press(Key.Key_2, control=True)
    assert isinstance(planned.page, CalendarPage)
    return planned.page


def shown(page: CalendarPage) -> list[tuple[str, list[str]]]:
    """Groups with the visits in them."""
    return [(group.title, [row.cells[1].text for row in group.rows]) for group in page.list.groups]


@pytest.mark.req("PA-087")
def test_visits_stand_by_how_pressing_they_are(calendar: CalendarPage) -> None:
    assert calendar.note.text() == "Mon 16 MAR 2026"
    groups = dict(shown(calendar))
    assert "D-4" in groups[say("calendar.group.week")]
    assert "C2" in groups[say("calendar.group.later")]
    assert calendar.list.hasFocus()


@pytest.mark.req("PA-087")
def test_the_same_visits_stand_by_day_week_and_month(calendar: CalendarPage, planned: MainWindow, press: Press) -> None:
    every = {row.id for row in calendar.list.rows}
    titles = {}
    for by in ("day", "week", "month"):
        press(Key.Key_Right)
        assert calendar.by == by
        assert {row.id for row in calendar.list.rows} == every
        titles[by] = [group.title for group in calendar.list.groups]
    assert titles["day"][0] == "Thu 19 MAR 2026"
    assert titles["week"][:2] == ["Week 12, from Mon 16 MAR 2026", "Week 13, from Mon 23 MAR 2026"]
    assert titles["month"][:2] == ["MAR 2026", "APR 2026"]
    isos = [row.cells[3].text for row in calendar.list.groups[0].rows]
    assert isos[:2] == ["Thu 19 MAR", "Mon 23 MAR"]
    press(Key.Key_Return)
    assert isinstance(planned.page, Subject)
    assert planned.page.matrix.place.event == "COND"


def test_groups_without_visits_are_left_out(calendar: CalendarPage) -> None:
    calendar.show_calendar(MANY)
    assert [title for title, _ in shown(calendar)] == [
        say(f"calendar.group.{name}") for name in ("overdue", "now", "week", "later")
    ]
    calendar.show_calendar(Calendar("", (), (), MANY.week, ()))
    assert [title for title, _ in shown(calendar)] == [say("calendar.group.week")]


def test_overdue_is_said_in_a_word_and_red(calendar: CalendarPage) -> None:
    calendar.show_calendar(MANY)
    when = calendar.list.rows[0].cells[-1]
    assert (when.text, when.color) == ("overdue, planned 4 days ago", "amber")
    assert "overdue" in calendar.list.accessibleName()
    assert calendar.list.groups[0].mark == "late"
    assert {row.cells[-1].color for group in calendar.list.groups[1:] for row in group.rows} == {"text"}


def test_enter_opens_the_subject_at_that_visit(calendar: CalendarPage, planned: MainWindow, press: Press) -> None:
    press(Key.Key_Down)
    uid, event, key = calendar.list.row.id
    press(Key.Key_Return)
    assert isinstance(planned.page, Subject)
    assert planned.page.uid == uid
    place = planned.page.matrix.place
    assert (place.event, place.event_key) == (event, key)
    assert planned.page.matrix.hasFocus()


def test_a_click_opens_too_and_back_leads_here(
    calendar: CalendarPage, planned: MainWindow, press: Press, qtbot: QtBot
) -> None:
    last = len(calendar.list.rows) - 1
    at = calendar.list.rect_of(last).center().toPoint()
    qtbot.mouseClick(calendar.list, Qt.MouseButton.LeftButton, pos=at)
    assert isinstance(planned.page, Subject)
    press(Key.Key_Left, alt=True)
    assert planned.page is calendar
    assert calendar.list.current == last


def test_typing_filters_by_subject_and_escape_empties(calendar: CalendarPage, press: Press) -> None:
    calendar.show_calendar(MANY)
    press("01-001")
    assert calendar.search.text() == "01-001"
    assert {row.cells[0].text for row in calendar.list.rows} == {"01-001"}
    assert calendar.count.text() == say("list.some", n=2, all=34)
    press(Key.Key_Escape)
    assert len(calendar.list.rows) == 34


def test_a_filter_that_nothing_passes_says_so(calendar: CalendarPage, press: Press) -> None:
    calendar.show_calendar(MANY)
    press("xyzzy")
    assert calendar.nothing.isVisible()
    assert not calendar.card.isVisible()


def test_arrows_go_through_all_groups_and_the_row_stays_in_sight(calendar: CalendarPage, press: Press) -> None:
    calendar.show_calendar(MANY)
    press(*[Key.Key_Down] * 40)
    assert calendar.list.current == 33
    view = calendar.card.scroll
    rect = calendar.list.rect_of(33)
    top = view.verticalScrollBar().value()
    assert top <= rect.top() < rect.bottom() <= top + view.viewport().height() + 1
    press(Key.Key_Home)
    assert (calendar.list.current, view.verticalScrollBar().value()) == (0, 0)


def test_without_a_plan_the_page_says_what_it_is_for(opened: MainWindow, press: Press) -> None:
    press(Key.Key_2, control=True)
    assert opened.page.empty.isVisible()
    assert not opened.page.card.isVisible()
    press(Key.Key_Escape)
    assert opened.rail.lit == "subjects"


def test_heads_stay_and_nothing_is_cut_sideways(calendar: CalendarPage, planned: MainWindow) -> None:
    calendar.show_calendar(MANY)
    planned.resize(1024, 640)
    calendar.list.grab()
    right = [calendar.list._column(n).right() for n in range(len(calendar.list.heads))]
    assert right == sorted(right)
    assert right[-1] <= calendar.list.width()
    assert calendar.card.heads.geometry().top() == 0
    assert calendar.list.tip_at(QPoint(20, 40)) == ""


def test_in_a_narrow_window_days_and_how_late_stand_whole(calendar: CalendarPage, planned: MainWindow) -> None:
    planned.resize(1024, 700)
    rows = calendar.list
    for number, row in enumerate(rows.rows):
        for column, cell in enumerate(row.cells):
            middle = QPoint(round(rows._column(column).center().x()), round(rows.rect_of(number).center().y()))
            assert rows.tip_at(middle) in ("", row.tip), f"{cell.text} is cut"


def test_a_row_in_focus_is_painted_as_such(calendar: CalendarPage) -> None:
    calendar.show_calendar(MANY)
    seen = calendar.list.grab().toImage()
    rect = calendar.list.rect_of(0)
    assert seen.pixelColor(round(rect.right()) - 8, round(rect.center().y())) == theme.color("accent ground")
