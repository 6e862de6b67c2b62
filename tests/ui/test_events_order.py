"""The event log put in order and filtered by clicks and keys, and its ongoing events asked again."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crf.faults import refuse
from crf.forms.ongoing import Asked
from crf.forms.timeline import Bar
from tests.ui.event_samples import DIARRHEA, FEVER, LYMPHOCYTES, NAUSEA, OPEN, S1, S1_TIME, VOIDED, event, many
from tests.ui.test_events import Opened
from ui.controls import Link
from ui.pages.events_filter import Chip

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window

Key = Qt.Key


@pytest.fixture
def log(qtbot: QtBot) -> Opened:
    return Opened(qtbot, *S1, VOIDED, OPEN)


def numbers(log: Opened) -> list[int]:
    return [row.line.number for row in log.page.table.events.rows]


def click_head(log: Opened, kind: str) -> None:
    head = log.page.table.horizontalHeader()
    at = next(n for n, column in enumerate(log.page.table.events.columns) if (column.order or column.kind) == kind)
    x = head.sectionViewportPosition(at) + head.sectionSize(at) // 2
    log.bot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 30))


def chip(log: Opened, name: str) -> Chip:
    return log.page.filter.chips[name]


def press_chip(log: Opened, name: str) -> None:
    log.bot.mouseClick(chip(log, name), Qt.MouseButton.LeftButton)


def test_a_click_on_a_head_puts_in_order_and_another_turns_it_round(log: Opened) -> None:
    click_head(log, "start")
    assert numbers(log) == [7, 1, 6, 2, 3, 4, 5]
    click_head(log, "start")
    assert numbers(log) == [5, 4, 3, 2, 1, 6, 7]
    click_head(log, "drug:NK")
    assert numbers(log)[:2] == [2, 7]
    assert [row.line.number for row in log.page.time.rows] == numbers(log)


def test_arrows_lead_to_a_column_and_s_puts_in_its_order(log: Opened) -> None:
    log.press(Key.Key_Right, Key.Key_Right, Key.Key_S)
    assert numbers(log) == [1, 2, 3, 5, 6, 4, 7]
    log.press(Key.Key_S)
    assert numbers(log) == [7, 4, 1, 2, 3, 5, 6]
    log.press(Key.Key_Down, Key.Key_Left, Key.Key_S)
    assert numbers(log)[0] == 7  # Cytokine release syndrome, the first of the alphabet


def test_the_chosen_event_stays_chosen_in_another_order(log: Opened) -> None:
    log.press(Key.Key_Down)
    click_head(log, "event")
    assert log.chosen == "Fever"
    assert log.page.table.currentIndex().row() == 2


def test_g_leads_to_the_last_grade_beside_which_the_next_one_is_added(log: Opened) -> None:
    log.press(Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_G)
    assert log.window.went == [("form", "u1", LYMPHOCYTES.place, (2, "AETOXGR"))]


def test_the_crumbs_lead_to_the_events_of_all(log: Opened) -> None:
    first = log.page.crumbs.findChildren(Link)[0]
    assert first.text() == "All subjects"
    log.bot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert log.window.went == [("events", None)]


def test_the_order_is_remembered_for_one_subject_and_for_all_apart(qtbot: QtBot, log: Opened) -> None:
    click_head(log, "grade")
    assert numbers(Opened(qtbot, *S1))[-1] == 4
    assert numbers(Opened(qtbot, *S1, uid=None)) == [1, 2, 3, 4, 5]


def test_the_head_says_the_order_aloud(log: Opened) -> None:
    def said(column: int) -> object:
        way = Qt.Orientation.Horizontal
        return log.page.table.events.headerData(column, way, Qt.ItemDataRole.AccessibleTextRole)

    assert said(0) == "No. in order, upwards"
    assert said(2) == "Grade"
    click_head(log, "grade")
    click_head(log, "grade")
    assert said(2) == "Grade in order, downwards"
    assert log.page.table.events.headerData(0, Qt.Orientation.Vertical) is None
    assert log.page.table.events.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.DecorationRole) is None


def test_chips_filter_and_count_and_one_key_clears(log: Opened) -> None:
    assert chip(log, "open").count == "2"
    press_chip(log, "open")
    assert numbers(log) == [5, 7]
    assert log.page.count.text().endswith("2 shown")
    press_chip(log, "ended")
    assert numbers(log) == [1, 2, 3, 4]
    press_chip(log, "serious")
    assert numbers(log) == []
    assert log.page.nothing.isVisible()
    assert not log.page.panel.isVisible()
    log.page.setFocus()
    log.press(Key.Key_C)
    assert numbers(log) == [1, 2, 3, 4, 5, 6, 7]
    assert not log.page.all.isVisible()


def test_show_all_by_mouse(log: Opened) -> None:
    press_chip(log, "special")
    assert numbers(log) == [7]
    log.bot.mouseClick(log.page.all, Qt.MouseButton.LeftButton)
    assert len(numbers(log)) == 7


def test_a_figure_filters_by_the_worst_grade(log: Opened) -> None:
    log.press(Key.Key_3)
    assert numbers(log) == [4, 7]
    assert chip(log, "grade").text() == "Grade ≥ 3"
    log.press(Key.Key_4)
    assert numbers(log) == [7]
    log.press(Key.Key_4)
    assert len(numbers(log)) == 7


def test_grades_and_drugs_are_offered_in_menus_with_their_counts(log: Opened) -> None:
    drugs = log.page.filter.menu("drug")
    assert [action.text() for action in drugs.actions()][:2] == ["Cyclophosphamide  ·  2", "Trastuzumab  ·  0"]
    drugs.actions()[0].trigger()
    assert numbers(log) == [1, 4]
    assert (chip(log, "drug").text(), chip(log, "drug").count) == ("Related to CYC", "2")
    grades = log.page.filter.menu("grade")
    assert [action.text() for action in grades.actions()][2] == "Grade ≥ 3  ·  1\t3"
    grades.actions()[2].trigger()
    assert numbers(log) == [4]
    assert [action.isChecked() for action in log.page.filter.menu("grade").actions()] == [
        False,
        False,
        True,
        False,
        False,
    ]


def test_a_chip_with_a_menu_opens_it(log: Opened) -> None:
    press_chip(log, "grade")
    log.bot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    log.bot.keyClick(QApplication.activePopupWidget(), Key.Key_Escape)


def test_f_leads_to_the_chips_and_arrows_among_them(log: Opened) -> None:
    log.press(Key.Key_F)
    assert chip(log, "open").hasFocus()
    log.press(Key.Key_Right, Key.Key_Space)
    assert numbers(log) == [1, 2, 3, 4]
    log.press(Key.Key_Left, Key.Key_Left)
    assert chip(log, "drug").hasFocus()
    log.press(Key.Key_Down)
    assert log.page.table.hasFocus()
    log.press(Key.Key_F, Key.Key_Escape)
    assert log.page.table.hasFocus()
    assert log.window.went == []
    log.press(Key.Key_F, Key.Key_C)
    assert len(numbers(log)) == 7


def test_chips_that_would_leave_nothing_give_way_where_there_is_no_room(log: Opened) -> None:
    bar = log.page.filter
    assert all(chip.isVisible() for chip in bar.chips.values())
    bar.resize(430, bar.height())
    assert not chip(log, "unconfirmed").isVisible()
    assert chip(log, "serious").isVisible()
    bar.resize(160, bar.height())
    assert sum(one.isVisible() for one in bar.chips.values()) == 2
    press_chip(log, "ended")
    bar.resize(70, bar.height())
    assert [name for name, one in bar.chips.items() if one.isVisible()] == ["ended"]


def test_a_log_without_period_or_drugs_offers_neither(qtbot: QtBot) -> None:
    bare = Opened(qtbot, event(tlt="none", drugs=()))
    assert not chip(bare, "tlt").isVisible()
    assert not chip(bare, "drug").isVisible()
    log = Opened(qtbot)
    assert not log.page.filter.isVisible()


def test_columns_stay_whatever_the_filter_leaves(qtbot: QtBot) -> None:
    log = Opened(qtbot, evolve(NAUSEA, drugs=()), FEVER)
    before = len(log.page.table.events.columns)
    press_chip(log, "open")
    log.press(Key.Key_C)
    log.page.turn("grade2")
    assert len(log.page.table.events.columns) == before


ASKED = Asked((DIARRHEA.place,), "Day 15", date(2026, 5, 6), date(2026, 4, 24))


def test_ongoing_events_are_asked_again_and_one_key_answers(qtbot: QtBot) -> None:
    log = Opened(qtbot, *S1)
    assert not log.page.band.isVisible()
    log.log.asked = ASKED
    log.page.refresh()
    assert log.page.band.accessibleName() == "1 ongoing event not asked since 24 APR: still there at Day 15, 06 MAY?"
    log.press(Key.Key_O)
    assert log.window.told == [("1 event goes on at Day 15.", "calm")]
    assert not log.page.band.isVisible()
    log.press(Key.Key_O)
    assert len(log.window.told) == 1


def test_the_band_is_pressed_too_and_a_refusal_is_told(qtbot: QtBot) -> None:
    log = Opened(qtbot, *S1)
    log.log.asked = evolve(ASKED, places=(DIARRHEA.place, NAUSEA.place), since=date(2025, 12, 30))
    log.page.refresh()
    assert "2 ongoing events not asked since 30 DEC 2025" in log.page.band.accessibleName()
    log.log.fault = refuse("ongoing.none")
    log.bot.mouseClick(log.page.band.link, Qt.MouseButton.LeftButton)
    assert log.window.told[-1][1] == "red"
    log.log.fault = None
    log.bot.mouseClick(log.page.band.link, Qt.MouseButton.LeftButton)
    assert log.window.told[-1][0] == "2 events go on at Day 15."


def test_who_only_reads_is_told_but_not_asked(qtbot: QtBot) -> None:
    log = Opened(qtbot, *S1, writable=False)
    log.log.asked = ASKED
    log.page.refresh()
    assert log.page.band.isVisible()
    assert not log.page.band.link.isVisible()
    log.press(Key.Key_O)
    assert log.window.told == []


def test_the_panel_tells_course_interest_and_what_was_said(qtbot: QtBot) -> None:
    line = evolve(OPEN, interest="Cytokine release syndrome", further="ASTCT grade: Grade 2", asked="2026-03-23",
                  asked_at="Day 15", unconfirmed=3, version="5.0")  # fmt: skip
    sheet = Opened(qtbot, line).page.panel.sheet
    said = sheet.accessibleDescription()
    assert "special interest: Cytokine release syndrome" in said
    assert "ASTCT grade: Grade 2" in said
    assert sheet.grab().height() > Opened(qtbot, evolve(OPEN, code="")).page.panel.sheet.grab().height()


def test_days_that_are_not_sure_are_drawn_apart(qtbot: QtBot) -> None:
    vague = (Bar(1, -8, -2, 1, -4, -2), Bar(2, 2, 20, 3, 21, 1))
    time = Opened(qtbot, *S1[:2], time=evolve(S1_TIME, bars=vague)).page.time
    (_, first), (_, second) = time.bars()
    assert (first.sure, second.sure) == ((-4, -2), None)
    sure = Opened(
        qtbot,
        *S1[:2],
        time=evolve(S1_TIME, bars=tuple(one._replace(sure_from=one.first, sure_to=one.last) for one in vague)),
    )
    assert time.grab().toImage() != sure.page.time.grab().toImage()


def test_a_log_of_two_hundred_events_has_no_widget_a_row(qtbot: QtBot) -> None:
    few, lots = (Opened(qtbot, *many(count)).page for count in (5, 200))
    assert len(lots.findChildren(object)) == len(few.findChildren(object))
