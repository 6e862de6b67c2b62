"""The adverse event log by keys and clicks: choosing, editing, voiding, beginning, and what stands where."""

from __future__ import annotations

import pytest
from attrs import evolve
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crf.faults import refuse
from crf.forms.events import EventLine
from crf.forms.record import Finding, Place
from crf.text import message
from tests.ui.event_samples import (
    DIARRHEA,
    FEVER,
    LYMPHOCYTES,
    NAUSEA,
    OPEN,
    S1,
    S1_TIME,
    VOIDED,
    FakeLog,
    FakeWindow,
    drugs,
    event,
    many,
)
from ui.dialogs.reason import ReasonDialog
from ui.pages.events import EventsPage, share
from ui.pages.events_cells import status_mark
from ui.pages.events_table import EDGE
from ui.pages.events_words import EventRow, under_date

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window

Key = Qt.Key
LEAST = (1112, 636)  # what a window of 1280×720 leaves for a page


class Opened:
    """The page on show, the log behind it and what it asked of its window."""

    def __init__(self, qtbot: QtBot, *lines: EventLine, uid: str | None = "u1", key: str = "", **log: object):
        self.bot, self.window, self.log = qtbot, FakeWindow(), FakeLog(*lines, **log)
        self.page = EventsPage(self.window, None, uid, key, self.log)
        self.page.resize(*LEAST)
        qtbot.addWidget(self.page)
        self.page.show()
        qtbot.waitExposed(self.page)
        self.page.activateWindow()
        self.page.enter()
        self.page.layout().activate()

    def press(self, *keys: Key, control: bool = False) -> None:
        modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
        for key in keys:
            self.page.activateWindow()
            self.bot.waitUntil(lambda: QApplication.focusWidget() is not None)
            self.bot.keyClick(QApplication.focusWidget(), key, modifier)

    @property
    def chosen(self) -> str:
        return self.page.row.line.term if self.page.row else ""

    @property
    def dialog(self) -> ReasonDialog:
        return self.page.findChildren(ReasonDialog)[-1]

    def void(self, words: str = "Wrong patient") -> None:
        self.press(Key.Key_Delete)
        self.dialog.words.setText(words)
        self.dialog.accept()


@pytest.fixture
def log(qtbot: QtBot) -> Opened:
    return Opened(qtbot, *S1)


def test_the_head_counts(log: Opened) -> None:
    assert log.page.count.text() == "5 events, 1 ongoing, none serious"
    assert log.page.note.text() == "Fri 24 APR 2026, D47  ·  CTCAE v5.0"


def test_voided_events_are_counted_apart(qtbot: QtBot) -> None:
    log = Opened(qtbot, *S1, VOIDED, OPEN)
    assert log.page.count.text() == "6 events, 2 ongoing, 1 serious, 1 voided"


def test_arrows_choose_and_the_panel_follows(log: Opened) -> None:
    assert log.chosen == "Nausea"
    log.press(Key.Key_Down, Key.Key_Down, Key.Key_Down)
    assert log.chosen == "Lymphocyte count decreased"
    assert log.page.panel.sheet.row.line == LYMPHOCYTES
    assert log.page.time.chosen == 3
    log.press(Key.Key_Up)
    assert log.chosen == "Injection site reaction"


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter, Key.Key_E])
def test_enter_and_e_edit_the_chosen_event(log: Opened, key: Key) -> None:
    log.press(Key.Key_Down, key)
    assert log.window.went == [("form", "u1", FEVER.place)]


def test_edit_button_and_double_click(log: Opened) -> None:
    log.bot.mouseClick(log.page.panel.edit, Qt.MouseButton.LeftButton)
    view = log.page.table
    spot = view.visualRect(view.events.index(4, 1)).center()
    log.bot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    log.bot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert log.window.went == [("form", "u1", NAUSEA.place), ("form", "u1", DIARRHEA.place)]


def test_click_on_a_bar_chooses_its_event(log: Opened) -> None:
    time = log.page.time
    row, bar = next(pair for pair in time.bars() if pair[0] == 3)
    spot = time.box(row, bar.first, bar.last).center().toPoint()
    log.bot.mouseClick(time.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert log.chosen == "Lymphocyte count decreased"


def test_begins_at_the_event_named(qtbot: QtBot) -> None:
    assert Opened(qtbot, *S1, key="ae3").chosen == "Injection site reaction"


def test_ctrl_n_goes_to_the_picker_and_then_to_the_form(log: Opened) -> None:
    log.press(Key.Key_N, control=True)
    what, entering, done = log.window.went[0]
    assert (what, log.log.begun) == ("picker", ["u1"])
    done()
    assert log.window.went[1] == ("form", "u1", entering.place)


def test_empty_log_says_what_for_and_how(qtbot: QtBot) -> None:
    log = Opened(qtbot)
    assert log.page.empty.isVisible()
    assert not log.page.panel.isVisible()
    qtbot.waitUntil(log.page.start.hasFocus)
    log.press(Key.Key_N, control=True)
    assert log.window.went[0][0] == "picker"
    assert ("Ctrl N", "new event") in log.window.keys


def test_void_asks_for_a_reason_and_keeps_the_row(log: Opened) -> None:
    log.press(Key.Key_Down, Key.Key_Delete)
    assert "event 2, Fever, of 01-001" in log.dialog.windowTitle()
    assert not log.dialog.act.isEnabled()
    log.dialog.words.setText("Wrong patient")
    log.dialog.accept()
    assert log.page.row.line.void == "Wrong patient"
    assert [row.line.number for row in log.page.log.rows] == [1, 2, 3, 4, 5]
    assert log.window.told == [("Event 2 is voided; it stays in the log, struck.", "calm")]
    assert log.page.panel.void.text() == "Restore"


def test_a_voided_event_can_be_restored(log: Opened) -> None:
    log.void()
    log.void("It was hers after all")
    assert log.page.row.line.void == ""
    assert log.window.told[-1][0] == "Event 1 counts again."


def test_a_refused_void_is_told_and_changes_nothing(log: Opened) -> None:
    log.log.fault = refuse("events.read_only")
    log.void()
    assert log.page.row.line.void == ""
    assert log.window.told[-1][1] == "red"


def test_read_only_casebook_adds_and_voids_nothing(qtbot: QtBot) -> None:
    log = Opened(qtbot, *S1, writable=False)
    assert not log.page.new.isEnabled()
    assert not log.page.panel.void.isEnabled()
    log.press(Key.Key_Delete)
    log.press(Key.Key_N, control=True)
    assert log.page.findChildren(ReasonDialog) == []
    assert log.window.went == []
    assert [kind for _, kind in log.window.told] == ["amber", "amber"]


def test_history_opens_in_the_panel_and_closes(log: Opened) -> None:
    log.press(Key.Key_H)
    assert log.page.panel.in_history
    assert "Grade: 2, study coordinator, 17 MAR 2026" in log.page.panel.history.accessibleDescription()
    log.press(Key.Key_H)
    assert not log.page.panel.in_history
    log.press(Key.Key_H, Key.Key_Escape)
    assert not log.page.panel.in_history
    assert log.window.went == []


def test_another_event_leaves_the_history(log: Opened) -> None:
    log.press(Key.Key_H, Key.Key_Down)
    assert not log.page.panel.in_history
    assert log.chosen == "Fever"


def test_escape_goes_back(log: Opened) -> None:
    log.press(Key.Key_Escape)
    assert log.window.went == [("back",)]


def test_tab_reaches_the_panel(log: Opened) -> None:
    log.press(Key.Key_Tab)
    assert log.page.panel.edit.hasFocus()
    log.press(Key.Key_Tab)
    assert log.page.panel.past.hasFocus()
    log.press(Key.Key_Return)
    assert log.page.panel.in_history


def test_rows_are_said_aloud(log: Opened) -> None:
    view = log.page.table.events
    said = view.data(view.index(3, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert said == (
        "01-001, 4, Lymphocyte count decreased, grade 3 → 1, 16 MAR D8, 30 MAR D22, SAE no, "
        "related to Cyclophosphamide, TLT no"
    )


def test_a_voided_row_says_why(qtbot: QtBot) -> None:
    view = Opened(qtbot, VOIDED).page.table.events
    said = view.data(view.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert "voided: Entered for the wrong subject" in said


def test_the_panel_says_findings_and_open_decisions(qtbot: QtBot) -> None:
    sheet = Opened(qtbot, OPEN).page.panel.sheet
    assert "TLT open" in sheet.accessibleDescription()


def test_the_worst_open_finding_marks_the_row() -> None:
    def finding(level: str, confirmed: str = "") -> Finding:
        return Finding("AE-01", 0, "AETLT", level, message("", "Decide."), confirmed=confirmed)

    def mark(*found: Finding) -> str:
        return status_mark(EventRow("u1", "01-001", event(status="incomplete", findings=found)))

    assert mark(finding("advice"), finding("hard"), finding("soft")) == "hard"
    assert mark(finding("advice"), finding("soft")) == "finding"
    assert mark(finding("missing"), finding("hard", "known")) == "incomplete"


def test_all_subjects_have_a_column_and_no_timeline(qtbot: QtBot) -> None:
    log = Opened(qtbot, *S1, uid=None)
    assert log.page.table.events.columns[0].kind == "subject"
    assert log.page.time.time is None
    assert not log.page.new.isVisible()
    log.press(Key.Key_N, control=True)
    assert log.window.told[-1][1] == "amber"
    log.press(Key.Key_Return)
    assert log.window.went == [("form", "u1", NAUSEA.place)]


def test_six_drugs_have_a_column_each(qtbot: QtBot) -> None:
    six = (*drugs("NK"), *drugs("CYC")[:1])
    log = Opened(qtbot, event(drugs=six))
    view = log.page.table
    assert sum(column.kind == "drug" for column in view.events.columns) == 6
    assert sum(view.columnWidth(n) for n in range(len(view.events.columns))) == view.viewport().width()


@pytest.mark.parametrize("lines", [S1, (*S1, VOIDED, OPEN), many(300)])
def test_nothing_is_clipped_at_720(qtbot: QtBot, lines: tuple[EventLine, ...]) -> None:
    page = Opened(qtbot, *lines).page
    view = page.table
    assert sum(view.columnWidth(n) for n in range(len(view.events.columns))) == view.viewport().width()
    for card in page.halves.cards:
        assert page.halves.rect().contains(card.geometry())
    names = view.columnWidth(1)
    assert names >= 190
    assert view.viewport().height() % 44 == 0
    assert page.panel.geometry().right() == LEAST[0] - 1


def test_five_events_and_the_timeline_need_no_scrolling_at_720(log: Opened) -> None:
    assert log.page.table.verticalScrollBar().maximum() == 0
    assert log.page.time.verticalScrollBar().maximum() == 0


def test_in_a_long_log_the_chosen_event_stays_in_sight_above_and_below(qtbot: QtBot) -> None:
    page = Opened(qtbot, *many(300)).page
    page.table.choose(204)
    view, time = page.table, page.time
    assert view.viewport().rect().contains(view.visualRect(view.events.index(204, 0)))
    lane = time.box(204, 1, 2)
    assert time.pitch.fixed(5) <= lane.top()
    assert lane.bottom() <= time.viewport().height()
    page.table.choose(2)
    assert time.pitch.fixed(5) <= time.box(2, 1, 2).top()


def test_a_narrow_window_gives_the_table_the_room_and_the_panel_to_the_history(log: Opened) -> None:
    log.page.resize(856, 556)
    log.page.layout().activate()
    view = log.page.table
    assert not log.page.panel.isVisible()
    assert sum(view.columnWidth(n) for n in range(len(view.events.columns))) == view.viewport().width()
    log.press(Key.Key_H)
    assert log.page.panel.isVisible()
    log.press(Key.Key_H)
    assert not log.page.panel.isVisible()


def test_bars_end_where_the_next_grade_begins(log: Opened) -> None:
    bars = [bar for row, bar in log.page.time.bars() if row == 3]
    assert [(bar.first, bar.last, bar.grade) for bar in bars] == [(7, 13, 3), (14, 21, 1)]


def test_an_ongoing_bar_reaches_today(qtbot: QtBot) -> None:
    page = Opened(qtbot, *S1).page
    *_, (row, last) = page.time.bars()
    assert (row, last.first, last.last, last.grade, last.goes_on) == (4, 46, 46, 1, True)


def test_day_one_follows_day_minus_one(log: Opened) -> None:
    time = log.page.time
    assert time.x(0) - time.x(-1) == pytest.approx(time.x(1) - time.x(0))
    assert time.box(0, -4, -2).right() < time.box(1, 1, 2).left()


def test_a_dose_says_what_it_was(log: Opened) -> None:
    time, at = log.page.time, log.page.time.pitch
    spot = QPoint(round(time.x(-4)), round(at.head + at.dose / 2))
    assert time.tip(spot.toPointF()) == "Cyclophosphamide, D-4: 1020 mg"
    lane = QPoint(20, round(at.fixed(5) + 1.5 * at.lane))
    assert time.tip(lane.toPointF()) == "2  Fever"


def test_a_log_without_doses_or_period_still_stands(qtbot: QtBot) -> None:
    bare = S1_TIME.__class__((), (), (), (), None, None, "")
    page = Opened(qtbot, event(grades=(), start="", start_day="", end="", drugs=()), time=bare).page
    assert page.time.grab().height() > 0
    assert page.grab().width() == LEAST[0]


def test_a_date_of_another_year_says_so(qtbot: QtBot) -> None:
    log = Opened(qtbot, event(start="2025-12-30", start_day="D-69"))
    assert under_date("2025-12-30", "D-69", 2026) == "2025 · D-69"
    assert under_date("2026-03-05", "D-4", 2026) == "D-4"
    assert {column.width for column in log.page.table.events.columns if column.kind in ("start", "end")} == {90}


def test_refresh_stays_at_the_chosen_event(log: Opened) -> None:
    log.press(Key.Key_Down, Key.Key_Down)
    log.log.rows.insert(0, log.log.rows[4])
    log.page.refresh()
    assert log.chosen == "Injection site reaction"


def test_share_gives_whole_rows_and_all_of_the_room() -> None:
    assert share(700, 270, 325, 240) == (270, 325)
    table, time = share(512, 2000, 3000, 240)
    assert (table - 2 - 48) % 44 == 0
    assert table + 16 + time == 512


def test_the_first_column_keeps_the_cards_edge(log: Opened) -> None:
    assert log.page.table.columnWidth(0) == 28 + EDGE


def test_places_differ_in_a_log_of_all() -> None:
    assert len({line.place for line in many(300)}) == 300
    assert many(1)[0].place == Place("LOG", "AE", form_key="ae1")


def test_a_today_far_off_does_not_crush_the_course(qtbot: QtBot) -> None:
    near, far = (Opened(qtbot, *S1, time=evolve(S1_TIME, today=today)).page.time for today in (50, 400))
    assert far.x(44) - far.x(1) > 0.8 * (near.x(44) - near.x(1))
    *_, (_, last) = far.bars()
    assert last.goes_on
    assert far.x(last.last) < far.viewport().width()
