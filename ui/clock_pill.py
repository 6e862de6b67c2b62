"""The bar's reminder of the report that is due first: how much time is left, in red once it is overdue."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from crf.reading.clocks import ClockLine
from crf.text import say
from ui import icons, theme
from ui.controls import Pressable
from ui.widgets import width_of

LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
ICON, EDGE, HIGH = 24, 10, 28


class ClockPill(Pressable):
    """Pressed it leads to the report. It is there as long as one isn't marked as sent."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[ClockLine, ...] = ()
        self.short = False
        self.hide()

    def show_clocks(self, lines: Sequence[ClockLine]) -> None:
        """Show the first of the clocks and how many more there are; nothing where there is none."""
        self.lines = tuple(lines)
        self.setVisible(bool(lines))
        if lines:
            self.setText(self._text(self.short))
            more = [say("clocks.more", n=len(lines) - 1)] if len(lines) > 1 else []
            self.setToolTip("\n".join([lines[0].text, *(line.pill for line in lines[1:6]), say("clocks.key")]))
            self.setAccessibleName(" ".join([lines[0].text, *more]))
        self.updateGeometry()
        self.update()

    def _text(self, short: bool) -> str:
        first = self.lines[0]
        more = [f"+{len(self.lines) - 1}"] if len(self.lines) > 1 else []
        return "  ".join([f"{first.short} {first.left}" if short else first.pill, *more])

    def wide(self, short: bool = False) -> int:
        """How many px it takes with all its words, or without the subject's number."""
        return round(ICON + width_of(self._text(short), theme.NOTE, theme.STRONG) + EDGE) if self.lines else 0

    def fit(self, short: bool) -> None:
        """Show all its words, or fewer."""
        self.short = short
        if self.lines:
            self.setText(self._text(short))

    def sizeHint(self) -> QSize:
        return QSize(self.wide(self.short), HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = "red" if self.lines and self.lines[0].overdue else "amber"
        ground = "sunken" if self.underMouse() or self.isDown() else f"{ink} ground"
        theme.paint_box(painter, QRectF(self.rect()), ground, f"{ink} edge", theme.RADIUS_PILL)
        icons.paint(painter, "clock", QRectF(7, (self.height() - 14) / 2, 14, 14), ink)
        painter.setFont(theme.font(theme.NOTE, theme.STRONG))
        painter.setPen(theme.color(ink))
        painter.drawText(QRectF(ICON, 0, self.width(), self.height()), LEFT, self.text())
