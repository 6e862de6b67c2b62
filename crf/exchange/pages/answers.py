"""How each kind of item stands in the answer column: lines and boxes to fill in, or the answer with its history."""

from __future__ import annotations

import re

from crf.exchange.pages import boxes, marks, tokens
from crf.exchange.pages.column import Column
from crf.exchange.pages.notes import Notes
from crf.exchange.pages.sheets import Correction, PrintedFinding
from crf.forms.layout import Field
from crf.text import say, unit_words

CHOICE_KINDS = ("choice", "choices")
BLANK_LINE = 46.0
SHORT_LINE = 36.0
DATE_PATTERN, TIME_PATTERN, SECONDS_PATTERN = "99-AAA-9999", "99:99", "99:99:99"
MOST_STROKES = 14
OFFSET = re.compile(r"^(.*?)\s*([+-]\d\d:\d\d)$")
COMPUTED = re.compile("[%×÷√=]")
FIELD_GAP = 5.0
ASIDE_GAP = 6.0
LONG_TEXT = 240
MOST_LINES = 8


def blank(column: Column, field: Field, crowded: bool = False, after: boxes.After = None) -> None:
    """An item to fill in by hand; `crowded` leaves the hint out where fields share a line."""
    if field.kind in CHOICE_KINDS:
        boxes.options(column, field, frozenset(), muted=False, after=after)
    elif (pattern := stroke_pattern(field)) and marks.strokes_width(column.press, pattern) <= column.room:
        column.strokes(pattern, FIELD_GAP)
    else:
        _write_lines(column, field)
    _units(column, field)
    hint = {"date": say("pages.hint.date"), "time": say("pages.hint.time")}.get(field.kind, "")
    if field.kind == "time" and field.seconds:
        hint = say("pages.hint.seconds")
    if hint and not crowded and column.left_over() > column.press.width(hint, tokens.HINT) + 5:
        column.word(hint, tokens.HINT, grey=tokens.MUTED, gap=5)
    if field.aside:
        column.right(field.aside, tokens.HINT, tokens.MUTED, ASIDE_GAP)


def least(column: Column, field: Field, blank: bool) -> float:
    """The width an answer needs beside its label, a time with its offset; a long one goes on anyway."""
    if field.options:
        return 40.0
    if blank:
        pattern = stroke_pattern(field)
        return marks.strokes_width(column.press, pattern) if pattern else SHORT_LINE
    after = column.press.width(field.aside, tokens.HINT) + ASIDE_GAP if field.kind == "time" and field.aside else 0.0
    return min(column.press.width(field.text, column.size, True) + after, column.room / 2)


def stroke_pattern(field: Field) -> str:
    """The strokes of a date, time, number or short code: 9 a digit, A a letter; empty where a line does better."""
    if field.kind == "date":
        return DATE_PATTERN
    if field.kind == "time":
        return SECONDS_PATTERN if field.seconds else TIME_PATTERN
    if field.kind == "datetime":
        return f"{DATE_PATTERN}  {SECONDS_PATTERN if field.seconds else TIME_PATTERN}"
    if field.kind in ("integer", "decimal"):
        pattern = _number_pattern(field)
    elif field.kind == "text" and field.pattern_example and field.lines == 1:
        pattern = re.sub(r"[^\W_]", "9", field.pattern_example)
        if not set(pattern) <= set("9-/.: "):
            return ""
    else:
        return ""
    return pattern if len(pattern) <= MOST_STROKES else ""


def _number_pattern(field: Field) -> str:
    if field.kind == "integer":
        return "9" * (field.width or 4)
    places = field.decimals if field.decimals >= 0 else 2
    whole = max(field.width - places - 1, 1) if field.width else 4
    return "9" * whole + ("." + "9" * places if places else "")


def _write_lines(column: Column, field: Field) -> None:
    column.write_line(SHORT_LINE if column.begun else BLANK_LINE, FIELD_GAP)
    for _ in range(min(max(field.lines, 1), 40) - 1):
        column.line()
        column.write_line(BLANK_LINE)


def _units(column: Column, field: Field) -> None:
    """The unit after the strokes; where several may be used, a box for each."""
    if len(field.units) > 1:
        for unit in map(unit_words, field.units):
            wide = column.press.width(unit, column.size) + tokens.BOX + marks.LABEL_GAP
            column.need(wide, ASIDE_GAP)
            column.option(unit, "", False, False)
    elif field.unit:
        column.word(unit_words(field.unit), column.size, gap=4)


def filled(column: Column, field: Field, notes: Notes, aside: str, after: boxes.After = None) -> None:
    """An item with its answer: what was replaced is struck before it, letters point to the notes, the aside follows."""
    if not field.visible:
        _not_asked(column, field)
    elif field.kind in CHOICE_KINDS:
        _chosen(column, field, notes, after)
    else:
        _value(column, field, notes)
    _letters(column, field, notes)
    if field.verdict:
        _verdict(column, field)
    if aside:
        _aside(column, aside)


def _not_asked(column: Column, field: Field) -> None:
    column.word("—", column.size, grey=tokens.MUTED, gap=FIELD_GAP)
    column.word(say("pages.not_asked"), tokens.HINT, grey=tokens.MUTED, gap=FIELD_GAP)
    if not field.answer.blank and not field.proposed:
        kept = field.text or field.answer.value or field.answer.missing
        column.word(say("pages.kept"), tokens.HINT, grey=tokens.MUTED, gap=FIELD_GAP)
        column.word(kept, column.size, True, gap=4)


def _chosen(column: Column, field: Field, notes: Notes, after: boxes.After) -> None:
    answer = "" if field.proposed else field.answer.value
    codes = {option.code for option in field.options}
    chosen = frozenset([answer] if answer in codes else answer.split("|")) & codes
    boxes.options(column, field, chosen, muted=True, after=after)
    if answer and not chosen:  # a choice of an earlier protocol version
        column.word(field.text or answer, column.size, True, gap=FIELD_GAP)
    for note in notes.corrections((field.line, field.item)):
        _struck(column, note.said)


def _value(column: Column, field: Field, notes: Notes) -> None:
    replaced = notes.corrections((field.line, field.item))
    for note in replaced:
        _struck(column, note.said)
    text = "" if field.proposed else field.text or field.answer.value
    if field.answer.missing and not field.proposed:
        if field.answer.missing not in field.missing:
            column.word(field.answer.missing, column.size, True, gap=marks.CODE_GAP)
        return
    if not text:
        column.write_line(BLANK_LINE, FIELD_GAP, BLANK_LINE)
    else:
        shown = field.typed if field.unit and field.typed else text
        _answer(column, field, shown, 7 if replaced or not field.question else FIELD_GAP)
    if text and field.unit and field.typed:
        column.word(unit_words(field.answer.unit), column.size, gap=3.2)
        column.word(f"= {text} {unit_words(field.unit)}", tokens.HINT, grey=tokens.MUTED, gap=4)
    elif field.unit:
        grey, gap = (tokens.INK, 3.2) if text else (tokens.MUTED, 4)
        column.word(unit_words(field.unit), column.size, grey=grey, gap=gap)
        if field.echoed and field.echo:
            column.word(f"= {field.echo}", tokens.HINT, grey=tokens.MUTED, gap=4)


def _answer(column: Column, field: Field, text: str, gap: float) -> None:
    timed = OFFSET.match(text) if field.kind in ("time", "datetime") else None
    if timed:
        column.word(timed[1], column.size, True, gap=gap)
        column.word(timed[2], tokens.HINT, grey=tokens.MUTED, gap=4)
    else:
        if len(text) >= LONG_TEXT or text.count("\n") > MOST_LINES:
            column.widen()
        column.word(text, column.size, len(text) < LONG_TEXT, gap=gap)


def _struck(column: Column, said: Correction | PrintedFinding) -> None:
    assert isinstance(said, Correction)
    column.prose(said.old or say("pages.blank"), column.size, grey=tokens.MUTED, gap=7, strike=True)


def _letters(column: Column, field: Field, notes: Notes) -> None:
    where = (field.line, field.item)
    for note in notes.corrections(where):
        column.need(marks.CIRCLE, 5.5)
        column.x = marks.circled(column.ink, column.at, 0, note.letter) - column.left
    for note in notes.findings(where):
        column.need(marks.TRIANGLE, 5.5)
        column.x = marks.triangle(column.ink, column.at, 0, note.letter) - column.left
        assert isinstance(note.said, PrintedFinding)
        if column.press.width(note.said.sentence, tokens.HINT) + 5 <= column.left_over():
            column.word(note.said.sentence, tokens.HINT, grey=tokens.MUTED, gap=5)


def _verdict(column: Column, field: Field) -> None:
    """Flag and grade of a value, in bold letters: H · grade 2."""
    grades = [
        say("pages.grade", grade=say("lab.or").join(map(str, mark.grades))) for mark in field.graded if mark.least
    ]
    column.tab(tokens.TAB_SECOND - ASIDE_GAP)
    column.word(" · ".join(filter(None, (field.flag, *grades))), column.size, True, gap=ASIDE_GAP)


def _aside(column: Column, aside: str) -> None:
    """What was computed, in ink at its own stop; where a value comes from, muted."""
    if OFFSET.match("0 " + aside):
        column.word(aside, tokens.HINT, grey=tokens.MUTED, gap=4)
        return
    computed = COMPUTED.search(aside) is not None
    size, grey = (tokens.TABLE, tokens.INK) if computed else (tokens.HINT, tokens.MUTED)
    wide = column.press.width(aside, size)
    for stop in (max(column.x + ASIDE_GAP, tokens.TAB_SECOND), column.x + ASIDE_GAP):
        if "\n" not in aside and stop + wide <= column.room - column.reserved:
            column.x, column.begun = stop, False
            column.word(aside, size, grey=grey)
            return
    column.line(tokens.LINE)
    column.prose(aside, size, grey=grey)
