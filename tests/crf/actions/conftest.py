"""A casebook of its own for each test of the actions, with a clock and uids that stand still."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from shutil import copyfile

import pytest
from attrs import define

from crf.actions.enrol import enrol
from crf.actions.entering import Entering, Saved
from crf.actions.session import Person, Session, new_casebook, open_casebook
from crf.forms.record import Edit, Place

NOW = datetime(2026, 3, 5, 11, 4, tzinfo=UTC)


@define
class Clock:
    """A clock moved by hand."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at


def tokens() -> Callable[[], str]:
    """Uids that can be foretold."""
    numbers = count(1)
    return lambda: f"{next(numbers):032x}"


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A casebook with one subject and nothing entered, made once."""
    path = tmp_path_factory.mktemp("empty") / "site01.casebook"
    session = new_casebook(
        path, "NK-ACT-BC_2020", "01", Person("B. Sample", "coordinator"), clock=Clock(), token=tokens()
    )
    enrol(session, "01-001")
    session.close()
    return path


@pytest.fixture
def path(empty: Path, tmp_path: Path) -> Path:
    """A copy of it to write in."""
    return Path(copyfile(empty, tmp_path / empty.name))


@pytest.fixture
def clock() -> Clock:
    """The clock of the session."""
    return Clock()


@pytest.fixture
def session(path: Path, clock: Clock) -> Iterator[Session]:
    """That casebook open."""
    opened = open_casebook(path, clock)
    yield opened
    opened.close()


@pytest.fixture
def uid(session: Session) -> str:
    """Its subject."""
    return session.reader.subjects()[0].uid


Fill = Callable[..., tuple[Entering, Saved]]


@pytest.fixture
def fill(session: Session, uid: str) -> Fill:
    """Type answers into a form and save it, with a reason where a saved value is changed."""

    def do(event: str, form: str, reason: str = "", **answers: str) -> tuple[Entering, Saved]:
        entering = Entering(session, uid, Place(event, form))
        for item, raw in answers.items():
            entering.edit(Edit(0, item, raw))
        return entering, entering.save(reason)

    return do


@pytest.fixture
def weighed(fill: Fill) -> Fill:
    """The same, with consent, plan, eligibility judged, height and weight in the casebook."""
    fill("SCR", "IC", RFICDAT="12-FEB-2026", RFICTIM="10:20", ICVERS="2.0", ICCOPY="Y")
    fill("SCR", "PLAN", PLAND1="09-MAR-2026")
    fill("SCR", "IE", IEDAT="02-MAR-2026")
    fill("SCR", "VS", VSDAT="16-FEB-2026", VSTIM="09:05", HEIGHT="165", WEIGHT="60", **SIGNS)
    fill("COND", "VS", VSDAT="05-MAR-2026", VSTIM="07:40", WEIGHT="60", **SIGNS)
    return fill


SIGNS = {"SYSBP": "118", "DIABP": "74", "PULSE": "72", "TEMP": "36,5", "OXYSAT": "98"}

CTX = {
    "ECOCCUR": "Y", "DOSEPRES": "1000", "ECDSTXT": "1000", "ECDOSADJ": "N", "ECLOT": "CY-4471",
    "ECEXPDAT": "31-AUG-2027", "ECVAMT": "250", "ECSTDAT": "05-MAR-2026", "ECSTTIM": "10:00", "ECENDAT": "05-MAR-2026",
    "ECENTIM": "11:00", "ECSTOPYN": "N", "ECITRPYN": "N", "ECRATE": "N", "ECROUTE": "IV", "ECLOC": "P", "PREMED": "N",
    "REACTION": "N",
}  # fmt: skip
