"""The one place for colours, sizes and fonts of the window, in a light and a dark table."""

from __future__ import annotations

from functools import cache
from typing import Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPainter, QPalette, QPen
from PySide6.QtWidgets import QApplication

Scheme = Literal["light", "dark", "system"]

# Sizes in px at scale 1.
UNIT = 4
RADIUS_CARD = 6
RADIUS_INPUT = 4
RADIUS_PILL = 10
CONTROL = 28
BAR = 48
RAIL = 168
FOOTER = 36
PAD = 24
PANEL = 288
PANEL_WIDE = 328
FORM_WIDTH = 776
RING = 2

NUMBER = 22
TITLE = 20
SECTION = 15
BODY = 13
NOTE = 12
LABEL = 11
SPACING = {11: 0.0, 12: 0.0, 13: -0.08, 15: -0.2}

REGULAR, MEDIUM, STRONG = 400, 500, 600

LIGHT = {
    "ground": "#F6F7F9",
    "surface": "#FFFFFF",
    "line": "#D7DCE3",
    "hair": "#E8EBF0",
    "outline": "#7C8795",
    "sunken": "#EFF1F5",
    "text": "#1A2330",
    "muted": "#566273",
    "faint": "#98A2AF",
    "accent": "#0A6A94",
    "accent ground": "#E2F0F6",
    "on accent": "#FFFFFF",
    "amber": "#9A5B00",
    "amber ground": "#FDF4E3",
    "amber edge": "#E8CF9F",
    "green": "#1E7347",
    "green ground": "#E6F4EC",
    "red": "#B3261E",
    "red ground": "#FCEDEB",
    "red edge": "#E6B5B0",
    "on red": "#FFFFFF",
    "violet": "#6345A0",
    "teal": "#0B7373",
    "navy": "#2B4A8B",
    "empty": "#7A8594",
    "locked": "#566273",
    "grade 1": "#F9E8F0",
    "grade 2": "#EBC3D8",
    "grade 3": "#B4508A",
    "grade 4": "#862A61",
    "grade 5": "#4E1036",
    "grade 1 figure": "#7A2356",
    "grade 2 figure": "#5E1640",
    "grade 3 figure": "#FFFFFF",
    "grade 4 figure": "#FFFFFF",
    "grade 5 figure": "#FFFFFF",
    "grade edge": "#DDA9C4",
}
DARK = {
    "ground": "#13171C",
    "surface": "#1B2128",
    "line": "#36404C",
    "hair": "#262E37",
    "outline": "#6F7C8B",
    "sunken": "#222A33",
    "text": "#E7EBF0",
    "muted": "#9BA7B5",
    "faint": "#667382",
    "accent": "#62BCE0",
    "accent ground": "#16323F",
    "on accent": "#0B1D26",
    "amber": "#E0A64A",
    "amber ground": "#2E2617",
    "amber edge": "#5C4A27",
    "green": "#5CC08D",
    "green ground": "#17301F",
    "red": "#F2867E",
    "red ground": "#351D1C",
    "red edge": "#6E3B37",
    "on red": "#2B0B09",
    "violet": "#B49BEA",
    "teal": "#4FC3C3",
    "navy": "#8FAEEB",
    "empty": "#8593A3",
    "locked": "#9BA7B5",
    "grade 1": "#3A2533",
    "grade 2": "#5E2F4B",
    "grade 3": "#93427A",
    "grade 4": "#D184B2",
    "grade 5": "#F7C9E0",
    "grade 1 figure": "#F0C3DA",
    "grade 2 figure": "#FBE0EE",
    "grade 3 figure": "#FFFFFF",
    "grade 4 figure": "#2A0A1D",
    "grade 5 figure": "#3A0C28",
    "grade edge": "#6A3F58",
}

Role = QPalette.ColorRole
# A label asks for a role, not a colour, so that it follows a change of theme by itself.
ROLES = {
    "text": Role.WindowText,
    "muted": Role.PlaceholderText,
    "accent": Role.Link,
    "amber": Role.LinkVisited,
    "red": Role.BrightText,
    "green": Role.ToolTipText,
    "faint": Role.Mid,
    "on accent": Role.HighlightedText,
}
GROUNDS = {
    "ground": Role.Window,
    "surface": Role.Base,
    "sunken": Role.AlternateBase,
    "accent ground": Role.ToolTipBase,
    "amber ground": Role.Light,
    "hair": Role.Midlight,
}


class Theme:
    """The table in force and what was asked for."""

    def __init__(self) -> None:
        self.asked: Scheme = "system"
        self.table = LIGHT

    @property
    def dark(self) -> bool:
        """Whether the dark table is in force."""
        return self.table is DARK


current = Theme()


def color(name: str) -> QColor:
    """The colour of a token in the table in force."""
    return _color(current.table[name])


@cache
def _color(value: str) -> QColor:
    return QColor(value)


@cache
def _system() -> str:
    """The family the desktop gives an application, read before the first font of our own is set."""
    return QGuiApplication.font().family()


@cache
def font(size: int = BODY, weight: int = REGULAR, strike: bool = False, italic: bool = False) -> QFont:
    """The window's font at a size in px and a weight of 400, 500 or 600, with figures of equal width."""
    made = QFont(["Inter", _system()])
    made.setPixelSize(size)
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, SPACING.get(size, -0.4 if size >= TITLE else 0.0))
    made.setStrikeOut(strike)
    made.setItalic(italic)
    return made


def palette(table: dict[str, str]) -> QPalette:
    """All roles of a palette filled from a table; disabled text is muted."""
    made = QPalette()
    plain = {
        Role.Button: "surface",
        Role.ButtonText: "text",
        Role.Text: "text",
        Role.Highlight: "accent",
        Role.Dark: "outline",
        Role.Shadow: "line",
        Role.Accent: "accent",
    }
    for role, token in (*plain.items(), *((role, token) for token, role in (ROLES | GROUNDS).items())):
        made.setColor(role, QColor(table[token]))
    for role in (Role.WindowText, Role.Text, Role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(table["faint"]))
    return made


def apply(app: QApplication, scheme: Scheme = "system") -> None:
    """Put the font and palette of a scheme on the application; widgets repaint by themselves.

    The style is Fusion, chosen on the way into QApplication: asking for it afterwards costs 5 ms.
    """
    app.setFont(font())
    current.asked = scheme
    hints = QGuiApplication.styleHints()
    dark = scheme == "dark" or (scheme == "system" and hints.colorScheme() == Qt.ColorScheme.Dark)
    current.table = DARK if dark else LIGHT
    app.setPalette(palette(current.table))


def crisp(rect: QRectF) -> QRectF:
    """A rectangle whose 1 px outline falls on whole pixels."""
    return rect.adjusted(0.5, 0.5, -0.5, -0.5)


def paint_box(painter: QPainter, rect: QRectF, fill: str = "surface", edge: str = "line", radius: float = 6) -> None:
    """A rounded box with a 1 px line; an empty token leaves fill or line out."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color(edge), 1) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(color(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(crisp(rect) if edge else rect, radius, radius)


def paint_focus_ring(painter: QPainter, rect: QRectF, radius: float = RADIUS_INPUT) -> None:
    """The 2 px accent ring around the box `rect` of a control; needs `RING` px of room outside it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color("accent"), RING))
    half = RING / 2
    painter.drawRoundedRect(QRectF(rect).adjusted(-half, -half, half, half), radius + half, radius + half)
