"""One editor for each kind of item; an editor hands over what was typed and shows what came of it, no rule in it."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QWidget

from crf.forms.layout import Field
from ui import theme
from ui.editors import base, choice
from ui.editors.choice import ChoiceEditor, ChoicesEditor
from ui.editors.combo import WIDE, ComboEditor
from ui.editors.line import DateEditor, LineEditor, NumberEditor, TimeEditor
from ui.editors.longtext import LongTextEditor
from ui.editors.term import HEIGHT, TermEditor

PILLS = 4  # up to so many choices stand as pills, more only where they are short
SHORT = 300  # px
LETTER = 8  # px a character takes, about
WIDEST = 476
CALENDAR = 28  # room of the calendar's button

KINDS: dict[str, type[QWidget]] = {
    "text": LineEditor,
    "integer": NumberEditor,
    "decimal": NumberEditor,
    "date": DateEditor,
    "time": TimeEditor,
    "datetime": TimeEditor,
    "choices": ChoicesEditor,
    "term": TermEditor,
}


def pills(field: Field) -> bool:
    """Whether the choices stand side by side as pills."""
    if field.kind == "choices" or len(field.options) <= PILLS:
        return True
    return len(field.options) <= 9 and sum(choice.pill_width(one) + choice.GAP for one in field.options) <= SHORT


def make(field: Field, host: base.Host, parent: QWidget) -> QWidget:
    """The editor of a field."""
    if field.kind == "choice":
        kind: type[QWidget] = ChoiceEditor if pills(field) else ComboEditor
    elif field.kind == "text" and field.lines > 1:
        kind = LongTextEditor
    else:
        kind = KINDS[field.kind]
    return kind(field, host, parent)  # type: ignore[call-arg]


def size(field: Field, room: int) -> QSize:
    """Width and height in px of a field's control in a room so wide."""
    high = theme.CONTROL
    most = min(room, WIDEST)
    if field.kind in ("choice", "choices") and pills(field):
        return choice.size(field, room)
    if field.kind == "term":
        return QSize(most, HEIGHT)
    if field.kind == "text" and field.lines > 1:
        return QSize(most, max(2, field.lines) * 18 + 10)
    return QSize(min(_width(field), room), high)


@lru_cache(maxsize=1024)
def text_width(text: str) -> float:
    """How wide an answer is in px."""
    return QFontMetricsF(theme.font(theme.BODY, theme.MEDIUM)).horizontalAdvance(text[:200])


def _width(field: Field) -> int:
    if field.kind == "choice":
        measure = QFontMetricsF(theme.font(theme.BODY, theme.MEDIUM))
        return round(
            min(WIDEST, max(120, max(measure.horizontalAdvance(one.text) for one in field.options) + 14 + WIDE))
        )
    if field.kind in ("integer", "decimal"):
        return max(96, field.width * LETTER + 20)
    if field.kind == "text":
        asked = max(64, field.width * LETTER + 24) if field.width else SHORT
        longer = round(text_width(field.raw)) + 28 if len(field.raw) * LETTER > asked - 28 else 0
        return min(WIDEST, max(asked, longer))
    stamps = {"date": 136, "time": 64, "datetime": 176}
    return stamps[field.kind] + (20 if field.seconds and field.kind != "date" else 0)
