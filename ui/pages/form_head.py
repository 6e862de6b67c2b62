"""The head of the form page: where one is, the form and its status, its day and window, the forms before and after."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from crf.reading.views import FormHead
from crf.text import say
from ui import icons, marks, theme, widgets
from ui.controls import IconButton
from ui.pages import form_words as words

HEIGHT = 92
CRUMB, TITLE, DAY = 20, 48, 74  # middle heights
STATUS = {
    "not started": ("not started", "not started"),
    "draft": ("draft", "draft"),
    "incomplete": ("incomplete", "incomplete"),
    "complete": ("complete", "complete"),
    "findings": ("finding", "findings"),
    "queries": ("query", "queries"),
    "stopped": ("stopped", "stopped"),
    "verified": ("verified", "verified"),
    "signed": ("signed", "signed"),
    "locked": ("locked", "locked"),
    "voided": ("voided", "voided"),
}


class Head(QWidget):
    """Names study, subject, visit, form and version; leads to the subject and to the neighbours."""

    up = Signal()
    turned = Signal(bool)
    menu = Signal(QPoint)

    def __init__(self, parent: QWidget):
        super().__init__(parent)
        self.head: FormHead | None = None
        self.status = "not started"
        self.left, self.wide = 24, theme.FORM_WIDTH
        self._crumb = QRect()
        self._over = False
        self.setMouseTracking(True)
        self.back = IconButton("caret-left", say("form.previous"))
        self.next = IconButton("caret-right", say("form.next"))
        self.more = IconButton("dots-three", say("form.more"))
        for button in (self.back, self.next, self.more):
            button.setParent(self)
        self.back.clicked.connect(lambda: self.turned.emit(False))
        self.next.clicked.connect(lambda: self.turned.emit(True))
        self.more.clicked.connect(lambda: self.menu.emit(self.more.mapToGlobal(self.more.rect().bottomLeft())))

    def show_head(self, head: FormHead, status: str) -> None:
        """Show where one is and how the form stands."""
        if (head, status) == (self.head, self.status):
            return
        self.head, self.status = head, status
        self.back.setEnabled(head.previous is not None)
        self.next.setEnabled(head.next is not None)
        told = (
            f"{head.study}, {head.subject}, {head.visit}, {head.form} {head.version}, {marks.word(STATUS[status][1])}"
        )
        self.setAccessibleName(told)
        self.update()

    def set_column(self, left: int, wide: int) -> None:
        """Stand in a column of the page."""
        self.left, self.wide = left, wide
        right = left + wide
        for at, button in enumerate((self.more, self.next, self.back)):
            button.move(right - 28 - at * 32 + 6 * (at == 0), TITLE - 14)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.head is None:
            return
        painter = QPainter(self)
        self._paint_crumbs(painter, self.head)
        right = self.left + self.wide - 100
        if self.head.count:
            told = say("form.place", index=self.head.index, count=self.head.count)
            words.put_right(painter, right, TITLE, told, "muted", theme.NOTE)
            right -= round(words.width(told, theme.NOTE)) + 16
        mark, word = STATUS[self.status]
        pill = words.width(marks.word(word), theme.NOTE, theme.MEDIUM) + 35
        title = words.elided(self.head.form, right - self.left - pill - 12, theme.TITLE, theme.STRONG)
        end = words.put(painter, self.left, TITLE, title, "text", theme.TITLE, theme.STRONG)
        box = QRectF(round(end) + 12, TITLE - 10, round(pill), 20)
        widgets.paint_pill(
            painter, box, marks.word(word), self.status if self.status != "findings" else "finding", mark
        )
        days = [part for part in (self.head.day_line, self.head.window_line) if part]
        x = float(self.left)
        for at, part in enumerate(days):
            if at:
                words.put(painter, x + 12, DAY, "·", "muted", theme.NOTE)
                x += 28
            x = words.put(painter, x, DAY, part, "muted", theme.NOTE)
        version = say("form.version", version=self.head.version)
        words.put_right(painter, self.left + self.wide, DAY, version, "muted", theme.NOTE)
        painter.end()

    def _paint_crumbs(self, painter: QPainter, head: FormHead) -> None:
        whose = head.subject or say("app.site", site=head.site)
        x = words.put(painter, self.left, CRUMB, whose, "text" if self._over else "muted", theme.NOTE)
        self._crumb = QRect(self.left - 4, CRUMB - 12, round(x) - self.left + 8, 24)
        for at, part in enumerate((head.visit, head.form)):
            if not part:
                continue
            icons.paint(painter, "caret-right", QRectF(x + 6, CRUMB - 5, 10, 10), "faint")
            last = at == 1
            x = words.put(
                painter,
                x + 22,
                CRUMB,
                part,
                "text" if last else "muted",
                theme.NOTE,
                theme.MEDIUM if last else theme.REGULAR,
            )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._crumb.contains(event.position().toPoint())
        if over != self._over:
            self._over = over
            self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._crumb.contains(event.position().toPoint()):
            self.up.emit()


def build_menu(parent: QWidget, entries: list[tuple[str, str, str, Callable[[], None] | None]]) -> QMenu:
    """A menu of icon, words, key and what is done (nothing: it can't be done now); an entry without words is a line."""
    menu = QMenu(parent)
    for icon, text, key, done in entries:
        if not text:
            menu.addSeparator()
            continue
        action = QAction(text, menu)
        if icon:
            action.setIcon(icons.icon(icon, "red" if icon == "prohibit" else "muted"))
        if key:
            action.setText(f"{text}\t{key}")
        action.setEnabled(done is not None)
        if done is not None:
            action.triggered.connect(lambda _=False, done=done: done())
        menu.addAction(action)
    return menu
