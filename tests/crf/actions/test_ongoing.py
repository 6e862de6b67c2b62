"""Ongoing events asked again: one act says of all of them that they go on; it leaves nothing else changed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crf.actions.entering import Entering, new_place
from crf.actions.ongoing import still_ongoing
from crf.actions.session import Session
from crf.actions.verifying import verify
from crf.actions.voiding import void_subject
from crf.faults import CasebookError
from crf.forms.marks import ONGOING
from crf.forms.record import Edit, Place
from crf.reading.log import event_log
from crf.reading.matrix import subject_page
from crf.reading.ongoing import asked_again, asked_history
from tests.crf.actions.conftest import SIGNS, Clock, Fill


def event(session: Session, uid: str, words: str, code: str) -> Place:
    """An event of the present day that goes on."""
    place = new_place(session, "LOG", "AE")
    entering = Entering(session, uid, place)
    for item, raw in {"AETERM": words, "AEDECOD": code, "AESTDAT": "5.3.2026", "AEONGO": "Y"}.items():
        entering.edit(Edit(0, item, raw))
    entering.save()
    return place


@pytest.fixture
def two(session: Session, uid: str, weighed: Fill, clock: Clock) -> tuple[Place, Place]:
    """Two ongoing events of 5 March, and a visit entered on the 16th."""
    places = event(session, uid, "hot", "10016558"), event(session, uid, "queasy", "10028813")
    assert asked_again(session.reader, uid, session.now()) is None
    clock.at += timedelta(days=11)
    weighed("D8", "VS", VSDAT="16-MAR-2026", VSTIM="08:00", WEIGHT="60", **SIGNS)
    return places


def test_one_act_says_of_all_that_they_go_on(session: Session, uid: str, two: tuple[Place, Place]) -> None:
    asked = asked_again(session.reader, uid, session.now())
    assert asked is not None
    assert set(asked.places) == set(two)
    before = session.file.data(uid)
    done = still_ongoing(session, uid)
    assert (done.act.verb, done.count, done.derived) == ("ongoing", 2, 0)
    assert asked_again(session.reader, uid, session.now()) is None
    for place in two:
        record = session.file.data(uid).at(place)
        assert record.answers == before.at(place).answers
        assert (record.mark(ONGOING).value, record.mark(ONGOING).note) == ("2026-03-16", "Day 8")
    assert [(line.asked, line.asked_at) for line in event_log(session.reader, uid)] == [("2026-03-16", "Day 8")] * 2
    told = asked_history(session.reader, uid, two[0])
    assert [(one.new, one.verb) for one in told] == [("still there 16-MAR-2026, Day 8", "ongoing")]


def test_it_is_an_offer_no_finding(session: Session, uid: str, two: tuple[Place, Place]) -> None:
    before = subject_page(session.reader, uid, session.now()).findings
    still_ongoing(session, uid)
    assert subject_page(session.reader, uid, session.now()).findings == before


def test_where_nothing_is_to_be_asked_it_is_refused(session: Session, uid: str, two: tuple[Place, Place]) -> None:
    still_ongoing(session, uid)
    with pytest.raises(CasebookError, match="No ongoing event has to be asked again"):
        still_ongoing(session, uid)


def test_an_event_that_ended_says_no_more_that_it_went_on(session: Session, uid: str, two: tuple[Place, Place]) -> None:
    still_ongoing(session, uid)
    entering = Entering(session, uid, two[0])
    entering.edit(Edit(0, "AEONGO", "N"))
    entering.save("New information")
    assert [line.asked for line in event_log(session.reader, uid)] == ["", "2026-03-16"]


def test_a_voided_subject_is_not_asked(session: Session, uid: str, two: tuple[Place, Place]) -> None:
    void_subject(session, uid, "screened twice")
    assert asked_again(session.reader, uid, session.now()) is None


def test_the_casebook_verifies_with_it(session: Session, uid: str, two: tuple[Place, Place]) -> None:
    still_ongoing(session, uid)
    session.close()
    assert verify(session.file.path).troubles == ()


def test_the_tab_of_the_log_says_what_is_to_be_asked(session: Session, uid: str, two: tuple[Place, Place]) -> None:
    def asks() -> str:
        logs = subject_page(session.reader, uid, session.now()).logs
        assert [log.asks for log in logs if log.form != "AE"] == [""] * (len(logs) - 1)
        return next(log.asks for log in logs if log.form == "AE")

    assert asks() == "2 ongoing events not asked since 05 MAR: still there at Day 8, 16 MAR?"
    still_ongoing(session, uid)
    assert asks() == ""
