"""A running log as a table: its first questions, every row with how it stands, what is only typed so far."""

from __future__ import annotations

import pytest
from attrs import evolve

from crf.actions.entering import Entering, new_place
from crf.actions.session import Session
from crf.actions.voiding import restore_form, void_form
from crf.forms.record import Edit, Place
from crf.reading.rows import COLUMNS, WIDEST, log_rows, shown_items
from crf.reading.views import LogRow, LogTable
from crf.study.model import Form, Group, Item

ANSWERS = {"DVTERM": "Consent copy was posted a day late", "DVSTDAT": "2026-11-02", "DVCAUSE": "The courier"}


@pytest.fixture
def subject(uid: dict[str, str]) -> str:
    """A subject without a deviation so far."""
    return uid["01-008"]


def table(session: Session, subject: str, form: str = "DV") -> LogTable:
    """The log as it stands now."""
    return log_rows(session.reader, subject, form, session.now())


def typed(session: Session, subject: str, **answers: str) -> Entering:
    """A new row with answers typed into it, not saved."""
    entering = Entering(session, subject, new_place(session, "LOG", "DV"))
    for item, raw in (ANSWERS | answers).items():
        entering.edit(Edit(0, item, raw))
    return entering


def only(shown: LogTable) -> LogRow:
    """The one row of a log."""
    assert len(shown.rows) == 1
    return shown.rows[0]


def test_a_log_without_rows_still_has_its_columns(session: Session, subject: str) -> None:
    shown = table(session, subject)
    assert shown.rows == ()
    assert shown.subject == "01-008"
    assert shown.columns[0].head == "Deviation"
    assert len(shown.columns) <= COLUMNS


def test_columns_are_the_first_questions_and_as_wide_as_their_answers(session: Session, subject: str) -> None:
    shown = table(session, subject)
    form = session.study.form("DV")
    assert [column.item for column in shown.columns] == [item.id for item in form.items[: len(shown.columns)]]
    wide = {column.item: column.width for column in shown.columns}
    texts = [len(one.text) for one in session.study.codelist("DVCAT").choices]
    assert wide["DVCAT"] == min(max(texts), WIDEST)
    assert wide["DVSTDAT"] == 11
    assert WIDEST < wide["DVTERM"] <= 2 * WIDEST  # it takes several lines


def test_a_row_reads_as_people_read_it(session: Session, subject: str) -> None:
    entering = typed(session, subject)
    entering.save()
    row = only(table(session, subject))
    assert row.number == 1
    assert row.cells[0] == ANSWERS["DVTERM"]
    assert row.cells[[column.item for column in table(session, subject).columns].index("DVSTDAT")] == "02-NOV-2026"
    assert row.status == "incomplete"  # nobody said when it was detected
    assert row.saved.startswith("Saved 20 NOV 10:00")


def test_what_is_only_typed_is_a_row_already(session: Session, subject: str) -> None:
    typed(session, subject)
    row = only(table(session, subject))
    assert (row.status, row.saved) == ("draft", "")
    assert row.cells[0] == ANSWERS["DVTERM"]


def test_a_saved_row_typed_in_again_is_a_draft_until_it_is_saved(session: Session, subject: str) -> None:
    entering = typed(session, subject)
    entering.save()
    entering.edit(Edit(0, "DVTERM", "Posted two days late"))
    row = only(table(session, subject))
    assert (row.status, row.cells[0]) == ("draft", "Posted two days late")
    assert row.saved.startswith("Saved")
    entering.save("Typing error")
    assert only(table(session, subject)).status == "incomplete"


def test_what_can_not_be_a_value_is_shown_as_it_was_typed(session: Session, subject: str) -> None:
    typed(session, subject, DVSTDAT="31 February")
    shown = table(session, subject)
    at = [column.item for column in shown.columns].index("DVSTDAT")
    assert only(shown).cells[at] == "31 February"


def test_a_row_keeps_its_number_when_another_is_voided(session: Session, subject: str) -> None:
    places = []
    for text in ("first", "second", "third"):
        entering = typed(session, subject, DVTERM=text)
        entering.save()
        places.append(entering.place)
    void_form(session, subject, places[0], "Entered for another subject")
    rows = table(session, subject).rows
    assert [(row.number, row.cells[0], row.status) for row in rows] == [
        (1, "first", "voided"),
        (2, "second", "incomplete"),
        (3, "third", "incomplete"),
    ]
    assert rows[0].void == "Entered for another subject"
    restore_form(session, subject, places[0], "Voided by mistake")
    assert table(session, subject).rows[0].void == ""


def test_findings_of_a_row_are_counted(session: Session, subject: str) -> None:
    typed(session, subject, DVDETDAT="2026-11-02").save()
    before = only(table(session, subject)).findings
    entering = Entering(session, subject, only(table(session, subject)).place)
    entering.edit(Edit(0, "DVDETDAT", "2026-11-01"))  # detected before it occurred
    entering.save("Typing error")
    assert only(table(session, subject)).findings == before + 1


def test_rows_of_other_subjects_stay_with_them(session: Session, subject: str, uid: dict[str, str]) -> None:
    typed(session, subject).save()
    before = len(table(session, uid["01-001"]).rows)
    typed(session, uid["01-001"]).save()
    assert len(table(session, uid["01-001"]).rows) == before + 1
    assert len(table(session, subject).rows) == 1


def test_every_log_of_the_study_can_be_read(session: Session, subject: str) -> None:
    logs = [form.id for form in session.study.forms if form.log]
    assert {"AE", "DV"} <= set(logs)
    for form in logs:
        assert table(session, subject, form).columns
    with pytest.raises(KeyError):
        table(session, subject, "NONE")


def test_events_read_as_rows_too(session: Session, uid: dict[str, str]) -> None:
    shown = table(session, uid["01-001"], "AE")
    assert [row.number for row in shown.rows] == list(range(1, len(shown.rows) + 1))
    assert all(any(row.cells) for row in shown.rows)
    assert {row.place.event for row in shown.rows} == {"LOG"}


def test_questions_asked_only_now_and_then_are_no_columns() -> None:
    plain = Item("A", "First", "text")
    items = (
        plain,
        evolve(plain, id="N", type="note"),
        evolve(plain, id="C", type="choices"),
        evolve(plain, id="S", show='A = "x"'),
        *(evolve(plain, id=f"B{n}") for n in range(9)),
    )
    form = Form(
        "X", "X", (Group("G", "G", items[:4]), Group("R", "R", items[4:6], repeats=True), Group("H", "H", items[6:]))
    )
    assert [item.id for item in shown_items(form)] == ["A", "B2", "B3", "B4", "B5"]


def test_a_place_of_a_log_has_a_key_of_its_own(session: Session) -> None:
    first, second = (new_place(session, "LOG", "DV") for _ in range(2))
    assert first != second
    assert first.event_key == ""
    assert Place("LOG", "DV", form_key=first.form_key) == first
