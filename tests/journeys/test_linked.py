"""From a line of the deviation log back to the answer it comes from, by key and by mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from crf.forms.record import Place
from crf.text import say
from tests.journeys.conftest import Open
from tests.journeys.hands import Hands, Key
from tests.journeys.test_story_s4 import table
from ui.dialogs.reason import ReasonDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def hands(start: Open, casebook: Path) -> Hands:
    """The log of deviations of a patient whose cyclophosphamide was left out; its line is open."""
    opened = start(casebook)
    opened.clock.set("2026-03-06T09:30")
    opened.key(Key.Key_Return)
    opened.open_by_mouse("COND", "CTX")
    opened.fill({"ECOCCUR": "N", "ECREASOC": "SUPPLY"})
    opened.save()
    opened.go("ECREASOC")
    opened.key(Key.Key_R, held=CTRL)
    opened.dialog(ReasonDialog)
    opened.key(Key.Key_Tab)
    opened.type("no vials were delivered")
    opened.key(Key.Key_Return)
    opened.back_to_subject()
    table(opened, "DV")
    opened.key(Key.Key_Return)
    assert opened.form.place.form == "DV"
    return opened


@pytest.mark.parametrize("by_key", [True, False])
def test_a_deviation_opens_the_answer_it_comes_from(hands: Hands, by_key: bool) -> None:
    assert hands.field("DVPLAN").text == "600 mg/m²"
    assert hands.notices("DVFROM") == [say("form.linked")]
    if by_key:
        hands.key(Key.Key_F4)
    else:
        hands.click(hands.form.sheet, hands.link("linked").rect.center())
    assert hands.form.place == Place("COND", "CTX")
    assert hands.where == (0, "ECREASOC")


def test_a_form_that_was_written_from_nothing_says_so(hands: Hands) -> None:
    hands.key(Key.Key_F4)
    hands.key(Key.Key_F4)
    assert hands.form.place == Place("COND", "CTX")
    assert hands.told == say("form.linked.none")
