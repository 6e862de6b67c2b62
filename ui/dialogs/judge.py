"""Shows the judgements that wait before an investigator confirms them: each question with the answer it has."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from crf.text import say
from ui import theme
from ui.dialogs import Dialog
from ui.widgets import elide, label, row

MOST = 12  # lines; a form with more names the rest by number
ANSWER = 150


class JudgeDialog(Dialog):
    """Confirm with Enter what is listed; the title says how many."""

    WIDE = 560

    def __init__(self, parent: QWidget | None, what: str, judgements: Sequence[tuple[str, str]]):
        count = len(judgements)
        title = say("judge.title.one" if count == 1 else "judge.title", count=count)
        super().__init__(parent, title, say("judge.sentence", what=what), say("judge.act"))
        room = self.WIDE - 48 - ANSWER - 12
        for question, answer in judgements[:MOST]:
            asked, said = label(elide(question, room), color="muted"), label(elide(answer, ANSWER), weight=theme.MEDIUM)
            asked.setToolTip(question)
            said.setToolTip(answer)
            said.setFixedWidth(ANSWER)
            self.body.addLayout(row(asked, -1, said, spacing=12))
        if count > MOST:
            self.body.addWidget(label(say("judge.more", count=count - MOST), theme.NOTE, color="muted"))
        self.act.setFocus()
