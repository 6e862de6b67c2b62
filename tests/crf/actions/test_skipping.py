"""A visit that is left out: its reason, what follows, and taking it back."""

from __future__ import annotations

import pytest

from crf.actions.session import Session
from crf.actions.skipping import skip_visit, unskip_visit
from crf.actions.verifying import cache_troubles
from crf.actions.voiding import void_visit
from crf.faults import Refused
from crf.forms.record import Place
from crf.reading.matrix import subject_page
from crf.reading.views import Column
from tests.crf.actions.conftest import SIGNS, Fill


def column(session: Session, uid: str, event: str, at: int = 0) -> Column:
    """A visit of the subject's page."""
    page = subject_page(session.reader, uid, session.now())
    return [one for one in page.columns if one.event == event][at]


@pytest.mark.req("PA-091")
def test_the_reason_stands_in_the_journal_and_on_the_page(session: Session, uid: str, weighed: Fill) -> None:
    acts = session.file.act_count()
    skip_visit(session, uid, "D15", "", "  Public holiday ")
    assert session.file.act_count() == acts + 1
    act = session.file.acts(uid)[-1]
    assert (act.verb, act.reason.strip()) == ("skip", "Public holiday")
    found = column(session, uid, "D15")
    assert (found.state, found.skipped) == ("skipped", "Public holiday")
    assert session.file.data(uid).skipped == {("D15", ""): "Public holiday"}
    assert cache_troubles(session) == []


def test_taken_back_it_is_due_again_and_both_acts_stand(session: Session, uid: str, weighed: Fill) -> None:
    before = column(session, uid, "D15")
    skip_visit(session, uid, "D15", "", "Public holiday")
    unskip_visit(session, uid, "D15", "", "She came after all")
    assert column(session, uid, "D15") == before
    assert [act.verb for act in session.file.acts(uid)][-2:] == ["skip", "unskip"]


def test_a_visit_with_answers_is_not_skipped(session: Session, uid: str, weighed: Fill) -> None:
    with pytest.raises(Refused, match="entered"):
        skip_visit(session, uid, "COND", "", "Public holiday")
    assert column(session, uid, "COND").skipped == ""


def test_once_its_answers_are_voided_it_can_be(session: Session, uid: str, weighed: Fill) -> None:
    void_visit(session, uid, "COND", "", "Entered at the wrong visit")
    skip_visit(session, uid, "COND", "", "Given elsewhere")
    assert column(session, uid, "COND").skipped == "Given elsewhere"


@pytest.mark.parametrize("act", [skip_visit, unskip_visit])
def test_without_a_reason_nothing_is_written(session: Session, uid: str, act: type) -> None:
    acts = session.file.act_count()
    with pytest.raises(Refused, match="reason"):
        act(session, uid, "D15", "", " ")
    assert session.file.act_count() == acts


def test_one_repeat_is_skipped_and_the_next_stays_due(session: Session, uid: str, weighed: Fill) -> None:
    first, second = (column(session, uid, "CYCLE", n) for n in range(2))
    skip_visit(session, uid, first.event, first.key, "Neutropenia")
    assert column(session, uid, "CYCLE", 0).skipped == "Neutropenia"
    after = column(session, uid, "CYCLE", 1)
    assert (after.key, after.skipped, after.planned) == (second.key, "", second.planned)


def test_entering_after_all_is_recorded_and_the_visit_counts_as_done(session: Session, uid: str, weighed: Fill) -> None:
    skip_visit(session, uid, "D15", "", "Public holiday")
    weighed("D15", "VS", VSDAT="23-MAR-2026", VSTIM="09:00", WEIGHT="60", **SIGNS)
    found = column(session, uid, "D15")
    assert found.state == "done"
    assert session.file.data(uid).at(Place("D15", "VS")).answer("WEIGHT").value == "60"
