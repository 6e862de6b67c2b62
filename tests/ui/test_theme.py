"""The tokens: contrast in both themes, figures of equal width, marks that differ by shape, icons that are all there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from ui import icons, marks, theme
from ui.controls import Button, Input, RingKeeper
from ui.pages.subject_head import Tab, Tabs
from ui.widgets import column, label

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
TABLES = {"light": theme.LIGHT, "dark": theme.DARK}
GROUNDS = ("ground", "surface", "sunken")
TEXTS = [
    *((ink, ground) for ink in ("text", "muted", "accent") for ground in (*GROUNDS, "accent ground")),
    *((ink, ground) for ink in ("text", "muted", "amber") for ground in ("surface", "amber ground")),
    *((ink, ground) for ink in ("text", "red") for ground in ("surface", "ground", "red ground")),
    *((ink, ground) for ink in ("green",) for ground in ("surface", "green ground")),
    *((ink, "surface") for ink in ("violet", "teal", "navy", "locked")),
    ("on accent", "accent"),
    ("on red", "red"),
    *((f"grade {n} figure", f"grade {n}") for n in range(1, 6)),
]
OUTLINES = [
    *(("outline", ground) for ground in ("surface", "ground")),
    *((token, "surface") for token in ("empty", "accent", "amber", "green", "red")),
]
ROOT = Path(__file__).parents[2]


def luminance(color: str) -> float:
    parts = (QColor(color).redF(), QColor(color).greenF(), QColor(color).blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_as_published() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_text_can_be_read(name: str, ink: str, ground: str) -> None:
    table = TABLES[name]
    assert contrast(table[ink], table[ground]) >= 4.5


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(("ink", "ground"), OUTLINES)
def test_outlines_and_marks_can_be_seen(name: str, ink: str, ground: str) -> None:
    table = TABLES[name]
    assert contrast(table[ink], table[ground]) >= 3


def test_both_themes_have_the_same_tokens() -> None:
    assert theme.LIGHT.keys() == theme.DARK.keys()


def test_a_label_follows_the_theme_without_being_told(desk: QApplication, qtbot: QtBot) -> None:
    muted = label("a note", color="muted")
    qtbot.addWidget(muted)

    def ink() -> str:
        return muted.palette().color(muted.foregroundRole()).name().upper()

    assert ink() == theme.LIGHT["muted"]
    theme.apply(desk, "dark")
    qtbot.waitUntil(lambda: ink() == theme.DARK["muted"])
    assert theme.color("surface").name().upper() == theme.DARK["surface"]
    theme.apply(desk, "light")


def test_disabled_text_is_fainter(desk: QApplication) -> None:
    off = theme.palette(theme.LIGHT).color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText)
    assert off == QColor(theme.LIGHT["faint"])


def test_figures_have_equal_width(desk: QApplication) -> None:
    metrics = QFontMetricsF(theme.font())
    assert len({metrics.horizontalAdvance(figure * 4) for figure in "0123456789"}) == 1


def picture(meaning: str) -> bytes:
    image = QImage(28, 28, QImage.Format.Format_Alpha8)
    image.fill(0)
    painter = QPainter(image)
    marks.paint(painter, meaning, QPointF(14, 14), 24)
    painter.end()
    return bytes(image.constBits())


def test_every_meaning_has_a_shape_and_a_word_of_its_own(desk: QApplication) -> None:
    """Told without colour: the shapes differ where colours are taken away."""
    apart = [name for name in marks.MARKS if name != "missing"]
    assert len({picture(name) for name in apart}) == len(apart)
    assert len({marks.word(name) for name in marks.MARKS}) == len(marks.MARKS)


def test_a_grade_carries_its_figure_in_both_themes(desk: QApplication) -> None:
    def chip(grade: int, absent: bool = False) -> bytes:
        image = QImage(28, 28, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        marks.paint_grade(painter, grade, QRectF(0, 0, 28, 28), absent)
        painter.end()
        return bytes(image.constBits())

    assert len({chip(grade) for grade in range(1, 6)}) == 5
    assert chip(5) != chip(5, absent=True)


def test_every_icon_named_in_the_window_is_baked(desk: QApplication) -> None:
    """Names of icons stand in strings all over ui/; each that looks like one has an outline."""
    known = set(icons._outlines())
    for token, name in marks.MARKS.values():
        assert token in theme.LIGHT
        assert not name or name in known
    for name in known:
        assert not icons.path(name).isEmpty()
    from ui.frame import Footer
    from ui.menus import MENUS
    from ui.rail import Rail

    named = {icon for lines in MENUS.values() for _, _, icon in lines if icon}
    named |= {icon for _, icon, _ in Rail.PLACES} | {icon for icon, _ in Footer.TOLD.values()}
    assert named <= known


def test_no_colour_or_font_stands_outside_the_theme() -> None:
    wild = re.compile(r"#[0-9A-Fa-f]{6}\b|QFont\(\s*[\"\[]|setStyleSheet")
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sorted((ROOT / "ui").rglob("*.py"))
        if path.name != "theme.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if wild.search(line)
    ]
    assert found == []


def test_the_ring_stands_two_pixels_outside_what_has_the_keyboard(desk: QApplication, qtbot: QtBot) -> None:
    page, first, second = QWidget(), Input("one"), Button("two")
    page.setLayout(column(first, second, margins=(24, 24, 24, 24), spacing=12))
    qtbot.addWidget(page)
    keeper = RingKeeper(desk)
    page.show()
    page.activateWindow()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    assert keeper.ring.isVisible()
    assert keeper.ring.geometry() == first.geometry().adjusted(-4, -4, 4, 4)
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    assert keeper.ring.geometry() == second.geometry().adjusted(-4, -4, 4, 4)
    keeper.ring.follow(QMenu(page))  # marks its lines itself
    assert not keeper.ring.isVisible()
    keeper.ring.follow(second)
    assert keeper.ring.isVisible()
    shown = page.grab().toImage()
    ring = second.geometry().adjusted(-1, 0, 0, 0)
    assert shown.pixelColor(ring.left(), ring.center().y()) == theme.color("accent")


def test_the_ring_stands_apart_from_a_filled_button_and_around_the_part_in_force(
    desk: QApplication, qtbot: QtBot
) -> None:
    page, filled = QWidget(), Button("one", "primary")
    tabs = Tabs()
    tabs.show_tabs((Tab("a", "Alpha"), Tab("b", "Beta")), "b")
    page.setLayout(column(filled, tabs, margins=(24, 24, 24, 24), spacing=12))
    qtbot.addWidget(page)
    keeper = RingKeeper(desk)
    page.show()
    keeper.ring.follow(filled)
    shown, box = page.grab().toImage(), filled.geometry()
    told = [shown.pixelColor(box.left() - far, box.center().y()) for far in (1, 3)]
    assert told == [shown.pixelColor(2, 2), theme.color("accent")]
    keeper.ring.follow(tabs)
    part = tabs.rect_of("b").toRect().translated(tabs.pos())
    assert keeper.ring.geometry().contains(part.center())
    assert keeper.ring.width() < part.width() + 24
    tabs.show_tabs(tabs.tabs, "a")
    assert keeper.ring.geometry().contains(tabs.rect_of("a").toRect().translated(tabs.pos()).center())
