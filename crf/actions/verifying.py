"""Verifying a casebook: its chains and guards, and its caches rebuilt and compared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from attrs import frozen

from crf.actions.commit import cache_of
from crf.actions.session import Session, open_casebook
from crf.faults import CasebookError, DefinitionFault
from crf.forms.assess import assess
from crf.forms.marks import SIGNED
from crf.forms.standing import signed
from crf.reading.standing import marks_of, who
from crf.store.acts import ASKING, Cache, Head, SubjectRow
from crf.store.verify import verify_file
from crf.text import say, tell, unit_words


@frozen
class Verified:
    """What was found, a sentence each (none: the file is whole), how much was read, the head of the record chain.

    `signatures` says how many hold, and of each that doesn't any more who signed what and when: no trouble, but told.
    """

    troubles: tuple[str, ...]
    acts: int
    entries: int
    head: Head
    signatures: tuple[str, ...] = ()


def verify(path: Path) -> Verified:
    """Check a casebook file. Raises FileFault where it can't be opened as one at all."""
    found, head = verify_file(path)
    troubles = [trouble.sentence for trouble in found]
    try:
        session = open_casebook(path, lambda: datetime.now(UTC))
    except CasebookError:
        # The file's own check has said what is wrong; there is nothing more to read.
        return Verified(tuple(troubles), 0, 0, head)
    try:
        counts = session.file.act_count(), session.file.entry_count()
        troubles.extend(cache_troubles(session))
        return Verified(tuple(troubles), *counts, head, tuple(signatures(session)))
    except DefinitionFault as fault:
        # A definition that can't be worked with is trouble by itself; what changed it was named above.
        return Verified((*troubles, tell(fault.message)), *counts, head)
    finally:
        session.close()


def signatures(session: Session) -> Iterator[str]:
    """How many signatures rest on the answers as they stand; each that doesn't, by subject, form, person and time."""
    holds, ended = 0, []
    for uid, label in [("", session.site), *((row.uid, row.label) for row in session.reader.subjects())]:
        acts = marks_of(session.reader, uid)
        for place, record in session.reader.data(uid).records.items():
            holds += signed(record) == "holds"
            if signed(record) == "changed":
                form = session.study.form(place.form).name
                ended.append(say("verify.ended", subject=label, form=form, who=who(acts[place, 0, SIGNED])))
    if holds or ended:
        yield say("verify.signatures", holds=holds, ended=len(ended))
        yield from ended


def cache_troubles(session: Session) -> list[str]:
    """Subjects whose cached statuses or findings differ from what the forms say of the journal."""
    return [say("verify.cache", subject=row.label) for row in session.file.subjects() if not _same(session, row)]


def _same(session: Session, row: SubjectRow) -> bool:
    at = next((act.at for act in reversed(session.file.acts(row.uid)) if act.verb not in ASKING), None)
    if at is None:
        return True
    context = session.reader.context(row.uid, session.local(at))
    fresh = cache_of(row.uid, assess(context))
    states = session.file.states(row.uid).get(row.uid, ())
    findings = [(place, finding) for _, place, finding in session.file.findings(row.uid)]
    return _told(fresh) == _told(Cache(row.uid, states, tuple(findings)))


def _told(cache: Cache) -> tuple[object, ...]:
    """A cache as comparable values: sentences with units as they are written now, in an order of their own."""
    findings = sorted(
        (str(place), f.check, f.line, f.item, f.level, f.rests, f.confirmed, unit_words(tell(f.message)))
        for place, f in cache.findings
    )
    # A form nobody began may have been asked about: the cache needn't know of it.
    return sorted(str(state) for state in cache.states if state.status != "not started"), findings
