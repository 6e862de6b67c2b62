"""Choices as pills: one key for each, arrows between them, Backspace or Delete to clear; one answer or several."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from crf.forms.layout import Field, Option
from crf.text import say
from ui import icons, marks, theme
from ui.editors import base

JOINT = "|"  # between the codes of a multiple choice
GAP = 8
PITCH = 36
DOT = 14
BEFORE = 9 + DOT + 5  # edge, sign and gap before the words
AFTER = 8


def offered(field: Field) -> tuple[Option, ...]:
    """The choices to show: those offered, and a withdrawn one where it is the answer."""
    chosen = codes(field)
    return tuple(option for option in field.options if option.offered or option.code in chosen)


def codes(field: Field) -> tuple[str, ...]:
    """The codes chosen, in the order of the list."""
    if field.kind != "choices":
        return (field.raw,) if field.raw else ()
    parts = field.raw.split(JOINT)
    return tuple(option.code for option in field.options if option.code in parts)


def keys(options: tuple[Option, ...]) -> dict[str, int]:
    """The letter of each choice: the first in its words that no choice before it has."""
    taken: dict[str, int] = {}
    for at, option in enumerate(options):
        for letter in option.text.casefold():
            if letter.isalpha() and letter not in taken:
                taken[letter] = at
                break
    return taken


def words(option: Option) -> str:
    """What a pill says; a withdrawn choice says that it is no longer available."""
    return f"{option.text}{gone(option)}"


def gone(option: Option) -> str:
    """What is added to a choice that is no longer available."""
    return "" if option.offered else "  " + say("form.choice.withdrawn")


def metrics() -> QFontMetricsF:
    """Measures of the pills' words."""
    return QFontMetricsF(theme.font(theme.BODY, theme.MEDIUM))


def pill_width(option: Option) -> int:
    """Width of one pill in px."""
    return round(BEFORE + metrics().horizontalAdvance(words(option)) + AFTER)


def places(field: Field, width: int) -> list[QRect]:
    """Where the pills stand in a width, over as many lines as they need."""
    rects: list[QRect] = []
    x = y = 0
    for option in offered(field):
        wide = min(pill_width(option), width)
        if x and x + wide > width:
            x, y = 0, y + PITCH
        rects.append(QRect(x, y, wide, theme.CONTROL))
        x += wide + GAP
    return rects


def answer_place(field: Field, width: int) -> QRect:
    """Where the answer stands: the pill chosen last in the list, the last of all where none is."""
    rects, chosen = places(field, width), codes(field)
    taken = [rect for option, rect in zip(offered(field), rects, strict=True) if option.code in chosen]
    return (taken or rects or [QRect()])[-1]


def size(field: Field, width: int) -> QSize:
    """Room the pills need in a width."""
    rects = places(field, width)
    if not rects:
        return QSize(0, theme.CONTROL)
    return QSize(max(rect.right() for rect in rects) + 1, rects[-1].bottom() + 1)


class ChoiceEditor(QWidget):
    """Pills of which one may be chosen."""

    boxed = False

    def __init__(self, field: Field, host: base.Host, parent: QWidget):
        super().__init__(parent)
        self.host = host
        self.cursor_at = 0
        self._rects: list[QRect] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(base.spoken(field))
        self.field = field
        self._take(field)

    @property
    def where(self) -> tuple[int, str]:
        """Line and item it edits."""
        return self.field.line, self.field.item

    def show_field(self, field: Field, force: bool = False) -> None:
        """Bring the pills to the state of their field."""
        if field != self.field:
            self._take(field)
            self._place()
            self.update()

    def _take(self, field: Field) -> None:
        self.field = field
        self.options = offered(field)
        self.chosen = codes(field)
        self.keys = keys(self.options)
        picked = [at for at, option in enumerate(self.options) if option.code in self.chosen]
        if picked and field.kind == "choice":
            self.cursor_at = picked[0]
        self.cursor_at = min(self.cursor_at, max(len(self.options) - 1, 0))

    def _place(self) -> None:
        self._rects = places(self.field, self.width())

    def resizeEvent(self, event: QEvent) -> None:
        self._place()

    def value_words(self) -> str:
        """What was chosen, in words."""
        return self.field.text or say("form.blank")

    def text(self) -> str:
        """What was chosen, as codes."""
        return JOINT.join(self.chosen)

    def take(self, at: int) -> None:
        """Choose the pill at a place."""
        self.cursor_at = at
        self.host.changed(self, self.options[at].code)

    def clear(self) -> None:
        """Leave the question without an answer."""
        if self.chosen or self.field.answer.missing or self.field.draft:
            self.host.changed(self, "")

    def set_missing(self, code: str) -> None:
        """Answer with a missing code."""
        self.host.changed(self, "", missing=code)

    def move(self, by: int) -> None:
        """An arrow: to the neighbouring pill, and choose it."""
        at = 0 if not self.chosen else (self.cursor_at + by) % len(self.options)
        self.take(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if base.common_key(self.host, self, event):
            return
        key, letter = event.key(), event.text().casefold()
        back = {base.Key.Key_Left: -1, base.Key.Key_Up: -1, base.Key.Key_Right: 1, base.Key.Key_Down: 1}
        if not self.options or not base.plain(event):
            event.ignore()
        elif key in back:
            self.move(back[key])
        elif key in (base.Key.Key_Backspace, base.Key.Key_Delete):
            self.clear()
        elif key == base.Key.Key_Space:
            self.take(self.cursor_at)
        elif letter.isdigit() and 1 <= int(letter) <= len(self.options):
            self.take(int(letter) - 1)
        elif letter in self.keys:
            self.take(self.keys[letter])
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self.at(event.position().toPoint())
        if at is not None:
            self.take(at)

    def at(self, point: QPoint) -> int | None:
        """The pill under a point."""
        return next((at for at, rect in enumerate(self._rects) if rect.contains(point)), None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.host.focused(self)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.host.left(self)
        self.update()

    def ring(self) -> QRect:
        """What the focus ring goes round, in the sheet's coordinates."""
        own = self._rects[self.cursor_at] if self.cursor_at < len(self._rects) else self.rect()
        return own.translated(self.pos())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._rects:
            self._place()
        for at, (option, rect) in enumerate(zip(self.options, self._rects, strict=False)):
            self._paint_pill(painter, option, rect, at)
        if self.field.verified:  # its other half is the sheet's
            marks.paint_badge(painter, QRectF(answer_place(self.field, self.width())), self.field.verified)
        painter.end()

    def _paint_pill(self, painter: QPainter, option: Option, rect: QRect, at: int) -> None:
        on = option.code in self.chosen
        live = self.isEnabled()
        edge = "accent" if on and live else "outline"
        theme.paint_box(painter, QRectF(rect), "accent ground" if on else "surface", edge, theme.RADIUS_INPUT)
        if on and self.field.proposed:
            self._dash(painter, QRectF(rect))
        self._paint_sign(painter, QRectF(rect.x() + 9, rect.y() + 7, DOT, DOT), on)
        weight = theme.REGULAR if self.field.proposed else theme.MEDIUM
        painter.setFont(theme.font(theme.BODY, weight, not option.offered, self.field.proposed and on))
        painter.setPen(theme.color("accent" if on else "text" if live else "muted"))
        room = QRect(rect.x() + BEFORE, rect.y(), rect.width() - BEFORE - 4, rect.height())
        told = painter.fontMetrics().elidedText(option.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, told)
        if not option.offered:
            after = room.adjusted(painter.fontMetrics().horizontalAdvance(told), 0, 0, 0)
            painter.setFont(theme.font(theme.BODY, weight))
            painter.drawText(after, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, gone(option))
        if self.hasFocus():
            self._paint_key(painter, told, room, at)

    def _dash(self, painter: QPainter, rect: QRectF) -> None:
        painter.setPen(QPen(theme.color("surface"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(theme.crisp(rect), theme.RADIUS_INPUT, theme.RADIUS_INPUT)

    def _paint_sign(self, painter: QPainter, box: QRectF, on: bool) -> None:
        """A ring, with a point where it is chosen."""
        center = box.center()
        painter.setPen(QPen(theme.color("accent" if on else "outline"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(center, 5.75, 5.75)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(center, 3, 3)

    def _paint_key(self, painter: QPainter, told: str, room: QRect, at: int) -> None:
        """The key of a choice, underlined in its words; its number where it has no letter."""
        letter = next((letter for letter, place in self.keys.items() if place == at), "")
        spot = told.casefold().find(letter) if letter else -1
        if spot < 0:
            return
        measure = QFontMetricsF(painter.font())
        start = room.x() + measure.horizontalAdvance(told[:spot])
        stop = start + measure.horizontalAdvance(told[spot])
        y = room.center().y() + 8.5
        painter.setPen(QPen(painter.pen().color(), 1))
        painter.drawLine(QPointF(start, y), QPointF(stop, y))


class ChoicesEditor(ChoiceEditor):
    """Pills of which any number may be chosen: arrows move, Space or the key of a choice turns it on or off."""

    def take(self, at: int) -> None:
        self.cursor_at = at
        code = self.options[at].code
        wanted = [one for one in self.chosen if one != code] if code in self.chosen else [*self.chosen, code]
        self.host.changed(self, JOINT.join(wanted))

    def move(self, by: int) -> None:
        self.cursor_at = (self.cursor_at + by) % len(self.options)
        self.host.repaint_box(self)

    def _paint_sign(self, painter: QPainter, box: QRectF, on: bool) -> None:
        """A small square, with a check where it is chosen."""
        square = box.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.color("accent" if on else "outline"), 1.5))
        painter.setBrush(theme.color("accent") if on else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(square, 3, 3)
        if on:
            icons.paint(painter, "check", box.adjusted(2, 2, -2, -2), "on accent")
