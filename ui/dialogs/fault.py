"""Says what went wrong: a fault of the world in one plain sentence, a bug with its details to copy."""

from __future__ import annotations

import platform
import traceback
from types import TracebackType

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from crf import VERSION
from crf.text import say
from ui import theme
from ui.controls import Button
from ui.dialogs import Dialog
from ui.widgets import Card, column


class FaultDialog(Dialog):
    """A fault of the world: the sentence names the thing and the mend."""

    def __init__(self, parent: QWidget | None, sentence: str, title: str = ""):
        super().__init__(parent, title or say("fault.title"), sentence)
        self.leave.setFocus()


class BugDialog(Dialog):
    """A mistake of the program itself, shown as one; what was typed is kept as drafts."""

    WIDE = 620

    def __init__(self, parent: QWidget | None, details: str):
        super().__init__(parent, say("bug.title"), say("bug.sentence"))
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setAccessibleName(say("bug.details"))
        self.details.setFont(theme.font(theme.NOTE))
        self.details.setFixedHeight(200)
        self.details.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        card = Card("surface", "outline")
        card.setLayout(column(self.details, margins=(6, 6, 6, 6)))
        self.body.addWidget(card)
        self.copy = Button(say("bug.copy"), "plain", icon="copy")
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
        self.foot.insertWidget(0, self.copy)
        self.leave.setFocus()


def details_of(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> str:
    """What a developer needs to know: versions and the way to the fault; no values of patients."""
    lines = traceback.format_exception(kind, fault, trace)
    return f"Casebook {VERSION}, Python {platform.python_version()}, {platform.platform()}\n\n{''.join(lines)}"
