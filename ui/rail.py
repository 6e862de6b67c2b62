"""What stands around a page once a casebook is open: the rail at the left, and who is at the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent

from crf.text import say
from ui import icons, theme
from ui.controls import Pressable
from ui.widgets import Ground, elide, width_of

LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
QUERIES = "queries"


class PersonButton(Pressable):
    """Who is at the keyboard; pressed, another can say so."""

    def __init__(self) -> None:
        super().__init__()
        self.role = ""
        self.setFixedHeight(32)

    def show_person(self, name: str, role: str) -> None:
        """Show a name and role."""
        self.role = role
        self.setText(name)
        self.setToolTip(say("person.tip", name=name, role=role))
        self.setAccessibleName(say("person.tip", name=name, role=role))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = 30 + width_of(self.text(), theme.BODY, theme.MEDIUM)
        wide += 8 + width_of(self.role, theme.NOTE) if self.role else 0
        return QSize(min(320, round(wide + 10)), 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse() or self.isDown():
            theme.paint_box(painter, QRectF(self.rect()), "sunken", "", theme.RADIUS_INPUT)
        icons.paint(painter, "user", QRectF(6, 8, 16, 16), "muted")
        painter.setFont(theme.font(theme.BODY, theme.MEDIUM))
        painter.setPen(theme.color("text"))
        name = elide(self.text(), self.width() - 38, theme.BODY, theme.MEDIUM)
        wide = width_of(name, theme.BODY, theme.MEDIUM)
        painter.drawText(QRectF(28, 0, wide + 4, 32), LEFT, name)
        painter.setFont(theme.font(theme.NOTE))
        painter.setPen(theme.color("muted"))
        room = self.width() - wide - 36
        if name == self.text() and room > 0:
            painter.drawText(QRectF(36 + wide, 0, room, 32), LEFT, elide(self.role, room, theme.NOTE))


class RailItem(Pressable):
    """A place of the casebook in the rail."""

    def __init__(self, id: str, icon: str, text: str, key: str):
        super().__init__(text)
        self.id, self.icon_name, self.active, self.count = id, icon, False, 0
        self.setToolTip(f"{text}  {key}")
        self.setFixedSize(152, 32)

    def light(self, on: bool) -> None:
        """Show whether one is here."""
        self.active = on
        self.setAccessibleDescription(say("rail.here") if on else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.active or self.underMouse():
            ground = "accent ground" if self.active else "sunken"
            theme.paint_box(painter, QRectF(self.rect()), ground, "", theme.RADIUS_INPUT)
        ink = "accent" if self.active else "text"
        icons.paint(painter, self.icon_name, QRectF(12, 8, 16, 16), "accent" if self.active else "muted")
        painter.setFont(theme.font(theme.BODY, theme.STRONG if self.active else theme.REGULAR))
        painter.setPen(theme.color(ink))
        painter.drawText(QRectF(38, 0, 100, 32), LEFT, self.text())
        if self.count:
            painter.setFont(theme.font(theme.NOTE, theme.MEDIUM))
            waiting = "violet" if self.id == QUERIES else "amber"
            painter.setPen(theme.color("accent" if self.active else waiting))
            painter.drawText(QRectF(100, 0, 40, 32), RIGHT, str(self.count))

    def show_count(self, count: int, told: str) -> None:
        """Show how many wait there, said in words to who can't see it; 0 shows nothing."""
        self.count = count
        self.setAccessibleName(f"{self.text()}, {told}" if count else self.text())
        self.update()


class Rail(Ground):
    """The places of the casebook, the file's name, and whether its chain was verified."""

    went = Signal(str)
    GOES = {
        "subjects": "show_subjects",
        "calendar": "show_calendar",
        "events": "go_events",
        "findings": "show_findings",
        QUERIES: "show_queries",
        "prints": "show_prints",
        "site": "show_site",
    }
    PLACES = (
        ("subjects", "users", "Ctrl 1"),
        ("calendar", "calendar-blank", "Ctrl 2"),
        ("events", "warning-circle", "Ctrl 3"),
        ("findings", "warning", "Ctrl 4"),
        (QUERIES, "envelope-simple", "Ctrl 5"),
        ("prints", "printer", "Ctrl 6"),
        ("site", "buildings", "Ctrl 7"),
    )

    def __init__(self) -> None:
        super().__init__("surface", "right")
        self.setFixedWidth(theme.RAIL)
        self.file = self.path = self.chain = ""
        self.sound = True
        self.lit = ""
        self.items = {}
        for index, (id, icon, key) in enumerate(self.PLACES):
            item = RailItem(id, icon, say(f"rail.{id}"), key)
            item.setParent(self)
            item.move(8, 12 + 36 * index)
            item.clicked.connect(lambda _=False, id=id: self.went.emit(id))
            self.items[id] = item

    def light(self, id: str) -> None:
        """Light the place one is at."""
        self.lit = id
        for item in self.items.values():
            item.light(item.id == id)

    def show_file(self, name: str, path: str) -> None:
        """Name the file."""
        self.file, self.path, self.chain = name, path, ""
        self.setToolTip(path)
        self.update()

    def show_chain(self, text: str, sound: bool, tip: str = "") -> None:
        """Say what a verification found; empty where none has run."""
        self.chain, self.sound = text, sound
        self.setToolTip(f"{self.path}\n{tip}".strip())
        self.setAccessibleDescription(f"{self.file}, {text}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        low = self.height()
        painter.fillRect(QRectF(16, low - 72, 136, 1), theme.color("hair"))
        rows = [(low - 48 if self.chain else low - 30, "hard-drives", "muted", self.file)]
        if self.chain:
            mark = ("shield-check", "green") if self.sound else ("shield-warning", "red")
            rows.append((low - 24, *mark, self.chain))
        painter.setFont(theme.font(theme.NOTE))
        for y, icon, color, text in rows:
            icons.paint(painter, icon, QRectF(21, y - 7, 14, 14), color)
            painter.setPen(theme.color("red" if color == "red" else "muted"))
            painter.drawText(QRectF(46, y - 10, 114, 20), LEFT, elide(text, 114, theme.NOTE))
