"""Moving a casebook to a further version of its study: a new build beside the old one, every subject judged anew."""

from __future__ import annotations

from attrs import frozen

from crf.actions.commit import commit
from crf.actions.comparing import saved
from crf.actions.session import Session, build_of, find_study
from crf.faults import Refused, refuse
from crf.store.acts import Act
from crf.study.concerns import concerns
from crf.study.model import Study


@frozen
class Amended:
    """What an amendment did: its act, the version in force now, how many subjects were judged anew."""

    act: Act
    version: str
    subjects: int


def amend(session: Session, study: str, reason: str) -> Amended:
    """Put a further definition of the same study in force; entries are kept as they were, findings are worked out anew.

    Forms that are signed or locked stay with the definition they were signed or locked under; signatures go on holding.

    `study` is a folder or a shipped study's id. Refused without a reason, for another study, for the build in force, or
    where it lacks a visit, a form or an item that has answers, or asks it as another kind: nothing entered may become
    unreadable. What else it would do to saved values, `comparing` tells before. One that was interrupted goes on where
    it stopped.
    """
    if not reason.strip():
        raise refuse("reason.needed")
    new = find_study(study)
    build = build_of(new)
    if new.id != session.study.id:
        raise refuse("amend.other", study=new.id, own=session.study.id)
    if build.fingerprint == session.file.build().fingerprint:
        last, rows = _interrupted(session, build.fingerprint)
        if last is None or not rows:
            raise refuse("amend.same", version=new.version)
    else:
        _readable(session, new)
        last = session.file.commit(session.act("amend", reason=reason, detail=new.version), (), new_build=build)
        session.reload()
        rows = [row.uid for row in session.reader.subjects()]
    for uid in rows:
        # An act of its own for each subject: what the new version says of her has its instant in the journal.
        commit(session, "renew", uid, (), reason)
    return Amended(last, new.version, len(rows))


def _interrupted(session: Session, fingerprint: str) -> tuple[Act | None, list[str]]:
    """The amendment that put this build in force, and the subjects nothing was written of since then."""
    last = next((act for act in reversed(session.file.acts(subject="")) if act.verb == "amend"), None)
    if last is None or last.build != fingerprint:
        return None, []
    waiting = []
    for row in session.reader.subjects():
        acts = session.file.acts(subject=row.uid, limit=1)
        if not acts or acts[-1].build != fingerprint:
            waiting.append(row.uid)
    return last, waiting


def _readable(session: Session, new: Study) -> None:
    """Refuse a definition that no longer asks something that is answered, or asks it as another kind."""
    for one in concerns(session.study, new, saved(session.reader)):
        if one.refuses:
            raise Refused(one.message)
