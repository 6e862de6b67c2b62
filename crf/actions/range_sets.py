"""A further set of a site's form that comes in several: begun as a copy, so that only what changed is typed."""

from __future__ import annotations

from crf.actions.entering import Entering
from crf.actions.session import Session
from crf.faults import refuse
from crf.forms.record import Edit, Place
from crf.forms.values import raw_text


def new_set(session: Session, like: Place) -> Place:
    """Begin a set beside another: its answers stand typed and unsaved, all but the days it is in force.

    Returns the place of the new set. Refused for a form of which one record holds for all.
    """
    form = session.study.form(like.form)
    if form.applies is None:
        raise refuse("lab.set.one", form=form.short or form.name)
    place = Place(like.event, like.form, form_key=session.token()[:12])
    record = session.reader.data("").at(like)
    entering = Entering(session, "", place)
    for item in form.items:
        answer = record.answer(item.id)
        if item.id in (form.applies.since, form.applies.until) or answer.blank or item.method:
            continue
        raw = "" if answer.missing else raw_text(session.study, item, answer)
        entering.edit(Edit(0, item.id, raw, answer.missing, answer.unit, exact=True))
    return place
