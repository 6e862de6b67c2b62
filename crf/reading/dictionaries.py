"""The dictionaries a casebook carries: entries of the site, sealed like any other."""

from __future__ import annotations

from collections.abc import Mapping

from crf.ctcae.terms import VERSION
from crf.ctcae.versions import dictionary, versions
from crf.forms.record import Place
from crf.reading.reader import Reader
from crf.store.acts import DICTIONARY_FORM
from crf.text import say

PLACE = Place("", DICTIONARY_FORM)
_ITEM = "CTCAE "


def item_of(version: str) -> str:
    """The item that holds a version of CTCAE."""
    return f"{_ITEM}{version}"


def kept(reader: Reader) -> Mapping[str, str]:
    """Every version the casebook carries, as canonical JSON."""
    answers = reader.file.record("", PLACE).answers
    return {item.removeprefix(_ITEM): answer.value for (_, item), answer in answers.items()}


def dictionary_facts(reader: Reader) -> list[tuple[str, str]]:
    """What people want to know of the dictionaries: which version is coded in, and what each one at hand holds."""
    facts = [(say("dictionary.coded_in"), say("dictionary.version", version=reader.study.ctcae))]
    for version in versions():
        book = dictionary(version)
        said = sum(bool(term.definition) for term in book.terms)
        id = "dictionary.defined" if said or version != VERSION else "dictionary.bare"
        name = say("dictionary.version", version=version)
        facts.append((name, say(id, terms=len(book.terms), definitions=said)))
    return facts
