"""Open findings of the whole casebook by subject: filtered by level and word, Enter leads to the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from crf.actions.judging import judge
from crf.faults import CasebookError
from crf.reading.clocks import ClockLine, open_clocks
from crf.reading.findings import missing_coded, open_findings
from crf.reading.judgements import waiting_lines
from crf.reading.views import FindingLine
from crf.text import say, tell
from ui import marks, theme
from ui.navigator import Key
from ui.pages.clock_rows import in_findings
from ui.pages.list_page import ListPage
from ui.pages.listing import Group, Head, Row, Text
from ui.pages.subject_head import Tab, Tabs
from ui.widgets import Empty

if TYPE_CHECKING:
    from crf.actions.session import Session
    from ui.navigator import Navigator

SHARES = (("visit", 0.16), ("form", 0.16), ("sentence", 0.68))
LEVELS = ("all", "deviation", "soft", "advice", "missing", "judged")
APART = ("missing", "judged")
"""What is no finding: it has a list of its own only."""


class FindingsPage(ListPage):
    """What checks say and nobody corrected or confirmed yet."""

    rail = "findings"

    def __init__(self, window: Navigator, session: Session):
        super().__init__(window, session, say("findings.find"))
        self.all: list[FindingLine] = []
        self.clocks: tuple[ClockLine, ...] = ()
        self.level = "all"
        self.tabs = Tabs()
        self.tabs.picked.connect(self.show_level)
        self.build(Empty("check-circle", say("findings.none"), say("findings.purpose")), tools=[self.tabs])

    @property
    def title(self) -> str:
        """The page's name."""
        return say("findings.title")

    def refresh(self) -> None:
        """Read the findings anew."""
        reader = self.session.reader
        self.clocks = open_clocks(reader, self.session.now())
        self.show_findings([*open_findings(reader), *missing_coded(reader), *waiting_lines(reader)])

    def show_findings(self, found: list[FindingLine]) -> None:
        """Show what was read."""
        self.all = found
        self.fill()

    def show_level(self, level: str) -> None:
        """Show the findings of one level, or all; the list keeps the keyboard, the page where nothing is listed."""
        self.level = level
        self.fill()
        self.enter()

    def _of(self, level: str) -> list[FindingLine]:
        """The lines of a level; what is no finding stands in its own list only."""
        return [line for line in self.all if line.level == level or (level == "all" and line.level not in APART)]

    def fill(self) -> None:
        """Show the findings of the level chosen that pass the filter, by subject."""
        tabs = tuple(Tab(level, say(f"findings.level.{level}"), len(self._of(level))) for level in LEVELS)
        self.tabs.show_tabs(tabs, self.level)
        kept = [line for line in self._of(self.level) if self.fits(line.label, line.visit, line.form, line.sentence)]
        self.note.setText(say(f"findings.note_{self.level}" if self.level in APART else "findings.note"))
        heads = [Head(say(f"findings.head.{name}"), share) for name, share in SHARES]
        groups: dict[str, list[FindingLine]] = {}
        for line in kept:
            groups.setdefault(line.label, []).append(line)
        shown = [Group(label, tuple(finding_row(line) for line in lines)) for label, lines in groups.items()]
        clocks = self.clocks if self.level == "all" else ()
        self.show_list(heads, [*in_findings(clocks, self.fits), *shown], bool(self.all or self.clocks))

    def tick(self) -> None:
        """A minute has passed: say anew how much time is left."""
        self.clocks = open_clocks(self.session.reader, self.session.now())
        self.fill()

    def open_row(self, id: object) -> None:
        """Go to the field of a finding."""
        subject, place, where, _ = id
        self.window_.show_form(subject, place, where)

    def keys(self) -> list[Key]:
        """The keys worth knowing; judgements are confirmed where they stand."""
        return [*super().keys(), *([("Ctrl J", say("findings.key.judge"))] if self.level == "judged" else [])]

    def judge(self) -> None:
        """Confirm the judgements of the form in focus; who may not is told who can."""
        found = self.list.row.id if self.list.row and self.level == "judged" else None
        if found is None:
            self.window_.tell(say("findings.judge.where"))
            return
        try:
            done = judge(self.session, found[0], found[1])
        except CasebookError as fault:
            self.window_.tell(tell(fault.message), "red")
        else:
            self.refresh()
            self.window_.tell(say("form.judged.one" if done.count == 1 else "form.judged", count=done.count))

    def next_finding(self) -> None:
        """Go to the field of the finding in focus."""
        if self.list.row:
            self.open_row(self.list.row.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F8:
            self.next_finding()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.tabs.keyPressEvent(event)
        elif event.key() == Qt.Key.Key_J and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.judge()
        else:
            super().keyPressEvent(event)


def finding_row(line: FindingLine) -> Row:
    """A finding as a row; its mark says the level by its shape, its tip in words."""
    mark = marks.LEVELS[line.level]
    cells = (Text(line.visit), Text(line.form, weight=theme.MEDIUM), Text(line.sentence, mark=mark, wrap=6))
    said = f"{line.label}, {line.visit}, {line.form}, {marks.word(mark)}, {line.question}: {line.sentence}"
    id = (line.subject, line.place, line.where, line.sentence)
    return Row(id, cells, said, tip=f"{marks.word(mark)}: {line.question}")
