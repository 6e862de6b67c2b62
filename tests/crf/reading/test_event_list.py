"""Adverse events in order of any column and through any filter."""

from __future__ import annotations

import pytest
from attrs import evolve

from crf.reading.event_list import NOTHING, EventRow, count, fits, in_order, turned
from tests.ui.event_samples import DIARRHEA, FEVER, LYMPHOCYTES, NAUSEA, OPEN, S1, VOIDED, event

ROWS = tuple(EventRow("u1", "01-001", line) for line in (*S1, VOIDED, OPEN))


def order(column: str, down: bool = False, rows: tuple[EventRow, ...] = ROWS) -> list[int]:
    return [row.line.number for row in in_order(rows, column, down)]


@pytest.mark.parametrize(
    ("column", "up", "down"),
    [
        ("number", [1, 2, 3, 4, 5, 6, 7], [7, 6, 5, 4, 3, 2, 1]),
        ("event", [7, 5, 2, 6, 3, 4, 1], [1, 4, 3, 6, 2, 5, 7]),
        ("grade", [1, 2, 3, 5, 6, 4, 7], [7, 4, 1, 2, 3, 5, 6]),
        ("start", [7, 1, 6, 2, 3, 4, 5], [5, 4, 3, 2, 1, 6, 7]),
        ("end", [1, 6, 2, 3, 4, 5, 7], [5, 7, 4, 3, 2, 1, 6]),
        ("sae", [7, 1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6, 7]),
        ("tlt", [7, 2, 3, 4, 1, 5, 6], [6, 5, 1, 2, 3, 4, 7]),
        ("drug:NK", [2, 7, 1, 3, 4, 5, 6], [1, 3, 4, 5, 6, 2, 7]),
    ],
)
def test_each_column_orders_both_ways_and_equals_by_number(column: str, up: list[int], down: list[int]) -> None:
    assert order(column) == up
    assert order(column, down=True) == down


def test_what_is_not_known_stands_last_either_way() -> None:
    bare = event(9, term="", verbatim="", grades=(), start="", end="", ongoing=None, serious=None, drugs=())
    rows = (EventRow("u1", "01-001", bare), EventRow("u1", "01-001", NAUSEA))
    for column in ("event", "grade", "start", "end", "sae", "drug:NK"):
        assert order(column, rows=rows) == order(column, down=True, rows=rows) == [1, 9], column


def test_subjects_come_one_after_the_other() -> None:
    rows = tuple(EventRow(uid, label, line) for uid, label in (("u2", "01-002"), ("u1", "01-001")) for line in S1[:2])
    assert [(row.label, row.line.number) for row in in_order(rows, "subject", True)] == [
        ("01-002", 2), ("01-002", 1), ("01-001", 2), ("01-001", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        ("", [1, 2, 3, 4, 5, 6, 7]),
        ("open", [5, 7]),
        ("ended", [1, 2, 3, 4]),
        ("grade3", [4, 7]),
        ("grade4", [7]),
        ("serious", [7]),
        ("special", [7]),
        ("tlt", [7]),
        ("drug:CYC", [1, 4]),
        ("ended drug:CYC grade2", [4]),
        ("unconfirmed", []),
    ],
)
def test_a_filter_leaves_what_fits_all_of_it_and_never_a_voided_event(chosen: str, left: list[int]) -> None:
    wanted = frozenset(chosen.split())
    assert [row.line.number for row in ROWS if fits(row.line, wanted)] == left


def test_unconfirmed_judgements_are_found() -> None:
    assert fits(evolve(FEVER, unconfirmed=2), frozenset({"unconfirmed"}))
    assert not fits(FEVER, frozenset({"unconfirmed"}))


def test_one_of_a_kind_takes_the_place_of_another_and_again_gives_it_up() -> None:
    assert turned(NOTHING, "open") == {"open"}
    assert turned(frozenset({"open", "grade2"}), "ended") == {"ended", "grade2"}
    assert turned(frozenset({"grade2"}), "grade4") == {"grade4"}
    assert turned(frozenset({"drug:CYC", "serious"}), "drug:NK") == {"drug:NK", "serious"}
    assert turned(frozenset({"open", "serious"}), "open") == {"serious"}


def test_counts_say_what_choosing_would_leave_beside_the_rest() -> None:
    assert [count(ROWS, NOTHING, one) for one in ("open", "ended", "serious", "grade1")] == [2, 4, 1, 6]
    assert count(ROWS, frozenset({"open"}), "ended") == 4  # in its place, not beside it
    assert count(ROWS, frozenset({"open"}), "drug:PER") == 1
    assert (DIARRHEA.ongoing, LYMPHOCYTES.worst, event(grades=()).worst) == (True, 3, 0)
