"""Verifying: a whole file is whole, a changed value is named, a wrong cache is told."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from crf.actions.session import Session
from crf.actions.verifying import verify
from crf.faults import FileFault
from tests.crf.actions.conftest import CTX, Fill


def behind_its_back(path: Path, table: str, change: str) -> None:
    """Change a table as another program could: its guards are dropped first."""
    raw = sqlite3.connect(path)
    guards = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
    for (name,) in raw.execute(guards, (table,)).fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    raw.execute(change)
    raw.commit()
    raw.close()


def test_a_file_written_through_the_actions_is_whole(session: Session, path: Path, weighed: Fill) -> None:
    weighed("COND", "CTX", **{**CTX, "ECDSTXT": "1090"})
    weighed("COND", "VS", "Source document corrected", WEIGHT="63.5")
    session.close()
    found = verify(path)
    assert found.troubles == ()
    assert found.entries > 40


@pytest.mark.req("X05")
def test_a_value_changed_behind_a_dropped_guard_is_named(session: Session, path: Path, weighed: Fill) -> None:
    weighed("COND", "CTX", **CTX)
    session.close()
    behind_its_back(path, "entry", "UPDATE entry SET value = '2000' WHERE item = 'ECDSTXT'")
    troubles = " ".join(verify(path).troubles)
    assert "ECDSTXT" in troubles
    assert "01-001" in troubles


def test_a_cache_that_differs_from_the_journal_is_told(session: Session, path: Path, weighed: Fill) -> None:
    weighed("COND", "CTX", **CTX)
    session.close()
    behind_its_back(path, "form_state", "UPDATE form_state SET status = 'incomplete', missing = 3")
    assert any("01-001" in sentence and "journal" in sentence for sentence in verify(path).troubles)


def test_a_definition_whose_rules_were_damaged_is_found_and_named(session: Session, path: Path, weighed: Fill) -> None:
    weighed("COND", "CTX", **CTX)
    session.close()
    behind_its_back(path, "build", 'UPDATE build SET json = replace(json, \'"fires":"\', \'"fires":")\')')
    troubles = " ".join(verify(path).troubles)
    assert "study definition NK-ACT-BC_2020 1 was changed" in troubles
    assert "can't be read at column" in troubles


def test_what_is_no_casebook_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "letter.casebook"
    file.write_text("Dear colleague, " * 200)
    with pytest.raises(FileFault):
        verify(file)
    with pytest.raises(FileFault):
        verify(tmp_path / "gone.casebook")
