"""Findings on the form page: told under the field with their mends, found by key, confirmed, withdrawn."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui import form_pages
from tests.ui.form_pages import CTRL, Key
from ui.pages.form_cell import flagged
from ui.pages.form_notice import LOOKS

ground, show = form_pages.ground, form_pages.show
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window


def above(show):
    """A dose given 9.8 % above the one prescribed."""
    page = show("CYC")
    page.answer("DOSEPRES", "1020")
    page.answer("ECDOSE", "1120")
    return page


def test_a_finding_stands_under_its_field_with_both_mends(show):
    page = above(show)
    notice = page.sheet.cells[0, "ECDOSE"].notices()[0]
    assert notice.sentence == "Given 1120 mg is +9.80 % of the prescribed 1020 mg off."
    assert [(link.text, link.key) for link in notice.links] == [
        ("Correct it", "Enter"),
        ("Confirm with a reason", "Ctrl+R"),
    ]
    row = next(block for block in page.sheet.blocks if any(cell.where == (0, "ECDOSE") for cell in block.cells))
    assert row.notices[0].rect.top() >= row.top + 36
    assert flagged(page.field("ECDOSE"))
    assert page.editor("ECDOSE").accessibleDescription() == notice.sentence


def test_what_is_found_while_typing_comes_into_sight_under_its_field(show):
    page = show("CYC")
    page.answer("DOSEPRES", "1020")
    scroll = page.page.scroll
    page.go("ECDOSE")
    row = next(block for block in page.sheet.blocks if any(cell.where == (0, "ECDOSE") for cell in block.cells))
    page.page.resize(page.page.width(), page.page.height() - scroll.viewport().height() + 200)
    scroll.verticalScrollBar().setValue(row.rect.bottom() + 1 - scroll.viewport().height())
    page.type("1120")
    row = next(block for block in page.sheet.blocks if any(cell.where == (0, "ECDOSE") for cell in block.cells))
    assert row.notices
    assert row.rect.bottom() <= scroll.verticalScrollBar().value() + scroll.viewport().height()


def test_a_deviation_is_proposed_with_a_flag_and_said_so(show):
    page = show("CYC")
    page.answer("DOSEPRES", "1000")
    page.answer("ECDOSE", "1200")
    notice = page.sheet.cells[0, "ECDOSE"].notices()[0]
    assert LOOKS[notice.kind][2] == "deviation"
    assert notice.note == "Proposed deviation from the protocol"


def test_enter_marks_the_value_to_correct_and_a_second_enter_goes_on(show):
    page = above(show)
    page.key(Key.Key_Return)
    assert page.focus() == ("ECDOSE", 0)
    assert page.editor("ECDOSE").selectedText() == "1120"
    page.key(Key.Key_Return)
    assert page.focus() == ("ECLOT", 0)


def test_the_link_to_correct_takes_the_keyboard_to_the_field(show):
    page = above(show)
    page.go("ECLOT")
    page.click(page.link("correct"))
    assert page.focus() == ("ECDOSE", 0)
    page.type("1020")
    assert page.notices("ECDOSE") == []


def test_f8_goes_from_finding_to_finding(show):
    page = above(show)
    page.answer("ECVOL", "900")
    page.go("ECOCCUR")
    page.key(Key.Key_F8)
    assert page.focus() == ("ECDOSE", 0)
    page.key(Key.Key_F8)
    assert page.focus() == ("ECVOL", 0)
    page.key(Key.Key_F8)
    assert page.focus() == ("ECDOSE", 0)


def test_f8_without_findings_says_so(show):
    page = show("CYC")
    page.key(Key.Key_F8)
    assert page.told() == "No field of this form has an open finding."


def test_a_finding_is_confirmed_with_a_reason_by_key(show):
    page = above(show)
    page.key(Key.Key_S, CTRL)
    page.key(Key.Key_R, CTRL)
    dialog = page.dialog()
    assert dialog.choices.current == -1, "no reason is chosen beforehand"
    assert not dialog.act.isEnabled()
    dialog.accept()
    assert page.sheet.cells[0, "ECDOSE"].notices()[0].kind == "soft", "without a reason nothing happens"
    page.give_reason("vial size")
    page.bot.waitUntil(lambda: QApplication.focusWidget() is page.editor("ECDOSE"))
    notice = page.sheet.cells[0, "ECDOSE"].notices()[0]
    assert notice.kind == "confirmed"
    assert "vial size" in notice.sentence
    assert not flagged(page.field("ECDOSE"))
    assert page.page.status() != "findings"


def test_a_finding_confirmed_before_the_save_is_written_with_it(show, ground):
    page = above(show)
    page.click(page.link("confirm"))
    page.give_reason("vial size")
    assert page.told() == "Confirmed; it is written with the next save."
    page.key(Key.Key_S, CTRL)
    assert show("CYC").sheet.cells[0, "ECDOSE"].notices()[0].kind == "confirmed"


def test_a_confirmation_ends_with_the_value_it_rests_on(show):
    page = above(show)
    page.key(Key.Key_R, CTRL)
    page.give_reason("vial size")
    page.answer("ECDOSE", "1110")
    assert page.sheet.cells[0, "ECDOSE"].notices()[0].kind == "soft"


def test_a_confirmation_is_withdrawn_with_a_reason(show):
    page = above(show)
    page.key(Key.Key_S, CTRL)
    page.key(Key.Key_R, CTRL)
    page.give_reason("vial size")
    page.click(page.link("withdraw"))
    page.give_reason("read the sheet again")
    assert page.sheet.cells[0, "ECDOSE"].notices()[0].kind == "soft"


def test_ctrl_r_without_a_finding_says_so(show):
    page = show("CYC")
    page.key(Key.Key_R, CTRL)
    assert page.told() == "This field has no open finding."


@pytest.mark.req("PA-042")
@pytest.mark.parametrize("end", ["1", "100"])
def test_both_ends_of_a_range_belong_to_it(show, end):
    page = show("ALL")
    page.answer("INT", end)
    assert page.notices("INT") == []


@pytest.mark.req("PA-044")
@pytest.mark.parametrize("typed", ["0", "101"])
def test_just_outside_a_range_is_saved_with_a_finding_that_names_both_ends(show, ground, typed):
    page = show("ALL")
    page.answer("INT", typed)
    assert "1–100" in page.notices("INT")[0]
    page.key(Key.Key_S, CTRL)
    assert ground.value("ALL", "INT").value == typed
    assert "1 finding stays open" in page.told()


def test_the_word_under_the_mouse_is_underlined_and_shows_a_hand(show):
    page = above(show)
    link = page.link("confirm")
    QTest.mouseMove(page.sheet, link.rect.center())
    page.bot.waitUntil(lambda: page.sheet.over is not None)
    assert page.sheet.over.action == "confirm"


def test_beside_another_field_a_notice_names_the_one_it_means(show):
    page = show("CYC")
    page.answer("ECEXP", "31-FEB-2027")
    row = next(block for block in page.sheet.blocks if any(cell.where == (0, "ECEXP") for cell in block.cells))
    assert row.notices[0].sentence.startswith("Expiry: ")
