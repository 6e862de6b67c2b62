"""What is typed but not saved: kept at once, whoever else holds the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from crf.faults import FileFault
from crf.forms.record import Place
from crf.store.acts import DraftRow, Person
from crf.store.file import CasebookFile
from tests.crf.store.casebooks import ADA, BEN, DOSE, LOG, VITALS, enrol, open_, save, tick


def draft(
    subject: str,
    item: str,
    raw: str,
    line: int = 0,
    place: Place = VITALS,
    person: Person = ADA,
    was: int | None = None,
) -> DraftRow:
    """A draft typed at the next tick."""
    return DraftRow(person, subject, place, line, item, raw, "", "kg", was, tick())


def raws(file: CasebookFile, subject: str, person: Person = ADA) -> dict[str, str]:
    """Item → raw text of a person's drafts."""
    return {found.item: found.raw for found in file.drafts(person, subject)}


def test_a_draft_comes_back_as_it_was_typed(path: Path) -> None:
    typed = draft("s", "WEIGHT", "31 February", line=3, was=7)
    with open_(path) as file:
        file.keep_draft(typed)
    with open_(path) as file:
        assert file.drafts(ADA) == [typed]


def test_the_latest_keystroke_stands_and_drafts_come_in_the_order_of_typing(file: CasebookFile) -> None:
    for item, raw in (("WEIGHT", "6"), ("PULSE", "7"), ("WEIGHT", "60")):
        file.keep_draft(draft("s", item, raw))
    assert [(found.item, found.raw) for found in file.drafts(ADA)] == [("PULSE", "7"), ("WEIGHT", "60")]


def test_a_draft_belongs_to_the_person_who_typed_it(file: CasebookFile) -> None:
    file.keep_draft(draft("s", "WEIGHT", "60"))
    file.keep_draft(draft("s", "WEIGHT", "61", person=BEN))
    assert raws(file, "s") == {"WEIGHT": "60"}
    assert raws(file, "s", BEN) == {"WEIGHT": "61"}
    assert file.drafts(Person(ADA.name, "monitor")) == []


def test_drafts_are_asked_by_subject_and_place(file: CasebookFile) -> None:
    for subject, place in (("s", VITALS), ("s", DOSE), ("t", VITALS), ("", VITALS)):
        file.keep_draft(draft(subject, "WEIGHT", subject, place=place))
    assert len(file.drafts(ADA)) == 4
    assert [found.place for found in file.drafts(ADA, "s")] == [VITALS, DOSE]
    assert [found.subject for found in file.drafts(ADA, "t", VITALS)] == ["t"]
    assert len(file.drafts(ADA, place=VITALS)) == 3
    assert [found.subject for found in file.drafts(ADA, "")] == [""]


def test_drafts_are_dropped_one_by_one_or_by_place(file: CasebookFile) -> None:
    for item in ("WEIGHT", "PULSE", "HEIGHT"):
        file.keep_draft(draft("s", item, "6"))
    file.keep_draft(draft("s", "AETERM", "Fev", line=1, place=LOG))
    file.keep_draft(draft("s", "PULSE", "7", person=BEN))
    file.drop_drafts(ADA, "s", VITALS, [(0, "WEIGHT"), (9, "PULSE")])
    assert set(raws(file, "s")) == {"PULSE", "HEIGHT", "AETERM"}
    file.drop_drafts(ADA, "s", VITALS)
    assert set(raws(file, "s")) == {"AETERM"}
    assert set(raws(file, "s", BEN)) == {"PULSE"}


def test_a_busy_file_queues_drafts_and_writes_them_later(path: Path) -> None:
    with open_(path) as file, open_(path) as holder:
        file.keep_draft(draft("s", "HEIGHT", "165"))
        holder._connection.execute("BEGIN IMMEDIATE")
        file.keep_draft(draft("s", "WEIGHT", "6"))
        file.keep_draft(draft("s", "WEIGHT", "60"))
        file.drop_drafts(ADA, "s", VITALS, [(0, "HEIGHT")])
        file.keep_draft(draft("s", "PULSE", "7", person=BEN))
        assert raws(file, "s") == {"WEIGHT": "60"}, "what waits counts"
        assert raws(file, "s", BEN) == {"PULSE": "7"}
        assert raws(holder, "s") == {"HEIGHT": "165"}, "and isn't in the file yet"
        assert not file.flush_drafts()
        holder._connection.execute("ROLLBACK")
        assert file.flush_drafts()
        assert raws(holder, "s") == {"WEIGHT": "60"}


def test_a_queued_draft_is_written_by_the_next_keystroke(path: Path) -> None:
    with open_(path) as file, open_(path) as holder:
        holder._connection.execute("BEGIN IMMEDIATE")
        file.keep_draft(draft("s", "WEIGHT", "60"))
        holder._connection.execute("ROLLBACK")
        file.keep_draft(draft("s", "PULSE", "70"))
        assert raws(holder, "s") == {"WEIGHT": "60", "PULSE": "70"}


def test_closing_writes_what_waits_or_stays_open(path: Path) -> None:
    holder = open_(path)
    file = open_(path)
    holder._connection.execute("BEGIN IMMEDIATE")
    file.keep_draft(draft("s", "WEIGHT", "60"))
    with pytest.raises(FileFault, match="Another program holds"):
        file.close()
    assert raws(file, "s") == {"WEIGHT": "60"}
    holder._connection.execute("ROLLBACK")
    file.close()
    assert raws(holder, "s") == {"WEIGHT": "60"}
    holder.close()


def test_a_queued_draft_of_a_value_that_is_saved_does_not_come_back(path: Path) -> None:
    with open_(path) as file, open_(path) as holder:
        subject = enrol(file)
        holder._connection.execute("BEGIN IMMEDIATE")
        file.keep_draft(draft(subject, "WEIGHT", "60"))
        file.keep_draft(draft(subject, "PULSE", "7o"))
        holder._connection.execute("ROLLBACK")
        save(file, subject, VITALS, WEIGHT="60")
        assert raws(file, subject) == {"PULSE": "7o"}


def test_a_keystroke_does_not_wait_for_the_disk(file: CasebookFile) -> None:
    file.keep_draft(draft("s", "WEIGHT", "60"))
    assert file._drafts._connection.execute("PRAGMA synchronous").fetchone() == (1,)


def test_a_draft_is_no_act(file: CasebookFile) -> None:
    head, counts = file.head(), (file.act_count(), file.entry_count())
    file.keep_draft(draft("s", "WEIGHT", "60"))
    assert (file.head(), (file.act_count(), file.entry_count())) == (head, counts)
    assert file.changed() == counts[0]
