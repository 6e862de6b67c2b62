"""A list that opens under a control and takes its keys from it: choices, units, missing codes."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from ui import icons, theme
from ui.editors.base import Key

ROW = 28
MOST = 9


@frozen
class Entry:
    """One line of the list: the key that takes it (empty for none), its words, muted words beside them."""

    code: str
    text: str
    note: str = ""
    key: str = ""


def place_over(popup: QWidget, anchor: QWidget, box: QRect, wide: int, high: int) -> None:
    """Put a popup under a box of the anchor's, above it where there is no room, inside the window."""
    window = anchor.window()
    popup.setParent(window)
    corner = anchor.mapTo(window, box.bottomLeft())
    y = corner.y() + 5
    if y + high > window.height() - 4:
        y = max(4, anchor.mapTo(window, box.topLeft()).y() - high - 4)
    popup.setGeometry(min(corner.x(), max(4, window.width() - wide - 4)), y, wide, high)
    popup.raise_()
    popup.show()


class PopList(QWidget):
    """The open list; it never has the keyboard itself."""

    def __init__(self, chosen: Callable[[Entry], None]):
        super().__init__()
        self.entries: list[Entry] = []
        self.at = -1
        self.first = 0
        self.chosen = chosen
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)

    def open(self, anchor: QWidget, box: QRect, entries: list[Entry], at: int = -1) -> None:
        """Show entries under a box of the anchor's coordinates."""
        self.entries, self.at, self.first = entries, at, 0
        measure = QFontMetrics(theme.font(theme.BODY, theme.MEDIUM))
        widest = max((measure.horizontalAdvance(f"{entry.text} {entry.note}") for entry in entries), default=0)
        wide = min(max(box.width(), widest + 56), anchor.window().width() - 16)
        place_over(self, anchor, box, wide, min(len(entries), MOST) * ROW + 8)
        self._reveal()
        self.update()

    def _reveal(self) -> None:
        """Scroll so that the marked entry is seen."""
        if self.at >= 0:
            self.first = max(min(self.first, self.at), self.at - MOST + 1)
        self.first = max(0, min(self.first, len(self.entries) - MOST))

    def key(self, event: QKeyEvent) -> bool:
        """Whether the list took a key of the control it hangs on."""
        steps = {Key.Key_Down: 1, Key.Key_Up: -1, Key.Key_PageDown: MOST, Key.Key_PageUp: -MOST}
        key = event.key()
        if key in steps and self.entries:
            self.at = max(0, min(len(self.entries) - 1, self.at + steps[key]))
            self._reveal()
            self.update()
        elif key in (Key.Key_Return, Key.Key_Enter) and 0 <= self.at < len(self.entries):
            self.chosen(self.entries[self.at])
        elif event.text() and (entry := next((one for one in self.entries if one.key == event.text().upper()), None)):
            self.chosen(entry)
        else:
            return False
        return True

    def row(self, point: QPointF) -> int:
        """The entry under a point, -1 for none."""
        at = self.first + int((point.y() - 4) // ROW)
        return at if 0 <= at < len(self.entries) and point.y() >= 4 else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.at = self.row(event.position())
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (at := self.row(event.position())) >= 0:
            self.chosen(self.entries[at])

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.first -= round(event.angleDelta().y() / 40)
        self.first = max(0, min(self.first, len(self.entries) - MOST))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme.paint_box(painter, QRectF(self.rect()), "surface", "outline", theme.RADIUS_CARD)
        for at in range(self.first, min(self.first + MOST, len(self.entries))):
            self._paint_row(painter, self.entries[at], QRect(4, 4 + (at - self.first) * ROW, self.width() - 8, ROW), at)
        if len(self.entries) > MOST:
            self._paint_place(painter)
        painter.end()

    def _paint_row(self, painter: QPainter, entry: Entry, rect: QRect, at: int) -> None:
        on = at == self.at
        if on:
            theme.paint_box(painter, QRectF(rect), "accent ground", "", theme.RADIUS_INPUT)
        middle = Qt.AlignmentFlag.AlignVCenter
        x = rect.x() + 8
        if entry.key:
            painter.setFont(theme.font(theme.LABEL, theme.MEDIUM))
            painter.setPen(theme.color("muted"))
            painter.drawText(QRect(x, rect.y(), 20, rect.height()), middle, entry.key)
            x += 20
        painter.setFont(theme.font(theme.BODY, theme.MEDIUM))
        painter.setPen(theme.color("accent" if on else "text"))
        room = QRect(x, rect.y(), rect.right() - x - 8, rect.height())
        told = painter.fontMetrics().elidedText(entry.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle, told)
        if entry.note:
            after = room.adjusted(painter.fontMetrics().horizontalAdvance(told) + 8, 0, 0, 0)
            painter.setFont(theme.font(theme.NOTE))
            painter.setPen(theme.color("muted"))
            painter.drawText(
                after, middle, painter.fontMetrics().elidedText(entry.note, Qt.TextElideMode.ElideRight, after.width())
            )

    def _paint_place(self, painter: QPainter) -> None:
        """How far down the list one is."""
        track = self.height() - 16
        part = MOST / len(self.entries)
        top = 8 + track * self.first / len(self.entries)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("line"))
        painter.drawRoundedRect(QRectF(self.width() - 6, top, 3, track * part), 1.5, 1.5)


def paint_caret(painter: QPainter, box: QRect) -> None:
    """The small arrow at the right of a control that opens a list."""
    icons.paint(painter, "caret-down", QRectF(box.right() - 22, box.center().y() - 6, 13, 13), "muted")
