"""From a line that the program wrote to the answer it comes from: a deviation to its dose, an event to its report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crf.forms.links import linked, place_in
from crf.forms.record import Where
from crf.text import say
from ui.pages import Page as Base

if TYPE_CHECKING:
    from crf.actions.session import Session
    from ui.pages.form_sheet import Sheet


class Linked(Base):
    """The way along the links of a form."""

    session: Session
    uid: str
    sheet: Sheet

    def open_linked(self, where: Where | None = None) -> None:
        """F4: open what the field of the keyboard names, where it names nothing what the first one does that names."""
        fields = (cell.field for cell in self.sheet.cells.values())
        named = [one for one in fields if one.linked and one.answer.value]
        if not named:
            self.window_.tell(say("form.linked.none"))
            return
        here = where or self.sheet.current
        link = min(named, key=lambda one: (one.line, one.item) != here).answer.value
        place = linked(self.session.reader.context(self.uid, self.session.now()), link)
        if place is None:
            self.window_.tell(say("link.gone"), "amber")
        else:
            self.window_.show_form(self.uid, place, place_in(link))
