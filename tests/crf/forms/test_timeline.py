"""The scale of a picture by study day and its bars: no day 0, not crushed by a day far off, sure as far as known."""

from __future__ import annotations

import pytest
from attrs import evolve

from crf.forms.timeline import Bar, DoseMark, Timeline, along, drawn

ALL = frozenset({1, 2, 3})
EMPTY = Timeline((("CYC", "Cyclophosphamide"),), (), (), (), None, None, "")


def known(number: int, first: int, last: int, grade: int = 1) -> Bar:
    """A bar whose days are all known."""
    return Bar(number, first, last, grade, first, last)


def test_day_one_follows_day_minus_one() -> None:
    assert [along(day) for day in (-2, -1, 1, 2)] == [-2, -1, 0, 1]


def test_the_scale_reaches_over_all_there_is() -> None:
    assert EMPTY.ends == (0, 28)
    full = evolve(EMPTY, doses=(DoseMark("CYC", -4, ""),), bars=(known(1, 2, 9),), ticks=((22, "D22"),), tlt=(2, 29))
    assert full.ends == (-4, 28)
    assert evolve(full, bars=(known(1, 40, 44), Bar(2, 50, None, 1, 50, None))).ends == (-4, 49)


def test_visits_long_after_all_else_neither_stretch_the_scale_nor_stand_under_it() -> None:
    late = ((22, "D22"), (57, "D57"), (58, "D58"), (228, "D228"))
    full = evolve(EMPTY, bars=(known(1, 2, 9),), tlt=(2, 29), ticks=late)
    assert full.ends == (1, 56)
    assert full.named == late[:2]
    assert evolve(EMPTY, ticks=late).named == late, "where nothing else is there they are all there is to see"
    assert evolve(EMPTY, ticks=late).ends == (21, 227)


@pytest.mark.parametrize(
    ("today", "last", "now", "far"), [(40, 39, 39, False), (57, 56, 56, False), (58, 35, 35, True)]
)
def test_today_stands_on_its_day_unless_it_lies_far_off(today: int, last: int, now: int, far: bool) -> None:
    time = evolve(EMPTY, tlt=(2, 29), today=today)
    assert (time.ends[1], time.now, time.far) == (last, now, far)


def test_a_day_before_all_else_widens_the_scale_and_none_is_no_day() -> None:
    early = evolve(EMPTY, tlt=(2, 29), today=-6)
    assert (early.ends, early.now) == ((-6, 28), -6)
    assert (EMPTY.now, EMPTY.far) == (None, False)


def test_a_bar_ends_where_the_next_grade_begins_and_goes_on_to_today() -> None:
    bars = (known(1, 8, 15, 3), known(1, 15, 22, 1), Bar(2, 30, None, 2, 30, None), known(9, 1, 2))
    found = drawn(evolve(EMPTY, bars=bars, today=40), ALL)
    assert [(one.number, one.first, one.last, one.grade, one.goes_on) for one in found] == [
        (1, 7, 13, 3, False),
        (1, 14, 21, 1, False),
        (2, 29, 39, 2, True),
    ]
    assert all(one.sure == (one.first, one.last) for one in found)
    (alone,) = drawn(evolve(EMPTY, bars=bars[2:3]), ALL)
    assert alone.last == 29


def test_days_known_in_part_are_not_sure() -> None:
    bars = (Bar(1, 1, 20, 1, 5, 12), Bar(2, 1, 20, 2, 21, 1), Bar(3, 3, None, 4, 8, None))
    found = drawn(evolve(EMPTY, bars=bars, today=20), ALL)
    assert [one.sure for one in found] == [(4, 11), None, (7, 19)]


def test_two_grades_of_one_day_keep_a_day_each() -> None:
    same = drawn(evolve(EMPTY, bars=(known(1, 4, 4, 3), known(1, 4, 6, 1))), ALL)
    assert [(one.first, one.last, one.sure) for one in same] == [(3, 3, (3, 3)), (3, 5, (3, 5))]
