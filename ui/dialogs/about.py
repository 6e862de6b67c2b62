"""Help without a manual: the keys of each page, and what program this is."""

from __future__ import annotations

import platform

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QWidget

from crf import VERSION
from crf.text import say
from ui import theme
from ui.dialogs import Dialog
from ui.widgets import KeyCap, column, label, row

KEYS = {  # group: keys; the message shortcuts.<group>.<key> says what each does
    "everywhere": (
        "Ctrl K",
        "Ctrl 1 … 7",
        "Ctrl ⇧ T",
        "Alt ←",
        "Ctrl P",
        "Ctrl E",
        "Ctrl N",
        "Ctrl ⇧ N",
        "Ctrl O",
        "Ctrl W",
        "Ctrl Q",
        "F11",
        "F10",
        "Ctrl ?",
    ),
    "form": (
        "Tab ↵",
        "T N",
        "F2",
        "Alt ↓",
        "Ctrl ↵",
        "Ctrl ⇧ Del",
        "Ctrl S",
        "Ctrl Z",
        "Ctrl ⇧ Z",
        "F8",
        "F4",
        "Ctrl R",
        "Ctrl J",
        "F9",
        "Ctrl I",
        "F1",
        "Menu",
        "Alt ← →",
        "Esc",
    ),
    "offer": ("F5", "F6", "F7"),
    "review": ("Ctrl ⇧ Q", "Ctrl ⇧ V", "Space", "Ctrl ⇧ G", "Ctrl ⇧ L"),
    "report": ("Ctrl ⇧ S", "Ctrl ⇧ D", "Ctrl ⇧ M", "Ctrl ⇧ P"),
    "matrix": ("↑ ↓ ← →", "Home End", "PgUp PgDn", "↵", "A", "S", "U", "O", "F8"),
    "log": ("↑ ↓", "↵", "Ctrl N", "Ctrl D", "Del"),
    "events": ("E ↵", "G", "H", "← → S", "F", "1 … 5", "C", "O"),
    "picker": ("↑ ↓", "1 … 5", "↵"),
    "preview": ("PgUp PgDn", "Ctrl + -", "Ctrl S", "Ctrl P"),
}
COLUMNS = (("everywhere", "log"), ("form", "offer"), ("matrix", "events"), ("review", "report", "picker", "preview"))


class KeysDialog(Dialog):
    """All keys by page."""

    WIDE = 1180

    def __init__(self, parent: QWidget | None):
        super().__init__(parent, say("shortcuts.title"))
        columns = row(spacing=16)
        for groups in COLUMNS:
            box = column(spacing=2)
            for group in groups:
                box.addWidget(label(say(f"shortcuts.{group}"), theme.NOTE, theme.STRONG, "muted"))
                for key in KEYS[group]:
                    box.addLayout(row(KeyCap(key), label(say(f"shortcuts.{group}.{key}")), -1, spacing=8))
                box.addSpacing(12)
            box.addStretch(1)
            columns.addLayout(box, 1)
        self.body.addLayout(columns)
        self.leave.setFocus()


class AboutDialog(Dialog):
    """Name, version and what it is made of."""

    def __init__(self, parent: QWidget | None):
        super().__init__(parent, say("about.title", version=VERSION), say("about.sentence"))
        parts = say("about.parts", python=platform.python_version(), qt=qVersion())
        self.body.addWidget(label(parts, theme.NOTE, color="muted", wrap=True))
        self.body.addWidget(label(say("about.licences"), theme.NOTE, color="muted", wrap=True))
        self.leave.setFocus()
