"""Queries between monitor and site: opened, answered, sent back, closed, opened again; values are never touched."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from crf.actions.enrol import enrol
from crf.actions.entering import Entering
from crf.actions.locking import lock_form
from crf.actions.querying import answer_query, close_query, find, may_close, open_query, reopen_query
from crf.actions.session import Session, identify
from crf.actions.verifying import verify
from crf.actions.verifying_source import verify_items
from crf.actions.voiding import restore_form, void_form, void_subject
from crf.faults import Conflict, Refused
from crf.forms.record import Edit, Place
from crf.reading.matrix import subject_page
from crf.reading.queries import all_queries, count_waiting, field_queries, waiting
from crf.reading.subjects import subject_list
from crf.text import tell
from tests.crf.actions.conftest import Clock, Fill
from tests.crf.actions.test_peers import cell

VS = Place("SCR", "VS")
WEIGHT = (0, "WEIGHT")


def monitor(session: Session) -> None:
    identify(session, "A. Vidal", "monitor")


def nurse(session: Session) -> None:
    identify(session, "C. Prat", "nurse")


def ask(session: Session, uid: str, text: str = "Source says 62 kg.", place: Place = VS) -> tuple[int, str]:
    """A query of the monitor about the weight."""
    monitor(session)
    return 0, open_query(session, uid, place, WEIGHT, text)


def states(session: Session, uid: str) -> list[str]:
    return [one.state for one in all_queries(session.reader, session.now(), uid)]


@pytest.mark.req("PA-105")
def test_a_query_stands_at_its_field_and_in_every_count(session: Session, uid: str, weighed: Fill) -> None:
    before = session.file.data(uid).at(VS)
    at = ask(session, uid)
    (one,) = all_queries(session.reader, session.now())
    assert (one.label, one.visit) == ("01-001", "Screening")
    assert (one.form, one.question) == ("Vital signs, weight", "2.2 Weight")
    assert (one.place, one.where, one.mark, one.state, one.days) == (VS, WEIGHT, at[1], "open", 0)
    (step,) = one.steps
    assert (step.who, step.role, step.did, step.text) == ("A. Vidal", "Monitor", "opened", "Source says 62 kg.")
    shown = cell(session, uid, VS)
    assert (shown.status, shown.stage, shown.queries) == ("queries", "complete", 1)
    assert "Source says 62 kg." in shown.tip
    assert subject_page(session.reader, uid, session.now()).queries == count_waiting(session.reader) == 1
    assert [one.queries for one in subject_list(session.reader, session.now())] == [1]
    assert waiting(session.reader) == {uid: 1}
    assert session.file.data(uid).at(VS).answers == before.answers
    act = session.file.acts(uid, limit=1)[0]
    assert (act.verb, act.person.name) == ("query", "A. Vidal")


@pytest.mark.req("PA-106")
@pytest.mark.parametrize(("text", "told"), [("  ", "needs words"), ("x" * 2001, "longer than 2000")])
def test_a_query_needs_words(session: Session, uid: str, weighed: Fill, text: str, told: str) -> None:
    monitor(session)
    acts = session.file.act_count()
    with pytest.raises(Refused) as fault:
        open_query(session, uid, VS, WEIGHT, text)
    assert told in tell(fault.value.message)
    assert session.file.act_count() == acts


@pytest.mark.req("PA-107")
def test_what_has_no_answer_can_be_asked_about(session: Session, uid: str, path: Path) -> None:
    ask(session, uid)
    (one,) = field_queries(session.reader, uid, VS, WEIGHT, session.now())
    assert one.state == "open"
    shown = cell(session, uid, VS)
    assert (shown.status, shown.queries) == ("not started", 1)
    assert not session.file.data(uid).at(VS).answers, "asking stores no derived value"
    assert not next(
        one for one in subject_page(session.reader, uid, session.now()).columns if one.event == "SCR"
    ).actual


def test_a_row_of_a_log_is_asked_about_once_it_is_saved(session: Session, uid: str) -> None:
    row = Place("LOG", "CM", form_key="row")
    monitor(session)
    with pytest.raises(Refused, match="saved"):
        open_query(session, uid, row, (0, "CMTRT"), "Which dose?")
    identify(session, "C. Prat", "nurse")
    entering = Entering(session, uid, row)
    entering.edit(Edit(0, "CMTRT", "Paracetamol"))
    entering.save()
    monitor(session)
    open_query(session, uid, row, (0, "CMTRT"), "Which dose?")
    assert states(session, uid) == ["open"]


@pytest.mark.req("PA-110")
@pytest.mark.req("PA-111")
def test_the_thread_of_three_persons(session: Session, uid: str, weighed: Fill, clock: Clock) -> None:
    at = ask(session, uid)
    clock.at += timedelta(days=2)
    nurse(session)
    answer_query(session, uid, VS, at, "Scale read again.")
    assert states(session, uid) == ["answered"]
    clock.at += timedelta(days=1)
    identify(session, "M. Ruiz", "data")
    reopen_query(session, uid, VS, at, "Which of the two?")
    assert states(session, uid) == ["open"]
    nurse(session)
    entering = Entering(session, uid, VS)
    entering.edit(Edit(0, "WEIGHT", "62"))
    entering.save("Typing error")
    assert states(session, uid) == ["open"], "a correction closes nothing"
    answer_query(session, uid, VS, at, "Corrected to 62.")
    monitor(session)
    close_query(session, uid, VS, at, "Agreed.")
    (one,) = all_queries(session.reader, session.now(), uid)
    assert [(step.did, step.who, step.text) for step in one.steps] == [
        ("opened", "A. Vidal", "Source says 62 kg."),
        ("answered", "C. Prat", "Scale read again."),
        ("reopened", "M. Ruiz", "Which of the two?"),
        ("corrected", "C. Prat", "60 → 62"),
        ("answered", "C. Prat", "Corrected to 62."),
        ("closed", "A. Vidal", "Agreed."),
    ]
    assert (one.state, one.days) == ("closed", 3)
    assert count_waiting(session.reader) == 0
    assert cell(session, uid, VS).status != "queries"
    reopen_query(session, uid, VS, at, "Look once more.")
    assert states(session, uid) == ["open"]


def test_asking_and_comparing_leave_the_cache_as_it_was(
    session: Session, uid: str, weighed: Fill, clock: Clock, path: Path
) -> None:
    """A date that lay ahead when it was typed is judged by the clock of the act that judged it."""
    weighed("SCR", "VS", "Typing error", VSDAT="06-MAR-2026")
    before = session.file.findings(uid)
    assert "future" in {one.check for _, _, one in before}
    clock.at += timedelta(days=5)
    at = ask(session, uid)
    verify_items(session, uid, VS, [WEIGHT])
    nurse(session)
    answer_query(session, uid, VS, at, "It is right.")
    assert session.file.findings(uid) == before
    assert verify(path).troubles == ()


def test_a_value_blanked_is_told_as_such(session: Session, uid: str, weighed: Fill) -> None:
    ask(session, uid)
    nurse(session)
    entering = Entering(session, uid, VS)
    entering.edit(Edit(0, "WEIGHT", ""))
    entering.save("Entered by mistake")
    (one,) = all_queries(session.reader, session.now(), uid)
    assert one.steps[-1].text == "60 → blank"


def test_the_whole_form_can_be_asked_about(session: Session, uid: str, weighed: Fill) -> None:
    monitor(session)
    open_query(session, uid, VS, (0, ""), "Was this visit done at home?")
    (one,) = all_queries(session.reader, session.now(), uid)
    assert (one.question, one.where) == ("The whole form", (0, ""))


def test_who_may_what(session: Session, uid: str, weighed: Fill) -> None:
    identify(session, "P. Sole", "pharmacist")
    with pytest.raises(Refused, match="can't open a query"):
        open_query(session, uid, VS, WEIGHT, "Why?")
    identify(session, "B. Sample", "coordinator")
    own = (0, open_query(session, uid, VS, WEIGHT, "Was she fasting?"))
    assert may_close(session, uid, VS, own)
    monitor(session)
    with pytest.raises(Refused, match="the site does"):
        answer_query(session, uid, VS, own, "Yes.")
    nurse(session)
    assert not may_close(session, uid, VS, own)
    with pytest.raises(Refused, match="Who opened it can"):
        close_query(session, uid, VS, own, "Done.")
    identify(session, "B. Sample", "coordinator")
    close_query(session, uid, VS, own, "She was.")
    nurse(session)
    with pytest.raises(Refused, match="Who opened it can"):
        reopen_query(session, uid, VS, own, "Why?")


def test_a_step_out_of_turn_is_refused(session: Session, uid: str, weighed: Fill) -> None:
    at = ask(session, uid)
    with pytest.raises(Refused, match="open already"):
        reopen_query(session, uid, VS, at, "Why?")
    close_query(session, uid, VS, at, "Mistaken.")
    with pytest.raises(Refused, match="closed already"):
        close_query(session, uid, VS, at, "Again.")
    nurse(session)
    with pytest.raises(Refused, match="no longer open"):
        answer_query(session, uid, VS, at, "Late.")
    with pytest.raises(Refused, match="can't be found"):
        find(session, uid, VS, (0, "_QUERY:WEIGHT:none"))


@pytest.mark.req("PA-122")
def test_a_voided_form_or_subject_takes_its_queries_along(session: Session, uid: str, weighed: Fill) -> None:
    at = ask(session, uid)
    identify(session, "B. Sample", "coordinator")
    void_form(session, uid, VS, "Wrong subject")
    assert (states(session, uid), count_waiting(session.reader)) == ([], 0)
    assert cell(session, uid, VS).queries == 0
    with pytest.raises(Refused, match="can't be found"):
        answer_query(session, uid, VS, at, "Gone.")
    restore_form(session, uid, VS, "Right after all")
    assert (states(session, uid), count_waiting(session.reader)) == (["open"], 1)
    void_subject(session, uid, "Enrolled twice")
    assert (all_queries(session.reader, session.now()), count_waiting(session.reader)) == ([], 0)
    assert all_queries(session.reader, session.now(), uid) == []


@pytest.mark.req("PA-097")
def test_a_withdrawn_subject_is_asked_and_answers(session: Session, uid: str, weighed: Fill) -> None:
    row = Entering(session, uid, Place("LOG", "WD", form_key="row"))
    for item, raw in {"WDDAT": "2026-03-04", "WDTYPE": "PART"}.items():
        row.edit(Edit(0, item, raw))
    row.save()
    assert "ithdrawn" in subject_page(session.reader, uid, session.now()).phase
    at = ask(session, uid)
    nurse(session)
    answer_query(session, uid, VS, at, "Weighed before she withdrew.")
    assert states(session, uid) == ["answered"]


def test_a_locked_form_can_be_asked_about_and_answered(session: Session, uid: str, weighed: Fill) -> None:
    monitor(session)
    lock_form(session, uid, VS, "Data are final")
    at = ask(session, uid)
    nurse(session)
    answer_query(session, uid, VS, at, "It is right.")
    assert states(session, uid) == ["answered"]
    shown = cell(session, uid, VS)
    assert (shown.status, shown.queries) == ("locked", 1)


def test_a_query_of_a_voided_line_waits_for_nobody(session: Session, uid: str) -> None:
    form = next(one for one in session.study.forms if not one.log and any(group.repeats for group in one.groups))
    event = next(one.id for one in session.study.events if form.id in one.forms)
    group = next(one for one in form.groups if one.repeats)
    item = next(one for one in group.items if one.type == "text" and not one.method)
    place = Place(event, form.id)
    entering = Entering(session, uid, place)
    line = entering.add_line(group.id)
    entering.edit(Edit(line, item.id, "x"))
    entering.save()
    monitor(session)
    open_query(session, uid, place, (line, item.id), "Which?")
    assert count_waiting(session.reader) == 1
    nurse(session)
    void_form(session, uid, place, "Typed twice", line)
    assert (count_waiting(session.reader), states(session, uid)) == (0, [])
    restore_form(session, uid, place, "Right after all", line)
    assert (count_waiting(session.reader), states(session, uid)) == (1, ["open"])


def test_two_answers_at_the_same_time_conflict(session: Session, uid: str, weighed: Fill) -> None:
    from crf.actions.commit import Change, commit
    from crf.forms.record import Answer

    at = ask(session, uid)
    head = session.file.heads(uid, VS)[at]
    nurse(session)
    answer_query(session, uid, VS, at, "One.")
    acts = session.file.act_count()
    with pytest.raises(Conflict):
        commit(session, "answer", uid, [Change(VS, *at, Answer("answered", note="Two."), head, fresh=False)])
    assert session.file.act_count() == acts


def test_queries_of_several_subjects_stand_by_number(session: Session, uid: str) -> None:
    other = enrol(session, "01-002")
    ask(session, other)
    ask(session, uid)
    assert [one.label for one in all_queries(session.reader, session.now())] == ["01-001", "01-002"]
    assert field_queries(session.reader, uid, VS, (0, "HEIGHT"), session.now()) == ()
