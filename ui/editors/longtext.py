"""The editor of text over several lines: Enter is a new line, Ctrl+Enter and Tab go on."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from crf.forms.layout import Field
from ui.editors import base


class LongTextEditor(QPlainTextEdit):
    """Several lines in a box the sheet paints."""

    boxed = True

    def __init__(self, field: Field, host: base.Host, parent: QWidget):
        super().__init__(parent)
        self.field = field
        self.host = host
        self._told = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setViewportMargins(10, 4, 6, 4)
        self.setAccessibleName(base.spoken(field))
        self._fill(field)
        self.textChanged.connect(self.typed)

    @property
    def where(self) -> tuple[int, str]:
        """Line and item it edits."""
        return self.field.line, self.field.item

    def text(self) -> str:
        """All that stands in it."""
        return self.toPlainText()

    def show_field(self, field: Field, force: bool = False) -> None:
        """Bring the text to the state of its field; what a person is typing is left alone."""
        self.field = field
        if force or not self.hasFocus():
            self._fill(field)

    def _fill(self, field: Field) -> None:
        text = base.shown(field)
        if text != self.toPlainText():
            self._told = text
            self.setPlainText(text)

    def typed(self) -> None:
        """Hand over what stands there now, once for each change."""
        text = self.toPlainText()
        if text != self._told:
            self._told = text
            self.host.changed(self, text)

    def set_missing(self, code: str) -> None:
        """Answer with a missing code."""
        self._told = ""
        self.setPlainText("")
        self.host.changed(self, "", missing=code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (base.Key.Key_Return, base.Key.Key_Enter)
        if enter and not event.modifiers() & base.CTRL:
            super().keyPressEvent(event)
        elif enter:
            self.host.advance(self)
        elif not base.common_key(self.host, self, event):
            if self.field.answer.missing and event.key() in (base.Key.Key_Backspace, base.Key.Key_Delete):
                self.host.changed(self, "")
                return
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.host.focused(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() == Qt.FocusReason.PopupFocusReason:
            return
        self._fill(self.field)
        self.host.left(self)

    def ring(self) -> QRect:
        """What the focus ring goes round, in the sheet's coordinates."""
        return self.host.box(self)
