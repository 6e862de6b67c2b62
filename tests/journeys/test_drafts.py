"""What was typed and not saved: the program dies, and it is back, marked; two windows write, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
import shiboken6

from crf.actions.verifying import verify
from tests.journeys import story_s1 as s1
from tests.journeys.conftest import Open
from tests.journeys.hands import CTRL, Hands, Key, texts
from ui.dialogs.identify import IdentifyDialog
from ui.dialogs.reason import ReasonDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window


def kill(hands: Hands) -> None:
    """The window goes without a word: nothing of it runs any more, no close, no flush."""
    hands.bot.waitUntil(lambda: hands.window.place_kept)
    shiboken6.delete(hands.window)


def test_what_was_typed_is_back_after_the_program_died(start: Open, casebook: Path) -> None:
    hands = start(casebook)
    hands.key(Key.Key_Return)
    hands.open_by_keys("SCR", "IC")
    hands.fill({"RFICDAT": "12-FEB-2026", "RFICTIM": "10:2", "ICVERS": "2.0"})
    kill(hands)

    again = start(casebook)
    assert again.subject.title == "01-001"
    row, column = again.spot("SCR", "IC")
    cell = again.subject.page.rows[row].cells[column]
    assert (cell.status, cell.drafts) == ("draft", 3)
    again.key(Key.Key_Return)
    assert again.form.status() == "draft"
    assert "3 answers you typed were not saved; they are back." in texts(again.form.band)
    shown = {field.item: field.raw for field in again.form.laid.fields}
    assert shown["RFICDAT"] == "12-FEB-2026"
    assert shown["ICVERS"] == "2.0"
    assert again.field("RFICTIM").draft.raw == "10:2", "half typed it came back half typed"
    assert not again.form.entering.saved.started, "nothing counts before it is saved"
    again.go("RFICTIM")
    again.type("0")
    again.fill({"ICCOPY": "Y"})
    assert again.save() == "4 answers saved."
    again.window.close()
    assert verify(casebook).troubles == ()


def test_drafts_can_be_thrown_away(start: Open, casebook: Path) -> None:
    hands = start(casebook)
    hands.key(Key.Key_Return)
    hands.open_by_keys("SCR", "IC")
    hands.fill({"ICVERS": "2.0"})
    kill(hands)
    again = start(casebook)
    again.key(Key.Key_Return)
    (discard,) = [link for link in again.form.band.children() if getattr(link, "text", str)() == "Discard"]
    again.click(discard)
    assert again.form.status() == "not started"
    again.back_to_subject()
    assert again.subject.page.drafts == 0


def test_a_draft_belongs_to_the_person_who_typed_it(start: Open, casebook: Path) -> None:
    hands = start(casebook)
    hands.key(Key.Key_Return)
    hands.open_by_keys("SCR", "IC")
    hands.fill({"ICVERS": "2.0"})
    hands.back_to_subject()
    identify(hands, "A. Okafor")
    hands.open_by_mouse("SCR", "IC")
    assert hands.field("ICVERS").raw == ""
    hands.back_to_subject()
    identify(hands, "M. Ruiz", "coordinator")
    hands.open_by_mouse("SCR", "IC")
    assert hands.field("ICVERS").raw == "2.0"


def identify(hands: Hands, name: str, role: str = "investigator") -> None:
    """Another person sits down."""
    hands.click(hands.window.bar.person)
    asked = hands.dialog(IdentifyDialog)
    hands.retype(name)
    hands.key(Key.Key_Tab, Key.Key_Home)
    hands.key(Key.Key_Down, times=asked.person.codes.index(role))
    hands.key(Key.Key_Return)
    assert hands.window.bar.person.text() == name


@pytest.fixture
def two(start: Open, casebook: Path) -> tuple[Hands, Hands]:
    """Two windows at the same saved consent, the second with another person."""
    one = start(casebook)
    one.key(Key.Key_Return)
    one.enter("SCR", "IC", s1.CONSENT)
    one.open_by_keys("SCR", "IC")
    other = start(casebook)
    identify(other, "A. Okafor")
    other.open_by_mouse("SCR", "IC")
    return one, other


def change(hands: Hands, text: str) -> None:
    """Another version typed and saved with a reason."""
    hands.front()
    hands.go("ICVERS")
    hands.retype(text)
    hands.key(Key.Key_S, held=CTRL)
    hands.give_reason(1)


def test_a_conflict_is_told_in_words_and_both_values_stand(two: tuple[Hands, Hands], casebook: Path) -> None:
    one, other = two
    change(one, "3.0")
    assert one.told == "1 answer saved."
    change(other, "4.0")
    assert other.form.band is not None
    told = texts(other.form.band)
    for words in ("Somebody else saved this form meanwhile", "theirs 3.0", "yours 4.0"):
        assert words in told
    assert other.form.entering.saved.answer("ICVERS").value == "3.0"
    assert other.field("ICVERS").raw == "4.0"
    other.key(Key.Key_S, held=CTRL)
    other.give_reason(2)
    assert other.told == "1 answer saved."
    values = [(line.new, line.who) for line in other.form.entering.history(0, "ICVERS")]
    assert values == [("2.0", "M. Ruiz"), ("3.0", "M. Ruiz"), ("4.0", "A. Okafor")]
    for hands in two:
        hands.window.close()
    assert verify(casebook).troubles == ()


def test_theirs_can_be_taken_and_mine_is_gone(two: tuple[Hands, Hands]) -> None:
    one, other = two
    change(one, "3.0")
    change(other, "4.0")
    (take,) = [link for link in other.form.band.children() if getattr(link, "text", str)() == "Take theirs"]
    other.click(take)
    assert other.form.status() == "complete"
    assert other.field("ICVERS").raw == "3.0"


def test_another_field_saved_meanwhile_is_no_conflict(two: tuple[Hands, Hands]) -> None:
    one, other = two
    change(one, "3.0")
    other.front()
    other.go("ICCOPY")
    other.key(Key.Key_1)
    other.key(Key.Key_S, held=CTRL)
    other.give_reason(1)
    saved = other.form.entering.saved
    assert saved.answer("ICVERS").value == "3.0", "what the other one saved stands"
    assert saved.answer("ICCOPY").value == "N"


def test_one_window_shows_what_the_other_saved(two: tuple[Hands, Hands]) -> None:
    one, other = two
    other.back_to_subject()
    one.front()
    one.back_to_subject()
    one.enter("SCR", "DM", s1.PERSON)
    other.front()
    row, column = other.spot("SCR", "DM")
    other.bot.waitUntil(lambda: other.subject.page.rows[row].cells[column].status == "complete")


def test_no_reason_dialog_stays_behind(two: tuple[Hands, Hands]) -> None:
    one, _ = two
    change(one, "3.0")
    assert not [dialog for dialog in one.form.findChildren(ReasonDialog) if dialog.isVisible()]
