"""Verification against the source and the investigator's signature: who may, what they rest on, what ends them."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from crf.actions.amending import amend
from crf.actions.entering import Entering
from crf.actions.judging import judge
from crf.actions.locking import lock_form, unlock_form
from crf.actions.querying import open_query
from crf.actions.session import Session, identify
from crf.actions.signing import sign, to_sign
from crf.actions.verifying import verify
from crf.actions.verifying_source import unverify_items, verify_form, verify_items
from crf.actions.voiding import void_form
from crf.faults import Refused
from crf.forms.marks import SIGNED
from crf.forms.record import Answer, Edit, Place
from crf.forms.standing import digest, signed, to_verify, verified
from crf.reading.standing import item_told, marks_of
from crf.reading.subjects import subject_list
from tests.crf.actions.conftest import SIGNS, Fill
from tests.crf.actions.test_peers import cell
from tests.crf.actions.test_printing import printed, text_of
from tests.second_version import second_version

VS = Place("SCR", "VS")
COND = Place("COND", "VS")
WEIGHT = (0, "WEIGHT")


def monitor(session: Session) -> None:
    identify(session, "A. Vidal", "monitor")


def investigator(session: Session) -> None:
    identify(session, "Dr E. Costa", "investigator")


def correct(session: Session, uid: str, place: Place = VS, **answers: str) -> None:
    """A nurse corrects answers."""
    identify(session, "C. Prat", "nurse")
    entering = Entering(session, uid, place)
    for item, raw in answers.items():
        entering.edit(Edit(0, item, raw))
    entering.save("Typing error")


def sheet(session: Session, uid: str) -> str:
    """The words of the printed form."""
    return " ".join(text_of(printed(session, subject=uid, event="SCR", form="VS")).split())


def states(session: Session, uid: str) -> dict[str, str]:
    record = session.file.data(uid).at(VS)
    return {where[1]: verified(record, where) for where in to_verify(session.study.form("VS"), record)}


@pytest.mark.req("PA-125")
def test_what_was_compared_ends_for_the_item_corrected(session: Session, uid: str, weighed: Fill) -> None:
    monitor(session)
    verify_items(session, uid, VS, [WEIGHT])
    assert [item for item, state in states(session, uid).items() if state] == ["WEIGHT"]
    assert cell(session, uid, VS).status == "complete"
    done = verify_form(session, uid, VS)
    assert done.count == len(states(session, uid)) - 1, "what was compared is not compared again"
    assert set(states(session, uid).values()) == {"holds"}
    shown = cell(session, uid, VS)
    assert shown.status == "verified"
    assert shown.tip[-1].startswith("Verified against the source: 9 of 9 answers, last by A. Vidal, Monitor, ")
    correct(session, uid, WEIGHT="61")
    assert [item for item, state in states(session, uid).items() if state == "changed"] == ["WEIGHT"]
    shown = cell(session, uid, VS)
    assert (shown.status, shown.tip[-1][-16:]) == ("complete", "1 changed since.")
    record = session.file.data(uid).at(VS)
    told = item_told(marks_of(session.reader, uid), VS, record, WEIGHT)
    assert told.startswith("Changed since it was verified by A. Vidal")
    monitor(session)
    assert verify_form(session, uid, VS).count == 1
    record = session.file.data(uid).at(VS)
    assert item_told(marks_of(session.reader, uid), VS, record, WEIGHT).startswith("Verified by A. Vidal")
    assert item_told(marks_of(session.reader, uid), VS, record, (0, "ELSE")) == ""


def test_a_verification_can_be_taken_back(session: Session, uid: str, weighed: Fill) -> None:
    monitor(session)
    verify_items(session, uid, VS, [WEIGHT])
    unverify_items(session, uid, VS, [WEIGHT])
    assert set(states(session, uid).values()) == {""}
    with pytest.raises(Refused, match="nothing to take back"):
        unverify_items(session, uid, VS, [WEIGHT])
    with pytest.raises(Refused, match="nothing to take back"):
        unverify_items(session, uid, VS, [])
    assert not [line for line in cell(session, uid, VS).tip if "Verified" in line]


@pytest.mark.parametrize("items", [[], [(0, "BMI")], [(0, "WEIGHT"), (0, "NOSUCH")], [(1, "WEIGHT")]])
def test_only_answers_are_compared(session: Session, uid: str, weighed: Fill, items: list[tuple[int, str]]) -> None:
    monitor(session)
    with pytest.raises(Refused, match="no answer here"):
        verify_items(session, uid, VS, items)


def test_a_blank_or_voided_form_has_nothing_to_compare(session: Session, uid: str, weighed: Fill) -> None:
    void_form(session, uid, COND, "Wrong subject")
    monitor(session)
    for place in (COND, Place("D1", "VS")):
        with pytest.raises(Refused, match="no answer here"):
            verify_form(session, uid, place)
        with pytest.raises(Refused, match="no answer here"):
            verify_items(session, uid, place, [WEIGHT])


def test_only_a_monitor_verifies_and_a_monitor_enters_nothing(session: Session, uid: str, weighed: Fill) -> None:
    with pytest.raises(Refused, match="can't verify"):
        verify_form(session, uid, VS)
    with pytest.raises(Refused, match="can't verify"):
        unverify_items(session, uid, VS, [WEIGHT])
    monitor(session)
    entering = Entering(session, uid, VS)
    assert entering.read_only
    entering.edit(Edit(0, "WEIGHT", "90"))
    assert entering.record.answer("WEIGHT").value == "60"
    with pytest.raises(Refused, match="enters no data"):
        void_form(session, uid, VS, "Mistaken")


# the signature


def test_a_signature_names_who_when_and_what_it_means(session: Session, uid: str, weighed: Fill, path: Path) -> None:
    investigator(session)
    done = sign(session, uid, [VS], "dr e.  costa")
    assert (done.act.verb, done.count) == ("sign", 1)
    assert done.act.detail.startswith("I have reviewed these data")
    assert "not proved by a password" in done.act.detail
    record = session.file.data(uid).at(VS)
    assert (signed(record), record.mark("_SIGNED").value) == ("holds", digest(record))
    shown = cell(session, uid, VS)
    assert (shown.status, shown.tip[-1]) == (
        "signed",
        "Signed by Dr E. Costa, Investigator, 05 MAR 2026 12:04 +01:00.",
    )
    assert shown.tip[-2].startswith("Saved "), "a signature is no entry of data"
    (line,) = subject_list(session.reader, session.now())
    assert line.last_saved.endswith("Study coordinator")
    told = sheet(session, uid)
    for part in ("Dr E. Costa", "Investigator", "05-MAR-2026 12:04", "I have reviewed these data"):
        assert part in told
    assert verify(path).troubles == ()


@pytest.mark.req("PA-145")
@pytest.mark.req("PA-222")
def test_a_correction_ends_it_and_the_history_keeps_it(session: Session, uid: str, weighed: Fill, path: Path) -> None:
    investigator(session)
    sign(session, uid, [VS], "Dr E. Costa")
    correct(session, uid, WEIGHT="61")
    shown = cell(session, uid, VS)
    assert shown.status == "complete"
    assert shown.tip[-1].startswith("Changed since the signature of Dr E. Costa")
    assert "the signature no longer holds" in sheet(session, uid)
    counted, ended = verify(path).signatures
    assert counted == "Signatures: 0 hold, 1 ended because an answer was changed since."
    assert ended.startswith(
        "01-001, Vital signs, height and weight: changed since the signature of Dr E. Costa, Invest"
    )
    assert [entry.act.person.name for entry in session.file.history(uid, VS, 0, "_SIGNED")] == ["Dr E. Costa"]
    investigator(session)
    sign(session, uid, [VS], "Dr E. Costa")
    assert cell(session, uid, VS).status == "signed"
    assert verify(path).troubles == ()
    assert verify(path).signatures == ("Signatures: 1 hold, 0 ended because an answer was changed since.",)


def test_a_derived_value_that_another_form_renews_ends_it_too(session: Session, uid: str, weighed: Fill) -> None:
    weighed("COND", "CTX", ECOCCUR="Y", DOSEPRES="1000")
    derived = [item.id for item in session.study.form("CTX").items if item.method]
    before = session.file.data(uid).at(Place("COND", "CTX"))
    assert any(before.answer(item).value for item in derived)
    held = evolve(before, marks={(0, SIGNED): Answer(digest(before))})
    correct(session, uid, COND, WEIGHT="75")
    after = session.file.data(uid).at(Place("COND", "CTX"))
    assert any(after.answer(item) != before.answer(item) for item in derived)
    assert signed(evolve(after, marks=held.marks)) == "changed"


def test_rows_of_a_log_are_signed_together_and_the_print_counts_them(session: Session, uid: str, weighed: Fill) -> None:
    for key, name in (("a", "Paracetamol"), ("b", "Ibuprofen")):
        row = Entering(session, uid, Place("LOG", "CM", form_key=key))
        given = {"CMTRT": name, "CMCLASS": "HEPPROPH", "CMDSTXT": "500 mg", "CMDOSFRQ": "UNK", "CMROUTE": "PO"}
        given |= {"CMWHY": "MH", "CMINDC": "Pain", "CMSTDAT": "2026-03-01", "CMONGO": "Y"}
        for item, raw in given.items():
            row.edit(Edit(0, item, raw))
        row.save()
    monitor(session)
    verify_form(session, uid, Place("LOG", "CM", form_key="a"))
    lock_form(session, uid, Place("LOG", "CM", form_key="a"), "Data are final")
    investigator(session)
    rows = [one for one in to_sign(session, uid) if one.place.form == "CM"]
    assert len(rows) == 2
    told = " ".join(text_of(printed(session, subject=uid, form="CM")).split())
    assert "answers compared with the source" in told
    assert "Locked" not in told, "one row of two is locked"
    assert [one.refused for one in rows] == ["", ""]
    sign(session, uid, [rows[0].place], "Dr E. Costa", knowing=True)
    assert "1 of 2 rows signed." in " ".join(text_of(printed(session, subject=uid, form="CM")).split())


def test_what_cant_be_signed_says_why(session: Session, uid: str, weighed: Fill) -> None:
    void_form(session, uid, COND, "Wrong subject")
    entering = Entering(session, uid, Place("D1", "VS"))
    entering.edit(Edit(0, "VSDAT", "2026-03-02"))
    entering.save()
    begun = Entering(session, uid, VS)
    begun.edit(Edit(0, "WEIGHT", "61"))
    investigator(session)
    why = {one.place: one.refused for one in to_sign(session, uid)}
    assert why[Place("D1", "VS")].endswith("required questions aren't answered")
    assert why[VS] == "something was typed and isn't saved", "also by another person"
    assert COND not in why
    (void,) = to_sign(session, uid, [COND])
    (blank,) = to_sign(session, uid, [Place("D4", "VS")])
    assert (void.refused, blank.refused) == ("voided", "not begun")
    for place in (VS, COND, Place("D1", "VS"), Place("D4", "VS")):
        with pytest.raises(Refused, match="can't be signed"):
            sign(session, uid, [place], "Dr E. Costa")
    with pytest.raises(Refused, match="no form here"):
        sign(session, uid, [], "Dr E. Costa")


def test_one_question_missing_is_told_in_the_singular(session: Session, uid: str) -> None:
    identify(session, "C. Prat", "nurse")
    entering = Entering(session, uid, VS)
    for item, raw in {"VSDAT": "2026-02-16", "HEIGHT": "165", "WEIGHT": "60", **SIGNS}.items():
        if item != "PULSE":
            entering.edit(Edit(0, item, raw))
    entering.save()
    (one,) = to_sign(session, uid, [VS])
    assert one.refused == "1 required question isn't answered"


def test_who_signs_types_her_own_name(session: Session, uid: str, weighed: Fill) -> None:
    with pytest.raises(Refused, match="can't sign"):
        sign(session, uid, [VS], "B. Sample")
    investigator(session)
    with pytest.raises(Refused, match="doesn't match"):
        sign(session, uid, [VS], "E. Costa")
    sign(session, uid, [VS], "Dr E. Costa")
    with pytest.raises(Refused, match="signed already"):
        sign(session, uid, [VS], "Dr E. Costa")


def test_what_is_open_is_signed_only_knowingly(session: Session, uid: str, weighed: Fill) -> None:
    weighed("SCR", "VS", "Typing error", SYSBP="80", DIABP="110")
    monitor(session)
    open_query(session, uid, VS, WEIGHT, "Source says 62 kg.")
    investigator(session)
    (one,) = to_sign(session, uid, [VS])
    assert (one.findings > 0, one.queries, one.refused) == (True, 1, "")
    with pytest.raises(Refused, match="still open"):
        sign(session, uid, [VS], "Dr E. Costa")
    sign(session, uid, [VS], "Dr E. Costa", knowing=True)
    shown = cell(session, uid, VS)
    assert (shown.status, shown.queries, shown.findings) == ("signed", 1, one.findings)


def test_all_complete_forms_of_a_visit_are_signed_in_one_act(session: Session, uid: str, weighed: Fill) -> None:
    investigator(session)
    of_visit = to_sign(session, uid, visit=("SCR", ""))
    assert {one.place.event for one in of_visit} == {"SCR"}
    assert len(to_sign(session, uid)) > len(of_visit)
    whole = [one.place for one in to_sign(session, uid) if not one.refused]
    assert {VS, COND} <= set(whole)
    acts = session.file.act_count()
    sign(session, uid, whole, "Dr E. Costa", knowing=True)
    assert session.file.act_count() == acts + 1
    assert {cell(session, uid, place).status for place in whole} == {"signed"}
    assert not {one.place for one in to_sign(session, uid)} & set(whole)


@pytest.mark.req("PA-229")
def test_signed_and_locked_forms_stay_with_their_version(
    session: Session, uid: str, weighed: Fill, path: Path, tmp_path: Path
) -> None:
    investigator(session)
    sign(session, uid, [VS], "Dr E. Costa")
    monitor(session)
    lock_form(session, uid, COND, "Data are final")
    before = session.file.data(uid)
    amend(session, str(second_version(tmp_path / "second")), "Protocol amendment 1")
    assert session.study.version == "2"
    assert session.file.data(uid) == before
    assert [cell(session, uid, one).status for one in (VS, COND)] == ["signed", "locked"]
    for place in (VS, COND):
        entering = Entering(session, uid, place)
        assert "WAISTX" not in {one.item for one in entering.page().fields}, "as the first version asks it"
    assert "WAISTX" in {one.item for one in Entering(session, uid, Place("D1", "VS")).page().fields}
    assert "Since version 2" not in sheet(session, uid)
    assert verify(path).troubles == ()
    correct(session, uid, WEIGHT="61")
    assert "WAISTX" in {one.item for one in Entering(session, uid, VS).page().fields}, "corrected, it follows the new"
    monitor(session)
    unlock_form(session, uid, COND, "To be corrected")
    assert "WAISTX" in {one.item for one in Entering(session, uid, COND).page().fields}
    assert verify(path).troubles == ()


def test_signed_while_locked_under_an_older_version_it_is_signed_as_shown(
    session: Session, uid: str, weighed: Fill, path: Path, tmp_path: Path
) -> None:
    monitor(session)
    lock_form(session, uid, VS, "Data are final")
    first = session.reader.fingerprint
    amend(session, str(second_version(tmp_path / "second")), "Protocol amendment 1")
    investigator(session)
    sign(session, uid, [VS], "Dr E. Costa")
    assert session.file.data(uid).at(VS).mark("_SIGNED").unit == first
    sign(session, uid, [COND], "Dr E. Costa")
    assert session.file.data(uid).at(COND).mark("_SIGNED").unit == session.reader.fingerprint
    assert verify(path).troubles == ()


def test_judgements_nobody_confirmed_are_signed_only_knowingly(session: Session, uid: str) -> None:
    plan = Place("SCR", "PLAN")
    identify(session, "C. Prat", "nurse")
    entering = Entering(session, uid, plan)
    for item, raw in {"ENRYN": "Y", "ENRDAT": "2026-02-12", "PLAND1": "2026-03-09"}.items():
        entering.edit(Edit(0, item, raw))
    entering.save()
    investigator(session)
    (one,) = to_sign(session, uid, [plan])
    assert (one.judgements, one.where, one.refused) == (
        ("Is the subject enrolled for treatment? Yes",),
        (0, "ENRYN"),
        "",
    )
    assert one.waiting == one.findings + one.queries + 1
    with pytest.raises(Refused, match="judgements to confirm are still open"):
        sign(session, uid, [plan], "Dr E. Costa")
    judge(session, uid, plan)
    (one,) = to_sign(session, uid, [plan])
    assert (one.judgements, one.where) == ((), None)
