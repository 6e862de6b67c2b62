"""The demo casebook, made once and copied for each test of the reading room."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

import pytest

from crf.actions.demo import demo
from crf.actions.session import Session, open_casebook

TODAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, made once for the whole run."""
    return demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def session(made: Path, tmp_path: Path) -> Iterator[Session]:
    """A copy of it, open on 20 November 2026."""
    opened = open_casebook(Path(copyfile(made, tmp_path / made.name)), lambda: TODAY)
    yield opened
    opened.close()


@pytest.fixture
def uid(session: Session) -> dict[str, str]:
    """Uids by subject number."""
    return {row.label: row.uid for row in session.reader.subjects()}
