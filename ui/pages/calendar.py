"""The site's calendar: what is overdue, due now, this week and later, over all subjects; Enter leads to the visit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from crf.clinical.dates import MONTHS
from crf.reading.calendar import calendar
from crf.reading.form import WEEKDAYS, show_day
from crf.reading.views import Calendar, Due
from crf.text import say
from ui import theme
from ui.navigator import Key
from ui.pages.list_page import ListPage
from ui.pages.listing import Group, Head, Row, Text
from ui.pages.subject_head import Tab, Tabs
from ui.widgets import Empty

if TYPE_CHECKING:
    from crf.actions.session import Session
    from ui.navigator import Navigator

SHARES = (("subject", 0.13), ("visit", 0.11), ("name", 0.22), ("planned", 0.14), ("window", 0.17), ("when", 0.23))
GROUPS = ("overdue", "now", "week", "later")
URGENT, DAY, WEEK, MONTH = "urgent", "day", "week", "month"


class CalendarPage(ListPage):
    """All visits that aren't done, by how pressing they are, by day, by week or by month."""

    rail = "calendar"

    def __init__(self, window: Navigator, session: Session):
        super().__init__(window, session, say("calendar.find"))
        self.shown: Calendar | None = None
        self.by = URGENT
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
        self.show_list(heads, groups, bool(every))

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
        return [*super().keys(), ("←→", say("keys.tab"))]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers():
            self.tabs.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _group(self, name: str, dues: list[Due]) -> Group:
        late = name == "overdue"
        rows = tuple(due_row(due) for due in dues)
        return Group(say(f"calendar.group.{name}"), rows, "red" if late else "text", "overdue" if late else "")

    def open_row(self, id: object) -> None:
        """Go to the visit on its subject's page."""
        self.window_.show_visit(*id)


def period(day: date, by: str) -> str:
    """What the day, week or month of a visit is called."""
    if by == MONTH:
        return f"{MONTHS[day.month - 1]} {day.year}"
    if by == WEEK:
        monday = day - timedelta(day.weekday())
        return say("calendar.week_of", week=day.isocalendar().week, day=show_day(monday, year=True))
    return f"{WEEKDAYS[day.weekday()]} {show_day(day, year=True)}"


def due_row(due: Due) -> Row:
    """A visit as a row: late ones in red and in words."""
    late = due.state == "overdue"
    when = say(f"calendar.state.{due.state}", away=due.away) if due.state in ("overdue", "open") else due.away
    said = f"{due.label}, {due.name}, {due.day}, {when}"
    cells = (
        Text(due.label, weight=theme.STRONG),
        Text(due.short, weight=theme.MEDIUM),
        Text(due.name),
        Text(due.day),
        Text(due.window, "muted"),
        Text(when, "red" if late else "text", theme.MEDIUM if late else theme.REGULAR),
    )
    return Row((due.subject, due.event, due.key), cells, said)
