"""Two persons at one casebook: a coordinator types, an investigator confirms, a correction ends it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from crf.actions.signing import Signable
from crf.forms.record import Place
from tests.journeys.hands import CTRL, SHIFT, Hands
from tests.journeys.test_drafts import identify
from ui.dialogs.judge import JudgeDialog
from ui.dialogs.sign import SignDialog
from ui.pages.findings import FindingsPage
from ui.pages.listing import Listing

Key = Qt.Key
Open = Callable[[Path], Hands]
PLAN = {"ENRYN": "Y", "ENRDAT": "12-FEB-2026", "PLAND1": "09-MAR-2026"}
EVENT = {
    "AESTDAT": "12-FEB-2026", "AEONGO": "Y", "AEOUT": "NOT RECOVERED", "AECONTRT": "NONE", "AESER": "N",
    **{f"AEREL_{drug}": "N" for drug in ("CYC", "TRA", "PER", "NK", "IL2")},
}  # fmt: skip


@pytest.fixture
def hands(start: Open, casebook: Path) -> Hands:
    """The coordinator at the subject's page, her enrolment typed."""
    found = start(casebook)
    found.key(Key.Key_Return)
    found.enter("SCR", "PLAN", PLAN)
    return found


def judge(hands: Hands) -> None:
    hands.key(Key.Key_J, held=CTRL)


def waiting(hands: Hands) -> list[str]:
    """The items of the open form that wait, as the sheet marks them."""
    return [one.item for one in hands.form.unconfirmed()]


def test_a_judgement_is_typed_confirmed_and_corrected(hands: Hands) -> None:
    hands.open_by_mouse("SCR", "PLAN")
    assert waiting(hands) == ["ENRYN"]
    assert ("unconfirmed", "1 judgement unconfirmed", "calm") in hands.form.footer_states()
    assert hands.link("judge").text == "unconfirmed"
    judge(hands)
    assert hands.told.startswith("Only an investigator confirms judgements")
    hands.back_to_subject()

    identify(hands, "A. Okafor")
    hands.open_by_mouse("SCR", "PLAN")
    before = hands.form.status()
    judge(hands)
    dialog = hands.dialog(JudgeDialog)
    assert dialog.windowTitle() == "Confirm 1 judgement"
    hands.key(Key.Key_Return)
    assert hands.told == "1 judgement confirmed."
    assert (waiting(hands), hands.form.status()) == ([], before)
    judge(hands)
    assert hands.told == "No judgement waits here."
    hands.back_to_subject()

    identify(hands, "M. Ruiz", "coordinator")
    hands.open_by_mouse("SCR", "PLAN")
    hands.go("ENRYN")
    hands.answer("N")
    hands.save_with_reason(1)
    assert waiting(hands) == ["ENRYN"]
    past = [(line.who, line.new) for line in hands.form.entering.history(0, "ENRYN")]
    assert ("A. Okafor", "confirmed") in past


def test_what_an_investigator_types_is_hers_at_once_and_drafts_come_first(hands: Hands) -> None:
    identify(hands, "A. Okafor")
    hands.open_by_mouse("SCR", "PLAN")
    hands.go("SLOTREF")
    hands.type("SLOT-001")
    judge(hands)
    assert hands.told == "Save what was typed first, then confirm."
    hands.save()
    hands.go("ENRYN")
    hands.answer("N")
    hands.save_with_reason(1)
    assert waiting(hands) == []


def test_one_judgement_is_confirmed_by_its_key_the_rest_together(hands: Hands) -> None:
    hands.to("go_events")
    hands.add_event("fever", 1, "fever")
    hands.fill(EVENT)
    hands.save()
    hands.key(Key.Key_Escape)
    identify(hands, "A. Okafor")
    hands.to("go_events")
    hands.key(Key.Key_Return)
    assert set(waiting(hands)) == {"AETOXGR", "AESER", "AESI", *(item for item in EVENT if item.startswith("AEREL"))}
    hands.go("AESER")
    hands.key(Key.Key_F9)
    assert hands.told == "1 judgement confirmed."
    assert "AESER" not in waiting(hands)
    hands.form.sheet.acted.emit(hands.link("judge"))
    left = len(waiting(hands))
    assert left == 6
    judge(hands)
    hands.dialog(JudgeDialog)
    hands.key(Key.Key_Return)
    assert hands.told == "6 judgements confirmed."
    assert (waiting(hands), hands.form.status()) == ([], hands.form.entering.step.status)


def findings(hands: Hands) -> FindingsPage:
    """The list of judgements, reached by keys."""
    hands.to("show_findings")
    page = hands.page
    assert isinstance(page, FindingsPage)
    while page.level != "judged":
        hands.key(Key.Key_Right)
    return page


def test_the_list_leads_to_each_form_and_one_key_confirms_it(hands: Hands) -> None:
    assert hands.subject.page.attention is not None
    page = findings(hands)
    (line,) = [one for one in page.all if one.level == "judged"]
    assert (line.label, line.form, line.sentence) == (
        "01-001", "Enrolment, plan", "Is the subject enrolled for treatment? Yes",
    )  # fmt: skip
    judge(hands)
    assert hands.told.startswith("Only an investigator")
    hands.key(Key.Key_Return)
    assert hands.where == (0, "ENRYN")
    hands.back_to_subject()
    identify(hands, "A. Okafor")
    page = findings(hands)
    judge(hands)
    assert hands.told == "1 judgement confirmed."
    assert not [one for one in page.all if one.level == "judged"]
    judge(hands)
    assert hands.told == "Choose a line under Judgements, then confirm."


def test_the_signature_names_the_judgements_that_wait_and_leads_there(hands: Hands) -> None:
    identify(hands, "A. Okafor")
    hands.key(Key.Key_G, held=CTRL | SHIFT)
    asked = hands.dialog(SignDialog)
    listed = asked.findChild(Listing)
    (row,) = listed.rows
    assert row.said.startswith("Screening, Enrolment, plan: ")
    assert row.said.endswith(", 1 judgement to confirm: Is the subject enrolled for treatment? Yes")
    hands.key(Key.Key_Tab)
    hands.type("A. Okafor")
    assert not asked.act.isEnabled(), "not before she says that she knows"
    hands.click(listed, listed.rect_of(0).center().toPoint())
    assert (hands.form.place.form, hands.where) == ("PLAN", (0, "ENRYN"))
    assert hands.form.status() != "signed"
    hands.key(Key.Key_F9)
    hands.key(Key.Key_G, held=CTRL | SHIFT)
    asked = hands.dialog(SignDialog)
    (row,) = asked.findChild(Listing).rows
    assert "judgement" not in row.said
    hands.key(Key.Key_Space, Key.Key_Tab)
    hands.type("A. Okafor")
    hands.key(Key.Key_Return)
    assert hands.form.status() == "signed"


def test_a_form_with_nothing_open_keeps_one_at_the_signature(hands: Hands) -> None:
    bare = Signable(Place("SCR", "VS"), "Screening", "Vital signs")
    waits = Signable(Place("SCR", "DM"), "Screening", "Demography", judgements=("Fertile? Yes",), where=(0, "FERT"))
    SignDialog(hands.window, "01-001", [bare, waits], "A. Okafor").open()
    asked = hands.dialog(SignDialog)
    listed = asked.findChild(Listing)
    assert [(row.id.form, row.cells[-1].mark) for row in listed.rows] == [("DM", "unconfirmed"), ("VS", "yes")]
    listed.grab()  # both marks are drawn
    hands.click(listed, listed.rect_of(1).center().toPoint())
    assert asked.isVisible()
    hands.key(Key.Key_Escape)
