"""Moving a casebook to a further version of its study: a new build beside the old one, every subject judged anew."""

from __future__ import annotations

from attrs import frozen

from crf.actions.commit import commit
from crf.actions.session import Session, build_of, find_study
from crf.faults import refuse
from crf.store.acts import Act
from crf.study.model import Study


@frozen
class Amended:
    """What an amendment did: its act, the version in force now, how many subjects were judged anew."""

    act: Act
    version: str
    subjects: int


def amend(session: Session, study: str, reason: str) -> Amended:
    """Put a further definition of the same study in force; entries are kept as they were, findings are worked out anew.

    `study` is a folder or a shipped study's id. Refused without a reason, for another study, for the build in force, or
    where it lacks a form or an item that has answers: nothing entered may become unreadable.
    """
    if not reason.strip():
        raise refuse("reason.needed")
    new = find_study(study)
    build = build_of(new)
    if new.id != session.study.id:
        raise refuse("amend.other", study=new.id, own=session.study.id)
    if build.fingerprint == session.file.build().fingerprint:
        raise refuse("amend.same", version=new.version)
    _readable(session, new)
    act = session.file.commit(session.act("amend", reason=reason, detail=new.version), (), new_build=build)
    session.reload()
    rows = session.reader.subjects()
    for row in rows:
        # An act of its own for each subject: what the new version says of her has its instant in the journal.
        commit(session, "renew", row.uid, (), reason)
    return Amended(act, new.version, len(rows))


def _readable(session: Session, new: Study) -> None:
    """Refuse a definition that no longer asks something that is answered."""
    items = {form.id: {item.id for item in form.items} for form in new.forms}
    events = {event.id for event in new.events}
    for row in session.reader.subjects():
        for place, record in session.file.data(row.uid).records.items():
            for (_, item), answer in record.answers.items():
                known = place.event in events and item in items.get(place.form, ())
                if not known and not answer.blank:
                    raise refuse("amend.lost", item=f"{place.form}.{item}", event=place.event, subject=row.label)
