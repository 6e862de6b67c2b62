"""The picker and its dictionary: codes, slips, the very name of a term, definitions, and a later version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crf.actions.session import Person, Session, new_casebook
from crf.ctcae.terms import Dictionary, shipped
from crf.ctcae.versions import put_up, take_down, to_json
from tests.ui.event_samples import FakeWindow
from tests.ui.test_picker import NAUSEA, PLATELETS, Opened
from ui.pages.picker import PickerPage
from ui.pages.picker_list import snippet_line
from ui.shell import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
Key = Qt.Key


@pytest.fixture
def defined() -> Iterator[Dictionary]:
    """A casebook in use with definitions, and a version 6.0 of three terms."""
    said = tuple(
        evolve(term, definition=f"A disorder characterized by {term.term.lower()}.") for term in shipped().terms
    )
    book = Dictionary(said)
    shelf = put_up({"5.0": to_json(book), "6.0": to_json(Dictionary(said[:3], "6.0"))})
    yield book
    take_down(shelf)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """An empty casebook."""
    made = new_casebook(tmp_path / "a.casebook", "NK-ACT-BC_2020", "01", Person("B. Sample", "coordinator"))
    yield made
    made.close()


@pytest.mark.req("PA-248")
@pytest.mark.parametrize("verbatim", ["  platelet COUNT  decreased ", "Platelet count decreased"])
def test_words_that_are_a_term_but_for_case_and_blanks_come_first_and_enter_takes_them(
    qtbot: QtBot, verbatim: str
) -> None:
    picker = Opened(qtbot, verbatim)
    assert picker.names[1] == picker.term == "Platelet count decreased"
    assert picker.taken == []  # nothing is coded before a person says so
    picker.press(Key.Key_Return)
    assert picker.taken == [(PLATELETS, None, verbatim.strip())]


@pytest.mark.req("PA-248")
def test_words_that_only_mean_a_term_are_not_taken_without_a_grade(qtbot: QtBot) -> None:
    picker = Opened(qtbot, "low platelets")
    assert picker.term == "Platelet count decreased"
    picker.press(Key.Key_Return)
    assert picker.taken == []


def test_a_code_is_typed_into_the_empty_line_and_a_further_digit_is_a_grade(qtbot: QtBot) -> None:
    picker = Opened(qtbot)
    picker.types(PLATELETS)
    assert (picker.page.line.text(), picker.term) == (PLATELETS, "Platelet count decreased")
    picker.types("3")
    assert (picker.page.line.text(), picker.page.grade) == (PLATELETS, 3)
    picker.press(Key.Key_Return)
    assert picker.taken == [(PLATELETS, 3, "")]


def test_a_digit_picks_a_grade_where_a_term_was_gone_to_or_chosen_before(qtbot: QtBot) -> None:
    picker = Opened(qtbot)
    picker.press(Key.Key_Down, Key.Key_3)
    assert (picker.page.line.text(), picker.page.grade) == ("", 3)
    picker = Opened(qtbot, code=NAUSEA)
    picker.press(Key.Key_2)
    assert (picker.page.line.text(), picker.page.grade, picker.term) == ("", 2, "Nausea")


def test_a_slip_finds_the_term_and_digits_still_pick_its_grade(qtbot: QtBot) -> None:
    picker = Opened(qtbot)
    picker.types("platlets")
    assert picker.term == "Platelet count decreased"
    picker.types("2")
    assert (picker.page.line.text(), picker.page.grade) == ("platlets", 2)


def test_the_definition_stands_under_the_class_and_the_cards_give_way(qtbot: QtBot, defined: Dictionary) -> None:
    plain, told = Opened(qtbot), Opened(qtbot)
    plain.page.card.show_term(shipped().by_code(NAUSEA))
    told.types("nausea")
    assert told.page.card.term == defined.by_code(NAUSEA)
    assert told.page.card.cards[0].y() > plain.page.card.cards[0].y() + 20


def test_definitions_are_searched_in_the_second_group(qtbot: QtBot, defined: Dictionary) -> None:
    picker = Opened(qtbot)
    picker.types("disorder characterized")
    assert picker.names[0] == "In the criteria or definition"
    hit = picker.page.list.chosen
    assert hit is not None
    assert hit.where == "definition"
    text, spans = snippet_line(hit)
    assert text.startswith("definition: A disorder characterized by")
    assert [text[start:stop] for start, stop in spans] == ["disorder characterized"]


def test_the_version_the_study_codes_in_is_the_one_searched(
    qtbot: QtBot, session: Session, defined: Dictionary
) -> None:
    session.study = evolve(session.study, ctcae="6.0")
    page = PickerPage(FakeWindow(), session)
    qtbot.addWidget(page)
    assert (page.line.aside, page.soc.count()) == ("3 of 3 terms  ·  CTCAE v6.0", 2)


def test_a_version_that_is_not_at_hand_is_said_with_the_mend(qtbot: QtBot, session: Session) -> None:
    session.study = evolve(session.study, ctcae="6.0")
    window = FakeWindow()
    page = PickerPage(window, session, "fever")
    qtbot.addWidget(page)
    page.resize(1112, 716)
    page.show()
    assert (page.term, page.line.text()) == (None, "")
    assert page.card.empty.startswith("CTCAE v6.0 isn't at hand. Load NCI's workbook")
    page.take()
    assert window.told[-1] == (page.card.empty, "amber")


def test_nothing_found_leaves_the_footer_without_a_sentence(qtbot: QtBot, session: Session) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.take(session)
    page = PickerPage(window, session)
    qtbot.addWidget(page)
    page.line.setText("nausea")
    assert window.foot.states == [("", "Enter takes Nausea; 1, 2 or 3 chooses a grade with it", "calm")]
    page.line.setText("qqqq")
    assert window.foot.states == []
