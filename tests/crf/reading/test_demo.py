"""The demo casebook: what the issue asks it to hold, and that it is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from crf.actions.demo import demo
from crf.actions.session import Session
from crf.actions.verifying import verify
from crf.faults import FileFault, Refused
from crf.reading.findings import open_findings
from crf.reading.log import event_log
from crf.reading.subjects import subject_list


def test_at_least_seven_subjects_with_what_a_site_meets(session: Session, uid: dict[str, str]) -> None:
    phases = {line.label: line.phase for line in subject_list(session.reader, session.now())}
    assert len(phases) >= 7
    assert phases["01-002"] == "Screen failure"
    assert phases["01-007"] == "On treatment"
    confirmed = {
        label
        for label, one in uid.items()
        for _, _, finding in session.file.findings(one)
        if finding.level == "deviation" and finding.confirmed
    }
    assert {"01-003", "01-005"} <= confirmed
    assert [line.term for line in event_log(session.reader, uid["01-004"]) if line.tlt == "yes"] == [
        "Cytokine release syndrome"
    ]


def test_every_form_is_filled_at_least_once(session: Session, uid: dict[str, str]) -> None:
    filled = {place.form for one in (*uid.values(), "") for place in session.file.data(one).records}
    assert filled == {form.id for form in session.study.forms}


def test_the_first_course_leaves_nothing_open(session: Session, uid: dict[str, str]) -> None:
    assert open_findings(session.reader, uid["01-001"]) == []
    assert {state.status for state in session.file.states(uid["01-001"])[uid["01-001"]]} == {"complete"}


def test_it_is_whole_and_two_are_alike(made: Path, tmp_path: Path) -> None:
    found = verify(made)
    assert found.troubles == ()
    again = demo(tmp_path)
    assert verify(again).head == found.head


def test_it_never_overwrites_one(made: Path) -> None:
    with pytest.raises(FileFault, match=r"demo\.casebook"):
        demo(made.parent)


def test_a_study_without_demo_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="NK-ACT-BC_2020"):
        demo(tmp_path, study="OTHER")
