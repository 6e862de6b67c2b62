"""The search field of the bar and the list under it: subjects, forms and answers while one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from crf.text import say
from ui import icons, theme
from ui.controls import Input, paint_input
from ui.widgets import cap_width, elide, paint_cap

if TYPE_CHECKING:
    from crf.reading.views import SearchHit

LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
KEY = "Ctrl K"
NARROW = 200  # px from which on the key and all words have room
ROW = 44
MOST = 8
PAUSE = 60  # ms after the last key before the file is asked


class SearchField(Input):
    """The field; `finder` answers a text with hits, `chosen` says which was taken."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__("", weight=theme.REGULAR)
        self.setMinimumHeight(32)
        self.setMaximumHeight(32)
        self.narrow = False
        self._fit()
        self.setAccessibleName(say("search.find"))
        self.finder: Callable[[str], Sequence[SearchHit]] | None = None
        self.hits = Hits(self)
        self.hits.chosen.connect(self._take)
        self.wait = QTimer(self, singleShot=True, interval=PAUSE)
        self.wait.timeout.connect(self._look)
        self.textEdited.connect(lambda: self.wait.start())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Beside a clock in a narrow window there is room for what is typed, none for the key and many words."""
        self.narrow = self.width() < NARROW
        self.setTextMargins(30, 0, 8 if self.narrow else 60, 0)
        self.setPlaceholderText(say("search.short" if self.narrow else "search.find"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_input(painter, QRectF(self.rect()), self.hasFocus())
        painter.end()
        QLineEdit.paintEvent(self, event)
        painter = QPainter(self)
        icons.paint(painter, "magnifying-glass", QRectF(11, 9, 14, 14), "muted")
        if not self.narrow:
            wide = cap_width(KEY)
            paint_cap(painter, QRectF(self.width() - wide - 14, 6, wide, 20), KEY)

    def _look(self) -> None:
        text = self.text().strip()
        if text and self.finder:
            self.hits.show_hits(list(self.finder(text))[:MOST], text)
        else:
            self.hits.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.hits.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.wait.isActive() or not self.hits.isVisible():
                self.wait.stop()
                self._look()
            self.hits.take()
        elif key == Qt.Key.Key_Escape:
            self.clear()
            self.hits.hide()
        else:
            super().keyPressEvent(event)

    def _take(self, hit: SearchHit) -> None:
        self.clear()
        self.hits.hide()
        self.chosen.emit(hit)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.hits.hide()


class Hits(QWidget):
    """What was found, under the field; it never takes the keyboard."""

    chosen = Signal(object)

    def __init__(self, field: SearchField):
        super().__init__(field.window())
        self.field = field
        self.found: list[SearchHit] = []
        self.text = ""
        self.current = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.hide()
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ParentChange and self.field.window() is not self.field:
            self.setParent(self.field.window())
        return False

    def show_hits(self, found: list[SearchHit], text: str) -> None:
        """Show hits, the first of them ready to take; say so where there are none."""
        self.found, self.text, self.current = found, text, 0
        window = self.field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        corner = self.field.mapTo(window, QPoint(0, self.field.height() + 4))
        wide = max(self.field.width(), 440)
        self.setGeometry(corner.x(), corner.y(), wide, 8 + ROW * max(1, len(found)))
        self.field.setAccessibleDescription(found[0].title if found else say("search.nothing", text=text))
        self.raise_()
        self.show()
        self.update()

    def step(self, by: int) -> None:
        """Go to the next or previous hit."""
        if self.found:
            self.current = (self.current + by) % len(self.found)
            self.field.setAccessibleDescription(self.found[self.current].title)
            self.update()

    def take(self) -> None:
        """Take the hit in focus."""
        if self.isVisible() and self.found:
            self.chosen.emit(self.found[self.current])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = int((event.position().y() - 4) // ROW)
        if 0 <= row < len(self.found):
            self.current = row
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouseMoveEvent(event)
        self.take()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme.paint_box(painter, QRectF(self.rect()), "surface", "outline", theme.RADIUS_CARD)
        if not self.found:
            painter.setFont(theme.font())
            painter.setPen(theme.color("muted"))
            painter.drawText(QRectF(16, 4, self.width() - 32, ROW), LEFT, say("search.nothing", text=self.text))
        for index, hit in enumerate(self.found):
            row = QRectF(4, 4 + index * ROW, self.width() - 8, ROW)
            if index == self.current:
                theme.paint_box(painter, row, "accent ground", "", theme.RADIUS_INPUT)
            icon = "user" if hit.place is None else "file-text"
            icons.paint(painter, icon, QRectF(row.x() + 10, row.y() + 14, 16, 16), "muted")
            for y, text, size, weight, color in (
                (3 if hit.detail else 12, hit.title, theme.BODY, theme.MEDIUM, "text"),
                (22, hit.detail, theme.NOTE, theme.REGULAR, "muted"),
            ):
                painter.setFont(theme.font(size, weight))
                painter.setPen(theme.color(color))
                box = QRectF(row.x() + 36, row.y() + y, row.width() - 48, 20)
                painter.drawText(box, LEFT, elide(text, box.width(), size, weight))
