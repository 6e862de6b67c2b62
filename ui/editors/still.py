"""A field to look at and not type in: it takes the keyboard, so that one can ask, verify and read its past."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from crf.forms.layout import Field
from ui.editors.base import Host, Key, spoken


class Still(QWidget):
    """Stands over what the sheet paints; Tab, Enter and arrows go on, every other key is the page's."""

    def __init__(self, field: Field, host: Host, parent: QWidget | None = None):
        super().__init__(parent)
        self.host = host
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_field(field)

    def show_field(self, field: Field, force: bool = False) -> None:
        """Stand for another state of the field."""
        self.field, self.where = field, (field.line, field.item)
        self.setAccessibleName(f"{spoken(field)}: {field.answer.missing} {field.text}".strip())

    def text(self) -> str:
        """Nothing is typed here."""
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers()
        if key in (Key.Key_Return, Key.Key_Enter) and not held & Qt.KeyboardModifier.ControlModifier:
            self.host.entered(self)
        elif key in (Key.Key_Down, Key.Key_Up) and not held:
            self.host.advance(self, key == Key.Key_Down)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.host.focused(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.host.left(self)
