"""What the first casebook needs, loaded in small steps while the person still looks at the first window."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from importlib import import_module

from PySide6.QtCore import QTimer

STEPS = (
    "crf.study.structure",
    "crf.forms.advance",
    "crf.reading.reader",
    "crf.actions.session",
    "crf.reading.subjects",
    "ui.rail",
    "ui.search",
    "ui.clock_pill",
    "ui.choosers",
    "ui.pages.listing",
    "ui.pages.subjects",
    "ui.pages.subject",
    "ui.pages.form",
)
"""Modules in the order in which opening a casebook asks for them: all together a tenth of a second."""


def warm(left: Sequence[str] = STEPS) -> None:
    """Load the first of them, the others after the window had its turn."""
    import_module(left[0])
    if left[1:]:
        QTimer.singleShot(0, partial(warm, left[1:]))
