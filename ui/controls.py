"""What a person presses and types into: buttons, links, inputs, and the ring that shows where the keyboard is."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLineEdit, QSizePolicy, QWidget

from ui import icons, theme

ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)
BUTTONS = {  # kind: (ground, ink, edge)
    "primary": ("accent", "on accent", ""),
    "plain": ("surface", "text", "outline"),
    "quiet": ("", "text", ""),
    "danger": ("red", "on red", ""),
}


class Pressable(QAbstractButton):
    """A painted button that Enter presses too."""

    def __init__(self, text: str = ""):
        super().__init__()
        self.setText(text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in ARROWS:
            event.ignore()  # a button would hand the keyboard to its neighbour; the page knows better where arrows lead
        else:
            super().keyPressEvent(event)

    def _width(self, text: str, size: int, weight: int) -> float:
        return QFontMetricsF(theme.font(size, weight)).horizontalAdvance(text)


class Button(Pressable):
    """A button of 28 px: primary, plain, quiet or danger, with the key that presses it and an icon before it."""

    def __init__(self, text: str, kind: str = "plain", key: str = "", icon: str = ""):
        self.kind, self.key, self.icon_name = kind, key, icon
        super().__init__(text)
        self.setProperty("apart", kind in ("primary", "danger"))

    def sizeHint(self) -> QSize:
        wide = self._width(self.text(), theme.BODY, theme.STRONG) + 24
        wide += self._width(self.key, theme.NOTE, theme.MEDIUM) + 9 if self.key else 0
        wide += 22 if self.icon_name else 0
        return QSize(round(wide), theme.CONTROL)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground, ink, edge = BUTTONS[self.kind]
        if not self.isEnabled():
            ground, ink, edge = "sunken", "muted", ""
        elif self.kind in ("plain", "quiet") and (self.underMouse() or self.isDown()):
            ground = "sunken"
        if not self.isDown() or self.kind in ("plain", "quiet"):
            theme.paint_box(painter, QRectF(self.rect()), ground, edge, theme.RADIUS_INPUT)
        else:
            painter.setOpacity(0.85)
            theme.paint_box(painter, QRectF(self.rect()), ground, edge, theme.RADIUS_INPUT)
            painter.setOpacity(1)
        left = 12.0
        if self.icon_name:
            icons.paint(painter, self.icon_name, QRectF(left - 1, (self.height() - 16) / 2, 16, 16), ink)
            left += 22
        painter.setPen(theme.color(ink))
        painter.setFont(theme.font(theme.BODY, theme.STRONG))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(left, 0, self.width(), self.height()), middle | Qt.AlignmentFlag.AlignLeft, self.text())
        if self.key:
            painter.setFont(theme.font(theme.NOTE, theme.MEDIUM))
            painter.setPen(theme.color("muted" if ink == "text" else ink))
            rect = QRectF(0, 0, self.width() - 12, self.height())
            painter.drawText(rect, middle | Qt.AlignmentFlag.AlignRight, self.key)


class Link(Pressable):
    """A word that leads somewhere: accent and strong, or quiet (12 px, muted); its key beside it, in a cap or grey."""

    def __init__(
        self,
        text: str,
        key: str = "",
        quiet: bool = False,
        cap: bool = True,
        icon: str = "",
        color: str = "accent",
        small: bool = False,
    ):
        self.key, self.quiet, self.cap, self.icon_name, self.color, self.small = key, quiet, cap, icon, color, small
        super().__init__(text)

    @property
    def _font(self) -> tuple[int, int]:
        if self.quiet:
            return theme.NOTE, theme.REGULAR
        return (theme.NOTE if self.small else theme.BODY), theme.STRONG

    def sizeHint(self) -> QSize:
        wide = self._width(self.text(), *self._font) + (22 if self.icon_name else 0)
        if self.key:
            size, room = (theme.LABEL, 16) if self.cap else (theme.NOTE, 6)
            wide += self._width(self.key, size, theme.MEDIUM) + room
        return QSize(round(wide + 1), theme.CONTROL)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = theme.color("muted" if self.quiet or not self.isEnabled() else self.color)
        left = 0.0
        if self.icon_name:
            side = 14 if self.small else 16
            icons.paint(painter, self.icon_name, QRectF(0, (self.height() - side) / 2, side, side), self.color)
            left = side + 6.0
        font = theme.font(*self._font)
        painter.setFont(font)
        painter.setPen(theme.color("text") if self.quiet and self.underMouse() else ink)
        wide = self._width(self.text(), *self._font)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(left, 0, wide + 4, self.height()), middle, self.text())
        if self.underMouse() and self.isEnabled():
            base = (self.height() + QFontMetricsF(font).ascent() - QFontMetricsF(font).descent()) / 2 + 2.5
            painter.drawLine(QPointF(left, round(base) + 0.5), QPointF(left + wide, round(base) + 0.5))
        if self.key:
            self._paint_key(painter, left + wide)

    def _paint_key(self, painter: QPainter, left: float) -> None:
        painter.setPen(theme.color("muted"))
        if not self.cap:
            painter.setFont(theme.font(theme.NOTE))
            rect = QRectF(left + 6, 0, self.width(), self.height())
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.key)
            return
        wide = self._width(self.key, theme.LABEL, theme.MEDIUM) + 10
        rect = QRectF(round(left + 6), (self.height() - 20) / 2, round(wide), 20)
        theme.paint_box(painter, rect, "surface", "line", theme.RADIUS_INPUT)
        painter.setFont(theme.font(theme.LABEL, theme.MEDIUM))
        painter.setPen(theme.color("muted"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.key)


class IconButton(Pressable):
    """A square of 28 px with an icon; its name is spoken and shown as a tip."""

    def __init__(self, icon: str, name: str, color: str = "muted"):
        super().__init__()
        self.icon_name, self.color = icon, color
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFixedSize(theme.CONTROL, theme.CONTROL)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            theme.paint_box(painter, QRectF(self.rect()), "sunken", "", theme.RADIUS_INPUT)
        icons.paint(painter, self.icon_name, QRectF(6, 6, 16, 16), self.color if self.isEnabled() else "faint")


def __getattr__(name: str) -> type:
    """`Select`, `Check` and `SlimBar` stand in ui.choosers, which is loaded when the first of them is asked for."""
    if name in ("Select", "Check", "SlimBar"):
        from ui import choosers

        return getattr(choosers, name)
    raise AttributeError(name)


_CLEAR = QColor(0, 0, 0, 0)


class Input(QLineEdit):
    """A line to type in: its own outline in both themes, 28 px high; `fault` turns the outline amber or red."""

    def __init__(self, text: str = "", width: int = 0, weight: int = theme.MEDIUM):
        super().__init__(text)
        self.fault = ""
        self.setFrame(False)
        self.setTextMargins(8, 0, 8, 0)
        self.setFixedHeight(theme.CONTROL)
        if width:
            self.setFixedWidth(width)
        if weight != theme.REGULAR:
            self.setFont(theme.font(theme.BODY, weight))
        clear = QPalette()
        clear.setColor(QPalette.ColorRole.Base, _CLEAR)
        self.setPalette(clear)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fixed = self.isReadOnly() or not self.isEnabled()
        paint_input(painter, QRectF(self.rect()), self.hasFocus(), fixed, self.fault)
        painter.end()
        super().paintEvent(event)


def paint_input(painter: QPainter, rect: QRectF, focus: bool, fixed: bool = False, fault: str = "") -> None:
    """The box of an input: outline, accent while typing, sunken without an outline where it can't be typed in."""
    edge = "" if fixed else fault or ("accent" if focus else "outline")
    theme.paint_box(painter, rect, "sunken" if fixed else "surface", edge, theme.RADIUS_INPUT)


class FocusRing(QWidget):
    """One ring for the whole program: it follows the keyboard and stands 2 px outside the control that has it.

    A widget says by its property `ring` how round its corners are (4 where it says nothing), -1 where it shows the
    focus itself; by `apart` that it is filled with a colour the ring would be lost on; by `ringed` which part of it
    has the keyboard, where that isn't all of it.
    """

    ROOM = 4
    CHANGED = QEvent.Type.DynamicPropertyChange
    MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, CHANGED)

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.target: QWidget | None = None
        self.watched: list[QWidget] = []
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        radius = self.target.property("ring") if self.target else None
        inner = QRectF(self.rect()).adjusted(self.ROOM, self.ROOM, -self.ROOM, -self.ROOM)
        radius = theme.RADIUS_INPUT if radius is None else radius
        if self.target and self.target.property("apart"):
            gap = self.ROOM - theme.RING
            inner, radius = inner.adjusted(-gap, -gap, gap, gap), radius + gap
        theme.paint_focus_ring(QPainter(self), inner, radius)

    def follow(self, target: QWidget | None) -> None:
        """Stand around another widget, or nowhere."""
        self._watch([])
        self.target = target
        parent = target.parentWidget() if target and not target.isWindow() else None
        if target is None or parent is None or target.property("ring") == -1:
            self.target = None
            self.hide()
            return
        self._place()

    def _watch(self, widgets: list[QWidget]) -> None:
        """Follow what moves: the target, and what it stands in up to the ring's parent."""
        for one in self.watched:
            if shiboken6.isValid(one):
                one.removeEventFilter(self)
        for one in widgets:
            one.installEventFilter(self)
        self.watched = widgets

    def _around(self, parent: QWidget) -> QRect:
        """Where the ring stands in a parent of the target."""
        room = self.ROOM
        part = self.target.property("ringed") or self.target.rect()
        return part.translated(self.target.mapTo(parent, QPoint())).adjusted(-room, -room, room, room)

    def _place(self) -> None:
        """In the nearest parent that doesn't cut the ring, though never outside of what scrolls."""
        between, parent = [self.target], self.target.parentWidget()
        while not parent.rect().contains(self._around(parent)) and not parent.isWindow():
            if isinstance(parent.parentWidget(), QAbstractScrollArea):
                break
            between.append(parent)
            parent = parent.parentWidget()
        if between != self.watched or parent is not self.parentWidget():
            self._watch(between)
            self.setParent(parent)
        self.setGeometry(self._around(parent))
        self.raise_()
        self.setVisible(self.target.isVisible())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.target and watched in self.watched and event.type() in self.MOVES:
            self._place()
        return False


class RingKeeper(QObject):
    """Moves the ring with the focus, and makes a new one where the old one died with its page."""

    def __init__(self, app: QApplication):
        super().__init__(app)
        self.ring = FocusRing()
        app.focusChanged.connect(self._moved)

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if not shiboken6.isValid(self.ring):
            self.ring = FocusRing()
        self.ring.follow(new)
