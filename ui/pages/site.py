"""The site page: its own forms, the definition in force and its plan of visits, where source data is; amendments."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog

from crf.actions.amending import amend
from crf.actions.check_study import count_parts
from crf.actions.comparing import compare_in
from crf.actions.dictionaries import load_dictionary
from crf.actions.plan_files import print_plan, write_plan
from crf.actions.printing import print_sources
from crf.actions.range_sets import new_set
from crf.actions.sources import set_source
from crf.faults import CasebookError
from crf.forms.record import Place
from crf.reading.dictionaries import dictionary_facts
from crf.reading.site import SiteForm, site_forms, versions
from crf.reading.sources import Source, sources
from crf.text import say
from ui import marks, theme
from ui.controls import Button
from ui.dialogs.amend import AmendDialog
from ui.dialogs.dictionary import DictionaryDialog
from ui.dialogs.source import SourceDialog
from ui.navigator import Key
from ui.pages.list_page import ListPage
from ui.pages.listing import Group, Head, Row, Text
from ui.pages.plan import Plan
from ui.pages.subject_head import Tab, Tabs
from ui.pages.subject_log import RULES
from ui.widgets import Empty

if TYPE_CHECKING:
    from crf.actions.session import Session
    from ui.navigator import Navigator

FORMS, STUDY, PLAN, SOURCES = "forms", "study", "plan", "sources"
SHARES = {
    FORMS: (("form", 0.18), ("fits", 0.24), ("days", 0.24), ("status", 0.12), ("saved", 0.22)),
    STUDY: (("what", 0.3), ("value", 0.7)),
    PLAN: (),
    SOURCES: (("form", 0.22), ("question", 0.42), ("source", 0.36)),
}


class SitePage(ListPage):
    """Four looks at the site, one at a time."""

    rail = "site"

    def __init__(self, window: Navigator, session: Session):
        super().__init__(window, session, say("site.find"))
        self.tab = FORMS if site_forms(session.reader) else STUDY
        self.tabs = Tabs()
        self.tabs.picked.connect(self.show_tab)
        self.plan = Plan()
        self.amend = Button(say("site.amend"), "plain")
        self.amend.clicked.connect(self.ask_amend)
        self.ctcae = Button(say("dictionary.button"), "plain")
        self.ctcae.clicked.connect(self.ask_dictionary)
        self.pdf = Button(say("site.pdf"), "plain")
        self.csv = Button(say("site.csv"), "plain")
        self.pdf.clicked.connect(self.save_pdf)
        self.csv.clicked.connect(self.save_csv)
        self.new = Button("", "primary", "Ctrl N")
        self.new.clicked.connect(self.add_set)
        self.build(
            Empty("buildings", "", ""),
            tools=[self.tabs],
            buttons=[self.pdf, self.csv, self.ctcae, self.amend, self.new],
        )
        self.body.insertWidget(0, self.plan, 1000)

    @property
    def title(self) -> str:
        """The site's number."""
        return say("app.site", site=self.session.site)

    @property
    def writable(self) -> bool:
        """Whether anything can be written: a file that can be, somebody at the keyboard."""
        return not self.session.read_only and self.session.person is not None

    def refresh(self) -> None:
        """Read everything anew."""
        study = self.session.study
        self.note.setText(say("site.note", id=study.id, version=study.version, title=study.title))
        self.plan.show_study(study)
        for button in (self.amend, self.ctcae):
            button.setEnabled(self.writable)
        self.fill()

    def show_tab(self, tab: str) -> None:
        """Turn to another look at the site."""
        self.tab = tab
        self.search.clear()
        self.fill()
        if not self.tabs.hasFocus():
            self.take_keyboard()

    def fill(self) -> None:
        """Show what stands under the tab, as far as it passes the filter."""
        names = (FORMS, STUDY, PLAN, SOURCES) if site_forms(self.session.reader) else (STUDY, PLAN, SOURCES)
        self.tabs.show_tabs(tuple(Tab(name, say(f"site.tab.{name}")) for name in names), self.tab)
        heads = [Head(say(f"site.head.{name}"), share) for name, share in SHARES[self.tab]]
        groups = {FORMS: self._forms, STUDY: self._study, SOURCES: self._sources}.get(self.tab, list)()
        self.show_list(heads, groups, True)
        self.plan.setVisible(self.tab == PLAN)
        self.search.setVisible(self.tab in (STUDY, SOURCES))
        self.pdf.setVisible(self.tab in (PLAN, SOURCES))
        self.csv.setVisible(self.tab == PLAN)
        self.ctcae.setVisible(self.tab == STUDY)
        self.new.setVisible(self.several is not None)
        if self.several is not None:
            self.new.setText(say("lab.set.new", form=self.several.name.lower()))
        self.nothing.setVisible(self.tab != PLAN and not self.list.rows)
        self.tell_keys()

    @property
    def several(self) -> SiteForm | None:
        """The form in focus where there may be more of it, else the first such one; None where nothing can be added."""
        found = [one for one in site_forms(self.session.reader) if one.several and one.saved]
        held = self.list.row.id if self.list.row else None
        if self.tab != FORMS or not self.writable or not found:
            return None
        return next((one for one in found if one.place == held), found[0])

    def add_set(self) -> None:
        """Begin a further set as a copy of the one in focus, and open it where its first day is asked."""
        if (like := self.several) is not None:
            self.window_.show_form("", new_set(self.session, like.place))

    def event(self, event: QEvent) -> bool:
        """Ctrl+N begins a set here, whatever else it may mean in the window's menus."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_new(event):
            event.accept()
            return True
        return super().event(event)

    def _is_new(self, event: QKeyEvent) -> bool:
        return event.matches(QKeySequence.StandardKey.New) and self.several is not None

    def _forms(self) -> list[Group]:
        return [Group("", tuple(form_row(form) for form in site_forms(self.session.reader)))]

    def _study(self) -> list[Group]:
        """What the definition holds, and since when it is in force."""
        study, reader = self.session.study, self.session.reader
        facts = [
            (say("site.fact.study"), study.id),
            (say("site.fact.title"), study.title),
            (say("site.fact.version"), study.version),
            (say("site.fact.timezone"), reader.zone),
        ]
        counts = [(say(f"site.count.{name}"), str(count)) for name, count in count_parts(study).items() if count]
        turns = [(say("site.in_force", version=one.version), turn_text(one)) for one in reversed(versions(reader))]
        parts = (
            ("site.group.study", facts),
            ("dictionary.group", dictionary_facts(reader)),
            ("site.group.counts", counts),
            ("site.group.versions", turns),
        )
        return [
            Group(say(title), tuple(fact_row(title, *fact) for fact in found if self.fits(*fact)), counted=False)
            for title, found in parts
        ]

    def _sources(self) -> list[Group]:
        found = [
            one for one in sources(self.session.reader) if self.fits(one.form_name, one.number, one.question, one.text)
        ]
        return [Group("", tuple(source_row(one) for one in found))]

    def keys(self) -> list[Key]:
        """The keys worth knowing under this tab."""
        if self.tab == STUDY:
            return [("↑↓", say("keys.row")), ("←→", say("keys.tab"))]
        act = "keys.change" if self.tab == SOURCES else "keys.open"
        keys = [("↑↓", say("keys.row")), ("↵", say(act)), ("←→", say("keys.tab"))]
        return [*keys, ("Ctrl N", say("lab.set.key"))] if self.several is not None else keys

    def tell_keys(self) -> None:
        """Say the keys in the footer."""
        plan = [("↑↓", say("keys.scroll")), ("←→", say("keys.tab"))]
        if self.isVisible():
            self.window_.footer([], plan if self.tab == PLAN else self.keys())

    def enter(self) -> None:
        """What stands under the tab takes the keyboard."""
        self.tell_keys()
        self.take_keyboard()

    def take_keyboard(self) -> None:
        """The keyboard goes to the plan, or to the list."""
        (self.plan if self.tab == PLAN else self.list if self.list.rows else self).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_new(event):
            self.add_set()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers():
            self.tabs.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    # What can be done

    def open_row(self, id: object) -> None:
        """Open a form of the site, or ask for another source of an item."""
        if isinstance(id, Place):
            self.window_.show_form("", id)
        elif self.tab == SOURCES:
            self.ask_source(next(one for one in sources(self.session.reader) if (one.form, one.item) == id))

    def ask_source(self, one: Source) -> None:
        """Ask for the site's own words for a source and the reason, then write them."""
        if not self.writable:
            self.window_.tell(say("list.read_only"), "amber")
            return
        shown = one.text if one.changed else ""
        dialog = SourceDialog(self, f"{one.number} {one.question}", shown, one.default)

        def changed(text: str, reason: str) -> None:
            try:
                set_source(self.session, one.form, one.item, text, reason)
            except CasebookError as fault:
                self.window_.tell(str(fault), "red")
                return
            self.refresh()
            self.window_.tell(say("source.done", question=one.question))

        dialog.changed.connect(changed)
        dialog.open()

    def save_pdf(self) -> None:
        """Ask for a file, then print the plan or the source data list into it."""
        path = self._ask_file("pdf")
        if path is not None:
            told = print_plan(self.session.study, path) if self.tab == PLAN else print_sources(self.session, path)
            self.window_.tell(say("site.saved", path=told.path))

    def save_csv(self) -> None:
        """Ask for a file, then write the plan into it as a table."""
        path = self._ask_file("csv")
        if path is not None:
            write_plan(self.session.study, path)
            self.window_.tell(say("site.saved", path=path))

    def _ask_file(self, suffix: str) -> Path | None:
        folder = self.session.path.parent / f"{self.session.study.id}-{self.tab}.{suffix}"
        name, _ = QFileDialog.getSaveFileName(self, say("site.save"), str(folder), f"*.{suffix}")
        return Path(name) if name else None

    def ask_dictionary(self) -> None:
        """Ask for NCI's workbook and take it into the casebook."""
        dialog = DictionaryDialog(self, partial(load_dictionary, self.session))
        dialog.loaded.connect(self._has_loaded)
        dialog.open()

    def _has_loaded(self, told: str) -> None:
        self.refresh()
        self.window_.tell(told)

    def ask_amend(self) -> None:
        """Ask for a further version of the study and the reason, then move the casebook to it."""

        def perform(folder: str, reason: str) -> str:
            done = amend(self.session, folder, reason)
            return say("amend.done_one" if done.subjects == 1 else "amend.done", version=done.version, n=done.subjects)

        compare = partial(compare_in, self.session)
        dialog = AmendDialog(self, self.session.study.version, compare, perform)
        dialog.amended.connect(self.window_.renew)
        dialog.open()


def form_row(form: SiteForm) -> Row:
    """A form of the site as a row."""
    mark = "finding" if form.findings and form.status not in RULES else form.status
    word = marks.word(mark)
    cells = (
        Text(form.name, weight=theme.MEDIUM),
        Text(form.fits, wrap=3),
        Text(form.days, "muted", wrap=2),
        Text(word, mark=mark),
        Text(form.saved or say("site.never"), "muted", size=theme.NOTE),
    )
    said = ", ".join(part for part in (form.name, form.fits, form.days, word, form.saved) if part)
    return Row(form.place, cells, said, tip=say("lab.form.version", version=form.version))


def fact_row(group: str, what: str, value: str) -> Row:
    """A fact of the definition as a row."""
    return Row((group, what), (Text(what, "muted"), Text(value, weight=theme.MEDIUM, wrap=6)), f"{what}: {value}")


def turn_text(one) -> str:
    """Since when, by whom and why a version is in force."""
    told = say("site.since", since=one.since, who=one.who)
    return f"{told}: {one.reason}" if one.reason else told


def source_row(one: Source) -> Row:
    """A source as a row; the site's own words stand out and say so."""
    own = say("site.own_source", default=one.default) if one.changed else ""
    weight = theme.STRONG if one.changed else theme.REGULAR
    cells = (
        Text(one.form_name, "muted"),
        Text(f"{one.number}  {one.question}", wrap=6),
        Text(say("site.own", text=one.text) if one.changed else one.text, weight=weight, wrap=6),
    )
    said = ", ".join(part for part in (one.form_name, one.number, one.question, one.text, own) if part)
    return Row((one.form, one.item), cells, said, tip=own)
