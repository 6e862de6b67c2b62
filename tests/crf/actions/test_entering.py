"""Entering a form: drafts, saving, reasons, confirmations, voiding, history."""

from __future__ import annotations

from pathlib import Path

import pytest

from crf.actions.entering import Entering, new_place, reasons
from crf.actions.session import Session, identify, open_casebook
from crf.faults import Conflict, Refused
from crf.forms.record import Edit, Place
from tests.crf.actions.conftest import CTX, SIGNS, Clock, Fill

VS = Place("SCR", "VS")
COND = Place("COND", "CTX")


def counts(session: Session) -> tuple[int, int]:
    """Acts and entries in the file."""
    return session.file.act_count(), session.file.entry_count()


@pytest.mark.req("PA-011")
def test_opening_and_leaving_writes_nothing(session: Session, uid: str) -> None:
    before = counts(session)
    entering = Entering(session, uid, COND)
    assert entering.step.status == "not started"
    assert not entering.dirty
    assert entering.save().count == 0
    assert counts(session) == before
    assert session.reader.drafts(uid) == []


def test_what_is_typed_comes_back_as_a_draft(session: Session, uid: str, path: Path, clock: Clock) -> None:
    first = Entering(session, uid, VS)
    first.edit(Edit(0, "WEIGHT", "63,5"))
    first.edit(Edit(0, "VSDAT", "31-FEB-2026"))
    session.close()
    again = open_casebook(path, clock)
    entering = Entering(again, uid, VS)
    assert entering.restored == 2
    assert entering.dirty
    assert entering.record.answer("WEIGHT").value == "63.5"
    assert entering.record.drafts[(0, "VSDAT")].raw == "31-FEB-2026"
    again.close()


def test_a_draft_belongs_to_the_person_who_typed_it(session: Session, uid: str) -> None:
    Entering(session, uid, VS).edit(Edit(0, "WEIGHT", "63.5"))
    identify(session, "A. Example", "investigator")
    assert Entering(session, uid, VS).restored == 0
    identify(session, "B. Sample", "coordinator")
    assert Entering(session, uid, VS).restored == 1


def test_saving_takes_what_can_be_a_value_and_keeps_the_rest(session: Session, uid: str) -> None:
    entering = Entering(session, uid, VS)
    entering.edit(Edit(0, "WEIGHT", "63.5"))
    entering.edit(Edit(0, "PULSE", "12.5"))
    saved = entering.save()
    assert saved.count == 1
    assert saved.left == ((0, "PULSE"),)
    assert Entering(session, uid, VS).record.drafts[(0, "PULSE")].raw == "12.5"
    assert session.file.data(uid).at(VS).answer("PULSE").blank


@pytest.mark.req("PA-035")
def test_letters_in_a_number_stay_a_draft_that_says_what_is_asked(session: Session, uid: str) -> None:
    entering = Entering(session, uid, VS)
    told = {}
    for item, raw in (("PULSE", "TEST"), ("WEIGHT", "TEST"), ("PULSE", "12.5")):
        entering.edit(Edit(0, item, raw))
        told[item, raw] = str(entering.record.drafts[(0, item)].fault)
    assert "whole number" in told["PULSE", "TEST"]
    assert "no number" in told["WEIGHT", "TEST"]
    assert "whole number" in told["PULSE", "12.5"]
    entering.edit(Edit(0, "PULSE", "99"))
    entering.edit(Edit(0, "WEIGHT", "44.2"))
    entering.save()
    stored = session.file.data(uid).at(VS)
    assert (stored.answer("PULSE").value, stored.answer("WEIGHT").value) == ("99", "44.2")


@pytest.mark.req("PA-037")
def test_comma_and_point_store_the_same_number(session: Session, uid: str, fill: Fill) -> None:
    fill("SCR", "VS", WEIGHT="61,5")
    fill("COND", "VS", WEIGHT="61.5")
    data = session.file.data(uid)
    assert data.at(VS).answer("WEIGHT") == data.at(Place("COND", "VS")).answer("WEIGHT")


def test_an_ambiguous_number_is_never_guessed(session: Session, uid: str) -> None:
    entering = Entering(session, uid, COND)
    entering.edit(Edit(0, "ECOCCUR", "Y"))
    entering.edit(Edit(0, "DOSEPRES", "1.020"))
    draft = entering.record.drafts[(0, "DOSEPRES")]
    assert draft.readings == ("1.020", "1020")
    assert entering.save().left == ((0, "DOSEPRES"),)
    assert Entering(session, uid, COND).saved.answer("DOSEPRES").blank
    entering.edit(Edit(0, "DOSEPRES", draft.readings[1], exact=True))
    assert Entering(session, uid, COND).record.answer("DOSEPRES").value == "1020"
    assert entering.save().count == 1


@pytest.mark.req("PA-004")
def test_a_cleared_choice_goes_blank_with_its_history(session: Session, uid: str, fill: Fill) -> None:
    fill("SCR", "IC", ICCOPY="Y")
    entering, saved = fill("SCR", "IC", "Typing error", ICCOPY="")
    assert saved.count == 1
    assert entering.record.answer("ICCOPY").blank
    lines = entering.history(0, "ICCOPY")
    assert [(line.old, line.new) for line in lines] == [("", "Yes"), ("Yes", "blank")]
    assert lines[1].reason == "Typing error"


def test_a_correction_needs_one_reason_for_the_save(session: Session, uid: str, fill: Fill) -> None:
    fill("SCR", "VS", VSDAT="16-FEB-2026", WEIGHT="64.2", **SIGNS)
    entering = Entering(session, uid, VS)
    entering.edit(Edit(0, "WEIGHT", "64.5"))
    entering.edit(Edit(0, "PULSE", "80"))
    assert entering.needs_reason()
    before = counts(session)
    with pytest.raises(Refused, match="reason"):
        entering.save("  ")
    assert counts(session) == before
    assert entering.record.answer("WEIGHT").value == "64.5"
    entering.save("Source document corrected")
    acts = session.file.acts(uid)
    assert (acts[-1].verb, acts[-1].reason) == ("correct", "Source document corrected")
    assert session.file.act_count() == before[0] + 1


def test_filling_a_blank_needs_no_reason(session: Session, uid: str, fill: Fill) -> None:
    fill("SCR", "VS", WEIGHT="64.2")
    entering = Entering(session, uid, VS)
    entering.edit(Edit(0, "PULSE", "80"))
    assert not entering.needs_reason()
    assert entering.save().count == 1


def test_typing_the_saved_value_again_is_no_change(session: Session, uid: str, fill: Fill) -> None:
    fill("SCR", "VS", WEIGHT="64.2")
    entering = Entering(session, uid, VS)
    entering.edit(Edit(0, "WEIGHT", "65"))
    entering.edit(Edit(0, "WEIGHT", "64.2"))
    assert not entering.dirty
    assert session.reader.drafts(uid) == []


def test_reasons_are_offered_and_none_is_preselected(session: Session) -> None:
    assert ("TYPING", "Typing error") in reasons(session)


def test_somebody_elses_save_is_never_overwritten(
    session: Session, uid: str, path: Path, clock: Clock, fill: Fill
) -> None:
    fill("SCR", "VS", WEIGHT="64.2")
    mine = Entering(session, uid, VS)
    mine.edit(Edit(0, "WEIGHT", "64.5"))
    other = open_casebook(path, clock)
    theirs = Entering(other, uid, VS)
    theirs.edit(Edit(0, "WEIGHT", "65.0"))
    theirs.save("Typing error")
    other.close()
    with pytest.raises(Conflict):
        mine.save("Typing error")
    assert session.file.data(uid).at(VS).answer("WEIGHT").value == "65.0"
    assert mine.record.answer("WEIGHT").value == "64.5"


def test_undo_takes_edits_back_and_the_drafts_follow(session: Session, uid: str) -> None:
    entering = Entering(session, uid, VS)
    entering.edit(Edit(0, "WEIGHT", "63"))
    entering.edit(Edit(0, "WEIGHT", "63.5"))
    assert entering.undo()
    assert entering.record.answer("WEIGHT").value == "63"
    assert Entering(session, uid, VS).record.answer("WEIGHT").value == "63"
    assert entering.redo()
    assert entering.record.answer("WEIGHT").value == "63.5"
    assert entering.undo()
    assert entering.undo()
    assert not entering.undo()
    assert not entering.dirty
    assert session.reader.drafts(uid) == []


def test_discard_forgets_what_is_not_saved(session: Session, uid: str, fill: Fill) -> None:
    fill("SCR", "VS", WEIGHT="64.2")
    entering = Entering(session, uid, VS)
    entering.edit(Edit(0, "WEIGHT", "65"))
    entering.discard()
    assert entering.record.answer("WEIGHT").value == "64.2"
    assert session.reader.drafts(uid) == []


@pytest.mark.req("PA-030")
def test_a_default_counts_once_saved(session: Session, uid: str, weighed: Fill) -> None:
    entering = Entering(session, uid, COND)
    entering.edit(Edit(0, "ECOCCUR", "Y"))
    route = next(one for one in entering.page().fields if one.item == "ECROUTE")
    assert route.proposed
    assert session.file.data(uid).at(COND).answer("ECROUTE").blank
    entering.save()
    assert session.file.data(uid).at(COND).answer("ECROUTE").value == "IV"
    entering.edit(Edit(0, "ECROUTE", "OTH"))
    entering.save("Typing error")
    assert Entering(session, uid, COND).record.answer("ECROUTE").value == "OTH"


def test_what_was_given_is_saved_with_its_finding(session: Session, uid: str, weighed: Fill) -> None:
    entering, saved = weighed("COND", "CTX", **{**CTX, "ECDSTXT": "1090"})
    assert saved.findings == 1
    finding = next(one for one in entering.step.findings if one.open and one.level == "soft")
    assert finding.item == "ECDSTXT"
    assert entering.step.status == "findings"
    with pytest.raises(Refused):
        entering.confirm(finding, " ")
    done = entering.confirm(finding, "The whole vial was given.")
    assert done.findings == 0
    assert entering.step.status == "complete"
    assert any("confirmed" in line.new for line in entering.history(0, "ECDSTXT"))


def test_a_confirmation_ends_with_the_values_it_rests_on(session: Session, uid: str, weighed: Fill) -> None:
    entering, _ = weighed("COND", "CTX", **{**CTX, "ECDSTXT": "1090"})
    finding = next(one for one in entering.step.findings if one.item == "ECDSTXT" and one.level == "soft")
    entering.confirm(finding, "The whole vial was given.")
    entering.edit(Edit(0, "ECDSTXT", "1080"))
    assert any(one.open and one.item == "ECDSTXT" for one in entering.step.findings)
    entering.edit(Edit(0, "ECDSTXT", "1090"))
    closed = next(one for one in entering.step.findings if one.check == finding.check)
    assert not closed.open
    entering.withdraw(closed, "Confirmed too early")
    assert any(one.open and one.check == finding.check for one in entering.step.findings)


def test_a_finding_confirmed_before_saving_is_written_with_the_save(session: Session, uid: str, weighed: Fill) -> None:
    entering = Entering(session, uid, COND)
    for item, raw in {**CTX, "ECDSTXT": "1090"}.items():
        entering.edit(Edit(0, item, raw))
    finding = next(one for one in entering.step.findings if one.item == "ECDSTXT" and one.level == "soft")
    before = counts(session)
    entering.confirm(finding, "The whole vial was given.")
    assert counts(session) == before
    assert entering.save().findings == 0
    assert session.file.act_count() == before[0] + 1


@pytest.mark.req("PA-072")
def test_a_corrected_input_renews_the_derived_value_in_the_same_act(session: Session, uid: str, weighed: Fill) -> None:
    weighed("COND", "CTX", **CTX)
    assert session.file.data(uid).at(COND).answer("DOSEPLAN").value == "994.99"
    before = session.file.act_count()
    _, saved = weighed("COND", "VS", "Source document corrected", WEIGHT="63.5")
    assert saved.derived >= 3
    assert session.file.act_count() == before + 1
    assert session.file.data(uid).at(COND).answer("DOSEPLAN").value == "1023.60"
    lines = Entering(session, uid, COND).history(0, "DOSEPLAN")
    assert [line.derived for line in lines] == [True, True]
    assert lines[-1].reason == "Source document corrected"


def test_a_voided_form_stays_struck_and_comes_back(session: Session, uid: str, weighed: Fill) -> None:
    entering, _ = weighed("COND", "CTX", **CTX)
    kept = session.file.data(uid).at(COND).answers
    with pytest.raises(Refused):
        entering.void(" ")
    entering.void("Entered for the wrong subject")
    assert entering.read_only
    assert entering.page().void == "Entered for the wrong subject"
    entering.edit(Edit(0, "ECDSTXT", "5"))
    assert entering.record.answer("ECDSTXT").value == "1000"
    entering.restore("Voided by mistake")
    assert session.file.data(uid).at(COND).answers == kept
    assert not entering.read_only


@pytest.mark.req("PA-066")
def test_lines_keep_their_numbers(session: Session, uid: str, weighed: Fill) -> None:
    weighed("COND", "CTX", **{**CTX, "ECITRPYN": "Y"})
    entering = Entering(session, uid, COND)
    one = entering.add_line("DRUG.BREAKS")
    two = entering.add_line("DRUG.BREAKS")
    for line, start in ((one, "10:10"), (two, "10:40")):
        entering.edit(Edit(line, "BRKST", start))
        entering.edit(Edit(line, "BRKEN", "10:50"))
        entering.edit(Edit(line, "BRKWHY", "chills"))
    entering.save()
    entering.void_line(one, "Entered twice")
    assert entering.add_line("DRUG.BREAKS") == two + 1
    section = next(one for one in entering.page().sections if one.id == "DRUG.BREAKS")
    assert [line.number for line in section.lines] == ["1", "2", "3"]
    assert section.lines[0].void == "Entered twice"


def test_a_line_never_saved_just_goes(session: Session, uid: str, weighed: Fill) -> None:
    weighed("COND", "CTX", **{**CTX, "ECITRPYN": "Y"})
    entering = Entering(session, uid, COND)
    line = entering.add_line("DRUG.BREAKS")
    entering.edit(Edit(line, "BRKST", "10:10"))
    entering.void_line(line, "")
    assert line not in entering.record.lines
    assert session.reader.drafts(uid) == []


def test_rows_of_a_log_have_places_of_their_own(session: Session, uid: str) -> None:
    one, two = (new_place(session, "LOG", "AE") for _ in range(2))
    assert one != two
    assert one.event_key == ""
    assert new_place(session, "CYCLE", "TRA").event_key
    assert new_place(session, "COND", "CTX") == COND


@pytest.mark.req("PA-024")
def test_the_head_names_study_subject_visit_form_and_version(session: Session, uid: str) -> None:
    head = Entering(session, uid, COND).head()
    assert (head.study, head.subject, head.form, head.version) == ("NK-ACT-BC_2020", "01-001", "Cyclophosphamide", "1")
    assert "Conditioning" in head.visit
    assert head.site == "01"


def test_nobody_at_the_keyboard_writes_nothing(session: Session, uid: str) -> None:
    session.reader.person = None
    entering = Entering(session, uid, VS)
    entering.edit(Edit(0, "WEIGHT", "60"))
    assert entering.read_only
    assert entering.record.answer("WEIGHT").blank
    with pytest.raises(Refused, match="keyboard"):
        session.act("enter", uid)


def test_a_weight_of_two_decimals_makes_its_dose_unrounded(session: Session, uid: str, weighed: Fill) -> None:
    weighed("COND", "VS", "Source document corrected", WEIGHT="63.95")
    weighed("COND", "CTX", **CTX)
    stored = session.file.data(uid).at(COND)
    assert (stored.answer("DOSEWT").value, stored.answer("DOSEPLAN").value) == ("63.95", "1027.22")
