"""Totals of the study drugs over the demo's courses."""

from __future__ import annotations

from crf.actions import voiding
from crf.actions.session import Session
from crf.forms.record import Place
from crf.reading.totals import Total, dose_table, dose_totals


def totals(session: Session, uid: str) -> dict[str, Total]:
    """Totals by drug."""
    return {one.code: one for one in dose_totals(session.reader, uid, session.now())}


def test_doses_add_up_by_drug(session: Session, uid: dict[str, str]) -> None:
    found = totals(session, uid["01-001"])
    assert {code: one.shown for code, one in found.items()} == {
        "CYC": "1020 mg",
        "TRA": "1278 mg",
        "PER": "1680 mg",
        "NK": "1.8 × 10⁸ cells",
        "IL2": "2\u00a0550\u00a0000 IU",
    }


def test_a_dose_left_out_is_due_and_adds_nothing(session: Session, uid: dict[str, str]) -> None:
    found = totals(session, uid["01-003"])["IL2"]
    assert (found.given, found.due, found.total) == (2, 3, 1_730_000)


def test_a_voided_dose_does_not_count(session: Session, uid: dict[str, str]) -> None:
    voiding.void_form(session, uid["01-001"], Place("D6", "IL2"), "Entered for the wrong subject")
    found = totals(session, uid["01-001"])["IL2"]
    assert (found.given, found.due) == (2, 2)


def test_nothing_given_shows_nothing(session: Session, uid: dict[str, str]) -> None:
    assert {one.shown for one in totals(session, uid["01-008"]).values()} == {""}


def test_the_table_has_a_row_for_each_drug_and_leads_to_its_latest_dose(session: Session, uid: dict[str, str]) -> None:
    table = dose_table(session.reader, uid["01-003"], session.now())
    rows = {row.cells[0]: row for row in table.rows}
    assert rows["Interleukin-2"].cells[1:] == ("2 of 3", "1\u00a0730\u00a0000 IU", "25-APR-2026")
    assert rows["Interleukin-2"].place == Place("D6", "IL2")
    assert len({len(row.cells) for row in table.rows} | {len(table.columns)}) == 1
    assert dose_table(session.reader, uid["01-008"], session.now()).rows == ()
