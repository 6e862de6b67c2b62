"""Reading back: what stands in force, what stood as of an act, who wrote it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crf.forms.record import Answer, Place, Record
from crf.store.acts import CONFIRM, VOID, Head
from crf.store.file import CasebookFile
from tests.crf.store.casebooks import ADA, BEN, DOSE, LOG, SUBJECT, VITALS, act, enrol, entry, save, token


def test_an_empty_subject_has_no_records(file: CasebookFile, subject: str) -> None:
    data = file.data(subject)
    assert (data.label, data.voided, data.records) == ("01-001", "", {})
    assert data.at(VITALS) == Record("VS")
    assert file.record(subject, VITALS) == Record("VS")
    assert file.heads(subject, VITALS) == {}
    assert file.history(subject, VITALS) == []


def test_places_are_told_apart_by_event_form_and_both_keys(file: CasebookFile, subject: str) -> None:
    places = [Place("UNS", "VS", key, of) for key in ("1", "2") for of in ("", "1")] + [Place("UNS", "VS2", "1")]
    for n, place in enumerate(places):
        save(file, subject, place, WEIGHT=str(n))
    records = file.data(subject).records
    assert [records[place].answer("WEIGHT").value for place in places] == list("01234")
    assert [file.record(subject, place).answer("WEIGHT").value for place in places] == list("01234")


def test_subjects_do_not_mix(file: CasebookFile) -> None:
    ada, eve = enrol(file, "01-001"), enrol(file, "01-002")
    save(file, ada, VITALS, WEIGHT="60")
    save(file, eve, VITALS, WEIGHT="70")
    assert file.data(eve).at(VITALS).answer("WEIGHT").value == "70"
    assert [row.label for row in file.subjects()] == ["01-001", "01-002"]
    assert [done.verb for done in file.acts(eve)] == ["enrol", "enter"]
    assert len(file.acts()) == 5
    assert [done.n for done in file.acts(limit=2)] == [4, 5]
    assert file.acts(limit=0) == []


@pytest.mark.req("PA-004")
def test_a_value_cleared_is_a_blank_with_a_history(file: CasebookFile, subject: str) -> None:
    save(file, subject, VITALS, SEX="F")
    save(file, subject, VITALS, SEX="")
    assert file.data(subject).at(VITALS).answer("SEX").blank
    assert (0, "SEX") in file.heads(subject, VITALS)
    assert [(found.answer.value, found.act.reason) for found in file.history(subject, VITALS)] == [
        ("F", ""),
        ("", "typo"),
    ]


def test_the_histories_of_a_subject_are_those_of_her_places(file: CasebookFile, subject: str) -> None:
    other = enrol(file, "01-002")
    save(file, other, VITALS, WEIGHT="60")
    for place in (VITALS, LOG):
        save(file, subject, place, WEIGHT="70", SEX="F")
        save(file, subject, place, WEIGHT="71")
    found = file.histories(subject)
    assert {VITALS, LOG} < set(found)
    assert found == {place: file.history(subject, place) for place in found}
    assert [entry.answer.value for entry in file.histories(other)[VITALS]] == ["60"]


@pytest.mark.req("PA-019")
def test_a_form_or_line_is_voided_with_its_reason_and_restored(file: CasebookFile, subject: str) -> None:
    file.commit(act("enter", subject), [entry(LOG, "AETERM", "Fever", 1), entry(LOG, "AETERM", "Rash", 2)])
    before = file.data(subject)
    file.commit(act("void", subject, reason="wrong patient"), [entry(LOG, VOID, "Y", 2)])
    file.commit(act("void", subject, reason="wrong visit"), [entry(LOG, VOID, "Y")])
    voided = file.data(subject).at(LOG)
    assert voided.voided == {2: "wrong patient", 0: "wrong visit"}
    assert voided.answers == before.at(LOG).answers
    assert voided.lines == (1, 2)
    heads = file.heads(subject, LOG)
    file.commit(
        act("restore", subject, reason="was right"),
        [entry(LOG, VOID, "", 2, heads[2, VOID]), entry(LOG, VOID, "", 0, heads[0, VOID])],
    )
    assert file.data(subject) == before
    assert [done.verb for done in file.acts(subject)] == ["enrol", "enter", "void", "void", "restore"]


def test_a_subject_is_voided_with_its_reason_and_restored(file: CasebookFile, subject: str) -> None:
    file.commit(act("void", subject, reason="entered twice"), [entry(SUBJECT, VOID, "Y")])
    assert file.subject(subject).voided == "entered twice"
    assert file.data(subject).voided == "entered twice"
    head = file.heads(subject, SUBJECT)[0, VOID]
    file.commit(act("restore", subject, reason="no"), [entry(SUBJECT, VOID, "", was=head)])
    assert file.subject(subject).voided == ""
    assert file.data(subject).voided == ""
    assert file.subject(subject).label == "01-001"


def test_a_void_without_a_reason_is_still_a_void(file: CasebookFile, subject: str) -> None:
    file.commit(act("void", subject), [entry(SUBJECT, VOID, "Y"), entry(LOG, VOID, "Y", 1)])
    assert file.subject(subject).voided == "void"
    assert file.data(subject).at(LOG).voided == {1: "void"}


def test_confirmed_findings_stand_apart_from_answers(file: CasebookFile, subject: str) -> None:
    file.commit(
        act("confirm", subject),
        [
            entry(DOSE, CONFIRM + "CTX-07", "1000/994.99", note="rounded by pharmacy"),
            entry(DOSE, CONFIRM + "C2", "", 3),
        ],
    )
    record = file.data(subject).at(DOSE)
    assert record.confirmed == {(0, "CTX-07"): ("1000/994.99", "rounded by pharmacy")}
    assert record.answers == {}
    head = file.heads(subject, DOSE)[0, CONFIRM + "CTX-07"]
    file.commit(act("withdraw", subject), [entry(DOSE, CONFIRM + "CTX-07", was=head)])
    assert file.data(subject).at(DOSE).confirmed == {}


@pytest.mark.req("PA-016")
def test_a_corrected_number_is_in_force_and_the_old_one_is_remembered(file: CasebookFile, subject: str) -> None:
    save(file, subject, SUBJECT, SUBJID="01-007")
    assert file.subject(subject).label == "01-007"
    assert file.data(subject).label == "01-007"
    assert file.labels_ever() == {"01-001", "01-007"}
    assert file.data(subject, file.acts(subject)[0].id).label == "01-001"
    assert [found.answer.value for found in file.history(subject, SUBJECT)] == ["01-001", "01-007"]


def test_an_unknown_subject_is_a_bug(file: CasebookFile) -> None:
    with pytest.raises(KeyError):
        file.subject("nobody")
    with pytest.raises(KeyError):
        file.data("nobody")
    with pytest.raises(KeyError):
        file.states("nobody")
    with pytest.raises(KeyError):
        file.data("", Head("nowhere", 3, ""))


def test_as_of_an_act_a_head_or_a_time(file: CasebookFile, subject: str) -> None:
    first = save(file, subject, VITALS, WEIGHT="60")
    head = file.head()
    save(file, subject, VITALS, WEIGHT="61", PULSE="70")
    now = file.data(subject)
    file.commit(act("print", stream="access"), [])
    for upto in (first.id, head, file.act_at(first.at), file.act_at(first.at + timedelta(milliseconds=1))):
        assert file.data(subject, upto).at(VITALS).answers == {(0, "WEIGHT"): Answer("60")}
        assert file.record(subject, VITALS, upto).answers == {(0, "WEIGHT"): Answer("60")}
    assert file.data(subject, file.head()) == now
    assert file.data(subject, 0).records == file.data(subject, Head("", 0, "")).records == {}
    assert file.act_at(first.at - timedelta(days=1)) == 0


def test_history_has_act_place_and_order(file: CasebookFile, subject: str) -> None:
    file.commit(act("enter", subject), [entry(LOG, "AETERM", "Fever", 1), entry(LOG, "AEGR", "2", 1)])
    file.commit(act("enter", subject, person=BEN), [entry(LOG, "AETERM", "Rash", 2)])
    head = file.heads(subject, LOG)[1, "AETERM"]
    file.commit(act("correct", subject, reason="wrong"), [entry(LOG, "AETERM", "Chills", 1, head)])
    assert [found.answer.value for found in file.history(subject, LOG)] == ["Fever", "2", "Rash", "Chills"]
    assert [found.answer.value for found in file.history(subject, LOG, 1, "AETERM")] == ["Fever", "Chills"]
    assert [found.line for found in file.history(subject, LOG, item="AETERM")] == [1, 2, 1]
    (rash,) = file.history(subject, LOG, 2)
    assert (rash.place, rash.subject, rash.act.person, rash.act) == (LOG, subject, BEN, file.acts(subject)[2])


def test_two_heads_of_a_merge_show_the_later_and_can_be_resolved(file: CasebookFile, subject: str) -> None:
    save(file, subject, VITALS, WEIGHT="60")
    save(file, subject, VITALS, WEIGHT="61")
    other = save(file, subject, VITALS, PULSE="70")
    first, second, stray = file.history(subject, VITALS)
    columns = f"99, act, place, line, 'WEIGHT', '62', '', '', '', {first.id}, digest"
    file._connection.execute(f"INSERT INTO entry SELECT {columns} FROM entry WHERE entry = {stray.id}")
    assert other.id == stray.act.id
    assert file.data(subject).at(VITALS).answer("WEIGHT").value == "62"
    assert file.heads(subject, VITALS)[0, "WEIGHT"] == 99 != second.id
    save(file, subject, VITALS, WEIGHT="63")
    assert file.data(subject).at(VITALS).answer("WEIGHT").value == "63"


def test_of_two_heads_that_void_or_confirm_the_later_counts_too(file: CasebookFile, subject: str) -> None:
    confirm = CONFIRM + "C-1"
    file.commit(act("void", subject), [entry(LOG, VOID, "Y", 1), entry(LOG, confirm, "60", note="right")])
    file.commit(act("enter", subject), [entry(LOG, "A", "1"), entry(LOG, "B", "1")])
    rest = "act, place, {}, '{}', '', '', '', '', NULL, digest FROM entry WHERE item = '{}'"
    for number, line, item, other in ((98, 1, VOID, "A"), (99, 0, confirm, "B")):
        values = rest.format(line, item, other)
        file._connection.execute(f"INSERT INTO entry SELECT {number}, {values}")
    record = file.data(subject).at(LOG)
    assert (record.voided, record.confirmed) == ({}, {})


def test_only_line_0_tells_of_the_subject_herself(file: CasebookFile, subject: str) -> None:
    file.commit(act("enter", subject), [entry(SUBJECT, VOID, "Y", 1), entry(SUBJECT, "SUBJID", "01-009", 1)])
    assert (file.subject(subject).label, file.subject(subject).voided) == ("01-001", "")
    assert (file.data(subject).label, file.data(subject).voided) == ("01-001", "")


def test_a_person_is_told_by_name_and_role(file: CasebookFile) -> None:
    doctor = type(ADA)(ADA.name, "investigator")
    file.commit(act("note", person=doctor), [])
    file.commit(act("note", person=ADA), [])
    assert file.people() == [ADA, doctor]
    assert [done.person for done in file.acts()][1:] == [doctor, ADA]


def test_tokens_are_only_drawn_for_new_workstations(file: CasebookFile, subject: str) -> None:
    before = int(token(), 16)
    save(file, subject, VITALS, WEIGHT="60")
    assert int(token(), 16) == before + 1


def test_when_what_stands_was_entered_first(file: CasebookFile, subject: str) -> None:
    save(file, subject, VITALS, SEX="F")
    save(file, subject, VITALS, SEX="M", WEIGHT="60")
    save(file, subject, VITALS, SEX="F")
    acts = [done.at for done in file.acts(subject) if done.verb == "enter"]
    found = file.entered(subject, {"VS"})
    assert found == {(VITALS, ""): acts[0], (VITALS, "SEX"): acts[0], (VITALS, "WEIGHT"): acts[1]}
    assert file.entered(subject, {"XX"}) == {}
