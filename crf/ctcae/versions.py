"""Which dictionaries are at hand: v5.0 that ships, and those the casebook in use carries."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from attrs import define, evolve, field

from crf.ctcae.terms import VERSION, Dictionary, Term, criteria, shipped
from crf.faults import FileFault
from crf.text import message


@define(slots=False, eq=False)
class Shelf:
    """The dictionaries of one casebook, as canonical JSON by version; each is taken apart when first asked for."""

    texts: Mapping[str, str] = field(repr=False)
    _books: dict[str, Dictionary] = field(factory=dict, init=False, repr=False)

    def book(self, version: str) -> Dictionary | None:
        """A version that stands here; None where none does."""
        if version not in self._books and version in self.texts:
            book = from_json(self.texts[version])
            self._books[version] = self._first if version == VERSION else book
        return self._books.get(version)

    @cached_property
    def _first(self) -> Dictionary:
        """v5.0 as it ships, with the definitions that were loaded: no other text of it is ever taken from a file."""
        said = {term.code: term.definition for term in from_json(self.texts[VERSION]).terms}
        return Dictionary(tuple(evolve(term, definition=said.get(term.code, "")) for term in shipped().terms))


_IN_USE: list[Shelf] = []
"""Shelves of the casebooks that are open, the one in use last."""


def put_up(texts: Mapping[str, str]) -> Shelf:
    """Have the dictionaries of a casebook at hand until `take_down`; those of the one put up last are in use."""
    shelf = Shelf(dict(texts))
    _IN_USE.append(shelf)
    return shelf


def take_down(shelf: Shelf) -> None:
    """Have a casebook's dictionaries no longer at hand; nothing happens where they weren't."""
    if shelf in _IN_USE:
        _IN_USE.remove(shelf)


def dictionary(version: str = VERSION) -> Dictionary:
    """A version of CTCAE. Raises FileFault where neither the program nor the casebook in use has it."""
    found = _IN_USE[-1].book(version) if _IN_USE else None
    if found is None and version == VERSION:
        found = shipped()
    if found is None:
        raise FileFault(message("ctcae.not_loaded", version=version))
    return found


def versions() -> tuple[str, ...]:
    """The versions at hand, the one that ships first."""
    loaded = _IN_USE[-1].texts if _IN_USE else {}
    return (VERSION, *sorted(loaded.keys() - {VERSION}))


def term_of(code: str, version: str = VERSION) -> Term | None:
    """The term of a code in a version; None where the version lacks it, or isn't at hand."""
    return dictionary(version).by_code(code) if version in versions() else None


def to_json(book: Dictionary) -> str:
    """A dictionary as canonical JSON: the same dictionary gives the same bytes."""
    rows = [
        [term.code, term.soc, term.term, *(text or "" for text in term.grades), term.note, term.definition]
        for term in book.terms
    ]
    return json.dumps({"terms": rows, "version": book.version}, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Dictionary:
    """A dictionary from its canonical JSON."""
    table: dict[str, Any] = json.loads(text)
    return Dictionary(tuple(_term(*row) for row in table["terms"]), table["version"])


def _term(code: str, soc: str, name: str, g1: str, g2: str, g3: str, g4: str, g5: str, note: str, said: str) -> Term:
    grades = (criteria(g1), criteria(g2), criteria(g3), criteria(g4), criteria(g5))
    return Term(code, soc, name, grades, note, said)
