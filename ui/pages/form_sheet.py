"""The sheet of a form: words painted, editors the only widgets; after each edit only what changed is touched.

Painting the words costs a third of a grid of labels: a form of 110 fields opens in less than the bare grid takes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QToolTip, QWidget

from crf.forms.layout import Field, Page
from crf.forms.record import Edit, Where
from crf.text import say
from ui import editors, marks, theme
from ui.editors.base import open_choices
from ui.editors.readings import ReadingsEditor
from ui.editors.still import Still
from ui.editors.term import TermEditor
from ui.pages import form_verdict as verdict
from ui.pages.form_blocks import Block, Frame, RowBlock
from ui.pages.form_build import blocks
from ui.pages.form_cell import Cell, flagged
from ui.pages.form_focus import Keyboard
from ui.pages.form_menus import Menus
from ui.pages.form_notice import Link
from ui.pages.form_sum import SumBlock

FOOT = 16
GRADE = "AETOXGR"  # CDASH's name of the grade of an event
Reason = Qt.FocusReason


class Sheet(Keyboard, Menus, QWidget):
    """Everything of a form below its head. Hands over edits and clicks; knows no rule."""

    edited = Signal(object)
    acted = Signal(object)
    moved = Signal()
    undone = Signal(bool)
    picking = Signal(object)
    reveal = Signal(QRect)
    keyed = Signal(object)

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None):
        super().__init__(parent)
        self.now = now
        self.page: Page | None = None
        self.frame: Frame | None = None  # nothing is placed before the page has its size
        self.locked = False
        self.late = False
        self.blocks: list[Block] = []
        self.cells: dict[Where, Cell] = {}
        self.stops: list[QWidget] = []
        self.current: Where | None = None
        self.high = 0  # of the row the keyboard is in
        self.over: Link | None = None
        self.popup: QWidget | None = None
        self.setAutoFillBackground(True)
        self.setMouseTracking(True)
        self.setFont(theme.font(theme.BODY, theme.MEDIUM))
        clear = QPalette()
        clear.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        self.setPalette(clear)

    # the page as it stands

    def show_page(self, page: Page, locked: bool = False, late: bool = False, force: bool = False) -> None:
        """Bring the sheet to a page: `locked` without editors, `late` tells what is still missing, `force` also
        rewrites the field a person is typing in."""
        self.page, self.locked, self.late = page, locked, late
        held: set[Where] = set()

        def hold(field: Field, fixed: bool, strike: bool) -> Cell:
            where = (field.line, field.item)
            cell = self.cells.get(where)
            if cell is None:
                cell = self.cells[where] = Cell(field)
            held.add(where)
            cell.take(field, fixed, strike, late)
            return cell

        if self.frame is not None:
            self._arrange(blocks(page, self.frame, locked, hold), force)
            self._show_grades(page)
            self.reveal_grown()

    def _show_grades(self, page: Page) -> None:
        """The term of an event shows the highest grade it reached."""
        terms = [stop for stop in self.stops if isinstance(stop, TermEditor)]
        if terms:
            grades = [int(one.raw) for one in page.fields if one.item == GRADE and one.raw.isdigit()]
            for term in terms:
                term.show_grade(max(grades, default=0))

    def set_frame(self, frame: Frame, wide: int) -> None:
        """Stand in another column."""
        if frame != self.frame or wide != self.width():
            self.frame = frame
            self.resize(wide, self.height())
            if self.page is not None:
                self.show_page(self.page, self.locked, self.late)

    def _arrange(self, fresh: list[Block], force: bool) -> None:
        before, self.blocks = self.blocks, []
        y, kept = 0, set()
        for at, block in enumerate(fresh):
            old = before[at] if at < len(before) else None
            if old is not None and old.rect.y() == y and old.frame == self.frame and old.same(block):
                kept.add(at)
                block = old  # as it was: nothing to place, nothing to paint
            else:
                block.arrange(self.frame, y)
            self.blocks.append(block)
            y += block.rect.height()
        self._place_editors(kept, force)
        if self.height() != y + FOOT:
            self.resize(self.width(), y + FOOT)
        self._repaint(before)

    def _repaint(self, before: list[Block]) -> None:
        """Paint anew what moved or changed."""
        if len(before) != len(self.blocks):
            self.update()
            return
        for old, new in zip(before, self.blocks, strict=True):
            if old is new:
                continue
            if old.rect != new.rect:
                self.update(0, min(old.rect.y(), new.rect.y()), self.width(), self.height())
                return
            self.update(new.rect)

    def _place_editors(self, kept: set[int], force: bool) -> None:
        """Give every field that can be typed in its editor, where it belongs, with what stands there."""
        before, self.stops = self.stops, []
        for at, block in enumerate(self.blocks):
            for cell in block.cells:
                if cell.strike or (cell.fixed and not self.walks):
                    continue
                if at not in kept or force:
                    self._editor(cell, force)
                    self._readings(cell)
                self.stops.append(cell.editor)
                if cell.readings is not None and not cell.readings.isHidden():
                    self.stops.append(cell.readings)
        gone = set(before).difference(self.stops) if before != self.stops else set()
        self._stay_near(before, gone)
        for widget in gone:
            widget.hide()

    def _editor(self, cell: Cell, force: bool) -> None:
        editor = cell.editor
        if editor is not None and isinstance(editor, Still) != cell.fixed:
            editor.deleteLater()
            editor = None
        if editor is None:
            editor = Still(cell.field, self, self) if cell.fixed else editors.make(cell.field, self, self)
            cell.editor = editor
            editor.setProperty("ring", -1)
            cell.told = cell.field
            self._describe(cell)
            editor.setGeometry(cell.inner)
            if self.isVisible():
                editor.show()
        else:
            if force or (cell.told is not cell.field and cell.told != cell.field):
                editor.show_field(cell.field, force)
                cell.told = cell.field
                self._describe(cell)
            if editor.geometry() != cell.inner:
                editor.setGeometry(cell.inner)
            if editor.isHidden():
                editor.show()

    def _describe(self, cell: Cell) -> None:
        """What assistive technology adds to a field: what a check found there."""
        heard = flagged(cell.field) or cell.field.queries or cell.field.verified
        told = " ".join(notice.sentence for notice in cell.notices()) if heard else ""
        if cell.field.verified:
            told = f"{told} {marks.word('verified' if cell.field.verified == 'holds' else 'unverified')}".strip()
        told = f"{told} {verdict.tip(cell.field)}".strip() if cell.field.verdict else told
        value = getattr(cell.editor, "value_words", str)()
        if told or value or cell.editor.accessibleDescription():
            cell.editor.setAccessibleDescription(f"{value} {told}".strip())

    @property
    def walks(self) -> bool:
        """Whether the keyboard walks over fields that can't be typed in: to ask, to verify, to read."""
        return self.locked and self.page is not None and not self.page.void

    def _readings(self, cell: Cell) -> None:
        """Offer two readings under a field, as long as there are two."""
        draft = cell.field.draft
        if draft is None or not draft.readings:
            if cell.readings is not None:
                cell.readings.hide()
            return
        if cell.readings is None:
            cell.readings = ReadingsEditor(cell.field, self, self)
        cell.readings.show_field(cell.field)
        cell.readings.setGeometry(cell.slot)
        cell.readings.show()

    # what editors hand over

    def changed(self, editor: QWidget, raw: str, missing: str = "", unit: str | None = None) -> None:
        """A key or a choice changed the answer."""
        cell = self.cell_of(editor)
        if cell is None:
            return
        if unit is None:
            unit = cell.unit_text() if cell.field.units else ""
        cell.unit_chosen = unit if cell.field.units else ""
        self.edited.emit(Edit(*cell.where, raw, missing, unit))

    def decide(self, editor: QWidget, reading: str) -> None:
        """One of two readings was meant."""
        cell = self.cell_of(editor)
        if cell is None:
            return
        unit = cell.unit_text() if cell.field.units else ""
        self.edited.emit(Edit(*cell.where, reading, "", unit, True))
        if cell.editor is not None:
            cell.editor.show_field(cell.field, True)
            cell.editor.setFocus(Reason.OtherFocusReason)
            self.focusNextPrevChild(True)

    def line_link(self, line: int, action: str) -> Link | None:
        """The link that adds a line to the group of a line, or does something with this very line."""
        group = next((section for section in self.page.sections for one in section.lines if one.line == line), None)
        for block in self.blocks:
            for link in block.links:
                if link.action != action:
                    continue
                wanted = group.id if group else None
                if action == "add line" and (link.data == wanted or (not line and getattr(block, "empty", False))):
                    return link
                if action != "add line" and link.data == line and line:
                    return link
        return None

    def undo(self, again: bool = False) -> None:
        """Take the last edit back, or do it again."""
        self.undone.emit(again)

    def pick(self, editor: QWidget) -> None:
        """Open the picker of CTCAE terms."""
        self.picking.emit(self.cell_of(editor).field)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
        self.keyed.emit(event)  # before the scroll area takes an arrow for itself

    # mouse

    def link_at(self, point: QPoint) -> Link | None:
        """The link under a point."""
        block = self.block_at(point)
        if block is None:
            return None
        for link in block.links:
            if link.rect.contains(point):
                return link
        for cell in block.cells:
            if link := cell.link_at(point):
                return link
        return None

    def block_at(self, point: QPoint) -> Block | None:
        """The block under a point."""
        return next((block for block in self.blocks if block.rect.top() <= point.y() <= block.rect.bottom()), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        before, self.over = self.over, self.link_at(event.position().toPoint())
        if (before and before.rect) != (self.over and self.over.rect):
            for link in (before, self.over):
                if link is not None:
                    self.update(link.rect)
            hand = Qt.CursorShape.PointingHandCursor if self.over else Qt.CursorShape.ArrowCursor
            self.setCursor(hand)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        link = self.link_at(point)
        if link is not None:
            self._follow(link)
            return
        block = self.block_at(point)
        if isinstance(block, RowBlock) and point.y() <= block.top + 36:
            cell = next((cell for cell in block.cells if cell.box.contains(point)), block.cells[0])
            if cell.editor in self.stops:
                cell.editor.setFocus(Reason.MouseFocusReason)
            else:
                self.current = cell.where
                self.moved.emit()

    def _follow(self, link: Link) -> None:
        cell = self.cells.get(link.where)
        if link.action in ("calendar", "unit") and cell and cell.editor:
            cell.editor.setFocus(Reason.MouseFocusReason)
            open_choices(self, cell.editor)
        elif link.action == "correct":
            self.go(link.where)
        else:
            self.acted.emit(link)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip(event.pos()), self)
            return True
        return super().event(event)

    def tip(self, point: QPoint) -> str:
        """What a derived value or the dose sum says of itself under the mouse."""
        block = self.block_at(point)
        if isinstance(block, SumBlock):
            return block.tip()
        for rect, field in getattr(block, "chips", ()):
            if rect.contains(point):
                return verdict.tip(field)
        cell = next((cell for cell in block.cells if cell.box.contains(point)), None) if block else None
        if cell is not None and verdict.judged(cell.field):
            return verdict.tip(cell.field)
        if cell is None or not cell.field.derived:
            return ""
        return say("form.derived.tip", how=cell.field.aside or cell.field.help).strip()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        dirty = event.rect()
        top, bottom = dirty.top(), dirty.bottom()
        active = self.focusWidget()
        focus = self.current if active in self.stops and active.hasFocus() else None
        for block in self.blocks:
            if block.rect.bottom() >= top and block.rect.top() <= bottom:
                block.paint(painter, focus, self.over)
        ring = getattr(active, "ring", None)
        if focus is not None and ring is not None:
            theme.paint_focus_ring(painter, ring())
            self.cells[focus].paint_badge(painter)  # over the ring
        painter.end()
