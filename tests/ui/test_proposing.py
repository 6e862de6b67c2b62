"""Events proposed over the log and under a value, by clicks and keys; the list that asks for one of a few."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crf.actions.entering import Entering
from crf.actions.session import Session, identify
from crf.forms.record import Edit, Place
from tests.journeys.hands import flat_hyphens
from tests.ui.test_events_real import Show, clock, record, session, show, uid
from ui.dialogs.pick import PickDialog
from ui.pages.form import FormPage

__all__ = ["clock", "session", "show", "uid"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
HEM, LATER = Place("D8", "HEM"), Place("D15", "HEM")


def sampled(session: Session, uid: str, place: Place, day: str, lymphocytes: str) -> None:
    entering = Entering(session, uid, place)
    for item, raw in {"LBPERF": "Y", "LBDAT": day, "LBTIM": "08:30", "LYM": lymphocytes}.items():
        entering.edit(Edit(0, item, raw))
    entering.save()


@pytest.fixture
def low(session: Session, uid: str) -> Place:
    """Lymphocytes of grade 3 on day 8, after cyclophosphamide, in their laboratory's limits."""
    for owner, place, answers in (
        ("", Place("SITE", "LR"), {"LRDAT": "2026-01-01", "LYM_LLN": "1.0", "LYM_ULN": "4.0"}),
        (uid, Place("COND", "CTX"), {"ECOCCUR": "Y", "ECSTDAT": "2026-03-05", "ECSTTIM": "10:00"}),
    ):
        entering = Entering(session, owner, place)
        for item, raw in answers.items():
            entering.edit(Edit(0, item, raw))
        entering.save()
    sampled(session, uid, HEM, "2026-03-16", "0.42")
    return HEM


def test_without_values_nothing_stands_over_the_log(show: Show) -> None:
    assert not show().proposed.isVisible()


def test_a_click_accepts_what_the_band_offers(qtbot: QtBot, show: Show, low: Place) -> None:
    page = show()
    band = page.proposed
    assert band.lead.text() == "1 event proposed"
    assert [link.isVisible() for link in band.ways.values()] == [True, True, True]
    qtbot.mouseClick(band.ways["accept"], LEFT)
    assert [row.line.term for row in page.log.rows] == ["Lymphocyte count decreased"]
    assert page.row is not None
    assert page.row.line.term == "Lymphocyte count decreased"
    assert not band.isVisible()


def test_an_update_is_joined_to_nothing(show: Show, session: Session, uid: str, low: Place) -> None:
    record(session, uid, "10025256", "low", [("3", "")], AESTDAT="2026-03-16", AEONGO="Y")
    sampled(session, uid, LATER, "2026-03-23", "0.80")
    page = show()
    assert flat_hyphens(page.proposed.sentence.text()).startswith("Lymphocyte count decreased now grade 1, 23-MAR-2026")
    assert [link.isVisible() for link in page.proposed.ways.values()] == [True, False, True]


def test_an_end_says_its_outcome_before_it_is_accepted(
    qtbot: QtBot, show: Show, session: Session, uid: str, low: Place
) -> None:
    record(session, uid, "10025256", "low", [("3", "")], AESTDAT="2026-03-16", AEONGO="Y")
    sampled(session, uid, LATER, "2026-03-23", "1.10")
    page = show()
    assert "ended, recovered, 23-MAR-2026" in flat_hyphens(page.proposed.sentence.text())
    qtbot.mouseClick(page.proposed.ways["accept"], LEFT)
    assert [(row.line.end, row.line.outcome) for row in page.log.rows] == [("2026-03-23", "Recovered")]


def test_one_who_only_reads_is_told_so(qtbot: QtBot, show: Show, session: Session, low: Place) -> None:
    identify(session, "M. Onitor", "monitor")
    page = show()
    qtbot.keyClick(page, Key.Key_F5)
    sentence, kind = page.window_.told[-1]
    assert kind == "red"
    assert "enters no data" in sentence
    assert page.log.rows == ()


def test_the_menus_offer_it_where_values_are_graded(show: Show, session: Session, uid: str, low: Place) -> None:
    window = show().window_
    acts = {"accept_event", "join_event", "decline_event"}
    assert acts & set(FormPage(window, session, uid, HEM).refuses) == set()
    assert acts <= set(FormPage(window, session, uid, Place("SCR", "IC")).refuses)


def test_of_a_few_one_is_picked_by_figure_arrow_or_click(qtbot: QtBot) -> None:
    dialog = PickDialog(None, "Which grade?", "A fact decides.", ["Grade 1", "Grade 2"], "Accept")
    qtbot.addWidget(dialog)
    dialog.open()
    taken: list[int] = []
    dialog.picked.connect(taken.append)
    dialog.accept()
    assert (taken, dialog.isVisible(), dialog.act.isEnabled()) == ([], True, False)
    qtbot.keyClick(dialog.choices, Key.Key_Down)
    assert dialog.act.isEnabled()
    qtbot.keyClick(dialog.choices, Key.Key_2)
    qtbot.keyClick(dialog.choices, Key.Key_Return)
    assert taken == [1]
