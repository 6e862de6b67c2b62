"""The cache beside the journal: handed over with an act, read back as it was."""

from __future__ import annotations

import pytest
from attrs import evolve
from sqlcipher3.dbapi2 import IntegrityError

from crf.faults import Conflict
from crf.forms.record import Finding
from crf.store.acts import Cache, FormState
from crf.store.file import CasebookFile
from crf.text import message
from tests.crf.store.casebooks import DOSE, LOG, VITALS, act, enrol, entry, save

SAID = message("check.CTX-07", "Prescribed {A}, planned {B}.", A="1000", B="994.99 mg – µ")
FINDINGS = (
    (DOSE, Finding("CTX-07", 0, "DOSEPRES", "deviation", SAID, "1000/994.99", "rounded")),
    (LOG, Finding("AE-1", 2, "AESTDAT", "soft", message("check.AE-1"))),
    (DOSE, Finding("CTX-08", 0, "DOSEGIV", "missing", message("check.missing"))),
)
STATES = (
    FormState(LOG, "findings", 1, 2, date="2026-03-02"),
    FormState(VITALS, "complete", date="2026-03-01"),
    FormState(DOSE, "not started", voided=True),
)


def test_states_and_findings_read_back_exactly_and_in_order(file: CasebookFile, subject: str) -> None:
    save(file, subject, VITALS, Cache(subject, STATES, FINDINGS), WEIGHT="60")
    assert file.states() == file.states(subject) == {subject: STATES}
    assert file.findings() == file.findings(subject) == [(subject, *found) for found in FINDINGS]
    assert str(file.findings()[0][2].message) == "Prescribed 1000, planned 994.99 mg – µ."


def test_a_later_cache_replaces_the_former(file: CasebookFile, subject: str) -> None:
    save(file, subject, VITALS, Cache(subject, STATES, FINDINGS), WEIGHT="60")
    later = Cache(subject, (evolve(STATES[1], status="draft"), STATES[0]), (FINDINGS[2], FINDINGS[0]))
    save(file, subject, VITALS, later, WEIGHT="61")
    assert file.states(subject) == {subject: later.states}
    assert [found[1:] for found in file.findings(subject)] == list(later.findings)
    save(file, subject, VITALS, Cache(subject, (), ()), WEIGHT="62")
    assert (file.states(), file.findings()) == ({}, [])


def test_the_cache_of_another_subject_stays(file: CasebookFile, subject: str) -> None:
    other = enrol(file, "01-002")
    save(file, subject, VITALS, Cache(subject, STATES, FINDINGS), WEIGHT="60")
    save(file, other, VITALS, Cache(other, STATES[:1], FINDINGS[:1]), WEIGHT="70")
    save(file, "", VITALS, Cache("", STATES[1:], ()), WEIGHT="0")
    assert file.states() == {"": STATES[1:], subject: STATES, other: STATES[:1]}
    assert file.states("") == {"": STATES[1:]}
    assert [uid for uid, *_ in file.findings()] == [subject] * 3 + [other]


def test_an_act_without_a_cache_leaves_it(file: CasebookFile, subject: str) -> None:
    save(file, subject, VITALS, Cache(subject, STATES, FINDINGS), WEIGHT="60")
    save(file, subject, VITALS, WEIGHT="61")
    assert file.states() == {subject: STATES}


def test_a_refused_act_leaves_the_cache(file: CasebookFile, subject: str) -> None:
    save(file, subject, VITALS, Cache(subject, STATES, FINDINGS), WEIGHT="60")
    with pytest.raises(Conflict):
        file.commit(act("enter", subject), [entry(VITALS, "WEIGHT", "61")], Cache(subject, (), ()))
    assert file.states() == {subject: STATES}


def test_rows_that_are_right_already_are_not_written_again(file: CasebookFile, subject: str) -> None:
    save(file, subject, VITALS, Cache(subject, STATES, FINDINGS), WEIGHT="60")
    for table in ("form_state", "finding"):
        for event in ("INSERT", "DELETE"):
            refuse = "BEGIN SELECT RAISE(ABORT, 'no'); END"
            file._connection.execute(f"CREATE TEMP TRIGGER {table}_{event} BEFORE {event} ON {table} {refuse}")
    save(file, subject, VITALS, Cache(subject, STATES, FINDINGS), WEIGHT="61")
    assert file.states(subject) == {subject: STATES}
    with pytest.raises(IntegrityError, match="no"):
        save(file, subject, VITALS, Cache(subject, STATES, FINDINGS[:1]), WEIGHT="62")


def test_the_date_of_a_visit_is_the_earliest_of_its_forms(file: CasebookFile, subject: str) -> None:
    vitals, dose = FormState(VITALS, "complete", date="2026-03-01"), FormState(DOSE, "complete", date="2026-03-09")
    states = (
        vitals,
        evolve(vitals, place=evolve(VITALS, form="EC"), date="2026-02-27"),
        evolve(vitals, place=evolve(VITALS, form="LB"), date=""),
        dose,
        evolve(dose, place=evolve(DOSE, form="LB"), date="2026-01-01", voided=True),
        FormState(LOG, "draft"),
    )
    save(file, subject, VITALS, Cache(subject, states, ()), WEIGHT="60")
    assert file.visits(subject) == {("SCR", ""): "2026-02-27", ("C1D1", ""): "2026-03-09"}
