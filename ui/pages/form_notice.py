"""What stands under a field in words: why it stays a draft, its two readings, what a check found, and the mends."""

from __future__ import annotations

from attrs import define, field
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from crf.forms.layout import Field
from crf.forms.proposal_words import CHECK as PROPOSES
from crf.forms.record import Finding, Where
from crf.forms.standing import Query
from crf.text import say, tell
from ui import marks, theme
from ui.pages import form_words as words
from ui.pages.proposing import KEYS as PROPOSED

LEAD = 34  # from the box's edge to its words
LOOKS = {  # kind: (fill, edge, mark)
    "hard": ("red ground", "red edge", "hard"),
    "soft": ("amber ground", "amber edge", "finding"),
    "deviation": ("amber ground", "amber edge", "deviation"),
    "advice": ("accent ground", "line", "advice"),
    "readings": ("accent ground", "line", "advice"),
    "confirmed": ("", "", "yes"),
    "void": ("", "", "voided"),
    "query": ("surface", "violet", "query"),
    "asked": ("", "", "query"),
    "linked": ("", "", "advice"),
}
QUIET = ("confirmed", "void", "asked", "linked")


@define
class Link:
    """A word on the sheet that does something when it is clicked; its key stands beside it."""

    action: str
    text: str
    key: str = ""
    where: Where = (0, "")
    data: object = None
    rect: QRect = QRect()

    @property
    def wide(self) -> int:
        """Its width in px with its key."""
        beside = round(words.width(self.key, theme.NOTE)) + 6 if self.key else 0
        return round(words.width(self.text, theme.BODY, theme.STRONG)) + beside

    def place(self, x: int, y: int) -> int:
        """Stand at a place, 28 px high; returns where the key after it ends."""
        wide = round(words.width(self.text, theme.BODY, theme.STRONG))
        self.rect = QRect(x - 4, y, wide + 8, theme.CONTROL)
        return x + self.wide

    def paint(self, painter: QPainter, over: Link | None, colour: str = "accent") -> None:
        """The word, underlined under the mouse, and its key."""
        middle = self.rect.center().y() + 0.5
        end = words.put(painter, self.rect.x() + 4, middle, self.text, colour, theme.BODY, theme.STRONG)
        if over is self:
            painter.setPen(QPen(theme.color(colour), 1))
            painter.drawLine(QPointF(self.rect.x() + 4, middle + 8.5), QPointF(end, middle + 8.5))
        if self.key:
            words.put(painter, end + 6, middle, self.key, "muted", theme.NOTE)


@define(eq=False)
class Notice:
    """One box under a field."""

    kind: str
    sentence: str
    note: str = ""
    links: list[Link] = field(factory=list)
    rect: QRect = QRect()
    slot: QRect = QRect()  # where the readings of a draft are offered
    told: tuple[str, ...] = ()

    def arrange(self, x: int, y: int, wide: int) -> int:
        """Stand at a place in a width; returns the height."""
        self.told = words.lines(self.sentence, wide - LEAD - 12, theme.BODY, theme.MEDIUM)
        if self.kind in QUIET:
            self.told = words.lines(self.sentence, wide - 24 - sum(link.wide + 28 for link in self.links), theme.NOTE)
            self.rect = QRect(x, y, wide, len(self.told) * words.LINE + 4)
            at = round(x + 24 + words.width(self.told[-1], theme.NOTE) + 12)
            for link in self.links:
                at = link.place(at, self.rect.bottom() - 25) + 20
            return self.rect.height()
        below = y + 8 + (len(self.told) + bool(self.note)) * words.LINE
        at = x + LEAD
        for link in self.links:
            at = link.place(at, below + 2) + 20
        if self.kind == "readings":
            self.slot = QRect(x + LEAD, below + 2, wide - LEAD - 12, theme.CONTROL)
        self.rect = QRect(x, y, wide, below - y + (36 if self.links else 38 if self.kind == "readings" else 8))
        return self.rect.height()

    def paint(self, painter: QPainter, over: Link | None) -> None:
        """The box with mark, sentence and mends."""
        fill, edge, mark = LOOKS[self.kind]
        if self.kind in QUIET:
            marks.paint(painter, mark, QPointF(self.rect.x() + 8, self.rect.y() + 12), 13)
            words.put_lines(painter, self.rect.x() + 24, self.rect.y() + 2, self.told, "muted", theme.NOTE)
        else:
            theme.paint_box(painter, QRectF(self.rect), fill, edge, theme.RADIUS_INPUT)
            marks.paint(painter, mark, QPointF(self.rect.x() + 18, self.rect.y() + 18), 14)
            words.put_lines(painter, self.rect.x() + LEAD, self.rect.y() + 8, self.told, weight=theme.MEDIUM)
            if self.note:
                below = self.rect.y() + 8 + (len(self.told) + 0.5) * words.LINE
                words.put(painter, self.rect.x() + LEAD, below, self.note, "muted", theme.NOTE)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for link in self.links:
            link.paint(painter, over)


def notices(one: Field, lead: str = "") -> list[Notice]:
    """All that has to be said under a field; `lead` names the field where several share the place."""
    where = (one.line, one.item)
    out: list[Notice] = []
    if one.draft is not None and one.draft.readings:
        out.append(_readings(one, lead))
    elif one.draft is not None and one.draft.fault is not None:
        links = [Link("correct", say("form.correct"), say("form.key.enter"), where)]
        out.append(Notice("hard", lead + tell(one.draft.fault), links=links))
    for finding in one.findings:
        if finding.level == "missing" or (finding.level == "hard" and one.draft is not None):
            continue
        out.append(_finding(finding, one, lead))
    if one.linked and one.answer.value:
        out.append(Notice("linked", say("form.linked"), links=[Link("linked", say("form.linked.open"), "F4", where)]))
    out += [_query(query, where) for query in one.queries]
    return out


def _query(query: Query, where: Where) -> Notice:
    """What was asked or answered last; a closed one stays in one quiet line."""
    told = say(f"query.notice.{query.state}", text=query.text)
    if not query.waits:
        return Notice("asked", told)
    return Notice("query", told, links=[Link("query", say("query.thread"), say("form.key.query"), where, query)])


def _readings(one: Field, lead: str) -> Notice:
    draft = one.draft
    assert draft is not None
    said = tell(draft.fault) if draft.fault else say("form.readings", raw=draft.raw)
    return Notice("readings", lead + said)


def _finding(finding: Finding, one: Field, lead: str) -> Notice:
    where, sentence = (one.line, one.item), tell(finding.message)
    if finding.check.startswith(PROPOSES):
        return _proposed(finding, where, sentence)
    if not sentence.startswith(one.question):
        sentence = lead + sentence
    if finding.confirmed:
        links = [Link("withdraw", say("form.withdraw"), "", where, finding)]
        return Notice("confirmed", say("form.confirmed", sentence=sentence, reason=finding.confirmed), links=links)
    links = [
        Link("correct", say("form.correct"), say("form.key.enter"), where),
        Link("confirm", say("form.confirm"), say("form.key.confirm"), where, finding),
    ]
    note = say("form.deviation") if finding.level == "deviation" else ""
    return Notice(finding.level, sentence, note, links)


def _proposed(finding: Finding, where: Where, sentence: str) -> Notice:
    """An event a value proposes, with what can be made of it; one quiet line once that was done."""
    kind = finding.message.id.removeprefix("proposal.").removeprefix("is.")

    def link(act: str, text: str) -> Link:
        return Link("event", say(text), PROPOSED[act], where, act)

    if not finding.confirmed:
        ways = [link("accept", f"proposing.accept{'' if kind == 'new' else f'.{kind}'}")]
        ways += [link("join", "proposing.join")] if kind in ("new", "ended") else []
        return Notice(finding.level, sentence, links=[*ways, link("decline", "proposing.no.ask")])
    back = [link("decline", "proposing.back")] if kind != "accepted" else []
    if kind == "declined":
        return Notice(
            "confirmed", say("proposing.declined.told", sentence=sentence, reason=finding.confirmed), links=back
        )
    links = [link("accept", "proposing.open"), *back]
    return Notice("confirmed", say("proposing.told", reason=finding.confirmed), links=links)
