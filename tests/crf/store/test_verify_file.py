"""Guards, tables, pages and the like tampered with, each kind named by `verify`."""

from __future__ import annotations

from pathlib import Path

import pytest

from crf.faults import FileFault
from crf.store.acts import Trouble
from crf.store.verify import verify_file
from tests.crf.store import filled as known
from tests.crf.store.casebooks import (
    foreign,
    unguarded,
)
from tests.crf.store.filled import WEIGHT_CHANGED, Filled

filled = known.filled


def guard_names() -> list[str]:
    """All guards."""
    from crf.store.guards import KEYS

    return [f"{table}_no_{what}" for table in KEYS for what in ("update", "delete", "replace")]


@pytest.mark.parametrize("guard", guard_names())
def test_a_dropped_guard_is_named(filled: Filled, guard: str) -> None:
    foreign(filled.path, f"DROP TRIGGER {guard}")
    sentence = f"{guard} is missing from the file: a table or a guard was removed by another program."
    assert filled.troubles() == [("guard", sentence)]


def test_a_guard_made_toothless_is_named(filled: Filled) -> None:
    toothless = "CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT 1; END"
    foreign(filled.path, "DROP TRIGGER entry_no_update", toothless)
    assert [(kind, told.split(" is ")[0]) for kind, told in filled.troubles()] == [("guard", "entry_no_update")]


@pytest.mark.parametrize(
    "foreign_thing",
    [
        "CREATE TRIGGER helper AFTER INSERT ON entry BEGIN SELECT 1; END",
        "CREATE TABLE helper (a)",
        "CREATE VIEW helper AS SELECT 1",
    ],
)
def test_what_another_program_put_in_is_named(filled: Filled, foreign_thing: str) -> None:
    foreign(filled.path, foreign_thing)
    assert filled.troubles() == [("guard", "helper was put into the file by another program.")]


def test_a_view_that_shows_other_values_is_named(filled: Filled) -> None:
    foreign(filled.path, "DROP VIEW head", "CREATE VIEW head AS SELECT * FROM entry")
    assert [(kind, told.split(" is ")[0]) for kind, told in filled.troubles()] == [("guard", "head")]


def test_a_swapped_table_is_named_by_its_guards_and_its_entry(filled: Filled) -> None:
    foreign(
        filled.path,
        "PRAGMA legacy_alter_table = ON",
        "CREATE TABLE copied AS SELECT * FROM entry",
        "UPDATE copied SET value = '16' WHERE entry = 6",
        "DROP TABLE entry",
        "ALTER TABLE copied RENAME TO entry",
    )
    told = filled.troubles()
    guards = {sentence.split(" is ")[0] for kind, sentence in told if kind == "guard"}
    assert {"entry", "entry_no_update", "entry_no_delete", "entry_no_replace", "entry_was"} <= guards
    assert WEIGHT_CHANGED in told


def test_a_table_dropped_is_named(filled: Filled) -> None:
    foreign(filled.path, "DROP TABLE person")
    told = filled.troubles()
    assert ("guard", "person is missing from the file: a table or a guard was removed by another program.") in told


def test_statistics_of_sqlite_are_no_trouble(filled: Filled) -> None:
    foreign(filled.path, "ANALYZE", "VACUUM")
    assert filled.troubles() == []


def test_a_cache_or_draft_changed_is_no_matter_of_the_journal(filled: Filled) -> None:
    foreign(filled.path, "UPDATE form_state SET status = 'complete'", "DELETE FROM finding", "DELETE FROM draft")
    assert filled.troubles() == []


def test_a_damaged_page_is_named(filled: Filled) -> None:
    ((page,),) = foreign(filled.path, "SELECT rootpage FROM sqlite_master WHERE name = 'entry'")
    assert isinstance(page, int)
    raw = bytearray(filled.path.read_bytes())
    raw[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    filled.path.write_bytes(raw)
    troubles, _ = verify_file(filled.path)
    assert troubles
    assert {trouble.kind for trouble in troubles} == {"file"}
    assert all("latest good copy" in trouble.sentence for trouble in troubles)
    assert troubles[-1].sentence.startswith("The file can't be read to its end (")


def test_an_index_that_lost_its_rows_is_named(filled: Filled) -> None:
    ((page,),) = foreign(filled.path, "SELECT rootpage FROM sqlite_master WHERE name = 'idx_act_subject'")
    assert isinstance(page, int)
    raw = bytearray(filled.path.read_bytes())
    raw[(page - 1) * 4096 : (page - 1) * 4096 + 8] = bytes.fromhex("0a 0000 0000 1000 00")  # a leaf without cells
    filled.path.write_bytes(raw)
    told = filled.troubles()
    assert {kind for kind, _ in told} == {"file"}
    assert all(sentence.startswith("The file is damaged: ") for _, sentence in told)
    assert any("row 1 missing from index idx_act_subject" in sentence for _, sentence in told)


def test_a_file_that_is_no_casebook_is_a_fault(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    foreign(other, "CREATE TABLE a (b)")
    with pytest.raises(FileFault, match="not a casebook"):
        verify_file(other)
    with pytest.raises(FileFault, match="no file"):
        verify_file(tmp_path / "missing.casebook")


def test_a_trouble_is_a_sentence(filled: Filled) -> None:
    unguarded(filled.path, "UPDATE entry SET value = '16' WHERE entry = 6")
    assert verify_file(filled.path)[0] == [Trouble(*WEIGHT_CHANGED)]  # type: ignore[arg-type]
