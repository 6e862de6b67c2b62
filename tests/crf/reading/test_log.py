"""The event log and the timeline of the demo's first courses (story s1)."""

from __future__ import annotations

import pytest

from crf.actions.session import Session
from crf.reading.log import event_log, timeline


def test_events_stand_in_order_with_days_grades_and_tlt_days(session: Session, uid: dict[str, str]) -> None:
    lines = event_log(session.reader, uid["01-001"])
    assert [(line.number, line.term, line.start_day, line.tlt, line.tlt_day) for line in lines] == [
        (1, "Nausea", "D-4", "before", None),
        (2, "Fever", "D2", "no", 1),
        (3, "Injection site reaction", "D4", "no", 3),
        (4, "Lymphocyte count decreased", "D8", "no", 7),
        (5, "Diarrhea", "D47", "after", None),
    ]
    assert [(span.grade, span.day) for span in lines[3].grades] == [(3, "D8"), (1, "D15")]
    assert "38.0 - 39.0 degrees C" in lines[1].grades[0].criterion
    assert lines[3].exists == (True, True, True, True, False)


def test_drugs_say_related_action_and_whether_given_before(session: Session, uid: dict[str, str]) -> None:
    nausea, fever = event_log(session.reader, uid["01-001"])[:2]
    assert [drug.related for drug in nausea.drugs] == [True, False, False, False, False]
    assert [drug.given for drug in nausea.drugs] == [True, False, False, False, False]
    assert [drug.given for drug in fever.drugs] == [True] * 5
    assert (fever.drugs[4].action, fever.drugs[4].action_text) == ("0", "Dose not changed")


def test_a_voided_row_keeps_its_number(session: Session, uid: dict[str, str]) -> None:
    (line,) = event_log(session.reader, uid["01-006"])
    assert line.number == 1
    assert "wrong subject" in line.void


def test_a_serious_event_names_its_criteria(session: Session, uid: dict[str, str]) -> None:
    line = event_log(session.reader, uid["01-004"])[1]
    assert line.serious
    assert line.seriousness == ("Life-threatening", "Hospitalisation or its prolongation")


def test_the_timeline_has_doses_bars_and_the_tlt_period(session: Session, uid: dict[str, str]) -> None:
    found = timeline(session.reader, uid["01-001"], session.now())
    days = {code: sorted(dose.day for dose in found.doses if dose.treatment == code) for code, _ in found.lanes}
    assert days == {"CYC": [-4], "TRA": [1, 22, 44], "PER": [1, 22, 44], "NK": [2], "IL2": [2, 4, 6]}
    assert found.tlt == (2, 29)
    assert [bar[:4] for bar in found.bars if bar.number == 4] == [(4, 8, 15, 3), (4, 15, 22, 1)]
    assert all((bar.first, bar.last) == (bar.sure_from, bar.sure_to) for bar in found.bars)


@pytest.mark.parametrize("label", ["01-008"])
def test_without_day_one_the_timeline_is_empty(session: Session, uid: dict[str, str], label: str) -> None:
    found = timeline(session.reader, uid[label], session.now())
    assert (found.doses, found.bars, found.today) == ((), (), None)
    assert len(found.lanes) == 5
