"""Icons as Qt's menus and the desktop want them, drawn in the colours of the theme in force."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap

from ui.icons import paint, paint_mark


class _Engine(QIconEngine):
    """Draws at any size and in the colour of the theme in force, muted where disabled."""

    def __init__(self, name: str, color: str):
        super().__init__()
        self.name, self.colour = name, color

    def paint(self, painter: QPainter, rect, mode: QIcon.Mode, state: QIcon.State) -> None:
        paint(painter, self.name, QRectF(rect), "faint" if mode == QIcon.Mode.Disabled else self.colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRectF(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _Engine(self.name, self.colour)

    def key(self) -> str:
        return "casebook"

    def read(self, stream) -> bool:
        return False

    def write(self, stream) -> bool:
        return False


def made_icon(name: str, color: str) -> QIcon:
    """An icon that follows the theme."""
    return QIcon(_Engine(name, color))


def window_icon() -> QIcon:
    """Casebook's own mark: two lines of a form on an accent square."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128):
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        paint_mark(painter, QRectF(0, 0, size, size))
        painter.end()
        made.addPixmap(picture)
    return made
