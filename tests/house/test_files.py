"""A file says in its first sentence what it knows, and stays small enough to be read at once."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.source import ROOT, files, tree_of

LONGEST = 400


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", files("main.py", "crf", "ui", "tests"), ids=name)
def test_a_file_opens_with_one_sentence(file: Path) -> None:
    said = ast.get_docstring(tree_of(file)) or ""
    opening = " ".join(said.partition("\n\n")[0].split())
    assert opening.endswith("."), f"{name(file)} opens with: {opening!r}"
    assert not re.search(r"[.!?] [A-Z]", opening), f"{name(file)} opens with more than one sentence: {opening!r}"


@pytest.mark.parametrize("file", files("main.py", "crf", "ui"), ids=name)
def test_a_file_can_be_read_at_once(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_nothing_is_put_off() -> None:
    promise = re.compile(r"\b(TODO|FIXME|XXX)\b|^    raise NotImplementedError")  # a method of a base class may
    found = [
        f"{name(file)}:{number}"
        for file in files("main.py", "crf", "ui")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if promise.search(line)
    ]
    assert not found, "\n".join(found)
