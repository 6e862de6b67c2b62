"""Corrections with their reason, voided events, what can't be a value, and findings: by keys, to the journal."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.journeys import story_s1 as s1
from tests.journeys.conftest import Open
from tests.journeys.hands import ALT, CTRL, Hands, Key, texts
from ui.dialogs.enrol import EnrolDialog, RenameDialog
from ui.dialogs.reason import ReasonDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window

REASONS = [
    "Typing error", "Source document corrected", "New information", "Answer to a query",
    "Entered for the wrong subject", "Entered at the wrong visit", "Entered twice",
]  # fmt: skip


@pytest.fixture
def consented(start: Open, casebook: Path) -> Hands:
    """A saved consent, open, with the keyboard in the version of its form."""
    hands = start(casebook)
    hands.key(Key.Key_Return)
    hands.open_by_keys("SCR", "IC")
    hands.fill(s1.CONSENT)
    assert hands.save() == "4 answers saved."
    hands.go("ICVERS")
    return hands


def verbs(hands: Hands) -> list[str]:
    """What was done to the casebook, oldest first."""
    return [act.verb for act in hands.window.session.file.acts()]


@pytest.mark.req("PA-072")
def test_a_correction_asks_why_and_keeps_both_values(consented: Hands) -> None:
    hands = consented
    before = verbs(hands)
    hands.retype("3.0")
    hands.key(Key.Key_S, held=CTRL)
    asked = hands.dialog(ReasonDialog)
    assert asked.choices.texts == REASONS
    assert asked.choices.current == -1, "no reason is chosen beforehand"
    assert not asked.act.isEnabled()
    hands.key(Key.Key_Return)
    assert asked.isVisible(), "without a reason nothing is saved"
    assert verbs(hands) == before
    hands.give_reason(2)
    assert hands.told == "1 answer saved."
    hands.go("ICVERS")
    told = hands.form.panel.accessibleName()
    assert "was 2.0: Source document corrected" in told
    assert verbs(hands)[len(before) :] == ["correct"]


def test_a_correction_in_words_of_ones_own(consented: Hands) -> None:
    hands = consented
    hands.retype("3.0")
    hands.key(Key.Key_S, held=CTRL)
    asked = hands.dialog(ReasonDialog)
    hands.key(Key.Key_Tab)
    assert asked.words.hasFocus()
    hands.type("version read wrongly")
    hands.key(Key.Key_Return)
    assert hands.told == "1 answer saved."
    assert hands.form.entering.history(0, "ICVERS")[-1].reason == "version read wrongly"


def test_escape_from_the_reason_leaves_the_draft(consented: Hands) -> None:
    hands = consented
    hands.retype("3.0")
    hands.key(Key.Key_S, held=CTRL)
    hands.dialog(ReasonDialog)
    hands.key(Key.Key_Escape)
    assert hands.form.status() == "draft"
    assert hands.where == (0, "ICVERS"), "the keyboard is back where it was"
    assert hands.form.entering.saved.answer("ICVERS").value == "2.0"
    hands.key(Key.Key_Z, held=CTRL, times=10)
    assert hands.form.status() == "complete"


@pytest.mark.req("PA-004")
def test_a_choice_is_cleared_by_a_key_and_its_history_says_so(consented: Hands) -> None:
    hands = consented
    hands.go("ICCOPY")
    hands.key(Key.Key_Backspace)
    assert hands.save_with_reason(1) == "1 answer saved."
    assert hands.field("ICCOPY").text == ""
    last = hands.form.entering.history(0, "ICCOPY")[-1]
    assert (last.old, last.new, last.reason) == ("Yes", "blank", "Typing error")


@pytest.mark.req("PA-035")
@pytest.mark.parametrize(
    ("item", "wrong", "asks", "right"),
    [
        ("SYSBP", "TEST", "number", "99"),
        ("SYSBP", "12.5", "whole number", "99"),
        ("TEMP", "TEST", "number", "36.2"),
        ("VSDAT", "31-FEB-2026", "31-FEB-2026", "12-FEB-2026"),
        ("VSTIM", "25:10", "25:10", "09:05"),
    ],
)
def test_what_cannot_be_a_value_stays_a_draft(
    start: Open, casebook: Path, item: str, wrong: str, asks: str, right: str
) -> None:
    hands = start(casebook)
    hands.key(Key.Key_Return)
    hands.open_by_keys("SCR", "VS")
    hands.fill({"WEIGHT": "64.2"})
    hands.to_first()
    hands.go(item)
    hands.type(wrong)
    hands.key(Key.Key_Tab)
    assert any(asks in told for told in hands.notices(item)), hands.notices(item)
    told = hands.save()
    assert told.startswith("1 answer saved.")
    assert "Still a draft, not saved" in told
    saved = hands.form.entering.saved
    assert (saved.answer("WEIGHT").value, saved.answer(item).value) == ("64.2", "")
    assert hands.field(item).draft.raw == wrong
    hands.go(item)
    hands.retype(right)
    assert hands.save().startswith("1 answer saved.")
    assert hands.form.entering.saved.answer(item).value
    assert hands.form.entering.record.drafts == {}


def test_a_finding_is_confirmed_with_ctrl_r_and_a_reason(start: Open, casebook: Path) -> None:
    hands = start(casebook)
    hands.key(Key.Key_Return)
    hands.open_by_keys("SCR", "VS")
    hands.fill({"VSDAT": "12-FEB-2026", "SYSBP": "250", "DIABP": "90", "PULSE": "72", "TEMP": "36.5"})
    told = hands.save()
    assert "1 finding stays open." in told
    hands.go("SYSBP")
    assert "60" in hands.notices("SYSBP")[0]
    assert "240" in hands.notices("SYSBP")[0]
    hands.key(Key.Key_R, held=CTRL)
    hands.dialog(ReasonDialog)
    hands.key(Key.Key_Return)
    assert hands.form.entering.step.findings[0].open, "not without a reason"
    hands.key(Key.Key_Tab)
    hands.type("measured twice")
    hands.key(Key.Key_Return)
    assert "measured twice" in hands.notices("SYSBP")[0]
    assert verbs(hands)[-1] == "confirm"
    hands.back_to_subject()
    assert hands.subject.page.findings == 0


@pytest.fixture
def events(start: Open, casebook: Path) -> Hands:
    """Two events in the log."""
    hands = start(casebook)
    hands.clock.set("2026-03-16T12:00")
    hands.key(Key.Key_Return)
    for find, words in (("nausea", "sick"), ("fever", "hot")):
        hands.to("go_events")
        hands.add_event(find, 1, words)
        hands.fill({"AESTDAT": "05-MAR-2026"})
        assert " saved." in hands.save()
    hands.to("go_events")
    return hands


@pytest.mark.req("PA-019")
def test_a_voided_event_keeps_its_number_struck_and_comes_back(events: Hands) -> None:
    hands = events
    before = [row.line for row in hands.events.log.rows]
    hands.key(Key.Key_Delete)
    asked = hands.dialog(ReasonDialog)
    assert "01-001" in texts(asked)
    assert not asked.act.isEnabled()
    hands.give_reason(5)
    first, second = (row.line for row in hands.events.log.rows)
    assert (first.number, first.void) == (1, "Entered for the wrong subject")
    assert second == before[1], "the other row keeps its number"
    hands.key(Key.Key_Return)
    assert hands.form.status() == "voided"
    assert hands.form.sheet.stops == [], "nothing can be typed in a voided event"
    hands.key(Key.Key_Escape)
    hands.to("go_events")
    hands.key(Key.Key_Delete)
    hands.give_reason(3)
    assert [row.line for row in hands.events.log.rows] == before
    assert verbs(hands)[-2:] == ["void", "restore"]


@pytest.mark.req("PA-019")
def test_a_voided_form_keeps_its_values_and_comes_back(consented: Hands) -> None:
    hands = consented
    hands.key(Key.Key_Menu)
    menu = hands.form.menu
    (last,) = [act for act in menu.actions() if "oid" in act.text()]
    menu.setActiveAction(last)
    hands.bot.keyClick(menu, Key.Key_Return)
    hands.give_reason(5)
    assert hands.form.status() == "voided"
    assert hands.field("ICVERS").text == "2.0"
    hands.back_to_subject()
    row, column = hands.spot("SCR", "IC")
    assert hands.subject.page.rows[row].cells[column].status == "voided"


@pytest.mark.req("PA-016")
def test_a_number_typed_wrongly_is_corrected_from_the_menu(consented: Hands) -> None:
    hands = consented
    hands.back_to_subject()
    hands.key(Key.Key_E, held=ALT)
    menu = QApplication.activePopupWidget()
    for _ in range(20):
        if menu.activeAction() is hands.window.menus.actions["rename_subject"]:
            break
        hands.bot.keyClick(menu, Key.Key_Down)
    hands.bot.keyClick(menu, Key.Key_Return)
    asked = hands.dialog(RenameDialog)
    hands.retype("01-002")
    hands.key(Key.Key_Return)
    assert asked.isVisible(), "not without a reason"
    hands.key(Key.Key_Tab, Key.Key_1, Key.Key_Return)
    assert hands.subject.title == "01-002"
    assert verbs(hands)[-1] == "renumber"
    hands.open_by_mouse("SCR", "IC")
    assert "01-002" in hands.form.head.accessibleName()
    hands.key(Key.Key_P, held=CTRL)
    assert "01-002" in hands.page.document.getAllText(0).text()
    hands.to("show_subjects")
    hands.key(Key.Key_N, held=CTRL)
    refused = hands.dialog(EnrolDialog)
    assert refused.number.text() == "01-003", "a number once used isn't proposed again"
    hands.retype("01-001")
    hands.key(Key.Key_Return)
    assert "01-001" in refused.trouble.text()
    hands.key(Key.Key_Escape)
