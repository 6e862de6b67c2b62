"""The right side of the picker: a term with its class, code and note, its five grades, and what Enter would take."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QWidget

from crf.ctcae import Term
from crf.text import say
from ui import icons, theme
from ui.pages import picker_grades
from ui.pages.picker_grades import WORDS, GradeCard
from ui.pages.picker_limits import criterion

SIDE = 23


class TermCard(QWidget):
    """A term and its grades; `picked` says which grade was pressed."""

    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.term: Term | None = None
        self.grade: int | None = None
        self.refusal = ""
        self.empty = ""
        self.cards = tuple(GradeCard(grade, self) for grade in range(1, 6))
        self._bottom = 0.0
        for card in self.cards:
            card.clicked.connect(lambda _=False, grade=card.grade: self.picked.emit(grade))

    def show_term(self, term: Term | None, grade: int | None = None, empty: str = "") -> None:
        """Show another term, or why there is none."""
        self.term, self.grade, self.refusal, self.empty = term, grade, "", empty
        for card in self.cards:
            card.setVisible(term is not None)
            if term is not None:
                card.show_criterion(term.grades[card.grade - 1])
            card.setChecked(card.grade == grade)
        self.setAccessibleName(term.term if term else empty)
        self._place()

    def choose(self, grade: int | None) -> None:
        """Mark a grade as chosen."""
        self.grade, self.refusal = grade, ""
        for card in self.cards:
            card.setChecked(card.grade == grade)
        self._place()

    def refuse(self, sentence: str) -> None:
        """Say under the grades why nothing was taken."""
        self.refusal = sentence
        self.choose_nothing_new()
        self._place()

    def choose_nothing_new(self) -> None:
        """Put the marks back to the grade that is chosen: a press on a card turns its mark by itself."""
        for card in self.cards:
            card.setChecked(card.grade == self.grade)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _place(self) -> None:
        if self.term is not None:
            measured = picker_grades.measure(self.term.grades, self.width() - 2 * SIDE)
            x, y = SIDE, round(self._title_height() + 56 + self._definition(None))
            for card, wide in zip(self.cards, measured.widths, strict=True):
                card.padding = measured.padding
                card.setGeometry(x, y, wide, measured.height)
                x += wide + picker_grades.GAP
            self._bottom = float(y + measured.height)
            self.setMinimumHeight(round(self._bottom + self._below(None) + 16))
        else:
            self.setMinimumHeight(0)
        self.update()

    def _title_height(self) -> float:
        room = QRectF(0, 0, self.width() - 2 * SIDE - 130, 200)
        words = self.term.term if self.term else ""
        return QFontMetricsF(theme.font(theme.TITLE, theme.STRONG)).boundingRect(room, WORDS, words).height()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.term is None:
            self._nothing(painter)
            return
        high = self._title_height()
        box = QRectF(SIDE, 20, self.width() - 2 * SIDE - 130, high)
        _words(painter, box, self.term.term, theme.TITLE, theme.STRONG, "text")
        code = QRectF(self.width() - SIDE - 130, 20, 130, 26)
        painter.setFont(theme.font(theme.NOTE))
        painter.setPen(theme.color("muted"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(code, right, say("picker.meddra", code=self.term.code))
        _words(painter, box.translated(0, high + 6), self.term.soc, theme.NOTE, theme.REGULAR, "muted")
        self._definition(painter)
        self._below(painter)

    def _definition(self, painter: QPainter | None) -> float:
        """Draw what the term means under its class, or only say how high that is; nothing where it isn't known."""
        said = self.term.definition if self.term else ""
        if not said:
            return 0
        box = QRectF(SIDE, self._title_height() + 52, self.width() - 2 * SIDE, 400)
        return _words(painter, box, said, theme.BODY, theme.REGULAR, "text") + 12

    def _below(self, painter: QPainter | None) -> float:
        """Draw what stands under the cards, or only say how high it is."""
        y, wide = self._bottom, self.width() - 2 * SIDE
        for caption, text, token in self._remarks():
            y += 16
            if caption:
                y += _words(painter, QRectF(SIDE, y, wide, 20), caption, theme.LABEL, theme.STRONG, "muted") + 2
                y += _words(painter, QRectF(SIDE, y, wide, 400), text, theme.BODY, theme.REGULAR, token)
            else:
                if painter:
                    icons.paint(painter, "warning-fill", QRectF(SIDE, y + 1, 16, 16), "amber")
                y += _words(painter, QRectF(SIDE + 24, y, wide - 24, 200), text, theme.BODY, theme.MEDIUM, "amber")
        return y - self._bottom

    def _remarks(self) -> list[tuple[str, str, str]]:
        """Caption, text and colour of each remark under the cards."""
        assert self.term is not None
        made = []
        if self.refusal:
            made.append(("", self.refusal, "amber"))
        if self.grade and criterion(self.term.criteria(self.grade)).limit:
            made.append((say("picker.verbatim", grade=self.grade), self.term.criteria(self.grade), "text"))
        if self.term.note:
            made.append((say("picker.note"), self.term.note, "text"))
        return made

    def _nothing(self, painter: QPainter) -> None:
        middle = QRectF(SIDE, 0, self.width() - 2 * SIDE, self.height())
        lens = QRectF(middle.center().x() - 16, middle.center().y() - 60, 32, 32)
        icons.paint(painter, "magnifying-glass", lens, "faint")
        painter.setFont(theme.font())
        painter.setPen(theme.color("muted"))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(middle.adjusted(80, middle.height() / 2 - 12, -80, 0), flags, self.empty)


def _words(painter: QPainter | None, box: QRectF, text: str, size: int, weight: int, token: str) -> float:
    """Draw wrapped text, or only measure it; the height it takes. Lines of body text stand 20 px apart."""
    layout = QTextLayout(text, theme.font(size, weight))
    pitch = 20.0 if size == theme.BODY else QFontMetricsF(theme.font(size, weight)).lineSpacing()
    layout.beginLayout()
    y = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(box.width())
        line.setPosition(QPointF(0, y + (pitch - line.height()) / 2))
        y += pitch
    layout.endLayout()
    if painter:
        painter.setPen(theme.color(token))
        layout.draw(painter, box.topLeft())
    return y
