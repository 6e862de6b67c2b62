"""What stands around every page: the bar above and the footer below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent

from crf.text import say
from ui import icons, marks, theme
from ui.controls import Pressable
from ui.navigator import Key, Kind, State
from ui.widgets import Ground, cap_width, elide, paint_cap, width_of

if TYPE_CHECKING:
    from crf.reading.clocks import ClockLine
    from ui.clock_pill import ClockPill
    from ui.rail import PersonButton
    from ui.search import SearchField

SEARCH, SEARCH_BESIDE = 160, 120
"""Least width of the search in px; beside a clock in a narrow window."""
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


class TopBar(Ground):
    """The mark with the menu; once a casebook is open its study and site, the search, and who is at the keyboard."""

    def __init__(self) -> None:
        super().__init__("surface", "bottom")
        self.setFixedHeight(theme.BAR)
        self.study = self.site = ""
        self.search: SearchField | None = None
        self.person: PersonButton | None = None
        self.clock: ClockPill | None = None
        self.brand = Brand()
        self.brand.setParent(self)
        self.brand.move(8, 6)

    def furnish(self) -> None:
        """Add what only an open casebook needs: the first window is there sooner without."""
        from ui.clock_pill import ClockPill
        from ui.rail import PersonButton
        from ui.search import SearchField

        self.search, self.clock, self.person = SearchField(), ClockPill(), PersonButton()
        for part in (self.search, self.clock, self.person):
            part.setParent(self)
        self.search.show()
        self.person.show()

    def show_casebook(self, study: str, site: str) -> None:
        """Name the study and site; search and person only where a casebook is open."""
        self.study, self.site = study, site
        if self.search and self.person:
            self.search.setVisible(bool(study))
            self.person.setVisible(bool(study))
            if not study:
                self.show_clocks(())
        self.place()
        self.update()

    def show_clocks(self, lines: Sequence[ClockLine]) -> None:
        """Show which report is due first."""
        if self.clock is not None:
            self.clock.show_clocks(lines)
            self.place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.place()

    def place(self) -> None:
        """Put search and person where the study's name and the window's width leave room."""
        if self.search is None or self.person is None:
            return
        wide = self.person.sizeHint().width()
        right = self.width() - theme.PAD + 6
        self.person.setGeometry(right - wide, 8, wide, 32)
        left = max(480 if self.width() < 1400 else round(self.width() * 0.375), round(self._study_end()) + 16)
        right -= wide + 24
        least = SEARCH
        if self.clock is not None and self.clock.lines:
            least = SEARCH_BESIDE
            self.clock.fit(short=right - self.clock.wide() - 12 < left + SEARCH)
            room = self.clock.sizeHint()
            self.clock.setGeometry(right - room.width() + 8, 10, room.width(), room.height())
            right -= room.width() + 4
        self.search.setGeometry(left, 8, max(least, min(352, right - left)), 32)

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
