"""The weight a dose rests on: never one taken later, never a missing one, whatever order things are entered in."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crf.forms.assess import assess
from crf.forms.context import Context
from crf.forms.record import Answer, Place, Record, SubjectData
from tests.crf.forms.nkact import LATE, ZONE, nkact

D1 = date(2026, 3, 9)
MINUTES = st.integers(0, 24 * 60 - 1)


def clock(minutes: int | None) -> Answer:
    return Answer(missing="UNK") if minutes is None else Answer(f"{minutes // 60:02}:{minutes % 60:02}")


def weighed(day: int, minutes: int | None, kg: str | None) -> Record:
    answers = {
        "VSDAT": Answer((D1 + timedelta(day)).isoformat()),
        "VSTIM": clock(minutes),
        "WEIGHT": Answer(missing="ND") if kg is None else Answer(kg),
    }
    return Record("VS", {(0, item): one for item, one in answers.items()})


def dosed(minutes: int | None, form: str = "TRA") -> Record:
    answers = {
        "ECOCCUR": Answer("Y"),
        "ECPHASE": Answer("L"),
        "ECSTDAT": Answer(D1.isoformat()),
        "ECSTTIM": clock(minutes),
    }
    return Record(form, {(0, item): one for item, one in answers.items()})


def planned(records: dict[Place, Record], form: str = "TRA", event: str = "D1") -> tuple[str, str]:
    """The weight used and the planned dose."""
    found = assess(Context(nkact(), SubjectData(records), LATE, ZONE)).data.at(Place(event, form))
    return found.answer("DOSEWT").value, found.answer("DOSEPLAN").value


WEIGHINGS = st.lists(
    st.tuples(
        st.integers(-10, 10), MINUTES | st.none(), st.integers(400, 1200).map(lambda n: f"{n / 10:.1f}") | st.none()
    ),
    max_size=5,
)
EVENTS = ("SCR", "COND", "D1", "D2", "D8")


@given(WEIGHINGS, MINUTES | st.none(), st.randoms(use_true_random=False))
def test_a_dose_never_rests_on_a_weight_that_is_later_or_missing(
    weighings: list[tuple[int, int | None, str | None]], at: int | None, shuffle: st.DrawFn
) -> None:
    records = [(Place(event, "VS"), weighed(*one)) for event, one in zip(EVENTS, weighings, strict=False)]
    records.append((Place("D1", "TRA"), dosed(at)))
    shuffle.shuffle(records)  # type: ignore[attr-defined]
    weight, dose = planned(dict(records))
    # A time that isn't known may lie before the dose: a weight of the same day counts then.
    allowed = [
        kg
        for day, minutes, kg in weighings
        if kg and (day < 0 or (day == 0 and (at is None or minutes is None or minutes <= at)))
    ]
    if not allowed:
        assert (weight, dose) == ("", "")
    else:
        assert weight in allowed
        assert Decimal(dose) == 8 * Decimal(weight)


@given(st.integers(400, 1200), st.integers(400, 1200))
def test_the_weight_of_the_last_dose_stays_until_it_changed_by_a_tenth(first: int, then: int) -> None:
    old, new = Decimal(first) / 10, Decimal(then) / 10
    later = (
        dosed(600)
        .with_answer((0, "ECSTDAT"), Answer((D1 + timedelta(21)).isoformat()))
        .with_answer((0, "ECPHASE"), Answer("M"))
    )
    records = {
        Place("D1", "VS"): weighed(0, 480, str(old)), Place("D1", "TRA"): dosed(600),
        Place("CYCLE", "VS", "1"): weighed(21, 480, str(new)), Place("CYCLE", "TRA", "1"): later,
    }  # fmt: skip
    found = assess(Context(nkact(), SubjectData(records), LATE, ZONE)).data.at(Place("CYCLE", "TRA", "1"))
    expected = new if abs(new / old - 1) >= Decimal("0.1") else old
    assert Decimal(found.answer("DOSEWT").value) == expected
    assert Decimal(found.answer("DOSEPLAN").value) == 6 * expected


@pytest.mark.parametrize(("kg", "weight"), [("54.0", "54.0"), ("54.1", "60.0"), ("66.0", "66.0"), ("65.9", "60.0")])
def test_a_change_of_exactly_ten_percent_replaces_the_weight(kg: str, weight: str) -> None:
    later = dosed(600).with_answer((0, "ECSTDAT"), Answer((D1 + timedelta(21)).isoformat()))
    records = {
        Place("D1", "VS"): weighed(0, 480, "60.0"), Place("D1", "TRA"): dosed(600),
        Place("CYCLE", "VS", "1"): weighed(21, 480, kg), Place("CYCLE", "TRA", "1"): later,
    }  # fmt: skip
    found = assess(Context(nkact(), SubjectData(records), LATE, ZONE)).data.at(Place("CYCLE", "TRA", "1"))
    assert found.answer("DOSEWT").value == weight


def test_a_voided_weight_makes_no_dose() -> None:
    struck = evolve(weighed(0, 480, "60.0"), voided={0: "wrong subject"})
    assert planned({Place("D1", "VS"): struck, Place("D1", "TRA"): dosed(600)}) == ("", "")
