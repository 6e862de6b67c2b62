"""Any three counts of one value: without an event each grave one proposes one, beside an open event none a second."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from crf.forms.context import Context
from crf.forms.logged import events_of
from crf.forms.proposals import proposals
from crf.forms.record import Answer, Place
from tests.crf.forms.proposed import AE, CYCLE, D8, D15, LYM, blood, event
from tests.crf.forms.test_graded import course
from tests.study.course import Course

COUNTS = st.decimals("0.01", "3.99", places=2)
VISITS = {"D8": D8, "D15": D15, "CYCLE": CYCLE}


@pytest.fixture(scope="module")
def thrice() -> Course:
    """Lymphocytes at three visits, and an open event from the first of them."""
    found = course()
    for visit, day in VISITS.items():
        blood(found, visit, day, LYM="1.5")
    event(found)
    return found


def counted(found: Course, counts: tuple[Decimal, ...], logged: bool) -> Context:
    """The same with other values, with or without the event."""
    context = found.context
    for visit, count in zip(VISITS, counts, strict=True):
        place = Place(visit, "HEM")
        context = context.with_record(place, context.data.at(place).with_answer((0, "LYM"), Answer(str(count))))
    record = context.data.at(AE)
    return context if logged else context.with_record(AE, evolve(record, voided={0: "not there"}))


@settings(max_examples=40, deadline=None)
@given(counts=st.tuples(COUNTS, COUNTS, COUNTS))
def test_without_an_event_each_value_of_grade_3_or_more_proposes_one(
    thrice: Course, counts: tuple[Decimal, ...]
) -> None:
    found = proposals(counted(thrice, counts, logged=False))
    low = [day for day, count in zip(VISITS.values(), counts, strict=True) if count < Decimal("0.5")]
    assert [(one.kind, one.day.isoformat()) for one in found] == [("new", day) for day in low]


@settings(max_examples=40, deadline=None)
@given(counts=st.tuples(COUNTS, COUNTS, COUNTS))
def test_beside_an_open_event_no_value_proposes_a_second_one(thrice: Course, counts: tuple[Decimal, ...]) -> None:
    context = counted(thrice, counts, logged=True)
    (logged,) = events_of(context, LYM)
    for one in proposals(context):
        assert one.event == AE
        assert not set(one.grades) & logged.grades_on(one.day)
        assert one.kind == ("update" if one.least else "end")
    agreeing = [count for count in counts if Decimal("0.2") <= count < Decimal("0.5")]
    first_normal = counts[0] >= Decimal(1)  # on its first day a normal value says nothing
    assert len(proposals(context)) == len(counts) - len(agreeing) - first_normal
