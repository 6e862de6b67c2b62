"""The benches' own arithmetic: a figure is only worth as much as the harness that takes it."""

from __future__ import annotations

import pytest

from tests.bench.harness import Timing, beside, measure, ms, pace, ratio, table, within


def test_median_and_percentile_are_those_of_the_runs() -> None:
    timing = Timing(tuple(float(n) for n in range(200, 0, -1)))
    assert timing.median == 100.5
    assert timing.p99 == 198.0
    assert timing.percentile(95) == 190.0
    assert Timing((1.0, 3.0, 2.0)).p99 == 3.0


def test_an_action_may_count_its_own_part() -> None:
    counted = iter([9.0, 9.0, 1.0, 2.0, 3.0])
    assert measure(lambda: next(counted), runs=3).runs == (1.0, 2.0, 3.0)


def test_floor_and_product_take_turns() -> None:
    order: list[str] = []
    beside(lambda: order.append("floor"), lambda: order.append("product"), runs=2, warm=1)
    assert order == ["floor", "product"] * 3


def test_the_first_run_of_a_turn_is_not_counted() -> None:
    counted = iter([9.0, 1.0, 2.0, 9.0, 3.0, 4.0])
    floor, product = beside(lambda: next(counted), lambda: next(counted), runs=2, warm=0, turn=2)
    assert (floor.runs, product.runs) == ((1.0, 2.0), (3.0, 4.0))


@pytest.mark.parametrize(("product", "reached"), [(1.2, True), (1.21, False)])
def test_a_ratio_is_held_against_its_aim(product: float, reached: bool) -> None:
    row = ratio("form", Timing((1.0,)), Timing((product,)), at_most=1.2)
    assert row.reached is reached
    assert row.figure == f"{product:.2f} ×"


def test_a_key_stroke_is_held_against_what_a_person_feels() -> None:
    assert within("key", Timing((0.001,)), Timing((0.016,)), at_most=0.016).reached
    assert not within("key", Timing((0.001,)), Timing((0.017,)), at_most=0.016).reached
    nineteen_of_twenty = Timing((*[0.01] * 19, 0.02))
    assert within("key", Timing((0.001,)), nineteen_of_twenty, at_most=0.016, percent=95).reached
    assert not within("key", Timing((0.001,)), nineteen_of_twenty, at_most=0.016).reached


def test_a_pace_is_a_share_of_the_floors() -> None:
    row = pace("paper", Timing((1.0,)), Timing((2.0,)), pages=100, at_least=0.7)
    assert (row.floor, row.product, row.figure, row.reached) == ("100 pages/s", "50 pages/s", "0.50 ×", False)


@pytest.mark.parametrize(("seconds", "text"), [(0.00026, "0.26 ms"), (0.0184, "18.4 ms"), (0.1534, "153 ms")])
def test_times_are_told_in_three_figures_or_so(seconds: float, text: str) -> None:
    assert ms(seconds) == text


def test_a_missed_aim_is_told() -> None:
    said = table([ratio("form", Timing((1.0,)), Timing((2.0,)), at_most=1.2)])
    assert said.splitlines()[-1].split("|")[1:-1][-1].strip() == "missed"
    assert len({len(line) for line in said.splitlines()}) == 1
