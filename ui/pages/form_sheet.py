"""The sheet of a form: words painted, editors the only widgets; after each edit only what changed is touched.

Painting the words costs a third of a grid of labels: a form of 110 fields opens in less than the bare grid takes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from crf.forms.layout import Field, Page
from crf.forms.record import Edit, Where
from crf.text import say
from ui import editors, theme
from ui.editors.readings import ReadingsEditor
from ui.pages.form_blocks import Block, Frame, RowBlock
from ui.pages.form_build import blocks
from ui.pages.form_cell import Cell, flagged
from ui.pages.form_menus import Menus
from ui.pages.form_notice import Link
from ui.pages.form_sum import SumBlock

FOOT = 16
Reason = Qt.FocusReason


class Sheet(Menus, QWidget):
    """Everything of a form below its head. Hands over edits and clicks; knows no rule."""

    edited = Signal(object)
    acted = Signal(object)
    moved = Signal()
    undone = Signal(bool)
    picking = Signal(object)
    reveal = Signal(QRect)

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
        self.over: Link | None = None
        self.popup: QWidget | None = None
        self._paused: Where | None = None
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
                if cell.fixed:
                    continue
                if at not in kept or force:
                    self._editor(cell, force)
                    self._readings(cell)
                self.stops.append(cell.editor)
                if cell.readings is not None and not cell.readings.isHidden():
                    self.stops.append(cell.readings)
        gone = set(before).difference(self.stops) if before != self.stops else ()
        for widget in gone:
            widget.hide()

    def _editor(self, cell: Cell, force: bool) -> None:
        editor = cell.editor
        if editor is None:
            editor = cell.editor = editors.make(cell.field, self, self)
            editor.setProperty("ring", -1)
            cell.told = cell.field
            editor.setGeometry(cell.inner)
            if self.isVisible():
                editor.show()
        else:
            if force or (cell.told is not cell.field and cell.told != cell.field):
                editor.show_field(cell.field, force)
                cell.told = cell.field
            if editor.geometry() != cell.inner:
                editor.setGeometry(cell.inner)
            if editor.isHidden():
                editor.show()

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

    # where the keyboard is

    def cell_of(self, widget: QWidget | None) -> Cell | None:
        """The cell an editor belongs to."""
        where = getattr(widget, "where", None)
        return self.cells.get(where) if where is not None else None

    def editor(self, item: str, line: int = 0) -> QWidget | None:
        """The editor of an item, None where it has none now."""
        cell = self.cells.get((line, item))
        return cell.editor if cell and cell.editor in self.stops else None

    def go(self, where: Where, reason: Qt.FocusReason = Reason.TabFocusReason) -> bool:
        """Take the keyboard to a field; whether there is such a field."""
        editor = self.editor(where[1], where[0])
        if editor is None:
            return False
        editor.setFocus(reason)
        return True

    def first(self) -> None:
        """Take the keyboard to the first field without an answer, else to the first field."""
        blank = [stop for stop in self.stops if (cell := self.cell_of(stop)) and cell.blank]
        for stop in (blank or self.stops)[:1]:
            stop.setFocus(Reason.OtherFocusReason)

    def next_finding(self) -> bool:
        """Take the keyboard to the next field somebody has to look at; whether there is one."""
        marked = [
            stop for stop in self.stops if (cell := self.cell_of(stop)) and flagged(cell.field) and stop is cell.editor
        ]
        if not marked:
            return False
        order = self.stops
        here = order.index(self.focusWidget()) if self.focusWidget() in order else -1
        after = [stop for stop in marked if order.index(stop) > here]
        (after or marked)[0].setFocus(Reason.TabFocusReason)
        return True

    def focusNextPrevChild(self, forward: bool) -> bool:
        here = self.focusWidget()
        if here in self.stops:
            at = self.stops.index(here) + (1 if forward else -1)
            if 0 <= at < len(self.stops):
                self.stops[at].setFocus(Reason.TabFocusReason if forward else Reason.BacktabFocusReason)
                return True
            return self._leave(here, forward)
        return super().focusNextPrevChild(forward)

    def _leave(self, here: QWidget, forward: bool) -> bool:
        """Take the keyboard out of the sheet: editors made late stand last in Qt's chain."""
        step = QWidget.nextInFocusChain if forward else QWidget.previousInFocusChain
        after = step(here)
        while after is not here:
            fit = after.focusPolicy() & Qt.FocusPolicy.TabFocus and after.isVisible() and after.isEnabled()
            if fit and not self.isAncestorOf(after) and after is not self:
                after.setFocus(Reason.TabFocusReason if forward else Reason.BacktabFocusReason)
                return True
            after = step(after)
        return False

    def focused(self, editor: QWidget) -> None:
        """An editor has the keyboard now."""
        if self.popup is not None and self.popup_of is not editor:
            self.close_popup()
        before, cell = self.current, self.cell_of(editor)
        self.current = cell.where if cell else None
        if before != self.current:
            self._paused = None
        self.repaint_box(editor)
        self.reveal.emit(self._row_of(self.current))
        self.moved.emit()

    def left(self, editor: QWidget) -> None:
        """An editor lost the keyboard."""
        self.close_popup()
        self.repaint_box(editor)

    def _row_of(self, where: Where | None) -> QRect:
        for block in self.blocks:
            if any(cell.where == where for cell in block.cells):
                return block.rect
        return QRect()

    def box(self, editor: QWidget) -> QRect:
        """The box of a control, in the sheet's coordinates."""
        cell = self.cell_of(editor)
        return cell.box if cell else editor.geometry()

    def repaint_box(self, editor: QWidget) -> None:
        """Paint a control and its ring anew."""
        self.update(self.box(editor).united(editor.geometry()).adjusted(-5, -5, 5, 5))

    # what editors hand over

    def changed(self, editor: QWidget, raw: str, missing: str = "", unit: str | None = None) -> None:
        """A key or a choice changed the answer."""
        cell = self.cell_of(editor)
        if cell is None:
            return
        self._paused = None
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

    def advance(self, editor: QWidget, forward: bool = True) -> None:
        """Go to the next field; the last one keeps the keyboard."""
        here = editor if editor in self.stops else self.focusWidget()
        at = self.stops.index(here) + (1 if forward else -1) if here in self.stops else 0
        if 0 <= at < len(self.stops):
            self.stops[at].setFocus(Reason.TabFocusReason)

    def entered(self, editor: QWidget) -> None:
        """Enter: the first one in a field with a finding marks its text to be corrected, the next one goes on."""
        cell = self.cell_of(editor)
        stays = (
            cell is not None
            and isinstance(editor, QLineEdit)
            and flagged(cell.field)
            and not (cell.field.draft and cell.field.draft.readings)
            and self._paused != cell.where
            and editor.selectedText() != editor.text()
        )
        if stays and cell is not None:
            self._paused = cell.where
            editor.selectAll()
        else:
            self.advance(editor)

    def more(self, editor: QWidget | None) -> None:
        """Ctrl+Enter: a further line of the group one is in (of the first empty one outside), else the next field."""
        link = self.line_link(self.cell_of(editor).where[0] if self.cell_of(editor) else 0, "add line")
        if link is not None:
            self.acted.emit(link)
        elif editor is not None:
            self.advance(editor)

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
            (self.calendar if link.action == "calendar" else self.unit_menu)(cell.editor)
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
        cell = next((cell for cell in block.cells if cell.box.contains(point)), None) if block else None
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
        painter.end()
