"""One form from the first question to the lock, and opened again: by monitor, nurse, investigator, data manager."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from crf.cli import cli
from crf.reading.views import Cell
from tests.journeys import reviewing
from tests.journeys.hands import Hands, Key
from tests.journeys.reviewing import BOTH, ask, at_form, cell, sign
from tests.journeys.test_drafts import identify
from ui import marks
from ui.dialogs.reason import ReasonDialog
from ui.editors.still import Still
from ui.pages.matrix_paint import symbols
from ui.pages.queries import QueriesPage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window
hands = reviewing.hands


@pytest.mark.req("PA-105")
def test_from_the_first_question_to_the_lock(hands: Hands, casebook: Path) -> None:
    assert (cell(hands).status, symbols(cell(hands))) == ("complete", ["complete"])
    asked(hands)
    answered(hands)
    verified(hands)
    signed(hands)
    locked(hands)
    opened_again(hands)
    assert CliRunner().invoke(cli, ["verify", str(casebook)]).exit_code == 0


def asked(hands: Hands) -> None:
    """A monitor verifies, and asks where the source says otherwise."""
    at_form(hands, "A. Vidal", "monitor")
    assert {type(stop) for stop in hands.form.sheet.stops} == {Still}
    hands.type("7")
    assert hands.field("VSDAT").raw == "16-FEB-2026", "a monitor types nothing"
    hands.to_first()
    hands.key(Key.Key_Space, times=3)
    assert hands.where == (0, "WEIGHT"), "verified, and on to the next"
    ask(hands, "The source says 62 kg.")
    assert hands.told == "The query is open."
    assert hands.notices("WEIGHT") == ["Query: The source says 62 kg."]
    assert "with queries" in hands.form.head.accessibleName()
    hands.back_to_subject()
    assert (cell(hands).status, symbols(cell(hands))) == ("queries", ["complete", "query"])
    assert hands.window.rail.items["queries"].count == 1


def answered(hands: Hands) -> None:
    """The nurse is led to the query, corrects and answers."""
    identify(hands, "C. Prat", "nurse")
    hands.to("show_queries")
    assert isinstance(hands.page, QueriesPage)
    (row,) = hands.page.list.rows
    assert "2.2 Weight" in row.said
    hands.key(Key.Key_Return)
    assert hands.where == (0, "WEIGHT")
    hands.retype("62")
    hands.save_with_reason(1)
    assert hands.notices("WEIGHT") == ["Query: The source says 62 kg."], "a correction closes nothing"
    hands.key(Key.Key_Q, held=BOTH)
    hands.type("Read again: 62 kg.")
    hands.key(Key.Key_Return)
    assert hands.told == "The query is answered."
    assert hands.notices("WEIGHT") == ["Query, answered: Read again: 62 kg."]


def verified(hands: Hands) -> None:
    """The monitor closes the query and verifies the whole form."""
    identify(hands, "A. Vidal", "monitor")
    shown = hands.form.panel.accessibleName()
    for part in ("The source says 62 kg.", "60 → 62", "Read again: 62 kg.", "C. Prat"):
        assert part in shown
    hands.form.sheet.go((0, "WEIGHT"))
    hands.key(Key.Key_Q, held=BOTH)
    hands.type("Agreed.")
    hands.key(Key.Key_Return)
    assert hands.notices("WEIGHT") == ["Query, closed: Agreed."]
    hands.to_first()
    hands.key(Key.Key_Space, times=12)
    assert hands.form.status() == "verified"
    hands.back_to_subject()
    assert symbols(cell(hands)) == ["verified"]


def signed(hands: Hands) -> None:
    """The investigator signs."""
    at_form(hands, "Dr E. Costa", "investigator")
    sign(hands, "Dr E. Costa")
    assert hands.told == "Signed."
    assert hands.form.band.sentence.text().startswith("Signed by Dr E. Costa, Investigator, 16 FEB 2026 09:30")
    hands.back_to_subject()
    assert symbols(cell(hands)) == ["signed"]


def locked(hands: Hands) -> None:
    """The data manager locks."""
    at_form(hands, "M. Soler", "data")
    hands.key(Key.Key_L, held=BOTH)
    hands.dialog(ReasonDialog)
    hands.key(Key.Key_1, Key.Key_Return)
    assert hands.told == "Locked."
    assert hands.form.band.sentence.text().endswith("Data are final")
    hands.back_to_subject()
    assert symbols(cell(hands)) == ["locked"]
    assert marks.word(cell(hands).status) == "locked"
    tip = " ".join(cell(hands).tip)
    for part in ("Verified against the source: 9 of 9", "Signed by Dr E. Costa", "Locked by M. Soler"):
        assert part in tip


def opened_again(hands: Hands) -> None:
    """Nothing is typed into a locked form; opened and corrected, it has to be signed anew."""
    at_form(hands, "C. Prat", "nurse")
    hands.type("9")
    assert not hands.form.entering.dirty
    identify(hands, "M. Soler", "data")
    hands.key(Key.Key_L, held=BOTH)
    hands.dialog(ReasonDialog)
    hands.key(Key.Key_1, Key.Key_Return)
    assert hands.form.status() == "signed", "opened again, the signature still holds"
    identify(hands, "C. Prat", "nurse")
    hands.go("WEIGHT")
    hands.retype("63")
    hands.save_with_reason(1)
    assert hands.form.status() == "complete"
    assert "Changed since the signature of Dr E. Costa" in " ".join(cell_at_home(hands).tip)


def cell_at_home(hands: Hands) -> Cell:
    hands.back_to_subject()
    return cell(hands)
