"""What stands around every page: the bar above, the rail at the left, the footer below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent

from crf.text import say
from ui import icons, marks, theme
from ui.controls import Pressable
from ui.navigator import Key, Kind, State
from ui.search import SearchField
from ui.widgets import Ground, cap_width, elide, paint_cap, width_of

LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class Brand(Pressable):
    """Casebook's mark and name; opens the menu."""

    def __init__(self) -> None:
        super().__init__(say("app.name"))
        self.setToolTip(say("menu.tip"))
        self.setAccessibleName(say("menu.name"))
        self.setFixedSize(132, 36)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse() or self.isDown():
            theme.paint_box(painter, QRectF(self.rect()), "sunken", "", theme.RADIUS_INPUT)
        icons.paint_mark(painter, QRectF(8, 8, 20, 20))
        painter.setFont(theme.font(theme.BODY, theme.STRONG))
        painter.setPen(theme.color("text"))
        painter.drawText(QRectF(36, 0, 80, 36), LEFT, self.text())
        icons.paint(painter, "caret-down", QRectF(110, 12, 12, 12), "muted")


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
        wide = width_of(self.text(), theme.BODY, theme.MEDIUM)
        painter.drawText(QRectF(28, 0, wide + 4, 32), LEFT, self.text())
        painter.setFont(theme.font(theme.NOTE))
        painter.setPen(theme.color("muted"))
        room = self.width() - wide - 44
        painter.drawText(QRectF(36 + wide, 0, room + 8, 32), LEFT, elide(self.role, room + 8, theme.NOTE))


class TopBar(Ground):
    """Mark, study and site, search, and who is at the keyboard."""

    def __init__(self) -> None:
        super().__init__("surface", "bottom")
        self.setFixedHeight(theme.BAR)
        self.study = self.site = ""
        self.brand = Brand()
        self.search = SearchField()
        self.person = PersonButton()
        for part in (self.brand, self.search, self.person):
            part.setParent(self)
        self.show_casebook("", "")

    def show_casebook(self, study: str, site: str) -> None:
        """Name the study and site; search and person only where a casebook is open."""
        self.study, self.site = study, site
        self.search.setVisible(bool(study))
        self.person.setVisible(bool(study))
        self._place()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _place(self) -> None:
        self.brand.move(8, 6)
        wide = self.person.sizeHint().width()
        right = self.width() - theme.PAD + 6
        self.person.setGeometry(right - wide, 8, wide, 32)
        left = max(480 if self.width() < 1400 else round(self.width() * 0.375), round(self._study_end()) + 16)
        self.search.setGeometry(left, 8, max(160, min(352, right - wide - 24 - left)), 32)

    def _study_end(self) -> float:
        return theme.RAIL + theme.PAD + width_of(self.study, theme.BODY, theme.STRONG) + 12 + width_of(self.site)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        x = theme.RAIL + theme.PAD
        painter.setFont(theme.font(theme.BODY, theme.STRONG))
        painter.setPen(theme.color("text"))
        painter.drawText(QRectF(x, 0, 400, theme.BAR - 1), LEFT, self.study)
        painter.setFont(theme.font())
        painter.setPen(theme.color("muted"))
        after = x + width_of(self.study, theme.BODY, theme.STRONG) + 12
        painter.drawText(QRectF(after, 0, 200, theme.BAR - 1), LEFT, self.site)


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


class Rail(Ground):
    """The places of the casebook, the file's name, and whether its chain was verified."""

    went = Signal(str)
    GOES = {"subjects": "show_subjects", "events": "go_events", "prints": "show_prints"}
    PLACES = (("subjects", "users", "Ctrl 1"), ("events", "warning-circle", "Ctrl 2"), ("prints", "printer", "Ctrl 3"))

    def __init__(self) -> None:
        super().__init__("surface", "right")
        self.setFixedWidth(theme.RAIL)
        self.file = self.chain = ""
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

    def show_file(self, name: str, tip: str) -> None:
        """Name the file."""
        self.file, self.chain = name, ""
        self.setToolTip(tip)
        self.update()

    def show_chain(self, text: str, sound: bool) -> None:
        """Say what a verification found; empty where none has run."""
        self.chain, self.sound = text, sound
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


class Footer(Ground):
    """What the page says of itself at the left, the keys worth knowing at the right."""

    INKS = {"calm": "muted", "mark": "muted", "accent": "accent", "amber": "amber", "red": "red"}
    TOLD = {
        "calm": ("check-circle", "green"),
        "amber": ("warning-fill", "amber"),
        "red": ("warning-octagon-fill", "red"),
    }

    def __init__(self) -> None:
        super().__init__("surface", "top")
        self.setFixedHeight(theme.FOOTER)
        self.states: list[State] = []
        self.keys: list[Key] = []
        self.told: tuple[str, Kind] | None = None

    def show_states(self, states: Sequence[State], keys: Sequence[Key]) -> None:
        """Show states and keys."""
        self.states, self.keys = list(states), list(keys)
        self._announce()

    def tell(self, sentence: str, kind: Kind) -> None:
        """Put a sentence before the states; an empty one takes it away."""
        self.told = (sentence, kind) if sentence else None
        self._announce()

    def _announce(self) -> None:
        texts = [self.told[0]] if self.told else []
        texts += [text or marks.word(mark) for mark, text, _ in self.states]
        self.setAccessibleName(", ".join(texts))
        self.setToolTip(self.told[0] if self.told else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        end = self._paint_keys(painter)
        x = self._paint_told(painter, float(theme.PAD), end - 24)
        for mark, text, kind in self.states:
            text = text or marks.word(mark)
            wide = width_of(text, theme.NOTE, theme.STRONG if kind == "accent" else theme.REGULAR)
            if x + wide + 20 > end - 16:
                break
            if mark:
                marks.paint(painter, mark, QPointF(x + 6, 18), 13)
                x += 18
            painter.setFont(theme.font(theme.NOTE, theme.STRONG if kind == "accent" else theme.REGULAR))
            painter.setPen(theme.color(self.INKS[kind]))
            painter.drawText(QRectF(x, 0, wide + 4, theme.FOOTER), LEFT, text)
            x += wide + 16

    def _paint_told(self, painter: QPainter, x: float, end: float) -> float:
        if not self.told:
            return x
        sentence, kind = self.told
        icon, color = self.TOLD[kind]
        icons.paint(painter, icon, QRectF(x, 10.5, 15, 15), color)
        painter.setFont(theme.font(theme.NOTE, theme.MEDIUM))
        painter.setPen(theme.color("text" if kind == "calm" else color))
        shown = elide(sentence, end - x - 22, theme.NOTE, theme.MEDIUM)
        wide = width_of(shown, theme.NOTE, theme.MEDIUM)
        painter.drawText(QRectF(x + 21, 0, wide + 4, theme.FOOTER), LEFT, shown)
        return x + 21 + wide + 20

    def _paint_keys(self, painter: QPainter) -> float:
        """Draw the keys from the right; returns where they begin."""
        x = float(self.width() - theme.PAD)
        for key, text in reversed(self.keys):
            wide = width_of(text, theme.NOTE)
            painter.setFont(theme.font(theme.NOTE))
            painter.setPen(theme.color("muted"))
            painter.drawText(QRectF(x - wide, 0, wide + 4, theme.FOOTER), LEFT, text)
            cap = cap_width(key)
            paint_cap(painter, QRectF(round(x - wide - 6 - cap), 8, cap, 20), key)
            x = round(x - wide - 6 - cap) - 16.0
        return x
