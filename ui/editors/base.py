"""What every editor shares: its field, its host, and the keys that mean the same in all of them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from crf.forms.layout import Field
from crf.text import say, unit_words

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier


class Host(Protocol):
    """What an editor asks of the sheet it stands on."""

    def changed(self, editor: QWidget, raw: str, missing: str = "", unit: str | None = None) -> None:
        """A key or a choice changed the answer; the unit in use stays where none is given."""

    def advance(self, editor: QWidget, forward: bool = True) -> None:
        """Go to the next field or the one before."""

    def entered(self, editor: QWidget) -> None:
        """Enter was pressed in a field."""

    def more(self, editor: QWidget) -> None:
        """Ctrl+Enter: a further line, or the next field outside lines."""

    def undo(self, again: bool = False) -> None:
        """Take the last edit back, or do it again."""

    def focused(self, editor: QWidget) -> None:
        """An editor has the keyboard now."""

    def left(self, editor: QWidget) -> None:
        """An editor lost the keyboard."""

    def now(self) -> datetime:
        """The local time of the session."""

    def decide(self, editor: QWidget, reading: str) -> None:
        """The person chose one of the readings of a draft."""

    def pick(self, editor: QWidget) -> None:
        """Open the picker of CTCAE terms for a field."""

    def missing_menu(self, editor: QWidget) -> None:
        """Offer the missing codes of a field."""

    def unit_menu(self, editor: QWidget) -> None:
        """Offer the units a field may be typed in."""

    def offer_menu(self, editor: QWidget) -> None:
        """Offer the texts a field may take."""

    def calendar(self, editor: QWidget) -> None:
        """Offer the days of a month."""

    def popup_key(self, event: QKeyEvent) -> bool:
        """Whether an open list or calendar took the key."""

    def box(self, editor: QWidget) -> QRect:
        """The box of the control, in the sheet's coordinates."""

    def repaint_box(self, editor: QWidget) -> None:
        """Paint the control and its ring anew."""


def plain(event: QKeyEvent) -> bool:
    """Whether a key came without Ctrl, Alt or Meta."""
    return not event.modifiers() & ~(SHIFT | KEYPAD)


def common_key(host: Host, editor: QWidget, event: QKeyEvent) -> bool:
    """The keys every editor shares; whether one of them was pressed."""
    if host.popup_key(event):
        return True
    key, held = event.key(), event.modifiers()
    if key in (Key.Key_Return, Key.Key_Enter):
        if held & CTRL:
            host.more(editor)
        else:
            host.entered(editor)
    elif key == Key.Key_F2:
        host.missing_menu(editor)
    elif held & ALT and key == Key.Key_Down:
        open_choices(host, editor)
    elif event.matches(QKeySequence.StandardKey.Undo):
        host.undo()
    elif event.matches(QKeySequence.StandardKey.Redo) or (held & CTRL and key == Key.Key_Y):
        host.undo(again=True)
    else:
        return False
    event.accept()
    return True


def open_choices(host: Host, editor: QWidget) -> None:
    """Alt+Down: the calendar of a date, the units of a number, the texts a text may take."""
    field: Field = editor.field  # type: ignore[attr-defined]
    if field.kind in ("date", "datetime"):
        host.calendar(editor)
    elif field.units:
        host.unit_menu(editor)
    elif field.offers:
        host.offer_menu(editor)


def shown(field: Field) -> str:
    """The text that stands in an editor while nobody types in it."""
    if field.draft is not None:
        return field.draft.raw
    if field.answer.missing:
        return ""
    if field.kind == "choice":
        return next((option.text for option in field.options if option.code == field.raw), field.raw)
    return field.raw


def code_typed(field: Field, text: str) -> str:
    """The missing code a text is, where the item allows it."""
    typed = text.strip().upper()
    return typed if typed in field.missing else ""


def spoken(field: Field) -> str:
    """The name assistive technology reads for an editor."""
    name = f"{field.number} {field.question}".strip()
    if field.unit:
        name = f"{name}, {unit_words(field.unit)}"
    return say("form.spoken.required", name=name) if field.required and not field.derived else name
