"""Exporting a casebook's data as files into a folder, whole or not at all; that it was done is noted as access."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
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
    be written, or the casebook can't note it: then nothing is left there.
    """
    known = known_format(format)
    _free(folder)
    as_of = AsOf(session.reader, upto)
    tables = casebook_tables(as_of, uid)
    files = pack(tables, casebook_facts(as_of, uid), known)
    put_files(folder, files, partial(note_export, session, uid or "", known))
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


def put_files(folder: Path, files: Sequence[File], note: Callable[[], None]) -> None:
    """Write all files apart, give them their place, and note it: a fault leaves nothing of them, the folder as it was.

    A folder that is there is filled, never replaced: it may be a stick, a link, or where a person stands.
    """
    made: list[Path] = []
    try:
        with _taken_away(made):
            part = _apart(folder)
            made.append(part)
            for one in files:
                path = part / one.name
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(one.data)
            if part.parent == folder:
                _fill(folder, part, made)
            else:
                made.append(part.rename(folder))
            note()
    except OSError as error:
        raise FileFault(
            message("export.full" if error.errno == errno.ENOSPC else "print.file", path=folder, why=error.strerror)
        ) from None


@contextmanager
def _taken_away(made: Sequence[Path]) -> Iterator[None]:
    """What was made meanwhile goes again where the rest can't be done, or a person stops it."""
    try:
        yield
    except BaseException:
        for one in made:
            with suppress(OSError):
                rmtree(one) if one.is_dir() else one.unlink(missing_ok=True)
        raise


def _apart(folder: Path) -> Path:
    """A new folder in one that is there, else beside it; what an export left half written isn't gone on with."""
    known = folder.is_dir()
    if not known:
        folder.parent.mkdir(parents=True, exist_ok=True)
    return next(_made(folder / "export" if known else folder))


def _made(beside: Path) -> Iterator[Path]:
    for n in count(1):
        part = beside.with_name(f"{beside.name}.part{n}")
        with suppress(FileExistsError):
            part.mkdir()
            yield part


def _fill(folder: Path, part: Path, made: list[Path]) -> None:
    """What stands in a part goes up into its folder, where nothing else may have come meanwhile."""
    if [*folder.iterdir()] != [part]:
        raise FileFault(message("export.there", path=folder))
    for one in sorted(part.iterdir()):
        made.append(one.rename(folder / one.name))
    part.rmdir()


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
