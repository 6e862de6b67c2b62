"""Words a person reads: a message id with its values, told through a catalogue."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
TRANSLATIONS = RESOURCES / "translations"

_POWER = re.compile(r"(?<![\w^])(?:[x×] ?)?10\^(-?\d+)")
_MICRO = re.compile(r"(?<!\w)u(?=(?:mol|kat|g|L)\b)")
_AREA = re.compile(r"(?<!\w)([cdm]?m)([23])(?!\w)")
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Message(NamedTuple):
    """A text by id, with the values its template names.

    `template` carries the author's own words where a study definition supplies
    them (an edit check); the catalogue rules where it is empty.
    """

    id: str
    values: tuple[tuple[str, str], ...] = ()
    template: str = ""

    def __str__(self) -> str:
        return tell(self)


def message(id: str, template: str = "", /, **values: object) -> Message:
    """A message with its values turned to text."""
    return Message(id, tuple((name, str(value)) for name, value in values.items()), template)


def tell(message: Message, language: str = "en") -> str:
    """The sentence of a message in a language; English stands in where a translation is missing."""
    template = catalogue(language).get(message.id) or message.template or catalogue("en")[message.id]
    return fill(template, dict(message.values))


def say(id: str, /, **values: object) -> str:
    """The English sentence of a message id: `say("form.saved", time="10:02")`."""
    return tell(message(id, **values))


def fill(template: str, values: dict[str, str]) -> str:
    """A template with its `{NAME}` placeholders filled; an unknown name stays as it stands."""
    for name, value in values.items():
        template = template.replace("{" + name + "}", value)
    return template


def unit_words(text: str) -> str:
    """A unit, or words with units in them, as people write it: ×10⁹/L, µmol/L, kg/m²; data keep 10^9/L."""
    text = _POWER.sub(lambda found: "×10" + found[1].translate(_RAISED), text)
    return _AREA.sub(lambda found: found[1] + found[2].translate(_RAISED), _MICRO.sub("µ", text))


@cache
def catalogue(language: str) -> dict[str, str]:
    """All messages of a language: every `*.json` file of its folder, one flat table each."""
    merged: dict[str, str] = {}
    for file in sorted((TRANSLATIONS / language).glob("*.json")):
        merged.update(json.loads(file.read_text(encoding="utf-8")))
    return merged
