"""How the matrix of a subject is drawn: its head, rows, marks, the focused cell and the card that explains it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPaintDevice, QPainter, QPainterPath, QPen

from crf.reading.views import Cell, Column
from crf.text import say
from ui import icons, marks, theme
from ui.widgets import elide, width_of

if TYPE_CHECKING:
    from ui.pages.matrix import Matrix

NAMES = 196
HEAD = 61
LABEL = 20
ROW = 26
TIP = 308
LATE = 12  # room of the mark before a day outside its window
WORDS = {"skipped": "muted", "not due": "muted", "overdue": "amber", "open": "accent"}
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
MIDDLE = Qt.AlignmentFlag.AlignCenter
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@frozen
class Layout:
    """Where the matrix stands: its first visit shown, how many, how wide, how far scrolled, the tops of its rows."""

    first: int
    shown: int
    wide: float
    scroll: int
    tops: tuple[int, ...]
    body: int

    def left(self, column: int) -> int:
        """The left edge of a visit's column."""
        return NAMES + round((column - self.first) * self.wide)

    def top(self, row: int) -> int:
        """The top edge of a row."""
        return HEAD + self.tops[row] - self.scroll

    def cell(self, row: int, column: int) -> QRect:
        """A cell; empty where its visit is on another page."""
        if not self.first <= column < self.first + self.shown:
            return QRect()
        return QRect(self.left(column), self.top(row), self.left(column + 1) - self.left(column), ROW)

    def turn_at(self, point: QPoint, columns: int) -> int:
        """Whether a click in the head turns a page of visits: -1, 1 or 0."""
        if point.y() > 24:
            return 0
        if NAMES - 50 <= point.x() < NAMES - 25 and self.first:
            return -1
        return 1 if NAMES - 25 <= point.x() < NAMES and self.first + self.shown < columns else 0


def paint(device: QPaintDevice, rect: QRectF, matrix: Matrix, tip: tuple[int, int] | None) -> None:
    """Draw the matrix into its viewport, with the card of the cell `tip` over it."""
    painter = QPainter(device)
    at = matrix.layout_now
    outline = QPainterPath()
    outline.addRoundedRect(theme.crisp(rect), theme.RADIUS_CARD, theme.RADIUS_CARD)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(outline, theme.color("surface"))
    painter.setClipPath(outline)
    today = next((i for i, column in enumerate(matrix.columns) if column.today), None)
    if today is not None and at.first <= today < at.first + at.shown:
        wide = at.left(today + 1) - at.left(today)
        painter.fillRect(QRectF(at.left(today), 0, wide, rect.height()), theme.color("accent ground"))
    painter.save()
    painter.setClipRect(QRectF(0, HEAD, rect.width(), rect.height() - HEAD), Qt.ClipOperation.IntersectClip)
    _body(painter, rect, matrix, at, tip)
    painter.restore()
    _head(painter, rect, matrix, at)
    painter.setClipping(False)
    _bar(painter, rect, at)
    painter.setPen(QPen(theme.color("line"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(outline)
    if tip and (cell := matrix.cell(tip)) and not matrix.rect_of(tip).isEmpty():
        _tip(painter, rect, matrix, cell, tip)


def _text(painter: QPainter, rect: QRectF, text: str, size: int, weight: int, color: str, flags=LEFT) -> None:
    painter.setFont(theme.font(size, weight))
    painter.setPen(theme.color(color))
    painter.drawText(rect, flags, text)


def _head(painter: QPainter, rect: QRectF, matrix: Matrix, at: Layout) -> None:
    for y, name in ((32, "matrix.planned"), (48, "matrix.actual")):
        _text(painter, QRectF(16, y - 10, 120, 20), say(name), theme.NOTE, theme.REGULAR, "muted")
    for index in range(at.first, at.first + at.shown):
        _column_head(painter, at.left(index), at.left(index + 1) - at.left(index), matrix.columns[index])
    _turners(painter, matrix, at)
    painter.fillRect(QRectF(0, HEAD - 1, rect.width(), 1), theme.color("line"))


def _column_head(painter: QPainter, left: int, wide: int, column: Column) -> None:
    ink = "muted" if column.skipped else "accent" if column.today else "text"
    told, color = standing(column)
    short = column.short
    if width_of(short, theme.NOTE, theme.STRONG) > wide - 1:
        short = short.split(" ", 1)[-1]  # without the day, which the lines below tell as a date
    lines = (
        (15, short, theme.NOTE, theme.STRONG, ink),
        (32, column.planned, theme.NOTE, theme.REGULAR, "accent" if column.today else "muted"),
        (48, told, theme.NOTE, theme.STRONG if column.today else theme.MEDIUM, color),
    )
    for y, text, size, weight, tint in lines:
        mark = LATE if y == 48 and column.verdict and not booked(column) else 0
        rect = QRectF(left + mark, y - 10, wide - mark, 20)
        painter.setFont(theme.font(size, weight, bool(column.skipped) and y == 15))
        painter.setPen(theme.color(tint))
        painter.drawText(rect, MIDDLE, elide(text, rect.width() - 1, size, weight))
    text_wide = width_of(told, theme.NOTE, theme.MEDIUM)
    if booked(column):
        _dots(painter, round(left + (wide - text_wide) / 2), round(text_wide), 56, color)
    elif column.verdict:
        marks.paint(painter, "finding", QPointF(round(left + (wide - text_wide - LATE) / 2) + 4, 48), 10)


def _dots(painter: QPainter, left: int, wide: int, y: int, color: str) -> None:
    """Under the day of an appointment: it is agreed, it hasn't been. A mark before it would touch the next visit's."""
    for x in range(left, left + wide, 4):
        painter.fillRect(QRectF(x, y, 2, 1), theme.color(color))


def standing(column: Column) -> tuple[str, str]:
    """What the third line of a visit's head says, and its colour: when it was, when she comes, else how it stands."""
    if booked(column):
        return column.agreed_day, "amber" if column.state == "overdue" or column.agreed_off else "accent"
    if column.state in WORDS:
        return say(f"visit.{column.state.replace(' ', '_')}"), WORDS[column.state]
    if column.today:
        return column.actual, "accent"
    return column.actual, "amber" if column.verdict else "text"


def booked(column: Column) -> bool:
    """Whether the day she is to come stands in the head: an appointment that stands, of a visit not done."""
    return bool(column.agreed_day) and column.state not in ("done", "skipped", "not due")


def head_lines(column: Column) -> list[str]:
    """What the tip of a visit's head says: its name, days, window, by how much it was off, why it was left out."""
    lines = [column.name, say("visit.planned", day=column.planned)]
    lines += [say("visit.window", window=column.window)] if column.window else []
    lines += [say("visit.actual", day=column.actual)] if column.actual and not column.today else []
    lines += [say("visit.status", status=marks.word(column.status))] if column.status != "not started" else []
    lines += [say("visit.locked_why", reason=column.locked)] if column.locked else []
    return lines + aloud(column)


def agreed_lines(column: Column) -> list[str]:
    """The appointment in words, where it lies outside the window, and its note."""
    lines = [say("visit.agreed", words=column.agreed)] if column.agreed else []
    lines += [column.agreed_off] if column.agreed_off else []
    return lines + ([say("visit.agreed_note", note=column.agreed_note)] if column.agreed_note else [])


def aloud(column: Column) -> list[str]:
    """How a visit stands, in words, and when she is to come."""
    return [*_stands(column), *agreed_lines(column)]


def _stands(column: Column) -> list[str]:
    """How far off its planned day or window, skipped or stopped and why, overdue, due, not due any more."""
    if column.skipped:
        return [say("visit.skipped_why", reason=column.skipped)]
    if column.stopped:
        return [say("visit.stopped_why", reason=column.stopped)]
    if column.state in ("overdue", "today", "open", "not due"):
        return [say(f"visit.told.{column.state.replace(' ', '_')}")]
    off = [say("visit.off", verdict=column.verdict)] if column.verdict else []
    return off or ([f"{column.inside[0].upper()}{column.inside[1:]}"] if column.inside else [])


def _turners(painter: QPainter, matrix: Matrix, at: Layout) -> None:
    """Arrows that turn the page of visits, only where there are more than fit."""
    more = len(matrix.columns) > at.shown
    if more:
        last = at.first + at.shown
        icons.paint(painter, "caret-left", QRectF(NAMES - 44, 8, 14, 14), "accent" if at.first else "faint")
        on = last < len(matrix.columns)
        icons.paint(painter, "caret-right", QRectF(NAMES - 20, 8, 14, 14), "accent" if on else "faint")
        count = say("matrix.visits", first=at.first + 1, last=last, count=len(matrix.columns))
        _text(painter, QRectF(16, 5, NAMES - 64, 20), count, theme.NOTE, theme.REGULAR, "muted")


def _body(painter: QPainter, rect: QRectF, matrix: Matrix, at: Layout, tip: tuple[int, int] | None) -> None:
    section = ""
    focus = tip or matrix.spot
    for index, row in enumerate(matrix.rows):
        top = at.top(index)
        if row.section != section:
            if section:
                painter.fillRect(QRectF(0, top - LABEL, rect.width(), 1), theme.color("line"))
            box = QRectF(16, top - LABEL + 2, NAMES, LABEL)
            _text(painter, box, row.section, theme.LABEL, theme.STRONG, "muted")
        elif index:
            painter.fillRect(QRectF(16, top, rect.width() - 32, 1), theme.color("hair"))
        section = row.section
        focused = bool(focus and focus[0] == index)
        if focused:
            _focused_row(painter, rect, matrix, at, top)
        _text(
            painter,
            QRectF(16, top, NAMES - 20, ROW),
            elide(row.name, NAMES - 24, theme.BODY, theme.STRONG if focused else theme.REGULAR),
            theme.BODY,
            theme.STRONG if focused else theme.REGULAR,
            "text",
        )
        for column in range(at.first, at.first + at.shown):
            if cell := row.cells[column]:
                _marks(painter, QRectF(at.cell(index, column)), cell)
    if matrix.spot and not at.cell(*matrix.spot).isEmpty():
        _ring(painter, QRectF(at.cell(*matrix.spot)), matrix.hasFocus())


def _focused_row(painter: QPainter, rect: QRectF, matrix: Matrix, at: Layout, top: int) -> None:
    """The row of the focus on a sunken ground; today's column keeps its own."""
    painter.fillRect(QRectF(1, top + 1, rect.width() - 2, ROW - 1), theme.color("sunken"))
    for index in range(at.first, at.first + at.shown):
        if matrix.columns[index].today:
            wide = at.left(index + 1) - at.left(index)
            painter.fillRect(QRectF(at.left(index), top, wide, ROW), theme.color("accent ground"))


def _ring(painter: QPainter, cell: QRectF, strong: bool) -> None:
    """The ring of the cell in focus; thinner where the keyboard is elsewhere."""
    box = QRectF(round(cell.center().x()) - 29, cell.y(), 58, 27)
    painter.setPen(QPen(theme.color("accent" if strong else "outline"), 2 if strong else 1))
    grow = 1.0 if strong else 0.5
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(grow, grow, -grow, -grow), 5, 5)


def symbols(cell: Cell) -> list[str]:
    """The marks of a cell, at most two: its status, then the gravest of what hangs on it."""
    stage = cell.stage if cell.status in ("findings", "queries") else cell.status
    waits = (
        ("hard", cell.hard),
        ("incomplete", cell.missing and stage in ("locked", "signed")),
        ("query", cell.queries),
        ("finding", cell.findings),
        ("draft", cell.drafts and stage != "draft"),
    )
    hangs = [mark for mark, count in waits if count][:1]
    return [*([] if stage == "not due" else [stage]), *hangs]


def _marks(painter: QPainter, cell: QRectF, content: Cell) -> None:
    middle = QPointF(cell.x() + cell.width() / 2, cell.y() + ROW / 2 + 0.5)
    found = symbols(content)
    offsets = (-9.0, 9.0) if len(found) == 2 else (0.0,) * len(found)
    for name, offset in zip(found, offsets, strict=True):
        marks.paint(painter, name, middle + QPointF(offset, 0))


def _bar(painter: QPainter, rect: QRectF, at: Layout) -> None:
    """A thin sign of how far the rows are scrolled."""
    room = rect.height() - HEAD
    if at.body <= room:
        return
    length = max(24.0, room * room / at.body)
    y = HEAD + (room - length) * at.scroll / (at.body - room)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("outline"))
    painter.drawRoundedRect(QRectF(rect.right() - 7, y + 2, 4, length - 4), 2, 2)


def _tip(painter: QPainter, rect: QRectF, matrix: Matrix, cell: Cell, spot: tuple[int, int]) -> None:
    """The card beside a cell: what it is, its status in a word, what the checks say, who saved it."""
    lines = _tip_lines(cell, matrix.columns[spot[1]])
    high = 34.0 + sum(height for _, _, height in lines) + (8 if lines else 2)
    anchor = QRectF(matrix.rect_of(spot))
    right = anchor.right() + 12
    beside = right + TIP < rect.right() - 4
    left = right if beside else anchor.left() - 12 - TIP
    top = min(max(anchor.center().y() - high / 2, 4), rect.bottom() - high - 4)
    box = QRectF(round(left), round(top), TIP, high)
    _bubble(painter, box, anchor.center().y(), beside)
    row, column = matrix.rows[spot[0]], matrix.columns[spot[1]]
    word = marks.word(cell.status)
    wide = QFontMetricsF(theme.font(theme.NOTE, theme.MEDIUM)).horizontalAdvance(word)
    head = QRectF(box.x() + 12, box.y() + 8, TIP - 24, 20)
    title = elide(f"{row.name}, {column.short}", TIP - 56 - wide, theme.BODY, theme.STRONG)
    _text(painter, head, title, theme.BODY, theme.STRONG, "text")
    color = marks.color(cell.status)
    _text(painter, head, word, theme.NOTE, theme.MEDIUM, "muted" if color == "empty" else color, RIGHT)
    marks.paint(painter, cell.status, QPointF(head.right() - wide - 12, head.center().y()), 12)
    y = box.y() + 34
    for text, mark, height in lines:
        indent = 22 if mark else 0
        if mark:
            marks.paint(painter, mark, QPointF(box.x() + 19, y + 8), 12)
        area = QRectF(box.x() + 12 + indent, y, TIP - 24 - indent, height)
        painter.setFont(theme.font(theme.NOTE))
        painter.setPen(theme.color("text" if mark else "muted"))
        painter.drawText(area, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, text)
        y += height


def _tip_lines(cell: Cell, column: Column) -> list[tuple[str, str, float]]:
    """The lines of the card with mark and height: what checks say first, at most three, then how the visit stands."""
    kinds = ["hard"] * cell.hard + ["finding"] * cell.findings + ["query"] * cell.queries
    metrics = QFontMetricsF(theme.font(theme.NOTE))
    out = []
    waits, rest = list(zip(cell.tip, kinds, strict=False)), cell.tip[len(kinds) :]
    for text, mark in (*waits[:3], *((line, "") for line in (*rest[:5], *aloud(column)))):
        wide = TIP - 24 - (22 if mark else 0)
        box = metrics.boundingRect(QRectF(0, 0, wide, 200), Qt.TextFlag.TextWordWrap, text)
        out.append((text, mark, round(box.height()) + 5.0))
    return out


def _bubble(painter: QPainter, box: QRectF, y: float, beside: bool) -> None:
    """The card's outline with its arrow towards the cell."""
    tip = min(max(y, box.top() + 12), box.bottom() - 12)
    edge, way = (box.left(), -6) if beside else (box.right(), 6)
    shape = QPainterPath()
    shape.addRoundedRect(theme.crisp(box), theme.RADIUS_CARD, theme.RADIUS_CARD)
    arrow = QPainterPath(QPointF(edge - way / 6, tip - 6))
    arrow.lineTo(QPointF(edge + way, tip))
    arrow.lineTo(QPointF(edge - way / 6, tip + 6))
    arrow.closeSubpath()
    painter.setBrush(theme.color("surface"))
    painter.setPen(QPen(theme.color("outline"), 1))
    painter.drawPath(shape.united(arrow))
