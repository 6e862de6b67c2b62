"""The calendar that opens under a date: a month at a time, arrows by day and week, Page keys by month, Enter takes."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crf.clinical.dates import MONTHS, add_months
from crf.text import say
from ui import icons, theme
from ui.editors.base import Key
from ui.editors.popup import place_over

CELL, ROW = 32, 28
TOP = 36
STEPS = {Key.Key_Left: -1, Key.Key_Right: 1, Key.Key_Up: -7, Key.Key_Down: 7}
MONTH_STEPS = {Key.Key_PageUp: -1, Key.Key_PageDown: 1}


class Calendar(QWidget):
    """The open month; it never has the keyboard itself."""

    def __init__(self, chosen: Callable[[date], None], day: date, today: date):
        super().__init__()
        self.chosen, self.day, self.today = chosen, day, today
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.over: date | None = None

    def open(self, anchor: QWidget, box: QRect) -> None:
        """Show the month under a box of the anchor's coordinates."""
        place_over(self, anchor, box, 7 * CELL + 16, TOP + ROW + 6 * ROW + 12)

    def weeks(self) -> list[list[date]]:
        """The weeks of the month, Monday first."""
        return calendar.Calendar(0).monthdatescalendar(self.day.year, self.day.month)

    def show_day(self, day: date) -> None:
        """Mark another day."""
        self.day = day
        self.update()

    def key(self, event: QKeyEvent) -> bool:
        """Whether the calendar took a key of the field it hangs on."""
        key = event.key()
        if key in STEPS:
            self.show_day(self.day + timedelta(days=STEPS[key]))
        elif key in MONTH_STEPS:
            self.show_day(add_months(self.day, MONTH_STEPS[key]))
        elif key in (Key.Key_Return, Key.Key_Enter):
            self.chosen(self.day)
        elif event.text().lower() == "t":
            self.chosen(self.today)
        else:
            return False
        return True

    def at(self, point: QPoint) -> date | None:
        """The day under a point."""
        column, row = (point.x() - 8) // CELL, (point.y() - TOP - ROW) // ROW
        weeks = self.weeks()
        return weeks[row][column] if 0 <= column < 7 and 0 <= row < len(weeks) else None

    def arrows(self) -> tuple[QRect, QRect]:
        """The arrows to the month before and after."""
        return QRect(8, 6, 28, 28), QRect(self.width() - 36, 6, 28, 28)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.over = self.at(event.position().toPoint())
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        before, after = self.arrows()
        if before.contains(point):
            self.show_day(add_months(self.day, -1))
        elif after.contains(point):
            self.show_day(add_months(self.day, 1))
        elif day := self.at(point):
            self.chosen(day)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme.paint_box(painter, QRectF(self.rect()), "surface", "outline", theme.RADIUS_CARD)
        for name, box in zip(("caret-left", "caret-right"), self.arrows(), strict=True):
            icons.paint(painter, name, QRectF(box).adjusted(7, 7, -7, -7), "muted")
        painter.setFont(theme.font(theme.BODY, theme.STRONG))
        painter.setPen(theme.color("text"))
        title = f"{MONTHS[self.day.month - 1]} {self.day.year}"
        painter.drawText(QRect(0, 6, self.width(), 28), Qt.AlignmentFlag.AlignCenter, title)
        painter.setFont(theme.font(theme.NOTE))
        painter.setPen(theme.color("muted"))
        for column, name in enumerate(say("form.calendar.days").split()):
            painter.drawText(self._cell(column, -1), Qt.AlignmentFlag.AlignCenter, name)
        for row, week in enumerate(self.weeks()):
            for column, day in enumerate(week):
                self._paint_day(painter, day, self._cell(column, row))
        painter.end()

    def _cell(self, column: int, row: int) -> QRect:
        return QRect(8 + column * CELL, TOP + ROW + row * ROW, CELL, ROW)

    def _paint_day(self, painter: QPainter, day: date, cell: QRect) -> None:
        box = QRectF(cell).adjusted(2, 1, -2, -1)
        if day == self.day:
            theme.paint_box(painter, box, "accent", "", theme.RADIUS_INPUT)
        elif day in (self.over, self.today):
            fill, edge = ("accent ground" if day == self.over else "", "accent" if day == self.today else "")
            theme.paint_box(painter, box, fill, edge, theme.RADIUS_INPUT)
        inside = day.month == self.day.month
        painter.setFont(theme.font(theme.BODY, theme.MEDIUM if inside else theme.REGULAR))
        painter.setPen(theme.color("on accent" if day == self.day else "text" if inside else "muted"))
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, str(day.day))
