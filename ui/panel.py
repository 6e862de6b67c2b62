"""The panel beside a form: for the field one is in, its help, limits, the dose on its scale, history and source."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from attrs import frozen
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from crf.forms.layout import DoseSum, Field
from crf.forms.numbers import show_number
from crf.reading.views import HistoryLine
from crf.text import say, unit_words
from ui import marks, theme, widgets
from ui.choosers import SlimBar
from ui.pages import form_verdict as verdict
from ui.pages import form_words as words
from ui.panel_review import Reply, Said

PAD = 20
HEAD = 44
GAP = 15
LOWER = 14  # of the inner ends of a scale that is too narrow for all four
NOTHING_SAID = Said()
Limits = tuple[tuple[str, str, str], ...]


@frozen
class Line:
    """One painted line: what stands where, or a drawing by name."""

    kind: str
    high: int
    parts: tuple[str, ...] = ()


class Panel(QWidget):
    """All that is known of a field, seen at once: no tabs, hair lines between the parts."""

    def __init__(self, parent: QWidget):
        super().__init__(parent)
        self.field: Field | None = None
        self.sum: DoseSum | None = None
        self.inner, self.long_limits = 0, False
        self.lines: list[Line] = []
        self.bar = SlimBar()
        self.bar.setParent(self)
        self.bar.valueChanged.connect(lambda _: self.update())
        self.bar.hide()
        self.reply = Reply(self)

    @property
    def low(self) -> int:
        """Where the words end: above the reply where there is one."""
        return self.height() - (0 if self.reply.isHidden() else self.reply.sizeHint().height())

    def take_reply(self) -> None:
        """Take the keyboard to the reply, where there is one to give."""
        if not self.reply.isHidden():
            self.reply.words.setFocus()

    def sizeHint(self) -> QSize:
        return QSize(theme.PANEL, 600)

    def show_field(self, field: Field | None, dose: DoseSum | None = None, past: tuple[HistoryLine, ...] = (),
                   draft_at: str = "", limits: Limits = (), said: Said = NOTHING_SAID) -> None:  # fmt: skip
        """Show a field: its dose sum, its past, when its draft was kept, its limits as (mark, words, what follows),
        what was asked and said of it."""
        self.field, self.sum = field, dose
        self.lines = self._build(past, draft_at, limits, said) if field is not None else []
        self.reply.show_thread(said.thread, said.steps if field is not None else ())
        self.setAccessibleName(" ".join(part for line in self.lines for part in line.parts))
        self._measure()
        self.update()

    @property
    def room(self) -> int:
        """Width of the words."""
        return self.width() - 2 * PAD

    def _build(self, past: tuple[HistoryLine, ...], draft_at: str, limits: Limits, said: Said) -> list[Line]:
        field = self.field
        assert field is not None
        parts = [
            self._help(field),
            self._limits(field, limits),
            self._verdict(field),
            self._scale(),
            self._history(field, past, draft_at),
            self._queries(said),
            self._said(said),
            self._text(say("form.panel.source"), field.source),
        ]
        made: list[Line] = []
        for part in parts:
            if part:
                made += [Line("hair", 2 * GAP), *part] if made else part
        return made

    def _scale(self) -> list[Line]:
        """The dose on its scale; the inner ends a line lower where they would run into the outer ones."""
        if not self.sum or not self.sum.ends:
            return []
        self.inner = LOWER if self._ends_overlap(0) or self._ends_overlap(2) else 0
        return [Line("title", 20, (say("form.panel.scale"),)), Line("scale", 64 + self.inner)]

    def _ends_overlap(self, n: int) -> bool:
        """Whether an end of the scale and the next one don't stand side by side."""
        assert self.sum is not None
        low, *_, high = ends = [Decimal(end) for end in self.sum.ends]
        apart = float((ends[n + 1] - ends[n]) / ((high - low) * Decimal("1.25"))) * self.room
        wide = sum(words.width(show_number(end), theme.NOTE) for end in self.sum.ends[n : n + 2]) / 2
        return apart < wide + 6

    def _help(self, field: Field) -> list[Line]:
        made = [Line("text", words.LINE, (line,)) for line in words.lines(field.help, self.room) if field.help]
        if not field.help:
            made = [Line("quiet", words.LINE, (line,)) for line in words.lines(say("form.panel.nohelp"), self.room)]
        if field.condition:
            told = words.lines(field.condition[:1].upper() + field.condition[1:] + ".", self.room)
            made += [Line("gap", 8), *(Line("quiet", words.LINE, (line,)) for line in told)]
        return made

    def _text(self, title: str, text: str) -> list[Line]:
        if not text:
            return []
        return [Line("title", 26, (title,)), *(Line("text", 22, (line,)) for line in words.lines(text, self.room))]

    def _limits(self, field: Field, limits: Limits) -> list[Line]:
        made: list[Line] = []
        if limits:
            made = [Line("title", 28, (say("form.panel.limits"),)), *(Line("limit", 24, limit) for limit in limits)]
            made.append(Line("gap", 8))
            self.long_limits = any(words.width(text) > 116 - 24 - 8 for _, text, _ in limits)
        facts = []
        if field.range:
            facts.append((say("form.panel.range"), field.range))
        if field.pattern_example:
            facts.append((say("form.panel.example"), field.pattern_example))
        if field.missing:
            facts.append((say("form.panel.missing"), " · ".join(field.missing) + "  F2"))
        if len(field.units) > 1:
            facts.append((say("form.panel.units"), " · ".join(map(unit_words, field.units))))
        made += [Line("fact", 24, fact) for fact in facts]
        echo = words.lines(f"= {field.echo}", self.room) if field.echo else ()
        return made + [Line("quiet", words.LINE, (line,)) for line in echo]

    def _verdict(self, field: Field) -> list[Line]:
        """Limits of normal, and each grade the value reaches with the criterion it meets or what keeps it open."""
        made = [Line("title", 28, (say("lab.panel.normal"),))] if verdict.judged(field) else []
        if field.normal:
            told = verdict.range_text(field, "")
            made += [Line("text", words.LINE, (line,)) for line in words.lines(told, self.room)]
        if field.verdict:
            made += [Line("gap", 6), Line("verdict", 26)]
        for mark in field.graded:
            if mark.least:
                made += self._mark(mark.term, f"{mark.figures}: {mark.criterion}", mark.why, mark.question)
            elif not mark.grades:
                made += self._mark(mark.term, say("lab.panel.ungraded"), mark.why)
        return made

    def _mark(self, term: str, criterion: str, *notes: str) -> list[Line]:
        made = [Line("gap", 6)]
        made += [Line("strong", words.LINE, (line,)) for line in words.lines(term, self.room - 8)]
        made += [Line("text", words.LINE, (line,)) for line in words.lines(criterion, self.room)]
        for note in filter(None, notes):
            made += [Line("small", 18, (line,)) for line in words.lines(note, self.room, theme.NOTE)]
        return made

    def _history(self, field: Field, past: tuple[HistoryLine, ...], draft_at: str) -> list[Line]:
        made = [Line("title", 28, (say("form.panel.history"),))]
        if draft_at:
            typed = f"{field.draft.raw if field.draft else field.text} {unit_words(field.unit)}".strip()
            value = typed or say("form.panel.empty")
            made.append(Line("past", 24, (draft_at, value, say("form.panel.typed"))))
        for one in past:
            value = one.new or say("form.panel.empty")
            made.append(Line("past", 22, (one.at[:11], value, "")))
            who = f"{one.at[12:17]}  {one.who}, {one.role}" if one.who else f"{one.at[12:17]}  {one.role}"
            notes = [who, *((say("form.panel.derived"),) if one.derived else ())]
            if one.reason:  # of a change it says from what; of a step beside the answers it stands alone
                notes.append(say("form.panel.because", old=one.old, reason=one.reason) if one.old else one.reason)
            for note in notes:
                made += [Line("small", 18, (line,)) for line in words.lines(note, self.room, theme.NOTE)]
            made.append(Line("gap", 6))
        if not past:
            made.append(Line("small", 22, (say("form.panel.none"),)))
        return made

    def _queries(self, said: Said) -> list[Line]:
        """Each thread with its steps, the newest thread first."""
        made = [Line("title", 28, (say("form.panel.queries"),))] if said.threads else []
        for thread in said.threads:
            about = thread.question if not thread.where[1] else ""
            state = " · ".join(part for part in (say(f"query.state.{thread.state}"), about) if part)
            made.append(Line("asked", 24, (thread.state, state)))
            for step in thread.steps:
                who = f"{step.at[:17]}  {step.who}, {step.role} · {say(f'query.did.{step.did}')}"
                made += [Line("small", 18, (line,)) for line in words.lines(who, self.room, theme.NOTE)]
                made += [Line("text", words.LINE, (line,)) for line in words.lines(step.text, self.room)]
                made.append(Line("gap", 6))
        return made

    def _said(self, said: Said) -> list[Line]:
        """Who verified, signed and locked."""
        made = [Line("title", 28, (say("form.panel.said"),))] if said.lines else []
        for sentence in said.lines:
            made += [Line("text", words.LINE, (line,)) for line in words.lines(sentence, self.room)]
            made.append(Line("gap", 6))
        return made

    # where it stands

    def _measure(self) -> None:
        total = sum(line.high for line in self.lines) + HEAD + 2 * PAD
        over = max(0, total - self.low)
        self.bar.setRange(0, over)
        self.bar.setPageStep(self.low)
        self.bar.setVisible(over > 0)
        self.bar.setGeometry(self.width() - 8, HEAD + 1, 8, self.low - HEAD - 1)
        self.reply.setGeometry(1, self.low, self.width() - 1, self.height() - self.low)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measure()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.bar.setValue(self.bar.value() - event.angleDelta().y() // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.setClipRect(0, HEAD + 1, self.width(), self.height())
        y = HEAD + PAD - 4 - self.bar.value()
        for line in self.lines:
            if y + line.high > HEAD and y < self.height():
                getattr(self, f"_paint_{line.kind}")(painter, y, *line.parts)
            y += line.high
        painter.setClipping(False)
        self._paint_head(painter)
        painter.fillRect(0, 0, 1, self.height(), theme.color("line"))
        painter.end()

    def _paint_head(self, painter: QPainter) -> None:
        painter.fillRect(0, HEAD, self.width(), 1, theme.color("line"))
        cap = say("form.key.panel")
        wide = widgets.cap_width(cap)
        widgets.paint_cap(painter, QRectF(self.width() - PAD - wide, 10, wide, 20), cap)
        if self.field is None:
            words.put(painter, PAD, 20, say("form.panel.nothing"), "muted")
            return
        x = words.put(painter, PAD, 20, self.field.number, "muted") + 10 if self.field.number else PAD
        name = words.elided(self.field.question, self.width() - PAD - wide - 10 - x, theme.BODY, theme.STRONG)
        words.put(painter, x, 20, name, weight=theme.STRONG)

    def _paint_hair(self, painter: QPainter, y: int) -> None:
        painter.fillRect(PAD, y + GAP - 1, self.room, 1, theme.color("hair"))

    def _paint_gap(self, painter: QPainter, y: int) -> None:
        """Nothing: room between two entries."""

    def _paint_title(self, painter: QPainter, y: int, text: str) -> None:
        words.put(painter, PAD, y + 10, text, "muted", theme.NOTE, theme.STRONG)

    def _paint_text(self, painter: QPainter, y: int, text: str) -> None:
        words.put(painter, PAD, y + 10, text)

    def _paint_strong(self, painter: QPainter, y: int, text: str) -> None:
        words.put(painter, PAD, y + 10, text, weight=theme.MEDIUM)

    def _paint_verdict(self, painter: QPainter, y: int) -> None:
        assert self.field is not None
        verdict.paint(painter, QRectF(PAD, y + 3, verdict.width(self.field), verdict.HIGH), self.field)

    def _paint_quiet(self, painter: QPainter, y: int, text: str) -> None:
        words.put(painter, PAD, y + 10, text, "muted")

    def _paint_small(self, painter: QPainter, y: int, text: str) -> None:
        words.put(painter, PAD, y + 9, text, "muted", theme.NOTE)

    def _paint_limit(self, painter: QPainter, y: int, mark: str, text: str, follows: str) -> None:
        marks.paint(painter, mark, QPointF(PAD + 7, y + 12), 13)
        end = words.put(painter, PAD + 24, y + 12, text)
        if self.long_limits:
            words.put_right(painter, PAD + self.room, y + 12, follows, "muted")
        else:
            words.put(painter, max(PAD + 116, end + 8), y + 12, follows, "muted")

    def _paint_asked(self, painter: QPainter, y: int, state: str, text: str) -> None:
        marks.paint(painter, "yes" if state == "closed" else "query", QPointF(PAD + 7, y + 12), 13)
        words.put(painter, PAD + 24, y + 12, words.elided(text, self.room - 24), weight=theme.MEDIUM)

    def _paint_fact(self, painter: QPainter, y: int, name: str, text: str) -> None:
        words.put(painter, PAD, y + 12, name, "muted")
        words.put(painter, PAD + 116, y + 12, words.elided(text, self.room - 116))

    def _paint_past(self, painter: QPainter, y: int, at: str, value: str, how: str) -> None:
        x = words.put(painter, PAD, y + 12, at, "muted") + 16
        room = self.width() - PAD - x - (words.width(how) + 16 if how else 0)
        end = words.put(painter, x, y + 12, words.elided(value, room, theme.BODY, theme.MEDIUM), weight=theme.MEDIUM)
        words.put(painter, end + 16, y + 12, how, "muted")

    def _paint_scale(self, painter: QPainter, y: int) -> None:
        """The ends of the limits, what was prescribed above, what was given where it lies."""
        assert self.sum is not None
        low, silent_low, silent_high, high = (Decimal(end) for end in self.sum.ends)
        given, reference = number(self.sum.given), number(self.sum.reference)
        margin = (high - low) / 8
        first, last = low - margin, high + margin
        bar = y + 34

        def at(value: Decimal) -> float:
            return PAD + float((min(max(value, first), last) - first) / (last - first)) * self.room

        painter.fillRect(PAD, bar, self.room, 6, theme.color("hair"))
        for start, stop, token, strength in (
            (low, silent_low, "amber", 0.5), (silent_low, silent_high, "green", 0.8), (silent_high, high, "amber", 0.5)
        ):  # fmt: skip
            painter.setOpacity(strength)
            painter.fillRect(QRectF(round(at(start)), bar, round(at(stop)) - round(at(start)), 6), theme.color(token))
        painter.setOpacity(1)
        for end, lower in zip(self.sum.ends, (0, self.inner, self.inner, 0), strict=True):
            text = show_number(end)
            left = at(Decimal(end)) - words.width(text, theme.NOTE) / 2
            words.put(painter, left, bar + 19 + lower, text, "muted", theme.NOTE)
        if reference is not None:
            painter.fillRect(QRectF(round(at(reference)), bar - 3, 1, 12), theme.color("text"))
        if given is None:
            return
        silent = silent_low <= given <= silent_high
        token = "green" if silent else "amber"
        x = at(given)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(token))
        painter.drawPolygon(QPolygonF([QPointF(x - 5, bar - 9), QPointF(x + 5, bar - 9), QPointF(x, bar - 1)]))
        text = self.sum.given
        wide = words.width(text, theme.BODY, theme.STRONG)
        left = min(max(x - wide / 2, PAD), PAD + self.room - wide)
        words.put(painter, left, bar - 18, text, token, weight=theme.STRONG)
        if reference is not None and abs(at(reference) - x) > (wide + words.width(self.sum.reference)) / 2 + 8:
            words.put(painter, at(reference) - words.width(self.sum.reference) / 2, bar - 12, self.sum.reference)


def number(text: str) -> Decimal | None:
    """A number as people read it (grouped, powers of ten) as a Decimal; None where there is none."""
    plain = text.replace("\u00a0", "").replace("−", "-")
    if " × 10" in plain:
        head, power = plain.split(" × 10")
        plain = f"{head}e{power.translate(str.maketrans('⁰¹²³⁴⁵⁶⁷⁸⁹', '0123456789'))}"
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None
