"""People at one form of vital signs: who sits down, asks and signs, and how the form stands in the matrix."""

from __future__ import annotations

from pathlib import Path

import pytest

from crf.reading.views import Cell
from tests.journeys.conftest import Open
from tests.journeys.hands import CTRL, SHIFT, Hands, Key
from tests.journeys.test_drafts import identify
from ui.dialogs.query import QueryDialog
from ui.dialogs.sign import SignDialog

BOTH = CTRL | SHIFT
SIGNS = {
    "VSDAT": "16-FEB-2026", "VSTIM": "09:05", "HEIGHT": "165", "WEIGHT": "60", "SYSBP": "118", "DIABP": "74",
    "PULSE": "72", "TEMP": "36,5", "OXYSAT": "98",
}  # fmt: skip


@pytest.fixture
def hands(start: Open, casebook: Path) -> Hands:
    """The casebook with the vital signs of screening, at the subject's page."""
    opened = start(casebook)
    opened.clock.set("2026-02-16T09:30")
    opened.key(Key.Key_Return)
    opened.enter("SCR", "VS", SIGNS)
    return opened


def cell(hands: Hands, event: str = "SCR", form: str = "VS") -> Cell:
    """A form in the matrix, once one is back at the subject."""
    row, column = hands.spot(event, form)
    found = hands.subject.page.rows[row].cells[column]
    assert found is not None
    return found


def at_form(hands: Hands, name: str, role: str, event: str = "SCR", form: str = "VS") -> None:
    """Somebody sits down and opens a form."""
    identify(hands, name, role)
    hands.open_by_keys(event, form)


def ask(hands: Hands, text: str) -> None:
    """A query on the field one is in."""
    hands.key(Key.Key_Q, held=BOTH)
    hands.dialog(QueryDialog)
    hands.type(text)
    hands.key(Key.Key_Return)


def sign(hands: Hands, name: str, knowing: bool = False) -> None:
    """The name typed again in the dialog, what is open accepted first where it is."""
    hands.key(Key.Key_G, held=BOTH)
    asked = hands.dialog(SignDialog)
    assert not asked.act.isEnabled()
    if knowing:
        hands.key(Key.Key_Space, Key.Key_Tab)
    hands.type(name)
    hands.key(Key.Key_Return)
