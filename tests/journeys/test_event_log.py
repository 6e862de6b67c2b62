"""The event log in the real window: ordered and filtered by keys, asked again after a visit, one event found twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys import story_s1 as s1
from tests.journeys.conftest import Open
from tests.journeys.hands import CTRL, Hands, Key
from tests.journeys.test_look import look

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window


def event(hands: Hands, find: str, grade: int, words: str, **answers: str) -> None:
    """From the subject page: an event picked, filled in and saved; then back to the log."""
    hands.to("go_events")
    hands.add_event(find, grade, words)
    hands.fill(s1.event("", AEOUT="NOT RECOVERED", AEONGO="Y", **answers))
    assert " saved." in hands.save()
    hands.back_to_subject()


@pytest.fixture
def two(start: Open, casebook: Path) -> Hands:
    """A patient of whom a fever and a nausea were typed on 16 February; her page is open."""
    return typed_two(start(casebook))


def typed_two(hands: Hands) -> Hands:
    """The same in a window that was just opened."""
    hands.clock.set("2026-02-16T09:30")
    hands.key(Key.Key_Return)
    event(hands, "fever", 1, "fever", AESTDAT="16-FEB-2026")
    event(hands, "nausea", 2, "queasy", AESTDAT="16-FEB-2026")
    return hands


def listed(hands: Hands) -> list[str]:
    """The terms of the log as they stand."""
    return [row.line.term for row in hands.events.table.events.rows]


def test_the_log_is_ordered_and_filtered_by_keys(two: Hands) -> None:
    hands = two
    hands.to("go_events")
    assert listed(hands) == ["Fever", "Nausea"]
    hands.key(Key.Key_Right, Key.Key_Right, Key.Key_S, Key.Key_S)
    assert listed(hands) == ["Nausea", "Fever"]
    hands.key(Key.Key_2)
    assert listed(hands) == ["Nausea"]
    hands.key(Key.Key_C)
    assert len(listed(hands)) == 2
    hands.to("go_events")  # a second time: the events of all subjects
    assert hands.events.uid is None
    assert listed(hands) == ["Fever", "Nausea"]
    hands.key(Key.Key_2)
    assert listed(hands) == ["Nausea"]


def test_after_a_visit_the_page_asks_whether_the_events_go_on_and_one_key_answers(two: Hands) -> None:
    hands = two
    hands.enter("SCR", "VS", s1.weighed("20-FEB-2026", "08:00", "64.0") | {"HEIGHT": "163.0"}, at="2026-02-20T08:30")
    hands.to("go_events")
    log = hands.events
    assert log.band.isVisible()
    assert log.band.accessibleName().startswith("2 ongoing events not asked since 16 FEB")
    before = len(hands.window.session.file.acts())
    hands.key(Key.Key_O)
    assert hands.told == "2 events go on at Screening."
    assert not hands.events.band.isVisible()
    assert [row.line.asked for row in hands.events.log.rows] == ["2026-02-20"] * 2
    assert [act.verb for act in hands.window.session.file.acts()[before:]] == ["ongoing"]
    hands.key(Key.Key_H)
    assert "Asked again: still there 20-FEB-2026, Screening" in hands.events.panel.history.accessibleDescription()


def test_one_event_typed_twice_is_found_on_the_later_one(two: Hands) -> None:
    hands = two
    event(hands, "fever", 1, "fever", AESTDAT="17-FEB-2026")
    hands.to("go_events")
    hands.key(Key.Key_Down, times=2)
    found = [one for one in hands.events.row.line.findings if one.check == "twice"]
    assert [one.item for one in found] == ["AEDECOD"]
    hands.key(Key.Key_Return)
    hands.go("AEDECOD")
    assert any("was entered before" in sentence for sentence in hands.notices("AEDECOD"))


def test_special_interest_is_proposed_from_the_term(two: Hands) -> None:
    hands = two
    hands.to("go_events")
    hands.add_event("infusion related", 1, "reaction to infusion")
    assert (hands.field("AESI").text, hands.field("AESI").proposed) == ("Yes", True)
    assert hands.field("AEDICTV").text == "5.0"
    assert (
        hands.field("AECRIT", 1).text
        == "Mild transient reaction; infusion interruption not indicated; intervention not indicated"
    )


def test_a_change_of_grade_is_a_line_of_the_event_by_keys(two: Hands) -> None:
    hands = two
    hands.to("go_events")
    hands.key(Key.Key_Down, Key.Key_G)
    assert hands.where == (1, "AETOXGR")
    hands.key(Key.Key_Return, held=CTRL)
    assert hands.where == (2, "AETOXGR")
    hands.answer("3")
    hands.key(Key.Key_Tab)
    hands.answer("18-FEB-2026")
    assert hands.save().startswith("2 answers saved.")
    hands.back_to_subject()
    hands.to("go_events")
    line = hands.events.log.rows[1].line
    assert [(span.grade, span.since) for span in line.grades] == [(2, "2026-02-16"), (3, "2026-02-18")]
    assert line.worst == 3


def test_the_subject_page_leads_to_what_is_asked(two: Hands) -> None:
    hands = two
    visit = s1.weighed("20-FEB-2026", "08:00", "64.0") | {"HEIGHT": "163.0"}
    hands.enter("SCR", "VS", visit, at="2026-02-20T08:30")
    tab = next(tab for tab in hands.subject.tabs.tabs if tab.id == "AE")
    assert tab.figure == "2 ?"
    assert "2 ongoing events not asked since 16 FEB" in hands.subject.tabs.accessibleName()
    hands.key(Key.Key_O)
    hands.key(Key.Key_O)
    assert hands.told == "2 events go on at Screening."
    hands.back_to_subject()
    assert next(tab for tab in hands.subject.tabs.tabs if tab.id == "AE").figure == "2"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_offers_filters_and_orders_can_be_read(start: Open, casebook: Path, scheme: str) -> None:
    hands = typed_two(start(casebook, scheme=scheme))
    visit = s1.weighed("20-FEB-2026", "08:00", "64.0") | {"HEIGHT": "163.0"}
    hands.enter("SCR", "VS", visit, at="2026-02-20T08:30")
    look(hands)
    hands.to("go_events")
    look(hands)
    hands.key(Key.Key_Right, Key.Key_S, Key.Key_S, Key.Key_2)
    look(hands)
    hands.key(Key.Key_O, Key.Key_C)
    look(hands)
    hands.key(Key.Key_5)
    look(hands)
    hands.to("go_events")
    look(hands)
