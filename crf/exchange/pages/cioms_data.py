"""What a CIOMS I form says, box by box, as text; no drawing here."""

from __future__ import annotations

from attrs import frozen

from crf.exchange.pages.sheets import RunHead, Stamp


@frozen
class Suspect:
    """A suspect drug as boxes 14 to 19 name it; each drug has the same number in each box."""

    name: str
    dose: str
    route: str
    indication: str
    therapy: str
    duration: str


@frozen
class Cioms:
    """One report of one event. Texts are as printed; empty is left empty, for the sponsor or because nobody knows.

    No name, no initials, no day of birth: the subject is her number and her age.
    """

    head: RunHead
    stamp: Stamp
    country: str
    age: str
    sex: str
    onset: tuple[str, str, str]  # day, month, year as far as known
    reaction: str
    criteria: tuple[tuple[str, bool], ...]
    suspects: tuple[Suspect, ...]
    dechallenge: str  # Y, N, NA or empty
    rechallenge: str
    concomitant: tuple[str, ...]
    history: tuple[str, ...]
    case: str  # the sponsor's number
    sent: str
    initial: bool
    report: str  # follow-up no. 2
    remarks: tuple[str, ...]
    void: str = ""
