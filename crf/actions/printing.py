"""Printing: a form, a visit or a subject's whole set as PDF; that it was printed stands in the access journal."""

from __future__ import annotations

import errno
import gc
import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Literal

from attrs import evolve, frozen

from crf.actions.session import Session
from crf.faults import FileFault, refuse
from crf.forms.record import Place
from crf.reading.sheets import Wanted, blank_sheets, blank_stamp, subject_sheets, subject_stamp
from crf.reading.sources import source_sheet
from crf.study.model import Study
from crf.text import message

Paper = Literal["A4", "Letter"]


@frozen
class Printed:
    """What was printed: how many pages, and where (None when written to memory)."""

    pages: int
    path: Path | None


def print_pdf(
    session: Session,
    target: Path | BinaryIO,
    *,
    subject: str | None = None,
    place: Place | None = None,
    event: str | None = None,
    form: str | None = None,
    blank: bool = False,
    upto: int | None = None,
    paper: Paper = "A4",
    shown: bool = False,
) -> Printed:
    """Print a subject's record (all of it, one visit, one form), or blank forms of the study.

    `shown` means that the pages are only looked at in the window: then no access is noted until they leave it.
    Raises Refused where nothing fits what was asked, FileFault where the file can't be written.
    """
    wanted = wanted_of(place, event, form)
    if blank or subject is None:
        return print_blank(session.study, target, wanted, session.now(), paper)
    from crf.exchange.pages.draw import print_sheets

    buffer = io.BytesIO()
    with uncollected():
        sheets = subject_sheets(session.reader, subject, wanted, upto)
        if not sheets:
            raise refuse("print.nothing")
        pages = print_sheets(sheets, subject_stamp(session.reader, subject, upto), buffer, paper).pages
    printed = written(buffer, target, pages)
    if not shown:
        note_print(session, subject, wanted)
    return printed


@contextmanager
def uncollected() -> Iterator[None]:
    """Without Python's collector, which would look through all of a set again and again; its cycles wait so long."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def print_blank(study: Study, target: Path | BinaryIO, wanted: Wanted, now: datetime, paper: Paper = "A4") -> Printed:
    """Print blank forms of a study; Refused where none fits."""
    from crf.exchange.pages.draw import print_sheets

    sheets = blank_sheets(study, wanted, now)
    if not sheets:
        raise refuse("print.nothing")
    buffer = io.BytesIO()
    pages = print_sheets(sheets, blank_stamp(study), buffer, paper).pages
    return written(buffer, target, pages)


def print_sources(session: Session, target: Path | BinaryIO, paper: Paper = "A4") -> Printed:
    """Print the source data list: where each item's source data is at this site."""
    from crf.exchange.pages.draw import print_sheets

    buffer = io.BytesIO()
    pages = print_sheets([source_sheet(session.reader)], subject_stamp(session.reader, ""), buffer, paper).pages
    return written(buffer, target, pages)


def wanted_of(place: Place | None, event: str | None, form: str | None) -> Wanted:
    if place is not None:
        return Wanted(place.event, place.form, place.event_key, place.form_key or None)
    return Wanted(event or "", form or "")


def written(buffer: io.BytesIO, target: Path | BinaryIO, pages: int) -> Printed:
    """The pages put where they belong, whole or not at all."""
    if not isinstance(target, Path):
        target.write(buffer.getvalue())
        return Printed(pages, None)
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(buffer.getvalue())
        part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise FileFault(
            message("print.full" if error.errno == errno.ENOSPC else "print.file", path=target, why=error.strerror)
        ) from None
    return Printed(pages, target)


def note_print(session: Session, subject: str, wanted: Wanted) -> None:
    """Who printed what goes into the access stream, so that printing doesn't change the next print."""
    if session.read_only or session.person is None:
        return
    what = ".".join(one for one in (wanted.event, wanted.form) if one) or "all"
    session.file.commit(evolve(session.act("print", subject, detail=what), stream="access"), ())
