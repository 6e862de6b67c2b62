"""Doses above and events below one axis of protocol days; the lanes of the events scroll under the axis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from crf.forms.timeline import Drawn, Timeline, along, drawn
from crf.text import say
from ui import theme
from ui.choosers import SlimBar
from ui.pages.events_cells import put
from ui.pages.events_words import EventRow
from ui.widgets import width_of

NAMES, RIGHT, EDGE, LEAST = 132, 24, 15, 16.0
MIDDLE = Qt.AlignmentFlag.AlignCenter


@frozen
class Pitch:
    """Heights in px: head, a dose lane, the axis, an event lane, a bar, the foot."""

    head: float
    dose: float
    axis: float
    lane: float
    bar: float
    foot: float

    def fixed(self, doses: int) -> float:
        """What stands above the event lanes."""
        return self.head + doses * self.dose + self.axis

    def total(self, doses: int, lanes: int) -> float:
        """The whole height."""
        return self.fixed(doses) + lanes * self.lane + self.foot


ROOMY = Pitch(42, 20, 38, 24, 16, 14)
TIGHT = Pitch(37, 15, 28, 19, 14, 4)


def pitch(height: float, doses: int, lanes: int) -> Pitch:
    """The roomiest heights that fit; the tightest where the lanes have to scroll."""
    roomy, tight = ROOMY.total(doses, lanes), TIGHT.total(doses, lanes)
    share = 1.0 if roomy <= height else max(0.0, (height - tight) / (roomy - tight))
    pairs = zip(_parts(TIGHT), _parts(ROOMY), strict=True)
    return Pitch(*(low + (high - low) * share for low, high in pairs))


def _parts(one: Pitch) -> tuple[float, ...]:
    return one.head, one.dose, one.axis, one.lane, one.bar, one.foot


def shorten(text: str, width: float, weight: int) -> str:
    """A name cut between words where it is too wide; put() cuts what still is."""
    words = text.split()
    while len(words) > 1 and width_of(" ".join(words) + "…", theme.NOTE, weight) > width:
        words.pop()
    kept = " ".join(words)
    if kept == text or width_of(text, theme.NOTE, weight) <= width:
        return text
    return kept.rstrip(",;") + "…"


class TimeView(QAbstractScrollArea):
    """The timeline; a click on an event's lane emits its row."""

    clicked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[EventRow, ...] = ()
        self.time: Timeline | None = None
        self.chosen = -1
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setVerticalScrollBar(SlimBar())
        self.setAccessibleName(say("events.by_day"))

    def show_time(self, rows: tuple[EventRow, ...], time: Timeline | None) -> None:
        """Show other events and doses."""
        self.rows, self.time = rows, time
        self._range()
        self.viewport().update()

    def choose(self, row: int) -> None:
        """Mark a row's bar and bring its lane into sight."""
        self.chosen = row
        at, bar = self.pitch, self.verticalScrollBar()
        room = self.viewport().height() - at.fixed(self._doses) - at.foot
        top = row * at.lane
        if top < bar.value():
            bar.setValue(round(top))
        elif top + at.lane > bar.value() + room:
            bar.setValue(round(top + at.lane - room + 0.5))
        self.viewport().update()

    @property
    def _doses(self) -> int:
        return len(self.time.lanes) if self.time else 0

    @property
    def pitch(self) -> Pitch:
        """The heights in force."""
        return pitch(self.viewport().height(), self._doses, len(self.rows))

    def natural_height(self) -> int:
        """The height in px at which it is roomy and nothing scrolls."""
        return round(ROOMY.total(self._doses, len(self.rows)))

    def least_height(self) -> int:
        """The height in px at which up to five events still stand without scrolling."""
        return round(TIGHT.total(self._doses, min(len(self.rows), 5)))

    def _range(self) -> None:
        at = self.pitch
        over = at.total(self._doses, len(self.rows)) - self.viewport().height()
        self.verticalScrollBar().setRange(0, max(0, round(over)))
        self.verticalScrollBar().setPageStep(max(1, round(self.viewport().height() - at.fixed(self._doses))))
        self.verticalScrollBar().setSingleStep(round(at.lane))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._range()

    # the scale

    def x(self, day: float) -> float:
        """Where a day of the gapless scale lies."""
        assert self.time is not None
        first, last = self.time.ends
        wide = self.viewport().width() - NAMES - RIGHT - EDGE
        return NAMES + 9 + (day - first + 0.5) * wide / max(last - first + 1, 14)

    # events and their bars

    def bars(self) -> Iterator[tuple[int, Drawn]]:
        """Each bar with the row it stands in."""
        assert self.time is not None
        numbers = {row.line.number: index for index, row in enumerate(self.rows)}
        for bar in drawn(self.time, frozenset(numbers)):
            yield numbers[bar.number], bar

    def box(self, row: int, first: int, last: int) -> QRectF:
        """Where a bar lies in the viewport."""
        at = self.pitch
        top = at.fixed(self._doses) + row * at.lane + (at.lane - at.bar) / 2 - self.verticalScrollBar().value()
        left, right = self.x(first - 0.5), self.x(last + 0.5)
        return QRectF(round(left), round(top), max(LEAST, round(right - left) - 1), round(at.bar))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row(event.position())
        if row is not None:
            self.clicked.emit(row)

    def _row(self, at: QPointF) -> int | None:
        sizes = self.pitch
        top = at.y() - sizes.fixed(self._doses)
        row = int((top + self.verticalScrollBar().value()) // sizes.lane)
        return row if top >= 0 and row < len(self.rows) else None

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self.time:
            QToolTip.showText(event.globalPos(), self.tip(QPointF(event.pos())), self)
            return True
        return super().viewportEvent(event)

    def tip(self, at: QPointF) -> str:
        """What lies under a point: a dose or an event."""
        assert self.time is not None
        row = self._row(at)
        if row is not None:
            line = self.rows[row].line
            return f"{line.number}  {line.term or line.verbatim}"
        lane = int((at.y() - self.pitch.head) // self.pitch.dose)
        for mark in self.time.doses:
            if abs(self.x(along(mark.day)) - at.x()) <= 7 and 0 <= lane < self._doses:
                code, name = self.time.lanes[lane]
                if code == mark.treatment:
                    return f"{name}, D{mark.day}: {mark.text}"
        return ""

    # drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.time is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        at = self.pitch
        self._period(painter, at)
        self._lanes(painter, at)
        self._doses_marks(painter, at)
        self._axis(painter, at)
        blocked = self._today(painter, at)
        painter.save()
        fixed = at.fixed(self._doses)
        painter.setClipRect(QRectF(0, fixed, self.viewport().width(), self.viewport().height() - fixed - 2))
        self._events(painter, at)
        painter.restore()
        self._head(painter, at, blocked)

    def _period(self, painter: QPainter, at: Pitch) -> None:
        """The TLT period as a band behind everything."""
        if self.time.tlt:
            left, right = (self.x(along(day) + half) for day, half in zip(self.time.tlt, (-0.5, 0.5), strict=True))
            high = self.viewport().height() - at.head - 6
            painter.fillRect(QRectF(round(left), at.head - 6, round(right - left), high), theme.color("sunken"))
            painter.fillRect(QRectF(round(left), at.head - 9, round(right - left), 2), theme.color("muted"))

    def _lanes(self, painter: QPainter, at: Pitch) -> None:
        right = self.viewport().width() - RIGHT
        for number, (_, name) in enumerate(self.time.lanes):
            middle = at.head + (number + 0.5) * at.dose
            put(painter, QRectF(EDGE, middle - 10, NAMES - EDGE - 8, 20), name, theme.NOTE, ink="muted")
            painter.fillRect(QRectF(NAMES, round(middle), right - NAMES, 1), theme.color("hair"))

    def _doses_marks(self, painter: QPainter, at: Pitch) -> None:
        order = {code: number for number, (code, _) in enumerate(self.time.lanes)}
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("text"))
        for mark in self.time.doses:
            if mark.treatment in order:
                x, y = self.x(along(mark.day)), round(at.head + (order[mark.treatment] + 0.5) * at.dose) + 0.5
                corners = ((0, -5.5), (5.5, 0), (0, 5.5), (-5.5, 0))
                painter.drawPolygon(QPolygonF([QPointF(x + a, y + b) for a, b in corners]))

    def _axis(self, painter: QPainter, at: Pitch) -> None:
        y = round(at.head + self._doses * at.dose + (at.axis - 28) / 2)
        line = theme.color("outline")
        painter.fillRect(QRectF(NAMES, y, self.viewport().width() - RIGHT - NAMES, 1), line)
        taken = -1e9
        for day, text in self.time.named:
            x, wide = self.x(along(day)), width_of(text, theme.NOTE)
            painter.fillRect(QRectF(round(x), y, 1, 4), line)
            if x - wide / 2 > taken:
                put(painter, QRectF(x - 30, y + 4, 60, 20), text, theme.NOTE, ink="muted", side=MIDDLE)
                taken = x + wide / 2 + 6

    def _events(self, painter: QPainter, at: Pitch) -> None:
        right = self.viewport().width() - RIGHT
        top, shift = at.fixed(self._doses), self.verticalScrollBar().value()
        first = max(0, int(shift // at.lane))
        last = min(len(self.rows), int((shift + self.viewport().height() - top) // at.lane) + 1)
        for row in range(first, last):
            line = self.rows[row].line
            middle = top + (row + 0.5) * at.lane - shift
            painter.fillRect(QRectF(NAMES, round(middle), right - NAMES, 1), theme.color("hair"))
            weight = theme.STRONG if row == self.chosen else theme.REGULAR
            name = QRectF(EDGE, middle - 10, NAMES - EDGE - 10, 20)
            ink = "muted" if line.void else "text"
            text = shorten(line.term or line.verbatim, name.width(), weight)
            put(painter, name, text, theme.NOTE, weight, ink, strike=bool(line.void))
        self._bars(painter, first, last)

    def _bars(self, painter: QPainter, first: int, last: int) -> None:
        chosen, taken = QRectF(), dict[int, float]()
        for row, bar in self.bars():
            if not first <= row < last:
                continue
            box = self.box(row, bar.first, bar.last)
            # A short grade is drawn wider than it was, so that its figure shows: the next one begins where it ends.
            box.setLeft(max(box.left(), taken.get(row, 0.0)))
            box.setRight(max(box.right(), box.left() + LEAST))
            taken[row] = box.right() + 1
            self._bar(painter, box, row, bar)
            if bar.goes_on:
                self._goes_on(painter, box)
            if row == self.chosen:
                chosen = chosen.united(box) if not chosen.isNull() else box
        if not chosen.isNull():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(chosen.adjusted(-1, -1, 1, 1), 4, 4)

    def _bar(self, painter: QPainter, box: QRectF, row: int, bar: Drawn) -> None:
        """A bar with its grade; the days it may not have had are hatched and pale."""
        if self.rows[row].line.void:
            painter.setOpacity(0.35)
        fill, edge, figure = f"grade {bar.grade}", "grade edge" if bar.grade == 1 else "", f"grade {bar.grade} figure"
        if bar.sure != (bar.first, bar.last):
            theme.paint_box(painter, box, "surface", fill if bar.grade > 1 else "grade edge", 3)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(theme.color(fill if bar.grade > 1 else "grade edge"), Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(box, 3, 3)
            middle = QRectF(box.center().x() - LEAST / 2, box.y(), LEAST, box.height())
            box = self.box(row, *bar.sure) if bar.sure else middle
        theme.paint_box(painter, box, fill, edge, 3)
        put(painter, box, str(bar.grade), theme.LABEL, theme.STRONG, figure, MIDDLE)
        painter.setOpacity(1)

    def _goes_on(self, painter: QPainter, box: QRectF) -> None:
        path = QPainterPath(QPointF(box.right() + 3.5, box.center().y() - 3.5))
        path.lineTo(box.right() + 7, box.center().y())
        path.lineTo(box.right() + 3.5, box.center().y() + 3.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("muted"), 1.2))
        painter.drawPath(path)

    def _head(self, painter: QPainter, at: Pitch, blocked: QRectF | None) -> None:
        """Caption, the period's words over its band, and today's line; words that would meet give way."""
        caption, aside = say("events.by_day"), say("events.doses_above")
        wide = width_of(caption, theme.BODY, theme.STRONG)
        y = (at.head - 9) / 2 - 10
        put(painter, QRectF(EDGE, y, wide + 2, 20), caption, weight=theme.STRONG)
        taken = EDGE + wide + 8
        period = self._period_box(y, taken, blocked)
        if period is not None:
            put(painter, period, self.time.tlt_text, theme.NOTE, ink="muted", side=MIDDLE)
        ends = [box.left() for box in (period, blocked) if box is not None]
        if taken + width_of(aside, theme.NOTE) + 12 <= min(ends, default=self.viewport().width()):
            put(painter, QRectF(taken, y, 300, 20), aside, theme.NOTE, ink="muted")

    def _today(self, painter: QPainter, at: Pitch) -> QRectF | None:
        if self.time.today is None:
            return None
        words = say("events.today.far" if self.time.far else "events.today")
        x = round(self.x(self.time.now)) + 0.5
        pen = QPen(theme.color("accent"), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawLine(QPointF(x, at.head - 8), QPointF(x, self.viewport().height() - max(4, at.foot - 2)))
        wide = width_of(words, theme.NOTE, theme.STRONG)
        left = min(x - wide / 2, self.viewport().width() - 8 - wide)
        box = QRectF(left, at.head - 30, wide + 1, 20)
        put(painter, box, words, theme.NOTE, theme.STRONG, "accent")
        return box

    def _period_box(self, y: float, taken: float, blocked: QRectF | None) -> QRectF | None:
        """Where the words of the period stand: at its right end, beside what is in the way, else nowhere."""
        if self.time.tlt is None or not self.time.tlt_text:
            return None
        wide = width_of(self.time.tlt_text, theme.NOTE) + 2
        right = self.x(along(self.time.tlt[1]) + 0.5) - 4
        places: Sequence[float] = (max(right - wide, taken + 8),)
        if blocked is not None:
            places = (*places, blocked.left() - 12 - wide, blocked.right() + 12)
        for left in places:
            box = QRectF(left, y, wide, 20)
            free = blocked is None or not box.adjusted(-8, -20, 8, 20).intersects(blocked)
            if left >= taken + 8 and box.right() <= self.viewport().width() - 8 and free:
                return box
        return None
