"""Lists: what is too wide for its column is told by dots, never cut off in a letter."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from ui.pages.listing import Listing, Text, lines_of


def test_a_word_wider_than_its_column_ends_in_dots(desk: QApplication) -> None:
    rows = Listing()
    cell = Text("Intrauterine once", wrap=3)
    shown = rows._shown(cell, 40)
    assert shown.split(" ")[0].endswith("…")
    assert shown.split(" ")[1] == "once"
    assert rows._shown(cell, 400) == cell.text


def test_a_date_wider_than_its_column_goes_on_after_a_hyphen(desk: QApplication) -> None:
    assert Listing()._shown(Text("UN-JUN-2017", wrap=3), 50) == "UN-JUN-2017"


def test_more_lines_than_a_cell_has_end_in_dots_too(desk: QApplication) -> None:
    rows = Listing()
    cell = Text("one two three four five six seven eight", wrap=2)
    shown = rows._shown(cell, 60)
    assert shown.endswith("…")
    assert lines_of(cell, shown, 60) <= 2
