"""The dose sum shown large: factors that give the result shown, and what was prescribed and given against it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from crf.forms.layout import DoseSum, Factor
from crf.forms.record import Where
from crf.text import say
from ui import marks, theme
from ui.pages import form_words as words
from ui.pages.form_blocks import Block, Frame
from ui.pages.form_notice import Link

HEIGHT = 84
RIGHT = 252
PAD = 20
VERDICTS = {"silent": "yes", "soft": "finding", "deviation": "deviation"}
COLOURS = {"": "muted", "silent": "muted", "soft": "amber", "deviation": "amber"}
CAPTION = 16  # height of a further line of a caption
DEEPEST = 4
PITCH = 26  # from one comparison to the next
SIZES = (theme.TITLE, theme.SECTION, theme.BODY)


def broken(factor: Factor, deep: int) -> tuple[str, ...]:
    """A factor's caption in so many lines at most, as narrow as they can be without a word broken."""
    caption = factor.caption
    least = [words.width(word, theme.NOTE) for word in caption.split(" ")]
    least += [words.width(factor.text, weight=theme.STRONG), words.width(caption, theme.NOTE) / deep]
    room = round(max(least)) + 1
    while len(found := words.lines(caption, room, theme.NOTE)) > deep:
        room += 4
    return found


class SumBlock(Block):
    """The band of the dose sum."""

    def __init__(self, dose: DoseSum):
        super().__init__()
        self.sum = dose

    def content(self) -> object:
        return self.sum

    def arrange(self, frame: Frame, y: int) -> int:
        self.frame = frame
        self.right = self._compared() if self.sum.comparisons else 0
        self.under = 0
        if not self._fit(frame.width - self.right - 2 * PAD) and self.right:
            self.under = len(self.sum.comparisons) * PITCH + 12  # no room beside the factors
            self._fit(frame.width - 2 * PAD)
        left = frame.width - (0 if self.under else self.right) - PAD
        self.lacks = words.lines(self.sum.lacks, left - 2 * PAD) if self.sum.lacks else ()
        deep = max((len(caption) for caption in self.captions), default=1)
        self.high = HEIGHT + (deep - 1) * CAPTION + self.under
        high = self.high if self.sum.factors or self.sum.comparisons else 0
        if self.lacks:
            high = (
                max(high, len(self.lacks) * words.LINE + 24)
                if not self.sum.factors
                else high + len(self.lacks) * words.LINE
            )
        self.band = QRectF(frame.left, y + 4, frame.width, high)
        return self._span(frame, y, high + 8)

    def _fit(self, room: float) -> bool:
        """The size of the factors, and their captions in as few lines as let all stand in a room; whether they do."""
        for deep in range(1, DEEPEST + 1):
            self.captions = tuple(broken(factor, deep) for factor in self.sum.factors)
            fitting = [size for size in SIZES if self._wide(size) <= room]
            self.size = fitting[0] if fitting else SIZES[-1]
            if fitting:
                return True
        return False

    def _compared(self) -> int:
        """Width of the comparisons: an IL-2 dose in international units needs more than one in mg."""
        labels = max(words.width(one.label) for one in self.sum.comparisons)
        values = max(words.width(one.value, weight=theme.STRONG) for one in self.sum.comparisons)
        return max(RIGHT, round(2 * PAD + labels + 12 + values + self._percents() + 22))

    def _percents(self) -> int:
        """Room of the percents and the gap before them."""
        return max(52, *(round(words.width(one.percent)) + 9 for one in self.sum.comparisons))

    def _gaps(self) -> tuple[int, int]:
        """Room before and after a sign."""
        return (13, 15) if self.size == theme.TITLE else (8, 8)

    def _wide(self, size: int) -> float:
        """Width of all factors at a size."""
        self.size = size
        before, after = self._gaps()
        total = 0.0
        for factor, caption in zip(self.sum.factors, self.captions, strict=True):
            if factor.sign:
                total += before + after + words.width(factor.sign, size)
            under = max(words.width(line, theme.NOTE) for line in caption)
            total += max(words.width(factor.text, size, theme.STRONG), under)
        return total

    def paint(self, painter: QPainter, focus: Where | None, over: Link | None) -> None:
        theme.paint_box(painter, self.band, "surface", "line", theme.RADIUS_CARD)
        self._paint_factors(painter)
        below = self.band.y() + (self.high - 8 if self.sum.factors else 12)
        words.put_lines(painter, self.band.x() + PAD, below, self.lacks, "muted")
        if self.sum.comparisons:
            self._paint_comparisons(painter)

    def _paint_factors(self, painter: QPainter) -> None:
        before, after = self._gaps()
        x, y = self.band.x() + PAD, self.band.y()
        for factor, caption in zip(self.sum.factors, self.captions, strict=True):
            if factor.sign:
                x += before
                x = words.put(painter, x, y + 31, factor.sign, "muted", self.size) + after
            ends = [words.put(painter, x, y + 30, factor.text, "text", self.size, theme.STRONG)]
            for n, line in enumerate(caption):
                ends.append(words.put(painter, x, y + 58 + n * CAPTION, line, "muted", theme.NOTE))
            x = max(ends)

    def _paint_comparisons(self, painter: QPainter) -> None:
        line = theme.color("line")
        if self.under:
            left, top = self.band.x(), self.band.y() + self.high - self.under
            painter.fillRect(round(left) + PAD, round(top) - 4, self.frame.width - 2 * PAD, 1, line)
            right, first = left + self.right - PAD, top + PITCH / 2
        else:
            left = self.band.right() - self.right
            painter.fillRect(round(left), round(self.band.y()) + 16, 1, self.high - 32, line)
            right = self.band.right() - PAD
            first = self.band.y() + (29 if len(self.sum.comparisons) > 1 else self.high / 2)
        for at, one in enumerate(self.sum.comparisons):
            middle = first + at * PITCH
            words.put(painter, left + PAD, middle, one.label, "muted")
            edge = right
            if one.verdict:
                marks.paint(painter, VERDICTS[one.verdict], QPointF(right - 7, middle), 13)
            edge -= 22
            words.put_right(painter, edge, middle, one.percent, COLOURS[one.verdict])
            edge -= self._percents()
            words.put_right(painter, edge, middle, one.value, "text", weight=theme.STRONG)

    def tip(self) -> str:
        """The sum in words."""
        told = " ".join(f"{factor.sign} {factor.text}".strip() for factor in self.sum.factors)
        compared = "; ".join(
            say("form.sum.compared", label=one.label, value=one.value, percent=one.percent)
            for one in self.sum.comparisons
        )
        return "\n".join(part for part in (told, compared, self.sum.lacks) if part)
