"""Which form is filled at which visit, as the definition says: a painted table whose head stays."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from crf.study.model import Event, Form, Study
from crf.text import say
from ui import marks, theme
from ui.widgets import Card, Scroll, column, elide

LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
MIDDLE = Qt.AlignmentFlag.AlignCenter
NAMES, WIDEST, HEAD, ROW = 210, 64, 32, 26


class PlanPart(QWidget):
    """The head of the table, or its rows: both share the columns."""

    def __init__(self, rows: bool):
        super().__init__()
        self.rows = rows
        self.forms: tuple[Form, ...] = ()
        self.events: tuple[Event, ...] = ()
        if not rows:
            self.setFixedHeight(HEAD)

    def show_study(self, study: Study) -> None:
        """Show another definition."""
        self.events, self.forms = study.events, study.forms
        if self.rows:
            self.setFixedHeight(ROW * len(self.forms) + 2)
        self.setAccessibleName(say("plan.name", forms=len(self.forms), events=len(self.events)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, self.height())

    @property
    def wide(self) -> float:
        """How wide a visit's column is."""
        return min(WIDEST, (self.width() - NAMES - 16) / max(1, len(self.events)))

    def left(self, column: int) -> float:
        """The left edge of a visit's column."""
        return NAMES + round(column * self.wide)

    def short(self, event: Event) -> str:
        """A visit's short name, of repeats the general one."""
        return event.short.replace("{n}", "n")

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos().x(), event.pos().y()), self)
            return True
        return super().event(event)

    def tip_at(self, x: float, y: float) -> str:
        """The form and visit at a point, in full."""
        at = int((x - NAMES) // self.wide) if x >= NAMES else -1
        visit = self.events[at].name.replace("{n}", "n") if 0 <= at < len(self.events) else ""
        row = int(y // ROW) if self.rows else -1
        form = self.forms[row] if 0 <= row < len(self.forms) else None
        if form is None:
            return visit
        if not visit:
            return form.name
        asked = "plan.asked" if form.id in self.events[at].forms else "plan.not_asked"
        return say(asked, form=form.name, visit=visit)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.rows:
            self._paint_rows(painter)
            return
        painter.setFont(theme.font(theme.NOTE, theme.STRONG))
        painter.setPen(theme.color("text"))
        for number, visit in enumerate(self.events):
            text = elide(self.short(visit), self.wide - 2, theme.NOTE, theme.STRONG)
            painter.drawText(QRectF(self.left(number), 0, self.wide, HEAD), MIDDLE, text)
        painter.fillRect(QRectF(0, HEAD - 1, self.width(), 1), theme.color("line"))

    def _paint_rows(self, painter: QPainter) -> None:
        for row, form in enumerate(self.forms):
            top = row * ROW
            if row:
                painter.fillRect(QRectF(16, top, self.width() - 32, 1), theme.color("hair"))
            painter.setFont(theme.font())
            painter.setPen(theme.color("text"))
            painter.drawText(QRectF(16, top, NAMES - 24, ROW), LEFT, elide(form.short or form.name, NAMES - 28))
            for number, visit in enumerate(self.events):
                if form.id in visit.forms:
                    marks.paint(painter, "yes", QPointF(self.left(number) + self.wide / 2, top + ROW / 2))


class Plan(Card):
    """The whole table; its rows scroll under the head, by the arrows too."""

    def __init__(self) -> None:
        super().__init__()
        self.head, self.rows = PlanPart(rows=False), PlanPart(rows=True)
        self.scroll = Scroll(self.rows)
        self.setLayout(column(self.head, self.scroll, margins=(1, 0, 1, 1)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", theme.RADIUS_CARD)

    def show_study(self, study: Study) -> None:
        """Show another definition."""
        for part in (self.head, self.rows):
            part.show_study(study)
        self.setAccessibleName(self.rows.accessibleName())
        self.setMaximumHeight(HEAD + self.rows.height() + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.scroll.verticalScrollBar()
        page = self.scroll.viewport().height()
        steps = {
            Qt.Key.Key_Down: ROW,
            Qt.Key.Key_Up: -ROW,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        if event.key() in steps:
            bar.setValue(bar.value() + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)
