"""The plan of visits and forms: the same in the rows, the CSV and the print."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from crf.actions.plan_files import print_plan, write_plan
from crf.actions.session import find_study
from crf.cli import cli
from crf.faults import FileFault
from crf.reading.plan import HEAD, plan_rows
from crf.study.model import Study
from crf.study.reader import STUDIES

NK_ACT = STUDIES / "nk-act-bc"


@pytest.fixture(scope="module")
def study() -> Study:
    """The shipped study."""
    return find_study("NK-ACT-BC_2020")


def test_each_form_of_each_visit_has_a_row(study: Study) -> None:
    rows = [dict(zip(HEAD, row, strict=True)) for row in plan_rows(study)]
    assert [(row["visit"], row["form"]) for row in rows] == [(e.id, form) for e in study.events for form in e.forms]
    dose = next(row for row in rows if row["form"] == "CTX")
    when = [dose[name] for name in ("visit", "day", "first", "last", "anchor")]
    assert when == ["COND", "D-4", "D-5", "D-3", "D1"]
    cycle = next(row for row in rows if row["visit"] == "CYCLE")
    assert (cycle["every"], cycle["visit_name"]) == ("21", "Maintenance cycle n")


@pytest.mark.req("PA-090")
def test_the_command_writes_the_plan_as_csv(study: Study, tmp_path: Path) -> None:
    target = tmp_path / "plan.csv"
    result = CliRunner().invoke(cli, ["study", "check", str(NK_ACT), "--csv", str(target)])
    assert result.exit_code == 0, result.output
    with target.open(newline="", encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    assert tuple(head) == HEAD
    assert [tuple(row) for row in rows] == list(plan_rows(study))


@pytest.mark.req("PA-090")
def test_the_print_names_every_visit_and_form(study: Study, tmp_path: Path) -> None:
    target = tmp_path / "plan.pdf"
    done = print_plan(study, target)
    assert done.path == target
    words = " ".join(" ".join(page.extract_text() for page in PdfReader(target).pages).split())
    for event in study.events:
        assert event.name.replace("{n}", "n") in words
    for form in study.forms:
        assert f"{form.id}, version {form.version}" in words
    assert "D-4, window D-5 to D-3, from D1" in words


def test_a_plan_that_can_not_be_written_is_refused_and_leaves_nothing(study: Study, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    for write in (write_plan, print_plan):
        with pytest.raises(FileFault):
            write(study, tmp_path / "taken" / "plan")
    assert [one.name for one in tmp_path.iterdir()] == ["taken"]
