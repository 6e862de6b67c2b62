"""Editors of one choice and of several, by keys and clicks."""

from __future__ import annotations

import pytest
from attrs import evolve
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.ui import form_pages
from tests.ui.form_pages import CTRL, Key
from ui.editors.choice import answer_place, keys, offered, places
from ui.editors.combo import ComboEditor, found

ground, show = form_pages.ground, form_pages.show
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window


def test_a_choice_takes_one_key_a_digit_an_arrow_or_a_click(show):
    page = show("ALL")
    page.answer("YN", "n")
    assert page.field("YN").answer.value == "N"
    page.type("1")
    assert page.field("YN").answer.value == "Y"
    page.key(Key.Key_Down)
    assert page.field("YN").answer.value == "N"
    editor = page.editor("YN")
    QTest.mouseClick(editor, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(10, 10))
    assert page.field("YN").answer.value == "Y"


def test_arrows_begin_at_the_choice_that_stands_there(show, ground):
    ground.saved("ALL", {"ROUTE": "IM"})
    page = show("ALL")
    editor = page.go("ROUTE")
    assert editor.ring().contains(editor.mapToParent(editor._rects[1].center()))
    page.key(Key.Key_Right)
    assert page.field("ROUTE").answer.value == "SC"


def test_each_choice_has_a_letter_of_its_own(show):
    page = show("ALL")
    route = page.field("ROUTE")
    letters = keys(offered(route))
    assert letters == {"i": 0, "n": 1, "s": 2}
    page.answer("ROUTE", "n")
    assert page.field("ROUTE").answer.value == "IM"


@pytest.mark.req("PA-004")
@pytest.mark.parametrize("key", [Key.Key_Backspace, Key.Key_Delete])
def test_a_saved_choice_is_cleared_by_key_and_its_history_shows_it(show, ground, key):
    ground.saved("ALL", {"YN": "N"})
    page = show("ALL")
    page.go("YN")
    page.key(key)
    page.key(Key.Key_S, CTRL)
    page.give_reason()
    assert ground.value("ALL", "YN").blank
    past = page.entering.history(0, "YN")
    assert [(line.old, line.new) for line in past][-1] == ("No", "blank")


@pytest.mark.req("PA-029")
@pytest.mark.parametrize(("key", "code"), [("l", "0030"), ("h", "9..9")])
def test_a_code_is_the_same_text_after_saving(show, ground, key, code):
    page = show("ALL")
    page.answer("CODE", key)
    page.key(Key.Key_S, CTRL)
    assert ground.value("ALL", "CODE").value == code
    assert show("ALL").editor("CODE").text() == code


def test_several_choices_are_turned_on_and_off(show, ground):
    page = show("ALL")
    page.answer("SITES", "la")
    assert page.editor("SITES").text() == "ARM|LEG"
    page.key(Key.Key_Space)
    assert page.editor("SITES").text() == "LEG"
    page.key(Key.Key_Right, times=2)
    page.key(Key.Key_Space)
    page.key(Key.Key_S, CTRL)
    assert ground.value("ALL", "SITES").value == "LEG|ABD"


def test_a_long_list_is_found_by_typing(show):
    page = show("ALL")
    editor = page.go("ACT")
    assert isinstance(editor, ComboEditor)
    page.type("red")
    assert [entry.text for entry in editor.list.entries] == ["Dose reduced"]
    page.key(Key.Key_Return)
    assert page.field("ACT").answer.value == "RED"
    assert editor.text() == "Dose reduced"
    assert page.focus() == ("TERM", 0)


def test_a_long_list_opens_by_arrow_and_is_left_by_escape(show):
    page = show("ALL")
    editor = page.go("ACT")
    page.key(Key.Key_Down)
    assert len(editor.list.entries) == 5
    page.key(Key.Key_Escape)
    assert editor.list is None
    assert page.field("ACT").answer.blank
    page.key(Key.Key_Down)
    page.key(Key.Key_Down, times=3)
    page.key(Key.Key_Return)
    assert page.field("ACT").answer.value == "INT"


def test_what_is_no_choice_stays_a_draft_and_is_not_lost(show):
    page = show("ALL")
    page.answer("ACT", "something else")
    page.key(Key.Key_Tab)
    assert page.field("ACT").draft.raw == "something else"
    assert page.editor("ACT").text() == "something else"


def test_finding_in_a_list_ignores_accents_and_puts_beginnings_first(show):
    options = show("ALL").field("ACT").options
    assert [one.code for one in found(options, "drug")][:2] == ["INT", "WD"]
    assert [one.code for one in found(options, "DÓSE")] == ["NONE", "RED"]


@pytest.mark.req("PA-065")
def test_a_withdrawn_choice_is_not_offered_and_a_saved_one_stays_marked(show, ground):
    page = show("ALL")
    page.answer("YN", "n")
    assert [one.code for one in page.editor("ROUTE").options] == ["IM", "SC"]
    page.answer("YN", "y")
    page.answer("ROUTE", "i")
    page.key(Key.Key_S, CTRL)
    page.answer("YN", "n")
    editor = page.editor("ROUTE")
    assert [one.code for one in editor.options] == ["IV", "IM", "SC"]
    assert not editor.options[0].offered
    assert editor.text() == "IV"


def test_the_mark_of_a_verified_answer_stands_at_the_choice_that_was_taken(show, ground):
    ground.saved("ALL", {"YN": "N"})
    page = show("ALL")
    field = page.field("YN")
    assert [option.code for option in offered(field)] == ["Y", "N"]
    assert answer_place(field, 300) == places(field, 300)[1]
    page.answer("YN", "y")
    assert answer_place(page.field("YN"), 300) == places(field, 300)[0]


def test_a_question_without_answer_or_choices_has_a_place_too(show):
    page = show("ALL")
    field = page.field("YN")
    assert answer_place(field, 300) == places(field, 300)[-1]
    assert answer_place(evolve(field, options=()), 300).isNull()
