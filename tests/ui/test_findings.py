"""Findings over all subjects: by level and word, Enter and F8 lead to the field, the rail counts them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crf.actions.entering import Entering
from crf.forms.record import Edit, Place
from crf.reading.views import FindingLine
from crf.text import say
from ui.pages.findings import FindingsPage
from ui.pages.form import FormPage
from ui.shell import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
Key = Qt.Key
Press = Callable[..., None]
VS = Place("SCR", "VS")


def enter(window: MainWindow, label: str, **answers: str) -> None:
    """Save answers in the vital signs of screening."""
    uid = next(row.uid for row in window.session.reader.subjects() if row.label == label)
    entering = Entering(window.session, uid, VS)
    for item, raw in answers.items():
        entering.edit(Edit(0, item, raw))
    entering.save("Typing error")


@pytest.fixture
def found(opened: MainWindow) -> MainWindow:
    """Two subjects with findings: a height too great, pressures turned round."""
    enter(opened, "01-001", HEIGHT="300")
    enter(opened, "01-002", SYSBP="80", DIABP="110", HEIGHT="301")
    return opened


@pytest.fixture
def findings(found: MainWindow, press: Press) -> FindingsPage:
    """The page, reached by its key."""
    press(Key.Key_4, control=True)
    assert isinstance(found.page, FindingsPage)
    return found.page


def line(level: str, label: str = "01-001", sentence: str = "Something is out of the way.") -> FindingLine:
    """A finding of a level."""
    return FindingLine(f"u{label}", label, VS, (0, "HEIGHT"), "Screening", "Vital signs", "2.1 Height", sentence, level)


def test_findings_stand_by_subject_with_their_sentence(findings: FindingsPage) -> None:
    assert [group.title for group in findings.list.groups] == ["01-001", "01-002"]
    assert [len(group.rows) for group in findings.list.groups] == [1, 2]
    row = findings.list.rows[0]
    assert "300" in row.cells[2].text
    assert row.said.startswith("01-001, Screening, ")
    assert say("mark.finding") in row.said


def test_enter_leads_to_the_field(findings: FindingsPage, found: MainWindow, press: Press) -> None:
    press(Key.Key_Down)
    subject, place, where, _ = findings.list.row.id
    press(Key.Key_Return)
    assert isinstance(found.page, FormPage)
    assert (found.page.uid, found.page.place) == (subject, place)
    assert found.page.sheet.current == where


def test_f8_leads_there_too_and_back_returns_to_the_row(
    findings: FindingsPage, found: MainWindow, press: Press
) -> None:
    press(Key.Key_End, Key.Key_F8)
    assert isinstance(found.page, FormPage)
    found.back()
    assert found.page is findings
    assert findings.list.current == 2
    assert findings.list.hasFocus()


def test_the_rail_counts_what_waits(found: MainWindow, press: Press) -> None:
    item = found.rail.items["findings"]
    press(Key.Key_1, control=True)
    assert item.count == 3
    assert item.accessibleName() == "Findings, 3 open"
    enter(found, "01-001", HEIGHT="163")
    found.tell("saved")
    assert item.count == 2
    enter(found, "01-002", SYSBP="120", DIABP="80", HEIGHT="170")
    found.tell("saved")
    assert (item.count, item.accessibleName()) == (0, "Findings")


def test_levels_are_told_apart_by_tab_and_by_shape(findings: FindingsPage, press: Press, qtbot: QtBot) -> None:
    findings.show_findings([line("deviation"), line("soft"), line("advice"), line("soft", "01-002")])
    assert [tab.count for tab in findings.tabs.tabs] == [4, 1, 2, 1, 0, 0]
    assert [row.cells[2].mark for row in findings.list.rows] == ["deviation", "finding", "advice", "finding"]
    press(Key.Key_Right)
    assert findings.level == "deviation"
    assert len(findings.list.rows) == 1
    at = findings.tabs.rect_of("soft").center().toPoint()
    qtbot.mouseClick(findings.tabs, Qt.MouseButton.LeftButton, pos=at)
    assert [group.title for group in findings.list.groups] == ["01-001", "01-002"]


@pytest.mark.req("PA-102")
def test_answers_with_a_missing_code_have_a_list_of_their_own(found: MainWindow, press: Press) -> None:
    uid = found.session.reader.subjects()[1].uid
    entering = Entering(found.session, uid, VS)
    item = next(one for one in entering.form.items if one.missing and not one.show)
    entering.edit(Edit(0, item.id, missing=item.missing[0]))
    entering.save()
    press(Key.Key_4, control=True)
    page = found.page
    assert {tab.id: tab.count for tab in page.tabs.tabs}["missing"] == 1
    assert all(row.id[2] != (0, item.id) for row in page.list.rows), "it is no finding"
    page.show_level("missing")
    row = page.list.rows[0]
    assert [group.title for group in page.list.groups] == ["01-002"]
    assert row.cells[2].text.endswith(say(f"missing.{item.missing[0]}"))
    assert item.ask in row.cells[2].text
    page.list.setFocus()
    press(Key.Key_Return)
    assert (found.page.uid, found.page.place, found.page.sheet.current) == (uid, VS, (0, item.id))


def test_words_filter_within_a_level(findings: FindingsPage, press: Press) -> None:
    findings.show_findings([line("soft", sentence="Too late."), line("soft", sentence="Too early."), line("advice")])
    findings.show_level("soft")
    findings.list.setFocus()
    press("early")
    assert [row.cells[2].text for row in findings.list.rows] == ["Too early."]


def test_a_long_sentence_takes_more_lines(findings: FindingsPage) -> None:
    findings.show_findings([line("soft"), line("soft", sentence="so that " * 40 + "end.")])
    assert findings.list.highs[1] > findings.list.highs[0]
    assert findings.list.height() >= sum(findings.list.highs)


def test_without_findings_the_page_says_so(opened: MainWindow, press: Press) -> None:
    press(Key.Key_4, control=True)
    assert opened.page.empty.isVisible()
    assert not opened.page.tools.isVisible()
    press(Key.Key_F8)
    assert isinstance(opened.page, FindingsPage)
