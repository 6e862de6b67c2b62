"""Which ongoing events of a subject are to be asked again, and since when nobody has."""

from __future__ import annotations

from datetime import datetime

from crf.forms.event_log import FORM
from crf.forms.marks import ONGOING
from crf.forms.ongoing import Asked, ask_again
from crf.forms.record import Place
from crf.reading.form import show_partial
from crf.reading.history import role, show_stamp
from crf.reading.reader import Reader
from crf.reading.views import HistoryLine
from crf.text import say


def asked_again(reader: Reader, uid: str, now: datetime) -> Asked | None:
    """The ongoing events to be asked again at the subject's latest visit; None where none is."""
    context = reader.context(uid, now)
    if context.data.voided:
        return None
    going = [place for place, _ in context.places.get(FORM, ()) if context.answer(place, "AEONGO").value == "Y"]
    answered = {place: reader.file.history(uid, place, 0, "AEONGO") for place in going}
    return ask_again(context, {place: entries[-1].act.local.date() for place, entries in answered.items() if entries})


def asked_history(reader: Reader, uid: str, place: Place) -> tuple[HistoryLine, ...]:
    """Each time an event was said to go on when it was asked again, oldest first."""
    entries = reader.file.history(uid, place, 0, ONGOING)
    return tuple(
        HistoryLine(
            show_stamp(entry.act),
            entry.act.person.name,
            role(entry.act),
            "",
            say("ongoing.told", day=show_partial(entry.answer.value), visit=entry.answer.note),
            "",
            False,
            entry.act.verb,
        )
        for entry in entries
    )
