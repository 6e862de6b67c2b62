"""Sealing: every field counts, and no two lists of fields are packed alike."""

from __future__ import annotations

from hashlib import sha256

import pytest
from attrs import evolve, fields
from hypothesis import given
from hypothesis import strategies as st

from crf.forms.record import Answer, Place
from crf.store.digest import (
    SealedAct,
    act_digest,
    build_digest,
    entry_digest,
    entry_prefix,
    packed,
    place_fields,
    place_uid,
    seal,
    start_of_chain,
)

ACT = SealedAct("o", 3, "2026-03-01T08:00:00.000000+00:00", 60, "Ada", "nurse", "enter", "r", "d", "f", b"b", "s")
TEXTS = st.lists(st.text(max_size=5), max_size=4)


def test_a_field_is_its_length_and_its_bytes() -> None:
    assert packed("ab", "", b"\x00", "é") == b"\0\0\0\x02ab" + b"\0\0\0\0" + b"\0\0\0\x01\0" + b"\0\0\0\x02\xc3\xa9"
    assert seal("a") == sha256(b"\0\0\0\x01a").digest()


@given(TEXTS, TEXTS)
def test_different_fields_are_packed_differently(one: list[str], other: list[str]) -> None:
    assert (packed(*one) == packed(*other)) == (one == other)


def test_every_field_of_an_act_is_sealed() -> None:
    base = act_digest(b"before", ACT, [b"1", b"2"])
    digests = {base, act_digest(b"Before", ACT, [b"1", b"2"])}
    for attribute in fields(SealedAct):
        value = getattr(ACT, attribute.name)
        changed = value + (1 if isinstance(value, int) else b"x" if isinstance(value, bytes) else "x")
        digests.add(act_digest(b"before", evolve(ACT, **{attribute.name: changed}), [b"1", b"2"]))
    for entries in ([b"2", b"1"], [b"1"], [b"12"], [b"1", b"2", b"2"], []):
        digests.add(act_digest(b"before", ACT, entries))
    assert len(digests) == 2 + len(fields(SealedAct)) + 5


def test_every_field_of_an_entry_is_sealed() -> None:
    place, answer = Place("SCR", "VS", "1", "2"), Answer("60", "ND", "derived", "kg")

    def digest(origin="o", n=3, index=0, subject="s", line=1, item="I", was=b"w", at=place, answer=answer):  # type: ignore[no-untyped-def]
        return entry_digest(entry_prefix(origin, n), index, place_fields(subject, at), line, item, answer, was)

    names = ("event", "form", "event_key", "form_key")
    digests = [
        digest(), digest("p"), digest(n=4), digest(index=1), digest(subject="t"), digest(line=2), digest(item="J"),
        digest(line=11), digest(item="1I"), digest(was=b""),
        *(digest(at=evolve(place, **{name: "x"})) for name in names),
        *(digest(answer=evolve(answer, **{name: "x"})) for name in ("value", "missing", "note", "unit")),
    ]  # fmt: skip
    assert len(set(digests)) == len(digests) == 18


@pytest.mark.parametrize("change", [{"site": "02"}, {"extra": ""}])
def test_a_chain_starts_with_the_settings_the_workstation_and_the_stream(change: dict[str, str]) -> None:
    settings = {"site": "01", "uid": "u"}
    base = start_of_chain(settings, "o", "ward", "record")
    assert base == start_of_chain({"uid": "u", "site": "01"}, "o", "ward", "record")
    others = [
        start_of_chain(settings | change, "o", "ward", "record"),
        start_of_chain(settings, "p", "ward", "record"),
        start_of_chain(settings, "o", "office", "record"),
        start_of_chain(settings, "o", "ward", "access"),
    ]
    assert len({base, *others}) == 5


def test_a_place_has_the_same_uid_in_every_copy_and_no_other() -> None:
    place = Place("SCR", "VS")
    assert place_uid("s", place) == place_uid("s", Place("SCR", "VS"))
    others = {
        place_uid("t", place),
        place_uid("s", Place("SCR", "VS", "1")),
        place_uid("s", Place("SCR", "VS", "", "1")),
    }
    assert len(others | {place_uid("s", place)}) == 4
    assert len(place_uid("s", place)) == 32


def test_a_definition_is_sealed_whole() -> None:
    parts = ("f", "s", "1", "{}")
    changed = {build_digest(*(part + "x" * (at == n) for at, part in enumerate(parts))) for n in range(5)}
    assert len(changed) == 5
