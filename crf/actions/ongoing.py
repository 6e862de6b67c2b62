"""Ongoing adverse events asked again at a visit: that they all still go on, in one act."""

from __future__ import annotations

from crf.actions.commit import Change, Done, commit
from crf.actions.session import Session
from crf.faults import refuse
from crf.forms.marks import ONGOING
from crf.forms.record import Answer
from crf.reading.ongoing import asked_again


def still_ongoing(session: Session, uid: str) -> Done:
    """Say of every event due to be asked again that it goes on at the latest visit. Refused where none is due."""
    asked = asked_again(session.reader, uid, session.now())
    if asked is None:
        raise refuse("ongoing.none")
    told = Answer(asked.day.isoformat(), note=asked.visit)
    return commit(session, "ongoing", uid, [Change(place, 0, ONGOING, told) for place in asked.places])
