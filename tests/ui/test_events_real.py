"""Adverse events in a casebook of their own: begun in the log, picked, seen again in log and timeline, voided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crf.actions.enrol import enrol
from crf.actions.entering import Entering, new_place
from crf.actions.session import Person, Session, new_casebook
from crf.actions.voiding import void_subject
from crf.forms.record import Edit, Place
from tests.ui.event_samples import FakeWindow
from ui.dialogs.reason import ReasonDialog
from ui.pages.events import EventsPage
from ui.pages.events_acts import EventActs, moment
from ui.pages.picker import PickerPage
from ui.picking import picker

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window

Key = Qt.Key
NOW = datetime(2026, 4, 24, 10, 0, tzinfo=UTC)
Show = Callable[..., EventsPage]


class Window(FakeWindow):
    """A window that opens the picker and notes the rest."""

    def __init__(self, session: Session, uid: str):
        super().__init__()
        self.session, self.uid = session, uid
        self.picker: PickerPage | None = None

    def show_picker(self, entering: Entering, done: Callable[[], None]) -> None:
        self.picker = picker(self, entering, done)


@pytest.fixture
def clock() -> list[datetime]:
    """The time; a test that needs another puts it in."""
    return [NOW]


@pytest.fixture
def session(tmp_path: Path, clock: list[datetime]) -> Iterator[Session]:
    who = Person("A. Keller", "coordinator")
    made = new_casebook(tmp_path / "site.casebook", "NK-ACT-BC_2020", "01", who, clock=lambda: clock[0])
    yield made
    made.close()


@pytest.fixture
def uid(session: Session) -> str:
    """A subject with her antibodies on 9 March and her NK cells on 10 March."""
    uid = enrol(session, "01-001")
    for place, day in ((("D1", "TRA"), "2026-03-09"), (("D2", "NK"), "2026-03-10")):
        entering = Entering(session, uid, Place(*place))
        entering.edit(Edit(0, "ECOCCUR", "Y"))
        entering.edit(Edit(0, "ECSTDAT", day))
        entering.save()
    return uid


@pytest.fixture
def show(qtbot: QtBot, session: Session, uid: str) -> Show:
    def shown(uid: str | None = uid) -> EventsPage:
        page = EventsPage(Window(session, uid or ""), session, uid)
        page.resize(1112, 636)
        qtbot.addWidget(page)
        page.show()
        page.activateWindow()
        page.enter()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        return page

    return shown


def record(session: Session, uid: str, code: str, words: str, grades: list[tuple[str, str]], **answers: str) -> Place:
    """An event saved through the acts of the window."""
    place = new_place(session, "LOG", "AE")
    entering = Entering(session, uid, place)
    for item, value in {"AETERM": words, "AEDECOD": code, **answers}.items():
        entering.edit(Edit(0, item, value))
    for grade, since in grades:
        line = entering.add_line("AE.GRADE")
        entering.edit(Edit(line, "AETOXGR", grade))
        if since:
            entering.edit(Edit(line, "AEGRDAT", since))
    entering.save()
    return place


@pytest.fixture
def lymphocytes(session: Session, uid: str) -> Place:
    return record(
        session,
        uid,
        "10025256",
        "lymphocytes low",
        [("3", ""), ("1", "2026-03-23")],
        AESTDAT="2026-03-16",
        AEONGO="N",
        AEENDAT="2026-03-30",
        AESER="N",
        AETLT="N",
    )


def test_a_new_event_goes_through_the_picker_into_its_form(
    qtbot: QtBot, show: Show, session: Session, uid: str
) -> None:
    page = show()
    assert page.empty.isVisible()
    qtbot.keyClick(page.start, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    picked = page.window_.picker
    qtbot.addWidget(picked)
    picked.words.setText("platelets low")
    qtbot.keyClicks(picked.line, "plate")
    qtbot.keyClick(picked.line, Key.Key_3)
    qtbot.keyClick(picked.line, Key.Key_Return)
    what, whose, place = page.window_.went[-1]
    assert (what, whose, place.form) == ("form", uid, "AE")
    opened = Entering(session, uid, place)
    values = {
        item: opened.record.answer(item, line).value for line, item in ((0, "AETERM"), (0, "AEDECOD"), (1, "AETOXGR"))
    }
    assert values == {"AETERM": "platelets low", "AEDECOD": "10035528", "AETOXGR": "3"}
    opened.save()
    page.refresh()
    assert [row.line.term for row in page.log.rows] == ["Platelet count decreased"]
    assert page.panel.isVisible()


def test_leaving_the_picker_leaves_no_event(qtbot: QtBot, show: Show, session: Session, uid: str) -> None:
    page = show()
    qtbot.keyClick(page.start, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    picked = page.window_.picker
    qtbot.addWidget(picked)
    qtbot.keyClicks(picked.line, "plate")
    qtbot.keyClick(picked.line, Key.Key_Escape)
    assert page.window_.went == [("back",)]
    assert session.reader.drafts(uid) == []


def test_the_picker_names_subject_and_log_above_itself(qtbot: QtBot, show: Show) -> None:
    page = show()
    page.add()
    qtbot.addWidget(page.window_.picker)
    steps = [text for text, _ in page.window_.picker._path()]
    assert steps == ["01-001", "Adverse events"]


def test_the_log_shows_days_grades_and_tlt(show: Show, lymphocytes: Place) -> None:
    line = show().row.line
    assert (line.number, line.term, line.start_day, line.end_day) == (1, "Lymphocyte count decreased", "D8", "D22")
    assert [(span.grade, span.day) for span in line.grades] == [(3, "D8"), (1, "D15")]
    assert (line.tlt, line.tlt_day) == ("no", 7)


def test_the_timeline_shows_doses_period_and_bars(show: Show, lymphocytes: Place) -> None:
    page = show()
    time = page.time.time
    assert [(mark.treatment, mark.day) for mark in time.doses] == [("TRA", 1), ("NK", 2)]
    assert (time.tlt, time.today) == ((2, 29), 47)
    assert [(bar.first, bar.last, bar.grade) for _, bar in page.time.bars()] == [(7, 13, 3), (14, 21, 1)]
    assert page.note.text().startswith("Fri 24 APR 2026, D47")


@pytest.mark.req("PA-019")
def test_voiding_writes_an_act_and_strikes_the_row(
    qtbot: QtBot, show: Show, session: Session, lymphocytes: Place
) -> None:
    page = show()
    before = page.row.line
    qtbot.keyClick(page.table, Key.Key_Delete)
    dialog = page.findChildren(ReasonDialog)[-1]
    qtbot.keyClick(dialog.choices, Key.Key_1)
    dialog.words.setText("Wrong patient")
    qtbot.keyClick(dialog.words, Key.Key_Return)
    assert page.row.line.void.endswith(": Wrong patient")
    assert session.reader.file.acts()[-1].verb == "void"
    qtbot.mouseClick(page.panel.void, Qt.MouseButton.LeftButton)
    dialog = page.findChildren(ReasonDialog)[-1]
    dialog.words.setText("It was hers")
    qtbot.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    assert page.row.line.void == ""
    assert [act.verb for act in session.reader.file.acts()[-2:]] == ["void", "restore"]
    assert page.row.line == before


def test_history_tells_entry_and_correction_newest_first(
    show: Show, session: Session, uid: str, lymphocytes: Place
) -> None:
    entering = Entering(session, uid, lymphocytes)
    entering.edit(Edit(0, "AETERM", "low lymphocytes"))
    entering.save("Typing error")
    steps = EventActs(session).history(show().row)
    words = [step.entry for step in steps if step.question == "Event as reported"]
    assert [step.question for step in steps].count("Grade") == 2
    assert [(entry.old, entry.new, entry.reason) for entry in words] == [
        ("lymphocytes low", "low lymphocytes", "Typing error"),
        ("", "lymphocytes low", ""),
    ]


def test_an_answer_given_later_stands_above_a_correction_made_before(
    show: Show, session: Session, uid: str, lymphocytes: Place, clock: list[datetime]
) -> None:
    entering = Entering(session, uid, lymphocytes)
    entering.edit(Edit(0, "AETERM", "low lymphocytes"))
    entering.save("Typing error")
    clock[0] = NOW + timedelta(days=1)
    entering = Entering(session, uid, lymphocytes)
    entering.edit(Edit(0, "AESTTIM", "09:00"))
    entering.save()
    steps = EventActs(session).history(show().row)
    assert [step.question for step in steps][:2] == ["Start time", "Event as reported"]


def test_voided_subjects_stay_out_of_the_list_of_all(
    show: Show, session: Session, uid: str, lymphocytes: Place
) -> None:
    void_subject(session, uid, "Enrolled twice")
    assert show(None).log.rows == ()


def test_all_subjects_come_together(show: Show, session: Session, uid: str, lymphocytes: Place) -> None:
    other = enrol(session, "01-002")
    record(session, other, "10028813", "sick", [("1", "")], AESTDAT="2026-04-01")
    page = show(None)
    assert [(row.label, row.line.term) for row in page.log.rows] == [
        ("01-001", "Lymphocyte count decreased"),
        ("01-002", "Nausea"),
    ]


def test_moments_of_a_history_are_instants() -> None:
    assert moment("29 MAR 2026 03:10 +02:00") > moment("29 MAR 2026 01:50 +01:00")
