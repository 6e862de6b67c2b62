"""The answer column of one row: a cursor that sets pieces side by side and begins a new line where they don't fit."""

from __future__ import annotations

from crf.exchange.pages import marks, tokens, wrap
from crf.exchange.pages.press import Ink, Press

MISSING_GAP = 10.0


class Column:
    """Lines of one answer; x counts from the column's left edge, y downwards from the first baseline."""

    def __init__(
        self, press: Press, left: float, room: float, extra: float = tokens.EXTRA, size: float = tokens.ANSWER
    ):
        self.press, self.left, self.room, self.extra, self.size = press, left, room, extra, size
        self.lines: list[tuple[float, Ink]] = [(0.0, press.ink())]
        self.x = self.y = 0.0
        self.reserved = 0.0  # at the right end of the present line
        self.indent = 0.0  # where lines begin that wrap inside a row
        self.under: tuple[float, float] | None = None  # where long prose goes on: left edge, y of its first line
        self.begun = False  # whether the present line holds anything

    @property
    def ink(self) -> Ink:
        """The present line."""
        return self.lines[-1][1]

    @property
    def at(self) -> float:
        """Where the cursor stands on the page's text width."""
        return self.left + self.x

    def left_over(self) -> float:
        """Points left on the present line."""
        return self.room - self.reserved - self.x

    def line(self, lead: float | None = None) -> None:
        """Begin a new line."""
        self.y += self.extra if lead is None else lead
        self.lines.append((self.y, self.press.ink()))
        self.x = self.reserved = 0.0
        self.begun = False

    def need(self, width: float, gap: float = 0.0) -> None:
        """Step over a gap, or to a new line where a piece of this width doesn't fit any more."""
        if not self.begun:
            self.begun = True
        elif self.x + gap + width > self.room - self.reserved + 0.01:
            self.line()
            self.x = self.indent if self.indent + width <= self.room else 0.0
            self.begun = True
        else:
            self.x += gap

    def tab(self, stop: float) -> None:
        """Go on to a stop of the column."""
        self.x = max(self.x, stop)

    def word(self, text: str, size: float, bold: bool = False, grey: float = tokens.INK, gap: float = 0.0) -> None:
        """A text, kept on one line where a line can hold it, else broken over lines."""
        wide = self.press.width(text, size, bold)
        if "\n" not in text and wide <= self.room - (self.reserved if not self.begun else 0):
            self.need(wide, gap)
            self.x = self.ink.text(self.at, 0, text, size, bold, grey) - self.left
            return
        self.prose(text, size, bold, grey, gap)

    def prose(
        self,
        text: str,
        size: float,
        bold: bool = False,
        grey: float = tokens.INK,
        gap: float = 0.0,
        strike: bool = False,
    ) -> None:
        """A text that may take many lines, the first of them on the present line."""
        if self.begun:
            self.x += gap
        if self.left_over() < min(40.0, self.room):
            self.line(tokens.LINE)
        self.begun = True
        for n, line in enumerate(wrap.lines(text, size, self.room, bold, self.left_over())):
            if n:
                self.line(size * 1.22)
                self.begun = True
            if strike:
                end = marks.struck(self.ink, self.at, 0, line, size) if line else self.at
            else:
                end = self.ink.text(self.at, 0, line, size, bold, grey)
            self.x = end - self.left

    def widen(self) -> None:
        """Go on under the question over the whole width, where the row allows it."""
        if self.under:
            left, y = self.under
            self.room += self.left - left
            self.left = left
            self.line(max(y - self.y, 0.0) + tokens.LINE + 1.5)

    def option(self, label: str, code: str, crossed: bool, muted: bool) -> None:
        """A choice box with its words and code at the cursor; long words go on under themselves."""
        grey = tokens.MUTED if muted else tokens.INK
        marks.box(self.ink, self.at, 0, crossed, grey)
        self.x += tokens.BOX + marks.LABEL_GAP
        indent, self.begun = self.x, True
        lines = wrap.lines(label, self.size, max(self.left_over(), 20), crossed)
        for n, line in enumerate(lines):
            if n:
                self.line(tokens.LINE)
                self.x, self.begun = indent, True
            self.x = self.ink.text(self.at, 0, line, self.size, crossed, grey) - self.left
        if code:
            if self.left_over() < marks.CODE_GAP + self.press.width(code, tokens.HINT):
                self.line(tokens.HINT_LINE)
                self.x, self.begun = indent - marks.CODE_GAP, True
            self.x += marks.CODE_GAP
            self.x = self.ink.text(self.at, 0, code, tokens.HINT, grey=tokens.MUTED) - self.left

    def strokes(self, pattern: str, gap: float = 0.0) -> None:
        """Strokes to write digits on."""
        self.need(marks.strokes_width(self.press, pattern), gap)
        self.x = marks.strokes(self.ink, self.at, 0, pattern) - self.left

    def write_line(self, least: float, gap: float = 0.0, width: float | None = None) -> None:
        """A line to write on, to the end of the column or of a width."""
        self.need(least, gap)
        end = self.room - self.reserved if width is None else min(self.x + width, self.room - self.reserved)
        low = -tokens.STROKE_DROP
        self.ink.line(self.at, low, self.left + end, low, tokens.FRAME, tokens.WRITE)
        self.x = end

    def right(self, text: str, size: float, grey: float, gap: float) -> None:
        """A text that ends at the column's right edge, on the present line where it fits."""
        wide = self.press.width(text, size)
        if wide > self.room:
            self.line(tokens.LINE)
            self.prose(text, size, grey=grey)
            return
        if self.begun and self.x + gap + wide > self.room - self.reserved:
            self.line(tokens.LINE)
        self.begun = True
        self.ink.right(self.left + self.room - self.reserved, 0, text, size, grey=grey)
        self.x = self.room - self.reserved

    def missing_width(self, codes: tuple[str, ...]) -> float:
        """Points the boxes of missing codes take."""
        widths = [self.press.width(code, self.size, True) + marks.LABEL_GAP + tokens.BOX for code in codes]
        return sum(widths) + MISSING_GAP * (len(codes) - 1)

    def missing(self, codes: tuple[str, ...], chosen: str, muted: bool) -> None:
        """The boxes of missing codes at the right edge of the present line, which keeps free of them."""
        x = self.left + self.room
        for code in reversed(codes):
            crossed = code == chosen
            grey = tokens.MUTED if muted and not crossed else tokens.INK
            x = self.ink.right(x, 0, code, self.size, crossed, grey) - marks.LABEL_GAP - tokens.BOX
            marks.box(self.ink, x, 0, crossed, grey)
            x -= MISSING_GAP
        self.reserved = self.left + self.room - x if codes else 0.0
