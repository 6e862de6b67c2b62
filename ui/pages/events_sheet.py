"""The sheet of one adverse event: its course, what was judged, what is open, and each drug."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QWidget

from crf.forms.events import GradeSpan
from crf.text import say
from ui import icons, marks, theme
from ui.pages import events_words as words
from ui.pages.events_cells import paint_related, put, status_mark
from ui.pages.events_words import EventRow
from ui.widgets import KINDS, paint_pill, width_of

SIDE = 20
VALUE, ACTION, ROW, SECTION_GAP = 124, 188, 25, 12
LINES = 3


class Pen:
    """Draws downwards, or only measures where there is no painter."""

    def __init__(self, painter: QPainter | None, width: float):
        self.painter, self.width, self.y = painter, width, 0.0

    def text(self, x: float, text: str, size: int = 13, weight: int = 400, ink: str = "text") -> None:
        """One line at the present height, cut at the sheet's edge."""
        if self.painter:
            put(self.painter, QRectF(x, self.y, self.width - x, 20), text, size, weight, ink)

    def wrapped(self, x: float, text: str, size: int = 13, weight: int = 400, ink: str = "text", **more: int) -> float:
        """Wrapped text from the present height on; the height it takes.

        `strike` strikes it; beyond `most` lines (9) it ends in an ellipsis.
        """
        most, font = more.get("most", 9), theme.font(size, weight, bool(more.get("strike")))
        pitch = {13: 20.0, 12: 16.0}.get(size, QFontMetricsF(font).lineSpacing() + 1)
        layout = QTextLayout(text, font)
        layout.beginLayout()
        high = (20.0 - pitch) / 2 if pitch < 20 else 0.0
        top, cut = high, 0
        for number in range(most):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(self.width - x)
            line.setPosition(QPointF(0, high + (pitch - line.height()) / 2))
            high += pitch
            if number == most - 1 and line.textStart() + line.textLength() < len(text):
                cut = line.textStart()
        layout.endLayout()
        if cut:
            text = text[:cut] + _ended(text[cut:], self.width - x, size, weight)
            return self.wrapped(x, text, size, weight, ink, strike=more.get("strike", 0))
        if self.painter:
            self.painter.setPen(theme.color(ink))
            layout.draw(self.painter, QPointF(x, self.y))
        return max(high + top, 20.0)

    def rule(self) -> None:
        """A line between two sections."""
        self.y += SECTION_GAP
        if self.painter:
            self.painter.fillRect(QRectF(0, round(self.y), self.width, 1), theme.color("line"))
        self.y += SECTION_GAP

    def caption(self, text: str) -> None:
        """The head of a section."""
        self.text(0, text, theme.NOTE, theme.STRONG, "muted")
        self.y += ROW


def _ended(text: str, width: float, size: int, weight: int) -> str:
    return QFontMetricsF(theme.font(size, weight)).elidedText(text, Qt.TextElideMode.ElideRight, width)


class EventSheet(QWidget):
    """Shows one event; what it says stands in its accessible description too."""

    def __init__(self) -> None:
        super().__init__()
        self.row: EventRow | None = None
        self.subjects, self.year = False, 0
        self.setAccessibleName(say("events.sheet"))

    def show_event(self, row: EventRow | None, subjects: bool, year: int) -> None:
        """Show another event in a present year; `subjects` adds whose it is."""
        self.row, self.subjects, self.year = row, subjects, year
        self.setAccessibleDescription(words.aloud(row) if row else "")
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(round(self._draw(None)) if self.row else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.row:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(SIDE, 0)
            self._draw(painter)

    def _draw(self, painter: QPainter | None) -> float:
        pen = Pen(painter, self.width() - 2 * SIDE)
        self._head(pen)
        pen.rule()
        self._course(pen)
        pen.rule()
        self._judgement(pen)
        if words.findings(self.row.line) and not self.row.line.void:
            pen.rule()
            self._findings(pen)
        if self.row.line.drugs:
            pen.rule()
            self._drugs(pen)
        return pen.y

    def _head(self, pen: Pen) -> None:
        row, line = self.row, self.row.line
        number = say("events.number", number=line.number)
        pen.text(0, f"{row.label}  ·  {number}" if self.subjects else number, theme.NOTE, ink="muted")
        self._pill(pen)
        pen.y += 26
        title, strike = line.term or line.verbatim or say("events.no_term"), bool(line.void)
        pen.y += pen.wrapped(0, title, theme.SECTION, theme.STRONG, "muted" if strike else "text", strike=strike) + 3
        below = "  ·  ".join(part for part in (line.soc, f"“{line.verbatim}”" if line.verbatim else "") if part)
        pen.y += pen.wrapped(0, below, theme.NOTE, ink="muted", most=4)
        if line.code:
            pen.text(0, say("events.coded", code=line.code, version=line.version), theme.NOTE, ink="muted")
            pen.y += 18
        if line.void:
            pen.y += 4
            pen.y += pen.wrapped(0, say("events.voided", reason=line.void), theme.BODY, theme.MEDIUM)

    def _pill(self, pen: Pen) -> None:
        if pen.painter is None:
            return
        line = self.row.line
        meaning = "voided" if line.void else status_mark(self.row) or line.status
        meaning = meaning if meaning in marks.MARKS else "finding"
        text = marks.word(meaning)
        wide = width_of(text, theme.NOTE, theme.MEDIUM) + 34
        kind = meaning if meaning in KINDS else "amber"
        paint_pill(pen.painter, QRectF(pen.width - wide, 0, wide, 20), text, kind, meaning)

    def _course(self, pen: Pen) -> None:
        line = self.row.line
        if len(line.grades) > 1:
            pen.text(VALUE, say("events.worst", grade=line.worst), theme.NOTE, ink="muted")
        pen.caption(say("events.course"))
        if not line.grades:
            pen.text(0, say("events.no_grade"), ink="muted")
            pen.y += ROW
        for span in line.grades:
            self._span(pen, span)
        if line.end or line.outcome or line.ongoing:
            self._end(pen)

    def _span(self, pen: Pen, span: GradeSpan) -> None:
        if pen.painter:
            marks.paint_grade(pen.painter, span.grade, QRectF(0, pen.y, 20, 20))
        x = self._date(pen, span.since, span.day)
        pen.y += pen.wrapped(x, words.limit(span), theme.NOTE, ink="muted", most=LINES) + 6

    def _date(self, pen: Pen, iso: str, day: str) -> float:
        """A date and its day in the course; where the words after it begin."""
        year = words.other_year(iso, self.year)
        pen.text(32, f"{words.short_date(iso)} {year}".strip() or "–", theme.BODY, theme.MEDIUM)
        if not year:
            pen.text(88, day, theme.NOTE, ink="muted")
        return VALUE

    def _end(self, pen: Pen) -> None:
        line = self.row.line
        if line.ongoing:
            text = say("events.ongoing")
            if pen.painter:
                pill = QRectF(32, pen.y, width_of(text, theme.NOTE, theme.MEDIUM) + 16, 20)
                paint_pill(pen.painter, pill, text, "accent")
            pen.text(VALUE, line.outcome, theme.NOTE, ink="muted")
            if line.asked:
                pen.y += 22
                pen.text(32, words.asked(line, self.year), theme.NOTE, ink="muted")
        else:
            if pen.painter and line.end:
                died = any(span.grade == 5 for span in line.grades)
                name, ink = ("warning-octagon-fill", "red") if died else ("check", "green")
                icons.paint(pen.painter, name, QRectF(3, pen.y + 3, 14, 14), ink)
            x = self._date(pen, line.end, line.end_day)
            pen.text(x, line.outcome, theme.NOTE, ink="muted")
        pen.y += 20

    def _judgement(self, pen: Pen) -> None:
        pen.caption(say("events.judgement"))
        for caption, word, note, ink in words.judgements(self.row.line):
            pen.text(0, caption, ink="muted")
            weight = theme.MEDIUM if ink != "muted" else theme.REGULAR
            high = pen.wrapped(VALUE, word, theme.BODY, weight, ink)
            beside = VALUE + width_of(word, theme.BODY, weight) + 8
            if note and beside + width_of(note, theme.NOTE) <= pen.width:
                pen.text(beside, note, theme.NOTE, ink="muted")
            elif note:
                pen.y += high
                high = pen.wrapped(VALUE, note, theme.NOTE, ink="muted")
            pen.y += high + 5
        pen.y -= 5

    def _findings(self, pen: Pen) -> None:
        for number, (level, sentence) in enumerate(words.findings(self.row.line)):
            pen.y += 6 if number else 0
            if pen.painter:
                marks.paint(pen.painter, marks.LEVELS[level], QPointF(8, pen.y + 10), 16)
            pen.y += pen.wrapped(24, sentence, ink=marks.color(marks.LEVELS[level]))

    def _drugs(self, pen: Pen) -> None:
        pen.text(VALUE, say("events.related"), theme.NOTE, ink="muted")
        pen.text(ACTION, say("events.action"), theme.NOTE, ink="muted")
        pen.caption(say("events.drugs"))
        for drug in self.row.line.drugs:
            if pen.painter:
                put(pen.painter, QRectF(0, pen.y, VALUE - 6, 20), drug.name, ink="muted")
                paint_related(pen.painter, QPointF(VALUE + 7, pen.y + 10), drug.related, drug.given)
            weight = theme.STRONG if drug.related else theme.REGULAR
            if drug.related is not None or not drug.given:
                pen.text(VALUE + 20, words.related(drug), theme.BODY, weight, "text" if drug.related else "muted")
            # "Not given before" runs on into the column of what was done: there is nothing to say there.
            nothing = "–" if drug.given or drug.related is not None else ""
            high = pen.wrapped(ACTION, drug.action_text or nothing, theme.NOTE, ink="muted")
            pen.y += max(24, high + 4)
        pen.y -= 4
