"""Which TrueType fonts the machine has, and which of them holds a character the bundled ones lack."""

from __future__ import annotations

import os
import struct
import sys
from functools import cache
from pathlib import Path

from attrs import frozen


@frozen
class Coverage:
    """One font of a file: `index` tells the fonts of a collection apart, `spans` are its ranges of code points."""

    path: Path
    index: int
    spans: tuple[tuple[int, int], ...]

    def has(self, code: int) -> bool:
        """Whether a code point lies in its ranges."""
        return any(first <= code <= last for first, last in self.spans)


def folders() -> list[Path]:
    """The usual folders of fonts of this system."""
    home = Path.home()
    if sys.platform == "win32":
        own = Path(os.environ.get("LOCALAPPDATA", home)) / "Microsoft/Windows/Fonts"
        return [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts", own]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts"]


def _rank(path: Path) -> tuple[int, str]:
    """Plain upright sans first, so that one machine always takes the same font."""
    name = path.name.lower()
    odd = (
        "serif",
        "bold",
        "italic",
        "oblique",
        "mono",
        "light",
        "thin",
        "black",
        "condensed",
        "display",
        "kufi",
        "nastaliq",
    )
    return sum(word in name for word in odd) * 10 + (not name.startswith("notosans")), str(path)


@cache
def files() -> tuple[Path, ...]:
    """All font files found, the plain ones first."""
    found = [
        Path(root) / name
        for folder in folders()
        for root, _, names in os.walk(folder)
        for name in names
        if name.lower().endswith((".ttf", ".ttc"))
    ]
    return tuple(sorted(found, key=_rank))


@cache
def coverages(path: Path) -> tuple[Coverage, ...]:
    """What the fonts of a file hold; none where it can't be read, has no TrueType outlines or forbids embedding."""
    try:
        data = path.read_bytes()
        return tuple(
            Coverage(path, index, _spans(data, tables[b"cmap"]))
            for index, start in enumerate(_starts(data))
            if b"glyf" in (tables := _tables(data, start)) and b"cmap" in tables and _embeddable(data, tables)
        )
    except (OSError, struct.error, IndexError):
        return ()


def holders(char: str) -> list[Coverage]:
    """The fonts that hold a character, best first, found one after the other."""
    code = ord(char)
    for path in files():
        found = [coverage for coverage in coverages(path) if coverage.has(code)]
        if found:
            return found
    return []


def _starts(data: bytes) -> tuple[int, ...]:
    if data[:4] != b"ttcf":
        return (0,)
    (count,) = struct.unpack_from(">L", data, 8)
    return struct.unpack_from(f">{min(count, 64)}L", data, 12)


def _tables(data: bytes, start: int) -> dict[bytes, int]:
    (count,) = struct.unpack_from(">H", data, start + 4)
    records = (struct.unpack_from(">4sLLL", data, start + 12 + 16 * n) for n in range(count))
    return {tag: offset for tag, _, offset, _ in records}


def _embeddable(data: bytes, tables: dict[bytes, int]) -> bool:
    if b"OS/2" not in tables:
        return True
    (kind,) = struct.unpack_from(">H", data, tables[b"OS/2"] + 8)
    return bool(kind & 0xF != 0x2)


def _spans(data: bytes, cmap: int) -> tuple[tuple[int, int], ...]:
    """Ranges of a Unicode table of format 4 or 12; of several the widest."""
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    best: tuple[tuple[int, int], ...] = ()
    for n in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", data, cmap + 4 + 8 * n)
        if platform != 0 and (platform, encoding) not in ((3, 1), (3, 10)):
            continue
        spans = _read(data, cmap + offset)
        if sum(last - first + 1 for first, last in spans) > sum(last - first + 1 for first, last in best):
            best = spans
    return best


def _read(data: bytes, at: int) -> tuple[tuple[int, int], ...]:
    (form,) = struct.unpack_from(">H", data, at)
    if form == 12:
        (groups,) = struct.unpack_from(">L", data, at + 12)
        flat = struct.unpack_from(f">{3 * groups}L", data, at + 16)
        return tuple(zip(flat[0::3], flat[1::3], strict=True))
    if form == 4:
        count = struct.unpack_from(">H", data, at + 6)[0] // 2
        last = struct.unpack_from(f">{count}H", data, at + 14)
        first = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
        return tuple((a, b) for a, b in zip(first, last, strict=True) if a != 0xFFFF)
    return ()
