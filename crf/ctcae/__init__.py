"""The CTCAE dictionary: its terms, their grades and the search a picker needs."""

from crf.ctcae.lookup import Hit, search
from crf.ctcae.terms import Dictionary, Term
from crf.ctcae.versions import dictionary, term_of

__all__ = ["Dictionary", "Hit", "Term", "dictionary", "search", "term_of"]
