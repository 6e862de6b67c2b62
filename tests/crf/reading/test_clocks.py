"""The words of clocks, and that only what an act touched is worked out anew."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from attrs import evolve

from crf.actions.enrol import enrol
from crf.actions.session import Person, Session, new_casebook
from crf.reading import clocks
from crf.reading.clocks import clock_of, duration, event_clocks, moment_text, open_clocks
from crf.reading.reader import Reader
from tests.crf.actions.conftest import NOW, Clock
from tests.crf.actions.serious import AE, EVENT, enter, reported


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 min"), (1, "1 min"), (59, "59 min"), (60, "1 h"), (192, "3 h 12 min"), (1440, "24 h"),
        (2879, "47 h 59 min"), (2880, "2 d"), (2881, "2 d"), (3120, "2 d 4 h"),
    ],
)  # fmt: skip
def test_minutes_in_words(minutes: int, words: str) -> None:
    assert duration(minutes) == words


def test_an_instant_is_shown_by_the_sites_clock_and_never_later_than_it_is() -> None:
    at = datetime(2026, 3, 29, 0, 59, 59, tzinfo=NOW.tzinfo)
    assert moment_text(at, "Europe/Madrid") == "29 MAR 2026 01:59"
    assert moment_text(at + timedelta(seconds=1), "Europe/Madrid", year=False) == "29 MAR 03:00"


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """Two subjects with a serious event each."""
    clock = Clock()
    made = new_casebook(
        tmp_path / "a.casebook", "NK-ACT-BC_2020", "01", Person("B. Sample", "coordinator"), clock=clock
    )
    for number in ("01-001", "01-002"):
        enrol(made, number)
    for row in made.reader.subjects():
        enter(made, row.uid, AE, **EVENT)
        clock.at += timedelta(hours=1)
    return made


def test_the_report_due_first_leads(session: Session) -> None:
    found = open_clocks(session.reader, session.now())
    assert [one.pill for one in found] == ["SAE 01-001 · 22 h left", "SAE 01-002 · 23 h left"]
    uid = found[1].subject
    assert [one.label for one in open_clocks(session.reader, session.now(), uid)] == ["01-002"]
    assert clock_of(session.reader, uid, AE, session.now()) == found[1]


def test_an_act_of_one_subject_leaves_the_others_as_they_were_read(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_clocks(session.reader, session.now())
    read: list[str] = []
    whole = clocks._read

    def noted(reader: Reader, uid: str) -> tuple[clocks.Watch, ...]:
        read.append(uid)
        return whole(reader, uid)

    monkeypatch.setattr(clocks, "_read", noted)
    open_clocks(session.reader, session.now())
    assert read == []
    first, second = (row.uid for row in session.reader.subjects())
    reported(session, second)
    assert len(open_clocks(session.reader, session.now())) == 2
    assert read == [second]
    assert list(event_clocks(session.reader, first, session.now())) == [AE]
    assert list(event_clocks(session.reader, second, session.now())) == [AE]


def test_subjects_without_an_event_are_not_read_at_all(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    enrol(session, "01-003")
    read: list[str] = []
    whole = clocks._read

    def noted(reader: Reader, uid: str) -> tuple[clocks.Watch, ...]:
        read.append(uid)
        return whole(reader, uid)

    monkeypatch.setattr(clocks, "_read", noted)
    assert len(open_clocks(session.reader, session.now())) == 2
    assert sorted(read) == sorted(row.uid for row in session.reader.subjects() if row.label != "01-003")
    new = next(row.uid for row in session.reader.subjects() if row.label == "01-003")
    enter(session, new, AE, **EVENT)
    assert len(open_clocks(session.reader, session.now())) == 3


def test_a_definition_without_clocks_has_none(session: Session) -> None:
    reader = Reader(session.file, evolve(session.study, clocks=()))
    assert open_clocks(reader, session.now()) == ()


def test_an_awareness_after_the_entry_or_ahead_of_it_is_told_in_words(session: Session) -> None:
    uid = session.reader.subjects()[0].uid
    day, later = session.now().date().isoformat(), session.now() + timedelta(hours=3)
    report = reported(session, uid, AWAREDAT=day, AWARETIM=f"{session.now():%H:%M}")
    told = clock_of(session.reader, uid, report.place, session.now())
    assert told is not None
    assert "What is reported was entered before that, 05 MAR 2026 12:04: check when the site knew." in told.text
    enter(session, uid, report.place, "slip", AWARETIM=f"{later:%H:%M}")
    told = clock_of(session.reader, uid, report.place, session.now())
    assert told is not None
    assert "a later time is entered, which lay ahead then: counted from that entry" in told.text
