"""All choices of an item as boxes: on one line, in columns, or one below the other with what belongs to each."""

from __future__ import annotations

from collections.abc import Callable

from crf.exchange.pages import marks, tokens
from crf.exchange.pages.column import Column
from crf.forms.layout import Field, Option

After = Callable[[int], None] | None
"""Called when the choice of an index was set, to set what belongs to it beside it."""

GAP = 12.0
CLOSEST = 3.0  # least gap before a tab stop


def options(column: Column, field: Field, chosen: frozenset[str], muted: bool, after: After = None) -> None:
    """Every choice with its code; the chosen ones crossed and bold, the others muted on a filled form."""
    widths = [_width(column, option, option.code in chosen) for option in field.options]
    if column.begun:
        if 5 + sum(widths) + GAP * (len(widths) - 1) <= column.left_over():
            _set(column, field.options, _side_by_side(widths, column.x + 5), chosen, muted)
            return
        column.line()
    stops = None if after else _stops(widths, column.room - column.reserved)
    if stops is not None:
        _set(column, field.options, stops, chosen, muted)
    else:
        _stack(
            column, field.options, 1 if after else _columns(widths, column.room - column.reserved), chosen, muted, after
        )


def _width(column: Column, option: Option, chosen: bool) -> float:
    words = column.press.width(option.text, column.size, chosen)
    code = marks.CODE_GAP + column.press.width(option.code, tokens.HINT) if shown_code(option) else 0.0
    return tokens.BOX + marks.LABEL_GAP + words + code


def shown_code(option: Option) -> str:
    """The code to print beside the words; none where it repeats them."""
    return option.code if option.code != option.text else ""


def _stops(widths: list[float], room: float) -> list[float] | None:
    """Where choices begin on one line, the second at the stop of Yes or of longer lists; None if they are too wide."""
    if len(widths) < 2:
        return [0.0] * len(widths)
    first = next((stop for stop in (tokens.TAB_YES, tokens.TAB_SECOND) if widths[0] + CLOSEST <= stop), widths[0] + GAP)
    for second in (first, widths[0] + GAP):
        stops = [0.0, *_side_by_side(widths[1:], second)]
        if stops[-1] + widths[-1] <= room:
            return stops
    return None


def _side_by_side(widths: list[float], start: float) -> list[float]:
    stops = []
    for width in widths:
        stops.append(start)
        start += width + GAP
    return stops


def _columns(widths: list[float], room: float) -> int:
    widest = max(widths)
    return next((count for count in (3, 2) if widest + 8 <= room / count), 1)


def _set(column: Column, offered: tuple[Option, ...], stops: list[float], chosen: frozenset[str], muted: bool) -> None:
    for option, stop in zip(offered, stops, strict=True):
        column.x, column.begun = stop, True
        _option(column, option, chosen, muted)


def last_label(column: Column, field: Field) -> float:
    """Where the words of the last choice of a short list begin: further lines of its row stand under them."""
    short = len(field.options) == 2 and _width(column, field.options[0], True) + CLOSEST <= tokens.TAB_YES
    return tokens.TAB_YES + tokens.BOX + marks.LABEL_GAP if short else 0.0


def _stack(
    column: Column, offered: tuple[Option, ...], across: int, chosen: frozenset[str], muted: bool, after: After
) -> None:
    step = (column.room - column.reserved) / across
    for n, option in enumerate(offered):
        if n and n % across == 0:
            column.line()
        column.x, column.begun = step * (n % across), True
        _option(column, option, chosen, muted)
        if after:
            after(n)


def _option(column: Column, option: Option, chosen: frozenset[str], muted: bool) -> None:
    crossed = option.code in chosen
    column.option(option.text, shown_code(option), crossed, muted and not crossed)
