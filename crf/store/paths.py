"""Whether a path can hold a casebook, told before the engine touches it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from crf.faults import FileFault
from crf.store.network import file_system, is_network
from crf.text import message


def fault(id: str, path: Path, /, **values: object) -> FileFault:
    """A fault about a file by message id."""
    return FileFault(message(id, path=path, **values))


def check_new(path: Path) -> None:
    """Raise `FileFault` where no new casebook can be made: the path is taken, or the folder missing, shut or remote."""
    if path.exists() or path.is_symlink():
        raise fault("store.exists", path)
    folder = path.absolute().parent
    if not folder.is_dir():
        raise fault("store.no_folder", path, folder=folder)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise fault("store.folder_no_writing", path, folder=folder)
    _check_local(path)


def check_existing(path: Path, *, read_only: bool = False) -> None:
    """Raise `FileFault` where no casebook can be opened at a path, or not be written while `read_only` is false.

    The file is never opened here: closing it again would drop the locks (POSIX) that this process holds on it through
    the engine, and another window would then take the log away. Whether it is a casebook, the engine says.
    """
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except FileNotFoundError as error:
        raise fault("store.missing", path) from error
    except OSError as error:
        raise fault("store.cannot_open", path) from error
    if is_folder:
        raise fault("store.is_folder", path)
    if not os.access(path, os.R_OK):
        raise fault("store.no_reading", path)
    if read_only:
        return
    if not os.access(path, os.W_OK):
        raise fault("store.no_writing", path)
    if not folder_open(path):
        raise fault("store.folder_no_writing", path, folder=path.absolute().parent)
    _check_local(path)


def folder_open(path: Path) -> bool:
    """Whether files can be made beside a path."""
    return os.access(path.absolute().parent, os.W_OK | os.X_OK)


def can_write(path: Path) -> bool:
    """Whether a file can be written and its log made beside it."""
    return os.access(path, os.W_OK) and folder_open(path)


def is_sealed(path: Path) -> bool:
    """Whether a file lies where nothing can be made beside it and no log waits: it can't change while it is read."""
    return not folder_open(path) and not path.with_name(path.name + "-wal").exists()


Identity = tuple[int, int]
"""Which file stands at a path: its device and its number there, 0 where the system doesn't tell."""


def identity(path: Path) -> Identity | None:
    """Which file stands at a path; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def check_stands(path: Path, opened: Identity | None) -> None:
    """Raise `FileFault` where the file that was opened stands at its path no more.

    A system that lets an open file be moved or deleted lets it be written too: what is saved then lies in a file that
    nobody finds, its log beside a name that is gone. Windows doesn't; while another program looks into the file it
    may not tell its number, either.
    """
    now = identity(path)
    if opened is None or now is None or (now != opened and all((now[1], opened[1]))):
        raise fault("store.moved", path)


def put_in_place(made: Path, path: Path) -> None:
    """Give a finished file its name; its former one is for the caller to take away.

    Never over another file: raises `FileFault` where the name was taken meanwhile.
    """
    try:
        try:
            path.hardlink_to(made)
        except FileExistsError:
            raise
        except OSError:  # a stick formatted FAT has no links: rename, and look first
            if path.exists():
                raise FileExistsError(path) from None
            made.rename(path)
    except FileExistsError as error:
        raise fault("store.exists", path) from error
    _sync_folder(path.absolute().parent)


def _sync_folder(folder: Path) -> None:
    """Make a new name in a folder durable; Windows does so by itself."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _check_local(path: Path) -> None:
    """Refuse a network share."""
    if is_network(file_system(path.absolute().parent)):
        raise fault("store.network", path)
