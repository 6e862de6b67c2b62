"""Help without a manual: the keys of each page, and what program this is."""

from __future__ import annotations

import platform

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QGridLayout, QWidget

from crf import VERSION
from crf.text import say
from ui import theme
from ui.dialogs import Dialog
from ui.widgets import KeyCap, Scroll, column, label, row

KEYS = {  # group: keys and the message that says what they do
    "everywhere": ("Ctrl K", "Ctrl 1", "Ctrl 2", "Ctrl 3", "Alt ←", "Ctrl P", "Ctrl N", "F10", "Ctrl ?"),
    "matrix": ("↑ ↓ ← →", "Home", "End", "PgUp", "PgDn", "↵", "F8"),
    "form": ("Tab", "↵", "T", "Ctrl S", "Ctrl Z", "F8", "Ctrl R", "Ctrl I", "Alt ← →", "F1", "Esc"),
    "preview": ("PgDn", "Ctrl +", "Ctrl -", "Ctrl S", "Ctrl P"),
}


class KeysDialog(Dialog):
    """All keys by page."""

    WIDE = 660

    def __init__(self, parent: QWidget | None):
        super().__init__(parent, say("shortcuts.title"))
        self.setMinimumHeight(600)
        grid = QGridLayout()
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(16)
        for index, (group, keys) in enumerate(KEYS.items()):
            box = column(label(say(f"shortcuts.{group}"), theme.NOTE, theme.STRONG, "muted"), 4, spacing=4)
            for key in keys:
                text = label(say(f"shortcuts.{group}.{key}"))
                box.addLayout(row(KeyCap(key), text, -1, spacing=8))
            box.addStretch(1)
            grid.addLayout(box, index // 2, index % 2)
        inner = QWidget()
        inner.setLayout(grid)
        self.body.addWidget(Scroll(inner), 1)
        self.leave.setFocus()


class AboutDialog(Dialog):
    """Name, version and what it is made of."""

    def __init__(self, parent: QWidget | None):
        super().__init__(parent, say("about.title", version=VERSION), say("about.sentence"))
        parts = say("about.parts", python=platform.python_version(), qt=qVersion())
        self.body.addWidget(label(parts, theme.NOTE, color="muted", wrap=True))
        self.body.addWidget(label(say("about.licences"), theme.NOTE, color="muted", wrap=True))
        self.leave.setFocus()
