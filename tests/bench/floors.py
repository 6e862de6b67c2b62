"""The floors: the same work done with the bare library, nothing of Casebook in it."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from PySide6.QtCore import QEvent, Qt, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QLineEdit, QMainWindow, QScrollArea, QWidget
from reportlab.pdfgen.canvas import Canvas

KEYS = (Qt.Key.Key_9, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Tab)
QUESTION = "What was the total dose that was prescribed for this administration?"
Drawn = tuple[float, float, str, str, float]
"""A string as drawn: x, y, text, font, size."""


def application() -> QApplication:
    """The one application object of this process."""
    qInstallMessageHandler(lambda *_: None)  # what a window without a screen can't do is no news
    app = QApplication.instance()
    return app if isinstance(app, QApplication) else QApplication([])


def bare_form(fields: int) -> QWidget:
    """A wrapped question, an edit and a unit for each field, all in one grid."""
    inner = QWidget()
    grid = QGridLayout(inner)
    for row in range(fields):
        question = QLabel(f"{row + 1} {QUESTION}")
        question.setWordWrap(True)
        grid.addWidget(question, row, 0)
        grid.addWidget(QLineEdit(), row, 1)
        grid.addWidget(QLabel("mg/m²"), row, 2)
    page = QScrollArea()
    page.setWidgetResizable(True)
    page.setWidget(inner)
    return page


def bare_window() -> QMainWindow:
    """An empty window at the size the product's has."""
    window = QMainWindow()
    window.resize(1280, 720)
    window.show()
    QApplication.processEvents()
    return window


def open_bare_form(window: QMainWindow, fields: int) -> None:
    """Builds a bare form in a window and waits until it is painted, with the keyboard in its first field."""
    form = bare_form(fields)
    window.setCentralWidget(form)
    form.findChildren(QLineEdit)[0].setFocus()
    QApplication.processEvents()


def strokes() -> Callable[[], None]:
    """Types three digits into a field and goes on to the next, one key a call, wherever the keyboard is."""
    keys = itertools.cycle(KEYS)

    def once() -> None:
        QTest.keyClick(QApplication.focusWidget(), next(keys))
        QApplication.processEvents()

    return once


def settle() -> None:
    """Lets go of what was closed, so that the next run finds nothing of it."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def bare_file(path: Path, tables: dict[str, str]) -> Any:
    """A database with some tables, as durable as the product's; no index, no guard."""
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    for name, columns in tables.items():
        connection.execute(f"CREATE TABLE {name} ({columns}) STRICT")
    return connection


def bare_transaction(connection: Any, rows: dict[str, list[tuple[object, ...]]]) -> float:
    """Seconds of one transaction that writes these rows of these tables."""
    start = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    for table, values in rows.items():
        marks = ", ".join("?" * len(values[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", values)
    connection.execute("COMMIT")
    return time.perf_counter() - start


def bare_canvas(path: Path, pages: list[list[Drawn]]) -> float:
    """Seconds to draw the same strings at the same places, and nothing else."""
    start = time.perf_counter()
    canvas = Canvas(str(path), invariant=1)
    for strings in pages:
        for x, y, text, font, size in strings:
            canvas.setFont(font, size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return time.perf_counter() - start
