"""The frame of every dialog: a title, a sentence, what is asked, and the buttons with their keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from crf.text import say
from ui import theme
from ui.controls import Button
from ui.widgets import Ground, column, label, row


class Dialog(QDialog):
    """A dialog that opens without stopping the program; subclasses fill `body` and override `accept`."""

    WIDE = 460

    def __init__(self, parent: QWidget | None, title: str, sentence: str = "", act: str = "", kind: str = "primary"):
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(self.WIDE)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(theme.UNIT)
        self.trouble = label("", color="red", wrap=True)
        self.trouble.hide()
        self.act = Button(act, kind, "↵") if act else None
        self.leave = Button(say("dialog.cancel" if act else "dialog.close"), "plain", "Esc")
        self.leave.clicked.connect(self.reject)
        head = label(title, theme.SECTION, theme.STRONG, wrap=True)
        note = label(sentence, color="muted", wrap=True)
        for text in (head, note, self.trouble):
            text.setFixedWidth(self.WIDE - 48)  # a wrapped text then knows its height
        if not sentence:
            note.hide()
        area = Ground("surface")
        inside = column(head, 4, note, 16, margins=(24, 20, 24, 20))
        inside.addLayout(self.body)
        inside.addWidget(self.trouble)
        area.setLayout(inside)
        foot = Ground("ground", "top")
        foot.setLayout(row(-1, self.leave, *([self.act] if self.act else []), margins=(24, 12, 24, 12), spacing=8))
        self.foot = foot.layout()
        self.setLayout(column(area, foot))
        self.layout().setStretch(0, 1)
        if self.act:
            self.act.clicked.connect(self.accept)

    def ask(self, caption: str, field: QWidget, note: str = "") -> QWidget:
        """Add a field under its caption, with a note beside the caption; returns the field."""
        name = label(caption, theme.NOTE, theme.STRONG, "muted")
        name.setBuddy(field)
        field.setAccessibleName(caption)
        line = row(name, 8, label(note, theme.NOTE, color="muted"), -1) if note else row(name, -1)
        self.body.addLayout(line)
        self.body.addWidget(field)
        self.body.addSpacing(10)
        return field

    def complain(self, sentence: str) -> None:
        """Say in the dialog what is wrong; nothing closes."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.act:
            if self.act.isEnabled():
                self.accept()
        else:
            super().keyPressEvent(event)
