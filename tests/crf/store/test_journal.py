"""Writing acts: one transaction, the present head named, the chain going on."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone
from pathlib import Path

import pytest

from crf.faults import Conflict, FileFault
from crf.forms.record import Answer
from crf.store.acts import Act, NewAct
from crf.store.digest import SealedAct, act_digest, build_digest, entry_digest, entry_prefix, place_fields
from crf.store.file import CasebookFile
from tests.crf.store.casebooks import (
    ADA,
    BEN,
    BUILD,
    LOG,
    START,
    SUBJECT,
    VITALS,
    act,
    enrol,
    entry,
    open_,
    save,
)
from tests.crf.store.test_drafts import draft


def counts(file: CasebookFile) -> tuple[int, int]:
    """How many acts and entries there are."""
    return file.act_count(), file.entry_count()


def test_one_act_carries_all_its_values(file: CasebookFile, subject: str) -> None:
    before = counts(file)
    done = file.commit(
        act("enter", subject, detail="weighed twice"),
        [entry(VITALS, "WEIGHT", "60"), entry(VITALS, "HEIGHT", missing="ND"), entry(LOG, "AETERM", "Fever", line=2)],
    )
    assert counts(file) == (before[0] + 1, before[1] + 3)
    data = file.data(subject)
    assert data.at(VITALS).answers == {(0, "WEIGHT"): Answer("60"), (0, "HEIGHT"): Answer(missing="ND")}
    assert data.at(LOG).answers == {(2, "AETERM"): Answer("Fever")}
    assert (done.verb, done.detail, done.subject, done.person) == ("enter", "weighed twice", subject, ADA)


@pytest.mark.req("PA-003")
@pytest.mark.req("PA-029")
def test_every_text_reads_back_exactly(file: CasebookFile, subject: str) -> None:
    odd = [
        "0030",
        "9..9",
        "1.50",
        " blanks ",
        "Zeile 1\nZeile 2\tTab",
        "naïve – ≥ 3 µg",
        "\0",
        "漢字",
        "a;b,c\"'",
        "5e7",
    ]
    file.commit(act("enter", subject), [entry(LOG, "TEXT", text, line) for line, text in enumerate(odd)])
    with_note = entry(LOG, "WEIGHT", "27.2", note="derived", unit="kg")
    file.commit(act("enter", subject), [with_note])
    answers = file.data(subject).at(LOG).answers
    assert [answers[line, "TEXT"].value for line in range(len(odd))] == odd
    assert answers[0, "WEIGHT"] == Answer("27.2", "", "derived", "kg")


def test_a_correction_names_what_it_replaces(file: CasebookFile, subject: str) -> None:
    save(file, subject, VITALS, WEIGHT="60")
    save(file, subject, VITALS, WEIGHT="61")
    first, second = file.history(subject, VITALS)
    assert (first.answer.value, first.was) == ("60", None)
    assert (second.answer.value, second.was) == ("61", first.id)
    assert file.heads(subject, VITALS) == {(0, "WEIGHT"): second.id}


@pytest.mark.parametrize("wrong", [None, 999])
def test_a_value_changed_by_someone_else_is_a_conflict_and_nothing_is_written(
    file: CasebookFile, subject: str, wrong: int | None
) -> None:
    save(file, subject, VITALS, WEIGHT="60")
    before = counts(file)
    with pytest.raises(Conflict, match="WEIGHT was changed by Ada Nurse"):
        file.commit(act("enter", subject), [entry(VITALS, "PULSE", "70"), entry(VITALS, "WEIGHT", "61", was=wrong)])
    assert counts(file) == before
    assert (0, "PULSE") not in file.data(subject).at(VITALS).answers


def test_one_act_writes_a_field_once(file: CasebookFile, subject: str) -> None:
    with pytest.raises(Conflict):
        file.commit(act("enter", subject), [entry(VITALS, "WEIGHT", "60"), entry(VITALS, "WEIGHT", "61")])
    assert file.heads(subject, VITALS) == {}


def test_a_time_is_kept_in_utc_with_the_local_offset(file: CasebookFile) -> None:
    local = START.astimezone(timezone(timedelta(hours=5, minutes=45)))
    done = file.commit(NewAct(local, 345, ADA, "note"), [])
    assert done == file.acts()[-1]
    assert (done.at, done.at.tzinfo, done.offset) == (START, UTC, 345)
    assert done.local.isoformat() == "2026-03-01T13:45:00+05:45"
    assert file._connection.execute("SELECT max(at) FROM act WHERE verb = 'note'").fetchone() == (
        "2026-03-01T08:00:00.000000+00:00",
    )


def test_the_head_of_another_field_is_no_head(file: CasebookFile, subject: str) -> None:
    save(file, subject, VITALS, WEIGHT="60")
    other = file.heads(subject, VITALS)[0, "WEIGHT"]
    with pytest.raises(Conflict, match="doesn't stand as it was read"):
        file.commit(act("enter", subject), [entry(VITALS, "PULSE", "70", was=other)])


def test_two_windows_the_second_to_save_one_field_is_told(path: Path) -> None:
    with open_(path) as one, open_(path) as other:
        subject = enrol(one)
        save(one, subject, VITALS, WEIGHT="60")
        head = other.heads(subject, VITALS)[0, "WEIGHT"]
        one.commit(act("correct", subject, person=BEN), [entry(VITALS, "WEIGHT", "61", was=head)])
        with pytest.raises(Conflict, match="changed by Ben Doctor"):
            other.commit(act("correct", subject), [entry(VITALS, "WEIGHT", "62", was=head)])
        other.commit(act("enter", subject), [entry(VITALS, "PULSE", "70")])
        assert one.data(subject) == other.data(subject)
        assert one.data(subject).at(VITALS).answer("WEIGHT").value == "61"


@pytest.mark.req("PA-002")
@pytest.mark.parametrize("label", ["01-00A", "01-00a", "  01-00A ", "０１-００A"])
def test_a_number_given_in_two_windows_at_once_is_given_once(file: CasebookFile, label: str) -> None:
    enrol(file, "01-00A")
    before = counts(file)
    with pytest.raises(Conflict, match="in use"):
        enrol(file, label)
    assert counts(file) == before
    assert len(file.subjects()) == 1


@pytest.mark.req("PA-016")
def test_a_number_once_used_stays_with_its_subject(file: CasebookFile) -> None:
    first = enrol(file, "01-001")
    second = enrol(file, "01-002")
    save(file, first, SUBJECT, SUBJID="01-003")
    with pytest.raises(Conflict, match="01-001"):
        save(file, second, SUBJECT, SUBJID="01-001")
    save(file, first, SUBJECT, SUBJID="01-001")
    assert file.subject(first).label == "01-001"


def test_a_foreign_commit_between_reading_and_writing_keeps_the_chain_whole(path: Path) -> None:
    with open_(path) as one, open_(path) as other:
        for n in range(5):
            enrol(one, f"01-{n:03}")
            enrol(other, f"02-{n:03}")
        acts = one.acts()
    assert [done.n for done in acts] == list(range(1, 12))
    assert len({done.digest for done in acts}) == 11


def test_another_program_that_writes_is_waited_for_and_then_told(path: Path) -> None:
    with open_(path, patience=1) as file, open_(path) as holder:
        subject = enrol(file)
        holder._connection.execute("BEGIN IMMEDIATE")
        before = counts(file)
        with pytest.raises(FileFault, match="Another program holds"):
            save(file, subject, VITALS, WEIGHT="60")
        assert counts(file) == before
        holder._connection.execute("ROLLBACK")
        save(file, subject, VITALS, WEIGHT="60")
        assert file.data(subject).at(VITALS).answer("WEIGHT").value == "60"


def test_a_failure_in_the_middle_leaves_nothing_behind(file: CasebookFile, subject: str) -> None:
    before = counts(file)
    with pytest.raises(KeyError):
        file.commit(act("enter", "nobody"), [entry(VITALS, "WEIGHT", "60")])
    naive = NewAct(START.replace(tzinfo=None), 0, ADA, "enter", subject)
    with pytest.raises(ValueError, match="2026"):
        file.commit(naive, [entry(VITALS, "WEIGHT", "60")])
    with pytest.raises(UnicodeEncodeError):
        file.commit(act("enter", subject), [entry(VITALS, "WEIGHT", "60"), entry(VITALS, "NOTE", "\ud800")])
    assert counts(file) == before
    assert save(file, subject, VITALS, WEIGHT="60").n == before[0] + 1


def test_site_scope_has_places_without_a_subject(file: CasebookFile, subject: str) -> None:
    save(file, "", VITALS, WEIGHT="60")
    assert file.data("").at(VITALS).answer("WEIGHT").value == "60"
    assert file.data(subject).records == {}
    assert [done.verb for done in file.acts("")] == ["create", "enter"]


def test_the_digest_can_be_computed_anew_from_what_is_read(file: CasebookFile, subject: str) -> None:
    save(file, subject, VITALS, WEIGHT="60", PULSE="70")
    done = save(file, subject, VITALS, WEIGHT="61")
    before = file.acts()[-2]
    first, _, last = file.history(subject, VITALS)
    prefix = entry_prefix(done.origin, done.n)
    fields = place_fields(subject, VITALS)
    own = entry_digest(prefix, 0, fields, 0, "WEIGHT", Answer("61"), bytes.fromhex(first.digest))
    assert own.hex() == last.digest
    assert chained(before, done, own) == done.digest


def chained(before: Act, done: Act, *entries: bytes) -> str:
    """The digest of an act after another."""
    of_build = build_digest(BUILD.fingerprint, BUILD.study, BUILD.version, BUILD.json)
    at = done.at.isoformat(timespec="microseconds")
    sealed = SealedAct(
        done.origin, done.n, at, done.offset, done.person.name, done.person.role, done.verb, done.reason, done.detail,
        done.build, of_build, done.subject,
    )  # fmt: skip
    return act_digest(bytes.fromhex(before.digest), sealed, entries).hex()


def test_drafts_of_what_is_saved_go_in_the_same_transaction(file: CasebookFile, subject: str) -> None:
    for item in ("WEIGHT", "PULSE"):
        file.keep_draft(draft(subject, item, "6"))
    file.keep_draft(draft(subject, "WEIGHT", "7", person=BEN))
    save(file, subject, VITALS, WEIGHT="60")
    left = file._connection.execute("SELECT person, item FROM draft ORDER BY person")
    assert left.fetchall() == [(ADA.name, "PULSE"), (BEN.name, "WEIGHT")]
