"""Where a loaded table of a version differs from the one that is known: term by term, text by text."""

from __future__ import annotations

from attrs import frozen

from crf.ctcae.sheets import plain
from crf.ctcae.terms import Dictionary, Term
from crf.text import Message, message


@frozen
class Difference:
    """One text that differs: of which term, in which column ("" for the whole term), what is known, what was loaded."""

    code: str
    term: str
    column: str
    known: str
    loaded: str

    @property
    def told(self) -> Message:
        """The difference as a sentence."""
        id = "text" if self.column else "gone" if self.known else "new"
        values = {"code": self.code, "term": self.term, "column": self.column}
        return message(f"ctcae.differs.{id}", **values, known=self.known, loaded=self.loaded)


def compare(known: Dictionary, loaded: Dictionary) -> tuple[Difference, ...]:
    """All differences, in the order of the known table; blanks and definitions apart."""
    found: list[Difference] = []
    for term in known.terms:
        other = loaded.by_code(term.code)
        if other is None:
            found.append(Difference(term.code, term.term, "", term.term, ""))
        else:
            found.extend(_texts(term, other))
    more = (term for term in loaded.terms if known.by_code(term.code) is None)
    return (*found, *(Difference(term.code, term.term, "", "", term.term) for term in more))


def _texts(term: Term, other: Term) -> list[Difference]:
    pairs = [("CTCAE Term", term.term, other.term), ("MedDRA SOC", term.soc, other.soc)]
    pairs += [
        (f"Grade {n}", a or "-", b or "-") for n, (a, b) in enumerate(zip(term.grades, other.grades, strict=True), 1)
    ]
    pairs.append(("Navigational Note", term.note, other.note))
    return [Difference(term.code, term.term, name, a, b) for name, a, b in pairs if plain(a) != plain(b)]
