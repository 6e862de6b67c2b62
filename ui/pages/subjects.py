"""The list of subjects: searched while typing, enrolled with Ctrl+N, opened with Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crf.actions.enrol import enrol, proposed_number
from crf.reading.subjects import subject_list
from crf.reading.views import SubjectLine
from crf.text import say
from ui import marks, theme
from ui.choosers import Select
from ui.controls import Button, Input
from ui.dialogs.enrol import EnrolDialog
from ui.pages import Page
from ui.widgets import Card, Empty, Scroll, column, elide, label, paint_pill, row, width_of

if TYPE_CHECKING:
    from crf.actions.session import Session
    from ui.navigator import Navigator

LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
HEAD, ROW = 36, 44
COLUMNS = (  # x at 1064 px: number, phase, next visit, forms, open, last saved
    ("subjects.number", 0.0),
    ("subjects.phase", 0.12),
    ("subjects.next", 0.32),
    ("subjects.forms", 0.53),
    ("subjects.open", 0.66),
    ("subjects.saved", 0.78),
)


class SubjectTable(QWidget):
    """The rows, painted; arrows, Home, End and Enter, or the mouse."""

    opened = Signal(str)
    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[SubjectLine] = []
        self.current = 0
        self.hover = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setProperty("ring", -1)

    def show_lines(self, lines: list[SubjectLine]) -> None:
        """Show subjects; the one in focus stays where it is still there."""
        held = self.lines[self.current].uid if self.current < len(self.lines) else ""
        self.lines = lines
        self.current = next((i for i, line in enumerate(lines) if line.uid == held), 0)
        self.setFixedHeight(HEAD + ROW * len(lines) + 2)
        self._announce()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(800, HEAD + ROW * len(self.lines) + 2)

    def _announce(self) -> None:
        if not self.lines:
            return
        line = self.lines[self.current]
        parts = [line.label, line.phase, line.detail, line.next_visit, line.clock, line.voided]
        self.setAccessibleName(", ".join(part for part in parts if part))

    def move(self, row: int) -> None:
        """Put the focus on a row."""
        if self.lines:
            self.current = max(0, min(row, len(self.lines) - 1))
            self._announce()
            self.update()
            self.moved.emit(self.current)

    def rect_of(self, row: int) -> QRectF:
        """Where a row is."""
        return QRectF(1, HEAD + row * ROW, self.width() - 2, ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        moves = {
            Qt.Key.Key_Down: self.current + 1,
            Qt.Key.Key_Up: self.current - 1,
            Qt.Key.Key_PageDown: self.current + 10,
            Qt.Key.Key_PageUp: self.current - 10,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self.lines) - 1,
        }
        if key in moves:
            self.move(moves[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.lines:
            self.opened.emit(self.lines[self.current].uid)
        else:
            event.ignore()

    def _row(self, y: float) -> int:
        row = int((y - HEAD) // ROW)
        return row if y >= HEAD and row < len(self.lines) else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hover = self._row(event.position().y())
        self.setCursor(Qt.CursorShape.PointingHandCursor if self.hover >= 0 else Qt.CursorShape.ArrowCursor)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.hover = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = self._row(event.position().y())
        if row >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.move(row)
            self.opened.emit(self.lines[row].uid)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.ignore()

    def focusInEvent(self, event: QEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = self.width() - 32
        for (name, share), (_, after) in zip(COLUMNS, (*COLUMNS[1:], ("", 1.0)), strict=True):
            rect = QRectF(16 + share * wide, 0, (after - share) * wide, HEAD)
            self._say(painter, rect, say(name), theme.NOTE, theme.REGULAR, "muted")
        painter.fillRect(QRectF(0, HEAD - 1, self.width(), 1), theme.color("line"))
        for index, line in enumerate(self.lines):
            self._paint_row(painter, index, line, wide)

    def _paint_row(self, painter: QPainter, index: int, line: SubjectLine, wide: float) -> None:
        rect = self.rect_of(index)
        current = index == self.current
        if current and self.hasFocus():
            painter.fillRect(rect.adjusted(0, 0, 0, -1), theme.color("accent ground"))
            painter.fillRect(QRectF(1, rect.y(), 3, ROW - 1), theme.color("accent"))
        elif current or index == self.hover:
            painter.fillRect(rect.adjusted(0, 0, 0, -1), theme.color("sunken"))
        if index < len(self.lines) - 1:
            painter.fillRect(QRectF(16, rect.bottom() - 1, wide, 1), theme.color("hair"))
        x = [16 + share * wide for _, share in COLUMNS] + [16 + wide]
        ink = "muted" if line.voided else "text"
        upper, lower = rect.y() + 3, rect.y() + 22
        number = QRectF(x[0], upper if line.detail else rect.y() + 12, x[1] - x[0], 20)
        self._say(painter, number, line.label, theme.BODY, theme.STRONG, ink, strike=bool(line.voided))
        self._say(painter, QRectF(x[0], lower, x[1] - x[0] - 8, 18), line.detail, theme.NOTE, theme.REGULAR, "muted")
        word = say("subjects.voided") if line.voided else line.phase
        word = elide(word, x[2] - x[1] - 28, theme.NOTE, theme.MEDIUM)
        wide_word = round(width_of(word, theme.NOTE, theme.MEDIUM) + 16)
        kind = "calm" if line.voided or not line.next_when else "accent"
        ground = "surface" if current else ""
        paint_pill(painter, QRectF(round(x[1]), rect.y() + 12, wide_word, 20), word, kind, ground=ground)
        if line.voided:
            box = QRectF(x[2], rect.y(), x[5] - x[2], ROW)
            self._say(painter, box, line.voided, theme.NOTE, theme.REGULAR, "muted")
        else:
            self._paint_state(painter, line, x, upper, lower)
        saved = line.last_saved.split(", ", 1)
        self._say(painter, QRectF(x[5], upper, x[6] - x[5], 20), saved[0], theme.NOTE, theme.REGULAR, "text")
        who = saved[1] if len(saved) > 1 else ""
        self._say(painter, QRectF(x[5], lower, x[6] - x[5], 18), who, theme.NOTE, theme.REGULAR, "muted")

    def _paint_state(self, painter: QPainter, line: SubjectLine, x: list[float], upper: float, lower: float) -> None:
        late = "amber" if line.overdue else "text"
        visit = QRectF(x[2], upper if line.next_when or line.clock else upper + 9, x[3] - x[2] - 8, 20)
        self._say(painter, visit, line.next_visit, theme.BODY, theme.MEDIUM, late)
        when = QRectF(x[2], lower, x[3] - x[2] - 8, 18)
        if line.clock:
            ink = "red" if line.clock_overdue else "amber"
            self._say(painter, when, line.clock, theme.NOTE, theme.STRONG, ink)
        else:
            self._say(painter, when, line.next_when, theme.NOTE, theme.REGULAR, "muted")
        if line.forms_started:
            share = say("subjects.share", complete=line.forms_complete, started=line.forms_started)
            self._say(painter, QRectF(x[3], upper, x[4] - x[3], 20), share, theme.BODY, theme.REGULAR, "text")
            bar = QRectF(x[3], lower + 5, 96, 4)
            painter.fillRect(bar, theme.color("line"))
            done = QRectF(bar.x(), bar.y(), 96 * line.forms_complete / line.forms_started, 4)
            painter.fillRect(done, theme.color("green"))
        at = x[4]
        for mark, count in (("finding", line.findings), ("query", line.queries), ("draft", line.drafts)):
            if count:
                marks.paint(painter, mark, QRectF(at, upper + 9, 14, 20).center())
                box = QRectF(at + 20, upper + 9, 30, 20)
                self._say(painter, box, str(count), theme.BODY, theme.MEDIUM, marks.color(mark))
                at += 26 + width_of(str(count)) + 10

    def _say(
        self, painter: QPainter, rect: QRectF, text: str, size: int, weight: int, color: str, strike: bool = False
    ) -> None:
        painter.setFont(theme.font(size, weight, strike))
        painter.setPen(theme.color(color))
        painter.drawText(rect, LEFT, elide(text, rect.width(), size, weight))


class Subjects(Page):
    """All subjects of the casebook."""

    def __init__(self, window: Navigator, session: Session):
        super().__init__(window, session)
        self.all: list[SubjectLine] = []
        self.search = Input("", 280, theme.REGULAR)
        self.search.setPlaceholderText(say("subjects.find"))
        self.search.setAccessibleName(say("subjects.find"))
        self.search.setClearButtonEnabled(False)
        self.phase = Select(180)
        self.phase.setAccessibleName(say("subjects.phase"))
        self.phase.addItem(say("subjects.all_phases"))
        self.new = Button(say("subjects.enrol"), "primary", "Ctrl N")
        self.count = label("", color="muted")
        self.table = SubjectTable()
        self.card = Card()
        self.card.setLayout(column(self.table))
        self.empty = Empty("users", say("subjects.none"), say("subjects.purpose"), self._first())
        self.nothing = label(say("subjects.nothing"), color="muted")
        self._lay_out()
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.phase.currentIndexChanged.connect(self._filter)
        self.new.clicked.connect(self.enrol)
        self.table.opened.connect(lambda uid: self.window_.show_subject(uid))
        self.table.moved.connect(self._reveal)

    def _first(self) -> Button:
        first = Button(say("subjects.enrol_first"), "primary", "Ctrl N")
        first.clicked.connect(self.enrol)
        return first

    def _lay_out(self) -> None:
        head = row(label(say("subjects.title"), theme.TITLE, theme.STRONG), 12, self.count, -1, self.new, spacing=0)
        self.tools = QWidget()
        self.tools.setLayout(row(self.search, self.phase, self.nothing, -1, spacing=8))
        inner = QWidget()
        inner.setLayout(column(self.card, -1))
        self.scroll = Scroll(inner)
        box = column(margins=(theme.PAD, 16, theme.PAD, 12), spacing=12)
        box.addLayout(head)
        box.addWidget(self.tools)
        box.addWidget(self.scroll, 1)
        box.addWidget(self.empty, 1)
        self.setLayout(box)

    @property
    def title(self) -> str:
        """The page's name."""
        return say("subjects.title")

    def refresh(self) -> None:
        """Read all subjects anew."""
        self.show_lines(subject_list(self.session.reader, self.session.now()))

    def show_lines(self, lines: list[SubjectLine]) -> None:
        """Show what was read."""
        self.all = lines
        phases = sorted({line.phase for line in lines})
        held = self.phase.currentText()
        self.phase.blockSignals(True)
        self.phase.clear()
        self.phase.addItems([say("subjects.all_phases"), *phases])
        self.phase.setCurrentIndex(max(0, self.phase.findText(held)))
        self.phase.blockSignals(False)
        for part in (self.tools, self.scroll, self.new):
            part.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self._filter()

    def _filter(self) -> None:
        """Keep the subjects whose number or name has every word typed, in the phase chosen."""
        words = self.search.text().casefold().split()
        phase = self.phase.currentText() if self.phase.currentIndex() > 0 else ""

        def fits(line: SubjectLine) -> bool:
            text = f"{line.label} {line.detail} {line.phase} {line.next_visit}".casefold()
            return all(word in text for word in words) and phase in ("", line.phase)

        kept = [line for line in self.all if fits(line)]
        self.table.show_lines(kept)
        self.card.setVisible(bool(kept))
        self.nothing.setVisible(not kept and bool(self.all))
        whole = say("subjects.count_one" if len(self.all) == 1 else "subjects.count", n=len(self.all))
        some = say("subjects.some", n=len(kept), all=len(self.all))
        self.count.setText("" if not self.all else whole if len(kept) == len(self.all) else some)

    def enter(self) -> None:
        """The table has the keyboard; typing goes to the search."""
        keys = [("Ctrl N", say("keys.enrol"))]
        if self.all:
            keys = [("↑↓", say("keys.subject")), ("↵", say("keys.open")), *keys]
        self.window_.footer([], keys)
        (self.table if self.all else self).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if event.matches(QKeySequence.StandardKey.New):
            self.enrol()
        elif self.all and text.isprintable() and text.strip() and plain:
            self.search.setFocus()
            self.search.insert(text)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down, up and Enter go from the search to the table; Escape empties it."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.table.keyPressEvent(event)
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return False

    def _reveal(self, row: int) -> None:
        self.scroll.ensureVisible(0, round(self.table.rect_of(row).center().y()), 0, ROW)

    def enrol(self) -> None:
        """Ask for the number, then enrol a subject and open her page."""
        known = [(line.label, line.phase) for line in self.all]
        dialog = EnrolDialog(
            self, proposed_number(self.session), lambda label, before: enrol(self.session, label, before), known
        )
        dialog.enrolled.connect(lambda uid: self.window_.show_subject(uid))
        dialog.open()
