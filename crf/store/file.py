"""One open casebook file: made, opened, read, written, and what is typed but not saved."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType

from crf.forms.record import Finding, Place, Record, SubjectData
from crf.store import cache as cached
from crf.store import opening, paths
from crf.store.acts import (
    Act,
    BuildRow,
    Cache,
    DraftRow,
    Entry,
    FormState,
    Head,
    NewAct,
    NewEntry,
    Person,
    Stream,
    SubjectRow,
)
from crf.store.drafts import Drafts
from crf.store.engine import PATIENCE, Connection, connect, one, told, transaction
from crf.store.journal import Journal
from crf.store.reader import Reader

DRAFT_PATIENCE = 20
"""Milliseconds a keystroke may wait for another window; then the draft waits in memory."""


class CasebookFile:
    """One open file, for one thread; as a context manager it closes itself.

    Every method raises `FileFault` where the world refuses (disk full, file held, moved, damaged, no permission); then
    nothing of what was asked is written and the object goes on working.
    """

    def __init__(
        self, path: Path, connection: Connection, workstation: str, token: Callable[[], str], read_only: bool
    ) -> None:
        """Over a connection that is open; use `create` or `open`."""
        self.path = path = path.absolute()
        """Where it stands, whatever becomes of the folder the program was started in."""
        self.read_only = read_only
        self._connection = connection
        self._reader = Reader(connection, workstation)
        self.settings: Mapping[str, str] = self._reader.settings()
        """Site, time zone and uid, settled when the file was made."""
        if "uid" not in self.settings:
            raise paths.fault("store.damaged", path)
        self.uid = self.settings["uid"]
        self._journal = Journal(connection, workstation, self.settings, token)
        opened = paths.identity(path)
        self._check_stands = partial(paths.check_stands, path, opened)
        self._drafts = Drafts(path, self._second, self._check_stands)
        self._own_acts = 0

    def _second(self) -> Connection:
        """The connection for drafts: it doesn't wait for the disk, and hardly for another window."""
        if self.read_only:
            return opening.open_connection(self.path, read_only=True)
        return connect(self.path, "rw", durable=False, patience=DRAFT_PATIENCE)

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        build: BuildRow,
        site: str,
        timezone: str,
        act: NewAct,
        workstation: str,
        token: Callable[[], str],
    ) -> CasebookFile:
        """Make a casebook and open it. Raises `FileFault` where the path is taken or its folder can't hold one.

        `act` is the first of the journal (verb "create"); `token` gives a fresh 128-bit uid in hexadecimal.
        """
        settings = {"site": site, "timezone": timezone, "uid": token()}
        opening.make(path, settings, build, act, workstation, token)
        return cls.open(path, workstation=workstation, token=token)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        workstation: str,
        token: Callable[[], str],
        read_only: bool = False,
        patience: int = PATIENCE,
    ) -> CasebookFile:
        """Open a casebook. `read_only` also opens one that can't be written; `patience` is in ms, for a held file.

        Raises `FileFault`: missing, a folder, no casebook, of a newer program, damaged, no permission, network share.
        """
        connection = opening.open_connection(path, read_only=read_only, patience=patience)
        try:
            with told(path):
                return cls(path, connection, workstation, token, read_only)
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        """Write drafts that wait, then close. Where they can't be written: `FileFault`, and the file stays open.

        A file that was moved takes along what was saved: the engine would leave that in the log beside the old name.
        """
        if not self.read_only and paths.identity(self.path) is None:
            with told(self.path):
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if not self.flush_drafts():
            raise paths.fault("store.locked", self.path)
        self._drafts.close()
        self._connection.close()

    def __enter__(self) -> CasebookFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Writing

    def commit(
        self,
        act: NewAct,
        entries: Sequence[NewEntry],
        cache: Cache | None = None,
        *,
        new_subject: tuple[str, str] | None = None,
        new_build: BuildRow | None = None,
    ) -> Act:
        """Write one act with its entries in one transaction, and drop the actor's drafts of what it saves.

        `new_subject` is (uid, number) of a subject enrolled by this act; `new_build` an amendment in force from this
        act on. Raises `Conflict` where an entry's `was` isn't the present head of its item, or the number is in use.
        """
        if self.read_only:
            raise paths.fault("store.opened_read_only", self.path)
        self._check_stands()
        with told(self.path), transaction(self._connection):
            written = self._journal.write(act, entries, cache, new_subject, new_build)
        self._own_acts += 1
        self._drafts.saved(act.person, act.subject, ((new.place, new.line, new.item) for new in entries))
        return written

    # Reading

    def build(self) -> BuildRow:
        """The study definition in force."""
        return self.builds()[-1]

    def builds(self) -> list[BuildRow]:
        """All study definitions, oldest first."""
        with told(self.path):
            return self._reader.builds()

    def subjects(self) -> list[SubjectRow]:
        """All subjects in the order they were enrolled, with the number in force."""
        with told(self.path):
            return self._reader.subjects()

    def subject(self, uid: str) -> SubjectRow:
        """One subject; an unknown uid is a bug: KeyError."""
        with told(self.path):
            found = self._reader.subjects(uid)
        if not found:
            raise KeyError(uid)
        return found[0]

    def data(self, subject: str, upto: Head | int | None = None) -> SubjectData:
        """All values of a subject (uid; empty: site and study scope), in force or as of an act (its id, or a head)."""
        with told(self.path):
            return self._reader.data(subject, upto)

    def record(self, subject: str, place: Place, upto: Head | int | None = None) -> Record:
        """What stands in one form, in force or as of an act."""
        with told(self.path):
            return self._reader.record(subject, place, upto)

    def heads(self, subject: str, place: Place) -> dict[tuple[int, str], int]:
        """The id of the entry in force by line and item: what `NewEntry.was` has to name."""
        with told(self.path):
            return self._reader.heads(subject, place)

    def labels_ever(self) -> set[str]:
        """Every subject number ever used, those corrected since among them."""
        with told(self.path):
            return self._reader.numbers_ever()

    def history(self, subject: str, place: Place, line: int | None = None, item: str | None = None) -> list[Entry]:
        """Every entry of a place, oldest first; of one line or item where asked."""
        with told(self.path):
            return self._reader.history(subject, place, line, item)

    def histories(self, subject: str) -> dict[Place, list[Entry]]:
        """Every entry of every place of a subject, oldest first."""
        with told(self.path):
            return self._reader.histories(subject)

    def place_order(self, subject: str) -> dict[Place, int]:
        """The first entry of each of a subject's places: rows of a log are numbered by it."""
        with told(self.path):
            return self._reader.place_order(subject)

    def entered(self, subject: str, forms: Collection[str]) -> dict[tuple[Place, str], datetime]:
        """When what stands of some forms was entered first (UTC): by place and item, the whole record under ""."""
        with told(self.path):
            return self._reader.entered(subject, forms)

    def last_acts(self, subject: str) -> dict[Place, Act]:
        """The last act by which a person wrote into each of a subject's places."""
        with told(self.path):
            return self._reader.last_acts(subject)

    def asked(self) -> list[tuple[str, Place, str]]:
        """Where every query that isn't voided stands, by subject uid, and its state."""
        with told(self.path):
            return self._reader.asked()

    def mark_acts(self, subject: str) -> dict[tuple[Place, int, str], Act]:
        """The acts by which what stands of a subject was verified, signed and locked, by place, line and mark."""
        with told(self.path):
            return self._reader.mark_acts(subject)

    def acts(self, subject: str | None = None, stream: Stream = "record", limit: int | None = None) -> list[Act]:
        """Acts of all workstations, oldest first; of one subject ("": of none) where asked; only the last `limit`."""
        with told(self.path):
            return self._reader.acts(subject, stream, limit)

    def act_at(self, when: datetime) -> int:
        """The id of the last act done until a time, 0 before the first: for `upto`."""
        with told(self.path):
            return self._reader.act_at(when)

    def states(self, subject: str | None = None) -> dict[str, tuple[FormState, ...]]:
        """The cached status of every form by subject uid."""
        with told(self.path):
            return cached.states(self._connection, subject)

    def findings(self, subject: str | None = None) -> list[tuple[str, Place, Finding]]:
        """What the checks said last, with the subject uid and the place."""
        with told(self.path):
            return cached.findings(self._connection, subject)

    def visits(self, subject: str) -> dict[tuple[str, str], str]:
        """The earliest ISO date of each event (id, key) of a subject, as the cache knows it."""
        with told(self.path):
            return self._reader.visits(subject)

    def head(self, stream: Stream = "record") -> Head:
        """The end of this workstation's chain; where it wrote nothing yet, of the workstation that wrote last."""
        with told(self.path):
            return self._reader.head(stream)

    def act_count(self) -> int:
        """How many acts the file holds, of both streams."""
        with told(self.path):
            return int(one(self._connection, "SELECT count(*) FROM act"))

    def entry_count(self) -> int:
        """How many entries the file holds."""
        with told(self.path):
            return int(one(self._connection, "SELECT count(*) FROM entry"))

    def people(self) -> list[Person]:
        """Everyone who ever did an act here, in the order of their first."""
        with told(self.path):
            return self._reader.people()

    def keyboard(self) -> Person | None:
        """Who identified herself last on this workstation (verb `IDENTIFY`, either stream)."""
        with told(self.path):
            return self._reader.keyboard()

    def changed(self) -> int:
        """A number that moves when another window or program commits an act, and stays for acts of this one."""
        with told(self.path):
            return int(one(self._connection, "SELECT max(act) FROM act") or 0) - self._own_acts

    # Drafts

    def keep_draft(self, draft: DraftRow) -> None:
        """Keep what is typed; where another window holds the file it waits in memory and is written later."""
        if self.read_only:
            raise paths.fault("store.opened_read_only", self.path)
        self._drafts.keep(draft)

    def drop_drafts(
        self, person: Person, subject: str, place: Place, where: Iterable[tuple[int, str]] | None = None
    ) -> None:
        """Forget a person's drafts at a place: all, or those at some lines and items."""
        self._drafts.drop(person, subject, place, where)

    def drafts(self, person: Person, subject: str | None = None, place: Place | None = None) -> list[DraftRow]:
        """A person's drafts in the order of typing; of one subject or place where asked."""
        return self._drafts.of(person, subject, place)

    def flush_drafts(self) -> bool:
        """Try to write drafts that wait; says whether none waits any more."""
        return self._drafts.flush()
