"""Hits in what NCI writes of a term: its criteria and its definition, with a piece of the text around them."""

from __future__ import annotations

import re

from crf.ctcae.hits import Hit, Spans
from crf.ctcae.index import Entry
from crf.ctcae.matching import LEAST_LETTERS
from crf.ctcae.spelling import american
from crf.ctcae.terms import Term

SNIPPET, BEFORE = 90, 24


def in_passages(entries: list[Entry], parts: list[str], limit: int | None) -> list[Hit]:
    """For each term the lowest grade, else the definition, that holds all parts at word starts; phrases first."""
    parts = [american(part) for part in parts]
    if sum(map(len, parts)) < LEAST_LETTERS:
        return []
    patterns = [re.compile(rf"(?<![a-z0-9]){part}") for part in parts]
    phrase = re.compile(r"(?<![a-z0-9])" + r"[a-z0-9]*[^a-z0-9]+".join(parts))
    found: list[tuple[bool, str, Entry, int, Spans]] = []
    for part in parts:
        entries = [entry for entry in entries if part in entry.texts_hay]
    for entry in entries:
        for grade, text in entry.texts:
            spans = tuple(match.span() for pattern in patterns if (match := pattern.search(text)))
            if len(spans) == len(parts):
                whole = phrase.search(text)
                found.append((whole is None, entry.folded, entry, grade, (whole.span(),) if whole else spans))
                break
    found.sort(key=lambda one: one[:2])
    return [_hit(entry.term, grade, spans) for _, _, entry, grade, spans in found[:limit]]


def _hit(term: Term, grade: int, spans: Spans) -> Hit:
    snippet, shift = excerpt(term.criteria(grade) if grade else term.definition, min(spans)[0])
    ends = len(snippet)
    moved = {(start + shift, min(stop + shift, ends)) for start, stop in spans if start + shift < ends}
    return Hit(term, "criteria" if grade else "definition", grade or None, snippet, tuple(sorted(moved)))


def excerpt(text: str, at: int) -> tuple[str, int]:
    """A piece of a text around a place, cut between words, and what to add to a place to find it in the piece."""
    if len(text) <= SNIPPET:
        return text, 0
    begin = 0 if at <= BEFORE else text.find(" ", at - BEFORE, at) + 1 or at
    cut = text.rfind(" ", begin, begin + SNIPPET + 1)
    stop = len(text) if len(text) - begin <= SNIPPET else cut if cut > at else begin + SNIPPET
    lead, tail = "… " if begin else "", " …" if stop < len(text) else ""
    return lead + text[begin:stop] + tail, len(lead) - begin
