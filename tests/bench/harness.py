"""How a figure is measured: a floor and the product in turn, in one run, told as a ratio with its aim."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from attrs import frozen

Action = Callable[[], object]
"""One run of what is measured; it returns its own seconds as a float where only a part of it counts."""


@frozen
class Timing:
    """Seconds of all runs."""

    runs: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.runs)

    def percentile(self, percent: int) -> float:
        """The run that so many of a hundred don't exceed, the highest one where there are too few to tell."""
        ordered = sorted(self.runs)
        return ordered[min(len(ordered) - 1, -(-percent * len(ordered) // 100) - 1)]

    @property
    def p99(self) -> float:
        """The 99th percentile."""
        return self.percentile(99)


@frozen
class Row:
    """One line of the table: what was measured, floor and product as text, the figure and its aim."""

    name: str
    floor: str
    product: str
    figure: str
    aim: str
    reached: bool


def seconds(action: Action) -> float:
    """One run: by the action's own count, else by the clock around it."""
    start = time.perf_counter()
    counted = action()
    spent = time.perf_counter() - start
    return counted if isinstance(counted, float) else spent


def measure(action: Action, runs: int, warm: int = 2) -> Timing:
    """Runs an action and keeps its times, the first `warm` runs apart."""
    for _ in range(warm):
        action()
    return Timing(tuple(seconds(action) for _ in range(runs)))


def beside(floor: Action, product: Action, runs: int, warm: int = 2, turn: int = 1) -> tuple[Timing, Timing]:
    """Runs floor and product in turns, so that a slow minute of the machine strikes both.

    Within a turn of more than one run the first isn't counted: it finds the caches as the other side left them.
    """
    for _ in range(warm):
        floor()
        product()
    below: list[float] = []
    above: list[float] = []
    while len(below) < runs:
        for action, times in ((floor, below), (product, above)):
            counted = [seconds(action) for _ in range(turn + (turn > 1))]
            times += counted[-turn:]
    return Timing(tuple(below)), Timing(tuple(above))


def ratio(name: str, floor: Timing, product: Timing, at_most: float) -> Row:
    """The product's median in units of the floor's."""
    figure = product.median / floor.median
    return Row(name, ms(floor.median), ms(product.median), f"{figure:.2f} ×", f"≤ {at_most} ×", figure <= at_most)


def within(name: str, floor: Timing, product: Timing, at_most: float, percent: int = 99) -> Row:
    """A percentile of the product against a time a person feels; the floor's stands beside it."""
    below, above = floor.percentile(percent), product.percentile(percent)
    return Row(name, ms(below), ms(above), f"{above / below:.2f} ×", f"≤ {ms(at_most)}", above <= at_most)


def pace(name: str, floor: Timing, product: Timing, pages: int, at_least: float) -> Row:
    """Pages per second as a share of the floor's."""
    share = floor.median / product.median
    speeds = [f"{pages / timing.median:.0f} pages/s" for timing in (floor, product)]
    return Row(name, *speeds, f"{share:.2f} ×", f"≥ {at_least} ×", share >= at_least)


def ms(duration: float) -> str:
    """Seconds as milliseconds, in three figures or so."""
    return f"{duration * 1000:.{2 if duration < 0.01 else 1 if duration < 0.1 else 0}f} ms"


def table(rows: list[Row]) -> str:
    """The rows as a table that reads in a terminal and in a README."""
    head = ("", "floor", "Casebook", "figure", "aim", "")
    cells = [
        head,
        *((r.name, r.floor, r.product, r.figure, r.aim, "ok" if r.reached else "missed") for r in rows),
    ]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in cells
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])
