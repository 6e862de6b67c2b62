"""Faults of events of special interest, and of values derived once, each told with its place and mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from crf.study.reader import inspect, read
from tests.crf.study.small import write

SOUND = """[[special]]
id = "CRS"
name = "Cytokine release syndrome"
codes = ["10052015"]
source = "protocol 7"
grade = "WHY"

[[phase]]"""


def faults(folder: Path, old: str = "", new: str = "") -> list[str]:
    """What is told of the small definition with a special interest, changed in one place."""
    assert old in SOUND
    return [str(one) for one in inspect(write(folder, ("study.toml", "[[phase]]", SOUND.replace(old, new)))).faults]


def test_a_sound_one_is_read(tmp_path: Path) -> None:
    assert faults(tmp_path) == []
    (one,) = read(tmp_path).specials
    assert (one.id, one.codes, one.words, one.grade) == ("CRS", ("10052015",), (), "WHY")


@pytest.mark.parametrize(
    ("old", "new", "spot", "sentence"),
    [
        ('"10052015"', '"10052016"', "special CRS, codes", "CTCAE has no term with the code 10052016."),
        ('["10052015"]', "[]", "special CRS, codes", "Special interest CRS names no CTCAE code"),
        ('"protocol 7"', '" "', "special CRS, source", ""),
        ('"WHY"', '"NOTE"', "special CRS, grade", ""),
        ('"CRS"', '"crs"', "special crs", ""),
    ],
)
def test_a_fault_is_told_in_its_place(tmp_path: Path, old: str, new: str, spot: str, sentence: str) -> None:
    (told,) = faults(tmp_path, old, new)
    assert told.startswith(f"study.toml: {spot}: {sentence}")


def test_the_same_id_twice_is_told(tmp_path: Path) -> None:
    twice = SOUND.replace("[[phase]]", SOUND)
    found = inspect(write(tmp_path, ("study.toml", "[[phase]]", twice))).faults
    assert [str(one).partition(":")[0] for one in found] == ["study.toml"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('id = "CLOCK"\n', 'id = "CLOCK"\nonce = true\n', "Item CLOCK is to be derived once and has no method."),
        ('id = "PLAN"\n', 'id = "PLAN"\nonce = true\n', ""),
        (
            'method = "dose(planned, WEIGHT)"',
            'method = "dose(planned, last(DOSE.WEIGHT))"\nonce = true',
            "Item PLAN is derived once and rests on another form",
        ),
    ],
)
def test_derived_once_needs_a_method_of_its_own_form(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    told = [str(one) for one in inspect(write(tmp_path, ("forms/dose.toml", old, new))).faults]
    assert [one.partition("once: ")[2].startswith(sentence) for one in told] == [True] * bool(sentence)
