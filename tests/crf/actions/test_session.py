"""Making and opening casebooks, and who sits at the keyboard."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crf.actions.session import Person, Session, find_study, identify, new_casebook, open_casebook, studies
from crf.faults import CasebookError, DefinitionFault, Refused
from crf.study.structure import to_json
from crf.text import RESOURCES
from tests.crf.actions.conftest import Clock

WHO = Person("B. Sample", "coordinator")


def test_the_study_that_ships_is_offered() -> None:
    assert ("NK-ACT-BC_2020", "NK adoptive cell therapy, HER2+ breast cancer", "1") in studies()


def test_a_casebook_opens_with_the_definition_it_was_made_with(session: Session) -> None:
    made_of = find_study("nk-act-bc")
    assert to_json(session.study) == to_json(made_of), "all but the examples of its checks"
    assert session.study.form("VS").items == made_of.form("VS").items
    assert session.person == WHO
    assert session.now().utcoffset() is not None


def test_local_time_follows_the_sites_zone_and_every_act_keeps_its_offset(session: Session, clock: Clock) -> None:
    clock.at = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
    identify(session, "A. Example", "investigator")
    act = session.file.acts()[-1]
    assert (act.offset, act.local.strftime("%H:%M %z"), act.person.role) == (120, "12:00 +0200", "investigator")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"study": "NO-SUCH"}, "NK-ACT-BC_2020"),
        ({"site": " "}, "site"),
        ({"person": Person(" ", "coordinator")}, "name"),
        ({"person": Person("X", "king")}, "role"),
        ({"timezone": "Mars/Base"}, "Europe/Madrid"),
    ],
)
def test_wrong_use_makes_nothing_and_names_the_mend(tmp_path: Path, change: dict[str, object], told: str) -> None:
    wanted: dict[str, object] = {"study": "NK-ACT-BC_2020", "site": "01", "person": WHO, **change}
    path = tmp_path / "x.casebook"
    with pytest.raises(Refused, match=told):
        new_casebook(path, **wanted)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.req("PA-235")
def test_a_definition_with_faults_makes_no_casebook(tmp_path: Path) -> None:
    source = RESOURCES / "studies" / "nk-act-bc" / "1"
    folder = tmp_path / "broken"
    (folder / "forms").mkdir(parents=True)
    for file in source.rglob("*.toml"):
        text = file.read_text(encoding="utf-8").replace('codelist = "SEX"', 'codelist = "SEKS"')
        (folder / file.relative_to(source)).write_text(
            text.replace('type = "time"', 'tpye = "time"', 1), encoding="utf-8"
        )
    path = tmp_path / "x.casebook"
    with pytest.raises(DefinitionFault) as fault:
        new_casebook(path, str(folder), "01", WHO)
    assert not path.exists()
    assert any("tpye" in line and "type" in line for line in fault.value.faults)


def test_a_path_that_is_taken_stays_as_it_is(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(CasebookError):
        new_casebook(path, "NK-ACT-BC_2020", "01", WHO)
    assert path.read_bytes() == before


def test_who_sits_there_is_asked_once(path: Path, clock: Clock) -> None:
    again = open_casebook(path, clock)
    assert again.person == WHO
    again.close()
