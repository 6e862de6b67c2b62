"""The lock files name exact packages with their hashes and no place to get them from."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.house.source import ROOT

PIN = re.compile(r"^([a-z0-9.-]+)==(\S+)(?: ; [^\\]+)? \\$", re.MULTILINE)
LOCKS = ["requirements.lock", "requirements-dev.lock"]


def pins(lock: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / lock).read_text(encoding="utf-8")))


def plain(requirement: str) -> str:
    return re.split(r"[<>=!~ ]", requirement, maxsplit=1)[0].lower().replace("_", "-")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|^-|^--(?!hash)| @ |file:", text, re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_each_package_of_a_lock_has_hashes(lock: str) -> None:
    blocks = re.split(r"\n(?! )", (ROOT / lock).read_text(encoding="utf-8").rstrip("\n"))
    assert len(blocks) == len(pins(lock)) > 10
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


def test_whoever_works_on_it_runs_what_users_run() -> None:
    run, dev = pins("requirements.lock"), pins("requirements-dev.lock")
    assert run.items() <= dev.items()


def test_what_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {plain(one) for one in project["project"]["dependencies"]}
    groups = {plain(one) for group in project["dependency-groups"].values() for one in group}
    assert asked <= pins("requirements.lock").keys()
    assert asked | groups <= pins("requirements-dev.lock").keys()
