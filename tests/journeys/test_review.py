"""What each role may do at a form and at a subject, by keys: ask, sign, lock, and what stays when others did."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from PySide6.QtWidgets import QMenu

from crf.actions.amending import amend
from crf.actions.session import open_casebook
from crf.cli import cli
from crf.forms.record import Place
from tests.journeys import reviewing
from tests.journeys.conftest import Open
from tests.journeys.hands import CTRL, Clock, Hands, Key
from tests.journeys.reviewing import BOTH, ask, at_form, cell, sign
from tests.journeys.test_drafts import identify
from tests.second_version import second_version
from ui.controls import Link
from ui.dialogs.query import QueryDialog
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.sign import SignDialog
from ui.pages.matrix_paint import symbols

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window
hands = reviewing.hands


@pytest.mark.req("PA-106")
def test_a_query_without_words_is_not_sent(hands: Hands) -> None:
    at_form(hands, "A. Vidal", "monitor")
    hands.key(Key.Key_Q, held=BOTH)
    asked = hands.dialog(QueryDialog)
    acts = hands.window.session.file.act_count()
    hands.key(Key.Key_Return)
    assert asked.isVisible()
    assert asked.trouble.text() == "A query needs words: say what is asked or answered."
    hands.key(Key.Key_Escape)
    assert hands.window.session.file.act_count() == acts


def test_a_query_on_the_whole_form_shows_in_the_panel_and_escape_leaves_the_reply(hands: Hands) -> None:
    at_form(hands, "A. Vidal", "monitor")
    hands.to_first()
    hands.window.do("ask_form")
    hands.dialog(QueryDialog)
    hands.type("Who measured?")
    hands.key(Key.Key_Return)
    ask(hands, "Is the date right?")
    assert hands.form.band.sentence.text() == "Query: Who measured?"
    hands.click(next(one for one in hands.form.band.findChildren(Link) if one.text() == "Thread and reply"))
    assert "The whole form" in hands.form.panel.accessibleName()
    assert hands.form.panel.reply.about.text() == "The whole form · open", "not the query of the field one is in"
    hands.key(Key.Key_Escape)
    assert hands.where == (0, "VSDAT")
    hands.form.panel.reply.step("close")
    assert hands.told == "A query needs words: say what is asked or answered."


@pytest.mark.req("PA-134")
@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("nurse", []),
        ("pharmacist", []),
        ("coordinator", ["Query on this field", "Query on the whole form"]),
        ("investigator", ["Query on this field", "Query on the whole form", "Sign this form"]),
        ("data", ["Query on this field", "Query on the whole form", "Lock this form"]),
        (
            "monitor",
            [
                "Query on this field",
                "Query on the whole form",
                "Verify this field against the source",
                "Verify the whole form",
                "Lock this form",
            ],
        ),
    ],
)
def test_the_menu_holds_what_the_role_may(hands: Hands, role: str, offered: list[str]) -> None:
    at_form(hands, "A. Vidal", role)
    hands.key(Key.Key_Menu)
    menu = hands.form.menu
    assert isinstance(menu, QMenu)
    words = [action.text().split("\t")[0] for action in menu.actions()]
    assert [one for one in words if one.split(" ")[0] in ("Query", "Verify", "Sign", "Lock", "Unlock")] == offered
    menu.close()
    hands.window._enable()
    acts = hands.window.menus.actions
    rights = {"Query": "query_here", "Verify": "verify_here", "Sign": "sign_form", "Lock": "lock_form"}
    for word, act in rights.items():
        assert acts[act].isEnabled() == any(one.startswith(word) for one in offered), act
    for key in (Key.Key_Q, Key.Key_V, Key.Key_G, Key.Key_L):
        names = {Key.Key_Q: "Query", Key.Key_V: "Verify", Key.Key_G: "Sign", Key.Key_L: "Lock"}
        if not any(one.startswith(names[key]) for one in offered):
            acts = hands.window.session.file.act_count()
            hands.key(key, held=BOTH)
            assert hands.told.startswith("The role at the keyboard can't do this.")
            assert hands.window.session.file.act_count() == acts


def test_a_name_mistyped_signs_nothing_and_what_is_open_is_accepted_first(hands: Hands) -> None:
    at_form(hands, "A. Vidal", "monitor")
    hands.to_first()
    ask(hands, "Is the date right?")
    identify(hands, "Dr E. Costa", "investigator")
    sign(hands, "Dr F. Costa", knowing=True)
    assert hands.told == "The name doesn't match. Type the name at the keyboard, Dr E. Costa, to sign."
    assert hands.form.status() == "queries"
    sign(hands, "dr e. costa", knowing=True)
    assert hands.form.status() == "signed"
    hands.back_to_subject()
    assert symbols(cell(hands)) == ["signed", "query"]


def test_all_complete_forms_of_a_subject_are_signed_from_her_page(hands: Hands) -> None:
    hands.enter("SCR", "PREG", {"LBPERF": "Y", "LBDAT": "16-FEB-2026"})
    identify(hands, "Dr E. Costa", "investigator")
    hands.key(Key.Key_G, held=BOTH)
    asked = hands.dialog(SignDialog)
    assert [one.place for one in asked.fit] == [Place("SCR", "VS")]
    assert "required questions aren't answered" in asked.findChild(type(hands.window.page.log.list)).rows[1].said
    hands.type("Dr E. Costa")
    hands.key(Key.Key_Return)
    assert [cell(hands, "SCR", form).status for form in ("VS", "PREG")] == ["signed", "incomplete"]


def test_what_is_open_stands_first_in_what_is_signed(hands: Hands) -> None:
    hands.enter(
        "SCR", "PREG", {"LBPERF": "Y", "LBDAT": "16-FEB-2026", "LBTIM": "08:10", "PREGSPEC": "SERUM", "HCG": "NEG"}
    )
    at_form(hands, "A. Vidal", "monitor", "SCR", "PREG")
    hands.to_first()
    ask(hands, "Which laboratory?")
    hands.back_to_subject()
    identify(hands, "Dr E. Costa", "investigator")
    hands.key(Key.Key_G, held=BOTH)
    asked = hands.dialog(SignDialog)
    rows = asked.findChild(type(hands.window.page.log.list)).rows
    assert [row.id.form for row in rows] == ["PREG", "VS"]
    assert [row.said.rsplit(": ", 1)[1] for row in rows] == ["1 query", "nothing"]
    hands.key(Key.Key_Escape)
    assert cell(hands).status == "complete"


def test_a_subject_is_locked_and_opened_from_her_page(hands: Hands) -> None:
    identify(hands, "M. Soler", "data")
    hands.key(Key.Key_L, held=BOTH)
    hands.dialog(ReasonDialog)
    hands.key(Key.Key_1, Key.Key_Return)
    assert hands.subject.band.lead.text() == "Locked"
    assert {one.status for row in hands.subject.page.rows for one in row.cells if one} == {"locked"}
    assert {"void_subject", "rename_subject", "new_visit"} <= set(hands.subject.refuses)
    assert not hands.subject.can("new_visit")
    assert not hands.subject.can("skip_visit")
    identify(hands, "C. Prat", "nurse")
    hands.open_by_keys("D8", "VS")
    hands.type("1")
    assert not hands.form.entering.dirty
    hands.back_to_subject()
    identify(hands, "M. Soler", "data")
    hands.key(Key.Key_L, held=BOTH)
    hands.dialog(ReasonDialog)
    hands.key(Key.Key_2, Key.Key_Return)
    assert hands.subject.page.locked == ""
    assert cell(hands).status == "complete"


@pytest.mark.req("PA-130")
def test_a_form_locked_from_another_window_keeps_what_was_typed(hands: Hands, start: Open, casebook: Path) -> None:
    hands.open_by_keys("SCR", "VS")
    hands.go("WEIGHT")
    hands.retype("63")
    other = start(casebook)
    at_form(other, "A. Vidal", "monitor")
    other.key(Key.Key_L, held=BOTH)
    other.dialog(ReasonDialog)
    other.key(Key.Key_1, Key.Key_Return)
    hands.front()
    hands.key(Key.Key_S, held=CTRL)
    hands.give_reason(1)
    assert "is locked (Data are final) and wasn't changed" in hands.told
    assert hands.form.entering.dirty, "what was typed isn't lost"
    saved = hands.window.session.file.data(hands.window.uid).at(Place("SCR", "VS"))
    assert saved.answer("WEIGHT").value == "60"


@pytest.mark.req("PA-012")
def test_three_of_five_answers_are_incomplete_and_tell_what_is_missing(hands: Hands) -> None:
    hands.enter("SCR", "PREG", {"LBPERF": "Y", "LBDAT": "16-FEB-2026", "PREGSPEC": "SERUM"})
    shown = cell(hands, "SCR", "PREG")
    assert (shown.status, symbols(shown)) == ("incomplete", ["incomplete"])
    assert shown.tip[0] == "2 questions open: 1.3 Time of the sample; 2.2 Result"
    matrix = hands.subject.matrix
    matrix.focus_place(Place("SCR", "PREG"))
    assert "incomplete" in matrix.accessibleName()
    assert shown.tip[0] in matrix.accessibleDescription()
    hands.enter("SCR", "PREG", {"LBTIM": "08:10", "HCG": "NEG"})
    assert symbols(cell(hands, "SCR", "PREG")) == ["complete"]


@pytest.mark.req("PA-097")
def test_a_withdrawn_subject_is_entered_and_answers_as_before(hands: Hands) -> None:
    identify(hands, "A. Vidal", "monitor")
    hands.open_by_keys("SCR", "VS")
    hands.to_first()
    ask(hands, "Is the date right?")
    hands.back_to_subject()
    identify(hands, "C. Prat", "nurse")
    hands.window.show_subject(hands.window.uid, "WD")
    hands.key(Key.Key_N, held=CTRL)
    hands.fill({"WDDAT": "16-FEB-2026", "WDTYPE": "PART"})
    hands.save()
    hands.to("show_queries")
    hands.key(Key.Key_Return)
    hands.key(Key.Key_Q, held=BOTH)
    hands.type("It is.")
    hands.key(Key.Key_Return)
    assert hands.told == "The query is answered."
    hands.back_to_subject()
    assert "ithdrawn" in hands.subject.page.phase
    hands.enter("EOT", "VS", {"VSDAT": "16-FEB-2026", "WEIGHT": "60"})
    assert cell(hands, "EOT", "VS").status == "incomplete"


@pytest.mark.req("PA-229")
def test_an_amendment_leaves_signed_and_locked_forms_with_their_version(
    hands: Hands, casebook: Path, tmp_path: Path, clock: Clock
) -> None:
    at_form(hands, "Dr E. Costa", "investigator")
    sign(hands, "Dr E. Costa")
    hands.back_to_subject()
    other = open_casebook(casebook, clock)
    amend(other, str(second_version(tmp_path / "second")), "Protocol amendment 1")
    other.close()
    hands.window.open_file(casebook)
    hands.open_by_keys("SCR", "VS")
    assert hands.form.status() == "signed"
    assert hands.form.head.head.version == "1"
    assert "WAISTX" not in {field.item for field in hands.form.laid.fields}
    hands.back_to_subject()
    hands.open_by_keys("D1", "VS")
    assert "WAISTX" in {field.item for field in hands.form.laid.fields}
    assert CliRunner().invoke(cli, ["verify", str(casebook)]).exit_code == 0
