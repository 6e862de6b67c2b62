"""One field on the sheet: its control's box, its editor where it has one, what stands beside and under it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from crf.forms.layout import Field
from crf.forms.record import Where
from crf.text import say, unit_words
from ui import editors, icons, marks, theme, widgets
from ui.editors import choice
from ui.pages import form_words as words
from ui.pages.form_notice import Link, Notice, notices

GAP = 8
INSET = 10


def asked(field: Field) -> bool:
    """Whether a field stands on the sheet: visible, or hidden with a value that a check speaks of."""
    return field.visible or any(finding.open and finding.level != "missing" for finding in field.findings)


def lacking(field: Field) -> bool:
    """Whether a check found it unanswered."""
    return any(finding.level == "missing" and finding.open for finding in field.findings)


def flagged(field: Field) -> bool:
    """Whether somebody has to correct or confirm something here."""
    return bool(field.draft and (field.draft.fault or field.draft.readings)) or any(
        finding.open and finding.level != "missing" for finding in field.findings
    )


class Cell:
    """A field and all that is painted for it; rectangles are replaced, never changed."""

    editor: QWidget | None = None
    readings: QWidget | None = None
    box = unit = slot = QRect()
    pill = QRectF()
    pill_text = unit_chosen = ""
    told: Field | None = None  # what the editor was told last

    def __init__(self, field: Field, fixed: bool = False, strike: bool = False):
        self.take(field, fixed, strike)

    def take(self, field: Field, fixed: bool, strike: bool, late: bool = False) -> None:
        """Hold another state of the field: `fixed` shows without an editor, `strike` strikes what stands there,
        `late` says in amber what was saved without an answer."""
        self.field = field
        self.strike = strike
        self.late = late
        self.fixed = fixed or field.derived
        if field.draft is None and not field.answer.blank:
            self.unit_chosen = ""  # the answer names its unit; one typed behind the number rules

    @property
    def where(self) -> Where:
        """Line and item."""
        return self.field.line, self.field.item

    @property
    def blank(self) -> bool:
        """Whether the question waits for an answer."""
        return self.field.answer.blank and self.field.draft is None and not self.field.derived

    @property
    def hard(self) -> bool:
        """Whether what was typed can't be a value at all."""
        draft = self.field.draft
        return draft is not None and draft.fault is not None and not draft.readings

    @property
    def standing(self) -> str:
        """What stands in a control without an editor."""
        field = self.field
        if field.draft is not None:
            return field.draft.raw
        return f"{field.answer.missing} {field.text}".strip()

    def size(self, room: int) -> QSize:
        """Size of the control in a room so wide."""
        if not self.fixed or (self.field.derived and self.field.kind in ("integer", "decimal")):
            return editors.size(self.field, room)
        told = words.lines(self.standing, room - 2 * INSET - 4, theme.BODY, theme.MEDIUM)
        wide = max(words.width(line, theme.BODY, theme.MEDIUM) for line in told)
        least = editors.size(self.field, room).width() if self.field.kind == "date" else 96
        return QSize(min(room, max(least, round(wide) + 2 * INSET + 4)), theme.CONTROL + (len(told) - 1) * words.LINE)

    @property
    def inner(self) -> QRect:
        """Where the editor stands in the box: a date leaves room for its calendar, a text for what it may take."""
        if self.opens:
            return self.box.adjusted(1, 1, -editors.CALENDAR, -1)
        return self.box.adjusted(1, 1, -1, -1) if self.boxed else self.box

    @property
    def opens(self) -> str:
        """The icon of what opens at the end of the box; empty where nothing does."""
        if self.fixed:
            return ""
        if self.field.kind in ("date", "datetime"):
            return "calendar-blank"
        return "caret-down" if self.field.offers else ""

    @property
    def calendar(self) -> QRect:
        """The button of the calendar, or of the texts to take; empty where there is none."""
        if not self.opens:
            return QRect()
        return QRect(self.box.right() - editors.CALENDAR + 1, self.box.y(), editors.CALENDAR, self.box.height())

    def unit_text(self) -> str:
        """The unit in use."""
        return self.unit_chosen or self.field.answer.unit or self.field.unit

    def unit_width(self) -> int:
        """Room of the unit and its gap."""
        text = unit_words(self.unit_text())
        if not text:
            return 0
        return GAP + round(words.width(text)) + (16 if self.chooses_unit else 0)

    @property
    def chooses_unit(self) -> bool:
        """Whether the unit can be chosen."""
        return len(self.field.units) > 1 and not self.fixed

    @property
    def boxed(self) -> bool:
        """Whether the sheet paints the box of the control (pills paint themselves)."""
        return self.fixed or self.field.kind not in ("choice", "choices") or not editors.pills(self.field)

    def place(self, x: int, y: int, size: QSize) -> int:
        """Stand at a place; returns where the unit ends."""
        self.box = QRect(x, y, size.width(), size.height())
        end = x + size.width()
        self.pill = QRectF()
        if (code := self.field.answer.missing) and not self.fixed:
            end = self._place_pill(code, end)
        wide = self.unit_width()
        self.unit = QRect(end + GAP, y, wide - GAP, theme.CONTROL) if wide else QRect()
        return end + wide

    def _place_pill(self, code: str, end: int) -> int:
        """The pill of a missing code: inside a box that has room, else beside the control."""
        self.pill_text = f"{code} {self.field.text}"
        wide = round(words.width(self.pill_text, theme.NOTE, theme.MEDIUM) + 17)
        if self.boxed and wide > self.box.width() - 8:
            self.pill_text = code
            wide = round(words.width(code, theme.NOTE, theme.MEDIUM) + 17)
        x = self.box.x() + 4 if self.boxed else end + GAP
        self.pill = QRectF(x, self.box.y() + 4, wide, 20)
        return end if self.boxed else x + wide

    def muted(self) -> list[tuple[str, str]]:
        """The words right of the control, and their colours."""
        field = self.field
        if self.late and lacking(field):
            return [(say("form.missing.open"), "amber")]
        if field.proposed:
            return [(say("form.proposed"), "accent"), *([(field.aside, "muted")] if field.aside else [])]
        if not self.pill.isNull() and self.pill_text == field.answer.missing:
            return [(field.text, "muted")]
        echoed = [(f"= {field.echo}", "muted")] if field.echoed and field.echo else []
        if field.aside or echoed:
            return [*echoed, *([(field.aside, "muted")] if field.aside else [])]
        parts = [say("form.required")] if self.blank and field.required and not self.fixed else []
        limits = field.range if self.blank and not field.normal else ""
        parts += [one for one in (field.hint or limits,) if one]
        return [(part, "muted") for part in parts]

    def notices(self, lead: str = "") -> list[Notice]:
        """What stands under it, without mends where it can't be typed in."""
        if self.strike:
            return []
        made = notices(self.field, lead)
        if self.fixed and not self.field.derived:
            made = [one for one in made if one.kind != "readings"]
            for one in made:
                one.links = [link for link in one.links if link.action == "query"]
        return made

    def link_at(self, point) -> Link | None:
        """The calendar or unit under a point."""
        if self.calendar.contains(point):
            return Link("calendar", "", "", self.where)
        if self.chooses_unit and self.unit.contains(point):
            return Link("unit", "", "", self.where)
        return None

    # painting

    def paint(self, painter: QPainter, focus: bool, unit: bool = True) -> None:
        """Box, unit, pill of a missing code, and the value where no editor shows it."""
        if self.fixed:
            self._paint_fixed(painter, focus)
        elif self.boxed:
            edge = "accent" if focus else "red" if self.hard else "outline"
            theme.paint_box(painter, QRectF(self.box), "surface", edge, theme.RADIUS_INPUT)
            if self.field.proposed:
                self._paint_dashes(painter)
            if not self.calendar.isNull():
                spot = self.calendar.center()
                icons.paint(painter, self.opens, QRectF(spot.x() - 7, spot.y() - 7, 15, 15), "muted")
        self.paint_badge(painter)
        if not self.pill.isNull() and not (self.editor and self.editor.text()):
            widgets.paint_pill(painter, self.pill, self.pill_text, "calm")
        if unit and (text := unit_words(self.unit_text())):
            middle = self.unit.y() + theme.CONTROL / 2
            end = words.put(painter, self.unit.x(), middle, text, "muted", strike=self.strike)
            if self.chooses_unit:
                icons.paint(painter, "caret-down", QRectF(end + 3, middle - 5, 11, 11), "muted")

    def paint_badge(self, painter: QPainter) -> None:
        """The mark of an answer compared with its source, at the corner of what was answered."""
        if self.field.verified and not self.strike:
            spot = self.box
            if not self.boxed:
                spot = choice.answer_place(self.field, spot.width()).translated(spot.topLeft())
            marks.paint_badge(painter, QRectF(spot), self.field.verified)

    def _paint_dashes(self, painter: QPainter) -> None:
        painter.setPen(QPen(theme.color("surface"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(theme.crisp(QRectF(self.box)), theme.RADIUS_INPUT, theme.RADIUS_INPUT)

    def _paint_fixed(self, painter: QPainter, focus: bool) -> None:
        """A derived, struck or locked value: sunken, without an outline but that of the keyboard."""
        field = self.field
        theme.paint_box(painter, QRectF(self.box), "sunken", "accent" if focus else "", theme.RADIUS_INPUT)
        middle = self.box.y() + theme.CONTROL / 2
        weight = theme.REGULAR if field.derived else theme.MEDIUM
        text = self.standing
        colour = "muted" if self.strike else "text"
        if field.derived and not text:
            words.put(painter, self.box.x() + INSET, middle, "–", "muted")
        elif field.kind in ("integer", "decimal"):
            words.put_right(
                painter, self.box.right() + 1 - INSET, middle, text, colour, weight=weight, strike=self.strike
            )
        else:
            told = words.lines(text, self.box.width() - 2 * INSET, theme.BODY, weight)
            top = self.box.y() + 4
            words.put_lines(painter, self.box.x() + INSET, top, told, colour, weight=weight, strike=self.strike)


def paint_bar(painter: QPainter, left: int, middle: float, hard: bool) -> None:
    """The bar left of the number of a field that needs a look."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("red" if hard else "amber"))
    painter.drawRoundedRect(QRectF(left - 12, middle - 12, 3, 24), 1.5, 1.5)
