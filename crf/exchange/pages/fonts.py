"""Which font draws which character: the bundled Noto Sans, its symbols, a font of the machine, or its code point."""

from __future__ import annotations

import re
import unicodedata
import zlib
from functools import cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from crf.exchange.pages import bidi, machine
from crf.text import RESOURCES

FONTS = RESOURCES / "fonts"
SYMBOLS = ("NotoSansMath-Regular", "NotoSansSymbols2-Regular", "NotoSansSymbols-Regular")
PLANE = re.compile("<([0-9A-F]{5,6})>$", re.MULTILINE)  # a character beyond U+FFFF in a table of Unicode values
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class Font(TTFont):  # type: ignore[misc]
    """A TrueType font whose characters beyond U+FFFF can be copied out of the page too."""

    def addObjects(self, doc: Any) -> None:
        """Write the font's objects, then mend its table of Unicode values."""
        before = set(doc.idToObject)
        super().addObjects(doc)
        for name in set(doc.idToObject) - before:
            if name.startswith("toUnicodeCMap:"):
                stream = doc.idToObject[name]
                stream.content = PLANE.sub(_surrogates, stream.content)


def _surrogates(match: re.Match[str]) -> str:
    return "<" + chr(int(match[1], 16)).encode("utf-16-be").hex().upper() + ">"


@cache
def load(path: Path, index: int = 0) -> Font | None:
    """The font of a file; None where it can't be drawn with."""
    name = path.stem
    try:
        if path.parent != FONTS:  # the machine may hold another Noto Sans: a document needs names that differ
            name = re.sub("[^A-Za-z0-9-]", "", name) + f"-{zlib.crc32(f'{path} {index}'.encode()):08x}"
        font = Font(name, str(path), subfontIndex=index)
    except (TTFError, OSError, ValueError, KeyError, IndexError):
        return None
    font.face.name = name.encode("ascii")
    pdfmetrics.registerFont(font)
    return font


def bundled(name: str) -> Font:
    """A font of `resources/fonts`."""
    font = load(FONTS / f"{name}.ttf")
    assert font is not None, f"resources/fonts/{name}.ttf is damaged"
    return font


class Owners(dict[str, Font]):
    """The font that draws each character in one weight."""

    def __init__(self, weight: str):
        super().__init__()
        self.first = bundled(f"NotoSans-{weight}")

    def __missing__(self, char: str) -> Font:
        font = next((font for font in self._chain() if ord(char) in font.face.charToGlyph), None) or borrowed(char)
        self[char] = font or self.first
        return self[char]

    def _chain(self) -> list[Font]:
        return [self.first, *map(bundled, SYMBOLS)]

    def draws(self, char: str) -> bool:
        """Whether any font has the character."""
        return ord(char) in self[char].face.charToGlyph


@cache
def borrowed(char: str) -> Font | None:
    """A font of the machine that has a character the bundled ones lack."""
    for found in machine.holders(char):
        font = load(found.path, found.index)
        if font is not None and font.face.charToGlyph.get(ord(char)):
            return font
    return None


class Advances(dict[str, float]):
    """The width of each character in one weight, in thousandths of the size."""

    def __init__(self, owners: Owners):
        super().__init__()
        self.owners = owners

    def __missing__(self, char: str) -> float:
        face = self.owners[char].face
        self[char] = float(face.charWidths.get(ord(char), face.defaultWidth))
        return self[char]


@cache
def owners(bold: bool) -> Owners:
    """The fonts of one weight."""
    return Owners("Bold" if bold else "Regular")


@cache
def advances(bold: bool) -> Advances:
    """The widths of one weight."""
    return Advances(owners(bold))


class Shown(dict[str, str]):
    """What is printed for each character: itself, a space, a replacement, or its code point where no font has it."""

    def __missing__(self, char: str) -> str:
        self[char] = self._shown(char)
        return self[char]

    def _shown(self, char: str) -> str:
        kind = unicodedata.category(char)
        if char in "\u00a0\u202f":
            return "\u00a0"  # a space, but lines don't break at it
        if char == "\t" or kind in ("Zs", "Zl", "Zp"):
            return " "
        if kind in ("Cc", "Cs"):
            return REPLACEMENT
        if kind == "Cf" or "\ufe00" <= char <= "\ufe0f":
            return ""
        return char if owners(False).draws(char) else f"[U+{ord(char):04X}]"


SHOWN = Shown()


def clean(text: str) -> str:
    """One line of text as it can be printed: composed, without control characters, nothing silently lost."""
    if text.isascii() and text.isprintable():
        return text
    composed = bidi.joined(unicodedata.normalize("NFC", text), owners(False).draws)
    return "".join(map(SHOWN.__getitem__, composed))


def width(text: str, bold: bool = False) -> float:
    """Width of a cleaned line in thousandths of the size."""
    return sum(map(advances(bold).__getitem__, text))


def runs(text: str, bold: bool) -> list[tuple[Font, str]]:
    """A cleaned line cut where the font changes."""
    table = owners(bold)
    if len(one := set(map(table.__getitem__, text))) == 1:
        return [(one.pop(), text)]
    out: list[tuple[Font, str]] = []
    for char in text:
        font = table[char]
        if out and out[-1][0] is font:
            out[-1] = (font, out[-1][1] + char)
        else:
            out.append((font, char))
    return out
