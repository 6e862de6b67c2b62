"""A closed casebook with a known history, for those who tamper with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import frozen

from crf.store.acts import VOID, Cache
from crf.store.verify import verify_file
from tests.crf.store.casebooks import (
    BEN,
    DOSE,
    LOG,
    VITALS,
    act,
    copy,
    enrol,
    entry,
    open_,
    save,
)
from tests.crf.store.test_cache import FINDINGS, STATES
from tests.crf.store.test_drafts import draft

WEIGHT_CHANGED = ("entry", "entry 6 (01-001 · VS · WEIGHT, line 0): it was changed after it was saved.")


@frozen
class Filled:
    """A closed casebook with a known history; `first` and `second` are subjects."""

    path: Path
    first: str
    second: str

    def troubles(self) -> list[tuple[str, str]]:
        """What verify says: kind and sentence."""
        return [(trouble.kind, trouble.sentence) for trouble in verify_file(self.path)[0]]


@pytest.fixture
def filled(tmp_path: Path) -> Filled:
    """Acts 1 to 9, entries 1 to 9, of two subjects, with a correction (entry 6 over 3) and an access chain."""
    path = copy(tmp_path / "a.casebook")
    with open_(path) as file:
        first, second = enrol(file, "01-001"), enrol(file, "01-002")
        save(file, first, VITALS, Cache(first, STATES, FINDINGS), WEIGHT="60", PULSE="70")
        save(file, second, DOSE, ECDOSE="994.99")
        save(file, first, VITALS, WEIGHT="61")
        file.commit(
            act("enter", first, person=BEN), [entry(LOG, "AETERM", "Fever", 1), entry(LOG, "AETERM", "Rash", 2)]
        )
        file.commit(act("void", first, reason="wrong patient"), [entry(LOG, VOID, "Y", 2)])
        file.commit(act("print", stream="access"), [])
        file.keep_draft(draft(first, "WEIGHT", "6"))
    return Filled(path, first, second)
