"""The adverse event log across a landscape page: one line an event, its grades and drugs as boxes, the legend below."""

from __future__ import annotations

from attrs import evolve

from crf.exchange.pages import bands, marks, tokens, wrap
from crf.exchange.pages.column import Column
from crf.exchange.pages.eventcolumns import BEFORE_TREATMENT, EVENT_AT, GUTTER, SERIOUS, SPECIAL, Places, places, short
from crf.exchange.pages.grid import Grid
from crf.exchange.pages.notes import Note
from crf.exchange.pages.press import Ink, Strip
from crf.forms.dates import show_iso
from crf.forms.events import DrugRelation, EventLine, GradeSpan
from crf.forms.record import Place
from crf.text import say

TOP, LOWEST, BELOW = 13.0, 32.0, 6.0  # a row is 51 high
TEXT = 8.5
SQUARE, SQUARE_STEP, SPAN_STEP = 10.6, 13.2, 22.0
PAIR = 17.7  # from one box of yes and no to the other
BLANK_ROWS = 5
CLEAR = EventLine(
    place=Place("", ""),
    number=0,
    term="",
    code="",
    soc="",
    verbatim="",
    grades=(),
    exists=(True,) * 5,
    start="",
    start_time="",
    start_day="",
    end="",
    end_time="",
    end_day="",
    ongoing=None,
    outcome="",
    serious=None,
    seriousness=(),
    special=None,
    drugs=(),
    treatment="",
    tlt="none",
    tlt_day=None,
    status="",
)


def strips(shared: Grid) -> list[Strip]:
    """The log: heads, a row for each event (empty rows on a blank form), what closes it."""
    lines = shared.sheet.log or ()
    known = lines[0].drugs if lines else ()
    shown = lines
    if shared.blank:
        drugs = tuple(evolve(drug, related=None, action="", given=True) for drug in known)
        shown = tuple(evolve(CLEAR, number=n + 1, drugs=drugs, tlt="asked") for n in range(BLANK_ROWS))
    at = places(shared.width, shown, any(line.tlt != "none" for line in lines))
    head = _heads(shared, at, known)
    out = [head]
    for n, line in enumerate(shown):
        out.extend(_event(shared, at, line, (head,), last=n == len(shown) - 1))
    if out[-1] is not head:
        out[-1] = evolve(out[-1], keep=True)
    return [*out, *_closing(shared, lines)]


def _heads(shared: Grid, at: Places, drugs: tuple[DrugRelation, ...]) -> Strip:
    ink = shared.press.ink()
    two = [("event", EVENT_AT), ("start", at.start), ("end", at.end), ("grade", at.grade), ("serious", at.serious)]
    two += [("special", at.special), ("treatment", at.treatment)] + ([("tlt", at.tlt)] if at.decides else [])
    ends = [at.start, at.end, at.grade, at.serious, at.special, at.drugs, at.tlt, shared.width + 4]
    for (id, x), end in zip(two, ends, strict=False):
        ink.text(x, -28.7, say(f"pages.log.{id}"), tokens.RUN, True)
        under = wrap.cut(say(f"pages.log.{id}.under", version=_versions(shared)).strip(), tokens.HINT, end - x - 4)
        ink.text(x, -38, under, tokens.HINT, grey=tokens.MUTED)
    if drugs:
        ink.text(at.drugs, -15.6, say("pages.log.drugs"), tokens.RUN, True)
        ink.line(at.drugs, -19.9, at.treatment - GUTTER - 4, -19.9, tokens.FRAME)
    for n, drug in enumerate(drugs):
        for row, name in enumerate(wrap.halves(short(drug), tokens.HINT, at.drug - 3)):
            ink.text(at.drugs + n * at.drug, -28.7 - 9.3 * row, name, tokens.HINT)
    ink.line(0, -43.2, shared.width, -43.2, tokens.CROSS)
    return ink.strip(43.2, keep=True)


def _versions(shared: Grid) -> str:
    """The versions of CTCAE the events were coded in."""
    return ", ".join(sorted({line.version for line in shared.sheet.log or ()} - {""}))


def _event(shared: Grid, at: Places, line: EventLine, carry: tuple[Strip, ...], last: bool) -> list[Strip]:
    found: list[bands.Band] = [(LOWEST, shared.press.ink())]
    number = shared.press.ink()
    number.text(0, 0, f"{line.number}{shared.sheet.asides.get((line.number, ''), '')}", TEXT, grey=tokens.MUTED)
    begun, ended = _begun(shared, at, line), _ended(shared, at, line)
    for column in (_named(shared, at, line, begun.y, ended.y), begun, ended):
        found.extend(column.lines)
    found.extend(_grades(shared, at, line))
    found.extend(_answers(shared, at, line))
    look = bands.Look(TOP, BELOW, EVENT_AT, shared.width)
    if not line.void:
        found.append((0.0, number))
        return bands.strips(shared.press, found, look, carry, lambda: carry, last, False)
    found = [*bands.strike(found), (0.0, number)]
    out = bands.strips(shared.press, found, look, carry, lambda: carry, True, True)
    ink = shared.press.ink()
    y = 6.0
    for n, text in enumerate(wrap.lines(say("pages.void", reason=line.void), tokens.TABLE, shared.width - EVENT_AT)):
        y += tokens.TABLE_LINE if n else 0
        ink.text(EVENT_AT, -y, text, tokens.TABLE)
    if not last:
        ink.line(EVENT_AT, -y - 6, shared.width, -y - 6, tokens.HAIR, tokens.HAIR_GREY)
    return [*out, ink.strip(y + 6, carry=carry)]


def _named(shared: Grid, at: Places, line: EventLine, begun: float, ended: float) -> Column:
    """Term, the words reported, class and criteria; these run on under the dates, where `begun` and `ended` end."""
    column = Column(shared.press, EVENT_AT, at.start - EVENT_AT - GUTTER, tokens.LINE)
    if shared.blank:
        column.write_line(40)
        column.line(14.0)
        column.write_line(40)
        return column
    column.prose(line.term, tokens.ANSWER, True)
    noted = shared.notes.of_line(line.number)
    beside = len(noted) * (marks.TRIANGLE + 4) <= column.left_over()
    if beside:
        _letters(column, noted)
    column.line(11.5)
    column.prose(say("pages.log.reported", words=line.verbatim) if line.verbatim else "—", tokens.TABLE)
    if not beside:
        _letters(column, noted)
    column.line(tokens.LINE)
    _widen(column, at, begun, ended)
    column.prose(line.soc, tokens.HINT, grey=tokens.MUTED)
    column.line(9.5)
    _widen(column, at, begun, ended)
    met = [(one.grade, one.criterion) for one in line.grades if one.criterion]
    told = [say("pages.log.criterion", grade=grade, criterion=criterion) for grade, criterion in met]
    said = "\N{NO-BREAK SPACE} ".join([*told, *([line.further] if line.further else [])])
    column.prose(said, tokens.HINT, grey=tokens.MUTED)
    return column


def _letters(column: Column, noted: list[Note]) -> None:
    for note in noted:
        column.need(marks.TRIANGLE, 4)
        draw = marks.circled if note.replaced else marks.triangle
        column.x = draw(column.ink, column.at, 0, note.letter) - column.left


def _widen(column: Column, at: Places, begun: float, ended: float) -> None:
    """Let the present line run on under the columns of dates that have ended above it."""
    if column.y >= begun + 9 and column.y >= ended + 9:
        column.room = at.grade - EVENT_AT - GUTTER
    elif column.y >= begun + 9:
        column.room = at.end - EVENT_AT - GUTTER


def _begun(shared: Grid, at: Places, line: EventLine) -> Column:
    column = Column(shared.press, at.start, at.end - at.start - GUTTER, 11.5)
    if shared.blank:
        return _to_write(column, say("pages.hint.date"), say("pages.hint.time"))
    if line.unknown:
        column.word(say("missing.UNK"), TEXT)
    else:
        _day(column, line.start, line.start_day)
    if line.start_time:
        column.line()
        _time(column, line.start_time)
    return column


def _ended(shared: Grid, at: Places, line: EventLine) -> Column:
    column = Column(shared.press, at.end, at.grade - at.end - GUTTER, 11.5)
    if shared.blank:
        return _to_write(column, say("pages.hint.date"), say("pages.log.outcome"))
    if line.end:
        _day(column, line.end, "")
    elif line.ongoing:
        column.word(say("pages.log.ongoing"), TEXT)
    else:
        column.write_line(30)
    if line.end_time:
        column.line()
        _time(column, line.end_time)
    if line.outcome:
        column.line()
        column.prose(line.outcome, tokens.TABLE)
    if line.asked:
        column.line(10.0)
        column.prose(say("pages.log.asked", day=show_iso(line.asked)), tokens.HINT, grey=tokens.MUTED)
    return column


def _to_write(column: Column, *hints: str) -> Column:
    """Lines to write on, what belongs there in small words below each."""
    for n, hint in enumerate(hints):
        if n:
            column.line(11.0)
        column.write_line(30)
        column.line(9.0)
        column.word(hint, tokens.HINT, grey=tokens.MUTED)
    return column


def _day(column: Column, iso: str, day: str) -> None:
    column.word(show_iso(iso) if iso else "", TEXT)
    if day and column.left_over() > column.press.width(day, tokens.HINT) + 3:
        column.word(day, tokens.HINT, grey=tokens.MUTED, gap=4)


def _time(column: Column, time: str) -> None:
    clock, _, offset = time.partition(" ")
    column.word(clock, tokens.TABLE)
    if offset:
        column.word(offset, tokens.HINT, grey=tokens.MUTED, gap=4)


def _grades(shared: Grid, at: Places, line: EventLine) -> list[bands.Band]:
    """A row of five squares for each grade the event had; absent grades are struck."""
    out = []
    spans: tuple[GradeSpan | None, ...] = line.grades or (None,)
    for n, span in enumerate(spans):
        ink = shared.press.ink()
        for grade in range(1, 6):
            x = at.grade + SQUARE_STEP * (grade - 1)
            _square(ink, x, grade, span is not None and span.grade == grade, line.exists[grade - 1], shared.blank)
        out.append((SPAN_STEP * n, ink))
        if span is not None and len(line.grades) > 1:
            since = shared.press.ink()
            told = say("pages.log.from", day=show_iso(span.since)) if span.since else say("pages.log.from_none")
            since.text(at.grade, 0, told, tokens.HINT, grey=tokens.MUTED)
            out.append((SPAN_STEP * n + 10.4, since))
    return out


def _square(ink: Ink, x: float, grade: int, chosen: bool, exists: bool, blank: bool) -> None:
    low = -2.9
    grey = tokens.INK if blank else tokens.MUTED
    if chosen:
        ink.block(x, low, SQUARE, SQUARE)
    else:
        ink.frame(x + 0.2, low + 0.2, SQUARE - 0.4, SQUARE - 0.4, 0.4, grey)
    wide = ink.press.width(str(grade), TEXT, chosen)
    ink.text(x + (SQUARE - wide) / 2, 0.3, str(grade), TEXT, chosen, tokens.PAPER_WHITE if chosen else tokens.MUTED)
    if not exists:
        ink.line(x, low, x + SQUARE, low + SQUARE, tokens.FRAME, tokens.MUTED)


def _answers(shared: Grid, at: Places, line: EventLine) -> list[bands.Band]:
    """The columns of boxes: serious, special interest, drugs, treatment, TLT."""
    first = shared.press.ink()
    out: list[bands.Band] = [(0.0, first)]
    for x, answer in ((at.serious, line.serious), (at.special, line.special)):
        _yes_no(first, x, answer, shared.blank)
    if line.seriousness:
        column = Column(shared.press, at.serious, SERIOUS + SPECIAL - GUTTER)
        column.line(10.0)
        column.prose(", ".join(line.seriousness), tokens.HINT, grey=tokens.MUTED)
        out.extend(column.lines)
    for n, drug in enumerate(line.drugs):
        _drug(first, at.drugs + n * at.drug, drug, shared.blank)
    out.extend(_treatment(shared, at, line).lines)
    return out + (_decision(shared, at, line) if at.decides else [])


def _yes_no(ink: Ink, x: float, answer: bool | None, blank: bool) -> None:
    for n, (label, value) in enumerate(((say("pages.yes"), True), (say("pages.no"), False))):
        chosen = answer is value
        grey = tokens.INK if blank or chosen else tokens.MUTED
        marks.box(ink, x + PAIR * n, 0, chosen, grey)
        ink.text(x + PAIR * n + tokens.BOX + 2, 0, label, TEXT, chosen, grey)


def _drug(ink: Ink, x: float, drug: DrugRelation, blank: bool) -> None:
    if blank:
        marks.box(ink, x, 0, False)
        ink.line(x + 11, -tokens.STROKE_DROP, x + 21, -tokens.STROKE_DROP, tokens.FRAME, tokens.WRITE)
    elif not drug.given:
        ink.text(x + 5, 0, "—", tokens.HINT, grey=tokens.MUTED)
    elif drug.related is None:
        ink.line(x, -tokens.STROKE_DROP, x + 20, -tokens.STROKE_DROP, tokens.FRAME, tokens.WRITE)
    else:
        grey = tokens.INK if drug.related else tokens.MUTED
        marks.box(ink, x, 0, drug.related, grey)
        ink.text(x + tokens.BOX + 3.5, 0.3, drug.action, tokens.HINT, grey=grey)


def _treatment(shared: Grid, at: Places, line: EventLine) -> Column:
    column = Column(shared.press, at.treatment, at.tlt - at.treatment - GUTTER, 10.0)
    if shared.blank or not line.treatment:
        column.write_line(30)
        return column
    marks.box(column.ink, column.at, 0, True)
    column.left += BEFORE_TREATMENT
    column.room -= BEFORE_TREATMENT
    fits = wrap.longest(line.treatment, tokens.TABLE) <= column.room
    column.prose(line.treatment, tokens.TABLE if fits else tokens.HINT)
    return column


def _decision(shared: Grid, at: Places, line: EventLine) -> list[bands.Band]:
    ink, under = shared.press.ink(), shared.press.ink()
    if line.tlt in ("yes", "no", "asked"):
        _yes_no(ink, at.tlt, {"yes": True, "no": False}.get(line.tlt), shared.blank)
        said = say("pages.log.tlt.day", day=line.tlt_day) if line.tlt_day is not None else ""
        if line.tlt == "asked" and not shared.blank:
            said = say("pages.log.tlt.open")
    else:
        ink.text(at.tlt, 0, "—", tokens.ANSWER, grey=tokens.MUTED)
        said = say(f"pages.log.tlt.{line.tlt}")
    under.text(at.tlt, 0, said, tokens.HINT, grey=tokens.MUTED)
    return [(0.0, ink), (11.5, under)]


def _closing(shared: Grid, lines: tuple[EventLine, ...]) -> list[Strip]:
    """A rule, the sentence that closes the log, what the marks mean."""
    ink = shared.press.ink()
    ink.line(0, 0, shared.width, 0, tokens.RULE)
    y = 0.0
    if shared.sheet.log_note:
        for n, text in enumerate(wrap.lines(shared.sheet.log_note, tokens.TABLE, shared.width - EVENT_AT)):
            y += tokens.LINE if n else 12.8
            ink.text(EVENT_AT, -y, text, tokens.TABLE)
    legend = [
        (say("pages.log.legend.drugs"), _drug_legend(lines)),
        (say("pages.log.legend.grade"), say("pages.log.legend.struck")),
    ]
    for n, (title, text) in enumerate(legend):
        y += 14.0 if n == 0 else tokens.HINT_LINE + 0.8
        x = ink.text(EVENT_AT, -y, title, tokens.HINT, True, tokens.MUTED)
        for row, part in enumerate(wrap.lines(text, tokens.HINT, shared.width - EVENT_AT, first=shared.width - x - 3)):
            y += tokens.HINT_LINE if row else 0
            ink.text(EVENT_AT if row else x + 3, -y, part, tokens.HINT, grey=tokens.MUTED)
    return [ink.strip(y + 6)]


def _drug_legend(lines: tuple[EventLine, ...]) -> str:
    actions = {drug.action: drug.action_text for line in lines for drug in line.drugs if drug.action}
    said = ", ".join(f"{code} {text}".strip() for code, text in sorted(actions.items()))
    drugs = lines[0].drugs if lines else ()
    names = ", ".join(f"{drug.short} {drug.name}" for drug in drugs if drug.short and not _speaks(drug))
    parts = [say("pages.log.legend.names", names=names)] if names else []
    parts.append(say("pages.log.legend.boxes"))
    return " ".join([*parts, say("pages.log.legend.actions", actions=said)] if said else parts)


def _speaks(drug: DrugRelation) -> bool:
    """Whether a drug's short name is the beginning of its name."""
    return drug.name.replace("-", "").startswith(drug.short.replace("-", "").rstrip("."))
