"""A scroll bar that keeps to itself: a thin rounded thumb, no arrows, no trough."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar, QStyle, QStyleOptionSlider

from ui import theme

WIDTH = 12


class ThinBar(QScrollBar):
    """An upright scroll bar of 12 px with a thumb of 6 px; it carries on the line under a table's head of `head` px."""

    def __init__(self, head: int = 0) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.head = head
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ScrollBarSlider
        thumb = self.style().subControlRect(QStyle.ComplexControl.CC_ScrollBar, option, part, self)
        box = QRectF(3, thumb.y() + 2, 6, max(16, thumb.height() - 4))
        hot = self.isSliderDown() or self.underMouse()
        painter = QPainter(self)
        if self.head:
            painter.fillRect(QRectF(0, self.head - 1, self.width(), 1), theme.color("line"))
        theme.paint_box(painter, box, "muted" if hot else "outline", "", 3)


def thin(area: QAbstractScrollArea, head: int = 0) -> None:
    """Give an area the thin bar."""
    area.setVerticalScrollBar(ThinBar(head))
