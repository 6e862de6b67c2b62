"""The CTCAE picker by keys and clicks: finding, choosing, refusing, taking."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crf.ctcae import dictionary
from crf.text import say
from tests.ui.event_samples import FakeWindow
from ui import theme
from ui.pages import picker_grades
from ui.pages.picker import PickerPage
from ui.pages.picker_list import Head, snippet_line

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window

Key = Qt.Key
PLATELETS, NAUSEA = "10035528", "10028813"


class Opened:
    """A picker on show, what it handed over and what it asked of its window."""

    def __init__(
        self,
        qtbot: QtBot,
        words: str = "",
        code: str = "",
        grade: int | None = None,
        size: tuple[int, int] = (1112, 716),
    ):
        self.bot, self.window = qtbot, FakeWindow()
        self.taken: list[tuple[str, int, str]] = []
        self.page = PickerPage(self.window, None, words, code, grade, lambda *what: self.taken.append(what))
        self.page.resize(*size)
        qtbot.addWidget(self.page)
        self.page.show()
        self.page.enter()
        qtbot.waitExposed(self.page)
        self.page.activateWindow()
        qtbot.waitUntil(self.page.line.hasFocus)

    def types(self, text: str) -> None:
        self.bot.keyClicks(QApplication.focusWidget(), text)

    def press(self, *keys: Key) -> None:
        for key in keys:
            self.bot.keyClick(QApplication.focusWidget(), key)

    @property
    def names(self) -> list[str]:
        return [row.text if isinstance(row, Head) else row.term.term for row in self.page.list.terms.rows]

    @property
    def term(self) -> str:
        return self.page.term.term if self.page.term else ""


@pytest.fixture
def picker(qtbot: QtBot) -> Iterator[Opened]:
    return Opened(qtbot)


def test_typing_finds_in_two_groups(picker: Opened) -> None:
    picker.types("plate")
    assert picker.names[:3] == ["In the term", "Platelet count decreased", "In the criteria"]
    assert len(picker.names) > 3
    assert picker.term == "Platelet count decreased"
    assert picker.page.line.aside.startswith(f"{len(picker.names) - 2} of 837 terms")


@pytest.mark.parametrize("typed", ["count plat", "PLATELET", "platélet decr"])
def test_word_parts_in_any_order_case_and_accents_ignored(picker: Opened, typed: str) -> None:
    picker.page.line.insert(typed)  # a test key can't be an é
    assert picker.term == "Platelet count decreased"


def test_arrows_move_over_the_heads(picker: Opened) -> None:
    picker.types("plate")
    first = picker.term
    picker.press(Key.Key_Down)
    second = picker.term
    assert second == picker.names[3]
    picker.press(Key.Key_Up)
    assert picker.term == first
    picker.press(Key.Key_Up)
    assert picker.term == first


def test_page_keys_stay_inside_the_list(picker: Opened) -> None:
    picker.press(*[Key.Key_PageDown] * 200)
    assert picker.term == picker.names[-1]
    picker.press(*[Key.Key_PageUp] * 200)
    assert picker.term == picker.names[1]


def test_digit_picks_a_grade_and_enter_takes_it(picker: Opened) -> None:
    picker.types("plate")
    picker.press(Key.Key_3, Key.Key_Return)
    assert picker.page.line.text() == "plate"
    assert picker.taken == [(PLATELETS, 3, "")]


def test_a_digit_that_goes_on_with_a_term_is_typed(picker: Opened) -> None:
    picker.types("cd4")
    assert picker.page.line.text() == "cd4"
    assert picker.term == "CD4 lymphocytes decreased"
    picker.press(Key.Key_2, Key.Key_Enter)
    assert [grade for _, grade, _ in picker.taken] == [2]


def test_a_digit_over_chosen_text_picks_a_grade(picker: Opened) -> None:
    picker.types("cd")
    picker.page.line.selectAll()
    picker.press(Key.Key_4)
    assert (picker.page.line.text(), picker.page.grade, picker.term) == ("cd", 4, "CD4 lymphocytes decreased")


def test_enter_without_a_grade_is_refused_in_words(picker: Opened) -> None:
    picker.types("plate")
    picker.press(Key.Key_Return)
    assert picker.taken == []
    assert picker.page.card.refusal == "Choose a grade of Platelet count decreased first: press 1, 2, 3 or 4."
    assert picker.window.told[-1] == (picker.page.card.refusal, "amber")


def test_a_grade_the_term_has_not_is_refused_in_words(picker: Opened) -> None:
    picker.types("plate")
    picker.press(Key.Key_2, Key.Key_5)
    assert picker.page.grade == 2
    assert "no grade 5" in picker.page.card.refusal
    picker.press(Key.Key_Return)
    assert picker.taken == [(PLATELETS, 2, "")]


def test_absent_grades_are_dead_and_say_so(picker: Opened) -> None:
    picker.types("nausea")
    four = picker.page.card.cards[3]
    assert not four.isEnabled()
    assert four.accessibleName() == "No grade 4 for this term"
    picker.bot.mouseClick(four, Qt.MouseButton.LeftButton)
    assert picker.page.grade is None


def test_click_on_a_card_picks_and_enter_on_it_takes(picker: Opened) -> None:
    picker.types("nausea")
    card = picker.page.card.cards[1]
    picker.bot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert picker.page.grade == 2
    assert card.isChecked()
    card.setFocus()
    picker.press(Key.Key_Return)
    assert picker.taken == [(NAUSEA, 2, "")]


def test_a_second_click_keeps_the_grade(picker: Opened) -> None:
    picker.types("nausea")
    card = picker.page.card.cards[1]
    for _ in range(2):
        picker.bot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert card.isChecked()
    assert picker.page.grade == 2


def test_a_grade_is_not_carried_to_another_term(picker: Opened) -> None:
    picker.types("plate")
    picker.press(Key.Key_2, Key.Key_Down)
    assert picker.page.grade is None
    picker.press(Key.Key_Return)
    assert picker.taken == []


def test_tab_goes_to_the_words_where_digits_are_typed(qtbot: QtBot) -> None:
    picker = Opened(qtbot, "fever")
    assert picker.term == "Fever"
    picker.press(Key.Key_1, Key.Key_Tab)
    assert picker.page.words.hasFocus()
    picker.types("38.4 once")
    picker.press(Key.Key_Return)
    assert [(grade, words) for _, grade, words in picker.taken] == [(1, "38.4 once")]


def test_arrows_move_terms_from_the_words_too(picker: Opened) -> None:
    picker.types("plate")
    first = picker.term
    picker.press(Key.Key_Tab, Key.Key_Down)
    assert picker.page.words.hasFocus()
    assert picker.term != first


def test_class_filter_by_keyboard(picker: Opened) -> None:
    picker.types("pain")
    everywhere = len(picker.names)
    picker.press(Key.Key_Tab, Key.Key_Tab)
    assert picker.page.soc.hasFocus()
    picker.types("ear")
    assert picker.page.soc.currentData() == "Ear and labyrinth disorders"
    assert 0 < len(picker.names) < everywhere
    found = [row.term.soc for row in picker.page.list.terms.rows if not isinstance(row, Head)]
    assert set(found) == {"Ear and labyrinth disorders"}


def test_every_class_can_be_chosen(picker: Opened) -> None:
    assert picker.page.soc.count() == 27


def test_escape_goes_back_without_taking(picker: Opened) -> None:
    picker.types("nausea")
    picker.press(Key.Key_1, Key.Key_Escape)
    assert picker.window.went == [("back",)]
    assert picker.taken == []


def test_nothing_found_says_what_to_try(picker: Opened) -> None:
    picker.types("qqq")
    assert picker.term == ""
    assert "“qqq”" in picker.page.card.empty
    picker.press(Key.Key_1, Key.Key_Return)
    assert picker.page.line.text() == "qqq"
    assert picker.taken == []
    assert picker.window.told[-1][0] == say("picker.choose_none")


def test_begins_at_the_term_and_grade_chosen_before(qtbot: QtBot) -> None:
    picker = Opened(qtbot, "platelets low", PLATELETS, 2)
    assert (picker.term, picker.page.grade) == ("Platelet count decreased", 2)
    picker.press(Key.Key_Return)
    assert picker.taken == [(PLATELETS, 2, "platelets low")]


def test_the_card_keeps_nci_words(picker: Opened) -> None:
    picker.types("plate")
    one = picker.page.card.cards[0]
    assert "<LLN - 75,000/mm3; <LLN - 75.0 x 10e9 /L" in one.accessibleName()
    assert one.toolTip() == "<LLN - 75,000/mm3; <LLN - 75.0 x 10e9 /L"


def test_the_footer_says_what_enter_takes(picker: Opened) -> None:
    picker.types("nause")
    assert picker.window.state == "Choose a grade: 1, 2 or 3"
    picker.types("a")
    assert picker.window.state == "Enter takes Nausea; 1, 2 or 3 chooses a grade with it"
    picker.press(Key.Key_2)
    assert picker.window.state == "Enter takes Nausea, grade 2"


def test_no_word_of_any_criterion_is_cut_in_the_least_window() -> None:
    """Cards in a window of 1280 px: every word fits its card, and no card is higher than the room at 720 px."""
    for term in dictionary().terms:
        measured = picker_grades.measure(term.grades, 672)
        assert sum(measured.widths) <= 640, term.term
        for text, wide in zip(term.grades, measured.widths, strict=True):
            if text:
                assert picker_grades.least_width(text, measured.padding) <= wide, (term.term, text)
                assert picker_grades.height_of(text, wide, measured.padding) <= measured.height
        assert measured.height <= 400, term.term


def test_cards_stay_inside_the_smallest_window(qtbot: QtBot) -> None:
    picker = Opened(qtbot, size=(856, 556))
    for name in ("hypertension", "platelet count", "cytokine"):
        picker.page.line.setText(name)
        card = picker.page.card
        assert max(one.geometry().right() for one in card.cards) <= card.width(), name


def test_the_mark_of_a_found_word_stays_in_sight(picker: Opened) -> None:
    picker.types("plate")
    metrics = QFontMetricsF(theme.font(theme.NOTE, theme.STRONG))
    lines = [snippet_line(row, 288) for row in picker.page.list.terms.rows if not isinstance(row, Head)]
    for text, spans in lines[1:]:
        assert text[spans[0][0] : spans[0][1]].lower() == "plate"
        assert metrics.horizontalAdvance(text[: spans[0][1]]) <= 288


def test_nothing_scrolls_at_720(qtbot: QtBot) -> None:
    picker = Opened(qtbot, size=(1112, 636))
    picker.types("hearing impaired")
    area = picker.page.card.parentWidget().parentWidget()
    assert area.verticalScrollBar().maximum() == 0
