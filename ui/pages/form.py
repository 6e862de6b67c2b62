"""The form page: head, sheet and panel around one open form; what is typed goes to Entering, what follows is shown."""

from __future__ import annotations

import gc
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from crf.actions.rights import may
from crf.faults import CasebookError
from crf.forms.layout import DoseSum, Field
from crf.forms.layout import Page as Laid
from crf.forms.numbers import show_number
from crf.forms.record import Edit, Where
from crf.text import say
from ui import theme
from ui.controls import Link
from ui.editors.base import ALT, CTRL, SHIFT, Key
from ui.pages import Page
from ui.pages import form_words as words
from ui.pages.form_acts import Acts
from ui.pages.form_blocks import Frame
from ui.pages.form_cell import flagged
from ui.pages.form_head import HEIGHT, Head
from ui.pages.form_judging import Judging
from ui.pages.form_linked import Linked
from ui.pages.form_proposed import FormProposed
from ui.pages.form_reporting import Reporting
from ui.pages.form_review import Review
from ui.pages.form_sheet import Sheet
from ui.panel import Limits, Panel
from ui.widgets import Band, Scroll

if TYPE_CHECKING:
    from crf.actions.entering import Entering
    from crf.actions.session import Session
    from crf.forms.record import Place
    from ui.navigator import Navigator

WIDEST = 920
BAND = 36


class FormPage(Reporting, Review, Judging, FormProposed, Linked, Acts, Page):
    """One form of one subject, to be filled, read, confirmed, voided."""

    def __init__(
        self,
        window: Navigator,
        session: Session | None,
        uid: str,
        place: Place,
        where: Where | None = None,
        entering: Entering | None = None,
    ):
        super().__init__(window, session)
        self.uid, self.place, self.where = uid, place, where
        self.entering = entering or self.open_entering()
        self.laid: Laid | None = None
        self.head = Head(self)
        self.sheet = Sheet(self.now)
        self.scroll = Scroll(self.sheet)
        self.scroll.setWidgetResizable(False)
        self.scroll.setParent(self)
        self.panel = Panel(self)
        self.band = self.band_for(self.entering)
        self._footer: object = None
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        sheet, head = self.sheet, self.head
        sheet.edited.connect(self.edit)
        sheet.acted.connect(self.follow)
        sheet.moved.connect(self._moved)
        sheet.undone.connect(self.undo)
        sheet.picking.connect(self.pick)
        sheet.reveal.connect(self._reveal)
        sheet.keyed.connect(self.keyPressEvent)
        head.up.connect(self.up)
        head.turned.connect(self.turn)
        head.menu.connect(self.open_menu)
        self.panel.reply.stepped.connect(self.step_query)
        self.panel.reply.left.connect(lambda: self.sheet.current and self.sheet.go(self.sheet.current))

    @property
    def title(self) -> str:
        """What the window's title says."""
        head = self.head.head
        return f"{head.subject} · {head.form}" if head else ""

    # what is shown

    def refresh(self, force: bool = False) -> None:
        """Show the form as it stands."""
        entering = self.entering
        self.laid = entering.page()
        self.sheet.show_page(self.laid, entering.read_only, self.was_saved, force)
        self.head.show_head(entering.head(), self.status())
        self._show_panel()
        self._show_footer()

    def edit(self, edit: Edit) -> None:
        """A key stroke or choice: hand it on, show what follows; what can't be kept as a draft is told."""
        try:
            self.entering.edit(edit)
        except CasebookError as fault:
            self.say_fault(fault)
        self.laid = self.entering.page()
        self.sheet.show_page(self.laid, False, self.was_saved)
        self.head.show_head(self.head.head, self.status())
        self._show_panel()
        self._show_footer()

    def status(self) -> str:
        """How the form stands: as a draft until what was typed is saved."""
        if self.laid is not None and self.laid.void:
            return "voided"
        return "draft" if self.entering.dirty else self.entering.status

    def _moved(self) -> None:
        self.whole = False
        self._show_panel()
        self._show_footer()

    @property
    def field(self) -> Field | None:
        """The field the keyboard is in, or was in last."""
        cell = self.sheet.cells.get(self.sheet.current) if self.sheet.current else None
        return cell.field if cell else None

    def _show_panel(self) -> None:
        if self.panel.isHidden():
            return
        field, laid = self.field, self.laid
        if field is None or laid is None:
            self.panel.show_field(None)
            return
        dose = laid.sum if laid.sum and field.unit == laid.sum.unit and not field.derived else None
        past = self.entering.history(field.line, field.item)
        kept = (self.entering.draft_kept_at or say("form.panel.earlier")) if self.is_draft(field) else ""
        self.panel.show_field(field, dose, past, kept, limits_of(dose), self.said())

    def is_draft(self, field: Field) -> bool:
        """Whether what stands in a field was typed and isn't in the record yet."""
        saved = self.entering.saved.answer(field.item, field.line)
        typed = (field.answer.value, field.answer.missing) != (saved.value, saved.missing) and not field.answer.note
        return field.draft is not None or typed

    @property
    def was_saved(self) -> bool:
        """Whether the form was saved before: only then blank questions are told in amber."""
        return self.entering.saved.started

    def _show_footer(self) -> None:
        states = self.footer_states()
        told = (states, self.footer_keys(states))
        if told != self._footer and self.isVisible():
            self._footer = told
            self.window_.footer(*told)

    def footer_states(self) -> list[tuple[str, str, str]]:
        """What the footer says of the form."""
        entering = self.entering
        found = sum(flagged(cell.field) for block in self.sheet.blocks for cell in block.cells)
        states = []
        if entering.dirty:
            kept = entering.draft_kept_at
            states.append(("draft", say("form.foot.draft", time=kept) if kept else say("form.foot.unsaved"), "accent"))
        if found:
            states.append(
                ("finding", say("form.foot.finding" if found == 1 else "form.foot.findings", count=found), "calm")
            )
        if waiting := len(self.unconfirmed()):
            told = say("form.foot.judged.one" if waiting == 1 else "form.foot.judged", count=waiting)
            states.append(("unconfirmed", told, "calm"))
        below = self._open_below()
        if below:
            states.append(("", say("form.foot.open" if below == 1 else "form.foot.opens", count=below), "calm"))
        return states

    @property
    def refuses(self) -> tuple[str, ...]:
        """What the menus can't do here."""
        return (*super().refuses, *self.refused_here)

    def _open_below(self) -> int:
        """Questions without an answer after the one the keyboard is in."""
        current = self.sheet.cells.get(self.sheet.current) if self.sheet.current else None
        at = self.sheet.stops.index(current.editor) + 1 if current and current.editor in self.sheet.stops else 0
        after = (self.sheet.cell_of(stop) for stop in self.sheet.stops[at:])
        return sum(1 for cell in after if cell and cell.blank and cell.field.required)

    def footer_keys(self, states: list[tuple[str, str, str]]) -> list[tuple[str, str]]:
        """The keys worth knowing now."""
        keys = [("Tab", "next"), ("F8", "finding"), ("Ctrl J", "judge"), ("Ctrl I", "panel"), ("Ctrl S", "save")]
        found = {state[0] for state in states}
        idle = {id for mark, id in (("finding", "finding"), ("unconfirmed", "judge")) if mark not in found}
        idle |= {"save"} if self.entering.read_only else set()
        rights = (("verify", "Space"), ("query", "Ctrl ⇧ Q"), ("sign", "Ctrl ⇧ G"), ("lock", "Ctrl ⇧ L"))
        keys += [(key, right) for right, key in rights if may(self.session, right)]
        if self.proposes_here:
            keys = [("F5", "accept"), ("F7", "decline"), *keys[1:]]
        return [(key, say(f"form.foot.key.{id}")) for key, id in keys if id not in idle]

    # where it stands

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.lay_out()

    def lay_out(self) -> None:
        """Head, band, sheet and panel in the room there is; the column at most 920 px, in the middle."""
        panel = 0 if self.panel.isHidden() else theme.PANEL
        room = self.width() - panel
        wide = min(WIDEST, room - 2 * theme.PAD)
        left = max(theme.PAD, (room - wide) // 2)
        self.head.setGeometry(0, 0, room, HEIGHT)
        self.head.set_column(left, wide)
        top = HEIGHT
        if self.band is not None:
            high = band_height(self.band, wide)
            self.band.setParent(self)
            self.band.setFixedHeight(high)
            self.band.setGeometry(left, top, wide, high)
            self.band.show()
            top += high + 12
        self.scroll.setGeometry(0, top, room, self.height() - top)
        self.panel.setGeometry(room, 0, panel or theme.PANEL, self.height())
        bar = self.scroll.verticalScrollBar().sizeHint().width()
        self.sheet.set_frame(Frame(left, wide), room - bar)

    def show_band(self, band: Band | None) -> None:
        """Put another band over the sheet, or none."""
        if self.band is not None:
            self.band.hide()
            self.band.deleteLater()
        self.band = band
        self.lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), theme.color("ground"))

    def _reveal(self, rect: QRect) -> None:
        """Scroll so that a row is seen with what stands under it, and a little of the next."""
        if rect.isNull():
            return
        bar, view = self.scroll.verticalScrollBar(), self.scroll.viewport().height()
        if rect.top() - 40 < bar.value():
            bar.setValue(rect.top() - 40)
        elif rect.bottom() + 44 > bar.value() + view:
            bar.setValue(min(rect.bottom() + 44 - view, rect.top() - 40))

    def enter(self) -> None:
        """The page came to the front: take the keyboard to the field asked for, else to the first open one."""
        self._footer = None
        spare_collector()
        if not (self.where and self.sheet.go(self.where)):
            self.sheet.first()
        self.where = self.sheet.current
        self._show_footer()

    # keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self.act_of(event):
            event.accept()  # the window's own Alt+Left goes back; in a form it turns the page
            return True
        return super().event(event)

    def act_of(self, event: QKeyEvent) -> str:
        """The act a key stands for, empty for none."""
        held, key = event.modifiers() & (CTRL | ALT | SHIFT), Key(event.key())
        return KEYS.get((held, key), "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self.act_of(event)
        event.setAccepted(bool(act))
        if act:
            getattr(self, act)()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return QWidget.focusNextPrevChild(self, forward)


def band_height(band: Band, wide: int) -> int:
    """How high a band is in px, with all its words in a width."""
    links = sum(link.sizeHint().width() + 16 for link in band.findChildren(Link) if not link.isHidden())
    room = wide - links - 68 - (band.lead.sizeHint().width() if band.lead.text() else 0)
    return max(BAND, 16 + len(words.lines(band.sentence.text(), max(room, 80))) * words.LINE)


@cache
def spare_collector() -> None:
    """What stands when the first form opens (program, definition, dictionary) lives as long as the program: walking it
    between two key strokes would take 24 ms."""
    gc.freeze()


def limits_of(dose: DoseSum | None) -> Limits:
    """The limits of a dose given against the one prescribed: mark, range, and what follows."""
    if dose is None or not dose.ends:
        return ()
    low, silent_low, silent_high, high = map(show_number, dose.ends)
    return (
        ("yes", f"{silent_low}–{silent_high}", say("form.panel.silent")),
        ("finding", f"{low}–{high}", say("form.panel.finding")),
        ("deviation", say("form.panel.beyond"), say("form.panel.deviation")),
    )


NONE = CTRL & ALT
KEYS = {
    (CTRL, Key.Key_S): "save",
    (CTRL, Key.Key_R): "confirm_here",
    (CTRL, Key.Key_I): "toggle_panel",
    (CTRL, Key.Key_J): "judge",
    (NONE, Key.Key_F9): "judge_here",
    (CTRL, Key.Key_Z): "undo",
    (CTRL | SHIFT, Key.Key_Z): "redo",
    (CTRL, Key.Key_Y): "redo",
    (CTRL, Key.Key_P): "preview",
    (CTRL, Key.Key_Return): "add_line_here",
    (CTRL | SHIFT, Key.Key_Delete): "void_line_here",
    (CTRL | SHIFT, Key.Key_Q): "query_here",
    (CTRL | SHIFT, Key.Key_V): "verify_here",
    (CTRL | SHIFT, Key.Key_G): "sign_form",
    (CTRL | SHIFT, Key.Key_L): "lock_form",
    (CTRL | SHIFT, Key.Key_S): "report_event",
    (CTRL | SHIFT, Key.Key_M): "mark_sent",
    (CTRL | SHIFT, Key.Key_D): "draft_narrative",
    (CTRL | SHIFT, Key.Key_P): "print_cioms",
    (NONE, Key.Key_Space): "verify_on",
    (NONE, Key.Key_F1): "help_here",
    (NONE, Key.Key_F4): "open_linked",
    (NONE, Key.Key_F5): "accept_event",
    (NONE, Key.Key_F6): "join_event",
    (NONE, Key.Key_F7): "decline_event",
    (NONE, Key.Key_F8): "next_finding",
    (NONE, Key.Key_Escape): "up",
    (NONE, Key.Key_Menu): "menu_here",
    (ALT, Key.Key_Left): "turn_back",
    (ALT, Key.Key_Right): "turn_on",
}
