"""Queries over all subjects: by state and word, oldest first, Enter leads to the field, the rail counts what waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crf.actions.entering import Entering
from crf.actions.querying import answer_query, close_query, open_query
from crf.actions.session import identify
from crf.forms.record import Edit, Place
from crf.text import say
from ui.pages.form import FormPage
from ui.pages.queries import QueriesPage
from ui.shell import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
Key = Qt.Key
Press = Callable[..., None]
VS = Place("SCR", "VS")


@pytest.fixture
def asked(opened: MainWindow) -> MainWindow:
    """Three queries of two subjects: one open, one answered, one closed."""
    session = opened.session
    first, second = (row.uid for row in session.reader.subjects())
    entering = Entering(session, first, VS)
    entering.edit(Edit(0, "WEIGHT", "60"))
    entering.save()
    identify(session, "A. Vidal", "monitor")
    open_query(session, first, VS, (0, "WEIGHT"), "The source says 62 kg.")
    height = open_query(session, first, VS, (0, "HEIGHT"), "Not measured?")
    other = open_query(session, second, VS, (0, ""), "Done at home?")
    close_query(session, second, VS, (0, other), "Mistaken.")
    identify(session, "C. Prat", "nurse")
    answer_query(session, first, VS, (0, height), "She sat in a chair.")
    return opened


@pytest.fixture
def queries(asked: MainWindow, press: Press) -> QueriesPage:
    """The page, reached by its key."""
    press(Key.Key_5, control=True)
    assert isinstance(asked.page, QueriesPage)
    return asked.page


def said(page: QueriesPage) -> list[str]:
    """What the rows say, told aloud."""
    return [row.said for row in page.list.rows]


def test_what_waits_stands_by_subject_with_its_last_step(queries: QueriesPage) -> None:
    assert [group.title for group in queries.list.groups] == ["01-001"]
    one, other = said(queries)
    assert one.startswith("01-001, Screening, Vital signs, weight, 2.2 Weight: open, ")
    assert one.endswith("A. Vidal: The source says 62 kg.")
    assert "2.1 Height: answered" in other
    assert other.endswith("C. Prat: She sat in a chair.")
    assert "asked: Not measured?" in queries.list.rows[1].tip, "the whole thread"


def test_each_state_has_its_list(queries: QueriesPage, press: Press) -> None:
    assert [(tab.id, tab.count) for tab in queries.tabs.tabs] == [
        ("waiting", 2), ("open", 1), ("answered", 1), ("closed", 1), ("all", 3),
    ]  # fmt: skip
    press(Key.Key_Right)
    assert [one.split(": ")[1].split(",")[0] for one in said(queries)] == ["open"]
    press(Key.Key_Right, Key.Key_Right)
    (closed,) = said(queries)
    assert closed.startswith("01-002, Screening, Vital signs, weight, The whole form: closed, ")


def test_typing_filters_by_every_word(queries: QueriesPage, press: Press) -> None:
    press("chair")
    assert [one.split(": ")[0].rsplit(", ", 1)[1] for one in said(queries)] == ["2.1 Height"]


def test_enter_leads_to_the_field(queries: QueriesPage, asked: MainWindow, press: Press) -> None:
    press(Key.Key_Return)
    assert isinstance(asked.page, FormPage)
    assert asked.page.sheet.current == (0, "WEIGHT")


def test_the_rail_counts_what_waits(queries: QueriesPage, asked: MainWindow) -> None:
    assert asked.rail.items["queries"].count == 2
    assert asked.rail.items["queries"].accessibleName() == "Queries, 2 wait"


def test_the_age_is_told_in_days(queries: QueriesPage, asked: MainWindow) -> None:
    clock, asked.session._clock = asked.session._clock, lambda: clock() + timedelta(days=1)
    queries.refresh()
    assert ": open, 1 day." in said(queries)[0]


def test_without_queries_the_page_says_what_it_is_for(opened: MainWindow, press: Press) -> None:
    press(Key.Key_5, control=True)
    assert opened.page.empty.isVisible()
    assert say("queries.purpose")
    assert not opened.page.list.rows


def test_a_step_somebody_took_meanwhile_is_told_and_shown(asked: MainWindow, qtbot: QtBot, press: Press) -> None:
    session = asked.session
    uid = session.reader.subjects()[0].uid
    identify(session, "A. Vidal", "monitor")
    asked.show_form(uid, VS, (0, "WEIGHT"))
    page = asked.page
    page.thread_here()
    thread = page.threads()[0]
    close_query(session, uid, VS, (0, thread.mark), "Seen.")
    page.step_query("close", thread, "Seen as well.")
    assert asked.foot.told[0] == "This query is closed already."
    assert page.field.queries[0].state == "closed"
