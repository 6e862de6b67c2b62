"""One document being printed: what its fonts call each text, and strips of drawing ready to be set on a page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from attrs import frozen

from crf.exchange.pages import bidi, fonts, tokens

ESCAPES = {n: (chr(n) if 32 <= n < 127 and chr(n) not in "()\\" else f"\\{n:03o}") for n in range(256)}


def escaped(codes: bytes) -> str:
    """Glyph codes as the inside of a PDF string."""
    return "".join(map(ESCAPES.__getitem__, codes))


@frozen
class Strip:
    """A slice of a form over the whole text width: PDF operators with 0, 0 at its top left corner (y grows upwards).

    `keep` binds it to the strip that follows; `carry` are strips repeated first where a page begins with this one;
    `foot` strips stand at the bottom of the page.
    """

    height: float
    ops: str
    keep: bool = False
    carry: tuple[Strip, ...] = ()
    foot: bool = False


class Press:
    """The state of one document: which glyph codes its texts have in its embedded fonts."""

    def __init__(self, doc: Any):
        self.doc = doc
        self._shows: dict[tuple[str, float, bool], tuple[str, float]] = {}
        self._widths: dict[tuple[str, bool], float] = {}
        self._subsets: dict[str, dict[str, str]] = {}
        self._codes: dict[str, dict[str, str]] = {}

    def show(self, text: str, size: float, bold: bool) -> tuple[str, float]:
        """Operators that show a text at the current point, and its width in points."""
        key = (text, size, bold)
        if (done := self._shows.get(key)) is not None:
            return done
        seen = bidi.visual(fonts.clean(text))
        out = [
            f"{subset} {size:g} Tf ({codes}) Tj"
            for font, run in fonts.runs(seen, bold)
            for subset, codes in self._coded(font, run)
        ]
        made = " ".join(out), self.width(text, size, bold)
        if len(text) < 60:
            self._shows[key] = made
        return made

    def _coded(self, font: fonts.Font, run: str) -> Iterator[tuple[str, str]]:
        """A run cut where the subset changes: what the document calls the subset, and the glyph codes escaped.

        A character keeps the glyph it was given first, so each is asked for once only.
        """
        subsets = self._subsets.setdefault(font.fontName, {})
        codes = self._codes.setdefault(font.fontName, {})
        for char in run:
            if char not in subsets:
                ((subset, code),) = font.splitString(char, self.doc)
                subsets[char], codes[char] = font.getSubsetInternalName(subset, self.doc), escaped(code)
        for name, part in groupby(run, subsets.__getitem__):
            yield name, "".join(map(codes.__getitem__, part))

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """Width of one line of text in points."""
        key = (text, bold)
        if (known := self._widths.get(key)) is None:
            known = fonts.width(fonts.clean(text), bold)
            if len(text) < 60:
                self._widths[key] = known
        return known * size / 1000

    def ink(self) -> Ink:
        """An empty strip to draw on."""
        return Ink(self)


class Ink:
    """Drawing gathered as operators; coordinates in points from the strip's own origin."""

    def __init__(self, press: Press):
        self.press = press
        self.out: list[str] = []
        self._fill = self._stroke = tokens.INK
        self._weight = -1.0
        self.first = self.last = 0.0  # how far the texts reach, left and right

    def text(self, x: float, y: float, text: str, size: float, bold: bool = False, grey: float = tokens.INK) -> float:
        """A text from x on; the x where it ends."""
        if not text:
            return x
        self._filled(grey)
        shown, wide = self.press.show(text, size, bold)
        self.out.append(f"BT {x:.2f} {y:.2f} Td {shown} ET")
        self.reach(x, x + wide)
        return x + wide

    def right(self, x: float, y: float, text: str, size: float, bold: bool = False, grey: float = tokens.INK) -> float:
        """A text that ends at x; the x where it begins."""
        start = x - self.press.width(text, size, bold)
        self.text(start, y, text, size, bold, grey)
        return start

    def hidden(self, x: float, y: float, text: str, size: float) -> None:
        """A text that is found and copied but not seen: what the drawn boxes mean."""
        self.out.append(f"BT 3 Tr {x:.2f} {y:.2f} Td {self.press.show(text, size, False)[0]} 0 Tr ET")

    def line(self, x1: float, y1: float, x2: float, y2: float, weight: float, grey: float = tokens.INK) -> None:
        """A straight line."""
        self._stroked(weight, grey)
        self.out.append(f"{x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S")

    def frame(self, x: float, y: float, w: float, h: float, weight: float, grey: float = tokens.INK) -> None:
        """The outline of a rectangle whose lower left corner is x, y."""
        self._stroked(weight, grey)
        self.out.append(f"{x:.2f} {y:.2f} {w:.2f} {h:.2f} re S")

    def block(self, x: float, y: float, w: float, h: float, grey: float = tokens.INK) -> None:
        """A filled rectangle."""
        self._filled(grey)
        self.out.append(f"{x:.2f} {y:.2f} {w:.2f} {h:.2f} re f")

    def path(self, points: list[tuple[float, float]], weight: float, grey: float = tokens.INK) -> None:
        """A closed outline through points."""
        self._stroked(weight, grey)
        moves = " ".join(f"{x:.2f} {y:.2f} {'l' if n else 'm'}" for n, (x, y) in enumerate(points))
        self.out.append(f"{moves} s")

    def polygon(self, points: list[tuple[float, float]], grey: float = tokens.INK) -> None:
        """A filled area with corners at points."""
        self._filled(grey)
        moves = " ".join(f"{x:.2f} {y:.2f} {'l' if n else 'm'}" for n, (x, y) in enumerate(points))
        self.out.append(f"{moves} f")

    def circle(self, x: float, y: float, radius: float, weight: float) -> None:
        """A circle about x, y."""
        self._stroked(weight, tokens.INK)
        k = radius * 0.5523
        quarters = [(radius, k, k, radius, 0.0, radius), (-k, radius, -radius, k, -radius, 0.0)]
        quarters += [tuple(-n for n in quarter) for quarter in quarters]  # type: ignore[misc]
        arcs = " ".join(
            f"{x + a:.2f} {y + b:.2f} {x + c:.2f} {y + d:.2f} {x + e:.2f} {y + f:.2f} c"
            for a, b, c, d, e, f in quarters
        )
        self.out.append(f"{x + radius:.2f} {y:.2f} m {arcs} s")

    def set(self, x: float, y: float, other: Ink) -> None:
        """Another drawing with its origin moved to x, y."""
        if other.out:
            self._filled(tokens.INK)
            self._stroked(self._weight, tokens.INK)
            self.out.append(f"q 1 0 0 1 {x:.2f} {y:.2f} cm")
            self.out.extend(other.out)
            self.out.append("Q")

    def strip(self, height: float, keep: bool = False, carry: tuple[Strip, ...] = (), foot: bool = False) -> Strip:
        """What was drawn, as a strip of a height."""
        return Strip(height, "\n".join(self.out), keep, carry, foot)

    def reach(self, first: float, last: float) -> None:
        """Note that something stands between two x."""
        if first < self.first or not self.last:
            self.first = first
        if last > self.last:
            self.last = last

    def _filled(self, grey: float) -> None:
        if grey != self._fill:
            self.out.append(f"{grey:g} g")
            self._fill = grey

    def _stroked(self, weight: float, grey: float) -> None:
        if grey != self._stroke:
            self.out.append(f"{grey:g} G")
            self._stroke = grey
        if weight != self._weight and weight >= 0:
            self.out.append(f"{weight:g} w")
            self._weight = weight
