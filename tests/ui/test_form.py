"""The form page by keys and clicks: its head, the way through its fields, what appears and goes, panel and footer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from crf.forms.record import Edit, Place
from tests.ui import form_pages
from tests.ui.form_pages import ALT, CTRL, SHIFT, Key
from tests.ui.form_samples import FILLED, HELP
from ui import theme
from ui.editors.still import Still
from ui.pages.form_blocks import Instruction, Note, RowBlock
from ui.pages.form_head import HEIGHT
from ui.pages.form_sum import SumBlock
from ui.panel import number

ground, show = form_pages.ground, form_pages.show
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window


@pytest.mark.req("PA-024")
def test_the_head_names_study_subject_visit_form_and_version(show):
    page = show("CYC")
    told = page.page.head.accessibleName()
    for part in ("NK-ACT-BC_2020", "01-001", "D-4 Conditioning", "Cyclophosphamide", "1.0"):
        assert part in told
    assert page.page.title == "01-001 · Cyclophosphamide"


def test_the_instruction_of_the_form_stands_first(show):
    first = show("CYC").sheet.blocks[0]
    assert isinstance(first, Instruction)
    assert first.told == ("Single dose.",)


def test_the_first_form_has_none_before_it(show):
    page = show("VS")
    assert not page.page.head.back.isEnabled()
    assert page.page.head.next.isEnabled()
    page.key(Key.Key_Left, ALT)
    assert page.window.calls == []


@pytest.mark.req("PA-011")
def test_opened_and_left_without_typing_a_form_writes_nothing(show, ground):
    page = show("ALL")
    page.key(Key.Key_Tab, times=5)
    page.key(Key.Key_Escape)
    assert page.window.calls == [("show_subject", ground.uid)]
    assert not page.entering.dirty
    assert Place("D-4", "ALL") not in ground.session.file.data(ground.uid).records
    assert list(ground.session.reader.drafts(ground.uid)) == []


def test_the_first_open_question_has_the_keyboard(show, ground):
    assert show("CYC").focus() == ("ECOCCUR", 0)
    ground.saved("CYC", {"ECOCCUR": "Y", "DOSEPRES": "1020"})
    assert show("CYC").focus() == ("ECDOSE", 0)
    assert show("CYC", (0, "ECLOT")).focus() == ("ECLOT", 0)
    ground.saved("ALL", {"TXT": "lot A"})
    assert show("ALL").focus() == ("INT", 0), "remarks may stay empty"


def test_tab_and_enter_go_on_and_shift_tab_goes_back(show):
    page = show("CYC")
    page.type("y")
    page.key(Key.Key_Tab)
    assert page.focus() == ("DOSEPRES", 0)
    page.type("1020")
    page.key(Key.Key_Return)
    assert page.focus() == ("ECDOSE", 0)
    page.key(Key.Key_Tab, SHIFT)
    assert page.focus() == ("DOSEPRES", 0)


@pytest.mark.req("PA-025")
def test_a_note_stands_in_its_place_and_tab_passes_it(show):
    page = show("ALL")
    kinds = [type(block) for block in page.sheet.blocks[1:4]]
    assert kinds == [RowBlock, Note, RowBlock]
    assert "Nothing is typed here" in page.sheet.blocks[2].text
    assert page.focus() == ("TXT", 0)
    page.key(Key.Key_Tab)
    assert page.focus() == ("LONG", 0)


def test_tab_leaves_the_sheet_after_the_last_field(show):
    page = show("F40")
    page.go("Q39")
    page.key(Key.Key_Tab)
    assert not page.sheet.isAncestorOf(QApplication.focusWidget())


@pytest.mark.req("PA-046")
def test_a_required_question_is_marked_by_sign_and_word_and_told_once_saved(show, ground):
    page = show("ALL")
    assert page.sheet.cells[0, "INT"].muted()[0][0].startswith("∗ required")
    assert page.sheet.cells[0, "LONG"].muted() == []
    page.answer("INT", "5")
    assert page.sheet.cells[0, "INT"].muted() == []
    page.key(Key.Key_S, CTRL)
    assert page.sheet.cells[0, "DEC"].muted() == [("not answered", "amber")]
    assert page.page.status() == "incomplete"


@pytest.mark.req("PA-059")
def test_a_question_comes_and_goes_with_the_answer_that_asks_it(show):
    page = show("ALL")
    assert not page.seen("WHY")
    page.answer("YN", "y")
    assert page.seen("WHY")
    page.key(Key.Key_Tab)
    assert page.focus() == ("WHY", 0)
    page.answer("YN", "n")
    assert not page.seen("WHY")
    page.key(Key.Key_Tab)
    assert page.focus() == ("ROUTE", 0)


@pytest.mark.req("PA-062")
def test_a_hidden_value_is_shown_with_its_finding_until_it_is_cleared(show, ground):
    ground.saved("ALL", {"YN": "Y", "WHY": "because"})
    page = show("ALL")
    page.answer("YN", "n")
    assert page.seen("WHY")
    assert len(page.notices("WHY")) == 1
    page.answer("WHY", "")
    page.key(Key.Key_Delete)
    assert not page.seen("WHY")
    assert page.focus() == ("ROUTE", 0), "the keyboard goes on with the next field"


@pytest.mark.req("PA-031")
def test_a_question_that_names_an_answer_follows_it_at_once(show):
    page = show("ALL")
    row = page.sheet.blocks[3]
    assert row.text == "Remarks of ____"
    page.answer("TXT", "lot A")
    assert page.sheet.blocks[3].text == "Remarks of lot A"
    page.key(Key.Key_Backspace, times=5)
    assert page.sheet.blocks[3].text == "Remarks of ____"


@pytest.mark.req("PA-069")
@pytest.mark.req("PA-074")
def test_computed_values_renew_with_each_key_in_order(show):
    page = show("ALL")
    page.answer("INT", "7")
    assert (page.field("TWICE").text, page.field("FOUR").text) == ("14.0", "28")
    assert page.sheet.cells[0, "FOUR"].muted()[0][0] == "2 × 14.0 = 28"
    assert page.sheet.editor("FOUR") is None, "nobody types a computed value"
    page.type("0")
    assert page.field("FOUR").text == "280"


@pytest.mark.req("PA-073")
def test_a_computed_value_without_its_input_is_blank(show):
    page = show("ALL")
    page.answer("INT", "ND")
    assert page.field("TWICE").text == ""


def test_the_dose_sum_follows_each_key(show):
    page = show("CYC")
    page.answer("DOSEPRES", "1020")
    page.answer("ECDOSE", "1120")
    dose = next(block for block in page.sheet.blocks if isinstance(block, SumBlock))
    assert [factor.text for factor in dose.sum.factors] == ["600 mg/m²", "1.695623 m²", "1017.37 mg"]
    assert [(one.percent, one.verdict) for one in dose.sum.comparisons] == [("+0.26 %", "silent"), ("+9.80 %", "soft")]
    assert dose.size == theme.TITLE
    assert "1017.37 mg" in dose.tip()


def test_the_panel_tells_help_limits_scale_history_and_source(show):
    page = show("CYC")
    page.answer("DOSEPRES", "1020")
    page.answer("ECDOSE", "1120")
    panel = page.page.panel
    told = panel.accessibleName()
    for part in (*HELP.split()[:3], "969–1071", "918–1122", "proposed deviation", "typed, draft", "Pharmacy sheet"):
        assert part in told
    assert any(line.kind == "scale" for line in panel.lines)
    page.go("ECVOL")
    assert "1–500 mL" in panel.accessibleName()
    assert not any(line.kind == "scale" for line in panel.lines)


def test_the_panel_opens_and_closes_by_key_and_f1_opens_it_at_the_help(show):
    page = show("CYC", (0, "ECDOSE"))
    wide = page.sheet.frame.width
    page.key(Key.Key_I, CTRL)
    assert page.page.panel.isHidden()
    assert page.sheet.frame.width > wide
    page.key(Key.Key_F1)
    assert not page.page.panel.isHidden()
    assert page.page.panel.field.item == "ECDOSE"
    assert page.focus() == ("ECDOSE", 0)


@pytest.mark.req("PA-072")
def test_the_panel_shows_who_changed_what_and_why(show, ground):
    page = show("CYC")
    page.answer("ECDOSE", "1020")
    page.key(Key.Key_S, CTRL)
    page.answer("ECDOSE", "1010")
    page.key(Key.Key_S, CTRL)
    page.give_reason("slip of the keyboard")
    page.go("ECDOSE")
    told = page.page.panel.accessibleName()
    assert "S. Coordinator" in told
    assert "was 1020 mg: slip of the keyboard" in told


def test_the_footer_says_draft_findings_and_what_is_open_below(show):
    page = show("CYC")
    assert page.window.state == [("", "10 questions open below", "calm")]
    page.answer("DOSEPRES", "1020")
    page.answer("ECDOSE", "1120")
    assert page.window.state == [
        ("draft", "Draft kept 11:04", "accent"),
        ("finding", "1 finding", "calm"),
        ("", "8 questions open below", "calm"),
    ]
    assert ("F8", "next finding") in page.window.keys
    assert ("Ctrl S", "save form") in page.window.keys


def test_edits_are_taken_back_and_done_again_by_key(show):
    page = show("CYC")
    page.answer("DOSEPRES", "102")
    page.key(Key.Key_Z, CTRL)
    assert page.editor("DOSEPRES").text() == "10"
    page.key(Key.Key_Z, CTRL | SHIFT)
    assert page.editor("DOSEPRES").text() == "102"
    page.key(Key.Key_Z, CTRL, times=4)
    assert page.editor("DOSEPRES").text() == ""
    assert not page.entering.dirty


@pytest.mark.parametrize(("key", "neighbour"), [(Key.Key_Right, "ALL"), (Key.Key_Left, "VS")])
def test_alt_and_an_arrow_turn_to_the_neighbour(show, ground, key, neighbour):
    page = show("CYC")
    page.key(key, ALT)
    assert page.window.calls == [("show_form", ground.uid, Place("D-4", neighbour))]


def test_ctrl_p_shows_the_print_of_this_form(show, ground):
    page = show("CYC")
    page.key(Key.Key_P, CTRL)
    assert page.window.calls == [("show_preview", ground.uid, Place("D-4", "CYC"))]


def test_the_way_up_is_a_link(show, ground):
    page = show("CYC")
    QTest.mouseClick(page.page.head, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(30, 20))
    assert page.window.calls == [("show_subject", ground.uid)]


def test_a_field_far_down_scrolls_into_view_with_what_stands_under_it(show):
    page = show("F110")
    view = page.page.scroll.viewport().height()
    page.go("Q100")
    top = page.page.scroll.verticalScrollBar().value()
    rect = page.sheet.cells[0, "Q100"].box
    assert top < rect.top()
    assert rect.bottom() < top + view
    page.go("Q0")
    assert page.page.scroll.verticalScrollBar().value() == 0


@pytest.mark.parametrize(("size", "panel"), [((1112, 636), True), ((1112, 716), False), ((1700, 900), True)])
def test_the_column_is_at_most_920_wide_and_nothing_lies_outside_it(show, size, panel):
    page = show("ALL", size=size)
    page.answer("YN", "y")
    if not panel:
        page.page.toggle_panel()
    frame = page.sheet.frame
    assert frame.width <= 920
    assert page.sheet.width() <= size[0]
    for block in page.sheet.blocks:
        for cell in block.cells:
            assert frame.left <= cell.box.left()
            assert cell.box.right() <= frame.right
    assert page.page.scroll.y() == HEIGHT


def test_in_a_narrow_column_answers_stand_under_their_questions(show):
    page = show("CYC", size=(700, 700))
    assert page.sheet.frame.stacked
    cell = page.sheet.cells[0, "ECDOSE"]
    block = next(block for block in page.sheet.blocks if cell in block.cells)
    assert cell.box.top() >= block.top + 28


def test_no_two_controls_lie_over_each_other(show):
    page = show("ALL")
    page.answer("YN", "y")
    boxes = [cell.box for block in page.sheet.blocks for cell in block.cells]
    for at, one in enumerate(boxes):
        assert not any(one.intersects(other) for other in boxes[at + 1 :])


def test_only_what_changed_is_placed_anew(show, monkeypatch):
    page = show("F110")
    page.answer("Q0", "1")
    before = list(page.sheet.blocks)
    placed: list = []
    place = page.sheet._editor
    monkeypatch.setattr(page.sheet, "_editor", lambda cell, force: (placed.append(cell.where), place(cell, force)))
    page.type("2")
    changed = [at for at, block in enumerate(page.sheet.blocks) if block is not before[at]]
    assert changed == [1]
    assert placed == [(0, "Q0")]


def test_clicking_a_question_takes_the_keyboard_to_its_field(show):
    page = show("CYC")
    cell = page.sheet.cells[0, "ECVOL"]
    page.click(QPoint(page.sheet.frame.question + 10, cell.box.center().y()))
    assert page.focus() == ("ECVOL", 0)


def test_a_computed_value_tells_of_itself_under_the_mouse(show):
    page = show("CYC")
    tip = page.sheet.tip(page.sheet.cells[0, "ECWEIGHT"].box.center())
    assert tip.startswith("ƒ")
    assert "Vital signs D-4" in tip


def test_the_menu_offers_save_undo_print_panel_and_void(show):
    page = show("CYC")
    page.page.head.more.setFocus()
    page.key(Key.Key_Return)
    menu = page.page.menu
    assert isinstance(menu, QMenu)
    words = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    held = ["Save form", "Undo", "Redo", "Confirm judgements…", "Print preview", "Panel beside the form"]
    assert words == [*held, "Query on this field", "Query on the whole form", "Void form…"]
    assert not menu.actions()[-1].isEnabled(), "nothing is saved that could be voided"
    menu.close()


def test_the_menu_is_reached_by_shift_tab_from_the_first_field(show):
    page = show("CYC")
    page.key(Key.Key_Tab, SHIFT)
    assert QApplication.focusWidget() is page.page.head.more
    page.key(Key.Key_Tab)
    assert page.focus() == ("ECOCCUR", 0)


def test_drafts_that_came_back_are_told_and_can_be_thrown_away(show, ground):
    page = show("CYC")
    page.answer("DOSEPRES", "1020")
    page.answer("ECVOL", "abc")
    again = show("CYC")
    assert "2 answers" in again.page.band.sentence.text()
    assert again.editor("DOSEPRES").text() == "1020"
    assert again.editor("ECVOL").text() == "abc"
    again.page.discard()
    assert again.page.band is None
    assert again.editor("DOSEPRES").text() == ""
    assert list(ground.session.reader.drafts(ground.uid)) == []


def test_a_form_in_a_casebook_nobody_may_write_shows_values_without_editors(show, ground):
    ground.saved("CYC", FILLED)
    ground.session.reader.person = None
    page = show("CYC")
    assert page.sheet.stops
    assert {type(stop) for stop in page.sheet.stops} == {Still}, "the keyboard walks over values, it types nothing"
    assert page.sheet.cells[0, "ECVOL"].fixed


def test_a_missing_code_shows_its_words_in_the_field(show):
    page = show("CYC")
    page.page.edit(Edit(0, "ECDOSE", "", "ND"))
    cell = page.sheet.cells[0, "ECDOSE"]
    assert cell.pill_text.startswith("ND")
    assert cell.box.contains(cell.pill.toRect())


@pytest.mark.parametrize(("text", "value"), [("1020", 1020), ("829 156", 829156), ("1.8 × 10⁸", 180000000), ("", None)])
def test_the_scale_reads_numbers_as_people_read_them(text, value):
    assert number(text.replace(" ", "\u00a0") if "×" not in text else text) == value
