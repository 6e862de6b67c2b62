"""Judgements on the form page: where the quiet word stands, what a click, F9 and Ctrl+J do, for whom."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from crf.actions.session import identify
from tests.ui import form_pages
from tests.ui.form_pages import CTRL, Key
from ui.dialogs.judge import MOST, JudgeDialog
from ui.pages.form_blocks import RowBlock
from ui.pages.form_judged import JudgedLink
from ui.pages.form_lines import TableLine

ground, show = form_pages.ground, form_pages.show
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window


def words_of(page) -> list[JudgedLink]:
    """The words on the sheet, from top to bottom."""
    return [link for block in page.sheet.blocks for link in block.links if isinstance(link, JudgedLink)]


@pytest.fixture
def typed(show, ground):
    """A form of judgements saved by the coordinator: two alone, one in a narrow table, one in a wide one."""
    page = show("JDG")
    page.answer("CAUSE", "storm")
    page.answer("REL", "y")
    page.answer("SER", "n")
    page.page.add_line("JDG.TAB")
    page.answer("GR", "2", 1)
    page.page.add_line("JDG.WIDE")
    page.answer("WGR", "3", 2)
    assert words_of(page) == [], "nothing is said before the form was saved"
    page.key(Key.Key_S, CTRL)
    return page


@pytest.fixture
def hers(typed, show, ground):
    """The same form before an investigator."""
    identify(ground.session, "Dr Vega", "investigator")
    return show("JDG")


def dialog(page) -> JudgeDialog:
    (found,) = [one for one in page.page.findChildren(JudgeDialog) if one.isVisible()]
    return found


def test_the_word_stands_right_of_its_row_and_below_where_there_is_no_room(typed):
    sheet, right = typed.sheet, typed.sheet.frame.right
    found = words_of(typed)
    assert [link.data for link in found] == [((0, "REL"),), ((0, "SER"),), ((1, "GR"),), ((2, "WGR"),)]
    assert {link.text for link in found} == {"unconfirmed"}
    rows = {cell.where: block for block in sheet.blocks for cell in block.cells}
    assert isinstance(rows[1, "GR"], TableLine)
    assert isinstance(rows[0, "REL"], RowBlock)
    for link in found:
        block = rows[link.where]
        assert block.rect.contains(link.rect), link.where
        others = [cell.box for cell in block.cells] + [one.rect for one in block.links if one is not link]
        assert not [box for box in others if box.intersects(link.rect)], link.where
        assert link.rect.right() <= right + 4
    assert found[0].rect.right() >= right - 4


@pytest.mark.parametrize("size", [(1112, 716), (760, 716), (560, 500)])
def test_no_width_lets_the_word_cover_anything(typed, size):
    typed.page.resize(*size)
    QApplication.processEvents()
    for block in typed.sheet.blocks:
        for link in block.links:
            if isinstance(link, JudgedLink):
                assert not [cell for cell in block.cells if cell.box.intersects(link.rect)]
                assert block.rect.contains(link.rect)


def test_who_may_not_confirm_is_told_who_can(typed):
    typed.key(Key.Key_J, CTRL)
    assert typed.told().startswith("Only an investigator confirms judgements")
    typed.click(words_of(typed)[0])
    assert len(words_of(typed)) == 4


def test_a_click_confirms_the_judgements_of_its_row(hers):
    hers.sheet.over = words_of(hers)[0]
    hers.sheet.grab()  # underlined under the mouse
    hers.click(words_of(hers)[0])
    assert hers.told() == "1 judgement confirmed."
    assert [link.data for link in words_of(hers)] == [((0, "SER"),), ((1, "GR"),), ((2, "WGR"),)]


def test_f9_confirms_where_the_keyboard_is(hers):
    hers.go("CAUSE")
    hers.key(Key.Key_F9)
    assert hers.told() == "No judgement waits here."
    hers.go("GR", 1)
    hers.key(Key.Key_F9)
    assert hers.told() == "1 judgement confirmed."
    assert (1, "GR") not in [link.where for link in words_of(hers)]


def test_ctrl_j_shows_what_is_confirmed_and_escape_leaves_it(hers):
    hers.key(Key.Key_J, CTRL)
    asked = dialog(hers)
    texts = [one.text() for one in asked.findChildren(QLabel)]
    assert asked.windowTitle() == "Confirm 4 judgements"
    assert texts[texts.index("Related?") + 1] == "Yes"
    asked.reject()
    assert len(words_of(hers)) == 4
    hers.key(Key.Key_J, CTRL)
    dialog(hers).accept()
    assert hers.told() == "4 judgements confirmed."
    assert words_of(hers) == []


def test_a_changed_ground_is_told_as_decide_again(hers, show, ground):
    hers.key(Key.Key_J, CTRL)
    dialog(hers).accept()
    hers.answer("CAUSE", "another storm")
    hers.key(Key.Key_S, CTRL)
    hers.give_reason()
    (again,) = words_of(hers)
    assert (again.text, again.data) == ("decide again", ((0, "REL"),))
    assert "confirmed at Cause storm; now Cause another storm" in hers.notices("REL")[0]
    hers.click(again)
    assert (words_of(hers), hers.notices("REL")) == ([], [])


def test_the_menu_offers_it_only_where_something_waits(hers):
    def offered() -> bool:
        hers.page.open_menu(hers.page.head.more.mapToGlobal(hers.page.head.more.rect().center()))
        (action,) = [one for one in hers.page.menu.actions() if one.text().startswith("Confirm judgements")]
        hers.page.menu.close()
        return action.isEnabled()

    assert offered()
    hers.key(Key.Key_J, CTRL)
    dialog(hers).accept()
    assert not offered()


def test_a_long_list_is_cut_and_says_how_many_more(qtbot):
    asked = JudgeDialog(None, "Eligibility, Screening", [(f"Criterion {n}", "Yes") for n in range(MOST + 3)])
    qtbot.addWidget(asked)
    texts = [one.text() for one in asked.findChildren(QLabel)]
    assert texts.count("Yes") == MOST
    assert "and 3 more, marked on the form" in texts
