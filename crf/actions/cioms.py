"""Printing a report of a serious event in the boxes of the CIOMS I form; that it was printed is noted as access."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from crf.actions.printing import Paper, Printed, note_print, wanted_of, written
from crf.actions.session import Session, identify, open_casebook
from crf.faults import refuse
from crf.forms.record import Place
from crf.reading.cioms import FORM, cioms_of
from crf.reading.log import rows_of


def print_cioms_pdf(
    session: Session, target: Path | BinaryIO, uid: str, place: Place, paper: Paper = "A4", shown: bool = False
) -> Printed:
    """Print one saved report; `shown` as in `print_pdf`. Raises Refused for what is no report, FileFault for a file."""
    report = cioms_of(session.reader, uid, place)
    from crf.exchange.pages.cioms import print_cioms

    buffer = io.BytesIO()
    printed = written(buffer, target, print_cioms(report, buffer, paper))
    if not shown:
        note_print(session, uid, wanted_of(place, None, None))
    return printed


def print_cioms_files(
    file: Path, out: Path, subject: str | None = None, paper: Paper = "A4", user: str = ""
) -> Iterator[Path]:
    """Print every report of a casebook, or of one subject, into a folder; yields each file as it is written.

    Refused where the subject isn't known, or there is no report.
    """
    session = open_casebook(file)
    try:
        if session.person is None and not session.read_only:
            identify(session, user or "command line", "data")
        rows = [row for row in session.reader.subjects() if not subject or row.label.casefold() == subject.casefold()]
        if not rows:
            raise refuse("print.subject", subject=subject or "")
        found = [(row, n, place) for row in rows for n, place in enumerate(reports(session, row.uid), 1)]
        if not found:
            raise refuse("cioms.none")
        for row, number, place in found:
            path = out / (re.sub(r"[^\w.-]+", "_", f"{row.label}-CIOMS-{number}") + ".pdf")
            print_cioms_pdf(session, path, row.uid, place, paper)
            yield path
    finally:
        session.close()


def reports(session: Session, uid: str) -> list[Place]:
    """The saved reports of a subject in the order of their rows."""
    if not session.study.has_form(FORM):
        return []
    return [place for place in rows_of(session.reader, uid, FORM) if session.reader.data(uid).at(place).started]
