"""What a person does on the forms of an event and of its report: report, mark as sent, draft the story, CIOMS form."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from crf.actions.sae import EVENT, REPORT, clock_for, event_of, mark_sent, report_sae, was_sent
from crf.faults import CasebookError
from crf.forms.record import Edit, Place
from crf.reading.clocks import clock_of, duration
from crf.reading.narrative import draft
from crf.text import say
from ui.dialogs.sent import SentDialog

if TYPE_CHECKING:
    from crf.actions.sae import Begun
    from ui.pages.form import FormPage as Base
else:
    Base = object

STORY = "NARR"
ACTS = ("report_event", "mark_sent", "draft_narrative", "print_cioms")


class Reporting(Base):
    """The acts; on other forms they say where they belong."""

    @property
    def refuses(self) -> tuple[str, ...]:
        """What the menu can't do on this form."""
        form = self.place.form
        can = {
            "report_event": form in (EVENT, REPORT),
            "mark_sent": clock_for(self.entering) is not None,
            "draft_narrative": form == REPORT,
            "print_cioms": form == REPORT,
        }
        return (*super().refuses, *(act for act in ACTS if not can[act]))

    def report_event(self) -> None:
        """Ctrl+Shift+S: the report of this event, or the next follow-up of the report that stands here."""
        self.settle()
        event = self.place if self.place.form == EVENT else event_of(self.entering)
        if event is None:
            self.window_.tell(say("report.no_event" if self.place.form == REPORT else "report.elsewhere"), "amber")
        elif self.entering.dirty and self.place.form == EVENT:
            self.window_.tell(say("report.unsaved"), "amber")
        else:
            report(self, self.uid, event)

    def mark_sent(self) -> None:
        """Ctrl+Shift+M: ask to whom, how and when it was sent, and save it so."""
        self.settle()
        clock = clock_for(self.entering)
        if clock is None or was_sent(self.entering) or self.entering.read_only:
            sent = was_sent(self.entering)
            self.window_.tell(
                say("sae.no_clock" if clock is None else "sae.sent" if sent else "sae.not_marked"), "amber"
            )
            return
        item = self.entering.form.item(clock.how)
        ways = [(one.code, one.text) for one in self.session.study.codelist(item.codelist).choices]
        line = clock_of(self.session.reader, self.uid, self.place, self.session.now())
        told = line.text if line else say("sent.unsaved")
        SentDialog(self, told, ways, self.session.now(), bool(line and line.overdue), self._sent).open()

    def _sent(self, to: str, how: str, at: datetime, late: str) -> None:
        mark_sent(self.entering, to, how, at, late)
        self.close_band()
        self.refresh(force=True)
        line = clock_of(self.session.reader, self.uid, self.place, self.session.now())
        over = line is not None and line.deadline.state == "late"
        after = duration(line.deadline.minutes) if line else ""
        self.window_.tell(say("sent.late.done" if over else "sent.done", time=after), "amber" if over else "calm")

    def draft_narrative(self) -> None:
        """Ctrl+Shift+D: the course told from the data into its empty field, to be edited; typed words stay."""
        self.settle()
        if self.place.form != REPORT or self.entering.read_only:
            self.window_.tell(say("story.where"), "amber")
            return
        where = (0, STORY)
        record = self.entering.record
        if not record.answer(STORY).blank or where in record.drafts:
            self.window_.tell(say("story.there"), "amber")
        else:
            told = draft(self.session.reader, self.uid, self.place, record)
            longest = self.entering.form.item(STORY).length
            self.entering.edit(Edit(0, STORY, told[:longest]))
            self.refresh(force=True)
            self.window_.tell(say("story.drafted"))
        self.sheet.go(where)

    def print_cioms(self) -> None:
        """Ctrl+Shift+P: the report as CIOMS I form; what isn't saved isn't printed."""
        self.settle()
        if self.place.form != REPORT:
            self.window_.tell(say("cioms.where"), "amber")
        elif not self.was_saved:
            self.window_.tell(say("cioms.unsaved"), "amber")
        else:
            self.window_.show_preview(self.uid, place=self.place, cioms=True)

    def reporting_entries(self) -> list[tuple[str, str, str, object]]:
        """The lines of the form's menu."""
        keys = {"report_event": "S", "mark_sent": "M", "draft_narrative": "D", "print_cioms": "P"}
        icons = {"report_event": "first-aid-kit", "mark_sent": "sign-out", "draft_narrative": "note-pencil"}
        shown = [act for act in ACTS if act not in self.refuses]
        return [
            (icons.get(act, "file-pdf"), say(f"report.menu.{act}"), f"Ctrl+Shift+{keys[act]}", getattr(self, act))
            for act in shown
        ]


def report(page: Base, uid: str, event: Place) -> None:
    """Lead an event to its report and open that, saying what was done; where it can't be reported, say why."""
    try:
        begun: Begun = report_sae(page.session, uid, event)
    except CasebookError as fault:
        page.window_.tell(str(fault), "red")
        return
    page.window_.show_form(uid, begun.place, (0, "AWAREDAT"))
    if begun.what in ("initial", "followup"):
        page.window_.page.close_band()  # what was taken over isn't what somebody typed earlier
    page.window_.tell(say(f"report.{begun.what}", number=begun.number))
