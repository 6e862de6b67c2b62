"""How acts and entries are sealed: every field with its length before it, then SHA-256, each act over the one before.

Sealed bytes name uids and digests, never local row ids, so that they mean the same in every copy of a file. The first
field says what is sealed and in which version, so that an entry can never pass for an act.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256

from attrs import frozen

from crf.forms.record import Answer, Place


def packed(*fields: str | bytes) -> bytes:
    """Fields one after the other, each with its length in bytes (4 bytes, big-endian) before it; text as UTF-8."""
    parts = []
    for value in fields:
        raw = value if isinstance(value, bytes) else value.encode()
        parts.append(len(raw).to_bytes(4, "big"))
        parts.append(raw)
    return b"".join(parts)


def seal(*fields: str | bytes) -> bytes:
    """The SHA-256 digest of packed fields."""
    return sha256(packed(*fields)).digest()


def start_of_chain(settings: Mapping[str, str], uid: str, name: str, stream: str) -> bytes:
    """What the first act of an origin follows: the settings of the file, the workstation and the stream."""
    told = [text for name in sorted(settings) for text in (name, settings[name])]
    return seal("casebook origin 1", packed(*told), uid, name, stream)


def build_digest(fingerprint: str, study: str, version: str, json: str) -> bytes:
    """The digest of a study definition as it stands in the file; every act done under it seals it."""
    return seal("casebook build 1", fingerprint, study, version, json)


def place_uid(subject: str, place: Place) -> str:
    """The uid of a place: it follows from what it names, so that two copies that begin the same form mean one place."""
    return seal("casebook place 1", place_fields(subject, place)).hex()[:32]


def place_fields(subject: str, place: Place) -> bytes:
    """The packed names of a place; `subject` is a uid, empty for site and study."""
    return packed(subject, place.event, place.event_key, place.form, place.form_key)


def entry_prefix(origin: str, n: int) -> bytes:
    """What all entries of one act seal first."""
    return packed("casebook entry 1", origin, str(n))


def entry_digest(
    prefix: bytes, index: int, place: bytes, line: int, item: str, answer: Answer, was: bytes = b""
) -> bytes:
    """The digest of an entry; `prefix` from `entry_prefix`, `place` from `place_fields`, `was` of what it replaces."""
    rest = packed(str(line), item, answer.value, answer.missing, answer.note, answer.unit, was)
    return sha256(prefix + packed(str(index)) + place + rest).digest()


@frozen
class SealedAct:
    """The fields of an act that its digest covers, as they stand in the file; `at` is UTC in ISO form."""

    origin: str
    n: int
    at: str
    offset: int
    person: str
    role: str
    verb: str
    reason: str
    detail: str
    build: str
    build_digest: bytes
    subject: str


def act_digest(before: bytes, act: SealedAct, entries: Iterable[bytes]) -> bytes:
    """The digest of an act over the digest before it in its chain and those of its entries in their order."""
    return seal(
        "casebook act 1", before, act.origin, str(act.n), act.at, str(act.offset), act.person, act.role,
        act.verb, act.reason, act.detail, act.build, act.build_digest, act.subject, *entries,
    )  # fmt: skip
