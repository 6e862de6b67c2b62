"""One editor for each kind of item, by keys and clicks: what is typed, what stands there, what the casebook gets."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crf.forms.record import Edit
from tests.ui import form_pages
from tests.ui.form_pages import ALT, CTRL, SHIFT, Key, fault_of
from ui.editors.choice import ChoiceEditor
from ui.editors.days import Calendar
from ui.editors.longtext import LongTextEditor
from ui.editors.popup import PopList
from ui.editors.readings import ReadingsEditor

ground, show = form_pages.ground, form_pages.show
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window


@pytest.mark.req("PA-037")
@pytest.mark.parametrize("typed", ["1,5", "1.5"])
def test_a_decimal_is_typed_with_comma_or_point(show, ground, typed):
    page = show("ALL")
    page.answer("DEC", typed)
    page.key(Key.Key_S, CTRL)
    assert ground.value("ALL", "DEC").value == "1.5"
    assert page.editor("DEC").text() == "1.5"


@pytest.mark.req("PA-035")
def test_letters_are_no_number_and_stay_a_draft(show, ground):
    page = show("ALL")
    page.answer("INT", "TEST")
    page.answer("DEC", "TEST")
    assert fault_of(page.field("INT")) != fault_of(page.field("DEC"))
    page.answer("INT", "12.5")
    assert "whole number" in fault_of(page.field("INT"))
    assert page.notices("INT") == [fault_of(page.field("INT"))]
    page.key(Key.Key_S, CTRL)
    assert ground.value("ALL", "INT").blank
    page.answer("INT", "99")
    page.answer("DEC", "4.2")
    page.key(Key.Key_S, CTRL)
    assert (ground.value("ALL", "INT").value, ground.value("ALL", "DEC").value) == ("99", "4.2")


def test_numbers_stand_right_and_words_left(show):
    page = show("ALL")
    assert page.editor("INT").alignment() & Qt.AlignmentFlag.AlignRight
    assert not page.editor("TXT").alignment() & Qt.AlignmentFlag.AlignRight


def test_a_number_with_two_readings_offers_both_and_a_key_decides(show, ground):
    page = show("ALL")
    page.answer("DEC", "1.500")
    assert page.field("DEC").draft.readings == ("1.500", "1500")
    page.key(Key.Key_Tab)
    assert isinstance(QApplication.focusWidget(), ReadingsEditor)
    page.type("2")
    assert page.field("DEC").answer.value == "1500"
    assert page.editor("DEC").text() == "1500"
    assert page.focus() == ("DAT", 0)
    page.key(Key.Key_S, CTRL)
    assert ground.value("ALL", "DEC").value == "1500"


def test_readings_typed_with_their_unit_name_it_once(show):
    page = show("ALL")
    page.answer("DEC", "1.500 million IU")
    pills = page.sheet.cells[0, "DEC"].readings
    assert [pills.words(at) for at in (0, 1)] == ["1.500 million IU", "1500 million IU"]
    page.key(Key.Key_Tab)
    page.type("1")
    assert page.field("DEC").answer.value == "1500000"


def test_a_reading_is_chosen_by_arrow_and_enter_or_by_a_click(show):
    page = show("ALL")
    page.answer("DEC", "2,250")
    page.key(Key.Key_Return)
    page.key(Key.Key_Right)
    page.key(Key.Key_Return)
    assert page.field("DEC").answer.value == "2250"
    page.answer("DEC", "3,125")
    pills = page.sheet.cells[0, "DEC"].readings
    QTest.mouseClick(pills, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, pills.rects()[0].center())
    assert page.field("DEC").answer.value == "3.125"


def test_a_unit_is_chosen_by_key_and_the_number_is_read_in_it(show, ground):
    page = show("ALL")
    page.answer("DEC", "0.85")
    page.key(Key.Key_Down, ALT)
    assert isinstance(page.sheet.popup, PopList)
    page.key(Key.Key_Down)
    page.key(Key.Key_Return)
    assert page.sheet.cells[0, "DEC"].unit_text() == "million IU"
    assert page.field("DEC").answer.value == "850000"
    assert page.editor("DEC").text() == "0.85"
    page.key(Key.Key_S, CTRL)
    assert ground.value("ALL", "DEC").unit == "million IU"


@pytest.mark.parametrize("typed", ["05-MAR-2026", "5.3.2026", "2026-03-05", "05032026"])
def test_a_date_is_typed_in_many_ways_and_shown_in_one(show, typed):
    page = show("ALL")
    page.answer("DAT", typed)
    assert page.field("DAT").answer.value == "2026-03-05"
    assert page.editor("DAT").text() == typed, "what is being typed is left alone"
    page.key(Key.Key_Tab)
    assert page.editor("DAT").text() == "05-MAR-2026"


def test_t_is_today_in_an_empty_date_and_a_letter_in_a_begun_one(show):
    page = show("ALL")
    page.answer("DAT", "t")
    assert page.editor("DAT").text() == "05-MAR-2026"
    page.key(Key.Key_Backspace, times=9)
    page.type("-OCT-2025")
    assert page.editor("DAT").text() == "05-OCT-2025"
    assert page.field("DAT").answer.value == "2025-10-05"


@pytest.mark.req("PA-038")
@pytest.mark.parametrize("typed", ["TEST", "9999", "0007-40-07", "31-FEB-2026"])
def test_what_is_no_date_stays_a_draft_that_names_the_form_expected(show, ground, typed):
    page = show("ALL")
    page.answer("DAT", typed)
    assert page.field("DAT").answer.blank
    assert fault_of(page.field("DAT")) in page.notices("DAT")
    page.key(Key.Key_Tab)
    assert page.editor("DAT").text().upper() == typed
    page.key(Key.Key_S, CTRL)
    assert ground.value("ALL", "DAT").blank


def test_a_partial_date_stands_where_the_item_allows_it(show):
    page = show("ALL")
    page.answer("PART", "UN-MAR-2026")
    assert page.field("PART").answer.value == "2026-03"
    page.answer("DAT", "UN-MAR-2026")
    assert page.field("DAT").draft is not None


def test_the_calendar_opens_by_key_and_takes_a_day(show):
    page = show("ALL")
    page.go("DAT")
    page.key(Key.Key_Down, ALT)
    assert isinstance(page.sheet.popup, Calendar)
    page.key(Key.Key_Down)
    page.key(Key.Key_Left)
    page.key(Key.Key_PageUp)
    page.key(Key.Key_Return)
    assert page.field("DAT").answer.value == "2026-02-11"
    assert page.sheet.popup is None


def test_the_calendar_opens_by_its_button_takes_a_click_and_closes_by_escape(show):
    page = show("ALL")
    page.click(page.sheet.cells[0, "DAT"].calendar.center())
    calendar = page.sheet.popup
    assert isinstance(calendar, Calendar)
    page.key(Key.Key_Escape)
    assert page.sheet.popup is None
    assert page.window.calls == [], "Escape closed the calendar, not the form"
    page.click(page.sheet.cells[0, "DAT"].calendar.center())
    calendar = page.sheet.popup
    spot = next(
        QPoint(x, y)
        for x in range(4, calendar.width(), 8)
        for y in range(70, calendar.height(), 8)
        if (day := calendar.at(QPoint(x, y))) and day.day == 20 and day.month == 3
    )
    QTest.mouseClick(calendar, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert page.editor("DAT").text() == "20-MAR-2026"


@pytest.mark.req("PA-006")
def test_n_is_now_to_the_minute_or_second_the_item_keeps(show):
    page = show("ALL")
    page.answer("TIM", "n")
    page.answer("TIMS", "n")
    page.answer("DTM", "n")
    assert page.editor("TIM").text() == "11:04"
    assert page.editor("TIMS").text() == "11:04:37"
    assert page.editor("DTM").text() == "05-MAR-2026 11:04"
    assert page.field("DTM").answer.value == "2026-03-05T11:04"


def test_nd_typed_in_a_time_is_the_missing_code_though_n_is_now(show):
    page = show("ALL")
    page.answer("TIM", "nd")
    assert page.field("TIM").answer.missing == "ND"
    assert page.editor("TIM").text() == ""


@pytest.mark.req("PA-040")
@pytest.mark.parametrize("typed", ["05-MAR-2026", "morning"])
def test_a_moment_without_its_time_stays_a_draft_that_says_so(show, typed):
    page = show("ALL")
    page.go("DTM")
    page.editor("DTM").insert_whole(typed)
    assert page.field("DTM").answer.blank
    assert page.notices("DTM") == [fault_of(page.field("DTM"))]


@pytest.mark.req("PA-100")
@pytest.mark.parametrize("item", ["INT", "DEC", "DAT"])
def test_a_missing_code_is_typed_or_chosen_and_ends_other_checks(show, ground, item):
    page = show("ALL")
    code = page.field(item).missing[0]
    page.answer(item, code.lower())
    assert page.field(item).answer.missing == code
    assert page.notices(item) == []
    page.key(Key.Key_Backspace)
    assert page.field(item).answer.blank
    page.key(Key.Key_F2)
    page.key(Key.Key_Return)
    assert page.field(item).answer.missing == code
    page.key(Key.Key_S, CTRL)
    assert ground.value("ALL", item).missing == code


def test_typing_goes_over_a_missing_code(show):
    page = show("ALL")
    page.answer("DEC", "ND")
    page.type("7")
    assert (page.field("DEC").answer.missing, page.field("DEC").answer.value) == ("", "7")


def test_several_lines_take_enter_and_tab_goes_on(show):
    page = show("ALL")
    editor = page.go("LONG")
    assert isinstance(editor, LongTextEditor)
    page.type("one")
    page.key(Key.Key_Return)
    page.type("two")
    assert page.field("LONG").answer.value == "one\ntwo"
    page.key(Key.Key_Tab)
    assert page.focus() == ("INT", 0)
    page.key(Key.Key_Tab, SHIFT)
    page.key(Key.Key_Return, CTRL)
    assert page.focus() == ("INT", 0)


@pytest.mark.req("PA-028")
def test_text_over_its_limit_is_told_and_never_cut(show, ground):
    page = show("ALL")
    editor = page.go("TXT")
    QApplication.clipboard().setText("x" * 40_000)
    page.key(Key.Key_V, CTRL)
    assert len(editor.text()) == 40_000
    assert "20" in fault_of(page.field("TXT"))
    page.key(Key.Key_Tab)
    assert len(editor.text()) == 40_000
    editor.setFocus()
    editor.insert_whole("x" * 20)
    assert page.field("TXT").draft is None


@pytest.mark.req("PA-041")
def test_text_against_its_pattern_is_told_with_an_example(show, ground):
    page = show("ALL")
    page.answer("MAIL", "nobody")
    assert "desk@site.example" in page.notices("MAIL")[0]
    page.answer("MAIL", "Desk@Site.example")
    page.key(Key.Key_S, CTRL)
    assert ground.value("ALL", "MAIL").value == "Desk@Site.example"


@pytest.mark.req("PA-030")
def test_a_default_is_proposed_and_counts_once_saved(show, ground):
    page = show("ALL")
    field, editor = page.field("DFLT"), page.editor("DFLT")
    assert field.proposed
    assert editor.text() == "250"
    assert editor.font().italic()
    assert "proposed" in page.sheet.cells[0, "DFLT"].muted()[0][0]
    assert ground.value("ALL", "DFLT").blank
    page.answer("INT", "5")
    page.key(Key.Key_S, CTRL)
    assert ground.value("ALL", "DFLT").value == "250"
    assert not page.editor("DFLT").font().italic()


def test_typing_over_a_default_makes_it_the_persons_own(show):
    page = show("ALL")
    page.answer("DFLT", "100")
    assert not page.field("DFLT").proposed
    assert not page.editor("DFLT").font().italic()


def test_a_term_opens_the_picker_by_a_letter_enter_or_click(show):
    page = show("ALL")
    page.answer("TERM", "n")
    page.key(Key.Key_Return)
    QTest.mouseClick(page.editor("TERM"), Qt.MouseButton.LeftButton)
    assert [call[0] for call in page.window.calls] == ["show_picker"] * 3


def test_a_term_shows_its_class_and_is_cleared_by_key(show):
    page = show("ALL")
    page.page.edit(Edit(0, "TERM", "Nausea"))
    editor = page.go("TERM")
    assert (editor.name, editor.soc) == ("Nausea", "Gastrointestinal disorders")
    page.key(Key.Key_Delete)
    assert page.field("TERM").answer.blank


def test_editors_tell_assistive_technology_what_they_ask(show):
    page = show("ALL")
    assert page.editor("DEC").accessibleName() == "1.5 Decimal number, IU, required"
    assert page.editor("YN").accessibleDescription() == "not answered"
    page.answer("YN", "y")
    assert page.editor("YN").accessibleDescription() == "Yes"
    assert isinstance(page.editor("YN"), ChoiceEditor)


def test_the_week_begins_on_monday(show):
    page = show("ALL")
    page.go("DAT")
    page.key(Key.Key_Down, ALT)
    first = page.sheet.popup.weeks()[0][0]
    assert QDate(first.year, first.month, first.day).dayOfWeek() == 1
