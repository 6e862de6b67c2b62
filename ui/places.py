"""The places of an open casebook: how one comes to each page, and what the rail says meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crf.text import say

if TYPE_CHECKING:
    from crf.actions.entering import Entering
    from crf.actions.session import Session
    from crf.forms.record import Place, Where
    from crf.reading.views import SearchHit
    from ui.frame import TopBar
    from ui.rail import Rail


class Places:
    """The part of the window that brings pages to the front; each is imported when it is first asked for."""

    session: Session
    bar: TopBar
    rail: Rail
    page: QWidget
    uid: str
    under: QWidget | None
    counted: int
    here: Callable[[], None] | None
    pages: dict[str, QWidget]
    trail: list[Callable[[], None]]

    def show_subjects(self) -> None:
        """The list of subjects."""
        from ui.pages.subjects import Subjects

        page = self._kept("subjects", lambda: Subjects(self, self.session))
        page.refresh()
        self._show(page, "subjects", self.show_subjects)

    def show_calendar(self) -> None:
        """The visits ahead of all subjects."""
        from ui.pages.calendar import CalendarPage

        page = self._kept("calendar", lambda: CalendarPage(self, self.session))
        page.refresh()
        self._show(page, "calendar", self.show_calendar)

    def show_findings(self) -> None:
        """The open findings of all subjects."""
        from ui.pages.findings import FindingsPage

        page = self._kept("findings", lambda: FindingsPage(self, self.session))
        page.refresh()
        self._show(page, "findings", self.show_findings)

    def show_queries(self) -> None:
        """The queries of all subjects."""
        from ui.pages.queries import QueriesPage

        page = self._kept("queries", lambda: QueriesPage(self, self.session))
        page.refresh()
        self._show(page, "queries", self.show_queries)

    def show_site(self) -> None:
        """The forms of the site and the definition in force."""
        from ui.pages.site import SitePage

        page = self._kept("site", lambda: SitePage(self, self.session))
        page.refresh()
        self._show(page, "site", self.show_site)

    def renew(self, told: str) -> None:
        """Make all pages anew under the version of the study that came into force, and say so."""
        for page in self.pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self.pages.clear()
        self.trail.clear()
        self.here = None
        self.name_casebook()
        self.show_site()
        self.tell(told)

    def show_visit(self, uid: str, event: str, key: str) -> None:
        """A subject's page, at one of her visits."""
        self.show_subject(uid)
        self.page.matrix.focus_visit(event, key)

    def show_subject(self, uid: str, tab: str = "") -> None:
        """A subject's page, or a log of hers."""
        from ui.pages.subject import Subject

        page = self._kept("subject", lambda: Subject(self, self.session))
        self._at(uid)
        page.open(uid, tab)
        self._show(page, "subjects", lambda: self.show_subject(uid, tab))

    def show_form(self, uid: str, place: Place, where: Where | None = None) -> None:
        """A form to fill."""
        from ui.pages.form import FormPage

        page = FormPage(self, self.session, uid, place, where)
        if uid:
            self._at(uid, place)
        self._show(page, "subjects" if uid else "site", lambda: self.show_form(uid, place))

    def show_events(self, uid: str | None = None, key: str = "") -> None:
        """The adverse events of a subject, or of all."""
        from ui.pages.events import EventsPage

        if uid:
            self._at(uid)
        self._show(EventsPage(self, self.session, uid, key), "events", lambda: self.show_events(uid, key))

    def go_events(self) -> None:
        """The events of the subject looked at last; from there, of all subjects."""
        at_hers = self.rail.lit == "events" and getattr(self.page, "uid", None)
        self.show_events(None if at_hers else self.uid or None)

    def show_picker(self, entering: Entering, done: Callable[[], None]) -> None:
        """The CTCAE picker over the page at the front, which stays as it is; `done` runs when a term was taken."""
        from ui.picking import picker

        self.under = self.page

        def taken() -> None:
            self._uncover()
            done()

        self._show(picker(self, entering, taken), "events", self.here)

    def _uncover(self) -> None:
        """Back to the page under the picker."""
        page, self.under = self.under, None
        over = self.page
        self.trail.pop()
        self.stack.setCurrentWidget(page)
        self.stack.removeWidget(over)
        over.deleteLater()
        self.foot.tell("", "calm")
        self.rail.light(page.rail)
        page.enter()
        self._title()

    def show_preview(
        self,
        uid: str | None = None,
        place: Place | None = None,
        event: str | None = None,
        blank: bool = False,
        cioms: bool = False,
    ) -> None:
        """The print of something, as a page of the window; `cioms` prints a report in the boxes of that form."""
        from ui.pages.preview import Preview

        page = self._kept("prints", lambda: Preview(self, self.session))
        page.open(uid, place, event, blank, cioms)
        self._show(page, "prints", lambda: self.show_preview(uid, place, event, blank, cioms))

    def show_prints(self) -> None:
        """The print of the subject looked at last, or the blank forms."""
        self.show_preview(self.uid or None, blank=not self.uid)

    def print_page(self) -> None:
        """The print of what stands on the page: a form, a subject's set, the blank forms; a print goes to paper."""
        place = getattr(self.page, "place", None)
        if self.page is self.pages.get("prints"):
            self.page.to_paper()
        elif place is not None and self.page is not self.pages.get("subject"):
            self.show_preview(getattr(self.page, "uid", self.uid), place=place)
        else:
            self.show_prints()

    def export_data(self) -> None:
        """The data of all subjects as files."""
        from ui.exporting import export

        export(self, self.session)

    def print_blank(self) -> None:
        """The blank forms of the study."""
        self.show_preview(blank=True)

    def show_hit(self, hit: SearchHit) -> None:
        """Go where the search leads."""
        if hit.place is None:
            self.show_subject(hit.subject)
        else:
            self.show_form(hit.subject, hit.place, hit.where)

    def _at(self, uid: str, place: Place | None = None) -> None:
        self.uid = uid
        self._remember = (self.session.path, uid, place)
        self._later.start()

    def show_clock(self) -> None:
        """The report that is due first, or the event that hasn't one; where none is due, say so."""
        lines = self.bar.clock.lines
        if lines:
            self.show_form(lines[0].subject, lines[0].place, lines[0].where)
        else:
            self.tell(say("clocks.none"))

    def tick(self) -> None:
        """A minute has passed: say anew what hangs on the hour, here and on the page."""
        from crf.reading.clocks import open_clocks

        if self.session is None:  # closed since
            return
        self.bar.show_clocks(open_clocks(self.session.reader, self.session.now()))
        if hasattr(self.page, "tick"):
            self.page.tick()

    def _count(self) -> None:
        """Say in the rail how many findings wait, anew where something was written since."""
        from crf.reading.clocks import open_clocks
        from crf.reading.findings import count_open
        from crf.reading.queries import count_waiting

        if self.session is None:
            return
        self.bar.show_clocks(open_clocks(self.session.reader, self.session.now()))
        acts = self.session.reader.file.act_count()
        if acts != self.counted:
            self.counted = acts
            waiting = count_open(self.session.reader)
            self.rail.items["findings"].show_count(waiting, say("findings.waiting", n=waiting))
            asked = count_waiting(self.session.reader)
            self.rail.items["queries"].show_count(asked, say("queries.waiting", n=asked))
