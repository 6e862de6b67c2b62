"""Loading NCI's workbook of CTCAE into a casebook: definitions for v5.0, or a whole later version beside it."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TextIO

from attrs import evolve, frozen

from crf.actions.calculate import ctcae_table
from crf.actions.commit import Change, commit
from crf.actions.session import Clock, Session, identify, open_casebook
from crf.ctcae.comparing import compare
from crf.ctcae.sheets import read_sheets
from crf.ctcae.terms import VERSION, Dictionary, shipped
from crf.ctcae.versions import to_json
from crf.exchange.workbook import read_workbook
from crf.faults import refuse
from crf.forms.record import Answer
from crf.reading.dictionaries import PLACE, item_of, kept
from crf.text import say, tell


@frozen
class Loaded:
    """What a workbook gave: its version, how many terms and definitions, what of it differs and wasn't taken."""

    version: str
    terms: int
    definitions: int
    differences: tuple[str, ...]
    digest: str

    @property
    def summary(self) -> str:
        """One sentence of what was taken."""
        id = "ctcae.loaded.definitions" if self.version == VERSION else "ctcae.loaded.version"
        return say(id, version=self.version, terms=self.terms, definitions=self.definitions)


def load_dictionary(session: Session, workbook: Path) -> Loaded:
    """Take NCI's workbook into the casebook, where it travels with the file, sealed in the act.

    Of v5.0 only the definitions are taken, for terms that are known; every other text that differs is told, none is
    taken. Another version is kept whole beside v5.0; what was coded stays as it was coded. Raises FileFault where the
    file is no such workbook; refused where the version stands in the casebook already.
    """
    found = read_sheets(read_workbook(workbook), workbook.name)
    first = found.version == VERSION
    differences = tuple(tell(one.told) for one in compare(shipped(), found)) if first else ()
    taken = _definitions(found) if first else found
    if first and not taken.defined:
        raise refuse("ctcae.loaded.nothing", file=workbook.name)
    text = to_json(taken)
    before = kept(session.reader).get(found.version)
    if before is not None:
        raise refuse("ctcae.loaded.same" if before == text else "ctcae.loaded.other", version=found.version)
    digest = sha256(text.encode()).hexdigest()
    change = Change(PLACE, 0, item_of(found.version), Answer(text))
    commit(session, "dictionary", "", [change], detail=f"CTCAE {found.version}, SHA-256 {digest}")
    session.take_up_dictionaries()
    said = sum(bool(term.definition) for term in taken.terms)
    return Loaded(found.version, len(found.terms), said, differences, digest)


def load_into(file: Path, workbook: Path, clock: Clock, name: str = "", role: str = "") -> Iterator[str]:
    """The same for a casebook file, by who sat at it last or by the person named; gives in lines what was taken."""
    session = open_casebook(file, clock)
    try:
        if name:
            identify(session, name, role)
        loaded = load_dictionary(session, workbook)
    finally:
        session.close()
    yield loaded.summary
    yield from loaded.differences


def print_table(target: TextIO, file: Path | None, find: str | None, version: str | None) -> None:
    """The dictionary that ships as CSV, or a version a casebook carries (unless told, the one its study codes in)."""
    if file is None:
        ctcae_table(target, find, version or VERSION)
        return
    session = open_casebook(file)
    try:
        ctcae_table(target, find, version or session.study.ctcae)
    finally:
        session.close()


def _definitions(found: Dictionary) -> Dictionary:
    """The definitions alone, of terms that are known: nothing else of the table is kept."""
    known = (term for term in found.terms if shipped().by_code(term.code) is not None)
    bare = (evolve(term, soc="", term="", grades=(None,) * 5, note="") for term in known)
    return Dictionary(tuple(bare), found.version)
