"""A whole casebook, or one subject of it, as tables, and the facts that tell which state of it they are of."""

from __future__ import annotations

from collections.abc import Mapping

from crf import VERSION
from crf.exchange.tables.table import Table
from crf.reading.as_of import AsOf
from crf.reading.tables.audit import audit_table
from crf.reading.tables.codebook import code_lists, codebook
from crf.reading.tables.data import form_tables
from crf.reading.tables.graded import graded_table
from crf.reading.tables.people import subjects_table, visits_table
from crf.reading.tables.records import filled
from crf.reading.tables.said import findings_table, marks_table, queries_table
from crf.study.structure import fingerprints


def casebook_tables(as_of: AsOf, uid: str | None = None) -> tuple[Table, ...]:
    """Every table: the answers by form, the subjects and visits, what was said of them, the journal, the codebook.

    With `uid` of that subject alone, without the forms and acts of the site.
    """
    uids = as_of.subjects() if uid is None else (uid,)
    entries = {one: as_of.entries(one) for one in (*(("",) if uid is None else ()), *uids)}
    forms = [one for of, found in entries.items() for one in filled(as_of, of, found)]
    acts = [act for act in as_of.acts if uid is None or act.subject == uid]
    return (
        *form_tables(as_of.study, forms),
        subjects_table(as_of, uids, entries),
        visits_table(as_of, uids),
        findings_table(as_of, forms),
        graded_table(forms),
        queries_table(as_of, entries),
        marks_table(as_of, entries),
        audit_table(as_of, entries, acts),
        codebook(as_of.study),
        code_lists(as_of.study, as_of.earlier),
    )


def casebook_facts(as_of: AsOf, uid: str | None = None) -> Mapping[str, object]:
    """Which casebook, study and state the tables are of; nothing in it hangs on who asks, or when."""
    study, head = as_of.study, as_of.head
    prints = fingerprints(study)
    return {
        "casebook": as_of.reader.file.uid,
        "site": as_of.reader.site,
        "study": study.id,
        "title": study.title,
        "definition": study.version,
        "protocol": study.protocol,
        "fingerprint": prints.meaning,
        "fingerprint_texts": prints.texts,
        "definitions": [{"version": row.version, "fingerprint": row.fingerprint} for row in as_of.builds],
        "subject": as_of.data(uid).label if uid else "",
        "as_of": as_of.instant.isoformat(timespec="seconds"),
        "head": {"origin": head.origin, "n": head.n, "digest": head.digest},
        "program": f"Casebook {VERSION}",
    }
