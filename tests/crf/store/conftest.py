"""A fresh casebook for each test of the store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crf.store.file import CasebookFile
from tests.crf.store.casebooks import copy, enrol, open_


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A casebook that is closed."""
    return copy(tmp_path / "a.casebook")


@pytest.fixture
def file(path: Path) -> Iterator[CasebookFile]:
    """The same, open."""
    with open_(path) as opened:
        yield opened


@pytest.fixture
def subject(file: CasebookFile) -> str:
    """The uid of a subject enrolled as 01-001."""
    return enrol(file)
