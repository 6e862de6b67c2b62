"""The dictionaries a casebook carries: entries of the site, sealed like any other."""

from __future__ import annotations

from collections.abc import Mapping

from crf.forms.record import Place
from crf.reading.reader import Reader
from crf.store.acts import DICTIONARY_FORM

PLACE = Place("", DICTIONARY_FORM)
_ITEM = "CTCAE "


def item_of(version: str) -> str:
    """The item that holds a version of CTCAE."""
    return f"{_ITEM}{version}"


def kept(reader: Reader) -> Mapping[str, str]:
    """Every version the casebook carries, as canonical JSON."""
    answers = reader.file.record("", PLACE).answers
    return {item.removeprefix(_ITEM): answer.value for (_, item), answer in answers.items()}
