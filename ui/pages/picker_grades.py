"""The five grades of a CTCAE term side by side: how wide and high each card is, and what stands on it."""

from __future__ import annotations

from functools import cache, lru_cache
from math import ceil

from attrs import frozen
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from crf.text import say
from ui import marks, theme
from ui.controls import Pressable
from ui.pages.picker_limits import Criterion, Limit, criterion

PADDING, CROWDED_PADDING, GAP, CHIP = 12, 8, 8, 28
LEAST_HEIGHT, COMFORTABLE_HEIGHT, GREATEST_HEIGHT = 148, 260, 1200
LEAST_WIDTH = 64
HEAD = PADDING + CHIP + 8
NO_BREAK, THIN = "\N{NO-BREAK SPACE}", "\N{THIN SPACE}"
WORDS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
Block = tuple[str, int, int, str, float]
"""A piece of a card: text, size, weight, colour token, gap above it; a text of "" is a hair line."""


def blocks(read: Criterion, inner: float) -> list[Block]:
    """What stands under the chip, from top to bottom, in `inner` px of width."""
    if read.limit is None:
        return [(read.prose, theme.NOTE, theme.REGULAR, "text", 0)]
    made: list[Block] = []
    if read.limit.lead:
        made.append((read.limit.lead, theme.NOTE, theme.REGULAR, "muted", 0))
    made.append((_whole(read.limit.bound), theme.SECTION, theme.STRONG, "text", 0))
    if below := f"{_whole(read.limit.unit)} {read.limit.note}".strip():
        made.append((below, theme.NOTE, theme.REGULAR, "muted", 2))
    if read.others:
        made.append(("", 0, 0, "hair", 8))
    for number, other in enumerate(read.others):
        made.append((_line(other, inner), theme.NOTE, theme.REGULAR, "muted", 0 if number == 0 else 4))
    if read.prose:
        made.append((read.prose, theme.NOTE, theme.REGULAR, "text", 8))
    return made


def _whole(text: str) -> str:
    return text.replace(" ", NO_BREAK)


def _line(limit: Limit, inner: float) -> str:
    """A limit in a further unit; the unit goes to a line of its own where both don't fit on one."""
    bound, unit = _whole(limit.bound), _whole(limit.unit)
    between = "" if unit.startswith(("/", "%", "°")) or not unit else NO_BREAK
    width_of = _metrics(theme.NOTE, theme.REGULAR).horizontalAdvance
    if width_of(bound + between + unit) > inner:
        between = "\n"
    if width_of(bound) > inner:
        bound = bound.replace(f"{NO_BREAK}–{NO_BREAK}", f"{THIN}–{THIN}")
    return f"{limit.lead} {bound}{between}{unit} {limit.note}".strip()


@cache
def _metrics(size: int, weight: int) -> QFontMetricsF:
    return QFontMetricsF(theme.font(size, weight))


@lru_cache(maxsize=4096)
def height_of(text: str, width: int, padding: int = PADDING) -> float:
    """The height in px of a card that carries a criterion at a width."""
    inner = width - 2 * padding
    high = HEAD + padding + 0.0
    for words, size, weight, _, gap in blocks(criterion(text), inner):
        high += gap + (_box(words, size, weight, inner).height() if words else 9)
    return high


def _box(words: str, size: int, weight: int, width: float) -> QRectF:
    return _metrics(size, weight).boundingRect(QRectF(0, 0, width, 10_000), WORDS, words)


@lru_cache(maxsize=1024)
def least_width(text: str, padding: int = PADDING) -> int:
    """The width in px below which a word of a criterion would be cut."""
    widest = 0.0
    for words, size, weight, _, _ in blocks(criterion(text), 0):
        if words:
            widest = max(widest, *(_metrics(size, weight).horizontalAdvance(word) for word in _words(words)))
    return max(LEAST_WIDTH, ceil(widest + 2 * padding))


def _words(text: str) -> list[str]:
    return [word for line in text.split("\n") for word in line.split(" ")]


@frozen
class Measure:
    """Widths of the five cards, their common height and the room inside their edges, in px."""

    widths: tuple[int, ...]
    height: int
    padding: int


@lru_cache(maxsize=64)
def measure(criteria: tuple[str | None, ...], width: int) -> Measure:
    """The five cards in a width: equal where that is comfortable, else as wide as each text needs it."""
    room = width - 4 * GAP
    equal = room // 5
    texts = [text or "" for text in criteria]
    high = max(height_of(text, equal) for text in texts)
    if high <= COMFORTABLE_HEIGHT and all(least_width(text) <= equal for text in texts):
        return Measure((equal,) * 5, max(LEAST_HEIGHT, ceil(high)), PADDING)
    low, top = LEAST_HEIGHT, GREATEST_HEIGHT
    best = [least_width(text, CROWDED_PADDING) for text in texts]
    while top - low > 4:
        goal = (low + top) // 2
        widths = [_narrowest(text, goal) for text in texts]
        if sum(widths) <= room:
            top, best = goal, widths
        else:
            low = goal
    spare, letters = room - sum(best), sum(map(len, texts))
    best = [wide + spare * len(text) // letters for wide, text in zip(best, texts, strict=True)]
    high = max(height_of(text, wide, CROWDED_PADDING) for text, wide in zip(texts, best, strict=True))
    return Measure(tuple(best), max(LEAST_HEIGHT, ceil(high)), CROWDED_PADDING)


def _narrowest(text: str, high: int) -> int:
    """The least width at which a criterion keeps within a height."""
    low, top = least_width(text, CROWDED_PADDING), 480
    if height_of(text, low, CROWDED_PADDING) <= high:
        return low
    while top - low > 4:
        middle = (low + top) // 2
        if height_of(text, middle, CROWDED_PADDING) <= high:
            top = middle
        else:
            low = middle
    return top


class GradeCard(Pressable):
    """One grade: pressed to choose it; struck and dead where the term has no such grade."""

    def __init__(self, grade: int, parent: QWidget):
        super().__init__()
        self.setParent(parent)
        self.grade = grade
        self.criterion: str | None = None
        self.padding = PADDING
        self.setCheckable(True)
        self.setProperty("ring", theme.RADIUS_CARD)

    def show_criterion(self, text: str | None) -> None:
        """Show another term's criterion; None where it has no such grade."""
        self.criterion = text
        self.setEnabled(text is not None)
        self.setCursor(Qt.CursorShape.ArrowCursor if text is None else Qt.CursorShape.PointingHandCursor)
        absent = say("picker.no_grade", grade=self.grade)
        self.setToolTip(_tip(text) if text else absent)
        self.setAccessibleName(say("picker.grade", grade=self.grade, criterion=text) if text else absent)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(128, LEAST_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        chip = QRectF(self.padding, PADDING, CHIP, CHIP)
        if self.criterion is None:
            theme.paint_box(painter, box, "ground", "line", theme.RADIUS_CARD)
            self._absent(painter, chip)
            return
        chosen = self.isChecked()
        fill = "accent ground" if chosen else "sunken" if self.underMouse() else "surface"
        theme.paint_box(painter, box, fill, "" if chosen else "outline", theme.RADIUS_CARD)
        if chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), theme.RADIUS_CARD - 1, theme.RADIUS_CARD - 1)
        marks.paint_grade(painter, self.grade, chip)
        if chosen and self.width() > 108:
            painter.setFont(theme.font(theme.NOTE, theme.MEDIUM))
            painter.setPen(theme.color("accent"))
            painter.drawText(chip.adjusted(CHIP + 8, 0, 80, 0), Qt.AlignmentFlag.AlignVCenter, say("picker.chosen"))
        self._words(painter, "accent" if chosen else "line")

    def _words(self, painter: QPainter, hair: str) -> None:
        inner = self.width() - 2 * self.padding
        y = float(HEAD)
        for words, size, weight, token, gap in blocks(criterion(self.criterion or ""), inner):
            y += gap
            if not words:
                painter.setOpacity(0.25 if hair == "accent" else 1)
                painter.fillRect(QRectF(self.padding, round(y), inner, 1), theme.color(hair))
                painter.setOpacity(1)
                y += 9
                continue
            box = _box(words, size, weight, inner)
            painter.setFont(theme.font(size, weight))
            painter.setPen(theme.color(token))
            painter.drawText(QRectF(self.padding, y, inner + 0.5, box.height() + 2), WORDS, words)
            y += box.height()

    def _absent(self, painter: QPainter, chip: QRectF) -> None:
        marks.paint_grade(painter, self.grade, chip, absent=True)
        painter.setPen(QPen(theme.color("muted"), 1.5))
        painter.drawLine(chip.bottomLeft() + QPointF(-2, 2), chip.topRight() + QPointF(2, -2))
        painter.setPen(theme.color("muted"))
        inner = self.width() - 2 * self.padding
        y = float(HEAD)
        absent = say("picker.absent", grade=self.grade)
        for text, weight in ((absent, theme.MEDIUM), (say("picker.for_term"), theme.REGULAR)):
            high = _box(text, theme.NOTE, weight, inner).height()
            painter.setFont(theme.font(theme.NOTE, weight))
            painter.drawText(QRectF(self.padding, y, inner + 0.5, high + 2), WORDS, text)
            y += high + 4


def _tip(text: str) -> str:
    """NCI's words as a tip of comfortable width."""
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) > 72:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])
