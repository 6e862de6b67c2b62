"""The two readings of a number or date that could mean either: keys 1 and 2, arrows with Enter, or a click."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crf.forms.dates import show_iso
from crf.forms.layout import Field
from crf.forms.numbers import show_number
from crf.text import say, unit_words
from ui import theme
from ui.editors import base
from ui.editors.choice import metrics

GAP = 8
CAP = 18


class ReadingsEditor(QWidget):
    """One pill for each reading, under the field that was typed."""

    boxed = False

    def __init__(self, field: Field, host: base.Host, parent: QWidget):
        super().__init__(parent)
        self.host, self.at = host, 0
        self.setProperty("ring", -1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_field(field)

    @property
    def where(self) -> tuple[int, str]:
        """Line and item it decides."""
        return self.field.line, self.field.item

    def show_field(self, field: Field, force: bool = False) -> None:
        """Offer the readings of a field's draft."""
        self.field = field
        self.readings = field.draft.readings if field.draft else ()
        told = [f"{n}: {self.words(n - 1)}" for n in range(1, len(self.readings) + 1)]
        self.setAccessibleName(say("form.readings.spoken", question=field.question, readings=", ".join(told)))
        self.at = 0
        self.update()

    def text(self) -> str:
        """Nothing is typed here."""
        return ""

    def words(self, at: int) -> str:
        """What a pill says."""
        tell = show_iso if self.field.kind in ("date", "datetime") else show_number
        reading = self.readings[at]
        # A number that was typed with its unit names it already.
        return unit_words(reading if " " in reading else f"{tell(reading)} {self.field.unit}".strip())

    def rects(self) -> list[QRect]:
        """Where the pills stand."""
        x, out = 0, []
        for at in range(len(self.readings)):
            wide = round(metrics().horizontalAdvance(self.words(at))) + CAP + 24
            out.append(QRect(x, 0, wide, theme.CONTROL))
            x += wide + GAP
        return out

    def take(self, at: int) -> None:
        """The person means this one."""
        if at < len(self.readings):
            self.host.decide(self, self.readings[at])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if event.text() in ("1", "2") and base.plain(event):
            self.take(int(event.text()) - 1)
        elif key in (base.Key.Key_Left, base.Key.Key_Up, base.Key.Key_Right, base.Key.Key_Down):
            self.at = (self.at + 1) % max(1, len(self.readings))
            self.host.repaint_box(self)
        elif key in (base.Key.Key_Return, base.Key.Key_Enter, base.Key.Key_Space):
            self.take(self.at)
        elif not base.common_key(self.host, self, event):
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        for at, rect in enumerate(self.rects()):
            if rect.contains(point):
                self.take(at)
                return

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.host.focused(self)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.host.left(self)
        self.update()

    def ring(self) -> QRect:
        """What the focus ring goes round, in the sheet's coordinates."""
        rects = self.rects()
        return (rects[self.at] if rects else self.rect()).translated(self.pos())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = Qt.AlignmentFlag.AlignVCenter
        for at, rect in enumerate(self.rects()):
            theme.paint_box(painter, QRectF(rect), "surface", "outline", theme.RADIUS_INPUT)
            painter.setFont(theme.font(theme.LABEL, theme.MEDIUM))
            painter.setPen(theme.color("muted"))
            painter.drawText(rect.adjusted(10, 0, 0, 0), middle, str(at + 1))
            painter.setFont(theme.font(theme.BODY, theme.MEDIUM))
            painter.setPen(theme.color("text"))
            painter.drawText(rect.adjusted(10 + CAP, 0, 0, 0), middle, self.words(at))
        painter.setFont(theme.font(theme.NOTE))
        painter.setPen(theme.color("muted"))
        painter.drawText(self.rect().adjusted(self.rects()[-1].right() + 12, 0, 0, 0), middle, self.how())
        painter.end()

    def how(self) -> str:
        """The keys that choose."""
        return say("form.readings.here" if self.hasFocus() else "form.readings.keys")
