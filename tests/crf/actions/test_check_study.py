"""Checking a definition: its faults, or its counts, the sources of its numbers, and the form × visit matrix."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from crf.actions.check_study import check_study
from crf.cli import cli
from crf.faults import DefinitionFault
from crf.study.reader import STUDIES
from tests.crf.study.small import write

NK_ACT = STUDIES / "nk-act-bc"


def test_a_sound_study_tells_its_counts_sources_and_matrix() -> None:
    checked = check_study(NK_ACT)
    assert checked.faults == ()
    assert checked.study is not None
    assert checked.study.id == "NK-ACT-BC_2020"
    assert checked.lines[0] == f"NK-ACT-BC_2020, version 1 ({NK_ACT / '1'}): 0 faults."
    assert checked.counts["forms"] == len(checked.study.forms)
    assert checked.counts["examples"] >= 2 * checked.counts["checks"] > 100
    assert checked.lines[1].startswith(f"events {checked.counts['events']}, forms {checked.counts['forms']}, items ")
    text = "\n".join(checked.lines)
    for line in (
        "weight_age           7 days ",
        "CTX planned          600 mg/m2 x BSA(Mosteller)         NCT05385705, arms",
        "bsa_cap              none                               site default",
        "COND                 D-4, window D-5 to D-3, from D1    NCT05385705, arms: one day from D-5 to D-3;",
        "SCR                  –, window D-28 to D-3, from D1     site default",
    ):
        assert line in text, text
    head, *rows = checked.lines[checked.lines.index("Forms and visits") + 1 :]
    assert " ".join(head.split()) == "SCR D-4 D1 D2 D4 D6 D8 D15 TLT Cn TAn EoT SFU SURVn END Un logs Site"
    drug = next(row for row in rows if row.startswith("Interleukin-2 "))
    assert [n for n, mark in enumerate(drug.split()[1:]) if mark == "×"] == [3, 4, 5]
    assert len(rows) == checked.counts["forms"]


def test_every_number_rule_and_day_has_its_source() -> None:
    lines = check_study(NK_ACT).lines
    rows = lines[4 : lines.index("", 4)]
    assert len(rows) > 20
    width = rows[0].index("site default")
    assert all(row[width - 2 : width] == "  " and row[width:].strip() for row in rows)


def test_the_small_study_has_each_part_counted(tmp_path: Path) -> None:
    assert check_study(write(tmp_path)).counts == {
        "events": 2, "forms": 2, "items": 11, "checks": 2, "examples": 4, "derivations": 1, "numbers": 5,
    }  # fmt: skip
    assert "DOSE least    5 kg" in "\n".join(check_study(tmp_path).lines)


def test_an_example_that_lies_is_a_fault_where_it_was_written(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        ("groups.toml", '{ WHY = "A", fires = false }', '{ WHY = "A", fires = true }, { WHY = "A", fires = false }'),
        ("forms/dose.toml", 'GIVEN = "480"', 'GIVEN = "600"'),
    )
    checked = check_study(folder)
    assert checked.study is None
    assert checked.faults == (
        "forms/dose.toml: form DOSE, check DOSE-02, try 2: this example should keep its check silent and fires it; "
        "correct the example or the check.",
        "groups.toml: group DEEPER, check 01, try 2 (form DOSE): this example should fire its check and stays silent; "
        "correct the example or the check.",
    )
    assert checked.lines == (f"{folder}: 2 faults.",)


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    folder = write(
        tmp_path, ("study.toml", "first = 7", "first = 0"), ("forms/dose.toml", 'on = "GIVEN"', 'on = "GIVN"')
    )
    checked = check_study(folder)
    assert len(checked.faults) == 2
    assert checked.counts == {}
    assert check_study(write(tmp_path, ("study.toml", "first = 7", "first = 0"))).lines == (f"{folder}: 1 fault.",)


def test_what_holds_no_definition_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text("", encoding="utf-8")
    for wrong in (tmp_path, tmp_path / "gone", file):
        with pytest.raises(DefinitionFault):
            check_study(wrong)


@pytest.mark.req("PA-235")
def test_the_command_line_tells_faults_with_exit_code_1(tmp_path: Path) -> None:
    shutil.copytree(NK_ACT, tmp_path / "study")
    sound = CliRunner().invoke(cli, ["study", "check", str(tmp_path / "study")])
    assert (sound.exit_code, sound.output.splitlines()[0].endswith("0 faults.")) == (0, True)
    (tmp_path / "study" / "1" / "forms" / "ctx.toml").write_text("id = ", encoding="utf-8")
    broken = CliRunner().invoke(cli, ["study", "check", str(tmp_path / "study")])
    assert broken.exit_code == 1
    assert broken.output.startswith(
        "forms/ctx.toml: is no TOML: Invalid value (at end of document). Mend the line named.\n"
    )
