"""Where the keyboard is on a form sheet, and where it goes: along the fields, to findings, out at both ends."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from crf.forms.record import Where
from ui.pages.form_blocks import Block
from ui.pages.form_cell import Cell, flagged

Reason = Qt.FocusReason


class Keyboard:
    """The part of a sheet that knows its stops in order: editors, and the readings offered under them."""

    blocks: list[Block]
    cells: dict[Where, Cell]
    stops: list[QWidget]
    current: Where | None
    high: int

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
        """Take the keyboard to the first field that needs an answer, else to the first field."""
        blank = [stop for stop in self.stops if (cell := self.cell_of(stop)) and cell.blank]
        asked = [stop for stop in blank if stop.field.required]
        for stop in (asked or blank or self.stops)[:1]:
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

    def _stay_near(self, before: list[QWidget], gone: set[QWidget]) -> None:
        """Where the field of the keyboard goes, the keyboard stays on the sheet: at the next field, else the last."""
        here = self.focusWidget()
        if here in gone and self.stops:
            after = [stop for stop in before[before.index(here) :] if stop not in gone]
            (after or self.stops[-1:])[0].setFocus(Reason.OtherFocusReason)

    def focused(self, editor: QWidget) -> None:
        """An editor has the keyboard now."""
        if self.popup is not None and self.popup_of is not editor:
            self.close_popup()
        cell = self.cell_of(editor)
        self.current = cell.where if cell else None
        self.repaint_box(editor)
        row = self._row_of(self.current)
        self.high = row.height()
        self.reveal.emit(row)
        self.moved.emit()

    def reveal_grown(self) -> None:
        """What came to stand under the field of the keyboard is brought into sight with it."""
        row = self._row_of(self.current)
        if row.height() > self.high and self.focusWidget() in self.stops:
            self.reveal.emit(row)
        self.high = row.height()

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
            and editor.selectedText() != editor.text()
        )
        if stays and cell is not None:
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
