"""Repeating groups on the form page: added, filled and voided line by line, as a table and as cards."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.ui import form_pages
from tests.ui.form_pages import CTRL, SHIFT, Key
from ui.pages.form_blocks import Frame
from ui.pages.form_lines import CardHead, TableHead, TableLine, as_table

ground, show = form_pages.ground, form_pages.show
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window


def two_lines(show):
    """A table of two lines, the second one irregular."""
    page = show("ALL")
    for line, (date, pulse, regular) in enumerate((("05-MAR-2026", "72", "y"), ("04-MAR-2026", "80", "n")), 1):
        page.page.add_line("ALL.TAB")
        page.answer("TDAT", date, line)
        page.answer("TVAL", pulse, line)
        page.answer("TYN", regular, line)
    return page


def test_ctrl_enter_begins_a_line_with_the_keyboard_in_it(show):
    page = show("ALL")
    page.key(Key.Key_Return, CTRL)
    assert page.focus() == ("TDAT", 1)
    page.type("t")
    page.key(Key.Key_Return, CTRL)
    assert page.focus() == ("TDAT", 2)


def test_the_link_adds_a_line_to_its_own_group(show):
    page = show("ALL")
    link = next(link for block in page.sheet.blocks for link in block.links if link.data == "ALL.CARD")
    page.click(link)
    assert page.focus() == ("CNAME", 1)
    page.key(Key.Key_Return, CTRL)
    assert page.focus() == ("CNAME", 2)


@pytest.mark.req("PA-003")
def test_answers_read_back_in_their_own_line(show, ground):
    page = two_lines(show)
    page.key(Key.Key_S, CTRL)
    again = show("ALL")
    assert [again.editor("TVAL", line).text() for line in (1, 2)] == ["72", "80"]
    assert [again.editor("TYN", line).text() for line in (1, 2)] == ["Y", "N"]
    assert ground.value("ALL", "TDAT", 2).value == "2026-03-04"


@pytest.mark.req("PA-066")
def test_a_question_of_a_line_comes_in_that_line_only(show):
    page = two_lines(show)
    assert not page.seen("TWHY", 1)
    assert page.seen("TWHY", 2)


def test_a_table_stands_side_by_side_under_heads_with_units(show):
    page = two_lines(show)
    head = next(block for block in page.sheet.blocks if isinstance(block, TableHead))
    assert [text.split("\n")[0] for _, text in head.heads] == ["Date", "Pulse (/min)", "Regular?", "What was it?"]
    line = next(block for block in page.sheet.blocks if isinstance(block, TableLine))
    tops = {cell.box.top() for cell in line.cells}
    assert len(tops) == 1
    assert [cell.box.left() for cell in line.cells] == [head.columns.x[cell.field.item] for cell in line.cells]


def test_a_table_without_room_stands_as_cards(show):
    page = two_lines(show)
    section = next(one for one in page.page.laid.sections if one.id == "ALL.TAB")
    assert as_table(section, Frame(24, 776))
    assert not as_table(section, Frame(24, 400))
    cards = next(one for one in page.page.laid.sections if one.id == "ALL.CARD")
    assert not as_table(cards, Frame(24, 2000))
    page.page.resize(700, 700)
    assert any(isinstance(block, CardHead) and block.line.line == 2 for block in page.sheet.blocks)
    assert page.editor("TVAL", 2).text() == "80"


def test_tab_goes_along_the_line_and_on_to_the_next(show):
    page = two_lines(show)
    page.go("TDAT", 1)
    seen = []
    for _ in range(6):
        page.key(Key.Key_Tab)
        seen.append(page.focus())
    assert seen == [("TVAL", 1), ("TYN", 1), ("TDAT", 2), ("TVAL", 2), ("TYN", 2), ("TWHY", 2)]


def test_a_finding_in_a_line_names_its_column(show):
    page = two_lines(show)
    page.answer("TVAL", "999", 2)
    line = next(block for block in page.sheet.blocks if isinstance(block, TableLine) and block.line.line == 2)
    assert line.notices[0].sentence.count("Pulse: ") == 1, "the sentence names it already"
    page.answer("TDAT", "31-FEB-2026", 2)
    line = next(block for block in page.sheet.blocks if isinstance(block, TableLine) and block.line.line == 2)
    assert line.notices[0].sentence.startswith("Date: ")


def test_a_line_never_saved_just_goes(show):
    page = two_lines(show)
    page.go("TVAL", 2)
    page.key(Key.Key_Delete, CTRL | SHIFT)
    page.give_reason()
    assert not page.seen("TDAT", 2)
    assert page.seen("TDAT", 1)


@pytest.mark.req("PA-019")
def test_a_saved_line_is_voided_struck_and_restored(show, ground):
    page = two_lines(show)
    page.key(Key.Key_S, CTRL)
    page.click(page.link("void line", 1))
    page.give_reason("typed twice")
    cell = page.sheet.cells[1, "TVAL"]
    assert cell.strike
    assert page.sheet.editor("TVAL", 1) is None
    assert page.sheet.editor("TVAL", 2) is not None
    line = next(block for block in page.sheet.blocks if isinstance(block, TableLine))
    assert "typed twice" in line.notices[0].sentence
    page.click(page.link("restore line", 1))
    page.give_reason("it was the right one")
    assert page.editor("TVAL", 1).text() == "72"


def test_cards_hold_fields_beside_each_other(show):
    page = show("ALL")
    page.page.add_line("ALL.CARD")
    page.answer("CNAME", "Ondansetron", 1)
    page.answer("CTIM", "05-MAR-2026 09:30", 1)
    assert not any(isinstance(block, TableLine) for block in page.sheet.blocks)
    name, dose = page.sheet.cells[1, "CNAME"].box, page.sheet.cells[1, "CDOSE"].box
    assert name.top() == dose.top()
    assert dose.left() > name.right()
    page.key(Key.Key_S, CTRL)
    assert show("ALL").editor("CTIM", 1).text() == "05-MAR-2026 09:30"


def test_the_heads_of_a_line_can_be_clicked_to_void_it(show):
    page = show("ALL")
    page.page.add_line("ALL.CARD")
    page.answer("CNAME", "Ondansetron", 1)
    link = page.link("void line", 1)
    page.bot.mouseClick(page.sheet, Qt.MouseButton.LeftButton, pos=link.rect.center())
    page.give_reason()
    assert not page.seen("CNAME", 1)
