"""The floors: the same work done with the bare library, nothing of Casebook in it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QLineEdit, QScrollArea, QWidget
from reportlab.pdfgen.canvas import Canvas

QUESTION = "What was the total dose that was prescribed for this administration?"
Drawn = tuple[float, float, str, str, float]
"""A string as drawn: x, y, text, font, size."""


def application() -> QApplication:
    """The one application object of this process."""
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


def show(page: QWidget) -> float:
    """Shows a page at the usual size until it is painted; returns the seconds that took, and closes it."""
    start = time.perf_counter()
    page.resize(1280, 720)
    page.show()
    QApplication.processEvents()
    return time.perf_counter() - start


def close(page: QWidget) -> None:
    """Takes a page away, so that the next one finds nothing of it."""
    page.close()
    page.deleteLater()
    QApplication.sendPostedEvents(None, 52)  # QEvent.DeferredDelete
    QApplication.processEvents()


def open_bare_form(fields: int) -> float:
    """Seconds from nothing to a bare form on screen."""
    start = time.perf_counter()
    page = bare_form(fields)
    show(page)
    spent = time.perf_counter() - start
    close(page)
    return spent


def bare_edit() -> QLineEdit:
    """One edit on screen with the keyboard's focus."""
    edit = QLineEdit()
    edit.show()
    edit.setFocus(Qt.FocusReason.OtherFocusReason)
    QApplication.processEvents()
    return edit


def bare_file(path: Path) -> Any:
    """A database with an act and an entry table, as durable as the product's."""
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.executescript(
        """
        CREATE TABLE act (act INTEGER PRIMARY KEY, at TEXT, actor TEXT, verb TEXT, reason TEXT, digest BLOB) STRICT;
        CREATE TABLE entry (entry INTEGER PRIMARY KEY, act INTEGER, place INTEGER, line INTEGER, item TEXT, value TEXT,
                            was INTEGER, digest BLOB) STRICT;
        CREATE INDEX entry_place ON entry (place, item, line);
        """
    )
    return connection


def bare_transaction(connection: Any, values: list[tuple[str, str]]) -> float:
    """Seconds of one transaction: an act and its entries."""
    digest = bytes(32)
    start = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    act = connection.execute(
        "INSERT INTO act (at, actor, verb, reason, digest) VALUES (?, ?, ?, ?, ?)",
        ("2026-03-05T15:42:00Z", "A. Muster", "enter", "", digest),
    ).lastrowid
    connection.executemany(
        "INSERT INTO entry (act, place, line, item, value, digest) VALUES (?, ?, ?, ?, ?, ?)",
        [(act, 1, 0, item, value, digest) for item, value in values],
    )
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
