"""What the house says about itself outside its code is true: README, changelog, set-up."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from crf import VERSION
from tests.house.source import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"^    casebook ((?:study )?[a-z]+)(?= |$)", README, re.MULTILINE)))


def casebook(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "main.py", *arguments], capture_output=True, text=True, check=False, cwd=ROOT
    )


def test_the_readme_names_the_commands() -> None:
    assert {"demo", "new", "print", "verify", "study check", "calculate", "ctcae"} <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_has_a_help(command: str) -> None:
    said = casebook(*command.split(), "--help")
    assert (said.returncode, said.stderr) == (0, "")
    assert command.split()[-1] in said.stdout


def test_the_readme_leaves_no_command_out() -> None:
    listed = re.findall(r"^  ([a-z]+)(?: |$)", casebook("--help").stdout.partition("Commands:")[2], re.MULTILINE)
    assert set(listed) == {command.split()[0] for command in COMMANDS}


def test_the_readme_names_make_targets_that_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)`", README)) <= targets


def test_the_files_the_readme_points_to_exist() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_changelog_tells_of_this_version() -> None:
    assert f"## [{VERSION}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_set_up_without_a_python_says_one_line_and_leaves() -> None:
    said = subprocess.run(
        [ROOT / ".ci" / "setup.sh", "run"],
        env={**os.environ, "PYTHON": "/nowhere/python3"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode == 2
    assert said.stderr.count("\n") == 1
    assert "Python 3.11 or newer is missing" in said.stderr
