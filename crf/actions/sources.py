"""Where each item's source data is: the definition's words, changed by the site for itself."""

from __future__ import annotations

from crf.actions.commit import Change, Done, commit
from crf.actions.session import Session
from crf.faults import refuse
from crf.forms.record import Answer
from crf.reading.sources import PLACE, sources


def set_source(session: Session, form: str, item: str, text: str, reason: str) -> Done:
    """Say in the site's words where an item's source data is; blank goes back to the definition's.

    Refused without a reason, for an item the study doesn't have, or where nothing changes.
    """
    if not reason.strip():
        raise refuse("reason.needed")
    known = {(one.form, one.item): one for one in sources(session.reader)}
    found = known.get((form, item))
    if found is None:
        raise refuse("source.item", item=f"{form}.{item}")
    if text.strip() == (found.text if found.changed else ""):
        raise refuse("source.same", item=f"{form}.{item}")
    change = Change(PLACE, 0, f"{form}.{item}", Answer(text.strip()))
    return commit(session, "source", "", [change], reason)
