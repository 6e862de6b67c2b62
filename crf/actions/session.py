"""Work with one casebook: opening and making it, who sits at the keyboard, what time it is."""

from __future__ import annotations

import platform
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from crf.clinical.faults import ClinicalFault
from crf.ctcae.versions import Shelf, put_up, take_down
from crf.faults import refuse
from crf.reading.dictionaries import kept
from crf.reading.reader import Reader
from crf.store.acts import IDENTIFY, BuildRow, NewAct, Person
from crf.store.file import CasebookFile
from crf.study.model import Study
from crf.study.structure import fingerprints, from_json, to_json
from crf.text import say

Clock = Callable[[], datetime]
Token = Callable[[], str]

LONGEST_REASON = 2000
"""Characters of a reason: what is longer belongs into a form."""

__all__ = ["LONGEST_REASON", "ROLES", "Person", "Session", "identify", "new_casebook", "open_casebook", "studies"]


def _utc() -> datetime:
    return datetime.now(UTC)


def _token() -> str:
    return secrets.token_hex(16)


class Session:
    """One open casebook with its definition, the person at the keyboard and the clock."""

    def __init__(self, file: CasebookFile, clock: Clock, token: Token) -> None:
        self.file = file
        self._shelf = Shelf({})
        self._seen = 0
        self.reload()
        self.site = self.reader.site
        self.path = file.path
        self._clock = clock
        self.token = token
        self._zone = ZoneInfo(self.reader.zone)

    def reload(self) -> None:
        """Take up the definition in force, after an amendment here or in another window."""
        self.study: Study = from_json(self.file.build().json)
        self.reader = Reader(self.file, self.study)
        self.take_up_dictionaries()

    def take_up_dictionaries(self) -> None:
        """Have the dictionaries at hand that the casebook carries, until it is closed."""
        take_down(self._shelf)
        self._shelf = put_up(kept(self.reader))

    @property
    def person(self) -> Person | None:
        """Who sits at the keyboard; None until somebody said so."""
        return self.reader.person

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written here."""
        return self.file.read_only

    def now(self) -> datetime:
        """The local time of the site, aware."""
        return self.local(self._clock())

    def local(self, at: datetime) -> datetime:
        """An instant as the clock at the site shows it."""
        return at.astimezone(self._zone)

    def act(self, verb: str, subject: str = "", reason: str = "", detail: str = "") -> NewAct:
        """An act of the person at the keyboard, now. Refused while nobody said who, and for an endless reason."""
        if self.person is None:
            raise refuse("session.nobody")
        if len(reason) > LONGEST_REASON:
            raise refuse("reason.long", most=LONGEST_REASON, length=len(reason))
        now = self.now()
        return NewAct(now.astimezone(UTC), offset_minutes(now), self.person, verb, subject, reason, detail)

    def changed(self) -> int:
        """A number that moves when another window wrote into the file; a dictionary it loaded is then at hand too."""
        now = self.file.changed()
        if now != self._seen:
            self._seen = now
            self.take_up_dictionaries()
        return now

    def close(self) -> None:
        """Close the file; drafts are kept."""
        self.file.flush_drafts()
        self.file.close()
        take_down(self._shelf)


def offset_minutes(now: datetime) -> int:
    """Minutes east of UTC of a local time."""
    offset = now.utcoffset()
    return round(offset.total_seconds() / 60) if offset else 0


ROLES: list[tuple[str, str]] = [
    (code, say(f"role.{code}")) for code in ("coordinator", "investigator", "nurse", "pharmacist", "monitor", "data")
]
"""Who may sit at the keyboard: code and words."""


def open_casebook(path: Path, clock: Clock = _utc, token: Token = _token) -> Session:
    """Open a casebook file; FileFault says in a sentence why it can't be."""
    return Session(CasebookFile.open(path, workstation=platform.node() or "workstation", token=token), clock, token)


def new_casebook(
    path: Path,
    study: str,
    site: str,
    person: Person,
    *,
    clock: Clock = _utc,
    token: Token = _token,
    timezone: str = "",
) -> Session:
    """Make a casebook of a study for a site and open it.

    `study` is the id of a shipped study or a folder with a definition; a definition with faults makes nothing.
    """
    definition = find_study(study)
    zone = checked_zone(timezone or definition.timezone)
    checked_person(person)
    if not site.strip():
        raise refuse("session.site")
    now = clock().astimezone(ZoneInfo(zone))
    act = NewAct(now.astimezone(UTC), offset_minutes(now), person, "create", detail=definition.id)
    file = CasebookFile.create(
        path,
        build=build_of(definition),
        site=site.strip(),
        timezone=zone,
        act=act,
        workstation=platform.node() or "workstation",
        token=token,
    )
    session = Session(file, clock, token)
    identify(session, person.name, person.role)
    return session


def build_of(study: Study) -> BuildRow:
    """A definition as a casebook file carries it; its fingerprint is that of its meaning."""
    return BuildRow(fingerprints(study).meaning, study.id, study.version, to_json(study))


def find_study(study: str) -> Study:
    """The shipped study of an id (case and outer blanks ignored), or the definition in a folder."""
    # Imported late: opening a casebook reads no TOML.
    from crf.study.reader import read, shipped

    wanted = study.strip()
    folder = Path(wanted)
    if folder.is_dir() and wanted:
        return read(folder)
    for version in shipped():
        found = read(version)
        if wanted.casefold() in (found.id.casefold(), version.parent.name.casefold()):
            return found
    raise refuse("session.study", study=study, known=", ".join(id for id, _, _ in studies()))


def checked_zone(zone: str) -> str:
    """The time zone where it is known."""
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError, ClinicalFault):
        raise refuse("session.zone", zone=zone) from None
    return zone


def checked_person(person: Person) -> None:
    """Refuse a person without a name or with a role nobody has."""
    if not person.name.strip():
        raise refuse("session.name")
    if person.role not in dict(ROLES):
        raise refuse("session.role", role=person.role, known=", ".join(dict(ROLES)))


def identify(session: Session, name: str, role: str) -> None:
    """Say who sits at the keyboard from now on; every act carries it."""
    person = Person(name.strip(), role)
    checked_person(person)
    session.reader.person = person
    session.file.commit(session.act(IDENTIFY), ())


def studies() -> list[tuple[str, str, str]]:
    """The studies that come with the program: id, title, version."""
    from crf.study.reader import read, shipped

    found = [read(folder) for folder in shipped()]
    return [(study.id, study.title, study.version) for study in found]
