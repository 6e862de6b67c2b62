"""Conditions over visits and over rows of a log, and missing codes as the definition allows them, in the window."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from shutil import copyfile

import pytest
from click.testing import CliRunner

from crf.actions.enrol import enrol
from crf.actions.session import Person, new_casebook
from crf.cli import cli
from tests.journeys.conftest import Open
from tests.journeys.hands import CTRL, ZONE, Clock, Hands, Key

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window

STUDY = r"""
[study]
id = "COND"
title = "Conditions"
version = "1"
timezone = "Europe/Madrid"
subject_pattern = "{site}-\\d{3}"
changes = "WHY"
forms = ["FIRST", "LATER", "EVENTS"]

[[event]]
id = "V1"
name = "Visit 1"
short = "V1"
forms = ["FIRST"]
source = "site default"

[[event]]
id = "V2"
name = "Visit 2"
short = "V2"
forms = ["LATER"]
source = "site default"

[[event]]
id = "LOG"
name = "Running log"
short = "log"
kind = "log"
forms = ["EVENTS"]
source = "site default"
"""

LISTS = """
[[codelist]]
id = "YN"
name = "Yes or no"
choice = [{ code = "Y", text = "Yes" }, { code = "N", text = "No" }]

[[codelist]]
id = "WHY"
name = "Why"
choice = [{ code = "T", text = "Typing error" }]
"""

FORMS = {
    "first": (
        'id = "FIRST"\nname = "First"\ngroups = ["FIRST.A"]\n\n[[group]]\nid = "FIRST.A"\nname = "A"\n',
        ("SMOKES", "Does she smoke?", 'type = "choice"\ncodelist = "YN"'),
        ("HOW", "How many?", 'type = "integer"\nmissing = ["ND", "UNK"]\nrequired = false'),
        ("SINCE", "Since when?", 'type = "date"\nmissing = ["NA"]\nrequired = false'),
        ("NAME", "Weight", 'type = "decimal"\nrequired = false'),
    ),
    "later": (
        'id = "LATER"\nname = "Later"\ngroups = ["LATER.A"]\n\n[[group]]\nid = "LATER.A"\nname = "A"\n',
        ("DAY", "Day", 'type = "date"'),
        ("STOPPED", "Has she stopped smoking?", 'type = "choice"\ncodelist = "YN"\nshow = \'FIRST.SMOKES@V1 = "Y"\''),
        ("RASH", "How is the rash?", 'type = "text"\nshow = \'any(EVENTS.WHAT, where=EVENTS.WHAT = "rash")\''),
    ),
    "events": (
        'id = "EVENTS"\nname = "Events"\nlog = true\ngroups = ["EVENTS.A"]\n\n[[group]]\nid = "EVENTS.A"\nname = "A"\n',
        ("WHAT", "What?", 'type = "text"'),
    ),
}


def item(id: str, ask: str, kind: str) -> str:
    return f'\n[[group.item]]\nid = "{id}"\nask = "{ask}"\nhelp = "Help for {id}."\n{kind}\n'


def write(folder: Path) -> Path:
    """The definition as a folder of files."""
    (folder / "forms").mkdir(parents=True)
    (folder / "study.toml").write_text(STUDY, encoding="utf-8")
    (folder / "codelists.toml").write_text(LISTS, encoding="utf-8")
    for name, (head, *items) in FORMS.items():
        (folder / "forms" / f"{name}.toml").write_text(head + "".join(item(*one) for one in items), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A casebook of that study with two subjects."""
    folder = write(tmp_path_factory.mktemp("conditions") / "study")
    path = folder.parent / "two.casebook"
    at = Clock(datetime(2026, 3, 5, 9, 0, tzinfo=ZONE))
    session = new_casebook(path, str(folder), "01", Person("M. Ruiz", "coordinator"), clock=at)
    for label in ("01-001", "01-002"):
        enrol(session, label)
    session.close()
    return path


@pytest.fixture
def hands(start: Open, two: Path, tmp_path: Path) -> Hands:
    """That casebook at the list of its subjects."""
    opened = start(Path(copyfile(two, tmp_path / two.name)))
    opened.clock.set("2026-03-05T10:00")
    return opened


def subject(hands: Hands, number: int) -> None:
    """To the page of a subject, from the list."""
    hands.to("show_subjects")
    hands.key(Key.Key_Home)
    hands.key(Key.Key_Down, times=number - 1)
    hands.key(Key.Key_Return)
    assert hands.subject.title == f"01-00{number}"


def asked(hands: Hands, event: str, form: str) -> list[str]:
    """The questions a form asks of the subject at the front."""
    hands.open_by_keys(event, form)
    found = [one.item for one in hands.form.laid.fields if one.visible]
    hands.back_to_subject()
    return found


@pytest.mark.req("PA-063")
def test_a_value_at_another_visit_asks_one_subject_and_not_the_other(hands: Hands) -> None:
    for number, smokes in ((1, "Y"), (2, "N")):
        subject(hands, number)
        hands.open_by_keys("V1", "FIRST")
        hands.fill({"SMOKES": smokes})
        hands.save()
        hands.back_to_subject()
    subject(hands, 1)
    assert asked(hands, "V2", "LATER") == ["DAY", "STOPPED"]
    subject(hands, 2)
    assert asked(hands, "V2", "LATER") == ["DAY"]


@pytest.mark.req("PA-063")
def test_a_row_of_a_log_asks_one_subject_and_not_the_other(hands: Hands) -> None:
    for number, what in ((1, "rash"), (2, "cough")):
        subject(hands, number)
        hands.window.show_subject(hands.window.uid, "EVENTS")
        hands.key(Key.Key_N, held=CTRL)
        hands.fill({"WHAT": what})
        hands.save()
    subject(hands, 1)
    assert asked(hands, "V2", "LATER") == ["DAY", "RASH"]
    subject(hands, 2)
    assert asked(hands, "V2", "LATER") == ["DAY"]


@pytest.mark.req("PA-063")
def test_when_the_value_changes_the_question_goes_again(hands: Hands) -> None:
    subject(hands, 1)
    hands.open_by_keys("V1", "FIRST")
    hands.fill({"SMOKES": "Y"})
    hands.save()
    hands.back_to_subject()
    assert "STOPPED" in asked(hands, "V2", "LATER")
    hands.open_by_keys("V1", "FIRST")
    hands.fill({"SMOKES": "N"})
    hands.save_with_reason(1)
    hands.back_to_subject()
    assert "STOPPED" not in asked(hands, "V2", "LATER")


def offered(hands: Hands, item: str) -> list[str]:
    """The missing codes that F2 offers on a question."""
    hands.go(item)
    hands.key(Key.Key_F2)
    popup = hands.form.sheet.popup
    found = [entry.code for entry in popup.entries] if popup else []
    if popup:
        hands.key(Key.Key_Escape)
    return found


@pytest.mark.req("PA-103")
def test_exactly_the_codes_allowed_are_offered_and_none_where_none_is(hands: Hands) -> None:
    subject(hands, 1)
    hands.open_by_keys("V1", "FIRST")
    assert {one.item: one.missing for one in hands.form.laid.fields} == {
        "SMOKES": (), "HOW": ("ND", "UNK"), "SINCE": ("NA",), "NAME": (),
    }  # fmt: skip
    assert [offered(hands, item) for item in ("HOW", "SINCE", "NAME")] == [["ND", "UNK"], ["NA"], []]


@pytest.mark.req("PA-103")
def test_a_code_that_is_not_allowed_is_no_answer(hands: Hands) -> None:
    subject(hands, 1)
    hands.open_by_keys("V1", "FIRST")
    hands.fill({"SMOKES": "N", "HOW": "ND", "NAME": "ND"})
    hands.key(Key.Key_Tab)
    assert hands.field("HOW").answer.missing == "ND"
    assert hands.notices("HOW") == []
    assert hands.field("NAME").draft is not None, "it stays what was typed"
    assert hands.notices("NAME") != []
    hands.save()
    found = hands.window.session.file.data(hands.window.uid).records
    (record,) = found.values()
    assert {item: answer.value or answer.missing for (_, item), answer in record.answers.items()} == {
        "SMOKES": "N", "HOW": "ND",
    }  # fmt: skip


@pytest.mark.req("PA-103")
def test_a_code_nobody_knows_is_a_fault_of_the_definition(tmp_path: Path) -> None:
    folder = write(tmp_path / "study")
    assert CliRunner().invoke(cli, ["study", "check", str(folder)]).exit_code == 0
    form = folder / "forms" / "first.toml"
    form.write_text(form.read_text().replace('["NA"]', '["NX"]'), encoding="utf-8")
    found = CliRunner().invoke(cli, ["study", "check", str(folder)])
    assert found.exit_code == 1
    assert "form FIRST, item SINCE, missing" in found.output
    assert "NX" in found.output
