"""Saving from the form page: what is told, when a reason is asked, what stays a draft, conflicts, void forms."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint

from crf.actions.entering import Entering
from crf.forms.record import Edit, Place
from tests.ui import form_pages
from tests.ui.form_pages import CTRL, Key
from tests.ui.form_samples import FILLED

ground, show = form_pages.ground, form_pages.show
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window


def acts(ground) -> int:
    """Acts in the journal."""
    return len(list(ground.session.file.acts()))


@pytest.mark.req("PA-003")
def test_one_item_of_every_kind_reads_back_exactly(show, ground):
    typed = {
        "TXT": "Lot Ärzte 7", "LONG": "one", "INT": "42", "DEC": "4.20", "DAT": "05-MAR-2026", "PART": "UN-MAR-2026",
        "TIM": "09:05", "TIMS": "09:05:59", "DTM": "05-MAR-2026 09:05", "YN": "y", "ROUTE": "s", "CODE": "h",
        "SITES": "al", "ACT": "Dose reduced",
    }  # fmt: skip
    page = show("ALL")
    for item, text in typed.items():
        page.answer(item, text)
    page.key(Key.Key_S, CTRL)
    again = show("ALL")
    shown = {item: again.editor(item).text() for item in typed}
    assert shown == {**typed, "YN": "Y", "ROUTE": "SC", "CODE": "9..9", "SITES": "ARM|LEG"}
    assert not again.entering.dirty


def test_saving_tells_what_was_saved(show):
    page = show("CYC")
    page.answer("DOSEPRES", "1020")
    page.key(Key.Key_S, CTRL)
    assert page.told().startswith("1 answer saved.")
    page.answer("ECDOSE", "1120")
    page.answer("ECVOL", "250")
    page.key(Key.Key_S, CTRL)
    assert page.told() == "2 answers saved. 1 finding stays open."
    assert page.page.status() == "incomplete"


def test_nothing_typed_is_nothing_to_save(show, ground):
    page = show("CYC")
    before = acts(ground)
    page.key(Key.Key_S, CTRL)
    assert page.told() == "Nothing to save: no answer was changed."
    assert acts(ground) == before


def test_what_cannot_be_a_value_stays_a_draft_and_is_named(show, ground):
    page = show("CYC")
    page.answer("DOSEPRES", "1020")
    page.answer("ECVOL", "a bag")
    page.key(Key.Key_S, CTRL)
    assert page.told().startswith("1 answer saved.")
    assert page.told().endswith("Still a draft, not saved: 2.2 Volume.")
    assert page.editor("ECVOL").text() == "a bag"
    assert ground.value("CYC", "ECVOL").blank


def test_a_correction_asks_for_one_reason_for_the_whole_save(show, ground):
    ground.saved("CYC", {"DOSEPRES": "1020", "ECDOSE": "1020"})
    page = show("CYC")
    before = acts(ground)
    page.answer("DOSEPRES", "1000")
    page.answer("ECDOSE", "1000")
    page.key(Key.Key_S, CTRL)
    dialog = page.dialog()
    assert dialog.choices.current == -1, "no reason is chosen beforehand"
    dialog.reject()
    assert acts(ground) == before
    assert page.editor("ECDOSE").text() == "1000"
    page.key(Key.Key_S, CTRL)
    dialog = page.dialog()
    dialog.choices.choose(1)
    dialog.accept()
    assert acts(ground) == before + 1
    assert page.entering.history(0, "ECDOSE")[-1].reason == "Source corrected"


def test_a_reason_too_long_stays_in_its_dialog_to_be_shortened(show, ground):
    ground.saved("CYC", {"DOSEPRES": "1020"})
    page = show("CYC")
    before = acts(ground)
    page.answer("DOSEPRES", "1000")
    page.key(Key.Key_S, CTRL)
    page.give_reason("x" * 2001)
    dialog = page.dialog()
    assert "2001 characters" in dialog.trouble.text()
    assert len(dialog.words.text()) == 2001
    assert acts(ground) == before
    page.give_reason("x" * 2000)
    assert acts(ground) == before + 1


def test_a_first_answer_needs_no_reason(show, ground):
    ground.saved("CYC", {"DOSEPRES": "1020"})
    page = show("CYC")
    page.answer("ECDOSE", "1020")
    page.key(Key.Key_S, CTRL)
    assert ground.value("CYC", "ECDOSE").value == "1020"


@pytest.mark.req("PA-064")
def test_a_hidden_required_question_lets_the_form_be_complete(show, ground):
    page = show("CYC")
    for item, raw in {**FILLED, "ECDOSE": "1020"}.items():
        page.page.edit(Edit(0, item, raw))
    page.key(Key.Key_S, CTRL)
    assert not page.seen("ECREASND")
    assert page.page.status() == "complete"


def conflict(show, ground):
    """My page after a save that met somebody else's."""
    ground.saved("CYC", {"DOSEPRES": "1020"})
    mine = show("CYC")
    theirs = Entering(ground.session, ground.uid, Place("D-4", "CYC"))
    mine.answer("DOSEPRES", "1000")
    for item, raw in (("DOSEPRES", "1010"), ("ECDOSE", "1010"), ("ECLOT", "CY-1234"), ("ECVOL", "100")):
        theirs.edit(Edit(0, item, raw))
        mine.page.edit(Edit(0, item, "CY-4321" if item == "ECLOT" else "250"))
    theirs.save("source corrected")
    mine.page.edit(Edit(0, "DOSEPRES", "1000"))
    mine.key(Key.Key_S, CTRL)
    mine.give_reason()
    return mine


def test_two_people_at_once_both_values_are_shown_and_nothing_is_written(show, ground):
    mine = conflict(show, ground)
    assert mine.page.band.kind == "red"
    assert "theirs 1010, yours 1000" in mine.page.band.sentence.text()
    sentence = mine.page.band.sentence
    assert sentence.heightForWidth(sentence.width()) <= mine.page.band.height(), "all of it is seen"
    assert mine.editor("DOSEPRES").text() == "1000"
    assert ground.value("CYC", "DOSEPRES").value == "1010"


def test_after_a_conflict_mine_corrects_theirs_with_a_reason(show, ground):
    mine = conflict(show, ground)
    mine.page.keep_mine()
    mine.give_reason("read the order again")
    assert ground.value("CYC", "DOSEPRES").value == "1000"
    assert mine.page.band is None


def test_after_a_conflict_theirs_can_be_taken(show, ground):
    mine = conflict(show, ground)
    mine.page.take_theirs([(0, item) for item in ("DOSEPRES", "ECDOSE", "ECLOT", "ECVOL")])
    assert mine.editor("DOSEPRES").text() == "1010"
    assert not mine.entering.dirty
    assert ground.value("CYC", "DOSEPRES").value == "1010"


@pytest.mark.req("PA-019")
def test_a_void_form_stands_struck_and_is_restored_with_a_reason(show, ground):
    ground.saved("CYC", {"DOSEPRES": "1020"})
    page = show("CYC")
    page.answer("ECDOSE", "a bag")
    assert page.page.status() == "draft"
    page.page.open_menu(QPoint(0, 0))
    page.page.menu.actions()[-1].trigger()
    page.page.menu.close()
    page.give_reason("wrong subject")
    assert page.sheet.stops == []
    assert page.sheet.cells[0, "DOSEPRES"].strike
    assert page.notices("ECDOSE") == [], "what is void needs no mend"
    assert "wrong subject" in page.page.band.sentence.text()
    assert page.page.status() == "voided"
    page.page.open_menu(QPoint(0, 0))
    page.page.menu.actions()[-1].trigger()
    page.page.menu.close()
    page.give_reason("right after all")
    assert page.editor("DOSEPRES").text() == "1020"
    assert page.page.band is None


def test_a_refusal_is_told_in_words_and_nothing_is_lost(show, ground, monkeypatch):
    from crf.faults import refuse

    page = show("CYC")
    page.answer("DOSEPRES", "1020")

    def refused(reason: str = ""):
        raise refuse("reason.needed")

    monkeypatch.setattr(page.entering, "save", refused)
    page.key(Key.Key_S, CTRL)
    assert page.window.told[-1][1] == "red"
    assert page.editor("DOSEPRES").text() == "1020"
