"""What a person chooses and scrolls with; apart from ui.controls, as Qt's styles take 5 ms the first window saves."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QComboBox, QScrollBar, QStyle, QStyleOptionSlider

from ui import icons, theme
from ui.controls import Pressable, paint_input


class Select(QComboBox):
    """A choice from a list in one line, with the look of an input."""

    def __init__(self, width: int = 0):
        super().__init__()
        self.fault = ""
        self.setFixedHeight(theme.CONTROL)
        self.setFont(theme.font(theme.BODY, theme.MEDIUM))
        if width:
            self.setFixedWidth(width)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_input(painter, QRectF(self.rect()), self.hasFocus(), not self.isEnabled(), self.fault)
        painter.setFont(self.font())
        blank = self.currentIndex() < 0
        painter.setPen(theme.color("muted" if blank or not self.isEnabled() else "text"))
        text = self.placeholderText() if blank else self.currentText()
        text = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self.width() - 38)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(10, 0, self.width() - 36, self.height()), middle, text)
        icons.paint(painter, "caret-down", QRectF(self.width() - 24, (self.height() - 12) / 2, 12, 12), "muted")


class Check(Pressable):
    """A box to tick, with its words."""

    def __init__(self, text: str):
        super().__init__(text)
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        return QSize(round(self._width(self.text(), theme.BODY, theme.REGULAR) + 28), theme.CONTROL)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(0, (self.height() - 16) / 2, 16, 16)
        on = self.isChecked()
        theme.paint_box(painter, box, "accent" if on else "surface", "accent" if on else "outline", 3)
        if on:
            painter.setPen(QPen(theme.color("on accent"), 2))
            corner = box.topLeft()
            painter.drawPolyline([corner + QPointF(4, 8), corner + QPointF(7, 11), corner + QPointF(12, 5)])
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font())
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(24, 0, self.width(), self.height()), middle, self.text())


class SlimBar(QScrollBar):
    """A scroll bar that is only its handle."""

    WIDE = 10

    def sizeHint(self) -> QSize:
        return QSize(self.WIDE, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ScrollBarSlider
        handle = self.style().subControlRect(QStyle.ComplexControl.CC_ScrollBar, option, part, self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("outline"))
        box = QRectF((self.width() - 5) / 2, handle.y() + 2, 5, handle.height() - 4)
        painter.drawRoundedRect(box, 2.5, 2.5)
