"""Queries with their threads: who asked, answered, closed and corrected what, when, and how long each waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from crf.forms.context import Context
from crf.forms.lay_out import item_numbers
from crf.forms.record import BLANK, Place, Where
from crf.forms.standing import Query, queries
from crf.forms.values import show
from crf.reading.findings import visit_title
from crf.reading.history import role, show_stamp
from crf.reading.reader import Reader
from crf.reading.views import QueryStep, QueryThread
from crf.store.acts import Entry
from crf.study.model import Item
from crf.text import say


def all_queries(reader: Reader, now: datetime, uid: str | None = None) -> list[QueryThread]:
    """All queries of one subject or of all and the site, the oldest first within each; voided ones are left out."""
    labels = _live(reader)
    found = []
    for subject, place in dict.fromkeys((subject, place) for subject, place, _ in reader.file.asked()):
        if subject in labels and uid in (None, subject) and reader.study.has_form(place.form):
            context = reader.context(subject, now)
            record = context.data.at(place)
            found += [_thread(reader, context, subject, place, one, now) for one in queries(record)]
    return sorted(found, key=lambda one: (bool(one.subject), one.label, -one.days))


def field_queries(reader: Reader, uid: str, place: Place, where: Where, now: datetime) -> tuple[QueryThread, ...]:
    """The queries of one item of a line (item "": of the form), the newest first."""
    context = reader.context(uid, now)
    asked = [one for one in queries(context.data.at(place)) if (one.line, one.item) == where]
    return tuple(_thread(reader, context, uid, place, one, now) for one in reversed(asked))


def waiting(reader: Reader) -> Counter[str]:
    """How many queries aren't closed, by subject uid ("": the site's own), those of voided subjects left out."""
    live = _live(reader)
    return Counter(uid for uid, _, state in reader.file.asked() if uid in live and state != "closed")


def count_waiting(reader: Reader) -> int:
    """How many queries of all subjects and the site aren't closed."""
    return waiting(reader).total()


def _live(reader: Reader) -> dict[str, str]:
    """The names queries are listed under: of the site, and of every subject that isn't voided."""
    return {"": say("findings.of_site")} | {row.uid: row.label for row in reader.subjects() if not row.voided}


def _thread(reader: Reader, context: Context, uid: str, place: Place, one: Query, now: datetime) -> QueryThread:
    form = context.study.form(place.form)
    item = next((item for item in form.items if item.id == one.item), None)
    entries = reader.file.history(uid, place, one.line)
    asked = [entry for entry in entries if entry.item == one.mark]
    steps = sorted((*_said(asked), *_corrected(reader, item, entries, asked[0])), key=lambda pair: pair[0])
    question = f"{item_numbers(form)[item.id]} {item.ask}" if item else say("queries.whole_form")
    return QueryThread(
        uid,
        context.data.label or say("findings.of_site"),
        place,
        (one.line, one.item),
        one.mark,
        visit_title(context, place),
        form.short or form.name,
        question,
        one.state,
        tuple(step for _, step in steps),
        (now - asked[0].act.at).days,
    )


def _said(asked: list[Entry]) -> Iterator[tuple[int, QueryStep]]:
    """The steps people took, by the number of their entry."""
    for n, entry in enumerate(asked):
        did = "opened" if n == 0 else "reopened" if entry.answer.value == "open" else entry.answer.value
        yield entry.id, _step(entry, did, entry.answer.note)


def _corrected(
    reader: Reader, item: Item | None, entries: list[Entry], first: Entry
) -> Iterator[tuple[int, QueryStep]]:
    """What became of the value since it was asked about: it closes nothing, but the thread shows it."""
    known = {entry.id: entry.answer for entry in entries}
    for entry in entries:
        if item is not None and entry.item == item.id and entry.id > first.id:
            old, new = (show(reader.study, item, one) for one in (known.get(entry.was or 0, BLANK), entry.answer))
            blank = say("history.blank")
            yield entry.id, _step(entry, "corrected", say("queries.corrected", old=old or blank, new=new or blank))


def _step(entry: Entry, did: str, text: str) -> QueryStep:
    return QueryStep(show_stamp(entry.act), entry.act.person.name, role(entry.act), did, text)
