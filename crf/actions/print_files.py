"""Printing a casebook to files: one PDF for each subject, or one of blank forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from crf.actions.printing import Paper, print_blank, print_pdf, print_sources
from crf.actions.session import Session, find_study, identify, open_casebook
from crf.faults import Refused, refuse
from crf.reading.sheets import Wanted
from crf.store.acts import SubjectRow


def print_files(
    file: Path,
    out: Path,
    subject: str | None = None,
    event: str | None = None,
    form: str | None = None,
    as_of: str | None = None,
    blank: bool = False,
    paper: Paper = "A4",
    user: str = "",
) -> Iterator[Path]:
    """Print what is asked into a folder; yields each file as it is written.

    Refused where the subject, the visit or the form isn't known, or the time can't be read.
    """
    session = open_casebook(file)
    try:
        _known(session, event, form)
        if blank:
            yield print_blank_study(session, out, event, form, paper)
            return
        if session.person is None and not session.read_only:
            identify(session, user or "command line", "data")
        upto = upto_of(session, as_of)
        for row in _enrolled(session, _subjects(session, subject), upto, as_of or ""):
            path = out / _name(row.label, event, form)
            try:
                print_pdf(session, path, subject=row.uid, event=event, form=form, upto=upto, paper=paper)
            except Refused:
                # One of many subjects without this visit is no reason to stop; the one asked for is.
                if subject:
                    raise
                continue
            yield path
    finally:
        session.close()


def print_source_list(file: Path, out: Path, paper: Paper) -> Path:
    """The source data list of a casebook's site."""
    session = open_casebook(file)
    try:
        path = out / _name(f"{session.study.id}-sources", None, None)
        print_sources(session, path, paper)
        return path
    finally:
        session.close()


def print_blank_study(session: Session, out: Path, event: str | None, form: str | None, paper: Paper) -> Path:
    """Blank forms of the casebook's own definition."""
    path = out / _name(f"{session.study.id}-blank", event, form)
    print_blank(session.study, path, Wanted(event or "", form or ""), session.now(), paper)
    return path


def print_blank_file(study: str, out: Path, event: str | None, form: str | None, paper: Paper, now: datetime) -> Path:
    """Blank forms of a study that has no casebook yet."""
    definition = find_study(study)
    path = out / _name(f"{definition.id}-blank", event, form)
    print_blank(definition, path, Wanted(event or "", form or ""), now, paper)
    return path


def _name(head: str, event: str | None, form: str | None) -> str:
    """A file name of the subject's number and what was asked, without what a file system can't hold."""
    return re.sub(r"[^\w.-]+", "_", "-".join(one for one in (head, event, form) if one)) + ".pdf"


def _known(session: Session, event: str | None, form: str | None) -> None:
    events = [one.id for one in session.study.events]
    forms = [one.id for one in session.study.forms]
    if event and event not in events:
        raise refuse("print.event", event=event, known=", ".join(events))
    if form and form not in forms:
        raise refuse("print.form", form=form, known=", ".join(forms))


def _subjects(session: Session, subject: str | None) -> list[SubjectRow]:
    rows = session.reader.subjects()
    if not subject:
        if not rows:
            raise refuse("print.nobody")
        return rows
    found = [row for row in rows if row.label.casefold() == subject.strip().casefold()]
    if not found:
        raise refuse("print.subject", subject=subject)
    return found


def _enrolled(session: Session, rows: list[SubjectRow], upto: int | None, as_of: str) -> list[SubjectRow]:
    """The subjects that were there at a time; Refused where none was: else nobody passes for an empty record."""
    if upto is None:
        return rows
    then = [row for row in rows if session.file.acts(row.uid)[0].id <= upto]
    if not then:
        one = "print.asof.one" if len(rows) == 1 else "print.asof.none"
        raise refuse(one, subject=rows[0].label, text=as_of)
    return then


def upto_of(session: Session, as_of: str | None) -> int | None:
    """The last act at or before a local time; a date alone means the end of that day."""
    if not as_of:
        return None
    try:
        text = as_of if len(as_of) > 10 else f"{as_of}T23:59:59.999999"
        at = datetime.fromisoformat(text)
    except ValueError:
        raise refuse("print.asof", text=as_of) from None
    local = at if at.tzinfo else at.replace(tzinfo=session.now().tzinfo)
    return session.file.act_at(local)
