"""Exporting a casebook's data as files into a folder, whole or not at all; that it was done is noted as access."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from shutil import rmtree

from attrs import evolve, frozen

from crf.actions.print_files import upto_of
from crf.actions.session import Session, identify, open_casebook
from crf.exchange.tables.as_csv import formulas
from crf.exchange.tables.parcel import File, known_format, pack
from crf.faults import FileFault, refuse
from crf.reading.as_of import AsOf
from crf.reading.tables.casebook import casebook_facts, casebook_tables
from crf.text import message

CSV = "csv"


@frozen
class Exported:
    """What was exported: the folder, its files in the order written, how many subjects.

    `formulas` is how many texts a spreadsheet that opens the files by a double click could take for a formula.
    """

    path: Path
    files: tuple[Path, ...]
    subjects: int
    formulas: int


def export_data(
    session: Session, folder: Path, format: str = CSV, *, uid: str | None = None, upto: int | None = None
) -> Exported:
    """Export the casebook, or one subject, in force or as of an act, into a folder that is new or empty.

    Refused for a format that isn't there, or before the first act; FileFault where the folder holds something or can't
    be written: then nothing is left there.
    """
    known = known_format(format)
    _free(folder)
    as_of = AsOf(session.reader, upto)
    tables = casebook_tables(as_of, uid)
    files = pack(tables, casebook_facts(as_of, uid), known)
    put_files(folder, files)
    note_export(session, uid or "", known)
    subjects = 1 if uid else len(as_of.subjects())
    return Exported(folder, tuple(folder / one.name for one in files), subjects, sum(map(formulas, tables)))


def export_files(
    file: Path, out: Path, format: str = CSV, subject: str | None = None, as_of: str | None = None, user: str = ""
) -> Exported:
    """The same for a closed casebook. Refused also where the subject isn't known, or the time can't be read."""
    known_format(format)
    _free(out)
    session = open_casebook(file)
    try:
        upto = upto_of(session, as_of)
        uid = _subject(session, subject, upto, as_of or "") if subject else None
        if session.person is None and not session.read_only:
            identify(session, user or "command line", "data")
        return export_data(session, out, format, uid=uid, upto=upto)
    finally:
        session.close()


def folder_name(session: Session, format: str = CSV) -> str:
    """A name for the folder that says what is in it: the casebook, the format, the state; the same for the same one."""
    as_of = AsOf(session.reader)
    return f"{session.path.stem}-{format}-{as_of.instant:%Y-%m-%d-%H%M}-{as_of.head.digest[:8]}"


def _subject(session: Session, number: str, upto: int | None, as_of: str) -> str:
    """The uid of a subject by the number she has or had then; Refused where there is none, or wasn't yet."""
    then, wanted = AsOf(session.reader, upto), number.strip().casefold()
    enrolled = then.subjects()
    for uid in enrolled:
        if then.data(uid).label.casefold() == wanted:
            return uid
    found = next((row.uid for row in session.reader.subjects() if row.label.casefold() == wanted), None)
    if found is None:
        raise refuse("print.subject", subject=number)
    if found not in enrolled:
        raise refuse("print.asof.one", subject=number, text=as_of)
    return found


def put_files(folder: Path, files: Sequence[File]) -> None:
    """Write all files beside the folder, then give them its name: a fault leaves nothing of them there."""
    part = None
    try:
        part = _beside(folder)
        for one in files:
            path = part / one.name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(one.data)
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    except OSError as error:
        if part is not None:
            with suppress(OSError):
                rmtree(part)
        raise FileFault(
            message("export.full" if error.errno == errno.ENOSPC else "print.file", path=folder, why=error.strerror)
        ) from None


def _beside(folder: Path) -> Path:
    """A new folder beside one, with a name of its own: one that an export left half written is never gone on with."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    return next(_made(folder))


def _made(folder: Path) -> Iterator[Path]:
    for n in count(1):
        part = folder.with_name(f"{folder.name}.part{n}")
        with suppress(FileExistsError):
            part.mkdir()
            yield part


def _free(folder: Path) -> None:
    """Refuse a folder that holds something, before anything is read: files of two exports never stand side by side."""
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise FileFault(message("export.there", path=folder))
    except OSError as error:
        raise FileFault(message("print.file", path=folder, why=error.strerror)) from None


def note_export(session: Session, subject: str, detail: str) -> None:
    """Who exported what goes into the access stream, so that an export doesn't change the next one."""
    if session.read_only or session.person is None:
        return
    session.file.commit(evolve(session.act("export", subject, detail=detail), stream="access"), ())
