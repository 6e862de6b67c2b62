"""What an investigator does with the judgements of an open form: confirm one, or all after looking at them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from crf.actions.judging import may_judge
from crf.forms.layout import Field
from crf.forms.record import Where
from crf.text import say
from ui.dialogs.judge import JudgeDialog
from ui.pages.form_judged import waits

if TYPE_CHECKING:
    from ui.pages.form import FormPage as Base
else:
    Base = object


class Judging(Base):
    """The acts on judgements; they need the form page around them."""

    def unconfirmed(self) -> list[Field]:
        """The fields of the sheet whose judgement waits."""
        return [cell.field for block in self.sheet.blocks for cell in block.cells if waits(cell)]

    def judge(self) -> None:
        """Ctrl+J: show what would be confirmed, then confirm all of it; who may not is told who can."""
        self.settle()
        found = self.unconfirmed()
        if not self.may_confirm(found):
            return
        dialog = JudgeDialog(self, self.what(), [(field.question, shown(field)) for field in found])
        dialog.accepted.connect(lambda: self.do(lambda: self.confirmed([(one.line, one.item) for one in found])))
        dialog.open()

    def judge_here(self) -> None:
        """F9: confirm the judgement the keyboard is in."""
        self.settle()
        field = self.field
        here = [one for one in self.unconfirmed() if field and (one.line, one.item) == (field.line, field.item)]
        self.judge_these([(one.line, one.item) for one in here])

    def judge_these(self, wheres: Collection[Where]) -> None:
        """Confirm some judgements at once."""
        if self.may_confirm(wheres):
            self.do(lambda: self.confirmed(wheres))

    def may_confirm(self, found: Collection[object]) -> bool:
        """Whether there is something to confirm and this person can; says why not."""
        if not found:
            self.window_.tell(say("judge.nothing"))
        elif not may_judge(self.session):
            self.window_.tell(say("judge.role"))
        elif self.entering.dirty:
            self.window_.tell(say("judge.unsaved"))
        else:
            return True
        return False

    def confirmed(self, wheres: Collection[Where]) -> str:
        """Confirm judgements; says how many."""
        count = self.entering.judge(wheres).count
        return say("form.judged.one" if count == 1 else "form.judged", count=count)


def shown(field: Field) -> str:
    """An answer as the dialog names it."""
    return f"{field.answer.missing} {field.text}".strip()
