"""Which reports still have to leave the site, of one subject or of all, and how much time each has left."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from attrs import define, field, frozen

from crf.clinical.dates import show_day
from crf.forms.clocks import Deadline, Watch, sent_items, watches
from crf.forms.context import Context
from crf.forms.links import linked
from crf.forms.record import Place, Where
from crf.forms.values import show
from crf.reading.log import rows_of
from crf.reading.reader import Reader
from crf.text import say

HOUR = 60
LONG = 48 * HOUR
"""Minutes from which on days are told."""


@frozen
class ClockLine:
    """A report's clock as people read it: `pill` for the bar, `left` beside a row, `text` in one sentence."""

    subject: str
    label: str
    place: Place
    where: Where
    short: str  # SAE
    what: str  # event 2, Febrile neutropenia
    left: str  # 3 h 12 min left
    pill: str  # SAE 01-003 · 3 h 12 min left
    text: str
    due: str  # 13 MAR 2026 09:00
    due_short: str  # 13 MAR 09:00
    overdue: bool
    deadline: Deadline


@define
class _Kept:
    """The clocks of each subject as the data had them after so many acts: only what an act touched is read anew."""

    acts: int = -1
    watches: dict[str, tuple[Watch, ...]] = field(factory=dict)


_KEPT: WeakKeyDictionary[Reader, _Kept] = WeakKeyDictionary()


def open_clocks(reader: Reader, now: datetime, uid: str | None = None) -> tuple[ClockLine, ...]:
    """Every report not marked as sent, of one subject or of all that aren't voided: the one due first leads."""
    if not reader.study.clocks:
        return ()
    rows = [row for row in (reader.subjects() if uid is None else [reader.file.subject(uid)]) if not row.voided]
    _skim(reader, [row.uid for row in rows])
    found = [
        (row.uid, row.label, one.at(now)) for row in rows for one in watches_of(reader, row.uid) if one.at(now).open
    ]
    found.sort(key=lambda one: (one[2].watch.due, one[1]))
    return tuple(_line(reader, *one, now) for one in found)


def clock_of(reader: Reader, uid: str, place: Place, now: datetime) -> ClockLine | None:
    """The clock of one record, sent or not; None where it has none."""
    for one in watches_of(reader, uid):
        if one.place == place:
            return _line(reader, uid, reader.data(uid).label, one.at(now), now)
    return None


def event_clocks(reader: Reader, uid: str, now: datetime) -> dict[Place, ClockLine]:
    """The open clocks of a subject by event: its own while no report is begun, then that of its report."""
    context = reader.context(uid, now)
    found: dict[Place, ClockLine] = {}
    for line in reversed(open_clocks(reader, now, uid)):
        link = next((item.id for item in context.items[line.place.form].values() if item.link), "")
        event = linked(context, context.answer(line.place, link).value) if link else None
        found[event or line.place] = line
    return found


def watches_of(reader: Reader, uid: str) -> tuple[Watch, ...]:
    """The clocks of a subject, sent or not, worked out anew only after an act of hers."""
    kept = _kept(reader)
    if uid not in kept.watches:
        kept.watches[uid] = _read(reader, uid)
    return kept.watches[uid]


def _kept(reader: Reader) -> _Kept:
    """What is known of the clocks, without those of subjects somebody wrote of since."""
    kept = _KEPT.setdefault(reader, _Kept())
    acts = reader.file.act_count()
    if acts > kept.acts >= 0:
        for act in reader.file.acts(limit=acts - kept.acts):
            kept.watches.pop(act.subject, None)
    kept.acts = acts
    return kept


def _skim(reader: Reader, uids: Collection[str]) -> None:
    """Of many subjects not looked at yet, those without a form that can have a clock are done: nothing is read."""
    kept, forms = _kept(reader), {one.form for one in reader.study.clocks}
    new = [uid for uid in uids if uid not in kept.watches]
    if len(new) > 1:
        states = reader.file.states()
        kept.watches |= {uid: () for uid in new if not any(one.place.form in forms for one in states.get(uid, ()))}


def _read(reader: Reader, uid: str) -> tuple[Watch, ...]:
    """The clocks of a subject; nothing is worked out where no record of hers can have one."""
    forms = {one.form for one in reader.study.clocks}
    if not any(place.form in forms for place in reader.data(uid).records):
        return ()
    entered = reader.file.entered(uid, forms | {one.entry.partition(".")[0] for one in reader.study.clocks if one.link})
    return watches(reader.context(uid, reader.instant()), entered)


def _line(reader: Reader, uid: str, label: str, deadline: Deadline, now: datetime) -> ClockLine:
    watch = deadline.watch
    left = say(f"clocks.{deadline.state}", time=duration(deadline.minutes))
    what = what_of(reader, uid, watch.place, reader.context(uid, now))
    due, aware = (moment_text(at, reader.zone) for at in (watch.due, watch.aware))
    parts = [
        say("clocks.text", name=watch.clock.name, what=what, left=left),
        say("clocks.due", due=due, since=aware, how=say(f"clocks.known.{watch.known}")),
    ]
    if watch.before:
        parts.append(say("clocks.before", at=moment_text(watch.before, reader.zone)))
    if deadline.state == "overdue" and watch.clock.escalates:
        parts.append(watch.clock.escalates)
    return ClockLine(
        uid,
        label,
        watch.place,
        (0, (*sent_items(watch.clock), watch.clock.entry)[0]),
        watch.clock.short,
        what,
        left,
        say("clocks.pill", short=watch.clock.short, subject=label, left=left),
        " ".join(parts),
        due,
        moment_text(watch.due, reader.zone, year=False),
        deadline.state == "overdue",
        deadline,
    )


def what_of(reader: Reader, uid: str, place: Place, context: Context) -> str:
    """A record by the number of its row and its first words: event 2, fever; report 1, fever."""
    form = reader.study.form(place.form)
    rows = rows_of(reader, uid, place.form)
    number = rows.index(place) + 1 if place in rows else len(rows) + 1
    record = context.data.at(place)
    texts = (show(reader.study, item, record.answer(item.id)) for item in form.items if item.type == "term")
    said = next((text for text in texts if text), "")
    return ", ".join(one for one in (say("clocks.row", form=form.short or form.name, number=number), said) if one)


def duration(minutes: int) -> str:
    """Minutes in words: 25 min, 3 h 12 min, 2 d 4 h."""
    return " ".join(_parts(minutes))


def _parts(minutes: int) -> Iterator[str]:
    if minutes >= LONG:
        days, rest = divmod(minutes, 24 * HOUR)
        yield say("clocks.d", n=days)
        if rest >= HOUR:
            yield say("clocks.h", n=rest // HOUR)
        return
    hours, rest = divmod(minutes, HOUR)
    if hours:
        yield say("clocks.h", n=hours)
    if rest or not hours:
        yield say("clocks.min", n=rest)


def moment_text(at: datetime, zone: str, year: bool = True) -> str:
    """An instant as the clock at the site shows it, to the minute: 13 MAR 2026 09:00."""
    # A due time of 10:00:30 is shown as 10:00: nobody is told that there is more time than there is.
    local = (at - timedelta(seconds=at.second, microseconds=at.microsecond)).astimezone(ZoneInfo(zone))
    return f"{show_day(local.date(), year)} {local:%H:%M}"
