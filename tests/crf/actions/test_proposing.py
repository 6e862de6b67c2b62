"""Events that values propose: accepted, joined, declined, taken back, each as one act that is done once."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from crf.actions.entering import Entering
from crf.actions.locking import lock_form
from crf.actions.proposing import accept, decline, join, joinable, proposal_here, proposed, withdraw
from crf.actions.session import Person, Session, identify, open_casebook
from crf.actions.verifying import cache_troubles
from crf.actions.voiding import void_form
from crf.faults import Conflict, Refused
from crf.forms.proposals import Proposal
from crf.forms.record import Place
from crf.reading.findings import open_findings
from crf.reading.history import item_history
from crf.reading.sheets import Wanted, subject_sheets
from tests.crf.actions.conftest import Clock
from tests.crf.actions.serious import enter

HEM, LATER, CHEM = Place("D8", "HEM"), Place("D15", "HEM"), Place("D8", "CHEM")
FEBRILE = Place("LOG", "AE", "", "febrile")
LIMITS = {
    "LRDAT": "01-JAN-2026", "LYM_LLN": "1.0", "LYM_ULN": "4.0", "PLAT_LLN": "150", "PLAT_ULN": "400", "K_LLN": "3.5",
    "K_ULN": "5.1",
}  # fmt: skip


def blood(session: Session, uid: str, place: Place, day: str, reason: str = "", **values: str) -> None:
    enter(session, uid, place, reason, LBPERF="Y", LBDAT=day, LBTIM="08:30", **values)


@pytest.fixture
def low(session: Session, uid: str, clock: Clock) -> Session:
    """Lymphocytes and platelets of grade 3 and 4 on day 8, in their laboratory's ranges."""
    clock.at = clock.at.replace(month=4, day=10)
    enter(session, "", Place("SITE", "LR"), **LIMITS)
    enter(session, uid, Place("SCR", "PLAN"), PLAND1="09-MAR-2026")
    enter(session, uid, Place("COND", "CTX"), ECOCCUR="Y", ECSTDAT="05-MAR-2026", ECSTTIM="10:00")
    blood(session, uid, HEM, "16-MAR-2026", LYM="0.42", PLAT="24")
    return session


def one(session: Session, uid: str, item: str = "LYM", place: Place = HEM) -> Proposal:
    found = proposal_here(session, uid, place, item)
    assert found is not None
    return found


def values(session: Session, uid: str, place: Place, *items: str, line: int = 0) -> list[str]:
    record = session.reader.data(uid).at(place)
    return [record.answer(item, line).value for item in items]


def test_accepting_writes_the_event_with_its_grade_and_the_value_it_comes_from(low: Session, uid: str) -> None:
    assert [found.item for found in proposed(low, uid)] == ["LYM", "PLAT"]
    acts, before = len(low.file.acts(uid)), len(open_findings(low.reader, uid))
    taken = accept(low, uid, one(low, uid, "PLAT"))
    assert len(low.file.acts(uid)) == acts + 1
    assert values(low, uid, taken.event, "AETERM", "AEDECOD", "AESTDAT", "AELBREF", "AEONGO") == [
        "Platelet count decreased", "10035528", "2026-03-16", "HEM@D8#PLAT", ""
    ]  # fmt: skip
    assert values(low, uid, taken.event, "AETOXGR", "AEGRDAT", line=1) == ["4", ""]
    assert [found.item for found in proposed(low, uid)] == ["LYM"]
    assert taken.findings == before - 1
    assert cache_troubles(low) == []
    done = one(low, uid, "PLAT")
    assert (done.did, done.event) == ("accepted", taken.event)
    link = next(field for field in Entering(low, uid, taken.event).page().fields if field.item == "AELBREF")
    assert link.text == "Platelets 24 ×10⁹/L, 16-MAR-2026"


def test_an_open_proposal_is_an_open_finding_at_its_value(low: Session, uid: str) -> None:
    found = [line for line in open_findings(low.reader, uid) if line.place == HEM]
    assert [line.where for line in found] == [(0, "LYM"), (0, "PLAT")]
    assert {line.level for line in found} == {"soft"}


def test_an_investigators_acceptance_confirms_the_grade(low: Session, uid: str) -> None:
    identify(low, "A. Okafor", "investigator")
    taken = accept(low, uid, one(low, uid))
    assert [mark for _, mark in low.reader.data(uid).at(taken.event).marks] == ["_JUDGED:AETOXGR"]


def test_two_windows_accept_once(low: Session, uid: str, path: Path, clock: Clock) -> None:
    other = open_casebook(path, clock)
    try:
        seen = one(other, uid)
        accept(low, uid, one(low, uid))
        with pytest.raises(Conflict):
            accept(other, uid, seen)
        with pytest.raises(Conflict):
            decline(other, uid, seen, "known")
        assert len([place for place in other.reader.data(uid).records if place.form == "AE"]) == 1
    finally:
        other.close()


def test_a_value_corrected_meanwhile_is_looked_at_again_first(low: Session, uid: str) -> None:
    seen = one(low, uid)
    enter(low, uid, HEM, "reissued report", LYM="0.41")
    with pytest.raises(Conflict):
        accept(low, uid, seen)


def test_a_fact_decides_the_grade_when_it_is_accepted(low: Session, uid: str) -> None:
    enter(low, uid, CHEM, LBPERF="Y", LBDAT="16-MAR-2026", LBTIM="08:30", K="3.3", LBCLSIG="Y", LBCSVAL="K")
    seen = one(low, uid, "K", CHEM)
    for grade in (None, 3):
        with pytest.raises(Refused):
            accept(low, uid, seen, grade)
    assert values(low, uid, accept(low, uid, seen, 2).event, "AETOXGR", line=1) == ["2"]


def test_an_update_adds_the_grade_from_that_day_and_recovery_ends_the_event(low: Session, uid: str) -> None:
    event = accept(low, uid, one(low, uid)).event
    enter(low, uid, event, AEONGO="Y", AEOUT="NOT RECOVERED")
    blood(low, uid, LATER, "23-MAR-2026", LYM="0.80")
    update = one(low, uid, place=LATER)
    assert update.kind == "update"
    assert accept(low, uid, update).event == event
    assert values(low, uid, event, "AETOXGR", "AEGRDAT", line=2) == ["1", "2026-03-23"]
    assert one(low, uid, place=LATER).did == "accepted"
    enter(low, uid, LATER, "reissued report", LYM="0.70")
    accept(low, uid, one(low, uid, place=LATER))
    assert values(low, uid, event, "AETOXGR", "AEGRDAT", line=2) == ["2", "2026-03-23"]
    assert values(low, uid, event, "AETOXGR", line=3) == [""]
    blood(low, uid, Place("CYCLE", "HEM", "c2"), "30-MAR-2026", LYM="1.1")
    end = one(low, uid, place=Place("CYCLE", "HEM", "c2"))
    accept(low, uid, end)
    assert values(low, uid, event, "AEONGO", "AEENDAT", "AEOUT") == ["N", "2026-03-30", "RECOVERED"]
    assert low.file.acts(uid, limit=1)[0].reason == "laboratory: Lymphocytes 1.1 ×10⁹/L, 2026-03-30"
    assert [found.item for found in proposed(low, uid)] == ["PLAT"]


def test_an_event_that_begins_late_takes_the_day_of_the_value(low: Session, uid: str) -> None:
    place = Place("LOG", "AE", "", "late")
    enter(low, uid, place, AETERM="low", AEDECOD="10025256", AESTDAT="18-MAR-2026", AETOXGR="3", AEONGO="Y")
    seen = one(low, uid)
    assert seen.kind == "late"
    assert accept(low, uid, seen).event == place
    assert values(low, uid, place, "AESTDAT") == ["2026-03-16"]


def test_a_value_is_joined_only_to_another_event_that_went_on_that_day(low: Session, uid: str) -> None:
    enter(low, uid, FEBRILE, AETERM="fever", AEDECOD="10016288", AESTDAT="15-MAR-2026", AETOXGR="3", AEONGO="Y")
    after = Place("LOG", "AE", "", "after")
    enter(low, uid, after, AETERM="later", AEDECOD="10047700", AESTDAT="17-MAR-2026", AETOXGR="1", AEONGO="Y")
    seen = one(low, uid)
    assert [event.place for event in joinable(low, uid, seen)] == [FEBRILE]
    with pytest.raises(Refused):
        join(low, uid, seen, after)
    assert join(low, uid, seen, FEBRILE).event == FEBRILE
    joined = one(low, uid)
    assert (joined.did, joined.event) == ("joined", FEBRILE)
    withdraw(low, uid, joined, "belongs to itself")
    assert one(low, uid).open
    event = accept(low, uid, one(low, uid)).event
    blood(low, uid, LATER, "23-MAR-2026", LYM="0.80")
    with pytest.raises(Refused):
        join(low, uid, one(low, uid, place=LATER), FEBRILE)
    void_form(low, uid, event, "entered by mistake")
    assert one(low, uid).open


def test_declining_needs_a_reason_and_can_be_taken_back(low: Session, uid: str) -> None:
    seen = one(low, uid)
    with pytest.raises(Refused):
        decline(low, uid, seen, " ")
    before = len(open_findings(low.reader, uid))
    assert decline(low, uid, seen, "known lymphopenia") == before - 1
    declined = one(low, uid)
    assert (declined.did, declined.reason) == ("declined", "known lymphopenia")
    with pytest.raises(Refused):
        withdraw(low, uid, declined, "")
    with pytest.raises(Conflict):
        withdraw(low, uid, evolve(declined, did="joined"), "looked again")
    withdraw(low, uid, declined, "looked again")
    with pytest.raises(Conflict):
        withdraw(low, uid, declined, "looked again")
    assert one(low, uid).open
    with pytest.raises(Refused):
        withdraw(low, uid, seen, "nothing to take back")


def test_history_and_paper_say_who_decided_what(low: Session, uid: str) -> None:
    decline(low, uid, one(low, uid), "known lymphopenia")
    withdraw(low, uid, one(low, uid), "looked again")
    event = accept(low, uid, one(low, uid)).event
    lines = item_history(low.reader, uid, HEM, 0, "LYM")
    assert [(line.new, line.reason) for line in lines if "event" in line.new] == [
        ("event declined", "known lymphopenia"),
        ("event asked again", "looked again"),
        ("event accepted", ""),
    ]
    sheets = [sheet for sheet in subject_sheets(low.reader, uid, Wanted()) if sheet.page.form == "HEM"]
    told = [found for sheet in sheets for found in sheet.findings if found.where == (0, "LYM")]
    assert [(found.check, found.who, found.reason) for found in told] == [
        ("", "B. Sample", "In the log as Lymphocyte count decreased from 16-MAR-2026")
    ]
    assert "Lymphocyte" in told[0].sentence
    assert event.form == "AE"


def test_a_value_of_a_locked_form_is_decided_all_the_same(low: Session, uid: str) -> None:
    identify(low, "D. Ata", "data")
    lock_form(low, uid, HEM, "clean")
    event = accept(low, uid, one(low, uid)).event
    assert values(low, uid, event, "AEDECOD") == ["10025256"]
    decline(low, uid, one(low, uid, "PLAT"), "pseudothrombocytopenia")
    assert proposed(low, uid) == ()


def test_a_monitor_decides_nothing(low: Session, uid: str) -> None:
    seen = one(low, uid)
    identify(low, "M. Onitor", "monitor")
    for act in (lambda: accept(low, uid, seen), lambda: join(low, uid, seen, FEBRILE)):
        with pytest.raises(Refused):
            act()
    with pytest.raises(Refused):
        decline(low, uid, seen, "no")
    assert low.person == Person("M. Onitor", "monitor")


def test_where_nothing_is_proposed_there_is_nothing_to_show(low: Session, uid: str) -> None:
    assert proposal_here(low, uid, HEM, "HGB") is None
