"""The site's calendar: what is overdue, due now, this week and later, over all subjects, with its appointments."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent

from crf.clinical.dates import MONTHS, show_day
from crf.reading.calendar import calendar
from crf.reading.clocks import ClockLine, open_clocks
from crf.reading.form import WEEKDAYS
from crf.reading.views import Calendar, Due
from crf.text import say
from ui import theme
from ui.dialogs.appointment import ask_appointment, plan_words
from ui.navigator import Key
from ui.pages.clock_rows import in_calendar
from ui.pages.form_head import build_menu
from ui.pages.list_page import ListPage
from ui.pages.listing import Group, Head, Row, Text
from ui.pages.subject_head import Tab, Tabs
from ui.widgets import Empty

if TYPE_CHECKING:
    from crf.actions.session import Session
    from ui.navigator import Navigator

SHARES = (
    ("subject", 0.09), ("visit", 0.08), ("name", 0.17), ("planned", 0.105), ("window", 0.13), ("agreed", 0.225),
    ("when", 0.2),
)  # fmt: skip
GROUPS = ("overdue", "now", "week", "later")
URGENT, DAY, WEEK, MONTH = "urgent", "day", "week", "month"


class CalendarPage(ListPage):
    """All visits that aren't done, by how pressing they are, by day, by week or by month."""

    rail = "calendar"

    def __init__(self, window: Navigator, session: Session):
        super().__init__(window, session, say("calendar.find"))
        self.shown: Calendar | None = None
        self.clocks: tuple[ClockLine, ...] = ()
        self.by = URGENT
        self.list.asked.connect(self._menu)
        self.tabs = Tabs()
        self.tabs.picked.connect(self.show_by)
        self.build(Empty("calendar-blank", say("calendar.none"), say("calendar.purpose")), tools=[self.tabs])
        self.tabs.show_tabs(tuple(Tab(by, say(f"calendar.by.{by}")) for by in (URGENT, DAY, WEEK, MONTH)), self.by)

    @property
    def title(self) -> str:
        """The page's name."""
        return say("calendar.title")

    def refresh(self) -> None:
        """Read the calendar anew."""
        self.clocks = open_clocks(self.session.reader, self.session.now())
        self.show_calendar(calendar(self.session.reader, self.session.now()))

    def show_calendar(self, shown: Calendar) -> None:
        """Show what was read."""
        self.shown = shown
        self.note.setText(shown.today)
        self.fill()

    def fill(self) -> None:
        """Show the visits of the subjects that pass the filter."""
        if self.shown is None:
            return
        found = {name: getattr(self.shown, name) for name in GROUPS}
        kept = {
            name: [due for due in dues if self.fits(due.label, due.name, due.short)] for name, dues in found.items()
        }
        every = sum(len(dues) for dues in found.values())
        some = sum(len(dues) for dues in kept.values())
        count = say("calendar.count_one" if every == 1 else "calendar.count", n=every)
        self.count.setText("" if not every else count if some == every else say("list.some", n=some, all=every))
        heads = [Head(say(f"calendar.head.{name}"), share) for name, share in SHARES]
        groups = [self._group(name, kept[name]) for name in GROUPS] if self.by == URGENT else self._by_time(kept)
        self.show_list(heads, [*in_calendar(self.clocks, self.fits), *groups], bool(every or self.clocks))

    def tick(self) -> None:
        """A minute has passed: say anew how much time is left."""
        self.clocks = open_clocks(self.session.reader, self.session.now())
        self.fill()

    def show_by(self, by: str) -> None:
        """Group the visits otherwise."""
        self.by = by
        self.tabs.show_tabs(self.tabs.tabs, by)
        self.fill()

    def _by_time(self, kept: dict[str, list[Due]]) -> list[Group]:
        """The same visits by the day, week or month they are planned for."""
        found: dict[str, list[Due]] = {}
        for due in sorted((due for dues in kept.values() for due in dues), key=lambda due: (due.iso, due.label)):
            found.setdefault(period(date.fromisoformat(due.iso), self.by), []).append(due)
        return [Group(title, tuple(due_row(due) for due in dues)) for title, dues in found.items()]

    def keys(self) -> list[Key]:
        """The keys worth knowing."""
        own = [("Ctrl D", say("keys.appoint"))] if self.writable else []
        return [*super().keys(), *own, ("←→", say("keys.tab"))]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers():
            self.tabs.keyPressEvent(event)
        elif event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.appoint()
        else:
            super().keyPressEvent(event)

    def _group(self, name: str, dues: list[Due]) -> Group:
        late = name == "overdue"
        rows = tuple(due_row(due) for due in dues)
        return Group(say(f"calendar.group.{name}"), rows, "amber" if late else "text", "late" if late else "")

    def open_row(self, id: object) -> None:
        """Go to the visit on its subject's page, or to the report."""
        if isinstance(id, ClockLine):
            self.window_.show_form(id.subject, id.place, id.where)
        else:
            self.window_.show_visit(*id)

    # Appointments

    @property
    def writable(self) -> bool:
        """Whether anything can be written: the file open for it, somebody at the keyboard."""
        return not self.session.read_only and self.session.person is not None

    @property
    def refuses(self) -> tuple[str, ...]:
        """What the menu can't do now."""
        return () if self.writable and self.list.row else ("appoint",)

    def appoint(self) -> None:
        """Agree an appointment for the visit in focus, or change the one agreed."""
        row = self.list.row
        if row is None or isinstance(row.id, ClockLine) or not self.writable:
            return
        due = next(one for name in GROUPS for one in getattr(self.shown, name) if id_of(one) == row.id)
        plan = plan_words(due.day, due.window)
        ask_appointment(self, self.session, due.subject, (due.event, due.key), due.name, plan, self._done)

    def _done(self, told: str) -> None:
        self.refresh()
        self.window_.tell(told)

    def _menu(self, id: object, at: QPoint) -> None:
        entries = [
            ("calendar", say("cell.appoint"), "Ctrl D", self.appoint if self.writable else None),
            ("arrow-right", say("calendar.go"), "↵", lambda: self.open_row(id)),
        ]
        build_menu(self, entries).popup(at)


def period(day: date, by: str) -> str:
    """What the day, week or month of a visit is called."""
    if by == MONTH:
        return f"{MONTHS[day.month - 1]} {day.year}"
    if by == WEEK:
        monday = day - timedelta(day.weekday())
        return say("calendar.week_of", week=day.isocalendar().week, day=show_day(monday, year=True))
    return f"{WEEKDAYS[day.weekday()]} {show_day(day, year=True)}"


def id_of(due: Due) -> tuple[str, str, str]:
    """What a row stands for: subject, event, key."""
    return due.subject, due.event, due.key


def due_row(due: Due) -> Row:
    """A visit as a row: late ones in red and in words, an appointment outside the window with a mark and in words."""
    late = due.state == "overdue"
    state = due.state if due.day or not late else "overdue_agreed"
    when = say(f"calendar.state.{state}", away=due.away) if due.state in ("overdue", "open") else due.away
    agreed = say("visit.agreed", words=due.agreed) if due.agreed else ""
    note = say("visit.agreed_note", note=due.agreed_note) if due.agreed_note else ""
    said = ", ".join(part for part in (due.label, due.name, due.day, when, agreed, due.agreed_off, note) if part)
    cells = (
        Text(due.label, weight=theme.STRONG),
        Text(due.short, weight=theme.MEDIUM),
        Text(due.name, wrap=2),
        Text(due.day, wrap=2),
        Text(due.window, "muted", wrap=2),
        Text(due.agreed, weight=theme.MEDIUM, mark="finding" if due.agreed_off else "", wrap=2),
        Text(when, "amber" if late else "text", theme.MEDIUM if late else theme.REGULAR, wrap=2),
    )
    return Row(id_of(due), cells, said, tip="\n".join(part for part in (agreed, due.agreed_off, note) if part))
