"""The matrix of forms and visits by keys and clicks: moving over it, what a cell says, its pages of visits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from attrs import evolve
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crf.forms.record import Place
from crf.reading.views import Cell, SubjectPage
from tests.ui.samples import subject_page
from ui import theme
from ui.pages.matrix import Matrix
from ui.pages.matrix_paint import HEAD, NAMES, ROW, symbols

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
Key = Qt.Key
WIDE = 196 + 14 * 62


@pytest.fixture
def matrix(qtbot: QtBot, desk: QApplication) -> Matrix:
    """The sample patient's matrix at its natural size, with the keyboard."""
    made = Matrix()
    qtbot.addWidget(made)
    made.resize(WIDE, 540)
    made.show_page(subject_page())
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def where(matrix: Matrix) -> tuple[str, str]:
    return matrix.place.event, matrix.place.form


def wider(page: SubjectPage, times: int) -> SubjectPage:
    """The same page with its visits several times over."""
    columns = tuple(evolve(column, key=str(n)) for n in range(times) for column in page.columns)

    def again(cell: Cell | None, n: int) -> Cell | None:
        return cell and evolve(cell, place=evolve(cell.place, event_key=str(n)))

    rows = tuple(
        evolve(row, cells=tuple(again(cell, n) for n in range(times) for cell in row.cells)) for row in page.rows
    )
    return evolve(page, columns=columns, rows=rows)


def test_it_begins_where_attention_is_asked_for(matrix: Matrix) -> None:
    assert where(matrix) == ("D8", "HE")
    calm = evolve(subject_page("u2"), attention=None)
    matrix.show_page(calm)
    assert where(matrix) == ("D8", "VS")  # today's first form that is open


def test_arrows_go_from_form_to_form_and_skip_what_is_not_asked(matrix: Matrix, press: Callable[..., None]) -> None:
    press(Key.Key_Down)
    assert where(matrix) == ("D8", "CH")
    press(Key.Key_Left)
    assert where(matrix) == ("SCR", "CH")  # nothing is asked in between
    press(Key.Key_Right, Key.Key_Right)
    assert where(matrix) == ("D15", "CH")
    press(Key.Key_Up, Key.Key_Up)
    assert where(matrix) == ("D8", "VS")  # D15 has none: the nearest
    press(Key.Key_Down)
    assert where(matrix) == ("D15", "HE")  # and back in the visit one came from


def test_home_and_end_go_to_the_ends_of_the_row_and_of_all(matrix: Matrix, press: Callable[..., None]) -> None:
    press(Key.Key_End)
    assert where(matrix) == ("EOT", "HE")
    press(Key.Key_Home)
    assert where(matrix) == ("SCR", "HE")
    press(Key.Key_End, control=True)
    assert where(matrix) == ("EOT", "DS")
    press(Key.Key_Home, control=True)
    assert where(matrix) == ("SCR", "IC")


def test_where_rows_scroll_none_is_cut_under_the_head(matrix: Matrix, press: Callable[..., None]) -> None:
    matrix.setFixedHeight(HEAD + 5 * ROW)
    press(Key.Key_Home, control=True)
    bar = matrix.verticalScrollBar()
    stood = set()
    for _ in matrix.rows:
        press(Key.Key_Down)
        if bar.value() < bar.maximum():
            stood.add(bar.value())
            assert not [top for top in matrix.tops if top < bar.value() < top + ROW]
    assert len(stood) > 3


def test_arrows_reach_every_cell(matrix: Matrix, press: Callable[..., None]) -> None:
    """Rows by up and down, visits by left and right; nobody needs a mouse."""
    seen = set()
    press(Key.Key_Home, control=True)
    for _ in matrix.rows:
        press(Key.Key_Home)
        for _ in matrix.columns:
            seen.add(where(matrix))
            press(Key.Key_Right)
        press(Key.Key_Down)
    every = {(cell.place.event, cell.place.form) for row in matrix.rows for cell in row.cells if cell}
    assert every - seen == set()


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Space])
def test_enter_opens_the_form(matrix: Matrix, press: Callable[..., None], qtbot: QtBot, key: Qt.Key) -> None:
    with qtbot.waitSignal(matrix.opened) as caught:
        press(key)
    assert caught.args == [Place("D8", "HE")]


def test_a_click_opens_a_cell_and_nothing_elsewhere(matrix: Matrix, qtbot: QtBot) -> None:
    view = matrix.viewport()
    with qtbot.waitSignal(matrix.opened) as caught:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=matrix.rect_of((4, 1)).center())
    assert caught.args == [Place("DM4", "VS")]
    with qtbot.assertNotEmitted(matrix.opened, wait=20):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(60, HEAD + 40))


def test_a_screen_reader_is_told_form_visit_status_and_why(matrix: Matrix, press: Callable[..., None]) -> None:
    assert matrix.accessibleName() == "Haematology, Day 8, complete, findings: 1"
    assert "Lymphocytes 0.42" in matrix.accessibleDescription()
    press(Key.Key_Down)
    assert matrix.accessibleName() == "Chemistry, Day 8, draft"


def test_status_is_told_by_shape_and_the_gravest_thing_beside_it(matrix: Matrix) -> None:
    cell = matrix.cell(matrix.spot)
    assert symbols(cell) == ["complete", "finding"]
    assert symbols(evolve(cell, hard=1)) == ["complete", "hard"]
    assert symbols(evolve(cell, findings=0, drafts=2)) == ["complete", "draft"]
    assert symbols(evolve(cell, findings=0)) == ["complete"]


def test_the_card_stands_beside_its_cell_and_never_over_it(matrix: Matrix, press: Callable[..., None]) -> None:
    plain = matrix.grab().toImage()
    cell = matrix.rect_of(matrix.spot)
    outline = theme.color("outline")

    def framed(left: int, right: int) -> bool:
        found = (plain.pixelColor(x, y) for x in range(left, right) for y in range(cell.top(), cell.bottom()))
        return any(color == outline for color in found)

    assert framed(cell.right() + 8, cell.right() + 20)
    assert not framed(cell.left(), cell.right())


def test_hovering_a_cell_shows_its_card(matrix: Matrix, qtbot: QtBot) -> None:
    before = matrix.grab().toImage()
    qtbot.mouseMove(matrix.viewport(), matrix.rect_of((8, 1)).center())
    assert matrix.hover == (8, 1)
    assert matrix.grab().toImage() != before
    assert where(matrix) == ("D8", "HE")  # the keyboard stays where it is


def test_today_is_a_column_of_its_own_colour(matrix: Matrix) -> None:
    shown = matrix.grab().toImage()
    x = matrix.rect_of((0, 6)).left() + 3
    assert shown.pixelColor(x, HEAD + 30) == QColor(theme.LIGHT["accent ground"])
    assert shown.pixelColor(x - 8, HEAD + 30) == QColor(theme.LIGHT["surface"])


def test_fourteen_visits_fit_a_window_of_1280(matrix: Matrix) -> None:
    assert matrix.fitting == 14
    assert matrix.rect_of((4, 13)).right() < matrix.viewport().width()


def test_more_visits_are_turned_over_and_never_scrolled_sideways(matrix: Matrix, press: Callable[..., None]) -> None:
    matrix.show_page(wider(subject_page("u3"), 3))
    assert len(matrix.columns) == 42
    assert matrix.horizontalScrollBar().maximum() == 0
    press(Key.Key_Home)
    assert matrix.first == 0
    press(Key.Key_PageDown)
    assert matrix.first == matrix.fitting
    assert matrix.first <= matrix.spot[1] < matrix.first + matrix.fitting
    press(Key.Key_End)
    last = matrix.spot[1]
    assert matrix.first + matrix.fitting > last
    assert not matrix.rect_of(matrix.spot).isEmpty()
    press(Key.Key_PageUp, Key.Key_PageUp, Key.Key_PageUp)
    assert matrix.first == 0


def test_the_arrows_in_the_head_turn_pages_too(matrix: Matrix, qtbot: QtBot) -> None:
    matrix.show_page(wider(subject_page("u3"), 2))
    qtbot.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(NAMES - 12, 14))
    assert matrix.first > 0
    for _ in range(3):
        qtbot.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(NAMES - 36, 14))
    assert matrix.first == 0


def test_rows_that_do_not_fit_scroll_under_their_head(matrix: Matrix, press: Callable[..., None]) -> None:
    matrix.resize(WIDE, 300)
    press(Key.Key_End, control=True)
    rect = matrix.rect_of(matrix.spot)
    assert HEAD <= rect.top() < rect.bottom() < 300
    press(Key.Key_Home, control=True)
    assert matrix.verticalScrollBar().value() == 0
