"""Tampering by another program, each kind of it named by `verify`."""

from __future__ import annotations

from pathlib import Path

import pytest

from crf.forms.record import Answer
from crf.store.digest import SealedAct, act_digest, build_digest, entry_digest, entry_prefix, place_fields
from crf.store.verify import verify_file
from tests.crf.store import filled as known
from tests.crf.store.casebooks import (
    BUILD,
    LOG,
    SUBJECT,
    VITALS,
    foreign,
    open_,
    save,
    unguarded,
)
from tests.crf.store.filled import WEIGHT_CHANGED, Filled

filled = known.filled


def test_a_file_as_the_program_wrote_it_has_no_trouble(filled: Filled) -> None:
    troubles, head = verify_file(filled.path)
    assert troubles == []
    with open_(filled.path, "another") as file:
        assert file.head() == head
    assert head.n == 8


def test_a_file_in_use_can_be_verified(filled: Filled) -> None:
    with open_(filled.path) as file:
        save(file, filled.first, VITALS, WEIGHT="62")
        troubles, head = verify_file(filled.path)
        assert (troubles, head) == ([], file.head())


def test_chains_of_several_workstations_are_followed_each(filled: Filled) -> None:
    for workstation in ("office", "ward", "office", "home"):
        with open_(filled.path, workstation) as file:
            save(file, filled.first, VITALS, WEIGHT=workstation)
    assert filled.troubles() == []


def test_verifying_writes_nothing(filled: Filled) -> None:
    before = filled.path.read_bytes()
    verify_file(filled.path)
    assert filled.path.read_bytes() == before


@pytest.mark.parametrize(
    "column",
    ["value = '16'", "missing = 'ND'", "note = 'derived'", "unit = 'lb'", "line = 5", "item = 'PULSE'", "act = 7"],
)
def test_a_changed_entry_is_named(filled: Filled, column: str) -> None:
    unguarded(filled.path, f"UPDATE entry SET {column} WHERE entry = 6")
    sentences = [sentence for kind, sentence in filled.troubles() if kind == "entry"]
    assert any(sentence.startswith("entry 6 (01-001 · VS · ") for sentence in sentences)
    assert any(sentence.endswith("it was changed after it was saved.") for sentence in sentences)


def test_one_changed_value_is_one_trouble(filled: Filled) -> None:
    unguarded(filled.path, "UPDATE entry SET value = '16' WHERE entry = 6")
    assert filled.troubles() == [WEIGHT_CHANGED]


def test_a_guard_dropped_and_a_value_changed_are_both_named(filled: Filled) -> None:
    foreign(filled.path, "DROP TRIGGER entry_no_update", "UPDATE entry SET value = '16' WHERE entry = 6")
    guard = ("guard", "entry_no_update is missing from the file: a table or a guard was removed by another program.")
    assert filled.troubles() == [guard, WEIGHT_CHANGED]


def test_a_label_in_the_trouble_is_the_number_in_force(filled: Filled) -> None:
    with open_(filled.path) as file:
        save(file, filled.first, SUBJECT, SUBJID="01-009")
    unguarded(filled.path, "UPDATE entry SET value = 'Death' WHERE entry = 7")
    assert filled.troubles() == [
        ("entry", "entry 7 (01-009 · AE · AETERM, line 1): it was changed after it was saved.")
    ]


def test_a_deleted_entry_is_named(filled: Filled) -> None:
    unguarded(filled.path, "DELETE FROM entry WHERE entry = 4")
    kinds = filled.troubles()
    assert ("entry", "entry 4 is missing: it was removed.") in kinds
    assert [sentence.split(" (")[0] for kind, sentence in kinds if kind == "chain"] == ["act 4 of workstation ward"]


def test_the_last_entry_deleted_is_seen_by_its_act(filled: Filled) -> None:
    unguarded(filled.path, "DELETE FROM entry WHERE entry = 9")
    ((kind, sentence),) = filled.troubles()
    assert kind == "chain"
    assert sentence.startswith("act 8 of workstation ward (void by Ada Nurse")


def test_an_entry_whose_predecessor_was_deleted_is_named(filled: Filled) -> None:
    unguarded(filled.path, "DELETE FROM entry WHERE entry = 3")
    name = "entry 6 (01-001 · VS · WEIGHT, line 0)"
    told = f"{name}: it says that it replaces entry 3, which is missing or belongs to another field."
    assert ("entry", told) in filled.troubles()


def test_an_entry_that_replaces_another_field_is_named(filled: Filled) -> None:
    unguarded(filled.path, "UPDATE entry SET was = 4 WHERE entry = 6")
    assert any(
        kind == "entry" and "entry 6 " in told and "replaces entry 4" in told for kind, told in filled.troubles()
    )


def test_a_hidden_correction_is_named(filled: Filled) -> None:
    unguarded(filled.path, "UPDATE entry SET was = NULL WHERE entry = 6")
    assert filled.troubles() == [WEIGHT_CHANGED]


@pytest.mark.parametrize(
    "change",
    [
        "reason = 'another reason'",
        "at = '2026-03-01T07:00:00.000000+00:00'",
        "offset = 0",
        "detail = 'x'",
        "verb = 'enter'",
        "role = 'monitor'",
        "actor = (SELECT max(person) FROM person)",
        "subject = 2",
        "subject = NULL",
        "digest = zeroblob(32)",
    ],
)
def test_a_changed_act_is_named(filled: Filled, change: str) -> None:
    unguarded(filled.path, f"UPDATE act SET {change} WHERE act = 8")
    ((kind, sentence),) = filled.troubles()
    assert kind == "chain"
    assert sentence.startswith("act 8 of workstation ward (")


def test_an_act_whose_digest_was_made_to_fit_breaks_the_next(filled: Filled) -> None:
    ((digest,),) = foreign(filled.path, "SELECT digest FROM act WHERE act = 6")
    assert isinstance(digest, bytes)
    unguarded(filled.path, f"UPDATE act SET digest = x'{digest[::-1].hex()}' WHERE act = 6")
    assert [told.split(" of ")[0] for _, told in filled.troubles()] == ["act 6", "act 7"]


def test_a_deleted_act_is_named(filled: Filled) -> None:
    unguarded(filled.path, "DELETE FROM entry WHERE act = 7", "DELETE FROM act WHERE act = 7")
    told = [sentence for kind, sentence in filled.troubles() if kind == "chain"]
    assert told == ["act 7 of workstation ward is missing: acts were removed or renumbered."]


def test_an_act_deleted_without_its_entries_is_named(filled: Filled) -> None:
    unguarded(filled.path, "DELETE FROM act WHERE act = 7")
    told = filled.troubles()
    assert ("entry", "entry row 7 names a row of act that is missing: it was removed by another program.") in told
    assert ("chain", "act 7 of workstation ward is missing: acts were removed or renumbered.") in told


def test_acts_of_one_chain_renumbered_to_hide_a_gap_are_named(filled: Filled) -> None:
    unguarded(
        filled.path, "DELETE FROM entry WHERE act = 7", "DELETE FROM act WHERE act = 7",
        "UPDATE act SET n = 7 WHERE act = 8",
    )  # fmt: skip
    assert any(
        kind == "chain" and told.startswith("act 7 of workstation ward (void") for kind, told in filled.troubles()
    )


def test_an_act_cut_off_at_the_end_shows_in_the_head(filled: Filled) -> None:
    before = verify_file(filled.path)[1]
    unguarded(filled.path, "DELETE FROM entry WHERE act = 8", "DELETE FROM act WHERE act = 8")
    troubles, head = verify_file(filled.path)
    assert troubles == [], "a chain that ends earlier is a chain"
    assert head.n == before.n - 1
    assert head.digest != before.digest


def test_an_inserted_entry_is_named(filled: Filled) -> None:
    columns = "100, 8, place, 7, item, 'Sepsis', '', '', '', NULL, digest"
    unguarded(filled.path, f"INSERT INTO entry SELECT {columns} FROM entry WHERE entry = 7")
    told = filled.troubles()
    assert ("entry", "entry 100 (01-001 · AE · AETERM, line 7): it was changed after it was saved.") in told
    assert any(kind == "chain" and sentence.startswith("act 8 ") for kind, sentence in told)


def test_an_entry_inserted_with_a_digest_that_fits_is_seen_by_its_act(filled: Filled) -> None:
    ((uid,),) = foreign(filled.path, "SELECT uid FROM origin WHERE stream = 'record'")
    digest = entry_digest(entry_prefix(str(uid), 8), 1, place_fields(filled.first, LOG), 7, "AETERM", Answer("Sepsis"))
    columns = f"10, 8, place, 7, item, 'Sepsis', '', '', '', NULL, x'{digest.hex()}'"
    foreign(
        filled.path, "DROP TRIGGER entry_no_replace", f"INSERT INTO entry SELECT {columns} FROM entry WHERE entry = 7"
    )
    told = [sentence.split(" (")[0] for kind, sentence in filled.troubles() if kind != "guard"]
    assert told == ["act 8 of workstation ward"]


def test_an_inserted_act_is_named(filled: Filled) -> None:
    columns = "10, origin, 9, at, offset, actor, role, 'enter', '', '', build, subject, digest, NULL"
    foreign(filled.path, f"INSERT INTO act SELECT {columns} FROM act WHERE act = 8")
    ((kind, sentence),) = filled.troubles()
    assert kind == "chain"
    assert sentence.startswith("act 9 of workstation ward (enter by")


def test_a_chain_recomputed_over_old_entry_digests_still_names_the_entry(filled: Filled) -> None:
    unguarded(filled.path, "UPDATE entry SET value = '16' WHERE entry = 6", "UPDATE act SET reason = 'x' WHERE act = 6")
    rechain(filled.path)
    assert filled.troubles() == [WEIGHT_CHANGED]


def test_an_entry_digest_recomputed_without_the_chain_names_the_act(filled: Filled) -> None:
    ((uid, was),) = foreign(filled.path, "SELECT uid, (SELECT digest FROM entry WHERE entry = 3) FROM origin LIMIT 1")
    assert isinstance(was, bytes)
    fields = place_fields(filled.first, VITALS)
    digest = entry_digest(entry_prefix(str(uid), 6), 0, fields, 0, "WEIGHT", Answer("16"), was)
    unguarded(filled.path, f"UPDATE entry SET value = '16', digest = x'{digest.hex()}' WHERE entry = 6")
    ((kind, sentence),) = filled.troubles()
    assert kind == "chain"
    assert sentence.startswith("act 6 of workstation ward (enter by Ada Nurse")


def test_everything_recomputed_shows_only_in_the_head(filled: Filled) -> None:
    before = verify_file(filled.path)[1]
    unguarded(filled.path, "UPDATE act SET reason = 'x' WHERE act = 6")
    rechain(filled.path)
    troubles, head = verify_file(filled.path)
    assert troubles == []
    assert (head.n, head.digest != before.digest) == (before.n, True)


def rechain(path: Path) -> None:
    """Compute the digests of all record acts after the fifth anew, as a forger would who knows how."""
    build = build_digest(BUILD.fingerprint, BUILD.study, BUILD.version, BUILD.json)
    acts = foreign(
        path,
        "SELECT act, origin.uid, n, at, offset, person.name, act.role, verb, reason, detail, subject.uid FROM act "
        "JOIN origin USING (origin) JOIN person ON person = actor LEFT JOIN subject ON subject.subject = act.subject "
        "WHERE stream = 'record' AND act > 5 ORDER BY act",
    )
    ((before,),) = foreign(path, "SELECT digest FROM act WHERE act = 5")
    statements = []
    for number, *sealed, subject in acts:
        rows = foreign(path, f"SELECT digest FROM entry WHERE act = {number} ORDER BY entry")
        told = SealedAct(*sealed, BUILD.fingerprint, build, subject)  # type: ignore[arg-type]
        before = act_digest(before, told, [digest for (digest,) in rows])  # type: ignore[arg-type,misc]
        statements.append(f"UPDATE act SET digest = x'{before.hex()}' WHERE act = {number}")
    unguarded(path, *statements)


@pytest.mark.parametrize("stream", ["record", "access"])
def test_a_renamed_workstation_is_named_at_the_start_of_its_chain(filled: Filled, stream: str) -> None:
    unguarded(filled.path, f"UPDATE origin SET name = 'forger' WHERE stream = '{stream}'")
    ((kind, sentence),) = filled.troubles()
    assert kind == "chain"
    assert sentence.startswith("act 1 of workstation forger (")
    assert "name of the workstation" in sentence


def test_an_act_moved_to_the_other_stream_is_named(filled: Filled) -> None:
    unguarded(
        filled.path, "UPDATE act SET origin = (SELECT origin FROM origin WHERE stream = 'access'), n = 2 WHERE act = 8"
    )
    assert {kind for kind, _ in filled.troubles()} == {"chain", "entry"}


@pytest.mark.parametrize("change", ["UPDATE setting SET value = '99' WHERE name = 'site'", "DELETE FROM setting"])
def test_changed_settings_are_named(filled: Filled, change: str) -> None:
    unguarded(filled.path, change)
    told = filled.troubles()
    assert [kind for kind, _ in told] == ["chain", "chain"]
    assert all("the settings of the file" in sentence for _, sentence in told)


def test_a_changed_definition_is_named(filled: Filled) -> None:
    unguarded(filled.path, 'UPDATE build SET json = \'{"id": "EVIL"}\'')
    assert filled.troubles() == [("file", "The study definition NK-ACT 1 was changed after it was put into the file.")]


def test_a_definition_with_a_digest_made_to_fit_breaks_every_act(filled: Filled) -> None:
    digest = build_digest(BUILD.fingerprint, BUILD.study, BUILD.version, "{}")
    unguarded(filled.path, f"UPDATE build SET json = '{{}}', digest = x'{digest.hex()}'")
    assert {kind for kind, _ in filled.troubles()} == {"chain"}
    assert len(filled.troubles()) == 9


def test_a_changed_first_number_is_named(filled: Filled) -> None:
    unguarded(filled.path, "UPDATE subject SET label = '01-007' WHERE subject = 1")
    assert filled.troubles() == [("file", "Subject 01-007 was enrolled as 01-001: her first number was changed.")]


def test_an_inserted_subject_is_named(filled: Filled) -> None:
    foreign(filled.path, "INSERT INTO subject (uid, label) VALUES ('ghost', '01-666')")
    assert filled.troubles() == [("file", "Subject 01-666 stands in the file, but no act enrolled her.")]


def test_subjects_exchanged_are_named(filled: Filled) -> None:
    swap = [f"UPDATE subject SET uid = '{uid}' WHERE label = '{label}'" for uid, label in (
        ("x", "01-001"), (filled.first, "01-002"), (filled.second, "01-001"))]  # fmt: skip
    unguarded(filled.path, *swap)
    assert {kind for kind, _ in filled.troubles()} == {"file", "entry", "chain"}


@pytest.mark.parametrize(
    "change", ["form = 'VS2'", "event = 'C1D1'", "event_key = '2'", "form_key = '2'", "subject = 2"]
)
def test_a_moved_form_is_named_with_its_entries(filled: Filled, change: str) -> None:
    ((place,),) = foreign(filled.path, "SELECT place FROM entry WHERE entry = 3")
    unguarded(filled.path, f"UPDATE place SET {change} WHERE place = {place}")
    ((event, form),) = foreign(filled.path, f"SELECT event, form FROM place WHERE place = {place}")
    told = filled.troubles()
    assert [kind for kind, _ in told] == ["file", "entry", "entry", "entry"]
    assert told[0][1].startswith(f"The form {form} at {event} does not fit its own uid")
    assert [sentence.split(" (")[0] for kind, sentence in told if kind == "entry"] == ["entry 3", "entry 4", "entry 6"]


def test_a_person_renamed_is_named_by_her_acts(filled: Filled) -> None:
    unguarded(filled.path, "UPDATE person SET name = 'Eve' WHERE name = 'Ben Doctor'")
    ((kind, sentence),) = filled.troubles()
    assert (kind, sentence.split(",")[0]) == ("chain", "act 7 of workstation ward (enter by Eve")


def test_a_role_changed_is_named_by_the_acts(filled: Filled) -> None:
    unguarded(filled.path, "UPDATE person SET role = 'monitor' WHERE name = 'Ben Doctor'")
    ((kind, sentence),) = filled.troubles()
    assert (kind, sentence.split(",")[0]) == ("chain", "act 7 of workstation ward (enter by Ben Doctor")
