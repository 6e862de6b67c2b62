"""The main job without a mouse: from the first window to the printed record, and not one click."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

from crf.forms.record import Place
from tests.journeys import story_s1 as s1
from tests.journeys.conftest import Open
from tests.journeys.hands import ALT, CTRL, Hands, Key
from tests.journeys.test_first_start import enrol, make_casebook
from ui.dialogs.about import KeysDialog
from ui.dialogs.enrol import EnrolDialog
from ui.dialogs.reason import ReasonDialog

pytestmark = [
    pytest.mark.usefixtures("no_mouse"),
    pytest.mark.qt_log_ignore("propagateSizeHints"),  # the offscreen platform's remark on any window
]


def fill(hands: Hands, at: str, event: str, form: str, answers: s1.Answers) -> None:
    """Open a form by arrows, fill and save it; Escape goes back."""
    hands.clock.set(at)
    hands.open_by_keys(event, form)
    hands.fill(answers)
    assert " saved." in hands.save()


@pytest.mark.req("A7")
def test_the_main_job_by_keys_alone(start: Open, tmp_path: Path) -> None:
    hands = start()
    make_casebook(hands, tmp_path / "site01.casebook")
    enrol(hands)
    fill(hands, "2026-02-12T10:55", "SCR", "IC", s1.CONSENT)
    hands.key(Key.Key_Right, held=ALT)
    assert hands.form.place == Place("SCR", "DM"), "Alt+Right turns to the next form"
    hands.fill(s1.PERSON)
    hands.save()
    hands.back_to_subject()
    for at, event, form, answers in (
        ("2026-02-16T09:11", "SCR", "VS", s1.SCREENING),
        ("2026-03-02T16:20", "SCR", "PLAN", s1.PLAN),
        ("2026-03-05T07:46", "COND", "VS", s1.weighed("05-MAR-2026", "07:40", "63.5")),
    ):
        fill(hands, at, event, form, answers)
        hands.back_to_subject()
    overdose(hands)
    nausea(hands)
    printed(hands, tmp_path)
    assert start_again(hands, start).subject.title == "01-001"


def overdose(hands: Hands) -> None:
    """A dose beyond the tolerance: F8 leads to it, Ctrl+R confirms it as what really was given."""
    fill(hands, "2026-03-05T11:12", "COND", "CTX", {**s1.CYCLOPHOSPHAMIDE, "DOSEPRES": "1200", "ECDSTXT": "1200"})
    hands.to_first()
    for _ in range(5):
        hands.key(Key.Key_F8)
        if hands.where == (0, "DOSEPRES"):
            break
    assert hands.where == (0, "DOSEPRES")
    assert "+17.95 %" in hands.notices("DOSEPRES")[0]
    hands.key(Key.Key_R, held=CTRL)
    hands.dialog(ReasonDialog)
    hands.key(Key.Key_Tab)
    hands.type("prescribed so by the investigator")
    hands.key(Key.Key_Return)
    assert "prescribed so by the investigator" in hands.notices("DOSEPRES")[0]
    hands.back_to_subject()


def nausea(hands: Hands) -> None:
    """An adverse event from the log, and the way back to the subject."""
    hands.clock.set("2026-03-07T18:00")
    hands.to("go_events")
    hands.add_event("nausea", 1, "loss of appetite")
    hands.fill(s1.NAUSEA)
    assert " answers saved." in hands.save()
    hands.to("go_events")
    assert [row.line.term for row in hands.events.log.rows] == ["Nausea"]


def printed(hands: Hands, folder: Path) -> None:
    """The subject's whole set, turned over page by page and saved."""
    hands.to("show_prints")
    pages = hands.page.document.pageCount()
    assert pages >= 7
    hands.key(Key.Key_End)
    assert hands.page.view.pageNavigator().currentPage() == pages - 1
    hands.name_file("set.pdf", lambda: hands.key(Key.Key_S, held=CTRL))
    assert (folder / "set.pdf").read_bytes().startswith(b"%PDF")


def start_again(hands: Hands, start: Open) -> Hands:
    """Quit with Ctrl+Q, start, open the newest file with Enter."""
    hands.key(Key.Key_Q, held=CTRL)
    hands.bot.waitUntil(lambda: not hands.window.isVisible())
    again = start()
    again.key(Key.Key_Return)
    return again


@pytest.mark.req("PA-006")
def test_today_and_now_by_one_key_each(start: Open, casebook: Path) -> None:
    hands = start(casebook)
    hands.clock.set("2026-02-12T10:55")
    hands.key(Key.Key_Return)
    hands.open_by_keys("SCR", "IC")
    hands.type("t")
    assert hands.field("RFICDAT").text == "12-FEB-2026"
    hands.key(Key.Key_Return)
    hands.type("n")
    assert hands.field("RFICTIM").text == "10:55"


def test_search_leads_to_a_form_by_keys(start: Open, casebook: Path) -> None:
    hands = start(casebook)
    hands.key(Key.Key_Return)
    fill(hands, "2026-02-12T10:55", "SCR", "IC", s1.CONSENT)
    hands.to("show_subjects")
    hands.key(Key.Key_K, held=CTRL)
    hands.type("consent")
    hands.key(Key.Key_Return)
    assert hands.form.place == Place("SCR", "IC")


def test_search_on_the_page_of_a_subject_leads_to_her_own_form(start: Open, casebook: Path) -> None:
    hands = start(casebook)
    hands.to("show_subjects")
    hands.key(Key.Key_N, held=CTRL)
    hands.dialog(EnrolDialog)
    hands.key(Key.Key_Return)
    assert hands.subject.title == "01-002"
    hands.key(Key.Key_K, held=CTRL)
    hands.type("cyclo")
    hands.key(Key.Key_Return)
    assert hands.form.place == Place("COND", "CTX")
    assert hands.form.uid == hands.window.session.reader.subjects()[1].uid


def test_every_stop_of_tab_can_be_seen(start: Open, casebook: Path) -> None:
    hands = start(casebook)
    hands.key(Key.Key_Return)
    hands.open_by_keys("SCR", "VS")
    met = []
    while hands.here not in met:
        met.append(hands.here)
        assert hands.here.isVisible()
        hands.key(Key.Key_Tab)
        assert len(met) < 60, "Tab comes round"
    assert set(hands.form.sheet.stops) <= set(met), "Tab reaches every field"
    assert len(met) > len(hands.form.sheet.stops), "and leaves the form at its end"


def reached(hands: Hands) -> set[QWidget]:
    """All that Tab leads to until it comes round."""
    met: set[QWidget] = set()
    while hands.here not in met:
        met.add(hands.here)
        hands.key(Key.Key_Tab)
        assert len(met) < 60, "Tab comes round"
    return met


def unreached(hands: Hands) -> list[str]:
    """The buttons, links and fields of the page at the front that Tab doesn't lead to."""
    met = reached(hands)
    asked = (QAbstractButton, QLineEdit, QComboBox)
    offered = [one for one in hands.window.page.findChildren(QWidget) if isinstance(one, asked) and one.isVisible()]
    assert offered
    return [one.accessibleName() or type(one).__name__ for one in offered if one.isEnabled() and one not in met]


def too_small(hands: Hands) -> list[str]:
    """The buttons and links of the page at the front that are harder to hit than 28 px."""
    offered = [one for one in hands.window.page.findChildren(QAbstractButton) if one.isVisible()]
    return [one.text() for one in offered if min(one.width(), one.height()) < 28]


def test_tab_reaches_every_control_of_the_picker_and_of_the_event_log(start: Open, casebook: Path) -> None:
    hands = start(casebook)
    hands.key(Key.Key_Return)
    hands.key(Key.Key_3, held=CTRL)
    hands.key(Key.Key_N, held=CTRL)
    hands.type("nausea")
    assert unreached(hands) == []
    assert too_small(hands) == []
    hands.window.page.enter()
    hands.type("nausea1")
    hands.key(Key.Key_Return)
    hands.save()
    hands.key(Key.Key_3, held=CTRL)
    assert hands.events.row is not None
    assert unreached(hands) == []
    assert too_small(hands) == []


def test_the_keys_are_told(start: Open, casebook: Path) -> None:
    hands = start(casebook)
    hands.key(Key.Key_Question, held=CTRL)
    hands.dialog(KeysDialog)
    hands.key(Key.Key_Escape)
    hands.key(Key.Key_Return)
    assert hands.subject.title == "01-001"


def test_ctrl_s_saves_after_tab_has_left_the_last_field(start: Open, casebook: Path) -> None:
    hands = start(casebook)
    hands.key(Key.Key_Return)
    hands.open_by_keys("SCR", "IC")
    hands.fill(s1.CONSENT)
    hands.key(Key.Key_Tab)
    assert not hands.form.isAncestorOf(hands.here)
    assert hands.save() == "4 answers saved."
