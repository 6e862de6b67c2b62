"""The field of a CTCAE term: shows term, grade and class; Enter, Space or a click opens the picker."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crf.ctcae import term_of
from crf.forms.layout import Field
from crf.forms.values import coded_in
from crf.text import say
from ui import icons, marks, theme
from ui.editors import base

HEIGHT = 48


def told(field: Field) -> tuple[str, str]:
    """A term and its class by the code that stands in a field; empty where it has none."""
    term = term_of(field.raw, coded_in(field.answer))
    return (term.term, term.soc) if term else (field.text, "")


class TermEditor(QWidget):
    """A box that holds one term of the dictionary; typing a letter begins the search with it."""

    boxed = True

    def __init__(self, field: Field, host: base.Host, parent: QWidget):
        super().__init__(parent)
        self.host = host
        self.grade = 0
        self.first_letter = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(base.spoken(field))
        self._take(field)

    @property
    def where(self) -> tuple[int, str]:
        """Line and item it edits."""
        return self.field.line, self.field.item

    def _take(self, field: Field) -> None:
        self.field = field
        self.name, self.soc = told(field) if field.raw else ("", "")

    def show_field(self, field: Field, force: bool = False) -> None:
        """Bring the box to the state of its field."""
        self._take(field)
        self.update()

    def show_grade(self, grade: int) -> None:
        """The highest grade of the event, 0 for none yet."""
        if grade != self.grade:
            self.grade = grade
            self.update()

    def value_words(self) -> str:
        """The term and its class."""
        return f"{self.name}, {self.soc}" if self.name else say("form.blank")

    def text(self) -> str:
        """The term shown."""
        return self.name

    def set_missing(self, code: str) -> None:
        """Answer with a missing code."""
        self.host.changed(self, "", missing=code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == base.Key.Key_Space or (
            event.key() in (base.Key.Key_Return, base.Key.Key_Enter) and not self.field.raw and not event.modifiers()
        ):
            self.host.pick(self)
        elif base.common_key(self.host, self, event):
            return
        elif event.key() in (base.Key.Key_Backspace, base.Key.Key_Delete):
            self.host.changed(self, "")
        elif base.plain(event) and event.text().isalpha():
            self.first_letter = event.text()
            self.host.pick(self)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.host.pick(self)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.host.focused(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.host.left(self)

    def ring(self) -> QRect:
        """What the focus ring goes round, in the sheet's coordinates."""
        return self.host.box(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = Qt.AlignmentFlag.AlignVCenter
        left, wide = 10, self.width() - 40
        icons.paint(painter, "magnifying-glass", QRectF(self.width() - 28, self.height() / 2 - 8, 16, 16), "muted")
        if not self.name:
            painter.setFont(theme.font())
            painter.setPen(theme.color("muted"))
            if not self.field.answer.missing:
                painter.drawText(QRect(left, 0, wide, self.height()), middle, say("form.term.find"))
            painter.end()
            return
        if self.grade:
            marks.paint_grade(painter, self.grade, QRectF(left, self.height() / 2 - 12, 24, 24))
            left, wide = left + 34, wide - 34
        self._line(painter, QRect(left, 5, wide, 20), self.name, theme.BODY, theme.MEDIUM, "text")
        self._line(painter, QRect(left, 24, wide, 18), self.soc, theme.NOTE, theme.REGULAR, "muted")
        painter.end()

    def _line(self, painter: QPainter, rect: QRect, text: str, size: int, weight: int, colour: str) -> None:
        face = theme.font(size, weight)
        painter.setFont(face)
        painter.setPen(theme.color(colour))
        kept = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, kept)
