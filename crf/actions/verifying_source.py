"""Source data verification: a monitor says which answers she compared with their source; a later correction ends it."""

from __future__ import annotations

from collections.abc import Sequence

from crf.actions.commit import Change, Done, commit
from crf.actions.rights import require
from crf.actions.session import Session
from crf.faults import refuse
from crf.forms.marks import VERIFIED
from crf.forms.record import BLANK, Answer, Place, Where
from crf.forms.standing import to_verify, verified


def verify_items(session: Session, uid: str, place: Place, items: Sequence[Where]) -> Done:
    """Say that items were compared with their source, as they stand. Refused where one has no answer to compare."""
    require(session, "verify")
    record = session.reader.data(uid).at(place)
    needed = set(to_verify(session.study.form(place.form), record)) if 0 not in record.voided else set()
    if not items or not needed.issuperset(items):
        raise refuse("sdv.nothing")
    stands = {where: record.answer(where[1], where[0]) for where in items}
    changes = [
        Change(place, line, VERIFIED + item, Answer(one.value, one.missing)) for (line, item), one in stands.items()
    ]
    return commit(session, "verify", uid, changes)


def verify_form(session: Session, uid: str, place: Place) -> Done:
    """Say it of every answer of a form that isn't verified as it stands. Refused where none is left."""
    record = session.reader.data(uid).at(place)
    needed = to_verify(session.study.form(place.form), record) if 0 not in record.voided else ()
    return verify_items(session, uid, place, [where for where in needed if verified(record, where) != "holds"])


def unverify_items(session: Session, uid: str, place: Place, items: Sequence[Where]) -> Done:
    """Take it back. Refused where nothing was said of one of the items."""
    require(session, "verify")
    record = session.reader.data(uid).at(place)
    if not items or any(not verified(record, where) for where in items):
        raise refuse("sdv.not_verified")
    changes = [Change(place, line, VERIFIED + item, BLANK) for line, item in items]
    return commit(session, "unverify", uid, changes)
