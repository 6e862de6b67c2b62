"""The head of the subject page: number, facts and TLT clock in a band, and the line of tabs under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from attrs import frozen
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from crf.reading.views import Clock, SubjectPage
from ui import icons, marks, theme
from ui.pages.form_head import build_menu
from ui.widgets import Ground, elide, paint_pill, width_of

LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
MORE = ""  # the tab that holds the folded ones
CARET = 12


class HeadBand(Ground):
    """Who she is, where she stands today, and how far her TLT period has run.

    In a narrow window the clock has a line of its own under the facts.
    """

    HEIGHT, LINE = 84, 36
    GAP = 38

    def __init__(self) -> None:
        super().__init__("surface", "bottom")
        self.setFixedHeight(self.HEIGHT)
        self.page: SubjectPage | None = None
        self.below = False  # whether the clock stands under the facts

    def show_page(self, page: SubjectPage) -> None:
        """Show a subject."""
        self.page = page
        facts = [f"{fact.caption} {fact.value}" for fact in page.facts]
        clock = [page.clock.caption, page.clock.text] if page.clock else []
        self.setAccessibleName(", ".join([page.label, page.phase, page.detail, *facts, *clock]))
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def _fit(self) -> None:
        """The clock beside the facts where that holds it whole, else under them."""
        clock = self.page.clock if self.page else None
        self.below = False
        if self.page and clock:
            self.below = self._spots(self.page)[-1] + self._clock_wide(clock) > self.width() - 8
        self.setFixedHeight(self.HEIGHT + (self.LINE if self.below else 0))

    def _spots(self, page: SubjectPage) -> list[float]:
        """Where each fact begins, and what stands beside the last."""
        number = width_of(page.label, theme.NUMBER, theme.STRONG) + 8 + self._pill_wide(page)
        widths = [max(number, width_of(page.detail, theme.NOTE), 218)]
        for fact in page.facts:
            said = width_of(fact.value, theme.SECTION, theme.STRONG)
            widths.append(max(width_of(fact.caption, theme.NOTE), said, width_of(fact.note, theme.NOTE)))
        return [theme.PAD + one for one in accumulate(round(wide) + self.GAP for wide in widths)]

    def _pill_wide(self, page: SubjectPage) -> int:
        return round(width_of(page.phase, theme.NOTE, theme.MEDIUM) + 16)

    def _clock_wide(self, clock: Clock) -> float:
        said = width_of(clock.text, theme.SECTION, theme.STRONG)
        notes = (width_of(text, theme.NOTE) for text in (clock.caption, clock.note))
        return max(marks.clock_wide(clock.days) + 8 + said, *notes)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.page is None:
            return
        painter = QPainter(self)
        self._subject(painter, self.page, float(theme.PAD))
        *spots, last = self._spots(self.page)
        for fact, x in zip(self.page.facts, spots, strict=True):
            self._separator(painter, x - 16)
            self._column(painter, x, fact.caption, fact.value, fact.note)
        if self.page.clock and self.below:
            self._clock_line(painter, self.page.clock)
        elif self.page.clock:
            self._separator(painter, last - 16)
            self._clock(painter, last, self.page.clock)

    def _subject(self, painter: QPainter, page: SubjectPage, x: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        number = width_of(page.label, theme.NUMBER, theme.STRONG)
        self._say(painter, x, 14, 24, page.label, theme.NUMBER, theme.STRONG, "text", strike=bool(page.voided))
        pill = self._pill_wide(page)
        if page.phase:
            kind = "calm" if page.voided else "accent"
            paint_pill(painter, QRectF(round(x + number + 8), 16, pill, 20), page.phase, kind)
        self._say(painter, x, 46, 20, page.detail, theme.NOTE, theme.REGULAR, "muted")

    def _separator(self, painter: QPainter, x: float) -> None:
        painter.fillRect(QRectF(x, 16, 1, 52), theme.color("line"))

    def _column(self, painter: QPainter, x: float, caption: str, value: str, note: str) -> None:
        self._say(painter, x, 10, 20, caption, theme.NOTE, theme.REGULAR, "muted")
        self._say(painter, x, 30, 24, value, theme.SECTION, theme.STRONG, "text")
        self._say(painter, x, 54, 20, note, theme.NOTE, theme.REGULAR, "muted")

    def _clock(self, painter: QPainter, x: float, clock: Clock) -> None:
        self._say(painter, x, 10, 20, clock.caption, theme.NOTE, theme.REGULAR, "muted")
        wide = marks.paint_clock(painter, QPointF(x, 35), clock.day, clock.days)
        self._say(painter, x + wide + 8, 30, 24, clock.text, theme.SECTION, theme.STRONG, "text")
        self._say(painter, x, 54, 20, clock.note, theme.NOTE, theme.REGULAR, "muted")

    def _clock_line(self, painter: QPainter, clock: Clock) -> None:
        """The clock in one line: what it is, its ticks, how far it has run, its days."""
        x, y = float(theme.PAD), self.HEIGHT - 4
        self._say(painter, x, y, 24, clock.caption, theme.NOTE, theme.REGULAR, "muted")
        x += round(width_of(clock.caption, theme.NOTE)) + 12
        x += marks.paint_clock(painter, QPointF(x, y + 5), clock.day, clock.days, size=(4, 14)) + 8
        self._say(painter, x, y, 24, clock.text, theme.SECTION, theme.STRONG, "text")
        x += round(width_of(clock.text, theme.SECTION, theme.STRONG)) + 12
        note = elide(clock.note, self.width() - x - 8, theme.NOTE)
        self._say(painter, x, y, 24, note, theme.NOTE, theme.REGULAR, "muted")

    def _say(
        self,
        painter: QPainter,
        x: float,
        y: int,
        high: int,
        text: str,
        size: int,
        weight: int,
        color: str,
        strike: bool = False,
    ) -> None:
        painter.setFont(theme.font(size, weight, strike))
        painter.setPen(theme.color(color))
        painter.drawText(QRectF(x, y, max(0.0, self.width() - x - 8), high), LEFT, text)


@frozen
class Tab:
    """A tab: its id, its word and a count after it (-1: none); what is to be asked there, shown by a question mark."""

    id: str
    text: str
    count: int = -1
    asks: str = ""

    @property
    def figure(self) -> str:
        """What stands after its word."""
        return "" if self.count < 0 else f"{self.count} ?" if self.asks else str(self.count)

    @property
    def empty(self) -> bool:
        """Whether it counts something, and nothing is there and nothing asked."""
        return self.count == 0 and not self.asks

    @property
    def said(self) -> str:
        """It as a screen reader says it."""
        return " ".join(part for part in (self.text, str(self.count) if self.count >= 0 else "", self.asks) if part)


class Tabs(QWidget):
    """A line of words, the one in force underlined; arrow keys go along.

    Where one line doesn't hold them, the last of the empty ones are folded into a tab that opens a menu, if that has a
    name; what still doesn't fit begins a new line.
    """

    picked = Signal(str)
    GAP = 24

    def __init__(self, more: str = "") -> None:
        super().__init__()
        self.more = more
        self.tabs: tuple[Tab, ...] = ()
        self.shown: tuple[Tab, ...] = ()
        self.current = ""
        self.setFixedHeight(theme.FOOTER)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_tabs(self, tabs: tuple[Tab, ...], current: str) -> None:
        """Show the tabs with one in force."""
        self.tabs, self.current = tabs, current
        self.setAccessibleName(", ".join(tab.said for tab in tabs))
        self.setToolTip("\n".join(tab.asks for tab in tabs if tab.asks))
        self.updateGeometry()
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(self._long(self.tabs)) + 1, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def _fit(self) -> None:
        """Fold what has to be folded; as high as its lines are."""
        self.shown = self.tabs
        empty = [tab for tab in self.tabs if self.more and tab.empty and tab.id != self.current]
        kept = list(self.tabs)
        while empty and self._long(self.shown) > self.width():
            kept.remove(empty.pop())
            self.shown = (*kept, Tab(MORE, self.more))
        rects = self._rects()
        self.setFixedHeight(round(rects[-1].bottom()) if rects else theme.FOOTER)
        if self.current in [tab.id for tab in self.shown]:
            self.setProperty("ringed", self.rect_of(self.current).adjusted(-4, 6, 4, -6).toRect())

    def _long(self, tabs: Sequence[Tab]) -> float:
        """How long they are in one line."""
        return sum(self._widths(tabs)) + self.GAP * (len(tabs) - 1) if tabs else 0.0

    def _widths(self, tabs: Sequence[Tab]) -> Iterator[float]:
        for tab in tabs:
            wide = width_of(tab.text, theme.BODY, theme.STRONG if tab.id == self.current else theme.REGULAR)
            yield wide + (4 + CARET if tab.id == MORE else 7 + width_of(tab.figure) if tab.figure else 0)

    def _rects(self) -> list[QRectF]:
        x, y, out = 0.0, 0.0, []
        for wide in self._widths(self.shown):
            if x and x + wide > self.width():
                x, y = 0.0, y + theme.FOOTER
            out.append(QRectF(x, y, wide, theme.FOOTER))
            x += wide + self.GAP
        return out

    def rect_of(self, id: str) -> QRectF:
        """Where a tab is, to click on; of a folded one, where the tab that holds it is."""
        ids = [tab.id for tab in self.shown]
        return self._rects()[ids.index(id) if id in ids else -1]

    @property
    def folded(self) -> tuple[Tab, ...]:
        """The tabs in the menu."""
        return tuple(tab for tab in self.tabs if tab not in self.shown)

    def open_more(self) -> QMenu:
        """Open the menu of the folded tabs, under the tab that holds them."""
        entries = [("", tab.text, "", lambda id=tab.id: self.picked.emit(id)) for tab in self.folded]
        menu = build_menu(self, entries)
        menu.popup(self.mapToGlobal(self.rect_of(MORE).bottomLeft().toPoint()))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ids = [tab.id for tab in self.shown]
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        here = ids.index(self.current) if self.current in ids else 0
        if event.key() == Qt.Key.Key_Down and self.folded:
            self.open_more()
        elif step and 0 <= here + step < len(ids):
            self._pick(ids[here + step])
        elif not step:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for tab in self.shown:
            if self.rect_of(tab.id).adjusted(-8, 0, 8, 0).contains(event.position()):
                self._pick(tab.id)
                return

    def _pick(self, id: str) -> None:
        if id == MORE and self.folded:
            self.open_more()
        else:
            self.picked.emit(id)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for tab, rect in zip(self.shown, self._rects(), strict=True):
            on = tab.id == self.current
            painter.setFont(theme.font(theme.BODY, theme.STRONG if on else theme.REGULAR))
            painter.setPen(theme.color("text" if on else "muted"))
            painter.drawText(rect.adjusted(0, 0, 2, 0), LEFT, tab.text)
            if tab.figure:
                painter.setFont(theme.font())
                painter.setPen(theme.color("accent" if tab.asks else "muted"))
                flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
                painter.drawText(rect.adjusted(0, 0, 1, 0), flags, tab.figure)
            if tab.id == MORE:
                caret = QRectF(round(rect.right()) - CARET, round(rect.center().y()) - CARET / 2, CARET, CARET)
                icons.paint(painter, "caret-down", caret, "muted")
            if on:
                painter.fillRect(QRectF(rect.left(), rect.bottom() - 2, rect.width(), 2), theme.color("accent"))
