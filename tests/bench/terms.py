"""What is typed into the dictionary, letter by letter, and the bare side of it: a line over a filtered list."""

from __future__ import annotations

import csv
import itertools
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QSortFilterProxyModel, QStringListModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QMainWindow, QVBoxLayout, QWidget

QUERIES = Path(__file__).resolve().parents[1] / "data" / "term_queries.csv"
TERMS = Path(__file__).resolve().parents[2] / "resources" / "ctcae" / "ctcae_v5.csv"


def queries() -> list[str]:
    """What site staff type."""
    with QUERIES.open(encoding="utf-8", newline="") as lines:
        return [row["query"] for row in csv.DictReader(lines)]


def letters() -> Iterator[tuple[str, bool]]:
    """Every letter of every query, and whether it is the first of its own; over and over."""
    return itertools.cycle((letter, not n) for query in queries() for n, letter in enumerate(query))


def typing(line: QLineEdit) -> Callable[[], float]:
    """Types the next letter; a query begins in an empty line, which isn't counted."""
    typed = letters()

    def once() -> float:
        letter, fresh = next(typed)
        if fresh:
            line.clear()
            QApplication.processEvents()
        start = time.perf_counter()
        QTest.keyClick(line, letter)
        QApplication.processEvents()
        return time.perf_counter() - start

    return once


def bare() -> tuple[QWidget, QLineEdit]:
    """A line over a list of the terms' names, with Qt's own filter between."""
    with TERMS.open(encoding="utf-8", newline="") as lines:
        names = QStringListModel([row["term"] for row in csv.DictReader(lines)])
    sieve = QSortFilterProxyModel()
    sieve.setSourceModel(names)
    sieve.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    line, found, page = QLineEdit(), QListView(), QWidget()
    found.setModel(sieve)
    line.textChanged.connect(sieve.setFilterFixedString)
    layout = QVBoxLayout(page)
    for widget in (line, found):
        layout.addWidget(widget)
    names.setParent(page)
    sieve.setParent(page)
    return page, line


def floor(window: QMainWindow) -> Callable[[], float]:
    """The bare list on show in a window, and what types into it."""
    page, line = bare()
    window.setCentralWidget(page)
    line.setFocus()
    QApplication.processEvents()
    return typing(line)
