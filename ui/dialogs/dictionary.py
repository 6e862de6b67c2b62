"""Asks for NCI's workbook of CTCAE and takes it into the casebook; what of it differs is listed and isn't taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit, QWidget

from crf.actions.dictionaries import Loaded
from crf.faults import CasebookError
from crf.text import say
from ui import theme
from ui.choosers import SlimBar
from ui.controls import Button, Input
from ui.dialogs import Dialog
from ui.widgets import Card, column, label, row

LIST = 168  # height of the list of differences


class DictionaryDialog(Dialog):
    """`load` takes a workbook; `loaded` says in a sentence what was taken. With differences it stays to show them."""

    WIDE = 620
    loaded = Signal(str)

    def __init__(self, parent: QWidget | None, load: Callable[[Path], Loaded]):
        super().__init__(parent, say("dictionary.title"), say("dictionary.sentence"), say("dictionary.act"))
        self.load = load
        self.file = Input("", weight=theme.REGULAR)
        self.file.setAccessibleName(say("dictionary.file"))
        self.file.setPlaceholderText(say("dictionary.file"))
        self.browse = Button(say("dictionary.browse"))
        self.browse.clicked.connect(self._browse)
        self.told = label("", wrap=True)
        self.told.setFixedWidth(self.WIDE - 48)
        self.differences = QPlainTextEdit()
        self.differences.setReadOnly(True)
        self.differences.setTabChangesFocus(True)
        self.differences.setAccessibleName(say("dictionary.differences"))
        self.differences.setFont(theme.font(theme.NOTE))
        self.differences.setFixedHeight(LIST)
        self.differences.setVerticalScrollBar(SlimBar())
        self.differences.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.card = Card("surface", "outline")
        self.card.setLayout(column(self.differences, margins=(6, 6, 6, 6)))
        self.asked = QWidget()
        self.asked.setLayout(row(self.file, self.browse, spacing=8))
        for part in (self.asked, self.told, self.card):
            self.body.addWidget(part)
        self.told.hide()
        self.card.hide()
        self.file.textChanged.connect(self._look)
        self.setTabOrder(self.file, self.browse)
        self._look()
        self.file.setFocus()

    def _look(self) -> None:
        self.act.setEnabled(bool(self.file.text().strip()))
        self.complain("")

    def _browse(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, say("dictionary.file"), self.file.text(), "*.xlsx")
        if name:
            self.file.setText(name)

    def accept(self) -> None:
        """Take the workbook; a refusal is said and the dialog stays."""
        if not self.act.isEnabled():
            return
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            done = self.load(Path(self.file.text().strip()))
        except CasebookError as refusal:
            self.complain(str(refusal))
            self.adjustSize()
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.loaded.emit(done.summary)
        if done.differences:
            self._show(done)
        else:
            super().accept()

    def _show(self, done: Loaded) -> None:
        """What was taken, and below it each text that wasn't."""
        self.asked.hide()
        many = "dictionary.differ" if len(done.differences) > 1 else "dictionary.differs"
        self.told.setText(say(many, summary=done.summary, n=len(done.differences)))
        self.differences.setPlainText("\n".join(done.differences))
        self.told.show()
        self.card.show()
        self.act.setEnabled(False)
        self.act.hide()
        self.leave.setText(say("dialog.close"))
        self.leave.setFocus()
        self.adjustSize()
