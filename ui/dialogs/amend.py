"""Asks for the folder of an amended study definition and the reason; its faults are listed and nothing changes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit, QWidget

from crf.faults import CasebookError, DefinitionFault
from crf.text import say
from ui import theme
from ui.controls import Button, Input
from ui.dialogs.reason import ReasonDialog
from ui.widgets import Card, column, row

LIST = 132  # height of the list of faults


class AmendDialog(ReasonDialog):
    """`perform` moves the casebook and returns what to tell; `amended` carries it on."""

    WIDE = 620
    amended = Signal(str)

    def __init__(
        self,
        parent: QWidget | None,
        version: str,
        perform: Callable[[str, str], str],
    ):
        self.folder = Input("", weight=theme.REGULAR)
        self.perform = perform
        super().__init__(parent, say("amend.title"), say("amend.sentence", version=version), act=say("amend.act"))
        self.browse = Button(say("amend.browse"))
        self.browse.clicked.connect(self._browse)
        self.faults = QPlainTextEdit()
        self.faults.setReadOnly(True)
        self.faults.setTabChangesFocus(True)
        self.faults.setAccessibleName(say("amend.faults"))
        self.faults.setFont(theme.font(theme.NOTE))
        self.faults.setFixedHeight(LIST)
        self.faults.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.card = Card("surface", "outline")
        self.card.setLayout(column(self.faults, margins=(6, 6, 6, 6)))
        self.card.hide()
        self.folder.setAccessibleName(say("amend.folder"))
        self.folder.setPlaceholderText(say("amend.folder"))
        line = row(self.folder, self.browse, spacing=8)
        self.body.insertLayout(0, line)
        self.body.insertSpacing(1, 12)
        self.body.addWidget(self.card)
        self.folder.textChanged.connect(self._look)
        for first, second in ((self.folder, self.browse), (self.browse, self.words)):
            self.setTabOrder(first, second)
        self.folder.setFocus()

    def _look(self) -> None:
        self.act.setEnabled(bool(self.folder.text().strip()) and bool(self.reason))

    def _browse(self) -> None:
        name = QFileDialog.getExistingDirectory(self, say("amend.folder"), self.folder.text())
        if name:
            self.folder.setText(name)

    def accept(self) -> None:
        """Move the casebook; a refusal is said, every fault of the definition listed, and the dialog stays."""
        if not self.act.isEnabled():
            return
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            told = self.perform(self.folder.text().strip(), self.reason)
        except CasebookError as refusal:
            self._refuse(refusal)
            return
        finally:
            QApplication.restoreOverrideCursor()
        super().accept()
        self.amended.emit(told)

    def _refuse(self, refusal: CasebookError) -> None:
        lines = refusal.faults if isinstance(refusal, DefinitionFault) else ()
        self.faults.setPlainText("\n".join(lines))
        self.card.setVisible(bool(lines))
        self.complain(str(refusal))
        self.adjustSize()
